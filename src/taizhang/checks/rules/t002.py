"""T002: a range of dates that runs backwards."""

from __future__ import annotations

from taizhang.checks.finders.dates import Dated
from taizhang.checks.rules.rule import Rule

__all__ = ["RULE"]


def _message(found: Dated) -> str:
    return f"“{found.stated}”的结束早于开始；请核对起止时间。"


RULE = Rule(
    code="T002",
    name="起止时间颠倒",
    severity="error",
    message=_message,
    checks="“从某日到某日”的结束早于开始。没有写年份的跨年月份（11月至次年3月）不报。",
    why="多为年份未更新。",
    bad="2023年5月至2022年8月开展整治。",
    good="2022年5月至2022年8月开展整治。",
)
