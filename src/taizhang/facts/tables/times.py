"""The times that the heads, the caption and the report say -> the days of a figure.

A head may say a time itself (1-6月), only a part of the table's (本月, 累计), or what came before it (上年同期).
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import NamedTuple

from taizhang.facts import periods
from taizhang.facts.periods import Dates
from taizhang.facts.tables.cells import TABLES
from taizhang.spans import Span

__all__ = ["Stated", "Times"]

_BARE_YEAR = re.compile(r"(?:19|20)\d{2}")
_ONLY_YEAR = re.compile(r"(?:(?:19|20)\d{2}|[今去上本前明]) ?年?度?")
_PARTS = {word: scope for scope in ("month", "last_month") for word in TABLES["scopes"][scope]}
"""Words in a longer head that say which part of the table's time it is about: 本月收入."""
_WITH_YEAR = re.compile(r"(?:19|20)\d{2}")


class Stated(NamedTuple):
    """A time expression of the text and the days it stands for."""

    start: int
    end: int
    dates: Dates


class Times:
    """The time that a table speaks of: of its caption, else what is in force where it stands."""

    def __init__(self, text: str, caption: Span | None, inherited: Span | None, year: int | None) -> None:
        self.text, self.year = text, year
        self.own = caption
        if caption and (found := periods.year_of(text[slice(*caption)])):
            self.year = found
        base = caption
        if caption and inherited and not _WITH_YEAR.search(text[slice(*caption)]):
            self.year = periods.year_of(text[slice(*inherited)]) or self.year
        self.base = base or inherited

    def stated(self, heads: list[Span], scope: str, scope_span: Span | None) -> Stated | None:
        """Give the time that heads say, outer ones first; `scope` is a part of the table's own time."""
        year = self.year
        for start, end in heads:
            year = periods.year_of(self.text[start:end]) or year
        if not heads:
            return self._of_scope(scope, scope_span)
        span = max(heads, key=self._exactness)
        dates = self._resolve(span, year)
        if (part := _PARTS.get(self.text[slice(*span)])) and self.base:
            dates = _part(self._resolve(self.base, self.year), part)
        if scope == "last_year":
            dates = _moved(dates)
        elif scope == "total" and dates.begins and dates.ends:
            dates = Dates(dates.begins.replace(month=1, day=1), dates.ends)
        return Stated(*span, dates)

    def _of_scope(self, scope: str, scope_span: Span | None) -> Stated | None:
        base = self._resolve(self.base, self.year) if self.base else Dates(None, None)
        if scope == "whole_year" and scope_span:
            year = base.ends.year if base.ends else self.year
            if self.base and base.begins and base.ends and (base.ends - base.begins).days > 360:
                return Stated(*self.base, base)
            return Stated(*scope_span, Dates(date(year, 1, 1), date(year, 12, 31)) if year else Dates(None, None))
        if scope in ("last_year", "last_month", "month") and scope_span:
            return Stated(*scope_span, _part(base, scope))
        if self.base is None:
            return None
        if scope == "total" and base.begins and base.ends:
            base = Dates(base.begins.replace(month=1, day=1), base.ends)
        return Stated(*self.base, base)

    def _resolve(self, span: Span, year: int | None) -> Dates:
        text = self.text[slice(*span)].strip()
        if _BARE_YEAR.fullmatch(text):
            return Dates(date(int(text), 1, 1), date(int(text), 12, 31))
        return periods.resolve(text, year)

    def _exactness(self, span: Span) -> tuple[int, int]:
        """A month is more exact than a year, whichever stands nearer to the figure."""
        text = self.text[slice(*span)]
        return int(_ONLY_YEAR.fullmatch(text) is None), span[0]


def _moved(dates: Dates) -> Dates:
    """Give the same days a year before."""
    return Dates(*(_year_before(day) if day else None for day in dates))


def _year_before(day: date) -> date:
    return day.replace(year=day.year - 1, day=28) if (day.month, day.day) == (2, 29) else day.replace(year=day.year - 1)


def _part(base: Dates, scope: str) -> Dates:
    if scope == "last_year":
        return _moved(base)
    if base.ends is None:
        return Dates(None, None)
    first = base.ends.replace(day=1)
    if scope == "month":
        return Dates(first, base.ends)
    before = first - timedelta(days=1)
    return Dates(before.replace(day=1), before)
