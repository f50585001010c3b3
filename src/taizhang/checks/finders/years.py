"""Sums over the parts of a year: 一季度18亿元，二季度24亿元，三季度27亿元，四季度30亿元，全年99亿元."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from taizhang.checks.figures import Figure, Paragraph, is_joined
from taizhang.checks.finders.sums import sum_of
from taizhang.checks.judge import Candidate, holds, slip_explains
from taizhang.checks.words import WORDS, pattern
from taizhang.wordlists import alternatives

__all__ = ["find"]

_CUMULATED: tuple[str, ...] = tuple(WORDS["divisions"]["times_not_after"])
_YEAR = pattern("divisions", "year")


class _Times(NamedTuple):
    """Parts of a year in their order, what says that figures are one for each, and how the whole is called."""

    names: tuple[str, ...]
    each: re.Pattern[str]
    whole: re.Pattern[str]
    sure: bool
    """The whole is the sum, whatever is counted."""


_TIMES = [
    _Times(
        tuple(time["names"]), re.compile(alternatives(time["each"])),
        re.compile(alternatives(time["whole"])) if "whole" in time else _YEAR, "whole" not in time,
    )
    for time in WORDS["divisions"]["times"]
]  # fmt: skip


def find(paragraph: Paragraph) -> Iterator[Candidate]:
    """Give the sums over the parts of a year, with the figure of the year before or behind them."""
    figures = paragraph.figures
    for times in _TIMES:
        if paragraph.text.find(times.names[-1], figures[0].clause, figures[-1].end) < 0:
            continue
        for first in filter(_is_amount, figures):
            parts = _parts_of_year(figures, first, times.names) or _listed(figures, first, len(times.names), times.each)
            found = _of_year(figures, parts, times) if parts else None
            if found is not None:
                yield found


def _of_year(figures: Sequence[Figure], parts: Sequence[Figure], times: _Times) -> Candidate | None:
    """Compare the parts with the amount behind them, or before them, that the text calls the year's."""
    behind = next(filter(_is_amount, figures[parts[-1].index + 1 :]), None)
    ahead = next(filter(_is_amount, reversed(figures[: parts[0].index])), None)
    for whole in (behind, ahead):
        if whole is None or whole.key != parts[0].key or not times.whole.search(whole.lead):
            continue
        firm = all(_are_of_one(part, whole) for part in parts) and (times.sure or slip_explains(parts, whole, 100))
        found = sum_of(whole, parts, firm)
        if holds(found) or found.firm:
            return found
    return None


def _parts_of_year(figures: Sequence[Figure], first: Figure, names: Sequence[str]) -> list[Figure]:
    """Give the figures that name the parts of the year one after the other, changes between them left out."""
    if not _is_of(first, names[0]):
        return []
    parts = [first]
    for figure in figures[first.index + 1 :]:
        if len(parts) == len(names) or figure.sentence != first.sentence:
            break
        if not _is_amount(figure):
            continue
        if not _is_of(figure, names[len(parts)]) or figure.key != first.key:
            break
        parts.append(figure)
    return parts if len(parts) == len(names) else []


def _listed(figures: Sequence[Figure], first: Figure, number: int, each: re.Pattern[str]) -> list[Figure]:
    """Give the figures of 一至四季度分别完成12亿元、13亿元、14亿元、15亿元, just as many as there are parts."""
    if "分别" not in first.lead or not each.search(first.between):
        return []
    parts = list(figures[first.index : first.index + number])
    following = figures[first.index + number : first.index + number + 1]
    whole = len(parts) == number and all(map(is_joined, parts[1:])) and not any(map(is_joined, following))
    return parts if whole else []


def _are_of_one(part: Figure, whole: Figure) -> bool:
    return part.name == whole.name and part.fact.status == whole.fact.status


def _is_of(figure: Figure, time: str) -> bool:
    """Tell whether a figure names this part of the year, and not all up to it: 前三季度."""
    before, found, _ = figure.lead.rpartition(time)
    return bool(found) and not before.endswith(_CUMULATED)


def _is_amount(figure: Figure) -> bool:
    return figure.role == "level" and figure.known
