"""What a request may see. Every view asks here, so that accounts and roles need no change of any view.

Local mode has one user, who sees all. A scope is the ids of organisations, with those below them; None is all.
`FactQuery` takes it as it is. Indicators and their names belong to the ledger, not to one organisation: all see them.
"""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest

from taizhang.ledger.models import Document, Organisation, Report

__all__ = ["author", "documents", "only_of", "organisations", "seen_by", "within"]


def within(request: HttpRequest) -> tuple[int, ...] | None:
    """Give the organisations that the user may see, those below them too; None for all."""
    return seen_by(author(request))


def seen_by(author: str) -> tuple[int, ...] | None:
    """Give the same for the user of this name, for work that is done after the request."""
    return None


def documents(request: HttpRequest) -> QuerySet[Document]:
    """Give the documents that the user may see, without their texts; others do not exist for this user."""
    rows: QuerySet[Document] = Document.objects.defer("text", "layout")
    if within(request) is None:
        return rows
    return rows.filter(pk__in=Report.objects.filter(organisation__in=organisations(request)).values("document"))


def organisations(request: HttpRequest) -> QuerySet[Organisation]:
    """Give the organisations that the user may see, with those below them."""
    tops = within(request)
    rows: QuerySet[Organisation] = Organisation.objects.all()
    if tops is None:
        return rows
    inside = Q(pk__in=())
    for path in rows.filter(pk__in=tops).values_list("path", flat=True):
        inside |= Q(path__startswith=path)
    return rows.filter(inside)


def only_of(rows: QuerySet[Any], documents: QuerySet[Document]) -> QuerySet[Any]:
    """Give those rows whose document is one of `documents`; when those are all, the database is not asked for it."""
    return rows.filter(document__in=documents.values("pk")) if documents.query.where else rows


def author(request: HttpRequest) -> str:
    """Give the name under which what the user decides is kept."""
    return "本机用户"
