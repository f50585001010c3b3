"""What is known about an example file: its facts, relations, reports, headings and noise.

Attributes are decided as `gold/GUIDE.md` says and named as in `taizhang.model`. Offsets are code points of the decoded
text, after every flaw was applied. Where careful readers may differ, the `_alt` fields hold the other good answers.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from taizhang.model import FactRole, Modifier, NoiseCategory, ReportKind, SectionRole, Status
from taizhang.spans import Span

if TYPE_CHECKING:
    from taizhang.examples.document import Document

__all__ = ["ExampleFile", "TrueFact", "TrueNoise", "TrueRelation", "TrueReport", "TrueSection"]

Number = int | float


@dataclass(frozen=True, slots=True)
class TrueFact:
    """A figure that the file states. `key` names the figure of the county behind it: the same key, the same figure."""

    start: int
    end: int
    pieces: tuple[Span, ...]
    quote: str
    value: Number | list[Number] | None
    unit: str
    modifier: Modifier
    masked: bool
    role: FactRole
    sign: int
    indicator: str
    period: str | None
    status: Status
    key: str = ""
    decimals: int = 0
    indicator_alt: tuple[str, ...] = ()
    period_alt: tuple[str | None, ...] = ()
    duplicate: bool = False
    cell: tuple[int, int, int] | None = None
    """Of a figure in a table: the table, counted from 1 in the file, and row and column, from 0."""


@dataclass(frozen=True, slots=True)
class TrueRelation:
    """Figures that determine each other. `formula` is arithmetic with the stated figures in it; it gives `stated`.
    A decrease is negative in both.

    `facts` are indices into the file's facts: the inputs in the order of the formula, then the stated one.
    """

    kind: str
    formula: str
    stated: Number
    facts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class TrueReport:
    """A report in the file, from its title or opening to its last character."""

    start: int
    end: int
    org: str
    org_type: str
    place: str
    period: str
    kind: ReportKind
    heading: str


@dataclass(frozen=True, slots=True)
class TrueSection:
    """A heading, at the first character of its number."""

    start: int
    level: int
    title: str
    role: SectionRole


@dataclass(frozen=True, slots=True)
class TrueNoise:
    """Site matter, a contents list, a page marker (its number, without the line breaks before) or a second copy."""

    start: int
    end: int
    category: NoiseCategory


@dataclass(frozen=True, slots=True)
class ExampleFile:
    """One file of the example county: `data` as it stands on disk, `text`, and the truth about it.

    `text` is what `data` decodes to. Of an office file it is what the file says, written as text: its tables as lines
    with columns. `document` is there for files that could stand in any format: those without damage to their text.
    """

    name: str
    data: bytes
    text: str
    encoding: str
    facts: tuple[TrueFact, ...]
    relations: tuple[TrueRelation, ...]
    reports: tuple[TrueReport, ...]
    sections: tuple[TrueSection, ...]
    noise: tuple[TrueNoise, ...]
    tables: tuple[Span, ...] = ()
    """From the title of each to the end of its last row."""
    format: str = "txt"
    """txt, docx, pdf or xlsx."""
    document: Document | None = None
