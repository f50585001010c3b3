"""Changing: correct a fact, add a missed one, say that one is none; and take each back.

Each answers with what is shown instead, and tells the page by HX-Trigger what to say and which stretch to draw anew.
"""

from __future__ import annotations

import json
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_http_methods, require_POST

from taizhang.errors import LedgerError, UsageError
from taizhang.facts import parse_quantity
from taizhang.ledger.corrections import making
from taizhang.ledger.models import Correction, Fact
from taizhang.web import scope
from taizhang.web.reader.card import card_of
from taizhang.web.reader.forms import FactForm, MissedForm, shown
from taizhang.web.reader.views import fact_of, whole_document

__all__ = ["add", "correct", "reject", "take_back"]

_NEW: dict[str, Any] = {
    "value": None, "unit": "", "indicator": None, "subject": None, "role": "level", "modifier": "exact", "sign": 1,
    "status": "actual", "period": None, "basis": None,
}  # fmt: skip


@require_http_methods(["GET", "POST"])
def correct(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the form of a fact, or correct it."""
    fact = fact_of(request, pk)
    card = card_of(fact)
    form = FactForm(request.POST or None, initial=shown(card.values))
    if request.method == "POST" and form.is_valid():
        changes = form.changes(card.values)
        if not changes:
            form.add_error(None, "没有改动；改了再保存，或取消")
        else:
            try:
                making.change(pk, changes, scope.author(request), form.cleaned_data["note"])
            except (UsageError, LedgerError) as error:
                form.add_error(None, str(error))
            else:
                return _card(request, pk, "已改正", fact.start)
    return render(request, "web/reader/correct.html", {"card": card, "form": form})


@require_POST
def reject(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that what was read is no fact."""
    fact = fact_of(request, pk)
    done = making.reject(pk, scope.author(request))
    context = {"fact": fact, "correction": done}
    return _told(render(request, "web/reader/rejected.html", context), "已标为不是数据", fact.start)


@require_POST
def take_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a correction back."""
    row = get_object_or_404(Correction.objects.filter(document__in=scope.documents(request)), pk=pk)
    fact, start = row.fact, row.selectors["position"]["start"]
    making.undo(pk, scope.author(request))
    if fact is not None and Fact.objects.filter(pk=fact).exists():
        return _card(request, fact, "已撤销改正", start)
    return _told(render(request, "web/reader/nothing.html"), "已撤销", start)


@require_http_methods(["GET", "POST"])
def add(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the form for a fact that was not read, at ?start= to ?end=, or add it."""
    document = whole_document(request, pk)
    given = request.POST if request.method == "POST" else request.GET
    try:
        start, end = int(given.get("start", "")), int(given.get("end", ""))
    except ValueError as error:
        raise Http404 from error
    if not 0 <= start < end <= len(document.text):
        raise Http404
    quote = document.text[start:end]
    form = MissedForm(request.POST or None, initial=shown(_guessed(quote)))
    if request.method == "POST" and form.is_valid():
        values = form.changes(_NEW) | {name: form.cleaned_data[name] for name in ("value", "unit", "indicator")}
        try:
            done = making.add_missed(pk, start, end, values, scope.author(request), form.cleaned_data["note"])
        except (UsageError, LedgerError) as error:
            form.add_error(None, str(error))
        else:
            return _card(request, done.fact, "已补充", start)
    context = {"document": document, "form": form, "start": start, "end": end, "quote": quote}
    return render(request, "web/reader/add.html", context)


def _guessed(quote: str) -> dict[str, Any]:
    """Fill in what the selected words say by themselves."""
    found = parse_quantity(quote)
    if found is None:
        return dict(_NEW)
    return _NEW | {"value": found.value, "unit": found.unit, "modifier": found.modifier}


def _card(request: HttpRequest, pk: int, said: str, at: int) -> HttpResponse:
    response = render(request, "web/reader/card.html", {"card": card_of(fact_of(request, pk))})
    return _told(response, said, at)


def _told(response: HttpResponse, said: str, at: int) -> HttpResponse:
    response["HX-Trigger"] = json.dumps({"said": said, "redraw": at})
    return response
