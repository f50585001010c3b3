"""The first page. What takes longer is asked for by the page once it stands."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from taizhang.web import scope
from taizhang.web.overview import counted

__all__ = ["moved", "overview"]


@require_GET
def overview(request: HttpRequest) -> HttpResponse:
    """Show what came in, what is open, and the reports by period."""
    documents = scope.documents(request)
    newest = counted.newest(documents)
    rules = counted.by_rule(documents)
    context = {
        "newest": newest,
        "sums": counted.sums(documents) if newest else {},
        "rules": rules,
        "open": sum(row["count"] for row in rules),
        "organisations": counted.by_organisation(documents),
        "periods": [{"period": row["period"], "count": row["count"]} for row in counted.by_period(documents)],
    }
    return render(request, "web/overview/overview.html", context)


@require_GET
def moved(request: HttpRequest) -> HttpResponse:
    """Show the figures that moved most."""
    found = counted.moved(scope.within(request))
    rows = [each._asdict() for each in found]
    return render(request, "web/overview/moved.html", {"moved": found, "data": rows})
