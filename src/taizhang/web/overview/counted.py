"""What the first page counts. Each function is one query, or two; none reads a text."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, NamedTuple

from django.db.models import Count, Max, QuerySet

from taizhang.ledger.catalogue.listing import in_use
from taizhang.ledger.models import (
    Document,
    Fact,
    Location,
    Organisation,
    Report,
)
from taizhang.ledger.queries.days import named_days
from taizhang.web.findings.listing import open_findings
from taizhang.web.scope import only_of

__all__ = ["Moved", "by_organisation", "by_period", "moved", "newest", "sums"]

_MOST = 12
_LOOKED_AT = 1_000
_YEAR = timedelta(days=365)
_HIGHEST = 1_000
"""Growth beyond so many per cent is more likely a slip or a tiny base than news."""


class Moved(NamedTuple):
    """A growth of an indicator, as an organisation states it."""

    fact: int
    indicator: str
    organisation: str
    period: str
    percent: float
    good: int
    """1: for the better, -1: for the worse, 0: neither."""


def sums(documents: QuerySet[Document], organisations: QuerySet[Organisation]) -> dict[str, int]:
    """Count documents, reports, facts, organisations, indicators."""
    live = documents.filter(live=True)
    rows = live.aggregate(documents=Count("pk"))
    return {
        "文件": rows["documents"],
        "报告": only_of(Report.objects.filter(live=True), documents).count(),
        "数据": only_of(Fact.objects.filter(live=True), documents).count(),
        "单位": organisations.filter(only_in=None).count(),
        "指标": in_use().count(),
    }


def by_organisation(documents: QuerySet[Document]) -> list[dict[str, Any]]:
    """Count open findings by the organisation whose report has them."""
    rows = open_findings(documents).values("report__org").annotate(count=Count("pk"))
    return list(rows.order_by("-count", "report__org")[:_MOST])


def by_period(documents: QuerySet[Document]) -> list[dict[str, Any]]:
    """Count reports by their period, in the order of time; the last periods."""
    rows = only_of(Report.objects.filter(live=True), documents).exclude(ends=None)
    counted = rows.values("period").annotate(count=Count("pk"), last=Max("ends")).order_by("-last", "period")
    return list(reversed(counted[:16]))


def newest(documents: QuerySet[Document]) -> list[Location]:
    """Give the files that came in last."""
    rows = only_of(Location.objects.all(), documents).select_related("document")
    return list(rows.defer("document__text", "document__layout").order_by("-pk")[:8])


def moved(within: QuerySet[Organisation] | None) -> list[Moved]:
    """Give the growths of a year back from the newest that are largest in size; of some organisations, or of all.

    Each is the newest that its organisation states of its indicator.
    """
    rows = Fact.objects.filter(
        live=True, role="growth", status="actual", base_unit="%", name__indicator__catalogued=True
    )
    if within is not None:
        rows = rows.filter(organisation__in=within)
    last = rows.aggregate(last=Max("ends"))["last"]
    if last is None:
        return []
    rows = rows.filter(ends__gt=last - _YEAR, value__lt=_HIGHEST)
    stated = rows.values_list("name__indicator", "organisation").annotate(newest=Max("ends"))
    newest = {(indicator, body): ends for indicator, body, ends in stated}
    largest = rows.select_related("name__indicator", "organisation", "report").order_by("-value", "pk")[:_LOOKED_AT]
    found: dict[tuple[str, str], Moved] = {}
    for fact in largest:
        if fact.ends == newest[fact.name.indicator_id, fact.organisation_id]:
            each = _moved(fact)
            found.setdefault((each.indicator, each.organisation), each)
    return sorted(found.values(), key=lambda each: -abs(each.percent))[:_MOST]


def _moved(fact: Fact) -> Moved:
    body = fact.organisation.name if fact.organisation else fact.report.org if fact.report else ""
    indicator, percent = fact.name.indicator, fact.sign * (fact.value or 0)
    good = indicator.direction * (1 if percent > 0 else -1)
    return Moved(fact.pk, indicator.name, body or "", named_days(fact.begins, fact.ends), percent, good)
