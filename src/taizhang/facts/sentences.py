"""Running text -> sentences with their figures and time expressions, and the slots of the figures.

Takes the tokens that `quantities` finds; gives Sentences to `extractor`, among the parts of the report that begin and
the marks that end sentences without figures too, all in the order of the text.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice

from taizhang.facts import roles
from taizhang.facts.clauses import Slot, Token, lay_out
from taizhang.facts.filters import is_figure
from taizhang.facts.leads import lead
from taizhang.facts.quantities import PATTERN, SPAN, measure
from taizhang.model import Report, Section

__all__ = ["Event", "Sentence", "Step", "steps"]

Event = tuple[int, int, Report | Section]
"""Where a part of the report begins in the clean text, its level, the part."""
_FROM = ("由", "从")
_TOKENS = 4096
"""Tokens that are looked for at a time."""
_MOST = 120
"""Figures or time expressions that are laid out together; a text without any sentence end is cut here."""


class Sentence:
    """A sentence `text[start:end]` that holds figures or time expressions."""

    __slots__ = ("end", "figures", "opens", "report", "section", "slots", "start", "times")

    start: int
    end: int
    figures: list[Token]
    times: list[Token]
    slots: list[Slot]
    """Its figures that say how much, laid out; none before `lay_out`."""
    opens: bool
    """It is the first in its paragraph."""
    report: Report | None
    section: Section | None

    def __init__(self, start: int, end: int, figures: list[Token], times: list[Token]) -> None:
        self.start, self.end, self.figures, self.times = start, end, figures, times
        self.slots = []
        self.opens = False
        self.report = self.section = None

    def lay_out(self, text: str) -> None:
        """Set the slots, with what leads to each and its role."""
        start, end = self.start, self.end
        plain = text.find("“", start, end) < 0 and text.find("《", start, end) < 0
        self.figures = [figure for figure in self.figures if is_figure(text, start, end, figure, plain)]
        if not self.figures:
            return
        self.slots = lay_out(text, start, end, _with_spans(text, self.figures))
        before: Slot | None = None
        for slot in self.slots:
            lead(text, slot)
            roles.set_role(text, slot, before)
            if before is not None:
                roles.follow(text, slot, before)
            before = slot


Step = Sentence | Report | Section | str
"""What comes next: a sentence, a part of the report, or the mark that ends a sentence (。, a line break)."""


def steps(text: str, begin: int, stop: int, events: Sequence[Event], e: int) -> Iterator[Step]:
    """Give what `text[begin:stop]` holds, in order; `events[e]` is the next part of the report to begin."""
    figures: list[Token] = []
    times: list[Token] = []
    sentence = begin
    next_event = events[e][0] if e < len(events) else len(text) + 1
    for start, end, kind in _tokens(text, begin, stop):
        if start >= next_event:
            if figures or times:
                yield Sentence(sentence, min(start, next_event), figures, times)
                figures, times = [], []
            sentence = max(sentence, next_event)
            while e < len(events) and events[e][0] <= start:
                yield events[e][2]
                e += 1
            next_event = events[e][0] if e < len(events) else len(text) + 1
        if kind == "stop":
            if figures or times:
                yield Sentence(sentence, start, figures, times)
                figures, times = [], []
            if text[start] not in "；;":
                yield text[start]
            sentence = end
            continue
        if kind != "time":
            figures.append((start, end, kind))
        elif text.rfind("《", sentence, start) <= text.rfind("》", sentence, start):
            times.append((start, end, "time"))
        if len(figures) == _MOST or len(times) == _MOST:
            yield Sentence(sentence, end, figures, times)
            figures, times, sentence = [], [], end
    if figures or times:
        yield Sentence(sentence, stop, figures, times)


def _tokens(text: str, start: int, stop: int) -> Iterator[Token]:
    """Give the tokens of a stretch but names, many at a time: the engine keeps at hand what it works with."""
    matches = PATTERN.finditer(text, start, stop)
    while batch := list(islice(matches, _TOKENS)):
        for match in batch:
            kind = match.lastgroup
            if kind is not None and kind != "name":
                yield (*match.span(kind), kind)


def _with_spans(text: str, figures: list[Token]) -> list[Token]:
    """Make one figure of two that are the ends of a range: 5万元至20万元, but not 由5万元到20万元."""
    if len(figures) == 1:
        return figures
    joined = figures[:1]
    for start, end, kind in figures[1:]:
        low, high, _ = joined[-1]
        near = 1 <= start - high <= 3 and SPAN.fullmatch(text, high, start) and text[low - 1 : low] not in _FROM
        if near and measure("span", text[low:end]):
            joined[-1] = (low, end, "span")
        else:
            joined.append((start, end, kind))
    return joined
