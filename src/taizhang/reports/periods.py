"""The period of a report, as DESIGN.md writes it: 2023年上半年, 2023年, 2023年5月, 2022年1-9月, 1-5月.

In: a stretch of text (a title, a heading, an opening sentence). Out: the time expressions in it, each with its year and
its part of the year, and their normal form. `titles` and `profile` choose among them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

__all__ = ["Stretch", "find_stretches", "parse_stretch"]

_YEAR = r"(?:19|20)\d\d|[一二][九〇○零Ｏ0][〇○零Ｏ0一二三四五六七八九]{2}"
_DASH = r"[-—–－−~～至到]{1,2}"
_PART = (
    rf"上半年|下半年|前?[一二三]季度|前[一二三]个季度|第?[一二三四]季度"
    rf"|(?<!\d)1?\d\s*(?:月份?)?\s*{_DASH}\s*1?\d月份?|(?<!\d)1?\d月份?(?!\d?\d?[日号])|[一二三四五六七八九十]{{1,2}}月份"
)
_PATTERN = re.compile(
    rf"(?P<year>{_YEAR})\s*年度?(?:的)?(?P<part>{_PART})?|(?:今年|本年度?)?(?P<bare>{_PART})|(?P<alone>今年|本年度)"
)
_DIGITS = str.maketrans("一二三四五六七八九〇○零Ｏ", "1234567890000")
_MONTHS = {
    "一": 1,
    "二": 2,
    "三": 3,
    "四": 4,
    "五": 5,
    "六": 6,
    "七": 7,
    "八": 8,
    "九": 9,
    "十": 10,
    "十一": 11,
    "十二": 12,
}


@dataclass(frozen=True, slots=True)
class Stretch:
    """One time expression: where it stands, its year (None: not said), its part of the year (None: all of it)."""

    start: int
    end: int
    year: int | None
    part: str | None

    def normal(self, year: int | None = None) -> str | None:
        """Give the normal form, with `year` where the text has none.

        >>> parse_stretch("2023年1—5月份").normal()
        '2023年1-5月'
        >>> parse_stretch("上半年").normal(2023)
        '2023年上半年'
        """
        year = self.year or year
        if year is None:
            return self.part
        return f"{year}年{self.part or ''}"


def find_stretches(text: str, start: int = 0, end: int | None = None) -> Iterator[Stretch]:
    """Give the time expressions in `text[start:end]`, in order."""
    for match in _PATTERN.finditer(text, start, len(text) if end is None else end):
        yield _stretch(match)


def parse_stretch(text: str) -> Stretch:
    """Read one time expression that begins `text`; ValueError when none does."""
    match = _PATTERN.match(text)
    if match is None:
        raise ValueError(f"不是时间：{text[:20]!r}")
    return _stretch(match)


def _stretch(match: re.Match[str]) -> Stretch:
    digits = match["year"]
    year = int(digits.translate(_DIGITS)) if digits else None
    part = match["part"] or match["bare"]
    return Stretch(match.start(), match.end(), year, _normal_part(part) if part else None)


def _normal_part(part: str) -> str:
    """Give the normal form of a part of the year: 1—5月份 → 1-5月, 五月份 → 5月, 第一季度 → 一季度."""
    months = re.fullmatch(rf"(\d{{1,2}})\s*(?:月份?)?\s*{_DASH}\s*(\d{{1,2}})月份?", part)
    if months:
        return f"{int(months[1])}-{int(months[2])}月"
    month = re.fullmatch(r"(\d{1,2}|[一二三四五六七八九十]{1,2})月份?", part)
    if month:
        digits = month[1]
        return f"{int(digits) if digits.isdigit() else _MONTHS.get(digits, digits)}月"
    return part.removeprefix("第")
