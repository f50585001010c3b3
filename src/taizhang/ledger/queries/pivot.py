"""One indicator over organisations and periods: every figure in its cell, those that disagree marked, none merged.

Takes a FactQuery about one indicator, gives a Pivot; the command line, the exports and the pages draw it. Figures of
another role, status, base unit or subject stand in rows of their own, since they say another thing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from taizhang.errors import UsageError
from taizhang.ledger.models import Indicator, Organisation, Report
from taizhang.ledger.queries import resolving, wording
from taizhang.ledger.queries.conditions import facts
from taizhang.ledger.queries.days import named_days, newest_first
from taizhang.ledger.queries.query import LABELS, FactQuery
from taizhang.ledger.queries.rows import fetched
from taizhang.ledger.queries.values import agree, interval, signed, turned

__all__ = ["Cell", "Pivot", "Stated", "pivot"]

Days = tuple[date | None, date | None]


class Stated(NamedTuple):
    """A figure in a cell, its value in base units, falls below zero: two for a range, none when masked."""

    fact: int
    """Its id."""
    value: float | None
    high: float | None
    modifier: str
    """What it says of the value: that of 下降5%以上 is -5 at most."""
    quote: str
    report_period: bool
    """The fact names no period; it stands under that of its report."""
    said: str
    """The figure in words, as it counts: with its modifier, direction and unit, and as a person corrected it."""


@dataclass(frozen=True, slots=True)
class Cell:
    """All figures of one organisation and period; `agrees`: one value may be meant by all of them."""

    figures: tuple[Stated, ...]
    agrees: bool


class Line(NamedTuple):
    """What a row of the table is about."""

    organisation: int | None
    role: str
    status: str
    base_unit: str
    subject: str | None = None
    """What the figures are of, where that is not all that the organisation is about: a town, a road."""


@dataclass(frozen=True, slots=True)
class Pivot:
    """The table: periods newest first, lines in the order of the tree of organisations, cells that hold something.

    Of an organisation those without a subject come first, then its subjects as the texts name them.
    """

    indicator: str
    periods: tuple[Days, ...]
    lines: tuple[Line, ...]
    names: dict[int | None, str]
    """The name of each organisation of `lines`."""
    cells: dict[tuple[Line, Days], Cell]

    @property
    def headings(self) -> tuple[str, ...]:
        """The periods as they are named."""
        return tuple(named_days(*days) for days in self.periods)

    @property
    def subjects(self) -> bool:
        """Whether any line is about a subject."""
        return any(line.subject for line in self.lines)

    @property
    def disagreeing(self) -> int:
        """How many cells hold figures that cannot mean one value."""
        return sum(not cell.agrees for cell in self.cells.values())


def pivot(query: FactQuery) -> Pivot:
    """Lay out the facts of a query about one indicator; UsageError when it is about none or several."""
    ids = resolving.indicators(query.indicators)
    names = list(Indicator.objects.filter(pk__in=ids).values_list("name", flat=True))
    if len(names) != 1:
        what = f"现在是：{'、'.join(names)}" if names else "现在没有给"
        raise UsageError(f"单位 × 期间的表只能是一个指标，{what}；请用 --indicator 给一个指标")
    cells: dict[tuple[Line, Days], list[tuple[Stated, _AsWritten]]] = defaultdict(list)
    for line, days, stated, written in _figures(query):
        cells[line, days].append((stated, written))
    shown, order = _organisations({line.organisation for line, _ in cells})
    first: dict[tuple[int | None, str | None], int] = {}
    for n, (line, _) in enumerate(cells):
        first.setdefault((line.organisation, line.subject), n if line.subject else -1)
    lines = sorted(
        {line for line, _ in cells},
        key=lambda line: (order[line.organisation], first[line.organisation, line.subject], _kind(line)),
    )
    periods = sorted({days for _, days in cells}, key=newest_first)
    return Pivot(names[0], tuple(periods), tuple(lines), shown, {at: _cell(found) for at, found in cells.items()})


_COLUMNS = (
    "id", "organisation_id", "report_id", "role", "status", "base_unit", "base_value", "base_high", "begins", "ends",
    "period", "value", "high", "unit", "decimals", "modifier", "quote", "by_hand", "sign", "subject",
)  # fmt: skip


_AsWritten = tuple[tuple[float | None, float | None, str, int, str, str], bool]
"""What `interval` takes, and whether that is a fall stated as its size."""


def _figures(query: FactQuery) -> Iterable[tuple[Line, Days, Stated, _AsWritten]]:
    reports: dict[int, Days] = {}
    if query.reports_period:
        reports = {pk: (begins, ends) for pk, begins, ends in Report.objects.values_list("pk", "begins", "ends")}
    for row in fetched(facts(query).order_by("pk"), _COLUMNS):
        (pk, organisation, report, role, status, base_unit, base, base_high, begins, ends, period, value, high, unit,
         decimals, modifier, quote, by_hand, sign, subject) = row  # fmt: skip
        days = _day(begins), _day(ends)
        borrowed = period is None and report in reports
        if borrowed:
            days = reports[report]
        said = wording.told(quote, value, high, unit, by_hand, modifier, sign)
        stated = Stated(pk, *signed(base, base_high, sign), turned(modifier, sign), quote, borrowed, said)
        written = (value, high, unit, decimals, modifier, quote), sign < 0 <= (value or 0)
        yield Line(organisation, role, status, base_unit, subject or None), days, stated, written


def _kind(line: Line) -> tuple[int, int, str]:
    """Sort amounts before growth, what is before what is planned."""
    roles, statuses = list(LABELS["role"]), list(LABELS["status"])
    return roles.index(line.role), statuses.index(line.status), line.base_unit


def _day(day: Any) -> date | None:
    return date.fromisoformat(day) if isinstance(day, str) else day


def _cell(found: list[tuple[Stated, _AsWritten]]) -> Cell:
    figures = tuple(stated for stated, _ in found)
    if len(found) == 1:
        return Cell(figures, agrees=True)
    allowed = [(interval(*written), Decimal(-1 if falls else 1)) for _, (written, falls) in found]
    return Cell(figures, agree([one * sign for one, sign in allowed if one is not None]))


def _organisations(ids: set[int | None]) -> tuple[dict[int | None, str], dict[int | None, tuple[bool, str, str]]]:
    """Give the names of organisations and what sorts them by their tree; those unknown come last."""
    names: dict[int | None, str] = {None: "未写明单位"}
    order: dict[int | None, tuple[bool, str, str]] = {None: (True, "", "")}
    known = [pk for pk in ids if pk is not None]
    for at in range(0, len(known), 2000):
        rows = Organisation.objects.filter(pk__in=known[at : at + 2000]).values_list("pk", "name", "place", "path")
        for pk, name, place, path in rows:
            names[pk] = wording.whole_name(name, place)
            order[pk] = (False, path or f"{pk:010}/", name)
    return names, order
