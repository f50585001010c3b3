"""`taizhang backup FILE`: the whole ledger into one file, while it is in use."""

from __future__ import annotations

from pathlib import Path

import click

from taizhang.commands import opened
from taizhang.usage import GivenPath, one_line

__all__ = ["command"]


@click.command("backup", options_metavar="[选项]")
@click.argument("file", metavar="FILE", type=GivenPath(path_type=Path, dir_okay=False))
def command(file: Path) -> None:
    """把整个台账库备份成一个文件；别人可以同时使用。备份好后会检查一遍。

    SQLite 的备份是一个数据库文件；PostgreSQL 的用 pg_dump 写成。已有的文件不会覆盖。
    """
    with opened() as ledger:
        from taizhang.ledger.backup import back_up

        back_up(ledger.place, file)
        click.echo(f"已备份到 {one_line(file)}（{file.stat().st_size / 1e6:.1f} MB），检查无误")
