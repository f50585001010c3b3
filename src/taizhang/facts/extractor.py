"""Structure -> facts: one pass over the clean text, sentence by sentence.

The tokens of `quantities` come in order; at each sentence end the figures of the sentence are laid out in clauses and
get their role, status, period and indicator. Positions go back to the source text through `Clean`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from itertools import islice, zip_longest

from taizhang.facts import indicators, periods, roles, status, units
from taizhang.facts.clauses import Slot, Token, lay_out
from taizhang.facts.filters import is_figure
from taizhang.facts.leads import lead
from taizhang.facts.parallels import share_out
from taizhang.facts.parse import scaled
from taizhang.facts.quantities import PATTERN, SPAN, measure
from taizhang.facts.subjects import Topics, mark_duplicates
from taizhang.facts.tables import (
    Context,
    Entry,
    PlacedTable,
    complete,
    fact_of,
    place_tables,
    read_table,
    report_period,
)
from taizhang.facts.timeline import Timeline
from taizhang.model import Fact, Period, Report, Section, Structure

__all__ = ["extract"]

_WHOLE_YEAR = re.compile(r"\d{4}年度?")
_FROM = ("由", "从")
_BATCH = 4096
"""Tokens that are looked for at a time."""
_MOST = 120
"""Figures or time expressions that are laid out together; a text without any sentence end is cut here."""


def extract(structure: Structure) -> list[Fact]:
    """Read the facts of a source text, in the order of the text."""
    reader = _Reader(structure)
    reader.read()
    mark_duplicates(structure, reader.facts)
    return reader.facts


def _with_spans(text: str, figures: list[Token]) -> list[Token]:
    """Make one figure of two that are the ends of a range: 5万元至20万元, but not 由5万元到20万元."""
    if len(figures) == 1:
        return figures
    joined = figures[:1]
    for start, end, kind in figures[1:]:
        low, high, _ = joined[-1]
        near = 1 <= start - high <= 3 and SPAN.fullmatch(text, high, start) and text[low - 1 : low] not in _FROM
        if near and measure("span", text[low:end]):
            joined[-1] = (low, end, "span")
        else:
            joined.append((start, end, kind))
    return joined


def _tokens(text: str, start: int, stop: int) -> Iterator[Token]:
    """Give the tokens of a stretch but names, a batch at a time: so the engine works on with what it holds at hand."""
    matches = PATTERN.finditer(text, start, stop)
    while batch := list(islice(matches, _BATCH)):
        for match in batch:
            kind = match.lastgroup
            if kind is not None and kind != "name":
                yield (*match.span(kind), kind)


class _Reader:
    """The state of one pass."""

    def __init__(self, structure: Structure) -> None:
        self.structure = structure
        self.clean = structure.clean
        self.text = self.clean.text
        self.facts: list[Fact] = []
        self.prefix = f"{structure.source.doc[:12]}-f"
        self.timeline = Timeline(self.text)
        clean = self.clean.clean
        self.events: list[tuple[int, int, Report | Section]] = sorted(
            [
                *((clean(report.start), 0, report) for report in structure.reports),
                *((clean(section.start), section.level, section) for section in structure.sections),
            ],
            key=lambda event: event[:2],
        )
        self.next_event = 0
        self.report: Report | None = None
        self.section: Section | None = None
        self.body = 0
        """Where the text after the last heading begins."""
        self.year: int | None = None
        self.report_year: int | None = None
        self.periods: dict[tuple[int, int], Period] = {}
        self.topics = Topics()
        self.plan = False
        self.said = ""
        """What 预计： or 力争 at its beginning says of a whole sentence."""

    def read(self) -> None:
        at = 0
        places = list(place_tables(self.structure))
        for place, after in zip_longest(places, places[1:]):
            self.prose(at, place.start)
            self.table(place, at, after.start if after else len(self.text))
            at = place.end
        self.prose(at, len(self.text))

    def prose(self, begin: int, stop: int) -> None:
        """Read running text."""
        text, events, e = self.text, self.events, self.next_event
        figures: list[Token] = []
        times: list[Token] = []
        sentence = begin
        next_event = events[e][0] if e < len(events) else len(text) + 1
        for start, end, kind in _tokens(text, begin, stop):
            if start >= next_event:
                if figures or times:
                    self.sentence(sentence, min(start, next_event), figures, times)
                    figures, times = [], []
                sentence = max(sentence, next_event)
                while e < len(events) and events[e][0] <= start:
                    self.enter(events[e][2])
                    e += 1
                next_event = events[e][0] if e < len(events) else len(text) + 1
            if kind == "stop":
                if figures or times:
                    self.sentence(sentence, start, figures, times)
                    figures, times = [], []
                if text[start] not in "；;":
                    self.said = ""
                    if text[start] == "\n":
                        self.timeline.paragraph()
                        self.topics.clear()
                sentence = end
                continue
            if kind != "time":
                figures.append((start, end, kind))
            elif text.rfind("《", sentence, start) <= text.rfind("》", sentence, start):
                times.append((start, end, "time"))
            if len(figures) == _MOST or len(times) == _MOST:
                self.sentence(sentence, end, figures, times)
                figures, times, sentence = [], [], end
        if figures or times:
            self.sentence(sentence, stop, figures, times)
        self.next_event = e

    def table(self, place: PlacedTable, floor: int, ceiling: int) -> None:
        """Read a table: figures by their heads, other cells as sentences that end with the cell."""
        text, clean = self.text, self.clean
        while self.next_event < len(self.events) and self.events[self.next_event][0] <= place.start:
            self.enter(self.events[self.next_event][2])
            self.next_event += 1
        held, planned = self.timeline.now, self.plan
        period = held or report_period(text, clean, self.report)
        if self.report:
            floor, ceiling = max(floor, clean.clean(self.report.start)), min(ceiling, clean.clean(self.report.end))
        for found in read_table(text, place.cells, Context(period, self.year, planned, self.done(), floor, ceiling)):
            first = len(self.facts)
            if isinstance(found, Entry):
                id = f"{self.prefix}{first + 1}"
                self.facts.append(fact_of(found, text, clean, id, self.report, self.section))
                continue
            self.plan = found.plan
            self.prose(found.start, found.end)
            for fact in self.facts[first:]:
                complete(fact, found, text, clean)
            self.said, self.plan, self.timeline.now = "", planned, held
            self.topics.clear()

    def done(self) -> date | None:
        """Give the last day that the report sums up, None where it only plans."""
        report = self.report
        if report is None or report.kind == "plan" or not report.period:
            return None
        return periods.resolve(report.period, self.report_year).ends

    def enter(self, part: Report | Section) -> None:
        if isinstance(part, Report):
            self.report, self.section = part, None
            self.timeline.report()
            self.year = self.report_year = periods.year_of(part.period) if part.period else None
            self.plan = part.kind == "plan"
        else:
            self.section = part
            self.body = self.clean.clean(part.body)
            self.plan = part.role == "plan"
            self.timeline.enter(part.level)
            if part.level == 1:
                self.year = periods.year_of(part.title) or self.meant_year()

    def meant_year(self) -> int | None:
        """Give what 今年 means: in the plan of a report on a whole year, the next."""
        whole_year = self.report is not None and _WHOLE_YEAR.fullmatch(self.report.period or "")
        return self.report_year + 1 if self.report_year and self.plan and whole_year else self.report_year

    def sentence(self, start: int, end: int, figures: list[Token], times: list[Token]) -> None:
        text = self.text
        plain = text.find("“", start, end) < 0 and text.find("《", start, end) < 0
        figures = [figure for figure in figures if is_figure(text, start, end, figure, plain)]
        if not figures:
            self.timeline.pass_by(times, heading=start < self.body)
            return
        slots = lay_out(text, start, end, _with_spans(text, figures))
        if not slots:
            self.timeline.pass_by(times)
            return
        before: Slot | None = None
        for slot in slots:
            lead(text, slot)
            roles.set_role(text, slot, before)
            if before is not None:
                roles.follow(text, slot, before)
            before = slot
        self.timeline.read(times, slots)
        self.said = status.set_status(text, start, slots, times, self.plan, self.said)
        for i, slot in enumerate(slots):
            if slot.indicator is None:
                slot.indicator = indicators.name(text, slots, i, times)
            if slot.parallel:
                share_out(text, slots, i)
        for slot in slots:
            self.topics.place(text, slot)
            self.facts.append(self.fact(slot))

    def fact(self, slot: Slot) -> Fact:
        clean, text, report = self.clean, self.text, self.report
        pieces = clean.pieces(slot.start, slot.end)
        factor, base_unit, _ = units.base(slot.unit)
        indicator, first, last = self.name(slot)
        return Fact(
            f"{self.prefix}{len(self.facts) + 1}",
            report.id if report else None,
            self.section.id if self.section else None,
            pieces[0][0],
            pieces[-1][1],
            pieces,
            text[slot.start : slot.end],
            slot.value,
            slot.decimals,
            slot.unit,
            slot.modifier,  # type: ignore[arg-type]
            slot.value is None,
            slot.value if factor == 1 else scaled(slot.value, factor),
            base_unit,
            slot.role,  # type: ignore[arg-type]
            slot.sign,
            slot.basis,
            indicator,
            first,
            last,
            slot.subject,
            (self.periods.get(slot.period) or self.period(slot.period)) if slot.period else None,
            slot.status,  # type: ignore[arg-type]
            report.org if report else None,
            report.place if report else None,
        )

    def name(self, slot: Slot) -> tuple[str | None, int | None, int | None]:
        """Give the indicator and where it stands in the source, if it stands in one place."""
        if not isinstance(slot.indicator, tuple):
            return slot.indicator, None, None
        start, end = slot.indicator
        spot = self.clean.pieces(start, end)
        return self.text[start:end], spot[0][0], spot[-1][1]

    def period(self, span: tuple[int, int]) -> Period:
        text = self.text[span[0] : span[1]]
        held = self.timeline.now
        spoken_of = self.text[held[0] : held[1]] if held else self.report.period if self.report else None
        dates = periods.same_part(text, spoken_of, self.year) or periods.resolve(text, self.year)
        place = self.clean.pieces(*span)
        period = self.periods[span] = Period(
            text, place[0][0], place[-1][1],
            dates.begins.isoformat() if dates.begins else None, dates.ends.isoformat() if dates.ends else None,
        )  # fmt: skip
        return period
