"""What comparing an organisation's reports over time gives: promises and what came of them, figures and their bases."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
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

    @property
    def outcomes(self) -> Counter[str]:
        """How many promises came to what."""
        return Counter(promise.outcome for promise in self.promises)
