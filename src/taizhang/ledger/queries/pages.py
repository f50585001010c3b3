"""Pages of facts: the first hundred of any query, then the next, by key and not by number.

A page is asked for in the order of the query; its `next` is what the following one begins after, so that the last page
of a million facts costs no more than the first.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection
from django.db.models import Case, F, Q, QuerySet, When
from django.db.models.functions import Abs, Coalesce

from taizhang.errors import UsageError
from taizhang.ledger.models import MOST_ROWS, WIDE_INDEX, Document, Fact, row_id
from taizhang.ledger.queries.conditions import Unindexed, chosen, covered
from taizhang.ledger.queries.query import FactQuery
from taizhang.ledger.queries.rows import COLUMNS, FactRow, Reader, fetched
from taizhang.ledger.queries.values import signed

__all__ = ["Page", "ordered", "page"]

MOST = 10_000
_NEAR = 50
"""How many documents are walked along first."""
_SIGNED = Case(When(sign__lt=0, then=-Abs(Coalesce("base_high", "base_value"))), default="base_value")
"""The lower end of a figure in base units, falls below zero: what `values.signed` gives first."""


@dataclass(frozen=True, slots=True)
class Page:
    """Some facts in the order of the query; `next` asks for what follows, None where nothing does."""

    facts: tuple[FactRow, ...]
    next: str | None


def page(query: FactQuery, limit: int = 100, after: str | None = None) -> Page:
    """Give the first `limit` facts of a query, or those that follow `after`, the `next` of a page of the same query."""
    if not 1 <= limit <= MOST:
        raise UsageError(f"每页条数要在 1 和 {MOST} 之间，现在是 {limit}")
    rows, broad = chosen(query)
    first = 0
    if after is not None:
        rows, first = rows.alias(signed=_SIGNED).filter(_follows(query, after)), json.loads(after)[-1]
    ids = _of_many(rows, query, limit + 1, first) if broad else _ids(ordered(rows, query)[: limit + 1])
    shown = ids[:limit]
    raw = {row[0]: row for row in Fact.objects.filter(pk__in=shown).values_list(*COLUMNS)}
    found = tuple(Reader().rows(raw[pk] for pk in shown))
    return Page(found, _mark(query, found[-1]) if len(ids) > limit else None)


def _of_many(rows: QuerySet[Any], query: FactQuery, most: int, first: int) -> list[int]:
    """Give the ids of the first of facts that may be many; `first` is the id after which they begin.

    Common facts are found at once by walking along: the texts, or in SQLite the index of periods. For rare ones all
    are read, in SQLite from that index where it holds what is asked for, in PostgreSQL on several processors.
    """
    indexed, postgresql = covered(query), connection.vendor == "postgresql"
    index = WIDE_INDEX if indexed else None
    if query.order == "text" and (indexed or postgresql):
        documents = Document.objects.filter(pk__gte=first // MOST_ROWS).order_by("pk").values_list("pk", flat=True)
        near = next(iter(documents[_NEAR : _NEAR + 1]), None)
        if near is not None:
            found = _ids(rows.filter(pk__lt=row_id(near, 0)).order_by("pk")[:most], scan=True)
            if len(found) == most:
                return found
        return _ids(rows.order_by(Unindexed(F("pk")))[:most], index=index)
    if query.order == "period" and indexed and not postgresql:
        return _ids(rows.order_by(F("ends").desc(nulls_last=True), "pk")[:most], index=index)
    return _ids(ordered(rows, query)[:most], scan=True, index=index)


def _ids(rows: QuerySet[Any], scan: bool = False, index: str | None = None) -> list[int]:
    return [pk for (pk,) in fetched(rows, ["pk"], scan, index)]


def ordered(rows: QuerySet[Any], query: FactQuery) -> QuerySet[Any]:
    """Put facts into the order of the query; what has no period or value comes last."""
    if query.order == "period":
        return rows.order_by(Unindexed(F("ends")).desc(nulls_last=True), "pk")
    if query.order == "value":
        return rows.order_by(Unindexed(_SIGNED).desc(nulls_last=True), "pk")
    return rows.order_by("pk")


def _mark(query: FactQuery, last: FactRow) -> str:
    if query.order == "text":
        return json.dumps(["text", last.id])
    value: object = last.ends.isoformat() if last.ends else None
    if query.order == "value":
        low, high = last.base_value if isinstance(last.base_value, list) else (last.base_value, None)
        value, _ = signed(low, high, last.sign)
    return json.dumps([query.order, value, last.id])


def _follows(query: FactQuery, after: str) -> Q:
    try:
        order, *key = json.loads(after)
        if order != query.order or len(key) != (1 if order == "text" else 2):
            raise ValueError
        column = {"text": "pk", "period": "ends", "value": "signed"}[order]
        if type(key[-1]) is not int or not 0 <= key[-1] < 1 << 63:
            raise ValueError
        if order == "period" and key[0] is not None:
            date.fromisoformat(key[0])
        if order == "value" and type(key[0]) not in (int, float, type(None)):
            raise ValueError
    except (ValueError, KeyError, TypeError) as error:
        raise UsageError("续页标记不对：要用同一查询上一页给出的标记；请从第一页重新开始") from error
    if order == "text":
        return Q(pk__gt=key[0])
    value, pk = key
    if value is None:
        return Q(**{column: None, "pk__gt": pk})
    return Q(**{f"{column}__lt": value}) | Q(**{column: value, "pk__gt": pk}) | Q(**{column: None})
