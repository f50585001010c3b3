"""The days of a period -> one Chinese name for them, so that 上半年 and 1-6月 are one column."""

from __future__ import annotations

import calendar
from datetime import date

__all__ = ["UNDATED", "named_days", "newest_first", "sdmx_period"]

UNDATED = "未写明期间"
_QUARTERS = "一二三四"


def named_days(begins: date | None, ends: date | None) -> str:
    """Name the days from `begins` to `ends`; without `begins` they are as of a day, without `ends` since one.

    >>> named_days(date(2024, 1, 1), date(2024, 6, 30)), named_days(None, date(2024, 6, 30))
    ('2024年上半年', '截至2024年6月底')
    """
    if begins is None and ends is None:
        return UNDATED
    if begins is None:
        assert ends is not None
        return f"截至{_end(ends)}"
    if ends is None:
        return f"{begins.year}年以来" if (begins.month, begins.day) == (1, 1) else f"{_day(begins)}以来"
    if begins.day != 1 or not _closes_month(ends):
        return _day(begins) if begins == ends else f"{_day(begins)}至{_day(ends)}"
    return _months(begins, ends)


def _months(begins: date, ends: date) -> str:
    first, last = begins.month, ends.month
    if begins.year != ends.year:
        whole = first == 1 and last == 12
        return f"{begins.year}-{ends.year}年" if whole else f"{begins.year}年{first}月至{ends.year}年{last}月"
    year = f"{begins.year}年"
    if (first, last) == (1, 12):
        return year
    if (first, last) in ((1, 6), (7, 12)):
        return f"{year}{'上' if first == 1 else '下'}半年"
    if first % 3 == 1 and last == first + 2:
        return f"{year}第{_QUARTERS[first // 3]}季度"
    return f"{year}{first}月" if first == last else f"{year}{first}-{last}月"


def newest_first(days: tuple[date | None, date | None]) -> tuple[int, int]:
    """Give the key that sorts days from the newest to the oldest; of one last day the longer first; undated last."""
    begins, ends = days
    last = ends or begins
    return (-last.toordinal() if last else 1, begins.toordinal() if begins else 0)


def sdmx_period(begins: date | None, ends: date | None) -> str | None:
    """Give the SDMX time period of these days, None where it has no name for them.

    2024, 2024-S1, 2024-Q1, 2024-05, 2024-05-31; other spans as ISO 8601 start and duration: 2024-01-01/P5M.

    >>> sdmx_period(date(2024, 1, 1), date(2024, 5, 31))
    '2024-01-01/P5M'
    """
    if ends is None:
        return None
    if begins is None or begins == ends:
        return ends.isoformat()
    if begins.day == 1 and _closes_month(ends):
        first, count = begins.month, (ends.year - begins.year) * 12 + ends.month - begins.month + 1
        if count == 1:
            return f"{begins:%Y-%m}"
        names = {12: "", 6: f"-S{first // 6 + 1}", 3: f"-Q{first // 3 + 1}"}
        if count in names and first % count == 1:
            return f"{begins.year:04}{names[count]}"
        return f"{begins.isoformat()}/P{count}M"
    return f"{begins.isoformat()}/P{(ends - begins).days + 1}D"


def _closes_month(day: date) -> bool:
    return day.day == calendar.monthrange(day.year, day.month)[1]


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def _end(day: date) -> str:
    if (day.month, day.day) == (12, 31):
        return f"{day.year}年底"
    return f"{day.year}年{day.month}月底" if _closes_month(day) else _day(day)
