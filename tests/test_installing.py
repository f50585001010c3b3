"""Without the ledger's or the pages' packages a command says in one line what to install, as the READMEs do."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

import taizhang
from taizhang.commands import serve

ROOT = Path(__file__).parent.parent
EXTRAS: dict[str, list[str]] = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"][
    "optional-dependencies"
]
PAGES = ["django_htmx", "django_tasks", "django_tasks_db", "whitenoise", "gunicorn"]
LEDGER = ["django", "psycopg", "platformdirs", "pyarrow", "rustpy_xlsxwriter"]
EXAMPLES = ["docx", "reportlab"]
ASKED = "请在检出的目录里用 pip install '.[web]' 安装"


def without(modules: list[str], *words: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    """Run `taizhang` where `modules` are not there."""
    code = f"import sys; sys.modules.update(dict.fromkeys({modules})); from taizhang.cli import main; main({[*words]})"
    command = [sys.executable, "-c", code]
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, timeout=300, check=False)


@pytest.mark.parametrize(
    ("modules", "words", "said"),
    [
        (LEDGER + PAGES, ["facts"], f"错误：没有安装台账库所需的组件；{ASKED}"),
        (LEDGER + PAGES, ["corrections", "list"], f"错误：没有安装台账库所需的组件；{ASKED}"),
        (LEDGER + PAGES, ["serve"], f"错误：没有安装网页所需的组件（{'、'.join(serve.NEEDED)}）；{ASKED}"),
        (PAGES, ["serve"], f"错误：没有安装网页所需的组件（{'、'.join(PAGES)}）；{ASKED}"),
        (["django_htmx"], ["serve"], f"错误：没有安装网页所需的组件（django_htmx）；{ASKED}"),
    ],
)
def test_what_is_not_installed_is_one_line(modules: list[str], words: list[str], said: str, tmp_path: Path) -> None:
    done = without(modules, *words, cwd=tmp_path)
    assert (done.returncode, done.stdout, done.stderr) == (1, "", said + "\n")


def test_the_pages_ask_for_all_that_their_extra_installs() -> None:
    names = {re.split("[<>;]", one)[0] for one in EXTRAS["web"]} - {"taizhang[ledger]"}
    assert {"django", *(name.replace("-", "_") for name in names)} == set(serve.NEEDED)


@pytest.mark.slow
def test_the_tour_without_a_ledger_says_what_to_install(tmp_path: Path) -> None:
    done = without(LEDGER + PAGES + EXAMPLES, "demo", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert f"示例没有记入；{ASKED}\n" in done.stdout
    assert f"要看 Word、PDF、Excel，{ASKED.replace('web', 'examples')}\n" in done.stdout


def test_what_is_said_to_install_is_what_the_readmes_say() -> None:
    asked = "pip install '.[web]'"
    assert all(asked in (ROOT / name).read_text("utf-8") for name in ("README.md", "README.zh-CN.md"))
    for path in Path(taizhang.__file__).parent.rglob("*.py"):
        text = path.read_text("utf-8")
        assert "taizhang[" not in text, path
        assert {*re.findall(r"to_install\(['\"](\w+)", text)} <= set(EXTRAS), path
