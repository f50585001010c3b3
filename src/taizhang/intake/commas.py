"""Text whose columns are parted by commas (.csv): one table, when all of the text is one.

In: a text. Out: its table, with the span of every cell without its quotation marks; `columns` asks here when a text
has no other tables. A line of which only the first value says something is a title or a note: it spans the table.
"""

from __future__ import annotations

import re
from collections import Counter

from taizhang.model import Cell, Table
from taizhang.spans import Span

__all__ = ["find_commas"]

_FIELD = re.compile(r'[ \t]*(?:"(?P<quoted>(?:[^"\n]|"")*)"|(?P<plain>[^",\r\n][^,\r\n]*)?)[ \t]*(?=[,\r\n]|$)')
_FIGURE = re.compile(r"[+\-－−]?\d[\d,.]*[^\d,，。]{0,5}")
_SENTENCES = ("。", "；", "，")
_TALKATIVE = 0.5
"""Part of the lines of three columns and more that may hold such signs."""
FEWEST = 3
"""Rows that make a table."""


def find_commas(text: str) -> Table | None:
    """Give the table of a text of comma-parted values, None for any other text.

    >>> table = find_commas('指标,数量\\n水库,"1,203"\\n泵站,15\\n')
    >>> ['指标,数量\\n水库,"1,203"\\n泵站,15\\n'[cell.start : cell.end] for cell in table.cells]
    ['指标', '数量', '水库', '1,203', '泵站', '15']
    """
    if text.count(",") * 2 < text.count("\n"):
        return None
    rows: list[list[Span]] = []
    at = 0
    for line in text.splitlines(keepends=True):
        fields = _fields(text, at, at + len(line.rstrip("\r\n")))
        at += len(line)
        if fields is None:
            return None
        if any(low < high for low, high in fields):
            rows.append(fields)
    if len(rows) < FEWEST:
        return None
    width, count = Counter(map(len, rows)).most_common(1)[0]
    figures = sum(bool(_FIGURE.fullmatch(text, low, high)) for row in rows[1:] for low, high in row[1:])
    if width < 2 or count * 5 < len(rows) * 4 or figures * 4 < count:
        return None
    talkative = sum(any(sign in text[row[0][0] : row[-1][1]] for sign in _SENTENCES) for row in rows)
    if talkative > (_TALKATIVE * len(rows) if width > 2 else 0):
        return None
    first = next(i for i, row in enumerate(rows) if len(row) == width)
    cells = [cell for i, row in enumerate(rows[first:]) for cell in _cells(i, row)]
    return Table(cells[0].start, cells[-1].end, tuple(cells))


def _cells(number: int, row: list[Span]) -> list[Cell]:
    said = [field for field in row if field[0] < field[1]]
    if len(said) == 1 and len(row) > 2 and said[0] == row[0]:
        return [Cell(number, 0, *said[0], columns=len(row))]
    return [Cell(number, c, *field) for c, field in enumerate(row)]


def _fields(text: str, start: int, end: int) -> list[Span] | None:
    """Split a line; None where a quotation mark is left open."""
    fields: list[Span] = []
    at = start
    while True:
        match = _FIELD.match(text, at, end)
        if match is None:
            return None
        low, high = match.span("quoted" if match["quoted"] is not None else "plain")
        if low < 0:
            low = high = match.end()
        while low < high and text[high - 1].isspace():
            high -= 1
        fields.append((low, high))
        at = match.end() + 1
        if match.end() >= end:
            return fields
