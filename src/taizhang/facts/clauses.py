"""A sentence with figures -> one Slot for each figure: its clause, what stands to its left and to its right.

Takes the tokens of `quantities` that fall into one sentence and the tagged words of `lexicon`; gives Slots to
`roles`, `status` and `indicators`, which fill in the attributes.
"""

from __future__ import annotations

from taizhang.facts.lexicon import BOUNDARIES, ENDINGS, Flag, Word, tag
from taizhang.facts.quantities import Measure, measure
from taizhang.facts.units import is_measure
from taizhang.spans import Span

__all__ = ["Slot", "Token", "lay_out"]

Token = tuple[int, int, str]
"""Start, end and kind of a token."""
_MARK = int(Flag.MARK)
_OPEN = {"(": ")", "（": "）", "“": "”", "《": "》", "【": "】"}
_CLOSE = frozenset(_OPEN.values())


class Slot:
    """A figure in its clause. `left` to `start` is the text that leads to it, `after` to `right` what follows it."""

    __slots__ = (
        "after", "basis", "bracket", "clause", "cut", "decimals", "end", "first", "indicator", "joined", "kind", "last",
        "left", "listed", "measured", "modifier", "parallel", "period", "right", "role", "sign", "start", "status", "subject",
        "trigger", "unit", "value", "words",
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


def _transparent(text: str, words: list[Word], i: int, end: int, figures: list[Token]) -> int:
    """Give the index of the word that closes the bracket at `i`, when no figure stands in it; -1 otherwise."""
    closing = _OPEN[words[i][3]]
    for j in range(i + 1, len(words)):
        mark = words[j][3]
        if mark == closing:
            low, high = words[i][0], words[j][0]
            return -1 if any(low < f[0] < high for f in figures) else j
        if mark == words[i][3]:
            return -1
    return -1


def _window(text: str, start: int, end: int, figures: list[Token]) -> Span:
    """Give the part of the sentence that the clauses of its figures take up; the rest need not be tagged."""
    first, last = figures[0][0], figures[-1][1]
    low = max(text.rfind("，", start, first), text.rfind(",", start, first))
    if low < 0 or text.find("(", start, low) >= 0 or text.find("（", start, low) >= 0:
        low = start
    highs = [high for high in (text.find("，", last, end), text.find(",", last, end)) if high >= 0]
    return low, min(highs) + 1 if highs else end


def lay_out(text: str, start: int, end: int, figures: list[Token]) -> list[Slot]:
    """Give the slots of the figures in the sentence `text[start:end]`, in order."""
    words = tag(text, *_window(text, start, end, figures))
    slots: list[Slot] = []
    left = clause = start
    first = 0
    brackets: list[int] = []
    i, count = 0, len(words)
    previous: Slot | None = None
    for number, (fig_start, fig_end, kind) in enumerate(figures):
        skip_to = -1
        while i < count and words[i][0] < fig_start:
            word_start, word_end, flags, word = words[i]
            i += 1
            if flags & _MARK and word_start >= skip_to:
                boundary = False
                if word in BOUNDARIES:
                    boundary = True
                    clause = word_end
                elif word == "、":
                    boundary = (previous is not None and not slots[-1].right and word_start <= previous.after) or word_end == fig_start
                elif word in _OPEN:
                    closing = _transparent(text, words, i - 1, end, figures)
                    if closing >= 0:
                        skip_to = words[closing][1]
                    else:
                        boundary = True
                        if word in "(（":
                            brackets.append(word_end)
                            clause = word_end
                elif word in _CLOSE:
                    boundary = True
                    if word in ")）" and brackets:
                        brackets.pop()
                        clause = word_end
                if boundary:
                    if previous is not None and not previous.right:
                        previous.right = word_start
                    left, first = word_end, i
        result = measure(kind, text[fig_start:fig_end])
        if result is None:
            continue
        slot = _slot(text, fig_start, fig_end, kind, result)
        if previous is not None:
            if not previous.right:
                previous.right = fig_start
            if left < previous.after:
                left = previous.after
        slot.words, slot.first, slot.last = words, first, i
        slot.left, slot.clause = left, clause
        slot.bracket = brackets[-1] if brackets else -1
        slot.joined = previous is not None and left == fig_start and previous.after >= fig_start
        slots.append(slot)
        previous = slot
        while i < count and words[i][0] < slot.after:
            i += 1
        left, first = slot.after, i
    if previous is not None and not previous.right:
        previous.right = _right_end(words, i, end)
    return slots


def _right_end(words: list[Word], i: int, end: int) -> int:
    """Where the clause of the last figure ends."""
    depth = 0
    for j in range(i, len(words)):
        word_start, _, flags, word = words[j]
        if flags & _MARK:
            if word in _OPEN:
                depth += 1
            elif word in _CLOSE:
                if not depth:
                    return word_start
                depth -= 1
            elif word in BOUNDARIES and not depth:
                return word_start
    return end


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
    slot.listed = False
    slot.parallel, slot.indicator, slot.subject, slot.period = False, None, None, None
    return slot
