"""What a person writes of a fact, 数值=3-5 类别=增速 or value=3-5 role=growth, -> values for `making`; and back.

The words stand in data/labels.toml.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from typing import Any

from taizhang.errors import UsageError
from taizhang.ledger.queries.query import LABELS

__all__ = ["EMPTY", "read", "told"]

EMPTY = "无"
"""Says that there is none."""
_MAY_BE_EMPTY = ("unit", "subject", "basis", "period")
_NAMES = {label: name for name, label in LABELS["attribute"].items()}
_CODES = {
    name: {label: code for code, label in LABELS[name].items() if label} for name in ("role", "status", "modifier")
} | {"sign": {label: int(code) for code, label in LABELS["sign"].items()}}
_NUMBER = r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)"
_VALUE = re.compile(rf"({_NUMBER})(?:[-~—–至]+({_NUMBER}))?")


def read(pairs: Iterable[str]) -> dict[str, Any]:
    """Read 属性=值 pairs; UsageError for what is none, is said twice, or is no number where one is needed.

    >>> read(["类别=增速", "value=1,200", "unit=无"]), read(["数值=3-5"])
    ({'role': 'growth', 'value': 1200, 'unit': ''}, {'value': [3, 5]})
    """
    values: dict[str, Any] = {}
    for pair in pairs:
        word, equals, text = unicodedata.normalize("NFKC", pair).partition("=")
        if not equals:
            raise UsageError(f"“{pair}”不是 属性=值；例如 unit=万元")
        name = _NAMES.get(word.strip(), word.strip())
        if name in values:
            raise UsageError(f"{word.strip()} 给了两次；请只留一个")
        # What is text stays as it is written, with its own forms of digits and brackets.
        values[name] = _value(name, word.strip(), text.strip(), re.split("[=＝]", pair, maxsplit=1)[1].strip())
    return values


def _value(name: str, word: str, text: str, written: str) -> Any:
    if text == EMPTY or (not text and name in _MAY_BE_EMPTY):
        return "" if name == "unit" else None
    if name == "value":
        found = _VALUE.fullmatch(text.replace(",", ""))
        if found is None:
            raise UsageError(f"{word} 不能是“{written}”；请写数字，范围写 低-高，如 3-5，遮盖的写 {EMPTY}")
        ends = [_number(end) for end in found.groups() if end is not None]
        if ends != sorted(ends):
            raise UsageError(f"{word} 不能是“{written}”；范围要先写低的，如 {ends[1]}-{ends[0]}")
        return ends[0] if len(ends) == 1 else ends
    if name == "sign" and text in LABELS["sign"]:
        return int(text)
    if name in _CODES:
        codes = _CODES[name]
        if text not in codes and text not in LABELS[name]:
            choices = "、".join(f"{code}（{label}）" if label else code for code, label in LABELS[name].items())
            raise UsageError(f"{word} 不能是“{written}”；可以是：{choices}")
        return codes.get(text, text)
    return written


def _number(text: str) -> float | int:
    return float(text) if "." in text else int(text)


def told(values: Mapping[str, Any]) -> str:
    """Give values as a person would write them.

    >>> told({"value": [3, 5], "role": "growth", "period": None})
    '数值=3-5，类别=增速，期间=无'
    """
    return "，".join(f"{LABELS['attribute'][name]}={_told(name, value)}" for name, value in values.items())


def _told(name: str, value: Any) -> str:
    if value is None or value == "":
        return EMPTY
    if isinstance(value, list):
        return "-".join(f"{end:.15g}" for end in value)
    if name == "value":
        return f"{value:.15g}"
    return (LABELS[name].get(str(value)) if name in LABELS else "") or str(value)
