"""The sums over all that was checked: shown files in, counts out; memory stays flat over millions of files."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from taizhang.checks.model import Checked

__all__ = ["SEVERITIES", "Summary"]

SEVERITIES = {"error": "错误", "warning": "警告", "info": "提示"}
MOST_LEFT_OUT = 100


@dataclass(slots=True)
class Summary:
    """What was found, evaluated and left out.

    `rules` counts by (rule, verdict or severity); `figures` are the facts that were looked at, `unrelated` those of
    them that are part of no relation.
    """

    files: int = 0
    failed: int = 0
    figures: int = 0
    unrelated: int = 0
    rules: Counter[tuple[str, str]] = field(default_factory=Counter)
    left_out: list[str] = field(default_factory=list)

    def add(self, checked: Checked) -> None:
        """Count a file, or what files say together."""
        self.figures += checked.figures
        self.unrelated += checked.unrelated
        self.rules.update((relation.rule, relation.verdict) for relation in checked.relations)
        self.rules.update((finding.rule, finding.severity) for finding in checked.findings)
        self.left_out += checked.left_out[: MOST_LEFT_OUT - len(self.left_out)]

    def count(self, *names: str) -> int:
        """Count relations of a verdict, or findings of a severity."""
        return sum(count for (_, name), count in self.rules.items() if name in names)

    @property
    def relations(self) -> int:
        return self.count("consistent", "inconsistent", "not_verifiable")

    @property
    def findings(self) -> int:
        return self.count(*SEVERITIES)

    @property
    def clean(self) -> bool:
        """Nothing is wrong; remarks may be there."""
        return not self.count("error", "warning")

    def line(self) -> str:
        """Say it in one line."""
        severities = "，".join(f"{name} {self.count(key)}" for key, name in SEVERITIES.items())
        return (
            f"数据 {self.figures} 个，核对关系 {self.relations} 组（相符 {self.count('consistent')}，"
            f"不符 {self.count('inconsistent')}，无法核对 {self.count('not_verifiable')}），"
            f"未参与任何核对的数据 {self.unrelated} 个，发现问题 {self.findings} 处（{severities}）"
        )
