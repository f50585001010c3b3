"""N011: a rank is beyond the number ranked."""

from __future__ import annotations

from taizhang.checks.judge import Candidate
from taizhang.checks.rules.rule import Rule

__all__ = ["RULE"]


def _message(found: Candidate) -> str:
    return f"参加排名的只有{found.inputs[0].fact.quote}，却排{found.stated.fact.quote}；请核对名次或参评个数。"


RULE = Rule(
    code="N011",
    name="名次超出参评个数",
    severity="error",
    message=_message,
    checks="“在全市12个县区中排名第X位”，名次不应大于参评的个数。",
    why="名次或个数录入错误。",
    bad="在全市12个县区中排名第15位。",
    good="在全市12个县区中排名第5位。",
)
