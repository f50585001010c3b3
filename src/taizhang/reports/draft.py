"""A report in the making: what splitting and outline leave, and what `naming`, `dating` and `profile` ask of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from taizhang.reports.lines import lines
from taizhang.reports.openings import Opening, is_addressee, opening_of
from taizhang.reports.orgs import Topics
from taizhang.reports.outline import Part
from taizhang.reports.titles import Title

__all__ = ["OPENING", "SAMPLE", "Draft"]

OPENING = 400
"""Characters of an opening paragraph that are looked at."""
SAMPLE = 1200
"""Characters of a report that are read for its words."""


@dataclass(frozen=True, slots=True)
class Draft:
    """One report; offsets are those of the clean text."""

    topics: Topics
    start: int
    end: int
    title: Title | None
    item: Title | None
    """The item of the contents list that promises it."""
    parts: Sequence[Part]
    excerpt: bool

    @property
    def text(self) -> str:
        """The clean text that holds the report."""
        return self.topics.text

    @property
    def titles(self) -> list[Title]:
        """Its own title, then its item of the contents list."""
        return [title for title in (self.title, self.item) if title]

    @property
    def government(self) -> bool:
        """Whether it is a government's report to its congress."""
        return any(title.government for title in self.titles)

    @property
    def body(self) -> int:
        """Where the text after the title begins."""
        return self.title.end if self.title and self.title.start >= self.start else self.start

    def until(self, at: int, size: int) -> int:
        """Give the end of `size` characters from `at` on, within the report."""
        return min(self.end, at + size)

    def opening(self) -> Opening | None:
        """Tell what the first paragraph opens, addressees left out."""
        at, end = self.body, self.end
        for s, e in lines(self.text[at : self.until(at, 3 * OPENING)]):
            if e - s > 40 and not is_addressee(self.text[at + s : at + e]):
                end = self.until(at, e)
                break
        return opening_of(self.text, at, end)
