"""The library calls that are made once for each character or drawn object, bound so that they cost the least.

The bindings of pypdfium2 convert and check each argument; these take addresses as plain integers, which halves the
time of a call. In: addresses that `address` gives for handles that are open. Nothing here checks them.
"""

from __future__ import annotations

import ctypes
from typing import Any

import pypdfium2.raw as raw

__all__ = ["address", "bounds", "has_no_meaning", "loose_box", "object_at", "object_kind"]

_POINTER, _INT = ctypes.c_void_p, ctypes.c_int


def address(handle: Any) -> int:
    """Give the address of a handle of `pypdfium2.raw`."""
    return ctypes.cast(handle, _POINTER).value or 0


def _bound(function: Any, result: Any, *arguments: Any) -> Any:
    return ctypes.PYFUNCTYPE(result, *arguments)(address(function))


loose_box = _bound(raw.FPDFText_GetLooseCharBox, _INT, _POINTER, _INT, _POINTER)
"""(text page, index, address of an FS_RECTF to fill) -> 0 on failure."""
has_no_meaning = _bound(raw.FPDFText_HasUnicodeMapError, _INT, _POINTER, _INT)
"""(text page, index) -> 1 when the font does not say what the character means."""
object_at = _bound(raw.FPDFPage_GetObject, _POINTER, _POINTER, _INT)
"""(page, index) -> object."""
bounds = _bound(raw.FPDFPageObj_GetBounds, _INT, _POINTER, _POINTER, _POINTER, _POINTER, _POINTER)
"""(object, addresses of four floats to fill: left, bottom, right, top) -> 0 on failure."""
object_kind = _bound(raw.FPDFPageObj_GetType, _INT, _POINTER)
"""(object) -> one of FPDF_PAGEOBJ_…"""
