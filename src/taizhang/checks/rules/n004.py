"""N004: a completion does not follow from target and result."""

from __future__ import annotations

from taizhang.checks.rules.rule import Rule
from taizhang.checks.suspects import ratio_of_two

__all__ = ["RULE"]

RULE = Rule(
    code="N004",
    name="完成进度与任务数不符",
    severity="error",
    message=ratio_of_two,
    checks="“完成年度任务X的Y%”“占年初预算X的Y%”，与完成数和任务数之比比较。",
    why="完成进度是考核的依据，任务数调整后常忘记重算。",
    bad="支出162100万元，占年初预算280887万元的67.7%。",
    good="支出162100万元，占年初预算280887万元的57.7%。",
)
