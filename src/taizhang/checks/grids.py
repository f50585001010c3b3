"""Tables of a reading -> grids of figures: which figure stands in which row and column, and what the rows are called.

`grids` takes a Reading and gives Grids; `finders.tables` takes them. A cell that holds more than one figure is left
out. The figures of tables are no part of paragraphs: nothing but their place in the table says what belongs together.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field

from taizhang.checks.figures import Figure
from taizhang.model import Cell, Fact, Reading, Table
from taizhang.spans import Clean

__all__ = ["Grid", "Spot", "grids"]

Spot = tuple[int, int]
"""Row and column, counted from 0."""


@dataclass(slots=True)
class Grid:
    """The figures of one table."""

    report: str | None
    figures: dict[Spot, Figure] = field(default_factory=dict)
    labels: dict[int, str] = field(default_factory=dict)
    """What stands first in each row, where it is no figure; without blanks."""
    indents: dict[int, int] = field(default_factory=dict)
    """How many blanks stand before it."""
    heads: dict[int, str] = field(default_factory=dict)
    """What stands above the figures of each column, from the top."""
    unread: set[Spot] = field(default_factory=set)
    """Cells among the figures with digits that are no single figure."""

    def rows(self) -> list[int]:
        """Give the rows that hold figures."""
        return sorted({row for row, _ in self.figures})

    def columns(self) -> list[int]:
        """Give the columns that hold figures."""
        return sorted({column for _, column in self.figures})

    def column(self, column: int) -> dict[int, Figure]:
        """Give the figures of a column by row, from the top."""
        return {row: figure for (row, at), figure in sorted(self.figures.items()) if at == column}


def grids(reading: Reading, clean: Clean) -> Iterator[Grid]:
    """Give the tables that hold figures; sentences in cells and second copies of a passage are left out."""
    facts = [fact for fact in reading.facts if fact.duplicate_of is None and fact.origins is not None]
    starts = [fact.start for fact in facts]
    for table in reading.source.tables:
        inside = facts[bisect_left(starts, table.start) : bisect_left(starts, table.end)]
        if inside:
            yield _laid_out(table, inside, reading.source.text, clean)


def _laid_out(table: Table, facts: list[Fact], text: str, clean: Clean) -> Grid:
    grid = Grid(facts[0].report)
    starts = [cell.start for cell in table.cells]
    for fact in facts:
        cell = table.cells[max(0, bisect_right(starts, fact.start) - 1)]
        spot = cell.row, cell.column
        if spot in grid.figures:
            grid.unread.add(spot)
        start = clean.clean(fact.start)
        figure = grid.figures[spot] = Figure(fact, start, start + len(fact.quote))
        figure.lead = figure.between = figure.name
    first = min(grid.rows())
    for spot in grid.unread:
        del grid.figures[spot]
    for cell in table.cells:
        _label(grid, cell, first, text)
    for column in grid.columns():
        for index, figure in enumerate(grid.column(column).values()):
            figure.index = index
    return grid


def _label(grid: Grid, cell: Cell, first: int, text: str) -> None:
    """Take in a cell that is no figure: a head above the figures, the name of a row, or digits that were not read."""
    raw = text[cell.start : cell.end]
    said = "".join(raw.split())
    spot = cell.row, cell.column
    if not said or spot in grid.figures:
        return
    if cell.row < first:
        for column in range(cell.column, cell.column + cell.columns):
            grid.heads[column] = grid.heads.get(column, "") + said
    elif said.isdigit():
        grid.unread.add(spot)
    elif cell.row not in grid.labels:
        line = text.rfind("\n", 0, cell.start) + 1
        before = text[line : cell.start] + raw
        grid.labels[cell.row], grid.indents[cell.row] = said, len(before) - len(before.lstrip())
