"""What is known of one fact: what it says, the words that each attribute came from, what it was checked with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple

from taizhang.ledger.corrections.rows import attributes
from taizhang.ledger.loading.layout import unpack
from taizhang.ledger.models import Correction, Document, Fact, Relation, row_ids
from taizhang.ledger.queries.query import LABELS
from taizhang.ledger.queries.sources import sentence
from taizhang.ledger.queries.values import signed, turned
from taizhang.model import SourceText
from taizhang.output.text import arithmetic
from taizhang.places import locate

__all__ = ["Card", "Line", "card_of"]

_KINDS = {
    "sum": "合计", "difference": "差额", "rate": "比率", "share": "占比", "growth": "增长", "completion": "完成率",
    "average": "平均", "count": "计数", "contradiction": "前后说法", "repeat": "重复出现", "range": "范围",
    "chronology": "时间先后",
}  # fmt: skip
_VERDICTS = {
    "consistent": ("相符", "good"), "inconsistent": ("不符", "bad"), "not_verifiable": ("无法核对", "warn"),
}  # fmt: skip


class Line(NamedTuple):
    """One attribute: its name, what it says, and the words of the text that it came from ("" where it has none)."""

    name: str
    says: str
    words: str = ""


class Checked(NamedTuple):
    """A relation that the fact is part of."""

    kind: str
    formula: str
    verdict: str
    tone: str
    note: str
    outdated: bool
    """A figure of it was corrected since by a person; checks read what is written."""


@dataclass(frozen=True)
class Card:
    """Everything that the card of a fact shows."""

    fact: Fact
    document: Document
    where: str
    """The place in the file, as a person says it."""
    lines: list[Line]
    before: str
    after: str
    """The sentence around the quote."""
    relations: list[Checked]
    corrections: list[Correction]
    values: dict[str, Any]
    """The attributes as a person may set them."""

    @property
    def active(self) -> Correction | None:
        """The correction in force."""
        return next((row for row in self.corrections if row.state in ("applied", "moved")), None)


def card_of(fact: Fact) -> Card:
    """Give the card of a fact whose document, name, report and organisation are at hand."""
    document = fact.document
    whole, first, last = sentence(document.text, fact.start, fact.end)
    corrections = Correction.objects.filter(document=document, fact=fact.pk).order_by("-pk")
    return Card(
        fact, document, _place(document, fact), _lines(fact, document.text), whole[:first], whole[last:],
        _relations(fact), list(corrections), attributes(fact),
    )  # fmt: skip


def _place(document: Document, fact: Fact) -> str:
    source = SourceText(document.doc, "", document.format, document.text, places=unpack(document.layout).places)
    return str(locate(source, fact.start, fact.end))


def _lines(fact: Fact, text: str) -> list[Line]:
    spans: dict[str, list[list[int]]] = dict(fact.origins or {})
    if fact.indicator_start is not None:
        spans.setdefault("indicator", [[fact.indicator_start, fact.indicator_end or 0]])
    if fact.period_start is not None:
        spans.setdefault("period", [[fact.period_start, fact.period_end or 0]])

    def words(name: str) -> str:
        return " · ".join(text[start:end] for start, end in spans.get(name, []))

    named = fact.name
    indicator = named.text if named else "没有找到"
    if named and named.indicator.name != named.text:
        indicator += f"（即 {named.indicator.name}）"
    lines = [
        Line("数值", _value(fact), fact.quote),
        Line("计量单位", fact.unit or "没有写", words("unit") or (fact.unit if fact.unit in fact.quote else "")),
        Line("折合", _base(fact)),
        Line("指标", indicator, words("indicator")),
        Line("对象", fact.subject or "", words("subject")),
        Line("类别", LABELS["role"][fact.role] + _basis(fact), words("role")),
        Line("期间", _period(fact), words("period")),
        Line("状态", LABELS["status"][fact.status], words("status")),
        Line("单位", _org(fact)),
    ]
    return [line for line in lines if line.says]


def _value(fact: Fact) -> str:
    if fact.masked or fact.value is None:
        return "被遮盖"
    said = " 至 ".join(f"{end:,.{fact.decimals}f}" for end in _ends(fact.value, fact.high, fact.sign)).replace(
        "-", "－"
    )
    return LABELS["modifier"][turned(fact.modifier, fact.sign)] + said


def _base(fact: Fact) -> str:
    if fact.base_value is None or fact.base_unit == fact.unit:
        return ""
    ends = _ends(fact.base_value, fact.base_high, fact.sign)
    said = " 至 ".join(f"{end:,.10g}" if end % 1 else f"{end:,.0f}" for end in ends).replace("-", "－")
    return f"{said} {fact.base_unit}"


def _ends(low: float, high: float | None, sign: int) -> list[float]:
    return [end for end in signed(low, high, sign) if end is not None]


def _basis(fact: Fact) -> str:
    return f"（{fact.basis}）" if fact.basis else ""


def _period(fact: Fact) -> str:
    if not fact.period:
        return ""
    if fact.begins and fact.ends:
        return f"{fact.period}（{fact.begins} 至 {fact.ends}）"
    return f"{fact.period}（截至 {fact.ends}）" if fact.ends else fact.period


def _org(fact: Fact) -> str:
    body = fact.organisation
    if body is None:
        return fact.report.org or "" if fact.report else ""
    return f"{body.place} {body.name}".strip() if body.place and body.place not in body.name else body.name


def _relations(fact: Fact) -> list[Checked]:
    ids = row_ids(fact.document_id)
    rows = [
        (row, facts)
        for row in Relation.objects.filter(pk__gte=ids.start, pk__lt=ids.stop)
        if fact.pk in (facts := {place.get("fact") for place in row.spans})
    ]
    part = {pk for _, facts in rows for pk in facts if pk is not None}
    by_hand = set(Fact.objects.filter(pk__in=part, by_hand=True).values_list("pk", flat=True))
    return [
        Checked(
            _KINDS.get(row.kind, row.kind), arithmetic(row.kind, row.formula, row.stated, row.computed),
            *_VERDICTS[row.verdict], row.note or "", bool(facts & by_hand),
        )
        for row, facts in rows
    ]  # fmt: skip
