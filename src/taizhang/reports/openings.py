"""Opening paragraphs, openings of plan parts, addressees, signatures and dates: where a report begins and ends.

In: one paragraph. Out: what it opens or closes. The set phrases stand in `data/openings.toml`; `splitting` weighs them
with what it knows of the report before, `profile` looks for the organisation and the period in them.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Literal, NamedTuple

from taizhang.reports.orgs import Institution, find_institutions
from taizhang.wordlists import alternatives, load

__all__ = [
    "Opening",
    "begins_an_opening",
    "is_addressee",
    "is_annex",
    "is_date",
    "is_part_heading",
    "is_unit_name",
    "opening_of",
    "own_area",
    "own_institution",
]

Opening = Literal["government", "formula", "past", "plan"]
"""A government's report to the congress; 现将…汇报如下; a summary without the formula; a plan part."""

_UNIT_ENDS = re.compile("[局委办厅院站所队心社司园镇乡道府部门校团]")
_BEFORE_OWN = frozenset("，,。；;：:、！!？?\n\r \t\u3000”》）)将我全本年月来")
"""What may stand before the name of the organisation that speaks: the start of a clause, 现将, 我, 全, 本, a time."""
HEAD, TAIL = 240, 160
"""Characters at the beginning and at the end of a paragraph that are looked at."""
_YEAR = r"(?:(?:19|20)\d\d|20[XxＸ×*]{2}|[XxＸ×*]{2,4}|[一二][九〇○零][〇○零一二三四五六七八九]{2})"
_PART = r"(?:上半年|前?[一二三四]季度|前三个?季度|\d{1,2}月?份?\s?[-—–~至]\s?\d{1,2}月份?|\d{1,2}月份?)"
_DATE = re.compile(
    r"[（(]?\s*(?:(?:19|20)\d\d|[一二][九〇○零Ｏ0OＯ][〇○零Ｏ0OＯ一二三四五六七八九]{2}|20[XxＸ×]{2}|[XxＸ×]{2,4})\s*年"
    r"\s*(?:\d{1,2}|[一二三四五六七八九十]{1,2}|[XxＸ×]{1,2})\s*月(?:\s*(?:\d{1,2}|[一二三四五六七八九十]{1,3}|[XxＸ×]{1,2})\s*日)?\s*[)）]?"
)


class _Phrases(NamedTuple):
    past: re.Pattern[str]
    guide: re.Pattern[str]
    formula: re.Pattern[str]
    government: re.Pattern[str]
    plan_only: re.Pattern[str]
    future: re.Pattern[str]
    ahead: re.Pattern[str]
    addressee: re.Pattern[str]
    annex: re.Pattern[str]
    own_verbs: re.Pattern[str]


@cache
def _phrases() -> _Phrases:
    data = load("reports", "openings.toml")

    def either(key: str) -> re.Pattern[str]:
        return re.compile("|".join(p.replace("YEAR", _YEAR).replace("PART", _PART) for p in data[key]))

    return _Phrases(
        past=either("past"),
        guide=either("guide"),
        formula=either("formula"),
        government=either("government"),
        plan_only=re.compile(data["plan_only"]),
        future=either("future"),
        ahead=either("ahead"),
        addressee=either("addressee"),
        annex=either("annex"),
        own_verbs=re.compile(alternatives(data["own_verbs"])),
    )


def opening_of(text: str, start: int, end: int) -> Opening | None:
    """Tell what the paragraph `text[start:end]` opens, None when it opens nothing.

    >>> paragraph = "今年以来，在县委、县政府的坚强领导下，我局狠抓落实。现将工作情况汇报如下："
    >>> opening_of(paragraph, 0, len(paragraph))
    'formula'
    """
    phrases = _phrases()
    head = text[start : min(end, start + HEAD)]
    if "我" in head and phrases.government.search(head):
        return "government"
    tail = text[max(start, end - TAIL) : end]
    if any(word in tail for word in _FORMULA_WORDS) and (opening := _by_formula(head, tail, phrases)):
        return opening
    if phrases.future.match(head):
        return "plan"
    if phrases.guide.search(head) and _starts(head, phrases):
        return "plan" if phrases.ahead.search(text, start, end) else "past"
    return None


def begins_an_opening(text: str, start: int) -> bool:
    """Whether the sentence at `start` begins as opening paragraphs do."""
    return _starts(text[start : start + HEAD], _phrases())


_FORMULA_WORDS = ("如下", "以下", "于后", "于下")


def _by_formula(head: str, tail: str, phrases: _Phrases) -> Opening | None:
    """Tell what a paragraph opens whose last sentence announces the report."""
    formula = phrases.formula.search(tail)
    if formula is None or len(tail) - formula.end() > 30 or len(head) <= 15:
        return None
    if not _starts(head, phrases) and (len(head) >= 60 or not phrases.guide.search(head)):
        return None
    return "plan" if phrases.plan_only.search(tail) else "formula"


def _starts(head: str, phrases: _Phrases) -> bool:
    """Whether a paragraph starts as openings do: with a stretch of time, or with the organisation."""
    if phrases.past.match(head):
        return True
    if not _UNIT_ENDS.search(head, 0, 24):
        return False
    own = own_institution(head, 0, min(len(head), 24))
    return own is not None and own.start <= 2


def own_institution(text: str, start: int, end: int) -> Institution | None:
    """Give the institution of `text[start:end]` that speaks of itself, not one that leads or supports it."""
    verbs = _phrases().own_verbs
    for each in find_institutions(text, start, end):
        before = text[each.start - 1] if each.start > start else "，"
        if (each.place or len(each.name) > 2) and before in _BEFORE_OWN and verbs.match(text, each.end):
            return each
    return None


def is_addressee(line: str) -> bool:
    """Whether a line only says to whom the report goes (县政府：, 各位代表：)."""
    return len(line) <= 40 and line[-1:] in ("：", ":") and _phrases().addressee.fullmatch(line) is not None


def is_annex(line: str) -> bool:
    """Whether a line begins an annex of the report before."""
    return _phrases().annex.match(line) is not None


def is_date(line: str) -> bool:
    """Whether a line is nothing but a date."""
    return 6 <= len(line) <= 24 and "月" in line and _DATE.fullmatch(line) is not None


_AREA = re.compile(
    r"(?:^|[，,。])(?P<name>(?:[XxＸ×*]{1,3}|[一-龥]{2,4})(?:新区|开发区|区|县|市|旗|镇|乡|街道))在[^。；]{2,40}领导下"
)


def own_area(text: str, start: int, end: int) -> str | None:
    """Give the name of the area of which `text[start:end]` speaks as of itself (云溪县在……领导下)."""
    match = _AREA.search(text[start:end])
    return match["name"] if match and match["name"][0] not in "全我本各" else None


_PART_HEADING = re.compile(
    rf"(?:第[一二三四五六七八九十]部分|[上下]篇)?[：:、\s]*(?:{_YEAR}年|[今明来]年|上半年|下半年|下一?步|过去|今后|未来)?"
    r"[^。；;！!？?：:，,\n]{0,24}"
    r"(?:总结|回顾|计划|打算|思路|安排|要点|谋划|任务|目标|展望|要求|工作|建设|情况|措施|举措|问题|形势)[：:]?"
)


def is_part_heading(line: str) -> bool:
    """Whether a line without a number heads a part of a report (2023年工作总结, 下一步工作打算：)."""
    return (
        not line[0].isdigit() and line[0] not in "（(一二三四五六七八九十" and _PART_HEADING.fullmatch(line) is not None
    )


@cache
def _unit_name() -> re.Pattern[str]:
    return re.compile(
        rf"[^\d，,。；;：:！!？?（()）、]{{1,30}}{alternatives(load('reports', 'places.toml')['unit_ends'])}"
    )


def is_unit_name(line: str) -> bool:
    """Whether a line may be the name of an organisation and nothing else (a signature)."""
    return len(line) <= 34 and _unit_name().fullmatch(line) is not None
