"""Running heads, footers and page numbers: what repeats at the edge of the pages, or counts them.

In: all `PageText`s. Out: for each page the lines of its upper and of its lower edge that are none of its text. They are
taken from the edge inwards, so that nothing in the middle of a page is taken for one; watermarks that run another way
than the page count too when they repeat.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from operator import attrgetter
from statistics import median

from taizhang.intake.pdf.columns import by_height
from taizhang.intake.pdf.lines import Line
from taizhang.intake.pdf.pages import PageText
from taizhang.wordlists import load

__all__ = ["Edges", "find_running"]

_DEEP, _ROWS, _LINES = 4, 9, 24
"""Rows at an edge that may be running heads; how many are looked at, of so many lines."""
_ALIKE = 0.15
"""Part by which sizes of one text may differ."""
_NEAR = 4.0
"""Points by which the height of a running head may differ."""
_FEW_PAGES = 4
"""In a file of so many pages what stands on two of them repeats; in a longer one it takes three."""
_LONGEST, _SHORT = 60, 8
"""Characters of a running head; what is so short is none of a paragraph."""

_NUMBERS = load("intake", "pdf.toml")["page_numbers"]
_SURE = [re.compile(pattern) for pattern in _NUMBERS["sure"]]
_LIKELY = [re.compile(pattern) for pattern in _NUMBERS["likely"]]
_DIGITS = re.compile(r"\d+")
_MIDDLE = attrgetter("middle")


@dataclass(slots=True)
class Edges:
    """What stands at the edges of a page, from the top down, and its watermarks."""

    heads: list[Line] = field(default_factory=list)
    feet: list[Line] = field(default_factory=list)
    marks: list[Line] = field(default_factory=list)


def find_running(pages: Sequence[PageText]) -> list[Edges]:
    """Give the running matter of each page; none where there would be no text besides."""
    tops = [_rows(page, True) for page in pages]
    bottoms = [_rows(page, False) for page in pages]
    heads, feet = _running(pages, tops), _running(pages, bottoms)
    marks = _repeated((line for page in pages for line in page.lines if line.aside), len(pages))
    found: list[Edges] = []
    for page, top, bottom in zip(pages, tops, bottoms, strict=True):
        above = _from_edge(top, heads)
        below = [line for line in reversed(_from_edge(bottom, feet)) if not any(line is head for head in above)]
        found.append(Edges(above, below, [line for line in page.lines if id(line) in marks]))
    apart = [len(edge.heads) + len(edge.feet) + len(edge.marks) for edge in found]
    if all(number == len(page.lines) and not page.tables for number, page in zip(apart, pages, strict=True)):
        return [Edges() for _ in pages]
    return found


def _rows(page: PageText, upper: bool) -> list[list[Line]]:
    """Give the rows at an edge, from the edge inwards; nothing beyond a table."""
    outer = [line for line in page.lines if not line.aside]
    if page.tables and upper:
        highest = max(table.top for table in page.tables)
        outer = [line for line in outer if line.middle > highest]
    elif page.tables:
        lowest = min(table.bottom for table in page.tables)
        outer = [line for line in outer if line.middle < lowest]
    outer.sort(key=_MIDDLE, reverse=upper)
    rows = by_height(outer[:_LINES])
    return rows[:_ROWS] if upper else rows[: -_ROWS - 1 : -1]


def _from_edge(rows: list[list[Line]], running: set[int]) -> list[Line]:
    found: list[list[Line]] = []
    for row in rows[:_DEEP]:
        if not all(id(line) in running for line in row):
            break
        found.append(row)
    while found and _within_text(rows, len(found) - 1):
        found.pop()
    return [line for row in found for line in row]


def _within_text(rows: list[list[Line]], depth: int) -> bool:
    """Whether a row stands to the next as lines of a paragraph do: text that happens to repeat, no running head."""
    if depth + 2 >= len(rows) or len(rows[depth][0].text) <= _SHORT:
        return False
    row, after = rows[depth][0], rows[depth + 1][0]
    steps = [abs(a[0].middle - b[0].middle) for a, b in pairwise(rows[depth + 1 :])]
    return abs(row.middle - after.middle) < 1.2 * median(steps) and abs(row.size / after.size - 1) < _ALIKE


def _running(pages: Sequence[PageText], edges: list[list[list[Line]]]) -> set[int]:
    """Give the identities of lines that repeat over the pages or number them."""
    lines = [line for rows in edges for row in rows for line in row if len(line.text) <= _LONGEST]
    found = _repeated(lines, len(pages)) | _numbered(lines)
    for rows in edges:
        for depth, row in enumerate(rows[:2]):
            if all(any(p.fullmatch(line.text) for p in _SURE) for line in row) and _stands_off(rows, depth, len(pages)):
                found.update(map(id, row))
    return found


def _repeated(lines: Iterable[Line], pages: int) -> set[int]:
    """Lines with the same text at the same height, or with numbers in it that count the pages."""
    alike: dict[str, list[Line]] = defaultdict(list)
    for line in lines:
        alike[_DIGITS.sub("#", line.text)].append(line)
    needed = 2 if pages <= _FEW_PAGES else 3
    found: set[int] = set()
    for group in alike.values():
        if len(group) < needed:
            continue
        for level in _levels(group):
            if len({line.page for line in level}) >= needed:
                found.update(id(line) for line in _same(level, needed))
    return found


def _levels(group: list[Line]) -> list[list[Line]]:
    """Group lines at about one height."""
    levels: list[list[Line]] = []
    for line in sorted(group, key=lambda each: each.middle):
        if levels and line.middle - levels[-1][0].middle <= _NEAR:
            levels[-1].append(line)
        else:
            levels.append([line])
    return levels


def _same(level: list[Line], needed: int) -> list[Line]:
    """Of lines that differ in their numbers at most, give those that are the same or go with the page."""
    texts: dict[str, list[Line]] = defaultdict(list)
    offsets: dict[tuple[int, int], list[Line]] = defaultdict(list)
    for line in level:
        texts[line.text].append(line)
        for i, number in enumerate(_DIGITS.findall(line.text)):
            offsets[i, int(number[:9]) - line.page].append(line)
    groups = [*texts.values(), *offsets.values()]
    return [line for group in groups if len({line.page for line in group}) >= needed for line in group]


def _numbered(lines: Sequence[Line]) -> set[int]:
    """Page numbers: on neighbouring pages at one height, as far apart as the pages."""
    numbers: dict[int, list[tuple[int, Line]]] = defaultdict(list)
    for line in lines:
        if not _DIGITS.search(line.text):
            continue
        match = next((m for pattern in (*_SURE, *_LIKELY) if (m := pattern.fullmatch(line.text))), None)
        if match:
            numbers[int(match["number"]) - line.page].append((line.page, line))
    found: set[int] = set()
    for group in numbers.values():
        for (page, a), (next_page, b) in pairwise(group):
            if 0 < next_page - page <= 2 and abs(a.middle - b.middle) <= _NEAR:
                found |= {id(a), id(b)}
    return found


def _stands_off(rows: list[list[Line]], depth: int, pages: int) -> bool:
    """Whether a row is farther from the text than its lines are from each other, or is all that there is."""
    if len(rows) <= depth + 1 or pages == 1:
        return True
    gap = max(rows[depth][0].bottom - rows[depth + 1][0].top, rows[depth + 1][0].bottom - rows[depth][0].top)
    return gap > 0.6 * rows[depth][0].size
