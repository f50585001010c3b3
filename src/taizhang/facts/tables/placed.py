"""Tables of a source text in its clean text, and entries back as Facts of the source.

`place_tables` maps the cells into the clean text, in which `read_table` reads them; `fact_of` maps an entry back;
`complete` adds what row and column say to a fact that was read from a sentence in a cell.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from taizhang.facts import periods, units
from taizhang.facts.parse import scaled
from taizhang.facts.tables.entries import Entry, Passage
from taizhang.facts.tables.times import Stated
from taizhang.model import Cell, Fact, Period, Report, Section, Structure
from taizhang.spans import Clean, Span

__all__ = ["PlacedTable", "complete", "fact_of", "place_tables", "report_period"]

_TIME = re.compile(periods.PATTERN)
_TITLE = 200
"""Characters at the beginning of a report in which its title tells its time."""


@dataclass(frozen=True, slots=True)
class PlacedTable:
    """A table whose offsets are those of the clean text."""

    start: int
    end: int
    cells: tuple[Cell, ...]


def place_tables(structure: Structure) -> Iterator[PlacedTable]:
    """Give the tables of more than one column, in the order of the text."""
    clean = structure.clean.clean
    whole = len(structure.clean.kept) == 1 and structure.clean.kept[0][0] == 0
    at = 0
    for table in structure.source.tables:
        if not any(cell.column for cell in table.cells):
            continue
        start, end, cells = table.start, table.end, table.cells
        if not whole:
            start, end = clean(start), clean(end)
            cells = tuple(cell._replace(start=clean(cell.start), end=clean(cell.end)) for cell in cells)
        if start >= at:
            yield PlacedTable(start, end, cells)
            at = end


def report_period(text: str, clean: Clean, report: Report | None) -> Span | None:
    """Give where the title of a report says its time."""
    if report is None or report.period is None:
        return None
    start = clean.clean(report.start)
    at = text.find(report.period, start, start + _TITLE)
    if at >= 0:
        return at, at + len(report.period)
    year = periods.year_of(report.period)
    wanted = periods.resolve(report.period, year)
    for match in _TIME.finditer(text, start, start + _TITLE):
        if periods.resolve(match[0], year) == wanted:
            return match.span()
    return None


def fact_of(entry: Entry, text: str, clean: Clean, id: str, report: Report | None, section: Section | None) -> Fact:
    """Make the fact of an entry."""
    number = entry.number
    pieces = clean.pieces(entry.start, entry.end)
    value, sign = number.value, entry.sign
    if entry.role not in ("growth", "change"):
        value = -value if sign < 0 and isinstance(value, (int, float)) else value
        sign = 1
    factor, base_unit, _ = units.base(entry.unit)
    spot: tuple[int, int] | tuple[None, None] = _source(clean, entry.name) if entry.name else (None, None)
    return Fact(
        id, report.id if report else None, section.id if section else None,
        pieces[0][0], pieces[-1][1], pieces, text[entry.start : entry.end],
        value, number.decimals, entry.unit, number.modifier, number.value is None,  # type: ignore[arg-type]
        scaled(value, factor), base_unit, entry.role, sign, entry.basis,  # type: ignore[arg-type]
        entry.indicator, spot[0], spot[1], entry.subject, _period(entry.period, text, clean), entry.status,  # type: ignore[arg-type]
        report.org if report else None, report.place if report else None,
        origins={key: [_source(clean, span) for span in spans] for key, spans in entry.origins.items()},
    )  # fmt: skip


def complete(fact: Fact, passage: Passage, text: str, clean: Clean) -> None:
    """Add the indicator and the time of row and column to a fact that its sentence gave none."""
    if fact.indicator is None and passage.indicator:
        fact.indicator = passage.indicator
        if passage.name and text[slice(*passage.name)] == passage.indicator:
            fact.indicator_start, fact.indicator_end = _source(clean, passage.name)
    if passage.period and (fact.period is None or not fact.start > fact.period.start >= clean.source(passage.start)):
        fact.period = _period(passage.period, text, clean)


def _source(clean: Clean, span: Span) -> Span:
    if len(clean.kept) == 1 and clean.kept[0][0] == 0:
        return span
    pieces = clean.pieces(*span)
    return pieces[0][0], pieces[-1][1]


def _period(stated: Stated | None, text: str, clean: Clean) -> Period | None:
    if stated is None:
        return None
    begins, ends = stated.dates
    return Period(
        text[stated.start : stated.end], *_source(clean, (stated.start, stated.end)),
        begins.isoformat() if begins else None, ends.isoformat() if ends else None,
    )  # fmt: skip
