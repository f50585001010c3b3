"""A sentence with figures -> one Slot for each figure: its clause, what stands to its left and to its right.

Takes the tokens of `quantities` that fall into one sentence and the tagged words of `lexicon`; gives Slots to
`roles`, `status` and `indicators`, which fill in the attributes.
"""

from __future__ import annotations

from taizhang.facts.lexicon import BOUNDARIES, ENDINGS, Flag, Word, tag
from taizhang.facts.quantities import Measure, measure
from taizhang.facts.units import is_measure

__all__ = ["Slot", "Token", "lay_out"]

Token = tuple[int, int, str]
"""Start, end and kind of a token."""
_MARK = int(Flag.MARK)
_OPEN = {"(": ")", "（": "）", "“": "”", "《": "》", "【": "】"}
_CLOSE = frozenset(_OPEN.values())


class Slot:
    """A figure in its clause. `left` to `start` is the text that leads to it, `after` to `right` what follows it."""

    __slots__ = (
        "after", "basis", "bracket", "clause", "cut", "decimals", "end", "first", "indicator", "joined", "kind",
        "last", "left", "listed", "measured", "modifier", "parallel", "period", "right", "role", "sign", "start",
        "status", "subject", "trigger", "unit", "value", "words",
    )  # fmt: skip

    start: int
    end: int
    kind: str
    value: float | int | list[float | int] | None
    decimals: int
    unit: str
    modifier: str
    measured: bool
    """The unit is a measure (万元, %), not a classifier (家)."""
    words: list[Word]
    """The tagged words of the sentence."""
    first: int
    """Index of the first of `words` in the clause to the left."""
    last: int
    """Index after the last of `words` before the figure."""
    left: int
    cut: int
    """Where the words that only lead to the figure (达到, 同比增长) begin; left to cut is what may name it."""
    after: int
    right: int
    clause: int
    """Where the clause begins, counted from the last comma."""
    bracket: int
    """Where the innermost bracket around the figure begins; -1 outside brackets."""
    joined: bool
    """It follows the figure before without a word between (181批次2543人次)."""
    listed: bool
    """A list before it ends in 等: the noun that it counts comes after it."""
    parallel: bool
    """分别 stands before it or before the figures that it continues."""
    role: str
    sign: int
    basis: str | None
    trigger: int
    """Flags of the words between cut and start."""
    status: str
    indicator: tuple[int, int] | str | None
    subject: str | None
    period: tuple[int, int] | None


def lay_out(text: str, start: int, end: int, figures: list[Token]) -> list[Slot]:
    """Give the slots of the figures in the sentence `text[start:end]`, in order."""
    layout = _Layout(text, start, end, figures)
    for figure in figures:
        layout.pass_words(figure[0])
        layout.place(figure)
    return layout.finish()


class _Layout:
    """Walks over the words of a sentence and keeps where the clause began."""

    def __init__(self, text: str, start: int, end: int, figures: list[Token]) -> None:
        self.text, self.end, self.figures = text, end, figures
        self.words = tag(text, start, end)
        self.at = 0
        """Index of the next word."""
        self.left = self.clause = start
        self.first = 0
        """Index of the first word of the clause."""
        self.skip = -1
        """Where a bracket or quote without figures ends: its marks divide nothing."""
        self.brackets: list[int] = []
        self.slots: list[Slot] = []

    def pass_words(self, start: int) -> None:
        """Go on to the figure at `start`; every dividing mark on the way begins a clause."""
        words, count = self.words, len(self.words)
        while self.at < count and words[self.at][0] < start:
            word = words[self.at]
            self.at += 1
            if word[2] & _MARK and word[0] >= self.skip and self.divides(word, start):
                if self.slots and not self.slots[-1].right:
                    self.slots[-1].right = word[0]
                self.left, self.first = word[1], self.at

    def divides(self, word: Word, figure: int) -> bool:
        """Tell whether a mark ends a clause, and keep commas and brackets in mind."""
        start, end, _, mark = word
        if mark in BOUNDARIES:
            self.clause = end
            return True
        if mark == "、":
            slot = self.slots[-1] if self.slots else None
            return end == figure or (slot is not None and not slot.right and start <= slot.after)
        if mark in _OPEN:
            return self.opens(word)
        if mark in ")）" and self.brackets:
            self.brackets.pop()
            self.clause = end
        return True

    def opens(self, word: Word) -> bool:
        closing = self.closing(word)
        if closing:
            self.skip = closing
            return False
        if word[3] in "(（":
            self.brackets.append(word[1])
            self.clause = word[1]
        return True

    def closing(self, word: Word) -> int:
        """Give where the bracket or quote ends when no figure stands in it, else 0."""
        for start, end, _, mark in self.words[self.at :]:
            if mark == _OPEN[word[3]]:
                return 0 if any(word[0] < figure[0] < start for figure in self.figures) else end
            if mark == word[3]:
                return 0
        return 0

    def place(self, figure: Token) -> None:
        """Make the slot of a figure; the clause of the next begins behind it."""
        start, end, kind = figure
        result = measure(kind, self.text[start:end])
        if result is None:
            return
        slot = _slot(self.text, start, end, kind, result)
        before = self.slots[-1] if self.slots else None
        if before is not None:
            before.right = before.right or start
            self.left = max(self.left, before.after)
            slot.joined = self.left == start and before.after >= start
        slot.words, slot.first, slot.last = self.words, self.first, self.at
        slot.left, slot.clause = self.left, self.clause
        slot.bracket = self.brackets[-1] if self.brackets else -1
        self.slots.append(slot)
        while self.at < len(self.words) and self.words[self.at][0] < slot.after:
            self.at += 1
        self.left, self.first = slot.after, self.at

    def finish(self) -> list[Slot]:
        """Close the clause of the last figure."""
        if self.slots and not self.slots[-1].right:
            self.slots[-1].right = self.last_end()
        return self.slots

    def last_end(self) -> int:
        depth = 0
        for start, _, flags, mark in self.words[self.at :]:
            if flags & _MARK:
                if mark in _OPEN:
                    depth += 1
                elif mark in _CLOSE:
                    if not depth:
                        return start
                    depth -= 1
                elif mark in BOUNDARIES and not depth:
                    return start
        return self.end


def _slot(text: str, start: int, end: int, kind: str, result: Measure) -> Slot:
    slot = Slot()
    slot.start, slot.end, slot.kind = start, end, kind
    slot.value, slot.decimals, slot.unit, slot.modifier, _ = result
    slot.measured = kind == "rank" or is_measure(slot.unit)
    slot.after, slot.right, slot.cut = end, 0, start
    ending = ENDINGS.pattern.match(text, end)
    if ending:
        slot.after = ending.end()
        if slot.modifier != "range":
            slot.modifier = ENDINGS.modifiers[ending[0]]
    slot.role, slot.sign, slot.basis, slot.trigger, slot.status = "level", 1, None, 0, "actual"
    slot.listed = slot.joined = False
    slot.parallel, slot.indicator, slot.subject, slot.period = False, None, None, None
    return slot
