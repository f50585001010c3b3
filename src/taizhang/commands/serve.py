"""`taizhang serve`: the ledger in the browser."""

from __future__ import annotations

import sys
from importlib.util import find_spec

import click

from taizhang.errors import LedgerError, to_install

__all__ = ["NEEDED", "command"]

NEEDED = (
    "django", "django_htmx", "django_tasks", "django_tasks_db", "whitenoise",
    *(["gunicorn"] if sys.platform != "win32" else []),
)  # fmt: skip
"""What the pages import, some of it only when the first one is asked for."""


@click.command("serve", options_metavar="[选项]")
@click.option("--port", metavar="N", type=click.IntRange(1, 65535), default=8000, show_default=True, help="端口。")
def command(port: int) -> None:
    """在浏览器里看台账：只限本机访问，不用设置，按 Ctrl-C 结束。"""
    if missing := [name for name in NEEDED if find_spec(name) is None]:
        raise LedgerError(f"没有安装网页所需的组件（{'、'.join(missing)}）；{to_install('web')}")
    from taizhang.web.serving import serve

    serve(port, click.echo)
