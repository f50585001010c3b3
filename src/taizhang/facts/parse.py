"""A text that is one quantity -> its value, unit and modifier, for callers outside running text."""

from __future__ import annotations

from dataclasses import dataclass

from taizhang.facts import units
from taizhang.facts.lexicon import ENDINGS, Flag, tag
from taizhang.facts.quantities import PATTERN, measure

__all__ = ["Quantity", "parse_quantity", "scaled"]

_MODIFIERS = {Flag.APPROX: "approx", Flag.AT_LEAST: "at_least", Flag.AT_MOST: "at_most"}
_KINDS = ("rank", "fraction", "percent", "arabic", "chinese")

Value = float | int | list[float | int] | None


@dataclass(frozen=True, slots=True)
class Quantity:
    """A quantity by the names of a fact: `value` in `unit` as written, `base_value` in `base_unit`; masked: None."""

    value: Value
    unit: str
    modifier: str
    base_value: Value
    base_unit: str
    decimals: int
    masked: bool


def scaled(value: Value, factor: float) -> Value:
    """Give a value in base units; 20.09 万元 are 200900 元 without the noise of binary fractions."""
    if value is None or factor == 1:
        return value
    if isinstance(value, list):
        return [number for part in value if isinstance(number := scaled(part, factor), (int, float))]
    result = round(value * factor, 6)
    return int(result) if result == result // 1 and abs(result) < 1e16 else result


def parse_quantity(text: str) -> Quantity | None:
    """Read a text that is one quantity (46151万元, 约三百多人, 百分之八点五, 5-8%, 第2位, XX亿元), else None.

    >>> quantity = parse_quantity("超过1.2亿元")
    >>> quantity.value, quantity.unit, quantity.modifier, quantity.base_value, quantity.base_unit
    (1.2, '亿元', 'at_least', 120000000, '元')
    """
    text = text.strip()
    start, modifier = 0, ""
    for low, high, flags, _ in tag(text, 0, len(text)):
        names = [name for flag, name in _MODIFIERS.items() if flags & flag]
        if low != start or not names:
            break
        start, modifier = high, modifier or names[0]
    match = next((m for m in PATTERN.finditer(text, start) if m.lastgroup), None)
    if match is None or match.lastgroup not in _KINDS or match.start(match.lastgroup) != start:
        return None
    quote = match[match.lastgroup]
    result = measure(match.lastgroup, quote)
    end = start + len(quote)
    ending = ENDINGS.pattern.match(text, end)
    if result is None or (ending.end() if ending else end) != len(text):
        return None
    if result.modifier != "range":
        modifier = ENDINGS.modifiers[ending[0]] if ending else modifier or result.modifier
    else:
        modifier = "range"
    factor, base_unit, _ = units.base(result.unit)
    value = result.value
    if quote[0] in "-－−" and isinstance(value, (int, float)):
        value = -value
    return Quantity(value, result.unit, modifier, scaled(value, factor), base_unit, result.decimals, result.masked)
