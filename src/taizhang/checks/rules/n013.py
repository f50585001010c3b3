"""N013: the parts of a composition are not hundred per cent together."""

from __future__ import annotations

from taizhang.checks.finders.compositions import Composition
from taizhang.checks.rules.rule import Rule

__all__ = ["RULE"]


def _message(found: Composition) -> str:
    return f"“{found.quote}”各部分相加为{found.total}，不是100；请核对其中哪个数有误。"


RULE = Rule(
    code="N013",
    name="构成之和不是百分之百",
    severity="error",
    message=_message,
    checks="用冒号写成的构成，如三次产业结构、产业比重，各部分相加应为100，四舍五入的误差除外。男女性别比等两项之比不查。",
    why="改了其中一项，忘了改另一项。",
    bad="三次产业结构调整为11.8:44.6:45.6。",
    good="三次产业结构调整为11.8:44.6:43.6。",
)
