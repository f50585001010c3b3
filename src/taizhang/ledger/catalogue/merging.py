"""Merging, splitting and renaming indicators: names move from one to another, facts stay as they are.

Each is one entry of the journal; `taizhang.ledger.journal.undo` takes it back.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Case, Q, When

from taizhang.errors import LedgerError
from taizhang.ledger.catalogue.entries import by_key
from taizhang.ledger.catalogue.normalising import LONGEST, key
from taizhang.ledger.journal import change
from taizhang.ledger.models import Indicator, IndicatorName

__all__ = ["find", "merge", "rename", "split"]


def find(name: str) -> Indicator:
    """Give the indicator of this very name: its own, as written in a report, or of the catalogue, made where missing.

    LedgerError when there is none.
    """
    called = Indicator.objects.filter(Q(name=name) | Q(names__text=name))
    indicator: Indicator | None = called.order_by(Case(When(name=name, then=0), default=1)).first()
    if indicator is not None:
        return indicator
    if entry := by_key().get(key(name)):
        known: Indicator = Indicator.objects.get_or_create(
            name=entry.name, defaults={"base_unit": entry.unit, "direction": entry.direction, "catalogued": True}
        )[0]
        return known
    raise LedgerError(f"台账库里没有指标“{name}”；请用 taizhang indicators list 查看名称")


def merge(into: Indicator, others: Iterable[Indicator], author: str) -> None:
    """Let the names of `others` be names of `into`. LedgerError when their units say that they measure other things."""
    others = [other for other in others if other.pk != into.pk]
    for other in others:
        if into.base_unit and other.base_unit and into.base_unit != other.base_unit:
            raise LedgerError(
                f"“{other.name}”的单位是{other.base_unit}，“{into.name}”的是{into.base_unit}，不是同一指标，没有合并；"
                "确要合并，请先改正其中一个的单位"
            )
    with change("merge", author) as watched:
        watched.watch([into, *others])
        for other in others:
            names = list(other.names.all())
            watched.watch(names)
            other.names.update(indicator=into)
            into.base_unit = into.base_unit or other.base_unit
            into.direction = into.direction or other.direction
        into.save()


def split(names: Iterable[str], author: str, called: str = "") -> Indicator:
    """Give names as written an indicator of their own, called as the first of them or as said."""
    rows = [_written(name) for name in names]
    called = called or rows[0].text
    with change("split", author) as watched:
        watched.watch(rows)
        home: Indicator | None = Indicator.objects.filter(name=called).first()
        if home is not None and (home.pk in {row.indicator_id for row in rows} or home.names.exists()):
            raise LedgerError(f"已有指标“{called}”；请给拆出来的指标另起一个名称")
        if home is None:
            home = Indicator.objects.create(name=called[:LONGEST])
            watched.made(home)
        IndicatorName.objects.filter(pk__in=[row.pk for row in rows]).update(indicator=home)
    return home


def rename(indicator: Indicator, name: str, author: str) -> None:
    """Call an indicator otherwise; what reports write stays. LedgerError when another one is called so."""
    if Indicator.objects.filter(name=name).exclude(pk=indicator.pk).exists():
        raise LedgerError(f"已有指标“{name}”；请换一个名称，或用 merge 合并")
    with change("rename", author) as watched:
        watched.watch([indicator])
        indicator.name = name
        indicator.save()


def _written(name: str) -> IndicatorName:
    row: IndicatorName | None = IndicatorName.objects.filter(text=name).first()
    if row is None:
        raise LedgerError(f"台账库里没有写作“{name}”的指标名；请用 taizhang indicators list 查看名称")
    return row
