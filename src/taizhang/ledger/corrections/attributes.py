"""What a person may set of a fact, checked: every attribute of `gold/GUIDE.md`, by its name in the facts row."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, get_args

from taizhang.errors import UsageError
from taizhang.facts import units
from taizhang.facts.parse import scaled
from taizhang.facts.periods import parse_period, resolve, year_of
from taizhang.ledger.queries.query import LABELS
from taizhang.model import FactRole, Modifier, Status

__all__ = ["ATTRIBUTES", "checked", "columns"]

Values = dict[str, Any]


def checked(values: Mapping[str, Any]) -> Values:
    """Give the values as they are kept; UsageError, one line, for a name or a value that is not allowed."""
    if unknown := sorted(set(values) - set(ATTRIBUTES)):
        raise UsageError(f"没有“{unknown[0]}”这个属性；可以改的有：{'、'.join(ATTRIBUTES)}")
    return {name: _one(name, value) for name, value in values.items()}


def columns(values: Mapping[str, Any], year: int | None) -> Values:
    """Give the columns of the facts table that checked values set, base values and the days of a period among them.

    `value` and `unit` come together, as the fact has them now. `year` is what 今年 and a bare 1-5月 mean. The indicator
    is not a column; it is left out.
    """
    row: Values = {name: values[name] for name in _PLAIN if name in values}
    if "value" in values:
        factor, base_unit, _ = units.base(values["unit"])
        low, high = _ends(values["value"])
        row |= {"value": low, "high": high, "unit": values["unit"], "base_unit": base_unit, "masked": low is None}
        row["base_value"] = None if low is None else scaled(low, factor)
        row["base_high"] = None if high is None else scaled(high, factor)
        row["decimals"] = max(_decimals(low), _decimals(high))
    if "period" in values:
        dates = resolve(values["period"], year) if values["period"] else None
        row |= {"period": values["period"], "period_start": None, "period_end": None}
        row |= {"begins": dates.begins if dates else None, "ends": dates.ends if dates else None}
    return row


_PLAIN = ("modifier", "role", "sign", "status", "subject", "basis")


def _one(name: str, value: Any) -> Any:
    allowed, test = ATTRIBUTES[name]
    if not test(value):
        raise UsageError(f"{LABELS['attribute'][name]}不能是“{_shown(value)}”；可以是：{allowed}")
    return value


def _shown(value: Any) -> str:
    """Give a value in a line, a range as people write it."""
    text = "~".join(map(str, value)) if isinstance(value, list) else "" if value is None else str(value)
    return " ".join(text.split())


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < 1e18


def _is_value(value: Any) -> bool:
    if isinstance(value, list):
        return len(value) == 2 and all(map(_is_number, value)) and value[0] <= value[1]
    return value is None or _is_number(value)


def _is_text(longest: int) -> Callable[[Any], bool]:
    return lambda value: isinstance(value, str) and len(value) <= longest


def _is_unit(value: Any) -> bool:
    return _is_text(32)(value) and (not value or bool(_UNIT.fullmatch(value)))


def _is_name(value: Any) -> bool:
    return _is_text(255)(value) and bool(_NAME.fullmatch(value))


def _is_period(value: Any) -> bool:
    """Say whether a text is a time expression that reads forward; one that names a year has days in the calendar."""
    if not _is_text(128)(value) or parse_period(value) is None:
        return False
    begins, ends = resolve(value, _LEAP_YEAR)
    if begins is None and ends is None:
        return year_of(value) is None or bool(_MASK.search(value))
    return begins is None or ends is None or begins <= ends


def _or_none(test: Callable[[Any], bool]) -> Callable[[Any], bool]:
    return lambda value: value is None or test(value)


def _one_of(*choices: Any) -> tuple[str, Callable[[Any], bool]]:
    return "、".join(map(str, choices)), lambda value: not isinstance(value, bool) and value in choices


_UNIT = re.compile(r"[^\d\s+-][^\r\n\t]*")
"""A figure before the unit belongs to the value: 3 of 3亿元 would be lost."""
_NAME = re.compile(r"[^\r\n\t]*[^\W\d_][^\r\n\t]*")
"""A line with a letter at least: figures and signs alone name nothing."""
_MASK = re.compile(r"[xX×*]")
_LEAP_YEAR = 2024
"""What a period without a year is tried with: one that has every day that there may be."""

ATTRIBUTES: dict[str, tuple[str, Callable[[Any], bool]]] = {
    "value": ("数字，范围先低后高，如 3~5；遮盖的空着", _is_value),
    "unit": ("至多 32 字的单位，如 万元，不带数字；没有单位就空着", _is_unit),
    "modifier": _one_of(*get_args(Modifier)),
    "role": _one_of(*get_args(FactRole)),
    "sign": _one_of(1, -1),
    "indicator": ("至多 255 字的指标名，不能只有数字和符号", _or_none(_is_name)),
    "subject": ("至多 255 字，不能只有数字和符号；没有就空着", _or_none(_is_name)),
    "basis": ("至多 255 字，不能只有数字和符号；没有就空着", _or_none(_is_name)),
    "period": (
        "读得懂的时间说法，先起后止，如 2024年、2024年上半年、1-5月、截至2024年6月底；没有期间就空着",
        _or_none(_is_period),
    ),
    "status": _one_of(*get_args(Status)),
}
"""Attribute -> what is allowed, in words, and the test of it."""


def _ends(value: Any) -> tuple[float | int | None, float | int | None]:
    return (value[0], value[1]) if isinstance(value, list) else (value, None)


def _decimals(value: float | int | None) -> int:
    text = repr(value) if isinstance(value, float) and not value.is_integer() else ""
    return len(text.partition(".")[2]) if "e" not in text else 0
