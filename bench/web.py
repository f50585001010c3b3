"""`make bench-web`: 20 users on the pages of a ledger with 1,000,000 facts in 2,000 reports, on loopback.

    python bench/web.py                          # SQLite: build/bench/web/taizhang.db, built once
    tests/postgres.sh python bench/web.py        # the PostgreSQL that TAIZHANG_DATABASE_URL names, built anew

The server is `taizhang serve`. Each user opens pages of all kinds with 1 to 3 seconds between them, and at once what a
page loads by itself; then the same without a pause. Documents of 100 pages are uploaded before and meanwhile. Printed
are the median, the 95th percentile and the worst of each kind, in milliseconds from the request to the last byte of the
answer. Some users settle findings, so that what is remembered of the whole ledger is counted anew.
"""

from __future__ import annotations

import argparse
import http.client
import os
import random
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from math import inf
from pathlib import Path
from statistics import quantiles

HERE = Path(__file__).parent
FOLDER = HERE.parent / "build" / "bench" / "web"
LOG = FOLDER / "server.log"
USERS, THINK = 20, (1.0, 3.0)
TOKEN = "a" * 32
REST = 2.0
"""Seconds between the start of the server and its first page, as long as a clerk takes to open the browser."""
LIMITS = {"搜索": 200.0, "数据：": 500.0}
PAGE_LIMIT = 300.0
Took = tuple[str, float, str]
"""The kind of an answer, its milliseconds, its path."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--facts", type=int, default=1_000_000)
    parser.add_argument("--pages", type=int, default=40, help="pages that each user opens")
    parser.add_argument("--slowest", type=int, default=0, help="how many of the slowest answers to list")
    parser.add_argument("--built", action="store_true", help="only build the ledger")
    options = parser.parse_args()
    FOLDER.mkdir(parents=True, exist_ok=True)
    if not _postgres() or not os.environ.get("BENCH_BUILT"):
        subprocess.run([sys.executable, HERE / "web_asked.py", str(options.facts), FOLDER], check=True)
    if options.built:
        return
    sys.path.insert(0, str(HERE))
    import web_asked

    with _server() as port:
        print(f"# {'PostgreSQL' if _postgres() else 'SQLite'}, {USERS} users, {os.cpu_count()} cores, {_load()}\n")
        time.sleep(REST)
        uploaded = web_asked.upload(port, FOLDER, "alone")
        asked = web_asked.Asked(FOLDER, uploaded)
        for pages, think in ((options.pages, THINK), (max(5, options.pages // 4), None)):
            with ThreadPoolExecutor(1) as beside:
                if think:
                    beside.submit(web_asked.upload, port, FOLDER, "beside the users")
                took = _under_load(port, asked, pages, think)
            for kind, milliseconds, path in sorted(took, key=lambda one: -one[1])[: options.slowest]:
                print(f"{milliseconds:6.0f} ms {kind} {path}")


def _postgres() -> bool:
    return bool(os.environ.get("TAIZHANG_DATABASE_URL"))


def _load() -> str:
    return "load average " + " ".join(f"{each:.1f}" for each in os.getloadavg())


@contextmanager
def _server() -> Iterator[int]:
    """Serve a copy of the ledger, so that each run finds the same."""
    run = FOLDER / "run"
    shutil.rmtree(run, ignore_errors=True)
    run.mkdir()
    if not _postgres():
        shutil.copyfile(FOLDER / "taizhang.db", run / "taizhang.db")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = os.environ | {"XDG_CACHE_HOME": str(run / "cache")}
    with LOG.open("wb") as log:
        server = subprocess.Popen(
            [sys.executable, "-m", "taizhang", "serve", "--port", str(port)], cwd=run, env=environment,
            stdout=log, stderr=log, start_new_session=True,
        )  # fmt: skip
    try:
        _await(port, server)
        yield port
    finally:
        server.send_signal(signal.SIGINT)
        try:
            server.wait(timeout=30)
        except subprocess.TimeoutExpired:
            os.killpg(server.pid, signal.SIGKILL)
        shutil.rmtree(run, ignore_errors=True)


def _await(port: int, server: subprocess.Popen[bytes]) -> None:
    for _ in range(600):
        if server.poll() is not None:
            sys.exit(f"the server ended; see {LOG}")
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    sys.exit("the server does not answer")


class User:
    """One browser: its connection, its luck, and how long each kind of answer took."""

    def __init__(self, port: int, number: int, asked: object) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
        self.chance, self.asked = random.Random(number), asked
        self.took: list[Took] = []
        self.wrong: list[str] = []

    def browse(self, pages: int, think: tuple[float, float] | None) -> None:
        """Open so many pages, each with what it loads by itself."""
        for _ in range(pages):
            if think:
                time.sleep(self.chance.uniform(*think))
            for kind, path, part in self.asked.page(self.chance):  # type: ignore[attr-defined]
                self.get(kind, path, part)

    def get(self, kind: str, path: str, part: bool) -> None:
        start = time.perf_counter()
        headers = {"Accept-Encoding": "gzip", "Cookie": f"csrftoken={TOKEN}"}
        if part:
            headers |= {"HX-Request": "true", "X-CSRFToken": TOKEN}
        method = "POST" if path.endswith(("/accept/", "/reopen/")) else "GET"
        try:
            self.connection.request(method, path, headers=headers)
            answer = self.connection.getresponse()
            answer.read()
        except (OSError, http.client.HTTPException) as error:
            self.connection.close()
            self.wrong.append(f"{kind} {path}: {error!r}")
            return
        self.took.append((kind, (time.perf_counter() - start) * 1000, path))
        if answer.status != 200:
            self.wrong.append(f"{kind} {path}: {answer.status}")


def _under_load(port: int, asked: object, pages: int, think: tuple[float, float] | None) -> list[Took]:
    users = [User(port, number, asked) for number in range(USERS)]
    start, before = time.perf_counter(), _load()
    with ThreadPoolExecutor(USERS) as pool:
        list(pool.map(lambda user: user.browse(pages, think), users))
    seconds = time.perf_counter() - start
    took = [one for user in users for one in user.took]
    pause = f"{think[0]:g} to {think[1]:g} s between pages" if think else "no pause"
    print(
        f"## {pause}: {len(took)} answers in {seconds:.0f} s, {len(took) / seconds:.1f} a second; {before} → {_load()}"
    )
    _table(took, bool(think))
    wrong = [line for user in users for line in user.wrong]
    print(f"{len(wrong)} wrong answers" + (f", see {LOG}" if wrong else ""), *wrong[:10], "", sep="\n", flush=True)
    return took


def _table(took: Iterable[Took], judged: bool) -> None:
    """Print a line for each kind; without pauses the answers wait for each other, so only their number says much."""
    kinds: dict[str, list[float]] = defaultdict(list)
    for kind, milliseconds, _ in took:
        kinds[kind].append(milliseconds)
    print(f"{'':44} {'n':>5} {'p50':>6} {'p95':>6} {'worst':>6} ms")
    for kind, own in sorted(kinds.items()):
        limit = next((most for name, most in LIMITS.items() if kind.startswith(name)), PAGE_LIMIT)
        _line(kind, own, limit if judged else inf)
    _line("all", [one for own in kinds.values() for one in own], PAGE_LIMIT if judged else inf)


def _line(name: str, own: list[float], limit: float) -> None:
    middle, high = (quantiles(own, n=100, method="inclusive")[at] for at in (49, 94)) if len(own) > 1 else own * 2
    wide = 44 - sum(ord(letter) > 0x2E80 for letter in name)
    mark = f"  <-- over {limit:.0f}" if high > limit else ""
    print(f"{name:{wide}} {len(own):5} {middle:6.0f} {high:6.0f} {max(own):6.0f}{mark}", flush=True)


if __name__ == "__main__":
    main()
