"""What follows a number: the noun that its classifier counts, or the verb phrase that says what became of it.

`counted` takes a slot and gives a span of the clean text; `indicators` chooses between it and what leads to the number.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from taizhang.facts.clauses import Slot, Token
from taizhang.facts.leads import COMPARED
from taizhang.facts.lexicon import Flag, Word, flags_of, words_of
from taizhang.spans import Span

__all__ = ["Counted", "counted"]

_ACTION, _NOUNISH, _CAUSATIVE = int(Flag.ACTION), int(Flag.NOUNISH), int(Flag.CAUSATIVE)
_TO = int(Flag.TO)
_ENDS_NOUN = int(Flag.STOP | Flag.CUT | Flag.FORECAST | Flag.PLANNED)
_ENDS_NOUN_LONG = int(Flag.LIGHT | Flag.UP | Flag.DOWN | Flag.TO)
"""These end a noun when they are words of two characters: 多 and 高 begin too many nouns."""
_ADJECTIVES = frozenset(words_of("adjective", "words"))
_ENDS = " 的了已、，,\n\t。：:;；中里"
_NO_NOUN = "、，,)）”(（和与及"
_DONE = re.compile("(?:已经|现已|均已|共计|[已均现仍还尚共])*")
_BRACKET = re.compile("[(（][^()（）]*[)）]")
_SIZE_CLASS = re.compile(r"(?:超过?|不足|不到|低于|高于)[\dXx.]+[一-龥]{1,4}?的(?=[一-龥])")


class Counted(NamedTuple):
    """What follows a number: a noun that it counts, or a verb phrase."""

    start: int
    end: int
    verb: bool


def counted(text: str, slot: Slot, times: list[Token], owned: bool = False) -> Counted | None:
    """Give the noun or the verb phrase that follows the number in its clause; `owned` also looks behind 的."""
    region = _region(text, slot, times, owned)
    if region is None:
        return None
    low, high = region
    low, end = _noun(text, slot.words, low, high)
    verb = end == low < high
    if verb:
        if any(word[0] == low and word[2] & _TO for word in slot.words):
            return None  # 由30%提高到40%
        done = _DONE.match(text, low, high)
        low = done.end() if done else low
    else:
        among = text.find("中", low + 1, end) if text.find("在", slot.left, slot.start) >= 0 else -1
        high = among if among > 0 else end  # 在二十六个县中综合排名
    while low < high and text[high - 1] in _ENDS:
        high -= 1
    return Counted(low, high, verb) if text[low:high].strip("到至占") else None


def _region(text: str, slot: Slot, times: list[Token], owned: bool) -> Span | None:
    """Where a noun may stand: behind brackets, 的, a size (超5000万元的) and a time, up to the next time."""
    low, high = slot.after, slot.right
    while low < high and text[low] in " 　":
        low += 1
    if low < high and text[low] in "(（" and (aside := _BRACKET.match(text, low, high)):
        low = aside.end()
    if low >= high or text[low] in _NO_NOUN or text[low:high] in COMPARED:  # 比上年的312家多18家
        return None
    if size := _SIZE_CLASS.match(text, low, high):
        low = size.end()
    if text[low] == "的":
        if not slot.measured and not owned:
            return None
        low += 1
    for start, end, _ in times:
        if start == low and end < high:
            low = end
        elif low < start < high:
            return low, start
    return low, high


def _noun(text: str, words: list[Word], low: int, high: int) -> Span:
    """Give the noun at `low`; nothing where a verb phrase begins: 先后4次组织谋划活动."""
    quoted = text.find("”", low, high) + 1 if text[low : low + 1] == "“" else low
    end = _noun_end(words, low, max(low, quoted), high)
    own = text[low:end]
    if own in _ADJECTIVES and text.startswith("的", end):
        return end + 1, _noun_end(words, end + 1, end + 1, high)
    causes = end < high and flags_of(own) & _CAUSATIVE and any(word[0] == end and word[2] & _ACTION for word in words)
    return low, low if causes else end


def _noun_end(words: list[Word], low: int, quoted: int, high: int) -> int:
    """Where the noun at `low` ends: before the first verb, joint or 的; at `low` itself when a verb comes first."""
    for start, end, flags, own in words:
        if start < quoted:
            continue
        if start >= high:
            break
        if (own == "、" and start - low > 2) or (start > low and own in ("的", "和", "及", "与", "以及")):
            return start
        if (
            flags & _ENDS_NOUN
            or (end - start > 1 and flags & _ENDS_NOUN_LONG)
            or (flags & _ACTION and not flags & _NOUNISH)
        ):
            return start
    return high
