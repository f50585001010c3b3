"""The rules, one file each; `RULES` holds them by their code.

To add one, write `rules/<code>.py` with a `RULE` and put its code into `_CODES`; a finder names the code.
"""

from __future__ import annotations

from importlib import import_module

from taizhang.checks.rules.rule import Rule

__all__ = ["RULES", "Rule"]

_CODES = (
    "M000",
    *(f"N{number:03}" for number in range(1, 14)),
    "N021", "N022", "N023",
    *(f"T{number:03}" for number in range(1, 5)),
)  # fmt: skip

RULES: dict[str, Rule] = {code: import_module(f"taizhang.checks.rules.{code.lower()}").RULE for code in _CODES}
"""Every rule by its code, in order."""
