"""The text in the cells of tables.

In: what is drawn on a page, its characters and pieces. Out: `TableText`s, of ruled tables and of open ones, and the
pieces that are in none; lines in frames that stand beside other text are text boxes. `writing` makes rows of text of
them; a table that goes on over a page is joined by `continued`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby, pairwise
from operator import itemgetter
from statistics import median
from typing import Any, NamedTuple

from taizhang.intake.pdf.columns import by_height
from taizhang.intake.pdf.glyphs import Glyphs
from taizhang.intake.pdf.grids import Grid, GridCell, find_grids, joined
from taizhang.intake.pdf.joining import begins_head, ends_sentence, lead_width, link
from taizhang.intake.pdf.lines import Line, Piece, lines, rows
from taizhang.intake.pdf.opentables import open_grids
from taizhang.intake.pdf.rules import read_rules

__all__ = ["Row", "TableText", "Taken", "continued", "take_tables"]

_SLACK = 1.0
"""Sizes by which a full line of a cell may be short of its cell, besides the margin and the word that did not fit."""

_FEWEST_HEADS, _EVEN, _DEEPEST = 3, 0.8, 8
"""Heads of rows that show indents, the part of them that stands in by whole characters, the deepest indent."""

Row = list[tuple[GridCell, str]]


@dataclass(slots=True, eq=False)
class TableText:
    """A table: its box, where its columns part, and its cells with their text, row by row, each with its page."""

    left: float
    bottom: float
    right: float
    top: float
    xs: tuple[float, ...]
    content: list[Row]
    depth: int
    """Rows of the grid, those without a cell of their own too."""
    is_open: bool = False
    """No rules part its columns; where they part is known from the text alone."""
    page: int = 0
    parts: list[TableText] = field(default_factory=list)
    """What goes on over the next pages."""

    repeated: int = 0
    """Rows at its top that only say again what heads the page before, when it is what goes on."""

    def rows(self) -> Iterator[tuple[int, Row, bool]]:
        """Give the rows of the table and of its parts with their pages; the count of rows goes on.

        The last value says that a row only repeats the head.
        """
        above = 0
        for table in (self, *self.parts):
            first = table.content[table.repeated][0][0].row
            for i, row in enumerate(table.content):
                yield table.page, [(_lowered(cell, above - first), text) for cell, text in row], i < table.repeated
            above += table.depth - first


def _lowered(cell: GridCell, rows: int) -> GridCell:
    if not rows:
        return cell
    box = cell.left, cell.bottom, cell.right, cell.top
    return GridCell(cell.row + rows, cell.column, cell.rows, cell.columns, *box)


class Taken(NamedTuple):
    """What is ruled on a page, and what is not."""

    tables: list[TableText]
    boxes: list[tuple[GridCell, list[Line]]]
    """Frames that stand beside other text, with their lines."""
    rest: list[list[Piece]]
    """Rows of pieces that are in no table, from the top down."""
    crowded: bool = False
    """There are too many rules to look for tables."""


def take_tables(drawn: Iterable[Any], glyphs: Glyphs, found: list[Piece]) -> Taken:
    """Take tables and framed boxes out of the pieces of a page, on which besides the text these objects are drawn."""
    rules = read_rules(drawn, glyphs.view)
    if rules is None:
        return Taken([], [], rows(found), crowded=True)
    tables: list[TableText] = []
    framed: list[tuple[GridCell, list[Line]]] = []
    for grid in find_grids(*rules):
        inside, outside = _parted(glyphs, found, grid)
        if len(grid.cells) == 1:
            if inside and _is_beside(inside[0], outside):
                found = outside
                framed.append((grid.cells[0], lines(glyphs, rows(inside[0]))))
            continue
        made = [_lines(glyphs, inside.get(i, ())) for i in range(len(grid.cells))]
        filled = [cell for cell, text in zip(grid.cells, made, strict=True) if text]
        if len({cell.column for cell in filled}) < 2:
            continue
        found = outside
        tables.append(_table(grid, made))
    boxes = [(table.bottom, table.top) for table in tables]
    free = [rule for rule in joined(rules[0]) if not any(low - 1 <= rule.at <= high + 1 for low, high in boxes)]
    standing = rows(found)
    grids = open_grids(glyphs, standing, free)
    for grid in grids:
        inside, found = _parted(glyphs, found, grid)
        tables.append(_table(grid, [_lines(glyphs, inside.get(i, ())) for i in range(len(grid.cells))], is_open=True))
    return Taken(tables, framed, rows(found) if grids else standing)


def _table(grid: Grid, made: Sequence[list[Line]], *, is_open: bool = False) -> TableText:
    indents = _indents(grid.cells, made)
    texts = ["\u3000" * indents.get(i, 0) + _text(made[i], cell) for i, cell in enumerate(grid.cells)]
    pairs = zip(grid.cells, texts, strict=True)
    content = [list(row) for _, row in groupby(pairs, key=lambda pair: pair[0].row)]
    return TableText(grid.xs[0], grid.ys[-1], grid.xs[-1], grid.ys[0], grid.xs, content, len(grid.ys) - 1, is_open)


def _is_beside(inside: Sequence[Piece], outside: Sequence[Piece]) -> bool:
    """Whether text in a frame stands at the height of other text: it is a box of its own."""
    low, high = min(piece.bottom for piece in inside), max(piece.top for piece in inside)
    return any(low < (piece.bottom + piece.top) / 2 < high for piece in outside)


def _parted(glyphs: Glyphs, found: list[Piece], grid: Grid) -> tuple[dict[int, list[Piece]], list[Piece]]:
    """Part pieces by the cell in which the middle of each character stands."""
    inside: dict[int, list[Piece]] = {}
    outside: list[Piece] = []
    left, right, bottom, top = grid.xs[0], grid.xs[-1], grid.ys[-1], grid.ys[0]
    for piece in found:
        middle = (piece.bottom + piece.top) / 2
        if not (bottom < middle < top and piece.left < right and piece.right > left):
            outside.append(piece)
            continue
        owner = grid.find(piece.left, middle)
        if owner is not None and owner == grid.find(piece.right, middle):
            inside.setdefault(owner, []).append(piece)
            continue
        start, end = glyphs.in_words(piece.start, piece.end)
        centres = ((glyphs.lefts[i] + glyphs.rights[i]) / 2 for i in range(start, end))
        owners = enumerate((grid.find(x, middle) for x in centres), start)
        for owner, group in groupby(owners, itemgetter(1)):
            part = _cut(glyphs, piece, [i for i, _ in group])
            (outside if owner is None else inside.setdefault(owner, [])).append(part)
    return inside, outside


def _cut(glyphs: Glyphs, piece: Piece, indexes: Sequence[int]) -> Piece:
    start, end = indexes[0], indexes[-1] + 1
    if end - start == piece.end - piece.start:
        return piece
    return Piece(start, end, glyphs.lefts[start], piece.bottom, glyphs.rights[end - 1], piece.top)


def _lines(glyphs: Glyphs, parts: Sequence[Piece]) -> list[Line]:
    """Give the lines of a cell; what stands at one height is one line."""
    made: list[Line] = []
    for row in by_height(lines(glyphs, rows(parts))) if parts else ():
        row[0].text = " ".join(part for line in row for part in line.text.split())
        row[0].right, row[0].spaced = row[-1].right, row[-1].spaced
        made.append(row[0])
    return made


def _text(made: Sequence[Line], cell: GridCell) -> str:
    """Give the text of a cell on one line: lines that were broken for want of room are joined, others by a space."""
    if not made:
        return ""
    margin = 2 * max(0.0, min(min(line.left - cell.left, cell.right - line.right) for line in made))
    text = made[0].text
    for before, line in pairwise(made):
        room = cell.right - margin / 2 - max(before.right, cell.left + margin / 2 + before.right - before.left)
        if room > lead_width(line) + _SLACK * line.size or (ends_sentence(before.text) and begins_head(line.text)):
            text += " " + line.text
            continue
        dropped, between = link(before.text, line.text, before.spaced)
        text = text[: len(text) - dropped] + between + line.text
    return text


def _indents(cells: Sequence[GridCell], filled: Sequence[list[Line]]) -> dict[int, int]:
    """Give how many characters the heads of rows stand in from the others: what is part of what.

    They stand in the first column, or behind one of list numbers. Nothing where the column is centred.
    """
    firsts = [made[0].text for i, made in enumerate(filled) if made and not cells[i].column and cells[i].row]
    column = 1 if firsts and all(text.isdecimal() for text in firsts) else 0
    heads = [(i, made[0]) for i, made in enumerate(filled) if made and cells[i].column == column and cells[i].row]
    heads = [(i, line) for i, line in heads if cells[i].columns == 1]
    if len(heads) < _FEWEST_HEADS:
        return {}
    em = median((line.right - line.left) / _ems(line.text) for _, line in heads)
    if em <= 0:
        return {}
    centre = (cells[heads[0][0]].left + cells[heads[0][0]].right) / 2
    if all(abs((line.left + line.right) / 2 - centre) < 0.3 * em for _, line in heads):
        return {}
    first = min(line.left for _, line in heads)
    counts = {i: round((line.left - first) / em) for i, line in heads}
    even = sum(abs(line.left - first - counts[i] * em) < 0.3 * em for i, line in heads)
    return counts if even >= _EVEN * len(heads) and max(counts.values()) <= _DEEPEST else {}


def _ems(text: str) -> float:
    return sum(1.0 if char >= "\u2e80" else 0.5 for char in text)


def continued(blocks: Sequence[Line | TableText]) -> list[Line | TableText]:
    """Join a table at the end of a page with the one that begins the next, where they have the same columns.

    A head that stands again on the next page is marked there.
    """
    joined: list[Line | TableText] = []
    for block in blocks:
        last = joined[-1] if joined else None
        if isinstance(block, TableText) and isinstance(last, TableText) and _goes_on(last, block):
            last.parts.append(block)
        else:
            joined.append(block)
    return joined


def _goes_on(table: TableText, after: TableText) -> bool:
    page = table.parts[-1].page if table.parts else table.page
    if after.page != page + 1 or len(table.xs) != len(after.xs):
        return False
    if not _same_columns(table, after):
        return False
    after.repeated = _repeated(table.content, after.content)
    return True


def _repeated(head: Sequence[Row], content: Sequence[Row]) -> int:
    """Count the rows that say the same as those of the head; nothing where no other would be left."""
    pairs = list(zip(head, content, strict=False))
    count = next((i for i, (a, b) in enumerate(pairs) if _said(a) != _said(b)), len(pairs))
    return count if count < len(content) else 0


def _said(row: Row) -> list[tuple[int, int, int, str]]:
    return [(cell.column, cell.rows, cell.columns, text) for cell, text in row]


def _same_columns(table: TableText, after: TableText) -> bool:
    """Whether columns part in the same places; where no rules part them, whether each stands below its own."""
    places = list(zip(table.xs, after.xs, strict=True))
    if table.is_open and after.is_open:
        return all(max(low) < min(high) for low, high in pairwise(places))
    return table.is_open == after.is_open and all(abs(a - b) <= 3 for a, b in places)
