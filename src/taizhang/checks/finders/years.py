"""Sums over the parts of a year: 一季度18亿元，二季度24亿元，三季度27亿元，四季度30亿元，全年99亿元."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from taizhang.checks.figures import Figure, Paragraph
from taizhang.checks.finders.sums import sum_of
from taizhang.checks.judge import Candidate, holds
from taizhang.checks.words import WORDS, pattern

__all__ = ["find"]

_TIMES: list[list[str]] = WORDS["divisions"]["times"]
_CUMULATED: tuple[str, ...] = tuple(WORDS["divisions"]["times_not_after"])
_YEAR = pattern("divisions", "year")


def find(paragraph: Paragraph) -> Iterator[Candidate]:
    """Give the sums over the parts of a year, with the figure of the year before or behind them."""
    figures = paragraph.figures
    for names in _TIMES:
        if paragraph.text.find(names[-1], figures[0].clause, figures[-1].end) < 0:
            continue
        for first in figures:
            if not _is_of(first, names[0]) or not _is_amount(first):
                continue
            parts = _parts_of_year(figures, first, names)
            if len(parts) < len(names):
                continue
            behind = next((f for f in figures[parts[-1].index + 1 :] if _is_amount(f)), None)
            ahead = next((f for f in reversed(figures[: first.index]) if _is_amount(f)), None)
            for whole in (behind, ahead):
                if whole is None or whole.key != first.key or not _YEAR.search(whole.lead):
                    continue
                found = sum_of(whole, parts, all(_are_of_one(part, whole) for part in parts))
                if holds(found) or found.firm:
                    yield found
                    break


def _parts_of_year(figures: Sequence[Figure], first: Figure, names: Sequence[str]) -> list[Figure]:
    """Give the figures that name the parts of the year one after the other, changes between them left out."""
    parts = [first]
    for figure in figures[first.index + 1 :]:
        if len(parts) == len(names) or figure.sentence != first.sentence:
            break
        if not _is_amount(figure):
            continue
        if not _is_of(figure, names[len(parts)]) or figure.key != first.key:
            break
        parts.append(figure)
    return parts


def _are_of_one(part: Figure, whole: Figure) -> bool:
    return part.name == whole.name and part.fact.status == whole.fact.status


def _is_of(figure: Figure, time: str) -> bool:
    """Tell whether a figure names this part of the year, and not all up to it: 前三季度."""
    before, found, _ = figure.lead.rpartition(time)
    return bool(found) and not before.endswith(_CUMULATED)


def _is_amount(figure: Figure) -> bool:
    return figure.role == "level" and figure.known
