"""The list of indicators, proposals, the journal; and what people do with them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from taizhang.errors import LedgerError
from taizhang.ledger import deeds, journal
from taizhang.ledger.catalogue import merging
from taizhang.ledger.catalogue.entries import entries
from taizhang.ledger.catalogue.listing import Listed, facts_by_name, listed
from taizhang.ledger.catalogue.normalising import LONGEST
from taizhang.ledger.catalogue.proposals import Proposal, proposals
from taizhang.ledger.models import JournalEntry
from taizhang.ledger.queries.query import near_names
from taizhang.web import scope
from taizhang.web.remembered import remembered

__all__ = ["indicators", "merge", "near", "rename", "split", "undo"]

PAGE = 100
_RECENT = 12


@require_GET
def indicators(request: HttpRequest) -> HttpResponse:
    """Show the indicators whose names hold the words of ?q=, what is probably misspelt, and what was done."""
    words = request.GET.get("q", "").split()[:5]
    unknown = request.GET.get("unknown") == "1"
    rows, total = _listed(words, unknown)
    context: dict[str, Any] = {"rows": rows, "total": total, "words": " ".join(words), "most": PAGE, "unknown": unknown}
    if request.htmx:
        return render(request, "web/indicators/rows.html", context)
    return render(request, "web/indicators/indicators.html", context | _beside())


@require_GET
def near(request: HttpRequest) -> HttpResponse:
    """Show the common indicators that are named like ?name=, which the catalogue does not know."""
    name = request.GET.get("name", "").strip()[:LONGEST]
    known = {alias: entry.name for entry in entries() for alias in (entry.name, *entry.aliases)}
    found = dict.fromkeys(known[other] for other in near_names(name, known))
    context = {"name": name, "near": list(found), "words": request.GET.get("q", "")}
    return render(request, "web/indicators/near.html", context)


@require_POST
def merge(request: HttpRequest) -> HttpResponse:
    """Let the names of indicators be names of another one."""
    into, others = request.POST.get("into", "").strip(), request.POST.getlist("other")

    def deed() -> str:
        home = merging.find(into)
        merging.merge(home, [merging.find(other) for other in others], scope.author(request))
        return f"已并入“{home.name}”"

    return _done(request, deed)


@require_POST
def split(request: HttpRequest) -> HttpResponse:
    """Give names an indicator of their own."""
    names, called = request.POST.getlist("name"), request.POST.get("called", "").strip()

    def deed() -> str:
        if not names:
            raise LedgerError("没有选要拆出来的写法；请先勾选")
        return f"已拆成“{merging.split(names, scope.author(request), called).name}”"

    return _done(request, deed)


@require_POST
def rename(request: HttpRequest) -> HttpResponse:
    """Call an indicator otherwise."""
    name, new = request.POST.get("name", ""), request.POST.get("new", "").strip()

    def deed() -> str:
        if not new:
            raise LedgerError("新名称是空的；请写上")
        if len(new) > LONGEST:
            raise LedgerError(f"新名称有 {len(new)} 个字，至多 {LONGEST} 个；请缩短")
        merging.rename(merging.find(name), new, scope.author(request))
        return f"已改名为“{new}”"

    return _done(request, deed)


@require_POST
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Take an entry of the journal back."""
    entry = get_object_or_404(JournalEntry, pk=pk)

    def deed() -> str:
        journal.undo(entry, scope.author(request))
        return "已重做" if deeds.is_undone(entry) else "已撤销"

    return _done(request, deed)


def _done(request: HttpRequest, deed: Callable[[], str]) -> HttpResponse:
    """Do it and show the page again, with what was done or why it was not."""
    try:
        messages.success(request, deed())
    except LedgerError as error:
        told = str(error).replace("请用 taizhang indicators list 查看名称", "请先在左边查找名称")
        messages.error(request, told)
    words = request.POST.get("q", "").strip()
    return redirect(reverse("indicators") + (f"?{urlencode({'q': words})}" if words else ""))


def _beside() -> dict[str, Any]:
    entries = JournalEntry.objects.order_by("-pk").select_related("undone_by", "undoes")[:_RECENT]
    return {
        "proposals": _proposals()[:_RECENT],
        "entries": [
            {
                "pk": entry.pk, "what": deeds.done(entry), "names": deeds.whose(entry), "author": entry.author,
                "made_at": entry.made_at, "undone": hasattr(entry, "undone_by"),
                "again": deeds.is_undone(entry),
            }
            for entry in entries
        ],
    }  # fmt: skip


def _listed(words: list[str], unknown: bool) -> tuple[list[Listed], int]:
    return remembered(("indicators", unknown, *words), lambda: listed(words, PAGE, _facts_by_name(), unknown))


def _proposals() -> list[Proposal]:
    return remembered("proposals", lambda: proposals(_facts_by_name()))


def _facts_by_name() -> dict[int, int]:
    return remembered("facts by name", facts_by_name)
