"""Sheets as text: a Package in, the Extract of a workbook out; `xlsx` calls it.

Each sheet begins with its name on a line of its own, unless that is the one that the program gave. Where the sheet has
a title below it, the name is set apart as the file's own; where it begins with a table, the name is its caption.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field

from taizhang.errors import IntakeError
from taizhang.intake.formats import Extract
from taizhang.intake.package import Package
from taizhang.intake.sheetgrid import Block, Merged, blocks
from taizhang.intake.workbook import Sheet, SheetCell, Workbook
from taizhang.model import Cell, Noise, Place, Table

__all__ = ["MAX_TEXT", "read"]

MAX_TEXT = 10_000_000
"""Characters; cells share their texts in the file, so that a small one could hold billions."""
_DENSE, _SPARE = 50, 10_000
"""Empty cells are kept in a table that has no more than this many for each full one, and this many besides."""
_DEFAULT_NAME = re.compile(r"(?:sheet|工作表|表|chart)\s*\d*(?:\s*\(\d+\))?$", re.IGNORECASE)
_MOST_INDENT = 20
_LINE_END = re.compile(r"[\r\n\v\f\x85\u2028\u2029]+")
_INVISIBLE = str.maketrans("\xa0", " ", "\0\u200b\u200c\u200d\u2060\ufeff\xad")
_BINARY = "xl/workbook.bin"


def read(data: bytes) -> Extract:
    """Read a workbook; IntakeError when it is damaged, encrypted or beyond the limits."""
    package = Package(data)
    if _BINARY in package and "xl/workbook.xml" not in package:
        raise IntakeError("是二进制工作簿（.xlsb），本版暂不支持；请在 Excel 或 WPS 中另存为 .xlsx 再读")
    book, text, sheets = Workbook(package), _Text(), []
    for sheet in book.sheets():
        text.sheet(sheet)
        sheet.cells.clear()
        sheets.append(sheet)
    text.headers(sheets)
    notes = (*package.notes, *_notes(book, sheets))
    return Extract(text.whole(), notes, tuple(text.places), tuple(text.tables), tuple(text.noise))


@dataclass(slots=True)
class _Text:
    """The text that is being written, and where its stretches come from."""

    lines: list[str] = field(default_factory=list)
    at: int = 0
    """Where the next line begins."""
    places: list[Place] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    noise: list[Noise] = field(default_factory=list)

    def whole(self) -> str:
        return "\n".join(self.lines)

    def line(self, text: str) -> tuple[int, int]:
        start = self.at
        self.lines.append(text)
        self.at += len(text) + 1
        if self.at > MAX_TEXT:
            raise IntakeError(f"文字超过 {MAX_TEXT // 10_000:,} 万字的上限；请拆成几个文件再读")
        return start, self.at - 1

    def sheet(self, sheet: Sheet) -> None:
        found, merged = blocks(sheet)
        name = _one_line(sheet.name)
        if (found or sheet.boxes) and not _DEFAULT_NAME.match(name) and name:
            start, end = self.line(name)
            self.places.append(Place(start, end, sheet=name))
            if not (found and found[0].table):
                self.noise.append(Noise(start, end, "page-marker"))
        for block in found:
            if block.table:
                self.table(block, merged, name)
            else:
                self.paragraphs(block, name)
        for box in sheet.boxes:
            start, end = self.line(_one_line(box))
            self.places.append(Place(start, end, sheet=name, part="文本框"))

    def paragraphs(self, block: Block, name: str) -> None:
        """Write rows that are no table: the paragraphs of each cell as lines."""
        for cell in (cell for row in block.rows for cell in row):
            start = self.at
            for paragraph in filter(None, map(_one_line, _LINE_END.split(cell.text))):
                self.line(paragraph)
            if self.at > start:
                self.places.append(Place(start, self.at - 1, sheet=name, cell=_reference(cell)))

    def table(self, block: Block, merged: Merged, name: str) -> None:
        """Write the rows of a table, cells parted by tabs; empty ones too, those that a merged one covers not."""
        columns = sorted(block.columns)
        full = sum(map(len, block.rows))
        dense = len(columns) * len(block.rows) <= _DENSE * full + _SPARE
        across = {column: number for number, column in enumerate(columns)}
        down = {row[0].row: number for number, row in enumerate(block.rows)}
        row_numbers = list(down)
        number, begin = len(self.tables) + 1, self.at
        cells: list[Cell] = []
        for row in block.rows:
            texts: list[str] = []
            at = self.at
            filled = {cell.column: cell for cell in row}
            for column in columns if dense else filled:
                if (row[0].row, column) in merged.covered:
                    continue
                cell = filled.get(column) or SheetCell(row[0].row, column, "", False)
                text = cell.text if cell.number else _one_line(cell.text)
                lead = "" if cell.number else _indent(cell.text)
                at += len(lead)
                rows, width = _span(cell, merged, row_numbers, columns)
                place = down[cell.row], across[column]
                cells.append(Cell(*place, at, at + len(text), rows, width))
                if text:
                    self.places.append(
                        Place(at, at + len(text), table=number, row=place[0] + 1, column=place[1] + 1, sheet=name,
                              cell=_reference(cell))
                    )  # fmt: skip
                texts.append(lead + text)
                at += len(text) + 1
            self.line("\t".join(texts))
        self.tables.append(Table(begin, self.at - 1, tuple(cells)))

    def headers(self, sheets: list[Sheet]) -> None:
        """Write what is printed on each page behind all else, each text once."""
        for text, part in dict.fromkeys(header for sheet in sheets for header in sheet.headers):
            start, end = self.line(text)
            self.places.append(Place(start, end, part=part))
            self.noise.append(Noise(start, end, "page-marker"))


def _span(cell: SheetCell, merged: Merged, rows: list[int], columns: list[int]) -> tuple[int, int]:
    """Give how many rows and columns of its table a cell takes."""
    box = merged.boxes.get((cell.row, cell.column)) if merged.boxes else None
    if box is None:
        return 1, 1
    height = bisect_right(rows, box.bottom) - bisect_left(rows, box.top)
    width = bisect_right(columns, box.right) - bisect_left(columns, box.left)
    return max(1, height), max(1, width)


def _one_line(text: str) -> str:
    return " ".join(text.translate(_INVISIBLE).split())


def _indent(text: str) -> str:
    """Give what a text is moved to the right by, in wide blanks: it says that a row is a part of the one above."""
    blanks = text[: len(text) - len(text.lstrip(" \u3000\xa0"))]
    return "\u3000" * min(_MOST_INDENT, blanks.count("\u3000") + (len(blanks) - blanks.count("\u3000") + 1) // 2)


def _reference(cell: SheetCell) -> str:
    """Give a cell's place as the program names it: B4."""
    letters, number = "", cell.column
    while number:
        number, letter = divmod(number - 1, 26)
        letters = chr(65 + letter) + letters
    return f"{letters}{cell.row}"


def _notes(book: Workbook, sheets: list[Sheet]) -> Iterator[str]:
    for name in book.hidden:
        yield f"隐藏的工作表“{_one_line(name)}”未读入"
    for name in book.other:
        yield f"工作表“{_one_line(name)}”没有单元格可读（图表、宏，或缺少部件），未读入"
    for sheet in sheets:
        hidden = [f"{len(sheet.hidden_rows)} 行"] * bool(sheet.hidden_rows)
        hidden += [f"{len(sheet.hidden_columns)} 列"] * bool(sheet.hidden_columns)
        if hidden:
            yield f"工作表“{_one_line(sheet.name)}”中隐藏的{'、'.join(hidden)}未读入"
    if uncomputed := sum(sheet.uncomputed for sheet in sheets):
        yield f"{uncomputed} 个公式没有存下结果，未读入；请用 Excel 或 WPS 打开、保存后再读"
    if invisible := sum(sheet.invisible for sheet in sheets):
        yield f"{invisible} 个单元格的格式不显示内容，未读入"
    if broken := [sheet.name for sheet in sheets if sheet.broken]:
        yield f"工作表“{'”“'.join(map(_one_line, broken))}”已损坏，未读入；请用 Excel 或 WPS 打开、修复后再读"
    if damaged := [sheet.name for sheet in sheets if sheet.damaged]:
        yield f"工作表“{'”“'.join(map(_one_line, damaged))}”的文本框或批注已损坏，未读入"
    if comments := sum(sheet.comments for sheet in sheets):
        yield f"批注 {comments} 条未读入"
    if any(name.lower().endswith("vbaproject.bin") for name in book.package.names):
        yield "含宏，未运行"
