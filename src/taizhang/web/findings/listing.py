"""Findings of many reports: which are open, how many of each rule, a page of them with the words meant."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db.models import Count, F, QuerySet
from django.db.models.functions import Greatest, Least, Substr
from django.http import QueryDict

from taizhang.checks import RULES
from taizhang.ledger.models import AcceptedFinding, Document, Finding, Location
from taizhang.output.text import arithmetic
from taizhang.web.excerpts import trimmed
from taizhang.web.naming import dated
from taizhang.web.scope import only_of

__all__ = ["PAGE", "STATES", "Filter", "Line", "by_rule", "lines", "open_findings", "shown", "title", "total", "worked"]

PAGE = 50
STATES = {"open": "待处理", "accepted": "已确认无误", "all": "全部"}
_BEFORE, _LONGEST = 31, 140
"""Characters before a finding, and in all, that a line shows."""


@dataclass(frozen=True)
class Filter:
    """What the user asks for, as the address says it."""

    rule: str = ""
    org: str = ""
    state: str = "open"
    after: int | None = None
    """The id of the last finding of the page before."""

    @classmethod
    def of(cls, query: QueryDict) -> Filter:
        """Read the address; what is no filter is passed over."""
        after, state = query.get("after", ""), query.get("state", "")
        number = int(after) if after.isascii() and after.isdecimal() and len(after) < 19 else None
        state = state if state in STATES else "open"
        return cls(query.get("rule", "").strip()[:8], query.get("org", "").strip()[:100], state, number)


class Line(NamedTuple):
    """A finding with its rule's name, whose it is, and the words that it is about, between those around them."""

    finding: Finding
    title: str
    org: str
    file: str
    before: str
    words: str
    after: str
    accepted: AcceptedFinding | None
    worked: str
    """The arithmetic that it breaks; "" where there is none."""


def open_findings(documents: QuerySet[Document]) -> QuerySet[Finding]:
    """Give the errors and warnings of live documents that nobody has accepted."""
    accepted = AcceptedFinding.objects.values("fingerprint")
    return counted(documents).exclude(fingerprint__in=accepted)


def counted(documents: QuerySet[Document]) -> QuerySet[Finding]:
    """Give the errors and warnings of live documents; what is only remarked is not settled."""
    rows: QuerySet[Finding] = only_of(Finding.objects.filter(live=True), documents)
    return rows.exclude(severity="info")


def by_rule(documents: QuerySet[Document]) -> list[dict[str, Any]]:
    """Count open findings by rule, those that occur most first: {rule, severity, count, title}."""
    rows = open_findings(documents).values("rule", "severity").annotate(count=Count("pk")).order_by("-count", "rule")
    return [row | {"title": title(row["rule"])} for row in rows]


def title(rule: str) -> str:
    """Give what a rule checks; "" for one that an earlier version had."""
    return RULES[rule].name if rule in RULES else ""


def lines(documents: QuerySet[Document], wanted: Filter) -> tuple[list[Line], int | None]:
    """Give a page of findings, those of the newest documents first, and what the next page begins after."""
    rows = _wanted(documents, wanted)
    if wanted.after is not None:
        rows = rows.filter(pk__lt=wanted.after)
    found = shown(rows.order_by("-pk")[: PAGE + 1])
    return found[:PAGE], found[PAGE - 1].finding.pk if len(found) > PAGE else None


def total(documents: QuerySet[Document], wanted: Filter) -> int:
    """Count the findings of all pages."""
    return _wanted(documents, wanted).count()


def _wanted(documents: QuerySet[Document], wanted: Filter) -> QuerySet[Finding]:
    rows = {"open": open_findings, "all": counted, "accepted": counted}[wanted.state](documents)
    if wanted.state == "accepted":
        rows = rows.filter(fingerprint__in=AcceptedFinding.objects.values("fingerprint"))
    if wanted.rule:
        rows = rows.filter(rule=wanted.rule)
    if wanted.org:
        rows = rows.filter(report__org__icontains=wanted.org)
    return rows


def shown(rows: QuerySet[Finding]) -> list[Line]:
    """Give the lines of findings; three queries, whatever their number."""
    first = Greatest(F("start") + 1 - _BEFORE, 1)
    around = Substr("document__text", first, Least(F("end") - F("start") + 2 * _BEFORE, _LONGEST))
    found: Sequence[Finding] = list(rows.annotate(around=around).select_related("report", "relation"))
    files = Location.objects.filter(document__in={row.document_id for row in found}).order_by("-pk")
    named = dict(files.values_list("document_id", "file"))
    accepted = AcceptedFinding.objects.filter(fingerprint__in=[row.fingerprint for row in found])
    settled = {row.fingerprint: row for row in accepted}
    return [_line(row, named.get(row.document_id, ""), settled.get(row.fingerprint)) for row in found]


def worked(row: Finding) -> str:
    """Give the arithmetic that a finding, with its relation at hand, is about, as the command line tells it."""
    one = row.relation
    return arithmetic(one.kind, one.formula, one.stated, one.computed) if one else ""


def _line(row: Any, file: str, accepted: AcceptedFinding | None) -> Line:
    at = min(row.start, _BEFORE)
    rest, size = row.around[at:], row.end - row.start
    words = rest[:size]
    before, after = trimmed(row.around[:at], rest[size:], _BEFORE - 1)
    return Line(
        row, title(row.rule), dated(row.report), file, before, words.replace("\n", " "),
        after if size <= len(words) else "…", accepted, worked(row),
    )  # fmt: skip
