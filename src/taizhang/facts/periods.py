"""Time expressions -> the days they stand for.

`PATTERN` finds an expression in running text (`scan` applies it together with the quantities); `resolve` turns one
into dates, given the year that the report speaks of. Which expression governs a fact is decided in `timeline`.
"""

from __future__ import annotations

import calendar
import re
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from taizhang.facts.numerals import chinese
from taizhang.wordlists import Expression, alternatives, load

__all__ = ["OWN_CLAUSE", "PATTERN", "PERIODS", "WORDS", "Dates", "parse_period", "resolve", "same_part", "year_of"]

PERIODS = _DATA = load("facts", "periods.toml")
"""The knowledge of `data/periods.toml`."""
_YEARS: dict[str, int] = _DATA["years"]
_HALVES: dict[str, list[int]] = _DATA["months_of_half"]
WORDS = frozenset([*_DATA["words"], *_YEARS, *_HALVES])
"""Time words without figures."""
OWN_CLAUSE = frozenset(_DATA["own_clause"])

_DASH = r"(?: ?[-－—–―~～至到] ?|——)"
_NUMBER = r"(?:19|20)\d{2}|(?:１９|２０)\d{2}|[一二][九〇零○][〇零○一二三四五六七八九]{2}|[xX×*]{4}(?=年)"
_GUARDS: dict[str, str] = _DATA["not_before"]
_RELATIVE = alternatives(_YEARS, _GUARDS)
_YEAR = rf"(?:(?:{_NUMBER}) ?年度?|{_RELATIVE})"
_CN_MONTH = "(?:十[一二]?|[一二三四五六七八九])"
_MONTH = r"(?:1[0-2]|0?[1-9]|１[０-２]|[１-９]|[xX*]{1,2})"
_EDGE = "(?:[上中下]旬|底|末|初|中)"
_CN_DAY = "(?:[一二三]?十[一二三四五六七八九]?|[一二三四五六七八九])[日号]"
_DAY = r"(?:[12]\d|3[01]|0?[1-9]|[xX*]{1,2}) ?[日号]"
_MONTHS = (
    rf"(?:{_MONTH} ?月?(?:份)?(?:{_DAY})?{_DASH}{_MONTH} ?月(?! ?前)(?:份)?(?:{_DAY}|底)?"
    rf"|{_MONTH} ?月(?:份)?(?:(?:\d{{1,2}}{_DASH})?{_DAY}(?:{_DASH}{_DAY})?|{_EDGE})?(?:当月)?"
    rf"|{_CN_MONTH}月?{_DASH}{_CN_MONTH}月份?"
    rf"|{_CN_MONTH}月(?:{_CN_DAY}|份|{_EDGE}|(?=[，,、以起召举至到]|$)))"
)
_QUARTER = (
    rf"(?:第?[一二三四1-4](?:{_DASH}[二三四2-4])?季度|[前头][一二三]个?季度|[一二三四]季度末"
    rf"|[前头](?:[一二两三四五六七八九十]{{1,2}}|\d{{1,2}})个月)"
)
_PART = rf"(?:{alternatives(_HALVES)}|{_QUARTER}|{_MONTHS})"
_TAIL = "(?:底前|末前|以前|之前|前(?!三)|以来|来|期间|左右|底|末|初|中期|起(?!数|点|伏|步))?"
_COUNT = r"(?:[一二两三四五六七八九十]{1,2}|\d{1,2})年"
_AHEAD = ("今后", "未来")
_SPAN = (
    rf"(?:(?:[过近这]去?|(?<!提)前|{'|'.join(_AHEAD)}){_COUNT}(?:多来|间|内|来|里)?"
    rf"|{_COUNT}(?:多?来|间|(?=累计|共计|平均|总共))|(?<=[比较]){_COUNT}前)"
)
_PLAN = (
    "(?:“?(?:[一二三四五六七八九]|十[一二三四五六]?)五”?(?:规划|计划)?|第(?:[一二三四五六七八九]|十[一二三四五六]?)个五年(?:计划|规划))"
    "(?:期间|时期|以来|期末|末)"
)
_WORDS = alternatives(_DATA["words"], _GUARDS)

_TO_YEAR = rf"{_MONTH} ?月份?(?:{_DAY})?{_DASH}(?:{_NUMBER}) ?年{_MONTH} ?月份?(?:{_DAY}|底|末)?"
_SAME: str = _DATA["same_part"]
_AFTER_YEAR = (
    rf"(?:{_TO_YEAR}|{_SAME}|{alternatives(_DATA['seasons'])}"
    rf"|{_DASH}(?:{_YEAR}|{_MONTHS})(?:上半年|下半年)?|的?(?:{_PART}|{_CN_MONTH}月(?!月)){_TAIL}|{_TAIL})"
)
_AFTER_MONTH = "(?:底前|末前|以前|之前|前(?!三)|以来|期间|左右|底|末)?"
_YEARS_ALONE = rf"(?:{_NUMBER}){_DASH}(?:{_NUMBER}) ?年度?"
_PARTS_ALONE = rf"(?:{alternatives(_HALVES)}|{_QUARTER})(?:以来|末|底|内)?"
_AS_OF = r"(?:截至到?|截止到?|(?<![达提增升降减得加少高低展大小长跌落涨缩延推])到)"
_DOTTED = r"(?:19|20)\d{2}[-./](?:1[0-2]|0?[1-9])[-./](?:3[01]|[12]\d|0?[1-9])(?!\d)"
_FIGURES = "0-9０-９xX×*"
_NUMERALS = "一二两三四五六七八九十"
_BRANCHES = [
    # what an expression may begin with, and how it goes on
    (
        _FIGURES,
        rf"(?=[{_FIGURES}]{{1,4}}[ 年月季日号前\-－—–―~～至到./])"
        rf"(?:{_DOTTED}|{_YEAR}{_AFTER_YEAR}|{_YEARS_ALONE}|{_QUARTER}|{_MONTHS}{_AFTER_MONTH}|{_SPAN})",
    ),
    (_NUMERALS, rf"{_YEAR}{_AFTER_YEAR}|{_PARTS_ALONE}|{_MONTHS}{_AFTER_MONTH}|{_PLAN}|{_SPAN}"),
    ("“", _PLAN),
    ("截到", rf"{_WORDS}|{_AS_OF}(?:{_DOTTED}|{_YEAR}{_AFTER_YEAR}|{_MONTHS}{_AFTER_MONTH}|{_PARTS_ALONE})"),
    ("第前头上下", rf"{_PLAN}|{_YEAR}{_AFTER_YEAR}|{_PARTS_ALONE}|{_SPAN}|{_WORDS}"),
    ("".join(sorted({word[0] for word in _YEARS} - set("上前"))), rf"{_WORDS}|{_YEAR}{_AFTER_YEAR}|{_SPAN}"),
    ("近过这未", rf"{_WORDS}|{_SPAN}"),
    ("".join(sorted({word[0] for word in _DATA["words"]})), _WORDS),
]
FIRST = "".join(first for first, _ in _BRANCHES)
"""The characters that an expression may begin with, for a character class."""
_LISTED = [*_DATA["words"], *_YEARS, *_AHEAD]
_ALSO_ELSE = {*_FIGURES, *_NUMERALS, *"“截到第前头上下近过这", *(word for word in _LISTED if len(word) == 1)}
_WORDS_ALONE = [word for word in _LISTED if word[0] not in _ALSO_ELSE]
IN_WORDS = frozenset(word[0] for word in _WORDS_ALONE), "".join(sorted({word[1] for word in _WORDS_ALONE}))
"""Those of them that begin listed words alone, and the characters of which one must follow: 全 and 目, 年 and 前."""
PATTERN = "(?:" + "|".join(f"(?=[{first}])(?:{body})" for first, body in _BRANCHES) + ")"
"""A time expression; no groups."""

_PARSE = re.compile(
    rf"(?P<asof>截至到?|截止到?|到)?(?P<year>(?:{_NUMBER})(?= ?年|{_DASH}(?:{_NUMBER}))|{alternatives(_YEARS)})?"
    rf" ?年?度?的?(?:{_DASH}(?P<year2>{_NUMBER}) ?年?度?(?=$|[底末]))?"
    rf"(?P<half>{alternatives(_HALVES)})?"
    rf"(?:第?(?P<q1>[一二三四1-4])(?:{_DASH}(?P<q2>[二三四2-4]))?季度|[前头](?P<upto>[一二三])个?季度)?"
    rf"(?:[前头](?P<months>[一二两三四五六七八九十]{{1,2}}|\d{{1,2}})个月)?"
    rf"(?:(?P<m1>{_MONTH}|{_CN_MONTH})(?: ?月(?:份)?"
    rf"(?:(?P<d1>\d{{1,2}}|[一二三]?十?[一二三四五六七八九]?) ?(?:[日号]|(?={_DASH}\d{{1,2}} ?[日号])))?)?"
    rf"(?:{_DASH}(?:(?P<m2>{_MONTH}|{_CN_MONTH}) ?月(?:份)?)?(?:(?P<d2>\d{{1,2}}) ?[日号])?)?)?"
    rf"(?P<edge>[上中下]旬|底|末|初|中)?(?:当月)?(?P<tail>以来|来|前|以前|之前|期间|左右|起|内)?"
)
_FIVE_YEARS = re.compile("(?:“|第)?([一二三四五六七八九十]+)(?:五|个五年)”?(?=规划|计划|期间|时期|以来|期末|末)")
_ACROSS = re.compile(rf"((?:截至)?(?:{_NUMBER}) ?年.*?月.*?){_DASH}((?:{_NUMBER}) ?年.*月.*)")
_POINTED = re.compile(r"(\d{4})[-./](\d{1,2})[-./](\d{1,2})")
_CN = {c: i for i, c in enumerate("零一二三四")}


class Dates(NamedTuple):
    """First and last day; `begins` is None for as-of expressions."""

    begins: date | None
    ends: date | None


def year_of(text: str) -> int | None:
    """Give the first year that `text` names in figures: 2023 of 2023年1-5月."""
    match = re.search(_NUMBER, text)
    return _year(match[0]) if match else None


def _year(text: str) -> int | None:
    if text[0] in "一二":
        number = chinese(text.replace("○", "〇"))
        return int(number.value) if number else None
    return int(text) if text.isdecimal() else None


def _month(text: str) -> int | None:
    if text.isdecimal():
        return int(text)
    number = chinese(text)
    return int(number.value) if number else None


@lru_cache(maxsize=8192)
def resolve(text: str, year: int | None, today: date | None = None) -> Dates:
    """Give the days of a time expression; `year` is what 今年 and a bare 1-5月 mean, `today` what 目前 means.

    >>> resolve("2023年1-5月", None)
    Dates(begins=datetime.date(2023, 1, 1), ends=datetime.date(2023, 5, 31))
    >>> resolve("截至6月底", 2023)
    Dates(begins=None, ends=datetime.date(2023, 6, 30))
    """
    if "目前" in text or text in ("迄今", "至今", "迄今为止", "当前", "截至当前", "截至现在"):
        return Dates(None, today)
    if across := _ACROSS.fullmatch(text):
        return Dates(resolve(across[1], year).begins, resolve(across[2], year).ends)
    text = _POINTED.sub(r"\1年\2月\3日", text)
    if len(text) > 2:
        text = text.removesuffix("全年")
    match = _PARSE.fullmatch(text)
    if not match or not match[0]:
        return _word(text, year, today)
    named = match["year"]
    if named in _YEARS:
        year = year + _YEARS[named] if year is not None else None
    elif named:
        year = _year(named)
    if year is None or not 1 <= year <= 9998:
        return Dates(None, None)
    return _days(match, year, today)


def same_part(text: str, held: str | None, year: int | None) -> Dates | None:
    """Give the days of 去年同期 beside a figure whose own period is `held`; None when `text` is no such expression."""
    if not text.endswith(_SAME):
        return None
    begins, ends = resolve(held, year) if held else Dates(None, None)
    named = resolve(text.removesuffix(_SAME), year).ends
    if ends is None or named is None:
        return Dates(None, None)
    away = named.year - ends.year
    return Dates(_moved(begins, away), _moved(ends, away))


def _moved(day: date | None, years: int) -> date | None:
    """The same day of another year; the end of February stays its end."""
    if day is None:
        return None
    last = calendar.monthrange(day.year, day.month)[1]
    longest = calendar.monthrange(day.year + years, day.month)[1]
    return day.replace(year=day.year + years, day=longest if day.day == last else min(day.day, longest))


def _five_years(name: str, tail: str, today: date | None) -> Dates:
    number = chinese(name)
    if not number:
        return Dates(None, None)
    first = {1: 1953, 2: 1958, 3: 1966, 4: 1971, 5: 1976}.get(int(number.value), 1951 + 5 * int(number.value))
    begins, ends = date(first, 1, 1), date(first + 4, 12, 31)
    if tail.endswith("末"):
        return Dates(None, ends)
    return Dates(begins, today if tail.endswith("以来") else ends)


def _word(text: str, year: int | None, today: date | None) -> Dates:
    if plan := _FIVE_YEARS.match(text):
        return _five_years(plan[1], text, today)
    if year is None:
        return Dates(None, None)
    if text == "全年":
        return Dates(date(year, 1, 1), date(year, 12, 31))
    if text.endswith("以来") and text[:2] in ("今年", "年初", "本年", "开年"):
        return Dates(date(year, 1, 1), today)
    if text in ("年底", "年末", "年内", "年底前"):
        return Dates(None, date(year, 12, 31))
    if text == "年初":
        return Dates(date(year, 1, 1), None)
    return Dates(None, None)


def _days(match: re.Match[str], year: int, today: date | None) -> Dates:
    first, last, last_year = 1, 12, year
    if match["year2"]:
        last_year = _year(match["year2"]) or year
    if match["half"]:
        first, last = _HALVES[match["half"]]
    elif match["months"]:
        last = min(12, _month(match["months"]) or 12)
    elif match["upto"]:
        last = 3 * _CN[match["upto"]]
    elif match["q1"]:
        quarters = [int(q) if q.isdecimal() else _CN[q] for q in (match["q1"], match["q2"] or match["q1"])]
        first, last = 3 * quarters[0] - 2, 3 * quarters[1]
    elif match["m1"]:
        months = (_month(match["m1"]), _month(match["m2"] or match["m1"]))
        if not months[0] or not months[1] or not 1 <= months[0] <= 12 or not 1 <= months[1] <= 12:
            return Dates(None, None)
        first, last = months[0], months[1]
        last_year += last < first
    days = [_month(match[k]) if match[k] else None for k in ("d1", "d2")]
    try:
        begins = date(year, first, days[0] or 1)
        month_end = calendar.monthrange(last_year, last)[1]
        ends = date(last_year, last, days[1] or (days[0] if days[0] and not match["m2"] else month_end))
    except ValueError:
        return Dates(None, None)
    return _edges(match, begins, ends, today)


def _edges(match: re.Match[str], begins: date, ends: date, today: date | None) -> Dates:
    edge, tail = match["edge"], match["tail"]
    monthly = match["m1"] is not None
    if edge in ("上旬", "中旬", "下旬") and monthly:
        low, high = {"上旬": (1, 10), "中旬": (11, 20), "下旬": (21, ends.day)}[edge]
        begins, ends = begins.replace(day=low), ends.replace(day=high)
    if tail in ("以来", "来", "起"):
        return Dates(begins, today)
    if match["asof"] or edge in ("底", "末") or tail in ("前", "以前", "之前"):
        return Dates(None, ends)
    if edge == "初":
        return Dates(begins, None)
    return Dates(begins, ends)


_WHOLE = Expression(PATTERN)
_NEAR: dict[str, tuple[int, int]] = _DATA["near"]


def _near(size: int, away: int, today: date) -> Dates:
    """Give a stretch of `size` months that lies `away` such stretches from the one that holds `today`."""
    first = today.year * 12 + (today.month - 1) // size * size + away * size
    last = first + size - 1
    begins, ends = date(first // 12, first % 12 + 1, 1), date(last // 12, last % 12 + 1, 1)
    return Dates(begins, ends.replace(day=calendar.monthrange(ends.year, ends.month)[1]))


def parse_period(text: str, today: date | None = None) -> Dates | None:
    """Read a text that is one time expression; relative words (今年, 上半年, 目前) count from `today`.

    Gives `.begins` and `.ends` (dates or None), or None when the text is no time expression.

    >>> parse_period("今年上半年", today=date(2025, 9, 1)).ends
    datetime.date(2025, 6, 30)
    """
    text = text.strip()
    today = today or date.today()
    if text in _NEAR:
        return _near(*_NEAR[text], today)
    if not _WHOLE.compiled.fullmatch(text):
        return None
    return resolve(text, today.year, today)
