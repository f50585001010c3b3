"""Slot -> indicator: the shortest phrase of the text that names what is measured.

Before the number it is what remains of the clause when time, place, fillers and light verbs are taken off; after it,
the noun that the classifier counts; where the clause names nothing, it is the indicator of the figure before. Gives
spans of the clean text, or a text of its own where a shared word belongs to several names (国家、省、市级示范村).
"""

from __future__ import annotations

import re

from taizhang.facts.clauses import Slot, Token
from taizhang.facts.lexicon import Flag, Word, flags_of

__all__ = ["name", "share_out"]

_ACTION, _NOUNISH, _LIGHT, _ADVERB = int(Flag.ACTION), int(Flag.NOUNISH), int(Flag.LIGHT), int(Flag.ADVERB)
_CUT, _SUBJECT, _SUFFIX, _STOP = int(Flag.CUT), int(Flag.SUBJECT), int(Flag.SUFFIX), int(Flag.STOP)
_BASIS, _FORECAST, _ACTUAL, _PLANNED = int(Flag.BASIS), int(Flag.FORECAST), int(Flag.ACTUAL), int(Flag.PLANNED)
_UP, _DOWN, _TO, _MARK = int(Flag.UP), int(Flag.DOWN), int(Flag.TO), int(Flag.MARK)
_ELLIPTICAL, _SHARE = int(Flag.ELLIPTICAL), int(Flag.SHARE)
_MODIFIERS = int(Flag.APPROX | Flag.AT_LEAST | Flag.AT_MOST)
_HEAD = _ADVERB | _CUT | _SUBJECT | _BASIS | _FORECAST | _ACTUAL | _PLANNED | _MODIFIERS
_TAIL = _ADVERB | _CUT | _LIGHT | _BASIS | _FORECAST | _ACTUAL | _TO | _MODIFIERS | _PLANNED
_EDGE = " 的了、，,和与及等\n\t。：:;；"
_LISTED = re.compile("、|和|及|与|以及")
_WORD = re.compile("[一-龥A-Za-z0-9“《XxＸ*×(（]")

Times = list[Token]


def name(text: str, slots: list[Slot], i: int, times: Times) -> tuple[int, int] | str | None:
    """Give the indicator of `slots[i]`; the slots before it have theirs already."""
    slot = slots[i]
    before = slots[i - 1] if i else None
    if slot.joined and before is not None and (slot.role == before.role == "level"):
        return before.indicator
    left = phrase(text, slot, times)
    if slot.role in ("growth", "change", "rank") or (slot.role == "rate" and _completes(text, slot, left)):
        return left if left and not _is_completion(text, left) else _inherited(text, slots, i)
    if slot.role in ("share", "rate", "score"):
        return left or _inherited(text, slots, i)
    if slot.measured:
        if left and not _is_verb(text, left):
            return left
        right = _right(text, slot)
        if right and right[2] == "noun":
            return text[slice(*left)] + text[right[0] : right[1]] if left else right[:2]
        return left or (right[:2] if right else _inherited(text, slots, i))
    right = _right(text, slot)
    if right and right[2] == "noun":
        return right[:2]
    if left:
        if right and left[1] - left[0] <= 2 and not _is_elliptical(text, left):
            return text[left[0] : left[1]] + text[right[0] : right[1]]
        return left
    return right[:2] if right else _inherited(text, slots, i)


def _is_verb(text: str, span: tuple[int, int]) -> bool:
    flags = flags_of(text[span[0] : span[1]])
    return bool(flags & _ACTION) and not flags & _NOUNISH


def _is_elliptical(text: str, span: tuple[int, int]) -> bool:
    return bool(flags_of(text[span[0] : span[1]]) & _ELLIPTICAL)


def _completes(text: str, slot: Slot, left: tuple[int, int] | None) -> bool:
    return left is None or _is_completion(text, left)


_COMPLETED = re.compile("(?:年度|全年|年初|目标|任务|计划|预算|进度)")


def _is_completion(text: str, span: tuple[int, int]) -> bool:
    region = text[span[0] : span[1]]
    return bool(_COMPLETED.search(region)) and not region.endswith(("率", "比", "比重", "比例"))


def phrase(text: str, slot: Slot, times: Times) -> tuple[int, int] | None:
    """Give what names the figure to its left: the clause up to `cut`, without what only says when, where and how."""
    low, high = slot.left, slot.cut
    words = slot.words[slot.first : slot.last]
    for start, end, _ in times:
        if low <= start and end <= high:
            if _WORD.search(text, end, high):
                low = end
            else:
                high = start
    low, high = _trim(text, words, low, high)
    if low >= high:
        return None
    low = _begin(text, words, low, high)
    low, high = _trim(text, words, low, high)
    return (low, high) if low < high else None


def _trim(text: str, words: list[Word], low: int, high: int) -> tuple[int, int]:
    """Take fillers, places and light verbs off both ends."""
    moved = True
    while moved and low < high:
        moved = False
        while low < high and text[low] in _EDGE:
            low += 1
        while low < high and text[high - 1] in _EDGE:
            high -= 1
        for start, end, flags, _ in words:
            if start == low and end < high and flags & _HEAD and not flags & _ACTION:
                low, moved = end, True
        for start, end, flags, _ in reversed(words):
            if end == high and start >= low and flags & _TAIL and not flags & (_SHARE | _SUBJECT) and (start > low or flags & (_LIGHT | _CUT | _ADVERB)):
                high, moved = start, True
    return low, high


def _begin(text: str, words: list[Word], low: int, high: int) -> int:
    """Find where the indicator begins: after the last filler such as 共, after a light verb, at the last verb of work."""
    verb = -1
    previous: Word | None = None
    for word in words:
        start, end, flags, _ = word
        if start < low or end > high:
            continue
        if end < high:
            if flags & _CUT and start > low:
                low, verb = end, -1
            elif flags & _LIGHT and (end - start > 1 or word[3] == "有"):
                rest = text[end:high]
                low, verb = (start if flags_of(rest) & _ACTION and "完成" in word[3] else end), -1
            elif flags & _ACTION and (
                not flags & _NOUNISH or start == low or (previous and previous[1] == start and previous[2] & (_SUFFIX | _SUBJECT))
            ):
                chained = previous is not None and previous[1] == start and previous[2] & _ACTION and verb >= 0
                if not chained:
                    verb = start
        previous = word
    return verb if verb > low else low


def _right(text: str, slot: Slot) -> tuple[int, int, str] | None:
    """Give the noun that the number counts, or the verb phrase that says what became of it, with which it is."""
    low, high = slot.after, slot.right
    while low < high and text[low] in " 　":
        low += 1
    if low >= high or text[low] in "、，,)）”":
        return None
    if text[low] == "的":
        if not slot.measured:
            return None
        low += 1
    kind = "noun"
    for start, end, flags, word in slot.words:
        if start < low:
            continue
        if start >= high:
            break
        if flags & _MARK and word == "、" or word in ("的", "和", "及", "与", "以及") and start > low:
            high = start
            break
        if flags & _STOP or (flags & _ACTION and not flags & _NOUNISH):
            if start == low:
                kind = "verb"
                low, high = _verb_phrase(text, slot, low, high)
                return (low, high, kind) if low < high else None
            high = start
            break
    while low < high and text[high - 1] in _EDGE:
        high -= 1
    return (low, high, kind) if low < high else None


def _verb_phrase(text: str, slot: Slot, low: int, high: int) -> tuple[int, int]:
    for start, end, flags, _ in slot.words:
        if start == low and end < high and flags & (_CUT | _ACTUAL):
            low = end
    return low, high


def _inherited(text: str, slots: list[Slot], i: int) -> tuple[int, int] | str | None:
    """Give the indicator of the figure before that this one says more of; 均 speaks of all figures of its sentence."""
    if not i:
        return None
    slot = slots[i]
    if slot.role == "rank" and "均" in text[slot.left : slot.start]:
        names: list[str] = []
        for other in slots[:i]:
            if other.role != "rank" and other.indicator:
                own = other.indicator if isinstance(other.indicator, str) else text[slice(*other.indicator)]
                if own not in names:
                    names.append(own)
        if names:
            return "、".join(names)
    return slots[i - 1].indicator


def share_out(text: str, slots: list[Slot], i: int) -> None:
    """Give each figure after 分别 its own name: the names listed before, or the figures before, in their order."""
    group = [slots[i]]
    for slot in slots[i + 1 :]:
        if text[group[-1].after : slot.start].strip(" ") not in ("、", "和", "及", "与", ",", "，"):
            break
        group.append(slot)
    count = len(group)
    if count < 2:
        return
    for slot in group[1:]:
        slot.role, slot.sign, slot.basis = slots[i].role, slots[i].sign, slots[i].basis
        slot.parallel = False
    first = slots[i].indicator
    names = _names(text, first, count) if isinstance(first, tuple) and first[1] <= slots[i].start and first[0] >= slots[i].left else None
    if names is None and not (isinstance(first, tuple) and first[0] >= slots[i].left):
        before = [s for s in slots[:i] if s.role in ("level", "rate", "share")]
        distinct = before[-count:]
        names = [s.indicator for s in distinct] if len(distinct) == count else None
    for number, slot in enumerate(group):
        slot.indicator = names[number] if names else first


def _names(text: str, span: tuple[int, int], count: int) -> list[tuple[int, int] | str | None] | None:
    """Split a list of names; a tail that belongs to all (级示范村) goes to each."""
    parts: list[tuple[int, int]] = []
    at = span[0]
    for match in _LISTED.finditer(text, *span):
        parts.append((at, match.start()))
        at = match.end()
    parts.append((at, span[1]))
    if len(parts) != count or any(s >= e for s, e in parts):
        return None
    last = text[slice(*parts[-1])]
    names: list[tuple[int, int] | str | None] = []
    for part in parts:
        own = text[slice(*part)]
        tail = last.find("级")
        names.append(own + last[tail:] if 0 < tail and "级" not in own and len(own) <= 3 else part)
    return names
