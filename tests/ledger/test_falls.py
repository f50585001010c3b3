"""Falls in the ledger: below zero where a number is drawn, sorted or exported for people; kept apart for programs."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pyarrow.parquet as pq
import pytest

from taizhang.ledger.exports import export, export_pivot
from taizhang.ledger.queries import FactQuery, page, pivot
from taizhang.ledger.tables import shown

pytestmark = pytest.mark.django_db
Keep = Callable[..., object]

FALLS = """柳岭县商务局2024年工作总结
2024年，全县网络零售额下降16.4%，展会成交额同比下降5%以上，外贸出口额减少3至5%，商贸企业减少12家，汽车销量增长2.5%。
"""
TABLE = "柳岭县商务局2023年工作总结\n\n指标\t单位\t2023年\t同比增长（%）\n网络零售额\t万元\t3,000\t-4.9\n"


@pytest.fixture(autouse=True)
def county(keep: Keep) -> None:
    keep(FALLS, "商务24.txt")
    keep(TABLE, "商务23.txt")


def written(path: Path) -> dict[str, dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))
    return {(row.get("原文") or row["QUOTE"]).lstrip("'"): row for row in rows}


def test_a_fall_is_below_zero_in_tables_for_people(tmp_path: Path) -> None:
    export(FactQuery(), "csv", tmp_path / "a.csv")
    rows = written(tmp_path / "a.csv")
    heads = ("数值", "上限", "修饰", "折算值")
    assert {quote: tuple(row[head] for head in heads) for quote, row in rows.items()} == {
        "16.4%": ("-16.4", "", "", "-16.4"),
        "5%": ("-5", "", "至多", "-5"),
        "3至5%": ("-5", "-3", "", "-5"),
        "12家": ("-12", "", "", "-12"),
        "2.5%": ("2.5", "", "", "2.5"),
        "3,000": ("3000", "", "", "30000000"),
        "-4.9": ("-4.9", "", "", "-4.9"),
    }
    export(FactQuery(), "xlsx", tmp_path / "a.xlsx")
    numbers = {cell.value for row in openpyxl.load_workbook(tmp_path / "a.xlsx").active.iter_rows() for cell in row}
    assert {-16.4, -5, -3, -12, -4.9} <= numbers


def test_programs_get_value_and_sign_apart(tmp_path: Path) -> None:
    export(FactQuery(), "jsonl", tmp_path / "a.jsonl")
    lines = [json.loads(line) for line in (tmp_path / "a.jsonl").read_text("utf-8").splitlines()]
    export(FactQuery(), "parquet", tmp_path / "a.parquet")
    for rows in (lines, pq.read_table(tmp_path / "a.parquet").to_pylist()):
        found = {row["quote"]: (row["value"], row["sign"], row["modifier"]) for row in rows}
        assert found["16.4%"] == (16.4, -1, "exact")
        assert found["5%"] == (5, -1, "at_least")


def test_sdmx_observes_a_fall_below_zero(tmp_path: Path) -> None:
    export(FactQuery(), "sdmx-csv", tmp_path / "a.csv")
    rows = written(tmp_path / "a.csv")
    found = {quote: (row["OBS_VALUE"], row["MODIFIER"]) for quote, row in rows.items()}
    assert found == {
        "16.4%": ("-16.4", "EXACT"), "5%": ("-5", "AT_MOST"), "12家": ("-12", "EXACT"), "2.5%": ("2.5", "EXACT"),
        "3,000": ("3000", "EXACT"), "-4.9": ("-4.9", "EXACT"),
    }  # fmt: skip


def test_the_largest_is_the_largest_with_its_sign_page_by_page() -> None:
    query = FactQuery(order="value", roles=("growth",))
    expected = ["2.5%", "-4.9", "5%", "3至5%", "16.4%"]
    assert [fact.quote for fact in page(query).facts] == expected
    found, after = [], None
    while len(found) < len(expected):
        part = page(query, 1, after)
        found += [fact.quote for fact in part.facts]
        after = part.next
    assert found == expected
    assert after is None


def test_a_fall_in_words_is_said_once() -> None:
    said = {fact.quote: shown(fact) for fact in page(FactQuery(roles=("growth",))).facts}
    assert said == {
        "16.4%": "下降16.4%", "5%": "至少下降5%", "3至5%": "下降3至5%", "2.5%": "2.5%", "-4.9": "－4.9%",
    }  # fmt: skip


def test_growth_and_fall_of_one_size_disagree(keep: Keep, tmp_path: Path) -> None:
    query = FactQuery(indicators=("网络零售额",), roles=("growth",), period="2024年")
    (alone,) = pivot(query).cells.values()
    assert [(figure.value, figure.said) for figure in alone.figures] == [(-16.4, "下降16.4%")]
    keep(FALLS.replace("下降16.4%", "增长16.4%").replace("总结", "总结（修订）"), "修订.txt")
    table = pivot(query)
    (cell,) = table.cells.values()
    assert [figure.value for figure in cell.figures] == [-16.4, 16.4]
    assert table.disagreeing == 1
    export_pivot(table, "csv", tmp_path / "a.csv")
    assert "≠ 下降16.4% #" in (tmp_path / "a.csv").read_text("utf-8-sig")


def test_falls_stated_alike_agree_and_ranges_turn(keep: Keep, tmp_path: Path) -> None:
    keep(FALLS.replace("下降16.4%", "下降16.4个百分点").replace("总结", "总结（修订）"), "修订.txt")
    (cell,) = pivot(FactQuery(indicators=("外贸出口额",))).cells.values()
    assert cell.agrees
    assert {(figure.value, figure.high) for figure in cell.figures} == {(-5, -3)}
    table = pivot(FactQuery(indicators=("商贸企业",)))
    (cell,) = table.cells.values()
    assert cell.agrees
    export_pivot(table, "csv", tmp_path / "a.csv")
    assert (tmp_path / "a.csv").read_text("utf-8-sig").splitlines()[1].endswith(",-12")
