"""N006: growth does not follow from value and change."""

from __future__ import annotations

from taizhang.checks.judge import Candidate
from taizhang.checks.rules.rule import Rule
from taizhang.checks.suspects import named, suspect, told

__all__ = ["RULE"]


def _message(found: Candidate) -> str:
    stated = found.stated
    return (
        f"{named(stated)}，按{named(found.inputs[0])}与{found.inputs[1].fact.quote}计算"
        f"{told(found)}；{suspect(found)}。"
    )


RULE = Rule(
    code="N006",
    name="增幅与增量不符",
    severity="error",
    message=_message,
    checks="同一指标的现值、增减量、增减幅写在一起时，增幅应等于增量除以基数（现值减增量，或“比上年的X”“上年同期为X”写明的数）；表格与上年数、增减额的列比较；“年均增长”按起止两年的数和年数计算。地区生产总值等按不变价计算的增速、可比口径的增速不报。",
    why="三个数由两个可推出第三个，任何一个改动都要重算。",
    bad="收入36020万元，同比增收3020万元，增长19.2%。",
    good="收入36020万元，同比增收3020万元，增长9.2%。",
)
