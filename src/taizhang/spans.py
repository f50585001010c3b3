"""Half-open spans of text, and cleaned text that remembers where it came from.

Every offset that leaves a package is a code point of the source text. Reading works on a cleaned copy, from which
page markers and site matter are cut out; `Clean` maps its offsets back.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field

__all__ = ["Clean", "Span", "cut_out", "sentence_around"]

Span = tuple[int, int]
"""Start inclusive, end exclusive."""
_ENDS = re.compile("[。！？!?；;\n\r]")


@dataclass(frozen=True, slots=True)
class Clean:
    """A text with pieces cut out, and the way back.

    `text` is the concatenation of `kept`, spans of the source in ascending order that do not touch.
    """

    text: str
    kept: tuple[Span, ...]
    starts: tuple[int, ...] = field(repr=False)
    """Where each kept piece begins in `text`."""

    def pieces(self, start: int, end: int) -> list[Span]:
        """Give the source spans that `text[start:end]` stands for; joined, their texts equal it."""
        i = bisect_right(self.starts, start) - 1
        shift = self.kept[i][0] - self.starts[i]
        if end + shift <= self.kept[i][1]:
            return [(start + shift, end + shift)]
        found = []
        while i < len(self.kept) and self.starts[i] < end:
            shift = self.kept[i][0] - self.starts[i]
            found.append((max(start, self.starts[i]) + shift, min(end + shift, self.kept[i][1])))
            i += 1
        return found

    def source(self, offset: int) -> int:
        """Give the source offset of the character at `offset` of `text` (of its end: the end of the last piece)."""
        i = max(0, bisect_right(self.starts, offset) - 1)
        return self.kept[i][0] + offset - self.starts[i]

    def clean(self, offset: int) -> int:
        """Give the offset in `text` of a source offset; of one that is cut out, where its gap is."""
        i = bisect_right(self.kept, (offset, 1 << 60)) - 1 if len(self.kept) > 1 else 0
        if i < 0 or offset < self.kept[i][0]:
            return 0
        start, end = self.kept[i]
        return self.starts[i] + min(offset, end) - start


def cut_out(text: str, gaps: Iterable[Span]) -> Clean:
    """Cut `gaps` (source spans, any order, overlaps allowed) out of `text`.

    >>> clean = cut_out("25\\n\\n11、个", [(2, 7)])
    >>> clean.text, clean.pieces(0, 3)
    ('25个', [(0, 2), (7, 8)])
    """
    kept: list[Span] = []
    at = 0
    for start, end in sorted(gaps):
        if start > at:
            kept.append((at, start))
        at = max(at, end)
    if at < len(text) or not kept:
        kept.append((at, len(text)))
    starts, length = [], 0
    for start, end in kept:
        starts.append(length)
        length += end - start
    whole = kept == [(0, len(text))]
    return Clean(text if whole else "".join(text[s:e] for s, e in kept), tuple(kept), tuple(starts))


def sentence_around(text: str, start: int, end: int, most: int = 400) -> Span:
    """Give the sentence that holds a span, its stop included, but at most `most` characters on each side of it.

    >>> text = "今年收入5亿元。明年6亿元。"
    >>> sentence_around(text, 4, 7), sentence_around(text, 10, 13, most=1)
    ((0, 8), (9, 14))
    """
    begin = max(0, start - most)
    first = max((mark.end() for mark in _ENDS.finditer(text, begin, start)), default=begin)
    stop = _ENDS.search(text, end, end + most)
    return first, stop.end() if stop else min(len(text), end + most)
