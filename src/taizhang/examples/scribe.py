"""Writes compiled sentences into a draft and notes every figure with what it says.

Comes in: sentences of `markup`, the county's figures and names. Goes out: a `Draft`, text with marks, that `layout`
fills report by report, `flaws` damages and `proof` turns into the truth. `clock` follows the time expressions.
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from taizhang.examples.clock import Clock, Governing
from taizhang.examples.figures import Value, Written, full_width, mask, write
from taizhang.examples.grid import Grid, Placed, as_lines
from taizhang.examples.markup import CLOSE, FIGURE, NAME, OPEN, TEXT, TIME, TIME_END, TURN, Figure, Inline, Op, Sentence
from taizhang.examples.truth import TrueNoise, TrueReport, TrueSection
from taizhang.examples.world import World
from taizhang.model import Status

__all__ = ["Aside", "AsideKind", "Draft", "Hand", "Mark", "Scribe"]

MONEY = ("万元", "亿元")


class Mark(NamedTuple):
    """A figure in the draft. `labels` may still grow while its sentence is written."""

    start: int
    end: int
    figure: Figure
    value: Value
    written: Written
    masked: bool
    last: str
    labels: Mapping[str, str]
    period: Governing
    status: Status
    block: int
    duplicate: bool = False


AsideKind = Literal["footnote", "box"]


class Aside(NamedTuple):
    """A line that is no paragraph of the report: a footnote to the paragraph before, a box beside it."""

    kind: AsideKind
    start: int
    end: int

    def moved(self, by: int) -> Aside:
        """Give it that many characters further on."""
        return self._replace(start=self.start + by, end=self.end + by)


@dataclass(slots=True)
class Hand:
    """How this file's figures are damaged: hidden behind `mask`, or written in full-width digits, in that share."""

    mask: str = ""
    masked: float = 0.0
    wide: float = 0.0


@dataclass(slots=True)
class Draft:
    """A text in the making, with what is known about it so far."""

    chunks: list[str] = field(default_factory=list)
    length: int = 0
    marks: list[Mark] = field(default_factory=list)
    sections: list[TrueSection] = field(default_factory=list)
    reports: list[TrueReport] = field(default_factory=list)
    noise: list[TrueNoise] = field(default_factory=list)
    grids: list[Placed] = field(default_factory=list)
    notes: list[Aside] = field(default_factory=list)

    def put(self, text: str) -> None:
        """Append text that holds no figures."""
        self.chunks.append(text)
        self.length += len(text)

    def put_grid(self, grid: Grid, aligned: bool) -> None:
        """Append a table below the line at hand: its title, the note on units, its rows."""
        start = self.length + 1
        self.put(f"\n{grid.title}\n" + (f"{grid.note}\n" if grid.note else ""))
        rows, (text, spans) = self.length, as_lines(grid, aligned)
        self.put(text)
        self.grids.append(Placed(grid, start, rows, self.length, tuple((s + rows, e + rows) for s, e in spans)))

    def put_aside(self, kind: AsideKind, text: str) -> None:
        """Append a footnote or what stands in a box as a line of its own."""
        self.notes.append(Aside(kind, self.length + 1, self.length + 1 + len(text)))
        self.put(f"\n{text}")

    def text(self) -> str:
        """Give what was written so far."""
        if len(self.chunks) > 1:
            self.chunks = ["".join(self.chunks)]
        return self.chunks[0] if self.chunks else ""


class Scribe:
    """Writes sentences of one report; `choose` decides wordings, so that two reports of one county read differently."""

    def __init__(
        self,
        draft: Draft,
        world: World,
        names: Mapping[str, Sequence[str]],
        seed: int,
        choose: random.Random,
        times: Mapping[str, Sequence[str]],
        hand: Hand | None = None,
    ) -> None:
        self.draft, self.world, self.names, self.seed = draft, world, names, seed
        self.choose, self.times, self.hand = choose, times, hand
        self.clock = Clock()
        self.block = 0

    def begin_item(self) -> None:
        """Start a numbered item or a paragraph."""
        self.block += 1
        self.clock.begin_item()

    def write(self, sentence: Sentence) -> None:
        """Write one sentence; its figures become marks of the draft."""
        labels: dict[str, str] = {}
        last = scope = ""
        opened = fresh = 0
        clock, chunks, length = self.clock, self.draft.chunks, self.draft.length
        clock.begin_sentence()
        for op in sentence.ops:
            code = op[0]
            if code == TEXT:
                text = self._time_words(op[1]) if scope else op[1]
                clock.pass_text(text[fresh:])
                fresh = 0
            elif code == FIGURE:
                text = self._figure(op[1], last, labels, length)
            elif code in (OPEN, TIME):
                opened = len(chunks)
                scope = op[1] if code == TIME else ""
                continue
            elif code == CLOSE:
                last = "".join(chunks[opened:])
                if op[1]:
                    labels[op[1]] = last
                continue
            elif code == TIME_END:
                clock.enter("".join(chunks[opened:]), scope)
                scope, fresh = "", 1
                continue
            else:
                text = self._filled(op, sentence.salt)
            chunks.append(text)
            length += len(text)
        self.draft.length = length

    def _time_words(self, text: str) -> str:
        known = self.times.get(text)
        return self.choose.choice(known) if known else text

    def _filled(self, op: Op, salt: int) -> str:
        """Give a name, the word for a rise or fall, or a number that is no figure."""
        if op[0] == NAME:
            known: Sequence[str] = self.names[op[1]]
            index: int = ((salt ^ self.seed) // 7 + op[2]) % len(known)
            return known[index]
        if op[0] == TURN:
            return str(op[2] if self.world[op[1]].value >= 0 else op[3])
        return write(op[1].value(self.seed), "").text

    def _figure(self, figure: Figure, last: str, labels: Mapping[str, str], start: int) -> str:
        name = figure.name
        value = name.value(self.seed) if isinstance(name, Inline) else self.world[name]
        written = write(value, figure.form)
        text, masked = self._damaged(written, self.hand) if self.hand else (written.text, False)
        status: Status = "planned" if self.clock.plan or figure.status == "planned" else "actual"
        if figure.status == "forecast":
            status = "forecast"
        period = self.clock.governing(figure.timeless)
        end = start + len(text)
        mark = Mark(start, end, figure, value, written, masked, last, labels, period, status, self.block)
        self.draft.marks.append(mark)
        return text

    def _damaged(self, written: Written, hand: Hand) -> tuple[str, bool]:
        if written.text[0] not in "123456789" or isinstance(written.value, list):
            return written.text, False
        draw = self.choose.random()
        if hand.mask and draw < hand.masked and (hand.mask.islower() or written.unit in MONEY):
            return mask(written, hand.mask), True
        return (full_width(written.text), False) if draw > 1 - hand.wide else (written.text, False)
