"""The characters of one page with their boxes.

In: a page of pypdfium2. Out: `Glyphs`, in the order of the file; `lines` and `cells` take them next.

Boxes are in the reading frame: turned so that most of the text runs to the right and downwards, however the page or
its text is rotated. `Frame.box` turns them back into points from the lower left corner of the page as it is shown.
Calls into the library cost more than all else here, so there is one for the text and two for each character; the
few characters whose box is only their ink (Type 3 fonts) are asked for their baseline too.
"""

from __future__ import annotations

import ctypes
import re
from collections import Counter, deque
from collections.abc import Callable
from dataclasses import dataclass
from itertools import compress, groupby, repeat
from operator import sub
from statistics import median

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from taizhang.intake.pdf.calls import address, has_no_meaning, loose_box
from taizhang.spans import Span
from taizhang.wordlists import load

__all__ = ["FARTHEST", "Box", "Frame", "Glyphs", "View", "read_glyphs"]

Box = tuple[float, float, float, float]
"""Left, bottom, right, top."""

_LINE = re.compile(r"[^\r\n]+")
_SURROGATE = re.compile(r"[\ud800-\udfff]")
_PLAIN = str.maketrans({"\x02": "-", "\ufffe": "-", **load("intake", "pdf.toml")["symbols"]})
"""What pdfium gives for a hyphen at a line end, and bullets of symbol fonts."""
_UNREADABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffd\uffff\ue000-\uf8ff]")
FARTHEST = 100_000.0
"""Points; what a damaged file places beyond, or nowhere, counts as placed at 0."""
_LOW, _TINY = 0.7, 0.35
"""A box lower than this part of a usual one may be of ink, not of a line; so low, it is."""
_CLIMB = 0.8
"""Heights by which a stretch climbs or falls that may run at another angle."""
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
    """Characters of a page and their boxes, index by index. Those that pdfium made up itself have boxes of no width."""

    text: str
    lefts: list[float]
    bottoms: list[float]
    rights: list[float]
    tops: list[float]
    view: View
    """The way to the reading frame."""
    spans: list[Span]
    """Stretches that pdfium takes for lines, or parts of them."""
    turned: list[Span]
    """Those apart that do not run as the page does: a watermark, a note in the margin."""
    unreadable: int
    """Characters whose font does not say what they mean; they stand as U+FFFD."""


def read_glyphs(page: pdfium.PdfPage, most: int) -> Glyphs | None:
    """Read the characters of a page; None when there are more than `most`."""
    handle = raw.FPDFText_LoadPage(page)
    if not handle:
        return Glyphs("", [], [], [], [], View(page), [], [], 0)
    try:
        count = max(0, raw.FPDFText_CountChars(handle))
        if count > most:
            return None
        text = _text(handle, count)
        boxes = _boxes(handle, count)
        text, unreadable = _masked(text, _meaningless(handle, text))
        view = View(page)
        spans = [match.span() for match in _LINE.finditer(text)]
        glyphs = Glyphs(text, boxes[0::4], boxes[3::4], boxes[2::4], boxes[1::4], view, spans, [], unreadable)
        view.show(glyphs)
        view.turn(glyphs, _turns(glyphs))
        _set_apart(handle, glyphs)
        _mend(handle, glyphs, view)
        return glyphs
    finally:
        raw.FPDFText_ClosePage(handle)


def _text(handle: raw.FPDF_TEXTPAGE, count: int) -> str:
    """Give one character for each index; the quick call is used when it does give one for each."""
    buffer = (ctypes.c_ushort * (count + 1))()
    got = raw.FPDFText_GetText(handle, 0, count, buffer) - 1
    if got == count:
        text = bytes(buffer)[: 2 * count].decode("utf-16-le", "surrogatepass")
        if not _SURROGATE.search(text):
            return text.translate(_PLAIN)
    codes = (raw.FPDFText_GetUnicode(handle, i) for i in range(count))
    return "".join(_character(code) for code in codes).translate(_PLAIN)


def _character(code: int) -> str:
    return chr(code) if code < 0xD800 or 0xE000 <= code < 0x110000 else "\ufffd"


def _boxes(handle: raw.FPDF_TEXTPAGE, count: int) -> list[float]:
    array = (raw.FS_RECTF * count)()
    own, first, size = address(handle), ctypes.addressof(array), ctypes.sizeof(raw.FS_RECTF)
    deque(map(loose_box, repeat(own), range(count), range(first, first + count * size, size)), 0)
    values = list(memoryview(array).cast("B").cast("f")) if count else [0.0]
    if not abs(sum(values)) <= FARTHEST * len(values):
        values = [value if abs(value) <= FARTHEST else 0.0 for value in values]
    return values if count else []


def _meaningless(handle: raw.FPDF_TEXTPAGE, text: str) -> list[int]:
    """Give 1 for each character whose font does not say what it means; empty when there is none.

    The first and the last of each character are asked first, which is enough for a page without such a font.
    """
    own, count = address(handle), len(text)
    ends = dict(zip(text, range(count), strict=True)), dict(zip(reversed(text), reversed(range(count)), strict=True))
    if not any(has_no_meaning(own, i) == 1 for each in ends for i in each.values()):
        return []
    return list(map(has_no_meaning, repeat(own, count), range(count)))


def _masked(text: str, unknown: list[int]) -> tuple[str, int]:
    """Put U+FFFD for what has no meaning: it would be rubbish that looks like text."""
    number = 0
    if 1 in unknown:
        bad = [i for i, flag in enumerate(unknown) if flag == 1 and text[i] not in " \r\n\t\xa0\u3000"]
        chars = list(text)
        for i in bad:
            chars[i] = "\ufffd"
        text = "".join(chars)
    if _UNREADABLE.search(text):
        text, number = _UNREADABLE.subn("\ufffd", text)
    return text, number


class View:
    """The way from page space to the page as it is shown and to the reading frame."""

    def __init__(self, page: pdfium.PdfPage) -> None:
        area = raw.FS_RECTF()
        raw.FPDF_GetPageBoundingBox(page, area)
        edges = (area.left, area.bottom, area.right, area.top)
        left, bottom, right, top = edges if all(abs(edge) <= FARTHEST for edge in edges) else (0.0, 0.0, 0.0, 0.0)
        self._origin = left, bottom
        self._size = right - left, top - bottom
        self._rotation = page.get_rotation() // 90
        self.frame = Frame(*(self._size[::-1] if self._rotation % 2 else self._size))

    def point(self, x: float, y: float) -> tuple[float, float]:
        """Give a point of page space in the reading frame."""
        return self._turned(*self._shown(x, y))

    def show(self, glyphs: Glyphs) -> None:
        """Bring boxes of page space to the page as it is shown."""
        if self._rotation or any(self._origin):
            _map(glyphs, self._shown)

    def turn(self, glyphs: Glyphs, turns: int) -> None:
        """Bring boxes on the shown page into the reading frame."""
        if turns:
            self.frame = Frame(self.frame.width, self.frame.height, turns)
            _map(glyphs, self._turned)

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
    for start, end in glyphs.spans:
        if end - start < 2:
            continue
        x = _middle(glyphs.lefts, glyphs.rights, end - 1) - _middle(glyphs.lefts, glyphs.rights, start)
        y = _middle(glyphs.bottoms, glyphs.tops, end - 1) - _middle(glyphs.bottoms, glyphs.tops, start)
        way = (0 if x >= 0 else 2) if abs(x) >= abs(y) else (1 if y > 0 else 3)
        votes[way] += end - start
    return votes.index(max(votes))


def _middle(lows: list[float], highs: list[float], i: int) -> float:
    return (lows[i] + highs[i]) / 2


def _set_apart(handle: raw.FPDF_TEXTPAGE, glyphs: Glyphs) -> None:
    """Take out of the stretches what runs at another angle than the page."""
    angles: Counter[float] = Counter()
    leaning = []
    for i, (start, end) in enumerate(glyphs.spans):
        height = glyphs.tops[start] - glyphs.bottoms[start]
        climb = _middle(glyphs.bottoms, glyphs.tops, end - 1) - _middle(glyphs.bottoms, glyphs.tops, start)
        if abs(climb) > _CLIMB * height or glyphs.lefts[end - 1] < glyphs.lefts[start]:
            leaning.append(i)
        elif end - start > 1:
            angles[_angle(handle, start)] += end - start
    if not leaning:
        return
    usual = angles.most_common(1)[0][0] if angles else _angle(handle, glyphs.spans[leaning[0]][0])
    parts: dict[int, list[Span]] = {}
    for i in leaning:
        for same, group in groupby(range(*glyphs.spans[i]), lambda k: _angle(handle, k) == usual):
            indexes = list(group)
            span = indexes[0], indexes[-1] + 1
            if same or not glyphs.text[slice(*span)].strip():
                parts.setdefault(i, []).append(span)
            else:
                glyphs.turned.append(span)
                parts.setdefault(i, [])
    glyphs.spans = [part for i, span in enumerate(glyphs.spans) for part in parts.get(i, (span,))]


def _angle(handle: raw.FPDF_TEXTPAGE, i: int) -> float:
    return float(round(raw.FPDFText_GetCharAngle(handle, i), 1) % 6.3)


def _mend(handle: raw.FPDF_TEXTPAGE, glyphs: Glyphs, view: View) -> None:
    """Give a whole box to characters that have one of their ink only, as 一 and a point have in Type 3 fonts."""
    lefts, bottoms, rights, tops = glyphs.lefts, glyphs.bottoms, glyphs.rights, glyphs.tops
    all_heights = list(map(sub, tops, bottoms))
    for start, end in glyphs.spans:
        heights = all_heights[start:end]
        if min(heights) > _LOW * max(heights):
            continue
        usual = median(heights)
        for i in compress(range(start, end), [height < _LOW * usual for height in heights]):
            if lefts[i] == rights[i]:
                continue
            x, y = ctypes.c_double(), ctypes.c_double()
            raw.FPDFText_GetCharOrigin(handle, i, x, y)
            across, base = view.point(x.value, y.value)
            height = tops[i] - bottoms[i]
            if height >= _TINY * usual and bottoms[i] < base - _DESCENT * height:
                continue
            bottoms[i], tops[i] = base - _DESCENT * usual, base + (1 - _DESCENT) * usual
            lefts[i] = min(lefts[i], across)
            if i + 1 < end and 0 <= lefts[i + 1] - rights[i] < usual / 3:
                rights[i] = lefts[i + 1]
