"""The list of findings, and what a person says to one; the reader's margin uses the same."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from taizhang.ledger.models import AcceptedFinding, Finding
from taizhang.web import scope
from taizhang.web.findings import listing
from taizhang.web.findings.listing import STATES, Filter, by_rule, lines, shown, title
from taizhang.web.remembered import remembered

__all__ = ["accept", "findings", "reopen", "total"]

_LONGEST_NOTE = 500


@require_GET
def findings(request: HttpRequest) -> HttpResponse:
    """Show the findings that the filters of the address leave."""
    wanted = Filter.of(request.GET)
    found, after = lines(scope.documents(request), wanted)
    query = request.GET.copy()
    query["after"] = str(after)
    context = _counted(request, wanted) | {"lines": found, "next": query.urlencode() if after else ""}
    if request.htmx:
        return render(request, "web/findings/lines.html", context)
    return render(request, "web/findings/findings.html", context | {"rules": _rules(request, wanted)})


@require_GET
def total(request: HttpRequest) -> HttpResponse:
    """Say how many findings the filters of the address leave now, and the counts of the rules beside."""
    wanted = Filter.of(request.GET)
    context = _counted(request, wanted) | {"rules": _rules(request, wanted), "fresh": True}
    return render(request, "web/findings/total.html", context)


def _counted(request: HttpRequest, wanted: Filter) -> dict[str, Any]:
    """Give what the line with the total shows; its address is that of the filters, whatever the page."""
    every, query = replace(wanted, after=None), request.GET.copy()
    query.pop("after", None)
    name = ("findings", scope.within(request), every)
    count = remembered(name, lambda: listing.total(scope.documents(request), every))
    return {"total": count, "filter": wanted, "states": STATES, "address": query.urlencode()}


def _rules(request: HttpRequest, wanted: Filter) -> list[dict[str, Any]]:
    """Give the rules to choose from; the one that is chosen also when nothing is left of it."""
    rules = remembered(("rules", scope.within(request)), lambda: by_rule(scope.documents(request)))
    if wanted.rule and wanted.rule not in {row["rule"] for row in rules}:
        return [*rules, {"rule": wanted.rule, "title": title(wanted.rule), "count": 0}]
    return rules


@require_POST
def accept(request: HttpRequest, pk: int) -> HttpResponse:
    """Let a finding stand, with a note why."""
    row = _finding(request, pk)
    AcceptedFinding.objects.get_or_create(
        fingerprint=row.fingerprint,
        defaults={
            "rule": row.rule, "document": row.document, "author": scope.author(request), "made_at": timezone.now(),
            "note": request.POST.get("note", "").strip()[:_LONGEST_NOTE],
        },
    )  # fmt: skip
    return _answer(request, row, "已确认无误")


@require_POST
def reopen(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the acceptance of a finding back."""
    row = _finding(request, pk)
    AcceptedFinding.objects.filter(fingerprint=row.fingerprint).delete()
    return _answer(request, row, "已重新列为问题")


def _finding(request: HttpRequest, pk: int) -> Finding:
    row: Finding = get_object_or_404(Finding.objects.filter(document__in=scope.documents(request)), pk=pk)
    return row


def _answer(request: HttpRequest, row: Finding, said: str) -> HttpResponse:
    """Give the finding's line as it is now (the reader takes only where to draw anew); without htmx, its place."""
    if not request.htmx:
        return redirect(f"{reverse('document', args=[row.document_id])}?finding={row.pk}")
    (line,) = shown(Finding.objects.filter(pk=row.pk))
    answer = render(request, "web/findings/line.html", {"line": line})
    answer["HX-Trigger"] = json.dumps({"said": said, "redraw": row.start, "settled": row.pk})
    return answer
