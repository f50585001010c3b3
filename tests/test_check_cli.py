from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

OUTPUT = Path(__file__).parent / "output"
WRONG = "云溪县财政局2023年上半年工作总结\n上半年，受理业务53件，其中建筑类23件、绿化类8件、道路类26件。\n"
RIGHT = WRONG.replace("53", "57")
RELATION = {"id", "rule", "kind", "spans", "file", "formula", "stated", "computed", "verdict"}
FINDING = {"id", "rule", "severity", "doc", "file", "report", "start", "end", "message", "fingerprint"}


def check(*arguments: str | Path, cwd: Path, **more: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "taizhang", "check", *arguments]
    env = os.environ | {"COLUMNS": "100"} | more
    return subprocess.run(command, cwd=cwd, env=env, capture_output=True, text=True, timeout=60, check=False)


def rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "错.txt").write_text(WRONG, "utf-8")
    (tmp_path / "对.txt").write_text(RIGHT, "utf-8")
    return tmp_path


def test_the_text_is_that_of_a_linter() -> None:
    done = check("report.txt", "--verified", cwd=OUTPUT)
    expected = (OUTPUT / "expected.txt").read_text("utf-8")
    assert done.stdout == expected, "renew: cd tests/output && taizhang check report.txt --verified > expected.txt"
    assert (done.returncode, done.stderr) == (1, "")


def test_exit_codes(folder: Path) -> None:
    assert check("对.txt", cwd=folder).returncode == 0
    assert check("错.txt", cwd=folder).returncode == 1
    assert check("错.txt", "--exit-zero", cwd=folder).returncode == 0
    assert check("错.txt", "--ignore", "N", cwd=folder).returncode == 0
    assert check("错.txt", "--select", "T", cwd=folder).returncode == 0
    assert check("错.txt", "--select", "n001,T", cwd=folder).returncode == 1


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([], "缺少参数 'PATH...'"),
        (["x", "--select", "N0O1"], "没有规则 'N0O1'；相近的有 N001"),
        (["x", "--ignore", "合计"], "没有规则 '合计'；规则分 M、N、T 几类"),
        (["x", "--format", "xml"], "没有格式 'xml'；可选 text、json"),
        (["x", "--jobs", "0"], "0 不在范围 x>=1 内"),
    ],
)
def test_wrong_use_is_exit_2(tmp_path: Path, arguments: list[str], said: str) -> None:
    done = check(*arguments, cwd=tmp_path)
    assert done.returncode == 2
    assert said in done.stderr
    assert done.stdout == ""


def test_a_file_that_cannot_be_read_is_a_finding(folder: Path) -> None:
    (folder / "表.xlsx").write_bytes(b"PK\3\4 xl/workbook.xml")
    done = check("对.txt", "表.xlsx", "没有.txt", "--select", "N", "--export", "out", cwd=folder)
    assert done.returncode == 1
    assert "表.xlsx:1:1: M000 错误 " in done.stdout
    assert "没有.txt:1:1: M000 错误 读不了这个文件：不存在；请检查路径。" in done.stdout
    assert "检查了 3 个文件，2 个读不了：数据 4 个，核对关系 1 组（相符 1，" in done.stdout
    found = rows(folder / "out" / "findings.jsonl")
    assert [(row["rule"], row["doc"], row["file"]) for row in found] == [
        ("M000", None, f) for f in ("表.xlsx", "没有.txt")
    ]
    assert len({row["id"] for row in found}) == 2
    assert check("没有.txt", "--ignore", "M000", cwd=folder).returncode == 0


def test_the_place_in_a_document_is_said(folder: Path) -> None:
    book = Workbook()
    for line in WRONG.splitlines():
        book.active.append([line])
    book.active.title = "报告"
    book.save(folder / "错.xlsx")
    with zipfile.ZipFile(folder / "全.zip", "w") as archive:
        archive.write(folder / "错.xlsx", "上报/错.xlsx")
        archive.write(folder / "错.txt", "上报/错.txt")
    done = check("错.xlsx", "全.zip", "--format", "text", cwd=folder)
    heads = [line.split(": ")[0] for line in done.stdout.splitlines() if ": N001" in line]
    place = "3:9（工作表“报告”A2）"
    assert heads == [f"错.xlsx:{place}", "全.zip!/上报/错.txt:2:9", f"全.zip!/上报/错.xlsx:{place}"]
    assert "检查了 4 个文件：" in done.stdout


def test_json_is_one_document(folder: Path) -> None:
    done = check(".", "--format", "json", "--verified", "--ignore", "N021", cwd=folder)
    document = json.loads(done.stdout)
    (found,) = document["findings"]
    assert found.keys() >= FINDING
    assert (found["path"], found["line"], found["column"], found["rule"]) == ("错.txt", 2, 9, "N001")
    relations = {relation["id"]: relation for relation in document["relations"]}
    assert [relation["verdict"] for relation in relations.values()] == ["consistent", "inconsistent"]
    assert relations[found["relation"]]["verdict"] == "inconsistent"
    summary = document["summary"]
    assert (summary["files"], summary["figures"], summary["findings"]["error"]) == (2, 8, 1)
    assert summary["rules"]["N001"] == {"consistent": 1, "error": 1, "inconsistent": 1}
    few = json.loads(check(".", "--format", "json", cwd=folder).stdout)
    assert [relation["id"] for relation in few["relations"]] == [found["relation"]]


def test_json_of_nothing_is_still_a_document(tmp_path: Path) -> None:
    document = json.loads(check(".", "--format", "json", cwd=tmp_path).stdout)
    assert (document["findings"], document["relations"], document["summary"]["files"]) == ([], [], 0)
    assert "没有找到文件" in check(".", cwd=tmp_path).stdout


def test_exported_rows_have_the_keys_of_the_design(folder: Path) -> None:
    check(".", "--export", "out", cwd=folder)
    out = folder / "out"
    relations, findings = rows(out / "relations.jsonl"), rows(out / "findings.jsonl")
    assert all(row.keys() - {"note"} == RELATION for row in relations)
    assert all(row.keys() - {"fix", "relation"} == FINDING for row in findings)
    facts = {row["id"]: row for row in rows(out / "facts.jsonl")}
    for relation in relations:
        for span in relation["spans"]:
            assert span.keys() == {"doc", "file", "start", "end", "fact"}
            assert (span["start"], span["end"]) == (facts[span["fact"]]["start"], facts[span["fact"]]["end"])
    assert {row["relation"] for row in findings} <= {row["id"] for row in relations}
    assert len({row["doc"] for row in rows(out / "documents.jsonl")}) == 2


@pytest.mark.slow
def test_processes_print_and_export_the_same(folder: Path) -> None:
    (folder / "三.txt").write_bytes(b"%PDF-")
    one = check(".", "--verified", "--export", ".one", cwd=folder)
    two = check(".", "--verified", "--export", ".two", "--jobs", "2", cwd=folder)
    assert (two.stdout, two.stderr, two.returncode) == (one.stdout, "", 1)
    for table in ("relations", "findings"):
        assert (folder / ".one" / f"{table}.jsonl").read_bytes() == (folder / ".two" / f"{table}.jsonl").read_bytes()


def test_files_given_together_are_compared(tmp_path: Path) -> None:
    text = "云溪县{}2023年上半年工作总结\n上半年，全县一般公共预算收入完成{}万元，同比增长9.1%。\n"
    (tmp_path / "一.txt").write_text(text.format("财政局", 46151), "utf-8")
    (tmp_path / "二.txt").write_text(text.format("财政局", 46115), "utf-8")
    done = check("一.txt", "二.txt", "--export", "out", cwd=tmp_path)
    assert done.returncode == 1
    assert "二.txt:2:17: N021 错误" in done.stdout
    assert "    一.txt:2:17:\n" in done.stdout
    (found,) = rows(tmp_path / "out" / "findings.jsonl")
    (relation,) = (row for row in rows(tmp_path / "out" / "relations.jsonl") if row["id"] == found["relation"])
    assert {span["file"] for span in relation["spans"]} == {"一.txt", "二.txt"}
    assert check("一.txt", cwd=tmp_path).returncode == check("二.txt", cwd=tmp_path).returncode == 0
    assert "未参与任何核对的数据 0 个" in done.stdout


def test_statistics_are_a_table_by_rule(folder: Path) -> None:
    done = check(".", "--statistics", cwd=folder)
    (line,) = (line for line in done.stdout.splitlines() if line.startswith("│ N001"))
    assert [cell.strip() for cell in line.split("│")][3:5] == ["1", "1"]


def test_an_export_that_cannot_be_written_is_one_line(folder: Path) -> None:
    done = check("对.txt", "--export", "错.txt", cwd=folder)
    assert done.returncode == 1
    assert done.stderr.startswith("错误：导出到 错.txt 失败：")


def test_odd_names_and_terminals(folder: Path) -> None:
    (folder / os.fsdecode(b"\xff[b]\n.txt")).write_text(WRONG, "utf-8")
    done = check(".", cwd=folder, PYTHONIOENCODING="ascii")
    assert done.stderr == ""
    assert "\\xff[b]\\n.txt:2:9: N001" in done.stdout
    assert check(".", "--format", "json", cwd=folder, PYTHONIOENCODING="utf-8").returncode == 1


def test_a_closed_pipe_is_quiet(folder: Path) -> None:
    (folder / "多.txt").write_text(WRONG * 2000, "utf-8")
    command = f"{sys.executable} -m taizhang check 多.txt | head -1"
    done = subprocess.run(["bash", "-c", command], cwd=folder, capture_output=True, text=True, timeout=60, check=False)
    assert (done.stdout.count("\n"), done.stderr) == (1, "")


def test_checking_needs_no_django_and_little_else(folder: Path) -> None:
    program = (
        "import sys; from taizhang.cli import main\n"
        "try: main(['check', '对.txt'])\n"
        "finally: print([name for name in ('django', 'rich.progress', 'lxml.html') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=folder, capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"


def test_a_rule_is_told(tmp_path: Path) -> None:
    def rule(*arguments: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "taizhang", "rule", *arguments]
        return subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=60, check=False)

    assert "\n  N001  错误  分项之和与总数不符\n" in rule().stdout
    page = rule("n001").stdout
    assert all(heading in page for heading in ("N001", "查什么", "为什么", "例子", "怎样略过"))
    assert "T001" in rule("T").stdout
    done = rule("N0O1")
    assert (done.returncode, done.stdout) == (2, "")
    assert "没有规则 'N0O1'；相近的有 N001" in done.stderr
