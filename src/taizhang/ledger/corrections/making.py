"""Making corrections and taking them back. A person's word wins over the reader; what the reader had read is kept.

Every function is one transaction. `author` is who says so, as the ledger shows it. Corrections are of what counts now:
what a new version has replaced is refused, since nothing would come of a word on it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils import timezone

from taizhang.errors import LedgerError, UsageError
from taizhang.ledger.corrections import rows
from taizhang.ledger.corrections.anchors import select
from taizhang.ledger.corrections.attributes import checked
from taizhang.ledger.models import Correction, Document, Fact, Location, document_of
from taizhang.ledger.transactions import lock_documents, write

__all__ = ["ACTIVE", "add_missed", "change", "reject", "undo"]

ACTIVE = ("applied", "moved")
"""The states in which a correction governs its text."""


def change(fact: int, values: Mapping[str, Any], author: str, note: str = "") -> Correction:
    """Correct attributes of a fact; those of an earlier correction stay unless they are set again.

    UsageError for an attribute or a value that is not allowed, LedgerError when there is no such fact.
    """
    wanted = checked(values)
    if not wanted:
        raise UsageError("没有说要改什么；至少写一个属性，如 unit=万元")
    return write(lambda: _change(_fact(fact), wanted, author, note))


def reject(fact: int, author: str, note: str = "") -> Correction:
    """Say that what was read is no fact: it stays in the ledger and no longer counts."""

    def work() -> Correction:
        row = _fact(fact)
        earlier = _earlier(row)
        if earlier is not None and earlier.was is None:
            raise LedgerError(f"数据 {fact} 是人工补充的；不要它，请撤销改正 {earlier.pk}")
        done = _made(row, "wrong", {}, earlier.was if earlier else rows.keep(row), author, note)
        row.live, row.by_hand = False, True
        row.save()
        return done

    return write(work)


def add_missed(
    document: int, start: int, end: int, values: Mapping[str, Any], author: str, note: str = ""
) -> Correction:
    """Add a fact that was not read, at `start` to `end` of the document's text. `value` and `unit` must be said."""
    wanted = checked(values)
    if missing := [name for name in ("value", "unit", "indicator") if name not in wanted]:
        raise UsageError(f"补充漏读的数据要写明 {'、'.join(missing)}，如 value=12 unit=件 indicator=办结案件")

    def work() -> Correction:
        home = _held(document)
        if home is None or not 0 <= start < end <= home.chars:
            raise LedgerError(f"文档 {document} 里没有第 {start} 到 {end} 字这一段；请先用 taizhang facts 查看")
        if Fact.objects.filter(document=home, start__lt=end, end__gt=start, live=True).exists():
            raise LedgerError("这一段里已有数据；请改正那条数据，不要另加")
        fact = rows.add(home, start, end, wanted)
        return _made(fact, "missed", wanted, None, author, note)

    return write(work)


def undo(correction: int, author: str) -> None:
    """Take a correction back: what the reader had read counts again. LedgerError when it is not in force."""

    def work() -> None:
        row = Correction.objects.filter(pk=correction).first()
        if row is None or row.state not in ACTIVE:
            raise LedgerError(f"没有生效的改正 {correction}；请用 taizhang corrections list 查看")
        _held(row.document_id)
        fact = Fact.objects.filter(pk=row.fact).first()
        if fact is not None and row.was is None:
            rows.remove(fact)
        elif fact is not None and row.was is not None:
            rows.restore(fact, row.was)
        row.state, row.fact = "undone", None
        row.note = f"{row.note}（{author} 撤销）" if row.note else f"{author} 撤销"
        row.save()

    write(work)


def _change(fact: Fact, values: dict[str, Any], author: str, note: str) -> Correction:
    earlier = _earlier(fact)
    was = earlier.was if earlier else rows.keep(fact)
    if earlier and earlier.kind != "wrong":
        values = earlier.values | values
    if earlier and earlier.kind == "wrong":
        fact.live = fact.document.live and fact.duplicate_of is None
    rows.set_values(fact, values)
    return _made(fact, "missed" if was is None else "change", values, was, author, note)


def _made(
    fact: Fact, kind: str, values: dict[str, Any], was: dict[str, Any] | None, author: str, note: str
) -> Correction:
    Correction.objects.filter(fact=fact.pk, state__in=ACTIVE).update(state="replaced", fact=None)
    made: Correction = Correction.objects.create(
        document=fact.document, kind=kind, selectors=select(fact.document.text, fact.start, fact.end), values=values,
        was=was, fact=fact.pk, state="applied", author=author, made_at=timezone.now(), note=note,
    )  # fmt: skip
    return made


def _earlier(fact: Fact) -> Correction | None:
    row: Correction | None = Correction.objects.filter(fact=fact.pk, state__in=ACTIVE).first()
    return row


def _fact(pk: int) -> Fact:
    _held(document_of(pk))
    row: Fact | None = Fact.objects.select_related("document", "report", "name").filter(pk=pk).first()
    if row is None:
        raise LedgerError(f"台账库里没有编号 {pk} 的数据；请用 taizhang facts 查看编号")
    return row


def _held(pk: int) -> Document | None:
    """Give a document, whose rows nobody else changes until the transaction ends; None where there is none.

    LedgerError for one that a new version has replaced, with the document that counts now.
    """
    lock_documents(pk)
    row: Document | None = Document.objects.defer("layout").filter(pk=pk).first()
    if row is not None and not row.live:
        now = Location.objects.filter(versions__document=row).order_by("-pk").first()
        said = f"；请改正“{now.file}”现在的内容（文档 {now.document_id}）" if now else ""
        raise LedgerError(f"文档 {pk} 已被新版本取代，不再计入，不能在它上面改{said}")
    return row
