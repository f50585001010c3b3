"""Headings without a number: parts of a report (2023年工作总结, 下一步工作打算) and short lines between paragraphs.

In: the clean text, its lines, the starts of its numbered headings. Out: the headings in order, with where their titles
end. They stand on a line of their own, after the # of Markdown, or run straight into what follows them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from taizhang.reports.openings import is_addressee, is_annex, is_date, is_unit_name
from taizhang.reports.titles import read_title
from taizhang.spans import Span
from taizhang.wordlists import alternatives, load

__all__ = ["Head", "find_heads"]

LONGEST, PLAIN, ANNEX = 40, 24, 12
"""Characters of a heading with a part word, of a plain one, and of one that leads an annex."""
PARAGRAPH = 60
"""Characters of a paragraph beside which a plain short line is a heading."""
_ENDS = frozenset("。；;！!？?：:，,、.…")
_PERIOD = (
    r"(?:(?:19|20)\d\d年(?:度)?|[一二][九〇○零][〇○零一二三四五六七八九]{2}年|[今明来去]年)(?:上半年|下半年)?"
    r"|上半年|下半年"
)


@dataclass(frozen=True, slots=True)
class Head:
    """A heading without number: `text[start:end]` is its title; `hashes` counts the # before it."""

    start: int
    end: int
    hashes: int = 0
    plain: bool = False
    """Whether only its shape tells: a short line between paragraphs."""


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    words = alternatives(load("reports", "titles.toml")["part_heads"])
    line = re.compile(
        rf"(?:第[一二三四五六七八九十]部分[：:、\s]*)?(?:关于)?(?:{_PERIOD})?[^。；;！!？?：:，,\d\n]{{0,16}}{words}(?:情况|部分)?"
    )
    running = re.compile(
        rf"(?<=[。！；;\n])(?P<title>(?:{_PERIOD})的?(?:主要|重点|政府|全市|全县|全区|全局)?{words})"
        rf"(?=[一1]、|[（(]一[)）]|1[.．]|(?:19|20)\d\d年|今年|下半年|上半年|一年来)"
    )
    listing = re.compile(r"(?P<title>[^。；，,：:\n\d]{4,24}(?:情况|名单|荣誉))[:：]")
    return line, running, listing


def find_heads(text: str, spans: Sequence[Span], taken: Sequence[int], titles: Sequence[Span]) -> list[Head]:
    """Give the headings without number.

    `spans` are the lines of the text, `taken` the starts of numbered headings, `titles` the spans of report titles.
    """
    numbers = set(taken)
    found = [head for head in _on_lines(text, spans, numbers) if not any(s <= head.start < e for s, e in titles)]
    found += [head for head in _in_lines(text) if head.start not in numbers]
    found.sort(key=lambda head: (head.start, -head.end))
    return [h for i, h in enumerate(found) if i == 0 or h.start >= found[i - 1].end]


_BEGINS = re.compile(r"[。！；\n](?=(?:19|20)\d|[一二][九〇○零]|[今明来去上下])")
_LISTS = re.compile(r"[:：](?=1[.．、]\D|[（(]1[)）]|①)")


def _in_lines(text: str) -> Iterator[Head]:
    """Headings inside a line: a part heading that runs into its body, a list's heading before its first number."""
    _, running, listing = _patterns()
    for begin in _BEGINS.finditer(text):
        match = running.match(text, begin.end())
        if match:
            yield Head(*match.span("title"))
    for colon in _LISTS.finditer(text):
        low = max(text.rfind(stop, max(0, colon.start() - LONGEST), colon.start()) for stop in "。；\n") + 1
        match = listing.fullmatch(text, low, colon.end()) if low else None
        if match:
            yield Head(*match.span("title"))


def _on_lines(text: str, spans: Sequence[Span], numbers: set[int]) -> Iterator[Head]:
    """Headings on a line of their own, with a paragraph or a numbered heading below."""
    for i, (start, end) in enumerate(spans[:-1]):
        if end - start > LONGEST + 8 or (text[end - 1] in _ENDS and text[end - 1] not in "：:"):
            continue
        hashes = 0
        while start < end and text[start] in "#* \t>":
            hashes += text[start] == "#"
            start += 1
        if start in numbers or start >= end:
            continue
        line = text[start:end].rstrip("*# ")
        if line[-1:] in ("：", ":"):
            if not _patterns()[0].fullmatch(line, 0, len(line) - 1):
                continue
            line = line[:-1]
        if _is_head(text, line, hashes, spans, i) or (spans[i + 1][0] in numbers and _patterns()[0].fullmatch(line)):
            yield Head(
                start, start + len(line), hashes, plain=not (hashes or is_annex(line) or _patterns()[0].fullmatch(line))
            )


def _is_head(text: str, line: str, hashes: int, spans: Sequence[Span], i: int) -> bool:
    if hashes:
        return True
    if len(line) > LONGEST or is_date(line) or is_addressee(line):
        return False
    if is_annex(line):
        return len(line) <= ANNEX
    below = spans[i + 1]
    if _patterns()[0].fullmatch(line):
        return below[1] - below[0] > len(line) or text[below[1] - 1] in _ENDS
    if not 4 <= len(line) <= PLAIN or i == 0 or not _is_plain(line):
        return False
    above = spans[i - 1]
    return above[1] - above[0] >= PARAGRAPH and text[above[1] - 1] in "。！!”" and below[1] - below[0] >= PARAGRAPH


def _is_plain(line: str) -> bool:
    """Whether a short line is words only and no name, date, row of a table or title."""
    if not re.fullmatch(r"[一-龥“”《》、，\s]+", line) or is_unit_name(line):
        return False
    return "  " not in line and read_title(line) is None
