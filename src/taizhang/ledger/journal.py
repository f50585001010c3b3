"""The journal: what people changed of things that belong to no one document, and taking it back.

An entry holds, for each table and row that changed, its fields before and after (None: there was no row). Undoing puts
the former fields back, and only when nothing was changed since; the undoing is an entry too.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from django.apps import apps
from django.db import models
from django.utils import timezone

from taizhang.errors import LedgerError
from taizhang.ledger.models import JournalEntry
from taizhang.ledger.transactions import write

__all__ = ["Change", "State", "change", "undo"]

_T = TypeVar("_T")
State = dict[str, dict[str, dict[str, Any] | None]]
"""Table -> id -> fields; an id whose fields are None has no row."""


class Change:
    """Rows that are about to change: take them from `watch`, then change them by the ORM."""

    def __init__(self) -> None:
        self.before: State = {}

    def watch(self, rows: models.QuerySet[Any]) -> list[Any]:
        """Give rows as they are now, in the order of their ids, for nobody else to change until it is done."""
        found = list(rows.select_for_update(of=("self",)).order_by("pk"))
        for row in found:
            self.before.setdefault(row._meta.model_name or "", {})[str(row.pk)] = _fields(row)
        return found

    def made(self, row: models.Model) -> None:
        """Say that a row was made by the change."""
        self.before.setdefault(row._meta.model_name or "", {})[str(row.pk)] = None


def change(action: str, author: str, work: Callable[[Change], _T]) -> _T:
    """Do `work` in one transaction and write it down.

    It may be called several times, as that of `transactions.write`, so it takes what it changes from the ledger.
    """

    def done() -> _T:
        watched = Change()
        result = work(watched)
        JournalEntry.objects.create(
            action=action, author=author, made_at=timezone.now(), before=watched.before, after=_now(watched.before)
        )
        return result

    return write(done)


def undo(entry: JournalEntry, author: str) -> None:
    """Take an entry back; LedgerError when it was taken back already or something was changed since."""

    def work() -> None:
        JournalEntry.objects.select_for_update().get(pk=entry.pk)  # two people who take it back wait for each other
        if JournalEntry.objects.filter(undoes=entry).exists():
            raise LedgerError(f"第 {entry.pk} 条操作已经撤销过；要恢复，请撤销那次撤销")
        if _now(entry.before) != entry.after:
            raise LedgerError(
                f"第 {entry.pk} 条操作之后又改过同样的内容；请先撤销后来的操作（taizhang indicators journal）"
            )
        _restore(entry.before)
        JournalEntry.objects.create(
            action="undo", author=author, made_at=timezone.now(), before=entry.after, after=entry.before, undoes=entry
        )

    write(work)


def _now(state: State) -> State:
    """Give the present fields of the rows that a state speaks of, which nobody else then changes until it is done."""
    found: State = {}
    for table, rows in state.items():
        asked = _model(table).objects.filter(pk__in=list(rows)).select_for_update().order_by("pk")
        present = {str(row.pk): _fields(row) for row in asked}
        found[table] = {pk: present.get(pk) for pk in rows}
    return found


def _restore(state: State) -> None:
    """Put rows back; first those that others refer to, last what goes away."""
    for table, rows in state.items():
        for pk, fields in rows.items():
            if fields is not None:
                _model(table).objects.update_or_create(pk=pk, defaults=fields)
    for table, rows in reversed(state.items()):
        _model(table).objects.filter(pk__in=[pk for pk, fields in rows.items() if fields is None]).delete()


def _model(table: str) -> type[models.Model]:
    model: type[models.Model] = apps.get_model("ledger", table)
    return model


def _fields(row: models.Model) -> dict[str, Any]:
    return {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields if not field.primary_key}
