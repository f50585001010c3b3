"""Dating: which period a report sums up, or, when it only plans, which it plans for.

In: a draft. Out: the period in the normal form of DESIGN.md, from the title, the contents list, the headings, the
opening, or the first clauses of an excerpt, in this order; None where nothing tells.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from taizhang.model import ReportKind
from taizhang.reports.draft import OPENING, SAMPLE, Draft
from taizhang.reports.lines import lines
from taizhang.reports.openings import is_date
from taizhang.reports.periods import Stretch, find_stretches
from taizhang.reports.roles import title_role
from taizhang.reports.titles import Title

__all__ = ["find_period", "year_summed_up"]

FIRST = 24
"""Characters after a heading in which the first clause says when."""
_YEAR = re.compile(r"((?:19|20)\d\d)(?<![\d比较到从自过于至、~-]\d{4})年(?!以?前|[底末]|同期)")
_PLANNED = re.compile(
    r"(?<!\d)((?:19|20)\d\d)年"
    r"(?:[，,]|度?(?:审计|重点)?(?:计划|工作|目标|任务|项目|增速|力争|拟|将|要|实施|安排|全[市县区]))"
)
_SINCE = re.compile(r"(?P<year>(?:19|20)\d\d)年(?:度)?以来")
_WHOLE = re.compile(r"今年以来|一年来|全年|今年[，,]")
_SEVERAL_YEARS = re.compile(r"过去[三四五]年|[三四五]年来")
_MEETING = re.compile(r"(?P<date>[^\n]{4,20}日)\s*在?[^\n]{0,30}届[^\n]{0,20}(?:会议|大会)")
_IN_FORMULA = re.compile(r"现[将就把][^，,。；]*$")
_AS_OF = re.compile(r"(?:截[至止]到?|[至到])$")
_FORMULA_HALF = re.compile(r"现(?:将|就)[^。；\n]{0,60}上半年")
_SAYS_HALF = re.compile(r"(?:^|[。；，,：:\n]|今年|20\d\d年)上半年(?!度)")
_SAYS_MORE = re.compile(
    r"(?:前三季度|三季度|四季度|全年|1[-—]1?[0-27-9]月)[^。；，]{0,12}(?:完成|实现|达到|共|增长|累计)"
    r"|截[至止](?:到)?(?:[7-9]|1[0-2])月"
)


def find_period(draft: Draft, kind: ReportKind) -> str | None:
    """Give the period that the report sums up (of a plan: the one that it plans), in normal form."""
    plan = kind == "plan"
    year = _year(draft, plan)
    for title in draft.titles:
        if not title.government and (title.plan or not plan) and (stretch := _stretch_of(title, plan)):
            return _completed(draft, stretch, year)
    for part_role, stretch in _heading_stretches(draft):
        if (part_role == "plan") == plan:
            return _completed(draft, stretch, year)
    if plan:
        years = Counter(_PLANNED.findall(draft.text, draft.start, draft.end)).most_common(1)
        return f"{years[0][0]}年" if years else None
    return _year_before_congress(draft) if draft.government else _period_of_text(draft, year)


def year_summed_up(draft: Draft) -> int | None:
    """Give the year that the report sums up, or would, were it not a plan only."""
    for title in draft.titles:
        if title.summary and not title.government and title.periods and title.periods[0].year:
            return title.periods[0].year
    for role, stretch in _heading_stretches(draft):
        if role in ("summary", "indicator") and stretch.year:
            return stretch.year
    return _year(draft, plan=False)


def _stretch_of(title: Title, plan: bool) -> Stretch | None:
    """Give the stretch of a title that belongs to its summary, or to its plan."""
    if not title.periods:
        return None
    return title.periods[-1] if plan and title.plan else title.periods[0]


def _heading_stretches(draft: Draft) -> Iterator[tuple[str | None, Stretch]]:
    """Give the first stretch of each heading of level 1, with what the heading says that its part is for."""
    for part in draft.parts:
        if part.level == 1 and not part.lead:
            for stretch in find_stretches(part.title):
                yield title_role(part.title), stretch
                break


def _completed(draft: Draft, stretch: Stretch, year: int | None) -> str | None:
    """Give the normal form of a stretch, with the half of the year that the rest of the report shows."""
    normal = stretch.normal(year)
    return f"{normal}上半年" if normal and stretch.part is None and _sums_up_half(draft) else normal


def _of_year(draft: Draft, year: int | str) -> str:
    return f"{year}年{'上半年' if _sums_up_half(draft) else ''}"


def _sums_up_half(draft: Draft) -> bool:
    """Whether the report sums up the first half of a year: it says so, or its plan is that of the second half."""
    titles = [part.title for part in draft.parts if part.level == 1]
    if any("全年" in title or "年度" in title for title in titles):
        return False
    if any("下半年" in title or "上半年" in title for title in titles):
        return True
    if _FORMULA_HALF.search(draft.text, draft.body, draft.until(draft.body, OPENING)):
        return True
    end = draft.until(draft.body, 4 * SAMPLE)
    said = len(_SAYS_HALF.findall(draft.text, draft.body, end))
    return said >= 2 and not _SAYS_MORE.search(draft.text, draft.body, end)


def _year(draft: Draft, plan: bool) -> int | None:
    """Give the year of a report from its titles, its date, its headings, or the years that its text names most."""
    for title in draft.titles:
        for stretch in title.periods:
            if stretch.year and not title.government:
                return stretch.year
    low = max(draft.start, draft.end - 60)
    for s, e in lines(draft.text[low : draft.end]):
        if is_date(draft.text[low + s : low + e]):
            for stretch in find_stretches(draft.text, low + s, low + e):
                return stretch.year
    for role, stretch in _heading_stretches(draft):
        if stretch.year:
            shift = 0 if (role == "plan") == plan else 1 if plan else -1
            return stretch.year + shift
    years = Counter(map(int, _YEAR.findall(draft.text, draft.start, draft.until(draft.start, 2 * SAMPLE))))
    return max(years, key=lambda y: (years[y], y)) if years else None


def _year_before_congress(draft: Draft) -> str | None:
    """Give the year before the congress that a government reports to, when the report speaks of that year."""
    text, body = draft.text, draft.body
    years = [s.year for title in draft.titles for s in title.periods if s.year]
    meeting = _MEETING.search(text, draft.start, draft.until(draft.start, OPENING))
    if meeting:
        years = [s.year for s in find_stretches(meeting["date"]) if s.year] or years
    if not years or _SEVERAL_YEARS.search(text, body, draft.until(body, 2 * OPENING)):
        return None
    before = years[0] - 1
    said = any(s.year == before for s in find_stretches(text, body, draft.until(body, SAMPLE)))
    return f"{before}年" if said else None


def _period_of_text(draft: Draft, year: int | None) -> str | None:
    """Give the period that the opening, or the first sentences of an excerpt, speak of."""
    text, at, end = draft.text, draft.body, draft.until(draft.body, OPENING)
    if draft.opening() in ("formula", "past", "government"):
        for stretch in find_stretches(text, at, end):
            if (stretch.year or stretch.part == "上半年") and _governs(text, at, stretch):
                return _completed(draft, stretch, year)
        return _of_year(draft, year) if year and _WHOLE.search(text, at, end) else None
    if draft.titles and year:
        return _of_year(draft, year)
    since = _SINCE.search(text, at, draft.end)
    return _of_year(draft, since["year"]) if since else _first_stretch(draft, year)


def _governs(text: str, at: int, stretch: Stretch) -> bool:
    """Whether a stretch says when, and is not part of a name: it begins a clause, or belongs to 现将…如下."""
    before = text[stretch.start - 1] if stretch.start > at else "，"
    if before in "，,。；;：:、\n\r \t\u3000将就":
        return True
    return _IN_FORMULA.search(text, max(at, stretch.start - 40), stretch.start) is not None


def _first_stretch(draft: Draft, year: int | None) -> str | None:
    """Give the stretch that an excerpt begins with, under its heading or in its first clause, or that it repeats."""
    text = draft.text
    for begin in (draft.start, *(part.body for part in draft.parts[:3])):
        for stretch in find_stretches(text, begin, draft.until(begin, FIRST)):
            if _AS_OF.search(text, max(begin, stretch.start - 3), stretch.start):
                continue
            begins = stretch.part is not None and stretch.start - begin <= FIRST // 2
            if begins or (stretch.year and text[stretch.end : stretch.end + 1] in ("，", ",", "在", "以")):
                return stretch.normal()
    for part in draft.parts:
        for stretch in find_stretches(part.title):
            if stretch.year or stretch.part:
                return stretch.normal()
    if year and _WHOLE.search(text, draft.start, draft.end):
        return _of_year(draft, year)
    said = Counter(s.normal() for s in find_stretches(text, draft.start, draft.end) if s.part and "-" in s.part)
    best = said.most_common(1)
    return best[0][0] if best and best[0][1] >= 3 else None
