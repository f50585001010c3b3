"""Figures of several subjects of one organisation: each has its own line, and every table says which it is."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from taizhang.ledger.exports import export, export_pivot
from taizhang.ledger.models import Fact
from taizhang.ledger.queries import FactQuery, latest, pivot, totals

Keep = Callable[..., object]
in_the_ledger = pytest.mark.django_db

TOWNS = """桐坪县民政局2024年工作总结
2024年，全县低保户数350户。

表1 各乡镇低保情况
乡镇\t低保户数（户）
竹溪镇\t120
枫林镇\t230
合计\t350
"""


@pytest.fixture
def towns(keep: Keep) -> None:
    keep(TOWNS, "民政.txt")


@in_the_ledger
@pytest.mark.usefixtures("towns")
def test_a_pivot_has_a_line_for_each_subject() -> None:
    table = pivot(FactQuery(indicators=("低保户数",)))
    assert [line.subject for line in table.lines] == [None, "竹溪镇", "枫林镇", "合计"]
    assert [[figure.value for figure in cell.figures] for cell in table.cells.values()] == [[350], [120], [230], [350]]
    assert table.disagreeing == 0


@in_the_ledger
@pytest.mark.usefixtures("towns")
def test_a_subject_told_twice_in_two_ways_still_disagrees(keep: Keep) -> None:
    keep(TOWNS.replace("竹溪镇\t120", "竹溪镇\t125").replace("总结", "总结（修订）"), "修订.txt")
    table = pivot(FactQuery(indicators=("低保户数",)))
    assert {line.subject for (line, _), cell in table.cells.items() if not cell.agrees} == {"竹溪镇"}


@in_the_ledger
@pytest.mark.usefixtures("towns")
def test_exports_say_the_subject_where_there_is_one(tmp_path: Path) -> None:
    export_pivot(pivot(FactQuery(indicators=("低保户数",))), "csv", tmp_path / "a.csv")
    rows = list(csv.DictReader((tmp_path / "a.csv").read_text("utf-8-sig").splitlines()))
    assert [(row["对象"], row["2024年"]) for row in rows] == [
        ("", "350"), ("竹溪镇", "120"), ("枫林镇", "230"), ("合计", "350"),
    ]  # fmt: skip
    Fact.objects.update(subject=None)
    export_pivot(pivot(FactQuery(indicators=("低保户数",))), "csv", tmp_path / "b.csv")
    assert "对象" not in (tmp_path / "b.csv").read_text("utf-8-sig")


@in_the_ledger
@pytest.mark.usefixtures("towns")
def test_sdmx_has_the_subject_as_an_attribute(tmp_path: Path) -> None:
    from pysdmx.io import read_sdmx
    from pysdmx.model import DataStructureDefinition

    done = export(FactQuery(), "sdmx-csv", tmp_path / "a.csv")
    (data,) = read_sdmx(tmp_path / "a.csv").data or []
    assert list(data.data["SUBJECT"].fillna("")) == ["", "竹溪镇", "枫林镇", "合计"]
    structures = read_sdmx(done.paths[1], validate=True).structures or []
    (dsd,) = [one for one in structures if isinstance(one, DataStructureDefinition)]
    assert "SUBJECT" in [attribute.id for attribute in dsd.components.attributes]


@in_the_ledger
def test_subjects_of_one_size_are_no_repeats_and_are_not_added_up(keep: Keep) -> None:
    keep(TOWNS.replace("230", "120").replace("合计\t350\n", ""), "民政.txt")
    found = totals(FactQuery(indicators=("低保户数",), text="镇"))
    assert (found.facts, found.sums) == (2, ())
    assert "单位、对象或期间互相包含" in found.not_summed[0]


@in_the_ledger
def test_the_newest_figure_of_a_subject_is_outdated_by_its_own_only(keep: Keep) -> None:
    keep(TOWNS, "民政.txt")
    keep("桐坪县民政局2025年工作总结\n\n表1 各乡镇低保情况\n乡镇\t低保户数（户）\n竹溪镇\t110\n", "次年.txt")
    found = {(fact.subject, fact.value) for fact in latest(FactQuery(indicators=("低保户数",))).facts}
    assert found == {(None, 350), ("竹溪镇", 110), ("枫林镇", 230), ("合计", 350)}


def test_the_command_line_shows_subjects_where_there_are_some(
    typed: Callable[..., Any], keep: Keep, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep(TOWNS, "民政.txt")
    for words in (["facts"], ["facts", "--indicator", "低保户数", "--by", "org,period"]):
        listed = typed(*words).output
        assert "对象" in listed and "竹溪镇" in listed
    Fact.objects.update(subject=None)
    assert "对象" not in typed("facts").output
    monkeypatch.setattr("taizhang.terminal._WIDTH_OF_A_PIPE", 80)
    Fact.objects.filter(value=230).update(subject="枫林镇")
    assert "对象：枫林镇" in typed("facts").output
