"""`check` as a whole: ids, places, bounds, second copies, time, and the labels and the example county."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from dataclasses import asdict
from pathlib import Path

import pytest

from taizhang.checks import Checked, across, check
from taizhang.examples import county
from taizhang.reader import read_file, read_text

SHARED = Path(__file__).parents[3] / "shared"
WRONG = "云溪县水利局2025年上半年工作总结\n上半年，共排查隐患120个，完成整改103个，整改率95.8%，其余17个正在整改。\n"


def test_ids_and_places_lead_to_the_figures() -> None:
    reading = read_text(WRONG)
    checked = check(reading)
    facts = {fact.id: fact for fact in reading.facts}
    for relation in checked.relations:
        for place in relation.spans:
            fact = facts[place.fact or ""]
            assert (place.start, place.end, place.doc) == (fact.start, fact.end, reading.source.doc)
    (finding,) = checked.findings
    assert WRONG[finding.start : finding.end] == "95.8%"
    assert finding.relation in {relation.id for relation in checked.relations}
    assert finding.fix == "85.8%" and "整改" in finding.message and finding.report == reading.reports[0].id


@pytest.mark.parametrize(("between", "rules"), [(2, []), (40, ["N012"])])
def test_a_slip_in_what_is_told_again_later_in_a_paragraph(between: int, rules: list[str]) -> None:
    """Side by side, offices count several things by one name; further on it is the same figure again."""
    text = (
        "云溪县工业园区2025年上半年工作总结\n1-6月，园区企业技改投入48.71亿元。"
        + "园区各项工作有序推进。" * between
        + "上半年，全部企业技改投入49.71亿元。\n"
    )
    assert [finding.rule for finding in check(read_text(text)).findings] == rules


MONTHLY = (
    "云溪县民政局2025年上半年工作总结\n"
    "开展“金牌讲解员”征选，每月征选一期，每期征选6名，到6月底共征选“金牌讲解员”{}名。\n"
)


def test_a_monthly_quota_says_how_many_there_are_in_all() -> None:
    verdicts = {
        number: [r.verdict for r in check(read_text(MONTHLY.format(number))).relations] for number in (36, 46, 30, 42)
    }
    assert verdicts == {36: ["consistent"], 46: ["inconsistent"], 30: [], 42: []}


def test_what_is_done_every_month_may_be_done_more_often() -> None:
    text = "云溪县民政局2025年上半年工作总结\n每月开展检查2次，今年以来共开展检查15次。\n"
    assert not check(read_text(text)).relations


def test_counts_what_is_part_of_no_relation() -> None:
    checked = check(read_text("上半年，栽植苗木3.2万株。排查隐患120个，完成整改103个，其余17个正在整改。"))
    assert (checked.figures, checked.unrelated) == (4, 1)


def test_a_fingerprint_survives_text_before_it() -> None:
    first, second = check(read_text(WRONG)), check(read_text(WRONG.replace("上半年，共", "经全面摸排，上半年，共")))
    assert first.findings[0].fingerprint == second.findings[0].fingerprint


def test_a_year_that_contradicts_the_period() -> None:
    text = (
        "云溪县水利局2023年上半年工作总结\n2022年上半年，在县委、县政府的坚强领导下，县水利局扎实推进各项工作。\n"
        "一、重点工作\n2023年上半年，完成投资1.2亿元。\n2023年上半年，治理河道12公里。\n"
    )
    assert [(f.rule, text[f.start : f.end]) for f in check(read_text(text)).findings] == [("T003", "2022年上半年")]


def test_comparing_with_a_year_before_is_no_contradiction() -> None:
    text = (
        "云溪县水利局2023年上半年工作总结\n2023年上半年，县水利局扎实推进各项工作。\n"
        "一、重点工作\n与2022年上半年相比，完成投资增加0.3亿元。\n"
    )
    assert not check(read_text(text)).findings


def test_ten_thousand_figures_in_one_paragraph_are_not_slow() -> None:
    text = (
        "其中"
        + "、".join(f"第{i}批项目{i % 97 + 3}个、资金{i % 89 + 1}万元（完成{i % 50}个）" for i in range(3500))
        + "。"
    )
    reading = read_text("共有项目9999个，" + text)
    assert len(reading.facts) > 7000
    start = time.process_time()
    checked = check(reading)
    assert time.process_time() - start < 3
    assert not checked.findings and "没有相加" in checked.left_out[0]


def test_what_the_bounds_leave_out_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    import taizhang.checks.checker as module

    monkeypatch.setattr(module, "MOST_FIGURES", 2)
    (line,) = check(read_text("排查隐患120个，完成整改103个，其余17个正在整改。", "甲.txt")).left_out
    assert "甲.txt" in line and "3个数据" in line


REPORT = "云溪县财政局2025年上半年工作总结\n上半年，全县一般公共预算收入完成{}万元，增长3.3%。\n"


def stated_in(*values: int, text: str = REPORT) -> Checked:
    return across([read_text(text.format(value), f"{i}.txt") for i, value in enumerate(values)])


def test_two_files_that_state_one_figure_differently() -> None:
    checked = stated_in(36021, 36201)
    assert [finding.rule for finding in checked.findings] == ["N021"]
    assert "0.txt" in checked.findings[0].message and checked.findings[0].file == "1.txt"


def test_two_files_that_agree() -> None:
    checked = stated_in(36021, 36021)
    assert not checked.findings and {r.verdict for r in checked.relations} == {"consistent"}


def test_masked_organisations_never_meet() -> None:
    masked = REPORT.replace("云溪县财政局", "XX区财政局")
    assert not stated_in(36021, 36201, text=masked).relations
    assert not stated_in(36021, 36201, text=REPORT.replace("云溪县财政局", "区财政局")).relations


def test_last_years_figure_is_this_years_base() -> None:
    last = "云溪县财政局2024年上半年工作总结\n上半年，全县一般公共预算收入完成{}万元。\n"
    now = "云溪县财政局2025年上半年工作总结\n上半年，全县一般公共预算收入完成36021万元，同比增加1151万元，增长3.3%。\n"
    rules = [
        [
            finding.rule
            for finding in across([read_text(last.format(base), "去年.txt"), read_text(now, "今年.txt")]).findings
        ]
        for base in (34870, 34078)
    ]
    assert rules == [[], ["N023"]]


def test_checking_together_keeps_each_files_own() -> None:
    together = Checked()
    together.extend([check(read_text(WRONG)), check(read_text(WRONG.replace("95.8", "85.8")))])
    assert (len(together.findings), len(together.verified()), together.figures) == (1, 3, 8)


@pytest.mark.slow
def test_the_clean_example_county_has_no_findings() -> None:
    for file in county(2, flaws=False, office=False):
        found = check(read_text(file.text, file.name)).findings
        assert not found, (file.name, found[0].message)


@pytest.mark.slow
@pytest.mark.skipif(not (SHARED / "gold" / "score_checks.py").exists(), reason="../shared/gold is not here")
def test_the_labelled_relations(tmp_path: Path) -> None:
    rows = tmp_path / "relations.jsonl"
    with rows.open("w", encoding="utf-8") as out:
        for path in sorted((SHARED / "seeds").glob("*.txt")):
            checked = check(read_file(path, path.name))  # type: ignore[arg-type]
            out.writelines(json.dumps(asdict(relation), ensure_ascii=False) + "\n" for relation in checked.relations)
    gold = SHARED / "gold"
    shown = subprocess.run(
        [sys.executable, str(gold / "score_checks.py"), str(gold / "checks_dev.jsonl"), str(rows)],
        capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    score = json.loads(shown.splitlines()[-1])
    assert score["errors_found"] >= 3 and score["hidden"] == 0 and score["false_alarms"] <= 1
    assert score["coverage"] >= 0.9


def test_towns_together_do_not_exceed_the_county() -> None:
    county_report = "云溪县民政局2025年上半年工作总结\n上半年，全县固定资产投资{}万元。\n"
    town = "云溪县{}镇2025年上半年工作总结\n上半年，全镇固定资产投资{}万元。\n"
    towns = [read_text(town.format(name, value), f"{name}.txt") for name, value in (("东溪", 3600), ("西溪", 4200))]
    rules = [
        [finding.rule for finding in across([read_text(county_report.format(whole), "县.txt"), *towns]).findings]
        for whole in (9800, 7000)
    ]
    assert rules == [[], ["N022"]]
