"""`taizhang serve` as it is started: its process of the jobs may die, nothing stays behind when it ends."""

from __future__ import annotations

import http.cookiejar
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

pytestmark = [pytest.mark.slow, pytest.mark.skipif(not Path("/proc").exists(), reason="进程从 /proc 里看")]
BOUNDARY = "x-x-x"


@pytest.fixture
def served(tmp_path: Path) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """A program that serves a new ledger, and its address; on PostgreSQL too its ledger is a file."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    (tmp_path / "taizhang.db").touch()
    env = {name: value for name, value in os.environ.items() if name != "TAIZHANG_DATABASE_URL"}
    env |= {"XDG_CACHE_HOME": str(tmp_path / "cache"), "PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(
        [sys.executable, "-m", "taizhang", "serve", "--port", str(port)],
        cwd=tmp_path, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
    ) as program:  # fmt: skip
        assert program.stdout
        for line in program.stdout:
            if "打开浏览器" in line:
                break
        try:
            yield program, f"http://127.0.0.1:{port}"
        finally:
            program.kill()


def until(found: Callable[[], object]) -> None:
    """Wait until something is found."""
    given_up = time.monotonic() + 60
    while not found():
        assert time.monotonic() < given_up
        time.sleep(0.1)


def workers(program: int) -> list[int]:
    """Give the processes that do the jobs of a program."""
    found = []
    for path in Path("/proc").glob("[0-9]*"):
        try:
            parent = int((path / "stat").read_text().rpartition(")")[2].split()[1])
            if parent == program and b"work()" in (path / "cmdline").read_bytes():
                found.append(int(path.name))
        except (FileNotFoundError, ProcessLookupError):
            continue
    return found


def browser() -> urllib.request.OpenerDirector:
    return urllib.request.build_opener(urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar()))


def test_a_process_of_the_jobs_that_dies_is_followed_by_another(
    served: tuple[subprocess.Popen[str], str],
) -> None:
    program, address = served
    until(lambda: workers(program.pid))
    (first,) = workers(program.pid)
    os.kill(first, signal.SIGKILL)
    until(lambda: [pid for pid in workers(program.pid) if pid != first])

    user = browser()
    page = user.open(f"{address}/documents/").read().decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
    assert token
    fields = [
        f'name="csrfmiddlewaretoken"\r\n\r\n{token[1]}',
        'name="files"; filename="a.txt"\r\n\r\n柳溪县水利局2024年工作总结\n全年完成投资3.2亿元。\n',
    ]
    body = "".join(f"--{BOUNDARY}\r\nContent-Disposition: form-data; {field}\r\n" for field in fields)
    user.open(urllib.request.Request(
        f"{address}/documents/upload/", f"{body}--{BOUNDARY}--\r\n".encode(),
        {"Content-Type": f"multipart/form-data; boundary={BOUNDARY}"},
    ))  # fmt: skip
    until(lambda: "柳溪县水利局" in user.open(f"{address}/documents/").read().decode())

    second = workers(program.pid)
    program.send_signal(signal.SIGINT)
    assert program.wait(timeout=30) == 0
    until(lambda: not any(Path(f"/proc/{pid}").exists() for pid in second))
