"""What may be asked of the facts: one frozen object for the command line, the library and the pages.

`FactQuery` says it in the user's words (names, periods); `resolving` finds the rows that they mean, `conditions` makes
a queryset of them, and `pages`, `totals`, `latest`, `pivot` and the exports take that.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from typing import Literal, get_args

from taizhang.errors import UsageError
from taizhang.facts import parse_period
from taizhang.model import FactRole, ReportKind, Status
from taizhang.wordlists import load

__all__ = ["LABELS", "ORDERS", "FactQuery", "Match", "Order", "allowed", "near_names"]

Match = Literal["within", "overlap", "equal"]
Order = Literal["text", "period", "value"]
ORDERS: tuple[Order, ...] = get_args(Order)
LABELS: Mapping[str, Mapping[str, str]] = load("ledger", "labels.toml")
"""Kind of word -> word of the rows -> how it is shown: LABELS["role"]["level"]."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FactQuery:
    """Which facts, in which order. All that is given must hold; of several in one tuple any one.

    UsageError, one line, for a word that is not allowed or a period that is none.

    >>> FactQuery(period="2024年上半年").days
    (datetime.date(2024, 1, 1), datetime.date(2024, 6, 30))
    """

    indicators: tuple[str, ...] = ()
    """Any name of an indicator, matched exactly after normalising; else a part of the name of one only."""
    organisations: tuple[str, ...] = ()
    """Names, ids as #12, or a part of the name of one only; those below them belong to it."""
    places: tuple[str, ...] = ()
    """Region codes (their first digits), names, or a part of the name of one only; places within belong to it."""
    period: str | None = None
    """A time expression with its year: 2024年, 2024年上半年, 2024年1-6月."""
    begins: date | None = None
    ends: date | None = None
    match: Match = "within"
    """How a fact's days lie to those asked for: within them, overlapping them, or equal to them."""
    reports_period: bool = False
    """A fact without a period counts as of the period of its report."""
    roles: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    """Kinds of report; a summary, or a plan, is in a report that is both (summary+plan) too."""
    documents: tuple[str, ...] = ()
    """The first digits of a doc (six at least), or a file's path or its end."""
    reports: tuple[int, ...] = ()
    """Ids of reports."""
    facts: tuple[int, ...] = ()
    """Ids of facts."""
    text: str | None = None
    """Stands in the fact's quote, in the name of its indicator, or in its subject."""
    sentence: str | None = None
    """Stands in the fact's sentence; UsageError when very many documents hold it and nothing else narrows them."""
    by_hand: bool | None = None
    versions: Literal["live", "all"] = "live"
    """all: earlier versions of files, too."""
    duplicates: bool = False
    """Facts of second copies of a passage, too."""
    scope: tuple[int, ...] | None = None
    """Ids of the organisations that the asker may see, with those below them; None: all."""
    order: Order = "text"
    """As they stand in the texts; newest period first; largest value in base units first, falls below zero."""

    def __post_init__(self) -> None:
        allowed("数据类别", self.roles, get_args(FactRole), LABELS["role"])
        allowed("状态", self.statuses, get_args(Status), LABELS["status"])
        allowed("报告类型", self.kinds, get_args(ReportKind), LABELS["kind"])
        allowed("期间的比法", (self.match,), get_args(Match), LABELS["match"])
        allowed("排列次序", (self.order,), ORDERS, LABELS["order"])
        allowed("版本", (self.versions,), ("live", "all"))
        for what, words in (("--text", self.text), ("--sentence", self.sentence)):
            if words is not None and not words.strip():
                raise UsageError(f"{what} 要找的字为空（变量没有值？）；请写出要找的字，或去掉它")
        if self.period is not None and (self.begins or self.ends):
            raise UsageError("期间和起止日期只能给一种；请去掉其中一种")
        first, last = self.days
        if first and last and first > last:
            raise UsageError(f"起始日期 {first} 在截止日期 {last} 之后；请对调")
        if self.match == "equal" and self.period is None and not (self.begins and self.ends):
            raise UsageError("比法 equal 要给期间，或起止两个日期")

    @property
    def days(self) -> tuple[date | None, date | None]:
        """The first and the last day that are asked for; (None, None) when it is about no period."""
        if self.period is None:
            return self.begins, self.ends
        found = parse_period(self.period)
        if found is None or (found.begins is None and found.ends is None):
            raise UsageError(
                f"看不懂期间“{self.period}”；可以写 2024年、2024年上半年、2024年1-6月、2024年第一季度，或用起止日期"
            )
        return found.begins, found.ends


def allowed(what: str, given: Iterable[str], choices: Sequence[str], labels: Mapping[str, str] | None = None) -> None:
    """Raise UsageError, with what is allowed and what is near, for one that is not among `choices`."""
    labels = labels or {}
    for word in given:
        if word not in choices:
            near = get_close_matches(word, [*choices, *labels.values()], 1)
            hint = f"是不是 {near[0]}？" if near else ""
            told = "、".join(f"{choice}（{labels[choice]}）" if choice in labels else choice for choice in choices)
            raise UsageError(f"没有“{word}”这种{what}；{hint}可以是：{told}")


def near_names(name: str, names: Iterable[str], most: int = 5) -> list[str]:
    """Give the names that are most like one that was not found: those that hold it, then those of like letters.

    >>> near_names("预算收入", ["一般公共预算收入", "排查隐患"])
    ['一般公共预算收入']
    """
    letters = set(name)
    kin = [other for other in names if 2 * len(letters.intersection(other)) >= min(len(letters), len(set(other)))]
    holding = sorted((other for other in kin if name in other or other in name), key=lambda other: (len(other), other))
    if len(holding) >= most:
        return holding[:most]
    like = sorted(kin, key=lambda other: (-len(letters.intersection(other)), len(other)))[:2000]
    return list(dict.fromkeys([*holding, *get_close_matches(name, like, most, 0.5)]))[:most]
