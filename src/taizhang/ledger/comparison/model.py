"""What comparing an organisation's reports over time gives: promises and what came of them, figures and their bases."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal, NamedTuple

from taizhang.ledger.queries.rows import FactRow

__all__ = ["Base", "Comparison", "Outcome", "Promise", "ReportRow", "Verdict"]

Outcome = Literal["kept", "late", "changed", "silent", "pending", "uncertain"]
Verdict = Literal["agrees", "differs", "uncertain"]


class ReportRow(NamedTuple):
    """A report of the ledger, as comparing needs it."""

    id: int
    organisation: int | None
    org: str | None
    place: str | None
    period: str | None
    begins: date | None
    ends: date | None
    kind: str
    heading: str
    file: str


@dataclass(frozen=True, slots=True)
class Promise:
    """A planned figure of the last report, what this one says of it, and why it is taken so.

    kept: reached in its time. late: reached later, or in its time only in part. changed: this report plans otherwise.
    silent: it says nothing of the indicator. pending: it is not due yet. uncertain: it cannot be told.
    """

    target: FactRow
    outcome: Outcome
    evidence: tuple[FactRow, ...]
    note: str


@dataclass(frozen=True, slots=True)
class Base:
    """A figure of this report that speaks of an earlier period, and what an earlier report said of that period.

    `change` is the growth or change from which the earlier figure follows, None where this report states it itself;
    `low` to `high` is what it may have been by this report, in base units.
    """

    figure: FactRow
    change: FactRow | None
    former: FactRow
    low: float | None
    high: float | None
    verdict: Verdict
    note: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """A report against the last ones of its organisation, and those before them whose plans were due since.

    `notes` say what could not be compared (Chinese lines).
    """

    report: ReportRow
    last: tuple[ReportRow, ...]
    promises: tuple[Promise, ...]
    bases: tuple[Base, ...]
    notes: tuple[str, ...] = ()
    periods: Mapping[int, str] = field(default_factory=dict)
    """The period of each report that a figure here stands in, by its id."""

    @property
    def earlier(self) -> list[tuple[str, ReportRow]]:
        """The reports that this one is held against, each with what it is to it; there is one last period only."""
        ends = {row.id: row.ends for row in self.last if row.ends and not self._is_of_now(row)}
        newest = max(ends.values(), default=None)
        return [
            ("本期的计划" if self._is_of_now(row) else "上一份" if ends.get(row.id) == newest else "更早的一份", row)
            for row in self.last
        ]

    def _is_of_now(self, row: ReportRow) -> bool:
        return row.kind == "plan" and bool(row.ends and self.report.ends and row.ends >= self.report.ends)

    def stated_in(self, fact: FactRow) -> str:
        """Name the report in which a figure stands, by its period."""
        period = self.periods.get(fact.report or 0)
        return f"{period}的报告" if period else "未写明期间的报告"

    @property
    def outcomes(self) -> Counter[str]:
        """How many promises came to what."""
        return Counter(promise.outcome for promise in self.promises)
