"""`taizhang corrections`: what people say of facts, over what was read of them."""

from __future__ import annotations

import json
from getpass import getuser
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from taizhang.commands import opened
from taizhang.usage import GivenPath, one_line

if TYPE_CHECKING:
    from taizhang.ledger.models import Correction

__all__ = ["command"]

_AUTHOR = click.option("--author", metavar="NAME", default=getuser, show_default="登录名", help="记在台账里的改正人。")
_NOTE = click.option("--note", metavar="TEXT", default="", help="改正的理由。")
_SETS = click.argument("sets", nargs=-1, required=True, metavar="属性=值...")


@click.group("corrections", options_metavar="[选项]", subcommand_metavar="命令 …")
def command() -> None:
    """改正：改一条数据、补漏读的、去掉不是数据的；重读和新版本里仍然有效，可以撤销。

    属性：value 数值、unit 计量单位、modifier 修饰、role 类别、sign 方向、indicator 指标、subject 对象、
    basis 比较基准、period 期间、status 状态，中英文都行；值写“无”表示空，范围写 低-高。数据的编号用 taizhang facts
    查看。
    """


@command.command("list", options_metavar="[选项]")
@click.option("--all", "every", is_flag=True, help="已撤销的、已被更新的、旧版本上的也列出来。")
def list_(every: bool) -> None:
    """列出改正，新的在前：编号、文件、原文、改了什么、现状。"""
    with opened():
        from rich.table import Column, Table
        from rich.text import Text

        from taizhang.ledger.corrections.listing import listed
        from taizhang.terminal import console

        heads = ("编号", "文件", "原文", "改正", "现状", "改正人", "时间")
        table = Table(*(Column(head, overflow="fold") for head in heads))
        for row in listed(every):
            table.add_row(*map(Text, row))
        console().print(table if table.row_count else "还没有改正")


@command.command(options_metavar="[选项]")
@click.argument("fact", metavar="数据编号", type=int)
@_SETS
@_AUTHOR
@_NOTE
def change(fact: int, sets: tuple[str, ...], author: str, note: str) -> None:
    """改一条数据的属性，如 taizhang corrections change 1048576 数值=12.5 计量单位=万元。"""
    with opened():
        from taizhang.ledger.corrections import making

        _said(making.change(fact, _values(sets), author, note))


@command.command(options_metavar="[选项]")
@click.argument("fact", metavar="数据编号", type=int)
@_AUTHOR
@_NOTE
def reject(fact: int, author: str, note: str) -> None:
    """说明读出来的一条不是数据：它留在台账里，不再计入。"""
    with opened():
        from taizhang.ledger.corrections import making

        _said(making.reject(fact, author, note))


@command.command(options_metavar="[选项]")
@click.argument("file", metavar="文件")
@click.argument("start", metavar="起", type=int)
@click.argument("end", metavar="止", type=int)
@_SETS
@_AUTHOR
@_NOTE
def add(file: str, start: int, end: int, sets: tuple[str, ...], author: str, note: str) -> None:
    """补一条漏读的数据：原文第 起 到 止 字（从 0 数，不含止）。"""
    with opened():
        from taizhang.ledger.corrections import listing, making

        _said(making.add_missed(listing.document_of(file), start, end, _values(sets), author, note))


@command.command(options_metavar="[选项]")
@click.argument("number", metavar="N", type=int)
@_AUTHOR
def undo(number: int, author: str) -> None:
    """撤销改正 N：读到的原样重新有效。"""
    with opened():
        from taizhang.ledger.corrections import making

        making.undo(number, author)
        click.echo(f"已撤销改正 {number}")


@command.command(options_metavar="[选项]")
@click.argument("file", metavar="FILE", type=GivenPath(path_type=Path, dir_okay=False))
def export(file: Path) -> None:
    """把改正过的句子写成标注样例（JSON），格式同 facts_dev.json。"""
    with opened():
        from taizhang.ledger.corrections.labels import examples
        from taizhang.ledger.exports.files import replacing

        rows = list(examples())
        with replacing(file) as part:
            part.write_text(json.dumps(rows, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        click.echo(f"{len(rows)} 个句子写在 {one_line(file)}")


def _said(done: Correction) -> None:
    """Say what governs now, with the words that it is about, so that a wrong number is seen at once."""
    quote = done.selectors["quote"]["exact"]
    click.echo(f"改正 {done.pk} 已生效，原文“{quote}”；要撤销：taizhang corrections undo {done.pk}")


def _values(sets: tuple[str, ...]) -> dict[str, Any]:
    from taizhang.ledger.corrections.words import read

    return read(sets)
