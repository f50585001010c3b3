"""Which reports can be held against an earlier one: organisations with reports of several periods."""

from __future__ import annotations

from typing import NamedTuple

from django.db.models import Count, QuerySet

from taizhang.ledger.models import Document, Organisation, Report
from taizhang.ledger.queries.wording import whole_name
from taizhang.web.scope import only_of

__all__ = ["Chain", "chains"]

MOST = 60


class Chain(NamedTuple):
    """An organisation with its reports that have a period, the newest first."""

    name: str
    reports: list[Report]


def chains(documents: QuerySet[Document], words: str) -> tuple[list[Chain], int]:
    """Give organisations with reports of more than one period whose name holds `words`; at most MOST, and how many."""
    dated = only_of(Report.objects.filter(live=True), documents).exclude(ends=None)
    several = dated.values("organisation").annotate(times=Count("ends", distinct=True)).filter(times__gt=1)
    bodies = Organisation.objects.filter(pk__in=several.values("organisation"))
    if words:
        bodies = bodies.filter(name__contains=words)
    shown = list(bodies.order_by("place", "name")[:MOST])
    reports: dict[int, list[Report]] = {body.pk: [] for body in shown}
    for report in dated.filter(organisation__in=shown).order_by("-ends", "-pk"):
        reports[report.organisation_id].append(report)
    return [Chain(whole_name(body.name, body.place), reports[body.pk]) for body in shown], bodies.count()
