"""Merging, splitting and renaming indicators: names move from one to another, facts stay as they are.

Each is one entry of the journal; `taizhang.ledger.journal.undo` takes it back.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Case, Q, When

from taizhang.errors import LedgerError
from taizhang.ledger.catalogue.entries import by_key
from taizhang.ledger.catalogue.listing import kinds, units_of
from taizhang.ledger.catalogue.normalising import LONGEST, key
from taizhang.ledger.journal import Change, change
from taizhang.ledger.models import Indicator, IndicatorName

__all__ = ["find", "merge", "rename", "split"]

_MOST_UNITS = 3
"""Units that a refusal names."""


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
    others = [other for other in others if other.pk != into.pk and other.names.exists()]
    if not others:
        raise LedgerError(f"给的已经都是指标“{into.name}”的写法，不用合并；请用 taizhang indicators list 查看写法")

    def work(watched: Change) -> None:
        home, *rest = _present(watched, [into, *others])
        for other in rest:
            _refuse_other_units(home, other)
            watched.watch(other.names.all())
            other.names.update(indicator=home)
            home.base_unit = home.base_unit or other.base_unit
            home.direction = home.direction or other.direction
        home.save()

    change("merge", author, work)


def split(names: Iterable[str], author: str, called: str = "") -> Indicator:
    """Give names as written an indicator of their own, called as the first of them or as said."""
    pks = [_written(name).pk for name in names]

    def work(watched: Change) -> Indicator:
        rows = {row.pk: row for row in watched.watch(IndicatorName.objects.filter(pk__in=pks))}
        name = _called(called) if called else rows[pks[0]].text
        home: Indicator | None = Indicator.objects.filter(name=name).first()
        if home is not None and (home.pk in {row.indicator_id for row in rows.values()} or home.names.exists()):
            raise LedgerError(f"已有指标“{name}”；请给拆出来的指标另起一个名称")
        if home is None:
            home = Indicator.objects.create(name=name)
            watched.made(home)
        IndicatorName.objects.filter(pk__in=pks).update(indicator=home)
        return home

    return change("split", author, work)


def rename(indicator: Indicator, name: str, author: str) -> None:
    """Call an indicator otherwise; what reports write stays. LedgerError when another one is called so."""
    name = _called(name)

    def work(watched: Change) -> None:
        if Indicator.objects.filter(name=name).exclude(pk=indicator.pk).exists():
            raise LedgerError(f"已有指标“{name}”；请换一个名称，或用 merge 合并")
        (row,) = _present(watched, [indicator])
        row.name = name
        row.save()

    change("rename", author, work)
    indicator.name = name


def _present(watched: Change, indicators: list[Indicator]) -> list[Indicator]:
    """Give indicators as they are now, in this order; LedgerError when one is no longer there."""
    found = {row.pk: row for row in watched.watch(Indicator.objects.filter(pk__in=[one.pk for one in indicators]))}
    if gone := [one.name for one in indicators if one.pk not in found]:
        raise LedgerError(f"指标“{gone[0]}”刚被别人撤销了；请用 taizhang indicators list 重新查看")
    return [found[one.pk] for one in indicators]


def _refuse_other_units(into: Indicator, other: Indicator) -> None:
    """Refuse by the units of the indicators where both have one, else by the dimensions of those of their facts."""
    units = [{one.base_unit} if one.base_unit else units_of([one.pk])[one.pk] for one in (other, into)]
    said = units if into.base_unit and other.base_unit else [kinds(each) for each in units]
    if all(said) and said[0].isdisjoint(said[1]):
        first, second = ("、".join(sorted(each)[:_MOST_UNITS]) for each in units)
        raise LedgerError(
            f"“{other.name}”的单位是{first}，“{into.name}”的是{second}，不是同一指标，没有合并；"
            "单位读错了的，请先改正那些数据"
        )


def _called(name: str) -> str:
    """Give a name that a person chose as it is kept; LedgerError for one that nobody could write or see."""
    name = " ".join(name.split())
    if not name or len(name) > LONGEST or not name.isprintable():
        raise LedgerError(f"指标的名称不能是“{name[:20]}”；要 1 到 {LONGEST} 个看得见的字")
    return name


def _written(name: str) -> IndicatorName:
    row: IndicatorName | None = IndicatorName.objects.filter(text=name).first()
    if row is None:
        raise LedgerError(f"台账库里没有写作“{name}”的指标名；请用 taizhang indicators list 查看名称")
    return row
