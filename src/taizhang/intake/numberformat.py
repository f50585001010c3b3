"""Numbers as a spreadsheet shows them: a value and its number format in, the text that a person sees out.

    >>> shown(0.0913, "0.0%"), shown(46151.5, "#,##0.00"), shown(0.1 + 0.2), shown(123456, '0!.0,"万元"')
    ('9.1%', '46,151.50', '0.3', '12.3万元')
    >>> shown(45077, 'yyyy"年"m"月"d"日"'), shown(-5, '0;"减"0')
    ('2023年5月31日', '减5')

Supported is what offices use: sections, conditions, literals, thousands, percent, decimals, dates and times. Fractions,
powers of ten and what else is rare show as the general format does. `workbook` takes it next.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Context, Decimal
from functools import lru_cache
from math import isfinite
from typing import NamedTuple

from taizhang.wordlists import load

__all__ = ["builtin", "general", "shown", "shown_text"]

_TOKEN = re.compile(
    r'"(?P<literal>[^"]*)"?|[\\!](?P<escaped>.)|(?P<space>[_*].)|\[(?P<bracket>[^\]]*)\]'
    r"|(?P<general>General|G/通用格式)|(?P<power>E[+-])|(?P<noon>AM/PM|A/P|上午/下午)"
    r"|(?P<date>y+|m+|d+|h+|s+(?:\.0+)?|a{3,}|e+)|(?P<digit>[0#?])|(?P<point>\.)|(?P<comma>,)|(?P<percent>%)"
    r"|(?P<text>@)|(?P<slash>/)|(?P<end>;)|(?P<other>.)",
    re.IGNORECASE | re.DOTALL,
)
_CONDITION = re.compile(r"(<=|>=|<>|<|>|=)\s*(-?\d+(?:\.\d+)?)$")
_COMPARE = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "=": operator.eq,
    "<>": operator.ne,
}
_ELAPSED = re.compile(r"(?:h+|m+|s+)$", re.IGNORECASE)
_CURRENCY = re.compile(r"\$([^-\]]*)")
_LONGEST_FORMAT = 255
_DAYS = 2958466
"""The day after the last that a spreadsheet knows, 9999-12-31."""
_PRECISION = 11
"""Digits that the general format shows."""
_ROUNDING = Context(prec=1000, rounding=ROUND_HALF_UP)
_COLOURS = frozenset(["black", "blue", "cyan", "green", "magenta", "red", "white", "yellow", "红色"])
_DIGITS = "〇一二三四五六七八九"


class _Token(NamedTuple):
    kind: str
    text: str


class _Section(NamedTuple):
    """What a format says of some values: all, the negative ones, those that hold `condition`."""

    tokens: tuple[_Token, ...]
    condition: tuple[str, float] | None

    def has(self, *kinds: str) -> bool:
        return any(token.kind in kinds for token in self.tokens)


def builtin(number: int) -> str:
    """Give the format that a workbook names by number."""
    return str(load("intake", "number_formats.toml")["builtin"].get(str(number), "General"))


@lru_cache(65536)
def shown(value: float, code: str = "", epoch_1904: bool = False) -> str:
    """Give a number as a format shows it; `epoch_1904`: its dates are counted from 1904, not from 1900."""
    if not code or code == "General":
        return general(value)
    section, bare = _chosen(_sections(code[:_LONGEST_FORMAT]), value)
    if section is None or not isfinite(value):
        return general(value)
    if section.has("date", "noon", "elapsed"):
        return _date(section, value, epoch_1904) or general(value)
    if section.has("power", "slash"):
        return general(value)
    size = abs(value) if bare else value
    if section.has("digit"):
        return _signed(section, _number(section, size)) if bare else _number(section, size)
    return "".join(general(size) if kind in ("general", "text") else text for kind, text in section.tokens).strip()


def shown_text(text: str, code: str) -> str:
    """Give a text as a format shows it: some add a unit to it (@"万元")."""
    if "@" not in code or code == "@":
        return text
    section = next((section for section in _sections(code[:_LONGEST_FORMAT]) if section.has("text")), None)
    if section is None or section.has("digit", "date"):
        return text
    return "".join(text if kind == "text" else literal for kind, literal in section.tokens).strip()


def general(value: float) -> str:
    """Give a number without a format: whole numbers whole, others with as many digits as a cell shows.

    >>> general(12.0), general(1 / 3), general(123456789012.0), general(1e-12), general(1234567.125)
    ('12', '0.3333333333', '123456789012', '1E-12', '1234567.125')
    """
    if not isfinite(value):
        return str(value)
    if abs(value) < 1e15 and value == int(value):
        return str(int(value))
    if not 1e-9 <= abs(value) < 1e11:
        return f"{value:.6G}".replace("E-0", "E-").replace("E+0", "E+")
    decimals = max(0, _PRECISION - len(str(int(abs(value)))))
    return f"{_rounded(value, decimals):f}".rstrip("0").rstrip(".")


def _rounded(value: float, decimals: int, shift: int = 0) -> Decimal:
    """Round as a spreadsheet does: halves up, of the 15 digits that it keeps; after moving the point by `shift`."""
    return Decimal(f"{value:.15g}").scaleb(shift).quantize(Decimal(1).scaleb(-decimals), context=_ROUNDING)


@lru_cache(4096)
def _sections(code: str) -> tuple[_Section, ...]:
    sections: list[_Section] = []
    tokens: list[_Token] = []
    condition = None
    for found in _TOKEN.finditer(code):
        kind, bracket = found.lastgroup or "", found["bracket"] or ""
        if kind == "end":
            sections.append(_Section(tuple(tokens), condition))
            tokens, condition = [], None
        elif compared := _CONDITION.match(bracket):
            condition = compared[1], float(compared[2])
        elif currency := _CURRENCY.match(bracket):
            tokens.append(_Token("literal", currency[1]))
        elif _ELAPSED.match(bracket):
            tokens.append(_Token("elapsed", bracket.lower()))
        elif bracket.lower() == "dbnum1":
            tokens.append(_Token("chinese", ""))
        elif bracket.lower() in _COLOURS:
            tokens.append(_Token("colour", ""))
        elif kind == "space":
            tokens.append(_Token("literal", ""))
        elif kind != "bracket":
            tokens.append(_Token({"escaped": "literal", "other": "literal"}.get(kind, kind), found[kind]))
    return (*sections, _Section(tuple(tokens), condition))


def _chosen(sections: Sequence[_Section], value: float) -> tuple[_Section | None, bool]:
    """Give the section for a value, and whether it says by itself that the value is negative."""
    if any(section.condition for section in sections):
        for section in sections:
            if section.condition is None or _COMPARE[section.condition[0]](value, section.condition[1]):
                return section, False
        return None, False
    numeric = [section for section in sections if not section.has("text")][:3] or sections
    if value < 0 and len(numeric) > 1:
        return numeric[1], True
    return numeric[2 if value == 0 and len(numeric) > 2 else 0], False


def _signed(section: _Section, text: str) -> str:
    """Write the minus of a negative number that brackets or a colour alone show."""
    if text.startswith("(") and text.endswith(")"):
        return "-" + text[1:-1]
    return "-" + text if section.has("colour") and text[:1].isdigit() else text


def _number(section: _Section, value: float) -> str:
    tokens = section.tokens
    digits = [at for at, token in enumerate(tokens) if token.kind == "digit"]
    point = next((at for at, token in enumerate(tokens) if token.kind == "point"), len(tokens))
    whole = [at for at in digits if at < point]
    commas = [at for at, token in enumerate(tokens) if token.kind == "comma"]
    thousands = any(whole and whole[0] < at < whole[-1] for at in commas)
    scale = sum(at > digits[-1] or (bool(whole) and whole[-1] < at < point) for at in commas)
    percents = sum(token.kind == "percent" for token in tokens)
    rounded = _rounded(value, len(digits) - len(whole), 2 * percents - 3 * scale)
    before, _, after = f"{abs(rounded):f}".partition(".")
    made = _whole(tokens[:point], before, thousands) + _fraction(tokens[point:], after)
    if made.startswith("."):
        made = "0" + made
    return ("-" if rounded < 0 else "") + made.strip()


def _whole(tokens: Sequence[_Token], number: str, thousands: bool) -> str:
    """Put the digits before the point in their places, from the right; the first place takes all that is left."""
    left = list(number) if number != "0" else []
    places = sum(token.kind == "digit" for token in tokens)
    made: list[str] = []
    count = 0
    for kind, text in reversed(tokens):
        if kind == "digit":
            places -= 1
            for _ in range(max(1, len(left)) if places == 0 else 1):
                digit = left.pop() if left else "0" * (text == "0")
                if digit and thousands and count and count % 3 == 0:
                    made.append(",")
                made.append(digit)
                count += 1
        elif kind != "comma":
            made.append(text)
    return "".join(reversed(made))


def _fraction(tokens: Sequence[_Token], number: str) -> str:
    """Put the digits behind the point in their places; a # at the end takes no zero."""
    places = [text for kind, text in tokens if kind == "digit"]
    while number and places[len(number) - 1] != "0" and number.endswith("0"):
        number = number[:-1]
    left, made = list(number), ""
    for kind, text in tokens:
        if kind == "digit":
            made += left.pop(0) if left else ""
        elif kind == "point":
            made += "." if number else ""
        elif kind != "comma":
            made += text
    return made


def _date(section: _Section, value: float, epoch_1904: bool) -> str | None:
    """Give a date or time; None of what is none."""
    if not 0 <= value < _DAYS or (section.has("digit") and not section.has("date")):
        return None
    epoch = datetime(1904, 1, 1) if epoch_1904 else datetime(1899, 12, 30 if value >= 60 else 31)
    seconds = int(value * 86400 + 0.5)
    parts = list(_date_parts(section.tokens, epoch + timedelta(seconds=seconds), seconds))
    return "".join(map(_chinese, parts) if section.has("chinese") else parts).strip()


def _date_parts(tokens: Sequence[_Token], when: datetime, seconds: int) -> Iterator[str]:
    clock = [token.text[0].lower() if token.kind == "date" else "h" for token in tokens if token.kind in _CLOCK]
    at = 0
    half = any(token.kind == "noon" for token in tokens)
    for kind, text in tokens:
        if kind == "elapsed":
            yield str(seconds // {"h": 3600, "m": 60, "s": 1}[text[0]]).zfill(len(text))
        elif kind == "noon":
            yield ("上午", "下午")[when.hour >= 12] if "上" in text else ("AM", "PM")[when.hour >= 12]
        elif kind == "date":
            minutes = text[0] in "mM" and ("h" in clock[max(0, at - 1) : at] or "s" in clock[at + 1 : at + 2])
            yield _date_part("n" * len(text) if minutes else text.lower().partition(".")[0], when, half)
        elif kind not in ("chinese", "colour", "general"):
            yield text
        at += kind in _CLOCK


_CLOCK = ("date", "elapsed")


def _date_part(code: str, when: datetime, half: bool) -> str:
    words = load("intake", "number_formats.toml")["words"]
    match code[0], len(code):
        case "y", 1 | 2:
            return f"{when.year % 100:02}"
        case "y" | "e", _:
            return f"{when.year}"
        case "m", 1 | 2:
            return f"{when.month:0{len(code)}}"
        case "m", _:
            return str(words["months"][when.month - 1])
        case "d", 1 | 2:
            return f"{when.day:0{len(code)}}"
        case "d" | "a", size:
            day = str(words["weekdays"][when.weekday()])
            return day if code == "aaa" else f"周{day}" if size == 3 else f"星期{day}"
        case "h", size:
            hour = (when.hour % 12 or 12) if half else when.hour
            return f"{hour:0{min(2, size)}}"
        case unit, size:
            return f"{when.minute if unit == 'n' else when.second:0{min(2, size)}}"


def _chinese(part: str) -> str:
    """Write a part of a date in Chinese numerals: years digit by digit, the rest as it is said."""
    if not part.isdecimal():
        return part
    number = int(part)
    if number > 99:
        return "".join(_DIGITS[int(digit)] for digit in part)
    tens, ones = divmod(number, 10)
    return (_DIGITS[tens] if tens > 1 else "") + ("十" if tens else "") + (_DIGITS[ones] if ones or not tens else "")
