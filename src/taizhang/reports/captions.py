"""Lines above tables that say what the tables are, and are no titles of reports; `analysis` keeps them from splitting.

In: the lines of the clean text and where its tables stand. Out: those of the lines that are captions and notes.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

from taizhang.spans import Span
from taizhang.wordlists import alternatives, load

__all__ = ["find_captions"]

LONGEST, MOST = 60, 3
"""Characters of such a line, and how many of them a table may have."""

_WORDS = load("reports", "captions.toml")
_CAPTION = re.compile(
    rf"[（(]?(?:{alternatives(_WORDS['notes'])})"
    rf"|(?:{alternatives(_WORDS['begins'])}) ?[\d一二三四五六七八九十]*[：:.、\s\-—]"
    rf"|.*(?:{alternatives(_WORDS['ends'])})(?:[（(][^（）()]*[）)])?$"
)


def find_captions(text: str, lines: Sequence[Span], tables: Sequence[Span], heads: Sequence[int]) -> set[Span]:
    """Find the captions right above tables; the first line of a text, which may be its title, is none.

    Neither is a numbered heading; `heads` are where those begin, in order.
    """
    starts = [start for start, _ in lines]
    found = set()
    for table, _ in tables:
        last = bisect_left(starts, table)
        for i in range(last - 1, max(0, last - 1 - MOST), -1):
            start, end = lines[i]
            numbered = bisect_left(heads, end) > bisect_left(heads, start)
            if numbered or end - start > LONGEST or not _CAPTION.match(text, start, end):
                break
            found.add(lines[i])
    return found
