"""The library calls that are made for many characters or drawn objects, bound so that they cost the least.

The bindings of pypdfium2 convert and check each argument; these take addresses as plain integers, which halves the
time of a call. In: addresses that `address` gives for handles that are open. Nothing here checks them.
"""

from __future__ import annotations

import ctypes
from typing import Any

import pypdfium2.raw as raw

__all__ = [
    "address", "angle", "bounds", "char_origin", "code_at", "count_drawn", "drawn_box", "has_no_meaning", "loose_box",
    "object_at", "object_kind",
]  # fmt: skip

_POINTER, _INT = ctypes.c_void_p, ctypes.c_int


def address(handle: Any) -> int:
    """Give the address of a handle of `pypdfium2.raw`."""
    return ctypes.cast(handle, _POINTER).value or 0


def _bound(function: Any, result: Any, *arguments: Any) -> Any:
    return ctypes.PYFUNCTYPE(result, *arguments)(address(function))


loose_box = _bound(raw.FPDFText_GetLooseCharBox, _INT, _POINTER, _INT, _POINTER)
"""(text page, index, address of an FS_RECTF to fill) -> 0 on failure."""
count_drawn = _bound(raw.FPDFText_CountRects, _INT, _POINTER, _INT, _INT)
"""(text page, index, count) -> how many drawn texts the characters are of, one after the other; 1 for none."""
drawn_box = _bound(raw.FPDFText_GetRect, _INT, _POINTER, _INT, _POINTER, _POINTER, _POINTER, _POINTER)
"""(text page, number of one that `count_drawn` counted last, addresses of four doubles: left, top, right, bottom)."""
angle = _bound(raw.FPDFText_GetCharAngle, ctypes.c_float, _POINTER, _INT)
"""(text page, index) -> the angle in radians at which a character stands."""
char_origin = _bound(raw.FPDFText_GetCharOrigin, _INT, _POINTER, _INT, _POINTER, _POINTER)
"""(text page, index, addresses of two doubles to fill) -> 0 on failure: where on its baseline a character begins."""
code_at = _bound(raw.FPDFText_GetUnicode, ctypes.c_uint, _POINTER, _INT)
"""(text page, index) -> the code point of a character; 0 when it has none."""
has_no_meaning = _bound(raw.FPDFText_HasUnicodeMapError, _INT, _POINTER, _INT)
"""(text page, index) -> 1 when the font does not say what the character means."""
object_at = _bound(raw.FPDFPage_GetObject, _POINTER, _POINTER, _INT)
"""(page, index) -> object."""
bounds = _bound(raw.FPDFPageObj_GetBounds, _INT, _POINTER, _POINTER, _POINTER, _POINTER, _POINTER)
"""(object, addresses of four floats to fill: left, bottom, right, top) -> 0 on failure."""
object_kind = _bound(raw.FPDFPageObj_GetType, _INT, _POINTER)
"""(object) -> one of FPDF_PAGEOBJ_…"""
