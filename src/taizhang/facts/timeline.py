"""Which time expression governs a figure.

One from its own clause or sentence, else one that is in force in the same numbered item or paragraph, else one from
a heading above. A new expression replaces it; the next item goes back to what held when the item above began.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from taizhang.facts.clauses import Slot, Token
from taizhang.facts.lexicon import Flag
from taizhang.facts.periods import OWN_CLAUSE, PERIODS
from taizhang.spans import Span
from taizhang.wordlists import alternatives

__all__ = ["Timeline", "is_base"]


_SAME: str = PERIODS["same_part"]
_BASES: tuple[str, ...] = tuple(PERIODS["bases"])
_BASE_AFTER = re.compile(f"[^，,。；;]{{0,6}}的?基础上|{alternatives(PERIODS['bases_after'])}")
_OF_NUMBER = re.compile(r"的?[\d一二两三四五六七八九十百]+")
_YEAR = re.compile(rf"[^月季半底末初来前间]*\d{{4}} ?年度?{alternatives(PERIODS['seasons'])}?")
_OF_NAME = re.compile(
    r"(?![我共上下第前累新各区县市省]|在(?![建校编册岗职库训])|全[市县区省年国镇乡街]|\d|[一-龥]{0,2}(?:完成|实现|共|累计)"
    r"|计划(?!任务|数|的)|拟|将|力争|预计|要|确保|争取|继续)[一-龥“]"
)
_IS = re.compile(alternatives(PERIODS["is"]) + r"[约近]?[\d一二三四五六七八九十百千]")
_BOUNDARIES = "，。；：、,;:\n（("
_OF_TARGET = re.compile("(?:年度)?(?:目标|任务|预算|计划(?:任务|数|的|指标))")


def is_base(text: str, start: int, end: int) -> bool:
    """Tell whether the expression is only what is compared with: 比2022年, 去年同期."""
    if text.startswith("平均", start - 2):
        return True
    if text.endswith(_SAME, start, end):
        return text.endswith(_BASES, max(0, start - 3), start) or not _IS.match(text, end)
    if start and text[start - 1] in "是为于" and _OF_NUMBER.match(text, end):
        return True
    return text.endswith(_BASES, max(0, start - 3), start) or _BASE_AFTER.match(text, end) is not None


def _is_weak(text: str, start: int, end: int) -> bool:
    """Tell a bare year that says of which year a fund, event or inspection is."""
    if not start or text[start - 1] in _BOUNDARIES:
        return bool(_OF_TARGET.match(text, end))
    year = _YEAR.fullmatch(text, start, end) or text[start:end] in PERIODS["weak"]
    return (bool(year) and bool(_OF_NAME.match(text, end))) or bool(_OF_TARGET.match(text, end))


def _is_aside(text: str, start: int, end: int) -> bool:
    """Tell a year that is named beside this one's figure, for its own figure alone: 完成12亿元，上年为11亿元；"""
    named = text[start:end] in PERIODS["weak"] or text.endswith(_SAME, start, end)
    return named and _IS.match(text, end) is not None


def _is_start(text: str, start: int, end: int) -> bool:
    """Tell when a level was that another grew or fell from, for its own figure alone: 由年初的71%提升至93.5%."""
    return start > 0 and text[start - 1] in "由从" and _OF_NUMBER.match(text, end) is not None


class Timeline:
    """What is in force while the text is read from its beginning; `enter` at headings, `read` at each sentence."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._levels: list[tuple[int, Span | None]] = [(0, None)]
        self.now: Span | None = None
        """The expression in force."""
        self._heading = False

    def enter(self, level: int) -> None:
        """A headed part begins: its siblings' expressions end, what held when they began holds again."""
        while len(self._levels) > 1 and self._levels[-1][0] >= level:
            self.now = self._levels.pop()[1]
        self._levels.append((level, self.now))

    def report(self) -> None:
        """A report begins: nothing is in force."""
        self._levels, self.now = [(0, None)], None

    def paragraph(self) -> None:
        """A paragraph begins: in a text without numbered items it resets as an item does."""
        if len(self._levels) == 1:
            self.now = None

    def pass_by(self, times: Sequence[Token], heading: bool = False) -> None:
        """A sentence without figures: the last expression in it stays in force; in a heading a bare year does too."""
        for start, end, _ in times:
            text = self._text
            if text[start:end] in OWN_CLAUSE or _is_aside(text, start, end) or is_base(text, start, end):
                continue
            if not heading and _is_weak(text, start, end):
                continue
            self.now = (start, end)

    def read(self, times: Sequence[Token], slots: list[Slot]) -> None:
        """Set the period of each slot of a sentence and keep what goes on being in force."""
        text = self._text
        t = 0
        weak = own = fresh = None
        own_clause = -1
        bracketed: tuple[int, Span] | None = None
        before: Slot | None = None
        for slot in slots:
            alone = None
            if slot.clause != own_clause and not (own and before and _goes_on(slot, before)):
                own = None
            while t < len(times) and times[t][0] < slot.start:
                span = times[t][:2]
                t += 1
                if is_base(text, *span):
                    continue
                if _is_start(text, *span):
                    alone = span
                elif _is_promise(slot, span):
                    fresh = span
                elif text[slice(*span)] in OWN_CLAUSE or _is_aside(text, *span):
                    if span[0] >= slot.clause or (span[1] == slot.clause - 1):  # 目前，已完成
                        own, own_clause = span, slot.clause
                elif _is_weak(text, *span):
                    weak = span
                elif slot.bracket >= 0 and span[0] >= slot.bracket:
                    bracketed = slot.bracket, span
                else:
                    self.now = fresh = span
            inside = bracketed[1] if bracketed and bracketed[0] == slot.bracket else None
            slot.period = alone or own or inside or fresh or self._behind(times, t, slot) or weak or self.now
            before = slot
        self.pass_by(times[t:])

    def _behind(self, times: Sequence[Token], t: int, slot: Slot) -> Span | None:
        """Give an expression that follows the figure in its clause: 剩余3条将于6月底迁移."""
        if t == len(times) or times[t][1] > slot.right:
            return None
        span = times[t][:2]
        return None if is_base(self._text, *span) or _is_weak(self._text, *span) else span


def _goes_on(slot: Slot, before: Slot) -> bool:
    """Tell an item of a list that shares the verb of the one before: 目前完成桩基119根，立柱12根."""
    return (
        slot.clause - before.after <= 1
        and slot.start - slot.clause <= _SHORT
        and not any(
            word[0] >= slot.clause and word[2] & _OWN_VERB and not word[2] & _NOUNISH
            for word in slot.words[slot.first : slot.last + 1]
        )
    )


_SHORT = 8
_NOUNISH = int(Flag.NOUNISH)
_OWN_VERB = int(Flag.ACTION | Flag.LIGHT | Flag.ACTUAL | Flag.CUT | Flag.UP | Flag.DOWN | Flag.SHARE)
_FORECAST, _PLANNED = int(Flag.FORECAST), int(Flag.PLANNED)
_PROMISES: tuple[str, ...] = tuple(PERIODS["promises"])


def _is_promise(slot: Slot, span: Span) -> bool:
    """Tell an expression in a 预计 or 力争 clause: it governs no further than its sentence."""
    return span[0] >= slot.clause and any(
        slot.clause <= start < slot.start and (flags & _FORECAST or (flags & _PLANNED and own.startswith(_PROMISES)))
        for start, _, flags, own in slot.words
    )
