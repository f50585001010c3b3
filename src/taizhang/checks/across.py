"""Relations between reports that are given together.

The same figure in two files; towns' parts against the county's total; this report's base against what the last one
stated. Reports meet by organisation, place and indicator; one whose name is masked (XX区) or that lacks its place
meets no other.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from taizhang.checks.figures import Figure
from taizhang.checks.fingerprints import fingerprint
from taizhang.checks.intervals import Interval, total
from taizhang.checks.judge import in_units_of, plain
from taizhang.checks.model import Checked, Finding, Kind, Pair, Place, Relation, Verdict
from taizhang.checks.rules import RULES
from taizhang.checks.words import words
from taizhang.facts.periods import parse_period, year_of
from taizhang.model import Fact, Reading, Report

__all__ = ["across"]

_MASKED = re.compile("[XxＸｘ×*＊某]")
_ECONOMY = frozenset(words("repeats", "economy"))
_GENERAL = frozenset(words("repeats", "general"))
_TOWN = re.compile("[镇乡]$|街道$|街道办事处$|[镇乡]人民政府$")
_SCOPE = re.compile("全[县市区旗州]")
_YEAR_BEFORE = ("同比", "比上年同期", "比上年", "较上年", "比去年同期", "较去年同期", "较上年同期")
MOST_FILES = 64
"""How many files one figure is compared in."""


@dataclass(frozen=True, slots=True)
class _Stated:
    """A figure, where it stands and who states it."""

    figure: Figure
    reading: Reading
    report: Report
    days: tuple[str | None, str | None]

    @property
    def place(self) -> Place:
        source, fact = self.reading.source, self.figure.fact
        return Place(source.doc, source.file, fact.start, fact.end, fact.id)


def across(readings: Sequence[Reading]) -> Checked:
    """Evaluate the relations between several files; those inside each file are `check`'s."""
    done = Checked()
    prints: Counter[str] = Counter()
    stated = [one for reading in readings for one in _stated(reading)]
    for relation, pair, rule in (*_same(stated, done), *_bases(stated), *_parts(stated)):
        relation.id = f"x-r{len(done.relations) + 1}"
        done.relations.append(relation)
        if relation.verdict == "inconsistent":
            done.findings.append(_finding(relation, pair, rule, len(done.findings) + 1, prints))
    return done


def _finding(relation: Relation, pair: Pair, rule: str, number: int, prints: Counter[str]) -> Finding:
    place = relation.spans[-1]
    mark = fingerprint(rule, place.file, [pair.what, pair.first, pair.second, pair.file], prints)
    return Finding(
        f"x-n{number}", rule, RULES[rule].severity, place.doc, place.file, None, place.start, place.end,
        RULES[rule].message(pair), None, relation.id, mark,
    )  # fmt: skip


def _stated(reading: Reading) -> Iterator[_Stated]:
    """Give the figures of a file that may meet those of another."""
    reports = {report.id: report for report in reading.reports if _is_named(report)}
    for fact in reading.facts:
        report = reports.get(fact.report or "")
        if fact.origins is not None:
            continue  # a row may speak of a part, of a town, of another's figure
        if report is None or fact.duplicate_of or fact.masked or fact.status != "actual" or not _is_own(fact):
            continue
        days = _days(fact, report)
        if days is not None:
            yield _Stated(Figure(fact, fact.start, fact.end), reading, report, days)


def _is_named(report: Report) -> bool:
    """Tell whether it is known whose report it is."""
    names = (report.org or "", report.place or "")
    return all(names) and not any(_MASKED.search(name) for name in names)


def _is_own(fact: Fact) -> bool:
    """Tell figures whose name says what they are: no verbs alone, no small counts."""
    name = fact.indicator or ""
    return len(name) >= 4 and name not in _GENERAL and not _MASKED.search(name) and isinstance(fact.value, (int, float))


def _days(fact: Fact, report: Report) -> tuple[str | None, str | None] | None:
    """Give the days that a figure speaks of; the report's own where it names none; None when nothing is known."""
    if fact.period is not None and (fact.period.begins or fact.period.ends):
        return fact.period.begins, fact.period.ends
    if fact.period is not None or not report.period or not year_of(report.period):
        return None
    found = parse_period(report.period)
    if found is None or found.ends is None:
        return None
    return found.begins.isoformat() if found.begins else None, found.ends.isoformat()


def _same(stated: Sequence[_Stated], done: Checked) -> Iterator[tuple[Relation, Pair, str]]:
    """Compare the figures of one organisation that two files state."""
    groups: dict[tuple[object, ...], list[_Stated]] = defaultdict(list)
    for one in stated:
        fact = one.figure.fact
        key = (
            one.report.place,
            one.report.org,
            fact.indicator,
            one.figure.key,
            fact.role,
            fact.sign,
            fact.basis,
            one.days,
        )
        groups[key].append(one)
    for group in groups.values():
        files = list({one.reading.source.file: one for one in reversed(group)}.values())[::-1]
        if len(files) < 2:
            continue
        if len(files) > MOST_FILES:
            done.left_out.append(f"“{group[0].figure.name}”在{len(files)}个文件中出现，只比较了前{MOST_FILES}个")
        for one in files:
            own = [other for other in group if other.reading is one.reading]
            if any(not other.figure.interval.meets(own[0].figure.interval) for other in own):
                break  # the file has several figures of that name
        else:
            yield from _compared(files[:MOST_FILES])


def _compared(files: Sequence[_Stated]) -> Iterator[tuple[Relation, Pair, str]]:
    first = files[0]
    for second in files[1:]:
        meets = first.figure.interval.meets(second.figure.interval)
        exact = first.figure.fact.modifier == second.figure.fact.modifier == "exact"
        certain = first.figure.name in _ECONOMY or (len(first.figure.name) >= 6 and first.figure.value >= 10)
        verdict: Verdict = "consistent" if meets else "inconsistent" if exact and certain else "not_verifiable"
        computed = first.figure.amount / second.figure.unit.factor
        kind: Kind = "repeat" if meets else "contradiction"
        yield (
            _relation("N021", kind, [first], second, first.figure.shown, computed, verdict),
            _pair(first, second),
            "N021",
        )


def _bases(stated: Sequence[_Stated]) -> Iterator[tuple[Relation, Pair, str]]:
    """Compare value minus change with what the report of a year before states."""
    levels: dict[tuple[object, ...], _Stated] = {}
    for one in stated:
        if one.figure.role == "level" and one.figure.name in _ECONOMY:
            levels.setdefault((one.report.place, one.report.org, one.figure.name, one.figure.key, one.days), one)
    for value, change in pairwise(stated):
        if not _is_change_of(value, change):
            continue
        figure = value.figure
        key = (value.report.place, value.report.org, figure.name, figure.key, _year_before(value.days))
        last = levels.get(key)
        if last is not None and last.reading is not value.reading:
            yield _base(value, change, last)


def _is_change_of(value: _Stated, change: _Stated) -> bool:
    one, other = value.figure, change.figure
    return (
        value.reading is change.reading
        and one.role == "level"
        and other.role == "change"
        and one.name == other.name
        and one.key == other.key
        and value.days == change.days
        and (other.fact.basis or "") in _YEAR_BEFORE
    )


def _base(value: _Stated, change: _Stated, last: _Stated) -> tuple[Relation, Pair, str]:
    now, moved = value.figure, change.figure
    sign = Decimal(moved.fact.sign)
    base = now.amount - sign * moved.amount
    meets = (now.interval - moved.interval * sign).meets(last.figure.interval)
    formula = f"{now.shown}{'-' if sign > 0 else '+'}{in_units_of(moved, now)}"
    verdict: Verdict = "consistent" if meets else "inconsistent"
    relation = _relation("N023", "growth", [value, change], last, formula, base / last.figure.unit.factor, verdict)
    relation.spans = [value.place, last.place, change.place]
    relation.file = change.place.file
    told = f"{plain(base / now.unit.factor)}{now.fact.unit}"
    return relation, Pair(f"“{now.name}”", told, moved.fact.quote, last.reading.source.file), "N023"


def _year_before(days: tuple[str | None, str | None]) -> tuple[str | None, str | None]:
    begins, ends = (f"{int(day[:4]) - 1:04}{day[4:]}" if day else None for day in days)
    return begins, ends


def _parts(stated: Sequence[_Stated]) -> Iterator[tuple[Relation, Pair, str]]:
    """Compare what the towns of a place state, added up, with what its other reports state of the whole."""
    towns: dict[tuple[object, ...], list[_Stated]] = defaultdict(list)
    wholes: dict[tuple[object, ...], _Stated] = {}
    for one in stated:
        if one.figure.role != "level" or one.figure.name not in _ECONOMY or one.figure.fact.modifier != "exact":
            continue
        place, org = one.report.place or "", one.report.org or ""
        if _TOWN.search(place) or _TOWN.search(org) or one.report.org_type == "街道/乡镇":
            county = re.match("^.*?[县市区旗]", place)
            if county:
                towns[county[0], one.figure.name, one.figure.key, one.days].append(one)
        elif _SCOPE.search(one.reading.source.text, max(0, one.figure.start - 20), one.figure.start):
            wholes.setdefault((place, one.figure.name, one.figure.key, one.days), one)
    for key, parts in towns.items():
        whole = wholes.get(key)
        single = list({(part.report.place, part.report.org): part for part in parts}.values())
        if whole is None or len(single) < 2 or len(single) > MOST_FILES:
            continue
        added: Interval = total(part.figure.interval for part in single)
        amount = sum((part.figure.amount for part in single), Decimal(0))
        over = added.low > whole.figure.interval.high
        verdict: Verdict = (
            "inconsistent" if over else "consistent" if added.meets(whole.figure.interval) else "not_verifiable"
        )
        formula = "+".join(part.figure.shown for part in single)
        relation = _relation("N022", "sum", single, whole, formula, amount / whole.figure.unit.factor, verdict)
        pair = Pair(whole.figure.name, f"{plain(amount / whole.figure.unit.factor)}{whole.figure.fact.unit}",
                    whole.figure.fact.quote, single[0].reading.source.file)  # fmt: skip
        yield relation, pair, "N022"


def _relation(
    rule: str, kind: Kind, inputs: Sequence[_Stated], stated: _Stated, formula: str, computed: Decimal, verdict: Verdict
) -> Relation:
    value = stated.figure.fact.value
    number = value if isinstance(value, (int, float)) else None
    spans = [*(one.place for one in inputs), stated.place]
    return Relation("", rule, kind, spans, stated.reading.source.file, formula, number, plain(computed), verdict)


def _pair(first: _Stated, second: _Stated) -> Pair:
    return Pair(f"“{second.figure.name}”", first.figure.fact.quote, second.figure.fact.quote, first.reading.source.file)
