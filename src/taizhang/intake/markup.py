"""Text of parsed HTML in lines: a paragraph is a line, a row of a table of figures is a line with tabs between cells.

Tables are used for layout too; `is_grid` tells the two apart. `blocks` gives tables with cells, `lines` text alone.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from typing import NamedTuple

from lxml.etree import _Element, iterwalk

from taizhang.wordlists import load

__all__ = ["BLOCKS", "Grid", "GridCell", "blocks", "lines", "tidy"]

BLOCKS = frozenset(load("intake", "site.toml")["blocks"])
_NEWLINE_BETWEEN_WIDE = re.compile(r"(?<=[^\0-\xff])[ \t]*\r?\n\s*(?=[^\0-\xff])")
_SPACES = re.compile(r"[ \t\r\n\f\xa0]+")
_INVISIBLE = str.maketrans("", "", "\0\u200b\u200c\u200d\u2060\ufeff\xad")
_LINE = "\v"
_MOVED_IN = re.compile(
    r"(?:padding-left|margin-left|text-indent)\s*:\s*(\d{1,4}(?:\.\d{1,4})?)(em|rem|px|pt)", re.IGNORECASE
)
_UNITS_A_PLACE = {"em": 1, "rem": 1, "px": 16, "pt": 12}
"""How much of each unit is as wide as a character."""
_BLANKS = {"\u3000": 1.0, "\u2003": 1.0, "\u2002": 0.5, "\xa0": 0.5}
"""Blanks that a browser does not fold, in widths of a character."""
_FIGURES = frozenset("0123456789-+－＋−.")
_MOST_INDENT = 20
_LONG_CELL = 200
MOST_COLUMNS, MOST_ROWS = 200, 65534
"""What a cell may span."""


class GridCell(NamedTuple):
    """A cell of a table: its place, counted from 0, its text, what it spans, and the blanks that it is moved in by."""

    row: int
    column: int
    text: str
    rows: int
    columns: int
    indent: str = ""


class Grid(NamedTuple):
    """A table of figures: its rows that say anything, each with its cells."""

    rows: list[list[GridCell]]

    def lines(self) -> Iterator[str]:
        """Give its rows as text."""
        return ("\t".join(cell.indent + cell.text for cell in row) for row in self.rows)


def lines(root: _Element, left_out: Collection[_Element] = ()) -> Iterator[str]:
    """Give the lines of an element as a browser would break them, without empty ones and without what is `left_out`."""
    for block in blocks(root, left_out):
        if isinstance(block, str):
            yield block
        else:
            yield from block.lines()


def blocks(root: _Element, left_out: Collection[_Element] = ()) -> Iterator[str | Grid]:
    """Give the lines and the tables of figures of an element, in order; see `lines`."""
    parts: list[str] = []
    verbatim = 0
    walk = iterwalk(root, events=("start", "end"))
    for event, element in walk:
        begins, block = event == "start", element.tag in BLOCKS
        if block and parts:
            yield from _broken("".join(parts))
            parts.clear()
        verbatim += (element.tag == "pre") * (1 if begins else -1)
        text = element.text if begins else element.tail
        if begins and element in left_out:
            walk.skip_subtree()
        elif begins and element.tag == "table" and is_grid(element):
            walk.skip_subtree()
            yield from _table(element)
        elif text and (begins or element is not root):
            parts.append(text.replace("\n", _LINE) if verbatim else text)
    yield from _broken("".join(parts))


def is_grid(table: _Element) -> bool:
    """Say whether a table holds figures rather than laying out a page.

    It has a row of several cells, no table inside, and no long cell of several paragraphs.
    """
    if next(table.iterdescendants("table"), None) is not None:
        return False
    if not any(len(row) > 1 for row in table.iter("tr")):
        return False
    return not any(
        sum(child.tag in BLOCKS for child in cell) > 1 and sum(map(len, cell.itertext())) > _LONG_CELL
        for cell in table.iter("td")
    )


def tidy(text: str) -> str:
    """Fold white space as a browser does; a line break between two wide characters is no space."""
    folded = _NEWLINE_BETWEEN_WIDE.sub("", text.translate(_INVISIBLE))
    return _SPACES.sub(" ", folded).strip(" \u2002\u2003\u3000")


def _broken(text: str) -> Iterator[str]:
    yield from filter(None, map(tidy, text.split(_LINE)))


def _table(table: _Element) -> Iterator[str | Grid]:
    for caption in table.iter("caption"):
        yield from lines(caption)
    grid = Grid(list(_rows(table)))
    if grid.rows:
        yield grid


def _rows(table: _Element) -> Iterator[list[GridCell]]:
    """Give the rows; what a merged cell of a row above covers is passed over."""
    covered: dict[int, int] = {}
    """Columns that cells above reach into, and up to which row."""
    for number, row in enumerate(table.iter("tr")):
        cells: list[GridCell] = []
        column = 0
        for element in row:
            if element.tag not in ("td", "th"):
                continue
            while covered.get(column, 0) > number:
                column += 1
            height = _span(element, "rowspan", MOST_ROWS)
            width = _span(element, "colspan", max(1, MOST_COLUMNS - column))
            text = " ".join(lines(element)).replace("\t", " ")
            cells.append(GridCell(number, column, text, height, width, _indent(element) if text else ""))
            if height > 1:
                covered |= dict.fromkeys(range(column, column + width), number + height)
            column += width
        if any(cell.text for cell in cells):
            yield cells


def _indent(cell: _Element) -> str:
    """Give what a text is moved in by, in wide blanks, as blanks and styles say it: parts stand under their whole."""
    places = 0.0
    for element in cell.iter():
        for number, unit in _MOVED_IN.findall(element.get("style") or ""):
            places += float(number) / _UNITS_A_PLACE[unit.lower()]
        text = element.text or ""
        bare = text.lstrip()
        places += sum(_BLANKS.get(blank, 0) for blank in text[: len(text) - len(bare)])
        if bare:
            return "" if bare[0] in _FIGURES else "\u3000" * min(_MOST_INDENT, int(places + 0.01))
    return ""


def _span(element: _Element, name: str, most: int) -> int:
    stated = (element.get(name) or "").strip()
    return min(most, max(1, int(stated))) if stated.isdecimal() and len(stated) < 10 else 1
