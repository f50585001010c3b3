"""Writes a document as .pdf with text: A4 as GB/T 9704 sets it, ruled tables, a running head, pages numbered - 3 -."""

from __future__ import annotations

from io import BytesIO
from typing import Any
from xml.sax.saxutils import escape

from reportlab.lib import colors
from reportlab.lib.enums import TA_CENTER, TA_RIGHT
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.platypus import KeepTogether, SimpleDocTemplate, Spacer, Table
from reportlab.platypus import Paragraph as Flowing

from taizhang.examples.document import Document, Paragraph
from taizhang.examples.grid import Grid

__all__ = ["write"]

FONT = "STSong-Light"
LEADING = 28.95
WIDTH = 156 * mm
SIDES = {"leftMargin": 28 * mm, "rightMargin": 26 * mm, "topMargin": 37 * mm, "bottomMargin": 35 * mm}


def _style(size: float = 16, **more: Any) -> ParagraphStyle:
    leading = more.pop("leading", LEADING)
    return ParagraphStyle("", fontName=FONT, fontSize=size, leading=leading, wordWrap="CJK", **more)


STYLES = {
    "title": _style(22, leading=36, alignment=TA_CENTER, spaceAfter=LEADING),
    "heading": _style(firstLineIndent=32),
    "body": _style(firstLineIndent=32),
    "caption": _style(alignment=TA_CENTER),
    "note": _style(12, leading=20, alignment=TA_RIGHT),
    "footnote": _style(12, leading=20),
    "box": _style(12, leading=20, borderWidth=0.5, borderColor=colors.black, borderPadding=2, leftIndent=260),
    "cell": _style(11, leading=15),
    "figure": _style(11, leading=15, alignment=TA_RIGHT),
    "head": _style(11, leading=15, alignment=TA_CENTER),
}


def write(document: Document) -> bytes:
    """Render a document."""
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    stream = BytesIO()
    file = SimpleDocTemplate(stream, pagesize=A4, title=document.title, author="", invariant=1, **SIDES)
    flow: list[Any] = []
    above: list[Any] = []
    for block in document.blocks:
        if isinstance(block, Grid):
            flow += [KeepTogether([*above, _table(block)]), Spacer(1, 12)]
            above = []
        elif block.kind in ("caption", "note"):
            above.append(_paragraph(block))
        else:
            flow.append(_paragraph(block))

    def frame(canvas: Any, page: Any) -> None:
        _running(canvas, document.title if page.page > 1 else "", page.page)

    file.build(flow, onFirstPage=frame, onLaterPages=frame)
    return stream.getvalue()


def _paragraph(block: Paragraph) -> Flowing:
    return Flowing(escape(block.text), STYLES[block.kind])


def _running(canvas: Any, title: str, page: int) -> None:
    canvas.saveState()
    canvas.setFont(FONT, 10.5)
    canvas.drawCentredString(A4[0] / 2, A4[1] - 25 * mm, title)
    canvas.setFont(FONT, 14)
    canvas.drawCentredString(A4[0] / 2, 24 * mm, f"- {page} -")
    canvas.restoreState()


def _table(grid: Grid) -> Table:
    """Give a ruled table, every column as wide as its texts ask for."""
    rows: list[list[Any]] = [[""] * grid.width for _ in range(grid.height)]
    wanted = [24.0] * grid.width
    style: list[Any] = [("GRID", (0, 0), (-1, -1), 0.5, colors.black), ("VALIGN", (0, 0), (-1, -1), "MIDDLE")]
    for cell in grid.cells:
        kind = "head" if cell.row < grid.heads else "figure" if cell.fact else "cell"
        rows[cell.row][cell.column] = _cell(cell.text, kind) if cell.text else ""
        if cell.columns == 1:
            length = pdfmetrics.stringWidth(cell.text, FONT, 11) + 14
            wanted[cell.column] = max(wanted[cell.column], min(length, 150))
        if cell.rows > 1 or cell.columns > 1:
            last = (cell.column + cell.columns - 1, cell.row + cell.rows - 1)
            style.append(("SPAN", (cell.column, cell.row), last))
    scale = min(1.0, WIDTH / sum(wanted))
    return Table(rows, [width * scale for width in wanted], style=style)


def _cell(text: str, kind: str) -> Flowing:
    """Give the text of a cell; blanks at its beginning, which reportlab drops, become an indent."""
    bare = text.lstrip()
    indent = (len(text) - len(bare)) * STYLES[kind].fontSize
    return Flowing(escape(bare), ParagraphStyle("", parent=STYLES[kind], leftIndent=indent))
