"""What is prose and what is a table on a sheet: cells in, blocks out, in the order of the rows.

A sheet is a grid all over. Rows with several cells that follow each other are a table. A row with one cell is a line (a
title, a note, a paragraph), unless it heads some rows of a table: then figures follow at once. `sheettext` writes the
blocks.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby, pairwise

from taizhang.errors import IntakeError
from taizhang.intake.workbook import Box, Sheet, SheetCell

__all__ = ["MAX_MERGED", "Block", "Merged", "blocks"]

MAX_MERGED = 2_000_000
"""Cells that merged ranges of one sheet cover, where it has something; one that several cover counts as often."""
_MOST_GAPS = 20
"""Empty columns of what may be tables side by side."""
_LABELLED = re.compile(r"[^\d:：]{1,12}[:：]")
_SENTENCE = re.compile(r"[。；！？]|.{40}")
_NUMBERED = re.compile(
    r"\s*(?:[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十\d]{1,3}[)）]|\d{1,2}[、．.](?!\d))"
)
_FIGURE = re.compile(r"[-+－▲△]?\d[\d,，]*(?:\.\d+)?\s*[%％]?$")
Row = list[SheetCell]


@dataclass(slots=True)
class Merged:
    """The merged ranges of a sheet: which cells begin one, and which are covered by one."""

    boxes: dict[tuple[int, int], Box] = field(default_factory=dict)
    covered: set[tuple[int, int]] = field(default_factory=set)
    reach: dict[int, int] = field(default_factory=dict)
    """Of a row, the last row that a range beginning in it reaches."""
    size: int = 0
    """How many cells the ranges cover, where the sheet has something."""

    def add(self, box: Box, rows: Sequence[int], columns: Sequence[int]) -> None:
        """Take a range; IntakeError when there are too many of too great a size."""
        inside = rows[bisect_left(rows, box.top) : bisect_right(rows, box.bottom)]
        across = columns[bisect_left(columns, box.left) : bisect_right(columns, box.right)]
        self.size += len(inside) * len(across)
        if self.size > MAX_MERGED:
            raise IntakeError(f"合并单元格超过 {MAX_MERGED:,} 格的上限；请拆成几个文件再读")
        self.boxes.setdefault((box.top, box.left), box)
        self.covered.update((row, column) for row in inside for column in across)
        self.covered.discard((box.top, box.left))
        self.reach[box.top] = max(box.bottom, self.reach.get(box.top, 0))


@dataclass(slots=True)
class Block:
    """Rows that are lines each, or with `table` the rows of a table."""

    rows: list[Row]
    table: bool
    columns: set[int] = field(default_factory=set)
    """Those of the cells of a table."""

    def extend(self, rows: list[Row]) -> None:
        self.rows.extend(rows)
        self.columns.update(cell.column for row in rows for cell in row)


def blocks(sheet: Sheet) -> tuple[list[Block], Merged]:
    """Give the blocks of a sheet, and its merged ranges."""
    merged = Merged()
    rows = sorted({cell.row for cell in sheet.cells})
    columns = sorted({cell.column for cell in sheet.cells})
    for box in sheet.merged:
        merged.add(box, rows, columns)
    seen = [cell for cell in sheet.cells if (cell.row, cell.column) not in merged.covered]
    grid = [sorted(cells, key=lambda cell: cell.column) for _, cells in groupby(sorted(seen), lambda cell: cell.row)]
    found: list[Block] = []
    for group in _groups(grid, merged, sheet.hidden_rows):
        for block in _parts(group, merged):
            if found and _goes_on(found[-1], block):
                found[-1].extend(block.rows)
            elif len(found) > 1 and _is_section(found[-1]) and _goes_on(found[-2], block):
                section = found.pop()
                found[-1].extend([*section.rows, *block.rows])
            else:
                found.append(block)
    return found, merged


def _groups(grid: list[Row], merged: Merged, hidden: set[int]) -> Iterator[list[Row]]:
    """Part the rows where empty ones stand between them."""
    group: list[Row] = []
    last = 0
    for row in grid:
        number = row[0].row
        if group and any(between not in hidden for between in range(last + 1, min(number, last + 100))):
            yield group
            group = []
        group.append(row)
        last = max(last, number, merged.reach.get(number, 0))
    if group:
        yield group


def _parts(group: list[Row], merged: Merged) -> Iterator[Block]:
    """Part rows that follow each other into lines and tables."""
    width = max(row[-1].column for row in group)
    first = min(row[0].column for row in group)
    kinds = [(_is_line(row, merged, first, width), row) for row in group]
    runs = [(line, [row for _, row in rows]) for line, rows in groupby(kinds, lambda pair: pair[0])]
    pending: list[Row] = []
    for number, (line, rows) in enumerate(runs):
        following = runs[number + 1][1][0] if number + 1 < len(runs) else []
        if not line or (pending and _has_figures(following) and not _has_sentence(rows)):
            pending += rows
            continue
        yield from _table(pending, merged)
        pending = []
        yield Block(rows, table=False)
    yield from _table(pending, merged)


def _has_figures(row: Row) -> bool:
    """Say whether a row holds figures behind its head: then it is no head of a table itself."""
    return any(map(_is_figure, row[1:]))


def _is_figure(cell: SheetCell) -> bool:
    return cell.number or _FIGURE.match(cell.text) is not None


def _has_sentence(rows: list[Row]) -> bool:
    return any(_SENTENCE.search(cell.text) for row in rows for cell in row)


def _table(rows: list[Row], merged: Merged) -> Iterator[Block]:
    """Give rows as a table, or as several that stand side by side; a single row is a line."""
    while rows and len(rows) > 1 and (column := _side(rows, merged)):
        yield _block([[cell for cell in row if cell.column < column] for row in rows])
        rows = [right for row in rows if (right := [cell for cell in row if cell.column >= column])]
    if rows:
        yield _block(rows)


def _block(rows: list[Row]) -> Block:
    block = Block([], table=len(rows) > 1)
    block.extend([row for row in rows if row])
    return block


def _side(rows: list[Row], merged: Merged) -> int | None:
    """Give the column in which another table begins: behind an empty one, with heads and figures of its own."""
    columns = sorted({cell.column for row in rows for cell in row})
    across = [box for row in rows for cell in row if (box := merged.boxes.get((cell.row, cell.column)))]
    gaps = [(left, right) for left, right in list(pairwise(columns))[1:-1] if right - left > 1]
    for left, right in gaps if len(gaps) <= _MOST_GAPS else ():
        if any(box.left <= left < box.right for box in across):
            continue
        side = [cells for row in rows if (cells := [cell for cell in row if cell.column >= right])]
        heads = [cells[0] for cells in side if cells[0].column == right and not _is_figure(cells[0])]
        if 2 * len(heads) > len(side) > 1 and any(map(_has_figures, side)):
            return right
    return None


def _is_line(row: Row, merged: Merged, first: int, width: int) -> bool:
    """Say whether a row looks like a line: one cell, or several that are each a label with what belongs to it.

    A cell that is merged over some of the columns only is a heading of those.
    """
    if len(row) > 1:
        return all(_LABELLED.match(cell.text) for cell in row)
    box = merged.boxes.get((row[0].row, row[0].column))
    return box is None or box.left <= first or box.right >= width + 1 or box.left == box.right


def _is_section(block: Block) -> bool:
    """Say whether a line between the rows of a table numbers a part of it: 二、工业."""
    line = block.rows[0]
    return len(block.rows) == len(line) == 1 and bool(_NUMBERED.match(line[0].text)) and not _has_sentence(block.rows)


def _goes_on(table: Block, block: Block) -> bool:
    """Say whether a table goes on behind an empty row: with figures at once, in the same columns."""
    if not table.table or not (block.table or len(block.rows[0]) > 1):
        return False
    head = block.rows[0]
    return _has_figures(head) and {cell.column for cell in head} <= table.columns
