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


@cache
def _written() -> tuple[re.Pattern[str], dict[str, str], str, str]:
    data = load("reports", "censor.toml")
    letter = data["written"]["letter"]
    after, before = (sorted(data["written"][key], key=len, reverse=True) for key in ("after", "before"))
    words = {entry["find"]: entry["fix"] for entry in data["abbreviated"]}
    whole = "|".join(map(re.escape, sorted(words, key=len, reverse=True)))
    pattern = re.compile(
        rf"(?:{whole})(?![A-Za-z0-9])|(?:{'|'.join(before)})?{letter}(?:{'|'.join(after)})"
        rf"|(?:{'|'.join(before)}){letter}(?![A-Za-z0-9])"
    )
    return pattern, words, letter, data["written"]["fix"]


@cache
def _dropped() -> list[tuple[str, re.Pattern[str], dict[str, _Dropped]]]:
    """Give, for each guard word, the pattern of what may be left without it."""
    entries = {
        e["find"]: _Dropped(
            e["fix"], e.get("before"), e.get("after"), e.get("not_before", ""), e.get("not_after", ""), e.get("guard", "党")
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
    pattern, words, letter, fix = _written()
    found = []
    if letter not in text and not any(word in text for word in words):
        return []
    for match in pattern.finditer(text):
        word = match.group()
        glued = word.startswith(letter) and match.start() and _is_latin(text[match.start() - 1])
        if not glued:
            found.append(Censored(*match.span(), words.get(word) or word.replace(letter, fix)))
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
