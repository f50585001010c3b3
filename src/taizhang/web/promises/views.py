"""The page of promises: choose a report, see what became of what was planned before it."""

from __future__ import annotations

from typing import Any, NamedTuple

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from taizhang.errors import UsageError
from taizhang.ledger.comparison import Comparison, compare
from taizhang.ledger.models import Report
from taizhang.ledger.queries import FactRow
from taizhang.web import scope
from taizhang.web.figures.table import Row, rows
from taizhang.web.promises.chains import MOST, chains
from taizhang.web.remembered import remembered
from taizhang.wordlists import load

__all__ = ["promises"]

_DATA = load("ledger", "comparison.toml")
OUTCOMES: dict[str, str] = _DATA["outcomes"]
VERDICTS: dict[str, str] = _DATA["verdicts"]
_TONES = {
    "kept": "good", "late": "warn", "changed": "warn", "silent": "bad", "agrees": "good", "differs": "bad",
}  # fmt: skip


class _Shown(NamedTuple):
    """A planned or earlier figure at the left, what is said now at the right."""

    word: str
    tone: str
    before: Row
    now: list[Row]
    note: str
    report: str
    """The earlier report, by its period."""


@require_GET
def promises(request: HttpRequest) -> HttpResponse:
    """Show the promises of the last report that ?report= is held against; ?only= one outcome."""
    words, only = request.GET.get("q", "").strip()[:50], request.GET.get("only", "")
    documents = scope.documents(request)
    found, total = remembered(("chains", scope.within(request), words), lambda: chains(documents, words))
    context: dict[str, Any] = {
        "chains": found, "total": total, "most": MOST, "words": words, "outcomes": OUTCOMES, "only": only,
    }  # fmt: skip
    number = request.GET.get("report", "")
    if number.isascii() and number.isdecimal() and len(number) < 19:
        context |= _compared(request, int(number), only)
    return render(request, "web/promises/promises.html", context)


def _compared(request: HttpRequest, number: int, only: str) -> dict[str, Any]:
    if not Report.objects.filter(pk=number, document__in=scope.documents(request).values("pk")).exists():
        raise Http404
    try:
        comparison = compare(number)
    except UsageError as error:
        return {"problem": str(error)}
    counts = comparison.outcomes
    return {
        "comparison": comparison,
        "counts": [(outcome, label, counts[outcome]) for outcome, label in OUTCOMES.items() if counts[outcome]],
        "promises": _promises(comparison, only),
        "bases": [] if only else _bases(comparison),
    }


def _promises(comparison: Comparison, only: str) -> list[_Shown]:
    chosen = [promise for promise in comparison.promises if only in ("", promise.outcome)]
    lines = _lines([fact for promise in chosen for fact in (promise.target, *promise.evidence)])
    return [
        _Shown(
            OUTCOMES[promise.outcome], _TONES.get(promise.outcome, ""), lines[promise.target.id],
            [lines[fact.id] for fact in promise.evidence], promise.note, comparison.stated_in(promise.target),
        )
        for promise in chosen
    ]  # fmt: skip


def _bases(comparison: Comparison) -> list[_Shown]:
    lines = _lines([fact for base in comparison.bases for fact in (base.figure, base.former)])
    return [
        _Shown(
            VERDICTS[base.verdict], _TONES.get(base.verdict, ""), lines[base.former.id], [lines[base.figure.id]],
            base.note, comparison.stated_in(base.former),
        )
        for base in comparison.bases
    ]  # fmt: skip


def _lines(facts: list[FactRow]) -> dict[int, Row]:
    return {row.fact.id: row for row in rows(list({fact.id: fact for fact in facts}.values()))}
