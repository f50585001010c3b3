"""Writes a document as .docx, in the ways that offices do: fonts and styles of official documents, real tables.

Comes in: a `Document`. Goes out: bytes, the same for the same document. What a title draws: headings by styles or by
hand, numbers typed or automatic, words split over runs, a tracked change; headers, footers with page numbers; footnotes
and boxes where the document has them.
"""

from __future__ import annotations

import random
from io import BytesIO
from typing import Any

from docx import Document as new_document
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.text.paragraph import Paragraph as Written

from taizhang.examples.document import Document, Paragraph
from taizhang.examples.grid import Grid
from taizhang.examples.numbering import FIRST_LIST, NUMBERING, Counter, list_of
from taizhang.examples.repack import EPOCH, repacked

__all__ = ["write"]

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
FONTS = {"title": "方正小标宋简体", 1: "黑体", 2: "楷体_GB2312"}
BODY = "仿宋_GB2312"
STALE = "上年数为九百八十七万元，待核。"
"""What a tracked change deletes; not to be read."""

FOOTNOTES = (
    f'<w:footnotes xmlns:w="{W}">'
    '<w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>'
    '<w:footnote w:type="continuationSeparator" w:id="0"><w:p><w:r><w:continuationSeparator/></w:r></w:p></w:footnote>'
    "%s</w:footnotes>"
)
PAGE = f'<w:fldSimple xmlns:w="{W}" w:instr=" PAGE "><w:r><w:t>1</w:t></w:r></w:fldSimple>'
FOOTNOTE = '<w:footnote w:id="%d"><w:p><w:r><w:footnoteRef/></w:r><w:r><w:t>%s</w:t></w:r></w:p></w:footnote>'
BOX = """<w:r xmlns:w="%(w)s" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"
 xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
 xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"
 xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" xmlns:v="urn:schemas-microsoft-com:vml">
<mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:anchor distT="0" distB="0" distL="0" distR="0"
 simplePos="0" relativeHeight="1" behindDoc="0" locked="0" layoutInCell="1" allowOverlap="1"><wp:simplePos x="0" y="0"/>
<wp:positionH relativeFrom="column"><wp:posOffset>3600000</wp:posOffset></wp:positionH>
<wp:positionV relativeFrom="paragraph"><wp:posOffset>0</wp:posOffset></wp:positionV>
<wp:extent cx="1800000" cy="360000"/><wp:wrapNone/><wp:docPr id="1" name="文本框 1"/><a:graphic>
<a:graphicData uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"><wps:wsp><wps:spPr/>
<wps:txbx><w:txbxContent><w:p><w:r><w:t>%(text)s</w:t></w:r></w:p></w:txbxContent></wps:txbx><wps:bodyPr/></wps:wsp>
</a:graphicData></a:graphic></wp:anchor></w:drawing></mc:Choice><mc:Fallback><w:pict><v:rect style="width:142pt">
<v:textbox><w:txbxContent><w:p><w:r><w:t>%(text)s</w:t></w:r></w:p></w:txbxContent></v:textbox></v:rect></w:pict>
</mc:Fallback></mc:AlternateContent></w:r>"""


def write(document: Document) -> bytes:
    """Render a document."""
    stream = BytesIO()
    _Writer(document).file.save(stream)
    return repacked(stream.getvalue())


class _Writer:
    def __init__(self, document: Document) -> None:
        self.rng = random.Random(f"docx/{document.title}")
        self.file: Any = new_document()
        self.styled, self.automatic = self.rng.random() < 0.5, self.rng.random() < 0.5
        self.revised = self.rng.random() < 0.5
        self.counter = Counter(document.blocks) if self.automatic else None
        self.footnotes: list[str] = []
        self.last: Written | None = None
        self.page(document.title)
        for block in document.blocks:
            if isinstance(block, Grid):
                self.table(block)
            else:
                self.paragraph(block)
        self.parts()

    def page(self, title: str) -> None:
        """Set A4 as GB/T 9704 wants it, header and footer with the page number."""
        section, core = self.file.sections[0], self.file.core_properties
        section.page_width, section.page_height = Mm(210), Mm(297)
        section.top_margin, section.bottom_margin = Mm(37), Mm(35)
        section.left_margin, section.right_margin = Mm(28), Mm(26)
        core.author, core.title, core.created, core.modified = "", title, EPOCH, EPOCH
        normal = self.file.styles["Normal"]
        normal.font.name, normal.font.size = BODY, Pt(16)
        normal.element.rPr.rFonts.set(qn("w:eastAsia"), BODY)
        section.header.paragraphs[0].text = title
        footer = section.footer.paragraphs[0]
        footer.alignment = ALIGN.CENTER
        footer.add_run("- ")
        footer._p.append(parse_xml(PAGE))
        footer.add_run(" -")

    def paragraph(self, block: Paragraph) -> None:
        if block.kind == "box" and self.last is not None:
            self.last._p.append(parse_xml(BOX % {"w": W, "text": block.text}))
            return
        if block.kind == "footnote" and self.last is not None:
            self.footnote(block.text)
            return
        text = block.text
        style = f"Heading {block.level}" if self.styled and block.kind == "heading" else None
        written: Written = self.file.add_paragraph(style=style)
        if self.counter and block.number and (level := self.counter.level(block)) is not None:
            text = text.removeprefix(block.number)
            self.number(written, *level)
        self.runs(written, text, block)
        if block.kind in ("title", "caption"):
            written.alignment = ALIGN.CENTER
        elif block.kind == "note":
            written.alignment = ALIGN.RIGHT
        else:
            written.paragraph_format.first_line_indent = Pt(32)
        self.last = written

    def number(self, written: Written, level: int, group: int) -> None:
        """Let the word processor number a paragraph."""
        properties: Any = written._p.get_or_add_pPr()
        numbers = properties.get_or_add_numPr()
        numbers.get_or_add_ilvl().val = level
        numbers.get_or_add_numId().val = FIRST_LIST + group

    def runs(self, written: Written, text: str, block: Paragraph) -> None:
        """Write a text in some runs, cut anywhere as editing leaves them; now and then with a tracked change."""
        font = FONTS.get("title" if block.kind == "title" else block.level if block.kind == "heading" else 0, BODY)
        cuts = sorted(self.rng.sample(range(1, len(text)), min(len(text) - 1, self.rng.randint(0, 3)))) if text else []
        for start, end in zip([0, *cuts], [*cuts, len(text)], strict=True):
            run: Any = written.add_run(text[start:end])
            run.font.size = Pt(22 if block.kind == "title" else 16)
            if font != BODY:
                run.font.name = font
                run._r.rPr.rFonts.set(qn("w:eastAsia"), font)
        if self.revised and block.kind == "body" and len(cuts) > 1:
            self.revised = False
            kept = written._p.r_lst[-1]
            change = f'xmlns:w="{W}" w:id="1" w:author="" w:date="2025-06-30T08:00:00Z"'
            kept.addprevious(parse_xml(f"<w:del {change}><w:r><w:delText>{STALE}</w:delText></w:r></w:del>"))
            inserted = parse_xml(f"<w:ins {change}/>")
            kept.addprevious(inserted)
            inserted.append(kept)

    def footnote(self, text: str) -> None:
        self.footnotes.append(text)
        assert self.last is not None
        mark = f'<w:r xmlns:w="{W}"><w:footnoteReference w:id="{len(self.footnotes)}"/></w:r>'
        self.last._p.append(parse_xml(mark))

    def table(self, grid: Grid) -> None:
        """Write a ruled table, merged cells as such; the paragraph behind it is the next one's."""
        table = self.file.add_table(grid.height, grid.width)
        table.style = "Table Grid"
        rows = [row.cells for row in table.rows]
        for cell in grid.cells:
            spot = rows[cell.row][cell.column]
            if cell.rows > 1 or cell.columns > 1:
                spot = spot.merge(rows[cell.row + cell.rows - 1][cell.column + cell.columns - 1])
            run = spot.paragraphs[0].add_run(cell.text)
            run.font.size, run.font.bold = Pt(12), cell.row < grid.heads or None
            if cell.fact or cell.row < grid.heads:
                spot.paragraphs[0].alignment = ALIGN.CENTER

    def parts(self) -> None:
        """Add the parts for numbers and footnotes where they are needed."""
        if self.counter:
            numbering = self.file.part.numbering_part.element
            numbering.insert(0, parse_xml(NUMBERING.format(w=W)))
            for group in range(self.counter.groups):
                numbering.append(parse_xml(list_of(group)))
        if self.footnotes:
            notes = "".join(FOOTNOTE % (number, text) for number, text in enumerate(self.footnotes, 1))
            name, package = PackURI("/word/footnotes.xml"), self.file.part.package
            part = Part(name, CONTENT_TYPE.WML_FOOTNOTES, (FOOTNOTES % notes).encode(), package)
            self.file.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)
