"""N001: the parts do not add up to the whole."""

from __future__ import annotations

from taizhang.checks.judge import Candidate
from taizhang.checks.rules.rule import Rule
from taizhang.checks.suspects import named, number, suspect

__all__ = ["RULE"]


def _message(found: Candidate) -> str:
    stated = found.stated
    unit = stated.fact.unit
    gap = (found.computed or 0) - stated.value
    more = "多" if gap > 0 else "少"
    return (
        f"{named(stated)}，所列{len(found.inputs)}项相加为{number(found.computed, stated.fact.decimals)}{unit}，"
        f"{more}{number(abs(gap), stated.fact.decimals)}{unit}；{suspect(found)}。"
    )


RULE = Rule(
    code="N001",
    name="分项之和与总数不符",
    severity="error",
    message=_message,
    checks="“其中”、括号、“分别为”之后所列的分项，单位相同的相加，与前面的总数比较；分项用分号隔开、几种单位并列（6起6人）、按几种口径各分一次时分别核对。“共”“合计”与它前面所列、四个季度与全年也相加比较。表格核对“合计”“小计”行、“其中”行和等于其他各列之和的列。",
    why="总数和分项常由不同的人在不同时间更新，改了一处忘了另一处。分项可能交叉、没有列全、含约数时不报；只列两项时，看得出是分类（数字在前、“……类”、整个括号）才报。",
    bad="受理申请42件，其中建筑类13件、绿化类8件、道路类26件。",
    good="受理申请47件，其中建筑类13件、绿化类8件、道路类26件。",
)
