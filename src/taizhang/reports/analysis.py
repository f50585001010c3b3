"""From a source text to its structure: noise, reports, sections, with offsets of the source.

`analyse` is what the package offers. It cleans the text, splits it, outlines and profiles each report, and maps all
offsets back. Facts are read from the clean text of the structure next.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import pairwise

from taizhang.model import Report, Section, SourceText, Structure
from taizhang.reports.captions import find_captions
from taizhang.reports.contents import ContentsList
from taizhang.reports.dating import find_period, year_summed_up
from taizhang.reports.draft import Draft
from taizhang.reports.headings import Mark, find_marks
from taizhang.reports.heads import Head, find_heads
from taizhang.reports.lines import lines
from taizhang.reports.naming import find_org, find_place
from taizhang.reports.noise import find_noise
from taizhang.reports.orgs import Topics
from taizhang.reports.outline import Part, assign_roles, outline
from taizhang.reports.profile import base_role, find_kind, heading_of, is_complete
from taizhang.reports.splitting import Start, split
from taizhang.reports.titles import Title
from taizhang.spans import Clean, Span

__all__ = ["analyse"]

MOST_ALIGNED = 400
"""Reports and items of a contents list up to which they are matched."""


def analyse(source: SourceText) -> Structure:
    """Find the noise, the reports and the sections of a text. Any text is read; one without reports has none."""
    cleaned = find_noise(source)
    clean = cleaned.clean
    text = clean.text
    tables = cleaned.tables
    marks = [mark for mark in find_marks(text) if not _within(mark.start, tables)]
    topics = Topics(text)
    paragraphs = [span for span in lines(text) if not _within(span[0], tables)]
    captions = find_captions(text, paragraphs, tables, [mark.start for mark in marks])
    paragraphs = [span for span in paragraphs if span not in captions]
    starts = split(topics, marks, cleaned.duplicates, paragraphs)
    spans = [(start.at, end) for start, end in zip(starts, [*(s.at for s in starts[1:]), len(text)], strict=False)]
    titles = [(s.title.start, s.title.end) for s in starts if s.title]
    heads = find_heads(text, paragraphs, [m.start for m in marks], titles)
    repeated = [(d.start, d.end) for d in cleaned.duplicates]
    marks = [m for m in marks if m.level > 2 or not _within(m.start, repeated)]
    heads = [h for h in heads if not _within(h.start, repeated) and not _within(h.start, tables)]
    drafts = _drafts(topics, starts, spans, marks, heads)
    items = _align(drafts, cleaned.contents)
    drafts = [replace(draft, item=items[n]) if n in items else draft for n, draft in enumerate(drafts)]
    reports = _reports(drafts, source.doc[:12], clean)
    sections: list[Section] = []
    for draft, report in zip(drafts, reports, strict=True):
        _add_sections(sections, draft.parts, report.id, source.doc[:12], clean)
    return Structure(source, clean, tuple(reports), tuple(sections), cleaned.noise)


def _within(at: int, spans: Sequence[Span]) -> bool:
    i = bisect_right(spans, (at, 1 << 60)) - 1
    return i >= 0 and at < spans[i][1]


def _drafts(
    topics: Topics,
    starts: Sequence[Start],
    spans: Sequence[tuple[int, int]],
    marks: Sequence[Mark],
    heads: Sequence[Head],
) -> list[Draft]:
    at_marks, at_heads = [m.start for m in marks], [h.start for h in heads]
    drafts = []
    for begin, (start, end) in zip(starts, spans, strict=True):
        body = begin.title.end if begin.title else start
        own = marks[bisect_left(at_marks, body) : bisect_left(at_marks, end)]
        unnumbered = heads[bisect_right(at_heads, body) : bisect_left(at_heads, end)]
        parts = outline(topics.text, own, unnumbered, start, end)
        drafts.append(Draft(topics, start, end, begin.title, None, parts, begin.excerpt))
    return drafts


def _reports(drafts: Sequence[Draft], doc: str, clean: Clean) -> list[Report]:
    """Give the rows of the reports, one attribute after the other for all; the roles of their parts are set on the way.
    """
    bases = [base_role(draft) for draft in drafts]
    for draft, base in zip(drafts, bases, strict=True):
        assign_roles(draft.text, draft.parts, year_summed_up(draft), base)
    kinds = [find_kind(draft, base) for draft, base in zip(drafts, bases, strict=True)]
    periods = [find_period(draft, kind) for draft, kind in zip(drafts, kinds, strict=True)]
    orgs = [find_org(draft) for draft in drafts]
    reports = []
    for n, (draft, kind, period, (org, org_type)) in enumerate(zip(drafts, kinds, periods, orgs, strict=True)):
        start, end = clean.source(draft.start), clean.source(draft.end - 1) + 1
        place, complete = find_place(draft, org), is_complete(draft, kind)
        reports.append(
            Report(f"{doc}-r{n}", start, end, org, org_type, place, period, kind, complete, heading_of(draft))
        )
    return reports


def _add_sections(sections: list[Section], parts: Sequence[Part], report: str, doc: str, clean: Clean) -> None:
    """Make rows of the parts of one report."""
    first, source = len(sections), _to_source(clean)
    for part in parts:
        parent = sections[first + part.parent].id if part.parent is not None else None
        start = source(part.start)
        end = source(part.end - 1) + 1 if part.end > part.start else start
        id = f"{doc}-s{len(sections)}"
        body = min(end, source(part.body))
        sections.append(Section(id, report, parent, start, end, part.level, part.title, part.role, body))


def _to_source(clean: Clean) -> Callable[[int], int]:
    """Give the map from clean to source offsets, quick for offsets that follow each other."""
    low = high = shift = 0

    def source(offset: int) -> int:
        nonlocal low, high, shift
        if not low <= offset < high:
            i = max(0, bisect_right(clean.starts, offset) - 1)
            low, shift = clean.starts[i], clean.kept[i][0] - clean.starts[i]
            high = clean.kept[i][1] - shift
        return offset + shift

    return source


def _align(drafts: Sequence[Draft], contents: Sequence[ContentsList]) -> dict[int, Title]:
    """Match reports without a title to the items of the contents list, in order, by the type of bureau."""
    items = [item for each in contents for item in each.items]
    if not items or len(items) > MOST_ALIGNED or len(drafts) > MOST_ALIGNED:
        return {}
    types = [None if d.title else find_org(d)[1] for d in drafts]
    best = [[0] * (len(items) + 1) for _ in range(len(drafts) + 1)]
    for i in range(len(drafts) - 1, -1, -1):
        for k in range(len(items) - 1, -1, -1):
            best[i][k] = max(best[i + 1][k], best[i][k + 1], _alike(types[i], items[k]) + best[i + 1][k + 1])
    pairs = [(-1, -1)]
    i = k = 0
    while i < len(drafts) and k < len(items):
        alike = _alike(types[i], items[k])
        if alike and best[i][k] == alike + best[i + 1][k + 1]:
            pairs.append((i, k))
            i, k = i + 1, k + 1
        elif best[i][k] == best[i][k + 1]:
            k += 1
        else:
            i += 1
    pairs.append((len(drafts), len(items)))
    return _filled(pairs, items, [d.title is None for d in drafts])


def _filled(pairs: Sequence[tuple[int, int]], items: Sequence[Title], untitled: Sequence[bool]) -> dict[int, Title]:
    """Give the matches, and those between them where as many reports as items are left."""
    matched: dict[int, Title] = {}
    for (i, k), (next_i, next_k) in pairwise(pairs):
        if i >= 0:
            matched[i] = items[k]
        if next_i - i == next_k - k:
            matched.update({i + n: items[k + n] for n in range(1, next_i - i) if untitled[i + n]})
    return matched


def _alike(org_type: str | None, item: Title) -> int:
    return int(org_type is not None and org_type == item.org_type)
