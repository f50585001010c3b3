"""Collections of excerpts: texts in which nearly every paragraph comes from another report.

In: the paragraphs of a clean text and its heading marks. Out: whether the text is such a collection, and which of its
paragraphs go on with the one before. `splitting` makes a report of each of the others.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from statistics import median

from taizhang.reports.headings import Mark
from taizhang.spans import Span

__all__ = ["LEAST", "follows_on", "is_collection"]

LEAST = 100
"""Characters that an excerpt has at least."""
FEWEST_PARAGRAPHS, FEWEST_CUT, SHARE_CUT = 5, 3, 0.25
"""Paragraphs of a collection, and how many of them begin in the middle of a numbering."""


class _Numbering:
    """The heading numbers in force while marks are read in order."""

    def __init__(self) -> None:
        self.numbers = [0] * 5

    def goes_on(self, mark: Mark) -> bool:
        """Whether a mark follows on what was read: the next number, or a first one under a higher heading."""
        first = mark.number == 1 and any(self.numbers[: mark.level])
        return mark.number == self.numbers[mark.level] + 1 and (mark.number > 1 or first)

    def read(self, mark: Mark) -> None:
        """Take in a mark; what stands below it begins anew."""
        self.numbers[mark.level :] = [mark.number, *[0] * (4 - mark.level)]


def is_collection(paragraphs: Sequence[Span], marks: Sequence[Mark]) -> bool:
    """Whether most paragraphs are long and many begin in the middle of a numbering."""
    sizes = [end - start for start, end in paragraphs]
    if len(sizes) < FEWEST_PARAGRAPHS or median(sizes) < LEAST:
        return False
    begins = {start for start, _ in paragraphs}
    numbering = _Numbering()
    cut = 0
    for mark in marks:
        cut += mark.number > 1 and mark.start in begins and not numbering.goes_on(mark)
        numbering.read(mark)
    return cut >= FEWEST_CUT and cut >= SHARE_CUT * len(sizes)


def follows_on(marks: Sequence[Mark], at_marks: Sequence[int], start: int, mark: Mark | None) -> bool:
    """Whether a paragraph that begins with `mark` goes on with the numbering since `start`."""
    if mark is None:
        return True
    numbering = _Numbering()
    for at in range(bisect_left(at_marks, start), bisect_left(at_marks, mark.start)):
        numbering.read(marks[at])
    return numbering.goes_on(mark)
