"""The heads beside each row of a grid -> an Axis, with the sections and rows that it belongs to; `sheet` keeps them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from taizhang.facts.tables.axes import MEASURES, Axis, Read, is_partial, named
from taizhang.facts.tables.cells import TABLES, is_empty, is_time, is_year, unit_of
from taizhang.facts.tables.grid import Grid, Spot
from taizhang.facts.tables.heads import Head, read_head
from taizhang.facts.tables.kinds import column_kind, is_entity

__all__ = ["Rows"]

_LONGEST_UNIT = 10
"""Characters of what may be a unit."""
_RESTS = frozenset(TABLES["parts"]["rests"])
_ORDINAL = re.compile(r"[（(第]?[\d一二三四五六七八九十百①-⑳A-Za-z.．\-—]+[)）、.．]?")
_SEPARATORS = re.compile("[\t|│┃║｜]")


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
            axis.add(spot, head)
            axis.role, axis.total = "", None
            if head.name and is_entity(head.own) and not self.entities:
                axis.subject = [named(spot, head)]
        path = self._path(row)
        axis.unit = axis.unit if not any(head.unit for _, head in path) else ""
        for column, spot, head in ((spot.column, spot, head) for spot, head in path):
            axis.add(spot, head)
            kind = self.kinds.get(column, "indicator")
            if kind == "entity" or (kind == "period" and head.total):
                name = named(spot, head)
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
        heads = [(spot, head) for spot, head in path if head.name]
        if not heads:
            self._nameless_row(axis, path)
            return
        spans, names = [named(*each) for each in heads], [each[1].own for each in heads]
        spot, head = heads[-1]
        indent = self._indent(spot)
        if len(heads) == 1 and (head.inner or is_partial(head.own) or self.seen[head.own] > 1 or self._deeper(indent)):
            over = self._over(head, indent)
            if over is not None and over[1].own != head.own:
                spans.insert(0, named(*over))
                names.insert(0, over[1].own)
        weak = is_partial(names[-1]) or names[-1] in MEASURES or self.seen[names[-1]] > 1
        if len(names) > 1 and weak and names[-2] not in names[-1]:
            axis.call(text, spans[-2:])
        else:
            axis.call(text, spans[-1:])
            axis.partial = is_partial(names[-1])
            if len(names) > 1 and len(heads) == 1:
                axis.part_of = spans[-2]
        if len(heads) == 1:
            self._remember(spot, head, indent)
        self.named = axis

    def _nameless_row(self, axis: Axis, path: list[Read]) -> None:
        """A row that only says a role (同比增长) or a total speaks of the row above or of its section."""
        if path and not axis.total and self.named is not None:
            axis.name, axis.name_spans, axis.measure = self.named.name, self.named.name_spans, self.named.measure
            axis.unit = axis.unit or ("" if axis.role in ("growth", "share", "rate", "rank") else self.named.unit)
        elif axis.total and self.sections and self.sections[-1][1].name:
            axis.call(self.grid.text, [named(*self.sections[-1])])

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
        return None if head.own in _RESTS and not head.inner else self.outer

    def _remember(self, spot: Spot, head: Head, indent: int) -> None:
        for level in [level for level in self.above if level >= indent]:
            del self.above[level]
        self.above[indent] = (spot, head)
        if not (head.inner or is_partial(head.own) or (self.outer and len([x for x in self.above if x < indent]))):
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
