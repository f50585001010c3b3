"""Writes compiled sentences into a draft and notes every figure with what it says.

Comes in: sentences of `markup`, the county's figures and names. Goes out: a `Draft`, text with marks, that `layout`
fills report by report, `flaws` damages and `proof` turns into the truth. Periods are followed here as the guide says:
a time expression holds inside its item until the next one, 目前 and the like for their clause only, and where none
stands the heading above decides.
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from taizhang.examples.figures import Value, Written, full_width, mask, write
from taizhang.examples.markup import (
    CLOSE, FIGURE, NAME, OPEN, TEXT, TIME, TIME_END, TURN, Figure, Inline, Sentence,
)  # fmt: skip
from taizhang.examples.truth import TrueNoise, TrueReport, TrueSection
from taizhang.examples.world import World
from taizhang.model import Status

__all__ = ["Draft", "Governing", "Hand", "Mark", "Scribe"]

CLAUSE_ENDS = frozenset("，；。：（）")
MONEY = ("万元", "亿元")


class Governing(NamedTuple):
    """The time expression of the headings above, with the other answers that are as good."""

    text: str | None
    others: tuple[str | None, ...] = ()


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

    def put(self, text: str) -> None:
        """Append text that holds no figures."""
        self.chunks.append(text)
        self.length += len(text)

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
        self.draft = draft
        self.world = world
        self.names = names
        self.seed = seed
        self.choose = choose
        self.times = times
        self.hand = hand
        self.heading = Governing(None)
        self.plan = False
        self.block = 0
        self.item_period: str | None = None
        self.clause_period: str | None = None
        self.clause_times: tuple[str, ...] = ()

    def begin_item(self) -> None:
        """Start a numbered item or a paragraph: its own time expressions begin anew."""
        self.block += 1
        self.item_period = self.clause_period = None

    def write(self, sentence: Sentence) -> None:
        """Write one sentence; its figures become marks of the draft."""
        labels: dict[str, str] = {}
        last = ""
        salt = sentence.salt
        opened = time_opened = begun = 0
        scope = ""
        chunks, length = self.draft.chunks, self.draft.length
        self.clause_period = None
        self.clause_times = ()
        for op in sentence.ops:
            code = op[0]
            if code == FIGURE:
                text = self._figure(op[1], last, labels, length)
            elif code == TEXT:
                text = op[1]
                if scope:
                    text = self._time_words(text)
                elif self.clause_period and not CLAUSE_ENDS.isdisjoint(text[begun:]):
                    self.clause_period = None
                begun = 0
            elif code == OPEN:
                opened = len(chunks)
                continue
            elif code == CLOSE:
                last = "".join(chunks[opened:])
                if op[1]:
                    labels[op[1]] = last
                continue
            elif code == NAME:
                known = self.names[op[1]]
                text = known[((salt ^ self.seed) // 7 + op[2]) % len(known)]
            elif code == TURN:
                text = op[2] if self.world[op[1]].value >= 0 else op[3]
            elif code == TIME:
                scope, time_opened = op[1], len(chunks)
                continue
            elif code == TIME_END:
                self._time("".join(chunks[time_opened:]), scope)
                scope, begun = "", 1
                continue
            else:
                text = write(op[1].value(self.seed), "").text
            chunks.append(text)
            length += len(text)
        self.draft.length = length

    def _time_words(self, text: str) -> str:
        known = self.times.get(text)
        return self.choose.choice(known) if known else text

    def _time(self, text: str, scope: str) -> None:
        if scope == "clause" or text == "目前":
            self.clause_period = text
            self.clause_times += (text,)
        else:
            self.item_period, self.clause_period = text, None

    def _period(self, figure: Figure) -> Governing:
        if self.clause_period:
            return Governing(self.clause_period, (None,) if figure.timeless else ())
        others: tuple[str | None, ...] = (*self.clause_times, None) if figure.timeless else self.clause_times
        if self.item_period:
            return Governing(self.item_period, others)
        return Governing(self.heading.text, self.heading.others + others)

    def _figure(self, figure: Figure, last: str, labels: Mapping[str, str], start: int) -> str:
        name = figure.name
        value = name.value(self.seed) if isinstance(name, Inline) else self.world[name]
        written = write(value, figure.form)
        text, masked = written.text, False
        if self.hand:
            text, masked = self._damaged(written, self.hand)
        status: Status = "planned" if self.plan or figure.status == "planned" else "actual"
        if figure.status == "forecast":
            status = "forecast"
        self.draft.marks.append(
            Mark(start, start + len(text), figure, value, written, masked, last, labels, self._period(figure), status,
                 self.block)  # fmt: skip
        )
        return text

    def _damaged(self, written: Written, hand: Hand) -> tuple[str, bool]:
        if written.text[0] not in "123456789" or isinstance(written.value, list):
            return written.text, False
        draw = self.choose.random()
        if hand.mask and draw < hand.masked and (hand.mask.islower() or written.unit in MONEY):
            return mask(written, hand.mask), True
        return (full_width(written.text), False) if draw > 1 - hand.wide else (written.text, False)
