"""Text whose columns are parted by commas, semicolons or single bars (.csv): one table, when all of the text is one.

In: a text. Out: its table, with the span of every cell without its quotation marks; `columns` asks here when a text
has no other tables. Some lines of title may stand before it and notes below it. A line in it of which only the first
value says something is a title or a note too: it spans the table.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from taizhang.model import Cell, Table
from taizhang.spans import Span

__all__ = ["SIGNS", "find_separated"]

SIGNS = "|;,"
"""In the order in which they are tried: commas stand in figures too."""
_LONGEST = 1000
"""Characters of a value in quotation marks, which may go over lines."""
_FIELDS = {
    sign: re.compile(
        rf'[ \t]*(?:"(?P<quoted>(?:[^"]|""){{0,{_LONGEST}}})"|(?P<plain>[^"{sign}\r\n][^{sign}\r\n]*)?)[ \t]*'
        rf"(?=[{sign}\r\n]|\Z)"
    )
    for sign in SIGNS
}
_FIGURE = re.compile(r"[+\-－−]?\d[\d,.]*[^\d,，。]{0,5}")
_SENTENCES = ("。", "；", "，")
_TALKATIVE = 0.5
"""Part of the lines of three columns and more that may hold such signs."""
FEWEST, MOST_ABOVE = 3, 8
"""Rows that make a table, and lines that may stand above it."""
Fields = list[Span]


def find_separated(text: str) -> Table | None:
    """Give the table of a text of parted values, None for any other text.

    >>> table = find_separated('指标,数量\\n水库,"1,203"\\n泵站,15\\n')
    >>> ['指标,数量\\n水库,"1,203"\\n泵站,15\\n'[cell.start : cell.end] for cell in table.cells]
    ['指标', '数量', '水库', '1,203', '泵站', '15']
    """
    lines = text.count("\n")
    for sign in SIGNS:
        if text.count(sign) * 2 >= max(1, lines) and _may_be_one(text, sign) and (table := _table(text, sign)):
            return table
    return None


def _may_be_one(text: str, sign: str) -> bool:
    """Tell most prose at once: the lines of a table have as many signs each, but for values that go over lines."""
    counts = [line.count(sign) for line in text.splitlines() if line.strip(f"{sign} \t")]
    usual = Counter(filter(None, counts)).most_common(1)
    if not usual or usual[0][1] < (1 if '"' in text else FEWEST - 1):
        return False
    number, rows = usual[0]
    first, last = counts.index(number), max(i for i, count in enumerate(counts) if count)
    return rows * 5 >= (last - first + 1) * (1 if '"' in text else 3)


def _table(text: str, sign: str) -> Table | None:
    rows = [row for row in _rows(text, sign) if row is None or any(low < high for low, high in row)]
    widths = Counter(len(row) for row in rows if row and len(row) > 1)
    width = widths.most_common(1)[0][0] if widths else 0
    full = [i for i, row in enumerate(rows) if row and len(row) == width]
    if not full or full[0] > MOST_ABOVE:
        return None
    last = max(i for i, row in enumerate(rows) if row is None or len(row) > 1)
    found = [row for row in rows[full[0] : last + 1] if row is not None]
    if len(found) <= last - full[0] or not _is_tabular(text, found, len(full), width):
        return None
    cells = [cell for i, row in enumerate(found) for cell in _cells(i, row, width)]
    return Table(cells[0].start, cells[-1].end, tuple(cells))


def _is_tabular(text: str, rows: Sequence[Fields], full: int, width: int) -> bool:
    """Tell a table from prose that has such signs: columns that hold, figures in them, few sentences."""
    figures = sum(bool(_FIGURE.fullmatch(text, low, high)) for row in rows[1:] for low, high in row[1:])
    if len(rows) < FEWEST or full * 5 < len(rows) * 4 or figures * 4 < full:
        return False
    talkative = sum(any(sign in text[row[0][0] : row[-1][1]] for sign in _SENTENCES) for row in rows)
    return talkative <= (_TALKATIVE * len(rows) if width > 2 else 0)


def _cells(number: int, row: Fields, width: int) -> list[Cell]:
    said = [field for field in row if field[0] < field[1]]
    if len(said) == 1 and len(row) != 2 and said[0] == row[0]:
        return [Cell(number, 0, *said[0], columns=max(width, len(row)))]
    return [Cell(number, c, *field) for c, field in enumerate(row)]


def _rows(text: str, sign: str) -> Iterator[Fields | None]:
    """Split a text into rows of values; None for a line in which a quotation mark is left open."""
    at = 0
    while at < len(text):
        fields, end = _fields(text, at, sign)
        yield fields
        at = end + (2 if text.startswith("\r\n", end) else 1)


def _fields(text: str, at: int, sign: str) -> tuple[Fields | None, int]:
    """Give the values of a row that begins at `at`, and where it ends."""
    fields: Fields = []
    while match := _FIELDS[sign].match(text, at):
        fields.append(_bare(text, match))
        if not text.startswith(sign, match.end()):
            return fields, match.end()
        at = match.end() + 1
    end = text.find("\n", at)
    return None, len(text) if end < 0 else end


def _bare(text: str, match: re.Match[str]) -> Span:
    low, high = match.span("quoted" if match["quoted"] is not None else "plain")
    if low < 0:
        return match.end(), match.end()
    while low < high and text[high - 1].isspace():
        high -= 1
    return low, high
