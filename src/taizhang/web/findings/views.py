"""The list of findings, and what a person says to one; the reader's margin uses the same."""

from __future__ import annotations

import json

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from taizhang.ledger.models import AcceptedFinding, Finding
from taizhang.web import scope
from taizhang.web.findings.listing import STATES, Filter, by_rule, lines, shown
from taizhang.web.remembered import remembered

__all__ = ["accept", "findings", "reopen"]

_LONGEST_NOTE = 500


@require_GET
def findings(request: HttpRequest) -> HttpResponse:
    """Show the findings that the filters of the address leave."""
    wanted, documents = Filter.of(request.GET), scope.documents(request)
    found, after = lines(documents, wanted)
    query = request.GET.copy()
    query["after"] = str(after)
    context = {"lines": found, "filter": wanted, "states": STATES, "next": query.urlencode() if after else ""}
    if request.htmx:
        return render(request, "web/findings/lines.html", context)
    context["rules"] = remembered(("rules", scope.within(request)), lambda: by_rule(documents))
    return render(request, "web/findings/findings.html", context)


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
    return _answer(request, row, "已接受这个问题")


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
    answer["HX-Trigger"] = json.dumps({"said": said, "redraw": row.start})
    return answer
