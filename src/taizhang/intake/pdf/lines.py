"""Characters of a page into lines, by where they stand and not by their order in the file.

In: `Glyphs`. Out: `Piece`s, which `cells` takes for the tables; and of the rest `Line`s, several side by side where
wide gaps part them, which `columns` puts into reading order.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import compress, count, pairwise
from math import inf
from operator import sub
from typing import NamedTuple

from taizhang.intake.pdf.glyphs import Glyphs
from taizhang.intake.pdf.words import SPACE_OF_DIGITS, parts_words

__all__ = ["WIDE", "Line", "Piece", "joint", "lines", "pieces", "rows", "text_of", "turned_lines"]

WIDE = 1.3
"""Heights of a gap that parts two lines side by side: no space inside a line is so wide."""
_NARROW = "\u2e80"
"""Characters below need a space between words."""
_SPACE = 0.17
"""Heights of a gap between words of letters."""
_SPACE_OF_WIDE = 0.8
"""Of a gap that is a space between Chinese words; characters that stand singly are only set wide."""
_GAP, _BACK = 0.35, 0.5
"""Heights by which a character may stand off the one before it, or overlap it, in one piece."""
_THINNEST = 0.1
"""Points of the smallest size."""
_SAMPLE = 9
"""Characters of which the size of a line is taken."""
_SMALL = 0.75
"""Part of the height of a line below which characters are marks of notes or exponents."""
_RAISE = 0.08
"""Heights by which their middle stands off that of the line."""
_DIGITS = re.compile(r"[\d\xb2\xb3\xb9\u2070-\u2089\u2460-\u24ff\u2776-\u2793]")
"""Plain, raised, lowered and enclosed."""
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_ALIKE = 0.15
"""Part by which heights differ in one text."""
_SAME = 0.6
"""Part of the lower of two boxes that must overlap the other for both to be in one line."""


class Piece(NamedTuple):
    """Characters `start` to `end` of the page, one after the other on one line, and their box."""

    start: int
    end: int
    left: float
    bottom: float
    right: float
    top: float


@dataclass(slots=True, eq=False)
class Line:
    """A line of text and its box in the reading frame; `size` is about the size of its type, in points."""

    text: str
    left: float
    bottom: float
    right: float
    top: float
    size: float
    page: int = 0
    spaced: bool = False
    """A space stands after it in the file."""
    aside: bool = False
    """It stands outside of the running text: across the page, over other text, below it as a note."""
    part: str | None = None
    """What it is then: 脚注1."""
    limit: float = inf
    """Where a box stands beside it, up to which alone it could run."""
    start: float = 0.0
    end: float = 0.0
    """Where lines of its column begin and end."""
    column: int = 0

    @property
    def middle(self) -> float:
        """Its height on the page."""
        return (self.bottom + self.top) / 2


def pieces(glyphs: Glyphs) -> list[Piece]:
    """Give the pieces of what runs as the page does: parted at the spaces that pdfium made up."""
    made: list[Piece] = []
    gaps = list(map(sub, glyphs.lefts[1:], glyphs.rights))
    lefts, rights = glyphs.lefts, glyphs.rights
    for start, end in glyphs.spans:
        begin = start
        for at in glyphs.blanks_within(start, end):
            if lefts[at] == rights[at] and not (begin < at < end - 1 and _widened(glyphs, gaps, at)):
                _even(glyphs, gaps, begin, at, made)
                begin = at + 1
        _even(glyphs, gaps, begin, end, made)
    return made


def _widened(glyphs: Glyphs, gaps: list[float], at: int) -> bool:
    """Give a space that pdfium made up between two words of letters its room, so that the line stays one piece."""
    before, after = at - 1, at + 1
    a, b = glyphs.text[glyphs.starts[at] - 1], glyphs.text[glyphs.starts[after]]
    if a >= _NARROW or b >= _NARROW or not parts_words(a, b):
        return False
    height = glyphs.heights[before]
    gap = glyphs.lefts[after] - glyphs.rights[before]
    level = abs(glyphs.bottoms[after] - glyphs.bottoms[before]) < 0.25 * height
    if not level or not SPACE_OF_DIGITS * height < gap < height:
        return False
    glyphs.lefts[at], glyphs.rights[at] = glyphs.rights[before], glyphs.lefts[after]
    glyphs.bottoms[at], glyphs.tops[at], glyphs.heights[at] = glyphs.bottoms[before], glyphs.tops[before], height
    gaps[before] = gaps[at] = 0.0
    return True


def _even(glyphs: Glyphs, gaps: list[float], start: int, end: int, made: list[Piece]) -> None:
    """Add a stretch as one piece when all of it stands on one line, low as points and strokes may be."""
    if start >= end:
        return
    low, high = glyphs.bottoms[start], glyphs.tops[start]
    if end - start > 1:
        heights, own_gaps = glyphs.heights[start:end], gaps[start : end - 1]
        low, high, height = min(glyphs.bottoms[start:end]), max(glyphs.tops[start:end]), max(heights)
        near = max(own_gaps) <= _GAP * height and min(own_gaps) >= -_BACK * height
        level = high - low < 1.25 * height or _is_level(glyphs, start + heights.index(height), low, high)
        small = min(heights) < _SMALL * height
        if not (near and level) or (small and _has_marks(glyphs, start, heights)):
            made += _uneven(glyphs, start, end)
            return
    if glyphs.inks:
        low, high = glyphs.with_ink(start, end, low, high)
    made.append(Piece(start, end, glyphs.lefts[start], low, max(glyphs.rights[start], glyphs.rights[end - 1]), high))


def _is_level(glyphs: Glyphs, main: int, low: float, high: float) -> bool:
    """Whether what goes so low and high stands on the line of its highest character."""
    base, height = glyphs.bottoms[main], glyphs.heights[main]
    return high - base < 1.25 * height and low - base > -0.25 * height


def _has_marks(glyphs: Glyphs, start: int, heights: list[float]) -> bool:
    """Whether small digits stand raised or lowered in a stretch, as marks of notes and exponents do."""
    if not _DIGITS.search(glyphs.text, glyphs.starts[start], glyphs.starts[start + len(heights)]):
        return False
    height = max(heights)
    main = start + heights.index(height)
    middle = glyphs.bottoms[main] + glyphs.tops[main]
    return any(
        glyphs.said(k, k + 1).isdigit() and abs(glyphs.bottoms[k] + glyphs.tops[k] - middle) > 2 * _RAISE * height
        for k in compress(count(start), map((_SMALL * height).__gt__, heights))
    )


def _uneven(glyphs: Glyphs, start: int, end: int) -> Iterator[Piece]:
    """Split where characters leave their line; those of a ligature stand in one place."""
    lefts, bottoms, rights, tops, heights = glyphs.lefts, glyphs.bottoms, glyphs.rights, glyphs.tops, glyphs.heights
    first = start
    for i in range(start + 1, end + 1):
        if i < end:
            if lefts[i] == lefts[i - 1] and rights[i] == rights[i - 1]:
                continue
            height, lower = heights[i], heights[i - 1]
            if height < lower:
                height, lower = lower, height
            gap = lefts[i] - rights[i - 1]
            off = abs(tops[i] + bottoms[i] - tops[i - 1] - bottoms[i - 1]) / 2
            if off <= 0.3 * height and lower > _SMALL * height and -_BACK * height <= gap <= _GAP * height:
                continue
        low, high = glyphs.extent(first, i)
        yield Piece(first, i, lefts[first], low, max(rights[first:i]), high)
        first = i


def rows(found: Iterable[Piece]) -> list[list[Piece]]:
    """Group pieces at one height, from the top down; each row from left to right, without what is printed twice."""
    groups: list[list[Piece]] = []
    low = high = 0.0
    for piece in sorted(found, key=lambda p: -p.bottom - p.top):
        bottom, top = piece.bottom, piece.top
        if groups and top >= low:
            shared = min(high, top) - max(low, bottom)
            if shared >= _SAME * min(high - low, top - bottom):
                groups[-1].append(piece)
                if top - bottom > high - low:
                    low, high = bottom, top
                continue
        groups.append([piece])
        low, high = bottom, top
    for group in groups:
        if len(group) > 1:
            group.sort(key=lambda p: p.left)
    return groups


def lines(glyphs: Glyphs, found: Iterable[list[Piece]]) -> list[Line]:
    """Give the lines that rows of pieces make, from the top down; those at one height from left to right."""
    made: list[Line] = []
    for row in found:
        if len(row) == 1:
            made += _line(glyphs, row)
            continue
        lanes = _lanes(glyphs, row)
        for lane in lanes:
            begin = len(made)
            part = lane[:1]
            for before, piece in pairwise(lane):
                if piece.left - before.right > WIDE * min(piece.top - piece.bottom, before.top - before.bottom):
                    made += _line(glyphs, part)
                    part = []
                part.append(piece)
            made += _line(glyphs, part)
            if lane is not lanes[0]:
                for line in made[begin:]:
                    line.aside = True
    return made


def _lanes(glyphs: Glyphs, row: list[Piece]) -> list[list[Piece]]:
    """Part what is printed over one another, such as a box over the text; the longest first."""
    right = row[0].right
    for before, piece in pairwise(row):
        if piece.left < right - _BACK * (piece.top - piece.bottom) and not _same_text(glyphs, before, piece):
            break
        right = max(right, piece.right)
    else:
        return [row]
    lanes: list[list[Piece]] = []
    for piece in row:
        for lane in lanes:
            last = lane[-1]
            alike = abs(_height(piece) / max(_height(last), 0.1) - 1) < _ALIKE
            if _same_text(glyphs, last, piece) or (alike and piece.left >= last.right - _BACK * _height(piece)):
                lane.append(piece)
                break
        else:
            lanes.append([piece])
    return sorted(lanes, key=lambda lane: -sum(piece.right - piece.left for piece in lane))


def _same_text(glyphs: Glyphs, a: Piece, b: Piece) -> bool:
    return glyphs.said(a.start, a.end) == glyphs.said(b.start, b.end)


def _height(piece: Piece) -> float:
    return piece.top - piece.bottom


def _line(glyphs: Glyphs, parts: list[Piece]) -> tuple[Line, ...]:
    """Give the line that pieces make, or none when nothing is written in them."""
    text = text_of(glyphs, parts)
    bare = text.strip()
    if not bare:
        return ()
    last = big = parts[0]
    left, low, right, high = last.left, last.bottom, last.right, last.top
    if len(parts) > 1:
        last, big = parts[-1], max(parts, key=lambda part: glyphs.starts[part.end] - glyphs.starts[part.start])
        _, _, _, bottoms, rights, tops = zip(*parts, strict=True)
        low, right, high = min(bottoms), max(rights), max(tops)
    if len(bare) < len(text):
        inked = [i for part in parts for i in range(part.start, part.end) if not glyphs.said(i, i + 1).isspace()]
        left, right = min(glyphs.lefts[i] for i in inked), max(glyphs.rights[i] for i in inked)
    sample = slice(big.start, big.end, 1 + (big.end - big.start) // _SAMPLE)
    heights = sorted(filter(None, glyphs.heights[sample])) or [0.0]
    after = glyphs.starts[last.end]
    spaced = text[-1].isspace() or glyphs.text[after : after + 1] == " "
    return (Line(bare, left, low, right, high, max(heights[len(heights) * 3 // 4], _THINNEST), spaced=spaced),)


def turned_lines(glyphs: Glyphs) -> Iterator[Line]:
    """Give the lines that run another way, each whole and in the order of the file."""
    lefts, bottoms, rights, tops = glyphs.lefts, glyphs.bottoms, glyphs.rights, glyphs.tops
    for start, end in glyphs.turned:
        text = " ".join(glyphs.said(start, end).split())
        own = slice(start, end)
        box = min(lefts[own]), min(bottoms[own]), max(rights[own]), max(tops[own])
        yield Line(text, *box, max(glyphs.heights[start], _THINNEST), aside=True)


def text_of(glyphs: Glyphs, parts: list[Piece]) -> str:
    """Join pieces that stand side by side; what is printed twice for a bold look counts once."""
    if len(parts) == 1:
        return glyphs.said(parts[0].start, parts[0].end)
    text, before = "", None
    main: Piece | None = None
    for piece in parts:
        own = glyphs.said(piece.start, piece.end)
        if own.isdigit():
            main = main or max(parts, key=_height)
            if _is_raised(piece, main):
                own = own.translate(_RAISED)
        if before is None:
            text = own
        elif not _printed_twice(glyphs, before, piece, own):
            text += joint(text, own, (piece.left - before.right) / max(_height(piece), 0.1)) + own
        else:
            continue
        before = piece
    return text


def _is_raised(piece: Piece, main: Piece) -> bool:
    """Whether a piece is a mark of a note or an exponent."""
    climb = (piece.bottom + piece.top - main.bottom - main.top) / 2
    return _height(piece) < _SMALL * _height(main) and climb > _RAISE * _height(main)


def _printed_twice(glyphs: Glyphs, before: Piece, piece: Piece, own: str) -> bool:
    near = 0.3 * (piece.top - piece.bottom)
    return (
        abs(piece.left - before.left) < near
        and abs(piece.bottom - before.bottom) < near
        and glyphs.said(before.start, before.end) == own
    )


def joint(before: str, after: str, gap: float) -> str:
    """Give what stands between two texts of one line that are `gap` heights apart: a space or nothing."""
    a, b = before[-1:], after[:1]
    if a.isspace() or b.isspace():
        return ""
    if a >= _NARROW or b >= _NARROW:
        return " " if gap > _SPACE_OF_WIDE and len(before) > 1 and len(after) > 1 else ""
    if not parts_words(a, b):
        return ""
    return " " if gap > (SPACE_OF_DIGITS if a.isdigit() and b.isdigit() else _SPACE) else ""
