"""Pairs of letters: what an index holds of a text, and what a word asks of it. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator

__all__ = ["CUT", "folded", "pairs", "passages", "wanted"]

CUT = 1_500
"""Characters after which a passage ends at the next line end; a single line is cut at twice as many."""
OVERLAP = 60
"""Characters that a cut within a line repeats, so that no word is lost at it."""

_WIDE = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}
_RUN = re.compile(r"\w+")
_PLAIN = re.compile(r"[0-9a-z]{3,}")
"""Digits and Latin letters are few, so every passage holds nearly all their pairs; of those, threes are taken too."""


def folded(text: str) -> str:
    """Give a text as it is compared: half width, small letters; every character stays in its place.

    >>> folded("ＧＤＰ１２")
    'gdp12'
    """
    plain = text.translate(_WIDE)
    small = plain.lower()
    return small if len(small) == len(plain) else "".join(c.lower() if len(c.lower()) == 1 else c for c in plain)


def pairs(text: str) -> set[str]:
    """Give the pairs of letters that stand next to each other, threes of digits and Latin letters.

    The last letter of a run stands alone too.

    >>> sorted(pairs("12家，3")), sorted(pairs("2024"))
    (['12', '2家', '3', '家'], ['02', '024', '20', '202', '24', '4'])
    """
    found: set[str] = set()
    plain = folded(text)
    for run in _RUN.findall(plain):
        found.update(run[at : at + 2] for at in range(len(run)))
    return found.union(*map(_threes, _PLAIN.findall(plain)))


def _threes(run: str) -> set[str]:
    return {run[at : at + 3] for at in range(len(run) - 2)}


def wanted(word: str) -> tuple[set[str], set[str]]:
    """Give the pairs that a passage with `word` holds, and the letters that one of its pairs begins with.

    A word of one letter asks for pairs that begin with it; one without letters asks for nothing.
    """
    whole: set[str] = set()
    first: set[str] = set()
    for run in _RUN.findall(folded(word)):
        if len(run) == 1:
            first.add(run)
        whole.update(run[at : at + 2] for at in range(len(run) - 1))
        whole.update(*map(_threes, _PLAIN.findall(run)))
    return whole, first


def passages(text: str) -> Iterator[tuple[int, int]]:
    """Cut a text into passages of some whole lines; a long line into pieces that overlap."""
    start = 0
    while start < len(text):
        if len(text) - start <= CUT:
            yield start, len(text)
            return
        stop = text.find("\n", start + CUT, start + 2 * CUT)
        if stop >= 0:
            yield start, stop + 1
            start = stop + 1
        else:
            end = min(len(text), start + 2 * CUT)
            yield start, end
            if end == len(text):
                return
            start = end - OVERLAP
