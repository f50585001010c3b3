"""FactQuery -> a queryset of facts that meets it, without its order.

Names are looked up first, so that the database gets short lists of ids, whose number its planner knows.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from functools import reduce
from operator import or_
from typing import Any, NamedTuple, get_args

from django.db.models import F, Func, Q, QuerySet, Value
from django.db.models.functions import StrIndex
from django.db.models.lookups import GreaterThan, In, IsNull

from taizhang.ledger.models import DOCUMENT, Correction, Document, Fact, IndicatorName, Organisation, Report, row_ids
from taizhang.ledger.queries import resolving
from taizhang.ledger.queries.query import FactQuery
from taizhang.ledger.queries.sentences import within_sentences
from taizhang.model import ReportKind

__all__ = ["Chosen", "Unindexed", "chosen", "covered", "facts", "undated"]

_INLINE = 1000
"""How many ids are put into the question itself; more are asked for in it."""
_RANGES = 20
"""Of how many documents the facts are asked for as ranges of ids."""
_FEW = 60_000
"""Facts of some names are few when they are no more: to go to each takes less time than to read all."""
_SHARE = 10
"""Organisations are few when they are no more than this part of all."""


class Unindexed(Func):
    """What no index may choose or sort by: the database filters first and sorts the few that it finds.

    Walking an index in order is endless where what is asked for is rare, and the planner cannot know that it is.
    """

    template = "COALESCE(%(expressions)s, NULL)"
    arity = 1


class Chosen(NamedTuple):
    """The facts that meet a query, and whether they may be many: then reading all facts is quicker than an index."""

    rows: QuerySet[Any]
    broad: bool


def facts(query: FactQuery) -> QuerySet[Any]:
    """Give the facts that meet the query; UsageError when a name of it is not in the ledger."""
    return chosen(query).rows


def chosen(query: FactQuery) -> Chosen:
    """Give the facts that meet the query and how to get at them; UsageError as `facts`."""
    rows = Fact.objects.filter(_counting(query))
    narrow = bool(query.facts)
    if query.indicators:
        names = resolving.names_of(resolving.indicators(query.indicators))
        named = Fact.objects.filter(name_id__in=names)
        rows, narrow = rows.filter(name_id__in=names), narrow or named[: _FEW + 1].count() <= _FEW
    for bodies, condition in _bodies(query):
        rows, narrow = rows.filter(condition), narrow or _are_few(bodies)
    if query.documents:
        documents = resolving.documents(query.documents, query.versions == "all")
        rows, narrow = rows.filter(_in_documents(documents)), narrow or len(documents) <= _RANGES
    if any(query.days):
        rows = rows.filter(_days(query))
    if query.kinds:
        rows = rows.filter(_in_reports(Q(kind__in=_holding(query.kinds))))
    lists = {
        "pk__in": query.facts, "report_id__in": query.reports, "role__in": query.roles, "status__in": query.statuses,
    }  # fmt: skip
    rows = rows.filter(**{name: values for name, values in lists.items() if values})
    if query.by_hand is not None:
        rows = rows.filter(by_hand=query.by_hand)
    if query.text:
        rows = rows.filter(_text(query.text))
    if query.sentence:
        rows, narrow = rows.filter(pk__in=within_sentences(query.sentence, rows if narrow else None)), True
    return Chosen(rows, not narrow)


def covered(query: FactQuery) -> bool:
    """Say whether the indexes that hold most of what facts are chosen by hold all that this query asks for.

    COUNTING_INDEX, of SQLite, does so for any query.
    """
    return not (query.text or query.documents or (query.reports_period and any(query.days)))


def _holding(kinds: Iterable[str]) -> list[str]:
    """Give the kinds of reports that are, or hold, one of these: a summary is in summary+plan too."""
    return [kind for kind in get_args(ReportKind) for asked in kinds if asked == kind or asked in kind.split("+")]


def _bodies(query: FactQuery) -> Iterator[tuple[QuerySet[Any], Q]]:
    """Give the sets of organisations that a query is about, each with its condition."""
    if query.organisations:
        named = resolving.organisations(query.organisations)
        yield named, _of(named)
    if query.scope is not None:
        seen = resolving.subtrees(query.scope)
        yield seen, _of(seen)
    if query.places:
        inside, nameless = resolving.places(query.places)
        condition = _of(inside)
        if reports := _ids(nameless):
            condition |= Q(organisation_id=None, report_id__in=reports)
        yield inside, condition


def _of(bodies: QuerySet[Any]) -> Q:
    """Tell facts of these organisations; of all there are, without a list of them."""
    if bodies.count() == Organisation.objects.count():
        return Q(organisation_id__isnull=False)
    return Q(organisation_id__in=_ids(bodies))


def _are_few(bodies: QuerySet[Any]) -> bool:
    return bodies.count() * _SHARE <= Organisation.objects.count()


def undated(query: FactQuery) -> int:
    """Count the facts that a question about a period passes over since they name none, though their report is of it."""
    if query.reports_period or not any(query.days):
        return 0
    reports = Report.objects.filter(_lying(query, *query.days)).values("pk")
    whenever = replace(query, period=None, begins=None, ends=None, match="within")
    return facts(whenever).filter(period=None, report_id__in=reports).count()


def _ids(rows: QuerySet[Any]) -> list[int] | QuerySet[Any]:
    ids = list(rows.order_by().values_list("pk", flat=True)[: _INLINE + 1])
    return ids if len(ids) <= _INLINE else rows.order_by().values("pk")


def _counting(query: FactQuery) -> Q:
    """Tell which facts count: those that do now, with second copies or earlier versions where they are asked for."""
    if query.versions == "live" and not query.duplicates:
        return Q(live=True)
    wrong = Correction.objects.filter(kind="wrong", state__in=("applied", "moved"), fact__isnull=False)
    taken_out = ~Q(pk__in=list(wrong.values_list("fact", flat=True)))
    if query.versions == "all":
        return taken_out if query.duplicates else taken_out & Q(duplicate_of=None)
    earlier = Document.objects.filter(live=False).values("pk")
    return taken_out & (Q(live=True) | (Q(duplicate_of__isnull=False) & ~Q(In(DOCUMENT, earlier))))


def _in_documents(ids: Sequence[int]) -> Q:
    if len(ids) > _RANGES:
        return Q(In(DOCUMENT, ids))
    spans = [row_ids(pk) for pk in ids]
    return reduce(or_, (Q(pk__gte=span.start, pk__lt=span.stop) for span in spans))


def _days(query: FactQuery) -> Q:
    first, last = query.days
    own = _lying(query, first, last)
    if not query.reports_period:
        return own
    return own | (Q(period=None) & _in_reports(_lying(query, first, last)))


def _in_reports(condition: Q) -> Q:
    """Tell facts of reports that meet a condition; of all there are, without looking each up."""
    reports = Report.objects.filter(condition)
    if reports.count() == Report.objects.count():
        return Q(report_id__isnull=False)
    return Q(report_id__in=reports.values("pk"))


def _lying(query: FactQuery, first: date | None, last: date | None) -> Q:
    """Compare `begins` and `ends` of facts or reports with the days; an as-of figure (without begins) is of its day."""
    if query.match == "equal":
        return Q(begins=first, ends=last)
    if query.match == "overlap":
        condition = Q(begins__lte=last) | Q(begins=None, ends__lte=last) if last else Q()
        return condition & (Q(ends__gte=first) | Q(ends=None, begins__gte=first) if first else Q())
    closed = Q(ends__lte=last) if last else Q(ends__isnull=False)
    closed &= Q(ends__gte=first) & (Q(begins__gte=first) | Q(begins=None)) if first else Q()
    # Two conditions with an index each would be asked for one after the other, and each fact that they find looked up.
    open_end = Q(IsNull(Unindexed(F("ends")), True))
    open_end &= (Q(begins__gte=first) if first else Q()) & (Q(begins__lte=last) if last else Q())
    return closed | (open_end & Q(begins__isnull=False))


def _text(text: str) -> Q:
    names = IndicatorName.objects.filter(text__contains=text).values_list("pk", flat=True)
    stands = (Q(GreaterThan(StrIndex(F(column), Value(text)), 0)) for column in ("quote", "subject"))
    return reduce(or_, stands, Q(name_id__in=list(names)))
