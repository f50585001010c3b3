"""Text -> the tokens that reading facts needs: quantities, time expressions, names with numbers, sentence ends.

`PATTERN` finds them in one pass over a clean text; `measure` reads a quantity's own text into value, unit and modifier.
`extractor` groups the tokens into sentences; the attributes that need context are decided there.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from taizhang.facts import periods, units
from taizhang.facts.numerals import ARABIC, CHINESE, FORMAL, KILO_IS_UNIT, arabic, between, chinese
from taizhang.wordlists import alternatives, load

__all__ = ["PATTERN", "SPAN", "Measure", "measure"]

_NAMES = load("facts", "names.toml")
_DASH = r" ?[-－—–~～至] ?|到"
_MULT = rf"(?:[百千]?[万亿]|万亿|[百千]{KILO_IS_UNIT})"
_INNER = "[余多来]"
_MORE = "(?:[余多](?![样元余年种方个重次级功数少名家]))?"
_MASK = r"(?:[xX×＊*Ｘｘ]{1,8}(?:[.．][xX×＊*Ｘｘ]{1,4})?)"
_SIGN = r"(?:(?<![\dA-Za-z%％年月日元吨亩人家户个米斤里天])[-－−])?"
_LARGE_CN = (
    "(?:[一二两三四五六七八九][十百千万亿]|[十百千])[一二三四五六七八九十百千万亿零〇两]{0,22}"
    rf"{KILO_IS_UNIT}(?:点[零〇一二三四五六七八九]{{1,9}})?"
)

_NUMBER = rf"{_SIGN}(?:\d{{1,3}}[,，]\d{{1,2}}(?=[%％])|{ARABIC})"
_RANGE_END = rf"(?:(?:{_MULT}|[%％])?(?:{_DASH})(?:{ARABIC}))"


_STEP_NUMBER = r"零?(?:\d{1,2}|[一二三四五六七八九十])"


def _steps(parts: dict[str, float]) -> str:
    """The smaller units that may follow one, in their order, at least one of them."""
    names = [name for name in parts if name not in ("", "半")]
    any_name = f"{_STEP_NUMBER}[{''.join(names)}](?![钟之])"  # 十元，5分钟; 三分之一
    return f"(?={any_name})" + "".join(f"(?:{_STEP_NUMBER}{name}(?![钟之]))?" for name in names)


def _smaller() -> str:
    """What a second unit adds to a quantity: 五角 after 元, 半 after 番; tried only where a numeral follows a unit."""
    ways = []
    for unit, parts in units.SMALLER.items():
        if any(name not in ("", "半") for name in parts):
            ways.append(f"(?<={unit}){_steps(parts)}")
        if "半" in parts:
            ways.append(f"(?<={unit})半")
        if "" in parts:
            ways.append(f"(?<={unit})[一二三四五六七八九](?![一-龥])")
    return rf"(?:(?=[\d零一二三四五六七八九十半])(?:{'|'.join(ways)}))?"


_SMALLER = _smaller()
_SMALLER_NAMED = "|".join(f"{unit}{_steps(parts)}" for unit, parts in units.SMALLER.items() if unit in units.AMBIGUOUS)
"""Units that a small Chinese numeral counts only together with the next smaller one: 六石五斗."""
_MIXED = rf"\d{{1,6}}[亿万]\d{{1,4}}[千百]?万?{_INNER}?{units.ARABIC_UNIT}"
_ARABIC = (
    rf"{_MIXED}|"
    rf"(?:{_NUMBER}{_RANGE_END}?|(?<![A-Za-z0-9])-?{_MASK}) ?{_INNER}?"
    rf"(?: ?(?:{_MULT} ?{_INNER}? ?)?{units.ARABIC_UNIT}(?:{_INNER}(?![样元余年种方个重次级功\d]))?{_SMALLER}"
    rf"|(?<![A-Za-z×＊*]){_MULT}{_INNER}?(?![a-zA-Z0-9]))"
)
_CHINESE = (
    rf"(?:{_LARGE_CN})(?:[-—至到](?:{CHINESE}))?{_INNER}?{_MULT}?{_INNER}?{units.ARABIC_UNIT}{_SMALLER}"
    rf"|[一二两三四五六七八九][一二三四五六七八九十百千万亿零〇]{{1,20}}[万亿]{_INNER}?(?=[,，。;；、)）\n])"
    rf"|(?![万亿])(?:{CHINESE})(?:[-—至](?:{CHINESE}))?{_INNER}?(?:{units.CHINESE_UNIT}{_MORE}{_SMALLER}|{_SMALLER_NAMED})"
    rf"|{FORMAL}{units.ARABIC_UNIT}"
)
_PERCENT = (
    rf"百分之(?:{CHINESE}|{ARABIC})(?:[-—至到](?:百分之)?(?:{CHINESE}|{ARABIC}))?|千分之(?:{CHINESE}|{ARABIC})"
    rf"|[一二三四五六七八九](?:点[一二三四五六七八九零]+)?个百分点"
)
_FRACTION = r"[二三四五六七八九十]+分之[一二两三四五六七八九]|(?<![\d/.年月])[1-9]\d?[/／][1-9]\d{0,2}(?![\d/.年月])"
_PLACE = rf"(?:\d{{1,4}}|[一二三四五六七八九十百]{{1,6}}|{_MASK})"
_CLOSED = r"(?=[,，。;；、!！)）\n]|$)"
_RANK = (
    rf"第 ?{_PLACE}(?:[位名]|{_CLOSED})|[首榜][位名首](?![先度批家届要次局席])|前 ?{_PLACE}(?:[位名](?!单)|{_CLOSED})"
)
_BARE = rf"(?<=[一-龥“”)）:：])(?:{ARABIC})(?=[,，。;；、)）\n]|$|[省市]级)"

_DIGITS = "0-9０-９"
_NUMERALS = "零〇一二两三四五六七八九十百千"
_FORMAL_DIGITS = "壹贰叁肆伍陆柒捌玖"
_MASKS = "xX×＊*Ｘｘ"
_KINDS = {
    # kind: (the characters that it may begin with, its expression)
    "stop": ("。；;！!？?\n", r"[。；;！!？?\n]"),
    "rank": ("第首榜前", _RANK),
    "time": (periods.FIRST, periods.PATTERN),
    "name": (
        "".join(entry["first"] for entry in _NAMES["patterns"]) + "".join({phrase[0] for phrase in _NAMES["phrases"]}),
        "|".join(f"(?=[{entry['first']}])(?:{entry['re']})" for entry in _NAMES["patterns"])
        + f"|{alternatives(_NAMES['phrases'])}",
    ),
    "fraction": (_DIGITS + _NUMERALS, _FRACTION),
    "percent": (_NUMERALS, _PERCENT),
    "arabic": (_DIGITS + _MASKS + "\\-－−", _ARABIC),
    "chinese": (_NUMERALS + _FORMAL_DIGITS, _CHINESE),
    "bare": (_DIGITS, _BARE),
}


def _compile() -> re.Pattern[str]:
    """One expression that steps over what begins no token; a character that might have begun one has no group."""
    every = "".join(first for first, _ in _KINDS.values())
    others = re.compile("".join(["[", *(first for kind, (first, _) in _KINDS.items() if kind != "time"), "]"]))
    in_words, follow = periods.IN_WORDS
    idle = f"[{''.join(sorted(char for char in in_words if not others.match(char)))}](?![{follow}])"  # 全 of 全县
    named = "|".join(f"(?P<{kind}>(?=[{first}])(?:{body}))" for kind, (first, body) in _KINDS.items())
    return re.compile(f"[^{every}]*+(?:{idle}[^{every}]*+)*+(?:{named}|[{every}]|$)")


PATTERN = _compile()


class Measure(NamedTuple):
    """What a quantity's own text says. `value` is None when masked, a list for a range."""

    value: float | int | list[float | int] | None
    decimals: int
    unit: str
    modifier: str
    masked: bool


_VAGUE = str.maketrans("", "", "余多来几 ")
SPAN = re.compile(" ?(?:[-－—–~～至]|到|——) ?")
"""What stands between the ends of a range."""
_SPLIT = re.compile(rf"([-－−]?)(?:({ARABIC})|({CHINESE}|{FORMAL})|({_MASK}))(.*)", re.DOTALL)
_RANGE = re.compile(rf"([-－−]?(?:{ARABIC}|{CHINESE})) ?[余多万亿百千%％]*(?:{_DASH}|-)({ARABIC}|{CHINESE}) ?(\D*)")
_SMALLER_PARTS = re.compile(
    rf"(.+?({'|'.join(sorted(units.SMALLER, key=len, reverse=True))}))((?:{_STEP_NUMBER}\D?){{1,2}}|半)"
)
_MIXED_PARTS = re.compile(r"(\d{1,6})([亿万])(\d{1,4})([千百]?)(万?)(\D.*)")
_RANK_VALUE = re.compile(rf"[第前]? ?(?:(\d+)|([一二三四五六七八九十百]+)|({_MASK})|[首榜])[位名首]?")


@lru_cache(maxsize=16384)
def measure(kind: str, quote: str) -> Measure | None:
    """Read the text of a token of `kind`, a group of PATTERN but stop, time and name, or "span": two quantities of one
    unit that are a range (5万元至20万元); None when it is no number."""
    if kind == "span":
        return _span(quote)
    if kind == "rank":
        return _rank(quote)
    if kind == "fraction":
        return _fraction(quote)
    unit = ""
    if kind == "percent":
        unit = "‰" if quote[0] == "千" else "个百分点" if quote.endswith("点") else "%"
        quote = quote.replace("百分之", "").removeprefix("千分之").removesuffix("个百分点")
    if mixed := _MIXED_PARTS.fullmatch(quote):
        return _mixed(mixed)
    if smaller := _SMALLER_PARTS.fullmatch(quote):
        return _with_smaller(smaller)
    match = _SPLIT.match(quote)
    if not match:
        return None
    rest = match[5]
    if any(dash in rest for dash in "-－—–~～至到") and (span := _RANGE.fullmatch(quote)):
        return _range(span, unit)
    if match[4]:
        return Measure(None, 0, unit or _unit(rest), "approx" if _is_vague(rest) else "exact", True)
    if match[3] and (ends := between(match[3])):
        return Measure(ends, 0, unit or _unit(rest), "range", False)
    numeral = arabic(match[2]) if match[2] else chinese(match[3])
    if numeral is None:
        return None
    value, decimals = numeral
    if match[3] and not unit:
        value, rest = _chinese_multiplier(match[3], value, rest)
    return Measure(value, decimals, unit or _unit(rest), "approx" if _is_vague(rest) else "exact", False)


def _mixed(match: re.Match[str]) -> Measure:
    """Read 1亿2千万元 as 12000万元 and 3万2千元 as 32000元: the last 万 belongs to the unit."""
    small = int(match[3]) * (units.MULTIPLIERS[match[4]] if match[4] else 1)
    large = 10_000 if match[5] else units.MULTIPLIERS[match[2]]
    value = int(match[1]) * large + small
    return Measure(value, 0, _unit(match[5] + match[6]), "approx" if _is_vague(match[6][:1]) else "exact", False)


_STEP = re.compile(rf"({_STEP_NUMBER})(\D?)")


def _with_smaller(match: re.Match[str]) -> Measure | None:
    """Read 六十八元五角 as 68.5 元, 四成五 as 4.5 成 and 一番半 as 1.5 番."""
    main = measure("chinese", match[1])
    if main is None or not isinstance(main.value, (int, float)):
        return None
    sizes, more = units.SMALLER[match[2]], 0.0
    if match[3] == "半":
        more = sizes["半"]
    else:
        for number, name in _STEP.findall(match[3]):
            number = number.removeprefix("零")
            digits = arabic(number) if number.isdecimal() else chinese(number)
            if name not in sizes or digits is None:
                return None
            more += digits.value * sizes[name]
    value = round(main.value + more, 6)
    return main._replace(value=value, decimals=len(f"{value:g}".partition(".")[2]))


def _is_vague(rest: str) -> bool:
    return "余" in rest or "多" in rest or "来" in rest


def _unit(rest: str) -> str:
    unit = rest.translate(_VAGUE)
    return "%" if unit in ("％", "﹪") else unit


def _chinese_multiplier(text: str, value: float | int, rest: str) -> tuple[float | int, str]:
    """Move the 万 or 亿 that ends a Chinese numeral to its unit: 三千万 + 人 is 3000 万人."""
    ending = re.search("[万亿]+$", text)
    if not ending:
        return value, rest
    value = value / units.MULTIPLIERS[ending[0]] if ending[0] in units.MULTIPLIERS else value
    return int(value) if float(value).is_integer() else value, ending[0] + rest


def _span(quote: str) -> Measure | None:
    parts = SPAN.split(quote)
    if len(parts) != 2 or not all(parts):
        return None
    low, high = (measure("arabic" if part[0].isdecimal() else "chinese", part) for part in parts)
    if low is None or high is None or low.unit != high.unit:
        return None
    if not isinstance(low.value, (int, float)) or not isinstance(high.value, (int, float)) or low.value >= high.value:
        return None
    return Measure([low.value, high.value], max(low.decimals, high.decimals), low.unit, "range", False)


def _number(text: str) -> tuple[float | int, int]:
    numeral = chinese(text) if text[0] in "零〇一二两三四五六七八九十百千万亿" else arabic(text.lstrip("-－−"))
    return numeral or (0, 0)


def _range(match: re.Match[str], unit: str) -> Measure:
    (low, low_decimals), (high, high_decimals) = _number(match[1]), _number(match[2])
    return Measure([low, high], max(low_decimals, high_decimals), unit or _unit(match[3]), "range", False)


def _rank(quote: str) -> Measure | None:
    match = _RANK_VALUE.fullmatch(quote)
    if not match:
        return None
    modifier = "at_most" if quote[0] == "前" else "exact"
    if match[3]:
        return Measure(None, 0, "位", modifier, True)
    number = int(match[1]) if match[1] else chinese(match[2]).value if match[2] and chinese(match[2]) else 1  # type: ignore[union-attr]
    return Measure(number, 0, "位", modifier, False)


def _fraction(quote: str) -> Measure | None:
    if "分之" in quote:
        below, _, above = quote.partition("分之")
        parts = chinese(above), chinese(below)
    else:
        above, below = re.split("[/／]", quote)
        parts = arabic(above), arabic(below)
    if not parts[0] or not parts[1] or not parts[1].value:
        return None
    return Measure(round(parts[0].value / parts[1].value, 4), 4, "分之", "exact", False)
