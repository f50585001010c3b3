"""`taizhang serve`: the ledger in the browser."""

from __future__ import annotations

import click

from taizhang.errors import LedgerError

__all__ = ["command"]


@click.command("serve", options_metavar="[选项]")
@click.option("--port", metavar="N", type=click.IntRange(1, 65535), default=8000, show_default=True, help="端口。")
def command(port: int) -> None:
    """在浏览器里看台账：只限本机访问，不用设置，按 Ctrl-C 结束。"""
    try:
        from taizhang.web.serving import serve
    except ModuleNotFoundError as error:
        raise LedgerError("没有安装网页所需的组件；请用 pip install 'taizhang[web]' 安装") from error
    serve(port, click.echo)
