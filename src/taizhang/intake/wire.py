"""Extracts as bytes: how a reading process and its child (`guard`, `worker`) hand each other what a file holds.

An Extract becomes its text in UTF-8 and the rest as JSON, column by column, and an Extract again on the other side. No
pickles: the child parses what strangers sent, and a parser that was taken over must not run code here. So nothing that
comes back is trusted: types, offsets and order are checked, and ValueError says that something does not hold.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from itertools import islice, starmap
from operator import gt, le
from typing import Any, get_args

from taizhang.intake.formats import Extract
from taizhang.model import Cell, Noise, NoiseCategory, Place, Table

__all__ = ["pack", "unpack"]

_Columns = list[list[Any] | None]
_HALF_A_PAIR = re.compile("[\ud800-\udfff]")
_CATEGORIES = frozenset(get_args(NoiseCategory))
_NUMBERS = ("page", "paragraph", "table", "row", "column")
_NAMES = ("sheet", "cell", "part")
_MOST_NOTES = 100
_LONGEST_NOTE = 1000


def pack(extract: Extract) -> tuple[bytes, bytes]:
    """Give the text and the rest; half of a surrogate pair, which UTF-8 cannot hold, becomes U+FFFD."""
    text, notes, places, tables, noise, gaps = extract
    rest = {
        "notes": notes,
        "places": _columns(places),
        "tables": [(table.start, table.end, len(table.cells)) for table in tables],
        "cells": _columns([cell for table in tables for cell in table.cells]),
        "noise": [(n.start, n.end, n.category, n.fix, n.dup_of) for n in noise],
        "gaps": gaps,
    }
    return _HALF_A_PAIR.sub("\ufffd", text).encode(), json.dumps(rest, ensure_ascii=False).encode()


def unpack(text: bytes, rest: bytes) -> Extract:
    """Give the Extract; ValueError when the bytes are not what `pack` gives of a sound one."""
    try:
        return _checked(text.decode(), json.loads(rest))
    except (TypeError, KeyError, AttributeError, RecursionError) as error:
        raise ValueError(f"{type(error).__name__}: {error}") from error


def _columns(rows: Sequence[tuple[Any, ...]]) -> _Columns:
    """Turn rows round; a column without any value is None."""
    columns = [list(column) for column in zip(*rows, strict=True)]
    return [None if column.count(None) == len(column) else column for column in columns]


def _checked(text: str, rest: dict[str, Any]) -> Extract:
    notes = tuple(_note(note) for note in rest["notes"][:_MOST_NOTES])
    size = len(text)
    places = _places(rest["places"], size)
    tables = _tables(rest["tables"], rest["cells"], size)
    noise = tuple(_noise(*row) for row in rest["noise"])
    _ordered([n.start for n in noise], [n.end for n in noise], size)
    gaps = tuple((start, end) for start, end in rest["gaps"])
    _ordered([start for start, _ in gaps], [end for _, end in gaps], size)
    return Extract(text, notes, places, tables, noise, gaps)


def _note(note: Any) -> str:
    _only([note], str)
    return " ".join(note[:_LONGEST_NOTE].split())


def _places(columns: _Columns, size: int) -> tuple[Place, ...]:
    if not columns:
        return ()
    count = len(columns[0] or ())
    named = dict(zip(Place._fields, columns, strict=True))
    _ordered(named["start"], named["end"], size)
    for name in _NUMBERS:
        _only(named[name], int, type(None))
    for name in _NAMES:
        _only(named[name], str, type(None))
    if named["box"] is not None:
        named["box"] = [box and _box(*box) for box in named["box"]]
    named["runs"] = [_runs(runs) for runs in named["runs"] or [()] * count]
    return tuple(starmap(Place, zip(*(column or [None] * count for column in named.values()), strict=True)))


def _tables(rows: list[Any], columns: _Columns, size: int) -> tuple[Table, ...]:
    _ordered([row[0] for row in rows], [row[1] for row in rows], size)
    cells = iter(_cells(columns, size))
    tables = tuple(Table(start, end, tuple(islice(cells, count))) for start, end, count in rows)
    if next(cells, None) is not None:
        raise ValueError("cells of no table")
    if any(cell.start < table.start or cell.end > table.end for table in tables for cell in table.cells):
        raise ValueError("a cell outside its table")
    return tables


def _cells(columns: _Columns, size: int) -> list[Cell]:
    if not columns:
        return []
    row, column, start, end, rows, across = columns
    _ordered(start, end, size)
    for numbers in (row, column, rows, across):
        _only(numbers, int)
    return list(starmap(Cell, zip(*(values or [] for values in columns), strict=True)))


def _noise(start: int, end: int, category: str, fix: str | None, dup_of: int | None) -> Noise:
    if category not in _CATEGORIES:
        raise ValueError("noise of no category")
    _only([fix], str, type(None))
    _only([dup_of], int, type(None))
    return Noise(start, end, category, fix, dup_of)  # type: ignore[arg-type]


def _box(*corners: Any) -> tuple[float, float, float, float]:
    _only(corners, int, float)
    left, bottom, right, top = map(float, corners)
    return left, bottom, right, top


def _runs(runs: Iterable[Any]) -> tuple[int, ...]:
    found = tuple(runs)
    _only(found, int)
    return found


def _ordered(starts: Sequence[int] | None, ends: Sequence[int] | None, size: int) -> None:
    """Check that spans lie in a text of `size`, one after the other."""
    starts, ends = starts or [], ends or []
    _only(starts, int)
    _only(ends, int)
    if len(starts) != len(ends) or any(map(gt, starts, ends)) or not all(map(le, ends, islice(starts, 1, None))):
        raise ValueError("spans are not in order")
    if starts and (starts[0] < 0 or ends[-1] > size):
        raise ValueError("spans beyond the text")


def _only(values: Sequence[Any] | None, *kinds: type) -> None:
    if values is not None and not set(map(type, values)) <= set(kinds):
        raise ValueError(f"a value that is no {kinds[0].__name__}")
