"""The tree of organisations: who stands under whom. A move is an entry of the journal, so it can be taken back."""

from __future__ import annotations

from taizhang.errors import LedgerError
from taizhang.ledger.journal import Change, change
from taizhang.ledger.models import Organisation
from taizhang.ledger.queries.wording import whole_name, whole_names

__all__ = ["find", "move"]

_DEEPEST = 20
"""Levels of the tree, what `Organisation.path` holds."""


def find(name: str) -> Organisation:
    """Give the organisation of this name, of place and name together, or of #id; LedgerError for none or several."""
    rows = Organisation.objects.filter(only_in=None)
    if name.startswith("#") and name[1:].isdecimal():
        found = list(Organisation.objects.filter(pk=int(name[1:])))
    else:
        ends = [name[cut:] for cut in range(len(name) - 1)]
        whole = (row for row in rows.filter(name__in=ends) if name in whole_names(row.name, row.place))
        found = list(rows.filter(name=name)) or list(whole)
    if not found:
        raise LedgerError(f"台账库里没有单位“{name}”；请用 taizhang organisations list 查看")
    if len(found) > 1:
        several = "、".join(f"#{row.pk}（{whole_name(row.name, row.place)}）" for row in found)
        raise LedgerError(f"叫“{name}”的单位有 {len(found)} 个：{several}；请写 #编号")
    return found[0]


def move(organisation: Organisation, parent: Organisation | None, author: str) -> None:
    """Put an organisation, with all below it, under another one; None puts it at the top."""
    change("move", author, lambda watched: _move(watched, organisation.pk, parent.pk if parent else None))


def _move(watched: Change, own: int, above: int | None) -> None:
    organisation = Organisation.objects.get(pk=own)
    parent = Organisation.objects.select_for_update().get(pk=above) if above else None
    if parent is not None and (parent.path + "/").startswith(organisation.path):
        raise LedgerError(f"“{parent.name}”就在“{organisation.name}”之下，不能反过来；请先移开它")
    head = parent.path if parent else ""
    rows = watched.watch(Organisation.objects.filter(path__startswith=organisation.path))
    depth = max(row.path.count("/") for row in rows) - organisation.path.count("/") + 1
    if head.count("/") + depth > _DEEPEST:
        raise LedgerError(f"单位最多 {_DEEPEST} 级，这样移会超过；请移到浅一些的地方")
    cut = len(organisation.path) - len(organisation.path.split("/")[-2]) - 1
    for row in rows:
        row.path = head + row.path[cut:]
        if row.pk == organisation.pk:
            row.parent = parent
    Organisation.objects.bulk_update(rows, ["path", "parent"], batch_size=1000)
