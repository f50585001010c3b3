"""The library calls that are made for many characters or drawn objects, bound so that they cost the least.

The bindings of pypdfium2 convert and check each argument, which takes more time than most calls. These take what is
given as it is: for an index a plain integer, for a handle or memory to fill a reference made beforehand, by `reference`
or `ctypes.byref`. Nothing here checks them.
"""

from __future__ import annotations

import ctypes
from typing import Any

import pypdfium2.raw as raw

__all__ = [
    "angle", "bounds", "char_origin", "code_at", "count_drawn", "drawn_box", "has_no_meaning", "loose_box", "object_at",
    "object_kind", "reference",
]  # fmt: skip

_INT = ctypes.c_int


def reference(handle: Any) -> Any:
    """Give what the calls take for a handle of `pypdfium2.raw`; a handle itself would be taken too, more slowly."""
    return ctypes.byref(handle.contents)


def _bound(function: Any, result: Any) -> Any:
    return ctypes.PYFUNCTYPE(result)(ctypes.cast(function, ctypes.c_void_p).value or 0)


loose_box = _bound(raw.FPDFText_GetLooseCharBox, None)
"""(text page, index, an FS_RECTF to fill)."""
count_drawn = _bound(raw.FPDFText_CountRects, _INT)
"""(text page, index, count) -> how many drawn texts the characters are of, one after the other; 1 for none."""
drawn_box = _bound(raw.FPDFText_GetRect, _INT)
"""(text page, number of one that `count_drawn` counted last, four doubles to fill: left, top, right, bottom)."""
angle = _bound(raw.FPDFText_GetCharAngle, ctypes.c_float)
"""(text page, index) -> the angle in radians at which a character stands."""
char_origin = _bound(raw.FPDFText_GetCharOrigin, _INT)
"""(text page, index, two doubles to fill) -> 0 on failure: where on its baseline a character begins."""
code_at = _bound(raw.FPDFText_GetUnicode, ctypes.c_uint)
"""(text page, index) -> the code point of a character; 0 when it has none."""
has_no_meaning = _bound(raw.FPDFText_HasUnicodeMapError, _INT)
"""(text page, index) -> 1 when the font does not say what the character means."""
object_at = _bound(raw.FPDFPage_GetObject, raw.FPDF_PAGEOBJECT)
"""(page, index) -> object."""
bounds = _bound(raw.FPDFPageObj_GetBounds, _INT)
"""(object, four floats to fill: left, bottom, right, top) -> 0 on failure."""
object_kind = _bound(raw.FPDFPageObj_GetType, _INT)
"""(object) -> one of FPDF_PAGEOBJ_…"""
