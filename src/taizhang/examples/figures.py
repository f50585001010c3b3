"""How a known value is written: 46151万元, 4.62亿元, 1.2万余人次, 三家, 百分之八点五, 首位, 3-5家, XX亿元.

A `Value` of the world and the form that a template asks for go in; what stands in the text and what it says come out
as `Written`. The forms are listed in `FORMS`; templates name them after a colon: `{revenue:亿元}`.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal
from typing import NamedTuple

from taizhang.model import Modifier

__all__ = ["FORMS", "Value", "Written", "chinese", "full_width", "mask", "write"]

DIGITS = "零一二三四五六七八九"
QUANTA = tuple(Decimal(1).scaleb(-places) for places in range(7))
FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")


class Value(NamedTuple):
    """A figure of the world: a signed value, how many decimals it is stated with, its unit and role."""

    value: Decimal
    decimals: int
    unit: str
    role: str


class Written(NamedTuple):
    """A figure as it stands in the text. `factor` times what is stated is the magnitude in the world's unit."""

    text: str
    value: int | float | list[int | float]
    unit: str
    decimals: int
    factor: int = 1
    modifier: Modifier = "exact"
    shown: str = ""
    """The bare number, as a formula takes it; empty where it is not exact."""


def rounded(value: Decimal, places: int, how: str = ROUND_HALF_UP) -> Decimal:
    """Round to `places` decimals, halves away from zero."""
    return value.quantize(QUANTA[places], how)


def plain(value: Decimal) -> int | float:
    """Give a number as JSON holds it: whole ones as int."""
    return int(value) if value == value.to_integral_value() else float(value)


def number(value: Decimal, places: int, unit: str) -> str:
    """Write a magnitude; amounts lose trailing zeros, percentages keep them except in 100%."""
    text = str(rounded(value, places))
    if places and (unit[-1:] not in "%点" or text.rstrip("0") == "100."):
        text = text.rstrip("0").rstrip(".")
    return text


def chinese(value: int) -> str:
    """Write a whole number below 10,000 in Chinese.

    >>> chinese(12), chinese(20), chinese(105), chinese(2008)
    ('十二', '二十', '一百零五', '二千零八')
    """
    if value < 10:
        return DIGITS[value]
    text, gap = "", False
    for size, name in ((1000, "千"), (100, "百"), (10, "十")):
        digit, value = divmod(value, size)
        if digit:
            text += ("零" if gap else "") + DIGITS[digit] + name
            gap = False
        elif text:
            gap = True
    text += ("零" if gap and value else "") + (DIGITS[value] if value else "")
    return text.removeprefix("一") if text.startswith("一十") else text


def _standard(v: Value) -> Written:
    size = abs(v.value)
    text = number(size, v.decimals, v.unit)
    return Written(text + v.unit, plain(Decimal(text)), v.unit, len(text.partition(".")[2]), shown=text)


def _larger(unit: str, factor: int, places: int) -> Callable[[Value], Written]:
    def form(v: Value) -> Written:
        whole = unit if unit != "万" else "万" + v.unit
        text = number(abs(v.value) / factor, places, whole)
        return Written(text + whole, plain(Decimal(text)), whole, len(text.partition(".")[2]), factor, shown=text)

    return form


def _leading(how: str, inner: str = "", factor: int = 1) -> Callable[[Value], Written]:
    """Cut to the leading digits, as 1267 becomes 1200余, 近1300 or 超1200."""

    def form(v: Value) -> Written:
        size = abs(v.value) / factor
        digits = size.adjusted()
        keep = 1 if digits == 1 and factor == 1 else 2
        step = Decimal(1).scaleb(digits - keep + 1)
        cut = plain((size / step).to_integral_value(how) * step)
        unit = ("万" if factor > 1 else "") + v.unit
        head = f"{cut}万" if factor > 1 else str(cut)
        tail = v.unit if factor > 1 else unit
        places = len(str(cut).partition(".")[2])
        return Written(head + inner + tail, cut, unit, places, factor, "approx" if inner else "exact")

    return form


def _signed(v: Value) -> Written:
    written = _standard(v)
    return written._replace(text="-" + written.text) if v.value < 0 else written


def _chinese(v: Value) -> Written:
    size = int(abs(v.value))
    text = "两" if size == 2 and v.unit else chinese(size)
    return Written(text + v.unit, size, v.unit, 0, shown=str(size))


def _chinese_more(v: Value) -> Written:
    size = int(abs(v.value)) // 10 * 10
    return Written(f"{chinese(size)}余{v.unit}", size, v.unit, 0, modifier="approx")


def _percent(v: Value) -> Written:
    whole, _, part = number(abs(v.value), v.decimals, "").partition(".")
    text = chinese(int(whole)) + ("点" + "".join(DIGITS[int(d)] for d in part) if part else "")
    size = Decimal(f"{whole}.{part or 0}")
    return Written("百分之" + text, plain(size), "%", len(part), shown=number(size, len(part), ""))


def _fraction(v: Value) -> Written:
    size = int(abs(v.value))
    return Written(f"{chinese(size)}分之一", round(1 / size, 4), "分之", 4)


def _place(v: Value) -> Written:
    size = int(v.value)
    return Written("首位" if size == 1 else f"第{size}位", size, "位", 0)


def _place_chinese(v: Value) -> Written:
    size = int(v.value)
    return Written("第" + chinese(size), size, "位", 0)


def _place_long(v: Value) -> Written:
    size = int(v.value)
    return Written(f"第{chinese(size)}位", size, "位", 0)


def _top(v: Value) -> Written:
    size = int(v.value)
    return Written("前" + chinese(size), size, "位", 0, modifier="at_most")


def _span(v: Value) -> Written:
    low = int(abs(v.value))
    wide = 1 if low < 5 else 2 if low < 20 else 10 ** (len(str(low)) - 1)
    high = low + wide
    return Written(f"{low}-{high}{v.unit}", [low, high], v.unit, 0, modifier="range")


FORMS: dict[str, Callable[[Value], Written]] = {
    "": _standard,
    "亿元": _larger("亿元", 10000, 2),
    "万吨": _larger("万吨", 10000, 2),
    "万亩": _larger("万亩", 10000, 2),
    "万元": _larger("万元", 10000, 2),
    "万": _larger("万", 10000, 2),
    "余": _leading(ROUND_FLOOR, "余"),
    "万余": _leading(ROUND_FLOOR, "余", 10000),
    "多": _leading(ROUND_FLOOR, "多"),
    "下": _leading(ROUND_FLOOR),
    "上": _leading(ROUND_CEILING),
    "万下": _leading(ROUND_FLOOR, "", 10000),
    "万上": _leading(ROUND_CEILING, "", 10000),
    "整": _leading(ROUND_HALF_UP),
    "带号": _signed,
    "汉": _chinese,
    "汉余": _chinese_more,
    "百分之": _percent,
    "分之一": _fraction,
    "位": _place,
    "名": _place_chinese,
    "名位": _place_long,
    "前": _top,
    "幅": _span,
}


def write(value: Value, form: str) -> Written:
    """Write a value in one of `FORMS`."""
    return FORMS[form](value)


def mask(written: Written, sign: str) -> str:
    """Hide the number as sharing sites do: 4.62亿元 gives XX亿元, or xx.xx亿元 when `sign` is a small x."""
    bare = written.text.lstrip("0123456789.")
    if sign.isupper():
        return sign * 2 + bare
    return "".join(sign if char.isdigit() else char for char in written.text[: -len(bare) or None]) + bare


def full_width(text: str) -> str:
    """Write the digits of a quote as ０１２."""
    return text.translate(FULL_WIDTH)
