"""The text of a Word document, laid out in lines, with its places and tables.

In: the parts of a document (`Parts`) and `wordml.Paragraphs`, which reads them. Out: an `Extract`; `docx` adds what is
to be said of the file as a whole.

A paragraph is a line, a row of a table a line with tabs between the cells. What is anchored in a paragraph (text
boxes, footnotes, endnotes) follows it in lines of its own; headers and footers stand at the end and are noise. A table
of a single cell is a frame around text, not a table: its paragraphs are paragraphs, and it is not counted.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import chain, islice
from typing import TYPE_CHECKING, NamedTuple

from taizhang.intake.formats import Extract
from taizhang.intake.numbering import W, is_on
from taizhang.intake.wordml import PARAGRAPH, Paragraphs, chosen, is_deleted
from taizhang.model import Cell, Noise, Place, Table

if TYPE_CHECKING:
    from lxml.etree import _Element

__all__ = ["Parts", "lay_out"]

_ROW, _CELL, _ROW_LOOKS, _CELL_LOOKS, _VAL = W + "tr", W + "tc", W + "trPr", W + "tcPr", W + "val"
_SPAN, _DOWN, _ACROSS, _GONE = W + "gridSpan", W + "vMerge", W + "hMerge", W + "cellDel"
_ALTERNATIVES = "{http://schemas.openxmlformats.org/markup-compatibility/2006}AlternateContent"
_AROUND = frozenset(W + name for name in ("sdt", "sdtContent", "customXml", "ins", "moveTo"))
_WIDEST = 63
"""Columns of a table: no more fit into one in Word."""
_MARGINS = {W + "headerReference": "页眉", W + "footerReference": "页脚"}
_NOTES = {"footnote": "脚注", "endnote": "尾注"}
_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


class Parts(NamedTuple):
    """What a document consists of."""

    body: _Element
    notes: Mapping[str, Mapping[str, _Element]]
    """Footnotes and endnotes by their ids."""
    margins: Mapping[str, _Element]
    """Headers and footers by the ids of their relations."""


class _Where(NamedTuple):
    """In what a block stands: nothing for the running text, 文本框 and the paragraph that it is anchored in."""

    part: str | None = None
    paragraph: int | None = None


class _Shape(NamedTuple):
    """How a cell lies in the grid."""

    columns: int = 1
    down: str | None = None
    """restart or continue where it is merged with cells above or below it."""
    across: bool = False
    """Whether it goes on the cell to its left (w:hMerge)."""


def lay_out(parts: Parts, paragraphs: Paragraphs) -> Extract:
    """Give the text of a document with places, tables and the noise of its headers and footers; no notes."""
    layout = _Layout(parts, paragraphs)
    layout.story(parts.body, _Where())
    noise = layout.margins()
    return Extract("\n".join(layout.lines), (), tuple(layout.places), tuple(layout.tables), noise)


class _Layout:
    def __init__(self, parts: Parts, paragraphs: Paragraphs) -> None:
        self.lines: list[str] = []
        self.places: list[Place] = []
        self.tables: list[Table] = []
        self._at = 0
        """Where the next line begins."""
        self._parts, self._paragraphs = parts, paragraphs
        self._paragraph = self._table = 0
        self._noted: dict[str, dict[str, int]] = {"footnote": {}, "endnote": {}}

    def story(self, container: _Element | None, where: _Where) -> None:
        """Lay out a body, text box or frame."""
        paragraphs = self._paragraphs
        for block in paragraphs.blocks(container):
            if block.tag == PARAGRAPH:
                line = paragraphs.read(block)
                if line is not None:
                    self._add(line.text, line.runs, where)
            else:
                if paragraphs.goes_on:
                    self._add(*paragraphs.end(), where)
                self._tabulate(block, where)
        if paragraphs.goes_on or paragraphs.anchored:
            self._add(*paragraphs.end(), where)

    def margins(self) -> tuple[Noise, ...]:
        """Add the headers and footers, each distinct text once; they are one stretch of noise."""
        references = (reference for section in self._paragraphs.sections for reference in section)
        wanted = dict.fromkeys((one.tag, one.get(_ID, "")) for one in references if one.tag in _MARGINS)
        start, seen = self._at, set()
        for tag, key in wanted:
            root = self._parts.margins.get(key)
            for text in self._flat(root) if root is not None else ():
                if (tag, text) not in seen:
                    seen.add((tag, text))
                    self.places.append(Place(self._at, self._at + len(text), part=_MARGINS[tag]))
                    self._line(text)
        return (Noise(start, self._at - 1, "page-marker"),) if seen else ()

    def _line(self, text: str) -> None:
        self.lines.append(text)
        self._at += len(text) + 1

    def _add(self, text: str, runs: tuple[int, ...], where: _Where) -> None:
        """Add a paragraph that is not blank, and after it what is anchored in it."""
        if text and not text.isspace():
            start = self._at
            runs = tuple([start + run for run in runs])
            self._paragraph += where.part is None
            paragraph = self._paragraph if where.part is None else where.paragraph
            place = Place(start, start + len(text), None, paragraph, part=where.part, runs=runs)
            self.places.append(place)
            self._line(text)
        if self._paragraphs.anchored:
            self._add_anchored(where)

    def _add_anchored(self, where: _Where) -> None:
        anchored = self._paragraphs.anchored
        self._paragraphs.anchored = []
        for kind, element in anchored:
            if kind == "box":
                self.story(element, _Where(where.part or "文本框", where.paragraph or self._paragraph or None))
                continue
            name, numbers = element.get(W + "id", ""), self._noted[kind]
            note = self._parts.notes.get(kind, {}).get(name)
            if note is None or name in numbers:
                continue
            numbers[name] = len(numbers) + 1
            if text := " ".join(self._flat(note)):
                place = Place(self._at, self._at + len(text), part=f"{_NOTES[kind]}{numbers[name]}")
                self.places.append(place)
                self._line(text)

    def _flat(self, container: _Element) -> list[str]:
        """Give the paragraphs of a cell, note or header without breaks in them, with those of what stands inside.

        Of a cell the blanks before its text stay: they say of which row it is a part.
        """
        texts, paragraphs = [], self._paragraphs
        outer, paragraphs.anchored = paragraphs.anchored, []
        for block in paragraphs.blocks(container):
            if block.tag == PARAGRAPH:
                line = paragraphs.read(block)
                if line is not None:
                    texts.append(line.text)
            else:
                if paragraphs.goes_on:
                    texts.append(paragraphs.end().text)
                texts += [text for _, cells in self._rows(block) for cell in cells for text in self._flat(cell)]
            if paragraphs.anchored:
                boxes = [element for kind, element in paragraphs.anchored if kind == "box"]
                outer += [anchored for anchored in paragraphs.anchored if anchored[0] != "box"]
                paragraphs.anchored = []
                texts += [text for box in boxes for text in self._flat(box)]
        if paragraphs.goes_on:
            texts.append(paragraphs.end().text)
        paragraphs.anchored = outer
        texts = [text.replace("\n", " ").replace("\t", " ").rstrip() for text in texts if text and not text.isspace()]
        first = 1 if texts and container.tag == _CELL else 0
        return texts[:first] + [text.lstrip() for text in texts[first:]]

    def _tabulate(self, table: _Element, where: _Where) -> None:
        """Add a table, or the text that a frame holds."""
        rows = self._rows(table)
        first = list(islice(rows, 2))
        if len(first) == 1 and len(first[0][1]) == 1:
            self.story(first[0][1][0], where)
            return
        self._table += 1
        grid, start = _Grid(), self._at
        for looks, elements in chain(first, rows):
            self._add_row(grid, looks, elements, where.part)
        if self._at > start:
            self.tables.append(Table(start, self._at - 1, grid.cells()))
        self._add("", (), where)  # the notes of its cells

    def _add_row(self, grid: _Grid, looks: _Element | None, elements: list[_Element], part: str | None) -> None:
        texts: list[str] = []
        at = self._at
        grid.next_row(_number(looks, "gridBefore", 0))
        for element in elements:
            shape = _shape(element)
            if shape is None or grid.is_covered(shape):
                continue
            text = " ".join(self._flat(element))
            at += bool(texts)
            row, column = grid.put(shape, at, at + len(text))
            if text:
                self.places.append(Place(at, at + len(text), None, None, self._table, row + 1, column + 1, part=part))
            texts.append(text)
            at += len(text)
        if texts:
            self._line("\t".join(texts))

    def _rows(self, table: _Element) -> Iterator[tuple[_Element | None, list[_Element]]]:
        """Give each row: its looks (w:trPr) and its cells."""
        for row in _members(table, _ROW):
            looks = next((child for child in row if child.tag == _ROW_LOOKS), None)
            if looks is not None and is_deleted(looks):
                self._paragraphs.left_out["deleted"] += 1
            elif looks is not None and is_on(looks.find(W + "hidden")):
                self._paragraphs.left_out["hidden"] += 1
            else:
                yield looks, list(_members(row, _CELL))


class _Grid:
    """The cells of a table while its rows are read: a merged cell stands once and grows."""

    def __init__(self) -> None:
        self._cells: list[Cell] = []
        self._row = -1
        self._column = 0
        self._open: dict[int, int] = {}
        """By their first column: cells that those below may go on."""

    def cells(self) -> tuple[Cell, ...]:
        return tuple(self._cells)

    def next_row(self, skipped: int) -> None:
        self._row += 1
        self._column = skipped

    def is_covered(self, shape: _Shape) -> bool:
        """Say whether a cell only goes on one above it or to its left, which grows then."""
        above = self._open.get(self._column) if shape.down == "continue" else None
        if above is not None:
            cell = self._cells[above]
            self._cells[above] = cell._replace(rows=self._row - cell.row + 1)
        elif shape.across and self._cells and self._cells[-1].row == self._row:
            self._cells[-1] = self._cells[-1]._replace(columns=self._cells[-1].columns + shape.columns)
        else:
            return False
        self._column += shape.columns
        return True

    def put(self, shape: _Shape, start: int, end: int) -> tuple[int, int]:
        """Add a cell with its span of the text; give its row and column."""
        row, column = self._row, self._column
        if shape.down is not None:
            self._open[column] = len(self._cells)
        elif self._open:
            self._open.pop(column, None)
        self._cells.append(Cell(row, column, start, end, 1, shape.columns))
        self._column += shape.columns
        return row, column


_SINGLE = _Shape()


def _shape(cell: _Element) -> _Shape | None:
    """Read how a cell lies; None of one that is gone when revisions are accepted."""
    looks = cell[0] if len(cell) else None
    if looks is None or looks.tag != _CELL_LOOKS:
        return _SINGLE
    columns, down, across = 1, None, False
    for look in looks:
        tag = look.tag
        if tag == _SPAN:
            columns = _number(looks, "gridSpan", 1)
        elif tag == _DOWN:
            down = look.get(_VAL, "continue")
        elif tag == _ACROSS:
            across = look.get(_VAL, "continue") == "continue"
        elif tag == _GONE:
            return None
    return _SINGLE if columns == 1 and down is None and not across else _Shape(columns, down, across)


def _number(looks: _Element | None, name: str, otherwise: int) -> int:
    """Read a count of columns, which no stranger can make huge."""
    found = looks.find(W + name) if looks is not None else None
    text = found.get(W + "val", "") if found is not None else ""
    return min(int(text), _WIDEST) if text.isascii() and text.isdigit() and len(text) < 6 else otherwise


def _members(container: _Element | None, tag: str) -> Iterator[_Element]:
    """Give the rows of a table or the cells of a row, those in content controls too."""
    for child in container if container is not None else ():
        name = child.tag
        if name == tag:
            yield child
        elif name in _AROUND:
            yield from _members(child, tag)
        elif name == _ALTERNATIVES:
            yield from _members(chosen(child), tag)
