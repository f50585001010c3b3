"""Passages that a text gives twice.

In: the text without page markers. Out: the later copy of every passage of at least 100 characters, with the place of
the first. Linear: the text behind each punctuation mark is looked up by its next characters, and only where they are
known are the two copies compared.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

__all__ = ["LEAST", "Duplicate", "find_duplicates"]

LEAST = 100
"""Characters from which a repeated passage counts."""
_KEY = 20
_SENTENCE, _CLAUSE = re.compile(r"[^。；;！!？?\n]+"), re.compile(r"[^，,。；;！!？?\n]+")
_LONG, _UNBROKEN = 80, 60
"""Characters of a sentence from which its clauses are looked up too, and of a clause from which every place is: so a
passage of LEAST characters holds a place that is looked up, with _KEY characters behind it."""
_CHANCE = 8
"""Characters behind the last sentence of a copy that may be the same by chance."""
_LEAD = re.compile(r"[\s，,。；;：:、！!？?）)”》\"]*")


@dataclass(frozen=True, slots=True)
class Duplicate:
    """`text[start:end]` repeats what stands at `first`."""

    start: int
    end: int
    first: int


def find_duplicates(text: str) -> list[Duplicate]:
    """Give the repeated passages of `text`, in order, without overlaps.

    >>> passage = "".join(f"第{n}季度全县完成投资{n}亿元，" for n in range(1, 9))
    >>> [(d.start, d.end, d.first) for d in find_duplicates("甲：" + passage + "\\n乙：" + passage)]
    [(117, 229, 2)]
    """
    found: list[Duplicate] = []
    seen: dict[int, int] = {}
    known = seen.setdefault
    done, last = 0, len(text) - _KEY
    for at in _anchors(text):
        if at < done or at > last:
            continue
        first = known(hash(text[at : at + _KEY]), at)
        if first == at or not _half_same(text, first, at):
            continue
        back = _same_before(text, first, at, done)
        forth = _same_after(text, first, at)
        if back + forth < LEAST:
            continue
        start, done = _trim(text, at - back, at + forth)
        if done - start >= LEAST:
            found.append(Duplicate(start, done, first - (at - start)))
    return found


def _half_same(text: str, first: int, at: int) -> bool:
    """Whether half of the least length is the same, before or behind; cheap, and false for most known beginnings."""
    half = LEAST // 2
    return text[first : first + half] == text[at : at + half] or (
        first >= half and text[first - half : first] == text[at - half : at]
    )


def _anchors(text: str) -> Iterator[int]:
    """Give the places to look up: where sentences begin, in long ones where clauses begin."""
    for sentence in _SENTENCE.finditer(text):
        start, end = sentence.span()
        if end - start < _LONG:
            yield start
            continue
        for clause in _CLAUSE.finditer(text, start, end):
            begin, stop = clause.span()
            yield begin
            if stop - begin > _UNBROKEN:
                yield from range(begin + 1, stop - _KEY)


def _same_after(text: str, first: int, at: int) -> int:
    """Count the characters from `first` and from `at` on that are the same."""
    return _grow(lambda size: text[first : first + size] == text[at : at + size], len(text) - at)


def _same_before(text: str, first: int, at: int, floor: int) -> int:
    """Count the characters before `first` and before `at` that are the same, not reaching below `floor`."""
    most = min(first, at - floor)
    return _grow(lambda size: text[first - size : first] == text[at - size : at], most)


def _grow(same: Callable[[int], bool], most: int) -> int:
    """Give the greatest size up to `most` for which `same` holds, by doubling and halving."""
    size, step = 0, 64
    while size < most:
        reach = min(most, size + step)
        if same(reach):
            size, step = reach, step * 2
        else:
            low, high = size, reach
            while high - low > 1:
                middle = (low + high) // 2
                low, high = (middle, high) if same(middle) else (low, middle)
            return low
    return size


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    """Leave out what a copy shares with its first only by chance: punctuation before it, a few characters behind it."""
    lead = _LEAD.match(text, start, end)
    start = lead.end() if lead else start
    stop = max(text.rfind(char, max(start, end - _CHANCE), end) for char in "。；！？\n")
    return start, stop + 1 if stop >= 0 else end
