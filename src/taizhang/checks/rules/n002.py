"""N002: what is left or saved is not the difference."""

from __future__ import annotations

from taizhang.checks.judge import Candidate
from taizhang.checks.rules.rule import Rule
from taizhang.checks.suspects import named, suspect, told

__all__ = ["RULE"]


def _message(found: Candidate) -> str:
    return f"{named(found.stated)}，按{found.formula}{told(found)}；{suspect(found)}。"


RULE = Rule(
    code="N002",
    name="余数与差额不符",
    severity="error",
    message=_message,
    checks="“其余”“剩余”“尚有”“正在整改”等余数，与总数减去已完成数比较；节约、核减、短收、结余金额与前后两笔金额之差比较；“净增”与增加、减少之差比较；“收支相抵”“顺差”与收支、进出口两边之差比较；年初数加新增减退出与现有数比较。",
    why="余数是算出来的数，总数或完成数更新后最容易忘记跟着改。",
    bad="发现隐患120个，完成整改103个，其余19个限期整改。",
    good="发现隐患120个，完成整改103个，其余17个限期整改。",
)
