"""Rows of the facts table -> FactRow: a fact with the names of what it refers to, and the row of facts.jsonl.

`pages` and `stream` read rows; a Reader looks up names, organisations, reports and documents once and keeps them, so
that a million facts cost a million rows and no joins.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Any, NamedTuple

from django.core.exceptions import EmptyResultSet
from django.db import connection, transaction
from django.db.models import QuerySet

from taizhang.ledger.models import MOST_ROWS, Document, Fact, IndicatorName, Location, Organisation, Report

__all__ = ["COLUMNS", "FactRow", "Reader", "Value", "exact", "export_id", "fetched", "question", "stream"]

Value = float | int | list[float | int] | None

COLUMNS = (
    "id", "document_id", "report_id", "section_id", "organisation_id", "name_id", "start", "end", "pieces", "quote",
    "value", "high", "decimals", "unit", "modifier", "masked", "base_value", "base_high", "base_unit", "role", "sign",
    "basis", "indicator_start", "indicator_end", "subject", "period", "period_start", "period_end", "begins", "ends",
    "status", "duplicate_of", "origins", "by_hand", "live",
)  # fmt: skip
_AT_ONCE = 2000


class _Named(NamedTuple):
    """An indicator's name as written, and the indicator that it means."""

    text: str
    indicator: int
    canonical: str


class _Reported(NamedTuple):
    organisation: int | None
    org: str | None
    place: str | None
    period: str | None
    begins: date | None
    ends: date | None
    kind: str


class _Doc(NamedTuple):
    doc: str
    file: str
    live: bool


class _Body(NamedTuple):
    name: str
    place: str
    region: str | None
    path: str


@dataclass(slots=True)
class FactRow:
    """A fact as a query gives it; attributes are those of facts.jsonl, ids those of the ledger."""

    id: int
    document: int
    report: int | None
    section: int | None
    organisation: int | None
    doc: str
    file: str
    start: int
    end: int
    pieces: list[list[int]]
    quote: str
    value: Value
    decimals: int
    unit: str
    modifier: str
    masked: bool
    base_value: Value
    base_unit: str
    role: str
    sign: int
    basis: str | None
    indicator: str | None
    canonical: str | None
    """The name of the indicator that the ledger takes `indicator` for."""
    indicator_start: int | None
    indicator_end: int | None
    subject: str | None
    period: str | None
    period_start: int | None
    period_end: int | None
    begins: date | None
    ends: date | None
    status: str
    org: str | None
    place: str | None
    region: str | None
    """The code of the organisation's region."""
    duplicate_of: int | None
    origins: dict[str, list[list[int]]] | None
    by_hand: bool
    live: bool


def export_id(doc: str, kind: str, row: int | None) -> str | None:
    """Give the id that exports use for a row of a document, as a reading gives it; None for None.

    >>> export_id("0123456789abcdef", "r", 5 << 20 | 2)
    '0123456789ab-r2'
    """
    if row is None:
        return None
    number = row % MOST_ROWS
    return f"{doc[:12]}-{kind}{number + 1 if kind == 'f' else number}"


class Reader:
    """Makes FactRows of tuples of COLUMNS; what it looked up stays for the next ones.

    `passed` is told of every batch, once it has been taken, how many rows it had.
    """

    def __init__(self, passed: Callable[[int], object] | None = None) -> None:
        self.passed = passed
        self.names: dict[int, _Named] = {}
        self.reports: dict[int, _Reported] = {}
        self.documents: dict[int, _Doc] = {}
        self.organisations: dict[int, _Body] = {}

    def rows(self, raw: Iterable[Sequence[Any]]) -> Iterator[FactRow]:
        """Give the facts of rows of the table, in their order."""
        for some in self.batches(raw):
            yield from map(self._row, some)

    def exported(self, raw: Iterable[Sequence[Any]]) -> Iterator[dict[str, Any]]:
        """Give the rows of facts.jsonl (DESIGN.md "Formats") of rows of the table, keys in its order."""
        for some in self.batches(raw):
            yield from map(self._exported, some)

    def batches(self, raw: Iterable[Sequence[Any]]) -> Iterator[list[Sequence[Any]]]:
        """Give rows of the table, many at a time, with all that they refer to looked up.

        Their columns may be fewer than COLUMNS, but the first six must be the same.
        """
        for some in _batches(raw):
            self._look_up(some)
            yield some
            if self.passed is not None:
                self.passed(len(some))

    def _look_up(self, rows: Sequence[Sequence[Any]]) -> None:
        """Fetch what these rows refer to and is not known yet."""
        if missing := {row[1] for row in rows} - self.documents.keys():
            self.documents.update(_documents(missing))
        if missing := {row[2] for row in rows} - self.reports.keys() - {None}:
            columns = ("organisation_id", "org", "place", "period", "begins", "ends", "kind")
            for pk, *values in _fetched(Report, missing, columns):
                self.reports[pk] = _Reported(*values)
        if missing := {row[5] for row in rows} - self.names.keys() - {None}:
            for pk, *values in _fetched(IndicatorName, missing, ("text", "indicator_id", "indicator__name")):
                self.names[pk] = _Named(*values)
        bodies = {row[4] for row in rows} | {self.reports[row[2]].organisation for row in rows if row[2] is not None}
        if missing := bodies - self.organisations.keys() - {None}:
            for pk, *values in _fetched(Organisation, missing, ("name", "place", "region__code", "path")):
                self.organisations[pk] = _Body(*values)

    def _row(self, raw: Sequence[Any]) -> FactRow:
        (
            pk, document, report, section, organisation, name, start, end, pieces, quote, value, high, decimals, unit,
            modifier, masked, base_value, base_high, base_unit, role, sign, basis, indicator_start, indicator_end,
            subject, period, period_start, period_end, begins, ends, status, duplicate_of, origins, by_hand, live,
        ) = raw  # fmt: skip
        doc, file, _ = self.documents[document]
        named = self.names[name] if name is not None else None
        org, place, region = self.whose(organisation, report)
        return FactRow(
            pk, document, report, section, organisation, doc, file, start, end,
            _loaded(pieces) if pieces is not None else [[start, end]], quote, _value(value, high, decimals), decimals,
            unit, modifier, bool(masked), _value(base_value, base_high, 0), base_unit, role, sign, basis,
            named.text if named else None, named.canonical if named else None, indicator_start, indicator_end, subject,
            period, period_start, period_end, _day(begins), _day(ends), status, org, place, region, duplicate_of,
            _loaded(origins), bool(by_hand), bool(live),
        )  # fmt: skip

    def _exported(self, raw: Sequence[Any]) -> dict[str, Any]:
        (
            pk, document, report, section, organisation, name, start, end, pieces, quote, value, high, decimals, unit,
            modifier, masked, base_value, base_high, base_unit, role, sign, basis, indicator_start, indicator_end,
            subject, period, period_start, period_end, begins, ends, status, duplicate_of, origins, _, _,
        ) = raw  # fmt: skip
        doc, file, _ = self.documents[document]
        org, place, _ = self.whose(organisation, report)
        days = period is not None and {
            "text": period, "start": period_start, "end": period_end, "begins": begins and str(begins),
            "ends": ends and str(ends),
        }  # fmt: skip
        row = {
            "id": export_id(doc, "f", pk), "doc": doc, "file": file, "report": export_id(doc, "r", report),
            "section": export_id(doc, "s", section), "start": start, "end": end,
            "pieces": _loaded(pieces) if pieces is not None else [[start, end]], "quote": quote,
            "value": _value(value, high, decimals), "decimals": decimals, "unit": unit, "modifier": modifier,
            "masked": bool(masked), "base_value": _value(base_value, base_high, 0), "base_unit": base_unit,
            "role": role, "sign": sign, "basis": basis,
            "indicator": self.names[name].text if name is not None else None, "indicator_start": indicator_start,
            "indicator_end": indicator_end, "subject": subject, "period": days or None, "status": status, "org": org,
            "place": place, "duplicate_of": export_id(doc, "f", duplicate_of),
        }  # fmt: skip
        if origins is not None:
            row["origins"] = _loaded(origins)
        return row

    def whose(self, organisation: int | None, report: int | None) -> tuple[str | None, str | None, str | None]:
        """Give org, place and region of a fact: as its report has them, unless a person gave it to another."""
        told = self.reports[report] if report is not None else None
        body = self.organisations[organisation] if organisation is not None else None
        if told is not None and told.organisation == organisation:
            return told.org, told.place, body.region if body else None
        return (body.name, body.place or None, body.region) if body else (None, None, None)


def _documents(ids: Iterable[int]) -> Iterator[tuple[int, _Doc]]:
    """Give doc and file of documents; of several files the first that holds it now, else the first that held it."""
    ids = list(ids)
    files: dict[int, str] = dict(
        Location.objects.filter(versions__document__in=ids).order_by("-pk").values_list("versions__document_id", "file")
    )
    files |= dict(Location.objects.filter(document__in=ids).order_by("-pk").values_list("document_id", "file"))
    for pk, doc, live in _fetched(Document, ids, ("doc", "live")):
        yield pk, _Doc(doc, files.get(pk, ""), live)


def _fetched(model: Any, ids: Iterable[int], columns: Sequence[str]) -> Iterator[tuple[Any, ...]]:
    for some in _batches(ids):
        yield from model.objects.filter(pk__in=some).values_list("pk", *columns)


def _batches(items: Iterable[Any]) -> Iterator[list[Any]]:
    rest = iter(items)
    while batch := list(islice(rest, _AT_ONCE)):
        yield batch


def exact(number: float | None, decimals: int) -> float | int | None:
    """Give a number as it was stated: whole where it was written without decimals."""
    return int(number) if number is not None and not decimals and number.is_integer() and abs(number) < 1e16 else number


def _value(low: float | None, high: float | None, decimals: int) -> Value:
    first, last = exact(low, decimals), exact(high, decimals)
    return first if last is None or first is None else [first, last]


def _loaded(packed: Any) -> Any:
    return json.loads(packed) if isinstance(packed, str) else packed


def _day(day: Any) -> date | None:
    return date.fromisoformat(day) if isinstance(day, str) else day


def fetched(
    facts: QuerySet[Any], columns: Sequence[str], scan: bool = False, index: str | None = None
) -> list[Sequence[Any]]:
    """Give all tuples of columns as the database sends them, past the ORM's converters, at once.

    `scan`: SQLite, which knows little of how common a value is, shall read the facts one after the other; of a million
    it reads all in a tenth of a second, while going to each by an index takes seconds. `index`: it shall read this
    index instead, which should hold all that the question is about.
    """
    sql, values = question(facts, columns, scan, index)
    if not sql:
        return []
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        rows: list[Sequence[Any]] = cursor.fetchall()
        return rows


def stream(facts: QuerySet[Any], columns: Sequence[str] = COLUMNS) -> Iterator[Sequence[Any]]:
    """Give the same one after the other; memory stays flat. The database then plans for the first of them."""
    sql, values = question(facts, columns)
    if not sql:
        return
    # Outside of a transaction PostgreSQL would first store the whole result; SQLite would keep writers waiting in one.
    with (
        transaction.atomic() if connection.vendor == "postgresql" else nullcontext(),
        connection.chunked_cursor() as cursor,
    ):
        cursor.execute(sql, values)
        while rows := cursor.fetchmany(_AT_ONCE):
            yield from rows


def question(
    facts: QuerySet[Any], columns: Sequence[str], scan: bool = False, index: str | None = None
) -> tuple[str, Sequence[Any]]:
    """Give the SQL of a question and its values, the rest as for `fetched`; "" for one that has no answer at all."""
    try:
        sql, values = facts.values_list(*columns).query.sql_with_params()
    except EmptyResultSet:
        return "", ()
    if (scan or index) and connection.vendor == "sqlite":
        table = connection.ops.quote_name(Fact._meta.db_table)
        how = f"INDEXED BY {index}" if index else "NOT INDEXED"
        sql = sql.replace(f"FROM {table}", f"FROM {table} {how}", 1)
    return sql, values
