"""N003: a rate does not follow from its figures."""

from __future__ import annotations

from taizhang.checks.rules.rule import Rule
from taizhang.checks.suspects import ratio_of_two

__all__ = ["RULE"]

RULE = Rule(
    code="N003",
    name="比率与分子分母不符",
    severity="error",
    message=ratio_of_two,
    checks="整改率、办结率、覆盖率等比率，与同一句中名称相应、单位相同的两个数之比比较；表格中与多数行所依的两列之比比较。按期办结率、满意率等另有分母的比率不报。",
    why="比率要随分子分母一起更新；手工计算也容易算错。",
    bad="排查隐患120个，完成整改103个，整改率95.8%。",
    good="排查隐患120个，完成整改103个，整改率85.8%。",
)
