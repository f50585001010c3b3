"""Years left over from an older draft: a report on 2023年上半年 that opens with 2022年上半年.

`find` takes the clean text with its reports and tables, gives T003 as Dated; `checker` takes them. The cells of a
table are never judged: a column of last year stands beside this year's, or in a row of years.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence

from taizhang.checks.finders.dates import Dated
from taizhang.model import Report, Table
from taizhang.spans import Clean, Span

__all__ = ["find"]

_HALF = re.compile(r"(20\d{2}|19\d{2})年?(?:度)?(上半年|第?[一二三四]季度|前[一二三]季度|1[-—至]\d{1,2}月份?)")
_COMPARED = re.compile("同期|相比|同比|比|较|与|以来|对比|高于|低于")
_SENTENCE = re.compile("[。，；！？]")
_OPENING = 120
"""How many characters of a report are its opening."""
_CAPTION_LINES = 3
_CAPTION = 120
"""How many lines, and characters in all, are looked at above a table for its caption."""


def find(clean: Clean, reports: Sequence[Report], tables: Sequence[Table]) -> Iterator[Dated]:
    """Give the years in openings, headings and captions that contradict the rest of their report."""
    layout = _Layout(clean, tables)
    for report in reports:
        yield from _Times(clean, report, layout).leftovers()


class _Layout:
    """Where the tables of a text stand, in offsets of the clean text."""

    def __init__(self, clean: Clean, tables: Sequence[Table]) -> None:
        self.clean, self.tables = clean, tables
        self.spans: list[Span] = [(clean.clean(table.start), clean.clean(table.end)) for table in tables]
        self.starts = [start for start, _ in self.spans]

    def table_at(self, at: int) -> int | None:
        """Give the number of the table that a place stands in."""
        number = bisect_right(self.starts, at) - 1
        return number if number >= 0 and at < self.spans[number][1] else None

    def is_beside_others(self, at: int) -> bool:
        """Tell whether a place stands in a cell that shares its row with others: no caption."""
        number = self.table_at(at)
        if number is None:
            return False
        source, cells = self.clean.source(at), self.tables[number].cells
        here = max(0, bisect_right(cells, source, key=lambda cell: cell.start) - 1)
        row = cells[here].row
        first = last = here
        while first and cells[first - 1].row == row:
            first -= 1
        while last + 1 < len(cells) and cells[last + 1].row == row:
            last += 1
        return sum(cell.start < cell.end for cell in cells[first : last + 1]) > 1

    def captioned(self, line: Span) -> Span | None:
        """Give the table that a line is the caption of, with the lines above it that are its caption too."""
        number = self.table_at(line[0])
        if number is not None:
            return self.spans[number]
        number = bisect_right(self.starts, line[1])
        if number == len(self.starts):
            return None
        start, end = self.spans[number]
        between = self.clean.text[line[0] : start] if start - line[0] <= _CAPTION else ""
        if not between or between.count("\n") > _CAPTION_LINES or _SENTENCE.search(between):
            return None
        return line[0], end


class _Times:
    """The times of one report that are written with a year: 2023年上半年, 2023年1-6月."""

    def __init__(self, clean: Clean, report: Report, layout: _Layout) -> None:
        self.clean, self.report, self.layout = clean, report, layout
        self.text = clean.text
        self.start, self.end = clean.clean(report.start), clean.clean(report.end)
        self.written = list(_HALF.finditer(self.text, self.start, self.end))
        self.named = _HALF.search(report.period or "")

    def leftovers(self) -> Iterator[Dated]:
        """Compare the year that a report opens with and the years of the same part of the year in the rest of it."""
        found = [match for match in self.written if not self._is_compared(match)]
        told = [match for match in found if not self.layout.is_beside_others(match.start())]
        written = Counter((match[1], match[2]) for match in found)
        years: dict[str, Counter[str]] = {}
        for match in told:
            years.setdefault(match[2], Counter())[match[1]] += 1
        for match in told:
            year, often = years[match[2]].most_common(1)[0]
            if self.named and self.named[2] == match[2]:
                year = self.named[1]
            if match[1] == year or written[match[1], match[2]] > 1 or abs(int(year) - int(match[1])) > 1:
                continue
            if match.start() - self.start > _OPENING and not _begins_heading(self.text, match):
                continue
            others = [other for other in told if other[1] == year and other[2] == match[2]]
            certain = often >= 2 or (self.named and self.named[1] == year)
            if not certain and not (others and self._goes_on_with(match, year)):
                continue
            if not self._stands_beside(match, year):
                yield self._dated(match, year, others)

    def _is_compared(self, match: re.Match[str]) -> bool:
        before = _COMPARED.search(self.text, max(self.start, match.start() - 3), match.start())
        return bool(before or _COMPARED.match(self.text, match.end(), match.end() + 2))

    def _goes_on_with(self, match: re.Match[str], year: str) -> bool:
        """Tell whether the opening goes on with the other year: 2022年上半年，…按照2023年工作安排."""
        return f"{year}年" in self.text[match.end() : min(self.end, match.end() + 80)]

    def _stands_beside(self, match: re.Match[str], year: str) -> bool:
        """Tell whether the right year stands beside it, so that both are meant: in one table or one line of heads.

        Of two tables, one for each year, the captions are the same but for the year.
        """
        text = self.text
        line = text.rfind("\n", 0, match.start()) + 1, _end_of_line(text, match.end())
        if not _SENTENCE.search(text, *line) and self._holds(line, year):
            return True
        table = self.layout.captioned(line)
        if table is None:
            return False
        rest = text[match.end() : line[1]].rstrip()
        twins = (text[other.end() : _end_of_line(text, other.end())].rstrip() for other in self.written
                 if other[1] == year and other[2] == match[2])  # fmt: skip
        return self._holds(table, year) or (bool(rest) and rest in twins)

    def _holds(self, span: Span, year: str) -> bool:
        return any(other[1] == year and span[0] <= other.start() < span[1] for other in self.written)

    def _dated(self, match: re.Match[str], year: str, others: Sequence[re.Match[str]]) -> Dated:
        other = self._span(others[0]) if others else None
        return Dated("T003", self._span(match), match[0], f"{year}年{match[2]}", f"{match[1]}!={year}",
                     self.report.id, other)  # fmt: skip

    def _span(self, match: re.Match[str]) -> Span:
        pieces = self.clean.pieces(*match.span())
        return pieces[0][0], pieces[-1][1]


def _begins_heading(text: str, match: re.Match[str]) -> bool:
    return match.start() == 0 or text[match.start() - 1] in "\n、"


def _end_of_line(text: str, at: int) -> int:
    end = text.find("\n", at)
    return len(text) if end < 0 else end
