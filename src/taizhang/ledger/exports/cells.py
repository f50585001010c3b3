"""Facts -> cells of a table for people: Chinese headings, labels instead of codes; CSV and XLSX write them.

Text that a spreadsheet would take for a formula is told apart by `harmless`; numbers stay numbers, falls below zero.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet

from taizhang.ledger.queries.query import LABELS
from taizhang.ledger.queries.rows import Reader, exact, stream
from taizhang.ledger.queries.values import signed, turned

__all__ = ["HEADINGS", "cells", "harmless"]

HEADINGS = (
    "编号", "指标", "统一名称", "单位名称", "地区", "期间", "起", "止", "类别", "状态", "数值", "上限", "计量单位",
    "修饰", "折算值", "折算单位", "比较基准", "对象", "原文", "文件", "起点", "终点",
)  # fmt: skip
_FORMULAS = frozenset("=+-@\t\r\n＝＋－＠")
_USED = (
    "id", "document_id", "report_id", "section_id", "organisation_id", "name_id", "start", "end", "quote", "value",
    "high", "decimals", "unit", "modifier", "base_value", "base_high", "base_unit", "role", "sign", "basis", "subject",
    "period", "begins", "ends", "status",
)  # fmt: skip


def harmless(text: str) -> str:
    """Give text that no spreadsheet takes for a formula: one that begins like one gets an apostrophe.

    >>> harmless("=1+1"), harmless("12万元")
    ("'=1+1", '12万元')
    """
    return f"'{text}" if text and text[0] in _FORMULAS else text


def cells(facts: QuerySet[Any], reader: Reader) -> Iterator[tuple[str | float | int | None, ...]]:
    """Give the cells of each fact, in the order of HEADINGS; texts as they are."""
    roles, statuses, modifiers = LABELS["role"], LABELS["status"], LABELS["modifier"]
    documents, names, whose = reader.documents, reader.names, reader.whose
    for some in reader.batches(stream(facts, _USED)):
        for row in some:
            (
                pk, document, report, _, organisation, name, start, end, quote, value, high, decimals, unit, modifier,
                base, base_high, base_unit, role, sign, basis, subject, period, begins, ends, status,
            ) = row  # fmt: skip
            if sign < 0:
                modifier, (value, high) = turned(modifier, sign), signed(value, high, sign)
                base, _ = signed(base, base_high, sign)
            written, canonical = (names[name].text, names[name].canonical) if name is not None else (None, None)
            org, place, _ = whose(organisation, report)
            yield (
                pk, written, canonical, org, place, period, begins and str(begins), ends and str(ends), roles[role],
                statuses[status], exact(value, decimals), exact(high, decimals), unit, modifiers[modifier],
                exact(base, 0), base_unit, basis, subject, quote, documents[document].file, start, end,
            )  # fmt: skip
