"""An address of 数据 -> what it asks of the ledger; every view has an address, so it can be kept and sent."""

from __future__ import annotations

from dataclasses import dataclass
from typing import get_args

from django.http import QueryDict

from taizhang.errors import UsageError
from taizhang.ledger.queries.query import LABELS, ORDERS, FactQuery, Match

__all__ = ["VIEWS", "Asked", "worded"]

VIEWS = {"list": "逐条", "latest": "最新", "across": "单位 × 期间"}
_LONGEST = 200


@dataclass(frozen=True)
class Asked:
    """The fields of the form as they were written; `query` is the question, or raises UsageError."""

    view: str = "list"
    indicator: str = ""
    org: str = ""
    place: str = ""
    period: str = ""
    match: str = "within"
    roles: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    document: str = ""
    text: str = ""
    by_hand: bool = False
    order: str = "text"
    after: str = ""

    @classmethod
    def of(cls, address: QueryDict) -> Asked:
        """Read an address; a choice that does not exist is the usual one."""

        def word(name: str) -> str:
            return address.get(name, "").strip()[:_LONGEST]

        def one(name: str, allowed: tuple[str, ...]) -> str:
            given = word(name)
            return given if given in allowed else allowed[0]

        return cls(
            view=one("view", tuple(VIEWS)),
            indicator=word("indicator"),
            org=word("org"),
            place=word("place"),
            period=word("period"),
            match=one("match", get_args(Match)),
            roles=tuple(role for role in address.getlist("role") if role in LABELS["role"]),
            statuses=tuple(status for status in address.getlist("status") if status in LABELS["status"]),
            document=word("document"),
            text=word("text"),
            by_hand=address.get("by_hand") == "1",
            order=one("order", ORDERS),
            after=address.get("after", ""),
        )

    def query(self, scope: tuple[int, ...] | None) -> FactQuery:
        """Give the question, within what the user may see; UsageError, one line, for a period that is none."""
        if self.view == "across" and not self.indicator:
            raise UsageError("单位 × 期间的表要先选一个指标；请在左边写上指标名")
        return FactQuery(
            indicators=_names(self.indicator),
            organisations=_names(self.org),
            places=_names(self.place),
            period=self.period or None,
            match=self.match,  # type: ignore[arg-type]
            reports_period=self.view != "list",
            roles=self.roles,
            statuses=self.statuses,
            documents=(self.document,) if self.document else (),
            text=self.text or None,
            by_hand=True if self.by_hand else None,
            order=self.order,  # type: ignore[arg-type]
            scope=scope,
        )

    @property
    def narrowed(self) -> bool:
        """Whether anything is asked for at all."""
        return any((
            self.indicator, self.org, self.place, self.period, self.roles, self.statuses, self.document, self.text,
            self.by_hand,
        ))  # fmt: skip


def worded(error: UsageError) -> str:
    """Say what is wrong with a question as the page does, which has a form where the command line has options."""
    return str(error).replace("请用 --indicator 给一个指标", "请在条件里只写一个指标")


def _names(text: str) -> tuple[str, ...]:
    """Read one name, or several that stand between 、 or ; — a name itself may hold commas."""
    return tuple(name.strip() for name in text.replace("；", "、").replace(";", "、").split("、") if name.strip())
