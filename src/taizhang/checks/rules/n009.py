"""N009: the number is not that of the names listed."""

from __future__ import annotations

from taizhang.checks.judge import Candidate
from taizhang.checks.rules.rule import Rule
from taizhang.checks.suspects import number

__all__ = ["RULE"]


def _message(found: Candidate) -> str:
    return f"列出的名称有{number(found.computed)}个，写的是{found.stated.fact.quote}；请核对漏列的名称或个数。"


RULE = Rule(
    code="N009",
    name="列举的个数与数字不符",
    severity="warning",
    message=_message,
    checks="数字前用顿号列举的同类名称（村、镇、路、局……），个数应与数字相等；有“等”字时不应多于数字。“两镇六村”这类数的是所辖的，不比较。",
    why="增删名称后常忘记改个数。",
    bad="走访东溪村、西溪村、南溪村4个村。",
    good="走访东溪村、西溪村、南溪村等4个村。",
)
