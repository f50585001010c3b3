from __future__ import annotations

import io
import os
import signal
import subprocess
import sys
import time
import zipfile
from concurrent.futures import Future, ProcessPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from taizhang import batch
from taizhang.batch import read_files
from taizhang.intake import Found, find


@pytest.fixture
def files(tmp_path: Path) -> Path:
    for number in range(9):
        (tmp_path / f"{number}.txt").write_text(f"全县完成投资{number + 2}亿元。" * (10 - number))
    (tmp_path / "5.txt").write_bytes(b"%PDF-")
    return tmp_path


@pytest.mark.slow
def test_processes_give_the_same_rows_in_the_same_order(files: Path) -> None:
    def rows(jobs: int) -> list[tuple[str, dict[str, bytes]]]:
        packed = read_files(find([files]), jobs)
        return [(one.document.file, {name: b"".join(lines) for name, lines in one.tables.items()}) for one in packed]

    assert rows(2) == rows(1)
    assert [file for file, _ in rows(1)] == [f"{number}.txt" for number in range(9)]


@pytest.mark.slow
def test_a_file_that_kills_its_process_fails_alone(files: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    submit = batch._submit

    def submit_deadly(pool: ProcessPoolExecutor, work: Any, item: Found) -> Future[Any]:
        return pool.submit(os._exit, 9) if item.file == "杀.txt" else submit(pool, work, item)

    monkeypatch.setattr(batch, "_submit", submit_deadly)
    (files / "杀.txt").write_text("x")
    (files / "随后.txt").write_text("全县完成投资3亿元。")
    documents = [packed.document for packed in read_files(find([files]), jobs=2)]
    assert [document.file for document in documents if document.status == "failed"] == ["5.txt", "杀.txt"]
    assert len(documents) == 11
    assert "内存不足" in (documents[-2].problem or "")


@pytest.mark.slow
def test_processes_read_archives_and_guarded_formats_alike(tmp_path: Path) -> None:
    book, stream = Workbook(), io.BytesIO()
    for row in (["主要指标"], ["指标", "1-6月（万元）"], ["税收收入", 46151]):
        book.active.append(row)
    book.save(stream)
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        for number in range(4):
            archive.writestr(f"{number}.xlsx", stream.getvalue())
            archive.writestr(f"{number}.txt", "全县完成投资3亿元。")

    def rows(jobs: int) -> list[tuple[str, bytes, bytes | None]]:
        packed = read_files(find([tmp_path]), jobs)
        return [(one.document.file, b"".join(one.tables["facts"]), one.text) for one in packed]

    assert rows(2) == rows(1)
    assert [len(facts.splitlines()) for _, facts, _ in rows(1)] == [0, *[1] * 8]


@pytest.mark.slow
@pytest.mark.parametrize("wait", [0.05, 0.1, 0.2])
def test_interrupting_while_processes_begin_says_one_line(tmp_path: Path, wait: float) -> None:
    for number in range(4):
        (tmp_path / f"{number}.txt").write_text("办结案件53件。")
    command = [sys.executable, "-m", "taizhang", "check", str(tmp_path), "--jobs", "2"]
    with subprocess.Popen(command, stdout=-1, stderr=-1, text=True, start_new_session=True) as run:
        begun = Path(f"/proc/{run.pid}/task/{run.pid}/children")
        while run.poll() is None and len(begun.read_text().split()) < 2:
            time.sleep(0.002)
        time.sleep(wait)  # they import
        os.killpg(run.pid, signal.SIGINT)
        said = run.communicate(timeout=60)[1]
    assert said.strip() == "已中断。"
