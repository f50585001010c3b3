"""The demonstration: the county agrees, the draft does not, and its ledger tells what became of plans."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from taizhang.checks import check
from taizhang.examples import write_draft
from taizhang.reader import read_file


def test_the_draft_has_one_slip(tmp_path: Path) -> None:
    write_draft(tmp_path)
    (path,) = tmp_path.iterdir()
    checked = check(read_file(path, path.name))
    assert [(finding.rule, finding.fix) for finding in checked.findings] == [("N003", "93.8%")]
    assert [relation.verdict for relation in checked.relations].count("consistent") == 3


@pytest.mark.slow
def test_the_tour_goes_from_reports_to_what_became_of_plans(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "taizhang", "demo", "--folder", "示例"],
        cwd=tmp_path, env=os.environ | {"COLUMNS": "120"}, capture_output=True, text=True, timeout=300, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
    assert "发现问题 0 处" in done.stdout
    assert done.stdout.count("N003 错误") == 1
    for outcome in ("兑现", "推迟", "没有提到"):
        assert outcome in done.stdout
    assert (tmp_path / "示例" / "taizhang.db").exists()
