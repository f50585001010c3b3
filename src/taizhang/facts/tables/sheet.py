"""A whole table: its grid, its caption, its columns, and what they say together.

`entries` makes a Sheet of each table and walks over its rows; `naming` and `measures` ask it about single figures.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, replace
from datetime import date

from taizhang.facts.tables.axes import Axis
from taizhang.facts.tables.captions import lines_above, lines_below, read_caption, read_notes, title_below
from taizhang.facts.tables.cells import figure_in
from taizhang.facts.tables.columnheads import read_columns
from taizhang.facts.tables.grid import Grid
from taizhang.facts.tables.joined import parted
from taizhang.facts.tables.kinds import is_entity
from taizhang.facts.tables.rowheads import Rows
from taizhang.facts.tables.times import Times
from taizhang.spans import Span

__all__ = ["TOLD", "Context", "Sheet"]

TOLD = ("growth", "rank", "score")
"""Roles of what a table tells, in a plan too."""


@dataclass(frozen=True, slots=True)
class Context:
    """What is in force where a table stands: a time expression before it, the year, whether it is in a plan."""

    period: Span | None = None
    year: int | None = None
    plan: bool = False
    done: date | None = None
    """The last day that the report sums up."""
    floor: int = 0
    """Where the text that may be its caption begins at the earliest."""
    ceiling: int = 0
    """Where the text that may be notes to it ends at the latest: where the next table begins."""


class Sheet:
    """What is known of a table before its figures are read."""

    def __init__(self, grid: Grid, context: Context) -> None:
        text = grid.text
        self.text, self.context, self.grid = text, context, grid
        inside = self.grid.captions_by_row()
        above = lines_above(text, min(spot.start for spot in grid.spots), context.floor)
        below = lines_below(text, max(spot.end for spot in grid.spots), context.ceiling)
        title = title_below(text, [*inside, *above], below, context.ceiling)
        self.caption = read_caption(text, [*title, *inside, *above])
        if not self.caption.units:
            self.caption.units = read_notes(text, self.grid.notes(), context.ceiling) or read_notes(
                text, below, context.ceiling
            )
        self.times = Times(text, self.caption.period, context.period, context.year)
        self.columns = read_columns(self.grid)
        self.firsts = [self._of_first(column) for column in range(self.grid.width)]
        """What the heads of each column say of the first figure of a cell; of most columns all that they say."""
        self.labels = [tuple(self.grid.labels(column)) for column in range(self.grid.width)]
        self.figures = [column for column, kind in enumerate(self.grid.kinds) if kind == "figures"]
        self.naming = {label for column in self.figures for label in self.labels[column]}
        """The columns that name the rows."""
        self.dated = {column: axis for column in self.figures if (axis := self._dated_left(column)) is not None}
        """The columns whose time holds for growths and rates that say none: 2024年 of 2023年, 2024年, 增减."""
        self.whole_unit = self._whole_unit()
        axes = [self.columns[column] for column in self.figures]
        self.plans = any(axis.status == "planned" for axis in axes)
        self.tells = any(axis.role in TOLD or axis.status == "actual" for axis in axes)
        """Some columns tell what was, so that those that say nothing do."""
        self.amounts = {column for column in self.figures if self._is_amount(column)}
        """Growths that are changes in amounts."""
        self.fractions = {column for column in self.figures if self._is_fraction(column)}
        """Rates and growths that stand as 0.86, so that what says no unit is not in %."""
        self.named = [column for column in self.figures if self.columns[column].name]
        self.plain = [column for column, axis in zip(self.figures, axes, strict=True) if axis.is_plain]
        """Columns that say no role, time or status, only what and in which unit: 数量, 单价, 金额."""
        self.entity_columns = {column for column in self.named if is_entity(self.columns[column].name)}
        """Organisations and places, where most columns are."""
        if len(self.named) < 2 or len(self.entity_columns) * 2 <= len(self.named):
            self.entity_columns = set()
        self._rows: dict[tuple[int, ...], Rows] = {}

    def rows(self, labels: tuple[int, ...]) -> Rows:
        """Give the rows as the columns `labels` name them."""
        if labels not in self._rows:
            self._rows[labels] = Rows(self.grid, labels, self.columns)
        return self._rows[labels]

    def labels_of(self, row: int, column: int) -> tuple[int, ...]:
        """Give the columns that name a figure: those of its column, in a table without a head the words left of it."""
        labels = self.labels[column]
        return labels if labels or self.grid.head_rows else self._nearest(row, column)

    def _nearest(self, row: int, column: int) -> tuple[int, ...]:
        for left in range(column - 1, -1, -1):
            spot = self.grid.at[row][left]
            if spot is not None and spot.text and figure_in(spot.text) is None:
                return (left,)
        return ()

    def named_left(self, column: int) -> int | None:
        """Give the nearest column of figures left of one that names something, in the same group."""
        i = bisect_left(self.named, column) - 1
        return self.named[i] if i >= 0 and self.named[i] >= column - column % self.grid.group else None

    def level_unit(self, column: int) -> tuple[str, Span | None] | None:
        """Give the unit of the amount that a change stands beside."""
        for left in range(column - 1, column - column % self.grid.group - 1, -1):
            axis = self.columns[left]
            if left in self.figures and axis.unit and axis.role in ("", "level"):
                return axis.unit, axis.unit_span
        return None

    def _of_first(self, column: int) -> Axis:
        """Leave out the time in a bracket of a head where cells have a figure in brackets: 排名（上月） over 3（5）."""
        axis = self.columns[column]
        spans = [*axis.periods, *([axis.scope_span] if axis.scope_span else [])]
        inside = [span for span in spans if self.text[span[0] - 1 : span[0]] in ("（", "(")]
        if not inside or not any(parted(spot.text) for spot in self.grid.body_cells(column)):
            return axis
        periods = [span for span in axis.periods if span not in inside]
        return replace(axis, periods=periods, scope="" if axis.scope_span in inside else axis.scope)

    def _dated_left(self, column: int) -> Axis | None:
        """Give the latest of the columns left of one that say a time, up to a growth or rate before them."""
        best: Axis | None = None
        latest: date | None = None
        for left in range(column - 1, column - column % self.grid.group - 1, -1):
            axis = self.firsts[left]
            if axis.role and best is not None:
                break
            if axis.role or axis.status == "planned" or axis.scope == "last_year" or left not in self.figures:
                continue
            if not axis.periods and axis.scope not in ("month", "total"):
                continue
            stated = self.times.stated(axis.periods, axis.scope, axis.scope_span)
            ends = stated.dates.ends if stated else None
            if best is None or (ends and latest and ends > latest):
                best, latest = axis, ends
        return best

    def _is_amount(self, column: int) -> bool:
        """Whether a growth without a unit is one in amounts: the two columns before it give it, or others have %."""
        over = self.columns[column]
        if over.role != "growth" or over.unit:
            return False
        cells = [(spot.row, number) for spot in self.grid.body_cells(column) if (number := figure_in(spot.text))]
        if any(number.unit for _, number in cells):
            return any(number.unit in ("%", "‰") for _, number in cells)
        before = [left for left in self.figures if left < column and not self.columns[left].role][-2:]
        if len(before) < 2 or not cells:
            return False
        fits = 0
        for row, number in cells:
            one, other = (figure_in(spot.text) if (spot := self.grid.at[row][left]) else None for left in before)
            if one and other:
                values = [each.value for each in (one, other, number)]
                plain = [value for value in values if isinstance(value, (int, float))]
                places = max(one.decimals, other.decimals, number.decimals)
                fits += len(plain) == 3 and round(abs(abs(plain[0] - plain[1]) - plain[2]), places) == 0
        return fits * 2 > len(cells)

    def _is_fraction(self, column: int) -> bool:
        found = [number for spot in self.grid.body_cells(column) if (number := figure_in(spot.text))]
        values = [number.value for number in found if isinstance(number.value, (int, float)) and not number.unit]
        exact = any(number.decimals > 1 for number in found)
        return exact and len(values) == len(found) > 1 and all(abs(value) <= 1 for value in values)

    def _whole_unit(self) -> tuple[str, Span | None] | None:
        """Give the unit of a column that sums up the others, when they say none: 合计（亩）, 人工造林, 封山育林."""
        plain = [self.columns[c] for c in self.figures if not self.columns[c].role]
        stated = [axis for axis in plain if axis.unit]
        if len(stated) == 1 and stated[0].total and len(plain) > 1:
            return stated[0].unit, stated[0].unit_span
        return None
