"""Looking: the page of a document, one block of it, the card of a fact."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from taizhang.ledger.models import Document, Fact, Finding, Version, row_ids
from taizhang.web import scope
from taizhang.web.reader.card import card_of
from taizhang.web.reader.contents import Contents, Part, legend
from taizhang.web.reader.outline import outline
from taizhang.web.unplaced import unplaced

__all__ = ["block", "card", "document", "fact_of", "open_findings", "whole_document"]


def whole_document(request: HttpRequest, pk: int) -> Document:
    """Give a document with its text, 404 when there is none that the user may see."""
    found: Document = get_object_or_404(scope.documents(request).defer(None), pk=pk)
    return found


def fact_of(request: HttpRequest, pk: int) -> Fact:
    """Give a fact with all that its card shows; 404 as above."""
    rows = Fact.objects.select_related("document", "name__indicator", "report", "organisation")
    fact: Fact = get_object_or_404(rows, pk=pk)
    if not scope.documents(request).filter(pk=fact.document_id).exists():
        raise Http404
    return fact


@require_GET
def document(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a document: the part that is asked for, or that holds the fact, finding or offset that is asked for."""
    row = whole_document(request, pk)
    contents = Contents(row)
    part = _part(request, contents)
    fact = _number(request, "fact")
    chosen = Fact.objects.filter(pk=fact, document=row).exists() if fact is not None else False
    shown = contents.blocks(part.start, part.end)
    context = {
        "document": row,
        "file": _file(row),
        "versions": _versions(row),
        "former": _former(row),
        "blocks": shown,
        "notes": _beside(contents, shown),
        "part": part,
        "parts": contents.parts,
        "outline": outline(contents, part),
        "reports": contents.reports,
        "open": contents.open,
        "legend": legend(),
        "verified": len(contents.verified),
        "unplaced": unplaced(row.pk),
        "card": card_of(fact_of(request, fact)) if chosen and fact is not None else None,
    }
    return render(request, "web/reader/document.html", context)


@require_GET
def open_findings(request: HttpRequest, pk: int) -> HttpResponse:
    """Say how many findings of a document are open, after one was settled."""
    row = get_object_or_404(scope.documents(request), pk=pk)
    return render(request, "web/reader/open.html", {"document": row, "open": Contents(row).open})


@require_GET
def block(request: HttpRequest, pk: int) -> HttpResponse:
    """Show anew the block that holds the offset `at`, after something in it was changed."""
    row = whole_document(request, pk)
    contents = Contents(row)
    at = min(max(_number(request, "at") or 0, 0), len(row.text))
    table = next((table for table in contents.layout.tables if table.start <= at <= table.end), None)
    start = row.text.rfind("\n", 0, table.start if table else at) + 1
    stop = row.text.find("\n", table.end if table else at)
    shown = [one for one in contents.blocks(start, len(row.text) if stop < 0 else stop) if one.start <= at <= one.end]
    if not shown:
        raise Http404
    context = {"block": shown[0], "beside": _beside(contents, shown).get(shown[0].start, [])}
    return render(request, "web/reader/block.html", context)


@require_GET
def card(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the card of a fact; without htmx, the page where it stands."""
    fact = fact_of(request, pk)
    if not request.htmx:
        return redirect(f"{reverse('document', args=[fact.document_id])}?fact={pk}#f{pk}")
    return render(request, "web/reader/card.html", {"card": card_of(fact)})


def _part(request: HttpRequest, contents: Contents) -> Part:
    """Give the part that the address means: ?part=2, ?fact=…, ?finding=… or ?at=…"""
    ids = row_ids(contents.document.pk)
    for name, model in (("fact", Fact), ("finding", Finding)):
        pk = _number(request, name)
        if pk is not None and pk in ids:
            start = model.objects.filter(pk=pk).values_list("start", flat=True).first()
            if start is not None:
                return contents.part_at(start)
    at = _number(request, "at")
    if at is not None:
        return contents.part_at(at)
    number = _number(request, "part") or 1
    return contents.parts[min(max(number, 1), len(contents.parts)) - 1]


def _number(request: HttpRequest, name: str) -> int | None:
    text = request.GET.get(name, "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 19 else None


def _beside(contents: Contents, shown: list[Any]) -> dict[int, list[Any]]:
    """Give the notes that stand beside each block, by where the block begins."""
    beside: dict[int, list[Any]] = {}
    for one in shown:
        notes = [note for note in contents.notes if one.start <= note.start <= one.end]
        if notes:
            beside[one.start] = notes
    return beside


def _file(row: Document) -> str:
    location = row.locations.order_by("pk").first()
    if location is None:
        version = row.versions.select_related("location").order_by("pk").first()
        location = version.location if version else None
    return location.file if location else row.doc[:12]


def _former(row: Document) -> int | None:
    """Give the document that the first location which holds this one held before it."""
    version = row.versions.order_by("pk").first()
    if version is None or version.number == 1:
        return None
    return Version.objects.get(location=version.location_id, number=version.number - 1).document_id


def _versions(row: Document) -> list[Version]:
    """Give the versions of the file that this document is one of, the newest first; none where it is the only one."""
    own = row.versions.order_by("pk").first()
    if own is None:
        return []
    versions = list(Version.objects.filter(location=own.location_id).select_related("location").order_by("-number"))
    return versions if len(versions) > 1 else []
