"""Numerals as written -> numbers: Arabic, full-width, spaced, Chinese, and how exactly they were stated.

Takes the text of a numeral without its unit; `quantities` finds the numerals and takes the results.
"""

from __future__ import annotations

import re
from typing import NamedTuple

__all__ = ["ARABIC", "CHINESE", "FORMAL", "KILO_IS_UNIT", "Numeral", "arabic", "between", "chinese", "parse_number"]

ARABIC = r"\d{1,3}(?:[,，]\d{3}){1,5}(?:[.．]\d{1,9})?(?!\d)|\d{1,15}(?: \d{1,15}){0,9}(?: ?[.．] ?\d{1,15})?"
"""An Arabic numeral, half or full width: thousands by comma, digits that a converter spread with spaces."""

KILO_IS_UNIT = "(?<!千(?=[瓦克]))"
"""Behind a numeral: its last 千 is not that of 千瓦 or 千克."""
CHINESE = rf"[零〇一二两三四五六七八九十百千万亿]{{1,23}}{KILO_IS_UNIT}(?:点[零〇一二三四五六七八九]{{1,9}})?"
"""A Chinese numeral, with its tens of thousands."""

_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2, "○": 0}
_STEPS = {"十": 10, "百": 100, "千": 1000}
_LARGE = {"万": 10_000, "亿": 100_000_000}
_FORMAL = str.maketrans("壹贰叁肆伍陆柒捌玖拾佰仟", "一二三四五六七八九十百千")
FORMAL = "[壹贰叁肆伍陆柒捌玖][拾佰仟万亿](?:[零壹贰叁肆伍陆柒捌玖拾佰仟万亿]{1,20})?"
"""A numeral of cheques and contracts; one that has no step (伍, 陆) is a name more often."""
_NEARBY = re.compile("(十?)([一二三四五六七八九])([二三四五六七八九])([十百千万亿]*)")
_FRACTION = re.compile(f"({CHINESE})分之({CHINESE})")
_COMMAS = (",", "，")
_SIGNED = re.compile(rf"([-－−负]?) *(?:({ARABIC})|({CHINESE})) *((?:[百千万亿])*)[余多来几]?((?:[百千万亿])*)")
_ARABIC_FRACTION = re.compile(r"(\d+)[/／](\d+)")


class Numeral(NamedTuple):
    """A number and the count of decimals that were written."""

    value: float | int
    decimals: int


def arabic(text: str) -> Numeral:
    """Read an Arabic numeral.

    >>> arabic("4,615.10"), arabic("４６"), arabic("1 2 . 5")
    (Numeral(value=4615.1, decimals=2), Numeral(value=46, decimals=0), Numeral(value=12.5, decimals=1))
    """
    if text[-3:-2] in _COMMAS or text[-2:-1] in _COMMAS:
        text = text.replace(",", ".").replace("，", ".")  # a scan's 92,7%
    whole, dot, part = text.replace("．", ".").partition(".")
    if not dot:
        if not whole.isdecimal():
            whole = whole.replace(",", "").replace("，", "").replace(" ", "")
        return Numeral(int(whole) if len(whole) < 400 else float("inf"), 0)
    digits = whole.replace(",", "").replace("，", "").replace(" ", "")
    part = part.strip()
    return Numeral(float(f"{digits}.{part}"), len(part))


def chinese(text: str) -> Numeral | None:
    """Read a Chinese numeral; None when its signs make no number.

    >>> chinese("三亿零四百七十五万"), chinese("八点五"), chinese("二〇二三"), chinese("百千")
    (Numeral(value=304750000, decimals=0), Numeral(value=8.5, decimals=1), Numeral(value=2023, decimals=0), None)
    """
    whole, _, part = text.translate(_FORMAL).partition("点")
    total = _chinese_whole(whole)
    if total is None:
        return None
    if not part:
        return Numeral(total, 0)
    return Numeral(float(f"{total}." + "".join(str(_DIGITS[c]) for c in part)), len(part))


def _chinese_whole(text: str) -> int | None:
    if len(text) > 1 and all(c in _DIGITS for c in text):
        return int("".join(str(_DIGITS[c]) for c in text))
    total = section = 0
    digit: int | None = None
    last_step = 100_000_000_000_000
    for char in text:
        if char in _DIGITS:
            if digit:
                return None
            digit = _DIGITS[char]
        elif char in _STEPS:
            step = _STEPS[char]
            if step >= last_step:
                return None
            section += (1 if digit is None else digit) * step
            digit, last_step = None, step
        else:
            section += digit or 0
            if not section and not total:
                return None
            large = _LARGE[char]
            total, section = (
                ((total + section) * large, 0) if large > 10_000 or total < large else (total + section * large, 0)
            )
            digit, last_step = None, 100_000_000_000_000
    if digit and text[-2:-1] in _STEPS and len(text) > 2 and last_step > 10 and text[-2] != "十":
        digit *= last_step // 10  # 三百五 is 350
    elif digit and len(text) > 2 and text[-2] in _LARGE:
        digit *= _LARGE[text[-2]] // 10  # 一万二 is 12,000
    return total + section + (digit or 0)


def between(text: str) -> list[float | int] | None:
    """Read two digits side by side that leave the number open: 五六 is [5, 6], 十七八 [17, 18], 三五百 [300, 500]."""
    match = _NEARBY.fullmatch(text)
    if not match or (_DIGITS[match[3]] - _DIGITS[match[2]] != 1 and match[2] + match[3] != "三五"):
        return None
    ends = [chinese(match[1] + digit + match[4]) for digit in (match[2], match[3])]
    return [end.value for end in ends if end]


def parse_number(text: str) -> float | int | list[float | int] | None:
    """Read a text that is one number, or None: 46151, ４６, 1.2万, 三亿零五万, 三百多, 百分之八, 三分之一, 1/3, -84.

    Multipliers count (1.2万 is 12000); per cent is in hundredths as in facts (百分之八 and 8% are 8); fractions have
    four decimals; 五六 and 三四十 are ranges: [5, 6], [30, 40].
    """
    text = text.strip().removesuffix("%").removesuffix("％").translate(_FORMAL)
    if text.startswith("百分之"):
        return parse_number(text[3:])
    if match := _FRACTION.fullmatch(text):
        below, above = chinese(match[1]), chinese(match[2])
        return round(above.value / below.value, 4) if above and below and below.value else None
    if match := _ARABIC_FRACTION.fullmatch(text):
        return round(int(match[1]) / int(match[2]), 4) if int(match[2]) else None
    if open_number := between(text):
        return open_number
    match = _SIGNED.fullmatch(text)
    if not match:
        return None
    numeral = arabic(match[2]) if match[2] else chinese(match[3])
    if numeral is None:
        return None
    value = numeral.value
    for char in match[4] + match[5]:
        value *= _STEPS.get(char) or _LARGE[char]
    if isinstance(value, float):
        value = round(value, 6)
        value = int(value) if value.is_integer() and (match[4] or match[5] or not numeral.decimals) else value
    return -value if match[1] else value
