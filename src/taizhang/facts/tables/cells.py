"""The text of a cell -> what it is: a figure, nothing, a time, or words.

`figure_in` reads a cell that is one figure (125.6, -3.2%, 增长6.5%, 约300户, 第2位, ××万元); `is_empty`, `is_time` and
`is_year` tell the others apart. `grid` asks about every cell, `entries` takes the figures.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any, NamedTuple

from taizhang.facts import periods, units
from taizhang.facts.numerals import ARABIC, CHINESE
from taizhang.facts.quantities import measure
from taizhang.wordlists import Expression, alternatives, load

__all__ = ["Number", "figure_in", "is_empty", "is_time", "is_year", "unit_of", "units_of"]

TABLES: dict[str, Any] = load("facts", "tables.toml")
_EMPTY = frozenset(TABLES["empty"]["cells"])
_MULT = "(?:[百千]?[万亿]|万亿|[百千])"
_UNIT = rf"(?:(?:{_MULT}|十万|百万|千万|百亿|千亿)?(?:{units.ARABIC_UNIT})(?:[(（][人次户个家]+[)）])?|{_MULT})"
_PER = Expression(rf"(?:{_UNIT})[/／·每][^\d，。、；;,/／]{{1,6}}")
_WHOLE_UNIT = Expression(_UNIT)
_BASIS = "(?:同比|环比|[比较]上年(?:同期)?|[比较]年初)?"
_TARGET = rf"(?:已?完成|占|为|达到?)?(?:{alternatives(TABLES['status']['planned'])})"
_LEADS = {
    # words before the number: role, sign, modifier
    "growth": (rf"{_BASIS}(?:正?增长|上升|提高|增加|上涨|提升|增幅|增|升|涨)了?", "growth", 1, ""),
    "moved": (r"(?:同比|环比|[比较](?:上年|去年)(?:同期)?|[比较]年初)(?= ?[+＋\-－−–±▲△▼↑↓])", "growth", 1, ""),
    "fall": (rf"{_BASIS}(?:负增长|下降|降低|减少|下滑|回落|降幅|降|减|跌)了?", "growth", -1, ""),
    "about": (r"约|大约|近|≈", "", 1, "approx"),
    "over": (r"超过?|突破|不少于|不低于|至少|≥|＞|>|大于|高于|逾|不小于", "", 1, "at_least"),
    "under": (r"不超过|不高于|低于|少于|不到|不足|≤|＜|<|小于|控制在", "", 1, "at_most"),
    "done": (r"已?完成|达到?|共|已达到?|计|为", "", 1, ""),
    "share": (r"占比?", "share", 1, ""),
    "completed": (rf"{_TARGET}的?|完成率|进度|执行率", "rate", 1, ""),
}  # fmt: skip
_TAILS = {
    "以上": "at_least",
    "及以上": "at_least",
    "以内": "at_most",
    "以下": "at_most",
    "左右": "approx",
    "内": "at_most",
}
_LEAD = "|".join(f"(?P<{name}>{pattern})" for name, (pattern, *_) in _LEADS.items())
_MASK = r"[xX×＊*Ｘｘ]{1,8}(?:[.．][xX×＊*Ｘｘ]{1,4})?"
_DASH = r" ?[-－—–~～至] ?"
_NUMBER = Expression(
    rf"[\[(（〔【]?(?:(?:{_LEAD}) ?)?(?P<mark>[+＋▲△▼↑↓±] ?)?"
    rf"(?P<quote>[-－−–]? ?(?:(?P<number>{ARABIC})(?:[%％]?(?:{_DASH})(?P<high>{ARABIC}))?|(?P<mask>{_MASK}))"
    rf" ?[余多]? ?(?P<unit>{_UNIT}|(?:{_UNIT})[/／][^\d，。、；;,/／ ]{{1,6}})?[余多]?)"
    rf"[\])）〕】]? ?(?P<tail>{'|'.join(_TAILS)})?(?P<arrow>[↑↓▲▼△*＊①-⑳#]{{1,2}})?"
)
_SAYS = re.compile(r"[^\W_]|[×＊*]")
_OPEN, _CLOSE = "[(（〔【", "])）〕】"
_RANK = re.compile(
    r"(?:并列|位?列|居)?(?:全[市省县区国])?"
    r"(?P<quote>第 ?(?:\d{1,4}|[一二三四五六七八九十百]{1,6})(?:[位名])?|首位|榜首)"
)
_WORDED = Expression(rf"(?P<quote>(?:{CHINESE})(?:{units.CHINESE_UNIT})|百分之(?:{CHINESE}))")
_YEAR = re.compile(r"(?:19|20)\d{2}(?: ?年度?)?")
_HOUR = r" ?\d{1,2}(?:[:：]\d{2}|[时点](?:\d{1,2}分|半)?)"
_TIME = Expression(rf"(?:{periods.PATTERN})(?:{_HOUR})?(?:[(（][^()（）]*[)）])?")
_DATE = re.compile(r"(?:19|20)\d{2}[-./年]\d{1,2}(?:[-./月](?:\d{1,2}日?)?)?(?:[-—~至][\d年月日./-]+)?")
_LONGEST = 40


class Number(NamedTuple):
    """A figure in a cell: `start` and `end` of its quote in the cell's text. Role and sign are "" and 1 when unsaid."""

    start: int
    end: int
    value: float | int | list[float | int] | None
    decimals: int
    unit: str
    modifier: str
    role: str
    sign: int


@lru_cache(maxsize=65536)
def figure_in(text: str) -> Number | None:
    """Read a cell that is one figure, None when it is anything else.

    >>> figure_in("-3.2%"), figure_in("2024年")
    (Number(start=0, end=5, value=3.2, decimals=1, unit='%', modifier='exact', role='', sign=-1), None)
    """
    if len(text) > _LONGEST:
        return None
    match = _NUMBER.compiled.fullmatch(text)
    if match is None:
        return _ranked(text) or _worded(text)
    if (is_year(text) and text[-1] in "年度") or _is_mark(match):
        return None
    if (text[0] in _OPEN) != (text[-1] in _CLOSE) and not match["unit"]:
        return None
    quote = match["quote"].strip()
    if match["number"] and len(match["number"]) > 12 and match["number"].isdecimal():
        return None  # a code
    start = match.start("quote") + match["quote"].find(quote[0])
    result = measure("arabic", quote)
    if result is None:
        return None
    lead = next((name for name in _LEADS if match[name]), None)
    _, role, sign, modifier = _LEADS[lead] if lead else ("", "", 1, "")
    negative = (
        quote[0] in "-－−–" or (match["mark"] or "")[:1] in ("▼", "↓") or (match["arrow"] or "")[:1] in ("▼", "↓")
    )
    if (match["mark"] or "")[:1] in ("▲", "△"):
        negative = True
    if match["high"]:
        modifier = "range"
    elif match["tail"]:
        modifier = _TAILS[match["tail"]]
    unit = "%" if result.unit in ("％", "﹪") else result.unit
    return Number(start, start + len(quote), result.value, result.decimals, unit,
                  modifier or result.modifier, role, -sign if negative and sign > 0 else sign)  # fmt: skip


def _is_mark(match: re.Match[str]) -> bool:
    """Tell a lone × or *, which ticks off, from a masked figure."""
    return bool(match["mask"]) and len(match["mask"]) == 1 and not match["unit"]


def _ranked(text: str) -> Number | None:
    match = _RANK.fullmatch(text)
    result = measure("rank", match["quote"]) if match else None
    if match is None or result is None:
        return None
    return Number(*match.span("quote"), result.value, 0, "位", result.modifier, "rank", 1)


def _worded(text: str) -> Number | None:
    match = _WORDED.compiled.fullmatch(text)
    if match is None:
        return None
    result = measure("percent" if "百分之" in text else "chinese", match["quote"])
    if result is None:
        return None
    return Number(*match.span("quote"), result.value, result.decimals, result.unit, result.modifier, "", 1)


@lru_cache(maxsize=16384)
def is_empty(text: str) -> bool:
    """Tell a cell that says nothing: blank, —, /, 无."""
    return not text or text in _EMPTY or _SAYS.search(text) is None


@lru_cache(maxsize=16384)
def is_year(text: str) -> bool:
    """Tell a year, with or without 年."""
    return _YEAR.fullmatch(text) is not None


@lru_cache(maxsize=16384)
def is_time(text: str) -> bool:
    """Tell a cell that is a time or a date and nothing else."""
    return any(each.fullmatch(text) is not None for each in (_YEAR, _TIME.compiled, _DATE))


@lru_cache(maxsize=4096)
def unit_of(text: str) -> str:
    """Give the unit that a text is, as written but for ± and full-width %; "" when it is none.

    >>> unit_of("万元"), unit_of("±%"), unit_of("公斤/亩"), unit_of("万元以上")
    ('万元', '%', '公斤/亩', '')
    """
    bare = re.sub(r"\s+", "", text).lstrip("±+＋-－/")
    if bare in ("%", "％", "﹪"):
        return "%"
    if _WHOLE_UNIT.compiled.fullmatch(bare) or _PER.compiled.fullmatch(bare):
        return bare
    return ""


def units_of(text: str) -> list[str]:
    """Give the units of a list (万元、%), none when anything in it is no unit."""
    if one := unit_of(text):
        return [one]
    parts = [
        unit_of(part)
        for part in re.split(r"[、，,；;和及 \u3000]+|(?<=元)[/／](?=[%％])", text.strip())
        if part.strip()
    ]
    return parts if parts and all(parts) else []
