"""N023: this report's base is not what the last one stated."""

from __future__ import annotations

from taizhang.checks.model import Pair
from taizhang.checks.rules.rule import Rule

__all__ = ["RULE"]


def _message(found: Pair) -> str:
    return f"{found.what}这里的{found.second}推出上年同期为{found.first}，与{found.file}所写不符；请核对基数是否调整。"


RULE = Rule(
    code="N023",
    name="基数与上期报告不符",
    severity="warning",
    message=_message,
    checks="本期的数减去同比增量得到上年同期数，与一起检查的上期报告中同一指标比较。",
    why="基数调整应当说明；没有说明的多为录入错误。",
    bad="上年报收入33000万元，今年写36020万元、增收4020万元。",
    good="上年报收入33000万元，今年写36020万元、增收3020万元。",
)
