"""Exports: every format holds what was asked for, says it safely, and is in its place only when it is whole."""

from __future__ import annotations

import csv
import errno
import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pyarrow.parquet as pq
import pytest

import taizhang
from taizhang.errors import ExportError, UsageError
from taizhang.export import pack
from taizhang.ledger.exports import FORMATS, export, export_pivot, xlsx
from taizhang.ledger.exports.cells import HEADINGS, harmless
from taizhang.ledger.exports.files import replacing
from taizhang.ledger.models import Fact, Indicator, IndicatorName, Organisation, Region
from taizhang.ledger.queries import FactQuery, pivot

Keep = Callable[..., object]
in_the_ledger = pytest.mark.django_db

TEXT = """松溪县水利局2024年工作总结
一、工作情况
2024年，完成水利投资3.6亿元，同比增长7.5%，比计划少-0.4亿元。排查隐患96个，完成整改85个，整改率88.5%。
修复堤防12公里，流转土地300亩，巡查50-60次，发放补助XX万元。截至12月底，有水库约30座。
二、2025年工作打算
2025年计划完成水利投资4亿元以上。
"""


@pytest.fixture
def county(keep: Keep) -> None:
    keep(TEXT, "水利.txt")


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


@in_the_ledger
@pytest.mark.usefixtures("county")
def test_json_lines_are_the_rows_of_a_reading(tmp_path: Path) -> None:
    done = export(FactQuery(), "jsonl", tmp_path / "facts.jsonl")
    lines = (tmp_path / "facts.jsonl").read_bytes()
    reading = taizhang.read_text(TEXT, "水利.txt")
    assert lines == b"".join(pack(reading).tables["facts"])
    assert done.facts == len(reading.facts) == lines.count(b"\n") > 10


@in_the_ledger
@pytest.mark.usefixtures("county")
def test_csv_is_for_excel_or_plain(tmp_path: Path) -> None:
    path = tmp_path / "facts.csv"
    export(FactQuery(), "csv", path)
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    rows = rows_of(path)
    assert tuple(rows[0]) == HEADINGS
    invested = rows[0]
    assert (invested["指标"], invested["数值"], invested["计量单位"], invested["折算值"]) == (
        "水利投资",
        "3.6",
        "亿元",
        "360000000",
    )
    assert (invested["类别"], invested["状态"], invested["起"], invested["文件"]) == (
        "数量",
        "实际",
        "2024-01-01",
        "水利.txt",
    )
    assert TEXT[int(invested["起点"]) : int(invested["终点"])] == invested["原文"] == "3.6亿元"
    assert [row["修饰"] for row in rows if row["原文"] == "30座"] == ["约"]
    export(FactQuery(), "csv", path, mark=False)
    assert path.read_bytes().startswith("编号".encode())


@in_the_ledger
def test_formulas_are_harmless_and_negative_numbers_stay_numbers(keep: Keep, tmp_path: Path) -> None:
    keep("甲溪县财政局2024年工作总结\n2024年，净增收入-5.5亿元。2024年，拨付资金3万元。\n", "=cmd|'!A1.txt")
    fact = Fact.objects.get(quote="3万元")
    evil = '=HYPERLINK("http://x")'
    indicator = Indicator.objects.create(name=evil)
    Fact.objects.filter(pk=fact.pk).update(
        subject="@SUM(A1)", basis="+1", name=IndicatorName.objects.create(text=evil, key=evil, indicator=indicator)
    )
    export(FactQuery(), "csv", tmp_path / "a.csv")
    rows = {row["原文"].lstrip("'"): row for row in rows_of(tmp_path / "a.csv")}
    assert rows["-5.5亿元"]["数值"] == "-5.5"
    bad = rows["3万元"]
    assert bad["指标"] == f"'{evil}"
    assert (bad["对象"], bad["比较基准"], bad["文件"]) == ("'@SUM(A1)", "'+1", "'=cmd|'!A1.txt")
    export(FactQuery(), "xlsx", tmp_path / "a.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "a.xlsx").active
    cells = {cell.value: cell.data_type for row in sheet.iter_rows() for cell in row}
    assert cells[evil] == cells["@SUM(A1)"] == "s"
    assert cells[-5.5] == "n"
    assert "f" not in cells.values()


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"])
def test_every_beginning_of_a_formula_is_made_harmless(start: str) -> None:
    assert harmless(f"{start}1") == f"'{start}1"
    assert harmless(f"1{start}") == f"1{start}"
    assert harmless("") == ""


@in_the_ledger
@pytest.mark.usefixtures("county")
def test_a_workbook_holds_what_the_csv_holds(tmp_path: Path) -> None:
    export(FactQuery(), "csv", tmp_path / "a.csv")
    export(FactQuery(), "xlsx", tmp_path / "a.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "a.xlsx").active
    shown = [["" if cell is None else cell for cell in row] for row in sheet.iter_rows(values_only=True)]
    assert tuple(shown[0]) == HEADINGS
    written = [list(row.values()) for row in rows_of(tmp_path / "a.csv")]
    assert len(written) == len(shown) - 1
    for texts, cells in zip(written, shown[1:], strict=True):
        for text, cell in zip(texts, cells, strict=True):
            assert (float(text) == cell) if isinstance(cell, int | float) else (text == harmless(cell))


def test_a_workbook_goes_on_in_further_sheets(tmp_path: Path) -> None:
    rows = [(n, f"第{n}行") for n in range(25)]
    assert xlsx.write(rows, tmp_path / "a.xlsx", 25, ("号", "文"), most=10) == 25
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    assert book.sheetnames == ["数据1", "数据2", "数据3"]
    assert [sheet.max_row for sheet in book] == [11, 11, 6]
    assert list(book["数据3"].iter_rows(values_only=True))[-1] == (24, "第24行")
    with pytest.raises(ExportError, match="请再导出一次"):
        xlsx.write(rows, tmp_path / "b.xlsx", 9, ("号", "文"), most=10)


def test_a_workbook_without_rows_has_its_headings(tmp_path: Path) -> None:
    assert xlsx.write([], tmp_path / "a.xlsx", 0, ("号", "文")) == 0
    assert next(openpyxl.load_workbook(tmp_path / "a.xlsx").active.iter_rows(values_only=True)) == ("号", "文")


def test_a_workbook_takes_texts_that_xml_cannot(tmp_path: Path) -> None:
    xlsx.write([("a\x00b\x0bc\ud800", "长" * 40_000)], tmp_path / "a.xlsx", 1, ("一", "二"))
    odd, long = list(openpyxl.load_workbook(tmp_path / "a.xlsx").active.iter_rows(values_only=True))[1]
    assert odd == "a\ufffdb\ufffdc\ufffd"
    assert long == "长" * 32_766 + "…"


@in_the_ledger
@pytest.mark.usefixtures("county")
def test_parquet_is_typed(tmp_path: Path) -> None:
    done = export(FactQuery(), "parquet", tmp_path / "a.parquet")
    table = pq.read_table(tmp_path / "a.parquet")
    assert table.num_rows == done.facts
    rows = table.to_pylist()
    assert rows[0]["value"] == 3.6
    assert rows[0]["org"] == "松溪县水利局"
    assert rows[0]["id"] == f"{rows[0]['doc'][:12]}-f1"
    ranges = [row for row in rows if row["modifier"] == "range"]
    assert [(row["value"], row["high"]) for row in ranges] == [(50, 60)]
    assert [row["value"] for row in rows if row["masked"]] == [None]


@in_the_ledger
@pytest.mark.usefixtures("county")
def test_sdmx_csv_is_valid_and_its_structure_names_every_code(tmp_path: Path) -> None:
    from pysdmx.io import read_sdmx
    from pysdmx.io.pd import PandasDataset
    from pysdmx.model import Codelist, Dataflow, DataStructureDefinition

    region = Region.objects.create(code="990101", name="松溪县")
    Organisation.objects.update(region=region)
    path = tmp_path / "facts.csv"
    done = export(FactQuery(), "sdmx-csv", path)
    assert done.paths == (path, tmp_path / "facts.structure.json")
    message = read_sdmx(path)
    (data,) = message.data or []
    assert isinstance(data, PandasDataset)
    assert len(data.data) == done.facts
    structures = read_sdmx(done.paths[1], validate=True)
    (dsd,) = [one for one in structures.structures or [] if isinstance(one, DataStructureDefinition)]
    (flow,) = [one for one in structures.structures or [] if isinstance(one, Dataflow)]
    assert data.short_urn == f"Dataflow={flow.agency}:{flow.id}({flow.version})"
    assert list(data.data.columns) == [component.id for component in dsd.components]
    assert [component.id for component in dsd.components if component.required] >= ["REF_AREA", "ORG", "INDICATOR"]
    lists = {
        one.id: {code.id for code in one.codes} for one in structures.structures or [] if isinstance(one, Codelist)
    }
    for component in dsd.components:
        if component.local_codes is not None:
            assert set(data.data[component.id]) <= lists[component.local_codes.id], component.id
    keys = data.data[["REF_AREA", "ORG", "INDICATOR", "ROLE", "STATUS", "FACT", "TIME_PERIOD"]]
    assert not keys.duplicated().any()
    first = data.data.iloc[0]
    assert (first.REF_AREA, first.TIME_PERIOD, first.OBS_VALUE) == ("990101", "2024", "3.6")
    assert (first.UNIT_MEASURE, first.UNIT_MULT, first.OBS_STATUS) == ("CNY", "8", "A")


@in_the_ledger
@pytest.mark.usefixtures("county")
def test_sdmx_says_what_it_cannot_say(tmp_path: Path) -> None:
    Fact.objects.filter(quote="96个").update(period=None, begins=None, ends=None)
    Fact.objects.filter(quote="85个").update(name=None)
    done = export(FactQuery(), "sdmx-csv", tmp_path / "facts.csv")
    assert sorted(done.left_out) == [
        "没有写明期间（或期间没有终点）的数据 1 条，没有写出",
        "没有指标的数据 1 条，没有写出",
        "范围（如 5-8%） 1 条，没有写出",
    ]
    rows = {row["QUOTE"]: row for row in rows_of(tmp_path / "facts.csv")}
    assert done.facts == len(rows) == Fact.objects.count() - 3
    assert (rows["XX万元"]["OBS_VALUE"], rows["XX万元"]["OBS_STATUS"]) == ("NaN", "Q")
    assert (rows["30座"]["OBS_STATUS"], rows["30座"]["TIME_PERIOD"]) == ("E", "2024-12-31")
    assert (rows["300亩"]["OBS_VALUE"], rows["300亩"]["UNIT_MULT"]) == ("200000", "0")
    assert (rows["4亿元"]["STATUS"], rows["4亿元"]["MODIFIER"]) == ("PLANNED", "AT_LEAST")


@in_the_ledger
@pytest.mark.usefixtures("county")
@pytest.mark.parametrize("form", FORMATS)
def test_a_broken_export_leaves_the_former_file(form: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "facts.out"
    path.write_text("以前的", "utf-8")
    monkeypatch.setattr("taizhang.ledger.queries.rows.Reader.batches", _broken)
    with pytest.raises(ExportError, match="磁盘已满；请清理空间"):
        export(FactQuery(), form, path)
    assert [one.name for one in tmp_path.iterdir()] == ["facts.out"]
    assert path.read_text("utf-8") == "以前的"


def _broken(*_: object) -> Any:
    """Stand in for a disk that fills up on the way."""
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


@in_the_ledger
@pytest.mark.usefixtures("county")
@pytest.mark.parametrize("form", FORMATS)
def test_a_place_that_cannot_be_written_is_one_line(form: str, tmp_path: Path) -> None:
    for path, why in ((tmp_path / "没有" / "a.out", "没有那个文件夹"), (tmp_path, "那是一个文件夹")):
        with pytest.raises(ExportError) as raised:
            export(FactQuery(), form, path)
        assert why in str(raised.value)
        assert "\n" not in str(raised.value)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
@in_the_ledger
@pytest.mark.usefixtures("county")
@pytest.mark.parametrize("form", FORMATS)
def test_a_full_disk_is_one_line(form: str, tmp_path: Path) -> None:
    path = tmp_path / "facts.out"
    (tmp_path / "facts.out.part").symlink_to("/dev/full")
    with pytest.raises(ExportError, match="磁盘已满"):
        export(FactQuery(), form, path)
    assert not path.exists()


def test_a_file_appears_only_when_it_is_whole(tmp_path: Path) -> None:
    with pytest.raises(KeyError), replacing(tmp_path / "a") as part:
        part.write_text("半", "utf-8")
        raise KeyError
    assert list(tmp_path.iterdir()) == []
    with replacing(tmp_path / "a") as part:
        part.write_text("全", "utf-8")
        assert not (tmp_path / "a").exists()
    assert (tmp_path / "a").read_text("utf-8") == "全"


@in_the_ledger
@pytest.mark.usefixtures("county")
def test_order_limit_and_newest_hold_for_exports(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    assert export(FactQuery(order="value", roles=("level",)), "csv", path, limit=2).facts == 2
    assert [row["原文"] for row in rows_of(path)] == ["4亿元", "3.6亿元"]
    export(FactQuery(indicators=("水利投资",), roles=("level",)), "csv", path, latest=True)
    assert [row["原文"] for row in rows_of(path)] == ["3.6亿元", "4亿元"]
    with pytest.raises(UsageError, match="可以是：csv、xlsx、parquet、jsonl、sdmx-csv"):
        export(FactQuery(), "pdf", path)


@in_the_ledger
@pytest.mark.usefixtures("county")
@pytest.mark.parametrize("form", FORMATS)
def test_an_export_tells_how_far_it_is(form: str, tmp_path: Path) -> None:
    told: list[int] = []
    export(FactQuery(), form, tmp_path / "facts", passed=told.append)
    assert sum(told) == Fact.objects.count() > 10


@in_the_ledger
def test_a_pivot_as_a_table(keep: Keep, tmp_path: Path) -> None:
    keep(TEXT, "水利.txt")
    keep("松溪县水利局2024年工作总结（修订）\n2024年，完成水利投资3.2亿元。\n", "修订.txt")
    table = pivot(FactQuery(indicators=("水利投资",), roles=("level",)))
    export_pivot(table, "csv", tmp_path / "a.csv")
    rows = rows_of(tmp_path / "a.csv")
    ids = [Fact.objects.get(quote=quote).pk for quote in ("3.6亿元", "3.2亿元")]
    assert [(row["状态"], row["2024年"]) for row in rows] == [
        ("实际", f"≠ 3.6亿元 #{ids[0]}；3.2亿元 #{ids[1]}"), ("计划", ""),
    ]  # fmt: skip
    assert rows[1]["2025年"].startswith("至少4亿元 #")
    export_pivot(table, "xlsx", tmp_path / "a.xlsx")
    assert openpyxl.load_workbook(tmp_path / "a.xlsx").active.max_row == 3
    with pytest.raises(UsageError, match="可以是：csv、xlsx"):
        export_pivot(table, "parquet", tmp_path / "a.parquet")


@pytest.fixture
def command(typed: Callable[..., Any], keep: Keep) -> Callable[..., Any]:
    """Run `taizhang` on a ledger that holds the county: command("facts", "--totals")."""
    keep(TEXT, "水利.txt")
    return typed


def test_the_command_line_lists_counts_and_writes(command: Callable[..., Any], tmp_path: Path) -> None:
    listed = command("facts", "--indicator", "水利投资", "--role", "数量", "--period", "2024年")
    assert listed.exit_code == 0, listed.output
    assert "3.6亿元" in listed.output
    assert "水利.txt" in listed.output
    assert "第3行" in listed.output
    assert "台账库：" in listed.stderr
    assert "共 1 条" in listed.output
    assert "水利投资" in command("facts", "--indicator", "水利投资", "--by", "org,period").output
    counted = command("facts", "--totals", "--indicator", "水利投资", "--status", "实际", "--role", "level")
    assert "实际合计 360,000,000元（1 条）" in counted.output
    newest = command("facts", "--latest", "--indicator", "水利投资", "--status", "计划").output
    assert "至少4亿元" in newest
    assert "第6行" in newest
    done = command("facts", "--out", tmp_path / "a.jsonl", "--limit", 3)
    assert "3 条" in done.output
    first = (tmp_path / "a.jsonl").read_text("utf-8").splitlines()[0]
    assert json.loads(first)["quote"] == "3.6亿元"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--indicator", "水力投资"], "相近的有：水利投资"),
        (["--role", "数目"], "level（数量）"),
        (["--format", "docx"], "可以是：table、csv、xlsx"),
        (["--format", "csv"], "请加 --out 文件名"),
        (["--out", "a.docx"], "请加 --format"),
        (
            ["--out", "a.zip", "--format", "sdmx-csv"],
            "不写成 .zip 文件（结构写在旁边的 .structure.json）",
        ),
        (["--out", "a.XLSX", "--format", "csv"], "格式 csv 不写成 .xlsx 文件；请写 --out a.csv"),
        (["--by", "org,period", "--out", "a.csv", "--format", "xlsx"], "格式 xlsx 不写成 .csv 文件；请写 --out a.xlsx"),
        (["--by", "year", "--indicator", "水利投资"], "可以是：org,period"),
        (["--by", "org,period"], "请用 --indicator 给一个指标"),
        (["--fact", "x"], "数据的编号是一个整数"),
        (["--from", "2024-13-01"], "2024-13-01"),
        (["--after", "x"], "续页标记不对"),
    ],
)
def test_wrong_use_of_the_command_is_told(command: Callable[..., Any], words: list[str], said: str) -> None:
    done = command("facts", *words)
    assert done.exit_code == 2
    assert said in done.output
    assert "Traceback" not in done.output
