"""Writes a document as .xlsx: the paragraphs of the report one a row in column A, the tables below or on sheets of
their own, numbers as numbers with their formats.
"""

from __future__ import annotations

from io import BytesIO
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter

from taizhang.examples.document import Document, Paragraph
from taizhang.examples.grid import Grid, GridCell
from taizhang.examples.repack import EPOCH, repacked

__all__ = ["write"]

_THIN = Side(style="thin")
_RULED = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
_WRAP = Alignment(wrap_text=True, vertical="top")
_CENTER = Alignment(horizontal="center", vertical="center", wrap_text=True)


def write(document: Document) -> bytes:
    """Render a document."""
    book = Workbook()
    book.properties.creator, book.properties.created = "", EPOCH
    _Writer(book, document)
    stream = BytesIO()
    book.save(stream)
    return repacked(stream.getvalue())


class _Writer:
    def __init__(self, book: Any, document: Document) -> None:
        self.book, self.row = book, 0
        self.sheet: Any = book.active
        self.sheet.title = "报告"
        self.sheet.column_dimensions["A"].width = 100
        self.sheet.oddHeader.center.text, self.sheet.oddFooter.center.text = document.title[:60], "- &P -"
        above: list[Paragraph] = []
        for block in document.blocks:
            if isinstance(block, Grid):
                self.table(block, above)
                above = []
            elif block.kind in ("caption", "note"):
                above.append(block)
            else:
                self.line(block)

    def line(self, block: Paragraph) -> None:
        """Write a paragraph into the next row."""
        self.row += 1
        cell = self.sheet.cell(self.row, 1, block.text)
        cell.alignment = _CENTER if block.kind == "title" else _WRAP
        cell.font = Font(bold=block.kind in ("title", "heading"), size=18 if block.kind == "title" else 12)
        cell.data_type = "s"

    def table(self, grid: Grid, above: list[Paragraph]) -> None:
        """Write a table, its title and note over its whole width; one behind the report on a sheet of its own."""
        if not grid.inner:
            self.sheet = self.book.create_sheet(f"附表{len(self.book.sheetnames)}")
            self.row = 0
        for block in above:
            self.line(block)
            self.sheet.merge_cells(start_row=self.row, end_row=self.row, start_column=1, end_column=grid.width)
            place = "center" if block.kind == "caption" else "right"
            self.sheet.cell(self.row, 1).alignment = Alignment(horizontal=place)
        first = self.row + 1
        for cell in grid.cells:
            self.cell(first, cell)
        for column in range(1 if grid.inner else 0, grid.width):
            self.sheet.column_dimensions[get_column_letter(column + 1)].width = 18 if column else 30
        self.row += grid.height

    def cell(self, first: int, cell: GridCell) -> None:
        row, column = first + cell.row, cell.column + 1
        spot = self.sheet.cell(row, column)
        spot.border, spot.alignment = _RULED, _CENTER
        if cell.number is not None:
            spot.value, spot.number_format = cell.number, cell.form
        elif cell.text:
            spot.value = cell.text
            spot.data_type = "s"
        if cell.rows > 1 or cell.columns > 1:
            self.sheet.merge_cells(
                start_row=row, end_row=row + cell.rows - 1, start_column=column, end_column=column + cell.columns - 1
            )
