"""Corrections for people to look at, and the document that a person means by a file's name."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils import timezone

from taizhang.errors import LedgerError
from taizhang.ledger.corrections.making import ACTIVE
from taizhang.ledger.corrections.words import told
from taizhang.ledger.models import Correction, Location

__all__ = ["document_of", "listed"]


def listed(every: bool) -> Iterator[tuple[str, ...]]:
    """Give each correction as texts: number, file, quote, what was said, state, author, time; the last one first.

    Those that were undone or replaced, or that stand on earlier versions, come with `every` only.
    """
    rows = Correction.objects.select_related("document").defer("document__text", "document__layout").order_by("-pk")
    if not every:
        rows = rows.filter(state__in=[*ACTIVE, "lost"], document__live=True)
    files = dict(Location.objects.order_by("-pk").values_list("document_id", "file"))
    for row in rows.iterator(chunk_size=500):
        yield (
            str(row.pk), files.get(row.document_id, "（已被新版本取代）"), row.selectors["quote"]["exact"],
            _what(row.kind, row.values, row.get_kind_display()), row.get_state_display(), row.author,
            f"{timezone.localtime(row.made_at):%Y-%m-%d %H:%M}",
        )  # fmt: skip


def document_of(file: str) -> int:
    """Give the document that the file of this name holds now; LedgerError when none or several are called so."""
    rows = Location.objects.filter(file=file) | Location.objects.filter(name=file)
    found = sorted(set(rows.values_list("document_id", flat=True)))
    if len(found) != 1:
        what = "没有" if not found else f"有 {len(found)} 个"
        raise LedgerError(f"台账库里{what}叫“{file}”的文件；请写完整的路径")
    number: int = found[0]
    return number


def _what(kind: str, values: dict[str, Any], called: str) -> str:
    if kind == "wrong":
        return called
    return f"{called}：{told(values)}"
