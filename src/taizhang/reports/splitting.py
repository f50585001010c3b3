"""Splitting: where each report of a text begins, also where one runs into the next without a title.

In: the clean text, its heading marks, its repeated passages. Out: the starts of the reports in order, each with the
title that it has, if any. The text is read paragraph by paragraph; a report begins at a title, at an opening paragraph,
after a signature and date, or where the numbering begins anew and nothing says that a second part of the same report
begins. In a collection of excerpts, where most paragraphs begin in the middle of a numbering, each is a report.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from statistics import median

from taizhang.reports.duplicates import Duplicate
from taizhang.reports.headings import Mark
from taizhang.reports.openings import Opening, is_addressee, is_annex, is_date, is_unit_name, opening_of, own_area, own_institution
from taizhang.reports.orgs import TOPIC, Topics
from taizhang.reports.roles import title_role
from taizhang.reports.titles import Title, inline_titles, read_title, read_unit_heading
from taizhang.spans import Span

__all__ = ["Start", "split"]

SHORT = 64
"""Characters of a line that may be a title, a heading, a signature."""
FEWEST_UNITS = 3
"""Numbered names of institutions that make a row of their pieces."""
EXCERPT = 100
"""Characters that an excerpt has at least."""
_COMPLETE_TITLE = re.compile(r"总结|汇报|述职|报告|小结|要点|计划|打算|思路")
_PART = re.compile(
    r"(?:第[一二三四五六七八九十]部分|[上下]篇)?[：:、\s]*(?:(?:19|20)\d\d年|[今明来]年|上半年|下半年|下一?步|过去|今后|未来|[一二][九〇○零][〇○零一二三四五六七八九]{2}年)?"
    r"[^。；;！!？?：:，,\n]{0,24}(?:总结|回顾|计划|打算|思路|安排|要点|谋划|任务|目标|展望|要求|工作|建设|情况|措施|举措|问题|形势)[：:]?"
)


@dataclass(frozen=True, slots=True)
class Start:
    """Where a report begins in the clean text, and its title."""

    at: int
    title: Title | None = None
    excerpt: bool = False


@dataclass(slots=True)
class _Report:
    """What is known of the report that is being read."""

    at: int
    title: Title | None = None
    size: int = 0
    """Characters of body read so far."""
    marks: int = 0
    first: int = 0
    """The last number of level 1."""
    plan: bool = False
    closed: bool = False
    annex: bool = False
    government: bool = False
    opened: bool = False
    """Whether its opening paragraph has been read."""
    part: bool = False
    """Whether a part heading or the opening of a plan part came since the last mark."""
    pending: list[int] = field(default_factory=list)
    """Paragraphs since the last mark that may open the next report."""


def split(
    topics: Topics, marks: Sequence[Mark], duplicates: Sequence[Duplicate], paragraphs: Sequence[Span]
) -> list[Start]:
    """Give the starts of the reports of a text, in order; `paragraphs` are its lines."""
    return _Splitter(topics.text, marks, duplicates, topics, paragraphs).run() if paragraphs else []


class _Splitter:
    """Reads the paragraphs in order and keeps what is known of the report at hand."""

    def __init__(
        self, text: str, marks: Sequence[Mark], duplicates: Sequence[Duplicate], topics: Topics, paragraphs: Sequence[Span]
    ) -> None:
        self.text = text
        self.topics = topics
        self.marks = marks
        self.at_marks = [mark.start for mark in marks]
        self.repeated = [(d.start, d.end) for d in duplicates]
        self.paragraphs = paragraphs
        self.titles = {title.start: title for title in inline_titles(text)}
        self.title_starts = sorted(self.titles)
        self.next_title = 0
        self.units = self._unit_headings()
        self.excerpts = self._is_collection_of_excerpts()
        self.report = _Report(self.paragraphs[0][0])
        self.starts: list[Start] = []
        self.after_heading = False

    def run(self) -> list[Start]:
        for i, span in enumerate(self.paragraphs):
            self._read(i, span)
        self._finish()
        return self.starts

    def _finish(self) -> None:
        self.starts.append(Start(self.report.at, self.report.title, self.excerpts))

    def _begin(self, at: int, title: Title | None = None) -> None:
        """Begin a report at `at`; what came before it is one, unless it was only a heading of the collection."""
        report = self.report
        if at > report.at and (report.size >= EXCERPT or report.marks or (report.title and report.size)):
            self._finish()
        self.report = _Report(at, title, government=bool(title and title.government))

    def _read(self, i: int, span: Span) -> None:
        """Read one paragraph."""
        start, end = span
        repeated = self._in_repeated(start)
        line = self.text[start:end] if end - start <= SHORT else ""
        if not repeated and line and self._short_line(i, span, line):
            return
        low, high = bisect_left(self.at_marks, start), bisect_left(self.at_marks, end)
        begins = low < high and self.marks[low].line and self.marks[low].start - start <= 2
        mark = self.marks[low] if begins else None
        if not repeated:
            self._maybe_begin(i, span, mark)
        self._take(i, span, low, high, mark)

    def _take(self, i: int, span: Span, low: int, high: int, mark: Mark | None) -> None:
        """Count a paragraph to the report at hand, with the titles and restarts inside it."""
        start, end = span
        report = self.report
        for at in range(low, high):
            each = self.marks[at]
            if self.next_title < len(self.title_starts):
                self._inline_title(start, each.start)
                report = self.report
            if each.kind == "chapter":
                report.part = True
            elif each.level == 1:
                if each is not mark and each.number == 1 and report.first >= 2:
                    self._inline_restart(self.marks[at - 1].after if at else start, each)
                    report = self.report
                report.first = each.number
                report.part = False
                report.plan |= title_role(self.text[each.after : each.after + 40].split("。")[0].split("\n")[0]) == "plan"
            report.marks += 1
        self._inline_title(start, end)
        report = self.report
        report.size += end - max(start, report.at)
        if high > low:
            report.pending.clear()
        heading = mark is not None and end - start <= SHORT and self.text[end - 1] not in "。；;：:！!"
        self.after_heading = heading

    def _in_repeated(self, at: int) -> bool:
        i = bisect_right(self.repeated, (at, 1 << 60)) - 1
        return i >= 0 and at < self.repeated[i][1]

    def _inline_title(self, start: int, end: int) -> None:
        """Begin a report at a title that runs into the body between `start` and `end`."""
        while self.next_title < len(self.title_starts) and self.title_starts[self.next_title] < end:
            at = self.title_starts[self.next_title]
            self.next_title += 1
            report = self.report
            if at == report.at and report.title is None:
                report.title = self.titles[at]
            elif at > report.at and not self._in_repeated(at):
                report.size += at - max(start, report.at)
                self._begin(at, self.titles[at])

    def _inline_restart(self, low: int, mark: Mark) -> None:
        """Begin a report inside a paragraph where an opening sentence with its formula leads to a new 一、."""
        low = max(low, mark.start - 800, self.report.at)
        for match in re.finditer(r"[。；]", self.text[low : mark.start]):
            at = low + match.end()
            if opening_of(self.text, at, mark.start) in ("formula", "government"):
                self._begin(at)
                return

    def _short_line(self, i: int, span: Span, line: str) -> bool:
        """Deal with a title, a part heading, an addressee, a signature or a date; False when the line is text."""
        report = self.report
        start, end = span
        if start in self.units:
            self._begin(start, self.units[start])
            return True
        if is_annex(line) and report.size > EXCERPT:
            report.annex = True
            return False
        title = read_title(self.text, start, end)
        if title and self._is_report_title(title):
            if report.size == 0 and report.marks == 0 and (report.title is None or report.title.org == title.org or not title.org):
                keep = report.title is not None or self._only_title_block(i)
                report.title = report.title or title
                report.at = report.at if keep else start
                report.government |= title.government
            elif self._stands_alone(title, i):
                self._begin(start if title.org else self._unit_above(i, start), title)
            else:
                report.part, self.after_heading = True, True
                return False
            self.after_heading = False
            return True
        if report.size == 0 and not report.marks and is_unit_name(line):
            return True
        if is_date(line):
            report.closed = report.size >= EXCERPT
            return True
        if is_addressee(line):
            report.pending.append(i)
            return False
        if _PART.fullmatch(line) and not line[0].isdigit() | (line[0] in "（(一二三四五六七八九十"):
            report.part = True
            report.plan |= title_role(line) == "plan"
            self.after_heading = True
            report.size += end - start
            return True
        return False

    def _unit_headings(self) -> dict[int, Title]:
        """Give the numbered headings that are names of institutions, when the text is a row of such pieces."""
        found: dict[int, Title] = {}
        for start, end in self.paragraphs:
            title = read_unit_heading(self.text, start, end) if end - start <= SHORT // 2 else None
            if title:
                found[start] = title
        return found if len({title.org for title in found.values()}) >= FEWEST_UNITS else {}

    def _unit_above(self, i: int, start: int) -> int:
        """Give the start of the title block: the line above may name the organisation."""
        above = self.paragraphs[i - 1] if i else (start, start)
        return above[0] if above[0] > self.report.at and is_unit_name(self.text[above[0] : above[1]]) else start

    def _only_title_block(self, i: int) -> bool:
        """Whether only names of organisations and dates stand between the start of the report and this line."""
        first = bisect_left(self.paragraphs, (self.report.at, 0))
        return all(
            is_unit_name(self.text[s:e]) or is_date(self.text[s:e]) or read_title(self.text, s, e) is not None
            for s, e in self.paragraphs[first:i]
        )

    def _is_report_title(self, title: Title) -> bool:
        """Whether a title line can be that of a whole report."""
        if title.volume or title.government:
            return True
        if not _COMPLETE_TITLE.search(title.text):
            return bool(title.org_type and title.periods)
        numbered = title.numbered.strip()
        if numbered and numbered[-1] == "、" and not numbered[0].isdigit():
            return bool(title.org_type and title.periods)
        return bool(title.org or title.periods or title.numbered == "")

    def _stands_alone(self, title: Title, i: int) -> bool:
        """Whether a title inside a report begins another one, and is not a page head or the heading of a part."""
        report = self.report
        if report.title and title.text == report.title.text and not report.closed:
            return title.government and self._addresses(i)
        if title.volume or (title.org and (title.org_type or title.periods)):
            return True
        if title.government:
            return self._addresses(i)
        if report.government or not title.summary or not title.periods:
            return False
        return report.marks > 0 and report.size > 5 * EXCERPT and not self._promised(title)

    def _addresses(self, i: int) -> bool:
        """Whether the lines below a government's title address its congress."""
        below = self.paragraphs[i + 1 : i + 8]
        return any(is_addressee(self.text[s:e][:SHORT]) or opening_of(self.text, s, e) == "government" for s, e in below)

    def _promised(self, title: Title) -> bool:
        """Whether the report at hand has said nothing yet, so that the line heads its first part."""
        return self.report.first == 0 and self.report.marks == 0

    def _maybe_begin(self, i: int, span: Span, mark: Mark | None) -> None:
        """Begin a report at this paragraph, or at an opening before it, when it is the first of another one."""
        report = self.report
        start, end = span
        if report.closed and not report.annex and not is_annex(self.text[start : start + 12]):
            pending = report.pending
            self._begin(self.paragraphs[pending[0]][0] if pending and self.paragraphs[pending[0]][0] > report.at else start)
            report = self.report
        if self.excerpts and start > report.at and end - start >= EXCERPT and self._other_excerpt(start, end, mark):
            self._begin(start)
            return
        opening = None if mark else opening_of(self.text, start, end)
        if opening and self._opens_report(i, span, opening):
            first = self._addressee_before(i)
            self._begin(first if first is not None else start)
            self.report.government = opening == "government"
            self.report.opened = True
        elif opening:
            self._note_opening(i, opening)
        if mark and mark.level == 1 and mark.number == 1:
            self._restart(i, start)

    def _note_opening(self, i: int, opening: Opening) -> None:
        report = self.report
        if opening == "plan":
            report.part = True
            report.plan = True
        else:
            if report.size == 0 or not report.marks:
                report.opened = True
            report.government |= opening == "government"
            report.pending.append(i)

    def _addressee_before(self, i: int) -> int | None:
        """Give the start of the addressee line right above paragraph `i`, when it is not yet part of the report's head."""
        if i == 0:
            return None
        start, end = self.paragraphs[i - 1]
        if start > self.report.at and end - start <= SHORT and is_addressee(self.text[start:end]):
            return start
        return None

    def _opens_report(self, i: int, span: Span, opening: Opening) -> bool:
        """Whether an opening paragraph is that of another report."""
        report = self.report
        start, end = span
        if opening == "plan" or start <= report.at or (report.size == 0 and not report.marks):
            return False
        if opening == "government":
            return not report.government and report.size > 3 * EXCERPT
        if report.government or self.after_heading and opening == "past":
            return False
        if report.size < EXCERPT and not report.marks:
            return False
        if opening == "formula" and not (report.part and not report.plan):
            if report.plan or report.first >= 2 or report.size > 10 * EXCERPT:
                return True
            if report.marks or report.size > 4 * EXCERPT:
                return not self._same_bureau(span)
        return self._other_bureau(span)

    def _same_bureau(self, span: Span) -> bool:
        report, own = self.report, own_institution(self.text, span[0], min(span[1], span[0] + 200))
        if own and report.title and report.title.org:
            return own.name in report.title.org
        return False

    def _other_bureau(self, span: Span) -> bool:
        """Whether a paragraph names or speaks of another bureau than the report at hand."""
        start, end = span
        report = self.report
        own = own_institution(self.text, start, min(end, start + 200))
        head = own_institution(self.text, report.at, min(start, report.at + 300))
        if own and head and own.org_type != head.org_type:
            return True
        if own and report.title and report.title.org_type and own.org_type != report.title.org_type:
            return True
        area = None if own else own_area(self.text, start, min(end, start + 100))
        if area and head and head.place != area and area not in head.full:
            return True
        before = head.org_type if head else self.topics.leading(report.at, start)
        after = own.org_type if own else self.topics.leading(start, start + TOPIC)
        return before is not None and after is not None and before != after

    def _restart(self, i: int, start: int) -> None:
        """The numbering begins anew at 一、: another report, or a second part of this one."""
        report = self.report
        if report.first == 0 or report.government or report.annex or start <= report.at:
            return
        if report.part:
            report.part = False
            return
        opening = next((p for p in report.pending if self.paragraphs[p][0] > report.at), None)
        if opening is not None and report.first >= 2:
            at = self.paragraphs[opening][0]
        elif report.first >= 2 and (report.plan or self._other_topic(start)):
            at = start
        elif self._other_topic(start):
            at = self.paragraphs[opening][0] if opening is not None else start
        else:
            return
        self._begin(at)
        self.report.size = start - at

    def _other_topic(self, start: int) -> bool:
        before, after = self.topics.leading(self.report.at, start), self.topics.leading(start, start + TOPIC)
        return before is not None and after is not None and before != after

    def _is_collection_of_excerpts(self) -> bool:
        """Whether most paragraphs are long and many begin in the middle of a numbering."""
        sizes = [end - start for start, end in self.paragraphs]
        if len(sizes) < 5 or median(sizes) < 1.5 * EXCERPT:
            return False
        cut = 0
        numbers, last = [0] * 5, -1
        for start, end in self.paragraphs:
            low, high = bisect_left(self.at_marks, start), bisect_left(self.at_marks, end)
            for at in range(low, high):
                mark = self.marks[at]
                cut += at == low and mark.line and mark.number > 1 and not _goes_on(numbers, mark)
                numbers[mark.level] = mark.number
                numbers[mark.level + 1 :] = [0] * (4 - mark.level)
                last = at
        del last
        return cut >= 4 and cut >= 0.25 * len(sizes)

    def _other_excerpt(self, start: int, end: int, mark: Mark | None) -> bool:
        """Whether a paragraph of a collection of excerpts is another excerpt than the one before it."""
        report = self.report
        before, after = self.topics.leading(report.at, start), self.topics.leading(start, end)
        if before and before == after:
            numbers = [0] * 5
            for at in range(bisect_left(self.at_marks, report.at), bisect_left(self.at_marks, start)):
                each = self.marks[at]
                numbers[each.level] = each.number
                numbers[each.level + 1 :] = [0] * (4 - each.level)
            return not (mark is not None and _goes_on(numbers, mark))
        return True


def _goes_on(numbers: Sequence[int], mark: Mark) -> bool:
    """Whether a mark follows on the numbers in force."""
    return mark.number == numbers[mark.level] + 1 and (mark.number > 1 or any(numbers[: mark.level]))
