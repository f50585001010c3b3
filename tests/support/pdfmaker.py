"""PDF files for tests: drawn with reportlab, or written object by object where the file itself is the matter."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from io import BytesIO
from typing import Any

from reportlab.lib import colors
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, Paragraph, SimpleDocTemplate, Table

__all__ = ["FONT", "WIDTH", "body", "by_hand", "drawn", "grid", "laid_out", "many_pages", "wrapped"]

FONT = "STSong-Light"
pdfmetrics.registerFont(UnicodeCIDFont(FONT))
WIDTH, HEIGHT = 595, 842
"""Points of a page."""
_BODY = ParagraphStyle("body", fontName=FONT, fontSize=16, leading=28.95, firstLineIndent=32, wordWrap="CJK")


def drawn(*pages: Callable[[Canvas], object], **options: Any) -> bytes:
    """Draw each page with a function of its own."""
    stream = BytesIO()
    canvas = Canvas(stream, pagesize=(WIDTH, HEIGHT), invariant=1, **options)
    for draw in pages:
        canvas.setFont(FONT, 16)
        draw(canvas)
        canvas.showPage()
    canvas.save()
    return stream.getvalue()


def body(text: str, **style: Any) -> Paragraph:
    """Give a paragraph as official documents set it."""
    return Paragraph(text, ParagraphStyle("", parent=_BODY, **style))


def grid(rows: Sequence[Sequence[str]], *spans: tuple[tuple[int, int], tuple[int, int]], **more: Any) -> Table:
    """Give a ruled table; `spans` are merged cells, (column, row) of the first and of the last."""
    rules: list[Any] = [("GRID", (0, 0), (-1, -1), 0.5, colors.black), ("FONT", (0, 0), (-1, -1), FONT, 12)]
    return Table([list(row) for row in rows], style=[*rules, *(("SPAN", *span) for span in spans)], **more)


def laid_out(*flow: Flowable, head: str = "", foot: str = "") -> bytes:
    """Lay a report out over pages; `foot` may hold {page}."""

    def edges(canvas: Canvas, document: SimpleDocTemplate) -> None:
        canvas.setFont(FONT, 10.5)
        canvas.drawCentredString(WIDTH / 2, HEIGHT - 60, head)
        canvas.drawCentredString(WIDTH / 2, 60, foot.format(page=document.page))

    stream = BytesIO()
    margins = {"leftMargin": 79, "rightMargin": 73, "topMargin": 105, "bottomMargin": 99}
    template = SimpleDocTemplate(stream, pagesize=(WIDTH, HEIGHT), invariant=1, **margins)
    template.build(list(flow), onFirstPage=edges, onLaterPages=edges)
    return stream.getvalue()


def wrapped(canvas: Canvas, text: str, left: float, top: float, size: float, count: int, pitch: float,
            narrow: Collection[int] = ()) -> float:  # fmt: skip
    """Draw text in lines as wide as `count` Chinese characters, broken anywhere; give the height after it.

    Lines that `narrow` counts from 0 are six characters narrower.
    """
    canvas.setFont(FONT, size)
    line, number = "", 0
    for char in text + "\n":
        room = size * (count - 6 * (number in narrow))
        if char == "\n" or canvas.stringWidth(line + char, FONT, size) > room:
            canvas.drawString(left, top, line)
            top, line, number = top - pitch, "", number + 1
        line += char
    return top


def by_hand(fonts: Sequence[bytes], content: bytes, *more: bytes, page: bytes = b"") -> bytes:
    """Write a file of one page: /F1, /F2 … are the fonts; `more` objects are numbered from 100."""
    names = b"".join(b"/F%d %d 0 R" % (i, 9 + i) for i in range(1, len(fonts) + 1))
    objects = {
        1: b"<</Type/Catalog/Pages 2 0 R>>",
        2: b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        3: b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<<%s>>>>/Contents 4 0 R%s>>"
        % (names, page),
        4: b"<</Length %d>>stream\n%s\nendstream" % (len(content), content),
        **{10 + i: font for i, font in enumerate(fonts)},
        **{100 + i: each for i, each in enumerate(more)},
    }
    return _file(objects)


def many_pages(count: int) -> bytes:
    """Write a file of `count` small pages."""
    content = b"BT /F1 12 Tf 50 700 Td (Page text) Tj ET"
    objects = {
        1: b"<</Type/Catalog/Pages 2 0 R>>",
        2: b"<</Type/Pages/Count %d/Kids[%s]>>" % (count, b" ".join(b"%d 0 R" % (i + 5) for i in range(count))),
        3: b"<</Length %d>>stream\n%s\nendstream" % (len(content), content),
        4: b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    }
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F1 4 0 R>>>>/Contents 3 0 R>>"
    return _file(objects | {5 + i: page for i in range(count)})


def _file(objects: dict[int, bytes]) -> bytes:
    out, places = [b"%PDF-1.4\n"], {}
    at = len(out[0])
    for number, content in objects.items():
        places[number] = at
        out.append(b"%d 0 obj\n%s\nendobj\n" % (number, content))
        at += len(out[-1])
    last = max(objects)
    rows = [b"%010d 00000 n \n" % places[i] if i in places else b"0000000000 65535 f \n" for i in range(last + 1)]
    out += [b"xref\n0 %d\n" % (last + 1), *rows]
    out.append(b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (last + 1, at))
    return b"".join(out)
