"""`taizhang indicators`: the indicators of the ledger, their names, merging and splitting with undo."""

from __future__ import annotations

from getpass import getuser

import click

from taizhang.commands import opened

__all__ = ["command"]

_AUTHOR = click.option("--author", metavar="NAME", default=getuser, show_default="登录名", help="记在台账里的操作人。")


@click.group("indicators", options_metavar="[选项]", subcommand_metavar="命令 …")
def command() -> None:
    """指标：列出、合并、拆分、改名、撤销；疑似笔误只作建议，不会自动合并。"""


@command.command("list", options_metavar="[选项]")
@click.argument("words", nargs=-1, metavar="[WORDS]...")
@click.option("--limit", metavar="N", type=click.IntRange(1), default=50, show_default=True, help="至多列几个。")
def list_(words: tuple[str, ...], limit: int) -> None:
    """列出指标和各自的写法，数据多的在前；给出词时只列含有这些词的。"""
    with opened():
        from taizhang.ledger.catalogue.listing import listed

        rows, total = listed(words, limit)
        _table(
            "指标", "单位", "数据", "写法",
            rows=[(row.name, row.base_unit, str(row.facts), "、".join(row.names)) for row in rows],
        )  # fmt: skip
        if not rows:
            click.echo(f"没有名称含有“{' '.join(words)}”的指标" if words else "台账库里还没有指标")
        if total > len(rows):
            click.echo(f"共 {total} 个指标，列出前 {len(rows)} 个；要看其余的，请给出词或加大 --limit")


@command.command(options_metavar="[选项]")
def suggest() -> None:
    """列出疑似笔误的指标名和它多半指的指标；合并与否由人定。"""
    with opened():
        from taizhang.ledger.catalogue.proposals import proposals

        found = proposals()
        _table("写作", "多半是", "数据", "合并的命令", rows=[
            (p.met, p.meant, str(p.facts), f"taizhang indicators merge {p.meant} {p.met}") for p in found
        ])  # fmt: skip
        click.echo(f"{len(found)} 个名称疑似笔误" if found else "没有疑似笔误的指标名")


@command.command(options_metavar="[选项]")
@click.argument("into", metavar="INTO")
@click.argument("others", nargs=-1, required=True, metavar="OTHER...")
@_AUTHOR
def merge(into: str, others: tuple[str, ...], author: str) -> None:
    """把 OTHER 的写法并入指标 INTO；报告原文的写法不变，可以撤销。"""
    with opened():
        from taizhang.ledger.catalogue import merging

        home = merging.find(into)
        merging.merge(home, [merging.find(other) for other in others], author)
        _done(f"已并入“{home.name}”")


@command.command(options_metavar="[选项]")
@click.argument("names", nargs=-1, required=True, metavar="NAME...")
@click.option("--called", metavar="NAME", default="", help="新指标的名称；不写则用第一个写法。")
@_AUTHOR
def split(names: tuple[str, ...], called: str, author: str) -> None:
    """把写法 NAME 从所在指标拆出来，成为一个新指标；可以撤销。"""
    with opened():
        from taizhang.ledger.catalogue import merging

        _done(f"已拆成“{merging.split(names, author, called).name}”")


@command.command(options_metavar="[选项]")
@click.argument("name", metavar="NAME")
@click.argument("new", metavar="NEW")
@_AUTHOR
def rename(name: str, new: str, author: str) -> None:
    """给指标 NAME 改名为 NEW；报告原文的写法不变，可以撤销。"""
    with opened():
        from taizhang.ledger.catalogue import merging

        home = merging.find(name)
        merging.rename(home, new, author)
        _done(f"已改名为“{home.name}”")


@command.command(options_metavar="[选项]")
@click.option(
    "--limit", metavar="N", type=click.IntRange(1, 10_000), default=20, show_default=True, help="至多列几条。"
)
def journal(limit: int) -> None:
    """列出对指标的操作和单位的移动，新的在前；编号用于 undo。"""
    with opened():
        from taizhang.ledger.deeds import done, whose
        from taizhang.ledger.models import JournalEntry

        rows = JournalEntry.objects.select_related("undoes").order_by("-pk")[:limit]
        _table("编号", "时间", "操作人", "操作", "涉及", rows=[
            (str(row.pk), f"{row.made_at:%Y-%m-%d %H:%M}", row.author, done(row), whose(row)) for row in rows
        ])  # fmt: skip
        if not rows:
            click.echo("还没有操作")


@command.command(options_metavar="[选项]")
@click.argument("number", metavar="N", type=int)
@_AUTHOR
def undo(number: int, author: str) -> None:
    """撤销第 N 条操作（单位的移动也在内）；撤销的再撤销就是重做。之后又改过同样内容的，要先撤销后来的。"""
    with opened():
        from taizhang.errors import LedgerError
        from taizhang.ledger.deeds import is_undone
        from taizhang.ledger.journal import undo as take_back
        from taizhang.ledger.models import JournalEntry

        entry = JournalEntry.objects.filter(pk=number).first()
        if entry is None:
            raise LedgerError(f"没有第 {number} 条操作；请用 taizhang indicators journal 查看编号")
        take_back(entry, author)
        again = f"第 {number} 条操作是撤销，撤销的已重做"
        click.echo(again if is_undone(entry) else f"已撤销第 {number} 条操作")


def _done(what: str) -> None:
    from taizhang.ledger.models import JournalEntry

    number = JournalEntry.objects.order_by("-pk").values_list("pk", flat=True).first()
    click.echo(f"{what}；要撤销：taizhang indicators undo {number}")


def _table(*heads: str, rows: list[tuple[str, ...]]) -> None:
    from rich.table import Column, Table
    from rich.text import Text

    from taizhang.terminal import console

    table = Table(*(Column(head, overflow="fold") for head in heads))
    for row in rows:
        table.add_row(*map(Text, row))
    if rows:
        console().print(table)
