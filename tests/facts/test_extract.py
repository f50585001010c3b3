"""Invariants of reading facts from any text, and what noise does to them."""

from __future__ import annotations

from collections.abc import Sequence
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from taizhang.collector import collector_at_rest
from taizhang.facts import extract, parse_quantity
from taizhang.model import Fact, Noise, Report, Section, SourceText, Structure
from taizhang.spans import Span, cut_out

WORDS = (
    "1-5月， 上半年 2023年 完成 财政收入 增长 下降 9.0% 3.2亿元 约 余 12 个 企业 、 ， 。 ； （ ） “ ” 其中 分别 第2位 "
    "首位 XX亿元 一 三家 百分之八 -84% 10-15件 比上年 占 目标 力争 预计 截至6月底 〔2023〕5号 G5011 1+7 《 》 和 的 🙂"
)
PIECES = st.sampled_from([*WORDS.split(" "), "\n", "\x00", " "])


def structure(
    text: str, gaps: Sequence[Span] = (), noise: tuple[Noise, ...] = (), sections: tuple[Section, ...] = ()
) -> Structure:
    """One report over the whole text."""
    report = Report("r1", 0, len(text), "县财政局", "财政", "云溪县", "2025年上半年", "summary", True, "")
    return Structure(SourceText("0" * 64, "case", "txt", text), cut_out(text, gaps), (report,), sections, noise)


def check(text: str, facts: list[Fact]) -> None:
    """Every fact stands where it says, and the facts are in order."""
    for fact in facts:
        assert "".join(text[start:end] for start, end in fact.pieces) == fact.quote
        assert (fact.start, fact.end) == (fact.pieces[0][0], fact.pieces[-1][1])
        assert fact.masked == (fact.value is None)
        assert fact.quote and fact.sign in (1, -1)
        if fact.period:
            assert text[fact.period.start : fact.period.end].startswith(fact.period.text[:1])
    assert [fact.start for fact in facts] == sorted(fact.start for fact in facts)
    assert len({fact.id for fact in facts}) == len(facts)


@given(st.lists(PIECES, max_size=60).map("".join))
@settings(max_examples=300)
def test_pieces_equal_the_quote(text: str) -> None:
    """Joined, the pieces of a fact equal its quote, in any order of words."""
    check(text, extract(structure(text)))


@given(st.lists(PIECES, max_size=40).map("".join), st.data())
@settings(max_examples=200)
def test_offsets_survive_cleaning(text: str, data: st.DataObject) -> None:
    """Whatever is cut out of the text, facts point to where they stand in the source."""
    ends = sorted(data.draw(st.lists(st.integers(0, len(text)), max_size=6)))
    gaps = list(zip(ends[::2], ends[1::2], strict=False))
    check(text, extract(structure(text, gaps)))


@given(st.text(max_size=200))
def test_never_fails(text: str) -> None:
    """Any text at all is read."""
    check(text, extract(structure(text)))


def test_number_that_a_page_marker_interrupts() -> None:
    """A fact that noise interrupts has two pieces."""
    text = "上半年新建养老床位25\n\n11、张，投入3.5万元。"
    first, second = extract(structure(text, [(11, 16)]))
    assert (first.quote, first.value, first.pieces) == ("25张", 25, [(9, 11), (16, 17)])
    assert first.indicator == "新建养老床位"
    assert second.quote == "3.5万元"


def test_facts_of_a_repeated_passage_say_so() -> None:
    """Facts are read from duplicates too; each names the fact of the first copy."""
    passage = "上半年排查隐患96处，整改85处，整改率88.5%。"
    text = passage + "\n" + passage
    noise = (Noise(len(passage) + 1, len(text), "duplicate", dup_of=0),)
    facts = extract(structure(text, noise=noise))
    assert [fact.duplicate_of for fact in facts] == [None] * 3 + [fact.id for fact in facts[:3]]


def test_elliptical_figures_have_a_subject() -> None:
    """完成整改 and 其余 are about what was counted before with the same unit."""
    facts = extract(structure("发现一般隐患96个，完成整改85个，其余11个正在整改。"))
    assert [(fact.indicator, fact.subject) for fact in facts] == [
        ("发现一般隐患", None), ("完成整改", "发现一般隐患"), ("其余", "发现一般隐患"),
    ]  # fmt: skip


def test_periods_of_numbered_items() -> None:
    """An item goes back to what held when the item above began; a heading gives its period to all below."""
    text = "一、2024年工作\n（一）养老。上半年新增床位10张。\n（二）救助。救助12人。"
    sections = (
        Section("s1", "r1", None, 0, len(text), 1, "2024年工作", "summary", 8),
        Section("s2", "r1", "s1", 10, 27, 2, "养老", "summary", 16),
        Section("s3", "r1", "s1", 28, len(text), 2, "救助", "summary", 34),
    )
    first, second = extract(structure(text, sections=sections))
    assert first.period is not None and first.period.text == "上半年"
    assert second.period is not None and second.period.text == "2024年"


def test_this_year_in_a_plan() -> None:
    """In the plan of a report on a whole year 今年 is the next year; in that of a half-year it is the same."""
    for period, ends in (("2024年", "2025-12-31"), ("2024年上半年", "2024-12-31")):
        text = "二、下一步打算\n今年新建床位10张。"
        section = Section("s1", "r1", None, 0, len(text), 1, "下一步打算", "plan", 8)
        base = structure(text, sections=(section,))
        report = Report("r1", 0, len(text), None, None, None, period, "summary+plan", True, "")
        (fact,) = extract(Structure(base.source, base.clean, (report,), base.sections, ()))
        assert fact.period is not None and fact.period.ends == ends
        assert fact.status == "planned"


def test_base_units() -> None:
    """Values are kept as written and in base units, exactly."""
    facts = extract(structure("收入20.09万元，面积1.5万亩，增长3个百分点，人口13亿人。"))
    assert [(fact.base_value, fact.base_unit) for fact in facts] == [
        (200900, "元"), (10000000, "平方米"), (3, "个百分点"), (1300000000, "人"),
    ]  # fmt: skip


HOSTILE = {
    "digits": "1", "spaced digits": "1 ", "masks": "X", "numerals": "一", "letters": "a", "pluses": "1+", "quotes": "“",
    "brackets": "(5个", "commas": "，", "titles": "《", "figures": "共5个，", "times": "上半年5个", "verbs": "组织开展",
    "spaces": " ", "lines": "\n", "dates": "2023-", "lists": "分别增长5%、", "one sentence": "完成投资5亿元",
}  # fmt: skip


@pytest.mark.parametrize("kind", HOSTILE)
def test_hostile_text_takes_linear_time(kind: str) -> None:
    """Four times the text takes about four times the time of the processor (a quadratic reader would take 16 times).

    The collector rests as it does while a file is read: it walks over all that the tests before this one left.
    """
    unit = HOSTILE[kind]
    times = []
    for size in (40_000, 160_000):
        text = unit * (size // len(unit))
        tries = []
        for _ in range(2):
            with collector_at_rest():
                began = process_time()
                extract(structure(text))
                tries.append(process_time() - began)
        times.append(min(tries))
    assert times[1] < 0.3 or times[1] < 10 * times[0], times


@pytest.mark.parametrize(
    ("text", "value", "unit", "modifier", "base"),
    [
        ("46151万元", 46151, "万元", "exact", 461510000), ("约3.5亿元", 3.5, "亿元", "approx", 350000000),
        ("不少于10家", 10, "家", "at_least", 10), ("60%以上", 60, "%", "at_least", 60),
        ("7天内", 7, "天", "at_most", 168),
        ("2200-2500株", [2200, 2500], "株", "range", [2200, 2500]), ("三百多人", 300, "人", "approx", 300),
        ("五千万元", 5000, "万元", "exact", 50000000), ("百分之八点五", 8.5, "%", "exact", 8.5),
        ("XX亿元", None, "亿元", "exact", None), ("首位", 1, "位", "exact", 1), ("前三", 3, "位", "at_most", 3),
        ("1亿2千万元", 12000, "万元", "exact", 120000000), ("-3.2%", -3.2, "%", "exact", -3.2),
        ("4.6万余人次", 4.6, "万人次", "approx", 46000), ("三分之一", 0.3333, "分之", "exact", 0.3333),
    ],
)  # fmt: skip
def test_parse_quantity(text: str, value: object, unit: str, modifier: str, base: object) -> None:
    """A text that is one quantity."""
    quantity = parse_quantity(text)
    assert quantity is not None
    assert (quantity.value, quantity.unit, quantity.modifier, quantity.base_value) == (value, unit, modifier, base)


@pytest.mark.parametrize("text", ["", "abc", "12个项目", "2023年", "3家和5家", "〔2023〕5号"])
def test_no_quantity(text: str) -> None:
    """What is not one quantity gives None."""
    assert parse_quantity(text) is None
