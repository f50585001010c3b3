from __future__ import annotations

import json
import os
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from taizhang import usage

TEXT = "云溪县财政局2023年上半年工作总结\n上半年，全县一般公共预算收入完成46152万元，同比增长9.1%。\n"


def taizhang(*arguments: str | Path, cwd: Path, **more: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "taizhang", *arguments]
    return subprocess.run(
        command, cwd=cwd, env=os.environ | more, capture_output=True, text=True, timeout=60, check=False
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "总结 一.txt").write_text(TEXT)
    (tmp_path / "二.txt").write_text(TEXT, encoding="gb18030")
    return tmp_path


def test_reading_a_folder_ends_with_a_table(folder: Path) -> None:
    done = taizhang("read", ".", "--no-ledger", cwd=folder)
    assert (done.returncode, done.stderr) == (0, "")
    for word in ("文件", "报告", "数据", "遮盖", "秒", "说明", "总结 一.txt", "二.txt", "合计"):
        assert word in done.stdout


def test_exporting_writes_the_tables(folder: Path) -> None:
    done = taizhang("read", ".", "--export", "out", "--jobs", "2", cwd=folder)
    assert done.returncode == 0, done.stderr
    facts = [json.loads(line) for line in (folder / "out" / "facts.jsonl").read_text().splitlines()]
    assert [fact["quote"] for fact in facts] == ["46152万元", "9.1%"] * 2
    again = taizhang("read", ".", "--export", "out", cwd=folder)
    assert "facts.jsonl │" not in again.stdout
    assert len((folder / "out" / "facts.jsonl").read_text().splitlines()) == 4


def test_what_fails_is_one_line_each_and_exit_1(folder: Path) -> None:
    (folder / "表.xlsx").write_bytes(b"PK\3\4 xl/workbook.xml")
    (folder / os.fsdecode(b"\xff[b]\n.txt")).write_bytes(b"\0\1\2\3" * 99)
    done = taizhang("read", ".", "没有.txt", "--export", "out", "--no-ledger", cwd=folder)
    assert done.returncode == 1
    lines = done.stderr.splitlines()
    assert [line.split("：")[0] for line in lines] == ["读不了 表.xlsx", "读不了 \\xff[b]\\n.txt", "读不了 没有.txt"]
    assert len((folder / "out" / "facts.jsonl").read_text().splitlines()) == 4
    documents = [json.loads(line) for line in (folder / "out" / "documents.jsonl").read_text().splitlines()]
    assert [document["status"] for document in documents].count("failed") == 3


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["read"], "缺少参数 'PATH...'"),
        (["raed"], "没有命令 'raed'。 是不是 'read'？"),
        (["read", "x", "--exprot", "y"], "没有选项 '--exprot'"),
        (["read", "x", "--jobs", "0"], "0 不在范围 x>=1 内"),
        (["read", "x", "--jobs", "两"], "'两' 不是整数"),
        (["read", "x", "--export"], "选项 '--export' 要带一个值"),
        (["demo", "x"], "多余的参数：x"),
    ],
)
def test_wrong_use_is_said_in_chinese_and_exit_2(tmp_path: Path, arguments: list[str], said: str) -> None:
    done = taizhang(*arguments, cwd=tmp_path)
    assert done.returncode == 2
    assert said in done.stderr
    assert not any(english in done.stderr for english in ("Usage", "Error", "Try"))


def test_help_and_version(tmp_path: Path) -> None:
    assert "用法：" in taizhang("--help", cwd=tmp_path).stdout
    assert "--export DIR" in taizhang("read", "-h", cwd=tmp_path).stdout
    assert taizhang("--version", cwd=tmp_path).stdout.startswith("taizhang 0.")


def test_an_empty_folder_is_said(tmp_path: Path) -> None:
    done = taizhang("read", ".", cwd=tmp_path)
    assert (done.returncode, "没有找到文件" in done.stdout) == (0, True)


def test_an_export_that_cannot_be_written_is_one_line(folder: Path) -> None:
    done = taizhang("read", ".", "--export", "二.txt", "--no-ledger", cwd=folder)
    assert done.returncode == 1
    assert done.stderr == "错误：导出到 二.txt 失败：已有同名文件，不是文件夹；请用 --export 换一个文件夹\n"


def test_a_closed_pipe_is_quiet(folder: Path) -> None:
    for number in range(300):
        (folder / f"{number}.docx").write_bytes(b"PK\3\4")
    command = f"{sys.executable} -m taizhang read . --no-ledger 2>&1 >/dev/null | head -1"
    done = subprocess.run(["bash", "-c", command], cwd=folder, capture_output=True, text=True, timeout=60, check=False)
    assert done.stdout.startswith("读不了")
    assert done.stderr == ""


def test_a_terminal_without_chinese_does_not_crash(folder: Path) -> None:
    done = taizhang("read", ".", "--no-ledger", cwd=folder, PYTHONIOENCODING="ascii")
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize(
    "words", [["--help"], ["rule", "N001"], ["check", "."], ["read", ".", "--no-ledger"]], ids=lambda words: words[0]
)
def test_an_output_that_is_full_is_one_line_and_one_that_is_closed_is_none(folder: Path, words: list[str]) -> None:
    command = [sys.executable, "-m", "taizhang", *words]
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(command, cwd=folder, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert (done.returncode, done.stderr.splitlines()) == (
        1,
        ["错误：输出：写不出去（磁盘已满）；请检查磁盘和权限再做一次"],
    )
    closed = f"exec {shlex.join(command)} >&-"
    done = subprocess.run(["/bin/sh", "-c", closed], cwd=folder, stderr=subprocess.PIPE, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_many_files_are_summed_up(tmp_path: Path) -> None:
    for number in range(40):
        (tmp_path / f"{number}.txt").write_text(TEXT if number else "")
    done = taizhang("read", ".", cwd=tmp_path)
    assert "读出 40 个文件" in done.stdout
    assert "0.txt" in done.stdout
    assert "39.txt" not in done.stdout


def test_starting_needs_neither_rich_nor_the_knowledge(tmp_path: Path) -> None:
    code = (
        "import sys; from taizhang.cli import main; main(['--help'], standalone_mode=False); "
        "print([name for name in ('rich', 'lxml', 'tomllib', 'taizhang.facts') if name in sys.modules])"
    )
    output = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert output.splitlines()[-1] == "[]"


def test_every_word_of_click_that_we_translate_is_still_there() -> None:
    import click

    source = "".join(path.read_text("utf-8") for path in Path(click.__file__).parent.glob("*.py"))
    assert [english for english in usage.TABLE if repr(english)[1:-1] not in source] == []
