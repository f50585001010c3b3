"""Lines of a text, found fast: most lines of a report are long paragraphs, and most rules look at short lines only.

In: a text. Out: spans of lines without their surrounding blanks. Used by every module that works line by line.
"""

from __future__ import annotations

from collections.abc import Iterator

from taizhang.spans import Span

__all__ = ["lines", "next_line", "stripped"]


def lines(text: str, longest: int | None = None) -> Iterator[Span]:
    """Give the lines that are not blank, those up to `longest` characters only.

    >>> text = "一\\n\\n  二二\\r\\n三三三"
    >>> [text[s:e] for s, e in lines(text, 2)]
    ['一', '二二']
    """
    start = 0
    find = text.find
    size = len(text)
    limit = size if longest is None else longest + 40
    while start < size:
        end = find("\n", start)
        if end < 0:
            end = size
        if start < end <= start + limit:
            span = stripped(text, start, end)
            if span[0] < span[1] and (longest is None or span[1] - span[0] <= longest):
                yield span
        start = end + 1


def stripped(text: str, start: int, end: int) -> Span:
    """Give the span without the blanks at both of its ends."""
    if start < end and (text[start].isspace() or text[end - 1].isspace()):
        line = text[start:end]
        bare = line.lstrip()
        start += len(line) - len(bare)
        end = start + len(bare.rstrip())
    return start, end


def next_line(text: str, after: int, *, back: bool = False) -> Span | None:
    """Give the next line (or with `back` the last) beyond the offset `after` that is not blank, None at the edge."""
    while 0 <= after <= len(text):
        if back:
            end = text.rfind("\n", 0, after)
            start = text.rfind("\n", 0, max(end, 0)) + 1
        else:
            start = text.find("\n", after) + 1
            end = text.find("\n", start)
            end = len(text) if end < 0 else end
        if (back and end < 0) or (not back and start == 0):
            return None
        span = stripped(text, start, end)
        if span[0] < span[1]:
            return span
        if start >= len(text) or (back and start == 0):
            return None
        after = start if back else end
    return None
