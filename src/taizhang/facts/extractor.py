"""Structure -> facts: one pass over the clean text, stage by stage.

`sentences` gives the sentences with their figures laid out in clauses; here they get their period, status and
indicator, and become facts. Positions go back to the source text through `Clean`.
"""

from __future__ import annotations

import re
from datetime import date
from itertools import islice, zip_longest

from taizhang.facts import indicators, periods, status, units
from taizhang.facts.clauses import Slot
from taizhang.facts.parallels import share_out
from taizhang.facts.parse import scaled
from taizhang.facts.sentences import Event, Sentence, Step, steps
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
from taizhang.spans import Span

__all__ = ["extract"]

_WHOLE_YEAR = re.compile(r"\d{4}年度?")
_GOES_ON = "；;"
_DESCRIBES = ("growth", "rate")
_STEPS = 4096
"""Sentences, and marks between them, that go through the stages together."""


def extract(structure: Structure) -> list[Fact]:
    """Read the facts of a source text, in the order of the text."""
    reader = _Reader(structure)
    reader.read()
    mark_duplicates(structure, reader.facts)
    return reader.facts


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
        self.events: list[Event] = sorted(
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
        self.named: Sentence | None = None
        """The sentence whose figures got their indicators last."""
        self.new_paragraph = False
        """No figure of the paragraph that is read was seen yet."""
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
        """Read running text: many sentences at a time, and one attribute after the other for all of them."""
        text = self.text
        found = steps(text, begin, stop, self.events, self.next_event)
        while batch := list(islice(found, _STEPS)):
            sentences = [step for step in batch if isinstance(step, Sentence)]
            for sentence in sentences:
                sentence.lay_out(text)
            for step in batch:
                self.take(step)
            for sentence in sentences:
                _name(text, sentence, self.named)
                self.named = sentence
            for sentence in sentences:
                self.add_facts(sentence)

    def take(self, step: Step) -> None:
        """Go on by one step: what is in force changes, or a sentence gets its periods and status by it."""
        if isinstance(step, Sentence):
            self.govern(step)
        elif isinstance(step, str):
            self.said = ""
            if step == "\n":
                self.timeline.paragraph()
                self.new_paragraph = True
        else:
            self.enter(step)
            self.next_event += 1

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

    def govern(self, sentence: Sentence) -> None:
        """Set what the text before a sentence decides: its part of the report, and the periods and status of its
        figures; keep what goes on being in force."""
        slots, times = sentence.slots, sentence.times
        if not slots:
            self.timeline.pass_by(times, heading=not sentence.figures and sentence.start < self.body)
            return
        sentence.report, sentence.section = self.report, self.section
        sentence.opens, self.new_paragraph = self.new_paragraph, False
        self.timeline.read(times, slots)
        self.said = status.set_status(self.text, sentence.start, slots, times, self.plan, self.said)
        for slot in slots:
            if slot.period and slot.period not in self.periods:
                self.periods[slot.period] = self.period(slot.period)

    def add_facts(self, sentence: Sentence) -> None:
        """Add the facts of a sentence; those that name no thing get what was counted before them in its paragraph."""
        if sentence.opens:
            self.topics.clear()
        for slot in sentence.slots:
            self.topics.place(self.text, slot)
            self.facts.append(self.fact(slot, sentence.report, sentence.section))

    def fact(self, slot: Slot, report: Report | None, section: Section | None) -> Fact:
        clean, text = self.clean, self.text
        pieces = clean.pieces(slot.start, slot.end)
        factor, base_unit, _ = units.base(slot.unit)
        indicator, first, last = self.name(slot)
        return Fact(
            f"{self.prefix}{len(self.facts) + 1}",
            report.id if report else None,
            section.id if section else None,
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
            self.periods[slot.period] if slot.period else None,
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
        return Period(
            text, place[0][0], place[-1][1],
            dates.begins.isoformat() if dates.begins else None, dates.ends.isoformat() if dates.ends else None,
        )  # fmt: skip


def _name(text: str, sentence: Sentence, before: Sentence | None) -> None:
    """Set the indicators of the figures of a sentence; `before` is the sentence before it."""
    slots = sentence.slots
    for i, slot in enumerate(slots):
        if slot.indicator is None:
            slot.indicator = indicators.name(text, slots, i, sentence.times)
        if slot.indicator is None and i == 0 and before:
            slot.indicator = _carried_on(text, before, sentence)
        if slot.parallel:
            share_out(text, slots, i)


def _carried_on(text: str, before: Sentence, sentence: Sentence) -> Span | str | None:
    """Give what a growth or rate that names nothing is of: one before the semicolon: 一季度增长5%；上半年增长6%."""
    role = sentence.slots[0].role
    if role not in _DESCRIBES or before.end + 1 != sentence.start or text[before.end] not in _GOES_ON:
        return None
    return next((slot.indicator for slot in before.slots if slot.role == role), None)
