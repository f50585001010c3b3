"""Tables that stand right under one another -> one after the other, each with a head of its own.

Takes the cells of what came in as one table and its Grid; gives the rows at which others begin. `entries` reads each
part by itself, so that no figure is read under the head of another table.
"""

from __future__ import annotations

from taizhang.facts.tables.cells import figure_in, is_empty
from taizhang.facts.tables.grid import Grid, Spot
from taizhang.facts.tables.heads import read_head, squeezed
from taizhang.facts.tables.kinds import column_kind

__all__ = ["first_rows"]

_FEWEST = 2
"""Cells over figures that make a head, and rows that a table has."""


def first_rows(grid: Grid) -> list[int]:
    """Give the rows of the grid, counted from 0, at which another table begins: its titles and notes, or its head."""
    found: list[int] = []
    if not grid.head_rows:
        return found
    for row in range(grid.body + 1, grid.height - 1):
        behind = grid.has_figures(row - 1) or grid.alone(row - 1)
        if behind and _is_head(grid, row) and not _is_crossed(grid, first := _with_titles(grid, row)):
            found.append(first)
    return found


def _is_head(grid: Grid, row: int) -> bool:
    """Tell heads in the body, a row or two: words over all figures below that say units, or what the rows are."""
    after = next((below for below in (row + 1, row + 2) if below < grid.height and grid.has_figures(below)), None)
    rows = range(row, after or row)
    spots = [spot for each in rows for spot in grid.row(each)]
    heads = [spot for spot in spots if grid.kinds[spot.column] == "figures"]
    if after is None or len(heads) < _FEWEST or any(figure_in(spot.text) for spot in spots):
        return False
    lowest = [spot.text for spot in heads if spot.row == rows[-1]]
    if len(rows) == 1 and len(set(lowest)) < len(lowest):
        return False
    figures = [spot.column for spot in grid.row(after) if figure_in(spot.text)]
    if any((over := grid.at[rows[-1]][column]) is None or is_empty(over.text) for column in figures):
        return False
    if [squeezed(spot.text) for spot in grid.row(rows[-1])] == _printed(grid):
        return False
    return bool(column_kind(spots[0].text)) or any(_has_unit(spot) for spot in heads)


def _printed(grid: Grid) -> list[str]:
    """Give the texts of the head, which may stand in the body again where a page begins."""
    return [squeezed(spot.text) for spot in grid.row(grid.head_rows[-1])]


def _has_unit(spot: Spot) -> bool:
    head = read_head(spot.text)
    return bool(head.unit and head.name)


def _with_titles(grid: Grid, row: int) -> int:
    """Give the first of the rows over a head that are its titles and notes."""
    while row - 1 > grid.body and grid.alone(row - 1) is not None:
        row -= 1
    return row


def _is_crossed(grid: Grid, row: int) -> bool:
    return any(spot is not None and spot.row < row < spot.row + spot.rows for spot in grid.at[row])
