"""Ruled lines into grids: which of them belong together, and the cells between them, merged ones too.

In: `Rule`s across and down. Out: `Grid`s; `cells` fills them. A table that is open at its sides gets the sides that its
lines reach to. What has but one column is no table; a single cell is a frame, perhaps of a text box.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from taizhang.intake.pdf.rules import Rule

__all__ = ["Grid", "GridCell", "find_grids", "joined"]

_NEAR = 3.5
"""Points within which rules are one, and touch each other."""
_OPEN = 8.0
"""Points by which rules reach beyond the last one that crosses them where a table is open."""
_COVERED = 0.5
"""Part of the side of a cell that must be drawn."""
_MAX_CELLS = 20_000
_MAX_PAIRS = 4_000_000


@dataclass(frozen=True, slots=True)
class GridCell:
    """A cell: its place in the grid from 0, how many rows and columns it covers, and its box."""

    row: int
    column: int
    rows: int
    columns: int
    left: float
    bottom: float
    right: float
    top: float


@dataclass(frozen=True, slots=True)
class Grid:
    """Cells between the rules at `xs`, from the left, and `ys`, from the top; `owners`: the cell of each square."""

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    cells: tuple[GridCell, ...]
    owners: tuple[tuple[int, ...], ...]

    def find(self, x: float, y: float) -> int | None:
        """Give the index of the cell at a point, None outside."""
        column = bisect_right(self.xs, x) - 1
        row = bisect_right(self.ys, -y, key=lambda each: -each) - 1
        if 0 <= column < len(self.xs) - 1 and 0 <= row < len(self.ys) - 1:
            return self.owners[row][column]
        return None


def find_grids(across: Sequence[Rule], down: Sequence[Rule]) -> list[Grid]:
    """Give the grids of a page, from the top down."""
    across, down = joined(across), joined(down)
    if len(across) * len(down) > _MAX_PAIRS:
        return []
    grids = [_grid(h, v) for h, v in _connected(across, down)]
    return sorted((grid for grid in grids if grid), key=lambda grid: -grid.ys[0])


def joined(rules: Sequence[Rule]) -> list[Rule]:
    """Join rules at one height that touch or overlap."""
    levels: list[list[Rule]] = []
    for rule in sorted(rules):
        if levels and rule.at - levels[-1][0].at <= _NEAR:
            levels[-1].append(rule)
        else:
            levels.append([rule])
    whole = []
    for level in levels:
        level.sort(key=lambda rule: rule.low)
        at, low, high = level[0]
        for rule in level[1:]:
            if rule.low <= high + _NEAR:
                high = max(high, rule.high)
            else:
                whole.append(Rule(at, low, high))
                at, low, high = rule
        whole.append(Rule(at, low, high))
    return whole


def _connected(across: list[Rule], down: list[Rule]) -> list[tuple[list[Rule], list[Rule]]]:
    """Group rules that cross or touch, directly or by others."""
    parent = list(range(len(across) + len(down)))

    def root(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    for j, v in enumerate(down, len(across)):
        for i, h in enumerate(across):
            if v.low - _NEAR <= h.at <= v.high + _NEAR and h.low - _NEAR <= v.at <= h.high + _NEAR:
                parent[root(i)] = root(j)
    groups: dict[int, tuple[list[Rule], list[Rule]]] = {}
    for i, rule in enumerate([*across, *down]):
        groups.setdefault(root(i), ([], []))[i >= len(across)].append(rule)
    return [group for group in groups.values() if group[0] and group[1]]


def _grid(across: list[Rule], down: list[Rule]) -> Grid | None:
    down = down + _open_sides(across, down)
    across = across + _open_sides(down, across)
    xs, ys = _levels(down), _levels(across)[::-1]
    rows, columns = len(ys) - 1, len(xs) - 1
    if columns < 1 or rows < 1 or rows * columns > _MAX_CELLS:
        return None
    walls = _drawn(down, xs, [(low, high) for high, low in pairwise(ys)])
    floors = _drawn(across, ys, list(pairwise(xs)))
    owners, cells = _cells(xs, ys, walls, floors)
    if len({cell.column for cell in cells}) < 2 and len(cells) > 1:
        return None
    return Grid(tuple(xs), tuple(ys), tuple(cells), tuple(map(tuple, owners)))


def _open_sides(crossing: Sequence[Rule], rules: Sequence[Rule]) -> list[Rule]:
    """Give the sides of a table that are not drawn, where the rules that cross reach beyond the last one."""
    low, high = min(rule.low for rule in crossing), max(rule.high for rule in crossing)
    first, last = min(rule.at for rule in rules), max(rule.at for rule in rules)
    reach = min(rule.at for rule in crossing), max(rule.at for rule in crossing)
    sides = []
    if first - low >= _OPEN:
        sides.append(Rule(low, *reach))
    if high - last >= _OPEN:
        sides.append(Rule(high, *reach))
    return sides


def _levels(rules: Sequence[Rule]) -> list[float]:
    levels: list[float] = []
    for at in sorted(rule.at for rule in rules):
        if not levels or at - levels[-1] > _NEAR:
            levels.append(at)
    return levels


def _drawn(rules: Sequence[Rule], levels: Sequence[float], parts: Sequence[tuple[float, float]]) -> list[list[bool]]:
    """Say for each level and each part of it whether a rule is drawn there."""
    by_level: list[list[Rule]] = [[] for _ in levels]
    for rule in rules:
        nearest = min(range(len(levels)), key=lambda i: abs(levels[i] - rule.at))
        by_level[nearest].append(rule)
    return [
        [
            sum(max(0.0, min(high, rule.high) - max(low, rule.low)) for rule in at) >= _COVERED * (high - low)
            for low, high in parts
        ]
        for at in by_level
    ]


def _cells(
    xs: Sequence[float], ys: Sequence[float], walls: list[list[bool]], floors: list[list[bool]]
) -> tuple[list[list[int]], list[GridCell]]:
    """Give which cell each square belongs to, and the cells row by row; squares without a rule between are one cell."""
    rows, columns = len(ys) - 1, len(xs) - 1
    owners = [[-1] * columns for _ in range(rows)]
    cells: list[GridCell] = []
    for row in range(rows):
        for column in range(columns):
            if owners[row][column] >= 0:
                continue
            right, down = column + 1, row + 1
            while right < columns and not walls[right][row] and owners[row][right] < 0:
                right += 1
            while (
                down < rows
                and not any(floors[down][column:right])
                and all(not walls[x][down] for x in range(column + 1, right))
                and all(owner < 0 for owner in owners[down][column:right])
            ):
                down += 1
            for y in range(row, down):
                owners[y][column:right] = [len(cells)] * (right - column)
            box = xs[column], ys[down], xs[right], ys[row]
            cells.append(GridCell(row, column, down - row, right - column, *box))
    return owners, cells
