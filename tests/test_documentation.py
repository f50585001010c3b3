"""The READMEs say what is true: they name every command and option, and their examples run."""

from __future__ import annotations

import doctest
import re
import shlex
import subprocess
import sys
from pathlib import Path

import click
import pytest

from taizhang.cli import main

ROOT = Path(__file__).parent.parent
READMES = ["README.md", "README.zh-CN.md"]


@pytest.mark.parametrize("name", READMES)
def test_every_command_is_named(name: str) -> None:
    text, context = (ROOT / name).read_text("utf-8"), click.Context(main)
    assert [command for command in main.list_commands(context) if f"taizhang {command}" not in text] == []


@pytest.mark.parametrize("name", READMES)
def test_every_command_that_is_shown_exists(name: str) -> None:
    for line in re.findall(r"^(taizhang .*?)(?:\s+#.*)?$", (ROOT / name).read_text("utf-8"), re.MULTILINE):
        command, arguments, context = main, shlex.split(line)[1:], click.Context(main)
        while isinstance(command, click.Group):
            found = command.get_command(context, arguments.pop(0))
            assert found is not None, line
            command = found
        command.make_context(line, arguments)


def test_the_page_of_commands_is_what_the_program_says() -> None:
    path = ROOT / "docs" / "write_commands.py"
    written = subprocess.run([sys.executable, path, "-"], capture_output=True, text=True, timeout=60, check=True)
    assert (ROOT / "docs" / "commands.md").read_text("utf-8") == written.stdout, "run make rules"


@pytest.mark.parametrize("name", READMES)
def test_the_examples_run(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("总结").mkdir()
    Path("总结", "财政局.txt").write_text(
        "县财政局2023年上半年工作总结\n上半年，完成投资12.5亿元，同比增长9.1%。\n", "utf-8"
    )
    failed, tried = doctest.testfile(str(ROOT / name), module_relative=False, encoding="utf-8")
    assert tried > 0
    assert failed == 0


@pytest.mark.parametrize("name", READMES)
def test_what_is_shown_of_checking_is_true(name: str, tmp_path: Path) -> None:
    shown = re.search(r"```\n\$ taizhang (check 总结\.txt)\n(.*?)```", (ROOT / name).read_text("utf-8"), re.DOTALL)
    assert shown
    sentence = "上半年，受理审批业务53件，其中建筑类23件、绿化类8件、道路类26件。"
    (tmp_path / "总结.txt").write_text(f"云溪县自然资源局2023年上半年工作总结\n一、主要工作\n{sentence}\n", "utf-8")
    command = [sys.executable, "-m", "taizhang", *shown[1].split()]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=60, check=False)
    assert done.stdout == shown[2]


@pytest.mark.parametrize("name", READMES)
def test_every_target_and_linked_file_exists(name: str) -> None:
    text, makefile = (ROOT / name).read_text("utf-8"), (ROOT / "Makefile").read_text("utf-8")
    for target in re.findall(r"\bmake ([a-z]+)", text):
        assert f"\n{target}:" in makefile
    for link in re.findall(r"\]\(([^)#]+)\)", text):
        assert (ROOT / link).exists(), link


def test_the_knowledge_files_say_how_to_add_to_them() -> None:
    for path in (ROOT / "src").rglob("data/*.toml"):
        assert path.read_text("utf-8").startswith("#"), f"{path} begins with a comment that says how to add to it"
