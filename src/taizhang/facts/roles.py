"""Slot -> role and sign, from its unit and the words that lead to it.

A rise or fall directly before the number makes it growth (%, 倍) or change (anything else), unless 到 or 至 leads to
the new level; 占 makes it a share; other percentages are rates. Takes slots after `leads`.
"""

from __future__ import annotations

import re

from taizhang.facts.clauses import Slot
from taizhang.facts.leads import COMPARED
from taizhang.facts.lexicon import Flag, flags_of, words_of
from taizhang.wordlists import alternatives

__all__ = ["follow", "set_role"]

_MOVES, _TO, _DOWN = int(Flag.UP | Flag.DOWN), int(Flag.TO), int(Flag.DOWN)
_SUBJECT = int(Flag.SUBJECT)
_SHARE, _SCORE, _GROWTH_NOUN = int(Flag.SHARE), int(Flag.SCORE), int(Flag.GROWTH_NOUN)
_MODIFIERS = int(Flag.APPROX | Flag.AT_LEAST | Flag.AT_MOST)
_PERCENT = frozenset(("%", "‰", "成"))
_POINTS = frozenset(("个百分点", "百分点", "个点"))
_DONE, _WHOLES = alternatives(words_of("completion", "verbs")), alternatives(words_of("completion", "wholes"))
_WHOSE = alternatives(words_of("completion", "whose"))
_COMPLETION = re.compile(
    f"(?:{_DONE}了?[^，,。的]{{0,8}}?|[占为达]到?{_WHOSE}{{0,3}}){_WHOLES}(?:总?任务|数|总?额|收入|支出)?[^，,。的]{{0,6}}的?$"
    f"|完成{alternatives(words_of('completion', 'works'))}[^，,。]{{0,6}}$|^完成的?$"
)
_NO_COMPLETION = tuple(words_of("completion", "never"))
_INDEX = re.compile(f"{alternatives(words_of('index', 'words'))}(?:[(（][^()（）]*[)）])?(?:为|达到?|是)?$")
_WHEN = "0123456789-—至年月季度上下半底末前一二三四为是的"
_GROWTH_BEHIND = re.compile(f"的?(?:{alternatives(words_of('growth', 'nouns'))}|速度)")
"""8%以上的增速, 年均12%的速度."""
_JOINTS = ("和", "、", "及", "与")


def set_role(text: str, slot: Slot, before: Slot | None) -> None:
    """Decide role and sign; `before` is the figure before it in the sentence."""
    slot.role = _role(text, slot, before)
    falls = text[slot.start] in "-－−"
    if slot.role not in ("growth", "change"):
        slot.sign = 1
        if falls and isinstance(slot.value, (int, float)):
            slot.value = -slot.value
    elif falls:
        slot.sign = -1
    if slot.role == "share" and slot.modifier == "exact" and "约占" in text[slot.left : slot.start]:
        slot.modifier = "approx"


def _role(text: str, slot: Slot, before: Slot | None) -> str:
    unit = slot.unit
    moved = slot.trigger & _MOVES and not slot.trigger & _TO
    if slot.kind == "rank":
        return "rank"
    if unit in _POINTS:
        return "change"
    if unit == "番":
        return "growth"
    if unit in _PERCENT:
        if moved or _names_growth(slot) or _GROWTH_BEHIND.match(text, slot.after):
            return "growth"
        return _part(text, slot, before)
    if unit in ("倍", "分之"):
        return "growth" if moved else "rate" if unit == "倍" else "share"
    if moved and not (slot.kind == "bare" and not slot.basis):
        return "change"
    if unit == "分" and any(word[2] & _SCORE for word in slot.words[slot.first : slot.last + 1]):
        return "score"
    return "rate" if not unit and _INDEX.search(text, slot.left, slot.start) else "level"


def _names_growth(slot: Slot) -> bool:
    """Tell 经济增长速度预期目标为7%, where the clause names a growth without leading to it."""
    flags = [word[2] for word in slot.words[slot.first : slot.last]]
    return any(flag & _GROWTH_NOUN for flag in flags) and not any(flag & _SHARE for flag in flags)


def _part(text: str, slot: Slot, before: Slot | None) -> str:
    """Tell the share of a whole from how much is done (`cut` moves before 完成 then) and from another rate."""
    if slot.cut == slot.left and before is not None and before.after == slot.left and text[slot.left] == "的":
        region = text[before.left : before.start]  # 占年初预算30亿元的65%
        if _COMPLETION.search(region):
            return "rate"
    else:
        region = text[slot.left : slot.start]
        completion = _COMPLETION.search(region)
        if completion and not text[slot.left : slot.cut].endswith(_NO_COMPLETION):
            slot.cut = _word_start(slot, min(slot.cut, slot.left + completion.start()))
            slot.parallel = slot.parallel or "分别" in region
            return "rate"
    shares = slot.trigger & _SHARE or any(word[2] & _SHARE for word in slot.words[slot.first : slot.last])
    return "share" if shares or "占" in region else "rate"


def _is_beside(text: str, slot: Slot) -> bool:
    """Tell a figure in brackets that only says of whom or when it is: nothing there names a rate of its own."""
    at = slot.left
    for start, end, flags, _ in slot.words[slot.first : slot.last]:
        if start >= at and flags & _SUBJECT:
            at = end
    return not text[at : slot.cut].strip(_WHEN)


def _word_start(slot: Slot, at: int) -> int:
    """Where the word begins that `at` is inside of: 累计完成."""
    return next((start for start, end, _, _ in slot.words[slot.first :] if start < at < end), at)


def follow(text: str, slot: Slot, before: Slot) -> None:
    """Let a figure that continues the one before say the same: 增长12.2%和9.5% are growths, 约70批次4500人 about."""
    if slot.joined and slot.modifier == "exact" and before.trigger & _MODIFIERS:
        slot.modifier, slot.trigger = before.modifier, slot.trigger | before.trigger & _MODIFIERS
    if before.role == "share" and slot.role == "rate" and slot.trigger & _TO and slot.unit == before.unit:
        between = text[before.after : slot.start]
        if "，" not in between and "、" not in between:
            slot.role = "share"  # 占比由8%提高到13%
    if before.basis and slot.role == "level" and text[before.after : slot.start] in COMPARED:
        slot.role, slot.basis, slot.cut = "change", before.basis, slot.left  # 比上年的312家多18家
        slot.sign = -1 if flags_of(text[before.after : slot.start]) & _DOWN else 1
        return
    if before.role == "growth" and slot.role == "rate" and slot.bracket > before.end and _is_beside(text, slot):
        slot.role, slot.basis = "growth", before.basis  # 增长14.1%（全省平均26.5%）
        return
    if before.role not in ("growth", "change") or slot.unit != before.unit:
        return
    if text[before.after : slot.start].strip() in _JOINTS and slot.role != before.role:
        slot.role, slot.sign, slot.basis = before.role, before.sign, before.basis
        before.parallel = True
