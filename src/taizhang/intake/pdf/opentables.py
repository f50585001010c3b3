"""Open tables into grids: rows of several lines, heads over several columns.

In: `Region`s of `openrows`. Out: `Grid`s, as ruled tables give them; `cells` fills them.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from itertools import pairwise
from statistics import median

from taizhang.intake.pdf.glyphs import Glyphs
from taizhang.intake.pdf.grids import Grid, GridCell
from taizhang.intake.pdf.lines import Piece
from taizhang.intake.pdf.openrows import Region, Row, Segment, find_regions
from taizhang.intake.pdf.rules import Rule

__all__ = ["open_grids"]

_IN = 0.3
"""Heights by which text must stand beyond where columns part to stand in both."""
_TIGHT = 0.8
"""Part of the least distance of rows below which lines are of one row."""

_UNDER_NONE = 0.25
"""Part of the width of a column that it costs to leave it under no head."""

_Band = tuple[float, float, list[Segment]]
"""Top, bottom and text of a row."""
_Block = tuple[int, int, int, int]
"""Row, column, rows and columns of a cell of more than one square."""


def open_grids(glyphs: Glyphs, found: Sequence[list[Piece]], across: Iterable[Rule]) -> list[Grid]:
    """Give the grids of a page's tables without rules down, from the top down."""
    return [_grid(region) for region in find_regions(glyphs, found, across)]


def _grid(region: Region) -> Grid:
    levels, merged = _head(region)
    labels = _labels(region)
    rows = _bands(region, {label for label, _, _ in labels})
    bands, xs = [*levels, *rows], region.xs
    if len(rows) == sum(region.anchors):
        merged += [(len(levels) + first, 0, last - first + 1, 1) for _, first, last in labels]
    for row, (_, _, segments) in enumerate(rows, len(levels)):
        merged += _crossing(row, segments, xs)
    texts = [s for row in (*region.head, *region.body) for s in row]
    return _made(xs, _heights(bands), merged, texts)


def _heights(bands: Sequence[_Band]) -> list[float]:
    ys = [bands[0][0] + 1]
    ys += [(above[1] + below[0]) / 2 for above, below in pairwise(bands)]
    return [*ys, bands[-1][1] - 1]


def _bands(region: Region, labels: set[Segment]) -> list[_Band]:
    """Give the rows of the body: lines between two rules, else each with the figures next to it."""
    body = [[s for s in row if s not in labels] for row in region.body]
    rows = [(row, anchor) for row, anchor in zip(body, region.anchors, strict=True) if row]
    full = [rule.at for rule in region.rules if rule.high - rule.low > 0.5 * (region.xs[-1] - region.xs[0])]
    anchors = [row for row, anchor in rows if anchor]
    middles = [_middle(row) for row in anchors]
    ruled = sum(any(low < at < high for at in full) for high, low in pairwise(middles))
    if ruled * 4 >= 3 * (len(anchors) - 1) and len(anchors) > 2:
        groups: dict[int, list[Row]] = {}
        for row, _ in rows:
            groups.setdefault(sum(at > _middle(row) for at in full), []).append(row)
        return [_band(lines) for _, lines in sorted(groups.items())]
    pitch = min(high - low for high, low in pairwise(middles))
    joined: list[list[Row]] = [[row] for row in anchors]
    for row, anchor in rows:
        if not anchor:
            distance, nearest = min((abs(middle - _middle(row)), i) for i, middle in enumerate(middles))
            if distance < _TIGHT * pitch:
                joined[nearest].append(row)
            else:
                joined.append([row])
    return sorted(map(_band, joined), key=lambda band: -band[0])


def _labels(region: Region) -> list[tuple[Segment, int, int]]:
    """Give the names in the first column that stand in the middle of several rows, with their first and last row.

    Nothing unless every row has one; rows that have none of their own are those of the name beside them.
    """
    rows = [row for row, anchor in zip(region.body, region.anchors, strict=True) if anchor]
    names = [s for row in region.body for s in row if _over(s, region.xs)[1] == 0]
    if len(names) >= len(rows) or not all(sum(s.left > region.xs[1] for s in row) > 1 for row in rows):
        return []
    middles = [_middle(row) for row in rows]
    slack = 0.3 * median(high - low for high, low in pairwise(middles))
    labels: list[tuple[Segment, int, int]] = []
    first = 0
    for name in sorted(names, key=lambda s: -s.top):
        offs = [abs((middles[first] + low) / 2 - _middle([name])) for low in middles[first:]]
        last = first + min(range(len(offs)), key=offs.__getitem__) if offs else -1
        if last < first or offs[last - first] > slack:
            return []
        labels.append((name, first, last))
        first = last + 1
    return [label for label in labels if label[2] > label[1]] if first == len(rows) else []


def _middle(row: Iterable[Segment]) -> float:
    return median((s.bottom + s.top) / 2 for s in row)


def _band(rows: Sequence[Row]) -> _Band:
    segments = [s for row in rows for s in row]
    return max(s.top for s in segments), min(s.bottom for s in segments), segments


def _crossing(row: int, segments: Iterable[Segment], xs: Sequence[float]) -> list[_Block]:
    """Give the cells of a row that reach over several columns."""
    return [(row, first, 1, last - first + 1) for s in segments for first, last in [_over(s, xs)] if last > first]


def _over(segment: Segment, xs: Sequence[float]) -> tuple[int, int]:
    """Give the first and the last column that a text stands in."""
    most = len(xs) - 2
    slack = min(_IN * (segment.top - segment.bottom), (segment.right - segment.left) / 3)
    first = min(max(bisect_right(xs, segment.left + slack) - 1, 0), most)
    last = min(max(bisect_right(xs, segment.right - slack) - 1, 0), most)
    return first, last


def _head(region: Region) -> tuple[list[_Band], list[_Block]]:
    """Give the rows of the head, one or two, and its cells that cover several squares."""
    segments = [s for row in region.head for s in row]
    if not segments:
        return [], []
    xs = region.xs
    top, bottom = max(s.top for s in segments), min(s.bottom for s in segments)
    parents = _parents(segments, region)
    if parents:
        under = max(_top_below(segments, parent, block, xs) for parent, block in parents)
        floor = min(parent.bottom for parent, _ in parents)
        covered = {column for _, (first, last) in parents for column in range(first, last + 1)}
    elif second := _second(region):
        under, floor = max(s.top for s in second), min(s.bottom for s in region.head[0])
        covered = {_over(s, xs)[0] for s in second}
    else:
        return [(top, bottom, [])], []
    blocks: list[_Block] = [(0, first, 1, last - first + 1) for _, (first, last) in parents]
    blocks += [(0, column, 2, 1) for column in range(len(xs) - 1) if column not in covered]
    return [(top, floor, []), (under, bottom, [])], blocks


def _second(region: Region) -> Row | None:
    """Give the second row of a head of two rows, such as one of units: it stands off as the rows below do."""
    rows = [row for row in region.head if len(row) > 1]
    body = [_middle(row) for row, anchor in zip(region.body, region.anchors, strict=True) if anchor]
    pitch = min(high - low for high, low in pairwise(body))
    if len(rows) == 2 and len(rows[1]) * 2 >= len(region.xs) - 1 and _middle(rows[0]) - _middle(rows[1]) > 0.9 * pitch:
        return rows[1]
    return None


def _top_below(segments: Iterable[Segment], parent: Segment, block: tuple[int, int], xs: Sequence[float]) -> float:
    return max(s.top for s in segments if s.top < parent.bottom + 1 and xs[block[0]] < _centre(s) < xs[block[1] + 1])


def _centre(segment: Segment) -> float:
    return (segment.left + segment.right) / 2


def _parents(segments: Sequence[Segment], region: Region) -> list[tuple[Segment, tuple[int, int]]]:
    """Give the heads that stand over several columns, each with its first and last column.

    A rule under a head says how far it reaches; else it stands in the middle over the heads below it.
    """
    xs = region.xs
    highest = max(_middle([s]) for s in segments)
    height = median(s.top - s.bottom for s in segments)
    upper = [s for s in segments if highest - _middle([s]) < 0.5 * height]
    lower = [s for s in segments if s.top < min(u.bottom for u in upper) + 0.3 * height]
    if not lower:
        return []
    leaves = max(
        (row for row in region.head if row[0] in lower), key=lambda row: (len(row), -row[0].top), default=lower
    )
    level = _middle(leaves) + 0.5 * height
    below = {_over(s, xs)[0] for s in lower if _over(s, xs)[0] == _over(s, xs)[1] and _middle([s]) < level}
    found: list[tuple[Segment, tuple[int, int]]] = []
    heads = sorted(upper, key=_centre)
    for head in heads:
        block = _by_rule(head, region, [_centre(other) for other in heads if other is not head])
        if block and below.issuperset(range(block[0], block[1] + 1)):
            found.append((head, block))
            below -= set(range(block[0], block[1] + 1))
    ruled = {head for head, _ in found}
    for columns in _stretches(sorted(below)):
        over = [head for head in heads if head not in ruled and xs[columns[0]] < _centre(head) < xs[columns[-1] + 1]]
        found += zip(over, _by_middle(over, columns, xs), strict=False)
    return [(head, block) for head, block in found if block[1] > block[0]]


def _stretches(columns: Sequence[int]) -> list[list[int]]:
    """Group columns that stand side by side."""
    groups: list[list[int]] = []
    for column in columns:
        if groups and groups[-1][-1] == column - 1:
            groups[-1].append(column)
        else:
            groups.append([column])
    return groups


def _by_rule(head: Segment, region: Region, others: Sequence[float]) -> tuple[int, int] | None:
    """Give the columns over which the rule under a head reaches, where it is the rule of this head alone."""
    xs = region.xs
    width = xs[-1] - xs[0]
    for rule in region.rules:
        near = head.bottom - 2.0 * (head.top - head.bottom) < rule.at < head.bottom + 1
        alone = not any(rule.low < other < rule.high for other in others)
        if near and alone and rule.low <= _centre(head) <= rule.high and rule.high - rule.low < 0.95 * width:
            middles = [(low + high) / 2 for low, high in pairwise(xs)]
            columns = [i for i, middle in enumerate(middles) if rule.low - 2 < middle < rule.high + 2]
            if len(columns) > 1:
                return columns[0], columns[-1]
    return None


def _by_middle(heads: Sequence[Segment], columns: Sequence[int], xs: Sequence[float]) -> list[tuple[int, int]]:
    """Share the columns among the heads above them so that each stands as near the middle of its own as can be.

    A column may be under none of them, which costs part of its width. Nothing where there are more heads than columns.
    """
    best: dict[int, tuple[float, list[tuple[int, int]]]] = {columns[0]: (0.0, [])}
    for head in heads:
        after: dict[int, tuple[float, list[tuple[int, int]]]] = {}
        for start, (cost, blocks) in best.items():
            for first in range(start, columns[-1] + 1):
                skipped = cost + _UNDER_NONE * (xs[first] - xs[start])
                for last in range(first, columns[-1] + 1):
                    total = skipped + abs((xs[first] + xs[last + 1]) / 2 - _centre(head))
                    if last + 1 not in after or total < after[last + 1][0]:
                        after[last + 1] = total, [*blocks, (first, last)]
        best = after
    end = xs[columns[-1] + 1]
    return min(best.items(), key=lambda item: item[1][0] + _UNDER_NONE * (end - xs[item[0]]))[1][1] if best else []


def _made(xs: Sequence[float], ys: Sequence[float], blocks: Iterable[_Block], segments: Sequence[Segment]) -> Grid:
    """Make the grid; where blocks overlap, the first has the squares. A cell is as wide as the text of its column."""
    rows, columns = len(ys) - 1, len(xs) - 1
    owners = [[-1] * columns for _ in range(rows)]
    begins: dict[tuple[int, int], _Block] = {}
    for block in blocks:
        row, column, down, right = block
        squares = [(y, x) for y in range(row, row + down) for x in range(column, column + right)]
        if all(owners[y][x] == -1 for y, x in squares):
            for y, x in squares:
                owners[y][x] = -2
            begins[row, column] = block
    tight = _tight(xs, segments)
    cells: list[GridCell] = []
    for row in range(rows):
        for column in range(columns):
            if owners[row][column] >= 0 or (owners[row][column] == -2 and (row, column) not in begins):
                continue
            _, _, down, right = begins.get((row, column), (row, column, 1, 1))
            for y in range(row, row + down):
                owners[y][column : column + right] = [len(cells)] * right
            low, high = tight[column][0], tight[column + right - 1][1]
            cells.append(GridCell(row, column, down, right, low, ys[row + down], high, ys[row]))
    return Grid(tuple(xs), tuple(ys), tuple(cells), tuple(map(tuple, owners)))


def _tight(xs: Sequence[float], segments: Iterable[Segment]) -> list[tuple[float, float]]:
    boxes = list(pairwise(xs))
    own: list[list[Segment]] = [[] for _ in boxes]
    for segment in segments:
        first, last = _over(segment, xs)
        if first == last:
            own[first].append(segment)
    return [
        (min(s.left for s in inside), max(s.right for s in inside)) if inside else box
        for box, inside in zip(boxes, own, strict=True)
    ]
