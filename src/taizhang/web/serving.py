"""`taizhang serve`: the pages for one clerk on this machine, without any set-up.

The ledger is opened (made, upgraded) first; then one process does the jobs and one server answers on 127.0.0.1:
gunicorn where it runs, elsewhere Django's own threaded server.
"""

from __future__ import annotations

import gc
import logging
import os
import secrets
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable
from typing import Any
from urllib.parse import quote

from taizhang.errors import UsageError

__all__ = ["HOST", "existing", "prepare", "serve", "work"]

HOST = "127.0.0.1"
THREADS = 8
_LOOK, _LONGEST_PAUSE = 1.0, 60.0
"""Seconds between two looks whether the process of the jobs is there; at most, when it ends again and again."""
_log = logging.getLogger(__name__)
_JOBS = "from taizhang.web.serving import work; work()"


def prepare() -> str:
    """Set Django up for the pages and bring the ledger and the pages' own tables up to date; give the ledger's line.

    LedgerError, one line, when the ledger cannot be opened.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "taizhang.web.settings")
    import django

    django.setup()
    from django.core.management import call_command

    from taizhang.ledger.connection import open_ledger
    from taizhang.ledger.statistics import look_at_indexes

    with open_ledger() as ledger:
        call_command("migrate", verbosity=0, interactive=False)
        look_at_indexes()
    _never_anew()
    return ledger.said


def _never_anew() -> None:
    """Let a ledger whose file is gone be an error from now on; SQLite would begin an empty one in its place."""
    from django.db import connections

    settings = connections.settings["default"]
    if settings["ENGINE"].endswith("sqlite3"):
        settings["NAME"] = existing(settings["NAME"])
    connections.close_all()


def existing(path: str) -> str:
    """Give the address by which SQLite opens a file that is there, and makes none.

    >>> existing("/台账/a?b.db")
    'file:/%E5%8F%B0%E8%B4%A6/a%3Fb.db?mode=rw'
    """
    return path if path.startswith("file:") else f"file:{quote(path)}?mode=rw"


def serve(port: int, said: Callable[[str], None]) -> None:
    """Serve until Ctrl-C; UsageError when the port is taken. `said` prints the line with the address."""
    _refuse_taken(port)
    os.environ.setdefault("TAIZHANG_SECRET_KEY", secrets.token_urlsafe(48))
    said(prepare())
    _begin_jobs()
    over = threading.Event()
    working = threading.Thread(target=_keep_working, args=(over,))
    working.start()
    try:
        said(f"打开浏览器访问 http://{HOST}:{port}/ （只限本机，按 Ctrl-C 结束）")
        _run(port)
    finally:
        over.set()
        working.join()


def _keep_working(over: threading.Event) -> None:
    """Have a process at the jobs until `over`; one that ends before is followed by another, what it did is given up."""
    from django.db import DatabaseError

    pause, worker = _LOOK, _worker()
    while not over.wait(pause):
        if worker.poll() is None:
            pause = _LOOK
            continue
        pause = min(2 * pause, _LONGEST_PAUSE)
        _log.warning("the process of the jobs ended (%s); another one begins", worker.returncode)
        try:
            _begin_jobs(anew=True)
        except DatabaseError as error:
            _log.warning("jobs wait for the ledger: %s", error)
        worker = _worker()
    worker.stdin.close()  # type: ignore[union-attr]
    worker.wait(timeout=20)


def _worker() -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-c", _JOBS], stdin=subprocess.PIPE)


def work() -> None:
    """Do jobs until the server that started this process closes its input or is gone.

    What reads files is loaded at once, so that the first upload need not wait.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    prepare()
    from taizhang.reader import read_text
    from taizhang.web import jobs
    from taizhang.web.documents import uploads as uploads

    read_text("某县2024年上半年工作总结\n上半年检查企业36家。\n")
    jobs.work_until(sys.stdin.buffer.read)


def _begin_jobs(anew: bool = False) -> None:
    """Ask for what is left since the last time: files half read, files half written, texts not indexed.

    `anew`: the process of the jobs has just ended at its work; a file that it was reading is not read again.
    """
    from django.db import connections

    from taizhang.web import jobs
    from taizhang.web.documents import uploads
    from taizhang.web.figures import export_jobs
    from taizhang.web.search.indexing import index_some

    uploads.resume(anew)
    export_jobs.resume()
    jobs.enqueue(index_some)
    connections.close_all()


def _refuse_taken(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as error:
            raise UsageError(
                f"端口 {port} 已被占用（{error.strerror}）；请用 --port 换一个，或关掉占用它的程序"
            ) from error


def _run(port: int) -> None:
    from django.urls import get_resolver

    from taizhang.web.wsgi import application

    get_resolver().url_patterns  # noqa: B018 (loads all pages now, not when the first user comes)
    gc.collect()
    gc.freeze()  # what is loaded stays; the workers need not look through it again and again
    if sys.platform == "win32":
        from wsgiref.simple_server import make_server

        from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler

        make_server(HOST, port, application, ThreadedWSGIServer, WSGIRequestHandler).serve_forever()
        return
    from gunicorn.app.base import BaseApplication

    class Local(BaseApplication):
        def load_config(self) -> None:
            settings = {
                "bind": f"{HOST}:{port}",
                "workers": 2,
                "threads": THREADS,
                "timeout": 120,
                "keepalive": 60,
                "loglevel": "warning",
            }
            for name, value in settings.items():
                self.cfg.set(name, value)

        def load(self) -> Any:
            return application

    Local().run()
