"""The words that only lead to a figure (约, 达到, 同比增长): what they say of it, and where they begin.

`lead` walks from a figure to the left while words of `data/words.toml` adjoin; it sets modifier, sign, basis and the
`trigger` flags from which `roles` decides, and `cut`, left of which the indicator is looked for.
"""

from __future__ import annotations

import re

from taizhang.facts.clauses import Slot
from taizhang.facts.lexicon import Flag, Word, words_of
from taizhang.facts.units import dimension

__all__ = ["COMPARED", "in_points", "lead"]

_MOVES, _TO, _BASIS, _SHARE = int(Flag.UP | Flag.DOWN), int(Flag.TO), int(Flag.BASIS), int(Flag.SHARE)
_PLANNED, _MEASURES, _PARALLEL = int(Flag.PLANNED), int(Flag.MEASURES), int(Flag.PARALLEL)
_GROWTH_NOUN = int(Flag.GROWTH_NOUN)
_COMPARABLE = int(Flag.SUBJECT | Flag.ANNOUNCING | Flag.TARGET | Flag.COMPARED_WITH)
_COMPARING, _ACTION = int(Flag.COMPARING), int(Flag.ACTION)
_APPROX, _AT_LEAST = int(Flag.APPROX), int(Flag.AT_LEAST)
_MODIFIERS = int(Flag.APPROX | Flag.AT_LEAST | Flag.AT_MOST)
_KEPT = _TO | _BASIS | _SHARE | _PLANNED | int(Flag.FORECAST | Flag.LIGHT | Flag.CUT)
_LEADING = _KEPT & ~_SHARE | _MODIFIERS | _MOVES | int(Flag.ACTUAL | Flag.TRAILING)
_POINTS = "点"
_POINTS_FOLLOW = re.compile(r"[、和及与]\d+(?:\.\d+)?个百分点")
"""Behind 1.1个: it is of points too, as in 高于全省1.1个和2.6个百分点."""
_RELATIVE = ("percent", "point", "ratio", "doubling")
COMPARED = frozenset(words_of("growth", "compared"))
"""Words of a difference that need what is compared with: 多, 少."""


def lead(text: str, slot: Slot) -> None:
    """Set `cut`, `trigger`, `sign`, `basis`, `modifier`, `parallel` and `listed` of a slot."""
    at, i = slot.start, slot.last - 1
    points = in_points(text, slot)
    linked = False
    """的, 等 or a promise stands between: a rise before it belongs to something else."""
    while i >= slot.first and at > slot.left:
        start, end, flags, own = slot.words[i]
        if end > at:
            i -= 1
            continue
        if end < at and text[end:at].strip(" 了的"):
            break
        if not (flags & _COMPARABLE and _is_compared(slot.words, i, slot.first)):
            if own == "的" or own[0] == "等" or flags & _PLANNED:
                linked = True
                slot.listed = slot.listed or own[0] == "等"
            if not _leads(own, flags) or (flags & _MOVES and not _may_move(slot, i, linked)):
                break
            _take(slot, flags, own, points)
        at, i = start, i - 1
    slot.cut, slot.last = at, i + 1


def in_points(text: str, slot: Slot) -> bool:
    """Tell a figure of percentage points, its unit perhaps said behind the next one alone."""
    return slot.unit.endswith(_POINTS) or (slot.unit == "个" and _POINTS_FOLLOW.match(text, slot.end) is not None)


def _leads(own: str, flags: int) -> bool:
    if flags & _SHARE:
        return own in ("占", "占到")
    return bool(flags & _LEADING) or own in ("的", "了")


def _may_move(slot: Slot, i: int, linked: bool) -> bool:
    """Tell a rise of this figure from work done (站台提升102座) and from a rise of something before (较高的43宗)."""
    start, _, flags, own = slot.words[i]
    if i > slot.first and slot.words[i - 1][1] == start and slot.words[i - 1][2] & _BASIS:
        return not linked
    if own in COMPARED and slot.measured and dimension(slot.unit) not in _RELATIVE:
        return not linked and any(word[2] & (_BASIS | _COMPARING) for word in slot.words[slot.first : i])
    if flags & _MEASURES and dimension(slot.unit) == "place":
        return not linked  # 比一季度提升2位
    if flags & _MEASURES and (not slot.measured or slot.unit.endswith(("万元", "亿元"))):
        return False  # 绿化提升120万元
    return not linked and not (slot.kind == "rank" and flags & _ACTION)


def _take(slot: Slot, flags: int, own: str, points: bool) -> None:
    """Take in what one leading word says of a figure, in `points` or not; the word nearest to it decides."""
    moved = slot.trigger & _MOVES
    if flags & _MODIFIERS and not moved and not (flags & _MOVES and points):
        if slot.modifier == "exact":
            slot.modifier = "approx" if flags & _APPROX else "at_least" if flags & _AT_LEAST else "at_most"
        slot.trigger |= flags & (_MODIFIERS | _TO)
    elif flags & _MOVES and not moved and (flags & _GROWTH_NOUN or not slot.trigger & _TO):
        slot.trigger = slot.trigger & ~_TO | flags & _MOVES
        slot.sign = -1 if flags & int(Flag.DOWN) else 1
    else:
        slot.trigger |= flags & _KEPT
        if flags & _BASIS and not slot.basis:
            slot.basis = own
    if flags & _PARALLEL:
        slot.parallel = True


def _is_compared(words: list[Word], i: int, first: int) -> bool:
    """Tell a place or goal that the figure is compared with: 高于全省1.5个百分点, 落后于计划3个百分点."""
    return i > first and words[i - 1][1] == words[i][0] and bool(words[i - 1][2] & _COMPARING)
