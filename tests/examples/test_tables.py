"""The tables of the example county: their truth stands in the text, and they come in every shape that offices use."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from decimal import Decimal
from io import BytesIO
from zipfile import ZipFile

import pytest

from taizhang.examples import ExampleFile, county, office
from taizhang.examples.grid import Grid, GridCell, as_lines
from taizhang.examples.office import FORMATS, render
from taizhang.examples.tables import _template, templates

SHAPES = {
    "单位 in a note": r"\n单位：\S+\n",
    "单位 in the title": r"（单位：\S+）\n",
    "单位 in a head": r"[\t ][^\t\n ]+（(?:万元|亿元|人|件|户|万亩)）[\t ]",
    "单位 in a column": r"[\t ]+(?:计量)?单位[\t ]",
    "单位 in a cell": r"[\t ]\d[\d.,]*(?:万元|亿元|人|件|户)",
    "percent in a head": r"[\t ](?:完成率|同比增长)(?:%|（%）|\(%\))",
    "percent in a cell": r"[\t ]-?\d+\.\d+%",
    "其中": r"\n[\t ]*(?:\d+ +)?　其中[：:]",
    "a number before a row head": r"\n一、\S+[\t ]",
    "a total": r"\n[\t ]*(?:合计|总计|全县合计)[\t ]",
    "thousands": r"[\t ]\d{1,3},\d{3}",
    "a dash for nothing": r"[\t ]—",
    "a hidden figure": r"[\t ](?:XX|xx)",
    "a fall": r"[\t ]-\d",
    "blanks between columns": r"\n\S+ {3,}\S+ {3,}\S+",
}


@pytest.fixture(scope="module")
def counties() -> list[ExampleFile]:
    return list(county(size=6, office=False))


def cells(file: ExampleFile) -> list[str]:
    return [file.text[fact.start : fact.end] for fact in file.facts if fact.cell]


def test_what_a_cell_states_stands_in_it(counties: list[ExampleFile]) -> None:
    for file in counties:
        for fact in file.facts:
            if fact.cell and not fact.masked:
                number = re.sub(r"[^\d.]", "", fact.quote)
                assert Decimal(number) == Decimal(str(fact.value)), fact
                assert fact.sign == (-1 if fact.quote.startswith("-") else 1), fact
                assert fact.unit in ("位", "%") or fact.unit in file.text[: fact.end], fact


def test_facts_of_cells_are_inside_the_tables(counties: list[ExampleFile]) -> None:
    for file in counties:
        inside = [f for f in file.facts if any(start <= f.start < end for start, end in file.tables)]
        assert inside == [fact for fact in file.facts if fact.cell]
        numbers = [fact.cell[0] for fact in inside if fact.cell]
        assert numbers == sorted(numbers) and set(numbers) <= set(range(1, len(file.tables) + 1))


def test_times_and_indicators_of_cells_are_written(counties: list[ExampleFile]) -> None:
    for file in counties:
        for fact in (fact for fact in file.facts if fact.cell):
            start = file.tables[fact.cell[0] - 1][0] if fact.cell else 0
            table = re.sub(r"\s", "", file.text[start : file.tables[fact.cell[0] - 1][1]]) if fact.cell else ""
            assert fact.period and fact.period in table, fact
            assert fact.indicator in table or fact.indicator_alt, fact


def test_every_shape_occurs(counties: list[ExampleFile]) -> None:
    text = "\n".join(file.text[start - 1 : end + 1] for file in counties for start, end in file.tables)
    assert [name for name, pattern in SHAPES.items() if not re.search(pattern, text)] == []
    roles = Counter(fact.role for file in counties for fact in file.facts if fact.cell)
    assert set(roles) == {"level", "growth", "change", "share", "rate", "rank"}
    assert {fact.status for file in counties for fact in file.facts if fact.cell} == {"actual", "planned"}


def test_figures_in_tables_are_those_of_the_prose(counties: list[ExampleFile]) -> None:
    both = 0
    for file in counties:
        prose = {(f.key, f.unit): f.value for f in file.facts if not f.cell and f.modifier == "exact" and not f.masked}
        for fact in file.facts:
            if fact.cell and not fact.masked and (fact.key, fact.unit) in prose and not fact.key.startswith("town."):
                if len(file.reports) == 1:
                    assert float(str(fact.value)) == float(str(prose[fact.key, fact.unit])), fact
                both += 1
    assert both > 100


def test_columns_of_aligned_lines_stand_under_each_other() -> None:
    heads = [GridCell(0, 0, "乡镇", 2), GridCell(0, 1, "投资", 1, 2), GridCell(1, 1, "任务"), GridCell(1, 2, "完成")]
    grid = Grid("甲", "", 2, 3, 3, (*heads, GridCell(2, 0, "青岚镇"), GridCell(2, 1, "8"), GridCell(2, 2, "5")), True)
    assert as_lines(grid, aligned=True).text == "乡镇     投资\n         任务   完成\n青岚镇   8      5"
    tabbed = as_lines(grid, aligned=False)
    assert tabbed.text == "乡镇\t投资\t\n\t任务\t完成\n青岚镇\t8\t5"
    assert [tabbed.text[s:e] for s, e in tabbed.spans] == [cell.text for cell in grid.cells]


def test_every_bureau_has_a_table_or_may_do_without() -> None:
    assert {"finance", "development", "town", "environment"} <= set(templates())
    assert sum(map(len, templates().values())) > 20


def test_a_row_with_too_many_figures_is_named() -> None:
    with pytest.raises(ValueError, match="甲"):
        _template({"of": "finance", "title": ["表"], "columns": ["项目", "数量"], "rows": ["甲 | a | b"]}, "table1")


@pytest.mark.parametrize("form", FORMATS)
def test_the_same_document_gives_the_same_bytes(counties: list[ExampleFile], form: str) -> None:
    document = next(file.document for file in counties if file.document and len(file.tables) > 1)
    assert render(document, form) == render(document, form)


def test_word_documents_show_what_word_does(counties: list[ExampleFile]) -> None:
    marks, parts = ("w:numPr", "w:txbxContent", "w:del ", "w:gridSpan", "w:vMerge"), Counter[str]()
    for file in counties:
        if file.document:
            with ZipFile(BytesIO(render(file.document, "docx"))) as package:
                body = package.read("word/document.xml").decode()
                parts.update(mark for mark in marks if mark in body)
                parts.update(name for name in package.namelist() if "footnotes" in name)
    assert set(parts) == {*marks, "word/footnotes.xml"}


def test_a_county_is_written_in_several_formats() -> None:
    formats = Counter(file.format for file in county())
    assert formats["docx"] == 4 and formats["pdf"] == 2 and formats["xlsx"] == 2 and formats["txt"] > 10
    for file in county():
        assert file.name.endswith(file.format)
        assert file.data.startswith({"pdf": b"%PDF", "docx": b"PK", "xlsx": b"PK"}.get(file.format, b""))


def test_without_the_libraries_all_is_text(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(office.FORMATS, "pdf", ("no_such_module", "reportlab"))
    assert office.missing() == ("reportlab",)
    assert {file.format for file in county()} == {"txt"}


def test_office_files_change_nothing_else() -> None:
    for with_office, without in zip(county(), county(office=False), strict=True):
        assert with_office.text == without.text and with_office.facts == without.facts
    assert all(a.end <= b.start for file in county() for a, b in itertools.pairwise(file.facts) if not a.duplicate)
