"""Dates: that do not exist, that run backwards, and headings that call a plan a summary.

2月30日; 2023年5月至2022年3月; 下半年工作总结 above plans. `leftovers` finds years that contradict the report's period.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from calendar import monthrange
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from taizhang.model import Report, Section, Table
from taizhang.spans import Clean, Span

__all__ = ["Dated", "find"]

_DATE = re.compile(r"(?<![\d.])(?:(\d{4}) ?年 ?)?(\d{1,2}) ?月(?:份)?(?: ?(\d{1,2}) ?[日号])?(?!内|以内|龄|均|度电)")
_RANGE = re.compile(
    r"(\d{4})年(\d{1,2})月(?:(\d{1,2})[日号])?(?:至|到|[-—－–~～]+)(\d{4})年(\d{1,2})月(?:(\d{1,2})[日号])?"
)
_DAYS = re.compile(r"(\d{1,2})月(\d{1,2})[日号](?:至|到|[-—－–~～]+)(\d{1,2})[日号]")
_TO = tuple("至到-—－–~～")


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


def find(
    clean: Clean, reports: Sequence[Report], sections: Sequence[Section], tables: Sequence[Table]
) -> Iterator[Dated]:
    """Give the contradictions of time in a text; the cells of tables are no headings."""
    text = clean.text
    if "月" in text:
        yield from _months(clean)
    yield from _headings(clean, reports, sections, tables)


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


_SECOND = re.compile("^(?:20\\d{2}年?)?(下半年|明年)[^\n，,。]{0,12}总结")
_PLAN = re.compile("下半年|明年|下一步|将|继续|力争|计划")


def _headings(
    clean: Clean, reports: Sequence[Report], sections: Sequence[Section], tables: Sequence[Table]
) -> Iterator[Dated]:
    """Find headings that call a plan a summary."""
    kinds = {report.id: report for report in reports}
    starts = [table.start for table in tables]
    for section in sections:
        match = _SECOND.match(section.title)
        report = kinds.get(section.report)
        if not match or report is None or "下半年" in (report.period or ""):
            continue
        at = bisect_right(starts, section.start)
        if at and section.start < tables[at - 1].end:
            continue
        body = clean.clean(section.body or section.start)
        stop = clean.clean(starts[at]) if at < len(starts) else len(clean.text)
        if _PLAN.search(clean.text, body, min(body + 80, stop)):
            yield Dated("T004", (section.start, section.body or section.start + len(section.title)), section.title,
                        section.title.replace("总结", "计划"), f"{match[1]}总结", section.report)  # fmt: skip
