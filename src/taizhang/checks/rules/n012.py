"""N012: one figure is stated twice, differently."""

from __future__ import annotations

from taizhang.checks.judge import Candidate
from taizhang.checks.rules.rule import Rule
from taizhang.checks.suspects import disputed, named

__all__ = ["RULE"]


def _message(found: Candidate) -> str:
    first, second = found.inputs[0], found.stated
    return (
        f"同一指标{named(second)}，前面写的是{first.fact.quote}"
        + (f"（{first.fact.period.text}）" if first.fact.period else "")
        + f"，两处不一致；{disputed(found, found.dispute) if found.dispute else '请核对以哪个为准'}。"
    )


RULE = Rule(
    code="N012",
    name="同一数据前后不一致",
    severity="error",
    message=_message,
    checks="同一份报告里，同一指标、同一时期的数说了两次，数值不同。只报措辞相同的相邻说法和公认的全域经济指标。",
    why="一处更新、另一处没有更新。",
    bad="截至6月底，全县共查处违规施工36起；上半年，全县共查处违规施工32起。",
    good="截至6月底，全县共查处违规施工36起；上半年，全县共查处违规施工36起。",
)
