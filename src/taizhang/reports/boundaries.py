"""What speaks for a boundary between two reports.

In: the text, and what is known of the report at hand. Out: answers to single questions: is this title that of another
report, does this opening paragraph open one, does a numbering that begins anew begin one. `splitting` asks them while
it reads; nothing here moves it on.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from taizhang.reports.excerpts import LEAST
from taizhang.reports.openings import Opening, own_area, own_institution
from taizhang.reports.orgs import TOPIC, Topics
from taizhang.reports.titles import Title
from taizhang.spans import Span

__all__ = ["Current", "can_head_a_report", "opens_another", "restarts_another", "stands_alone"]

_COMPLETE = re.compile(r"总结|汇报|述职|报告|小结|要点|计划|打算|思路")


@dataclass(slots=True)
class Current:
    """What is known of the report that is being read."""

    at: int
    title: Title | None = None
    size: int = 0
    """Characters of body read so far."""
    marks: int = 0
    first: int = 0
    """The last number of level 1."""
    plan: bool = False
    """Whether its plan part has begun."""
    part: bool = False
    """Whether a part heading or the opening of a plan part came since the last number of level 1."""
    closed: bool = False
    """Whether a date stood alone behind its body."""
    annex: bool = False
    government: bool = False
    """Whether it is a government's report to its congress."""
    pending: list[int] = field(default_factory=list)
    """Paragraphs since the last mark that may open the next report."""

    @property
    def empty(self) -> bool:
        """Whether only its title block has been read."""
        return self.size == 0 and self.marks == 0


def can_head_a_report(title: Title, current: Current) -> bool:
    """Whether a title line can be that of a whole report."""
    if title.volume or title.government:
        return True
    if title.notice:
        return (current.empty or current.closed) and title.org is not None
    numbered = title.numbered.strip()
    section = numbered.endswith("、") and not numbered[0].isdigit()
    if section or not _COMPLETE.search(title.text):
        return bool(title.org_type and title.periods)
    return bool(title.org or title.periods or not numbered)


def stands_alone(title: Title, current: Current, addressed: bool) -> bool:
    """Whether a title inside a report begins another one, and is not a page head or the heading of a part.

    `addressed` says that a congress is addressed below it.
    """
    if current.title and title.text == current.title.text and not current.closed:
        return title.government and addressed
    if title.volume or (title.org and (title.org_type or title.periods)):
        return True
    if title.government:
        return addressed
    if current.government or not title.summary or not title.periods:
        return False
    return current.marks > 0 and current.size > 5 * LEAST


def opens_another(topics: Topics, current: Current, span: Span, opening: Opening, after_heading: bool) -> bool:
    """Whether an opening paragraph is that of another report than the one at hand."""
    if opening == "plan" or span[0] <= current.at or (current.size < LEAST // 2 and not current.marks):
        return False
    if opening == "government":
        return not current.government and current.size > 3 * LEAST
    if current.government or (after_heading and opening == "past"):
        return False
    if opening == "formula" and (current.plan or not current.part):
        if current.plan or current.first >= 2 or current.size > 10 * LEAST:
            return True
        if current.marks or current.size > 4 * LEAST:
            return not _same_bureau(topics, current, span)
    return _other_bureau(topics, current, span)


def restarts_another(topics: Topics, current: Current, start: int, opened: bool) -> bool:
    """Whether 一、 at `start`, after other numbers of level 1, begins another report and not a part of this one.

    `opened` says that a paragraph between may be its opening.
    """
    if current.first == 0 or current.government or current.annex or current.part or start <= current.at:
        return False
    if current.first >= 2 and (opened or current.plan):
        return True
    return _differ(topics.leading(current.at, start), topics.leading(start, start + TOPIC))


def _same_bureau(topics: Topics, current: Current, span: Span) -> bool:
    own = own_institution(topics.text, span[0], min(span[1], span[0] + 2 * LEAST))
    return bool(own and current.title and current.title.org and own.name in current.title.org)


def _other_bureau(topics: Topics, current: Current, span: Span) -> bool:
    """Whether a paragraph names, or speaks of, another bureau than the report at hand."""
    start, end = span
    own = own_institution(topics.text, start, min(end, start + 2 * LEAST))
    head = own_institution(topics.text, current.at, min(start, current.at + 3 * LEAST))
    if own and head and own.org_type != head.org_type:
        return True
    if own and current.title and _differ(current.title.org_type, own.org_type):
        return True
    area = None if own else own_area(topics.text, start, min(end, start + LEAST))
    if area and head and head.place != area and area not in head.full:
        return True
    before = head.org_type if head else topics.leading(current.at, start)
    return _differ(before, own.org_type if own else topics.leading(start, start + TOPIC))


def _differ(one: str | None, other: str | None) -> bool:
    return one is not None and other is not None and one != other
