"""Promises: the planned figures of the last reports against what this one says, matched by indicator, role and unit.

A target is compared with figures of its own days first, then with later ones; what fits in part only, or can be read
in two ways, is uncertain and says why. Both sentences are kept: the target's and its evidence.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date

from taizhang.ledger.comparison.figures import (
    Days,
    Reached,
    Thing,
    allowed,
    days_of,
    direction_of,
    directions,
    facts_of,
    is_named,
    reached,
    thing,
)  # fmt: skip
from taizhang.ledger.comparison.model import Promise, ReportRow
from taizhang.ledger.queries.days import named_days
from taizhang.ledger.queries.rows import FactRow

__all__ = ["promises"]

_MOST_EVIDENCE = 5


def promises(
    report: ReportRow, last: Sequence[ReportRow], now: Sequence[FactRow], earlier: Sequence[ReportRow] = ()
) -> list[Promise]:
    """Give what came of each planned figure of the last reports; `now` are the facts of this report.

    Of `earlier` reports, only what was planned for a time that ended since the last ones.
    """
    before = facts_of(row.id for row in last)
    targets = [fact for fact in before if fact.status == "planned"]
    targets += _due(report, last, earlier, targets)
    told = _Told(report, now, directions([*targets, *now]))
    plans = {row.id: (row.begins, row.ends) for row in last if row.kind == "plan"}
    return [told.outcome(target, plans.get(target.report or 0)) for target in _single(targets)]


def _due(
    report: ReportRow, last: Sequence[ReportRow], earlier: Sequence[ReportRow], later: Sequence[FactRow]
) -> list[FactRow]:
    """Give what earlier reports planned for a time that ended since, unless it was planned again `later`."""
    since = max((row.ends for row in last if row.ends and row.kind != "plan"), default=None)
    if since is None or report.ends is None or not earlier:
        return []
    again = {(thing(fact), days_of(fact)) for fact in later}
    planned = [fact for fact in facts_of(row.id for row in earlier) if fact.status == "planned" and fact.ends]
    due = [fact for fact in planned if fact.ends and since < fact.ends <= report.ends]
    return [fact for fact in due if (thing(fact), days_of(fact)) not in again]


def _single(targets: Sequence[FactRow]) -> list[FactRow]:
    """Leave out what the last reports say twice in the same words."""
    return list({(thing(fact), fact.period, fact.quote, fact.modifier): fact for fact in reversed(targets)}.values())[
        ::-1
    ]


class _Told:
    """What this report says, by what it measures."""

    def __init__(self, report: ReportRow, facts: Sequence[FactRow], direction: dict[str, int]) -> None:
        self.report = report
        self.direction = direction
        self.by_thing: dict[Thing, list[FactRow]] = defaultdict(list)
        self.by_indicator: dict[str, list[FactRow]] = defaultdict(list)
        for fact in facts:
            measured = thing(fact)
            if measured is not None:
                self.by_thing[measured].append(fact)
                self.by_indicator[measured.indicator].append(fact)

    def outcome(self, target: FactRow, plan: Days | None) -> Promise:
        """Judge one target; `plan` are the days of the plan that it stands in, for one that names none itself."""
        measured = thing(target)
        if measured is None or not is_named(target):
            return Promise(target, "uncertain", (), "计划的指标没有写明或太笼统，不能确定和哪个数对应")
        if allowed(target) is None:
            return Promise(target, "uncertain", (), "计划的数被遮盖")
        days = days_of(target) or plan
        same = self.by_thing.get(measured, [])
        restated = [fact for fact in same if fact.status == "planned" and self._days(fact) == days and days]
        if other := [fact for fact in restated if not _same_goal(target, fact)]:
            return Promise(target, "changed", tuple(other), "本次报告对同一期间另有说法")
        actual = [fact for fact in same if fact.status == "actual" and allowed(fact) is not None]
        if actual:
            return self._judged(target, actual, days)
        return self._unmatched(target, measured, restated, same)

    def _unmatched(
        self, target: FactRow, measured: Thing, restated: Sequence[FactRow], same: Sequence[FactRow]
    ) -> Promise:
        if restated:
            return Promise(target, "pending", tuple(restated), "本次报告重申了这个计划，没有写实际数")
        if same:
            return Promise(target, "uncertain", tuple(same[:_MOST_EVIDENCE]), "本次报告只有计划或预计的数，没有实际数")
        kin = self.by_indicator.get(measured.indicator, [])
        if kin:
            note = "本次报告写了这个指标，但类别、单位或对象不同，不能直接比"
            return Promise(target, "uncertain", tuple(kin[:_MOST_EVIDENCE]), note)
        return Promise(target, "silent", (), "本次报告没有写这个指标")

    def _days(self, fact: FactRow) -> Days | None:
        """Give the days of a figure of this report: its own, or the report's where it names no period."""
        if fact.period is not None:
            return days_of(fact)
        return (self.report.begins, self.report.ends) if self.report.ends else None

    def _judged(self, target: FactRow, actual: Sequence[FactRow], days: Days | None) -> Promise:
        """Compare a target with the actual figures of its thing, those of its own days before others."""
        if days is None or days[1] is None:
            return self._without_deadline(target, actual)
        own = [fact for fact in actual if _covers(self._days(fact), days)]
        later = [fact for fact in actual if fact not in own and _ends(self._days(fact)) > days[1]]
        sooner = [fact for fact in actual if _is_within(self._days(fact), days) and fact not in own]
        if own:
            return self._in_time(target, own, later)
        if sooner:
            return self._not_due(target, sooner, days[1])
        if later and days[0] is None:
            return self._reached_later(target, later, days)
        told = named_days(*days)
        return Promise(target, "uncertain", tuple(actual[:_MOST_EVIDENCE]), f"计划是{told}的，本次报告的数是别的期间的")

    def _in_time(self, target: FactRow, own: Sequence[FactRow], later: Sequence[FactRow]) -> Promise:
        results = {fact.id: self._reached(target, fact) for fact in own}
        found = set(results.values())
        if found == {"yes"}:
            return Promise(target, "kept", tuple(own), "按期达到")
        if found == {"no"}:
            after = [fact for fact in later if self._reached(target, fact) == "yes"]
            note = "期内没有达到，之后达到" if after else "期内只完成一部分，没有达到"
            return Promise(target, "late", (*own, *after), note)
        if len(found) > 1:
            return Promise(target, "uncertain", tuple(own), "本次报告有几个不同的数，有的达到，有的没有")
        return Promise(target, "uncertain", tuple(own), self._unsure(target))

    def _not_due(self, target: FactRow, sooner: Sequence[FactRow], due: date) -> Promise:
        """Judge by figures of a part of the time: reached already, or not due yet."""
        if any(self._reached(target, fact) == "yes" and self._is_lasting(target) for fact in sooner):
            return Promise(target, "kept", tuple(sooner), "提前达到")
        if self.report.ends is not None and self.report.ends >= due:
            return Promise(target, "uncertain", tuple(sooner), "本次报告只有期间一部分的数")
        return Promise(target, "pending", tuple(sooner), f"还没有到期（{due.isoformat()}）")

    def _reached_later(self, target: FactRow, later: Sequence[FactRow], days: Days) -> Promise:
        results = {self._reached(target, fact) for fact in later}
        if results == {"yes"}:
            return Promise(target, "uncertain", tuple(later), f"{named_days(*days)}时的数没有写，到本次报告时已达到")
        if results == {"no"}:
            return Promise(target, "late", tuple(later), "到期后仍没有达到")
        return Promise(target, "uncertain", tuple(later), self._unsure(target))

    def _without_deadline(self, target: FactRow, actual: Sequence[FactRow]) -> Promise:
        results = {self._reached(target, fact) for fact in actual}
        if results == {"yes"}:
            return Promise(target, "kept", tuple(actual), "已经达到（计划没有写明期限）")
        return Promise(target, "uncertain", tuple(actual), "计划没有写明期限，不能判定是否按期")

    def _reached(self, target: FactRow, fact: FactRow) -> Reached:
        return reached(target, fact, direction_of(target, self.direction))

    def _is_lasting(self, target: FactRow) -> bool:
        """Tell amounts that only grow through a year from rates and ranks, which may fall again."""
        return target.role == "level" and target.modifier != "at_most"

    def _unsure(self, target: FactRow) -> str:
        if direction_of(target, self.direction) or target.modifier in ("at_least", "at_most"):
            return "含约数，不能判定是否达到"
        return "和计划的数不同；这个指标是多好还是少好不知道，不能判定"


def _same_goal(one: FactRow, other: FactRow) -> bool:
    """Tell whether two planned figures ask for the same; one that is masked may."""
    first, second = allowed(one), allowed(other)
    if first is None or second is None:
        return True
    bounds = {one.modifier, other.modifier} & {"at_least", "at_most"}
    return one.base_value == other.base_value if bounds else first.meets(second)


def _covers(days: Days | None, goal: Days) -> bool:
    """Tell figures of the target's own days; an as-of figure of its last day is one."""
    if days is None:
        return False
    if goal[0] is None or days[0] is None:
        return days[1] == goal[1]
    return days == goal


def _is_within(days: Days | None, goal: Days) -> bool:
    if days is None or days[1] is None or goal[1] is None or days[1] > goal[1]:
        return False
    return goal[0] is None or (days[0] is None and days[1] >= goal[0]) or (days[0] is not None and days[0] >= goal[0])


def _ends(days: Days | None) -> date:
    return days[1] if days and days[1] else date.min
