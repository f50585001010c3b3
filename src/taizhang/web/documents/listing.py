"""The list of what the ledger holds: one row a file, with the reports in it; filtered, a page at a time."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import Count, Q, QuerySet
from django.http import QueryDict

from taizhang.ledger.models import Document, Location, Report
from taizhang.web.findings.listing import open_findings
from taizhang.web.scope import only_of

__all__ = ["PAGE", "Choices", "Filter", "Line", "choices", "lines"]

PAGE = 50
KINDS = {"summary": "总结", "plan": "计划", "summary+plan": "总结和计划", "other": "其他"}


@dataclass(frozen=True)
class Filter:
    """What the user asks for, as the address says it."""

    words: str = ""
    org_type: str = ""
    period: str = ""
    kind: str = ""
    open_only: bool = False
    after: int | None = None
    """The id of the last location of the page before."""

    @classmethod
    def of(cls, query: QueryDict) -> Filter:
        """Read the address; what is no filter is passed over."""
        after = query.get("after", "")
        return cls(
            query.get("q", "").strip()[:100], query.get("org_type", ""), query.get("period", ""),
            query.get("kind", ""), query.get("open") == "1",
            int(after) if after.isascii() and after.isdecimal() and len(after) < 19 else None,
        )  # fmt: skip


class Line(NamedTuple):
    """A file of the ledger. `versions` counts what its location held; `problems` are the open errors and warnings."""

    location: int
    document: int
    file: str
    format: str
    reports: list[Report]
    reported: int
    facts: int
    problems: int
    versions: int
    read_at: datetime
    notes: str


class Choices(NamedTuple):
    """What the filters offer."""

    org_types: list[str]
    periods: list[str]


@dataclass
class Lines:
    """A page of the list; `after` leads to the next one, None at the end."""

    lines: list[Line] = field(default_factory=list)
    after: int | None = None


def lines(documents: QuerySet[Document], wanted: Filter) -> Lines:
    """Give the newest files first, a page of them. `documents` is what the user may see."""
    rows = only_of(Location.objects.order_by("-pk"), documents)
    if wanted.words:
        for word in wanted.words.split():
            rows = rows.filter(Q(file__icontains=word) | Q(document__report_rows__org__icontains=word))
    conditions: dict[str, Any] = {
        name: value
        for name, value in (("org_type", wanted.org_type), ("period", wanted.period), ("kind", wanted.kind))
        if value
    }
    if conditions:
        rows = rows.filter(document__in=Report.objects.filter(live=True, **conditions).values("document"))
    if wanted.open_only:
        rows = rows.filter(document__in=open_findings(documents).values("document"))
    if wanted.after is not None:
        rows = rows.filter(pk__lt=wanted.after)
    pks = list(rows.distinct().values_list("pk", flat=True)[: PAGE + 1])
    more = len(pks) > PAGE
    shown = pks[:PAGE]
    return Lines(_filled(shown), shown[-1] if more else None)


def choices(documents: QuerySet[Document]) -> Choices:
    """Give the kinds of bureaus and the periods that the live reports of documents have."""
    live = only_of(Report.objects.filter(live=True), documents)
    org_types = live.exclude(org_type=None).order_by("org_type").values_list("org_type", flat=True).distinct()
    periods = live.exclude(period=None).values("period", "ends").annotate(count=Count("pk")).order_by("-ends", "period")
    return Choices(list(org_types), list(dict.fromkeys(row["period"] for row in periods))[:60])


def _filled(pks: list[int]) -> list[Line]:
    rows = Location.objects.filter(pk__in=pks).select_related("document").defer("document__text", "document__layout")
    locations = sorted(rows.annotate(count=Count("versions")), key=lambda row: -row.pk)
    documents = {row.document_id for row in locations}
    reports: dict[int, list[Report]] = {pk: [] for pk in documents}
    for report in Report.objects.filter(document__in=documents).order_by("start"):
        reports[report.document_id].append(report)
    findings = open_findings(Document.objects.filter(pk__in=documents))
    problems = dict(findings.values_list("document").annotate(Count("pk")))
    return [
        Line(
            row.pk, row.document_id, row.file, row.document.format, reports[row.document_id][:3],
            row.document.reports, row.document.facts, problems.get(row.document_id, 0), row.count,
            row.document.read_at, row.document.notes,
        )
        for row in locations
    ]  # fmt: skip
