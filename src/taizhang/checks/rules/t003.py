"""T003: a year that contradicts the report's period."""

from __future__ import annotations

from taizhang.checks.finders.dates import Dated
from taizhang.checks.rules.rule import Rule

__all__ = ["RULE"]


def _message(found: Dated) -> str:
    return f"这里写“{found.stated}”，而这份报告说的是{found.against}；年份可能沿用了旧稿。"


RULE = Rule(
    code="T003",
    name="年份与报告时期矛盾",
    severity="error",
    message=_message,
    checks="报告开头或标题所写的年份，与这份报告其他各处同一时段的年份比较；作比较用的上年同期不算。表格各栏所写的年份不查；表题只在表内没有写报告自己的年份时查。",
    why="套用上年稿子时，开头的年份最容易忘记改。",
    bad="一份2023年上半年的总结以“2022年上半年，我局……”开头。",
    good="一份2023年上半年的总结以“2023年上半年，我局……”开头。",
)
