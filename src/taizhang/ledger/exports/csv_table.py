"""CSV for spreadsheets and scripts: the cells of `cells`, formulas made harmless, UTF-8, for Excel with a mark."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from pathlib import Path

from taizhang.ledger.exports.cells import HEADINGS, harmless

__all__ = ["write"]

Cell = str | float | int | None


def write(rows: Iterable[tuple[Cell, ...]], path: Path, headings: tuple[str, ...] = HEADINGS, mark: bool = True) -> int:
    """Write rows under their headings; give how many. `mark`: begin with the byte order mark that Excel needs."""
    count = 0
    with path.open("w", encoding="utf-8-sig" if mark else "utf-8", errors="backslashreplace", newline="") as stream:
        table = csv.writer(stream)
        table.writerow(headings)
        for row in rows:
            count += 1
            table.writerow([harmless(cell) if type(cell) is str else cell for cell in row])
    return count
