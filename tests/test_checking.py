from __future__ import annotations

from pathlib import Path

import pytest

from taizhang import checking
from taizhang.checking import CheckedFile, Together, check_files
from taizhang.checks import RULES, across, check
from taizhang.examples import county, write_county
from taizhang.intake import find
from taizhang.model import Reading
from taizhang.reader import read_text

TEXT = "云溪县{}2023年上半年工作总结\n上半年，全县一般公共预算收入完成{}万元，同比增长9.1%。\n"


@pytest.fixture
def files(tmp_path: Path) -> Path:
    for number in range(4):
        (tmp_path / f"{number}.txt").write_text(TEXT.format("财政局", 46151 + number % 2), "utf-8")
    return tmp_path


def together(files: list[CheckedFile]) -> Together:
    gathered = Together()
    for done in files:
        gathered.add(done)
    return gathered


def test_an_error_while_checking_is_that_files_alone(files: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(reading: Reading) -> checking.Checked:
        if reading.source.file == "2.txt":
            raise ZeroDivisionError("零")
        return check(reading)

    monkeypatch.setattr(checking, "check", broken)
    done = list(check_files(find([files])))
    assert [[finding.rule for finding in one.checked.findings] for one in done] == [[], [], ["M000"], []]
    assert "ZeroDivisionError: 零" in done[2].checked.findings[0].message
    assert [one.document.status for one in done] == ["read", "read", "failed", "read"]


def test_what_is_kept_of_a_file_gives_the_same_relations_between_files(files: Path) -> None:
    done = list(check_files(find([files])))
    between = together(done).run(RULES)
    readings = [read_text(found.path.read_text("utf-8"), found.file) for found in find([files])]
    assert between.relations
    whole = across(readings)
    assert [(r.rule, r.formula, r.verdict) for r in between.relations] == [
        (r.rule, r.formula, r.verdict) for r in whole.relations
    ]
    assert together(done).run({"N001"}).relations == []


def test_the_memory_of_what_is_compared_is_bounded(files: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checking, "MOST_FACTS", 5)
    gathered = together(list(check_files(find([files]))))
    assert len(gathered.readings) == 2
    assert gathered.run(RULES).left_out[-1] == "数据太多，另有 2 个文件没有和其他文件比较"


def test_a_file_given_twice_is_not_compared_with_itself(files: Path) -> None:
    one = find([files / "1.txt", files / "1.txt"])
    assert len(together(list(check_files(one))).readings) == 1


@pytest.mark.parametrize("flaws", [True, False])
def test_the_clean_county_has_no_findings(tmp_path: Path, flaws: bool) -> None:
    write_county(tmp_path, size=3, flaws=flaws)
    done = list(check_files(find([tmp_path])))
    findings = [finding for one in done for finding in one.checked.findings]
    findings += together(done).run(RULES).findings
    assert [f"{finding.file}: {finding.rule} {finding.message}" for finding in findings] == []
    assert sum(len(one.checked.verified()) for one in done) > 100


@pytest.mark.slow
def test_a_thousand_clean_reports_have_no_findings() -> None:
    reports, findings, readings = 0, [], []
    for file in county(size=34, seed=7, office=False):
        reading = read_text(file.text, file.name)
        reports += len(reading.reports)
        findings += check(reading).findings
        kept = checking._meeting(reading)
        readings += [kept] if kept else []
    findings += across(readings).findings
    assert reports >= 1000
    assert [f"{finding.file}: {finding.rule} {finding.message}" for finding in findings] == []
