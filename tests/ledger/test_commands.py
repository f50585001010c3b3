"""The commands of the ledger as a clerk types them: what they print, how they end, and what they refuse."""

from __future__ import annotations

import json
import re
import socket
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from taizhang.cli import main
from taizhang.ledger.models import Fact
from taizhang.ledger.where import VARIABLE

Run = Callable[..., Result]
Keep = Callable[..., Any]
TEXT = (
    "青岚县教育局2024年工作总结\n\n2024年，招聘教师85名，新增学位860个。排查隐患96个，完成整改率95.8%。\n\n"
    "项目\t单位\t2024年\n固定资产投资\t万元\t3,000\n"
)
HUGE = "9" * 30


@pytest.fixture
def run(typed: Run, keep: Keep) -> Run:
    """Run `taizhang` on a ledger with one report: run("facts", "--totals")."""
    keep(TEXT, "教育.txt")
    return typed


def number(done: Result) -> str:
    """Give the number that a command says to undo it by."""
    assert done.exit_code == 0, done.output
    found = re.search(r"undo (\d+)", done.output)
    assert found
    return found[1]


def refused(done: Result, said: str, code: int = 1) -> None:
    """See that a command ended with one line that says `said`, in Chinese, under the line of the ledger."""
    lines = [line for line in done.output.splitlines() if line and not line.startswith(("台账库：", "用法"))]
    assert (done.exit_code, len(lines)) == (code, 1), done.output
    assert lines[0].startswith("错误：")
    assert said in lines[0]


def test_indicators_are_merged_listed_and_taken_back(run: Run) -> None:
    done = run("indicators", "merge", "招聘教师", "新增学位")
    assert "已并入“招聘教师”" in done.output
    assert "招聘教师、新增学位" in run("indicators", "list", "学位").output
    refused(run("indicators", "merge", "招聘教师", "新增学位"), "不用合并")
    split = run("indicators", "split", "新增学位", "--called", " 学位 ")
    assert "已拆成“学位”" in split.output
    refused(run("indicators", "undo", number(done)), "先撤销后来的操作")
    assert "已撤销" in run("indicators", "undo", number(split)).output
    assert "已撤销" in run("indicators", "undo", number(done)).output
    refused(run("indicators", "undo", number(done)), "已经撤销过")
    journal = run("indicators", "journal").output
    assert [word in journal for word in ("合并", "拆分", "撤销第")] == [True] * 3
    assert "新增学位 并入 招聘教师" in journal


def test_an_undoing_that_is_taken_back_does_the_deed_again_and_says_so(run: Run) -> None:
    first = int(number(run("indicators", "merge", "招聘教师", "新增学位")))
    assert f"已撤销第 {first} 条操作" in run("indicators", "undo", str(first)).output
    assert f"第 {first + 1} 条操作是撤销，撤销的已重做" in run("indicators", "undo", str(first + 1)).output
    assert f"已撤销第 {first + 2} 条操作" in run("indicators", "undo", str(first + 2)).output
    lines = [line for line in run("indicators", "journal").output.splitlines() if "并入" in line]
    said = [f"撤销第 {first} 条", f"重做第 {first} 条", f"撤销第 {first} 条", "合并"]
    assert [word in line for word, line in zip(said, lines, strict=True)] == [True] * 4


def test_the_journal_lists_moves_of_organisations(run: Run, keep: Keep) -> None:
    keep("青岚县第一中学2024年工作总结\n\n2024年，招聘教师5名。", "一中.txt")
    assert "还没有操作" in run("indicators", "journal").output
    moved = run("organisations", "move", "青岚县第一中学", "青岚县教育局")
    assert "已移到“青岚县教育局”之下" in moved.output
    listed = run("organisations", "list").stdout.splitlines()
    assert [line.startswith("  #") for line in listed] == [False, True]
    assert "移动单位" in run("indicators", "journal").output
    refused(run("organisations", "move", "青岚县教育局", "青岚县第一中学"), "不能反过来")
    assert run("indicators", "undo", number(moved)).exit_code == 0
    assert [line.startswith("#") for line in run("organisations", "list").stdout.splitlines()] == [True, True]


@pytest.mark.parametrize("name", ["", "  ", "长" * 300, "看\x01不见"])
def test_a_name_of_an_indicator_must_be_one(run: Run, name: str) -> None:
    refused(run("indicators", "rename", "招聘教师", name), "指标的名称不能是")
    if name:
        refused(run("indicators", "split", "招聘教师", "--called", name), "指标的名称不能是")


def test_of_names_split_apart_the_very_one_is_asked_for(run: Run, keep: Keep) -> None:
    keep("青岚县民政局2024年工作总结\n\n2024年，整改率97.1%。", "民政.txt")
    assert "共 2 条" in run("facts", "--indicator", "整改率").output
    assert run("indicators", "split", "完成整改率").exit_code == 0
    only = run("facts", "--indicator", "整改率").output
    assert "97.1%" in only
    assert "95.8%" not in only


def test_lists_that_hold_nothing_say_so(run: Run) -> None:
    assert "没有名称含有“水利”的指标" in run("indicators", "list", "水利").output
    assert "没有名称含有“水利”的单位" in run("organisations", "list", "水利").output
    assert "没有疑似笔误的指标名" in run("indicators", "suggest").output
    assert "还没有改正" in run("corrections", "list").output


def test_a_correction_in_words_is_shown_wherever_the_figure_is(run: Run, tmp_path: Path) -> None:
    fact = Fact.objects.get(quote="85名").pk
    done = run("corrections", "change", fact, "数值=80-90", "状态=计划", "--author", "王五")
    assert "原文“85名”" in done.output
    listed = run("corrections", "list").output
    assert [word in listed for word in ("数值=80-90，状态=计划", "教育.txt", "王五", "生效")] == [True] * 4
    assert "80至90名（改正）" in run("facts", "--by-hand").output
    assert "80至90名" in run("facts", "--indicator", "招聘教师", "--by", "org,period").output
    assert run("corrections", "export", tmp_path / "样例.json").exit_code == 0
    (example,) = json.loads((tmp_path / "样例.json").read_text("utf-8"))
    assert (example["facts"][0]["value"], example["facts"][0]["status"]) == ([80, 90], "planned")
    assert run("corrections", "undo", number(done)).exit_code == 0
    assert "还没有改正" in run("corrections", "list").output
    assert "已撤销" in run("corrections", "list", "--all").output
    assert "85名" in run("facts", "--indicator", "招聘教师").output


def test_a_rejected_figure_no_longer_counts_a_missed_one_does(run: Run) -> None:
    fact = Fact.objects.get(quote="860个")
    done = run("corrections", "reject", fact.pk)
    assert "共 0 条" in run("facts", "--fact", fact.pk).output
    added = run("corrections", "add", "教育.txt", fact.start, fact.end, "数值=860", "计量单位=个", "指标=学位")
    assert "原文“860个”" in added.output
    assert "860个（改正）" in run("facts", "--indicator", "学位").output
    assert run("corrections", "undo", number(added)).exit_code == 0
    assert run("corrections", "undo", number(done)).exit_code == 0
    assert "共 1 条" in run("facts", "--fact", fact.pk).output


def test_corrections_on_earlier_versions_are_listed_with_all_only(run: Run, keep: Keep) -> None:
    run("corrections", "change", Fact.objects.get(quote="85名").pk, "value=88")
    keep(TEXT.replace("860", "870"), "教育.txt")
    assert run("corrections", "list").output.count("数值=88") == 1
    assert run("corrections", "list", "--all").output.count("数值=88") == 2
    assert "改正 1 条" in run("ledger").output


@pytest.mark.parametrize(
    ("pair", "said"),
    [
        ("数量=3", "没有“数量”这个属性"), ("value", "不是 属性=值"), ("value=八十", "“八十”"), ("value=nan", "“nan”"),
        ("value=90-80", "如 80-90"), ("类别=很多", "growth（增速）"), ("status=完成", "planned（计划）"),
        ("方向=3", "-1（减）"), (f"对象={'长' * 300}", "255"),
    ],
)  # fmt: skip
def test_a_correction_that_means_nothing_is_refused(run: Run, pair: str, said: str) -> None:
    refused(run("corrections", "change", Fact.objects.get(quote="85名").pk, pair), said, 2)


def test_corrections_of_what_is_not_there_are_refused(run: Run, tmp_path: Path) -> None:
    refused(run("corrections", "change", HUGE, "value=1"), "没有编号")
    refused(run("corrections", "reject", "1"), "没有编号 1 的数据")
    refused(run("corrections", "undo", HUGE), "没有生效的改正")
    refused(run("corrections", "add", "没有.txt", "0", "2", "value=1", "unit=个", "indicator=甲"), "没有.txt")
    refused(run("corrections", "add", "教育.txt", "0", "2", "value=1"), "unit、indicator", 2)
    refused(run("corrections", "add", "教育.txt", "5", "5", "value=1", "unit=个", "indicator=甲"), "第 5 到 5 字")
    refused(run("corrections", "export", tmp_path / "没有" / "样例.json"), "没有那个文件夹")
    refused(run("corrections", "export", ""), "路径为空", 2)
    refused(run("corrections", "export", tmp_path), "是文件夹", 2)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--totals", "--out", "a.csv"], "--out"), (["--totals", "--latest"], "--latest"),
        (["--by", "org,period", "--limit", "3"], "--limit"), (["--by", "org,period", "--totals"], "只能给一个"),
        (["--out", "a.csv", "--after", "[]"], "--after"), (["--fact", HUGE], "编号"), (["--fact", "一"], "编号"),
        (["--org", "#" + HUGE], "taizhang organisations list"), (["--from", "2024年"], "2024-01-31"),
        (["--period", "某年"], "看不懂期间"), (["--out", "a.doc"], "--format"), (["--text", ""], "为空"),
        (["--sentence", " "], "为空"), (["--out", ""], "路径为空"), (["--out", "/"], "请写出文件名"),
        (["--out", "/", "--format", "csv"], "请写出文件名"), (["--after", '["text", "x"]'], "续页标记不对"),
        (["--after", '["value", "x", 1]', "--order", "value"], "续页标记不对"),
        (["--after", '["period", "2024-13-01", 1]', "--order", "period"], "续页标记不对"),
        (["--after", '["latest", "x", null, 1]', "--latest"], "续页标记不对"),
    ],
)  # fmt: skip
def test_questions_that_mean_nothing_are_refused(run: Run, words: list[str], said: str) -> None:
    refused(run("facts", *words), said, 2)


def test_names_left_empty_are_refused_and_long_lists_are_asked_for_within_bounds(run: Run) -> None:
    refused(run("organisations", "move", "青岚县教育局", ""), "没有单位“”")
    refused(run("backup", ""), "路径为空", 2)
    refused(run("restore", ""), "路径为空", 2)
    refused(run("indicators", "journal", "--limit", HUGE), HUGE, 2)


def test_a_name_with_a_line_end_is_one_line(run: Run, tmp_path: Path) -> None:
    odd = tmp_path / "一\n二 😀.csv"
    assert run("facts", "--out", odd).stdout.splitlines()[-1].endswith("一\\n二 😀.csv：5 条")
    assert odd.is_file()
    refused(run("facts", "--out", tmp_path / "没\n有" / "a.csv"), "没\\n有")
    refused(run("backup", odd), "一\\n二")


def test_a_backup_that_is_not_there_is_said_before_anything_is_asked(run: Run, tmp_path: Path) -> None:
    refused(run("restore", tmp_path / "没有.db"), "不存在", 2)


def test_serving_at_a_port_in_use_is_refused(run: Run) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        refused(run("serve", "--port", taken.getsockname()[1]), "已被占用", 2)
    refused(run("serve", "--port", "70000"), "70000", 2)


@pytest.mark.parametrize("url", ["mysql://a/b", "postgresql://a", "postgresql://[::1/b", "postgresql://a:port/b"])
def test_an_address_that_names_no_database_is_refused(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    monkeypatch.setenv(VARIABLE, url)
    refused(CliRunner().invoke(main, ["ledger"]), "postgresql://用户:密码@主机:端口/库名", 2)


def test_a_server_that_cannot_be_found_is_one_line(monkeypatch: pytest.MonkeyPatch, unblocked: None) -> None:
    monkeypatch.setenv(VARIABLE, "postgresql://a@nowhere.invalid/b")
    refused(CliRunner().invoke(main, ["ledger"]), "连不上数据库")
