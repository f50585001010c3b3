"""Where the text of a document stands in its file, packed into one column: places, tables, what is cut out."""

from __future__ import annotations

import json
import zlib
from typing import NamedTuple

from taizhang.model import Cell, Place, SourceText, Table
from taizhang.spans import Span

__all__ = ["Layout", "pack", "unpack"]

_LEVEL = 3
"""Of compression: a tenth of the size at half the time of the default."""


class Layout(NamedTuple):
    """As in `taizhang.model.SourceText`."""

    places: tuple[Place, ...] = ()
    tables: tuple[Table, ...] = ()
    gaps: tuple[Span, ...] = ()


def pack(source: SourceText) -> bytes | None:
    """Pack the layout of a text; None where there is none."""
    if not (source.places or source.tables or source.gaps):
        return None
    tables = [(table.start, table.end, table.cells) for table in source.tables]
    data = json.dumps([source.places, tables, source.gaps], ensure_ascii=False, separators=(",", ":"))
    return zlib.compress(data.encode("utf-8", "backslashreplace"), _LEVEL)


def unpack(packed: bytes | memoryview | None) -> Layout:
    """Give the layout that `pack` packed."""
    if packed is None:
        return Layout()
    places, tables, gaps = json.loads(zlib.decompress(packed))
    return Layout(
        tuple(Place._make(place)._replace(box=_box(place[10]), runs=tuple(place[11])) for place in places),
        tuple(Table(start, end, tuple(Cell(*cell) for cell in cells)) for start, end, cells in tables),
        tuple((start, end) for start, end in gaps),
    )


def _box(box: list[float] | None) -> tuple[float, float, float, float] | None:
    return (box[0], box[1], box[2], box[3]) if box else None
