"""The heads above each column of a grid -> an Axis for each; `sheet` keeps them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from taizhang.facts.tables.axes import MEASURES, Axis, Read, is_partial, named
from taizhang.facts.tables.cells import TABLES, unit_of
from taizhang.facts.tables.grid import Grid, Spot
from taizhang.facts.tables.heads import Head, read_head, squeezed
from taizhang.spans import Span

__all__ = ["read_columns"]

_BOUNDS = ("以上", "以下", "以内")
_HOLLOW = tuple(TABLES["parts"]["hollow"])
_SHORT = 3
"""Characters of a name that says too little without what stands over it."""


def _is_weak(name: str) -> bool:
    return len(name) <= _SHORT or is_partial(name) or name in MEASURES


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
            axis.add(spot, head)
        heads = [(spot, head) for spot, head in path if head.name]
        if heads:
            names = [squeezed(head.own) for _, head in heads]
            axis.call(grid.text, _path_name([named(*each) for each in heads], names, lowest))
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
        if len(texts) > 1 and all(map(unit_of, texts)) and not all(text in MEASURES for text in texts):
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
    return is_partial(name) or name in MEASURES or name.endswith(_BOUNDS)


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
        if over.endswith(_HOLLOW) and seen[own] < 2 and not is_partial(own):
            return spans[-1:]
        if over in own or own in over:
            return [spans[-2] if own in over and own in MEASURES else spans[-1]]
        return [*(spans[-3:-2] if len(names) > 2 and _is_weak(over) else []), spans[-2], spans[-1]]
    return spans[-1:]
