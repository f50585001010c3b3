"""How many facts a query has, by role, status and unit; and sums, only where adding up means something.

Takes a FactQuery, gives Totals. Figures are added up only when they are amounts of one indicator, in one base unit and
status, of which no two may hold the same thing twice: of one organisation, or one above the other, over days that
overlap; what its subjects are of one another is not known. Everything that is not added up is said in `not_summed`.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import Count, F

from taizhang.checks.intervals import decimal
from taizhang.ledger.models import COUNTING_INDEX, Organisation
from taizhang.ledger.queries import resolving
from taizhang.ledger.queries.conditions import Unindexed, chosen, covered, facts
from taizhang.ledger.queries.query import LABELS, FactQuery
from taizhang.ledger.queries.rows import fetched

__all__ = ["Group", "Sum", "Totals", "counted", "totals"]

MOST_ADDED = 200_000
"""How many figures are examined for being added up."""


class Group(NamedTuple):
    """How many facts have this role, status and base unit."""

    role: str
    status: str
    base_unit: str
    facts: int


class Sum(NamedTuple):
    """The sum of amounts in base units; `repeats` are figures that say again what another one says, counted once."""

    status: str
    base_unit: str
    total: float
    facts: int
    repeats: int
    approximate: int
    """How many of them are 约, 至少 or 至多."""


@dataclass(frozen=True, slots=True)
class Totals:
    """Counts, sums, and why the rest was not added up (one Chinese line each)."""

    facts: int
    groups: tuple[Group, ...]
    sums: tuple[Sum, ...]
    not_summed: tuple[str, ...]


class _Amount(NamedTuple):
    organisation: int | None
    first: int
    last: int
    value: float
    subject: str | None
    modifier: str


def counted(query: FactQuery) -> tuple[Group, ...]:
    """Count the facts of a query by role, status and base unit, what is most first."""
    return tuple(sorted(_groups(query), key=lambda group: (-group.facts, group)))


def totals(query: FactQuery, wider: Sequence[Group] | None = None) -> Totals:
    """Count the facts of a query and add up what can be added up.

    `wider` is what `counted` gives for the query without its roles and statuses, if that is known already.
    """
    groups = counted(query) if wider is None else tuple(group for group in wider if _is_asked(query, group))
    count = sum(group.facts for group in groups)
    sums, reasons = _sums(query, groups) if count else ([], [])
    others = [(role, n) for role, n in _by_role(groups).items() if role != "level"]
    if others:
        told = "、".join(f"{LABELS['role'][role]} {n} 条" for role, n in others)
        reasons.append(f"{told}：比率、位次一类的数不能相加")
    return Totals(count, groups, tuple(sums), tuple(reasons))


def _is_asked(query: FactQuery, group: Group) -> bool:
    return group.role in (query.roles or (group.role,)) and group.status in (query.statuses or (group.status,))


def _groups(query: FactQuery) -> Iterator[Group]:
    """Count by role, status and base unit.

    What no index but COUNTING_INDEX of SQLite holds is counted by that one, which is in this order, if it may be many,
    else found first and sorted then. Statuses alone choose no index of SQLite, which would sort what it finds.
    """
    columns = ("role", "status", "base_unit")
    elsewhere, sqlite = not covered(query), connection.vendor == "sqlite"
    alone = sqlite and bool(query.statuses and not query.roles)
    rows, broad = chosen(replace(query, statuses=()) if alone else query)
    if alone:
        rows = rows.alias(own_status=Unindexed(F("status"))).filter(own_status__in=query.statuses)
    index = COUNTING_INDEX if sqlite and broad and elsewhere else None
    by = {f"its_{name}": Unindexed(F(name)) if elsewhere and not index else F(name) for name in columns}
    counted = rows.order_by().annotate(**by).values(*by).annotate(n=Count("*"))
    for role, status, unit, count in fetched(counted, [*by, "n"], index=index):
        yield Group(role, status, unit, count)


def _by_role(groups: Sequence[Group]) -> dict[str, int]:
    counted: dict[str, int] = defaultdict(int)
    for group in groups:
        counted[group.role] += group.facts
    return counted


def _sums(query: FactQuery, groups: Sequence[Group]) -> tuple[list[Sum], list[str]]:
    levels = _by_role(groups).get("level", 0)
    if not levels:
        return [], []
    if len(set(resolving.indicators(query.indicators))) != 1:
        return [], [f"数量 {levels} 条：不是同一个指标，相加没有意义；只查一个指标才求和"]
    if levels > MOST_ADDED:
        return [], [f"数量 {levels} 条：超过 {MOST_ADDED} 条，没有求和；请缩小范围"]
    amounts, sums, reasons = defaultdict(list), [], []
    left_out = 0
    for status, base_unit, *row in fetched(facts(query).filter(role="level").order_by("pk"), _COLUMNS):
        amount = _amount(*row)
        left_out += amount is None
        if amount is not None:
            amounts[status, base_unit].append(amount)
    if left_out:
        reasons.append(f"数量 {left_out} 条：是范围或被遮盖，没有一个确定的数")
    paths = dict(Organisation.objects.filter(pk__in=_bodies(amounts.values())).values_list("pk", "path"))
    for (status, base_unit), some in sorted(amounts.items()):
        single = list({amount[:5]: amount for amount in some}.values())
        doubled = _doubled(single, paths)
        if doubled:
            reasons.append(
                f"{LABELS['status'][status]}，单位“{base_unit}”，{len(some)} 条：其中 {doubled} 条的单位、对象"
                "或期间互相包含（或没有写明），相加会重复计算；请再限定单位、期间"
            )
            continue
        total = float(sum((decimal(amount.value) for amount in single), Decimal(0)))
        rough = sum(amount.modifier != "exact" for amount in single)
        sums.append(Sum(status, base_unit, total, len(some), len(some) - len(single), rough))
    return sums, reasons


_COLUMNS = (
    "status", "base_unit", "organisation_id", "begins", "ends", "base_value", "base_high", "subject",
    "modifier",
)  # fmt: skip
_NEVER, _EVER = 0, 1 << 40


def _amount(
    organisation: int | None, begins: Any, ends: Any, value: float | None, high: float | None, subject: str | None,
    modifier: str,
) -> _Amount | None:  # fmt: skip
    if value is None or high is not None:
        return None
    return _Amount(organisation, _ordinal(begins, _NEVER), _ordinal(ends, _EVER), value, subject, modifier)


def _ordinal(day: Any, missing: int) -> int:
    if day is None:
        return missing
    return (date.fromisoformat(day) if isinstance(day, str) else day).toordinal()


def _bodies(groups: Any) -> set[int]:
    return {amount.organisation for group in groups for amount in group if amount.organisation is not None}


def _doubled(amounts: Sequence[_Amount], paths: dict[int, str]) -> int:
    """Count the amounts that may hold, or be held in, another one."""
    spans: dict[str, list[tuple[int, int]]] = defaultdict(list)
    nobody = 0
    for amount in amounts:
        if amount.organisation is None:
            nobody += 1
        else:
            spans[paths.get(amount.organisation) or f"{amount.organisation:010}/"].append((amount.first, amount.last))
    doubled = nobody if len(amounts) > 1 else 0
    for path, own in spans.items():
        own.sort()
        doubled += sum(one[1] >= other[0] for one, other in pairwise(own))
        for cut in range(11, len(path), 11):
            above = spans.get(path[:cut])
            doubled += sum(_meets(above, span) for span in own) if above else 0
    return doubled


def _meets(spans: list[tuple[int, int]], one: tuple[int, int]) -> bool:
    """Tell whether one of the sorted spans overlaps another span."""
    return any(span[1] >= one[0] for span in spans[: bisect_left(spans, (one[1] + 1,))])
