"""`taizhang organisations`: the tree of organisations, and the region codes of their places."""

from __future__ import annotations

from getpass import getuser
from pathlib import Path

import click

from taizhang.commands import opened
from taizhang.usage import GivenPath, one_line

__all__ = ["command"]

_MOST_TOLD = 10


@click.group("organisations", options_metavar="[选项]", subcommand_metavar="命令 …")
def command() -> None:
    """单位：列成一棵树、移到另一单位之下，载入行政区划代码。"""


@command.command("list", options_metavar="[选项]")
@click.argument("words", nargs=-1, metavar="[WORDS]...")
def list_(words: tuple[str, ...]) -> None:
    """列出单位，下级缩进；给出词时只列名称含有这些词的。"""
    with opened():
        from django.db.models.functions import Concat

        from taizhang.ledger.models import Organisation
        from taizhang.ledger.queries.wording import whole_name

        listed = 0
        rows = Organisation.objects.filter(only_in=None).select_related("region").order_by("path")
        rows = rows.annotate(both=Concat("place", "name"))
        for word in words:
            rows = rows.filter(both__contains=word)
        for listed, row in enumerate(rows.iterator(chunk_size=2000), 1):  # noqa: B007
            code = f"  {row.region.code}" if row.region else ""
            click.echo(f"{'  ' * (row.path.count('/') - 1)}#{row.pk} {whole_name(row.name, row.place)}{code}")
        if masked := Organisation.objects.exclude(only_in=None).count():
            click.echo(f"另有 {masked} 个单位名称被遮盖或不知道在哪里，只属于各自的文件，没有列出", err=True)
        if not listed:
            click.echo(f"没有名称含有“{' '.join(words)}”的单位" if words else "台账库里还没有单位")


@command.command(options_metavar="[选项]")
@click.argument("name", metavar="NAME")
@click.argument("parent", metavar="PARENT", required=False)
@click.option("--author", metavar="NAME", default=getuser, show_default="登录名", help="记在台账里的操作人。")
def move(name: str, parent: str | None, author: str) -> None:
    """把单位 NAME 连同下级移到 PARENT 之下；不写 PARENT 则移到最上级。可以撤销。"""
    with opened():
        from taizhang.ledger.models import JournalEntry
        from taizhang.ledger.places import tree

        moved, above = tree.find(name), tree.find(parent) if parent is not None else None
        tree.move(moved, above, author)
        number = JournalEntry.objects.order_by("-pk").values_list("pk", flat=True).first()
        where = f"“{above.name}”之下" if above else "最上级"
        click.echo(f"“{moved.name}”已移到{where}；要撤销：taizhang indicators undo {number}")


@command.command(options_metavar="[选项]")
@click.argument("file", metavar="[FILE]", required=False, type=GivenPath(path_type=Path))
def regions(file: Path | None) -> None:
    """载入行政区划代码（GB/T 2260），并按地名给各单位配上；不写 FILE 则载入自带的省级样例。

    FILE 是 CSV，第一行写列名：code 代码、name 名称，可有 parent 上级代码、valid_from 启用日期、valid_to 停用日期。
    """
    with opened(create=True):
        from taizhang.ledger.places.regions import load_file, load_sample, settle

        done = load_file(file) if file else load_sample()
        for problem in done.problems[:_MOST_TOLD]:
            click.echo(one_line(problem), err=True)
        if len(done.problems) > _MOST_TOLD:
            click.echo(f"另有 {len(done.problems) - _MOST_TOLD} 行不对", err=True)
        settled = settle()
        click.echo(f"新增 {done.new} 个代码，改动 {done.changed} 个，略过 {len(done.problems)} 行；")
        click.echo(f"{settled.given} 个单位配上了代码", nl=False)
        for what, places in (("没有代码的地名", settled.unknown), ("同名的地名", settled.ambiguous)):
            if places:
                more = "等" if len(places) > _MOST_TOLD else ""
                click.echo(f"；{what}：{'、'.join(places[:_MOST_TOLD])}{more}", nl=False)
        click.echo()
    raise SystemExit(1 if done.problems else 0)
