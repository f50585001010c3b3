"""`taizhang read` into the ledger, from the shell, as a user sees it; and the commands that look after the ledger."""

from __future__ import annotations

import fcntl
import os
import signal
import struct
import subprocess
import sys
import termios
import time
from pathlib import Path

import pytest

from taizhang.ledger.connection import open_ledger
from taizhang.ledger.where import VARIABLE, Place

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("unblocked")]
TEXT = (
    "松溪县水利局2023年上半年工作总结\n上半年，完成水利投资{}亿元，同比增长7.5%。"
    "共排查隐患96个，完成整改85个，整改率98.5%。\n"
)


@pytest.fixture
def folder(place: Place, tmp_path: Path) -> Path:
    (tmp_path / "报送").mkdir()
    (tmp_path / "报送" / "a.txt").write_text(TEXT.format(3.6))
    (tmp_path / "报送" / "b.txt").write_text(TEXT.format(4.7))
    if place.path:
        place.path.touch()
    return tmp_path


def command(place: Place, *arguments: str) -> list[str]:
    return [sys.executable, "-m", "taizhang", *arguments]


def taizhang(place: Place, folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    env = {**os.environ, VARIABLE: place.url or ""}
    return subprocess.run(
        command(place, *arguments), cwd=folder, env=env, capture_output=True, text=True, timeout=90, check=False
    )


def test_what_is_read_is_kept_and_told(place: Place, folder: Path) -> None:
    first = taizhang(place, folder, "read", "报送")
    assert (first.returncode, first.stderr) == (0, f"台账库：{place.shown}（新建）\n")
    assert "记入台账库：新文件 2 个；数据 10 条" in first.stdout
    assert "核对发现 2 处对不上（错误 2，警告 0）；用 taizhang check 细看" in first.stdout
    second = taizhang(place, folder, "read", "报送", "--jobs", "2", "--export", "out")
    assert "没有变化的 2 个；数据 0 条" in second.stdout
    assert len((folder / "out" / "facts.jsonl").read_text().splitlines()) == 10
    (folder / "报送" / "a.txt").write_text(TEXT.format(3.9))
    (folder / "报送" / "c.txt").write_text(TEXT.format(4.7))
    (folder / "报送" / "d.pdf").write_bytes(b"%PDF-")
    third = taizhang(place, folder, "read", "报送")
    assert third.returncode == 1
    assert "新版本 1 个，内容已有、位置是新的 1 个，没有变化的 1 个；数据 5 条" in third.stdout
    assert "新版本 a.txt：新增 0 条，删去 0 条，改动 1 条，不变 4 条" in third.stdout
    assert "\n  改动 上半年 水利投资：3.6亿元 → 3.9亿元\n" in third.stdout
    with open_ledger(place):
        from taizhang.ledger.models import Finding, Location

        assert set(Location.objects.values_list("file", flat=True)) == {"a.txt", "b.txt", "c.txt"}
        assert Location.objects.get(file="a.txt").name == str((folder / "报送" / "a.txt").resolve())
        assert Finding.objects.filter(live=True).count() == 2


def test_reading_again_keeps_corrections(place: Place, folder: Path) -> None:
    taizhang(place, folder, "read", "报送")
    with open_ledger(place):
        from taizhang.ledger.corrections.making import change
        from taizhang.ledger.models import Document, Fact

        fact = Fact.objects.filter(quote="3.6亿元").get()
        change(fact.pk, {"value": 3.66}, "甲")
        Document.objects.update(reader="0.0.1")
    assert "有 2 个文件是旧版台账读的" in taizhang(place, folder, "read", "报送").stdout
    again = taizhang(place, folder, "read", "报送", "--again")
    assert "没有变化的 2 个（已重读）" in again.stdout
    assert "改正：仍然有效 1 条" in again.stdout
    with open_ledger(place):
        assert Fact.objects.get(quote="3.6亿元").value == 3.66
        assert not Document.objects.filter(reader="0.0.1").exists()


def test_nothing_is_kept_without_a_ledger(place: Place, folder: Path) -> None:
    done = taizhang(place, folder, "read", "报送", "--no-ledger")
    assert "台账库" not in done.stdout + done.stderr
    assert place.path is None or place.path.stat().st_size == 0


def test_a_run_that_is_interrupted_leaves_whole_documents(place: Place, folder: Path) -> None:
    for number in range(3000):
        (folder / "报送" / f"{number}.txt").write_text(TEXT.format(number))
    env = {**os.environ, VARIABLE: place.url or ""}
    child = subprocess.Popen(
        command(place, "read", "报送"), cwd=folder, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    assert child.stderr
    child.stderr.readline()  # which ledger: it is there now
    with open_ledger(place):
        from taizhang.ledger.models import Document

        given_up = time.monotonic() + 60
        while not Document.objects.exists() and time.monotonic() < given_up:
            time.sleep(0.01)
    child.send_signal(signal.SIGINT)
    _, said = child.communicate(timeout=60)
    assert child.returncode == 1
    assert "Traceback" not in said
    with open_ledger(place):
        from taizhang.ledger.integrity import problems

        assert list(problems()) == []
        assert 0 < Document.objects.count() < 3000


def test_the_ledger_is_shown_checked_backed_up_and_restored(place: Place, folder: Path) -> None:
    taizhang(place, folder, "read", "报送")
    shown = taizhang(place, folder, "ledger")
    assert (shown.returncode, shown.stderr) == (0, f"台账库：{place.shown}\n")
    assert "数据 10 条" in shown.stdout
    assert taizhang(place, folder, "ledger", "check").stdout == "检查完毕：完好\n"
    assert "检查无误" in taizhang(place, folder, "backup", "备份").stdout
    with open_ledger(place):
        from taizhang.ledger.models import Fact

        Fact.objects.filter(quote="3.6亿元").update(quote="3.7亿元")
    broken = taizhang(place, folder, "ledger", "check")
    assert broken.returncode == 1
    assert "检查完毕：1 个问题" in broken.stdout
    refused = subprocess.run(
        command(place, "restore", "备份"), cwd=folder, env={**os.environ, VARIABLE: place.url or ""}, input="n\n",
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert refused.returncode == 1
    assert taizhang(place, folder, "restore", "备份", "--yes").returncode == 0
    assert taizhang(place, folder, "ledger", "check").stdout == "检查完毕：完好\n"


def test_a_full_output_is_not_said_to_be_the_ledger(place: Place, folder: Path) -> None:
    taizhang(place, folder, "read", "报送")
    env = {**os.environ, VARIABLE: place.url or ""}
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            command(place, "facts"), cwd=folder, env=env, stdout=full, stderr=subprocess.PIPE, text=True, check=False
        )
    told = done.stderr.splitlines()[1:]
    assert (done.returncode, told) == (1, ["错误：输出：写不出去（磁盘已满）；请检查磁盘和权限再做一次"])


def test_an_argument_in_another_encoding_is_one_line(place: Place, folder: Path) -> None:
    taizhang(place, folder, "read", "报送")
    done = taizhang(place, folder, "facts", "--org", os.fsdecode("水利局".encode("gb18030")))
    assert (done.returncode, done.stderr.splitlines()[1:]) == (
        2, ["错误：参数里有认不出的字节（终端的编码不是 UTF-8？）；请换成 UTF-8 的终端再写"],
    )  # fmt: skip


def test_on_a_narrow_terminal_facts_are_lines(place: Place, folder: Path) -> None:
    taizhang(place, folder, "read", "报送")
    screen, end = os.openpty()
    fcntl.ioctl(end, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 60, 0, 0))
    env = {**os.environ, VARIABLE: place.url or "", "TERM": "dumb"}
    subprocess.run(command(place, "facts", "--limit", "1"), cwd=folder, env=env, stdout=end, stderr=end, check=True)
    os.close(end)
    printed = b"".join(iter(lambda: _what_is_left(screen), b"")).decode()
    os.close(screen)
    assert "水利投资 3.6亿元 上半年 松溪县水利局 数量\r\n  a.txt 第2行\r\n" in printed


def _what_is_left(screen: int) -> bytes:
    try:
        return os.read(screen, 4096)
    except OSError:  # the other end is closed
        return b""
