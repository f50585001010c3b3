"""The numbers that Word writes before paragraphs by itself."""

from __future__ import annotations

import pytest
from wordmaker import item, p, part, read, run, styled, table, tc, w

ONE = w("num", w("abstractNumId", val=0), numId=1)


def lists(*levels: str, nums: str = ONE) -> str:
    return part("numbering", w("abstractNum", *levels, abstractNumId=0), nums)


def level(at: int, form: str, text: str, *more: str, start: int = 1) -> str:
    return w("lvl", w("start", val=start), w("numFmt", val=form), *more, w("lvlText", val=text), ilvl=at)


def test_headings_that_number_themselves() -> None:
    got = read(
        item("工作情况"), item("抓投资", 1), item("2项完工", 2), item("整治河道", 2), item("抓治理", 1),
        item("查隐患", 2), p("全县查隐患30处。"), item("下一步打算"), item("", 1), item("抓民生", 1),
        numbering=lists(
            level(0, "chineseCountingThousand", "%1、"),
            level(1, "chineseCounting", "（%2）"),
            level(2, "decimal", "%3."),
        ),
    )  # fmt: skip
    assert got.text.split("\n") == [
        "一、工作情况", "（一）抓投资", "1. 2项完工", "2.整治河道", "（二）抓治理", "1.查隐患", "全县查隐患30处。",
        "二、下一步打算", "（一）", "（二）抓民生",
    ]  # fmt: skip
    assert got.places[0].runs == (2,)


@pytest.mark.parametrize(
    ("form", "text", "expected"),
    [
        ("decimal", "%1", "3 项"),
        ("decimal", "第%1条", "第3条 项"),
        ("decimalZero", "%1.", "03.项"),
        ("decimalFullWidth", "%1．", "３．项"),
        ("ideographDigital", "%1、", "三、项"),
        ("taiwaneseDigital", "%1、", "三、项"),
        ("chineseLegalSimplified", "%1、", "叁、项"),
        ("decimalEnclosedCircle", "%1", "③ 项"),
        ("upperLetter", "%1.", "C.项"),
        ("lowerLetter", "（%1）", "（c）项"),
        ("lowerRoman", "%1)", "iii)项"),
        ("upperRoman", "%1.", "III.项"),
        ("ideographTraditional", "%1、", "丙、项"),
        ("bullet", "\u25cf", "项"),
        ("none", "", "项"),
        ("newest", "%1、", "3、项"),
    ],
)
def test_how_numbers_are_written(form: str, text: str, expected: str) -> None:
    got = read(item("甲"), item("乙"), item("项"), numbering=lists(level(0, form, text)))
    assert got.text.split("\n")[2] == expected


@pytest.mark.parametrize(
    ("form", "numbers"),
    [
        ("chineseCounting", {9: "九", 10: "十", 11: "十一", 20: "二十", 99: "九十九", 100: "一〇〇"}),
        (
            "chineseCountingThousand",
            {10: "十", 21: "二十一", 100: "一百", 101: "一百零一", 110: "一百一十", 1001: "一千零一"},
        ),
        ("chineseLegalSimplified", {10: "壹拾", 12: "壹拾贰", 20: "贰拾"}),
        ("ideographDigital", {10: "一〇", 25: "二五"}),
        ("decimalEnclosedCircle", {20: "⑳", 21: "21"}),
        ("lowerLetter", {26: "z", 27: "aa"}),
        ("upperRoman", {4: "IV", 1999: "MCMXCIX"}),
        ("numberInDash", {7: "-7-"}),
    ],
)
def test_greater_numbers(form: str, numbers: dict[int, str]) -> None:
    for number, text in numbers.items():
        assert read(item("项"), numbering=lists(level(0, form, "%1、", start=number))).text == f"{text}、项"


def test_numbers_by_style() -> None:
    def style(name: str, based: str, *more: str) -> str:
        return w("style", w("basedOn", val=based), w("pPr", *more), type="paragraph", styleId=name)

    numbered = w("numPr", w("numId", val=1))
    got = read(
        styled("h1", "甲"), styled("h2", "乙"), styled("own1", "丙"),
        styled("h1", "丁", looks=w("numPr", w("numId", val=0))), styled("round1", "戊"), styled("h2", "己"), p("庚"),
        numbering=lists(
            level(0, "chineseCounting", "%1、", w("pStyle", val="h1")),
            level(1, "decimal", "%1-%2.", w("isLgl"), w("pStyle", val="h2")),
        ),
        styles=part(
            "styles",
            w("style", type="paragraph", styleId="a", default=1),
            style("h1", "a", numbered), style("own1", "h1"), style("h2", "h1", numbered),
            style("round1", "round2"), style("round2", "round1"),
        ),
    )  # fmt: skip
    assert got.text.split("\n") == ["一、甲", "1-1.乙", "二、丙", "丁", "戊", "2-1.己", "庚"]


def test_lists_count_on_begin_anew_and_are_linked() -> None:
    anew = w("lvlOverride", w("startOverride", val=5), ilvl=0)
    nums = (
        w("abstractNum", w("numStyleLink", val="公文"), abstractNumId=7) + ONE
        + w("num", w("abstractNumId", val=0), numId=2)
        + w("num", w("abstractNumId", val=0), anew, numId=3)
        + w("num", w("abstractNumId", val=7), numId=4)
    )  # fmt: skip
    got = read(
        item("甲"), item("乙", 0, 2), item("子", 1), item("丙", 0, 3), item("丑", 1, 3), item("丁"), item("戊", 0, 4),
        numbering=lists(
            w("styleLink", val="公文"),
            level(0, "decimal", "%1."),
            level(1, "decimal", "%1.%2", w("lvlRestart", val=0)),
            nums=nums,
        ),
    )  # fmt: skip
    assert got.text.split("\n") == ["1.甲", "2.乙", "2.1 子", "5.丙", "5.2 丑", "6.丁", "7.戊"]


def test_cells_number_themselves() -> None:
    got = read(table([tc(item("")), "城区"], [tc(item("")), "乡镇"]), numbering=lists(level(0, "decimal", "%1")))
    assert got.text == "1\t城区\n2\t乡镇"


def test_what_is_hidden_or_deleted_does_not_count() -> None:
    numbered = w("numPr", w("ilvl", val=0), w("numId", val=1))
    got = read(
        item("甲"),
        styled("secret", "暗", looks=numbered),
        p(run("暗", looks=w("vanish")), looks=numbered + w("rPr", w("vanish"))),
        p(w("del", run(w("delText", "旧"))), looks=numbered + w("rPr", w("del"))),
        item("乙"),
        numbering=lists(level(0, "decimal", "%1.")),
        styles=part("styles", w("style", w("rPr", w("vanish")), type="paragraph", styleId="secret")),
    )
    assert got.text == "1.甲\n2.乙"


def test_hostile_numbers_stay_small() -> None:
    got = read(
        item("甲"), item("乙", 1), item("丙", 99), item("丁", -1), item("戊", 0, "x"), p("己", looks=w("numPr")),
        numbering=lists(
            level(0, "lowerLetter", "%1" * 5000), level(1, "decimal", "%9%2%0%"), w("lvl", ilvl=-5), w("lvl"),
            nums=ONE + w("num", numId=5) + w("num", w("abstractNumId", val=99), numId=6),
        ),
    )  # fmt: skip
    assert got.text == f"{'a' * 60} 甲\n11%0% 乙\n丙\n{'b' * 60} 丁\n戊\n己"
    huge = lists(level(0, "lowerLetter", "%1.", start=10**12), level(1, "lowerLetter", "%2.", start=32_767))
    assert read(item("甲"), numbering=huge).text == "a.甲"
    assert len(read(item("甲", 1), numbering=huge).text) == 62
