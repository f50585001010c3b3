"""A table in a text -> its figures with all that is said of them, and the cells that are to be read as sentences.

`read_table` is what the package offers; `extractor` makes Facts of the entries. Offsets are those of the text.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from taizhang.facts.tables.axes import Axis, Rows, read_columns
from taizhang.facts.tables.captions import lines_above, read_caption
from taizhang.facts.tables.cells import TABLES, Number, figure_in, is_time, is_year
from taizhang.facts.tables.grid import Grid, Spot
from taizhang.facts.tables.heads import is_entity, squeezed
from taizhang.facts.tables.times import Stated, Times
from taizhang.facts.units import dimension
from taizhang.model import Cell
from taizhang.spans import Span

__all__ = ["Context", "Entry", "Passage", "read_table"]

_PLANS = tuple(TABLES["plans"]["words"])
_TOLD = ("growth", "rank", "score")
"""What a table tells of, in a plan too."""
_RATIOS = tuple(TABLES["roles"]["ratios"])
MOST_AREA = 4_000_000
"""Places of a grid up to which it is laid out; a larger one is read as sentences."""


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
    return sorted(_Reader(text, cells, context).read(), key=lambda found: found.start)


class _Reader:
    """The state of reading one table."""

    def __init__(self, text: str, cells: Sequence[Cell], context: Context) -> None:
        self.text, self.context = text, context
        self.grid = Grid(text, cells)
        inside = [(spot.start, spot.end) for spot in reversed(self.grid.captions)]
        above = lines_above(text, min(cell.start for cell in cells), context.floor)
        self.caption = read_caption(text, [*inside, *above])
        self.times = Times(text, self.caption.period, context.period, context.year)
        self.columns = read_columns(self.grid)
        self.rows: dict[tuple[int, ...], Rows] = {}
        self.labels = [tuple(self.grid.labels(column)) for column in range(self.grid.width)]
        self.figures = [column for column, kind in enumerate(self.grid.kinds) if kind == "figures"]
        self.label_sets = {self.labels[column]: None for column in self.figures if self.labels[column]}
        self.naming = {label for column in self.figures for label in self.labels[column]}
        """The columns that name the rows."""
        self.dated = {column: axis for column in self.figures if (axis := self._dated_left(column)) is not None}
        """The columns whose time holds for growths and rates that say none: 2024年 of 2023年, 2024年, 增减."""
        self.whole_unit = self._whole_unit()
        self.plans = any(self.columns[column].status == "planned" for column in self.figures)
        self.tells = any(
            axis.role in _TOLD or axis.status == "actual" for axis in map(self.columns.__getitem__, self.figures)
        )
        """Some columns tell what was, so that those that say nothing do."""
        self.amounts = {column for column in self.figures if self._is_amount(column)}
        self.named = [column for column in self.figures if self.columns[column].name]
        names = [self.columns[column].name for column in self.named]
        self.entity_columns = {column for column in self.named if is_entity(self.columns[column].name)}
        if len(names) < 2 or len(self.entity_columns) * 2 <= len(names):
            self.entity_columns = set()

    def read(self) -> Iterator[Entry | Passage]:
        grid = self.grid
        for row in range(grid.body, grid.height):
            alone = grid.alone(row)
            if alone is not None and not grid.is_note(alone):
                for rows in self._all_rows():
                    rows.enter(alone)
                continue
            yield from self._row(row, alone)

    def _all_rows(self) -> list[Rows]:
        for labels in self.labels:
            self._rows(labels)
        return list(self.rows.values())

    def _rows(self, labels: tuple[int, ...]) -> Rows:
        if labels not in self.rows:
            self.rows[labels] = Rows(self.grid, labels, self.columns)
        return self.rows[labels]

    def _row(self, row: int, alone: Spot | None) -> Iterator[Entry | Passage]:
        grid = self.grid
        axes = {labels: self._rows(labels).read(row) for labels in self.label_sets}
        for spot in grid.row(row):
            kind = grid.kinds[spot.column]
            if (
                spot is alone
                or (kind == "prose" and figure_in(spot.text) is None)
                or (kind in ("label", "responsible") and self._is_prose(spot))
            ):
                yield self._passage(row, spot, axes)
                continue
            if kind in ("ordinal", "code", "date", "unit", "period") or spot.column in self.naming:
                continue
            number = figure_in(spot.text)
            if number is None:
                if not is_time(spot.text) and any(char.isdigit() for char in spot.text):
                    yield self._passage(row, spot, axes)
                continue
            if kind != "figures" and is_year(spot.text):
                continue
            yield self._entry(row, spot, number, self._axis(row, spot.column, axes))

    def _is_prose(self, spot: Spot) -> bool:
        """Tell a text that may hold figures from a head: no row is named by it, or no figure stands in the table."""
        if spot.column in self.naming:
            return False
        return figure_in(spot.text) is None and any(
            char.isdigit() or char in "一二三四五六七八九十两" for char in spot.text
        )

    def _axis(self, row: int, column: int, axes: dict[tuple[int, ...], Axis]) -> Axis:
        labels = self.labels[column]
        if not labels and not self.grid.head_rows:
            labels = self._nearest(row, column)
        if labels not in axes:
            axes[labels] = self._rows(labels).read(row) if labels else Axis()
        return axes[labels]

    def _nearest(self, row: int, column: int) -> tuple[int, ...]:
        """In a table without a head, the words left of a figure name it."""
        for left in range(column - 1, -1, -1):
            spot = self.grid.at[row][left]
            if spot is not None and spot.text and figure_in(spot.text) is None:
                return (left,)
        return ()

    def _passage(self, row: int, spot: Spot, axes: dict[tuple[int, ...], Axis]) -> Passage:
        beside = self._axis(row, spot.column, axes) if self.grid.kinds[spot.column] != "label" else Axis()
        column = self.columns[spot.column]
        said = [self.text[s.start : s.end] for s in self.grid.head_path(spot.column)]
        said += [s.text for s in self.grid.row(row)[:2] if s is not spot and len(s.text) < 16]
        plan = column.status == "planned" or any(word.endswith(_PLANS) or word.startswith(_PLANS) for word in said)
        name = beside.name_spans[0] if len(beside.name_spans) == 1 else None
        period = self.times.stated([*column.periods, *beside.periods], column.scope, column.scope_span)
        return Passage(spot.start, spot.end, beside.name or None, name, period, plan or self.context.plan)

    def _entry(self, row: int, spot: Spot, number: Number, beside: Axis) -> Entry:
        over = self.columns[spot.column]
        rows = self._rows(self.labels[spot.column]) if self.labels[spot.column] else None
        entry = Entry(spot.start + number.start, spot.start + number.end, number)
        self._set_name(entry, spot.column, over, beside, rows)
        self._set_role(entry, spot.column, number, over, beside)
        self._set_unit(entry, spot.column, number, over, beside)
        self._finish_role(entry, number)
        self._set_period(entry, spot.column, over, beside)
        self._set_status(entry, over, beside)
        return entry

    # --- what is measured

    def _set_name(self, entry: Entry, column: int, over: Axis, beside: Axis, rows: Rows | None) -> None:
        entities = rows is not None and rows.entities
        subject = list(beside.subject)
        if beside.total:
            subject = subject or [beside.total]
        if entities:
            spans = self._of_column(column, over) or self._caption_name() or beside.name_spans
            spans = spans or ([over.word] if over.word else [])
            if over.total and not over.name_spans:
                subject = subject or [over.total]
        elif column in self.entity_columns:
            spans = beside.name_spans or self._caption_name()
            subject = over.name_spans or subject
        else:
            spans = self._joined(column, over, beside, rows)
            if beside.total and not spans:
                spans = [beside.total]
            if spans is over.name_spans and beside.name_spans and not beside.total and not subject:
                subject = beside.name_spans
        if beside.part_of and not subject:
            subject = [beside.part_of]
        if subject:
            entry.subject = "".join(squeezed(self.text[slice(*span)]) for span in subject)
            entry.origins["subject"] = subject
        if spans:
            entry.indicator = "".join(squeezed(self.text[slice(*span)]) for span in spans)
            entry.name = spans[0] if len(spans) == 1 and self.text[slice(*spans[0])] == entry.indicator else None
            entry.origins["indicator"] = list(spans)

    def _of_column(self, column: int, over: Axis) -> list[Span]:
        """Give the name of a column, of a nameless one that of the column left of it that it says more of."""
        if over.name_spans:
            return over.name_spans
        left = self._named_left(column)
        if left is None:
            return []
        if over.completion and over.role_span:
            return [over.role_span]
        return self.columns[left].name_spans if over.role or over.scope == "last_year" or over.status else []

    def _dated_left(self, column: int) -> Axis | None:
        """Give the latest of the columns left of one that say a time, up to a growth or rate before them."""
        best: Axis | None = None
        latest: date | None = None
        for left in range(column - 1, column - column % self.grid.group - 1, -1):
            axis = self.columns[left]
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

    def _whole_unit(self) -> tuple[str, Span | None] | None:
        """Give the unit of a column that sums up the others, when they say none: 合计（亩）, 人工造林, 封山育林."""
        plain = [self.columns[c] for c in self.figures if not self.columns[c].role]
        stated = [axis for axis in plain if axis.unit]
        if len(stated) == 1 and stated[0].total and len(plain) > 1:
            return stated[0].unit, stated[0].unit_span
        return None

    def _named_left(self, column: int) -> int | None:
        i = bisect_left(self.named, column) - 1
        return self.named[i] if i >= 0 and self.named[i] >= column - column % self.grid.group else None

    def _joined(self, column: int, over: Axis, beside: Axis, rows: Rows | None) -> list[Span]:
        """Name a figure by its row and its column where both name something."""
        if not beside.name_spans:
            return self._of_column(column, over) or self._caption_name()
        if not over.name_spans:
            return self._of_caption(beside.name_spans) if beside.partial else beside.name_spans
        if over.name in beside.name:
            return beside.name_spans
        if beside.name in over.name:
            return over.name_spans
        if beside.total:
            return over.name_spans
        if over.measure and self.named == [column]:
            return beside.name_spans
        if not over.measure and not over.role and len(beside.name) > 2 * len(over.name) + 2:
            return over.name_spans
        return [*beside.name_spans, *over.name_spans]

    def _of_caption(self, spans: list[Span]) -> list[Span]:
        """Put what the table is about behind a name that says too little: 城镇居民 + 居民人均可支配收入."""
        if not self.caption.name or len(spans) != 1:
            return spans
        (start, end), (low, high) = spans[0], self.caption.name
        own, about = self.text[start:end], self.text[low:high]
        if own in about:
            return spans
        shared = next((size for size in range(len(own), 0, -1) if about.startswith(own[-size:])), 0)
        return [*spans, (low + shared, high)]

    def _caption_name(self) -> list[Span]:
        return [self.caption.name] if self.caption.name else []

    # --- what kind of figure it is

    def _set_role(self, entry: Entry, column: int, number: Number, over: Axis, beside: Axis) -> None:
        entry.sign = number.sign
        for axis in (over, beside):
            if not axis.role:
                continue
            entry.role, entry.basis = axis.role, axis.basis
            if axis.role in ("growth", "change"):
                entry.sign = axis.sign * number.sign if axis.sign > 0 else -1
            if axis.role_span:
                entry.origins["role"] = [axis.role_span]
            break
        if entry.role == "growth" and column in self.amounts and not number.unit:
            entry.role = "change"
        if number.role and entry.role in ("level", "rate", "share"):
            entry.role = number.role

    def _level_unit(self, column: int) -> tuple[str, Span | None] | None:
        """Give the unit of the amount that a change stands beside."""
        for left in range(column - 1, column - column % self.grid.group - 1, -1):
            axis = self.columns[left]
            if left in self.figures and axis.unit and axis.role in ("", "level"):
                return axis.unit, axis.unit_span
        return None

    def _set_unit(self, entry: Entry, column: int, number: Number, over: Axis, beside: Axis) -> None:
        own = over.unit_span or over.role in ("rank", "score")
        if number.unit:
            entry.unit = number.unit
            entry.origins["unit"] = [(entry.start, entry.end)]
            return
        relative = entry.role in ("growth", "share", "rate") and not (beside.owned and not over.role and beside.unit)
        found: tuple[str, Span | None] | None = None
        if over.unit and own:
            found = over.unit, over.unit_span
        elif over.role == "rank" or entry.role == "rank":
            found = "位", over.role_span or beside.role_span
        elif entry.role == "score":
            found = "分", over.role_span or beside.role_span
        elif entry.role != "change" and (over.role in ("growth", "share") or over.completion):
            found = self._percent(over, over.role_span)
        elif beside.unit:
            found = beside.unit, beside.unit_span
        elif relative and not _is_ratio(over, beside):
            found = self._percent(beside, beside.role_span or over.role_span)
        elif entry.role != "rate":
            found = self.caption.unit_for(over.name or beside.name, percent=False) or self.whole_unit
            if found is None and entry.role == "change":
                found = self._level_unit(column)
        if found:
            entry.unit = found[0]
            if found[1]:
                entry.origins["unit"] = [found[1]]

    def _percent(self, axis: Axis, span: Span | None) -> tuple[str, Span | None]:
        stated = self.caption.unit_for(axis.name, percent=True)
        return stated or ("%", span)

    def _finish_role(self, entry: Entry, number: Number) -> None:
        kind = dimension(entry.unit)
        if (
            kind == "point"
            or (entry.role == "growth" and kind not in ("percent", "ratio", "count") and entry.unit)
            or (entry.role == "growth" and kind == "count" and entry.unit)
        ):
            entry.role = "change"
        elif kind == "percent" and entry.role == "level":
            entry.role = "rate"
        elif number.unit == "位" and entry.role == "level" and number.role == "rank":
            entry.role = "rank"

    # --- when, and whether it is done

    def _set_period(self, entry: Entry, column: int, over: Axis, beside: Axis) -> None:
        scope, span = (over.scope, over.scope_span) if over.scope else (beside.scope, beside.scope_span)
        if not over.periods and not scope and over.role and not (beside.periods and not over.periods):
            over = self.dated.get(column, over)
            scope, span = over.scope, over.scope_span
        entry.period = self.times.stated([*beside.periods, *over.periods], scope, span)
        if entry.period:
            entry.origins["period"] = [entry.period[:2]]

    def _set_status(self, entry: Entry, over: Axis, beside: Axis) -> None:
        if over.completion:
            return
        for axis in (over, beside):
            if axis.status:
                entry.status = axis.status
                if axis.status_span:
                    entry.origins["status"] = [axis.status_span]
                return
        if self.plans and (self.tells or over.periods):
            return
        if self.caption.status and not (over.role or over.completion):
            entry.status = self.caption.status
        elif self.context.plan and not self.caption.reports and entry.role not in _TOLD and not over.scope:
            past = entry.period and entry.period.dates.ends
            entry.status = "actual" if past and self.context.done and past <= self.context.done else "planned"


def _is_ratio(over: Axis, beside: Axis) -> bool:
    """Tell an index, a coefficient or a ratio, which has no unit."""
    return any(axis.name.endswith(_RATIOS) for axis in (over, beside) if axis.role == "rate")
