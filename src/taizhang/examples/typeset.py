"""Sets a table: heads, row heads and figures become cells in the manner of one office, with the truth about each.

A `Manner` is drawn for every table: where units are told (in the note above, in the heads, in the row heads, in a
column of their own, in the cells), how percentages look, how parts are indented, what an empty cell holds.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import groupby
from typing import NamedTuple

from taizhang.examples.figures import Value, rounded
from taizhang.examples.grid import Grid, GridCell
from taizhang.examples.truth import TrueFact

__all__ = ["Entry", "Head", "Line", "Manner", "build", "draw_manner"]

PERCENT = ("%", "（%）", "(%)", "cell")
EMPTY = ("", "", "—", "/", "-")
INDENTS = ("其中：", "其中:", "　", "（一）")
NUMBERED = "一二三四五六七八九十"
PLAIN_ROLES = ("level", "share", "rate", "rank", "score")


class Head(NamedTuple):
    """The head of a column: its path from the top, the time and the indicator that it names."""

    path: tuple[str, ...]
    kind: str
    period: str | None
    indicator: str | None
    planned: bool


class Entry(NamedTuple):
    """A figure of the world in a cell."""

    key: str
    value: Value


class Line(NamedTuple):
    """A row; `entries` are in the order of the columns that hold figures, None where a cell is empty."""

    group: str
    label: str
    depth: int
    parent: str
    period: str | None
    entries: tuple[Entry | None, ...]
    total: bool


class Manner(NamedTuple):
    """How one table is set."""

    units: str
    """title, note, head, row, column or cell."""
    percent: str
    """What shows that a column is in %: one of `PERCENT`."""
    empty: str
    indent: str
    numbered: bool
    thousands: bool
    labelled: str
    """What stands before the title: 表1, 附表."""
    mask: str
    inner: bool


def draw_manner(rng: random.Random, heads: Sequence[Head], lines: Sequence[Line], mask: str) -> Manner:
    """Draw how to set a table, among the manners that leave no figure without its unit."""
    by_row = not any(head.indicator for head in heads)
    columns = [index for index, _ in enumerate(lines[0].entries) if not _percent(lines, index)]
    of_column = [{_unit(line.entries[i]) for line in lines} - {None, "位"} for i in columns]
    of_row = [{_unit(line.entries[i]) for i in columns} - {None, "位"} for line in lines]
    units = ["cell"]
    if len(set().union(*of_column)) == 1:
        units += ["note", "note", "title"]
    if all(len(found) <= 1 for found in of_column):
        units += ["head", "head"]
    if by_row and all(len(found) <= 1 for found in of_row):
        units += ["column", "column", "row"]
    chosen = rng.choice(units if len(units) == 1 else units[1:] * 2 + units)
    percent = "cell" if chosen == "cell" else rng.choice(PERCENT)
    empty, indent = rng.choice(EMPTY), rng.choice(INDENTS)
    numbered, thousands = rng.random() < 0.3, rng.random() < 0.3
    labelled = rng.choice(("", "", "附表：", "表1　", "附件1："))
    return Manner(chosen, percent, empty, indent, numbered, thousands, labelled, mask, rng.random() < 0.5)


def _unit(entry: Entry | None) -> str | None:
    return entry.value.unit if entry else None


def _percent(lines: Sequence[Line], index: int) -> bool:
    """Whether all figures of a column are in %, whatever the rows measure."""
    units = {_unit(line.entries[index]) for line in lines}
    return units <= {None, "%"} and "%" in units


def build(
    title: str, when: str | None, heads: Sequence[Head], lines: Sequence[Line], manner: Manner, rng: random.Random
) -> Grid:
    """Set the table; `when` is the time that its title names."""
    return _Setter(title, when, heads, lines, manner, rng).grid()


class _Setter:
    def __init__(
        self, title: str, when: str | None, heads: Sequence[Head], lines: Sequence[Line], manner: Manner,
        rng: random.Random,
    ) -> None:  # fmt: skip
        self.title, self.when, self.manner, self.rng, self.lines = title, when, manner, rng, lines
        self.columns = list(heads)
        if manner.units == "column":
            name = next(i for i, head in enumerate(heads) if head.kind == "name")
            words = rng.choice(("单位", "计量单位"))
            self.columns.insert(name + 1, Head((words,), "unit", None, None, False))
        self.values = [i for i, head in enumerate(self.columns) if head.kind == "value"]
        self.heads = max(len(head.path) for head in self.columns)

    def grid(self) -> Grid:
        cells = [*self.head_cells(), *self.group_cells()]
        for number, line in enumerate(self.lines):
            cells += self.row_cells(number, line)
        cells.sort(key=lambda cell: (cell.row, cell.column))
        note, title = "", self.manner.labelled + self.title
        if self.manner.units in ("note", "title"):
            unit = self.common_unit()
            note = f"单位：{unit}" if self.manner.units == "note" else ""
            title += "" if note else f"（单位：{unit}）"
        height = self.heads + len(self.lines)
        return Grid(title, note, self.heads, height, len(self.columns), tuple(cells), self.manner.inner)

    def common_unit(self) -> str:
        columns = [i for i in range(len(self.values)) if not _percent(self.lines, i)]
        units = [_unit(line.entries[i]) for line in self.lines for i in columns]
        return next(unit for unit in units if unit and unit != "位")

    def head_cells(self) -> Iterator[GridCell]:
        """Give the heads; neighbours that share the upper line of theirs share its cell."""
        at = 0
        for _, found in groupby(self.columns, key=lambda head: head.path[0] if len(head.path) > 1 else id(head)):
            group = list(found)
            if len(group[0].path) > 1:
                yield GridCell(0, at, group[0].path[0], 1, len(group))
                for index, head in enumerate(group):
                    yield GridCell(1, at + index, head.path[1] + self.head_unit(at + index))
            else:
                yield GridCell(0, at, group[0].path[0] + self.head_unit(at), self.heads)
            at += len(group)

    def head_unit(self, column: int) -> str:
        """Give what a head says of the unit."""
        if column not in self.values:
            return ""
        index = self.values.index(column)
        if _percent(self.lines, index):
            return "" if self.manner.percent == "cell" else self.manner.percent
        if self.manner.units != "head":
            return ""
        unit = next((unit for line in self.lines if (unit := _unit(line.entries[index])) not in (None, "位")), None)
        return f"（{unit}）" if unit else ""

    def group_cells(self) -> Iterator[GridCell]:
        """Give the merged cells of the outer row heads."""
        at = next((i for i, head in enumerate(self.columns) if head.kind == "group"), None)
        row = self.heads
        for name, found in groupby(self.lines, key=lambda line: line.group):
            rows = len(list(found))
            if at is not None:
                yield GridCell(row, at, name, rows)
            row += rows

    def row_cells(self, number: int, line: Line) -> Iterator[GridCell]:
        row = self.heads + number
        ordinal = sum(other.depth == 0 for other in self.lines[: number + 1])
        for column, head in enumerate(self.columns):
            if head.kind == "no":
                yield GridCell(row, column, "" if line.total or line.depth else str(ordinal))
            elif head.kind == "name":
                yield GridCell(row, column, self.label(number, line, ordinal))
            elif head.kind == "unit":
                only = not line.total and any(line.entries)
                yield GridCell(row, column, self.row_unit(line) or ("%" if only else ""))
            elif head.kind == "text":
                yield GridCell(row, column, self.rng.choice(("", "", "按计划推进", "正常")) if not line.total else "")
            elif head.kind == "value":
                entry = line.entries[self.values.index(column)]
                yield self.figure(row, column, line, entry) if entry else GridCell(row, column, self.manner.empty)

    def label(self, number: int, line: Line, ordinal: int) -> str:
        manner = self.manner
        text = line.label
        if manner.units == "row" and (unit := self.row_unit(line)):
            text += f"（{unit}）"
        if line.depth:
            before = self.lines[number - 1]
            of_which = manner.indent if manner.indent != "（一）" else "其中："
            first = before.depth < line.depth and of_which != "　"
            return "　" * line.depth + (of_which if first else "　　　" if of_which != "　" else "　") + text
        if manner.numbered and not line.total and not any(head.kind in ("no", "group") for head in self.columns):
            text = f"{NUMBERED[ordinal - 1]}、{text}" if manner.indent != "　" else f"{ordinal}.{text}"
        return text

    def row_unit(self, line: Line) -> str | None:
        found = [
            entry.value.unit
            for index, entry in enumerate(line.entries)
            if entry and entry.value.role != "rank" and not _percent(self.lines, index)
        ]
        return found[0] if found else None

    def figure(self, row: int, column: int, line: Line, entry: Entry) -> GridCell:
        """Give the cell of a figure with what it states."""
        value, manner = entry.value, self.manner
        index = self.values.index(column)
        size = rounded(value.value, value.decimals)
        text = f"{size:,}" if manner.thousands and value.unit[-1:] not in "%点" else str(size)
        tail = self.tail(value, index)
        masked = bool(manner.mask) and value.role == "level" and self.rng.random() < 0.5
        if masked:
            text = manner.mask * 2
        form = ("#,##0" if manner.thousands and value.unit[-1:] not in "%点" else "0") + (
            "." + "0" * value.decimals if value.decimals else ""
        )
        number: Decimal | None = size
        if tail == "%":
            number, form = size / 100, form + "%"
        elif tail:
            number = None
        fact = self.truth(column, line, entry, text + tail, masked)
        return GridCell(row, column, text + tail, 1, 1, None if masked else number, form, fact)

    def tail(self, value: Value, index: int) -> str:
        """Give what stands in the cell behind the number."""
        if value.unit == "位":
            return ""
        if _percent(self.lines, index):
            return "%" if self.manner.percent == "cell" else ""
        return value.unit if self.manner.units == "cell" else ""

    def truth(self, column: int, line: Line, entry: Entry, quote: str, masked: bool) -> TrueFact:
        head, value = self.columns[column], entry.value
        size = abs(rounded(value.value, value.decimals))
        indicators = list(dict.fromkeys(self.indicators(head, line, value)))
        period, others = self.periods(column, line)
        role = value.role
        return TrueFact(
            start=0,
            end=len(quote),
            pieces=(),
            quote=quote,
            value=None if masked else int(size) if size == size.to_integral_value() else float(size),
            unit=value.unit,
            modifier="exact",
            masked=masked,
            role=role,  # type: ignore[arg-type]
            sign=-1 if value.value < 0 and role not in PLAIN_ROLES else 1,
            indicator=indicators[0],
            period=period,
            status="planned" if head.planned else "actual",
            key=entry.key,
            decimals=0 if masked else value.decimals,
            indicator_alt=tuple(indicators[1:]),
            period_alt=others,
        )

    def indicators(self, head: Head, line: Line, value: Value) -> Iterator[str]:
        """Name what a cell measures: what its row says, or its column where the rows are places, projects, months."""
        own, column = line.label, "".join(head.path)
        outer = [above for above in (line.parent, line.group) if above]
        if head.indicator:
            names = [head.indicator, column, *head.path]
            yield from names
            yield from (own + name for name in names)
            return
        yield own
        if line.total:
            yield head.path[-1].removeprefix(head.period or "").removesuffix("数")
            yield head.path[-1].removeprefix(head.period or "")
        yield from (above + between + own for above in outer for between in ("", "其中", "中", "：", "的"))
        if value.role in ("rate", "share", "rank"):
            yield from (name + head.path[-1] for name in (own, *(above + own for above in outer)))
            yield head.path[-1]

    def periods(self, column: int, line: Line) -> tuple[str | None, tuple[str | None, ...]]:
        """Give the time in force: of the column, the row, the title; else what a careful reader may take as well."""
        head = self.columns[column]
        if line.period:
            return line.period, ()
        if head.period:
            same = self.when and (head.period in self.when or (head.period == "全年" and self.when.endswith("年")))
            return head.period, (self.when,) if same else ()
        beside = [other.period for other in self.columns[:column] if other.period and not other.planned]
        others: list[str | None] = [beside[-1]] if beside else []
        if head.planned:
            others.append(None)
        return self.when, tuple(dict.fromkeys(others))
