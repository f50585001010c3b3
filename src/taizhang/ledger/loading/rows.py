"""Reading and Checked -> rows of the ledger, as tuples in the order of `COLUMNS`.

Ids of the reading (hex-f12) become numbers that hold the document's; names and organisations are given by their ids.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from django.db import models

from taizhang.checks import Checked
from taizhang.facts.periods import parse_period
from taizhang.ledger.bulk import Row
from taizhang.ledger.models import Fact, Finding, Noise, Relation, Report, Section, row_id
from taizhang.model import Reading

__all__ = ["COLUMNS", "RowMaker"]

_COLUMNS: dict[type[models.Model], str] = {
    Report: "id document_id start end org organisation_id org_type place period begins ends kind complete heading live",
    Section: "id document_id report_id parent_id start end body level title role",
    Noise: "id document_id start end category fix dup_of",
    Fact: "id document_id report_id section_id organisation_id name_id start end pieces quote value high decimals unit "
    "modifier masked base_value base_high base_unit role sign basis indicator_start indicator_end subject period "
    "period_start period_end begins ends status duplicate_of origins by_hand live",
    Relation: "id document_id rule kind spans formula stated computed verdict note",
    Finding: "id document_id report_id relation_id rule severity start end message fix fingerprint live",
}
COLUMNS = {model: columns.split() for model, columns in _COLUMNS.items()}
"""In the order in which they are written: those that others refer to first."""

_Number = float | int
_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), check_circular=False).encode


@dataclass(slots=True)
class RowMaker:
    """Makes the rows of one document; `names` and `organisations` give ids by name and by (name, place)."""

    document: int
    reading: Reading
    checked: Checked | None
    names: Mapping[str, int]
    organisations: Mapping[tuple[str, str], int]
    live: bool = True

    def rows(self) -> Iterator[tuple[type[models.Model], Iterator[Row]]]:
        """Give each table with its rows, made as they are taken."""
        yield Report, self._reports()
        yield Section, self._sections()
        yield Noise, self._noise()
        yield Fact, self._facts()
        if self.checked is not None:
            yield Relation, self._relations(self.checked)
            yield Finding, self._findings(self.checked)

    def _ids(self, items: Sequence[object]) -> dict[str | None, int | None]:
        first = row_id(self.document, 0)
        if items:
            row_id(self.document, len(items) - 1)
        ids: dict[str | None, int | None] = {item.id: first + n for n, item in enumerate(items)}  # type: ignore[attr-defined]
        ids[None] = None
        return ids

    def _reports(self) -> Iterator[Row]:
        document, live = self.document, self.live
        for n, one in enumerate(self.reading.reports):
            begins, ends = days(one.period)
            organisation = self.organisations[one.org, one.place or ""] if one.org else None
            yield (
                row_id(document, n), document, one.start, one.end, one.org, organisation, one.org_type, one.place,
                one.period, begins, ends, one.kind, one.complete, one.heading, live,
            )  # fmt: skip

    def _sections(self) -> Iterator[Row]:
        document = self.document
        reports, sections = self._ids(self.reading.reports), self._ids(self.reading.sections)
        for one in self.reading.sections:
            yield (
                sections[one.id], document, reports[one.report], sections[one.parent], one.start, one.end, one.body,
                one.level, one.title, one.role,
            )  # fmt: skip

    def _noise(self) -> Iterator[Row]:
        for n, one in enumerate(self.reading.noise):
            yield row_id(self.document, n), self.document, one.start, one.end, one.category, one.fix, one.dup_of

    def _facts(self) -> Iterator[Row]:
        document, names, organisations = self.document, self.names, self.organisations
        reports, sections = self._ids(self.reading.reports), self._ids(self.reading.sections)
        facts = self._ids(self.reading.facts)
        for one in self.reading.facts:
            value, high = _ends(one.value)
            base_value, base_high = _ends(one.base_value)
            time = one.period
            yield (
                facts[one.id], document, reports[one.report], sections[one.section],
                organisations[one.org, one.place or ""] if one.org else None,
                names[one.indicator] if one.indicator else None, one.start, one.end,
                _encode(one.pieces) if len(one.pieces) > 1 else None, one.quote, value, high, one.decimals, one.unit,
                one.modifier, one.masked, base_value, base_high, one.base_unit, one.role, one.sign, one.basis,
                one.indicator_start, one.indicator_end, one.subject,
                *((time.text, time.start, time.end, time.begins, time.ends) if time else _NO_TIME), one.status,
                facts[one.duplicate_of], _encode(one.origins) if one.origins else None, False,
                self.live and one.duplicate_of is None,
            )  # fmt: skip

    def _relations(self, checked: Checked) -> Iterator[Row]:
        facts = self._ids(self.reading.facts)
        for n, one in enumerate(checked.relations):
            spans = [{"start": span.start, "end": span.end, "fact": facts.get(span.fact)} for span in one.spans]
            yield (
                row_id(self.document, n), self.document, one.rule, one.kind, _encode(spans), one.formula,
                _json(one.stated), _json(one.computed), one.verdict, one.note,
            )  # fmt: skip

    def _findings(self, checked: Checked) -> Iterator[Row]:
        reports, relations = self._ids(self.reading.reports), self._ids(checked.relations)
        for n, one in enumerate(checked.findings):
            yield (
                row_id(self.document, n), self.document, reports.get(one.report), relations.get(one.relation),
                one.rule, one.severity, one.start, one.end, one.message, _json(one.fix), one.fingerprint, self.live,
            )  # fmt: skip


_NO_TIME = (None, None, None, None, None)


def _ends(value: _Number | list[_Number] | None) -> tuple[float | None, float | None]:
    """Give the lower and upper end of a value; the upper one of ranges only."""
    if isinstance(value, list):
        return float(value[0]), float(value[-1])
    return (None if value is None else float(value)), None


def _json(value: str | _Number | None) -> str | None:
    return None if value is None else _encode(value)


@lru_cache(maxsize=4096)
def days(period: str | None) -> tuple[str | None, str | None]:
    """Give the first and last day of a report's period (2023年上半年) as ISO dates; None where it has no year.

    >>> days("2023年上半年")
    ('2023-01-01', '2023-06-30')
    >>> days("上半年")
    (None, None)
    """
    found = parse_period(period) if period and period[:4].isdecimal() else None
    begins, ends = (found.begins, found.ends) if found else (None, None)
    return begins.isoformat() if begins else None, ends.isoformat() if ends else None
