"""A PDF file read: all pages put together into the text, with places, tables, noise and gaps.

In: the bytes. Out: `Extract`; `taizhang.intake.load` makes a source text of it. Paragraphs are lines of the text; what
runs over a page is one, with the page number and the running heads on lines of their own in its middle, marked as
noise and cut out by a gap.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from taizhang.errors import IntakeError
from taizhang.intake.formats import Extract
from taizhang.intake.pdf.cells import Row, TableText, continued
from taizhang.intake.pdf.columns import arrange
from taizhang.intake.pdf.document import open_document, remarks
from taizhang.intake.pdf.footnotes import set_notes_aside
from taizhang.intake.pdf.glyphs import Frame
from taizhang.intake.pdf.joining import link
from taizhang.intake.pdf.lines import Line
from taizhang.intake.pdf.pages import PageText, read_pages
from taizhang.intake.pdf.paragraphs import Paragraph, into_paragraphs, usual_size
from taizhang.intake.pdf.running import Edges, find_running
from taizhang.model import Cell, Noise, Place, Table
from taizhang.spans import Span

__all__ = ["MOST_UNREADABLE", "read"]

MOST_UNREADABLE = 0.3
"""Part of the characters of a file, or of a page, that may be unreadable; beyond it would be rubbish."""
_LISTED = 12
"""Page numbers in a note."""


def read(data: bytes) -> Extract:
    """Read a file; IntakeError when there is no text to be had."""
    document = open_document(data)
    try:
        notes = remarks(document, data)
        pages = list(read_pages(document))
    finally:
        document.close()
    _refuse_unreadable(pages)
    notes += _about(pages)
    for page in pages:
        if page.unreadable > MOST_UNREADABLE * page.letters:
            page.lines, page.tables = [], []
    edges = find_running(pages)
    size, notes_so_far = usual_size(line for page in pages for line in page.lines), 0
    blocks: list[Line | TableText] = []
    for page, edge in zip(pages, edges, strict=True):
        apart = {id(line) for line in (*edge.heads, *edge.feet, *edge.marks)}
        own = [line for line in page.lines if id(line) not in apart]
        notes_so_far = set_notes_aside(own, size, notes_so_far)
        blocks += arrange([line for line in own if not line.aside], page.tables)
        asides = [line for line in own if line.aside]
        asides.sort(key=lambda line: -line.middle)
        blocks += asides
    writer = _Writer(pages, edges)
    for block in into_paragraphs(continued(blocks), {page.number: page.frame.reach for page in pages}):
        if isinstance(block, Paragraph):
            writer.paragraph(block)
        else:
            writer.table(block)
    return writer.finish(notes)


def _refuse_unreadable(pages: Sequence[PageText]) -> None:
    letters, bad = sum(page.letters for page in pages), sum(page.unreadable for page in pages)
    if all(page.damaged for page in pages):
        raise IntakeError("PDF 已损坏，没有一页能打开；请重新导出一份再读")
    if not letters:
        what = "PDF 里只有图片，没有文字（扫描件）" if any(page.picture for page in pages) else "PDF 里没有文字"
        raise IntakeError(f"{what}；本版不做文字识别，请先识别成带文字的 PDF 或文本再读")
    if bad > MOST_UNREADABLE * letters:
        raise IntakeError(
            f"PDF 的字体没有 Unicode 对照表，{letters:,} 字中有 {bad:,} 字读不出；"
            "请用原文件重新导出，或先做文字识别再读"
        )


def _about(pages: Sequence[PageText]) -> list[str]:
    """Give the notes about pages and what is left out of them."""
    notes = []
    if damaged := [page.number for page in pages if page.damaged]:
        notes.append(f"{_listed(damaged)}损坏，没有读入")
    if pictures := [page.number for page in pages if page.picture]:
        notes.append(f"{_listed(pictures)}是图片，没有文字")
    rubbish = [page for page in pages if page.unreadable > MOST_UNREADABLE * page.letters]
    if rubbish:
        notes.append(f"{_listed([p.number for p in rubbish])}的字体没有 Unicode 对照表，文字读不出，没有读入")
    if some := [page for page in pages if page.unreadable and page not in rubbish]:
        number = sum(page.unreadable for page in some)
        notes.append(f"{_listed([p.number for p in some])}有 {number} 个字的字体没有 Unicode 对照表，以“\ufffd”代替")
    if crowded := [page.number for page in pages if page.crowded]:
        notes.append(f"{_listed(crowded)}图形太多，其中的表格按普通文字读入")
    if outside := [page for page in pages if page.outside]:
        number = sum(page.outside for page in outside)
        notes.append(f"{_listed([p.number for p in outside])}有 {number} 行文字在页面之外，没有读入")
    left_out: Counter[str] = sum((page.annotations for page in pages), Counter())
    notes += [f"{kind} {number} 个，没有读入" for kind, number in sorted(left_out.items())]
    return notes


def _listed(numbers: Sequence[int]) -> str:
    """Name pages as a person does: 第3、5-7页."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][1] + 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    names = [str(a) if a == b else f"{a}-{b}" for a, b in runs[:_LISTED]]
    return f"第{'、'.join(names)}页" + (f"等 {len(numbers)} 页" if len(runs) > _LISTED else "")


class _Writer:
    """The text as it grows, and what is said about it."""

    def __init__(self, pages: Sequence[PageText], edges: Sequence[Edges]) -> None:
        self._frames: dict[int, Frame] = {page.number: page.frame for page in pages}
        self._edges = edges
        self._parts: list[str] = []
        self._length = 0
        self._page = 0
        """Up to its text all is written; 0 before the first."""
        self._paragraphs = Counter[int]()
        self.places: list[Place] = []
        self.tables: list[Table] = []
        self.noise: list[Noise] = []
        self.gaps: list[Span] = []

    def paragraph(self, paragraph: Paragraph) -> None:
        """Write a paragraph as one line of the text."""
        before: Line | None = None
        for line in paragraph.lines:
            if before is None:
                self._turn_to(line.page)
                self._begin_line()
            else:
                dropped, between = link(before.text, line.text, before.spaced)
                if dropped:
                    self._drop(dropped)
                self._add(between)
                if before.page != line.page:
                    self._turn_to(line.page, inside=True)
            if not line.aside and (before is None or before.page != line.page):
                self._paragraphs[line.page] += 1
            box = self._frames[line.page].box(line.left, line.bottom, line.right, line.top)
            start = self._length
            self._add(line.text)
            number = None if line.aside else self._paragraphs[line.page]
            part = (line.part or "文本框") if line.aside else None
            self.places.append(Place(start, self._length, line.page, number, part=part, box=box))
            before = line

    def table(self, table: TableText) -> None:
        """Write a table, a row a line."""
        begin: int | None = None
        cells: list[Cell] = []
        number = len(self.tables) + 1
        for page, row, repeated in table.rows():
            self._turn_to(page)
            if repeated:
                self._repeat(page, row)
                continue
            self._begin_line()
            begin = self._length if begin is None else begin
            for i, (cell, text) in enumerate(row):
                self._add("\t" if i else "")
                start = self._length
                self._add(text)
                cells.append(Cell(cell.row, cell.column, start, self._length, cell.rows, cell.columns))
                box = self._frames[page].box(cell.left, cell.bottom, cell.right, cell.top)
                at = Place(start, self._length, page, None, number, cell.row + 1, cell.column + 1, box=box)
                self.places.append(at)
        if begin is not None:
            self.tables.append(Table(begin, self._length, tuple(cells)))

    def _repeat(self, page: int, row: Row) -> None:
        """Write a row that only repeats the head of a table: noise, together with the running matter before it."""
        end = self._length
        self._begin_line()
        start = self._length
        for i, (cell, text) in enumerate(row):
            self._add("\t" if i else "")
            box = self._frames[page].box(cell.left, cell.bottom, cell.right, cell.top)
            at = self._length
            self._add(text)
            self.places.append(Place(at, self._length, page=page, part="表头", box=box))
        before = self.noise[-1] if self.noise and self.noise[-1].end == end else None
        if before and self.gaps[-1][1] == end:
            self.noise[-1] = Noise(before.start, self._length, before.category)
            self.gaps[-1] = self.gaps[-1][0], self._length
        else:
            self.noise.append(Noise(start, self._length, "page-marker"))
            self.gaps.append((end, self._length))

    def finish(self, notes: Iterable[str]) -> Extract:
        """Write the running matter of the last pages and give all."""
        self._turn_to(len(self._edges) + 1)
        text = "".join(self._parts)
        return Extract(text, tuple(notes), tuple(self.places), tuple(self.tables), tuple(self.noise), tuple(self.gaps))

    def _add(self, text: str) -> None:
        if text:
            self._parts.append(text)
            self._length += len(text)

    def _drop(self, number: int) -> None:
        """Take back the last characters of the line before."""
        self._parts[-1] = self._parts[-1][:-number]
        self._length -= number
        self.places[-1] = self.places[-1]._replace(end=self._length)

    def _begin_line(self) -> None:
        if self._length:
            self._add("\n")

    def _turn_to(self, page: int, inside: bool = False) -> None:
        """Write the running matter between the text written so far and that of `page`."""
        if page <= self._page:
            return
        marks: list[tuple[Line, str]] = []
        for number in range(self._page, page + 1):
            if number > self._page and number <= len(self._edges):
                edge = self._edges[number - 1]
                marks += [(line, "页眉") for line in edge.heads] + [(line, "水印") for line in edge.marks]
            if 0 < number < page:
                marks += [(line, "页脚") for line in self._edges[number - 1].feet]
        self._page = page
        if marks:
            self._mark(marks, inside)

    def _mark(self, marks: Sequence[tuple[Line, str]], inside: bool) -> None:
        end = self._length
        self._begin_line()
        start = self._length
        for i, (line, part) in enumerate(marks):
            self._add("\n" if i else "")
            at = self._length
            self._add(line.text)
            box = self._frames[line.page].box(line.left, line.bottom, line.right, line.top)
            self.places.append(Place(at, self._length, page=line.page, part=part, box=box))
        self.noise.append(Noise(start, self._length, "page-marker"))
        if inside:
            self._begin_line()
        self.gaps.append((end, self._length))
