"""The characters of one page with their boxes.

In: an open page. Out: `Glyphs`, in the order of the file; `lines` and `cells` take them next.

Boxes are in the reading frame: turned so that most of the text runs to the right and downwards, however the page or
its text is rotated. `Frame.box` turns them back into points from the lower left corner of the page as it is shown.
Calls into the library cost more than all else here: `boxes` makes as few as it can. The few characters whose box is
only their ink (Type 3 fonts) are asked for their baseline too.
"""

from __future__ import annotations

import ctypes
import re
from array import array
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import compress, groupby, repeat
from operator import sub
from typing import Any

import pypdfium2.raw as raw

from taizhang.intake.pdf.boxes import FARTHEST, Memory, read_units
from taizhang.intake.pdf.calls import angle, char_origin, code_at, has_no_meaning, reference
from taizhang.intake.pdf.words import Words
from taizhang.spans import Span
from taizhang.wordlists import load

__all__ = ["Box", "Frame", "Glyphs", "View", "read_glyphs"]

Box = tuple[float, float, float, float]
"""Left, bottom, right, top."""

_SURROGATE = re.compile(r"[\ud800-\udfff]")
_PLAIN = str.maketrans(load("intake", "pdf.toml")["symbols"])
_ODD = re.compile(f"[{''.join(map(chr, _PLAIN))}]")
_HYPHENS = "\x02", "\ufffe"
"""What pdfium gives for a hyphen at the end of a line."""
_UNREADABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffd\uffff\ue000-\uf8ff]")
_MOST_UNITS = 0.7
"""Units for each character of a page from which all characters are asked what they mean."""
_LOW, _TINY = 0.7, 0.35
"""A box lower than this part of a usual one may be of ink, not of a line; so low, it is."""
_CLIMB = 0.8
"""Heights by which a stretch climbs or falls that may run at another angle."""
_TALL = 2.0
"""Widths of a Chinese character that its box is not so high as; what is, overlaps the lines above and below."""
_WIDE_CHAR = "\u2e80"
_DESCENT = 0.12
"""The part of a box below the baseline."""


@dataclass(frozen=True, slots=True)
class Frame:
    """How the reading frame lies on the page as it is shown: `turns` quarter turns, and the size of the page."""

    width: float
    height: float
    turns: int = 0

    def box(self, left: float, bottom: float, right: float, top: float) -> Box:
        """Give the place on the page as it is shown, in points, rounded to hundredths."""
        if self.turns:
            (x1, y1), (x2, y2) = self._back(left, bottom), self._back(right, top)
            left, bottom, right, top = min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2)
        return round(left, 2), round(bottom, 2), round(right, 2), round(top, 2)

    @property
    def reach(self) -> tuple[float, float]:
        """From where to where lines may reach across the reading frame."""
        return ((0.0, self.width), (0.0, self.height), (-self.width, 0.0), (-self.height, 0.0))[self.turns]

    def _back(self, x: float, y: float) -> tuple[float, float]:
        return ((x, y), (-y, x), (-x, -y), (y, -x))[self.turns]


@dataclass(slots=True)
class Glyphs:
    """Units of a page and their boxes, index by index. Those that pdfium made up itself have boxes of no width.

    A unit is a character, or what is all of one drawn text: a word or a whole line of words.
    """

    text: str
    starts: list[int]
    """Where in the text each unit begins; the last is its end."""
    blanks: list[int]
    """The units that are spaces."""
    lefts: list[float]
    bottoms: list[float]
    rights: list[float]
    tops: list[float]
    heights: list[float]
    """What lies between the two last."""
    inks: dict[int, tuple[float, float]]
    """How low and how high the ink goes of the text that a word is of."""
    words: dict[int, Words]
    """Of the units that are whole lines, in page space."""
    view: View
    """The way to the reading frame."""
    spans: list[Span]
    """Stretches that pdfium takes for lines, or parts of them."""
    turned: list[Span]
    """Those apart that do not run as the page does: a watermark, a note in the margin."""
    unreadable: int
    """Characters whose font does not say what they mean; they stand as U+FFFD."""

    def said(self, start: int, end: int) -> str:
        """Give the text of units."""
        return self.text[self.starts[start] : self.starts[end]]

    def extent(self, start: int, end: int) -> tuple[float, float]:
        """Give how low and how high units go."""
        if end - start > 1:
            low, high = min(self.bottoms[start:end]), max(self.tops[start:end])
        else:
            low, high = self.bottoms[start], self.tops[start]
        return self.with_ink(start, end, low, high)

    def with_ink(self, start: int, end: int, low: float, high: float) -> tuple[float, float]:
        """Give how low and how high units go whose boxes go so low and high."""
        if self.starts[end] - self.starts[start] > end - start:
            for ink in filter(None, set(map(self.inks.get, range(start, end)))):
                low, high = min(low, ink[0]), max(high, ink[1])
        return low, high

    def in_words(self, start: int, end: int) -> Span:
        """Give the same units, a whole line word by word: behind all others, where its words stand from then on."""
        words = self.words.get(start)
        if words is None:
            return start, end
        starts, sides = words.parts
        sides = [self.view.point(side, 0.0)[0] for side in sides]
        number, first, after = len(sides), len(self.starts), len(self.starts) + len(sides) - 1
        self.starts += starts
        self.blanks += range(first + 1, after, 2)
        self.lefts += [0.0, *sides[:-1]]
        self.rights += [0.0, *sides[1:]]
        for column in (self.bottoms, self.tops, self.heights):
            column += [column[start]] * number
        self.inks.update(zip(range(first, after), repeat(self.inks[start])))
        return first, after

    def blanks_within(self, start: int, end: int) -> list[int]:
        """Give the spaces among units."""
        return self.blanks[bisect_left(self.blanks, start) : bisect_left(self.blanks, end)]


def read_glyphs(page: raw.FPDF_PAGE, most: int, memory: Memory) -> Glyphs | None:
    """Read the characters of a page; None when there are more than `most`."""
    handle = raw.FPDFText_LoadPage(page)
    if not handle:
        return Glyphs("", [0], [], [], [], [], [], [], {}, {}, View(page), [], [], 0)
    try:
        count = max(0, raw.FPDFText_CountChars(handle))
        if count > most:
            return None
        own = reference(handle)
        glyphs = _shown(page, own, _text(handle, count), memory, whole=True)
        turns = _turns(glyphs)
        if turns and glyphs.words:
            glyphs = _shown(page, own, _text(handle, count), memory, whole=False)
        glyphs.view.turn(glyphs, turns)
        _set_apart(own, glyphs)
        _mend(own, glyphs)
        return glyphs
    finally:
        raw.FPDFText_ClosePage(handle)


def _shown(page: raw.FPDF_PAGE, own: Any, text: str, memory: Memory, *, whole: bool) -> Glyphs:
    """Read the characters of a page as it is shown; `whole`: a line of words may be one unit."""
    view = View(page)
    units = read_units(own, text, memory, whole=whole and view.upright)
    text, unreadable = _masked(text, _meaningless(own, text, units.starts))
    glyphs = Glyphs(text, *units[:6], [], units.inks, units.words, view, units.lines, [], unreadable)
    _lower(own, glyphs)
    view.show(glyphs)
    return glyphs


def _text(handle: raw.FPDF_TEXTPAGE, count: int) -> str:
    """Give one character for each index; the quick call is used when it does give one for each.

    Memory comes in few sizes: the library of calls makes a class for each.
    """
    buffer = (ctypes.c_ushort * (1 << count.bit_length()))()
    got = max(0, raw.FPDFText_GetText(handle, 0, count, buffer) - 1)
    text = bytes(buffer)[: 2 * got].decode("utf-16-le", "surrogatepass")
    if got < count or _SURROGATE.search(text):
        codes = array("I", map(code_at, repeat(reference(handle)), range(count)))
        text = codes.tobytes().decode("utf-32-le", "replace")
    for hyphen in _HYPHENS:
        text = text.replace(hyphen, "-")
    return text.translate(_PLAIN) if _ODD.search(text) else text


def _meaningless(own: Any, text: str, starts: Sequence[int]) -> list[int]:
    """Give the characters whose font does not say what they mean.

    Where words are units, the first and the last of each character are asked, which is enough for a page without such a
    font; else the first of each unit too, and then all of those that were found.
    """
    if len(starts) > _MOST_UNITS * len(text):
        every = range(len(text))
        return _those_without(own, every) if any(map(has_no_meaning, repeat(own), every)) else []
    found = set(text)
    ends = {text.find(char) for char in found} | {text.rfind(char) for char in found}
    if not _those_without(own, ends):
        return []
    bad = {text[i] for i in _those_without(own, [*ends, *starts[:-1]])}
    return _those_without(own, [i for i, char in enumerate(text) if char in bad])


def _those_without(own: Any, asked: Collection[int]) -> list[int]:
    return list(compress(asked, map((1).__eq__, map(has_no_meaning, repeat(own), asked))))


def _masked(text: str, unknown: Sequence[int]) -> tuple[str, int]:
    """Put U+FFFD for what has no meaning: it would be rubbish that looks like text."""
    number = 0
    if unknown:
        chars = list(text)
        for i in unknown:
            if chars[i] not in " \r\n\t\xa0\u3000":
                chars[i] = "\ufffd"
        text = "".join(chars)
    if _UNREADABLE.search(text):
        text, number = _UNREADABLE.subn("\ufffd", text)
    return text, number


class View:
    """The way from page space to the page as it is shown and to the reading frame."""

    def __init__(self, page: raw.FPDF_PAGE) -> None:
        area = raw.FS_RECTF()
        raw.FPDF_GetPageBoundingBox(page, area)
        edges = (area.left, area.bottom, area.right, area.top)
        left, bottom, right, top = edges if all(abs(edge) <= FARTHEST for edge in edges) else (0.0, 0.0, 0.0, 0.0)
        self._origin = left, bottom
        self._size = right - left, top - bottom
        self._rotation = raw.FPDFPage_GetRotation(page)
        self.frame = Frame(*(self._size[::-1] if self._rotation % 2 else self._size))

    @property
    def upright(self) -> bool:
        """The page is shown as it is drawn, not turned."""
        return not self._rotation

    @property
    def stays(self) -> bool:
        """Points of page space are points of the reading frame."""
        return not (self._rotation or self.frame.turns or any(self._origin))

    def point(self, x: float, y: float) -> tuple[float, float]:
        """Give a point of page space in the reading frame."""
        return self._turned(*self._shown(x, y))

    def show(self, glyphs: Glyphs) -> None:
        """Bring boxes of page space to the page as it is shown."""
        if not self.stays:
            _map(glyphs, self._shown)
            low = self._origin[1]
            glyphs.inks = {} if self._rotation else {i: (a - low, b - low) for i, (a, b) in glyphs.inks.items()}

    def turn(self, glyphs: Glyphs, turns: int) -> None:
        """Bring boxes on the shown page into the reading frame."""
        if turns:
            self.frame = Frame(self.frame.width, self.frame.height, turns)
            _map(glyphs, self._turned)
            glyphs.inks = {}

    def _shown(self, x: float, y: float) -> tuple[float, float]:
        x, y = x - self._origin[0], y - self._origin[1]
        width, height = self._size
        return ((x, y), (y, width - x), (width - x, height - y), (height - y, x))[self._rotation]

    def _turned(self, x: float, y: float) -> tuple[float, float]:
        return ((x, y), (y, -x), (-x, -y), (-y, x))[self.frame.turns]


def _map(glyphs: Glyphs, change: Callable[[float, float], tuple[float, float]]) -> None:
    left, bottom, right, top = glyphs.lefts, glyphs.bottoms, glyphs.rights, glyphs.tops
    for i in range(len(left)):
        x1, y1 = change(left[i], bottom[i])
        x2, y2 = change(right[i], top[i])
        left[i], bottom[i], right[i], top[i] = min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2)


def _turns(glyphs: Glyphs) -> int:
    """Give the quarter turns to the reading frame: where most of the text runs to."""
    votes = [0, 0, 0, 0]
    lefts, bottoms, rights, tops = glyphs.lefts, glyphs.bottoms, glyphs.rights, glyphs.tops
    for start, end in glyphs.spans:
        if end - start < 2:
            letters = glyphs.starts[end] - glyphs.starts[start]
            votes[0] += letters if letters > 1 else 0
            continue
        x = lefts[end - 1] + rights[end - 1] - lefts[start] - rights[start]
        y = bottoms[end - 1] + tops[end - 1] - bottoms[start] - tops[start]
        way = (0 if x >= 0 else 2) if abs(x) >= abs(y) else (1 if y > 0 else 3)
        votes[way] += glyphs.starts[end] - glyphs.starts[start]
    return votes.index(max(votes))


def _set_apart(own: Any, glyphs: Glyphs) -> None:
    """Take out of the stretches what runs at another angle than the page."""
    lefts, bottoms, tops = glyphs.lefts, glyphs.bottoms, glyphs.tops
    leaning = {}
    for i, (start, end) in enumerate(glyphs.spans):
        climb = (bottoms[end - 1] + tops[end - 1] - bottoms[start] - tops[start]) / 2
        if abs(climb) > _CLIMB * (tops[start] - bottoms[start]) or lefts[end - 1] < lefts[start]:
            leaning[i] = start, end
    if not leaning:
        return
    usual = _usual_angle(own, glyphs, leaning)
    parts: dict[int, list[Span]] = {}
    for i, span in leaning.items():
        parts[i] = []
        for same, group in groupby(range(*span), lambda k: _angle(own, glyphs, k) == usual):
            indexes = list(group)
            part = indexes[0], indexes[-1] + 1
            if same or not glyphs.said(*part).strip():
                parts[i].append(part)
            else:
                glyphs.turned.append(part)
    glyphs.spans = [part for i, span in enumerate(glyphs.spans) for part in parts.get(i, (span,))]


def _usual_angle(own: Any, glyphs: Glyphs, leaning: Mapping[int, Span]) -> float:
    """Give the angle of most of what does not lean."""
    angles: Counter[float] = Counter()
    for i, (start, end) in enumerate(glyphs.spans):
        letters = glyphs.starts[end] - glyphs.starts[start]
        if i not in leaning and letters > 1:
            angles[_angle(own, glyphs, start)] += letters
    return angles.most_common(1)[0][0] if angles else _angle(own, glyphs, next(iter(leaning.values()))[0])


def _angle(own: Any, glyphs: Glyphs, unit: int) -> float:
    return float(round(angle(own, glyphs.starts[unit]), 1) % 6.3)


def _lower(own: Any, glyphs: Glyphs) -> None:
    """Give boxes of usual height to fonts that say they reach far above and below their lines, as cairo writes them."""
    tall: set[float] = set()
    for start, end in glyphs.spans:
        for unit in (start, (start + end) // 2):
            wide = glyphs.text[glyphs.starts[unit]] >= _WIDE_CHAR
            em = (glyphs.rights[unit] - glyphs.lefts[unit]) / (glyphs.starts[unit + 1] - glyphs.starts[unit])
            height = glyphs.tops[unit] - glyphs.bottoms[unit]
            if wide and height > _TALL * em > 0:
                tall.add(round(height / em, 1))
    if not tall:
        return
    origin = (ctypes.c_double * 2)()
    at = ctypes.byref(origin), ctypes.byref(origin, 8)
    for unit, height in enumerate(map(sub, glyphs.tops, glyphs.bottoms)):
        em = (glyphs.rights[unit] - glyphs.lefts[unit]) / (glyphs.starts[unit + 1] - glyphs.starts[unit])
        if em > 0 and round(height / em, 1) in tall and char_origin(own, glyphs.starts[unit], *at):
            glyphs.bottoms[unit] = origin[1] - _DESCENT * em
            glyphs.tops[unit] = origin[1] + (1 - _DESCENT) * em


def _mend(own: Any, glyphs: Glyphs) -> None:
    """Give a whole box to characters that have one of their ink only, as 一 and a point have in Type 3 fonts."""
    lefts, bottoms, rights, tops, heights = glyphs.lefts, glyphs.bottoms, glyphs.rights, glyphs.tops, glyphs.heights
    heights += map(sub, tops, bottoms)
    place = None if glyphs.view.stays else glyphs.view.point
    origin = (ctypes.c_double * 2)()
    x, y = ctypes.byref(origin), ctypes.byref(origin, 8)
    for start, end in glyphs.spans:
        own_heights = heights[start:end]
        highest = max(own_heights)
        if min(own_heights) > _LOW * highest:
            continue
        usual: float | None = None
        for i in compress(range(start, end), map((_LOW * highest).__gt__, own_heights)):
            if lefts[i] == rights[i]:
                continue
            char_origin(own, glyphs.starts[i], x, y)
            at = place(*origin) if place else origin
            base = at[1]
            whole = bottoms[i] < base - _DESCENT * heights[i]
            if whole and heights[i] >= _TINY * highest:
                continue
            usual = _usual_height(own_heights) if usual is None else usual
            if heights[i] >= _LOW * usual or (whole and heights[i] >= _TINY * usual):
                continue
            bottoms[i], tops[i] = base - _DESCENT * usual, base + (1 - _DESCENT) * usual
            heights[i] = tops[i] - bottoms[i]
            lefts[i] = min(lefts[i], at[0])
            if i + 1 < end and 0 <= lefts[i + 1] - rights[i] < usual / 3:
                rights[i] = lefts[i + 1]


def _usual_height(heights: Iterable[float]) -> float:
    """Give the height of most of what is drawn, 0 where nothing of it is low."""
    drawn = sorted(filter(None, heights))
    return drawn[len(drawn) // 2] if drawn and drawn[0] <= _LOW * drawn[-1] else 0.0
