"""Facts of the ledger as figures that can be compared: same thing or not, reached or not, by interval arithmetic."""

from __future__ import annotations

import calendar
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from functools import reduce
from operator import or_
from typing import Literal, NamedTuple

from django.db.models import Q

from taizhang.checks.figures import unit_of
from taizhang.checks.intervals import Interval
from taizhang.checks.words import words
from taizhang.ledger.models import Fact, Indicator, document_of, row_ids
from taizhang.ledger.queries.rows import COLUMNS, FactRow, Reader
from taizhang.ledger.queries.values import interval
from taizhang.wordlists import load

__all__ = [
    "Days",
    "Reached",
    "allowed",
    "days_of",
    "direction_of",
    "directions",
    "facts_of",
    "is_named",
    "reached",
    "thing",
    "year_before",
]

Days = tuple[date | None, date | None]
Reached = Literal["yes", "no", "unknown"]
_ACTIONS = tuple(load("ledger", "comparison.toml")["actions"])
_GENERAL = frozenset(words("repeats", "general"))


class Thing(NamedTuple):
    """What a figure measures: figures of one thing can be compared."""

    indicator: str
    subject: str | None
    role: str
    unit: str


def facts_of(reports: Iterable[int]) -> list[FactRow]:
    """Give the facts of reports that count now, in the order of the texts."""
    ids = list(reports)
    ranges = [row_ids(document) for document in sorted({document_of(report) for report in ids})]
    inside = reduce(or_, (Q(pk__gte=each.start, pk__lt=each.stop) for each in ranges), Q(pk__in=()))
    rows = Fact.objects.filter(inside, report_id__in=ids, live=True).order_by("pk").values_list(*COLUMNS)
    return list(Reader().rows(rows))


def thing(fact: FactRow) -> Thing | None:
    """Give what a fact measures; None when it has no indicator."""
    if fact.canonical is None:
        return None
    return Thing(fact.canonical, fact.subject, fact.role, unit_of(fact.unit).key)


def is_named(fact: FactRow) -> bool:
    """Tell names that say what they are from such as 总数, which may mean anything."""
    return fact.canonical is not None and len(fact.canonical) > 1 and fact.canonical not in _GENERAL


def days_of(fact: FactRow) -> Days | None:
    """Give the days of a fact; None when it names no period with known days."""
    return (fact.begins, fact.ends) if fact.begins or fact.ends else None


def year_before(days: Days) -> Days:
    """Give the same days of the year before.

    >>> year_before((date(2024, 1, 1), date(2024, 2, 29)))
    (datetime.date(2023, 1, 1), datetime.date(2023, 2, 28))
    """
    return _year_before(days[0]), _year_before(days[1])


def _year_before(day: date | None) -> date | None:
    if day is None:
        return None
    last = calendar.monthrange(day.year, day.month)[1]
    year = day.year - 1
    return date(year, day.month, calendar.monthrange(year, day.month)[1] if day.day == last else day.day)


def allowed(fact: FactRow) -> Interval | None:
    """Give what a figure may truly be in base units, falls below zero; None when it is masked."""
    low, high = fact.value if isinstance(fact.value, list) else (fact.value, None)
    found = interval(low, high, fact.unit, fact.decimals, fact.modifier, fact.quote)
    return _signed(found, fact)


def _signed(found: Interval | None, fact: FactRow) -> Interval | None:
    if found is None or fact.sign > 0 or fact.role not in ("growth", "change"):
        return found
    return Interval(-found.high, -found.low)


def directions(facts: Iterable[FactRow]) -> dict[str, int]:
    """Give for the indicators of facts whether more (1) or less (-1) is better; 0 where the catalogue says neither."""
    names = {fact.canonical for fact in facts if fact.canonical}
    return dict(Indicator.objects.filter(name__in=names).values_list("name", "direction"))


def direction_of(target: FactRow, known: Mapping[str, int]) -> int:
    """Tell whether more (1) or less (-1) meets a plain target; 0 where that is not known.

    The catalogue says it; of amounts with other names those that count something done (新建学校) are met by more.
    A share says nothing of its kind, and of ranks less is better.
    """
    name = target.canonical or ""
    if target.role in ("share", "rank"):
        return -1 if target.role == "rank" else 0
    return known.get(name) or int(target.role == "level" and name.startswith(_ACTIONS))


def reached(target: FactRow, actual: FactRow, direction: int) -> Reached:
    """Tell whether an actual figure reaches a target.

    至少 asks for that or more, 至多 for that or less; a range for what lies in it. A plain figure asks for more, or
    less, where the direction of its indicator is known; else only for itself.
    """
    goal, made = allowed(target), allowed(actual)
    if goal is None or made is None:
        return "unknown"
    wanted = {"at_least": 1, "at_most": -1}.get(target.modifier, direction)
    if target.sign < 0 and target.role in ("growth", "change") and target.modifier in ("at_least", "at_most"):
        wanted = -wanted
    stated = _stated(target)
    if wanted > 0:
        return _beyond(made.low, made.high, stated.low, actual)
    if wanted < 0:
        return _beyond(-made.high, -made.low, -stated.high, actual)
    return "yes" if made.meets(goal) else "unknown"


def _stated(target: FactRow) -> Interval:
    """Give what the words of a target name, without the room that 至少 and 至多 leave."""
    low, high = target.value if isinstance(target.value, list) else (target.value, None)
    found = interval(low, high, target.unit, target.decimals, "exact" if high is None else "range", target.quote)
    signed = _signed(found, target)
    assert signed is not None
    return signed


def _beyond(low: Decimal, high: Decimal, goal: Decimal, actual: FactRow) -> Reached:
    """Tell whether what lies between low and high is at or above the goal; 约 and ranges may leave it open."""
    if high < goal:
        return "no"
    return "yes" if actual.modifier == "exact" or low >= goal else "unknown"
