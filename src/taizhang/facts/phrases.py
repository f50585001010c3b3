"""What leads to a figure and may name it.

`leading` takes the clause up to `cut` and drops what only says when, where and how; gives a span of the clean text.
`indicators` chooses between it and what `nouns` finds behind the number.
"""

from __future__ import annotations

import re

from taizhang.facts.clauses import Slot, Token
from taizhang.facts.lexicon import Flag, Word, flags_of, words_of
from taizhang.spans import Span
from taizhang.wordlists import alternatives

__all__ = ["is_verb", "leading"]

_ACTION, _NOUNISH, _LIGHT, _ADVERB = int(Flag.ACTION), int(Flag.NOUNISH), int(Flag.LIGHT), int(Flag.ADVERB)
_CUT, _CAUSATIVE = int(Flag.CUT), int(Flag.CAUSATIVE)
_WHO = int(Flag.SUBJECT | Flag.SUFFIX)
_NAMES = int(Flag.SHARE | Flag.SUBJECT)
_SAID = int(Flag.BASIS | Flag.FORECAST | Flag.ACTUAL | Flag.PLANNED | Flag.APPROX | Flag.AT_LEAST | Flag.AT_MOST)
_HEAD = _ADVERB | _CUT | int(Flag.SUBJECT) | _SAID
_BASIS = int(Flag.BASIS)
_TAIL = _CUT | _LIGHT | int(Flag.TRAILING | Flag.TO) | _SAID
_COMPARED = ("比", "较")
_COUNTING = ("共", "累计", "共计", "合计", "总计")
_BEFORE_VERBS = frozenset(words_of("adverb", "before_verbs"))
_NOUN_TAILS = tuple(words_of("action", "noun_tails"))
_MOVING = ("growth", "change")
_LIST = 14
_LONG = 14
"""Characters: longer names are rarely the shortest that name what is measured."""
_EDGE = " 的了已、，,\n\t。：:;；"
_OPEN, _CLOSE = ("(", "（"), (")", "）")
_ASIDE = re.compile("[(（](?:(?:含|不含|包括|不包括|其中|截至|除|扣)[^()（）]*|[^()（）]{8,})[)）]$")
_LIST_NUMBER = re.compile(r"(?:\d{1,2}[.．、]|[（(]?(?:[一二三四五六七八九十]{1,3}|\d{1,2})[)）、]|[①-⑳]) ?")
_BRACKET = re.compile("[(（][^()（）]*[)）]")
_NO_NAME = re.compile(r"(?:[一二两三四五六七八九十]{1,3}|\d{1,2})年(?:[来间内]|时间)?|分")
"""Only how long it took, or in how many: 五年翻了一番, 分两批安置."""
_BUDGET = re.compile("预算|任务|计划|目标")
_ADVERBIAL = re.compile(
    f"[要将]?(?:在[^，,。；;：:]{{1,24}}?{alternatives(words_of('adverbial', 'in'))}"
    f"|经过?[^，,。；;：:]{{2,20}}?{alternatives(words_of('adverbial', 'after'))}(?![期续勤备盾])[，,]?"
    f"|{alternatives(words_of('adverbial', 'without'))}[^，,。；;：:]{{2,16}}?(?:因素|影响)后?[，,]?"
    f"|[与和同比较][^，,。；;：:]{{1,12}}?{alternatives(words_of('adverbial', 'equal'))})"
)
_MAY_BE_ADVERBIAL = re.compile("[在经平相因影]")
_WORD = re.compile("[一-龥A-Za-z0-9“《XxＸ*×(（]")

_Edges = tuple[dict[int, Word], dict[int, Word]]
"""The words of a clause by where they begin and where they end."""


def is_verb(text: str, span: Span) -> bool:
    """Tell a span that is nothing but a verb of work (安排, 新增)."""
    flags = flags_of(text[span[0] : span[1]])
    return bool(flags & _ACTION) and not flags & _NOUNISH


def leading(text: str, slot: Slot, times: list[Token]) -> Span | None:
    """Give what names the figure to its left, None when the clause names nothing there."""
    low, high = _without_adverbial(text, slot.left, slot.cut)
    if slot.role in _MOVING:
        high = _without_base(text, slot, low, high, times)
    words = slot.words[slot.first : slot.last]
    for start, end, _ in times:
        if low <= start < high < end:
            high = start  # 2022年同期 is no name
        if low <= start and end <= high:
            if _WORD.search(text, end, high):
                low = end
            else:
                high = start
    if number := _LIST_NUMBER.match(text, low, high):
        low = number.end()
    work = slot.role in ("level", "change", "score")
    edges = {word[0]: word for word in words}, {word[1]: word for word in words}
    trimmed = low, high = _trim(text, edges, low, high, work)
    if low >= high:
        return None
    if words:
        low, high = _Beginning(text, words, low, high, work).find()
    if work and high - low > 8 and "“" not in text[low:high]:
        low = max(low, text.rfind("的", low + 6, high - 2) + 1)  # 办结上级交办的信访件
    if (low, high) != trimmed:
        low, high = _trim(text, edges, low, high, work)
    if low < high and text[high - 1] in ")）" and (aside := _ASIDE.search(text, low, high)):
        high = aside.start()
    return (low, high) if low < high and not _NO_NAME.fullmatch(text, low, high) else None


def _without_adverbial(text: str, low: int, high: int) -> Span:
    """Leave 在…基础上 and 经…后 out: the name is what follows, or what stands before where nothing follows."""
    if not _MAY_BE_ADVERBIAL.search(text, low, high):
        return low, high
    aside = _ADVERBIAL.search(text, low, high)
    if not aside:
        return low, high
    return (aside.end(), high) if _WORD.search(text, aside.end(), high) else (low, aside.start())


def _without_base(text: str, slot: Slot, low: int, high: int, times: list[Token]) -> int:
    """Give where a name ends before what is compared with: 总产比互助组时期, 比计划; a time there is seen to later."""
    for start, _, flags, own in slot.words[slot.first : slot.last]:
        compares = own in _COMPARED or (flags & _BASIS and own[0] in _COMPARED and start > low)
        if compares and low <= start < high and high - start <= _LONG:
            leads = start == low or flags_of(text[low:start]) & _WHO
            return high if leads and any(start < time[0] < high for time in times) else start
    return high


def _trim(text: str, edges: _Edges, low: int, high: int, work: bool) -> Span:
    """Take fillers, places and light verbs off both ends until nothing more comes off."""
    starts, ends = edges
    while low < high:
        first = starts.get(low)
        if first and first[1] <= high and _leads_in(text, first, starts.get(first[1]), high, work):
            low = first[1]
        elif text[low] in _EDGE:
            low += 1
        elif text[low] in "(（" and (closing := _BRACKET.match(text, low, high)):
            low = closing.end()
        else:
            break
    while low < high:
        last = ends.get(high)
        if last and last[0] >= low and (last[2] & _TAIL or last[3] in _COMPARED) and not last[2] & _NAMES:
            high = last[0]
        elif text[high - 1] in _EDGE or _trails(text, low, high):
            high -= 1
        else:
            break
    return low, high


def _leads_in(text: str, word: Word, following: Word | None, high: int, work: bool) -> bool:
    """Tell a filler or place at the beginning of a name."""
    flags = word[2]
    if word[3] in _BEFORE_VERBS and not (following and following[2] & _ACTION and not following[2] & _NOUNISH):
        return False  # 重点人群签约率
    if flags & _HEAD and not flags & _ACTION:
        return True
    return word[3] == "占" and work and _BUDGET.search(text, word[1], high) is not None


def _trails(text: str, low: int, high: int) -> bool:
    """Tell 由, 从 and 在 that lead to a figure, and 中 of 在考核中, at the end of a name."""
    last = text[high - 1]
    if last == "中":
        return high - low > 3 and text[high - 2] not in "高初集其"
    return last in "由从在" and high - low > 1


class _Beginning:
    """Finds where a name begins: after a filler such as 共, after a light verb, at the verb of work that is counted."""

    def __init__(self, text: str, words: list[Word], low: int, high: int, work: bool) -> None:
        self.text, self.words, self.low, self.high, self.work = text, words, low, high, work
        self.verb = -1
        self.last = -1
        """The last verb: a long clause that tells of several doings is counted by it."""
        self.causes = False
        """The verb makes others act: a later verb is what is counted."""
        self.previous: Word | None = None

    def find(self) -> Span:
        depth = 0
        for word in self.words:
            if word[0] < self.low or word[1] > self.high:
                continue
            depth += (word[3] in _OPEN) - (word[3] in _CLOSE)
            if depth > 0:
                continue
            if word[1] < self.high and not self.text.startswith(_NOUN_TAILS, word[1]) and self.ends_name(word):
                break
            self.previous = word
        begin = max(self.verb, self.low)
        return self.last if self.last > begin and self.high - begin > _LONG else begin, self.high

    def ends_name(self, word: Word) -> bool:
        """Take one word in; True when the name ends before it."""
        start, end, flags, own = word
        previous = self.previous
        follows = previous is not None and previous[1] == start
        if flags & _CUT and start > self.low:
            return self.starts_anew(start, end, own)
        if flags & _LIGHT and self.text[self.low] != "每" and (end - start > 1 or (own == "有" and follows)):
            done = flags_of(self.text[end : self.high]) & _ACTION and "完成" in own  # 完成整改
            self.low, self.verb = end - 2 if done else end, -1
        elif (own == "用于" and "的" not in self.text[end : self.high]) or (
            own in ("由", "从") and self.high - start <= 7
        ):
            if start > self.low:
                self.high = start
                return True
        elif self.work and flags & _ACTION:
            beside = follows and previous is not None and previous[2]
            if start == self.low or start - self.low > 4 or beside:
                self.meet_verb(self.first_of_list(start), flags, previous[2] if follows and previous else 0)
        return False

    def starts_anew(self, start: int, end: int, own: str) -> bool:
        """Begin after 共 or 累计, unless only a verb follows: 图斑共下发174宗 counts the noun before."""
        rest = flags_of(self.text[end : self.high])
        if rest & _ACTION and own in _COUNTING:
            if rest & _NOUNISH:
                return False
            self.high = start
            return True
        if own[0] != "等" or self.verb < 0 or self.high - self.verb > _LIST:
            self.low, self.verb = end, -1  # 发放棉被、帐篷等物资 stays whole
        return False

    def first_of_list(self, start: int) -> int:
        """Give where a list of verbs begins that ends with the one at `start`: 新建、改建、扩建校舍."""
        if self.text[start - 1] != "、":
            return start
        for low, high, flags, _ in reversed(self.words):
            if high == start - 1 and low >= self.low and flags & _ACTION:
                start = low
        return start

    def meet_verb(self, start: int, flags: int, before: int) -> None:
        """Keep the verb that is counted; `before` are the flags of the word directly before it."""
        if flags & _NOUNISH and start > self.low:
            if self.verb < 0 and before & _WHO:
                self.verb, self.causes = start, bool(flags & _CAUSATIVE)
        elif flags & _NOUNISH:
            self.verb, self.causes = start, True
        elif not (self.verb >= 0 and before & _ACTION):
            self.last = start
            if self.verb < 0 or self.causes:
                self.verb, self.causes = start, bool(flags & _CAUSATIVE)
