"""Exports: a question to the ledger in, a file out: table formats for people, rows and standards for programs.

`export` writes one of FORMATS, row after row in flat memory, and puts the file in its place when it is whole. Takes
what `taizhang.ledger.queries` finds; `taizhang facts --out` and the pages offer it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db.models import QuerySet

from taizhang.errors import UsageError
from taizhang.ledger.exports.files import replacing
from taizhang.ledger.queries.conditions import facts
from taizhang.ledger.queries.latest import newest
from taizhang.ledger.queries.pages import ordered
from taizhang.ledger.queries.pivot import Pivot
from taizhang.ledger.queries.query import FactQuery
from taizhang.ledger.queries.rows import Reader

__all__ = ["FORMATS", "Exported", "export", "export_pivot"]

FORMATS = ("csv", "xlsx", "parquet", "jsonl", "sdmx-csv")


@dataclass(frozen=True, slots=True)
class Exported:
    """What was written: the files, how many facts, and what was left out and why (Chinese lines)."""

    paths: tuple[Path, ...]
    facts: int
    left_out: tuple[str, ...] = ()


def export(
    query: FactQuery, form: str, path: Path, *, latest: bool = False, limit: int | None = None, mark: bool = True,
    passed: Callable[[int], object] | None = None,
) -> Exported:  # fmt: skip
    """Write the facts of a query, the newest only with `latest`, the first `limit` of them, to `path`.

    `mark`: whether CSV begins with the byte order mark that Excel needs. `passed` is told now and then how many
    more facts were written. UsageError for an unknown format or name; ExportError, one line, when the file cannot be
    written: nothing is then left of it, and a former one stays.
    """
    if form not in FORMATS:
        raise UsageError(f"没有“{form}”这种格式；可以是：{'、'.join(FORMATS)}")
    rows = ordered(newest(query) if latest else facts(query), query)
    rows = rows[:limit] if limit is not None else rows
    with replacing(path) as part:
        return _written(rows, Reader(passed), form, part, path, mark)


def _written(rows: QuerySet[Any], reader: Reader, form: str, part: Path, path: Path, mark: bool) -> Exported:
    if form == "csv":
        from taizhang.ledger.exports import cells, csv_table

        return Exported((path,), csv_table.write(cells.cells(rows, reader), part, mark=mark))
    if form == "xlsx":
        from taizhang.ledger.exports import cells, xlsx

        return Exported((path,), xlsx.write(cells.cells(rows, reader), part, rows.count()))
    if form == "parquet":
        from taizhang.ledger.exports import parquet

        return Exported((path,), parquet.write(rows, part, reader))
    if form == "jsonl":
        from taizhang.ledger.exports import jsonl

        return Exported((path,), jsonl.write(rows, part, reader))
    from taizhang.ledger.exports import sdmx

    count, structure, left_out = sdmx.write(rows, part, path, reader)
    return Exported((path, structure), count, left_out)


def export_pivot(table: Pivot, form: str, path: Path, mark: bool = True) -> None:
    """Write one indicator by organisation and period, as CSV or XLSX; figures that disagree share a cell, marked."""
    from taizhang.ledger.exports import csv_table, pivots, xlsx

    if form not in ("csv", "xlsx"):
        raise UsageError(f"单位 × 期间的表不能写成 {form}；可以是：csv、xlsx")
    rows, headings = list(pivots.rows(table)), pivots.headings(table)
    with replacing(path) as part:
        if form == "csv":
            csv_table.write(rows, part, headings, mark)
        else:
            xlsx.write(rows, part, len(rows), headings)
