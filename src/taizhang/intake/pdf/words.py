"""Words of letters: where a space may stand between them, and the lines that hold nothing else.

In: the text of a page, and where its characters stand. Out: `Words` of each line that is even, which `boxes` takes as
one unit: words of one drawn text at one height, with a usual space between all of them, are asked no more about.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from itertools import accumulate
from operator import sub
from typing import NamedTuple

from taizhang.spans import Span

__all__ = ["APART", "SPACE_OF_DIGITS", "Words", "even_lines", "parts_words"]

SPACE_OF_DIGITS = 0.22
"""Heights of a gap that is a space between figures, and between all else."""
APART = 0.6
"""Heights of a gap that parts two cells: wider than a space."""
_AFTER, _BEFORE = ".,;:!?)]%'\"”’", "([$'\"“‘"
_PARTS_NO_WORDS = re.compile(rf"[^\w{re.escape(_AFTER)}][ ]|[ ][^\w{re.escape(_BEFORE)}]|_[ ]|[ ]_", re.ASCII)
_FEWEST = 3
"""Words of a line that is asked for."""
_EVEN = 0.02
"""Heights by which the words of a line may stand higher or lower."""


class Words(NamedTuple):
    """The words of a line, in page space."""

    begins: list[int]
    """With which character each begins, and where one more would."""
    lefts: list[float]
    rights: list[float]
    bottom: float
    top: float

    @property
    def parts(self) -> tuple[list[int], list[float]]:
        """Where words and the spaces between them begin, in the text and across the page; the last is the end."""
        starts, sides = [0] * (2 * len(self.lefts)), [0.0] * (2 * len(self.lefts))
        starts[::2], starts[1::2] = self.begins[:-1], [begin - 1 for begin in self.begins[1:]]
        sides[::2], sides[1::2] = self.lefts, self.rights
        return starts, sides


def even_lines(
    text: str, drawn: Iterable[Span], boxes: Callable[[Sequence[int]], list[list[float]]]
) -> dict[int, Words]:
    """Give the words of the lines that are even, by the character with which a line begins.

    `drawn`: lines that are each of one drawn text; `boxes` gives the lefts, tops, rights and bottoms of characters.
    """
    lines = [begins for start, end in drawn if (begins := _begins(text[start:end], start))]
    lefts, first_tops, _, first_bottoms = boxes([begin for begins in lines for begin in begins[:-1]])
    _, last_tops, rights, last_bottoms = boxes([begin - 2 for begins in lines for begin in begins[1:]])
    found: dict[int, Words] = {}
    at = 0
    for begins in lines:
        own = slice(at, at + len(begins) - 1)
        at = own.stop
        bottoms, tops = first_bottoms[own] + last_bottoms[own], first_tops[own] + last_tops[own]
        words = Words(begins, lefts[own], rights[own], min(bottoms), max(tops))
        height = words.top - words.bottom
        if max(bottoms) - words.bottom <= _EVEN * height >= words.top - min(tops) and _spaced(words, height):
            found[begins[0]] = words
    return found


def _begins(line: str, start: int) -> list[int]:
    """Give where the words of a line begin that starts there; nothing where it holds anything else."""
    words = line.split() if line.isascii() else []
    if len(words) < _FEWEST or " ".join(words) != line or _PARTS_NO_WORDS.search(line):
        return []
    return list(accumulate(words, lambda at, word: at + len(word) + 1, initial=start))


def _spaced(words: Words, height: float) -> bool:
    gaps: list[float] = list(map(sub, words.lefts[1:], words.rights))
    return min(gaps) > SPACE_OF_DIGITS * height and max(gaps) <= APART * height


def parts_words(a: str, b: str) -> bool:
    """Say whether a space may stand between two characters of letters, digits and their points."""
    return (a.isalnum() or a in _AFTER) and (b.isalnum() or b in _BEFORE)
