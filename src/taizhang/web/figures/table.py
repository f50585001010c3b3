"""Facts for the table: each with the words around it, and its value as people write it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from django.db.models import F
from django.db.models.functions import Greatest, Substr

from taizhang.ledger.models import Fact
from taizhang.ledger.queries import FactRow
from taizhang.ledger.queries.days import named_days
from taizhang.ledger.queries.query import LABELS
from taizhang.ledger.queries.values import signed, turned
from taizhang.web.excerpts import trimmed

__all__ = ["Row", "rows"]

_BEFORE, _AFTER = 31, 30


class Row(NamedTuple):
    """A line of the table."""

    fact: FactRow
    value: str
    period: str
    role: str
    status: str
    before: str
    after: str


def rows(facts: Sequence[FactRow]) -> list[Row]:
    """Give the lines of facts; the words around them in one query."""
    around = _around([fact.id for fact in facts])
    return [
        Row(
            fact, _value(fact), _period(fact), LABELS["role"][fact.role], LABELS["status"][fact.status],
            *_cut(fact, around.get(fact.id, "")),
        )
        for fact in facts
    ]  # fmt: skip


def _around(ids: Sequence[int]) -> dict[int, str]:
    first = Greatest(F("start") + 1 - _BEFORE, 1)
    words = Substr("document__text", first, F("end") - F("start") + _BEFORE + _AFTER + 1)
    return dict(Fact.objects.filter(pk__in=ids).annotate(words=words).values_list("pk", "words"))


def _cut(fact: FactRow, words: str) -> tuple[str, str]:
    """Give what stands before and after the quote, within its sentence."""
    at = min(fact.start, _BEFORE)
    return trimmed(words[:at], words[at + fact.end - fact.start :], _AFTER)


def _period(fact: FactRow) -> str:
    """Name the days, with their year; a time whose year nobody knows as it is written."""
    return named_days(fact.begins, fact.ends) if fact.begins or fact.ends else fact.period or ""


def _value(fact: FactRow) -> str:
    if fact.value is None:
        return "被遮盖"
    low, high = fact.value if isinstance(fact.value, list) else (fact.value, None)
    ends = (end for end in signed(low, high, fact.sign) if end is not None)
    number = "～".join(f"{end:,.{fact.decimals}f}".replace("-", "－") for end in ends)
    return LABELS["modifier"][turned(fact.modifier, fact.sign)] + number + fact.unit.replace("分之", "")
