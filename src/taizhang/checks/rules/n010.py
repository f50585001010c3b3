"""N010: a part is more than its whole."""

from __future__ import annotations

from taizhang.checks.judge import Candidate
from taizhang.checks.rules.rule import Rule
from taizhang.checks.suspects import named

__all__ = ["RULE"]


def _message(found: Candidate) -> str:
    return f"{named(found.stated)}超过100%，部分不会大于总体；请核对数字或指标名称。"


RULE = Rule(
    code="N010",
    name="比率超过100%",
    severity="error",
    message=_message,
    checks="合格率、覆盖率、占比等部分与总体之比不应超过100%。完成率、增长率可以超过，不查。",
    why="多为小数点或数字录入错误。",
    bad="产品抽检合格率达到198.5%。",
    good="产品抽检合格率达到98.5%。",
)
