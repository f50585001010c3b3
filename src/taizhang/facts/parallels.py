"""分别: several names, then several figures, each of its own name.

Takes the figures that 分别 leads (省级、市级示范村分别2家、33家；事故6起、死亡6人，同比分别下降45.5%、50%) and gives
each its indicator: the names listed before them, or the figures before them, in their order.
"""

from __future__ import annotations

import re

from taizhang.facts.clauses import Slot
from taizhang.facts.lexicon import Flag, flags_of
from taizhang.spans import Span

__all__ = ["share_out"]

_ACTION = int(Flag.ACTION)
_LISTED = re.compile("、|以及|和|(?<![普涉惠波遍触顾])及|与")
_BETWEEN = ("、", "和", "及", "与", ",", "，")
_DESCRIBED = ("level", "rate", "share")


def share_out(text: str, slots: list[Slot], i: int) -> None:
    """Name the figures that follow one another from `slots[i]` on; its own indicator is the list of names, if any."""
    head = slots[i]
    group = [head]
    for slot in slots[i + 1 :]:
        if text[group[-1].after : slot.start].strip(" ") not in _BETWEEN:
            break
        group.append(slot)
    if len(group) < 2:
        return
    for slot in group[1:]:
        slot.role, slot.sign, slot.basis, slot.parallel = head.role, head.sign, head.basis, False
    names: list[Span | str | None] | None
    if isinstance(head.indicator, tuple) and head.indicator[0] >= head.left:
        names = _names(text, head.indicator, len(group)) if head.indicator[1] <= head.start else None
    else:
        names = _described(slots[:i], len(group))
    for slot, own in zip(group, names or [head.indicator] * len(group), strict=True):
        slot.indicator = own


def _described(before: list[Slot], count: int) -> list[Span | str | None] | None:
    """Give what the figures before are of, each once: 由58个减为41个，由1860人减为1420人，分别减少…"""
    levels = [slot for slot in before if slot.role in _DESCRIBED]
    names = [slot.indicator for slot in levels or before]
    if len(set(names[-count:])) < count <= len(set(names)):
        names = list(dict.fromkeys(names))
    return names[-count:] if len(names) >= count else None


def _names(text: str, span: Span, count: int) -> list[Span | str | None] | None:
    """Split a list of `count` names; a tail that belongs to all (级示范村) goes to each."""
    parts: list[Span] = []
    at = span[0]
    for match in _LISTED.finditer(text, *span):
        parts.append((at, match.start()))
        at = match.end()
    parts.append((at, span[1]))
    if len(parts) != count or any(start >= end for start, end in parts):
        return None
    for size in (4, 3, 2):  # a verb before the first name alone
        if flags_of(text[span[0] : span[0] + size]) & _ACTION and parts[0][1] - span[0] > size:
            parts[0] = (span[0] + size, parts[0][1])
            break
    last = text[parts[-1][0] : parts[-1][1]]
    tail = last.find("级")
    names: list[Span | str | None] = []
    for start, end in parts:
        own = text[start:end]
        names.append(own + last[tail:] if tail > 0 and "级" not in own and len(own) <= 3 else (start, end))
    return names
