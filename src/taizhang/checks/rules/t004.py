"""T004: a heading that calls a plan a summary."""

from __future__ import annotations

from taizhang.checks.finders.dates import Dated
from taizhang.checks.rules.rule import Rule

__all__ = ["RULE"]


def _message(found: Dated) -> str:
    return f"标题“{found.stated}”与内容不符：下面写的是打算，似应为“{found.against}”。"


RULE = Rule(
    code="T004",
    name="标题与内容的时间矛盾",
    severity="warning",
    message=_message,
    checks="上半年的报告里以“下半年……总结”为题、内容却是计划的章节。",
    why="标题由另一章节复制而来，忘记修改。",
    bad="二、下半年工作总结：下半年，我局将继续……",
    good="二、下半年工作计划：下半年，我局将继续……",
)
