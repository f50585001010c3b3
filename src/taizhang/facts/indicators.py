"""Slot -> indicator: the shortest phrase of the text that names what is measured.

Before the number it is what remains of the clause when time, place, fillers and light verbs are taken off; after it,
the noun that the classifier counts; where the clause names nothing, it is the indicator of the figure before. Gives
spans of the clean text, or a text of its own where a shared word belongs to several names (国家、省、市级示范村).
"""

from __future__ import annotations

import re

from taizhang.facts.clauses import Slot, Token
from taizhang.facts.lexicon import Flag, Word, flags_of
from taizhang.facts.units import dimension

__all__ = ["name", "share_out"]

_ACTION, _NOUNISH, _LIGHT, _ADVERB = int(Flag.ACTION), int(Flag.NOUNISH), int(Flag.LIGHT), int(Flag.ADVERB)
_CUT, _SUBJECT, _SUFFIX, _STOP = int(Flag.CUT), int(Flag.SUBJECT), int(Flag.SUFFIX), int(Flag.STOP)
_BASIS, _FORECAST, _ACTUAL, _PLANNED = int(Flag.BASIS), int(Flag.FORECAST), int(Flag.ACTUAL), int(Flag.PLANNED)
_UP, _DOWN, _TO, _MARK = int(Flag.UP), int(Flag.DOWN), int(Flag.TO), int(Flag.MARK)
_RANKING, _ELLIPTICAL, _SHARE, _CAUSATIVE = int(Flag.RANKING), int(Flag.ELLIPTICAL), int(Flag.SHARE), int(Flag.CAUSATIVE)
_MODIFIERS = int(Flag.APPROX | Flag.AT_LEAST | Flag.AT_MOST)
_HEAD = _ADVERB | _CUT | _SUBJECT | _BASIS | _FORECAST | _ACTUAL | _PLANNED | _MODIFIERS
_TAIL = int(Flag.TRAILING) | _CUT | _LIGHT | _BASIS | _FORECAST | _ACTUAL | _TO | _MODIFIERS | _PLANNED
_STOPS = _STOP | _FORECAST | _PLANNED | _CUT
_MOVES = _UP | _DOWN | _TO
_COUNTING = ("共", "累计", "共计", "合计", "总计")
_EDGE = " 的了、，,\n\t。：:;；"
_ENDS = _EDGE + "中里"
_JOINTS = _EDGE + "和与及等"
_LISTED = re.compile("、|以及|和|(?<![普涉惠波遍触顾])及|与")
_DONE = re.compile("(?:已经|现已|均已|共计|[已均现仍还尚共])*")
_ASIDE = re.compile("[(（](?:含|不含|包括|不包括|其中|截至|除|扣)[^()（）]*[)）]$")
_BUDGET = re.compile("预算|任务|计划|目标")
_FIGURE = re.compile(r"\d|[一二三四五六七八九十百]+[个家项%]|[xX*]{2,}")
_WORD = re.compile("[一-龥A-Za-z0-9“《XxＸ*×(（]")

Times = list[Token]


def name(text: str, slots: list[Slot], i: int, times: Times) -> tuple[int, int] | str | None:
    """Give the indicator of `slots[i]`; the slots before it have theirs already."""
    slot = slots[i]
    before = slots[i - 1] if i else None
    if slot.joined and before is not None and (slot.role == before.role == "level"):
        return before.indicator
    if slot.role == "rank":
        return _ranked(text, slot, times) or _inherited(text, slots, i)
    left = phrase(text, slot, times)
    if slot.role in ("growth", "change"):
        if left:
            return _same_unit(text, slots, i, left) or left
        right = None if slot.measured else _right(text, slot, times)
        if right and right[2] == "noun":
            return right[:2]
        if slot.role == "change" and i and dimension(slot.unit) not in ("point", dimension(before.unit)):  # type: ignore[union-attr]
            return slot.cut, slot.start  # 每亩增产50公斤
        return _inherited(text, slots, i)
    if slot.role in ("share", "rate", "score"):
        if left or i:
            return left or _inherited(text, slots, i)
        right = _right(text, slot, times)
        return right[:2] if right else _whole(text, slot)
    if slot.measured:
        deadline = slot.modifier == "at_most" and dimension(slot.unit) == "time"  # 7天内办结
        right = _right(text, slot, times) if slot.listed or not left or _is_verb(text, left) or deadline else None
        if left and not (right and (slot.listed or deadline)) and not _is_verb(text, left):
            return left
        if right and deadline:
            return right[:2]
        if right and right[2] == "noun":
            if slot.listed:
                return right[:2]
            return text[slice(*left)] + text[right[0] : right[1]] if left else right[:2]
        return left or (right[:2] if right else _inherited(text, slots, i))
    following = slots[i + 1] if not left and i + 1 < len(slots) and slots[i + 1].joined else slot
    right = _right(text, following, times)  # 1.2万户4.5万贫困人口
    if right and left and right[2] == "verb" and _is_verb(text, left) and not flags_of(text[right[0] : right[0] + 2]) & _STOP:
        return right[:2]
    if right and right[2] == "noun":
        shared = i + 1 < len(slots) and right[1] == slots[i + 1].start and _acts(slot, right[0])
        if shared and left and not _is_verb(text, left):
            return left
        verb = _verb_before(slot) if right[1] - right[0] <= 2 else slot.cut
        return text[verb : slot.cut] + text[right[0] : right[1]] if verb < slot.cut else right[:2]
    if right and slot.unit.endswith("次"):
        return right[:2]
    if left:
        if right and left[1] - left[0] <= 2 and not flags_of(text[slice(*left)]) & (_ELLIPTICAL | _ACTION | _NOUNISH):
            return text[left[0] : left[1]] + text[right[0] : right[1]]
        return left
    return right[:2] if right else _inherited(text, slots, i)


def _is_verb(text: str, span: tuple[int, int]) -> bool:
    flags = flags_of(text[span[0] : span[1]])
    return bool(flags & _ACTION) and not flags & _NOUNISH


def _acts(slot: Slot, at: int) -> bool:
    return any(start <= at + 2 and start >= at and flags & _ACTION for start, _, flags, _ in slot.words)


def _verb_before(slot: Slot) -> int:
    """Where the verbs of work directly before the figure begin; `cut` when none does."""
    at = slot.cut
    for start, end, flags, _ in reversed(slot.words[slot.first : slot.last]):
        if end != at or start < slot.left or not flags & _ACTION or flags & (_CAUSATIVE | _LIGHT):
            break
        at = start
    return at


def _whole(text: str, slot: Slot) -> tuple[int, int] | None:
    """Give the whole that a completion is of where nothing says of what: 已完成总工程量的80%."""
    low, high = slot.cut, slot.start
    for start, end, flags, _ in slot.words:
        if start >= low and flags & _LIGHT and end < high:
            low = end
            break
    while low < high and text[high - 1] in "的约近超达到":
        high -= 1
    return (low, high) if low < high else None


def _same_unit(text: str, slots: list[Slot], i: int, left: tuple[int, int]) -> tuple[int, int] | str | None:
    """Give what 起数 or 家数 speaks of: the figure before that is counted so."""
    own = text[slice(*left)]
    if len(own) <= 3 and own.endswith("数"):
        for other in reversed(slots[:i]):
            if other.unit == own[:-1]:
                return other.indicator
    return None


def _ranked(text: str, slot: Slot, times: Times) -> tuple[int, int] | None:
    """Give what stands before 居, 位列 …: what is ranked."""
    at = -1
    for start, _, flags, _ in slot.words[slot.first : slot.last + 2]:
        if flags & _RANKING and slot.left <= start < slot.start:
            at = start
            break
    if at < 0:
        span = phrase(text, slot, times)
        if span and text[span[1] - 1] not in "县市省区国州第)）":
            return span
        at = slot.left
    if at == slot.left and slot.left and text[slot.left - 1] in "，,":
        before = max(text.rfind(mark, 0, slot.left - 1) for mark in "，,；;。：:\n") + 1
        if not _FIGURE.search(text, before, slot.left - 1):  # 综合得分，全市第二
            slot.left = before
            slot.first = sum(word[0] < before for word in slot.words)
            at = text.rfind("，", 0, slot.start) if text.rfind("，", before, slot.start) >= 0 else text.rfind(",", 0, slot.start)
    slot.cut = at
    return phrase(text, slot, times)


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
    work = slot.role in ("level", "change", "score")
    low, high = _trim(text, words, low, high, work)
    if low >= high:
        return None
    low, high = _begin(text, words, low, high, work)
    if work and high - low > 8 and (of := text.rfind("的", low + 6, high - 2)) > 0 and "“" not in text[of:high]:
        low = of + 1  # 办结上级交办的信访件
    low, high = _trim(text, words, low, high, work)
    if low < high and text[high - 1] in ")）" and (aside := _ASIDE.search(text, low, high)):
        high = aside.start()
    return (low, high) if low < high else None


def _trim(text: str, words: list[Word], low: int, high: int, work: bool) -> tuple[int, int]:
    """Take fillers, places and light verbs off both ends."""
    moved = True
    while moved and low < high:
        moved = False
        while low < high and text[low] in _JOINTS:
            low += 1
        while low < high and text[high - 1] in _EDGE:
            high -= 1
        if high - low > 1 and text[high - 1] in "由从":
            high, moved = high - 1, True
        if high - low > 3 and text[high - 1] == "中" and text[high - 2] not in "高初集其":
            high, moved = high - 1, True
        for start, end, flags, word in words:
            if start == low and end <= high and (flags & _HEAD and not flags & _ACTION or word == "占" and work and _BUDGET.search(text, end, high)):
                low, moved = end, True
        for start, end, flags, _ in reversed(words):
            if end == high and start >= low and flags & _TAIL and not flags & (_SHARE | _SUBJECT) and (start > low or flags & (_LIGHT | _CUT | _ADVERB)):
                high, moved = start, True
    return low, high


def _begin(text: str, words: list[Word], low: int, high: int, work: bool) -> tuple[int, int]:
    """Find where the indicator begins: after the last filler such as 共, after a light verb, at the last verb of work."""
    verb, causes = -1, False
    previous: Word | None = None
    for word in words:
        start, end, flags, _ = word
        if start < low or end > high:
            continue
        if end < high and text[end] not in "率量数额值度费":
            if flags & _CUT and start > low:
                rest = flags_of(text[end:high])
                if rest & _ACTION and word[3] in _COUNTING:
                    if rest & _NOUNISH:
                        continue
                    return low, start
                low, verb = end, -1
            elif flags & _LIGHT and (end - start > 1 or (word[3] == "有" and previous is not None and previous[1] == start)):
                rest = text[end:high]
                low, verb = (start if flags_of(rest) & _ACTION and "完成" in word[3] else end), -1
            elif word[3] == "用于" and start > low or word[3] in ("由", "从") and start > low and high - start <= 7:
                return max(verb, low), start
            elif work and flags & _ACTION and (start == low or start - low > 4 or (previous is not None and previous[1] == start and previous[2])):
                follows = previous is not None and previous[1] == start
                if flags & _NOUNISH and start > low:
                    if verb < 0 and follows and previous[2] & (_SUFFIX | _SUBJECT):  # type: ignore[index]
                        verb, causes = start, bool(flags & _CAUSATIVE)
                elif flags & _NOUNISH:
                    verb, causes = start, True
                elif not (verb >= 0 and follows and previous[2] & _ACTION) and (verb < 0 or causes):  # type: ignore[index]
                    verb, causes = start, bool(flags & _CAUSATIVE)
        previous = word
    return max(verb, low), high


def _right(text: str, slot: Slot, times: Times) -> tuple[int, int, str] | None:
    """Give the noun that the number counts, or the verb phrase that says what became of it, with which it is."""
    low, high = slot.after, slot.right
    while low < high and text[low] in " 　":
        low += 1
    if low >= high or text[low] in "、，,)）”(（和与及":
        return None
    if text[low] == "的":
        if not slot.measured:
            return None
        low += 1
    for start, _, _ in times:
        if low < start < high:
            high = start
            break
    kind = "noun"
    quoted = low
    if text[low] == "“":
        quoted = text.find("”", low, high) + 1 or low
    for start, end, flags, word in slot.words:
        if start < quoted:
            continue
        if start >= high:
            break
        if flags & _MARK and word == "、" or word in ("的", "和", "及", "与", "以及") and start > low:
            high = start
            break
        if flags & _STOPS or (end - start > 1 and flags & (_MOVES | _LIGHT)) or (flags & _ACTION and not flags & _NOUNISH):
            if start == low:
                kind = "verb"
                low = _DONE.match(text, low, high).end()  # type: ignore[union-attr]
            else:
                high = start
            break
    while low < high and text[high - 1] in _ENDS:
        high -= 1
    return (low, high, kind) if low < high else None


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
    before = slots[i - 1]
    if i > 1 and before.after == slot.left and text[slot.left] == "的" and before.status == "planned":
        return slots[i - 2].indicator  # 支出8亿元，占年初预算12亿元的67%
    return before.indicator


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
    for size in (4, 3, 2):  # a verb before the first name alone
        if flags_of(text[span[0] : span[0] + size]) & _ACTION and parts[0][1] - span[0] > size:
            parts[0] = (span[0] + size, parts[0][1])
            break
    last = text[slice(*parts[-1])]
    names: list[tuple[int, int] | str | None] = []
    for part in parts:
        own = text[slice(*part)]
        tail = last.find("级")
        names.append(own + last[tail:] if 0 < tail and "级" not in own and len(own) <= 3 else part)
    return names
