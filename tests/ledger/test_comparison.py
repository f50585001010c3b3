"""Comparisons over time: what came of plans, and whether figures of earlier times are those that were reported."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from taizhang.errors import UsageError
from taizhang.ledger.comparison import Comparison, Promise, compare, find
from taizhang.ledger.comparison.figures import year_before
from taizhang.ledger.models import Indicator, Organisation, Report

Keep = Callable[..., object]
in_the_ledger = pytest.mark.django_db
ORG = "松溪县水利局"


def last(plan: str, actual: str = "2023年，完成水利投资3.6亿元。") -> str:
    return f"{ORG}2023年工作总结\n一、工作情况\n{actual}\n二、2024年工作计划\n{plan}\n"


def this(said: str, period: str = "2024年") -> str:
    return f"{ORG}{period}工作总结\n一、工作情况\n{said}\n"


def compared(keep: Keep, before: str, now: str) -> Comparison:
    keep(before, "前.txt")
    keep(now, "后.txt")
    return compare(find(ORG).id)


def promise(keep: Keep, plan: str, said: str, period: str = "2024年") -> Promise:
    found = compared(keep, last(plan), this(said, period))
    (one,) = found.promises
    return one


@in_the_ledger
@pytest.mark.parametrize(
    ("plan", "said", "outcome", "note"),
    [
        # reached, by words, by the catalogue, by what is done
        ("2024年计划新建水闸5座。", "2024年，新建水闸5座。", "kept", "按期达到"),
        ("2024年计划新建水闸5座。", "2024年，新建水闸7座。", "kept", "按期达到"),
        ("2024年计划新建水闸5座以上。", "2024年，新建水闸6座。", "kept", "按期达到"),
        ("2024年计划新建水闸4-6座。", "2024年，新建水闸5座。", "kept", "按期达到"),
        ("2024年力争城镇新增就业不少于1500人。", "2024年，城镇新增就业1500人。", "kept", "按期达到"),
        ("2024年计划水费收缴率达到95%以上。", "2024年，水费收缴率95.2%。", "kept", "按期达到"),
        ("2024年计划渗漏率不超过5%。", "2024年，渗漏率4.8%。", "kept", "按期达到"),
        # in part
        ("2024年计划新建水闸5座。", "2024年，新建水闸3座。", "late", "只完成一部分"),
        ("2024年计划渗漏率不超过5%。", "2024年，渗漏率5.8%。", "late", "没有达到"),
        ("2024年计划水费收缴率达到95%以上。", "2024年，水费收缴率93%。", "late", "没有达到"),
        # restated otherwise, or again
        ("2024年计划新建水闸5座。", "2024年计划新建水闸3座，现已开工。", "changed", "另有说法"),
        ("2024年计划新建水闸5座。", "2024年计划新建水闸5座，正在施工。", "pending", "重申"),
        # nothing said
        ("2024年计划新建水闸5座。", "2024年，修复堤防12公里。", "silent", "没有写这个指标"),
        # not to be told
        ("2024年计划新建水闸5座。", "2024年，新建水闸约5座。", "uncertain", "含约数"),
        ("2024年计划新建水闸5座。", "2024年，新建水闸XX座。", "uncertain", ""),
        ("2024年计划新建水闸XX座。", "2024年，新建水闸5座。", "uncertain", "被遮盖"),
        ("2024年计划供水总量800万吨。", "2024年，供水总量820万吨。", "uncertain", "是多好还是少好不知道"),
        ("2024年计划供水总量800万吨。", "2024年，供水总量800万吨。", "kept", "按期达到"),
        ("2024年计划新建水闸5座。", "2024年，新建水闸投资3万元，新建水闸两处。", "uncertain", "不能直接比"),
        ("2024年计划新建水闸5座。", "2023年，新建水闸5座。", "uncertain", "别的期间"),
    ],
)
def test_what_came_of_a_plan(keep: Keep, plan: str, said: str, outcome: str, note: str) -> None:
    found = promise(keep, plan, said)
    assert (found.outcome, note in found.note) == (outcome, True), (found.outcome, found.note)


@in_the_ledger
def test_both_sentences_are_kept(keep: Keep) -> None:
    found = promise(keep, "2024年计划新建水闸5座。", "2024年，新建水闸7座。")
    assert (found.target.file, found.target.quote) == ("前.txt", "5座")
    assert [(fact.file, fact.quote) for fact in found.evidence] == [("后.txt", "7座")]


@in_the_ledger
def test_half_a_year_is_not_the_end(keep: Keep) -> None:
    found = promise(keep, "2024年计划新建水闸5座。", "上半年，新建水闸3座。", "2024年上半年")
    assert (found.outcome, found.note) == ("pending", "还没有到期（2024-12-31）")


@in_the_ledger
def test_what_is_reached_before_its_time_is_kept(keep: Keep) -> None:
    found = promise(keep, "2024年计划新建水闸5座。", "上半年，新建水闸6座。", "2024年上半年")
    assert (found.outcome, found.note) == ("kept", "提前达到")


@in_the_ledger
def test_a_rate_may_still_fall(keep: Keep) -> None:
    plan, said = "2024年计划水费收缴率达到95%以上。", "上半年，水费收缴率96%。"
    assert promise(keep, plan, said, "2024年上半年").outcome == "pending"


@in_the_ledger
def test_part_of_a_finished_time_proves_nothing(keep: Keep) -> None:
    found = promise(keep, "2024年计划新建水闸5座。", "上半年，新建水闸3座。")
    assert (found.outcome, found.note) == ("uncertain", "本次报告只有期间一部分的数")


@in_the_ledger
def test_later_than_planned_is_late(keep: Keep) -> None:
    found = compared(
        keep, last("2024年计划新建水闸5座。"), this("2024年，新建水闸3座。2025年，新建水闸6座。", "2025年")
    ).promises
    assert [(one.outcome, [fact.quote for fact in one.evidence]) for one in found] == [("late", ["3座", "6座"])]
    assert found[0].note == "期内没有达到，之后达到"


@in_the_ledger
def test_figures_that_differ_among_themselves_are_not_judged(keep: Keep) -> None:
    found = promise(keep, "2024年计划新建水闸5座。", "2024年，新建水闸3座。2024年，共新建水闸6座。")
    assert found.outcome == "uncertain"
    assert len(found.evidence) == 2


@in_the_ledger
def test_names_of_one_indicator_meet(keep: Keep) -> None:
    plan, said = "2024年计划一般公共预算收入12亿元。", "2024年，全县一般公共预算收入12.3亿元。"
    assert promise(keep, plan, said).outcome == "kept"


@in_the_ledger
def test_less_is_better_where_the_catalogue_says_so(keep: Keep) -> None:
    keep(last("2024年计划供水故障40次。"), "前.txt")
    keep(this("2024年，供水故障30次。"), "后.txt")
    assert compare(find(ORG).id).promises[0].outcome == "uncertain"
    Indicator.objects.filter(name="供水故障").update(direction=-1)
    assert compare(find(ORG).id).promises[0].outcome == "kept"


@in_the_ledger
def test_a_plan_for_the_same_year_is_a_last_report(keep: Keep) -> None:
    keep(f"{ORG}2024年工作计划\n一、主要任务\n新建水闸5座。\n", "计划.txt")
    keep(this("2024年，新建水闸4座。"), "总结.txt")
    report = find(ORG)
    assert report.file == "总结.txt"
    found = compare(report.id)
    assert [row.file for row in found.last] == ["计划.txt"]
    assert [one.outcome for one in found.promises] == ["late"]


@in_the_ledger
@pytest.mark.parametrize(
    ("before", "now", "verdict", "note"),
    [
        ("2023年，完成水利投资3.6亿元。", "2024年，完成水利投资4.2亿元，同比增长16.7%。", "agrees", "相符"),
        ("2023年，完成水利投资3.1亿元。", "2024年，完成水利投资4.2亿元，同比增长16.7%。", "differs", "不符"),
        ("2023年，完成水利投资4.5亿元。", "2024年，完成水利投资4.2亿元，同比下降6.7%。", "agrees", "相符"),
        ("2023年，新建水闸5座。", "2024年，新建水闸7座，同比增加2座。", "agrees", "相符"),
        ("2023年，新建水闸6座。", "2024年，新建水闸7座，同比增加2座。", "differs", "不符"),
        ("2023年，工业增加值5.0亿元。", "2024年，工业增加值6.0亿元，同比增长8%。", "uncertain", "不变价"),
        ("2023年，完成水利投资3.1亿元。", "2024年，完成水利投资约4.2亿元，同比增长16.7%。", "uncertain", "约数"),
    ],
)
def test_bases_follow_from_growth(keep: Keep, before: str, now: str, verdict: str, note: str) -> None:
    (found,) = compared(keep, last("继续努力。", before), this(now)).bases
    assert (found.verdict, note in found.note) == (verdict, True), (found.verdict, found.note)
    assert found.former.file == "前.txt"
    assert found.figure.file == "后.txt"
    assert found.change is not None


@in_the_ledger
def test_a_figure_of_last_year_is_held_against_last_years_report(keep: Keep) -> None:
    (found,) = compared(
        keep, last("继续努力。", "2023年，新建水闸5座。"), this("2024年，新建水闸7座；2023年，新建水闸6座。")
    ).bases
    assert (found.change, found.verdict, found.low, found.high) == (None, "differs", 6, 6)


@in_the_ledger
def test_without_a_last_report_the_reason_is_told(keep: Keep) -> None:
    keep(this("2024年，新建水闸7座。"), "a.txt")
    found = compare(find(ORG).id)
    assert (found.promises, found.last, found.notes) == ((), (), ("台账里没有这个单位更早的报告",))
    Report.objects.update(begins=None, ends=None)
    assert compare(found.report.id).notes == ("报告没有写明期间的年份，不能确定上一份报告",)
    Report.objects.update(organisation=None)
    assert compare(found.report.id).notes == ("报告没有写明单位，不能确定上一份报告",)
    with pytest.raises(UsageError, match="没有编号为 5 的报告"):
        compare(5)


@in_the_ledger
def test_another_county_of_that_name_is_another(keep: Keep) -> None:
    keep(last("2024年计划新建水闸5座。").replace("松溪", "柏溪"), "前.txt")
    keep(this("2024年，新建水闸7座。"), "后.txt")
    assert compare(find(ORG).id).last == ()


@in_the_ledger
def test_the_newest_report_is_found_or_that_of_a_period(keep: Keep) -> None:
    keep(last("2024年计划新建水闸5座。"), "前.txt")
    keep(this("2024年，新建水闸7座。"), "后.txt")
    assert find(ORG).file == "后.txt"
    assert find(ORG, "2023年").file == "前.txt"
    with pytest.raises(UsageError, match="没有“松溪县水利局”2022年的报告"):
        find(ORG, "2022年")
    with pytest.raises(UsageError, match="相近的有：松溪县水利局"):
        find("松溪县水力局")
    other = Organisation.objects.create(name=ORG, place="别处")
    Report.objects.filter(period="2023年").update(organisation=other)
    with pytest.raises(UsageError, match="请写 #编号 指明"):
        find(ORG)


@pytest.mark.parametrize(
    ("day", "before"),
    [((2024, 2, 29), (2023, 2, 28)), ((2025, 2, 28), (2024, 2, 29)), ((2024, 6, 30), (2023, 6, 30))],
)
def test_a_year_before_keeps_the_ends_of_months(day: tuple[int, int, int], before: tuple[int, int, int]) -> None:
    assert year_before((None, date(*day))) == (None, date(*before))


def test_the_command_line_shows_both_sentences(typed: Callable[..., Any], keep: Keep) -> None:
    keep(last("2024年计划新建水闸5座，改造泵站8座。"), "前.txt")
    keep(this("2024年，新建水闸7座。2024年，完成水利投资4.2亿元，同比增长16.7%。"), "后.txt")
    done = typed("compare", ORG)
    assert done.exit_code == 0, done.output
    for said in (
        "以前的计划 2 条：兑现 1，没有提到 1",
        f"上一份：{ORG} 2023年",
        "2023年的报告",
        "前.txt",
        "后.txt",
        "5座",
        "7座",
        "和以前报告能核对的数 1 个，不符 0 个",
    ):
        assert said in done.output
    only = typed("compare", ORG, "--only", "没有提到").output
    assert "改造泵站" in only
    assert "按期达到" not in only
    for words, said in (
        ([], "要给出单位"), ([ORG, "--report", "1"], "给一样"), ([ORG, "--only", "做完"], "kept（兑现）"),
    ):  # fmt: skip
        done = typed("compare", *words)
        assert (done.exit_code, said in done.output) == (2, True), done.output


@in_the_ledger
def test_after_half_a_year_the_plans_of_the_year_before_count_too(keep: Keep) -> None:
    keep(last("2024年计划新建水闸5座，改造泵站8座。2026年计划建成水库1座。"), "一.txt")
    half = this("2024年上半年，新建水闸2座。", "2024年上半年")
    keep(f"{half}二、下半年工作计划\n2024年计划新建水闸6座。\n", "二.txt")
    keep(this("2024年，新建水闸6座，改造泵站3座。"), "三.txt")
    found = compare(find(ORG).id)
    assert [row.period for row in found.last] == ["2024年上半年", "2023年"]
    came = {(one.target.indicator, one.target.quote): one.outcome for one in found.promises}
    assert came == {("新建水闸", "6座"): "kept", ("改造泵站", "8座"): "late"}
    assert [found.stated_in(one.target) for one in found.promises] == ["2024年上半年的报告", "2023年的报告"]
    assert [(what, row.period) for what, row in found.earlier] == [("上一份", "2024年上半年"), ("更早的一份", "2023年")]
    middle = compare(find(ORG, "2024年上半年").id)
    assert [row.period for row in middle.last] == ["2023年"]


@in_the_ledger
def test_one_period_is_the_last_and_a_plan_for_now_is_called_so(keep: Keep) -> None:
    keep(last("2024年计划改造泵站8座。"), "前.txt")
    keep(f"{ORG}2024年工作计划\n一、主要任务\n新建水闸5座。\n", "计划.txt")
    keep(this("2024年，新建水闸4座。"), "后.txt")
    found = compare(find(ORG, "2024年").id)
    assert {(what, row.file) for what, row in found.earlier} == {("上一份", "前.txt"), ("本期的计划", "计划.txt")}
