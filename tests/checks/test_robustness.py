"""Whatever stands in a text, checking it ends, and its rows are sound."""

from __future__ import annotations

import json
from dataclasses import asdict

from hypothesis import given
from hypothesis import strategies as st

from taizhang.checks import across, check
from taizhang.reader import read_text

PIECES = [
    "共",
    "其中",
    "其余",
    "分别为",
    "占",
    "占比",
    "整改率",
    "完成",
    "年度任务",
    "同比增长",
    "增加",
    "由",
    "提高到",
    "户均",
    "每亩",
    "在全市",
    "排名",
    "、",
    "，",
    "；",
    "。",
    "（",
    "）",
    "\n",
    "等",
    "和",
    "“甲”",
    "东溪镇",
    "截至6月底",
    "上半年",
    "2023年5月至2022年3月",
    "2月30日",
    "12个",
    "0个",
    "3件",
    "5000余人次",
    "XX万元",
    "1.26亿元",
    "5600万元",
    "0.00%",
    "98.5%",
    "-3.5%",
    "100%",
    "两个",
    "三分之一",
    "近三成",
    "2-3个",
    "3.2个百分点",
    "第15位",
    "1234567890123456789012345678901元",
    "0.0000001亿元",
    "一百二十六万零六百亿元",
    "1.7倍",
]


@given(st.lists(st.sampled_from(PIECES), max_size=40))
def test_any_text_is_checked(pieces: list[str]) -> None:
    text = "".join(pieces)
    reading = read_text(text)
    checked = check(reading)
    for relation in checked.relations:
        json.dumps(asdict(relation), allow_nan=False)
        assert relation.id and relation.spans and relation.verdict in ("consistent", "inconsistent", "not_verifiable")
        assert all(0 <= place.start < place.end <= len(text) for place in relation.spans)
    for finding in checked.findings:
        assert finding.id and finding.message and finding.fingerprint and text[finding.start : finding.end]
    assert 0 <= checked.unrelated <= checked.figures
    assert not across([reading]).findings


def test_an_empty_text() -> None:
    checked = check(read_text(""))
    assert (checked.relations, checked.findings, checked.figures) == ([], [], 0)
