"""Anchors: a stretch of text by Web Annotation selectors, found again when the text has changed.

The quote selector holds what stands before and after. In a changed text a place counts when more of its surroundings
agree with the selector than those of any other place with the same words did in the text where it was made (`rival`):
so a figure that is gone is never taken for another one like it, and what cannot be told apart is lost.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from itertools import takewhile
from typing import Any, Literal, NamedTuple

__all__ = ["Found", "digest", "find", "select"]

CONTEXT = 64
"""Characters of prefix and of suffix at first; more where the words stand in passages that are alike."""
MOST_CONTEXT = 1024
MARGIN = 6
"""Characters by which a place must agree better than a rival could."""
_NUMBER = frozenset("0123456789０１２３４５６７８９.．,，%％零〇一二两三四五六七八九十百千万亿xX×*＊")
"""What would make a number at either end another one."""


class Found(NamedTuple):
    """Where a stretch stands in a text. `applied`: where it was; `moved`: elsewhere; `lost`: nowhere for certain."""

    state: Literal["applied", "moved", "lost"]
    start: int = 0
    end: int = 0


def select(text: str, start: int, end: int) -> dict[str, Any]:
    """Give the selectors of `text[start:end]`: {position, quote}, as W3C Web Annotation names them.

    `quote.rival` is ours: how many characters around the next best place in this text agree with prefix and suffix.
    """
    size = CONTEXT
    while True:
        prefix, suffix = text[max(0, start - size) : start], text[end : end + size]
        exact = text[start:end]
        rival = max(
            (_agreement(text, at, exact, prefix, suffix) for at in _places(text, exact) if at != start), default=0
        )
        if rival < len(prefix) + len(suffix) - MARGIN or size >= MOST_CONTEXT or size >= len(text):
            break
        size *= 4
    return {
        "position": {
            "type": "TextPositionSelector", "start": start, "end": end, "sha256": digest(text),
        },
        "quote": {"type": "TextQuoteSelector", "exact": exact, "prefix": prefix, "suffix": suffix, "rival": rival},
    }  # fmt: skip


def find(text: str, selectors: dict[str, Any], known: str = "") -> Found:
    """Find again what `selectors` were made for; `known` is the `digest` of the text, where it is at hand."""
    position, quote = selectors["position"], selectors["quote"]
    start, exact = position["start"], quote["exact"]
    if position["sha256"] == (known or digest(text)):
        return Found("applied", start, position["end"])
    needed = quote["rival"] + MARGIN
    best, second, place = -1, -1, -1
    for at in _places(text, exact):
        score = _agreement(text, at, exact, quote["prefix"], quote["suffix"])
        if score > best:
            best, second, place = score, best, at
        elif score > second:
            second = score
    if best < needed or second >= needed:
        return Found("lost")
    return Found("applied" if place == start else "moved", place, place + len(exact))


def _places(text: str, exact: str) -> Iterator[int]:
    """Give where the words stand as a number of their own: 12项 does not stand in 312项."""
    at = text.find(exact)
    while at >= 0:
        before, after = text[at - 1 : at], text[at + len(exact) : at + len(exact) + 1]
        if not (_joins(before, exact[:1]) or _joins(exact[-1:], after)):
            yield at
        at = text.find(exact, at + 1)


def _joins(left: str, right: str) -> bool:
    return left in _NUMBER and right in _NUMBER


def _agreement(text: str, at: int, exact: str, prefix: str, suffix: str) -> int:
    """Count the characters next to a place that agree with the prefix and the suffix."""
    before, after = text[max(0, at - len(prefix)) : at], text[at + len(exact) : at + len(exact) + len(suffix)]
    return _shared(reversed(before), reversed(prefix)) + _shared(after, suffix)


def _shared(one: Iterable[str], other: Iterable[str]) -> int:
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


def digest(text: str) -> str:
    """Give the SHA-256 of a text's UTF-8, in hexadecimal."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
