"""The flaws of real files, and where they leave every character.

`Damage` says what to do to one file; `apply` does it and gives the text with the map of offsets that `proof` needs, so
that no flaw breaks the truth. What changes single characters keeps the length (党 to D, half-width punctuation, the
county's name to XX); what is spliced in (page markers, carriage returns) is an insertion.
"""

from __future__ import annotations

import random
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from taizhang.examples.scribe import Draft
from taizhang.examples.truth import TrueNoise
from taizhang.spans import Span

__all__ = ["Damage", "Damaged", "Shift", "apply"]

HALF_WIDTH = str.maketrans("，；：（）", ",;:()")
PAGE = (270, 340)
"""How many characters a page of the copied file holds."""


@dataclass(frozen=True, slots=True)
class Damage:
    """What happens to one file after it is written. Masks and full-width digits happen earlier, in `scribe`.

    Only one of `pages` and `carriage` splices text in.
    """

    encoding: str = "utf-8"
    pages: bool = False
    letter_d: bool = False
    half_width: bool = False
    hidden_name: str = ""
    """The county's name, two characters, to be hidden as XX."""
    carriage: bool = False


@dataclass(frozen=True, slots=True)
class Shift:
    """Where offsets of the draft lie after insertions at `at`, ascending."""

    at: tuple[int, ...] = ()
    grown: tuple[int, ...] = (0,)

    def start(self, offset: int) -> int:
        """Move the offset of a first character."""
        return offset + self.grown[bisect_right(self.at, offset)]

    def end(self, offset: int) -> int:
        """Move the offset behind a last character."""
        return offset + self.grown[bisect_left(self.at, offset)]

    def pieces(self, start: int, end: int) -> tuple[Span, ...]:
        """Give the parts that insertions leave of a span."""
        cuts = self.at[bisect_right(self.at, start) : bisect_left(self.at, end)]
        bounds = [start, *dict.fromkeys(cuts), end]
        return tuple((self.start(a), self.end(b)) for a, b in pairwise(bounds))


@dataclass(slots=True)
class Damaged:
    """The text after `apply`. `words` changes a phrase as the text was changed."""

    text: str
    shift: Shift
    markers: list[TrueNoise] = field(default_factory=list)
    table: dict[int, str] = field(default_factory=dict)
    hidden_name: str = ""

    def words(self, phrase: str) -> str:
        """Change a phrase of the draft as the text was changed."""
        if self.hidden_name:
            phrase = phrase.replace(self.hidden_name, "XX")
        return phrase.translate(self.table) if self.table else phrase


def apply(draft: Draft, damage: Damage, rng: random.Random) -> Damaged:
    """Damage a draft's text; the draft stays as it is."""
    table: dict[int, str] = {}
    if damage.letter_d:
        table[ord("党")] = "D"
    if damage.half_width:
        table.update({key: chr(char) for key, char in HALF_WIDTH.items()})
    done = Damaged(draft.text(), Shift(), table=table, hidden_name=damage.hidden_name)
    done.text = done.words(done.text)
    if damage.pages:
        _splice_pages(done, draft, rng)
    if damage.carriage:
        breaks = [i for i, char in enumerate(done.text) if char == "\n"]
        _insert(done, [(at, "\r") for at in breaks])
    return done


def _insert(done: Damaged, insertions: Sequence[tuple[int, str]]) -> None:
    parts, grown, last = [], [0], 0
    for at, text in insertions:
        parts += [done.text[last:at], text]
        grown.append(grown[-1] + len(text))
        last = at
    done.text = "".join([*parts, done.text[last:]])
    done.shift = Shift(tuple(at for at, _ in insertions), tuple(grown))


def _splice_pages(done: Damaged, draft: Draft, rng: random.Random) -> None:
    """Splice page numbers into the body, now and then between the digits of a figure or before its unit."""
    first, last = body_of(draft)
    insertions, at, page = [(first, "1、")], first, 1
    starts = [mark.start for mark in draft.marks]
    while (at := at + rng.randint(*PAGE)) < last - 40:
        index = bisect_left(starts, at)
        if index < len(starts) and rng.random() < 0.3 and starts[index] - at < 60:
            mark = draft.marks[index]
            at = rng.randint(mark.start + 1, mark.end - 1) if mark.end - mark.start > 1 else mark.end
        if any(noise.start < at < noise.end and noise.category != "duplicate" for noise in draft.noise):
            continue
        page += 1
        insertions.append((at, f"\n\n{page}、"))
    _insert(done, insertions)
    done.markers = [
        TrueNoise(start + grown + len(text) - len(text.lstrip()), start + grown + len(text), "page-marker")
        for (start, text), grown in zip(insertions, done.shift.grown, strict=False)
    ]


def body_of(draft: Draft) -> Span:
    """Give where the first report begins and the last one ends."""
    return draft.reports[0].start, draft.reports[-1].end
