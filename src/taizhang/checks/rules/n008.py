"""N008: an average does not follow from total and number."""

from __future__ import annotations

from taizhang.checks.judge import Candidate
from taizhang.checks.rules.rule import Rule
from taizhang.checks.suspects import named, suspect, told

__all__ = ["RULE"]


def _message(found: Candidate) -> str:
    return f"{named(found.stated)}，按{found.formula}{told(found)}；{suspect(found)}。"


RULE = Rule(
    code="N008",
    name="平均数与总量不符",
    severity="warning",
    message=_message,
    checks="“户均”“人均”“平均每个”等平均数，与同一句中的总量和户数、人数之商比较；“年均”与“五年累计”的总数比较，“亩产”与面积、总产比较；“每月一期，每期5名”与报告期内的总数比较。人均可支配收入等自成指标的，只在相符时列出。",
    why="平均数常保留旧数。",
    bad="发放补贴100万元，惠及50户，户均3万元。",
    good="发放补贴100万元，惠及50户，户均2万元。",
)
