"""What a rule is: a code, a severity, a message for a place, and a text from which its page is made."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from taizhang.checks.model import Severity

__all__ = ["Rule"]

FAMILIES = {"N": "数字勾稽", "T": "时间", "M": "文件"}
SEVERITIES: dict[Severity, str] = {"error": "错误", "warning": "警告", "info": "提示"}


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule. `message` makes the sentence of a finding of what a finder gave: a Candidate, Dated, Pair or text.

    `checks` and `why` are paragraphs; `bad` and `good` an example of each; all in Chinese, for users.
    """

    code: str
    name: str
    severity: Severity
    message: Callable[[Any], str]
    checks: str
    why: str
    bad: str
    good: str
    silence: str = ""

    @property
    def family(self) -> str:
        """The name of the rule's family."""
        return FAMILIES[self.code[0]]

    def page(self) -> str:
        """Give the page of the rule as plain text: `taizhang rule CODE` prints it.

        >>> from taizhang.checks.rules import RULES
        >>> RULES["N001"].page().splitlines()[0]
        'N001 分项之和与总数不符（数字勾稽，错误）'
        """
        silence = (
            self.silence or f"确认无误时，用 --ignore {self.code} 略过这条规则；只看这条规则用 --select {self.code}。"
        )
        return (
            f"{self.code} {self.name}（{self.family}，{SEVERITIES[self.severity]}）\n\n"
            f"查什么\n  {self.checks}\n\n为什么\n  {self.why}\n\n"
            f"例子\n  有问题：{self.bad}\n  没问题：{self.good}\n\n怎样略过\n  {silence}\n"
        )
