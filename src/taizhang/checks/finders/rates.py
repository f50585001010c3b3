"""Rates and completion: 发现96个，完成整改85个，整改率88.5%; 完成投资78亿元，占年度计划120亿元的65%.

Numerator and denominator are figures of one unit before the rate, in its sentence. Which they are is told by their
names (整改率: the one whose clause says 整改); where several pairs are possible and one holds, it holds.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from taizhang.checks.figures import Figure, Paragraph
from taizhang.checks.judge import Candidate, best, in_units_of
from taizhang.checks.words import words

__all__ = ["find", "ratio"]

_COMPLETION = words("rates", "completion")
_PARTICULAR = words("rates", "particular")
_PLANNED = words("rates", "planned")
_OWN = words("rates", "own")
_OF = re.compile("(?:任务|目标|计划|预算|总数|总量)?数?(?:任务|目标)?的(?:近|约)?$")
_STEM = re.compile("([一-龥]{2,10}?)(?:完成)?(?:率|比例|进度)")
_FILLER = ("完成", "任务", "目标", "项目", "资金", "问题", "平均", "达到", "总体", "年度", "计划", "保持", "执行")
_LEFT = ("未", "不", "剩余", "其余", "尚", "正在", "待")
_NOTS = ("未", "不", "剩余")
BACK = 8
HUNDRED = Decimal(100)


def find(paragraph: Paragraph) -> Iterator[Candidate]:
    """Give the rates of a paragraph."""
    figures = paragraph.figures
    for rate in figures[1:]:
        if rate.fact.unit != "%" or rate.role not in ("rate", "share") or not rate.known:
            continue
        found = _of_planned(figures, rate) or (_of_pair(figures, rate) if rate.role == "rate" else None)
        if found is not None:
            yield found


def ratio(part: Figure, whole: Figure, rate: Figure, rule: str, firm: bool) -> Candidate | None:
    """Give the candidate that `rate` per cent is `part` of `whole`; None when the whole may be zero."""
    divided = part.interval / whole.interval
    if divided is None or not whole.amount:
        return None
    share = rate.unit.dimension == "share"
    scale = Decimal(1) if share else Decimal(10) if rate.fact.unit == "成" else HUNDRED
    kind = {"N003": "rate", "N004": "completion", "N005": "share"}[rule]
    formula = f"{part.shown}/{in_units_of(whole, part)}" + ("" if share else f"*{scale}")
    computed = part.amount / whole.amount * scale
    return Candidate(rule, kind, [part, whole], rate, formula, computed, divided * scale, firm)  # type: ignore[arg-type]


def _before(figures: Sequence[Figure], rate: Figure) -> list[Figure]:
    """Give the amounts and counts before the rate in its sentence, in order."""
    found: list[Figure] = []
    for index in range(rate.index - 1, max(-1, rate.index - 1 - BACK), -1):
        figure = figures[index]
        if figure.sentence != rate.sentence or rate.part - figure.part > 1:
            break
        if figure.bracket != -1 and figure.bracket != rate.bracket:
            continue
        if figure.role == "level" and figure.known and figure.unit.dimension not in ("percent", "time"):
            found.insert(0, figure)
    return found


def _of_planned(figures: Sequence[Figure], rate: Figure) -> Candidate | None:
    """Read …占年初预算280887万元的57.7%: the whole stands directly before the rate, what is done before that."""
    whole = figures[rate.index - 1]
    if whole.role != "level" or not whole.known or not _OF.fullmatch(rate.between.strip()) or not whole.amount:
        return None
    done = [figure for figure in _before(figures, rate) if figure is not whole and _comparable(figure, whole)]
    rule = "N004" if rate.role == "rate" or any(word in whole.lead for word in _COMPLETION) else "N005"
    near = [f for f in done if f.part == whole.part]
    readings = [c for f in reversed(near or done) if (c := ratio(f, whole, rate, rule, f is near[-1] if near else False))]
    return best(readings)


def _comparable(one: Figure, other: Figure) -> bool:
    return one.kin == other.kin or (one.unit.counted and other.unit.counted and "" in (one.fact.unit, other.fact.unit))


def _of_pair(figures: Sequence[Figure], rate: Figure) -> Candidate | None:
    before = _before(figures, rate)
    if len(before) < 2:
        return None
    if rate.name.endswith(_OWN) or any(word in rate.lead for word in _OWN):
        return None
    stem = _stem(rate)
    completion = any(word in rate.name or word in rate.lead for word in _COMPLETION) and "率" not in rate.name[-1:]
    rule = "N004" if completion else "N003"
    pairs = [
        (part, whole)
        for i in range(len(before) - 1, 0, -1)
        for part, whole in ((before[i], before[j]) for j in range(i - 1, -1, -1))
        if _comparable(part, whole)
    ]
    if not pairs:
        return None
    readings: list[Candidate] = []
    for done, left in [(whole, part) for part, whole in pairs if _is_left(part) and not _is_left(whole)]:
        pairs.remove((left, done))
        if stem and done.part == left.part and not any(word in rate.name for word in _NOTS):
            readings += _of_both(done, left, rate, rate.index - left.index == 1 and left.index - done.index == 1)
    firm = _firm_pair(pairs, rate, stem)
    for part, whole in pairs:
        forward = ratio(part, whole, rate, rule, firm == (part, whole))
        if forward is not None:
            readings.append(forward)
        if part.amount > whole.amount and any(word in part.lead for word in _PLANNED):
            backward = ratio(whole, part, rate, rule, firm == (part, whole))
            if backward is not None:
                readings.append(backward)
    if _together(figures, rate) or _masked_between(figures, rate, pairs):
        for reading in readings:
            reading.firm = False
    if not stem and not completion:
        readings = [r for r in readings if r.firm]
    found = best(readings)
    if found is not None and firm is None and not found.firm and not _likely(found):
        return None
    return found


def _is_left(figure: Figure) -> bool:
    return any(word in figure.lead for word in _LEFT)


def _of_both(done: Figure, left: Figure, rate: Figure, firm: bool) -> list[Candidate]:
    """Read 已整改10宗，未整改2宗，整改率83.33%: the whole is both together."""
    divided = done.interval / (done.interval + left.interval)
    whole = done.amount + left.amount
    if divided is None or not whole:
        return []
    formula = f"{done.shown}/({done.shown}+{in_units_of(left, done)})*100"
    return [Candidate("N003", "rate", [done, left], rate, formula, done.amount / whole * HUNDRED, divided * HUNDRED, firm)]


def _stem(rate: Figure) -> str:
    """Give what a rate is of: 整改 of 隐患整改率; empty for rates of a kind of their own (按期办结率)."""
    match = _STEM.search(rate.name) or _STEM.search(rate.lead)
    if not match or any(word in rate.lead or word in rate.name for word in _PARTICULAR):
        return ""
    return match[1]


def _firm_pair(pairs: Sequence[tuple[Figure, Figure]], rate: Figure, stem: str) -> tuple[Figure, Figure] | None:
    """Give the pair that the names leave no doubt about: the last two figures, the part named as the rate is."""
    if not stem:
        return None
    tokens = {stem[i : i + 2] for i in range(len(stem) - 1)} - set(_FILLER)
    named = [
        (part, whole)
        for part, whole in pairs
        if part.part == rate.part == whole.part
        and part.sentence == whole.sentence
        and part.key == whole.key
        and rate.index - part.index <= 2
        and any(token in part.lead or token in part.name or token in part.tail for token in tokens)
    ]
    if not named:
        return None
    return next(((part, whole) for part, whole in named if part.index - whole.index == 1), None) or named[0]


def _together(figures: Sequence[Figure], rate: Figure) -> bool:
    """Tell whether several rates share the figures before them: 认领率和编制率100%."""
    return "和" in rate.name or "、" in rate.name or "分别" in rate.lead


def _masked_between(figures: Sequence[Figure], rate: Figure, pairs: Sequence[tuple[Figure, Figure]]) -> bool:
    """Tell whether the rate may be of amounts that are masked."""
    first = min(whole.index for _, whole in pairs)
    return any(figure.fact.masked for figure in figures[first : rate.index])


def _likely(candidate: Candidate) -> bool:
    """Tell a reading worth listing: it holds, and not by the chance that 100 % or 50 % has."""
    interval = candidate.interval
    return interval is not None and interval.meets(candidate.stated.interval) and (
        candidate.stated.fact.decimals > 0 or candidate.computed == HUNDRED
    )
