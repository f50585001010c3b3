"""What a request may see. Every view asks here, so that accounts and roles need no change of any view.

Local mode has one user, who sees all. A scope is the path of an organisation's subtree (`Organisation.path`), "" for
all; queries take it as their `within`.
"""

from __future__ import annotations

from django.db.models import QuerySet
from django.http import HttpRequest

from taizhang.ledger.models import Document, Organisation, Report

__all__ = ["author", "documents", "within"]


def within(request: HttpRequest) -> str:
    """Give the path of the subtree of organisations that the user may see, "" for all."""
    return ""


def documents(request: HttpRequest) -> QuerySet[Document]:
    """Give the documents that the user may see, without their texts; others do not exist for this user."""
    rows: QuerySet[Document] = Document.objects.defer("text", "layout")
    if path := within(request):
        inside = Organisation.objects.filter(path__startswith=path)
        rows = rows.filter(pk__in=Report.objects.filter(organisation__in=inside).values("document"))
    return rows


def author(request: HttpRequest) -> str:
    """Give the name under which what the user decides is kept."""
    return "本机用户"
