"""A report as a word processor sees it: paragraphs of their kinds and tables, in order.

`document` makes one of a draft; the writers `docx`, `pdf` and `xlsx` render it. Rendered and read again it must give
what the draft says, so nothing is added here that a reader could take for the report's own text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal, NamedTuple

from taizhang.examples.grid import Grid
from taizhang.examples.scribe import Draft

__all__ = ["Block", "Document", "Paragraph", "document"]

Kind = Literal["title", "heading", "body", "caption", "note", "footnote", "box"]
NUMBER = re.compile(r"[一二三四五六七八九十]+、|（[一二三四五六七八九十]+）|\d+\.")


class Paragraph(NamedTuple):
    """A paragraph. A heading has a level; `number` is what it, or a body that runs on behind it, begins with."""

    kind: Kind
    text: str
    level: int = 0
    number: str = ""


Block = Paragraph | Grid


class Document(NamedTuple):
    """A report or several, to be written in some format; `title` runs over the pages."""

    title: str
    blocks: tuple[Block, ...]


def document(draft: Draft, title: str) -> Document:
    """Make a document of an undamaged draft."""
    return Document(title, tuple(_blocks(draft)))


def _blocks(draft: Draft) -> Iterator[Block]:
    grids = {placed.start: placed for placed in draft.grids}
    asides: dict[int, Kind] = {aside.start: aside.kind for aside in draft.notes}
    titles = {report.start: report.heading for report in draft.reports}
    levels = {section.start: section for section in draft.sections}
    at, rows_until = 0, -1
    for line in draft.text().split("\n"):
        start, at = at, at + len(line) + 1
        if start < rows_until:
            continue
        if placed := grids.get(start):
            yield Paragraph("caption", placed.grid.title)
            if placed.grid.note:
                yield Paragraph("note", placed.grid.note)
            yield placed.grid
            rows_until = placed.end
        elif kind := asides.get(start):
            yield Paragraph(kind, line)
        elif titles.get(start) == line:
            yield Paragraph("title", line)
        elif section := levels.get(start):
            number = found.group() if (found := NUMBER.match(line)) else ""
            alone = line == number + section.title and section.level < 4
            yield Paragraph("heading" if alone else "body", line, section.level, number)
        elif line:
            yield Paragraph("body", line)
