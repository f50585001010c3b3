"""Rows of figures that no lines across and down enclose: where on a page a table stands that is open.

In: rows of pieces that are in no ruled table, and the rules across the page. Out: `Region`s, each with the rows of its
head, of its body, and where its columns part; `opentables` makes grids of them.

A table of three rules (三线表), with rules under its rows or with none, shows by figures that stand one below the
other. What has none stays lines of text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import islice, pairwise
from statistics import median
from typing import NamedTuple

from taizhang.intake.pdf.glyphs import Glyphs
from taizhang.intake.pdf.lines import Piece, text_of
from taizhang.intake.pdf.rules import Rule
from taizhang.intake.pdf.words import APART

__all__ = ["Region", "Row", "Segment", "find_regions"]

_FIGURE = re.compile(r"[+\-－−↑↓≥≤]?\d[\d,]*(?:\.\d+)?[%％‰]?[^\W\d年月日号时点季、，。：]{0,4}")
_DIGIT = re.compile(r"\d")
_EMPTY = re.compile(r"[-—－–/]+|持平")
_NOT_IN_HEAD = re.compile(r"单位[:：]|。$|^注|^(?:附件|附表|表)\s*[\d一二三四五六七八九十]")
_LEADER = re.compile(r"[.…·]{3}")
_GUTTER = 0.35
"""Heights of the narrowest gap that parts two columns in all rows."""
_FEWEST = 4
"""Figures without which a page has no open table."""
_FEWEST_ROWS = 2
_LONG = 0.7
"""Part of the width of a table that only a line of prose, or a title, fills."""
_FARTHEST = 6.0
"""Heights between two rows of one table."""
_HEAD_ROWS = 8
_LARGE = 1.15
"""Part by which a title is larger than a table."""
_WRAPPED = 1.7
"""Heights between two lines of one head."""
_NEAR = 3.0
"""Points by which a rule may stand in the box of a line."""
_REACH = 0.5
"""Part of the width of a table that a rule must reach over."""


class Segment(NamedTuple):
    """What stands together on one line: the text of a cell, or a line of it."""

    left: float
    bottom: float
    right: float
    top: float
    text: str

    @property
    def figure(self) -> bool:
        """It is a figure, with its unit perhaps."""
        return bool(_FIGURE.fullmatch(self.text))


Row = list[Segment]
_Column = tuple[float, float]


class Region(NamedTuple):
    """An open table: rows from the top down, `xs` from its left to its right side, the rules across it."""

    head: list[Row]
    body: list[Row]
    anchors: list[bool]
    """Which rows of the body hold figures."""
    xs: list[float]
    rules: list[Rule]
    closed: bool
    """A rule stands over its head: what is between is head, in as many rows as there are."""


def find_regions(glyphs: Glyphs, found: Sequence[list[Piece]], across: Iterable[Rule]) -> list[Region]:
    """Give the open tables of a page, from the top down."""
    figures = (piece for row in found for piece in row if _FIGURE.fullmatch(_text(glyphs, piece)))
    if len(list(islice(figures, _FEWEST))) < _FEWEST:
        return []
    anchors = (row for row in found if _may_be_anchor(glyphs, row))
    if len(list(islice(anchors, _FEWEST_ROWS))) < _FEWEST_ROWS:
        return []
    groups = [_groups(glyphs, row) for row in found]
    lines = [line for line in (_segments(glyphs, row) for row in groups) if line]
    rules = sorted(across, key=lambda rule: -rule.at)
    regions: list[Region] = []
    above = -1
    for first, last in _runs(lines):
        region = _region(lines, first, last, above, rules)
        if region:
            regions.append(region)
            above = last
    return regions


def _text(glyphs: Glyphs, piece: Piece) -> str:
    return glyphs.said(piece.start, piece.end).strip()


def _groups(glyphs: Glyphs, pieces: list[Piece]) -> list[list[Piece]]:
    """Group the pieces of a row that stand together."""
    groups: list[list[Piece]] = []
    right = 0.0
    for piece in pieces:
        for part in _words(glyphs, piece):
            if groups and part.left - right <= APART * (part.top - part.bottom):
                groups[-1].append(part)
            else:
                groups.append([part])
            right = part.right
    return groups


def _may_be_anchor(glyphs: Glyphs, row: list[Piece]) -> bool:
    """Whether a row may hold figures beside other text; asked before its texts are put together."""
    if len(row) == 1 and not glyphs.blanks_within(row[0].start, row[0].end):
        return False
    others = _groups(glyphs, row)[1:]
    return any(_DIGIT.search(_text(glyphs, piece)) for group in others for piece in group)


def _segments(glyphs: Glyphs, groups: list[list[Piece]]) -> Row:
    made: Row = []
    for group in groups:
        text = text_of(glyphs, group).strip()
        if not text:
            continue
        if len(group) == 1:
            made.append(Segment(*group[0][2:], text))
            continue
        box = min(p.left for p in group), min(p.bottom for p in group), max(p.right for p in group)
        made.append(Segment(*box, max(p.top for p in group), text))
    return made


def _words(glyphs: Glyphs, piece: Piece) -> Sequence[Piece]:
    """Split a piece at spaces that are too wide for one: figures of two columns that stand close."""
    blanks = glyphs.blanks_within(piece.start, piece.end)
    if not blanks:
        return (piece,)
    lefts, rights = glyphs.lefts, glyphs.rights
    start, widest = piece.start, APART * (piece.top - piece.bottom)
    made: list[Piece] = []
    for at in blanks:
        if start < at < piece.end - 1 and lefts[at + 1] - rights[at - 1] > widest:
            made.append(Piece(start, at, lefts[start], piece.bottom, rights[at - 1], piece.top))
            start = at + 1
    made.append(piece if start == piece.start else piece._replace(start=start, left=lefts[start]))
    return made


def _is_anchor(row: Row) -> bool:
    return (
        len(row) > 1
        and any(segment.figure for segment in row[1:])
        and not any(_LEADER.search(segment.text) for segment in row)
        and sum(segment.figure or bool(_EMPTY.fullmatch(segment.text)) for segment in row) * 4 >= len(row)
    )


def _runs(lines: Sequence[Row]) -> list[tuple[int, int]]:
    """Give the first and last row of figures of what may be tables: nothing stands between that is prose."""
    anchors = [i for i, row in enumerate(lines) if _is_anchor(row)]
    runs: list[list[int]] = []
    for i in anchors:
        if runs and _together(lines, runs[-1][-1], i):
            runs[-1].append(i)
        else:
            runs.append([i])
    return [(run[0], run[-1]) for run in runs if len(run) >= _FEWEST_ROWS]


def _together(lines: Sequence[Row], i: int, j: int) -> bool:
    left = min(segment.left for k in (i, j) for segment in lines[k])
    right = max(segment.right for k in (i, j) for segment in lines[k])
    low, high = max(segment.top for segment in lines[j]), min(segment.bottom for segment in lines[i])
    height = median(segment.top - segment.bottom for segment in lines[j])
    between = [segment for row in lines[i + 1 : j] for segment in row]
    if any(s.right - s.left > _LONG * (right - left) or _NOT_IN_HEAD.search(s.text) for s in between):
        return False
    return high - low <= _FARTHEST * height and j - i <= _HEAD_ROWS


def _region(lines: Sequence[Row], first: int, last: int, above: int, rules: Sequence[Rule]) -> Region | None:
    body = list(lines[first : last + 1])
    left, right = min(row[0].left for row in body), max(s.right for row in body for s in row)
    over = [rule for rule in rules if min(rule.high, right) - max(rule.low, left) >= _REACH * (right - left)]
    start, end, closed = _head_begins(lines, first, above, over)
    last = _body_ends(lines, last, over)
    head, body = list(lines[start:end]), list(lines[end : last + 1])
    anchors = [_is_anchor(row) or (len(row) == 1 and _stands_below(row[0], body)) for row in body]
    anchors = [anchor and not _is_beside(body, i) for i, anchor in enumerate(anchors)]
    if sum(anchors) < _FEWEST_ROWS:
        return None
    figures = [s for row, anchor in zip(body, anchors, strict=True) if anchor for s in row]
    columns = _columns(figures)
    others = [s for row, anchor in zip(body, anchors, strict=True) if not anchor for s in row]
    others = [s for s in others if sum(min(s.right, right) > max(s.left, left) for left, right in columns) < 2]
    columns = _columns([*figures, *others])
    if len(columns) < 2 or not _sound(head, body, anchors, columns, closed=closed):
        return None
    xs = _partings(_widened(columns, head))
    top, bottom = max(s.top for s in lines[start]), min(s.bottom for s in lines[last])
    inside = [rule for rule in rules if bottom - 2 * _NEAR < rule.at < top + 2 * _NEAR]
    inside = [rule for rule in inside if rule.low < right and rule.high > left]
    outer = [(s.left - 1, s.right + 1) for row in (*head, *body) for s in row]
    outer += [(rule.low, rule.high) for rule in over if closed and rule in inside]
    xs[0], xs[-1] = min(low for low, _ in outer), max(high for _, high in outer)
    return Region(head, body, anchors, xs, inside, closed)


def _head_begins(lines: Sequence[Row], first: int, above: int, rules: Sequence[Rule]) -> tuple[int, int, bool]:
    """Give the first row of the head, that of the body, and whether a rule stands over the head.

    The rule over a table is the highest to which, from the rule below it, only heads lead: no title, no prose.
    """
    start, end, closed = first, first, False
    middle = _middle(lines[first])
    for rule in sorted((rule for rule in rules if rule.at > middle), key=lambda rule: rule.at):
        upper = start
        while upper - 1 > above and _middle(lines[upper - 1]) < rule.at:
            upper -= 1
        band = lines[upper:start]
        if start - upper > _HEAD_ROWS or not all(map(_is_head, band)) or (closed and band and max(map(len, band)) < 2):
            break
        if upper == start and closed:
            break
        if not closed:
            end = upper
        start, closed = upper, True
    if start < end:
        return start, end, closed
    if closed and any(len(row) > 1 for row in lines[start:first]):
        return start, _nearer(lines, start, first), True
    start, end = _loose_head(lines, end, above)
    return start, _nearer(lines, start, end), False


def _nearer(lines: Sequence[Row], start: int, first: int) -> int:
    """Give the first row of the body: lines of one cell that stand closer to it than to the head are its own."""
    end = first
    while end - 1 > start and len(lines[end - 1]) == 1:
        up = _middle(lines[end - 2]) - _middle(lines[end - 1])
        down = _middle(lines[end - 1]) - _middle(lines[end])
        if down >= up or down > _WRAPPED * _height(lines[end - 1]):
            break
        end -= 1
    return end


def _loose_head(lines: Sequence[Row], first: int, above: int) -> tuple[int, int]:
    """Give the first row of the head where no rule stands over it, and that of the body.

    The head is rows of several texts, and lines close to them. The name of a section may stand between it and the
    first figures.
    """
    start = end = first
    for i in range(first - 1, max(above, first - 1 - _HEAD_ROWS), -1):
        height = _height(lines[i])
        far = _middle(lines[i]) - _middle(lines[start]) > _FARTHEST * height
        if far or not _is_head(lines[i]) or height > _LARGE * _height(lines[first]):
            break
        wrapped = [abs(_middle(lines[i]) - _middle(lines[k])) < _WRAPPED * height for k in (i - 1, i + 1) if k > above]
        if len(lines[i]) > 1:
            start = i
        elif end == first == i + 1 and i - 1 > above and _is_section(lines, i):
            end = i
        elif not any(wrapped):
            break
    if start == first:
        end = first
    elif start - 1 > above and len(lines[start - 1]) == 1:
        close = _middle(lines[start - 1]) - _middle(lines[start]) < _height(lines[start])
        start -= close and _is_head(lines[start - 1])
    return start, end


def _is_section(lines: Sequence[Row], i: int) -> bool:
    """Whether a line of one text names a section: it begins before the second column of the row below it."""
    return len(lines[i - 1]) > 2 and lines[i][0].left < lines[i + 1][min(1, len(lines[i + 1]) - 1)].left


def _is_beside(body: Sequence[Row], i: int) -> bool:
    """Whether a row is too close to a fuller one to be another: lines of cells that stand in the middle of theirs."""
    return any(
        len(body[k]) > len(body[i]) and abs(_middle(body[k]) - _middle(body[i])) < _height(body[i])
        for k in (i - 1, i + 1)
        if 0 <= k < len(body)
    )


def _stands_below(segment: Segment, body: Sequence[Row]) -> bool:
    """Whether a lone figure stands in a column of figures: its name is on the lines above and below."""
    others = (s for row in body if len(row) > 1 for s in row[1:])
    return segment.figure and any(s.figure and s.left < segment.right and s.right > segment.left for s in others)


def _height(row: Row) -> float:
    return median(s.top - s.bottom for s in row)


def _middle(row: Row) -> float:
    return median((s.bottom + s.top) / 2 for s in row)


def _is_head(row: Row) -> bool:
    return not any(_NOT_IN_HEAD.search(s.text) or len(s.text) > 30 for s in row)


def _body_ends(lines: Sequence[Row], last: int, rules: Sequence[Rule]) -> int:
    """Give the last row of the body: the last one over the rule that closes it."""
    bottom = min(s.bottom for s in lines[last])
    for rule in rules:
        if rule.at < bottom + _NEAR:
            end = last
            while end + 1 < len(lines) and _middle(lines[end + 1]) > rule.at:
                end += 1
            fits = all(_is_head(row) and (len(row) > 1 or len(row[0].text) < 12) for row in lines[last + 1 : end + 1])
            if fits and end - last <= 3:
                return end
            break
    while last + 1 < len(lines) and len(lines[last + 1]) < 3 and _is_of_last(lines, last):
        last += 1
    return last


def _is_of_last(lines: Sequence[Row], last: int) -> bool:
    """Whether the line below the last row is one of its cells: close to it, or as far from it as one above it is."""
    below, height = lines[last + 1], _height(lines[last + 1])
    gap = _middle(lines[last]) - _middle(below)
    if gap < height or not last or len(below) > 1:
        return gap < height
    above = lines[last - 1]
    even = abs(_middle(above) - _middle(lines[last]) - gap) < 0.2 * height
    return gap < _WRAPPED * height and even and len(above) == 1 and abs(above[0].left - below[0].left) < height


def _columns(body: Iterable[Segment]) -> list[_Column]:
    """Give the columns: what all rows leave free parts them."""
    body = list(body)
    spans = sorted((s.left, s.right) for s in body)
    height = median(s.top - s.bottom for s in body)
    columns = [spans[0]]
    for left, right in spans[1:]:
        low, high = columns[-1]
        if left - high >= _GUTTER * height:
            columns.append((left, right))
        else:
            columns[-1] = low, max(high, right)
    return columns


def _widened(columns: Sequence[_Column], head: Iterable[Row]) -> list[_Column]:
    """Widen the columns by their heads: those under which no other stands. A head may stand beside its figures."""
    heads = [s for row in head for s in row]
    wide = list(columns)
    for s in heads:
        under = [t for t in heads if t.top < s.bottom + 1 and t.left < s.right and t.right > s.left]
        if not all(_one_below_other(s, below) for below in under):
            continue
        shared = [min(s.right, right) - max(s.left, left) for left, right in columns]
        best = max(range(len(columns)), key=shared.__getitem__)
        low, high = wide[best]
        if sum(share > 0 for share in shared) < 2:
            wide[best] = min(low, s.left), max(high, s.right)
    return wide


def _one_below_other(line: Segment, below: Segment) -> bool:
    """Whether two lines of heads begin, end or have their middle in one place: they are of one head."""
    off = below.left - line.left, below.right - line.right, (below.left + below.right - line.left - line.right) / 2
    return min(map(abs, off)) < (line.top - line.bottom) / 2


def _partings(columns: Sequence[_Column]) -> list[float]:
    """Give where the columns part, in the middle of what is free between them; the sides first and last."""
    return [columns[0][0], *((a[1] + b[0]) / 2 for a, b in pairwise(columns)), columns[-1][1]]


def _sound(head: list[Row], body: list[Row], anchors: list[bool], columns: list[_Column], *, closed: bool) -> bool:
    """Whether it is a table: names stand first, figures one below the other, a head over them or a rule."""
    rows = [row for row, anchor in zip(body, anchors, strict=True) if anchor]
    named = sum(not s.figure and (s.left + s.right) / 2 < columns[1][1] for row in body for s in row)
    figures = [
        sum(s.figure and left <= (s.left + s.right) / 2 <= right for row in rows for s in row)
        for left, right in columns[1:]
    ]
    if named * 2 < len(rows) or max(figures) < 2 or sum(figures) < _FEWEST:
        return False
    return len(columns) > 2 or closed or (bool(head) and len(rows) > 2)
