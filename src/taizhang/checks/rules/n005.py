"""N005: a share does not follow from part and whole."""

from __future__ import annotations

from taizhang.checks.rules.rule import Rule
from taizhang.checks.suspects import ratio_of_two

__all__ = ["RULE"]

RULE = Rule(
    code="N005",
    name="占比与部分、总体不符",
    severity="error",
    message=ratio_of_two,
    checks="“占……的X%”“占比X%”，与部分和它所说的总体之比比较；总体须是文中写明的那个数。",
    why="占比要随总体和部分一起更新。",
    bad="支出62400万元，其中民生支出49920万元，占支出88.0%。",
    good="支出62400万元，其中民生支出49920万元，占支出80.0%。",
)
