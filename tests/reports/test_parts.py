"""Single steps: titles, periods, roles, openings, headings, page numbers."""

from __future__ import annotations

import pytest

from taizhang.reports.headings import find_marks
from taizhang.reports.openings import is_addressee, is_date, is_unit_name, opening_of
from taizhang.reports.pages import find_page_markers
from taizhang.reports.periods import find_stretches, parse_stretch
from taizhang.reports.roles import section_role, title_role
from taizhang.reports.titles import inline_titles, read_title


@pytest.mark.parametrize(
    ("text", "normal"),
    [
        ("2023年上半年", "2023年上半年"),
        ("二〇二三年度", "2023年"),
        ("一九八四年", "1984年"),
        ("2022年1—9月份", "2022年1-9月"),
        ("五月份工作", "5月"),
        ("1-5月", "1-5月"),
        ("2023年前三季度", "2023年前三季度"),
        ("今年上半年", "上半年"),
    ],
)
def test_periods_have_one_form(text: str, normal: str) -> None:
    assert parse_stretch(text).normal() == normal


def test_days_are_no_periods() -> None:
    assert [s.normal() for s in find_stretches("截至5月31日，6月14日")] == []
    with pytest.raises(ValueError, match="不是时间"):
        parse_stretch("云溪县")


@pytest.mark.parametrize(
    ("line", "org", "org_type", "promises"),
    [
        ("2.区水务局2021年上半年工作总结及下半年工作计划", "区水务局", "水利", "summary plan"),
        ("9.区教育局2021年上半年平安建设工作总结", "区教育局", "教育", "summary"),
        ("XX县2023年工作要点", "XX县", None, "plan"),
        ("中共云溪县委宣传部2023年工作总结", "云溪县委宣传部", "宣传融媒", "summary"),
        ("云溪县关于2023年工作总结及2024年工作打算的报告", "云溪县", None, "summary plan"),
        ("县卫健局2023年重点工作完成情况", "县卫健局", "卫健", "summary"),
        ("云溪县人民政府办公室关于报送2023年工作总结的通知", "云溪县人民政府办公室", "其他", "notice"),
    ],
)
def test_titles_say_whose_and_what(line: str, org: str, org_type: str | None, promises: str) -> None:
    title = read_title(line)
    assert title is not None
    said = [name for name in ("summary", "plan", "notice") if getattr(title, name)]
    assert (title.org, title.org_type, " ".join(said)) == (org, org_type, promises)


@pytest.mark.parametrize(
    "line",
    ["二、存在的问题", "（一）主要经济指标完成情况", "附件：2023年工作总结", "1.项目招引协同推进", "完成投资25亿元。"],
)
def test_headings_and_sentences_are_no_titles(line: str) -> None:
    assert read_title(line) is None


def test_a_title_runs_into_the_body_only_where_a_body_begins() -> None:
    assert [t.org for t in inline_titles("成效明显。区水务局2021年工作总结和2022年工作打算2021年是开局之年。")] == [
        "区水务局"
    ]
    assert list(inline_titles("印发。区水务局2023年工作总结会议召开。")) == []


@pytest.mark.parametrize(
    ("paragraph", "opening"),
    [
        ("现在，我代表县人民政府，向大会报告政府工作，请予审议。", "government"),
        ("2023年以来，县城管局认真贯彻落实县委部署，取得新进展。现将上半年工作总结如下:", "formula"),
        ("2023年上半年,市国资办在市委市政府领导下,狠抓落实。现将上半年工作和下半年思路汇报如下:", "formula"),
        ("现将2024年工作计划汇报如下：我局将围绕中心、服务大局，贯彻落实好各项部署。", "plan"),
        ("今年以来，XX街道围绕中心工作，照着年初的清单一件一件抓落实。", "past"),
        ("下半年，我局将深入贯彻落实县委部署，奋力完成全年任务。", "plan"),
        ("2023年，是全面贯彻二十大精神的开局之年，是重要的一年。我局深入学习。", "past"),
        ("2023年是开局之年，全面贯彻落实部署。下半年，我们要继续抓好财源建设。", "plan"),
        ("上半年，全区签约亿元以上项目6个。", None),
    ],
)
def test_paragraphs_open_reports_and_plans(paragraph: str, opening: str | None) -> None:
    assert opening_of(paragraph, 0, len(paragraph)) == opening


def test_lines_around_a_report() -> None:
    assert is_addressee("县政府：") and is_addressee("各位代表：") and not is_addressee("主要做法：")
    assert is_date("2023年6月27日") and is_date("二〇二三年六月") and not is_date("2023年6月27日召开会议")
    assert is_unit_name("XX市XX区农业农村和水利局") and not is_unit_name("工作取得明显成效")


@pytest.mark.parametrize(
    ("title", "role"),
    [
        ("存在的主要问题", "problem"),
        ("聚焦突出问题整改", None),
        ("问题整改情况", "summary"),
        ("2024年工作打算", "plan"),
        ("有关工作建议", "other"),
        ("主要指标完成情况", "indicator"),
        ("强化安全监管", None),
    ],
)
def test_titles_of_sections_say_their_role(title: str, role: str | None) -> None:
    assert title_role(title) == role


@pytest.mark.parametrize(
    ("title", "body", "parent", "year", "role"),
    [
        ("2024年重点工作", "", None, 2023, "plan"),
        ("2023年重点工作", "完成投资25亿元，同比增长3%。", None, 2023, "summary"),
        ("下半年工作总结", "下半年，将继续加压奋进，确保完成任务。", None, 2023, "plan"),
        ("下半年重点工作", "", None, 2023, "plan"),
        ("抓好落实", "", "plan", 2023, "plan"),
        ("人才短缺", "", "problem", 2023, "problem"),
        ("狠抓项目", "", "indicator", 2023, "summary"),
    ],
)
def test_roles_of_sections(title: str, body: str, parent: str | None, year: int, role: str) -> None:
    assert section_role(title, body, parent, year) == role  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        (
            "一、工作亮点(一)完善保障，人民福祉增强一是统筹。二是衔接。(二)推进",
            [(1, 1), (2, 1), (4, 1), (4, 2), (2, 2)],
        ),
        ("总投资175亿2.前湾硅谷", []),
        ("一、招商1.签约。总投资175亿2.前湾硅谷", [(1, 1), (3, 1), (3, 2)]),
        ("增长1.5%，第一、二、三产业，第1、2号楼，统一是关键", []),
        ("按照第三条第(二)项办理，15.2亿元", []),
        ("工作如下：①抓项目；②抓服务", [(4, 1), (4, 2)]),
        ("第一部分 回顾\n一、项目", [(1, 1), (1, 1)]),
    ],
)
def test_heading_numbers(text: str, numbers: list[tuple[int, int]]) -> None:
    assert [(mark.level, mark.number) for mark in find_marks(text)] == numbers


def test_a_page_number_alone_needs_its_row() -> None:
    page = "县民政局新增养老床位三百张，" * 12
    rows = "".join(f"{page}\n{n}\n" for n in range(1, 5))
    assert [marker.number for marker in find_page_markers(rows)] == [1, 2, 3, 4]
    assert find_page_markers(f"{page}\n7\n{page}\n3\n") == []
