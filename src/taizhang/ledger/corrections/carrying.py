"""Carrying corrections over: to a new version of a file, or to the same text read anew.

Each is found again by its selectors and applied to the fact that stands there, or it is said to be lost; a lost one is
looked for again in the next version.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

from django.utils import timezone

from taizhang.ledger.corrections import rows
from taizhang.ledger.corrections.anchors import Found, digest, find, select
from taizhang.ledger.corrections.making import ACTIVE
from taizhang.ledger.models import Correction, Document, Fact, row_ids

__all__ = ["carry_over"]


def carry_over(new: int, old: int) -> Counter[str]:
    """Bring the corrections of document `old` to document `new`, which may be the same one, read anew.

    Gives how many are applied, moved and lost. Call it in the transaction that wrote the rows of `new`.
    """
    document = Document.objects.get(pk=new)
    known = digest(document.text)
    pending = Correction.objects.filter(document=old, state__in=[*ACTIVE, "lost"]).order_by("made_at", "pk")
    states: Counter[str] = Counter()
    for correction in pending:
        row = correction if new == old else _copy(correction, document)
        if row is not None:
            _apply(row, document, find(document.text, row.selectors, known))
            states[row.state] += 1
    return states


def _copy(correction: Correction, document: Document) -> Correction | None:
    """Make the correction anew for another document, unless that one has it already, or a later word on it."""
    same = Correction.objects.filter(document=document, carried_from=correction).exists()
    origin = correction.carried_from
    if same or (origin and origin.document_id == document.pk and origin.state in ACTIVE):
        return None
    return Correction(
        document=document, kind=correction.kind, selectors=correction.selectors, values=correction.values,
        was=correction.was, carried_from=correction, author=correction.author, made_at=timezone.now(),
        note=correction.note,
    )  # fmt: skip


def _apply(row: Correction, document: Document, found: Found) -> None:
    row.state, row.fact = found.state, None
    if found.state != "lost":
        fact = _standing(document, found)
        other = Correction.objects.filter(fact=fact.pk, state__in=ACTIVE).exclude(pk=row.pk).first() if fact else None
        before, row.was = row.was, (other.was if other else rows.keep(fact)) if fact else None
        row.selectors = select(document.text, found.start, found.end)
        fact = _said(row, found, fact, before)
        if other is not None:
            other.state, other.fact = "replaced", None
            other.save()
        row.fact = fact.pk if fact else None
    row.save()


def _said(row: Correction, found: Found, fact: Fact | None, before: dict[str, Any] | None) -> Fact | None:
    """Let the ledger say what the person said; give the fact that is governed, None where there is none to reject.

    A fact that the reader does not see any more is added; `before` is what it had read of it.
    """
    if row.kind == "wrong":
        if fact is not None:
            fact.live, fact.by_hand = False, True
            fact.save()
        return fact
    if fact is not None:
        rows.set_values(fact, row.values)
        row.kind = "change" if row.was else "missed"
        return fact
    row.kind, row.values = "missed", (rows.values_of(before) if before else {}) | row.values
    return rows.add(row.document, found.start, found.end, row.values)


def _standing(document: Document, found: Found) -> Fact | None:
    """Give the fact that stands at a place: at its very span, else the only one that overlaps it."""
    ids = row_ids(document.pk)
    near: Iterable[Fact] = Fact.objects.select_related("document", "report", "name").filter(
        pk__gte=ids.start, pk__lt=ids.stop, start__lt=found.end, end__gt=found.start
    )
    facts = list(near)
    same = [fact for fact in facts if (fact.start, fact.end) == (found.start, found.end)]
    return same[0] if same else facts[0] if len(facts) == 1 else None
