"""M000: a file cannot be read."""

from __future__ import annotations

from taizhang.checks.rules.rule import Rule

__all__ = ["RULE"]


def _message(problem: str) -> str:
    return f"读不了这个文件：{problem}。"


RULE = Rule(
    code="M000",
    name="文件读不了",
    severity="error",
    message=_message,
    checks="给出的文件或文件夹里，不能读出文字的文件；其余文件照常检查。",
    why="没有读的文件等于没有检查，应当知道。",
    bad="报告.docx 是加密的。",
    good="另存为未加密的文件再检查。",
    silence="把该文件移出要检查的文件夹，或用 --ignore M000。",
)
