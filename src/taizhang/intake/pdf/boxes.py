"""Where the characters of a page stand, asked of the library as seldom as the file allows.

In: an open text page and its text. Out: `Units`, each a character or, where one drawn text runs along a line, a whole
word of it, with its box; `glyphs` takes them next.

A call for each character is what costs most. Characters of one drawn text stand on one line, and pdfium puts a space
wherever it leaves a gap, so the first and the last character of each word tell where it stands.
"""

from __future__ import annotations

import ctypes
import re
from bisect import bisect_left
from collections import deque
from collections.abc import Sequence
from functools import partial
from itertools import accumulate, repeat
from typing import Any, NamedTuple

import pypdfium2.raw as raw

from taizhang.intake.pdf.calls import count_drawn, drawn_box, loose_box
from taizhang.intake.pdf.words import Words, even_lines
from taizhang.spans import Span

__all__ = ["FARTHEST", "Memory", "Units", "read_units"]

FARTHEST = 100_000.0
"""Points; what a damaged file places beyond, or nowhere, counts as placed at 0."""
_LINE = re.compile(r"[^\r\n]+")
_WORD = re.compile(r"\S+|\s")
_BLANK = re.compile(" ")
_INKED = re.compile(r"\S.*\S", re.DOTALL)
_SHORT = 4
"""Characters of a stretch that are asked one by one, rather than how many drawn texts they are of."""
_LEVEL = 0.2
"""Heights by which the boxes of one drawn text may differ, and its ink stand out of them."""
_AT_ONCE = 1_024
"""Boxes that are asked one after the other before they are taken."""


class Units(NamedTuple):
    """Units of a page, and their boxes in page space.

    `starts` says with which character each begins, and the last of it where the text ends.
    """

    starts: list[int]
    blanks: list[int]
    """The units that are spaces."""
    lefts: list[float]
    bottoms: list[float]
    rights: list[float]
    tops: list[float]
    inks: dict[int, tuple[float, float]]
    """For words: how low and how high the ink of the text goes of which they are; the box is that of two letters."""
    words: dict[int, Words]
    """Of the units that are whole lines."""
    lines: list[Span]
    """The units of each line of the text."""


class Memory:
    """Memory that the library fills with boxes, with a reference to each; one does for all pages of a file."""

    def __init__(self) -> None:
        boxes = (raw.FS_RECTF * _AT_ONCE)()
        size = ctypes.sizeof(raw.FS_RECTF)
        self._places = [ctypes.byref(boxes, at) for at in range(0, _AT_ONCE * size, size)]
        self._values = memoryview(boxes).cast("B").cast("f")

    def boxes(self, own: Any, indexes: Sequence[int]) -> list[list[float]]:
        """Give the lefts, tops, rights and bottoms of these characters."""
        sides: list[list[float]] = [[], [], [], []]
        for at in range(0, len(indexes), _AT_ONCE):
            part = indexes[at : at + _AT_ONCE]
            deque(map(loose_box, repeat(own), part, self._places), 0)
            for i, side in enumerate(sides):
                side += self._values[i : 4 * len(part) : 4].tolist()
        for i, side in enumerate(sides):
            if not abs(sum(side)) <= FARTHEST * len(side):
                sides[i] = [value if abs(value) <= FARTHEST else 0.0 for value in side]
        return sides


def read_units(own: Any, text: str, memory: Memory, *, whole: bool) -> Units:
    """Read where the characters of a text page stand; `own` is the reference to it.

    `whole`: a line of words may be one unit.
    """
    probe = _Probe(own)
    parted = [(line.span(), _stretches(probe, text, *line.span())) for line in _LINE.finditer(text)]
    drawn = [span for span, parts in parted if whole and len(parts) == 1 and parts[0][2]]
    even = even_lines(text, drawn, partial(memory.boxes, own)) if drawn else {}
    starts: list[int] = []
    edges = [0]
    """Where what is no whole line begins and ends, by turns."""
    inks: dict[int, tuple[float, float]] = {}
    words: dict[int, Words] = {}
    lines: list[Span] = []
    at = 0
    for (start, end), parts in parted:
        starts += range(at, start)
        begin = len(starts)
        for a, b, ink in parts:
            if ink is None:
                starts += range(a, b)
                continue
            first = len(starts)
            if a in even:
                words[first] = even[a]
                edges += a, b
                starts.append(a)
            else:
                starts += accumulate(map(len, _WORD.findall(text, a, b)[:-1]), initial=a)
            inks.update(zip(range(first, len(starts)), repeat(ink)))
        lines.append((begin, len(starts)))
        at = end
    starts += range(at, len(text))
    lefts, tops, rights, bottoms = memory.boxes(own, starts)
    starts.append(len(text))
    edges.append(len(text))
    others = zip(edges[::2], edges[1::2], strict=True)
    blanks = [bisect_left(starts, blank.start()) for a, b in others for blank in _BLANK.finditer(text, a, b)]
    for k, line in words.items():
        rights[k], bottoms[k], tops[k] = line.rights[-1], line.bottom, line.top
    long = [k for k in inks if k not in words and starts[k + 1] - starts[k] > 1]
    _, *lasts = memory.boxes(own, [starts[k + 1] - 1 for k in long])
    for k, top, right, bottom in zip(long, *lasts, strict=True):
        rights[k] = right
        if bottom < bottoms[k]:
            bottoms[k] = bottom
        if top > tops[k]:
            tops[k] = top
    return Units(starts, blanks, lefts, bottoms, rights, tops, inks, words, lines)


class _Probe:
    """Asks what a stretch of characters is, with one piece of memory for all answers."""

    def __init__(self, own: Any) -> None:
        self.drawn = partial(count_drawn, own)
        """(start, count) -> how many drawn texts the characters are of."""
        self._own = own
        self._loose = (ctypes.c_float * 8)()
        self._at = ctypes.byref(self._loose), ctypes.byref(self._loose, 16)
        self._ink = (ctypes.c_double * 4)()
        self._sides = [ctypes.byref(self._ink, at) for at in (0, 8, 16, 24)]

    def ink(self, first: int, last: int) -> tuple[float, float] | None:
        """Give how low and how high the drawn text goes that was counted last, if it is a line of even type.

        Turned text is not, nor what does not run to the right, nor what has boxes of its ink alone.
        """
        loose_box(self._own, first, self._at[0])
        loose_box(self._own, last, self._at[1])
        _, top, right, bottom, left_of_last, top_of_last, _, bottom_of_last = self._loose[:]
        slack = _LEVEL * (top - bottom)
        if not (right <= left_of_last or first == last) or not slack > 0:
            return None
        if abs(top_of_last - top) > slack or abs(bottom_of_last - bottom) > slack:
            return None
        drawn_box(self._own, 0, *self._sides)
        _, high, _, low = self._ink[:]
        return (low, high) if high <= top + slack and low >= bottom - slack else None


def _stretches(probe: _Probe, text: str, start: int, end: int) -> list[tuple[int, int, tuple[float, float] | None]]:
    """Part a line into stretches that are each of one drawn text, with its ink, and those in which many are."""
    found: list[tuple[int, int, tuple[float, float] | None]] = []
    waiting = [(start, end)]
    while waiting:
        a, b = waiting.pop()
        drawn = probe.drawn(a, b - a) if b - a > _SHORT else b - a
        if drawn == 1:
            inked = _INKED.search(text, a, b)
            found.append((a, b, probe.ink(inked.start(), inked.end() - 1) if inked else None))
        elif drawn * _SHORT > b - a:
            found.append((a, b, None))
        else:
            middle = (a + b) // 2
            space = text.find(" ", middle, b - 1)
            middle = space if space > 0 else middle
            waiting += (middle, b), (a, middle)
    return found
