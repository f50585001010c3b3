"""Words that a scrape dropped or wrote in letters to get past a filter: 党 as nothing or as D.

In: the source text. Out: a span with what should stand there. Nothing is changed; a user sees the proposal. The
patterns stand in `data/censor.toml`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from taizhang.spans import Span
from taizhang.wordlists import load

__all__ = ["Censored", "find_censored"]

NEAR = 1500
"""Characters around a place within which the guard word shows that nothing is dropped."""


class Censored(NamedTuple):
    """Where a word is missing or hidden, and what the passage should be."""

    start: int
    end: int
    fix: str


class _Dropped(NamedTuple):
    fix: str
    before: str | None
    after: str | None
    not_before: str
    not_after: str
    guard: str


class _Written(NamedTuple):
    letter: str
    fix: str
    before: tuple[str, ...]
    after: tuple[str, ...]
    words: re.Pattern[str]
    fixes: dict[str, str]


@cache
def _written() -> _Written:
    data = load("reports", "censor.toml")
    entry, fixes = data["written"], {e["find"]: e["fix"] for e in data["abbreviated"]}
    before, after = (tuple(sorted(entry[key], key=len, reverse=True)) for key in ("before", "after"))
    words = re.compile(f"(?:{'|'.join(map(re.escape, sorted(fixes, key=len, reverse=True)))})(?![A-Za-z0-9])")
    return _Written(entry["letter"], entry["fix"], before, after, words, fixes)


@cache
def _dropped() -> list[tuple[str, re.Pattern[str], dict[str, _Dropped]]]:
    """Give, for each guard word, the pattern of what may be left without it."""
    entries = {
        e["find"]: _Dropped(
            e["fix"],
            e.get("before"),
            e.get("after"),
            e.get("not_before", ""),
            e.get("not_after", ""),
            e.get("guard", "党"),
        )
        for e in load("reports", "censor.toml")["dropped"]
    }
    by_guard: dict[str, dict[str, _Dropped]] = {}
    for find, entry in sorted(entries.items(), key=lambda item: -len(item[0])):
        by_guard.setdefault(entry.guard, {})[find] = entry
    return [(guard, re.compile("|".join(map(re.escape, group))), group) for guard, group in by_guard.items()]


def find_censored(text: str) -> list[Censored]:
    """Give the censored places of `text`, in order.

    >>> [(c.start, c.fix) for c in find_censored("加强D建工作,推进风廉政建设")]
    [(2, '党建'), (9, '党风廉政')]
    """
    found = _find_written(text) + _find_dropped(text)
    found.sort()
    return [c for i, c in enumerate(found) if i == 0 or c.start >= found[i - 1].end]


def _find_written(text: str) -> list[Censored]:
    know = _written()
    found = []
    if any(word in text for word in know.fixes):
        found = [Censored(*match.span(), know.fixes[match.group()]) for match in know.words.finditer(text)]
    at = text.find(know.letter)
    while at >= 0:
        if not (at and _is_latin(text[at - 1])):
            start = at - next((len(word) for word in know.before if text.endswith(word, 0, at)), 0)
            end = at + 1 + next((len(word) for word in know.after if text.startswith(word, at + 1)), 0)
            if end > at + 1 or (start < at and not _is_latin(text[end : end + 1])):
                start = start if end == at + 1 else at
                found.append(Censored(start, end, text[start:end].replace(know.letter, know.fix)))
        at = text.find(know.letter, at + 1)
    return found


def _is_latin(char: str) -> bool:
    return char.isascii() and char.isalnum()


def _find_dropped(text: str) -> list[Censored]:
    found = []
    for guard, pattern, entries in _dropped():
        for low, high in _unguarded(text, guard):
            for match in pattern.finditer(text, low, high):
                entry, (start, end) = entries[match.group()], match.span()
                if _fits(entry, text[start - 1 : start], text[end : end + 1]):
                    found.append(Censored(start, end, entry.fix))
    return found


def _unguarded(text: str, guard: str) -> Iterator[Span]:
    """Give the stretches of `text` in which `guard` is nowhere near."""
    low = 0
    for match in re.finditer(guard, text):
        if match.start() - NEAR > low:
            yield low, match.start() - NEAR
        low = match.end() + NEAR
    if low < len(text):
        yield low, len(text)


def _fits(entry: _Dropped, before: str, after: str) -> bool:
    if (before and before in entry.not_before) or (after and after in entry.not_after):
        return False
    return (entry.before is None or before in entry.before) and (entry.after is None or after in entry.after)
