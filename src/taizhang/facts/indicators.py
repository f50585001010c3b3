"""Slot -> indicator: the shortest phrase of the text that names what is measured.

Before the number it is what `phrases.leading` leaves of the clause, after it the noun that the classifier counts;
where the clause names nothing, it is the indicator of the figure before. Gives spans of the clean text, or a text of
its own where words that belong together stand apart (安排1000万元专项资金 -> 安排专项资金).
"""

from __future__ import annotations

import re

from taizhang.facts.clauses import Slot, Token
from taizhang.facts.filters import FIGURES
from taizhang.facts.leads import in_points
from taizhang.facts.lexicon import Flag, flags_of, tag, words_of
from taizhang.facts.nouns import Counted, counted
from taizhang.facts.phrases import is_verb, leading
from taizhang.facts.units import dimension
from taizhang.spans import Span
from taizhang.wordlists import alternatives

__all__ = ["name"]

_ACTION, _NOUNISH, _LIGHT, _STOP = int(Flag.ACTION), int(Flag.NOUNISH), int(Flag.LIGHT), int(Flag.STOP)
_RANKING, _ELLIPTICAL, _CAUSATIVE = int(Flag.RANKING), int(Flag.ELLIPTICAL), int(Flag.CAUSATIVE)
_SUBJECT, _TARGET = int(Flag.SUBJECT), int(Flag.TARGET)
_CONTINUES = int(Flag.SHARE | Flag.FORECAST)
_BEGINS = int(Flag.ACTION | Flag.LIGHT | Flag.ADVERB | Flag.CUT)
_TOGETHER = ("", "共", "计", "合计", "共计")
_CLAUSE_BEGINS = "，,；;。：:\n(（"
_COUNTS = "两三四五六"
_SUM_OF = re.compile(f"([{_COUNTS}][{FIGURES['summed']['units']}]){alternatives(FIGURES['summed']['words'])}[为约达]?")
_OBJECT = re.compile("[对将把](?:[我本全]?[省市县区镇乡州旗]|辖区内?)?$")
"""对全市7453亩土地: what the verb is done to follows the number."""
_AMONG = re.compile("[中里的][，,]?[仅只仍尚还已共]?有")
"""Between a group and the part of it that is counted: 项目中仍有21个未开工."""
_RANKING_NOUNS = tuple(words_of("ranking", "nouns"))
_DONE = words_of("completion", "verbs")
_GENERAL = re.compile(
    "的|" + alternatives([*words_of("completion", "whose"), *words_of("completion", "wholes"), "总", "进度"])
)
_PLACES = "县市省区国州第)）"

Times = list[Token]
Name = Span | str | None


def name(text: str, slots: list[Slot], i: int, times: Times) -> Name:
    """Give the indicator of `slots[i]`; the slots before it have theirs already."""
    slot = slots[i]
    if i and slot.joined and slot.role == slots[i - 1].role == "level":
        return slots[i - 1].indicator  # 181批次2543人次
    if i:
        _begin_behind(text, slot, slots[i - 1])
        if summed := _summed(text, slots, i):
            return summed
    if slot.role == "rank":
        return _ranked(text, slots, i, times) or _inherited(text, slots, i, times)
    left = leading(text, slot, times)
    if slot.role in ("growth", "change"):
        return _moved(text, slots, i, left, times)
    if slot.role in ("share", "rate", "score"):
        owner = (
            counted(text, slot, times, owned=True) if not left and text[slot.after : slot.after + 1] == "的" else None
        )
        if owner and not flags_of(text[owner.start : owner.end]) & _TARGET:
            return owner[:2]  # 90%以上的农村
        if left or i:
            return left or _own_whole(text, slots, i) or _inherited(text, slots, i, times)
        right = counted(text, slot, times)
        return right[:2] if right else _whole(text, slot)
    if slot.measured:
        return _measured(text, slot, left, times) or _inherited(text, slots, i, times)
    return _classified(text, slots, i, left, times) or _inherited(text, slots, i, times)


def _begin_behind(text: str, slot: Slot, before: Slot) -> None:
    """Begin behind the noun that the figure before counts: 十三个县有十一个完成任务, 在二十六个县中排名第九."""
    noun = before.indicator
    if not isinstance(noun, tuple) or not slot.left <= noun[0] < noun[1] <= slot.cut or noun[1] == slot.start:
        return
    if text[noun[1]] in "中里、":
        slot.left = noun[1] + 1
    elif noun[1] == slot.cut or any(
        word[0] == noun[1] and word[2] & _BEGINS and not word[2] & _CONTINUES for word in slot.words
    ):
        slot.left = noun[1]


def _summed(text: str, slots: list[Slot], i: int) -> str | None:
    """Give the names of the figures that 两项合计 adds up, where they are there."""
    if text[slots[i].left] not in _COUNTS:
        return None
    match = _SUM_OF.fullmatch(text, slots[i].left, slots[i].start)
    if not match:
        return None
    count = _COUNTS.index(match[1][0]) + 2
    parts = [other.indicator for other in slots[:i] if other.role == "level" and other.unit == slots[i].unit][-count:]
    names = dict.fromkeys(part if isinstance(part, str) else text[part[0] : part[1]] for part in parts if part)
    return "、".join(names) if len(parts) == count else None


def _own_whole(text: str, slots: list[Slot], i: int) -> Name:
    """Give the whole of a completion that no figure before speaks of: 完成总工程量的40%, but not 完成年度任务的40%."""
    if slots[i].role != "rate" or not any(verb in text[slots[i].cut : slots[i].start] for verb in _DONE):
        return None
    whole = _whole(text, slots[i])
    if not isinstance(whole, tuple):
        return None
    own = _GENERAL.sub("", text[whole[0] : whole[1]])
    said = "".join(
        other.indicator if isinstance(other.indicator, str) else text[slice(*other.indicator)]
        for other in slots[:i]
        if other.indicator
    )
    known = any(own[at : at + 2] in said for at in range(len(own) - 1))
    return None if known or len(own) < 2 else whole


def _moved(text: str, slots: list[Slot], i: int, left: Span | None, times: Times) -> Name:
    """Name a growth or change: its own phrase, else the figure that it describes."""
    slot = slots[i]
    if left:
        return _counted_so(text, slots, i, left) or left
    right = None if slot.measured else counted(text, slot, times)
    if right and not right.verb:
        return right[:2]
    size = dimension(slot.unit)
    if i and slot.role == "change" and size != dimension(slots[i - 1].unit) and not in_points(text, slot):
        alike = next((other for other in reversed(slots[:i]) if dimension(other.unit) == size), None)
        if alike is not None:
            return alike.indicator
        if size == "time" and (done := counted(text, slot, times)) and all(done.end != each.start for each in slots):
            return done[:2]  # 提前二十天完成任务; not 提前三年实现翻一番
        if not slot.basis:
            return slot.cut, slot.start  # 每亩增产50公斤
    return _inherited(text, slots, i, times)


def _counted_so(text: str, slots: list[Slot], i: int, left: Span) -> Name:
    """Give what 起数 or 家数 speaks of: the figure before that is counted so."""
    own = text[left[0] : left[1]]
    if len(own) <= 3 and own.endswith("数"):
        for other in reversed(slots[:i]):
            if other.unit == own[:-1]:
                return other.indicator
    return None


def _measured(text: str, slot: Slot, left: Span | None, times: Times) -> Name:
    """Name an amount: the phrase before it, after a verb alone or a list that ends in 等 the noun behind it."""
    timed = dimension(slot.unit) == "time"
    deadline = timed and (slot.modifier == "at_most" or text.startswith("的", slot.after))  # 7天内办结, 3个月的行动
    bare = left is None or is_verb(text, left)
    built = (
        left
        and dimension(slot.unit) != "money"
        and text.startswith("的", slot.after)
        and any(w[1] == left[1] and w[2] & _ACTION for w in slot.words)
    )
    if left and not (bare or built or slot.listed or deadline or _OBJECT.search(text, slot.left, slot.cut)):
        return left
    right = counted(text, slot, times)
    if right is None:
        return left
    if built and not right.verb:
        return right[:2]
    if not right.verb and _OBJECT.search(text, slot.left, slot.cut):
        return right[:2]
    if deadline or (slot.listed and not right.verb):
        return right[:2]
    if left is None:
        ranks = any(word[0] == right.start and word[2] & _RANKING for word in slot.words)
        return None if ranks else right[:2]  # 连续两年居全县第一
    return left if right.verb or not bare else text[left[0] : left[1]] + text[right[0] : right[1]]


def _classified(text: str, slots: list[Slot], i: int, left: Span | None, times: Times) -> Name:
    """Name a count: the noun behind the classifier, else the phrase before it."""
    slot = slots[i]
    right = _counted_of(text, slots, i, left, times)
    if right is None:
        if left is None or not is_verb(text, left):
            return left
        behind = counted(text, slot, times, owned=True)
        if behind is None or behind.verb:
            held = flags_of(text[left[0] : left[1]]) & _CAUSATIVE  # 开设食味坊，已开展7期
            return (_clause_before(text, slots, i, times) if held else None) or left
        return text[left[0] : left[1]] + text[behind.start : behind.end]  # 解决100万人的饮水困难
    if left and "共" in text[left[1] : slot.start] and _acts_at(slot, right.start) and not is_verb(text, left):
        return left  # 工作队共11人入驻
    if not right.verb:
        shared = i + 1 < len(slots) and right.end == slots[i + 1].start and _acts(slot, right)
        if shared and left and not is_verb(text, left):
            return left  # 档案管理24人上门随访144人次
        verb = _verb_before(slot) if right.end - right.start <= 2 else slot.cut
        return text[verb : slot.cut] + text[right.start : right.end] if verb < slot.cut else right[:2]
    if left is None or slot.unit.endswith("次") or _AMONG.match(text, left[1], slot.start):
        return right[:2]
    if is_verb(text, left) and not flags_of(text[right.start : right.start + 2]) & _STOP:
        return right[:2]
    own = text[left[0] : left[1]]
    if len(own) <= 2 and not flags_of(own) & (_ELLIPTICAL | _ACTION | _NOUNISH):
        return own + text[right.start : right.end]  # 一级52人通过考试
    return left


def _counted_of(text: str, slots: list[Slot], i: int, left: Span | None, times: Times) -> Counted | None:
    """Give what a count counts: what follows it or the count beside it; not the place of a rank behind it."""
    slot, following = slots[i], slots[i + 1] if i + 1 < len(slots) else None
    if following is None:
        return counted(text, slot, times)
    if text[slot.after : following.start] in _TOGETHER and (not left or is_verb(text, left)):
        return counted(text, following, times)  # 1.2万户4.5万贫困人口
    right = counted(text, slot, times)
    if right and following.kind == "rank" and flags_of(text[right.start : right.end]) & _SUBJECT:
        return None  # 3项全市第一
    return right


def _acts(slot: Slot, right: Counted) -> bool:
    return any(right.start <= start <= right.start + 2 and flags & _ACTION for start, _, flags, _ in slot.words)


def _acts_at(slot: Slot, at: int) -> bool:
    return any(start == at and flags & _ACTION for start, _, flags, _ in slot.words)


def _verb_before(slot: Slot) -> int:
    """Where the verbs of work directly before the figure begin; `cut` when none does."""
    at = slot.cut
    for start, end, flags, _ in reversed(slot.words[slot.first : slot.last]):
        if end != at or start < slot.left or not flags & _ACTION or flags & (_CAUSATIVE | _LIGHT):
            break
        at = start
    return at


def _whole(text: str, slot: Slot) -> Name:
    """Give the whole that a completion is of where nothing says of what: 已完成总工程量的80%."""
    low, high = slot.cut, slot.start
    for start, end, flags, _ in slot.words:
        if start >= low and flags & _LIGHT and end < high:
            low = end
            break
    while low < high and text[high - 1] in "的约近超达到":
        high -= 1
    return (low, high) if low < high else None


def _ranked(text: str, slots: list[Slot], i: int, times: Times) -> Name:
    """Give what stands before 居, 位列 …, or in the clause before when only the place is here: 综合得分，全市第二."""
    slot = slots[i]
    verbs = [w[0] for w in slot.words if w[2] & _RANKING and slot.left <= w[0] < slot.start]
    places = [w[0] for w in slot.words if w[2] & _SUBJECT and slot.left <= w[0] and w[1] == slot.cut]
    slot.cut = verbs[0] if verbs else places[0] if places else slot.cut
    span = leading(text, slot, times)
    if span and verbs and span[1] - span[0] <= 2 and text.startswith(_RANKING_NOUNS, span[1]):
        return span[0], span[1] + 2  # 综合排名
    if span and (verbs or text[span[1] - 1] not in _PLACES):
        return span
    return _clause_before(text, slots, i, times)


def _clause_before(text: str, slots: list[Slot], i: int, times: Times) -> Name:
    """Give what the clause before the figure's names, when no figure stands in it: 基建投资，由四亿元减为三亿元."""
    slot = slots[i]
    comma = slot.left - 1
    if comma < 0 or text[comma] not in "，,：:":
        return None
    before = max(text.rfind(mark, max(0, comma - 80), comma) for mark in _CLAUSE_BEGINS) + 1
    if any(other.start >= before for other in slots[:i]):
        return None
    slot.words = tag(text, before, comma)
    slot.left, slot.cut, slot.first, slot.last = before, comma, 0, len(slot.words)
    return leading(text, slot, times)


def _names_here(before: Slot, slot: Slot) -> bool:
    """Tell 贷款余额连续四年保持20%以上增速, where the duration stands beside the name."""
    return (
        before.role == "level"
        and before.clause == slot.clause
        and isinstance(before.indicator, tuple)
        and before.indicator[0] >= slot.clause
    )


def _inherited(text: str, slots: list[Slot], i: int, times: Times) -> Name:
    """Give the indicator of the figure before that this one says more of; 均 speaks of all figures of its sentence."""
    if not i or text[slots[i].left - 1] in "：:":
        return _clause_before(text, slots, i, times)
    slot, before = slots[i], slots[i - 1]
    if i > 1 and slot.role == "growth" and dimension(before.unit) == "time" and not _names_here(before, slot):
        before = slots[i - 2]  # 总产值增长12%，提前五年翻两番
    if slot.role == "rank" and "均" in text[slot.left : slot.start]:
        others = [other.indicator for other in slots[:i] if other.role != "rank" and other.indicator]
        own = dict.fromkeys(other if isinstance(other, str) else text[other[0] : other[1]] for other in others)
        return "、".join(own) or None
    if i > 1 and before.after == slot.left and text[slot.left] == "的" and before.status == "planned":
        return slots[i - 2].indicator  # 支出8亿元，占年初预算12亿元的67%
    return before.indicator
