"""T001: a date that does not exist."""

from __future__ import annotations

from taizhang.checks.finders.dates import Dated
from taizhang.checks.rules.rule import Rule

__all__ = ["RULE"]


def _message(found: Dated) -> str:
    return f"“{found.stated}”这个日期不存在；请核对月份和日期。"


RULE = Rule(
    code="T001",
    name="日期不存在",
    severity="error",
    message=_message,
    checks="月份大于12、日期超出当月天数（2月30日、6月31日）。",
    why="多为录入错误，也可能是数字错位。",
    bad="截至2月30日，完成排查。",
    good="截至2月28日，完成排查。",
)
