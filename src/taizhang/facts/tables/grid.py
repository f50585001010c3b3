"""The cells of a table -> its grid: which rows are the head, which columns name the rows, which hold figures.

Takes a Table whose offsets are those of the text it is read in; gives a Grid. `axes` reads the heads of its rows and
columns, `entries` the figures.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from taizhang.facts.tables.captions import is_filing
from taizhang.facts.tables.cells import TABLES, figure_in, is_empty, is_time, is_year, unit_of
from taizhang.facts.tables.heads import squeezed
from taizhang.facts.tables.joined import holds_figure
from taizhang.facts.tables.kinds import column_kind
from taizhang.model import Cell
from taizhang.spans import Span

__all__ = ["Grid", "Spot"]

_UNIT_NOTE = re.compile(rf"[（(【]?(?:{'|'.join(TABLES['captions']['unit_notes'])})[:：]")
_NOTE = re.compile(rf"[（(*※]?(?:{'|'.join(TABLES['captions']['notes'])})\d*[:：、.]")
_INDEX = re.compile(
    r"[（(]?(?:\d{1,2}|[甲乙丙丁戊①-⑳A-Za-z])[)）]?(?:\s*[=＝][\d①-⑳A-Za-z()（）+＋\-－*×xX/÷%％. ]+)?|(?:栏次|列次)"
)
_LABEL = ("any", "indicator", "entity", "period")
DEEPEST = 5
"""The last row that may number the columns."""
_LONG, _SENTENCE = 40, 25
"""Characters of a row that spans the table and is a text, not a head, and of a cell that is more than a name."""


class Spot(NamedTuple):
    """A cell with its text: offsets of the stripped text, place and extent in the grid."""

    start: int
    end: int
    text: str
    row: int
    column: int
    rows: int
    columns: int


class Grid:
    """A table as rows and columns, counted from 0 without rows that hold nothing."""

    def __init__(self, text: str, cells: Sequence[Cell]) -> None:
        self.text = text
        numbers = {row: i for i, row in enumerate(sorted({cell.row for cell in cells}))}
        self.spots = [_spot(text, cell, numbers) for cell in cells]
        self.height = len(numbers)
        self.width = max((spot.column + spot.columns for spot in self.spots), default=0)
        self.at: list[list[Spot | None]] = [[None] * self.width for _ in range(self.height)]
        for spot in self.spots:
            for row in range(spot.row, min(self.height, spot.row + spot.rows)):
                for column in range(spot.column, min(self.width, spot.column + spot.columns)):
                    self.at[row][column] = self.at[row][column] or spot
        self.captions: list[Spot] = []
        """Titles and notes that stand in the table above its head."""
        first = self._captions()
        self.head_rows = self._head(first)
        self.body = first + len(self.head_rows)
        self.kinds = [self._kind(column) for column in range(self.width)]
        is_form = bool(self.head_rows) and self._is_form()
        if is_form:
            self.head_rows, self.body = [], first
            self.kinds = ["figures" if column % 2 else "label" for column in range(self.width)]
        self.group = 2 if not self.head_rows and is_form else self._group()
        """How many columns repeat side by side; `width` when none do."""

    def captions_by_row(self) -> list[Span]:
        """Give the titles and notes above the head, the nearest first, together those of a row that says who filed."""
        found: list[Span] = []
        for row in sorted({spot.row for spot in self.captions}, reverse=True):
            spots = [spot for spot in self.captions if spot.row == row]
            if any(is_filing(spot.text) for spot in spots):
                found.append((spots[0].start, spots[-1].end))
            else:
                found += [(spot.start, spot.end) for spot in reversed(spots)]
        return found

    def row(self, row: int) -> list[Spot]:
        """Give the cells that begin in a row and say something."""
        return [spot for spot in self._starting(row) if not is_empty(spot.text)]

    def _starting(self, row: int) -> Iterator[Spot]:
        last: Spot | None = None
        for spot in self.at[row]:
            if spot is not None and spot is not last and spot.row == row:
                yield spot
            last = spot

    def has_figures(self, row: int) -> bool:
        """Tell a row with figures: not years, list numbers of columns or codes alone."""
        found = [spot for spot in self.row(row) if holds_figure(spot.text)]
        return any(not is_year(spot.text) for spot in found)

    def is_index(self, row: int) -> bool:
        """Tell the row that numbers the columns: 甲 1 2 3=1+2."""
        spots = self.row(row)
        marks = [spot for spot in spots if _INDEX.fullmatch(spot.text)]
        if len(marks) < 2 or len(marks) < len(spots) or row > DEEPEST:
            return False
        digits = [int(re.sub(r"\D", "", re.split("[=＝]", spot.text)[0]) or 0) for spot in marks]
        numbers = [digit for digit in digits if digit]
        return bool(numbers) and numbers == list(range(numbers[0], numbers[0] + len(numbers))) and numbers[0] <= 1

    def _captions(self) -> int:
        """Take the rows above the head that are titles and notes; give the first row after them."""
        for row in range(self.height):
            spots = self.row(row)
            if row + 1 >= self.height:
                return row
            whole = (
                len(spots) == 1 and (spots[0].columns == self.width or self.width > 1) and not figure_in(spots[0].text)
            )
            if whole and self.width > 1 and spots[0].column == 0 and spots[0].columns < self.width:
                whole = len(self.row(row + 1)) > 1  # a title in the first cell of a row that is not merged
                whole = whole and column_kind(spots[0].text) == ""
            said = any(_UNIT_NOTE.match(spot.text) or is_filing(spot.text) for spot in spots)
            if spots and not whole and not said:
                return row
            self.captions += spots
        return 0

    def _head(self, first: int) -> list[int]:
        """Give the rows of the head."""
        if first >= self.height or self.has_figures(first):
            return [first] if first < self.height and self.is_index(first) else []
        rows = [first]
        reach = max(
            (spot.row + spot.rows for spot in self._starting(first) if spot.rows < self.height - first),
            default=first + 1,
        )
        while rows[-1] + 1 < self.height:
            row = rows[-1] + 1
            if self.is_index(row):
                rows.append(row)
                break
            if self.has_figures(row) or not self._continues_head(row, row < reach):
                break
            rows.append(row)
        return rows

    def _continues_head(self, row: int, spanned: bool) -> bool:
        """Whether a row without figures is the second or third line of the head."""
        spots = self.row(row)
        if not spots or (len(spots) == 1 and spots[0].columns == self.width):
            return False
        above = self.at[row - 1]
        parted = any(
            a is not None and a.columns > 1 and (b := self.at[row][a.column]) is not None and b.columns < a.columns
            for a in above
        )
        if parted or (spanned and len(spots) > 1) or self._fills_corner(row):
            return True
        first = self.at[row][0]
        blank = first is None or not first.text or first.row < row
        return blank and (parted or len(spots) > 1) and self._below_blanks(row)

    def _fills_corner(self, row: int) -> bool:
        """Whether a row only heads the names of the rows, between two lines of heads over the figures."""
        spots = self.row(row)
        over = [self.at[row - 1][column] for spot in spots for column in range(spot.column, spot.column + spot.columns)]
        between = row + 1 < self.height and not self.has_figures(row + 1) and len(self.row(row + 1)) > 1
        return between and spots[0].column == 0 and not any(spot is not None and spot.text for spot in over)

    def _below_blanks(self, row: int) -> bool:
        """Whether this row fills blanks of the row above, or parts of its cells."""
        above, own = self.at[row - 1], self.at[row]
        for column in range(self.width):
            below = own[column]
            if below is None or below.row != row or is_empty(below.text):
                continue
            over = above[column]
            if (
                over is None
                or not over.text
                or over.columns > 1
                or (column_kind(below.text) == "" and not figure_in(below.text))
            ):
                return True
        return False

    def body_cells(self, column: int) -> Iterator[Spot]:
        """Give the cells of the body that begin in a column, blank ones left out."""
        last: Spot | None = None
        for row in range(self.body, self.height):
            spot = self.at[row][column]
            if spot is not None and spot is not last and spot.column == column and not is_empty(spot.text):
                yield spot
            last = spot

    def head_path(self, column: int) -> list[Spot]:
        """Give the cells of the head above a column, from the top; a blank one is spanned by what is left of it."""
        path: list[Spot] = []
        for i, row in enumerate(self.head_rows):
            if self.is_index(row):
                continue
            spot = self.at[row][column]
            if (spot is None or not spot.text) and i + 1 < len(self.head_rows) and self._filled_below(i, column):
                left = column - 1
                while left > 0 and not (self.at[row][left] or _NONE).text:
                    left -= 1
                spot = self.at[row][left] if left > 0 else None
            if spot is not None and spot.text and (not path or path[-1] is not spot):
                path.append(spot)
        return path

    def _filled_below(self, i: int, column: int) -> bool:
        return any((spot := self.at[row][column]) is not None and spot.text for row in self.head_rows[i + 1 :])

    def head_text(self, column: int) -> str:
        """Give the text of the lowest head of a column."""
        path = self.head_path(column)
        return path[-1].text if path else ""

    def _kind(self, column: int) -> str:
        """Say what a column holds: figures, ordinal, unit, code, date, prose, responsible, period, or words (label)."""
        said = column_kind(self.head_text(column))
        counts: Counter[str] = Counter()
        spots = list(self.body_cells(column))
        for spot in spots:
            counts[_what(spot.text)] += 1
        total = len(spots)
        if said in ("ordinal", "code") and not (
            said == "ordinal" and self.head_text(column) in ("排序",) and column > 1
        ):
            return said
        times = counts["year"] + counts["time"]
        if total and times and times + min(2, counts["text"]) >= total and self._is_first(column):
            return "period"
        if total and times == total and not self.head_path(column):
            return "date"
        if said == "date" and counts["figure"] < max(1, total):
            return "date"
        if said == "unit" and counts["unit"] * 2 >= max(1, total):
            return "unit"
        if said == "prose" and not counts["figure"] and (self._has_sentences(spots) or self._after_figures(column)):
            return said
        if said == "responsible" and not counts["figure"]:
            return said
        if not said and total > 1 and counts["unit"] == total and column and not self.head_text(column):
            return "unit"
        if (
            self._is_count_up(spots)
            and (column == 0 or said == "ordinal")
            and self.width > 2
            and not self.head_text(column)
        ):
            return "ordinal"
        figures = counts["figure"] + counts["year"]
        if said == "period" and column == 0 and (times + counts["figure"]) * 2 > total:
            return "period"
        if (
            figures
            and figures >= counts["text"] + counts["unit"]
            and not (said in _LABEL and column == 0 and counts["text"])
        ):
            return "figures"
        return "prose" if said == "prose" and self._has_sentences(spots) else "label"

    def _has_sentences(self, spots: Sequence[Spot]) -> bool:
        return any(len(spot.text) > _SENTENCE or any(mark in spot.text for mark in "，。；") for spot in spots)

    def _after_figures(self, column: int) -> bool:
        """Whether figures stand left of a column, so that it names no row."""
        return any(figure_in(spot.text) for left in range(1, column) for spot in self.body_cells(left))

    def _is_first(self, column: int) -> bool:
        """Whether a column is the first, or only list numbers stand before it."""
        return column == 0 or (column == 1 and column_kind(self.head_text(0)) == "ordinal")

    def _is_form(self) -> bool:
        """Whether names and what they have stand side by side in every row: 面积 56亩 职工 230人."""
        if self.width < 4 or self.width % 2 or any(self.kinds[c] == "figures" for c in range(0, self.width, 2)):
            return False
        first = self.head_rows[0]
        rows = range(first, self.height)
        if any(
            self.at[row][c] is None or not (self.at[row][c] or _NONE).text
            for row in rows
            for c in range(0, self.width, 2)
        ):
            return False
        mixed = 0
        for column in range(1, self.width, 2):
            found = [number for spot in self.body_cells(column) if (number := figure_in(spot.text))]
            if any(not number.unit for number in found):
                return False
            mixed += len({number.unit for number in found}) > 1
        heads = [squeezed(self.head_text(c)) for c in range(0, self.width, 2)]
        return mixed > 0 and len(set(heads)) == len(heads)

    def _is_count_up(self, spots: Sequence[Spot]) -> bool:
        numbers = [int(spot.text) for spot in spots if re.fullmatch(r"\d{1,3}", spot.text)]
        return len(numbers) > 1 and numbers == list(range(1, len(numbers) + 1)) and len(numbers) * 2 >= len(spots)

    def _group(self) -> int:
        """Give how many columns repeat: 指标 数值 指标 数值 -> 2."""
        heads = [squeezed(self.head_text(column)) for column in range(self.width)]
        for size in range(2, self.width // 2 + 1):
            if self.width % size or not heads[0]:
                continue
            if all(heads[i] == heads[i % size] for i in range(self.width)) and self.kinds[0] != "figures":
                return size
        return self.width

    def labels(self, column: int) -> list[int]:
        """Give the columns that name the rows for a column of figures."""
        low = column - column % self.group
        found = [c for c in range(low, column) if self.kinds[c] in ("label", "period")]
        first = next((c for c in range(low, column) if self.kinds[c] == "figures"), column)
        found = [c for c in found if c < first] or found[:1]
        chosen: list[int] = []
        for label in found:
            chosen.append(label)
            if not self._is_grouping(label):
                break
        if not chosen and low < column:
            chosen = [c for c in range(low, column) if self.kinds[c] in ("responsible", "prose")][:1]
        if not chosen and self.head_rows and column == low:
            chosen = [c for c in range(column + 1, low + self.group) if self.kinds[c] in ("label", "period")][:1]
        return chosen

    def _is_grouping(self, column: int) -> bool:
        """Whether a column names groups of rows: its cells are merged, blank below the first, or repeat."""
        cells = [self.at[row][column] for row in range(self.body, self.height)]
        said = [spot for spot in cells if spot is not None and not is_empty(spot.text)]
        texts = {squeezed(spot.text) for spot in said}
        return len(texts) < len(cells) - len(cells) // 8

    def is_note(self, spot: Spot) -> bool:
        """Tell a note below or in a table, and a long text in a row of its own."""
        return bool(_NOTE.match(spot.text)) or len(spot.text) > _LONG or "。" in spot.text

    def notes(self) -> Iterator[Span]:
        """Give the rows of the body that are notes, the unit of the table among them."""
        for row in range(self.body, self.height):
            spot = self.alone(row)
            if spot is not None and (self.is_note(spot) or _UNIT_NOTE.match(spot.text)):
                yield spot.start, spot.end

    def alone(self, row: int) -> Spot | None:
        """Give the only cell of a row that says anything where it is words: a section of the table."""
        spots = self.row(row)
        if len(spots) == 2 and self.kinds[spots[0].column] == "ordinal":
            spots = spots[1:]
        if len(spots) != 1 or figure_in(spots[0].text) or self.width < 2:
            return None
        spot = spots[0]
        others = [s for s in self.at[row] if s is not None and s is not spot and s.row == row and s.text]
        if others or (spot.columns < self.width and self.kinds[spot.column] not in ("label", "ordinal", "period")):
            return None
        return spot


_NONE = Spot(0, 0, "", 0, 0, 1, 1)


def _spot(text: str, cell: Cell, numbers: dict[int, int]) -> Spot:
    start, end = _stripped(text, cell.start, cell.end)
    row = numbers[cell.row]
    reach = sum(cell.row <= number < cell.row + cell.rows for number in numbers) if cell.rows > 1 else 1
    return Spot(start, end, text[start:end], row, cell.column, max(1, reach), max(1, cell.columns))


def _stripped(text: str, start: int, end: int) -> Span:
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    if text.startswith("**", start) and text.endswith("**", start + 4, end) and text[start:end].strip("*"):
        return start + 2, end - 2  # bold in Markdown
    return start, end


def _what(text: str) -> str:
    """Sort the text of a cell: year, time, figure, unit or text."""
    if is_year(text):
        return "year"
    if is_time(text):
        return "time"
    if holds_figure(text):
        return "figure"
    return "unit" if unit_of(text) else "text"
