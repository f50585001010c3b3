"""A text and what is marked in it -> blocks of HTML: paragraphs, headings, tables. Pure; all text is escaped.

The characters of a block are those of the source text, no more and no less, so that the browser can tell from a
selection where in the source it is. A block says in `data-start` where it begins.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Literal, NamedTuple

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from taizhang.model import Cell, Table
from taizhang.spans import Span

__all__ = ["Block", "Heading", "Mark", "blocks", "pieces_of"]


class Mark(NamedTuple):
    """A marked stretch. Of a fact in several pieces each is one mark, the `first` has its anchor."""

    start: int
    end: int
    kind: Literal["fact", "finding", "noise"]
    id: int
    classes: str
    first: bool = True


class Heading(NamedTuple):
    """The heading of a section, or the title of a report (level 0); `section` is the id of either."""

    start: int
    end: int
    level: int
    section: int


class Block(NamedTuple):
    """One piece of the page. `level` and `section` are those of the heading that it is or begins with."""

    kind: Literal["text", "heading", "table"]
    start: int
    end: int
    html: SafeString
    level: int = 0
    section: int | None = None


_OUTER = {"finding": 0, "fact": 1, "noise": 2}
"""Which mark stands around which where they overlap."""


def blocks(
    text: str, start: int, end: int, marks: Iterable[Mark], headings: Sequence[Heading], tables: Sequence[Table]
) -> Iterator[Block]:
    """Give the blocks of `text[start:end]`, whole lines; marks in any order, the rest in that of the text."""
    pen = _Pen(text, sorted(marks))
    at = start
    for table in (table for table in tables if start <= table.start < end):
        yield from _lines(pen, at, _line_start(text, table.start), headings)
        yield Block("table", table.start, table.end, pen.table(table))
        at = table.end
    yield from _lines(pen, at, end, headings)


def _line_start(text: str, at: int) -> int:
    return text.rfind("\n", 0, at) + 1


def _lines(pen: _Pen, start: int, end: int, headings: Sequence[Heading]) -> Iterator[Block]:
    text, at = pen.text, start
    first = [heading.start for heading in headings]
    while at < end:
        stop = text.find("\n", at, end)
        close = end if stop < 0 else stop
        if text[at:close].strip():
            found = headings[bisect_left(first, at) : bisect_right(first, close)]
            head = next((h for h in found if not text[at : h.start].strip() and text[h.start : h.end].strip()), None)
            kind: Literal["heading", "text"] = "heading" if head and _stands_alone(text, head, close) else "text"
            level, section = (head.level, head.section) if head else (0, None)
            yield Block(kind, at, close, pen.html(at, close), level, section)
        at = close + 1


def _stands_alone(text: str, head: Heading, close: int) -> bool:
    """Say whether a heading has its line to itself; one that runs into its text, or is a sentence, is a paragraph."""
    return not text[head.end : close].strip() and not text[head.start : close].rstrip().endswith(("。", "；", ";"))


class _Pen:
    """Writes stretches of one text with their marks."""

    def __init__(self, text: str, marks: list[Mark]) -> None:
        self.text, self.marks = text, marks
        self.reach: list[int] = []
        """The furthest end among the marks up to each."""
        far = 0
        for mark in marks:
            far = max(far, mark.end)
            self.reach.append(far)
        self.starts = [mark.start for mark in marks]

    def html(self, start: int, end: int) -> SafeString:
        """Give `text[start:end]` with its marks, as one sweep over their edges."""
        first, last = bisect_right(self.reach, start), bisect_left(self.starts, end)
        edges = [
            edge
            for mark in self.marks[first:last]
            if mark.end > start
            for edge in ((max(mark.start, start), True, mark), (min(mark.end, end), False, mark))
        ]
        if not edges:
            return mark_safe(escape(self.text[start:end]))
        edges.sort(key=lambda edge: (edge[0], edge[1]))
        parts: list[str] = []
        active: list[Mark] = []
        at = start
        for place, here in groupby(edges, key=lambda edge: edge[0]):
            if place > at:
                parts.append(_wrapped(escape(self.text[at:place]), active, at))
                at = place
            for _, opens, mark in here:
                if opens:
                    active.append(mark)
                elif mark in active:
                    active.remove(mark)
        parts.append(escape(self.text[at:end]))
        return mark_safe("".join(parts))

    def table(self, table: Table) -> SafeString:
        """Give a table with its cells where they stand, merged ones as they are."""
        rows = [list(cells) for _, cells in groupby(sorted(table.cells, key=_of_grid), key=lambda cell: cell.row)]
        lines = ("<tr>" + "".join(map(self._cell, row)) + "</tr>" for row in rows)
        return mark_safe("<table><tbody>" + "".join(lines) + "</tbody></table>")

    def _cell(self, cell: Cell) -> str:
        spans = (f' rowspan="{cell.rows}"' if cell.rows > 1 else "") + (
            f' colspan="{cell.columns}"' if cell.columns > 1 else ""
        )
        return f'<td data-start="{cell.start}"{spans}>{self.html(cell.start, cell.end)}</td>'


def _of_grid(cell: Cell) -> tuple[int, int]:
    return cell.row, cell.column


def _wrapped(html: str, active: Sequence[Mark], at: int) -> str:
    for mark in sorted(active, key=lambda mark: -_OUTER[mark.kind]):
        anchor = mark.first and at == mark.start
        if mark.kind == "fact":
            name = f' id="f{mark.id}"' if anchor else ""
            html = f'<a{name} class="fact {mark.classes}" data-fact="{mark.id}" href="?fact={mark.id}">{html}</a>'
        elif mark.kind == "finding":
            html = f'<span class="finding {mark.classes}" data-finding="{mark.id}">{html}</span>'
        else:
            html = f'<span class="noise" title="{escape(mark.classes)}">{html}</span>'
    return html


def pieces_of(start: int, end: int, pieces: Sequence[Sequence[int]] | None) -> list[Span]:
    """Give the spans of a fact as marks need them."""
    return [(piece[0], piece[1]) for piece in pieces] if pieces else [(start, end)]
