"""Forms of figures: what stands in the text and what it says."""

from __future__ import annotations

from decimal import Decimal

import pytest

from taizhang.examples.figures import Value, chinese, full_width, mask, write

CASES = [
    (("46151", 0, "万元", "level"), "", "46151万元", 46151, "万元", "exact"),
    (("46151", 0, "万元", "level"), "亿元", "4.62亿元", 4.62, "亿元", "exact"),
    (("12.50", 2, "公里", "level"), "", "12.5公里", 12.5, "公里", "exact"),
    (("9.0", 1, "%", "growth"), "", "9.0%", 9, "%", "exact"),
    (("100.0", 1, "%", "rate"), "", "100%", 100, "%", "exact"),
    (("8.5", 1, "%", "growth"), "百分之", "百分之八点五", 8.5, "%", "exact"),
    (("-18.2", 1, "%", "growth"), "带号", "-18.2%", 18.2, "%", "exact"),
    (("1267", 0, "人次", "level"), "余", "1200余人次", 1200, "人次", "approx"),
    (("86", 0, "家", "level"), "余", "80余家", 80, "家", "approx"),
    (("12670", 0, "人次", "level"), "万余", "1.2万余人次", 1.2, "万人次", "approx"),
    (("341", 0, "个", "level"), "多", "340多个", 340, "个", "approx"),
    (("38", 0, "家", "level"), "汉余", "三十余家", 30, "家", "approx"),
    (("2", 0, "个", "level"), "汉", "两个", 2, "个", "exact"),
    (("12", 0, "个", "level"), "汉", "十二个", 12, "个", "exact"),
    (("1268", 0, "人", "level"), "整", "1300人", 1300, "人", "exact"),
    (("1", 0, "位", "rank"), "位", "首位", 1, "位", "exact"),
    (("4", 0, "位", "rank"), "位", "第4位", 4, "位", "exact"),
    (("2", 0, "位", "rank"), "名", "第二", 2, "位", "exact"),
    (("3", 0, "位", "rank"), "前", "前三", 3, "位", "at_most"),
    (("3", 0, "分之", "share"), "分之一", "三分之一", 0.3333, "分之", "exact"),
    (("8", 0, "家", "level"), "幅", "8-10家", [8, 10], "家", "range"),
]


@pytest.mark.parametrize(("given", "form", "text", "value", "unit", "modifier"), CASES)
def test_forms(given: tuple[str, int, str, str], form: str, text: str, value: object, unit: str, modifier: str) -> None:
    written = write(Value(Decimal(given[0]), *given[1:]), form)
    assert (written.text, written.value, written.unit, written.modifier) == (text, value, unit, modifier)


@pytest.mark.parametrize(
    ("number", "text"),
    [(0, "零"), (10, "十"), (15, "十五"), (20, "二十"), (105, "一百零五"), (110, "一百一十"), (2008, "二千零八")],
)
def test_chinese(number: int, text: str) -> None:
    assert chinese(number) == text


def test_masks_keep_what_is_no_digit() -> None:
    written = write(Value(Decimal("12670"), 0, "人次", "level"), "万余")
    assert mask(written, "x") == "x.x万余人次"
    assert mask(write(Value(Decimal("46151"), 0, "万元", "level"), "亿元"), "X") == "XX亿元"
    assert full_width("46151万元") == "４６１５１万元"
