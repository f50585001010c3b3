"""Lists of indicators for people: each with its names and how many facts count under it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from taizhang.facts.units import dimension
from taizhang.ledger.models import Fact, Indicator, IndicatorName

__all__ = ["Listed", "facts_by_name", "in_use", "kinds", "listed", "units_of"]

_MEASURED = ("level", "rate")
"""Roles whose unit is that of what is measured; a growth is in % of whatever it is."""


class Listed(NamedTuple):
    """An indicator with its names as written; `facts` counts the live ones; `catalogued`: it is a common one."""

    name: str
    base_unit: str
    facts: int
    names: list[str]
    catalogued: bool = False


def facts_by_name() -> dict[int, int]:
    """Count the live facts of each name, by its id: one walk over an index of all facts."""
    rows = Fact.objects.filter(live=True, name__isnull=False).order_by().values_list("name_id")
    return dict(rows.annotate(facts=Count("*")))


def in_use() -> QuerySet[Indicator]:
    """Give the indicators that live facts count under: one that was merged into another has none, nor an undone one."""
    return Indicator.objects.filter(Exists(Fact.objects.filter(live=True, name__indicator=OuterRef("pk"))))


def units_of(indicators: Iterable[int]) -> dict[int, set[str]]:
    """Give the base units of the amounts and rates that count under indicators, by their ids."""
    found: dict[int, set[str]] = {pk: set() for pk in indicators}
    names = dict(IndicatorName.objects.filter(indicator_id__in=list(found)).values_list("pk", "indicator_id"))
    rows = Fact.objects.filter(name_id__in=list(names), live=True, role__in=_MEASURED).order_by()
    for name, unit in rows.values_list("name_id", "base_unit").distinct():
        found[names[name]].add(unit)
    return found


def kinds(units: Iterable[str]) -> set[str]:
    """Give the dimensions of base units of amounts and rates, in which 位 counts people and ranks nothing."""
    return {"count" if kind in ("place", "rank") else kind for kind in map(dimension, units)}


def listed(
    words: Sequence[str], limit: int, by_name: Mapping[int, int] | None = None, unknown: bool = False
) -> tuple[list[Listed], int]:
    """Give the indicators with facts whose name, or one of whose names, holds all `words`, those with most first.

    Gives at most `limit`, and how many there are. `by_name` is what `facts_by_name` gives, if that is known already;
    `unknown` leaves out those of the catalogue.
    """
    counts = facts_by_name() if by_name is None else by_name
    wanted = Q()
    for word in words:
        wanted &= Q(name__contains=word) | Q(names__text__contains=word)
    if unknown:
        wanted &= Q(catalogued=False)
    matching = Indicator.objects.filter(wanted, names__isnull=False).distinct()
    names: dict[int, list[str]] = defaultdict(list)
    facts: Counter[int] = Counter()
    rows = IndicatorName.objects.filter(indicator__in=matching.values("pk")) if words else IndicatorName.objects.all()
    for pk, text, indicator in rows.values_list("pk", "text", "indicator_id"):
        names[indicator].append(text)
        facts[indicator] += counts.get(pk, 0)
    called = {pk: name for pk, name in matching.values_list("pk", "name") if facts[pk]}
    first = sorted(called, key=lambda pk: (-facts[pk], called[pk]))[:limit]
    rest = {pk: row for pk, *row in Indicator.objects.filter(pk__in=first).values_list("pk", "base_unit", "catalogued")}
    return [Listed(called[pk], rest[pk][0], facts[pk], sorted(names[pk]), rest[pk][1]) for pk in first], len(called)
