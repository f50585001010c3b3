"""A table of a report before it has a format: cells in a grid, with what each of them states.

`tables` draws grids from the county's figures; `layout` writes them into texts as lines with columns, with tabs or
aligned by blanks; the writers `docx`, `pdf` and `xlsx` make real tables of them.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from taizhang.examples.truth import TrueFact
from taizhang.spans import Span

__all__ = ["Grid", "GridCell", "Lines", "Placed", "as_lines"]

GAP = 3
"""Blanks between aligned columns."""


class GridCell(NamedTuple):
    """A cell: its place, counted from 0, its text, and for a figure what a spreadsheet holds and what it states.

    `fact` has offsets within the text of the cell.
    """

    row: int
    column: int
    text: str
    rows: int = 1
    columns: int = 1
    number: Decimal | None = None
    form: str = ""
    """The number format of a spreadsheet."""
    fact: TrueFact | None = None


class Grid(NamedTuple):
    """A table with its title and the note above it; `heads` is how many rows are head, `inner` where it stands."""

    title: str
    note: str
    heads: int
    height: int
    width: int
    cells: tuple[GridCell, ...]
    inner: bool
    """Among the paragraphs of the report; else behind it."""


class Lines(NamedTuple):
    """A grid as lines of text, and the span of each cell in them."""

    text: str
    spans: tuple[Span, ...]


class Placed(NamedTuple):
    """A grid in a draft: where its title begins, where its rows begin and end, where each cell stands."""

    grid: Grid
    start: int
    rows: int
    end: int
    spans: tuple[Span, ...]

    def moved(self, by: int) -> Placed:
        """Give it that many characters further on."""
        spans = tuple((start + by, end + by) for start, end in self.spans)
        return Placed(self.grid, self.start + by, self.rows + by, self.end + by, spans)


def as_lines(grid: Grid, aligned: bool) -> Lines:
    """Write the rows as lines: columns parted by tabs, or `aligned` by blanks as in a fixed-width font.

    A merged cell stands in the first of the places that it covers; the others stay empty.
    """
    places = {(cell.row, cell.column): index for index, cell in enumerate(grid.cells)}
    widths = _widths(grid) if aligned else ()
    spans: dict[int, Span] = {}
    lines: list[str] = []
    at = 0
    for row in range(grid.height):
        line = ""
        for column in range(grid.width):
            index = places.get((row, column))
            text = grid.cells[index].text if index is not None else ""
            if aligned:
                line += " " * (sum(widths[:column]) - _width(line)) if text else ""
            elif column:
                line += "\t"
            if index is not None:
                spans[index] = (at + len(line), at + len(line) + len(text))
            line += text
        lines.append(line)
        at += len(line) + 1
    return Lines("\n".join(lines), tuple(spans[index] for index in range(len(grid.cells))))


def _widths(grid: Grid) -> Sequence[int]:
    widths = [2] * grid.width
    for cell in grid.cells:
        if cell.columns == 1:
            widths[cell.column] = max(widths[cell.column], _width(cell.text) + GAP)
    for cell in grid.cells:
        if lack := _width(cell.text) + GAP - sum(widths[cell.column : cell.column + cell.columns]):
            widths[cell.column + cell.columns - 1] += max(0, lack)
    return widths


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)
