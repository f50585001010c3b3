"""Corrections whose sentence a new version of the file no longer holds: how many, and what each had said and where."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from django.db.models import Count

from taizhang.ledger.corrections.words import told
from taizhang.ledger.models import Correction

__all__ = ["Unplaced", "counted", "unplaced"]


class Unplaced(NamedTuple):
    """A correction that found no place; `document` is the last version that had one, and `start` where."""

    quote: str
    said: str
    author: str
    made_at: datetime
    document: int | None
    start: int


def counted(documents: Iterable[int]) -> dict[int, int]:
    """Count those of each document that has any."""
    rows = Correction.objects.filter(document__in=set(documents), state="lost")
    return dict(rows.values_list("document").annotate(Count("pk")).order_by())


def unplaced(document: int) -> list[Unplaced]:
    """Give those of a document, in the order in which they were made."""
    found = []
    for row in Correction.objects.filter(document=document, state="lost").order_by("pk"):
        home: Correction | None = row
        while home is not None and home.state == "lost":
            home = home.carried_from
        said = row.get_kind_display() + (f"：{told(row.values)}" if row.values else "")
        place = (home.document_id, home.selectors["position"]["start"]) if home else (None, 0)
        found.append(Unplaced(row.selectors["quote"]["exact"], said, row.author, row.made_at, *place))
    return found
