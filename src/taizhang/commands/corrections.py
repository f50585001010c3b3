"""`taizhang corrections`: what people say of facts, over what was read of them."""

from __future__ import annotations

import json
from getpass import getuser
from pathlib import Path
from typing import Any

import click

from taizhang.commands import opened
from taizhang.errors import ExportError, UsageError

__all__ = ["command"]

_AUTHOR = click.option("--author", metavar="NAME", default=getuser, show_default="登录名", help="记在台账里的改正人。")
_NOTE = click.option("--note", metavar="TEXT", default="", help="改正的理由。")
_SETS = click.argument("sets", nargs=-1, required=True, metavar="属性=值...")


@click.group("corrections", options_metavar="[选项]", subcommand_metavar="命令 …")
def command() -> None:
    """改正：改一条数据、补漏读的、去掉不是数据的；重读和新版本里仍然有效，可以撤销。

    属性：value unit modifier role sign indicator subject basis period status；值写“无”表示空，范围写 低-高。
    数据的编号用 taizhang facts 查看。
    """


@command.command("list", options_metavar="[选项]")
@click.option("--all", "every", is_flag=True, help="已撤销和已被更新的也列出来。")
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
    """改一条数据的属性，如 taizhang corrections change 1048576 unit=万元 value=12.5。"""
    with opened():
        from taizhang.ledger.corrections import making

        _said(making.change(fact, _values(sets), author, note).pk)


@command.command(options_metavar="[选项]")
@click.argument("fact", metavar="数据编号", type=int)
@_AUTHOR
@_NOTE
def reject(fact: int, author: str, note: str) -> None:
    """说明读出来的一条不是数据：它留在台账里，不再计入。"""
    with opened():
        from taizhang.ledger.corrections import making

        _said(making.reject(fact, author, note).pk)


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

        _said(making.add_missed(listing.document_of(file), start, end, _values(sets), author, note).pk)


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
@click.argument("file", metavar="FILE", type=click.Path(path_type=Path))
def export(file: Path) -> None:
    """把改正过的句子写成标注样例（JSON），格式同 facts_dev.json。"""
    with opened():
        from taizhang.ledger.corrections.labels import examples

        rows = list(examples())
        try:
            file.write_text(json.dumps(rows, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        except OSError as error:
            raise ExportError(f"写不进 {file}：{error.strerror}；请检查路径和权限") from error
        click.echo(f"{len(rows)} 个句子写在 {file}")


def _said(number: int) -> None:
    click.echo(f"改正 {number} 已生效；要撤销：taizhang corrections undo {number}")


def _values(sets: tuple[str, ...]) -> dict[str, Any]:
    """Read name=value pairs; UsageError for what is none, or no number where one is needed."""
    values: dict[str, Any] = {}
    for each in sets:
        name, equals, text = each.partition("=")
        if not equals:
            raise UsageError(f"“{each}”不是 属性=值；例如 unit=万元")
        values[name.strip()] = _value(name.strip(), text.strip())
    return values


def _value(name: str, text: str) -> Any:
    if text == "无":
        return "" if name == "unit" else None
    if name not in ("value", "sign"):
        return text
    low, dash, high = text.partition("-") if text[:1] != "-" else (text, "", "")
    try:
        return [_number(low), _number(high)] if dash else _number(low)
    except ValueError as error:
        raise UsageError(f"{name} 不能是“{text}”；请写数字，范围写 低-高，如 3-5") from error


def _number(text: str) -> float | int:
    return int(text) if text.lstrip("+-").isdecimal() else float(text)
