"""Heads of a grid -> for each column and each row, what they say of the figures under and beside them.

`Columns` reads the paths of heads above each column, `Rows` the heads beside each row with the sections and rows that
they belong to. `entries` joins the two for every figure.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from taizhang.facts.tables.cells import TABLES, is_empty, is_time, is_year, unit_of
from taizhang.facts.tables.grid import Grid, Spot
from taizhang.facts.tables.heads import Head, read_head, squeezed
from taizhang.facts.tables.kinds import column_kind, is_entity
from taizhang.spans import Span

__all__ = ["Axis", "Rows", "read_columns"]

_PARTIAL = frozenset(TABLES["parts"]["partial"])
_MEASURES = frozenset(TABLES["parts"]["measures"])
_BOUNDS = ("以上", "以下", "以内")
_HOLLOW = tuple(TABLES["parts"]["hollow"])
_SHORT, _LONGEST_UNIT = 3, 10
"""Characters of a name that says too little without what stands over it, and of what may be a unit."""

_ORDINAL = re.compile(r"[（(第]?[\d一二三四五六七八九十百①-⑳A-Za-z.．\-—]+[)）、.．]?")
_SEPARATORS = re.compile("[\t|│┃║｜]")

Read = tuple[Spot, Head]


@dataclass(slots=True)
class Axis:
    """What the heads of one column or of one row say together. Spans are offsets of the text."""

    name: str = ""
    name_spans: list[Span] = field(default_factory=list)
    measure: bool = False
    """The name only says what of a thing is counted: 金额, 户数."""
    unit: str = ""
    unit_span: Span | None = None
    periods: list[Span] = field(default_factory=list)
    role: str = ""
    sign: int = 1
    basis: str | None = None
    role_span: Span | None = None
    completion: bool = False
    status: str = ""
    status_span: Span | None = None
    scope: str = ""
    scope_span: Span | None = None
    total: Span | None = None
    subject: list[Span] = field(default_factory=list)
    """Organisations, places, people of the row."""
    word: Span | None = None
    """The word of a head that names nothing: 完成数."""
    partial: bool = False
    """The name says too little, and nothing stands over it."""
    part_of: Span | None = None
    """The name of the row that the row is a part of, where its own name does not hold it."""

    @property
    def is_plain(self) -> bool:
        """Whether it says no role, time or status."""
        return not (self.role or self.status or self.scope or self.periods or self.total)

    def take(self, spot: Spot, head: Head) -> None:
        """Take in what one head says; later ones, nearer to the figures, replace what earlier ones said."""
        at = spot.start
        if head.unit:
            self.unit, self.unit_span = head.unit, _moved(head.unit_span, at)
        if head.period:
            self.periods.append((head.period[0] + at, head.period[1] + at))
        if head.role:
            self.role, self.sign, self.basis, self.completion = head.role, head.sign, head.basis, head.completion
            self.role_span = _moved(head.role_span or head.name, at)
        self.word = _moved(head.word or head.status_span or head.role_span, at) or self.word
        if head.status:
            self.status, self.status_span = head.status, _moved(head.status_span, at)
        if head.scope:
            self.scope, self.scope_span = head.scope, _moved(head.scope_span, at)
        if head.total:
            low, high = head.name or head.word or (0, len(spot.text))
            self.total = (spot.start + low, spot.start + high)

    def call(self, text: str, spans: list[Span]) -> None:
        """Give it a name made of these spans."""
        self.name_spans = spans
        self.name = "".join(squeezed(text[start:end]) for start, end in spans)
        self.measure = len(spans) == 1 and self.name in _MEASURES


def _moved(span: Span | None, at: int) -> Span | None:
    return (span[0] + at, span[1] + at) if span else None


def _named(spot: Spot, head: Head) -> Span:
    low, high = head.name or (0, len(spot.text))
    return spot.start + low, spot.start + high


def _is_weak(name: str) -> bool:
    return len(name) <= _SHORT or name in _PARTIAL or name in _MEASURES


def read_columns(grid: Grid) -> list[Axis]:
    """Read what stands above each column. A growth without a unit beside one in % is an amount."""
    units = _unit_rows(grid)
    paths = [
        [(spot, _unit_head(spot) if spot.row in units else read_head(spot.text)) for spot in grid.head_path(column)]
        for column in range(grid.width)
    ]
    lowest = Counter(own for path in paths if (own := _lowest(path)))
    axes = []
    for path in paths:
        axis = Axis()
        for spot, head in path:
            axis.take(spot, head)
        named = [(spot, head) for spot, head in path if head.name]
        if named:
            names = [squeezed(head.own) for _, head in named]
            axis.call(grid.text, _path_name([_named(*each) for each in named], names, lowest))
        axes.append(axis)
    _name_followers(grid.text, paths, axes)
    _name_parts(grid, axes)
    for axis, after in pairwise(axes):
        if axis.role == after.role == "growth" and not axis.unit and after.unit and axis.name == after.name:
            axis.role = "change"
    return axes


def _name_followers(text: str, paths: Sequence[Sequence[Read]], axes: Sequence[Axis]) -> None:
    """Name what only says a role after the column left of it under the same head: 客运 over 客运量 and 增长%."""
    for (left, before), (path, axis) in pairwise(zip(paths, axes, strict=True)):
        if not (axis.completion or axis.role in ("growth", "change")) or len(path) < 2 or path[-1][1].name:
            continue
        if len(left) > 1 and left[0][0] is path[0][0] and before.name_spans:
            axis.call(text, before.name_spans)


def _unit_rows(grid: Grid) -> set[int]:
    """Give the rows of the head that hold units alone, so that 户 and 个 are units there, and no names."""
    found = set()
    for row in grid.head_rows[1:]:
        texts = {spot.text for spot in grid.row(row) if spot.text}
        if len(texts) > 1 and all(map(unit_of, texts)) and not all(text in _MEASURES for text in texts):
            found.add(row)
    return found


def _unit_head(spot: Spot) -> Head:
    return Head(spot.text, unit=unit_of(spot.text), unit_span=(0, len(spot.text)))


def _name_parts(grid: Grid, axes: Sequence[Axis]) -> None:
    """Put the column that a part is of before a name that says too little: 在册党员, 其中：女."""
    whole: Axis | None = None
    for column, axis in enumerate(axes):
        spots = grid.head_path(column)
        if not axis.name or grid.kinds[column] != "figures":
            continue
        if not any(read_head(spot.text).inner for spot in spots):
            whole = axis
            continue
        if whole is not None and not axis.unit and not axis.role:
            axis.unit, axis.unit_span = whole.unit, whole.unit_span
            axis.status, axis.status_span = axis.status or whole.status, axis.status_span or whole.status_span
        if whole is not None and len(axis.name_spans) == 1 and _says_too_little(axis.name):
            axis.call(grid.text, [*whole.name_spans, *axis.name_spans])


def _says_too_little(name: str) -> bool:
    return _is_partial(name) or name in _MEASURES or name.endswith(_BOUNDS)


def _lowest(path: Sequence[Read]) -> str:
    names = [squeezed(head.own) for _, head in path if head.name]
    return names[-1] if names else ""


def _path_name(spans: list[Span], names: list[str], seen: Counter[str]) -> list[Span]:
    """Give the lowest name, with those over it as far as it says too little alone or stands under others too."""
    own = names[-1]
    if len(names) == 1:
        return spans
    if _is_weak(own) or seen[own] > 1:
        over = names[-2]
        if over.endswith(_HOLLOW) and seen[own] < 2 and own not in _PARTIAL:
            return spans[-1:]
        if over in own or own in over:
            return [spans[-2] if own in over and own in _MEASURES else spans[-1]]
        return [*(spans[-3:-2] if len(names) > 2 and _is_weak(over) else []), spans[-2], spans[-1]]
    return spans[-1:]


class Rows:
    """Reads the heads beside the rows, from the top down."""

    def __init__(self, grid: Grid, labels: Sequence[int], columns: Sequence[Axis]) -> None:
        self.grid, self.labels = grid, labels
        self.sections: list[Read] = []
        self.above: dict[int, tuple[Spot, Head]] = {}
        """By level of indentation, the last head that others may belong to."""
        self.outer: Read | None = None
        """The row that 其中 rows are parts of."""
        self.named: Axis | None = None
        self.last: dict[int, Spot] = {}
        """By column, the last head, for the blank ones below it."""
        self.kinds = {column: self._kind(column, columns) for column in labels}
        self.seen = Counter(
            read_head(spot.text, beside=True).own for column in labels for row in range(grid.body, grid.height)
            if (spot := grid.at[row][column]) is not None and spot.row == row and spot.column == column
        )  # fmt: skip
        self.units = [column for column in range(grid.width) if grid.kinds[column] == "unit"]

    @property
    def entities(self) -> bool:
        """Whether the rows are organisations, places or times, so that the columns are the indicators."""
        return bool(self.kinds) and all(kind in ("entity", "period") for kind in self.kinds.values())

    def _kind(self, column: int, columns: Sequence[Axis]) -> str:
        """Say what the heads of a column of labels are: entity, period, indicator or any."""
        if self.grid.kinds[column] == "period":
            return "period"
        said = column_kind(self.grid.head_text(column))
        if said in ("entity", "indicator"):
            return said
        texts = [spot.text for spot in self.grid.body_cells(column)]
        heads = [head for text in texts if not (head := read_head(text, beside=True)).total]
        if heads and sum(is_time(head.text) or is_year(head.text) for head in heads) * 2 > len(heads):
            return "period"
        if heads and sum(is_entity(head.own) for head in heads) * 2 > len(heads):
            return "entity"
        if said == "unit" and not self._nameless(columns):
            return "entity"
        return "indicator" if said != "any" or self._nameless(columns) else "any"

    def _nameless(self, columns: Sequence[Axis]) -> bool:
        """Whether the columns of figures name nothing, so that the rows must."""
        figures = [columns[c] for c in range(self.grid.width) if self.grid.kinds[c] == "figures"]
        return not any(axis.name for axis in figures)

    def enter(self, spot: Spot) -> None:
        """Take in a row that only heads the rows below it."""
        head = read_head(spot.text, beside=True)
        level = head.level or 9
        while self.sections and (self.sections[-1][1].level or 9) >= level:
            self.sections.pop()
        self.sections.append((spot, head))
        self.outer = (spot, head) if head.name else None

    def read(self, row: int) -> Axis:
        """Read the heads of a row."""
        axis = Axis()
        for spot, head in self.sections:
            axis.take(spot, head)
            axis.role, axis.total = "", None
            if head.name and is_entity(head.own) and not self.entities:
                axis.subject = [_named(spot, head)]
        path = self._path(row)
        axis.unit = axis.unit if not any(head.unit for _, head in path) else ""
        for column, spot, head in ((spot.column, spot, head) for spot, head in path):
            axis.take(spot, head)
            kind = self.kinds.get(column, "indicator")
            if kind == "entity" or (kind == "period" and head.total):
                name = _named(spot, head)
                axis.subject = [name]
            elif kind == "period" and not head.period:
                axis.periods.append((spot.start, spot.end))
            elif kind == "period" and head.name:
                axis.subject = [(spot.start, spot.end)]  # 7月1日8时 is more than a day
        self._name(
            axis,
            [(spot, head) for spot, head in path if self.kinds.get(spot.column, "indicator") in ("indicator", "any")],
        )
        self._unit_column(axis, row)
        return axis

    def _path(self, row: int) -> list[Read]:
        """Give the heads of a row from the left; a blank one is merged with what stands above it."""
        path: list[Read] = []
        if (head := self._among_numbers(row)) is not None:
            return [head]
        for i, column in enumerate(self.labels):
            spot = self.grid.at[row][column]
            if spot is None or not spot.text:
                later = any((s := self.grid.at[row][c]) is not None and s.text for c in self.labels[i + 1 :])
                only = not any((s := self.grid.at[row][c]) is not None and s.text for c in self.labels)
                spot = self.last.get(column) if later or only else None
            else:
                self.last[column] = spot
            if spot is None or is_empty(spot.text) or (path and path[-1][0] is spot):
                continue
            path.append((spot, read_head(spot.text, beside=True)))
        return path

    def _among_numbers(self, row: int) -> Read | None:
        """Give what names a row in the column of list numbers, where nothing else does: 合计 below 1, 2, 3."""
        spots = [spot for spot in self.grid.row(row) if self.labels and spot.column <= self.labels[-1]]
        if len(spots) != 1 or self.grid.kinds[spots[0].column] != "ordinal" or _ORDINAL.fullmatch(spots[0].text):
            return None
        return spots[0], read_head(spots[0].text, beside=True)

    def _name(self, axis: Axis, path: list[Read]) -> None:
        """Name a row: its own head, with the row or section over it where it says too little."""
        text = self.grid.text
        named = [(spot, head) for spot, head in path if head.name]
        if not named:
            self._nameless_row(axis, path)
            return
        spans, names = [_named(*each) for each in named], [each[1].own for each in named]
        spot, head = named[-1]
        indent = self._indent(spot)
        if len(named) == 1 and (head.inner or _is_partial(head.own) or self.seen[head.own] > 1 or self._deeper(indent)):
            over = self._over(head, indent)
            if over is not None and over[1].own != head.own:
                spans.insert(0, _named(*over))
                names.insert(0, over[1].own)
        weak = _is_partial(names[-1]) or names[-1] in _MEASURES or self.seen[names[-1]] > 1
        if len(names) > 1 and weak and names[-2] not in names[-1]:
            axis.call(text, spans[-2:])
        else:
            axis.call(text, spans[-1:])
            axis.partial = _is_partial(names[-1])
            if len(names) > 1 and len(named) == 1:
                axis.part_of = spans[-2]
        if len(named) == 1:
            self._remember(spot, head, indent)
        self.named = axis

    def _nameless_row(self, axis: Axis, path: list[Read]) -> None:
        """A row that only says a role (同比增长) or a total speaks of the row above or of its section."""
        if path and not axis.total and self.named is not None:
            axis.name, axis.name_spans, axis.measure = self.named.name, self.named.name_spans, self.named.measure
            axis.unit = axis.unit or ("" if axis.role in ("growth", "share", "rate", "rank") else self.named.unit)
        elif axis.total and self.sections and self.sections[-1][1].name:
            axis.call(self.grid.text, [_named(*self.sections[-1])])

    def _indent(self, spot: Spot) -> int:
        """Count the places before a name in its column: blanks, 其中 and #, not its number.

        Where blanks keep the columns that is from the beginning of the line, the same for all rows that stand out.
        """
        line = self.grid.text.rfind("\n", 0, spot.start) + 1
        lead = _SEPARATORS.split(self.grid.text[line : spot.start])[-1]
        head = read_head(spot.text, beside=True)
        own = head.name[0] if head.inner and head.name and not head.level else 0
        return len(lead.encode("gb18030", "replace")) + 2 * own

    def _deeper(self, indent: int) -> bool:
        return any(level < indent for level in self.above)

    def _over(self, head: Head, indent: int) -> Read | None:
        """Give the row that a row is a part of."""
        lower = [level for level in self.above if level < indent]
        if lower:
            return self.above[max(lower)]
        return self.outer

    def _remember(self, spot: Spot, head: Head, indent: int) -> None:
        for level in [level for level in self.above if level >= indent]:
            del self.above[level]
        self.above[indent] = (spot, head)
        if not (head.inner or _is_partial(head.own) or (self.outer and len([x for x in self.above if x < indent]))):
            self.outer = (spot, head)

    def _unit_column(self, axis: Axis, row: int) -> None:
        for column in self.units:
            low = self.labels[0] - self.labels[0] % self.grid.group if self.labels else 0
            if not low <= column < low + self.grid.group:
                continue
            spot = self.grid.at[row][column]
            if spot is None or is_empty(spot.text) or axis.unit:
                continue
            unit = unit_of(spot.text) or spot.text
            if len(unit) <= _LONGEST_UNIT:
                axis.unit, axis.unit_span = unit, (spot.start, spot.end)


def _is_partial(name: str) -> bool:
    return squeezed(name) in _PARTIAL or len(squeezed(name)) < 2
