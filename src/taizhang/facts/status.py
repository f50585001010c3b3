"""Slot -> status: planned, forecast or actual, from the words before it in its sentence and from its section."""

from __future__ import annotations

import re

from taizhang.facts.clauses import Slot, Token
from taizhang.facts.lexicon import Flag, Word, flags_of, words_of
from taizhang.wordlists import alternatives

__all__ = ["set_status"]

_FORECAST, _PLANNED, _ACTUAL, _TARGET = int(Flag.FORECAST), int(Flag.PLANNED), int(Flag.ACTUAL), int(Flag.TARGET)
_ACTION, _LIGHT = int(Flag.ACTION), int(Flag.LIGHT)
_SAYS = _FORECAST | _PLANNED | _ACTUAL | _TARGET | int(Flag.ANNOUNCING)
_GOALS = alternatives(words_of("planned", "goals"))
_GOAL_AFTER = re.compile(
    f"(?:以上|左右|以内)?的(?:(?!{alternatives(words_of('planned', 'goal_not_with'))})[^，,。；;]){{0,8}}?{_GOALS}"
    f"(?!{alternatives(words_of('planned', 'goal_not_before'))})"
)
_TASK = re.compile(f"{_GOALS}(?:总?数|量)?(?:为|是|约|共|总计)?$")
_ASSIGNED = re.compile(alternatives(words_of("planned", "assigned")))
_INTENDED = tuple(words_of("planned", "intended"))
_SO_FAR = re.compile(f"[1-9１-９x][0-9]?月?[-—－–~～至到]|{alternatives(words_of('actual', 'so_far'))}|月份$")
_BRACKETS = ("(", "（")
_COUNTING = ("累计", "共", "共计")
_NO_PROMISE_AFTER = tuple("”》动展划于比较超")
_AFTER_PLAN = re.compile(
    f"{alternatives(words_of('planned', 'plan_before'))}|[0-9一二三四五六七八九十]|(?:新|再|可)[一-龥]"
)
_DEADLINE = re.compile("(?:[底末日年]|月份?)(?:前|以前|之前)$")


def set_status(text: str, start: int, slots: list[Slot], times: list[Token], plan: bool, said: str) -> str:
    """Set the status of the slots of one sentence that begins at `start`; in a plan section the default is planned.

    An expression that counts up to now (1-9月, 截至6月底) ends a promise before it. `said` is what an earlier part of
    the sentence, before a semicolon, said of all of it (预计：…；…), or empty; gives the same for the next part.
    """
    default = "planned" if plan else "actual"
    state = said or default
    for_all = said
    marks = _marks(text, slots[0].words, times, plan)
    m = 0
    for slot in slots:
        while m < len(marks) and marks[m][0] < slot.start:
            at, end, flags, word = marks[m]
            m += 1
            if flags & ~_ACTUAL and _for_all(text, start, at, end, flags):
                for_all = state = "forecast" if flags & _FORECAST else "planned"
            if flags & _FORECAST:
                state = "forecast"
            elif flags & _ACTUAL:
                if word not in _COUNTING or (state == "planned" and not plan):
                    state = "actual"
            elif flags & _PLANNED and _is_verb(text, at, end, word):
                state = "planned"
            elif flags & _TARGET and at >= slot.clause and not _is_done(text, slot, at, end):
                slot.status = "planned"
        if slot.role == "level" and _is_task(text, slot):
            slot.status = "planned"
        if slot.status != "planned":
            slot.status = state
        if slot.status == "actual":
            slot.status = _behind(text, slot, marks[m:])
    _spread(text, slots)
    return for_all


def _marks(text: str, words: list[Word], times: list[Token], plan: bool) -> list[Word]:
    """Give the words that say something of the status, in order; what counts up to now is one of them."""
    marks = [word for word in words if word[2] & _SAYS]
    if not times or not marks:
        return marks
    marks = [
        word
        for word in marks
        if word[2] & _ACTUAL or not any(low <= word[0] and word[1] <= high for low, high, _ in times)
    ]
    if plan:
        return marks
    so_far = [
        (low, high, _ACTUAL, "" if text[low - 1 : low] in _BRACKETS else _COUNTING[0])
        for low, high, _ in times
        if _SO_FAR.search(text, low, high) and not any(_promises(word, low, text) for word in marks)
    ]
    return sorted(marks + so_far) if so_far and marks else marks


def _promises(word: Word, time: int, text: str) -> bool:
    """Tell a promise that a time expression directly follows: 有望三季度, 预计1-9月."""
    start, end, flags, own = word
    return end <= time <= end + 1 and bool(flags & (_FORECAST | _PLANNED)) and _is_verb(text, start, end, own)


def _is_done(text: str, slot: Slot, at: int, end: int) -> bool:
    """Tell 完成目标任务的80%, 占年度计划的40%, 为年初预算的62% and 年度任务完成率, which say what was done."""
    if slot.role == "rate" and (text.startswith("完成", end) or text[end : slot.start] == "的"):
        return True
    return "完成" in text[max(0, at - 4) : at] or (slot.role in ("rate", "share") and text[at - 1 : at] in ("占", "达"))


def _spread(text: str, slots: list[Slot]) -> None:
    """Let 的目标 behind the last of a list speak for all: 面积2万亩、产量8万吨的目标."""
    for i, slot in enumerate(slots):
        if _GOAL_AFTER.match(text, slot.after):
            for other in slots[:i]:
                if other.clause == slot.clause and other.role == slot.role == "level":
                    other.status = "planned"


def _is_task(text: str, slot: Slot) -> bool:
    """Tell an amount that was assigned (下达造林任务1.6万亩) from tasks that are counted (分解重点任务15项)."""
    region = text[slot.left : slot.start]
    return bool(_TASK.search(region)) and (slot.measured or bool(_ASSIGNED.search(region))) and "完成" not in region


def _behind(text: str, slot: Slot, marks: list[Word]) -> str:
    """Give the status of a figure of which nothing was said before it: 60%以上的目标, 3条将于6月底迁移, 6月底前5个."""
    if slot.role != "rank" and _GOAL_AFTER.match(text, slot.after):
        return "planned"
    if slot.period and slot.period[0] >= slot.clause and _DEADLINE.search(text, *slot.period):
        return "planned"
    for at, end, flags, word in marks:
        if at >= slot.right:
            break
        if flags & _FORECAST:
            return "forecast"
        if flags & _PLANNED and _is_verb(text, at, end, word):
            return "planned"
    return "actual"


_COLON = re.compile("[为是]?[:：]")


def _for_all(text: str, start: int, word_start: int, word_end: int, flags: int) -> bool:
    """Tell a word that speaks for the whole sentence: a verb at its beginning, or any before a colon."""
    return (word_start - start <= 1 and bool(flags & (_FORECAST | _PLANNED))) or bool(_COLON.match(text, word_end))


def _is_verb(text: str, start: int, end: int, word: str) -> bool:
    """Tell 计划竣工, where it promises, from 行动计划, where it is a name."""
    if word == "拟":
        return text.startswith(_INTENDED, end)
    if word != "计划":
        return True
    if text[max(0, start - 1) : start] in _NO_PROMISE_AFTER or text.startswith("完成", start - 2):
        return False
    if _AFTER_PLAN.match(text, end):
        return True
    return any(flags_of(text[end : end + size]) & (_ACTION | _LIGHT) for size in (2, 3, 4))
