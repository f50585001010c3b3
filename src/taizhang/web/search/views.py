"""The page of hits."""

from __future__ import annotations

from typing import Any, NamedTuple

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.views.decorators.http import require_GET

from taizhang.errors import UsageError
from taizhang.ledger.models import Location, Report
from taizhang.ledger.search.finding import Hit, find
from taizhang.ledger.search.index import pending
from taizhang.web import scope
from taizhang.web.naming import dated

__all__ = ["search"]

PAGE = 20


class _Shown(NamedTuple):
    document: int
    start: int
    file: str
    report: str
    html: SafeString


@require_GET
def search(request: HttpRequest) -> HttpResponse:
    """Show what the words of ?q= find."""
    question, after = request.GET.get("q", "").strip(), request.GET.get("after", "")
    context: dict[str, Any] = {"question": question, "pending": pending()}
    if question:
        try:
            mark = int(after) if after.isascii() and after.isdecimal() and len(after) < 19 else None
            found = find(question, scope.documents(request), PAGE, mark)
        except UsageError as error:
            context["problem"] = str(error)
        else:
            context |= {"hits": _shown(found.hits), "next": found.next, "complete": found.complete, "later": mark}
    return render(request, "web/search/search.html", context)


def _shown(hits: tuple[Hit, ...]) -> list[_Shown]:
    documents = {hit.document for hit in hits}
    files = dict(Location.objects.filter(document__in=documents).order_by("-pk").values_list("document_id", "file"))
    reports = list(Report.objects.filter(document__in=documents).order_by("start"))
    return [
        _Shown(hit.document, hit.start, files.get(hit.document, ""), _report(reports, hit), _marked(hit))
        for hit in hits
    ]


def _report(reports: list[Report], hit: Hit) -> str:
    own = [row for row in reports if row.document_id == hit.document and row.start <= hit.start < row.end]
    return dated(own[-1]) if own else ""


def _marked(hit: Hit) -> SafeString:
    """Give the text of a hit with its words marked; all of it escaped."""
    parts: list[tuple[str, str]] = []
    at = 0
    for start, end in hit.words:
        parts.append((hit.text[at:start], hit.text[start:end]))
        at = end
    return format_html("{}{}", format_html_join("", "{}<mark>{}</mark>", parts), hit.text[at:])
