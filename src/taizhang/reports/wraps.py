"""Hard-wrapped text: lines that were broken at a fixed width, in the middle of sentences and figures.

In: the source text and its lines. Out: the line breaks that belong to no paragraph, for the clean text to leave out.
They are no noise to report, only layout; a text that is not wrapped throughout has none.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from taizhang.spans import Span

__all__ = ["find_wraps"]

FEWEST = 8
"""Lines that show a width."""
NARROWEST, WIDEST = 15, 80
"""Characters of a wrapped line."""
SLACK = 5
"""Columns that a full line may be short of the width: a figure or a bracket is not broken."""
_ENDS = frozenset("。；;！!？?：:")
_BEGINS = re.compile(
    r"[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十\d]{1,3}[)）]|\d{1,2}[、．]|\d{1,2}\.(?!\d)|[#—-]{1,2}|第[一二三四五六七八九十]+[章节部]"
    r"|[（(]?单位[:：]"
)


def find_wraps(text: str, spans: Sequence[Span]) -> list[Span]:
    """Give the spans of line breaks inside paragraphs, when the text is wrapped throughout; else nothing."""
    if len(spans) < FEWEST:
        return []
    sizes = sorted(end - start for start, end in spans)
    usual = sizes[len(sizes) * 9 // 10]
    if not NARROWEST <= usual <= WIDEST:
        return []
    widths = [_columns(text[start:end]) for start, end in spans]
    width = sorted(widths)[len(widths) * 9 // 10]
    full = [w >= width - SLACK for w in widths]
    broken = sum(is_full and text[end - 1] not in _ENDS for is_full, (_, end) in zip(full, spans, strict=True))
    if sum(full) < 0.3 * len(spans) or broken < 0.5 * sum(full) or max(widths) > width + 3 * SLACK:
        return []
    return [
        (end, start)
        for is_full, ((_, end), (start, _)) in zip(full, pairwise(spans), strict=False)
        if is_full and _joins(text, end, start)
    ]


def _columns(line: str) -> int:
    """Count columns: two for a Chinese character, one for a letter or a digit."""
    return len(line.encode("gb18030", "replace"))


def _joins(text: str, end: int, start: int) -> bool:
    """Whether the line after a full one goes on with its sentence: it is neither indented nor a heading."""
    between = text[end:start]
    if between.count("\n") != 1 or between[between.index("\n") + 1 :].strip("\r") or _BEGINS.match(text, start):
        return False
    return text[end - 1] not in "：:" and not (text[end - 1] in _ENDS and _BEGINS.match(text, start))
