"""The newest figures: for each indicator, organisation, subject, role and status the facts of the last period that they
name.

Indicators are taken some at a time, more when those had too little to show, so that the first page of everything is as
quick as a narrow question.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

from django.db.models import F, Q, QuerySet, Window
from django.db.models.functions import Coalesce, Rank

from taizhang.errors import UsageError
from taizhang.ledger.models import Fact, Indicator, IndicatorName
from taizhang.ledger.queries import resolving
from taizhang.ledger.queries.conditions import Unindexed, chosen, facts
from taizhang.ledger.queries.pages import MOST, Page
from taizhang.ledger.queries.query import FactQuery
from taizhang.ledger.queries.rows import COLUMNS, Reader, fetched

__all__ = ["latest", "newest"]

_STEPS = (16, 256)
"""How many indicators are looked at first, and then; all the others at last."""


def newest(query: FactQuery, names: QuerySet[Any] | None = None, by_index: bool = True) -> QuerySet[Any]:
    """Give the facts of a query that no later one of their indicator, organisation, subject, role and status outdates.

    `names`: only of these names; not `by_index` where they are many, so that the facts are read one after the other.

    Facts that name no period are left out, unless the query takes their report's. Two of one period are both given.
    """
    when: tuple[Any, ...] = (F("ends"), F("begins"))
    if query.reports_period:
        when = (*when, F("report__ends"))
    rank = Window(
        Rank(), [F("name__indicator_id"), *map(F, ("organisation_id", "subject", "role", "status"))],
        F("last").desc(nulls_last=True),
    )  # fmt: skip
    rows = facts(query).annotate(last=Coalesce(*when)).filter(last__isnull=False, name__isnull=False)
    if names is not None:
        rows = rows.alias(its_name=F("name_id") if by_index else Unindexed(F("name_id"))).filter(its_name__in=names)
    return rows.annotate(rank=rank).filter(rank=1)


def latest(query: FactQuery, limit: int = 100, after: str | None = None) -> Page:
    """Give a page of `newest`, ordered by indicator and organisation; `after` as for `page`."""
    if not 1 <= limit <= MOST:
        raise UsageError(f"每页条数要在 1 和 {MOST} 之间，现在是 {limit}")
    key = _key(after)
    found: list[Sequence[Any]] = []
    for some in _indicators(query, key[0] if key else 0):
        names = IndicatorName.objects.filter(indicator_id__in=some).values("pk")
        rows = newest(query, names, by_index=len(some) <= _STEPS[-1])
        passed = 0
        if key and key[0] in some:
            rows, passed = rows.filter(_from(*key[:2])), key[2]
        ordered = rows.order_by("name__indicator_id", F("organisation_id").asc(nulls_first=True), "pk")
        part = ordered[passed : passed + limit + 1 - len(found)]
        scan = len(some) > _STEPS[-1] and chosen(query).broad
        found += fetched(part, ("name__indicator_id", "organisation_id", "pk"), scan)
        if len(found) > limit:
            break
    shown = found[:limit]
    raw = {row[0]: row for row in Fact.objects.filter(pk__in=[pk for *_, pk in shown]).values_list(*COLUMNS)}
    page = tuple(Reader().rows(raw[pk] for *_, pk in shown))
    return Page(page, _mark(shown, key) if len(found) > limit else None)


def _indicators(query: FactQuery, first: int) -> Iterator[list[int]]:
    """Give the ids of indicators from `first` on, in growing numbers."""
    rows = Indicator.objects.filter(pk__gte=first).order_by("pk").values_list("pk", flat=True)
    if query.indicators:
        rows = rows.filter(pk__in=resolving.indicators(query.indicators))
    ids, at = list(rows), 0
    for size in _STEPS:
        yield ids[at : at + size]
        at += size
    yield ids[at:]


_Key = tuple[int, int | None, int]
"""Indicator and organisation of the last fact of a page, and how many of theirs were shown."""


def _mark(shown: Sequence[Sequence[Any]], key: _Key | None) -> str:
    indicator, organisation, _ = shown[-1]
    count = sum(tuple(row[:2]) == (indicator, organisation) for row in shown)
    if key and key[:2] == (indicator, organisation):
        count += key[2]
    return json.dumps(["latest", indicator, organisation, count])


def _key(after: str | None) -> _Key | None:
    if after is None:
        return None
    try:
        kind, indicator, organisation, count = json.loads(after)
        if kind != "latest" or not all(type(number) is int for number in (indicator, organisation or 0, count)):
            raise ValueError
    except (ValueError, TypeError) as error:
        raise UsageError("续页标记不对：要用同一查询上一页给出的标记；请从第一页重新开始") from error
    return indicator, organisation, count


def _from(indicator: int, organisation: int | None) -> Q:
    """Tell what is of this indicator and organisation or comes after; whole groups, since each is ranked as one."""
    if organisation is None:
        return Q(name__indicator_id__gte=indicator)
    return Q(name__indicator_id__gt=indicator) | Q(name__indicator_id=indicator, organisation_id__gte=organisation)
