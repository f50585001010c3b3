"""A sheet as offices lay it out: a title, two tables side by side, a third below, a hidden row, rates kept as 0.5."""

from __future__ import annotations

from pathlib import Path

from openpyxl import Workbook

import taizhang

LINES = {
    1: ["柳溪县2024年9月重点工作调度表"],
    4: ["项目名称", "计划投资（万元）", "完成投资（万元）", None, None, "乡镇", "造林（亩）", "改厕（户）"],
    5: ["湿地公园", 1800, 1260, None, None, "东岭镇", 560, 120],
    6: ["农贸市场", 960, None, None, None, "南坪镇", 430, 95],
    7: ["冷链物流园", 5200, 3100, None, None, "北塘乡", 380, 88],
    9: ["二、招商引资（单位：亿元）"],
    10: ["单位", "签约资金", "到位资金", "到位率"],
    11: ["商务局", 3.6, 1.8, 0.5],
    12: ["合计", 3.6, 1.8, 0.5],
}
HIDDEN = 6
EXPECTED = [
    ("1800", "万元", "计划投资", "planned", "湿地公园"),
    ("1260", "万元", "完成投资", "actual", "湿地公园"),
    ("5200", "万元", "计划投资", "planned", "冷链物流园"),
    ("3100", "万元", "完成投资", "actual", "冷链物流园"),
    ("560", "亩", "造林", "actual", "东岭镇"),
    ("120", "户", "改厕", "actual", "东岭镇"),
    ("380", "亩", "造林", "actual", "北塘乡"),
    ("88", "户", "改厕", "actual", "北塘乡"),
    ("3.6", "亿元", "签约资金", "actual", "商务局"),
    ("1.8", "亿元", "到位资金", "actual", "商务局"),
    ("50.0%", "%", "到位率", "actual", "商务局"),
    ("3.6", "亿元", "签约资金", "actual", "合计"),
    ("1.8", "亿元", "到位资金", "actual", "合计"),
    ("50.0%", "%", "到位率", "actual", "合计"),
]


def test_every_table_of_a_sheet_is_read_by_its_own_heads(tmp_path: Path) -> None:
    book = Workbook()
    for number, line in LINES.items():
        for column, value in enumerate(line, 1):
            book.active.cell(number, column, value)
    book.active.merge_cells("A1:H1")
    for number in (11, 12):
        book.active.cell(number, 4).number_format = "0.0%"
    book.active.row_dimensions[HIDDEN].hidden = True
    book.save(tmp_path / "调度.xlsx")
    reading = taizhang.read(tmp_path / "调度.xlsx")
    facts = reading.facts
    assert [(fact.quote, fact.unit, fact.indicator, fact.status, fact.subject) for fact in facts] == EXPECTED
    assert {(fact.period.begins, fact.period.ends) for fact in facts if fact.period} == {("2024-09-01", "2024-09-30")}
    assert all(fact.period for fact in facts)
    assert reading.source.notes == ("工作表“Sheet”中隐藏的1 行未读入",)
