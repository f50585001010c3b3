"""The title of a table is no title of a report."""

from __future__ import annotations

import pytest

import taizhang
from taizhang.intake.plain import extract
from taizhang.model import SourceText
from taizhang.reports import analyse
from taizhang.reports.captions import find_captions

BODY = (
    "2025年上半年，云岭县水利局扎实工作。现将有关情况报告如下：\n一、工作情况\n"
    + "建成水渠12条，整修山塘8口，群众满意。" * 20
)
ROWS = "类别\t指标\t数值\n灌溉\t新增面积\t1200亩\n供水\t新增管网\t46公里\n"


@pytest.mark.parametrize(
    "caption",
    [
        "2025年1-6月水利建设和供水情况表",
        "附表1：2025年上半年水利工作情况",
        "表2　云岭县水利局2025年上半年主要指标完成情况（单位：万元）",
    ],
)
def test_a_table_behind_the_report_begins_no_report(caption: str) -> None:
    text = f"云岭县水利局2025年上半年工作总结\n{BODY}\n云岭县水利局\n2025年6月28日\n{caption}\n{ROWS}"
    extracted = extract(text.encode())
    structure = analyse(SourceText("0" * 64, "水利.txt", "txt", extracted.text, tables=extracted.tables))
    assert extracted.tables
    assert [report.heading for report in structure.reports] == ["云岭县水利局2025年上半年工作总结"]


def test_the_first_line_of_a_text_may_be_its_title() -> None:
    text = f"云岭县水利局2025年上半年工作情况\n{ROWS}"
    lines = [(0, 18), (19, 20)]
    assert find_captions(text, lines, [(19, len(text))], []) == set()
    assert taizhang.read_text(text).source.text == text


def test_prose_above_a_table_is_no_caption() -> None:
    text = "一\n全县建成水渠12条，情况见下表。\n" + ROWS
    assert find_captions(text, [(0, 1), (2, 18)], [(19, len(text))], []) == set()


def test_a_numbered_heading_above_a_table_is_no_caption() -> None:
    text = "甲\n一、主要指标\n" + ROWS
    assert find_captions(text, [(0, 1), (2, 8)], [(9, len(text))], [2]) == set()
    assert find_captions(text, [(0, 1), (2, 8)], [(9, len(text))], []) == {(2, 8)}
