"""N022: the bureaus' parts do not fit the county's total."""

from __future__ import annotations

from taizhang.checks.model import Pair
from taizhang.checks.rules.rule import Rule

__all__ = ["RULE"]


def _message(found: Pair) -> str:
    return f"{found.what}这里写{found.second}，{found.file}相应的数加起来是{found.first}，已超过总数；请核对。"


RULE = Rule(
    code="N022",
    name="各单位之和超过全域总数",
    severity="warning",
    message=_message,
    checks="各乡镇、街道报告的同一指标相加，与同一地方、同一时期的总数比较；相加超过总数时提示。",
    why="下级数字与上级数字口径不同或重复统计。",
    bad="全县新建公园5个；三个镇分别写3个、2个、2个。",
    good="全县新建公园7个；三个镇分别写3个、2个、2个。",
)
