"""Outline: the sections of a report, four levels deep, with their titles and roles.

In: the clean text, its heading marks and unnumbered headings, the span of one report. Out: parts in the order of the
text, each with its title, where its body begins, where it ends, and the part that holds it. `assign_roles` then says
what each is for. `profile` reads the titles, `analyse` makes the exported sections.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from taizhang.model import SectionRole
from taizhang.reports.headings import Mark
from taizhang.reports.heads import Head
from taizhang.reports.lines import lines
from taizhang.reports.openings import is_date, is_unit_name, opening_of
from taizhang.reports.roles import looks_ahead, section_role, title_role

__all__ = ["Part", "assign_roles", "body_end", "outline"]

LONGEST = 60
"""Characters of a title at most."""
BODY = 200
"""Characters of a body that are read for its role."""
LEAST = 30
"""Characters of a paragraph that can open a plan part without a heading."""
_STOP = re.compile(r"[。；;！!？?\n]|[：:](?!\d)")
_STOPS = frozenset("。；;：:！!，,")
_BLANKS = frozenset(" \t\u3000\r\n*")
_BEFORE_BODY = re.compile(r"[。；;：:！!，,]?[\s*]*")
_SHORT_STOP = re.compile(r"[，,。；;：:！!？?\n]")
_BODY_BEGINS = re.compile(
    r"(?:截[至止]|今年以来|今年[，,]|(?:19|20)\d\d年(?:[，,是]|以来|上半年[，,])|上半年[，,]|目前[，,]|一年来[，,]|根据|按照|1?\d[-—]1?\d月|"
    r"为(?:进一步|深入|全面|切实|确保)|我[局县市区镇旗委乡][一-龥])"
)


_AHEAD = re.compile(r"力争|确保|将(?!近)|要(?!求|素)|着力|继续|进一步|争取|计划|加大|抓好|做好")


@dataclass(slots=True)
class Part:
    """A section in the making; offsets are those of the clean text, `parent` an index into the list of parts."""

    start: int
    body: int
    end: int
    level: int
    rank: int
    """Its depth in the tree; a part heading stands above the 一、 that it leads, though both are level 1."""
    title: str
    parent: int | None
    role: SectionRole = "summary"
    lead: bool = False
    """Whether it is a plan part that begins without a heading."""


class _Entry(NamedTuple):
    start: int
    after: int
    level: int
    rank: int
    end: int | None
    """Where its title ends, when that is known."""


def outline(text: str, marks: Sequence[Mark], heads: Sequence[Head], start: int, end: int) -> list[Part]:
    """Give the parts of the report `text[start:end]` whose headings are `marks` and `heads`."""
    entries = _entries(marks, heads)
    bottom = body_end(text, start, end)
    parts: list[Part] = []
    stack: list[int] = []
    for i, entry in enumerate(entries):
        following = entries[i + 1].start if i + 1 < len(entries) else bottom
        title_end = entry.end if entry.end is not None else _title_end(text, entry, following, bottom)
        while stack and parts[stack[-1]].rank >= entry.rank:
            parts[stack.pop()].end = entry.start
        parent = stack[-1] if stack else None
        title = text[entry.after : title_end].strip(" \t\u3000。；;：:，,*#\r\n")
        body = _after_title(text, title_end, following)
        parts.append(Part(entry.start, body, bottom, entry.level, entry.rank, title, parent))
        stack.append(len(parts) - 1)
    for i in stack:
        parts[i].end = max(bottom, parts[i].body)
    return _with_lead(text, parts, start, bottom)


def body_end(text: str, start: int, end: int) -> int:
    """Give where the body ends: before the signature and the date at the end of a report."""
    last = list(lines(text[max(start, end - 400) : end]))[-3:]
    low = max(start, end - 400)
    bottom = end
    dated = False
    for s, e in reversed(last):
        line = text[low + s : low + e]
        if is_date(line) and not dated:
            bottom, dated = low + s, True
        elif dated and is_unit_name(line):
            bottom = low + s
        else:
            break
    return bottom if bottom > start else end


def _entries(marks: Sequence[Mark], heads: Sequence[Head]) -> list[_Entry]:
    """Bring numbered and unnumbered headings into one order, and give the latter their levels."""
    entries = [_Entry(m.start, m.after, m.level, 1 if m.kind == "chapter" else 2 * m.level, None) for m in marks]
    firsts = [m for m in marks if m.level == 1 and m.kind != "chapter"]
    top = min((head.hashes for head in heads if head.hashes), default=0)
    for head in heads:
        level, rank = _place(head, marks, firsts, top)
        entries.append(_Entry(head.start, head.start, level, rank, head.end))
    entries.sort(key=lambda e: (e.start, e.rank))
    return entries


def _place(head: Head, marks: Sequence[Mark], firsts: Sequence[Mark], top: int) -> tuple[int, int]:
    """Give level and rank of an unnumbered heading by the numbered ones around it."""
    if not firsts:
        level = min(4, head.hashes - top + 1) if head.hashes else 1
        return level, 2 * level
    after = next((m for m in firsts if m.start >= head.end), None)
    leads = after is not None and after.number == 1
    if leads or (after is None and not head.plain):
        return 1, 1
    in_use = False
    for mark in reversed(marks):
        if mark.start < head.start:
            if mark.level == 1:
                break
            in_use |= mark.level == 2
    level = 3 if head.plain and in_use else 2
    return level, 2 * level


def _title_end(text: str, entry: _Entry, following: int, bottom: int) -> int:
    """Give where the title after a number ends."""
    limit = min(following, bottom, entry.after + 2 * LONGEST)
    stop = (_SHORT_STOP if entry.level == 4 else _STOP).search(text, entry.after, limit)
    end = stop.start() if stop else limit
    line_end = stop is not None and text[stop.start()] == "\n"
    if end - entry.after > LONGEST // 2 and not line_end:
        begins = _BODY_BEGINS.search(text, entry.after + 6, end)
        if begins:
            return begins.start()
    if end - entry.after <= LONGEST or line_end or end == following:
        return end
    comma = max(text.rfind(c, entry.after + 8, entry.after + LONGEST) for c in "，,")
    return comma if comma > 0 else entry.after + LONGEST


def _after_title(text: str, title_end: int, following: int) -> int:
    """Give where the body begins behind a title: after its stop and the line break."""
    if title_end >= following:
        return title_end
    if text[title_end] in _STOPS and text[title_end + 1 : title_end + 2] not in _BLANKS:
        return title_end + 1
    match = _BEFORE_BODY.match(text, title_end, following)
    return match.end() if match else title_end


def _with_lead(text: str, parts: list[Part], start: int, bottom: int) -> list[Part]:
    """Add the plan part that begins without a heading after the last section of level 1, if there is one."""
    tops = [part for part in parts if part.rank <= 2]
    low = tops[-1].body if tops else start + 1
    if tops and _speaks_ahead(tops[-1].title):
        return parts
    for s, e in lines(text[low:bottom]):
        at, to = low + s, low + e
        if (
            (to - at < LEAST and text[to - 1] not in "：:")
            or any(p.start <= at < p.body for p in parts)
            or opening_of(text, at, to) != "plan"
        ):
            continue
        if at == start or any(at in (p.start, p.body) for p in parts):
            continue
        return _insert_lead(text, parts, at, bottom)
    return parts


def _speaks_ahead(title: str) -> bool:
    return section_role(title, "", None, None) == "plan"


def _insert_lead(text: str, parts: list[Part], at: int, bottom: int) -> list[Part]:
    stop = _SHORT_STOP.search(text, at, at + LONGEST)
    lead = Part(at, at, bottom, 1, 2, text[at : stop.start() if stop else at + LONGEST].strip(), None, lead=True)
    index = next((i for i, p in enumerate(parts) if p.start > at), len(parts))
    for part in parts[:index]:
        part.end = min(part.end, at)
    for part in parts[index:]:
        if part.parent is None or part.parent < index:
            part.parent = index
        else:
            part.parent += 1
    return [*parts[:index], lead, *parts[index:]]


def assign_roles(text: str, parts: Sequence[Part], year: int | None, base: SectionRole) -> None:
    """Give every part its role; `base` is that of a part whose title and parents say nothing."""
    before: SectionRole | None = None
    for part in parts:
        parent = parts[part.parent].role if part.parent is not None else None
        if part.lead:
            part.role = "plan"
        elif part.level == 4:
            part.role = _inherited(parent) or base
        else:
            body = text[part.body : min(part.end, part.body + BODY)]
            part.role = section_role(part.title, body, parent, year)
            if part.rank <= 2 and parent is None:
                if before == "plan" and title_role(part.title) is None and looks_ahead(body) is not False:
                    part.role = "plan"
                before = part.role
            if part.role == "summary" and parent is None and not _done(part.title):
                part.role = "plan" if base == "plan" or (part.level > 1 and _clearly_ahead(text, part)) else "summary"


def _inherited(parent: SectionRole | None) -> SectionRole | None:
    return "summary" if parent == "indicator" else parent


def _done(title: str) -> bool:
    return re.search(r"总结|情况|回顾|成效|完成", title) is not None


def _clearly_ahead(text: str, part: Part) -> bool:
    """Whether the whole of a part speaks ahead, and nothing in it is reported with figures."""
    body = text[part.body : min(part.end, part.body + 3 * BODY)]
    done = re.search(r"同比|截[至止]|累计|[完达]成了|今年以来|\d[\d.]*[%个万亿家项次]|[XxＸ×*]+[亩吨个万亿]", body)
    return not done and len(_AHEAD.findall(body)) >= 3
