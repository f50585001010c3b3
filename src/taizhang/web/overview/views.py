"""The first page. What takes longer is asked for by the page once it stands."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from taizhang.ledger.models import Document, Organisation
from taizhang.web import scope
from taizhang.web.findings.listing import by_rule
from taizhang.web.overview import counted
from taizhang.web.remembered import remembered

__all__ = ["moved", "overview"]


@require_GET
def overview(request: HttpRequest) -> HttpResponse:
    """Show what came in, what is open, and the reports by period."""
    documents = scope.documents(request)
    counts = remembered(("overview", scope.within(request)), lambda: _counts(documents, scope.organisations(request)))
    return render(request, "web/overview/overview.html", counts)


def _counts(documents: QuerySet[Document], organisations: QuerySet[Organisation]) -> dict[str, Any]:
    newest = counted.newest(documents)
    rules = by_rule(documents)
    return {
        "newest": newest,
        "sums": counted.sums(documents, organisations) if newest else {},
        "rules": rules,
        "open": sum(row["count"] for row in rules),
        "organisations": counted.by_organisation(documents),
        "periods": [{"period": row["period"], "count": row["count"]} for row in counted.by_period(documents)],
    }


@require_GET
def moved(request: HttpRequest) -> HttpResponse:
    """Show the figures that moved most."""
    within = None if scope.within(request) is None else scope.organisations(request)
    found = remembered(("moved", scope.within(request)), lambda: counted.moved(within))
    rows = [each._asdict() for each in found]
    return render(request, "web/overview/moved.html", {"moved": found, "data": rows})
