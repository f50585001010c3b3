"""`taizhang ledger`: which ledger is used and what is in it; `taizhang ledger check`: whether it is sound."""

from __future__ import annotations

import sys

import click

from taizhang.commands import opened

__all__ = ["command"]


@click.group("ledger", invoke_without_command=True, options_metavar="[选项]", subcommand_metavar="[命令]")
@click.pass_context
def command(context: click.Context) -> None:
    """台账库：用的是哪一个，有多大，里面有多少；check 检查它是否完好。"""
    if context.invoked_subcommand is None:
        with opened() as ledger:
            from taizhang.ledger.summary import lines

            for line in lines(ledger.place):
                click.echo(line)


@command.command("check", options_metavar="[选项]")
def check() -> None:
    """检查台账库是否完好：数据库本身、每条数据的原文在不在它的位置、条数、版本、改正。

    有问题时每个一行，退出码为 1。别人可以同时使用。
    """
    with opened():
        from taizhang.ledger.integrity import problems

        count = 0
        for problem in problems():
            count += 1
            click.echo(problem)
    click.echo(f"检查完毕：{f'{count} 个问题' if count else '完好'}")
    sys.exit(1 if count else 0)
