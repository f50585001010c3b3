"""Rows of a plain table, each split into parts -> cells in columns.

`ragged` takes rows in which every column has its separator, but merged cells may be missing; `visual` takes rows whose
columns stand under each other on the page. Both give cells, or None when the columns do not hold.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from taizhang.model import Cell
from taizhang.spans import Span

__all__ = ["Row", "ragged", "visual"]


class Row(NamedTuple):
    """A line with its parts, empty ones too, and which of them are figures."""

    start: int
    end: int
    parts: list[Span]
    numbers: list[bool]

    @property
    def figures(self) -> bool:
        """Whether any part is a figure."""
        return any(self.numbers)


def ragged(rows: Sequence[Row]) -> list[Cell] | None:
    """Give the cells of rows that are split by signs; merged cells of the head spread over their columns."""
    width = max(len(row.parts) for row in rows)
    head = next((i for i, row in enumerate(rows) if row.figures), len(rows))
    body = Counter(len(row.parts) for row in rows[head:])
    if body and body.most_common(1)[0][0] < width and max(body) < width:
        width = max(width, max(body))
    cells: list[Cell] = []
    spans = _head(rows[:head], width)
    for i, row in enumerate(rows):
        if i in spans:
            cells += [Cell(i, c, *part, r, n) for part, (c, r, n) in zip(row.parts, spans[i], strict=True)]
            continue
        missing = width - len(row.parts)
        full = [part for part in row.parts if part[0] < part[1]]
        if missing and len(row.parts) == 1 and full:
            cells.append(Cell(i, 0, *row.parts[0], 1, width))
            continue
        shift = missing if 0 < missing <= 2 and i >= head and _is_shifted(rows, i, width) else 0
        cells += [Cell(i, c + shift, *part) for c, part in enumerate(row.parts)]
    return cells


def _head(rows: Sequence[Row], width: int) -> dict[int, list[tuple[int, int, int]]]:
    """Give column, height and width of the cells of a head of two lines whose merged cells stand once."""
    if len(rows) < 2 or len(rows[0].parts) >= width:
        return {}
    over, under = rows[-2], rows[-1]
    if any(low >= high for low, high in [*over.parts, *under.parts]):
        return {}
    labels = width - len(under.parts)
    merged = len(over.parts) - labels
    if not 0 < labels < len(over.parts) or not merged or len(under.parts) % merged:
        return {}
    each = len(under.parts) // merged
    first = len(rows) - 2
    top = [(c, 2, 1) for c in range(labels)] + [(labels + m * each, 1, each) for m in range(merged)]
    return {first: top, first + 1: [(labels + c, 1, 1) for c in range(len(under.parts))]}


def _is_shifted(rows: Sequence[Row], i: int, width: int) -> bool:
    """Whether a short row lacks its first cells, merged with those above, and not its last ones."""
    for above in reversed(rows[:i]):
        if len(above.parts) == width:
            return above.figures and above.parts[1][0] < above.parts[1][1]
    return False


class _Token(NamedTuple):
    low: int
    high: int
    span: Span


def visual(text: str, rows: Sequence[Row]) -> list[Cell] | None:
    """Give the cells of rows whose columns stand under each other; a wide character takes two places."""
    sizes = {len(row.parts) for row in rows}
    if len(sizes) == 1:
        return [Cell(i, c, *part) for i, row in enumerate(rows) for c, part in enumerate(row.parts)]
    laid = [_places(text, row) for row in rows]
    usual = max(sizes)
    columns = _columns([tokens for tokens in laid if len(tokens) == usual])
    if columns is None:
        return None
    labels = _labels([row.numbers for row in rows if row.figures and len(row.parts) == usual])
    assigned: dict[int, list[Span]] = {}
    for i, tokens in enumerate(laid):
        if len(tokens) < usual and rows[i].figures:
            found = _assigned(tokens, columns, spread=False)
            if found is None:
                return None
            assigned[i] = found
            columns = _widened(columns, tokens, found)
    cells: list[Cell] = []
    for i, tokens in enumerate(laid):
        places = assigned.get(i) or [(c, 1) for c in range(usual)]
        if len(tokens) < usual and i not in assigned:
            head = not any(row.figures for row in rows[: i + 1])
            places = (_spread(tokens, columns, labels) if head else _assigned(tokens, columns, spread=True)) or []
            if not places:
                return None
        cells += [Cell(i, c, *token.span, 1, n) for token, (c, n) in zip(tokens, places, strict=True)]
    return cells


def _places(text: str, row: Row) -> list[_Token]:
    tokens: list[_Token] = []
    at, place = row.start, 0
    for low, high in row.parts:
        place += _width(text[at:low])
        end = place + _width(text[low:high])
        tokens.append(_Token(place, end, (low, high)))
        at, place = high, end
    return tokens


def _width(text: str) -> int:
    return len(text.encode("gb18030", "replace")) if not text.isascii() else len(text.expandtabs(8))


def _columns(rows: Sequence[Sequence[_Token]]) -> list[Span] | None:
    """Give where each column stands in rows that have all; None when they do not stand under each other."""
    columns = [(min(t.low for t in column), max(t.high for t in column)) for column in zip(*rows, strict=True)]
    if all(a[1] <= b[0] for a, b in pairwise(columns)):
        return columns
    mean = [
        (sum(t.low for t in column) // len(column), sum(t.high for t in column) // len(column))
        for column in zip(*rows, strict=True)
    ]
    return mean if all(a[0] < b[0] for a, b in pairwise(mean)) else None


def _widened(columns: Sequence[Span], tokens: Sequence[_Token], places: Sequence[Span]) -> list[Span]:
    """Widen columns by what was put into them, up to their neighbours."""
    wide = list(columns)
    for token, (c, _) in zip(tokens, places, strict=True):
        low = max(token.low, wide[c - 1][1]) if c else token.low
        high = min(token.high, wide[c + 1][0]) if c + 1 < len(wide) else token.high
        wide[c] = min(wide[c][0], low), max(wide[c][1], high)
    return wide


def _labels(rows: Sequence[Sequence[bool]]) -> int:
    """Give how many columns stand left of the figures: those that hold words, with a list number before them."""
    words = [sum(column) * 2 < len(rows) for column in zip(*rows, strict=True)]
    first = 1 if words[:2] == [False, True] else 0
    return next((c for c in range(first, len(words)) if not words[c]), 0)


def _spread(tokens: Sequence[_Token], columns: Sequence[Span], labels: int) -> list[Span] | None:
    """Give column and width of the cells of a head: every column belongs to the cell over it, else the nearest.

    Where each cell begins with a column, they are set from the left and reach to the next. The columns that name the
    rows, `labels` of them, belong to no cell that only stands over figures.
    """
    if len(tokens) == 1:
        return _assigned(tokens, columns, spread=True)
    lows = [low for low, _ in columns]
    if all(token.low in lows for token in tokens):
        firsts = [lows.index(token.low) for token in tokens]
        return [(first, after - first) for first, after in pairwise([*firsts, len(columns)])]
    owners = [max(range(len(tokens)), key=lambda k: _nearness(tokens[k], column)) for column in columns]
    found: list[Span] = []
    for k in range(len(tokens)):
        own = [c for c, owner in enumerate(owners) if owner == k]
        own = [c for c in own if c >= labels or tokens[k].low < columns[c][1]] or own
        if not own or own[-1] - own[0] + 1 != len(own):
            return _assigned(tokens, columns, spread=True)
        found.append((own[0], len(own)))
    return found


def _nearness(token: _Token, column: Span) -> tuple[int, int]:
    overlap = min(token.high, column[1]) - max(token.low, column[0])
    return max(0, overlap), -abs(token.low + token.high - column[0] - column[1])


def _assigned(tokens: Sequence[_Token], columns: Sequence[Span], spread: bool) -> list[Span] | None:
    """Give column and width of each token: where it overlaps most, else the nearest; with `spread` it may span more."""
    found: list[Span] = []
    least = 0
    for k, token in enumerate(tokens):
        free = range(least, len(columns) - (len(tokens) - k - 1))
        if not free:
            return None
        best = max(free, key=lambda c: (min(token.high, columns[c][1]) - max(token.low, columns[c][0]), -c))
        last = best
        if spread:
            over = [c for c in free if columns[c][0] < token.high and columns[c][1] > token.low]
            best, last = (over[0], over[-1]) if over else (best, last)
        found.append((best, last - best + 1))
        least = last + 1
    return found
