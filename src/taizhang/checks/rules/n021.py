"""N021: two files state one figure differently."""

from __future__ import annotations

from taizhang.checks.model import Pair
from taizhang.checks.rules.rule import Rule

__all__ = ["RULE"]


def _message(found: Pair) -> str:
    return f"{found.what}这里写{found.second}，{found.file}写{found.first}，两份报告不一致；请核对以哪份为准。"


RULE = Rule(
    code="N021",
    name="两份报告的同一数据不一致",
    severity="error",
    message=_message,
    checks="一起检查的几份报告中，同一单位、同一时期、同一指标的数值不同。单位名称被遮盖（XX区）或没有写明地方的不比较。",
    why="各单位报送后又有改动，汇总稿没有跟上。",
    bad="总结写收入36020万元，汇编写收入36200万元。",
    good="两处都写36020万元。",
)
