"""Bases: which figures of this report speak of an earlier period, and do they agree with what was reported then.

Growth of 9.0 % on 36.2 means a base between two numbers; a figure that an earlier report states for that time must meet
them. The arithmetic is that of `taizhang.checks`: growth in constant prices proves nothing and is uncertain.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from taizhang.checks.intervals import Interval
from taizhang.checks.words import words
from taizhang.ledger.comparison.figures import Days, allowed, days_of, is_named, thing, year_before
from taizhang.ledger.comparison.model import Base, ReportRow, Verdict
from taizhang.ledger.models import Fact, IndicatorName
from taizhang.ledger.queries.rows import COLUMNS, FactRow, Reader
from taizhang.ledger.queries.sources import sources
from taizhang.wordlists import load

__all__ = ["bases"]

_YEAR_BEFORE = frozenset(load("ledger", "comparison.toml")["year_before"])
_CONSTANT = words("growth", "constant_prices")
_ADJUSTED = words("growth", "adjusted")
_HUNDRED = Decimal(100)
_AFTER = 2
"""How many facts after an amount may be its growth or change."""

Key = tuple[str, str | None, str, Days]


def bases(report: ReportRow, now: Sequence[FactRow]) -> list[Base]:
    """Compare this report's figures of earlier times with the organisation's earlier reports; `now` are its facts."""
    if report.organisation is None or report.ends is None:
        return []
    stated = [(fact, days) for fact in now if (days := _days(fact, report)) and _is_amount(fact)]
    wanted: list[tuple[FactRow, FactRow | None, Days]] = []
    for fact, days in stated:
        wanted += ((fact, change, year_before(days)) for change in _changes(fact, now))
        if days != (report.begins, report.ends):
            wanted.append((fact, None, days))
    former = _former(report, {fact.canonical or "" for fact, *_ in wanted})
    found = [(fact, change, old) for fact, change, days in wanted for old in former.get(_key(fact, days), ())]
    texts = sources(fact for fact, change, _ in found if change is not None)
    return [_compared(fact, change, old, texts[fact.id].sentence if change else "") for fact, change, old in found]


def _is_amount(fact: FactRow) -> bool:
    return fact.role == "level" and fact.status == "actual" and is_named(fact) and allowed(fact) is not None


def _days(fact: FactRow, report: ReportRow) -> Days | None:
    """Give the days of a fact: its own, or its report's where it names no period."""
    if fact.period is not None:
        return days_of(fact)
    return (report.begins, report.ends) if report.ends else None


def _changes(fact: FactRow, now: Sequence[FactRow]) -> Iterator[FactRow]:
    """Give the growth and change that follow an amount and are against the year before."""
    at = next(n for n, other in enumerate(now) if other.id == fact.id)
    for other in now[at + 1 : at + 1 + _AFTER]:
        if other.canonical != fact.canonical or other.subject != fact.subject or other.role == "level":
            return
        if other.role in ("growth", "change") and other.basis in _YEAR_BEFORE and allowed(other) is not None:
            yield other


def _key(fact: FactRow, days: Days) -> Key:
    measured = thing(fact)
    assert measured is not None
    return measured.indicator, measured.subject, measured.unit, days


def _former(report: ReportRow, indicators: set[str]) -> Mapping[Key, list[FactRow]]:
    """Give the amounts that earlier reports of the organisation state, by what they are and their days."""
    names = IndicatorName.objects.filter(indicator__name__in=indicators).values_list("pk", flat=True)
    rows = Fact.objects.filter(
        organisation_id=report.organisation, name_id__in=list(names), role="level", status="actual", live=True,
        report__ends__lt=report.ends, report__organisation_id=report.organisation,
    ).exclude(report_id=report.id)  # fmt: skip
    found: dict[Key, list[FactRow]] = defaultdict(list)
    raw = list(rows.order_by("pk").values_list(*COLUMNS, "report__begins", "report__ends"))
    spans = {row[0]: row[-2:] for row in raw}
    for fact in Reader().rows(row[:-2] for row in raw):
        days = days_of(fact) if fact.period is not None else spans[fact.id]
        if days and days[1] is not None and allowed(fact) is not None:
            found[_key(fact, days)].append(fact)
    return found


def _compared(fact: FactRow, change: FactRow | None, former: FactRow, sentence: str) -> Base:
    expected, old = _base(fact, change), allowed(former)
    assert old is not None
    if expected is None:
        return Base(fact, change, former, None, None, "uncertain", "增速使基数可以是零或任意数，推不出来")
    verdict, note = _verdict(fact, change, former, expected, old, sentence)
    return Base(fact, change, former, float(expected.low), float(expected.high), verdict, note)


def _verdict(
    fact: FactRow, change: FactRow | None, former: FactRow, expected: Interval, old: Interval, sentence: str
) -> tuple[Verdict, str]:
    if expected.meets(old):
        return "agrees", "和当时报告的数相符"
    if change is not None and change.role == "growth" and _is_adjusted(fact, sentence):
        return "uncertain", "增速可能按可比口径或不变价计算，不能由绝对数推出基数"
    if any(one is not None and one.modifier != "exact" for one in (fact, change, former)):
        return "uncertain", "含约数，不能判定"
    return "differs", "和当时报告的数不符，可能是事后修订，也可能有误"


def _is_adjusted(fact: FactRow, sentence: str) -> bool:
    return any(word in (fact.indicator or "") for word in _CONSTANT) or any(word in sentence for word in _ADJUSTED)


def _base(fact: FactRow, change: FactRow | None) -> Interval | None:
    """Give what the base may be in base units; None when nothing follows. Falls count below zero already."""
    value = allowed(fact)
    if value is None or change is None:
        return value
    moved = allowed(change)
    if moved is None:
        return None
    if change.role == "change":
        return value - moved if _unit(change) == _unit(fact) else None
    one = Interval(Decimal(1), Decimal(1))
    return value / (one + (moved if change.unit == "倍" else moved * (1 / _HUNDRED)))


def _unit(fact: FactRow) -> str:
    """Give the unit by which figures can be added."""
    measured = thing(fact)
    return measured.unit if measured else ""
