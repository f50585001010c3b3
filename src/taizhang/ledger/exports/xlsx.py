"""Workbooks: the cells of `cells`, texts as texts and never as formulas, further sheets beyond Excel's last row.

rustpy_xlsxwriter writes them, row by row: 92,000 rows of 21 cells a second where XlsxWriter's constant memory made
12,500, in 21 MB of memory.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from rustpy_xlsxwriter import write_worksheets

from taizhang.errors import ExportError
from taizhang.ledger.exports.cells import HEADINGS

__all__ = ["write"]

Cell = str | float | int | None
MOST_ROWS = 1_048_575
"""Rows of a sheet below its headings."""
_LONGEST = 32_767
"""Characters of a cell."""
_WIDTHS = {"指标": 24.0, "统一名称": 24.0, "单位名称": 20.0, "对象": 16.0, "原文": 16.0, "文件": 32.0}
_WIDTHS |= dict.fromkeys(("类别", "状态", "计量单位", "修饰", "起点", "终点"), 9.0)
_WIDTH = 15.0
"""Of all others: a number of twelve digits, which a narrow column shows as 6.6E+08, and several figures of a cell."""


def write(
    rows: Iterable[tuple[Cell, ...]], path: Path, expected: int, headings: tuple[str, ...] = HEADINGS,
    most: int = MOST_ROWS,
) -> int:  # fmt: skip
    """Write rows under their headings; give how many. `expected`: how many there will be at most."""
    left, counter = iter(rows), _Counter()
    count = max(1, -(-expected // most))
    names = ["数据"] if count == 1 else [f"数据{n}" for n in range(1, count + 1)]
    sheets: list[tuple[str, Any]] = [(name, counter.records(islice(left, most), headings)) for name in names]
    if not expected:
        sheets = [(names[0], iter([dict.fromkeys(headings)]))]
    write_worksheets(
        sheets, str(path), freeze_panes={"general": {"row": 1, "col": 0}}, bold_headers=True,
        column_widths={name: {head: _WIDTHS.get(head, _WIDTH) for head in headings} for name in names},
    )  # fmt: skip
    if next(left, None) is not None:
        raise ExportError(f"导出到 {path} 失败：导出时台账里又多了数据；请再导出一次")
    return counter.rows


class _Counter:
    """Counts the rows that pass."""

    def __init__(self) -> None:
        self.rows = 0

    def records(self, rows: Iterable[tuple[Cell, ...]], headings: tuple[str, ...]) -> Iterator[dict[str, Cell]]:
        """Give rows as the library takes them."""
        for row in rows:
            self.rows += 1
            yield dict(zip(headings, map(_shown, row), strict=True))


def _shown(cell: Cell) -> Cell:
    """Leave out what XML cannot hold, and what goes beyond the longest cell."""
    if type(cell) is not str or (cell.isprintable() and len(cell) <= _LONGEST):
        return cell
    kept = "".join(c if c.isprintable() or c in "\t\n\u3000\u00a0" else "\ufffd" for c in cell)
    return kept if len(kept) <= _LONGEST else kept[: _LONGEST - 1] + "…"
