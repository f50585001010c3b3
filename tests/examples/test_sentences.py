"""Sentences in the markup: text, facts and periods that come out of them, and messages about broken ones."""

from __future__ import annotations

import random
from decimal import Decimal

import pytest

from taizhang.errors import KnowledgeError
from taizhang.examples import proof
from taizhang.examples.clock import Clock, Governing
from taizhang.examples.figures import Value
from taizhang.examples.flaws import Damage, Shift, apply
from taizhang.examples.markup import compile_sentence
from taizhang.examples.scribe import Draft, Scribe
from taizhang.examples.truth import TrueFact, TrueReport
from taizhang.examples.world import define, draw, parse_relation

WORLD = {
    "x.revenue": Value(Decimal(46151), 0, "万元", "level"),
    "x.growth": Value(Decimal("-3.2"), 1, "%", "growth"),
}


def written(*templates: str, heading: str | None = None) -> tuple[str, tuple[TrueFact, ...]]:
    draft = Draft()
    scribe = Scribe(draft, WORLD, {"town": ["青岚镇", "柘川镇"]}, 7, random.Random(1), {"累": ["上半年"]})
    scribe.clock.heading = Governing(heading)
    scribe.begin_item()
    for template in templates:
        scribe.write(compile_sentence(template, "x", "test"))
    return draft.text(), proof.facts(draft, apply(draft, Damage(), random.Random(1)))


def test_a_sentence_with_its_facts() -> None:
    text, facts = written("<累>，[收入]完成{revenue}，同比{?growth:增长|下降}{growth}，支持{3个:汉@a}[a:项目]开工。")
    assert text == "上半年，收入完成46151万元，同比下降3.2%，支持三个项目开工。"
    assert [(f.quote, f.indicator, f.role, f.sign, f.period) for f in facts] == [
        ("46151万元", "收入", "level", 1, "上半年"),
        ("3.2%", "收入", "growth", -1, "上半年"),
        ("三个", "项目", "level", 1, "上半年"),
    ]
    assert facts[2].indicator_alt == ("项目开工",)


def test_modifiers_status_and_names_of_pairs() -> None:
    _, facts = written(
        "[a:甲率]、[b:乙率]均不低于{98%@a、b>!p#rate}，预计[c:丙]约{20..20个@c~!f}，[丁]{5天<!n}内办结。"
    )
    assert [(f.indicator, f.modifier, f.status) for f in facts] == [
        ("甲率、乙率", "at_least", "planned"), ("丙", "approx", "forecast"), ("丁", "at_most", "actual"),
    ]  # fmt: skip


def test_a_figure_drawn_on_the_spot_is_the_same_in_every_report() -> None:
    assert written("[查]{10..99家}。")[0] == written("[查]{10..99家}。")[0]
    one, other = written("[查]{calls=10..9999家}。")[1], written("共[检查]{calls=10..9999家}。")[1]
    assert one[0].value == other[0].value and one[0].key == other[0].key


@pytest.mark.parametrize(
    ("templates", "periods"),
    [
        (("[甲]{1个}。",), ["今年以来"]),
        (("<累>[甲]{1个}。", "[乙]{2个}。"), ["上半年", "上半年"]),
        (("<累>[甲]{1个}，<目前>，[乙]{2个}，[丙]{3个}。",), ["上半年", "目前", "上半年"]),
        (("<累>[甲]{1个}，预计<!12月底>[乙]达{2个!f}，[丙]{3个}。",), ["上半年", "12月底", "上半年"]),
        (("<^2024年度>[甲]{1个}。",), ["今年以来"]),
    ],
)
def test_periods(templates: tuple[str, ...], periods: list[str]) -> None:
    assert [fact.period for fact in written(*templates, heading="今年以来")[1]] == periods


def test_the_next_item_resets_the_period() -> None:
    clock = Clock()
    clock.enter("上半年", "item")
    assert clock.governing(False).text == "上半年"
    clock.begin_item()
    assert clock.governing(False).text is None


@pytest.mark.parametrize(
    ("template", "says"),
    [
        ("共{3个}。", "之前没有指标"),
        ("[甲]{3个@b}。", "没有标为 b 的指标"),
        ("[a:甲]{1个}[a:乙]{2个}。", "用了两次"),
        ("[甲]{3个:花体}。", "FORMS"),
        ("[甲{3个}。", "不成对"),
        ("[甲]{9..3个}。", "上限小于下限"),
    ],
)
def test_broken_markup_is_quoted(template: str, says: str) -> None:
    with pytest.raises(KnowledgeError, match=says) as caught:
        compile_sentence(template, "x", "test.toml")
    assert "test.toml" in str(caught.value) and template in str(caught.value)


def test_figures_are_rounded_before_others_are_derived() -> None:
    table = {
        "a": "r(1, 1) / 8 ; 万元.2",
        "b": "a * 8 ; 万元.2",
        "c": "pct(a, b) ; %.1 ; rate",
        "d": "0 - 0.125 ; 吨.2 ; change",
    }
    world = draw({"county": (), "x": define(table, "test")}, "seed")
    assert [str(world[f"x.{name}"].value) for name in "abcd"] == ["0.13", "1.04", "12.5", "-0.13"]


@pytest.mark.parametrize("expression", ["open('x')[0]", "a.b", "r(1, 2", "[1]"])
def test_only_arithmetic_defines_figures(expression: str) -> None:
    with pytest.raises(KnowledgeError, match="算式"):
        define({"a": f"{expression} ; 个"}, "test")


def test_relations_are_read() -> None:
    rule = parse_relation("growth: g = up / (now - up) * 100", "test")
    assert (rule.kind, rule.stated, rule.inputs, rule.formula) == (
        "growth",
        "g",
        ("up", "now"),
        "{up}/({now}-{up})*100",
    )


def test_offsets_follow_insertions() -> None:
    shift = Shift((2, 5), (0, 3, 7))
    assert [shift.start(i) for i in (0, 2, 4, 5)] == [0, 5, 7, 12]
    assert shift.pieces(1, 6) == ((1, 2), (5, 8), (12, 13))
    assert shift.pieces(2, 5) == ((5, 8),)


def test_flaws_that_keep_the_length() -> None:
    draft = Draft()
    draft.put("云溪县坚持党建引领，（一）抓党员教育：")
    done = apply(draft, Damage(letter_d=True, half_width=True, hidden_name="云溪"), random.Random(1))
    assert done.text == "XX县坚持D建引领,(一)抓D员教育:"
    assert done.words("云溪县党支部") == "XX县D支部"
    done = apply(draft, Damage(carriage=True), random.Random(1))
    assert done.text == draft.text()


def test_pages_are_spliced_into_the_body_only() -> None:
    draft = Draft()
    draft.put("页眉页眉" + "正文" * 800 + "页脚")
    draft.reports.append(TrueReport(4, 1604, "甲", "其他", "乙", "丙", "summary", "丁"))
    done = apply(draft, Damage(pages=True), random.Random(1))
    assert done.text.startswith("页眉页眉1、正文") and done.text.endswith("正文页脚")
    assert [done.text[n.start : n.end] for n in done.markers] == [f"{i}、" for i in range(1, len(done.markers) + 1)]
