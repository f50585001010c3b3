"""What a request may see. Every view asks here, so that accounts and roles need no change of any view.

Local mode has one user, who sees all. A scope is the ids of organisations, with those below them; None is all.
`FactQuery` takes it as it is.
"""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.http import HttpRequest

from taizhang.ledger.models import Document, Organisation, Report

__all__ = ["author", "documents", "within"]


def within(request: HttpRequest) -> tuple[int, ...] | None:
    """Give the organisations that the user may see, those below them too; None for all."""
    return None


def documents(request: HttpRequest) -> QuerySet[Document]:
    """Give the documents that the user may see, without their texts; others do not exist for this user."""
    rows: QuerySet[Document] = Document.objects.defer("text", "layout")
    tops = within(request)
    if tops is None:
        return rows
    inside = Q(pk__in=())
    for path in Organisation.objects.filter(pk__in=tops).values_list("path", flat=True):
        inside |= Q(path__startswith=path)
    seen = Report.objects.filter(organisation__in=Organisation.objects.filter(inside))
    return rows.filter(pk__in=seen.values("document"))


def author(request: HttpRequest) -> str:
    """Give the name under which what the user decides is kept."""
    return "本机用户"
