"""A table in a text -> its figures with all that is said of them, and the cells that are to be read as sentences.

`read_table` is what the package offers; `extractor` makes Facts of the entries. Offsets are those of the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from taizhang.facts.tables.axes import Axis
from taizhang.facts.tables.cells import TABLES, Number, figure_in, is_time, is_year
from taizhang.facts.tables.grid import Grid, Spot
from taizhang.facts.tables.heads import squeezed
from taizhang.facts.tables.joined import Parted, parted
from taizhang.facts.tables.measures import measured
from taizhang.facts.tables.naming import name_of
from taizhang.facts.tables.sheet import TOLD, Context, Sheet
from taizhang.facts.tables.stacked import first_rows
from taizhang.facts.tables.times import Stated
from taizhang.facts.units import dimension
from taizhang.model import Cell
from taizhang.spans import Span

__all__ = ["Context", "Entry", "Passage", "read_table"]

_PLANS = tuple(TABLES["plans"]["words"])
_NO_FIGURES = ("ordinal", "code", "date", "unit", "period")
_PAIR = re.compile(r"[\d,.]+ ?[/／:：] ?[\d,.]+")
"""Two figures of which only the head says what they are: 86/42 under 男/女."""
_OF_SECOND = ("growth", "change", "share")
_DIGITS = frozenset("0123456789０１２３４５６７８９一二三四五六七八九十两")
MOST_AREA = 4_000_000
"""Places of a grid up to which it is laid out; a larger one is read as sentences."""
_BESIDE = 16
"""Characters of a cell at the beginning of a row that may say what its sentences are about."""

Axes = dict[tuple[int, ...], Axis]
"""What stands beside the figures of one row, by the columns that name them."""


@dataclass(slots=True)
class Entry:
    """A figure of a table."""

    start: int
    end: int
    number: Number
    unit: str = ""
    role: str = "level"
    sign: int = 1
    basis: str | None = None
    indicator: str | None = None
    name: Span | None = None
    subject: str | None = None
    period: Stated | None = None
    status: str = "actual"
    origins: dict[str, list[Span]] = field(default_factory=dict)


@dataclass(slots=True)
class Passage:
    """A cell to be read as sentences, and what its row and column say where the sentences say nothing."""

    start: int
    end: int
    indicator: str | None = None
    name: Span | None = None
    period: Stated | None = None
    plan: bool = False


def read_table(text: str, cells: Sequence[Cell], context: Context) -> list[Entry | Passage]:
    """Read a table: its entries and passages in the order of the text. A table without figures is passages only."""
    width = max((cell.column + cell.columns for cell in cells), default=0)
    height = len({cell.row for cell in cells})
    covered = sum(min(cell.rows, height) * cell.columns for cell in cells)
    if width < 2 or max(width * height, covered) > MOST_AREA:
        return [Passage(cell.start, cell.end, plan=context.plan) for cell in cells]
    return sorted(_read(text, cells, context), key=lambda found: found.start)


def _read(text: str, cells: Sequence[Cell], context: Context) -> Iterator[Entry | Passage]:
    """Read a table, or those that stand under one another in it; what is said over the first holds for the others."""
    grid = Grid(text, cells)
    numbers = sorted({cell.row for cell in cells})
    bounds = [numbers[row] for row in first_rows(grid)]
    if not bounds:
        yield from _Reader(grid, context).read()
        return
    for low, high in pairwise([numbers[0], *bounds, numbers[-1] + 1]):
        part = [cell for cell in cells if low <= cell.row < high]
        after = min((cell.start for cell in cells if cell.row >= high), default=context.ceiling)
        reader = _Reader(Grid(text, part), replace(context, ceiling=after))
        yield from reader.read()
        context = replace(context, floor=after, period=reader.sheet.caption.period or context.period)


class _Reader:
    """Walks over the rows of one table."""

    def __init__(self, grid: Grid, context: Context) -> None:
        self.text, self.grid, self.context = grid.text, grid, context
        self.sheet = Sheet(grid, context)
        labels = self.sheet.labels
        self.label_sets = {labels[column]: None for column in self.sheet.figures if labels[column]}

    def read(self) -> Iterator[Entry | Passage]:
        grid = self.grid
        for row in range(grid.body, grid.height):
            alone = grid.alone(row)
            if alone is not None and not grid.is_note(alone):
                for labels in {*self.label_sets, *self.sheet.labels}:
                    self.sheet.rows(labels).enter(alone)
                continue
            yield from self._row(row, alone)

    def _row(self, row: int, alone: Spot | None) -> Iterator[Entry | Passage]:
        axes = {labels: self.sheet.rows(labels).read(row) for labels in self.label_sets}
        for spot in self.grid.row(row):
            kind, number = self.grid.kinds[spot.column], figure_in(spot.text)
            if kind == "figures" and number is None and (found := parted(spot.text)) and spot is not alone:
                yield from self._parted(row, spot, found, axes)
            elif spot is alone or (number is None and self._is_prose(spot, kind)):
                yield self._passage(row, spot, axes)
            elif kind in _NO_FIGURES or spot.column in self.sheet.naming or number is None:
                continue
            elif kind == "figures" or not is_year(spot.text):
                yield self._entry(spot, number, self._beside(row, spot.column, axes))

    def _is_prose(self, spot: Spot, kind: str) -> bool:
        """Tell a text that may hold figures from a head and from a time."""
        if kind == "prose":
            return True
        if kind in _NO_FIGURES or spot.column in self.sheet.naming:
            return False
        return not (_DIGITS.isdisjoint(spot.text) or is_time(spot.text) or _PAIR.fullmatch(spot.text))

    def _beside(self, row: int, column: int, axes: Axes) -> Axis:
        labels = self.sheet.labels_of(row, column)
        if labels not in axes:
            axes[labels] = self.sheet.rows(labels).read(row) if labels else Axis()
        return axes[labels]

    def _passage(self, row: int, spot: Spot, axes: Axes) -> Passage:
        beside = self._beside(row, spot.column, axes) if self.grid.kinds[spot.column] != "label" else Axis()
        column = self.sheet.columns[spot.column]
        said = [head.text for head in self.grid.head_path(spot.column)]
        said += [s.text for s in self.grid.row(row)[:2] if s is not spot and len(s.text) < _BESIDE]
        plan = column.status == "planned" or any(word.endswith(_PLANS) or word.startswith(_PLANS) for word in said)
        name = beside.name_spans[0] if len(beside.name_spans) == 1 else None
        period = self.sheet.times.stated([*column.periods, *beside.periods], column.scope, column.scope_span)
        return Passage(spot.start, spot.end, beside.name or None, name, period, plan or self.context.plan)

    def _parted(self, row: int, spot: Spot, found: Parted, axes: Axes) -> Iterator[Entry | Passage]:
        """Read a figure that says more of itself: 1.2亿元（-3.1%）; the role of the second may stand in its head."""
        over, beside = self.sheet.columns[spot.column], self._beside(row, spot.column, axes)
        second, told = found.second, over.role in _OF_SECOND
        first = self.sheet.firsts[spot.column]
        if second is None or not (second.role or told or first is not over):
            yield self._entry(spot, found.first, beside)
            yield replace(self._passage(row, spot, axes), start=spot.start + found.rest)
            return
        if told:
            first = replace(first, role="", basis=None, role_span=None, completion=False)
        if dimension(over.unit) in ("percent", "point"):
            first = replace(first, unit="")
        elif second.role or told:
            over = replace(over, unit="%" if not second.unit else "")
        yield self._entry(spot, found.first, beside, first)
        yield self._entry(spot, second, beside, replace(over, basis=found.basis or over.basis, total=None))

    def _entry(self, spot: Spot, number: Number, beside: Axis, over: Axis | None = None) -> Entry:
        column, over = spot.column, over or self.sheet.columns[spot.column]
        entry = Entry(spot.start + number.start, spot.start + number.end, number)
        found = measured(self.sheet, column, number, over, beside)
        entry.role, entry.sign, entry.basis, entry.unit = found.role, found.sign, found.basis, found.unit
        spans, subject = name_of(self.sheet, column, over, beside)
        entry.indicator, entry.subject = self._joined(spans), self._joined(subject)
        entry.name = spans[0] if len(spans) == 1 and self.text[slice(*spans[0])] == entry.indicator else None
        entry.period = self._period(column, over, beside)
        status, status_span = self._status(entry, over, beside)
        entry.status = status
        unit_span = (entry.start, entry.end) if number.unit else found.unit_span
        period_span = entry.period[:2] if entry.period else None
        one = {"unit": unit_span, "role": found.role_span, "period": period_span, "status": status_span}
        entry.origins = {key: [span] for key, span in one.items() if span}
        entry.origins |= {key: spans for key, spans in (("indicator", spans), ("subject", subject)) if spans}
        return entry

    def _joined(self, spans: Sequence[Span]) -> str | None:
        return "".join(squeezed(self.text[start:end]) for start, end in spans) or None

    def _period(self, column: int, over: Axis, beside: Axis) -> Stated | None:
        """Give the time of a figure; a growth or rate that says none has that of what it describes."""
        scope, span = (over.scope, over.scope_span) if over.scope else (beside.scope, beside.scope_span)
        if over.role and not (over.periods or beside.periods or scope):
            over = self.sheet.dated.get(column, over)
            scope, span = over.scope, over.scope_span
        return self.sheet.times.stated([*beside.periods, *over.periods], scope, span)

    def _status(self, entry: Entry, over: Axis, beside: Axis) -> tuple[str, Span | None]:
        """Give the status and where it is said: by the heads, else by the caption, else by the part of the report."""
        if over.completion:
            return "actual", None
        for axis in (over, beside):
            if axis.status:
                return axis.status, axis.status_span
        if self.sheet.plans and (self.sheet.tells or over.periods):
            return "actual", None
        if self.sheet.caption.status and not over.role:
            return self.sheet.caption.status, None
        if self.context.plan and not self.sheet.caption.reports and entry.role not in TOLD and not over.scope:
            ends = entry.period.dates.ends if entry.period else None
            return ("actual" if ends and self.context.done and ends <= self.context.done else "planned"), None
        return "actual", None
