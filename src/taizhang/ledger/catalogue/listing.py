"""Lists of indicators for people: each with its names and how many facts count under it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from django.db.models import Count, Q

from taizhang.ledger.models import Indicator, IndicatorName

__all__ = ["Listed", "listed"]


class Listed(NamedTuple):
    """An indicator with its names as written; `facts` counts the live ones."""

    name: str
    base_unit: str
    facts: int
    names: list[str]


def listed(words: Sequence[str], limit: int) -> tuple[list[Listed], int]:
    """Give the indicators whose name, or one of whose names, holds all `words`, those with most facts first.

    Gives at most `limit`, and how many there are.
    """
    wanted = Q()
    for word in words:
        wanted &= Q(name__contains=word) | Q(names__text__contains=word)
    matching = Indicator.objects.filter(wanted, names__isnull=False).distinct()
    counted = Indicator.objects.filter(pk__in=matching.values("pk")).annotate(
        facts=Count("names__fact", filter=Q(names__fact__live=True))
    )
    rows = list(counted.order_by("-facts", "name")[:limit])
    names: dict[int, list[str]] = {row.pk: [] for row in rows}
    for text, indicator in IndicatorName.objects.filter(indicator__in=rows).values_list("text", "indicator_id"):
        names[indicator].append(text)
    return [Listed(row.name, row.base_unit, row.facts, sorted(names[row.pk])) for row in rows], matching.count()
