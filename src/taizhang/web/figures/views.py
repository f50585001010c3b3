"""The table of facts, totals, one indicator across, names for the form."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from taizhang.errors import UsageError
from taizhang.ledger.models import Indicator, IndicatorName, Organisation
from taizhang.ledger.queries import latest, page, pivot, totals
from taizhang.ledger.queries.query import LABELS
from taizhang.ledger.queries.resolving import taken
from taizhang.ledger.queries.totals import counted
from taizhang.web import scope
from taizhang.web.figures.across import MOST_LINES, Where, laid_out
from taizhang.web.figures.asked import CHARTS, LONGEST, VIEWS, Asked, worded
from taizhang.web.figures.choices import boxes
from taizhang.web.figures.exporting import offered
from taizhang.web.figures.facets import facets
from taizhang.web.figures.table import rows
from taizhang.web.remembered import remembered

__all__ = ["choices", "figures", "names", "summed"]

PAGE = 100
_MATCHES = {"within": "在这段期间之内", "overlap": "和这段期间有重叠", "equal": "正是这段期间"}
_ORDERS = {"text": "按原文次序", "period": "期间新的在前", "value": "数值大的在前"}


@require_GET
def figures(request: HttpRequest) -> HttpResponse:
    """Show the facts that the address asks for, in the view that it asks for."""
    asked = Asked.of(request.GET)
    context: dict[str, Any] = {"asked": asked, "views": VIEWS, "labels": LABELS, "address": asked.address(view="list")}
    context |= {"exports": offered(asked.view), "charts": CHARTS}
    try:
        context |= _found(asked, scope.within(request))
    except UsageError as error:
        context["problem"] = worded(error)
    if request.htmx and not request.htmx.boosted:
        name = "rows" if asked.after else "found"
        return render(request, f"web/figures/{name}.html", context)
    context |= {"matches": _MATCHES, "orders": _ORDERS, "longest": LONGEST}
    return render(request, "web/figures/figures.html", context)


def _found(asked: Asked, within: tuple[int, ...] | None) -> dict[str, Any]:
    query = asked.query(within)
    told = {"taken": [] if asked.after else taken(query)}
    if asked.view == "across":
        found = pivot(query)
        bodies = Organisation.objects.filter(pk__in=[line.organisation for line in found.lines[:MOST_LINES]])
        known = bodies.values_list("pk", "place", "region__code", "path")
        where = {pk: Where(place, code or "", path) for pk, place, code, path in known}
        return told | {"across": laid_out(found, where)}
    facts_found = (latest if asked.view == "latest" else page)(query, PAGE, asked.after or None)
    return told | {"rows": rows(facts_found.facts), "next": facts_found.next}


@require_GET
def summed(request: HttpRequest) -> HttpResponse:
    """Show how many facts the address asks for, by kind, and their sum where it means something."""
    asked = Asked.of(request.GET)
    try:
        query = replace(asked.query(scope.within(request)), order="text")
        wider = replace(query, roles=(), statuses=())
        every = remembered(("counted", wider), lambda: counted(wider))
        found = remembered(("totals", query), lambda: totals(query, every))
    except UsageError as error:
        return render(request, "web/figures/totals.html", {"problem": str(error)})
    newest = asked.view == "latest"
    context = {"totals": found, "facets": facets(every, query.roles, query.statuses), "newest": newest}
    return render(request, "web/figures/totals.html", context)


@require_GET
def choices(request: HttpRequest) -> HttpResponse:
    """Show what most of the facts are about, each a link that adds it to the question or takes it away."""
    asked = Asked.of(request.GET)
    context = {"boxes": boxes(asked, scope.within(request)), "asked": asked}
    return render(request, f"web/figures/{'choices' if request.htmx else 'choosing'}.html", context)


@require_GET
def names(request: HttpRequest) -> HttpResponse:
    """Give names that hold the letters which are being written, for the form."""
    kind, written = request.GET.get("kind"), request.GET.get("q", "").strip()[:50]
    if kind == "org":
        rows = scope.organisations(request).filter(only_in=None, name__contains=written).order_by("name")
        return JsonResponse({"names": list(rows.values_list("name", flat=True).distinct()[:20])})
    own = (
        Indicator.objects.filter(name__contains=written).order_by("-catalogued", "name").values_list("name", flat=True)
    )
    written_so = IndicatorName.objects.filter(text__contains=written).order_by("text").values_list("text", flat=True)
    return JsonResponse({"names": list(dict.fromkeys([*own[:15], *written_so[:15]]))[:20]})
