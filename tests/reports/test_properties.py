"""What holds for every text: offsets map back, spans stand in order, nothing raises."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from taizhang.model import SourceText, Structure
from taizhang.reports import analyse
from taizhang.reports.duplicates import LEAST, find_duplicates
from taizhang.reports.lines import lines

WORDS = """
云溪县财政局2023年工作总结和2024年工作计划|政府工作报告|各位代表：|今年以来，县民政局深入贯彻落实，|现将工作情况汇报如下：
一、|二、|（一）|（二）|1.|2、|①|一是|二是|下一步工作打算|存在的问题|下半年，我局将继续|完成投资25亿元，|同比增长3.5%。|目录
……12|- 3 -|第1页 共2页|12、|展开阅读全文|D建|的二十大|云溪县民政局|2023年12月5日|# |XX区|　　| |。|，|；|“|”|😀|教育局
"""
PIECES = [*WORDS.replace("\n", "|").split("|"), "\n", "\n\n", "\r\n", "\x00"]
texts = st.one_of(st.text(), st.lists(st.sampled_from(PIECES), max_size=60).map("".join))


def read(text: str) -> Structure:
    return analyse(SourceText("0" * 64, "case", "txt", text))


@given(texts)
def test_clean_text_is_the_source_without_its_gaps(text: str) -> None:
    clean = read(text).clean
    assert "".join(text[start:end] for start, end in clean.kept) == clean.text
    for offset in range(0, len(clean.text), 7):
        assert text[clean.source(offset)] == clean.text[offset]


@given(texts)
def test_noise_stands_in_range_and_is_disjoint_by_category(text: str) -> None:
    noise = read(text).noise
    assert all(0 <= n.start < n.end <= len(text) for n in noise)
    for category in {n.category for n in noise}:
        spans = [(n.start, n.end) for n in noise if n.category == category]
        assert all(a[1] <= b[0] for a, b in pairwise(spans))
    assert all((n.dup_of is not None) == (n.category == "duplicate") for n in noise)
    assert all(n.dup_of < n.start for n in noise if n.dup_of is not None)


@given(texts)
def test_reports_follow_each_other_and_hold_their_sections(text: str) -> None:
    structure = read(text)
    assert all(0 <= r.start < r.end <= len(text) for r in structure.reports)
    assert all(a.end <= b.start for a, b in pairwise(structure.reports))
    by_id = {report.id: report for report in structure.reports}
    sections = {section.id: section for section in structure.sections}
    assert len(by_id) == len(structure.reports) and len(sections) == len(structure.sections)
    for section in structure.sections:
        report = by_id[section.report]
        assert report.start <= section.start <= section.body <= section.end <= report.end
        assert 1 <= section.level <= 4
        if section.parent is not None:
            parent = sections[section.parent]
            assert parent.report == section.report
            assert parent.start < section.start and section.end <= parent.end


@given(texts)
def test_a_text_is_read_the_same_twice(text: str) -> None:
    assert read(text) == read(text)


@given(texts)
def test_lines_are_those_of_the_text(text: str) -> None:
    assert [text[start:end] for start, end in lines(text)] == [
        part.strip() for part in text.split("\n") if part.strip()
    ]


@given(st.text(alphabet="甲乙丙丁，。\n", max_size=400), st.text(alphabet="子丑寅卯，。\n", max_size=80))
def test_a_repeated_passage_is_found_and_nothing_else(passage: str, between: str) -> None:
    text = passage + between + passage
    for found in find_duplicates(text):
        size = found.end - found.start
        assert size >= LEAST
        assert text[found.first : found.first + size] == text[found.start : found.end]


@pytest.mark.parametrize(
    "sort",
    ["1234567890", "一、", "（", "（）()", "一是", "1、\n", "云溪县完成投资25亿元，同比增长3%。\n", ".", "…", "D"],
)
def test_a_hostile_text_costs_little(sort: str) -> None:
    structure = read(sort * (200_000 // len(sort)))
    assert len(structure.reports) <= 1


def test_reports_without_sections_and_texts_without_reports() -> None:
    assert read("").reports == ()
    assert read(" \n\u3000\r\n").reports == ()
    assert [r.kind for r in read("县民政局发放低保金25万元。").reports] == ["summary"]
