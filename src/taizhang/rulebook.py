"""What the rules are, for readers: `taizhang rule` prints `listing` and `pages`, docs/rules.md is `markdown`."""

from __future__ import annotations

from itertools import groupby

from taizhang.checks.rules import RULES, Rule
from taizhang.selection import known

__all__ = ["listing", "markdown", "pages"]

_SEVERITIES = {"error": "错误", "warning": "警告", "info": "提示"}


def listing() -> str:
    """Give a line for each rule, by family."""
    lines = []
    for family, rules in groupby(RULES.values(), lambda rule: rule.family):
        lines += [f"{family}", *(f"  {rule.code}  {_SEVERITIES[rule.severity]}  {rule.name}" for rule in rules), ""]
    return "\n".join([*lines, "一条规则查什么、为什么、例子：taizhang rule N001"])


def pages(code: str) -> str:
    """Give the pages of a rule, or of all rules whose codes begin so; UsageError names the near ones."""
    beginning = known(code)
    return "\n\n".join(rule.page().rstrip() for rule in RULES.values() if rule.code.startswith(beginning))


def markdown() -> str:
    """Give the documentation page of all rules."""
    lines = [
        "# 核对规则", "",
        "`taizhang check` 用这些规则核对报告里的数据。",
        "`taizhang rule N001` 显示一条，`--select`、`--ignore` 选用或略过。", "",
        "| 规则 | 级别 | 名称 |", "| --- | --- | --- |",
        *(f"| [{r.code}](#{r.code.lower()}) | {_SEVERITIES[r.severity]} | {r.name} |" for r in RULES.values()), "",
        "错误和警告使退出码为 1，提示不影响。", "",
    ]  # fmt: skip
    for family, rules in groupby(RULES.values(), lambda rule: rule.family):
        lines += [f"## {family}", ""]
        for rule in rules:
            lines += _section(rule)
    return "\n".join(lines).rstrip() + "\n"


def _section(rule: Rule) -> list[str]:
    """Give a rule's part of the page: its plain text, with the headings as bold words."""
    _, *parts = rule.page().rstrip().split("\n\n")
    lines = [f"### {rule.code}", "", f"{rule.name}（{_SEVERITIES[rule.severity]}）", ""]
    for part in parts:
        heading, *text = part.split("\n")
        lines += [f"**{heading}**", "", *(f"- {line.strip()}" if len(text) > 1 else line.strip() for line in text), ""]
    return lines
