"""The ruled lines of a page: what is drawn across or down, as strokes or as thin filled bars.

In: what is drawn on a page and the way to its reading frame. Out: `Rule`s across and down; `grids` takes them next.
Frames drawn as rectangles give their four sides; slanted and curved lines are none.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterable, Iterator
from itertools import compress, pairwise, repeat
from typing import Any, NamedTuple

import pypdfium2.raw as raw

from taizhang.intake.pdf.boxes import FARTHEST
from taizhang.intake.pdf.calls import bounds, object_at, object_kind, reference
from taizhang.intake.pdf.glyphs import View

__all__ = ["MAX_RULES", "Rule", "no_texts", "read_rules"]

MAX_RULES = 20_000
"""Drawn lines of a page; a page with more is a map or a chart, and no table is looked for."""
_MAX_SEGMENTS = 5_000
"""Points of one path."""
_DEEPEST = 5
"""Forms within forms."""
_THICK = 4.0
"""Points of the thickest rule."""
_SHORT = 4.0
"""Points of the shortest."""
_STRAIGHT = 0.7
"""Points by which a line across may climb."""

_F = ctypes.c_float
_Point = tuple[float, float]
_Change = Callable[[float, float], _Point]


class Rule(NamedTuple):
    """A line at height (or distance from the left) `at`, from `low` to `high`."""

    at: float
    low: float
    high: float


def no_texts(page: raw.FPDF_PAGE) -> list[Any]:
    """Give what is drawn on a page and is no text; quickest when the page has just been opened."""
    own, numbers = reference(page), range(max(0, raw.FPDFPage_CountObjects(page)))
    kinds = map(object_kind, map(object_at, repeat(own), numbers))
    return [object_at(own, number) for number in compress(numbers, map(raw.FPDF_PAGEOBJ_TEXT.__ne__, kinds))]


def read_rules(drawn: Iterable[Any], view: View) -> tuple[list[Rule], list[Rule]] | None:
    """Give the rules across and those down of what is drawn; None when there are more than `MAX_RULES`."""
    across: list[Rule] = []
    down: list[Rule] = []
    for left, bottom, right, top in _bars(drawn, view):
        if not (-FARTHEST <= left <= right <= FARTHEST and -FARTHEST <= bottom <= top <= FARTHEST):
            continue
        if right - left >= _SHORT and top - bottom <= _THICK and right - left > top - bottom:
            across.append(Rule((bottom + top) / 2, left, right))
        elif top - bottom >= _SHORT and right - left <= _THICK:
            down.append(Rule((left + right) / 2, bottom, top))
        if len(across) + len(down) > MAX_RULES:
            return None
    return across, down


def _bars(drawn: Iterable[Any], view: View) -> Iterator[tuple[float, float, float, float]]:
    """Give the boxes of what may be rules, in the reading frame."""
    stays = view.stays
    box = (_F * 4)()
    sides = [ctypes.byref(box, at) for at in (0, 4, 8, 12)]
    for path, matrix in _paths(drawn):
        if not bounds(path, *sides):
            continue
        place = None if stays and matrix is None else _after(matrix, view.point)
        for a, b in _strokes(path, *box[:]):
            (x1, y1), (x2, y2) = (place(*a), place(*b)) if place else (a, b)
            yield min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2)


def _paths(drawn: Iterable[Any]) -> Iterator[tuple[Any, raw.FS_MATRIX | None]]:
    """Give the paths among what is drawn and in its forms, with the matrix of their form."""
    for found in drawn:
        kind = object_kind(found)
        if kind == raw.FPDF_PAGEOBJ_PATH:
            yield found, None
        elif kind == raw.FPDF_PAGEOBJ_FORM:
            yield from _inside(found, None, 1)


def _inside(form: Any, outer: raw.FS_MATRIX | None, depth: int) -> Iterator[tuple[Any, raw.FS_MATRIX | None]]:
    own = raw.FS_MATRIX()
    if depth > _DEEPEST or not raw.FPDFPageObj_GetMatrix(form, own):
        return
    matrix = _times(own, outer)
    for i in range(max(0, raw.FPDFFormObj_CountObjects(form))):
        found = raw.FPDFFormObj_GetObject(form, i)
        type_ = raw.FPDFPageObj_GetType(found)
        if type_ == raw.FPDF_PAGEOBJ_PATH:
            yield found, matrix
        elif type_ == raw.FPDF_PAGEOBJ_FORM:
            yield from _inside(found, matrix, depth + 1)


def _times(a: raw.FS_MATRIX, b: raw.FS_MATRIX | None) -> raw.FS_MATRIX:
    """Give the matrix that does `a`, then `b`."""
    if b is None:
        return a
    return raw.FS_MATRIX(
        a.a * b.a + a.b * b.c, a.a * b.b + a.b * b.d, a.c * b.a + a.d * b.c, a.c * b.b + a.d * b.d,
        a.e * b.a + a.f * b.c + b.e, a.e * b.b + a.f * b.d + b.f,
    )  # fmt: skip


def _after(matrix: raw.FS_MATRIX | None, change: _Change) -> _Change:
    if matrix is None:
        return change
    m = matrix
    return lambda x, y: change(m.a * x + m.c * y + m.e, m.b * x + m.d * y + m.f)


def _strokes(path: Any, left: float, bottom: float, right: float, top: float) -> Iterator[tuple[_Point, _Point]]:
    """Give the straight parts of a path with this box that may be rules, each by two opposite corners of its own."""
    if right - left <= _THICK or top - bottom <= _THICK:
        yield (left, bottom), (right, top)
        return
    if raw.FPDFPath_CountSegments(path) > _MAX_SEGMENTS:
        return
    fill, stroked = ctypes.c_int(), ctypes.c_int()
    if not raw.FPDFPath_GetDrawMode(path, fill, stroked):
        return
    for outline in _outlines(path):
        xs, ys = [x for x, _ in outline], [y for _, y in outline]
        if min(max(xs) - min(xs), max(ys) - min(ys)) <= _THICK:
            yield (min(xs), min(ys)), (max(xs), max(ys))
        elif stroked.value:
            for a, b in pairwise(outline):
                if min(abs(a[0] - b[0]), abs(a[1] - b[1])) <= _STRAIGHT:
                    yield a, b


def _outlines(path: Any) -> Iterator[list[_Point]]:
    """Give the points of each part of a path, on the page or in its form; a closed part ends where it begins."""
    matrix = raw.FS_MATRIX()
    place = _after(matrix if raw.FPDFPageObj_GetMatrix(path, matrix) else None, lambda x, y: (x, y))
    x, y = _F(), _F()
    outline: list[_Point] = []
    for i in range(raw.FPDFPath_CountSegments(path)):
        segment = raw.FPDFPath_GetPathSegment(path, i)
        kind = raw.FPDFPathSegment_GetType(segment)
        if not raw.FPDFPathSegment_GetPoint(segment, x, y):
            continue
        if kind == raw.FPDF_SEGMENT_MOVETO:
            if len(outline) > 1:
                yield outline
            outline = []
        outline.append(place(x.value, y.value))
        if raw.FPDFPathSegment_GetClose(segment):
            outline.append(outline[0])
    if len(outline) > 1:
        yield outline
