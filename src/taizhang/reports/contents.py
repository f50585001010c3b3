"""Contents lists: which lines only say what follows and on which page.

In: the source text. Out: spans of contents lists, whole or cut, each with its items as titles. `noise` cuts them out,
`profile` asks the items what a report without a title of its own is called.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from taizhang.reports.lines import lines
from taizhang.reports.titles import Title, is_contents_heading, read_title
from taizhang.spans import Span

__all__ = ["ContentsList", "find_contents"]

LONGEST = 90
FEWEST = 3
MOST_TITLES = 500
"""Longest list under 目录 without page numbers."""
_PAGED = re.compile(r".*?[^\d\s.…·．。_—–-](?P<leader>[\s.…·．。_—–-]*)(?P<page>\d{1,4})")
_LEADER = re.compile(r"\.{3,}|…|·{3,}|．{3,}|_{3,}|\s{3,}|\t")
_NUMBERED = re.compile(
    r"(?:[（(]?(?P<digits>\d{1,3})[)）.．、]|[（(]?[一二三四五六七八九十]{1,3}[)）、]|第[一二三四五六七八九十\d]{1,3}[章节篇部])"
)
_LEADERS = ("...", "…", "···")
_DOTS, _LED_TO = re.compile(r"[.…·]+"), re.compile(r"[ \t]{0,8}\d{1,4}")
_PAGE = re.compile(r"[\s.…·．。_—–-]*\d{1,4}$")
_ENDS_TEXT = frozenset("。；;!！?？:：，,")


@dataclass(frozen=True, slots=True)
class ContentsList:
    """Where a contents list stands and the reports that it promises."""

    start: int
    end: int
    items: tuple[Title, ...]


@dataclass(frozen=True, slots=True)
class _Item:
    """A line that may be an item, without its page number in `bare`."""

    start: int
    end: int
    text: str
    page: int | None
    leader: bool

    @property
    def bare(self) -> str:
        return _PAGE.sub("", self.text) if self.page is not None else self.text


def find_contents(text: str, spans: Sequence[Span] | None = None) -> list[ContentsList]:
    """Give the contents lists of `text`, in order. `spans` are the lines of the text, when they are known."""
    short = [span for span in (lines(text) if spans is None else spans) if span[1] - span[0] <= LONGEST]
    found: list[ContentsList] = []
    for group in [*_paged(text, short), *_titles(text, short), *_headed(text, short)]:
        start = _heading_above(text, group[0].start)
        items = (read_title(item.bare) for item in group)
        found.append(ContentsList(start, _next_start(text, group[-1].end), tuple(item for item in items if item)))
    return _without_overlaps(found + _inline_lists(text))


def _next_start(text: str, end: int) -> int:
    """Give where the line after the blanks behind `end` begins."""
    window = text[end : end + 200]
    rest = end + len(window) - len(window.lstrip())
    return rest if rest >= len(text) else max(end, text.rfind("\n", end, rest) + 1)


def _without_overlaps(found: list[ContentsList]) -> list[ContentsList]:
    found.sort(key=lambda c: (c.start, -c.end))
    kept: list[ContentsList] = []
    for each in found:
        if kept and each.start < kept[-1].end:
            items = max(kept[-1].items, each.items, key=len)
            kept[-1] = ContentsList(kept[-1].start, max(kept[-1].end, each.end), items)
        else:
            kept.append(each)
    return kept


def _item(text: str, span: Span) -> _Item:
    line = text[span[0] : span[1]]
    match = _PAGED.fullmatch(line) if line[-1].isdigit() else None
    return _Item(*span, line, int(match["page"]) if match else None, bool(match and _LEADER.search(match["leader"])))


def _paged(text: str, short: list[Span]) -> list[list[_Item]]:
    """Groups of neighbouring lines that end in rising page numbers."""
    groups: list[list[_Item]] = [[]]
    for i, span in enumerate(short):
        if not text[span[1] - 1].isdigit():
            continue
        item = _item(text, span)
        if item.page is None:
            continue
        before = groups[-1][-1] if groups[-1] else None
        if before and not (item.page >= (before.page or 0) and _close(text, before, item)):
            groups.append([])
        groups[-1].append(item)
        last = i + 1 < len(short) and short[i + 1]
        if last and len(groups[-1]) >= FEWEST and not text[span[1] : last[0]].strip():
            groups[-1] += _cut_item(text, groups[-1], last)
    return [group for group in groups if _is_paged_list(text, group)]


def _close(text: str, before: _Item, item: _Item) -> bool:
    """Whether at most one short line stands between two items."""
    between = text[before.end : item.start].strip()
    return not between or (len(between) < 60 and "\n" not in between and between[-1] not in _ENDS_TEXT)


def _cut_item(text: str, group: list[_Item], span: Span) -> list[_Item]:
    """Give the last item of a list whose page number is cut away."""
    item, number = _item(text, span), _NUMBERED.match(text, *span)
    last = _NUMBERED.match(group[-1].text)
    follows = (
        number and last and number["digits"] and last["digits"] and int(number["digits"]) == int(last["digits"]) + 1
    )
    return [item] if follows and item.page is None and read_title(item.text) else []


def _is_paged_list(text: str, group: list[_Item]) -> bool:
    if len(group) < FEWEST or any(re.search(r"[年月日第]\s*$|\d\s*[.．]\s*$", item.bare) for item in group):
        return False
    most = 0.6 * len(group)
    if sum(item.leader for item in group) >= most or _heading_above(text, group[0].start) < group[0].start:
        return True
    if sum(read_title(item.bare) is not None for item in group) >= most:
        return True
    numbered = sum(_NUMBERED.match(item.text) is not None for item in group)
    pages = [item.page for item in group if item.page is not None]
    return (
        numbered >= most
        and len(group) > FEWEST
        and pages[-1] > pages[0]
        and all(b - a < 60 for a, b in pairwise(pages))
    )


def _titles(text: str, short: list[Span]) -> list[list[_Item]]:
    """Groups of at least three neighbouring titles with nothing between them, page numbers or not."""
    groups: list[list[_Item]] = [[]]
    for run in _runs(text, short):
        groups.append([])
        for span in run:
            title = None if text[span[1] - 1] in _ENDS_TEXT else read_title(text, *span)
            if title and (title.org or title.volume or title.numbered):
                groups[-1].append(_item(text, span))
            else:
                groups.append([])
    return [g for g in map(_without_body_title, groups) if len(g) >= FEWEST]


def _runs(text: str, short: list[Span]) -> Iterator[list[Span]]:
    """Give the runs of at least three short lines with only blanks between."""
    run: list[Span] = []
    for span in short:
        if run and span[0] - run[-1][1] > 1 and text[run[-1][1] : span[0]].strip():
            if len(run) >= FEWEST:
                yield run
            run = []
        run.append(span)
    if len(run) >= FEWEST:
        yield run


def _without_body_title(group: list[_Item]) -> list[_Item]:
    """Leave out the last title of a group when it repeats an earlier one: it is the first report's own."""
    bare = [_plain(item.text) for item in group]
    return group[:-1] if len(bare) > 1 and bare[-1] in bare[:-1] else group


def _headed(text: str, short: list[Span]) -> list[list[_Item]]:
    """Lists under 目录 whose lines have no page numbers; they end where the first item comes again."""
    groups = []
    for i, span in enumerate(short):
        if span[1] - span[0] > 12 or not is_contents_heading(text[span[0] : span[1]]):
            continue
        group: list[_Item] = []
        again = False
        for line in short[i + 1 : i + 1 + MOST_TITLES]:
            item = _item(text, line)
            again = bool(group) and _plain(item.bare) == _plain(group[0].bare)
            beyond = "\n" in text[group[-1].end if group else span[1] : line[0]].strip()
            if again or beyond or len(item.text) > 60 or item.text[-1] in _ENDS_TEXT:
                break
            group.append(item)
        if len(group) >= 2 and (again or all(item.page is not None for item in group)):
            groups.append(group)
    return groups


def _plain(line: str) -> str:
    """Give a line without its list number, page, dots and blanks."""
    return re.sub(r"^[（(]?\d+[)）.．、]|[\s.…·．#*]+", "", _PAGE.sub("", line))


def _heading_above(text: str, start: int) -> int:
    """Give the start of the 目录 line above `start`, or `start`."""
    low = max(0, start - 40)
    above = text[low:start].rstrip()
    begin = above.rfind("\n") + 1
    return low + begin if above and is_contents_heading(above[begin:]) and (begin or low == 0) else start


def _inline_lists(text: str) -> list[ContentsList]:
    """Contents lists in one line: at least three leaders with rising page numbers, close together."""
    hits = sorted(hit for leader in _LEADERS for hit in _leaders(text, leader))
    runs: list[list[Span]] = [[]]
    for hit in hits:
        if runs[-1] and hit[0] - runs[-1][-1][1] > LONGEST:
            runs.append([])
        runs[-1].append(hit)
    return [_inline_list(text, run) for run in runs if len(run) >= FEWEST and _pages_rise(text, run)]


def _leaders(text: str, leader: str) -> Iterator[Span]:
    """Give the places where dots lead to a page number."""
    at = text.find(leader)
    while at >= 0:
        dots = _DOTS.match(text, at)
        end = dots.end() if dots else at + 1
        page = _LED_TO.match(text, end)
        if page:
            yield at, page.end()
        at = text.find(leader, end)


def _pages_rise(text: str, run: list[Span]) -> bool:
    pages = [int(text[s:e].lstrip(".…· \t")) for s, e in run]
    return pages == sorted(pages)


def _inline_list(text: str, run: list[Span]) -> ContentsList:
    first = run[0][0]
    low = max(0, first - LONGEST)
    start = max(low, *(text.rfind(stop, low, first) + 1 for stop in "\n。；"))
    heading = text.find("目录", start, first)
    return ContentsList(heading if heading >= 0 else start, run[-1][1], ())
