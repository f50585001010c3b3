"""The cells of a workbook (.xlsx) that a person sees: hidden sheets, rows and columns left out, values as shown.

In: a Package. Out: `Workbook`, with a Sheet for each visible sheet in the order of the tabs; `sheettext` makes text of
them. Formulas give the value that was saved with them and are never computed; links to other files are not followed.

openpyxl is not used, though it takes as long: it opens the zip itself, outside the limits of Package; it refuses whole
files for one attribute that it does not know; and it does not tell a formula without a saved value from an empty cell.
The formats that values are shown in would be ours to apply in any case.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from taizhang.errors import IntakeError
from taizhang.intake.numberformat import builtin, shown, shown_text
from taizhang.intake.package import DamagedPart, Package, Relation

if TYPE_CHECKING:
    from lxml.etree import _Element

__all__ = ["MAX_CELLS", "MAX_COLUMN", "MAX_ROW", "MAX_SHEETS", "Box", "Sheet", "SheetCell", "Workbook"]

MAX_SHEETS = 1_000
MAX_CELLS = 250_000
"""Cells with something in them, of the whole workbook."""
MAX_ROW, MAX_COLUMN = 1_048_576, 16_384
"""What a sheet can have at most."""

_S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_OF_A_SHEET = [_S + name for name in ("sheetFormatPr", "cols", "row", "mergeCell", "headerFooter")]
_REFERENCE = re.compile(r"\$?([A-Za-z]{1,3})\$?(\d{1,7})$")
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_HEADER_CODE = re.compile(r'&(?:"[^"]*"|K[0-9A-Fa-f]{6}|\d+|[^&])')
_GENERAL = ("", "General")
_TRUE = ("1", "true", "on")
_SHOWN: dict[str, Callable[[str], str]] = {
    "b": lambda value: "TRUE" if value in _TRUE else "FALSE",
    "d": lambda value: value.removesuffix("T00:00:00").replace("T", " "),
    "e": str,
}
"""How values of other types than numbers and texts show: truth, dates, errors."""


class SheetCell(NamedTuple):
    """A cell with something in it: its row and column from 1, its text, whether that is a number."""

    row: int
    column: int
    text: str
    number: bool


class Box(NamedTuple):
    """A merged range, both ends inclusive."""

    top: int
    left: int
    bottom: int
    right: int


class _Style(NamedTuple):
    """What the look of a cell says of its text: the number format, and how far it is moved to the right."""

    format: str = ""
    indent: int = 0


@dataclass(slots=True)
class Sheet:
    """What is to be seen of a sheet: cells in the order of rows, and what stands outside of them."""

    name: str
    cells: list[SheetCell] = field(default_factory=list)
    merged: list[Box] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    """Rows that hold something and are not shown."""
    hidden_columns: set[int] = field(default_factory=set)
    boxes: list[str] = field(default_factory=list)
    """The texts of text boxes."""
    headers: list[tuple[str, str]] = field(default_factory=list)
    """The texts printed on each page, each with 页眉 or 页脚."""
    uncomputed: int = 0
    """Formulas without a saved value."""
    invisible: int = 0
    """Cells whose format shows nothing."""
    comments: int = 0
    damaged: bool = False
    """A text box or comment could not be read."""
    broken: bool = False
    """It is damaged itself, and empty here: a part of it might be read wrong without the rest."""


class Workbook:
    """A workbook; IntakeError when it is damaged or beyond the limits."""

    def __init__(self, package: Package) -> None:
        self.package = package
        self.main = package.main()
        root = package.xml(self.main)
        properties = root.find(_S + "workbookPr")
        self._epoch_1904 = properties is not None and properties.get("date1904") in _TRUE
        self._related = {relation.id: relation for relation in package.related(self.main)}
        self.hidden: list[str] = []
        """Names of the sheets that are not shown."""
        self.other: list[str] = []
        """Names of those that have no cells: charts, dialogs, macros."""
        self._parts: dict[str, str] = {}
        sheets = list(root.iter(_S + "sheet"))
        if len(sheets) > MAX_SHEETS:
            raise IntakeError(f"有 {len(sheets):,} 个工作表，超过 {MAX_SHEETS:,} 个的上限；请拆成几个文件再读")
        for sheet in sheets:
            self._place(
                sheet.get("name", ""), sheet.get("state", "visible"), self._related.get(sheet.get(_R + "id", ""))
            )
        self._left = MAX_CELLS

    def _place(self, name: str, state: str, relation: Relation | None) -> None:
        if state != "visible":
            self.hidden.append(name)
        elif relation is None or relation.type != "worksheet" or relation.external:
            self.other.append(name)
        else:
            self._parts.setdefault(relation.target, name)

    def sheets(self) -> Iterator[Sheet]:
        """Read the visible sheets one by one; IntakeError when all of them are damaged.

        One damaged among others is `broken`.
        """
        broken: IntakeError | None = None
        whole = False
        for part, name in self._parts.items():
            sheet = Sheet(name)
            try:
                self._sheet(part, sheet)
                whole = True
            except DamagedPart as error:
                broken, sheet = error, Sheet(name, broken=True)
            yield sheet
        if broken and not whole:
            raise broken

    def _sheet(self, part: str, sheet: Sheet) -> Sheet:
        row, all_hidden, columns = 0, False, bytes(MAX_COLUMN + 1)
        for element in self.package.each(part, _OF_A_SHEET):
            match element.tag.removeprefix(_S):
                case "sheetFormatPr":
                    all_hidden = element.get("zeroHeight") in _TRUE
                case "cols":
                    columns = _hidden_columns(element)
                case "row":
                    row = _number(element.get("r"), row + 1, MAX_ROW)
                    self._row(sheet, element, row, not _is_hidden(element, "ht", all_hidden), columns)
                case "mergeCell":
                    sheet.merged += _box(element.get("ref", ""))
                case _:
                    sheet.headers = list(dict.fromkeys(_headers(element)))
        self._around(sheet, part)
        return sheet

    def _row(self, sheet: Sheet, element: _Element, row: int, visible: bool, hidden: bytes) -> None:
        column = 0
        for cell in element.iterfind(_S + "c"):
            column = _column(cell.get("r"), column + 1)
            text, number = self._value(sheet, cell)
            if not text or text.isspace():
                continue
            self._left -= 1
            if self._left < 0:
                raise IntakeError(f"有内容的单元格超过 {MAX_CELLS:,} 个的上限；请拆成几个文件再读")
            if not visible:
                sheet.hidden_rows.add(row)
            elif hidden[column]:
                sheet.hidden_columns.add(column)
            else:
                sheet.cells.append(SheetCell(row, column, text, number))

    def _value(self, sheet: Sheet, cell: _Element) -> tuple[str, bool]:
        """Give the text of a cell and whether it is a number."""
        kind, found = cell.get("t", "n"), cell.find(_S + "v")
        if kind == "inlineStr":
            inline = cell.find(_S + "is")
            return ("" if inline is None else self._styled(_text(inline), cell)), False
        value = (found.text or "") if found is not None else ""
        if kind == "str":
            return self._styled(_unescaped(value), cell), False
        value = value.strip()
        if not value:
            sheet.uncomputed += cell.find(_S + "f") is not None
            return "", False
        if kind == "s":
            number = int(value) if value.isdecimal() else -1
            return (self._styled(self._strings[number], cell) if 0 <= number < len(self._strings) else ""), False
        if kind in _SHOWN:
            return _SHOWN[kind](value), False
        return self._computed(sheet, value, cell)

    def _computed(self, sheet: Sheet, value: str, cell: _Element) -> tuple[str, bool]:
        form = self._style(cell).format
        if form in _GENERAL and value.isdecimal() and len(value) < 15:
            return value, True
        try:
            text = shown(float(value), form, self._epoch_1904)
        except ValueError:
            return value, False
        sheet.invisible += not text
        return text, True

    def _styled(self, text: str, cell: _Element) -> str:
        """Give a text as its style shows it, moved to the right by wide blanks."""
        style = self._style(cell)
        return "\u3000" * style.indent + shown_text(text, style.format) if text else ""

    def _style(self, cell: _Element) -> _Style:
        number = cell.get("s", "")
        return self._styles[int(number)] if number.isdecimal() and int(number) < len(self._styles) else _Style()

    @cached_property
    def _styles(self) -> list[_Style]:
        part = self.package.target(self.main, "styles")
        if part is None:
            return []
        root = self.package.xml(part)
        own = {format.get("numFmtId"): format.get("formatCode", "") for format in root.iter(_S + "numFmt")}
        return [_style(style, own) for style in root.iterfind(f"{_S}cellXfs/{_S}xf")]

    @cached_property
    def _strings(self) -> list[str]:
        part = self.package.target(self.main, "sharedStrings")
        return [_text(item) for item in self.package.each(part, [_S + "si"])] if part else []

    def _around(self, sheet: Sheet, part: str) -> None:
        """Read what a sheet refers to: drawings for their text boxes, comments to count them."""
        try:
            for relation in self.package.related(part):
                if relation.type in ("drawing", "comments") and not relation.external:
                    self._beside(sheet, relation)
        except IntakeError:
            sheet.damaged = True

    def _beside(self, sheet: Sheet, relation: Relation) -> None:
        if relation.type == "comments":
            sheet.comments += sum(1 for _ in self.package.xml(relation.target).iter(_S + "comment"))
            return
        for paragraph in self.package.xml(relation.target).iter(_A + "p"):
            if text := "".join(run.text or "" for run in paragraph.iter(_A + "t")).strip():
                sheet.boxes.append(text)


def _style(element: _Element, formats: dict[str | None, str]) -> _Style:
    number, alignment = element.get("numFmtId", "0"), element.find(_S + "alignment")
    form = formats.get(number)
    if form is None:
        form = builtin(int(number)) if number.isdecimal() and len(number) < 9 else ""
    indent = alignment.get("indent", "0") if alignment is not None else "0"
    return _Style(form, int(indent) if indent.isdecimal() and len(indent) < 3 else 0)


def _text(element: _Element) -> str:
    """Give a text with its runs, without the reading aids above it."""
    parts = [child for child in element if child.tag in (_S + "t", _S + "r")]
    texts = (t.text or "" for part in parts for t in ([part] if part.tag == _S + "t" else part.iterfind(_S + "t")))
    return _unescaped("".join(texts))


def _unescaped(text: str) -> str:
    """Undo how characters that XML cannot hold are written (_x000D_)."""
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text) if "_x" in text else text


def _hidden_columns(columns: _Element) -> bytes:
    """Give for each column, by its number, whether it is hidden."""
    hidden = bytearray(MAX_COLUMN + 1)
    for column in columns:
        first = _number(column.get("min"), 1, MAX_COLUMN)
        last = _number(column.get("max"), MAX_COLUMN, MAX_COLUMN)
        hidden[first : last + 1] = bytes([_is_hidden(column, "width", False)]) * max(0, last + 1 - first)
    return bytes(hidden)


def _is_hidden(element: _Element, size: str, otherwise: bool) -> bool:
    """Say whether a row or column is hidden, or made so small that nothing is left of it."""
    stated = element.get("hidden")
    if stated is None and element.get(size) is not None:
        return element.get(size) in ("0", "0.0")
    return otherwise if stated is None else stated in _TRUE


def _headers(headers: _Element) -> Iterator[tuple[str, str]]:
    for element in headers:
        text = " ".join(_HEADER_CODE.sub(" ", element.text or "").replace("&&", "&").split())
        if any(char.isalnum() for char in text):
            yield text, "页脚" if element.tag.endswith("Footer") else "页眉"


def _number(text: str | None, otherwise: int, most: int) -> int:
    number = int(text) if text and text.isdecimal() and len(text) < 9 else otherwise
    if not 1 <= number <= most:
        raise IntakeError(f"单元格的行列超出工作表的范围（{number}）；文件已损坏，请用 Excel 或 WPS 打开后另存再读")
    return number


def _column(reference: str | None, otherwise: int) -> int:
    found = _REFERENCE.match(reference or "")
    return _number(str(_letters(found[1])) if found else None, otherwise, MAX_COLUMN)


def _letters(letters: str) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number


def _box(reference: str) -> Iterator[Box]:
    first, _, last = reference.partition(":")
    one, other = _REFERENCE.match(first), _REFERENCE.match(last or first)
    if one and other:
        rows, columns = sorted((int(one[2]), int(other[2]))), sorted((_letters(one[1]), _letters(other[1])))
        yield Box(rows[0], columns[0], min(rows[1], MAX_ROW), min(columns[1], MAX_COLUMN))
