"""Dates: that do not exist, that run backwards, that contradict the report's period, headings that contradict.

2月30日; 2023年5月至2022年3月; a report on 2023年上半年 that opens with 2022年上半年; 下半年工作总结 above plans.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from taizhang.model import Report, Section
from taizhang.spans import Clean, Span

__all__ = ["Dated", "find"]

_DATE = re.compile(r"(?<![\d.])(?:(\d{4}) ?年 ?)?(\d{1,2}) ?月(?:份)?(?: ?(\d{1,2}) ?[日号])?(?!内|以内|龄|均|度电)")
_RANGE = re.compile(
    r"(\d{4})年(\d{1,2})月(?:(\d{1,2})[日号])?(?:至|到|[-—－–~～]+)(\d{4})年(\d{1,2})月(?:(\d{1,2})[日号])?"
)
_DAYS = re.compile(r"(\d{1,2})月(\d{1,2})[日号](?:至|到|[-—－–~～]+)(\d{1,2})[日号]")
_TO = tuple("至到-—－–~～")
_HALF = re.compile(r"(20\d{2}|19\d{2})年?(?:度)?(上半年|第?[一二三四]季度|前[一二三]季度|1[-—至]\d{1,2}月份?)")
_COMPARED = re.compile("同期|相比|同比|比|较|与|以来|对比|高于|低于")


@dataclass(frozen=True, slots=True)
class Dated:
    """A date or heading that contradicts: source span, rule, what is stated, what it should agree with, and why."""

    rule: str
    span: Span
    stated: str
    against: str
    formula: str
    report: str | None
    other: Span | None = None


def find(clean: Clean, reports: tuple[Report, ...], sections: tuple[Section, ...]) -> Iterator[Dated]:
    """Give the contradictions of time in a text."""
    text = clean.text
    if "月" in text:
        yield from _months(clean)
    for report in reports:
        yield from _openings(clean, report)
    yield from _headings(text, clean, reports, sections)


def _span(clean: Clean, start: int, end: int) -> Span:
    pieces = clean.pieces(start, end)
    return pieces[0][0], pieces[-1][1]


def _months(clean: Clean) -> Iterator[Dated]:
    """Look at every month in figures: does the day exist, and does a range that begins with it run forward?"""
    text = clean.text
    at = text.find("月")
    while at >= 0:
        if (at and text[at - 1 : at].strip()[-1:].isdigit()) or text[max(0, at - 2) : at].strip()[-1:].isdigit():
            match = _DATE.search(text, max(0, at - 10), at + 8)
            if match and match.start(2) < at < match.end() + 1:
                if not _exists(match):
                    yield Dated("T001", _span(clean, *match.span()), match[0], "", match[0], None)
                elif text[match.end() : match.end() + 1] in _TO:
                    yield from _backwards(clean, match)
        at = text.find("月", at + 1)


def _exists(date: re.Match[str]) -> bool:
    year, month, day = date[1], int(date[2]), date[3]
    if not 1 <= month <= 12:
        return not year and not day
    return not day or 1 <= int(day) <= monthrange(int(year or 2000) or 2000, month)[1]


def _backwards(clean: Clean, date: re.Match[str]) -> Iterator[Dated]:
    match = _RANGE.match(clean.text, date.start()) if date[1] else _DAYS.match(clean.text, date.start())
    if match is None:
        return
    if date[1]:
        begins, ends = _ends(match)
    else:
        begins, ends = (int(match[2]),), (int(match[3]),)
    if ends < begins:
        yield Dated("T002", _span(clean, *match.span()), match[0], "", match[0], None)


def _ends(match: re.Match[str]) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Give both ends of a range, with days only where both have one."""
    numbers = [int(group) if group else 0 for group in match.groups()]
    size = 3 if numbers[2] and numbers[5] else 2
    return tuple(numbers[:size]), tuple(numbers[3 : 3 + size])


def _openings(clean: Clean, report: Report) -> Iterator[Dated]:
    """Compare the year that a report opens with and the years of the same part of the year in the rest of it."""
    start, end = clean.clean(report.start), clean.clean(report.end)
    text = clean.text
    found = [
        match for match in _HALF.finditer(text, start, end)
        if not _COMPARED.search(text, max(start, match.start() - 3), match.start())
        and not _COMPARED.match(text, match.end(), match.end() + 2)
    ]  # fmt: skip
    if not found:
        return
    years: dict[str, Counter[str]] = {}
    for match in found:
        years.setdefault(match[2], Counter())[match[1]] += 1
    named = _HALF.search(report.period or "")
    for match in found:
        counts = years[match[2]]
        year, often = counts.most_common(1)[0]
        if named and named[2] == match[2] and named[1] != match[1]:
            year, often = named[1], max(2, counts[named[1]])
        if match[1] == year or counts[match[1]] > 1 or abs(int(year) - int(match[1])) > 1:
            continue
        if match.start() - start > 120 and not _begins_heading(text, match):
            continue
        others = [other for other in found if other[1] == year and other[2] == match[2]]
        certain = often >= 2 or (named and named[1] == year)
        if not certain and not (others and _tells_next_year(text, match, end, year)):
            continue
        other = _span(clean, *others[0].span()) if others else None
        yield Dated(
            "T003",
            _span(clean, *match.span()),
            match[0],
            f"{year}年{match[2]}",
            f"{match[1]}!={year}",
            report.id,
            other,
        )


def _begins_heading(text: str, match: re.Match[str]) -> bool:
    return match.start() == 0 or text[match.start() - 1] in "\n、"


def _tells_next_year(text: str, match: re.Match[str], end: int, year: str) -> bool:
    """Tell whether the opening goes on with the other year: 2022年上半年，…按照2023年工作安排."""
    return f"{year}年" in text[match.end() : min(end, match.end() + 80)]


_SECOND = re.compile("^(?:20\\d{2}年?)?(下半年|明年)[^\n，,。]{0,12}总结")
_PLAN = re.compile("下半年|明年|下一步|将|继续|力争|计划")


def _headings(text: str, clean: Clean, reports: tuple[Report, ...], sections: tuple[Section, ...]) -> Iterator[Dated]:
    """Find headings that call a plan a summary."""
    kinds = {report.id: report for report in reports}
    for section in sections:
        match = _SECOND.match(section.title)
        report = kinds.get(section.report)
        if not match or report is None or "下半年" in (report.period or ""):
            continue
        body = clean.clean(section.body or section.start)
        if _PLAN.search(text, body, body + 80):
            yield Dated("T004", (section.start, section.body or section.start + len(section.title)), section.title,
                        section.title.replace("总结", "计划"), f"{match[1]}总结", section.report)  # fmt: skip
