"""A Pivot -> rows of cells: a line an organisation or a subject of it, a column a period, values in the base unit."""

from __future__ import annotations

from collections.abc import Iterator

from taizhang.ledger.queries.pivot import Cell, Pivot
from taizhang.ledger.queries.query import LABELS
from taizhang.ledger.queries.rows import exact

__all__ = ["headings", "rows"]


def headings(table: Pivot) -> tuple[str, ...]:
    """Give the heads of the columns."""
    return ("单位名称", *(("对象",) if table.subjects else ()), "类别", "状态", "折算单位", *table.headings)


def rows(table: Pivot) -> Iterator[tuple[str | float | int | None, ...]]:
    """Give the cells of a line: a figure alone is a number, several or unsure ones are text with their facts' ids."""
    for line in table.lines:
        cells = (table.cells.get((line, days)) for days in table.periods)
        about = (LABELS["role"][line.role], LABELS["status"][line.status], line.base_unit)
        subject = (line.subject,) if table.subjects else ()
        yield (table.names[line.organisation], *subject, *about, *map(_cell, cells))


def _cell(cell: Cell | None) -> str | float | int | None:
    if cell is None:
        return None
    values = {(figure.value, figure.high, figure.modifier) for figure in cell.figures}
    first = cell.figures[0]
    if len(values) == 1 and first.modifier == "exact" and first.value is not None:
        return exact(first.value, 0)
    told = "；".join(f"{figure.said} #{figure.fact}" for figure in cell.figures)
    return told if cell.agrees else f"≠ {told}"
