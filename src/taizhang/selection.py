"""Which rules a user wants: `--select` and `--ignore` in, the codes of the rules out.

A code stands for itself, a beginning of codes for its family: `N` for all rules on figures, `T` for those on time.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Sequence

from taizhang.checks.rules import RULES
from taizhang.errors import UsageError

__all__ = ["chosen", "known"]

_BETWEEN = re.compile(r"[\s,，、;；]+")
ALWAYS = "M000"
"""A file that cannot be read is told whatever is selected: what was not read was not checked."""
NEAR = 3
_LOOKALIKES = str.maketrans("OIL", "011")


def chosen(select: Sequence[str] = (), ignore: Sequence[str] = ()) -> frozenset[str]:
    """Give the codes that are selected and not ignored; the longer of two beginnings decides, `ignore` when equal.

    UsageError names a code that is none, and the near ones.

    >>> sorted(chosen(["T", "N001"], ["T002"]))
    ['M000', 'N001', 'T001', 'T003', 'T004']
    """
    wanted, unwanted = _codes(select), _codes(ignore)
    default = -1 if wanted else 0
    return frozenset(
        code for code in RULES
        if _longest(code, wanted, 0 if code == ALWAYS else default) > _longest(code, unwanted, -1)
    )  # fmt: skip


def known(code: str) -> str:
    """Give a rule's code or a family as it is written; UsageError names the near ones."""
    name = code.strip().upper()
    if any(rule.startswith(name) for rule in RULES) and name:
        return name
    near = difflib.get_close_matches(name.translate(_LOOKALIKES), [*RULES], n=NEAR, cutoff=0.5)
    families = "、".join(dict.fromkeys(rule[0] for rule in RULES))
    hint = f"相近的有 {'、'.join(near)}" if near else f"规则分 {families} 几类"
    raise UsageError(f"没有规则 {code!r}；{hint}；全部规则见 taizhang rule")


def _codes(given: Iterable[str]) -> list[str]:
    return [known(code) for text in given for code in _BETWEEN.split(text) if code]


def _longest(code: str, beginnings: Iterable[str], default: int) -> int:
    return max((len(beginning) for beginning in beginnings if code.startswith(beginning)), default=default)
