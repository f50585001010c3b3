"""The guard, with a parser that does what hostile files make parsers do."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from time import perf_counter, sleep

import pytest

from taizhang.errors import IntakeError
from taizhang.intake import worker
from taizhang.intake.guard import Guard

PARSER = """
import ctypes, os, sys, time
from taizhang.errors import IntakeError
from taizhang.intake.formats import Extract

def extract(data):
    match data:
        case b"segfault": ctypes.string_at(0)
        case b"abort": os.abort()
        case b"exit": os._exit(0)
        case b"sleep": time.sleep(1000)
        case b"spin":
            while True: pass
        case b"memory": bytearray(10**10)
        case b"recursion": extract_again = lambda: extract_again(); extract_again()
        case b"error": raise KeyError("a\\nb")
        case b"refuse": raise IntakeError("不读它")
        case b"print": print("x" * 9999); sys.stdin.read(); os.write(1, b"x" * 9999)
        case b"environment": return Extract(" ".join(sorted(os.environ)))
        case b"surrogate": return Extract("半\\ud800个")
    return Extract(f"{os.getpid()}")
"""
DEADLY = ["segfault", "abort", "exit", "sleep", "spin", "memory", "recursion", "error"]


@pytest.fixture
def guard(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Guard]:
    (tmp_path / "hostile.py").write_text(PARSER, "utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setenv("SECRET", "x")
    made = Guard(seconds=2)
    yield made
    made.close()


def why(guard: Guard, data: bytes) -> str:
    with pytest.raises(IntakeError) as caught:
        guard.extract("hostile", data)
    assert "\n" not in caught.value.reason
    return caught.value.reason


def process(guard: Guard) -> int:
    return int(guard.extract("hostile", b"").text)


def test_one_process_reads_many_files_and_knows_nothing_of_this_one(guard: Guard) -> None:
    first = process(guard)
    assert first != os.getpid()
    assert guard.extract("hostile", b"environment").text == "LC_CTYPE PYTHONPATH PYTHONUTF8"
    guard.extract("hostile", b"print")
    assert why(guard, b"refuse") == "不读它"
    assert process(guard) == first


@pytest.mark.parametrize("way", DEADLY)
def test_a_parser_that_dies_or_does_not_end_costs_one_line_and_the_next_file_is_read(guard: Guard, way: str) -> None:
    first, start = process(guard), perf_counter()
    said = {"sleep": "2 秒", "spin": "2 秒", "memory": "内存超过 2 GB", "segfault": "SIGSEGV", "abort": "SIGABRT"}
    assert said.get(way, "请用办公软件打开") in why(guard, way.encode())
    assert perf_counter() - start < 10
    assert process(guard) != first


def test_a_process_that_died_while_it_waited_is_replaced(guard: Guard) -> None:
    first = process(guard)
    os.kill(first, signal.SIGKILL)
    sleep(0.1)
    assert process(guard) != first


def test_a_process_is_replaced_after_many_files(guard: Guard) -> None:
    assert len({process(guard) for _ in range(worker.FILES + 1)}) == 2


def test_half_a_surrogate_pair_becomes_a_replacement_character(guard: Guard) -> None:
    assert guard.extract("hostile", b"surrogate").text == "半\ufffd个"


def test_a_large_file_travels(guard: Guard) -> None:
    assert guard.extract("hostile", bytes(50_000_000)).text


def test_interrupting_leaves_no_process(tmp_path: Path) -> None:
    """Ctrl-C while a child is busy ends both; so does killing the reading process."""
    (tmp_path / "hostile.py").write_text(PARSER, "utf-8")
    code = (
        "from taizhang.intake.guard import Guard\nguard = Guard(seconds=30)\n"
        "print(guard.extract('hostile', b'').text, flush=True)\nguard.extract('hostile', b'sleep')"
    )
    for number in (signal.SIGINT, signal.SIGTERM):
        with subprocess.Popen(
            [sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
            env=os.environ | {"PYTHONPATH": str(tmp_path)},
        ) as reading:  # fmt: skip
            assert reading.stdout is not None
            child = int(reading.stdout.readline())
            os.kill(child, signal.SIGINT)
            sleep(0.2)
            os.kill(child, 0)  # Ctrl-C reaches the child too, which leaves it to the reading process
            reading.send_signal(number)
            reading.wait(10)
        if number == signal.SIGINT:
            with pytest.raises(ProcessLookupError):
                os.kill(child, 0)
        else:
            os.kill(child, signal.SIGKILL)
