"""Times of tables: a year that stands beside the report's own is meant, one alone may be left over."""

from __future__ import annotations

from pathlib import Path

import pytest
from docx import Document
from openpyxl import Workbook

from taizhang.checks import check
from taizhang.model import Reading
from taizhang.reader import read_file, read_text

TITLE = "云溪县统计局2025年{}工作总结"
OPENING = "2025年{}，全县经济运行平稳。"
ROWS = [["建筑业产值（万元）", "17600", "16220"], ["批发业销售额（万元）", "8800", "8120"]]


def table(time: str, turned: bool) -> list[list[str]]:
    rows = [["指标", f"2025年{time}", f"2024年{time}"], *ROWS]
    return [[row[0], row[2], row[1]] for row in rows] if turned else rows


def lines(rows: list[list[str]], between: str = "\t") -> str:
    return "".join(between.join(row) + "\n" for row in rows)


def times(text: str) -> list[tuple[str, str]]:
    """Give the findings about times: the rule and what it stands at."""
    return [(f.rule, text[f.start : f.end]) for f in check(read_text(text)).findings if f.rule[0] == "T"]


def write_txt(path: Path, time: str, rows: list[list[str]]) -> None:
    path.write_text(f"{TITLE}\n{OPENING}\n主要指标\n".format(time, time) + lines(rows), encoding="utf-8")


def write_docx(path: Path, time: str, rows: list[list[str]]) -> None:
    document = Document()
    for said in (TITLE, OPENING, "主要指标"):
        document.add_paragraph(said.format(time))
    made = document.add_table(len(rows), len(rows[0]))
    for cells, row in zip(made.rows, rows, strict=True):
        for cell, said in zip(cells.cells, row, strict=True):
            cell.text = said
    document.save(str(path))


def write_xlsx(path: Path, time: str, rows: list[list[str]]) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in ([TITLE.format(time) + "附表"], ["单位：万元"], *rows):
        sheet.append(row)
    book.save(path)


WRITERS = {"txt": write_txt, "docx": write_docx, "xlsx": write_xlsx}


@pytest.mark.parametrize("form", WRITERS)
@pytest.mark.parametrize("turned", [False, True])
@pytest.mark.parametrize("time", ["上半年", "1-6月", "一季度", "前三季度"])
def test_the_column_of_last_year_is_no_leftover(tmp_path: Path, form: str, turned: bool, time: str) -> None:
    path = tmp_path / f"报告.{form}"
    WRITERS[form](path, time, table(time, turned))
    reading = read_file(path, path.name)
    assert isinstance(reading, Reading)
    assert f"2024年{time}" in reading.source.text and reading.source.tables
    assert not check(reading).findings


@pytest.mark.parametrize("between", ["    ", " | "])
def test_heads_that_are_no_table_of_the_file(between: str) -> None:
    rows = lines(table("上半年", True), between)
    assert not times(f"{TITLE}\n{OPENING}\n".format("上半年", "上半年") + rows)


BASE = "指标\t本期\t上年同期\n建筑业产值（万元）\t17600\t16220\n批发业销售额（万元）\t8800\t8120\n"
YEARS = "时间\t产值（万元）\n2022年上半年\t14000\n2023年上半年\t15100\n2024年上半年\t16220\n"


@pytest.mark.parametrize(
    ("rest", "found"),
    [
        ("2024年上半年主要指标\n" + BASE, ["2024年上半年"]),
        ("2024年上半年主要指标\n单位：万元\n" + BASE, ["2024年上半年"]),
        ("2024年上半年主要指标\n" + BASE + "2025年上半年主要指标\n" + BASE, []),
        ("2024年上半年主要指标\n" + BASE.replace("本期", "2025年上半年"), []),
        ("历年产值\n" + YEARS, []),
        ("2024年上半年，县统计局扎实推进各项工作。\n" + lines(table("上半年", False)), []),
        ("2024年上半年，县统计局扎实推进各项工作。\n" + BASE, ["2024年上半年"]),
        ("2024年上半年工作总结\n2025年上半年，完成调查。\n", ["2024年上半年"]),
    ],
)
def test_captions_and_openings(rest: str, found: list[str]) -> None:
    text = TITLE.format("上半年") + "\n" + rest
    assert times(text) == [("T003", quote) for quote in found]


def test_the_reports_own_period_is_never_the_leftover() -> None:
    text = "云溪县统计局2025年上半年工作总结\n2024年上半年，完成调查3次。\n2024年上半年，完成普查2次。\n"
    assert ("T003", "2025年上半年") not in times(text)


PLAN = "云溪县统计局2025年上半年工作总结\n上半年，完成调查3次。\n二、下半年工作总结\n"


def test_a_plan_that_is_called_a_summary() -> None:
    assert [rule for rule, _ in times(PLAN + "下半年，将继续做好调查。\n")] == ["T004"]
    assert not times(PLAN + "项目\t计划\t完成\n调查（次）\t4\t3\n普查（次）\t3\t3\n")
    assert not times(PLAN.partition("二、")[0] + "事项\t安排\n下半年工作总结\t将于12月上报\n")
