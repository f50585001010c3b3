"""Damaged files, read by the command line: no crash, no hang, every file accounted for, every failure one line."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any, NamedTuple

import pytest

FUZZ = Path(__file__).parent / "fuzz.py"
COUNT = 320
SECONDS = 60

pytestmark = pytest.mark.slow


class Run(NamedTuple):
    """What was given, what the command gave."""

    files: set[str]
    rows: list[dict[str, Any]]
    done: subprocess.CompletedProcess[str]


def run(folder: Path) -> Run:
    given, export = folder / "in", folder / "out"
    subprocess.run([sys.executable, FUZZ, given, str(COUNT), "--write"], check=True)
    options = ["--export", str(export), "--no-ledger", "--jobs", "2"]
    done = subprocess.run(
        [sys.executable, "-m", "taizhang", "read", str(given), *options], capture_output=True, text=True, timeout=600
    )
    rows = [json.loads(line) for line in (export / "documents.jsonl").read_text("utf-8").splitlines()]
    return Run({path.name for path in given.iterdir()}, rows, done)


def test_damaged_files_do_no_harm(tmp_path: Path) -> None:
    ran = run(tmp_path)
    assert ran.done.returncode == 1, ran.done.stderr[-2000:]
    assert "Traceback" not in ran.done.stderr
    every_file_is_accounted_for_once(ran)
    every_failure_is_one_line_that_is_no_fault_of_ours(ran)
    much_is_read_all_the_same(ran)
    assert max(row["seconds"] for row in ran.rows) < SECONDS


def every_file_is_accounted_for_once(ran: Run) -> None:
    names = [row["file"] for row in ran.rows]
    assert len(ran.files) == COUNT
    assert {name for name in names if "!" not in name} == ran.files
    assert len(names) == len(set(names))


def every_failure_is_one_line_that_is_no_fault_of_ours(ran: Run) -> None:
    failures = [row for row in ran.rows if row["status"] == "failed"]
    assert failures
    for row in failures:
        assert row["problem"], row
        assert "\n" not in row["problem"] and "\r" not in row["problem"], row
        assert "程序出错" not in row["problem"] and "读到一半出错" not in row["problem"], row
        assert len(row["problem"]) < 300, row
    told = [line for line in ran.done.stderr.splitlines() if line.startswith("读不了")]
    assert len(told) == len(failures)


def much_is_read_all_the_same(ran: Run) -> None:
    forms = {row["format"] for row in ran.rows if row["status"] == "read"}
    assert {"docx", "pdf", "xlsx", "txt", "html", "zip"} <= forms


def test_the_same_seed_gives_the_same_files(tmp_path: Path) -> None:
    for name in ("first", "again"):
        subprocess.run([sys.executable, FUZZ, tmp_path / name, "12", "--write"], check=True)
    first, again = ({p.name: p.read_bytes() for p in (tmp_path / name).iterdir()} for name in ("first", "again"))
    assert first == again
