"""Taizhang reads Chinese local-government work reports into facts with a source.

    >>> import taizhang
    >>> reading = taizhang.read_text("上半年，全县完成固定资产投资12.5亿元，同比增长9.1%。")
    >>> [(fact.indicator, fact.quote) for fact in reading.facts]
    [('固定资产投资', '12.5亿元'), ('固定资产投资', '9.1%')]

Importing is cheap: each name is loaded when it is first used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from taizhang.checking import check_path as check
    from taizhang.facts import parse_number, parse_period, parse_quantity
    from taizhang.places import locate
    from taizhang.reader import read, read_text

__all__ = ["check", "locate", "parse_number", "parse_period", "parse_quantity", "read", "read_text"]

_HOMES = {
    "check": "taizhang.checking:check_path",
    "locate": "taizhang.places",
    "parse_number": "taizhang.facts",
    "parse_period": "taizhang.facts",
    "parse_quantity": "taizhang.facts",
    "read": "taizhang.reader",
    "read_text": "taizhang.reader",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'taizhang' has no attribute {name!r}")
    home, _, own = _HOMES[name].partition(":")
    value = globals()[name] = getattr(import_module(home), own or name)
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
