"""Slot -> role, sign, basis and modifier, from the words directly before the figure.

`lead` walks from the figure to the left over the words that only lead to it (约, 达到, 同比增长); what is left of them
may name the indicator. The words and what they do stand in `data/words.toml`.
"""

from __future__ import annotations

import re

from taizhang.facts.clauses import Slot
from taizhang.facts.lexicon import Flag, Word

__all__ = ["follow", "lead", "set_role"]

_UP, _DOWN, _TO, _BASIS = int(Flag.UP), int(Flag.DOWN), int(Flag.TO), int(Flag.BASIS)
_LIGHT, _ADVERB, _CUT, _SHARE = int(Flag.LIGHT), int(Flag.ADVERB), int(Flag.CUT), int(Flag.SHARE)
_ACTION, _SCORE, _FORECAST, _ACTUAL = int(Flag.ACTION), int(Flag.SCORE), int(Flag.FORECAST), int(Flag.ACTUAL)
_PLANNED, _MEASURES = int(Flag.PLANNED), int(Flag.MEASURES)
_COMPARING, _SUBJECT = int(Flag.COMPARING), int(Flag.SUBJECT)
_APPROX, _AT_LEAST, _AT_MOST = int(Flag.APPROX), int(Flag.AT_LEAST), int(Flag.AT_MOST)
_MODIFIERS = _APPROX | _AT_LEAST | _AT_MOST
_LEADING = int(Flag.TRAILING) | _MODIFIERS | _UP | _DOWN | _TO | _BASIS | _LIGHT | _CUT | _FORECAST | _ACTUAL | _PLANNED
_PERCENT = frozenset(("%", "‰", "成"))
_POINTS = frozenset(("个百分点", "百分点", "个点"))
_COMPLETION = re.compile(
    "(?:完成|占|执行|达到?|为|实现)了?(?:[^，,。的]{0,8}?)(?:目标|任务|计划|预算|进度)(?:总?任务|数|总?额|收入|支出)?[^，,。的]{0,6}的?$"
    "|完成(?:率|比例|总工程|工程|总投资|投资|总量)[^，,。]{0,6}$|^完成的?$"
)


def lead(text: str, slot: Slot) -> None:
    """Set `cut`, `trigger`, `sign`, `basis` and `modifier` of a slot."""
    words, at = slot.words, slot.start
    trigger = 0
    linked = False
    i = slot.last - 1
    while i >= slot.first and at > slot.left:
        start, end, flags, word = words[i]
        if end < at:
            if text[end:at].strip(" 了的"):
                break
        elif end > at:
            i -= 1
            continue
        if word == "的" or word.startswith("等") or flags & _PLANNED:
            linked = True
            slot.listed = slot.listed or word[0] == "等"
        if flags & _SUBJECT and _compared(words, i, slot.first):
            at, i = start, i - 1
            continue
        if not (flags & _LEADING or (flags & _ADVERB and end - start == 1)) or flags & _SHARE and word != "占" and word != "占到":
            break
        if flags & (_UP | _DOWN) and (linked or (flags & _MEASURES and not slot.measured)):
            break
        if flags & (_UP | _DOWN) and trigger & _TO == 0 and not trigger & (_UP | _DOWN):
            if flags & _MODIFIERS and not (slot.unit in _POINTS):
                slot.modifier = _modifier(flags) if slot.modifier == "exact" else slot.modifier
                trigger |= flags & _MODIFIERS
            else:
                if flags & _ACTION and slot.kind == "rank":
                    break
                trigger |= flags & (_UP | _DOWN)
                slot.sign = -1 if flags & _DOWN else 1
        elif flags & _MODIFIERS and not trigger & (_UP | _DOWN):
            if slot.modifier == "exact":
                slot.modifier = _modifier(flags)
            trigger |= flags & (_MODIFIERS | _TO)
        else:
            trigger |= flags & (_TO | _BASIS | _SHARE | _FORECAST | _PLANNED | _LIGHT | _CUT)
            if flags & _BASIS and not slot.basis:
                slot.basis = word
        if word in ("分别", "同比分别", "分别同比", "分别为", "分别达", "分别是", "分别达到", "分别有", "分别占", "分别居"):
            slot.parallel = True
        at = start
        i -= 1
    slot.cut, slot.trigger, slot.last = at, trigger, i + 1


def _compared(words: list[Word], i: int, first: int) -> bool:
    """Tell a place that the figure is compared with: 高于全省1.5个百分点."""
    return i > first and words[i - 1][1] == words[i][0] and bool(words[i - 1][2] & _COMPARING)


def _modifier(flags: int) -> str:
    return "approx" if flags & _APPROX else "at_least" if flags & _AT_LEAST else "at_most"


def set_role(text: str, slot: Slot, before: Slot | None) -> None:
    """Decide role and sign; `before` is the figure before it in the sentence.

    A rise or fall directly before the number makes it growth (%, 倍) or change (anything else), unless 到 or 至 leads
    to the new level; 占 makes it a share; other percentages are rates.
    """
    unit, trigger = slot.unit, slot.trigger
    moved = trigger & (_UP | _DOWN) and not trigger & _TO
    if slot.kind == "rank":
        slot.role = "rank"
    elif unit in _POINTS:
        slot.role = "change"
    elif unit in _PERCENT:
        slot.role = "growth" if moved else _part(text, slot, before)
    elif unit in ("倍", "番"):
        slot.role = "growth" if moved else "rate"
        if unit == "番":
            slot.role = "growth"
    elif unit == "分之":
        slot.role = "growth" if moved else "share"
    elif moved and not (slot.kind == "bare" and not slot.basis):
        slot.role = "change"
    elif unit == "分" and any(w[2] & _SCORE for w in slot.words[slot.first : slot.last + 1]):
        slot.role = "score"
    elif not unit and re.search("(?:指数|系数|率|比值|比)(?:为|达|达到|是)?$", text[slot.left : slot.start]):
        slot.role = "rate"
    if slot.sign < 0 and slot.role not in ("growth", "change"):
        slot.sign = 1
    if text[slot.start] in "-－−":
        if slot.role in ("growth", "change"):
            slot.sign = -1
        elif isinstance(slot.value, (int, float)):
            slot.value = -slot.value


def follow(text: str, slot: Slot, before: Slot) -> None:
    """Let a figure that continues the one before say the same: 增长12.2%和9.5% are two growths, 约70批次4500人 about."""
    if slot.joined and slot.modifier == "exact" and before.trigger & _MODIFIERS:
        slot.modifier, slot.trigger = before.modifier, slot.trigger | before.trigger & _MODIFIERS
    if before.role not in ("growth", "change") or slot.unit != before.unit or slot.cut != slot.left:
        return
    if text[before.after : slot.start].strip() in ("和", "、", "及", "与") and slot.role != before.role:
        slot.role, slot.sign, slot.basis = before.role, before.sign, before.basis
        before.parallel = True


def _part(text: str, slot: Slot, before: Slot | None) -> str:
    """Tell the share of a whole from the rate of a completion or another rate."""
    region = text[slot.left : slot.start]
    if slot.cut == slot.left and before is not None and before.after == slot.left and region[:1] == "的":
        region = text[before.left : before.start]  # 占年初预算30亿元的65%
    completion = _COMPLETION.search(region)
    if completion and not region.endswith(("比重", "占比", "比例", "比重为", "占比为", "占比达", "完成率", "完成比例")):
        if slot.left + completion.start() < slot.start:
            slot.cut = min(slot.cut, slot.left + completion.start())
        return "rate"
    if slot.trigger & _SHARE or any(w[2] & _SHARE for w in slot.words[slot.first : slot.last]) or "占" in region:
        return "share"
    return "rate"
