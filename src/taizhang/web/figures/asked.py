"""An address of 数据 -> what it asks of the ledger; every view has an address, so it can be kept and sent."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from typing import Any, get_args
from urllib.parse import urlencode

from django.http import QueryDict

from taizhang.errors import UsageError
from taizhang.ledger.queries.query import LABELS, ORDERS, FactQuery, Match

__all__ = ["CHARTS", "LONGEST", "VIEWS", "Asked", "joined", "names_in", "worded"]

VIEWS = {"list": "逐条", "latest": "最新", "across": "单位 × 期间"}
CHARTS = {"line": "折线", "bar": "柱形", "map": "地图"}
"""How one indicator across is drawn above its table."""
LONGEST = 500
"""Letters that a field takes; several names may stand in one."""
_PARAMETERS = {"roles": "role", "statuses": "status"}
"""What fields are called in an address where that is not their name."""
_NAME = re.compile(r'\s*"(?:[^"]|"")+"(?=\s*(?:[、；;]|$))|[^、；;]+')


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
    chart: str = "line"
    after: str = ""

    @classmethod
    def of(cls, address: QueryDict) -> Asked:
        """Read an address; a choice that does not exist is the usual one."""

        def word(name: str) -> str:
            return address.get(name, "").strip()[:LONGEST]

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
            chart=one("chart", tuple(CHARTS)),
            after=address.get("after", ""),
        )

    def query(self, scope: tuple[int, ...] | None) -> FactQuery:
        """Give the question, within what the user may see; UsageError, one line, for a period that is none."""
        if self.view == "across" and not self.indicator:
            raise UsageError("单位 × 期间的表要先选一个指标；请在条件里写上指标名")
        return self.question(scope)

    def question(self, scope: tuple[int, ...] | None) -> FactQuery:
        """Give the same for what does not depend on the view: a table of one indicator may still want its name."""
        return FactQuery(
            indicators=names_in(self.indicator),
            organisations=names_in(self.org),
            places=names_in(self.place),
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

    def address(self, **changes: Any) -> str:
        """Give the address of this view, or of one that differs by `changes`; its first page."""
        wanted = replace(self, after="", **changes)
        said = {field.name: getattr(wanted, field.name) for field in fields(wanted)}
        usual = {field.name: field.default for field in fields(wanted)}
        given = {name: value for name, value in said.items() if value != usual[name]}
        return urlencode({_PARAMETERS.get(name, name): _written(value) for name, value in given.items()}, doseq=True)

    @property
    def narrowed(self) -> bool:
        """Whether anything is asked for at all."""
        return any((
            self.indicator, self.org, self.place, self.period, self.roles, self.statuses, self.document, self.text,
            self.by_hand,
        ))  # fmt: skip


def _written(value: object) -> object:
    return "1" if value is True else value


def worded(error: UsageError) -> str:
    """Say what is wrong with a question as the page does, which has a form where the command line has options."""
    said = str(error).replace("请用 --indicator 给一个指标", "请在条件里只写一个指标")
    return said.replace("先用 taizhang read 读入", "先在报告库上传")


def names_in(text: str) -> tuple[str, ...]:
    """Read the names of a field: several stand between 、 or ; and one that holds these in quotation marks.

    >>> names_in('水利投资；"种子、农药补贴"')
    ('水利投资', '种子、农药补贴')
    """
    parts = (part.strip() for part in _NAME.findall(text))
    return tuple(part[1:-1].replace('""', '"') if _is_quoted(part) else part for part in parts if part)


def joined(names: Iterable[str]) -> str:
    """Write names so that `names_in` reads them.

    >>> joined(("水利投资", "种子、农药补贴"))
    '水利投资、"种子、农药补贴"'
    """
    return "、".join(
        '"' + name.replace('"', '""') + '"' if re.search("[、；;]", name) or _is_quoted(name) else name
        for name in names
    )


def _is_quoted(name: str) -> bool:
    return len(name) > 2 and name[0] == name[-1] == '"'
