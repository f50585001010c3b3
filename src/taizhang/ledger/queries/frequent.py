"""The values that most facts of a query have: which indicators, organisations and periods to ask for next.

Takes a FactQuery and the attribute, gives Choices: each value with how many facts the query has with it in place of
what it asks of that attribute now. An organisation stands for those below it, a period for what lies in it, as they do
in the query. The database counts by an index; a question that takes it too long is a TooBroad.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice
from typing import Any, Literal, NamedTuple, get_args

from django.db import connection
from django.db.models import Count, F

from taizhang.facts import parse_period
from taizhang.ledger.models import IndicatorName, Organisation, Report
from taizhang.ledger.queries import resolving
from taizhang.ledger.queries.conditions import Unindexed, chosen, covered, facts
from taizhang.ledger.queries.days import named_days, newest_first
from taizhang.ledger.queries.in_time import in_time
from taizhang.ledger.queries.query import FactQuery, Match
from taizhang.ledger.queries.rows import question
from taizhang.ledger.queries.wording import whole_name

__all__ = ["ATTRIBUTES", "Attribute", "Choice", "Choices", "frequent", "lies"]

Attribute = Literal["indicators", "organisations", "period"]
ATTRIBUTES: tuple[Attribute, ...] = get_args(Attribute)
Days = tuple[date | None, date | None]
_TRIED = 60
"""Of how many days, those of most facts first, the names are looked at."""


class Choice(NamedTuple):
    """A value: `text` is what a query takes for it."""

    text: str
    name: str
    facts: int


@dataclass(frozen=True, slots=True)
class Choices:
    """What the query asks for, then what most other facts have, most first (of periods the newest first)."""

    chosen: tuple[Choice, ...]
    others: tuple[Choice, ...]
    more: int
    """How many further values there are; of periods it is not known, since one holds others."""
    without: int
    """How many facts name none."""


def frequent(query: FactQuery, attribute: Attribute, most: int = 10, seconds: float = 1.0) -> Choices:
    """Give the values of an attribute that most facts have; UsageError as `facts`, TooBroad after so many seconds."""
    unset: dict[str, Any] = {attribute: ()}
    if attribute == "period":
        unset = {"period": None, "begins": None, "ends": None, "match": "within"}
    wider = replace(query, order="text", **unset)
    with in_time(seconds):
        if attribute == "indicators":
            return _indicators(query, wider, most)
        return _organisations(query, wider, most) if attribute == "organisations" else _periods(query, wider, most)


def _counted(query: FactQuery, outer: str, *columns: str, **only: Any) -> list[Sequence[Any]]:
    """Count the facts of a query by columns, then ask `outer` of these counts, which are {found} there.

    What no index of the facts holds is found first and sorted then, as for totals. Roles and statuses never choose the
    index: most facts have the same, and one that begins with them is not in the order of what is counted.
    """
    rows, broad = chosen(replace(query, roles=(), statuses=()))
    for name, values in (("role", query.roles), ("status", query.statuses)):
        if values:
            rows = rows.alias(**{f"own_{name}": Unindexed(F(name))}).filter(**{f"own_{name}__in": values})
    elsewhere = not covered(query) or query.by_hand is not None or bool(only)
    by = {f"its_{name}": Unindexed(F(name)) if elsewhere else F(name) for name in columns}
    grouped = rows.filter(**only).order_by().annotate(**by).values(*by).annotate(n=Count("*"))
    sql, parameters = question(grouped, [*by, "n"], scan=broad and elsewhere)
    if not sql:
        return []
    with connection.cursor() as cursor:
        cursor.execute(outer.format(found=f"({sql}) AS found"), parameters)
        found: list[Sequence[Any]] = cursor.fetchall()
        return found


def _indicators(query: FactQuery, wider: FactQuery, most: int) -> Choices:
    asked = {name: resolving.indicators((name,)) for name in query.indicators}
    taken = {pk for ids in asked.values() for pk in ids}
    outer = (
        f"SELECT own.indicator_id, SUM(found.n), COUNT(*) OVER () FROM {{found}} LEFT JOIN "
        f"{IndicatorName._meta.db_table} own ON own.id = found.its_name_id GROUP BY own.indicator_id "
        f"ORDER BY (own.indicator_id IS NULL) DESC, SUM(found.n) DESC, own.indicator_id LIMIT {most + len(taken) + 1}"
    )
    rows = _counted(wider, outer, "name_id")
    named = [(pk, int(n)) for pk, n, _ in rows if pk is not None]
    shown = [(pk, n) for pk, n in named if pk not in taken][:most]
    known: dict[int, list[str]] = defaultdict(list)
    names = IndicatorName.objects.filter(indicator__in=[pk for pk, _ in shown]).order_by("pk")
    canonical = {}
    for pk, text, name in names.values_list("indicator_id", "text", "indicator__name"):
        known[pk].append(text)
        canonical[pk] = name
    others = [Choice(_text(pk, canonical[pk], known[pk]), canonical[pk], n) for pk, n in shown]
    own = tuple(Choice(name, name, facts(replace(query, indicators=(name,))).count()) for name in asked)
    nameless = sum(int(n) for pk, n, _ in rows if pk is None)
    every = (rows[0][2] if rows else 0) - bool(nameless)
    met = sum(choice.facts > 0 for choice in own)
    return Choices(own, tuple(others), max(0, every - len(others) - met), nameless)


def _text(pk: int, name: str, written: Sequence[str]) -> str:
    """Give a name that finds an indicator alone: its own, unless another one is written so."""
    return name if name in written or resolving.indicators((name,)) == [pk] else written[0]


def _organisations(query: FactQuery, wider: FactQuery, most: int) -> Choices:
    outer = (
        f"SELECT own.id, own.path, found.n FROM {{found}} LEFT JOIN {Organisation._meta.db_table} own "
        "ON own.id = found.its_organisation_id"
    )
    rows = _counted(wider, outer, "organisation_id")
    held: dict[int, int] = defaultdict(int)
    for pk, path, n in rows:
        for above in {pk, *map(int, filter(None, (path or "").split("/")))} - {None}:
            held[above] += n
    if query.scope is not None:
        seen = set(resolving.subtrees(query.scope).values_list("pk", flat=True))
        held = defaultdict(int, {pk: n for pk, n in held.items() if pk in seen})
    asked = {name: resolving.named_organisations((name,)) for name in query.organisations}
    taken = {pk for ids in asked.values() for pk in ids}
    ranked = sorted(held.items(), key=lambda one: (-one[1], one[0]))
    shown = [(pk, n) for pk, n in ranked if pk not in taken][:most]
    bodies = {body.pk: body for body in Organisation.objects.filter(pk__in=[*taken, *(pk for pk, _ in shown)])}
    others = [Choice(_how_to_ask(bodies[pk]), _full(bodies[pk]), n) for pk, n in shown if pk in bodies]
    own = tuple(
        Choice(name, _full(bodies[min(ids)]) if name.startswith("#") else name, _under(rows, bodies, ids))
        for name, ids in asked.items()
    )
    more = len(held.keys() - taken) - len(others)
    return Choices(own, tuple(others), more, sum(n for pk, _, n in rows if pk is None))


def _under(rows: Iterable[Sequence[Any]], bodies: Mapping[int, Organisation], ids: Iterable[int]) -> int:
    """Count the facts of these organisations and of those below them."""
    paths = tuple(bodies[pk].path or f"{pk:010}/" for pk in ids)
    return sum(n for pk, path, n in rows if pk is not None and (path or f"{pk:010}/").startswith(paths))


def _full(body: Organisation) -> str:
    return whole_name(body.name, body.place)


def _how_to_ask(body: Organisation) -> str:
    """Give the shortest words that mean this organisation alone: its name, with its place, or its number."""
    named = (words for words in (body.name, _full(body)) if resolving.named_organisations((words,)) == {body.pk})
    return next(named, f"#{body.pk}")


def _periods(query: FactQuery, wider: FactQuery, most: int) -> Choices:
    days = _days(wider)
    found: list[tuple[Days, Choice]] = []
    for at, n in islice(_ranked(days, query.match), _TRIED):
        period = parse_period(named_days(*at))
        if at != query.days and period is not None and (period.begins, period.ends) == at:
            found.append((at, Choice(named_days(*at), named_days(*at), n)))
    others = [choice for _, choice in sorted(found[:most], key=lambda one: newest_first(one[0]))]
    asked = () if query.period is None else (
        Choice(query.period, query.period, _sum(days, query.match, query.days)),
    )  # fmt: skip
    return Choices(asked, tuple(others), 0, days.get((None, None), 0))


def _days(query: FactQuery) -> dict[Days, int]:
    """Count by days; those of the report for facts that name none, where the query takes these."""
    days: dict[Days, int] = defaultdict(int)
    own = "SELECT its_begins, its_ends, SUM(n) FROM {found} GROUP BY its_begins, its_ends"
    for begins, ends, n in _counted(query, own, "organisation_id", "ends", "begins"):
        days[_day(begins), _day(ends)] += int(n)
    if query.reports_period:
        theirs = (
            f"SELECT own.begins, own.ends, SUM(found.n) FROM {{found}} JOIN {Report._meta.db_table} own "
            "ON own.id = found.its_report_id GROUP BY own.begins, own.ends"
        )
        for begins, ends, n in _counted(query, theirs, "report_id", period=None, begins=None, ends=None):
            days[None, None] -= int(n)
            days[_day(begins), _day(ends)] += int(n)
    return days


def _ranked(days: Mapping[Days, int], match: Match) -> Iterable[tuple[Days, int]]:
    """Give closed periods with what they would find, most first: those that are named most, and the years of all."""
    closed = [at for at in days if at[0] and at[1] and days[at]]
    years = {(date(each.year, 1, 1), date(each.year, 12, 31)) for at in closed for each in at if each}
    named = sorted(closed, key=lambda at: -days[at])[:_TRIED]
    counted = {at: _sum(days, match, at) for at in {*named, *years}}
    return sorted(((at, n) for at, n in counted.items() if n), key=lambda one: (-one[1], newest_first(one[0])))


def _sum(days: Mapping[Days, int], match: Match, asked: Days) -> int:
    return sum(n for own, n in days.items() if any(own) and lies(match, asked, own))


def lies(match: Match, asked: Days, own: Days) -> bool:
    """Say whether days lie to those that are asked for as `match` wants it: what the database says of a fact."""
    (first, last), (begins, ends) = asked, own
    if match == "equal":
        return own == asked
    if match == "overlap":
        head, tail = begins or ends, ends or begins
        return not (last and not (head and head <= last)) and not (first and not (tail and tail >= first))
    if ends is None:
        return begins is not None and (not first or begins >= first) and (not last or begins <= last)
    inside = not first or (ends >= first and (begins is None or begins >= first))
    return inside and (not last or ends <= last)


def _day(day: Any) -> date | None:
    return date.fromisoformat(day) if isinstance(day, str) else day
