"""One page at a time: its lines, its tables, and what there is to say about it.

In: an open document. Out: a `PageText` for each page; `running` sets the heads apart and `writing` puts all together.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from taizhang.errors import IntakeError
from taizhang.intake.pdf.boxes import Memory
from taizhang.intake.pdf.cells import TableText, take_tables
from taizhang.intake.pdf.glyphs import Frame, read_glyphs
from taizhang.intake.pdf.lines import Line, lines, pieces, turned_lines
from taizhang.intake.pdf.rules import no_texts

__all__ = ["MAX_CHARS", "PageText", "read_pages"]

MAX_CHARS = 20_000_000
"""Characters of all pages together."""
_REMARKS = (raw.FPDF_ANNOT_TEXT, raw.FPDF_ANNOT_FREETEXT, raw.FPDF_ANNOT_STAMP, raw.FPDF_ANNOT_POPUP)


@dataclass(slots=True)
class PageText:
    """A page, counted from 1. Lines are in no order yet; those in tables are not among them."""

    number: int
    frame: Frame
    lines: list[Line] = field(default_factory=list)
    tables: list[TableText] = field(default_factory=list)
    letters: int = 0
    """Characters that are no space."""
    unreadable: int = 0
    """Those of them whose font does not say what they mean."""
    picture: bool = False
    """It shows something that is no text."""
    damaged: bool = False
    crowded: bool = False
    """It has so many drawn lines that none was taken for a table."""
    outside: int = 0
    """Lines outside of the page, left out."""
    annotations: Counter[str] = field(default_factory=Counter)
    """Of each kind that is left out: 批注, 表单项."""


def read_pages(document: pdfium.PdfDocument) -> Iterator[PageText]:
    """Read all pages; IntakeError when the text goes beyond `MAX_CHARS`."""
    left, memory = MAX_CHARS, Memory()
    for number in range(1, len(document) + 1):
        page = raw.FPDF_LoadPage(document, number - 1)
        if not page:
            yield PageText(number, Frame(0, 0), damaged=True)
            continue
        try:
            text = _read_page(page, number, left, memory)
        finally:
            raw.FPDF_ClosePage(page)
        left -= text.letters
        yield text


def _read_page(page: raw.FPDF_PAGE, number: int, most: int, memory: Memory) -> PageText:
    drawn = no_texts(page)
    glyphs = read_glyphs(page, most, memory)
    if glyphs is None:
        raise IntakeError(f"PDF 的文字超过 {MAX_CHARS:,} 字的上限；请拆成几个文件再读")
    text = PageText(number, glyphs.view.frame, unreadable=glyphs.unreadable)
    text.letters = sum(map(len, glyphs.text.split()))
    _annotations(page, text.annotations)
    if not text.letters:
        text.picture = raw.FPDFPage_CountObjects(page) > 0
        return text
    taken = take_tables(drawn, glyphs, pieces(glyphs))
    text.tables, text.crowded = taken.tables, taken.crowded
    made = [*lines(glyphs, taken.rest), *turned_lines(glyphs)]
    for frame, boxed in taken.boxes:
        for line in made:
            if frame.bottom <= line.middle <= frame.top and line.right <= frame.left + line.size:
                line.limit = min(line.limit, frame.left)
        for line in boxed:
            line.aside, line.part = True, "文本框"
        made += boxed
    text.lines = [line for line in made if _on_page(line, text.frame)]
    text.outside = len(made) - len(text.lines)
    for line in text.lines:
        line.page = number
    for table in text.tables:
        table.page = number
    return text


def _on_page(line: Line, frame: Frame) -> bool:
    if not frame.turns:
        return line.left < frame.width and line.bottom < frame.height and line.right > 0 and line.top > 0
    left, bottom, right, top = frame.box(line.left, line.bottom, line.right, line.top)
    return left < frame.width and bottom < frame.height and right > 0 and top > 0


def _annotations(page: raw.FPDF_PAGE, counted: Counter[str]) -> None:
    for i in range(min(1_000, max(0, raw.FPDFPage_GetAnnotCount(page)))):
        annotation = raw.FPDFPage_GetAnnot(page, i)
        if annotation:
            kind = raw.FPDFAnnot_GetSubtype(annotation)
            raw.FPDFPage_CloseAnnot(annotation)
            if kind == raw.FPDF_ANNOT_WIDGET:
                counted["表单项"] += 1
            elif kind in _REMARKS and kind != raw.FPDF_ANNOT_POPUP:
                counted["批注"] += 1
