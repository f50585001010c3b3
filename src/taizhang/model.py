"""The rows that reading gives: documents' texts, noise, reports, sections, facts.

Field names are those of the exported JSON lines. Offsets are code points of the source text, end exclusive.
Each package fills its own: `intake` SourceText; `reports` Noise, Report, Section in a Structure; `facts` Fact.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from taizhang.spans import Clean, Span

__all__ = [
    "Cell", "Fact", "Noise", "Period", "Place", "Reading", "Report", "Section", "SourceText", "Structure", "Table",
]  # fmt: skip

NoiseCategory = Literal["site", "toc", "page-marker", "duplicate", "ocr", "censor"]
SectionRole = Literal["summary", "problem", "plan", "indicator", "other"]
ReportKind = Literal["summary", "plan", "summary+plan", "other"]
FactRole = Literal["level", "growth", "change", "share", "rate", "rank", "score"]
Modifier = Literal["exact", "approx", "at_least", "at_most", "range"]
Status = Literal["actual", "planned", "forecast"]


class Place(NamedTuple):
    """Where a stretch of source text stands in its file, counted from 1 as a person counts.

    One line of a page (.pdf), one paragraph (.docx), one cell (of any table). What a format does not have is None.
    """

    start: int
    end: int
    page: int | None = None
    paragraph: int | None = None
    """On the page where there are pages, else in the file; paragraphs of tables are not counted."""
    table: int | None = None
    row: int | None = None
    column: int | None = None
    sheet: str | None = None
    cell: str | None = None
    """As the program names it: B4."""
    part: str | None = None
    """Outside the running text: 页眉, 页脚, 表头 (again on the next page), 脚注1, 尾注1, 文本框."""
    box: tuple[float, float, float, float] | None = None
    """Left, bottom, right, top in points from the lower left corner of the page."""
    runs: tuple[int, ...] = ()
    """Where each run of the paragraph begins in the source text (.docx)."""


class Cell(NamedTuple):
    """A cell of a table: its place in the grid, counted from 0, and its text. A merged cell stands once."""

    row: int
    column: int
    start: int
    end: int
    rows: int = 1
    columns: int = 1


@dataclass(frozen=True, slots=True)
class Table:
    """A table in the source text: cells in the order of the text, empty ones too where the file has them.

    Each row is a line of the text, its cells parted by tabs. Captions and notes (单位：万元) are lines of the text
    before it, or cells that span its whole width.
    """

    start: int
    end: int
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Noise:
    """Matter that is not the report's own: marked, never dropped. `dup_of` is the start of the first copy."""

    start: int
    end: int
    category: NoiseCategory
    fix: str | None = None
    dup_of: int | None = None


@dataclass(frozen=True, slots=True)
class SourceText:
    """The text of one file. `doc` is the SHA-256 of its bytes, `file` its path relative to what was given."""

    doc: str
    file: str
    format: str
    text: str
    notes: tuple[str, ...] = ()
    """What a user should know though the file was read: 空文件, 含 NUL 字节已略去 …"""
    places: tuple[Place, ...] = ()
    """Where the text stands in the file, in the order of the text, not overlapping; none where the text is the file."""
    tables: tuple[Table, ...] = ()
    """In the order of the text, not overlapping."""
    noise: tuple[Noise, ...] = ()
    """What the file itself sets apart from its text: headers, footers, page numbers."""
    gaps: tuple[Span, ...] = ()
    """What is cut out before reading: the noise above, with the line breaks that it forces into a paragraph."""


@dataclass(slots=True)
class Report:
    """One summary, plan or both, by one organisation, for one period. What the text does not say is None."""

    id: str
    start: int
    end: int
    org: str | None
    org_type: str | None
    place: str | None
    period: str | None
    kind: ReportKind
    complete: bool
    heading: str


@dataclass(slots=True)
class Section:
    """A headed part. `report` and `parent` are ids; `title` is without its number."""

    id: str
    report: str
    parent: str | None
    start: int
    end: int
    level: int
    title: str
    role: SectionRole
    body: int = 0
    """Where the text after the heading begins."""


@dataclass(frozen=True, slots=True)
class Structure:
    """What `reports` finds in one source text; facts are read from `clean`."""

    source: SourceText
    clean: Clean
    """Without site matter, contents lists and page markers; duplicates stay."""
    reports: tuple[Report, ...]
    sections: tuple[Section, ...]
    noise: tuple[Noise, ...]


@dataclass(frozen=True, slots=True)
class Period:
    """A time expression and the days it stands for, ISO dates. As-of periods (截至6月底) have `begins` None."""

    text: str
    start: int
    end: int
    begins: str | None
    ends: str | None


@dataclass(slots=True)
class Fact:
    """One measured statement; every attribute is decided as `gold/GUIDE.md` says."""

    id: str
    report: str | None
    section: str | None
    start: int
    end: int
    pieces: list[Span]
    quote: str
    value: float | int | list[float | int] | None
    decimals: int
    unit: str
    modifier: Modifier
    masked: bool
    base_value: float | int | list[float | int] | None
    base_unit: str
    role: FactRole
    sign: int
    basis: str | None
    indicator: str | None
    indicator_start: int | None
    indicator_end: int | None
    subject: str | None
    period: Period | None
    status: Status
    org: str | None
    place: str | None
    duplicate_of: str | None = None
    origins: dict[str, list[Span]] | None = None
    """For a figure in a table: the cells and lines that gave each attribute, such as {"unit": [(40, 42)]}."""


@dataclass(frozen=True, slots=True)
class Reading:
    """One file, read: rows in the order of the text."""

    source: SourceText
    reports: tuple[Report, ...] = ()
    sections: tuple[Section, ...] = ()
    noise: tuple[Noise, ...] = ()
    facts: tuple[Fact, ...] = ()
    notes: tuple[str, ...] = field(default=())
    seconds: float = 0.0
    clean: Clean | None = field(default=None, repr=False, compare=False)
    """What the facts were read from, for `checks`; None where a reading was not made by `reader`."""
