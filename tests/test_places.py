"""Places in words."""

from __future__ import annotations

import doctest
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import taizhang
from taizhang import places as module
from taizhang.model import Place, Reading, SourceText
from taizhang.places import Location, locate


def said(first: dict[str, Any], last: dict[str, Any] | None = None) -> str:
    return str(Location(Place(0, 1, **first), Place(0, 1, **(first if last is None else last)), (1, 1)))


@pytest.mark.parametrize(
    ("place", "words"),
    [
        ({"page": 3, "paragraph": 2}, "第3页第2段"),
        ({"paragraph": 5}, "第5段"),
        ({"table": 2, "row": 4, "column": 3}, "表2第4行第3列"),
        ({"page": 1, "table": 2, "row": 4, "column": 3}, "第1页表2第4行第3列"),
        ({"sheet": "收支", "cell": "B4", "table": 1, "row": 4, "column": 2}, "工作表“收支”B4"),
        ({"sheet": "收支"}, "工作表“收支”"),
        ({"part": "脚注1", "paragraph": 7}, "脚注1"),
        ({"page": 2, "part": "页眉"}, "第2页页眉"),
        ({"part": "文本框", "paragraph": 5}, "第5段处的文本框"),
        ({"page": 2, "part": "文本框", "paragraph": 5}, "第2页文本框"),
        ({}, "第1行"),
    ],
)
def test_a_place_is_said_as_a_person_says_it(place: dict[str, Any], words: str) -> None:
    assert said(place) == words


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        ({"paragraph": 2}, {"paragraph": 4}, "第2段至第4段"),
        ({"page": 3, "paragraph": 2}, {"page": 3, "paragraph": 4}, "第3页第2段至第4段"),
        ({"page": 3, "paragraph": 9}, {"page": 4, "paragraph": 1}, "第3页第9段至第4页第1段"),
        ({"table": 1, "row": 2, "column": 1}, {"table": 1, "row": 2, "column": 3}, "表1第2行第1列至第3列"),
        ({"sheet": "收支", "cell": "B4"}, {"sheet": "收支", "cell": "C9"}, "工作表“收支”B4至C9"),
        ({"sheet": "收支", "cell": "B4"}, {"sheet": "其他", "cell": "B4"}, "工作表“收支”B4至工作表“其他”B4"),
        ({"sheet": "收支"}, {"sheet": "收支", "cell": "A1"}, "工作表“收支”至工作表“收支”A1"),
    ],
)
def test_several_places_are_said_by_their_ends(first: dict[str, Any], last: dict[str, Any], words: str) -> None:
    assert said(first, last) == words


def test_plain_text_has_lines() -> None:
    reading = taizhang.read_text("一、收入\r\n完成5亿元。\n\n二、支出\r3亿元\n")
    assert [str(locate(reading, *span)) for span in [(0, 4), (6, 9), (0, 8), (19, 22), (4, 6)]] == [
        "第1行", "第2行", "第1行至第2行", "第5行", "第1行",
    ]  # fmt: skip
    assert str(taizhang.locate(reading.source, 23, 23)) == "第6行"


SOURCE = SourceText(
    "", "a.docx", "docx", "标题\n正文一\n正文二\n项\t数", (), (Place(0, 2, paragraph=1), Place(3, 6, paragraph=2),
    Place(7, 10, paragraph=3), Place(11, 12, table=1, row=1, column=1), Place(13, 14, table=1, row=1, column=2)),
)  # fmt: skip


@pytest.mark.parametrize(
    ("start", "end", "words"),
    [
        (0, 2, "第1段"),
        (1, 3, "第1段"),
        (2, 3, "第1段"),
        (2, 4, "第2段"),
        (4, 4, "第2段"),
        (4, 8, "第2段至第3段"),
        (8, 12, "第3段至表1第1行第1列"),
        (11, 14, "表1第1行第1列至第2列"),
        (14, 14, "表1第1行第2列"),
    ],
)
def test_the_places_of_a_stretch_are_found(start: int, end: int, words: str) -> None:
    assert str(locate(Reading(SOURCE), start, end)) == words


@given(st.text("一\r\n、"), st.data())
def test_any_stretch_has_a_place(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    found = locate(taizhang.read_text(text), start, end)
    assert 1 <= found.lines[0] <= found.lines[1]


@pytest.mark.parametrize("span", [(-1, 2), (3, 2), (0, 99)])
def test_what_is_not_in_the_text_has_none(span: tuple[int, int]) -> None:
    with pytest.raises(ValueError, match=r"14 characters"):
        locate(SOURCE, *span)


def test_the_example_is_true() -> None:
    assert doctest.testmod(module).failed == 0


def test_a_folder_has_no_places_but_each_of_its_files_has(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("一、收入\n完成5亿元。", encoding="utf-8")
    readings = taizhang.read(tmp_path)
    with pytest.raises(TypeError, match=r"^locate takes the Reading of one file, .*, not Readings$"):
        locate(readings, 7, 10)  # type: ignore[arg-type]
    assert [str(locate(reading, 7, 10)) for reading in readings] == ["第2行"]
