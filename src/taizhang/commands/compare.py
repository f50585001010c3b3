"""`taizhang compare`: what came of an organisation's plans, and whether its figures agree with its earlier reports."""

from __future__ import annotations

import click

from taizhang.commands import opened
from taizhang.errors import UsageError

__all__ = ["command"]


@click.command("compare", options_metavar="[选项]")
@click.argument("org", required=False, metavar="[ORG]")
@click.option("--period", metavar="TEXT", help="哪一期的报告，如 2024年上半年；不写则是最新的一期。")
@click.option("--report", "number", metavar="N", type=int, help="不写单位时，用报告的编号指明。")
@click.option("--only", metavar="WORD", help="只列一类计划：兑现 推迟 改变 没有提到 未到期 不能确定。")
def command(org: str | None, period: str | None, number: int | None, only: str | None) -> None:
    """拿单位 ORG 的报告和它的上一份（同一单位、期间最近的）比：计划兑现了哪些，写的上年数和当时报告的是否相符。

    更早的报告和本期的计划里，到本期该完成的计划也在内；每一份都写明期间。

    计划分为：兑现、推迟（以后才达到，或只完成一部分）、改变（目标另有说法）、没有提到、未到期；
    不能确定的都说明原因，不作推测。每条都列出两份报告的原句。
    """
    if (org is None) == (number is None):
        raise UsageError("要给出单位，或用 --report 给出报告的编号，给一样")
    if number is not None and period is not None:
        raise UsageError("给了 --report 就不用给 --period；请去掉一个")
    with opened():
        from taizhang.ledger.comparison import compare, find
        from taizhang.ledger.comparison.tables import outcome_of, print_comparison

        outcome = outcome_of(only) if only is not None else None
        print_comparison(compare(number if number is not None else find(org or "", period).id), outcome)
