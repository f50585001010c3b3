"""Lines of a page into reading order: columns of prose one after the other, all else from the top down.

In: `Line`s and tables. Out: the same in the order in which they are read; what stands side by side and is no prose
(a date at the margin, a table without rules) is one line with tabs. `paragraphs` takes it next.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Protocol, TypeVar

from taizhang.intake.pdf.lines import Line

__all__ = ["Block", "arrange", "busiest", "by_height"]

_FEWEST = 4
"""Lines side by side that show a column."""
_MOST = 3_000
"""Lines of a page from which it is a map or a chart, and no column of prose is looked for."""
_CROSSING = 0.1
"""Part of the lines side by side that may cross a gutter."""
_FULL = 0.7
"""A line of prose fills this part of its column."""
_PROSE = 0.45
"""Part of the lines of a column of prose that are full."""
_LEVEL = 0.6
"""Part of the lower of two lines that the other overlaps where they are at one height."""
_LETTERS = 8
"""Characters of a usual line of a column."""


class Block(Protocol):
    """What has a box on the page."""

    left: float
    bottom: float
    right: float
    top: float


_B = TypeVar("_B", bound=Block)


def arrange(lines: Sequence[Line], tables: Sequence[_B], column: int = 0) -> list[Line | _B]:
    """Give lines and tables in reading order; `column` of each line tells the columns of the page apart."""
    gutter = _gutter(lines)
    if gutter is None:
        flat: list[Line | _B] = [*_in_rows(lines), *tables]
        for line in flat:
            if isinstance(line, Line):
                line.column = column
        return sorted(flat, key=lambda block: -block.top)
    ordered: list[Line | _B] = []
    left: list[Line] = []
    right: list[Line] = []
    beside: tuple[list[_B], list[_B]] = [], []

    def flush() -> None:
        ordered.extend(arrange(left, beside[0], 2 * column + 1))
        ordered.extend(arrange(right, beside[1], 2 * column + 2))
        for band in (left, right, *beside):
            band.clear()

    blocks: list[Line | _B] = [*lines, *tables]
    for block in sorted(blocks, key=lambda b: -b.top):
        if block.left < gutter < block.right:
            flush()
            ordered.append(block)
            if isinstance(block, Line):
                block.column = column
        elif isinstance(block, Line):
            (left if block.right <= gutter else right).append(block)
        else:
            beside[block.left >= gutter].append(block)
    flush()
    return ordered


def _gutter(lines: Sequence[Line]) -> float | None:
    """Give where two columns of prose part, or None."""
    pairs = _pairs(lines) if len(lines) <= _MOST else []
    if len(pairs) < _FEWEST:
        return None
    x = busiest([(a.right, b.left) for a, b in pairs])
    besides = {id(line): line for pair in pairs for line in pair}.values()
    if sum(line.left < x < line.right for line in besides) > _CROSSING * len(besides):
        return None
    sides = [line for line in besides if line.right <= x], [line for line in besides if line.left >= x]
    return x if all(map(_is_prose, sides)) else None


def busiest(gaps: Sequence[tuple[float, float]]) -> float:
    """Give the middle of a gap that stands in most of the gaps, the first such from the left."""
    open_gaps = [gap for gap in gaps if gap[0] < gap[1]]
    lows, highs = sorted(low for low, _ in open_gaps), sorted(high for _, high in open_gaps)
    middles = sorted({(low + high) / 2 for low, high in gaps})
    return max(middles, key=lambda x: bisect_left(lows, x) - bisect_right(highs, x))


def _pairs(lines: Sequence[Line]) -> list[tuple[Line, Line]]:
    """Give the lines that stand side by side, left and right neighbour."""
    ordered = sorted(lines, key=lambda line: -line.top)
    pairs = []
    for i, a in enumerate(ordered):
        for b in ordered[i + 1 :]:
            shared = min(a.top, b.top) - max(a.bottom, b.bottom)
            if b.top <= a.bottom:
                break
            if shared > 0.3 * min(a.top - a.bottom, b.top - b.bottom):
                if a.right <= b.left:
                    pairs.append((a, b))
                elif b.right <= a.left:
                    pairs.append((b, a))
    return pairs


def _is_prose(side: list[Line]) -> bool:
    if len(side) < _FEWEST:
        return False
    width = max(line.right for line in side) - min(line.left for line in side)
    full = sum(line.right - line.left >= _FULL * width for line in side)
    letters = sorted(len(line.text) for line in side)[len(side) // 2]
    return full >= _PROSE * len(side) and letters >= _LETTERS


def _in_rows(lines: Sequence[Line]) -> list[Line]:
    """Join what stands at one height into one line."""
    return [row[0] if len(row) == 1 else _side_by_side(row) for row in by_height(lines)]


def by_height(lines: Iterable[Line]) -> list[list[Line]]:
    """Group lines at one height, from the top down, each group from left to right."""
    groups: list[list[Line]] = []
    low = high = float("inf")
    for line in sorted(lines, key=lambda each: -each.bottom - each.top):
        if line.top > low:
            shared = min(high, line.top) - max(low, line.bottom)
            apart = all(line.left >= each.right or line.right <= each.left for each in groups[-1])
            if apart and shared >= _LEVEL * min(high - low, line.top - line.bottom):
                groups[-1].append(line)
                continue
        groups.append([line])
        low, high = line.bottom, line.top
    for group in groups:
        if len(group) > 1:
            group.sort(key=lambda each: each.left)
    return groups


def _side_by_side(row: list[Line]) -> Line:
    spread = all(len(line.text) == 1 and line.text >= "\u2e80" for line in row)
    return replace(
        row[0],
        text=("" if spread else "\t").join(line.text for line in row),
        bottom=min(line.bottom for line in row),
        right=max(line.right for line in row),
        top=max(line.top for line in row),
        size=max(line.size for line in row),
        spaced=row[-1].spaced,
    )
