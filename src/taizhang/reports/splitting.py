"""Splitting: where each report of a text begins, also where one runs into the next without a title.

In: the clean text, its heading marks, its repeated passages. Out: the starts of the reports in order, each with the
title that it has, if any. The text is read paragraph by paragraph; a report begins at a title, at an opening paragraph,
after a signature and date, or where the numbering begins anew and nothing says that a second part of the same report
begins. In a collection of excerpts every paragraph is a report.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from taizhang.reports.boundaries import Current, can_head_a_report, opens_another, restarts_another, stands_alone
from taizhang.reports.duplicates import Duplicate
from taizhang.reports.excerpts import LEAST, follows_on, is_collection
from taizhang.reports.headings import Mark
from taizhang.reports.openings import (
    Opening,
    begins_an_opening,
    is_addressee,
    is_annex,
    is_date,
    is_part_heading,
    is_unit_name,
    opening_of,
)
from taizhang.reports.orgs import Topics
from taizhang.reports.roles import title_role
from taizhang.reports.titles import Title, inline_titles, read_title, read_unit_heading
from taizhang.spans import Span

__all__ = ["Start", "split"]

SHORT = 64
"""Characters of a line that may be a title, a heading, a signature."""
FEWEST_UNITS = 3
"""Numbered names of institutions that make a row of their pieces."""
REACH = 800
"""Characters before 一、 inside a paragraph in which its opening sentence may stand."""


@dataclass(frozen=True, slots=True)
class Start:
    """Where a report begins in the clean text, its title, and whether it is one of a collection of excerpts."""

    at: int
    title: Title | None = None
    excerpt: bool = False


def split(
    topics: Topics, marks: Sequence[Mark], duplicates: Sequence[Duplicate], paragraphs: Sequence[Span]
) -> list[Start]:
    """Give the starts of the reports of a text, in order; `paragraphs` are its lines."""
    return _Splitter(topics, marks, duplicates, paragraphs).run() if paragraphs else []


class _Splitter:
    """Reads the paragraphs in order and keeps what is known of the report at hand."""

    def __init__(
        self, topics: Topics, marks: Sequence[Mark], duplicates: Sequence[Duplicate], paragraphs: Sequence[Span]
    ) -> None:
        self.topics, self.text = topics, topics.text
        self.marks, self.at_marks = marks, [mark.start for mark in marks]
        self.repeated = [(d.start, d.end) for d in duplicates]
        self.paragraphs = paragraphs
        self.inline = list(inline_titles(self.text))
        self.next_inline = 0
        self.units = _unit_headings(self.text, paragraphs)
        self.excerpts = is_collection(paragraphs, marks)
        self.current = Current(paragraphs[0][0])
        self.after_heading = False
        self.starts: list[Start] = []

    def run(self) -> list[Start]:
        """Read all paragraphs."""
        for i, span in enumerate(self.paragraphs):
            self._read(i, span)
        self._finish()
        return self.starts

    def _finish(self) -> None:
        self.starts.append(Start(self.current.at, self.current.title, self.excerpts))

    def _begin(self, at: int, title: Title | None = None) -> None:
        """Begin a report at `at`; what came before it is one, unless it was only a heading of the collection."""
        current = self.current
        if at > current.at and (current.size >= LEAST // 2 or current.marks or (current.title and current.size)):
            self._finish()
        self.current = Current(at, title, government=bool(title and title.government))

    def _read(self, i: int, span: Span) -> None:
        """Read one paragraph."""
        start, end = span
        repeated = self._in_repeated(start)
        if not repeated and end - start <= SHORT and self._short_line(i, span):
            return
        low, high = bisect_left(self.at_marks, start), bisect_left(self.at_marks, end)
        mark = self.marks[low] if low < high and self.marks[low].line and self.marks[low].start - start <= 2 else None
        if not repeated:
            self._maybe_begin(i, span, mark)
        self._take(span, low, high, mark)

    def _in_repeated(self, at: int) -> bool:
        i = bisect_right(self.repeated, (at, 1 << 60)) - 1
        return i >= 0 and at < self.repeated[i][1]

    def _take(self, span: Span, low: int, high: int, mark: Mark | None) -> None:
        """Count a paragraph to the report at hand, with the titles and restarts inside it."""
        start, end = span
        for at in range(low, high):
            each = self.marks[at]
            self._inline_titles(start, each.start)
            if each.kind == "chapter":
                self.current.part = True
            elif each.level == 1:
                if each is not mark and each.number == 1 and self.current.first >= 2:
                    self._inline_restart(self.marks[at - 1].after if at else start, each)
                self._first_level(each)
            self.current.marks += 1
        self._inline_titles(start, end)
        current = self.current
        current.size += end - max(start, current.at)
        if high > low:
            current.pending.clear()
        self.after_heading = mark is not None and end - start <= SHORT and self.text[end - 1] not in "。；;：:！!"

    def _first_level(self, mark: Mark) -> None:
        """Take in a heading of level 1."""
        current = self.current
        current.first = mark.number
        current.part = False
        title = re.match(r"[^。\n]*", self.text[mark.after : mark.after + SHORT])
        current.plan |= title is not None and title_role(title.group()) == "plan"

    def _inline_titles(self, start: int, end: int) -> None:
        """Begin reports at titles that run into the body between `start` and `end`."""
        while self.next_inline < len(self.inline) and self.inline[self.next_inline].start < end:
            title = self.inline[self.next_inline]
            self.next_inline += 1
            if title.start < start:
                continue  # in a table, whose rows are no paragraphs
            current = self.current
            if title.start == current.at and current.title is None:
                current.title = title
            elif title.start > current.at and not self._in_repeated(title.start):
                current.size += title.start - max(start, current.at)
                self._begin(title.start, title)

    def _inline_restart(self, low: int, mark: Mark) -> None:
        """Begin a report inside a paragraph where an opening sentence with its formula leads to a new 一、."""
        low = max(low, mark.start - REACH, self.current.at)
        for match in re.finditer("[。；]", self.text[low : mark.start]):
            at = low + match.end()
            if begins_an_opening(self.text, at) and opening_of(self.text, at, mark.start) in ("formula", "government"):
                self._begin(at)
                return

    def _short_line(self, i: int, span: Span) -> bool:
        """Deal with a title, a signature, a date or a part heading; False when the line is text like any other."""
        current = self.current
        start, end = span
        line = self.text[start:end]
        if start in self.units:
            self._begin(start, self.units[start])
            return True
        if is_annex(line) and current.size > LEAST:
            current.annex = True
            return False
        title = read_title(self.text, start, end)
        if title and can_head_a_report(title, current):
            return self._title(i, start, title)
        if current.empty and is_unit_name(line):
            return True
        if is_date(line):
            current.closed = current.marks > 0 or current.size >= LEAST // 2
            return True
        if is_addressee(line):
            current.pending.append(i)
        elif is_part_heading(line):
            current.part = self.after_heading = True
            current.plan |= title_role(line) == "plan"
            current.size += end - start
            return True
        return False

    def _title(self, i: int, start: int, title: Title) -> bool:
        """Take a title line as that of this report or of another; False when it only heads a part."""
        current = self.current
        same = current.title is None or current.title.org == title.org or not title.org
        if current.empty and same:
            if current.title is None and not self._only_title_block(i):
                current.at = start
            current.title = current.title or title
            current.government |= title.government
        elif stands_alone(title, current, self._addresses(i)):
            self._begin(start if title.org else self._unit_above(i, start), title)
        else:
            current.part = self.after_heading = True
            return False
        self.after_heading = False
        return True

    def _addresses(self, i: int) -> bool:
        """Whether the lines below a title address a congress."""
        below = self.paragraphs[i + 1 : i + 8]
        return any(
            (e - s <= SHORT and is_addressee(self.text[s:e])) or opening_of(self.text, s, e) == "government"
            for s, e in below
        )

    def _unit_above(self, i: int, start: int) -> int:
        """Give the start of the title block: the line above may name the organisation."""
        above = self.paragraphs[i - 1] if i else (start, start)
        return above[0] if above[0] > self.current.at and is_unit_name(self.text[above[0] : above[1]]) else start

    def _only_title_block(self, i: int) -> bool:
        """Whether only names of organisations, dates and titles stand between the start of the report and a line."""
        first = bisect_left(self.paragraphs, (self.current.at, 0))
        above = [self.text[s:e] for s, e in self.paragraphs[first:i]]
        return all(is_unit_name(line) or is_date(line) or read_title(line) is not None for line in above)

    def _maybe_begin(self, i: int, span: Span, mark: Mark | None) -> None:
        """Begin a report at this paragraph, or at an opening before it, when it is the first of another one."""
        start, end = span
        if self.current.closed and not self.current.annex and not is_annex(self.text[start : start + 12]):
            self._begin(self._first_pending(start))
        if self.excerpts and start > self.current.at and end - start >= LEAST:
            if self._is_other_excerpt(start, end, mark):
                self._begin(start)
            return
        opening = None if mark else opening_of(self.text, start, self._before_inline_title(start, end))
        if opening and opens_another(self.topics, self.current, span, opening, self.after_heading):
            self._begin(self._addressee_above(i, start))
            self.current.government = opening == "government"
        elif opening:
            self._note_opening(i, opening)
        if mark and mark.level == 1 and mark.number == 1:
            self._restart(start)

    def _before_inline_title(self, start: int, end: int) -> int:
        """Give the end of a paragraph, or where a title runs into the middle of it."""
        at = self.inline[self.next_inline].start if self.next_inline < len(self.inline) else end
        return at if start < at < end else end

    def _first_pending(self, start: int) -> int:
        """Give the first paragraph since the last mark that may open another report, else `start`."""
        return next(
            (self.paragraphs[p][0] for p in self.current.pending if self.paragraphs[p][0] > self.current.at), start
        )

    def _note_opening(self, i: int, opening: Opening) -> None:
        if opening == "plan":
            leads = self.text[self.paragraphs[i][1] - 1] in "：:"
            self.current.part |= leads or not self.after_heading
            self.current.plan = True
        else:
            self.current.government |= opening == "government"
            self.current.pending.append(i)

    def _addressee_above(self, i: int, start: int) -> int:
        """Give the start of the addressee line right above paragraph `i`, else of the paragraph."""
        s, e = self.paragraphs[i - 1] if i else (start, start)
        return s if s > self.current.at and e - s <= SHORT and is_addressee(self.text[s:e]) else start

    def _restart(self, start: int) -> None:
        """Begin a report where the numbering begins anew at 一、, unless it is a second part of this one."""
        at = self._first_pending(start)
        if restarts_another(self.topics, self.current, start, opened=at < start):
            self._begin(at)
            self.current.size = start - at

    def _is_other_excerpt(self, start: int, end: int, mark: Mark | None) -> bool:
        """Whether a paragraph of a collection of excerpts is another one than the paragraph before it."""
        before, after = self.topics.leading(self.current.at, start), self.topics.leading(start, end)
        same = before is not None and before == after
        return not (same and mark and follows_on(self.marks, self.at_marks, self.current.at, mark))


def _unit_headings(text: str, paragraphs: Sequence[Span]) -> dict[int, Title]:
    """Give the numbered headings that are names of institutions, when the text is a row of such pieces."""
    found: dict[int, Title] = {}
    for start, end in paragraphs:
        if end - start <= SHORT // 2 and (title := read_unit_heading(text, start, end)):
            found[start] = title
    return found if len({title.org for title in found.values()}) >= FEWEST_UNITS else {}
