"""Rates and completion: 发现120个，完成整改103个，整改率85.8%; 完成投资78亿元，占年度计划120亿元的65%.

Numerator and denominator are figures of one unit before the rate, in its sentence. Which they are is told by their
names (整改率: the one whose clause says 整改); where several pairs are possible and one holds, it holds.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import lru_cache

from taizhang.checks.figures import Figure, Paragraph, inner, is_joined
from taizhang.checks.judge import Candidate, best, holds, in_units_of, one_slip_apart, rounded_to
from taizhang.checks.model import Kind
from taizhang.checks.words import WORDS, pattern, words
from taizhang.facts.lexicon import Flag, flags_of
from taizhang.wordlists import alternatives

__all__ = ["find", "ratio"]

_COMPLETION = words("rates", "completion")
_PARTICULAR = pattern("rates", "particular")
_PLANNED = pattern("rates", "planned")
_OWN = words("rates", "own")
_OF = re.compile("(?:任务|目标|计划|预算|总数|总量)?数?(?:任务|目标)?的(?:近|约)?$")
_STEM = re.compile("([一-龥]{2,10}?)(?:完成)?(?:率|比例|进度)")
_SYNONYMS: list[list[str]] = WORDS["rates"]["synonyms"]
_LEFT = pattern("rates", "left")
_NOTS = words("rates", "nots")
_ACTION = int(Flag.ACTION)
_SAVING = pattern("saving", "words")
_VERBS = words("residual", "done")
_HOLDING = pattern("rates", "holding")
Pair = tuple[Figure, Figure]
"""A part and its whole, or what is taken for them."""
BACK = 8
REACH = 4
"""How many figures a rate may stand behind its part, where the whole is directly before that."""
HUNDRED = Decimal(100)


def find(paragraph: Paragraph) -> Iterator[Candidate]:
    """Give the rates of a paragraph."""
    figures = paragraph.figures
    for rate in figures[1:]:
        if rate.fact.unit != "%" or rate.role not in ("rate", "share") or not rate.known:
            continue
        found = (
            _of_planned(figures, rate)
            or _of_named_plan(figures, rate)
            or (_of_pair(figures, rate) if rate.role == "rate" else None)
        )
        if found is not None:
            yield found


def ratio(part: Figure, whole: Figure, rate: Figure, rule: str, firm: bool) -> Candidate | None:
    """Give the candidate that `rate` per cent is `part` of `whole`; None when the whole may be zero."""
    divided = part.interval / whole.interval
    if divided is None or not whole.amount:
        return None
    share = rate.unit.dimension == "share"
    scale = Decimal(1) if share else Decimal(10) if rate.fact.unit == "成" else HUNDRED
    kind: Kind = "rate" if rule == "N003" else "completion" if rule == "N004" else "share"
    formula = f"{part.shown}/{in_units_of(whole, part)}" + ("" if share else f"*{scale}")
    computed = part.amount / whole.amount * scale
    return Candidate(rule, kind, [part, whole], rate, formula, computed, divided * scale, firm)


def _before(figures: Sequence[Figure], rate: Figure) -> list[Figure]:
    """Give the amounts and counts before the rate in its sentence, in order."""
    found: list[Figure] = []
    for index in range(rate.index - 1, max(-1, rate.index - 1 - BACK), -1):
        figure = figures[index]
        if figure.sentence != rate.sentence or rate.part - figure.part > 1:
            break
        if figure.bracket != -1 and figure.bracket != rate.bracket:
            continue
        if (
            (figure.role == "level" or (figure.role == "change" and _SAVING.search(figure.lead)))
            and figure.known
            and (figure.unit.dimension not in ("percent", "time") or figure.fact.unit == "天")
        ):
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
    readings = [
        c for f in reversed(near or done) if (c := ratio(f, whole, rate, rule, f is near[-1] if near else False))
    ]
    return best(readings)


_NAMED_PLAN = re.compile(
    f"(?:占|完成|达到?|为){alternatives(words('rates', 'plan_of'))}?(?:下达)?"
    f"({alternatives(words('rates', 'plans'))})[^，,]{{0,6}}$"
)


def _of_named_plan(figures: Sequence[Figure], rate: Figure) -> Candidate | None:
    """Read 年度计划投资70亿元。…完成投资36亿元，占年度计划的51.4%: the plan was stated before."""
    match = _NAMED_PLAN.search(rate.lead)
    done = figures[rate.index - 1]
    if not match or done.role != "level" or not done.known or done.part != rate.part:
        return None
    plans = [
        figure
        for figure in reversed(figures[max(0, rate.index - 1 - BACK) : rate.index - 1])
        if figure.role == "level" and figure.known and figure.key == done.key and rate.sentence - figure.sentence <= 3
        and (match[1] in figure.lead or match[1] in figure.name) and figure.amount and _is_plan(figure)
    ]  # fmt: skip
    return best([c for plan in plans[:2] if (c := ratio(done, plan, rate, "N004", len(plans) == 1))])


def _comparable(one: Figure, other: Figure) -> bool:
    return one.kin == other.kin or (one.unit.counted and other.unit.counted and "" in (one.fact.unit, other.fact.unit))


def _of_pair(figures: Sequence[Figure], rate: Figure) -> Candidate | None:
    before = _before(figures, rate)
    if len(before) < 2:
        return _of_earlier(figures, rate, before)
    if rate.name.endswith(_OWN) or any(word in rate.lead for word in _OWN):
        return None
    stem = _stem(rate)
    completion = any(word in rate.name or word in rate.lead for word in _COMPLETION) and "率" not in rate.name[-1:]
    rule = "N004" if completion else "N003"
    pairs = _pairs(before)
    if not pairs:
        return None
    pairs, both = _of_leftovers(pairs, rate, stem)
    firm, slip = _meant(before, pairs, rate, stem)
    readings: list[Candidate] = []
    if firm is not None and is_joined(firm[1]) and figures[firm[1].index - 1] in before:
        readings = _of_joined(firm[0], figures[firm[1].index - 1], firm[1], rate, rule)
        firm = None
    for pair in pairs:
        readings += _readings(pair, rate, rule, firm == pair)
        if _SAVING.search(stem):
            both += _of_saved(*pair, rate, firm == pair)
    readings += both
    if _together(figures, rate) or _masked_between(figures, rate, pairs) or _holds_others(figures, rate, pairs):
        for reading in readings:
            reading.firm = False
    found = best(readings)
    if slip is not None and found is not None and not holds(found):
        found = _slipped(ratio(*slip, rate, rule, True)) or found
    if found is not None and firm is None and not found.firm and not _likely(found):
        named = holds(found) and bool(stem) and found.inputs[0].name.endswith(stem)
        return found if named else None
    return found


def _pairs(before: Sequence[Figure]) -> list[Pair]:
    """Give each two that may be part and whole, those nearest to the rate first."""
    return [
        (part, whole)
        for i in range(len(before) - 1, 0, -1)
        for part, whole in ((before[i], before[j]) for j in range(i - 1, -1, -1))
        if _comparable(part, whole) and not (is_joined(part) and part.index == whole.index + 1)
    ]


def _of_leftovers(pairs: Sequence[Pair], rate: Figure, stem: str) -> tuple[list[Pair], list[Candidate]]:
    """Give the pairs but for those of what is done and what is left, and what these make together: 剩余11个."""
    kept, both = [], []
    for left, done in pairs:
        if not _is_left(left) or _is_left(done):
            kept.append((left, done))
        elif stem and done.part == left.part and not any(word in rate.name for word in _NOTS):
            near = rate.index - left.index == 1 and left.index - done.index == 1 and not is_joined(left)
            both += _of_both(done, left, rate, stem, near)
    return kept, both


def _meant(before: Sequence[Figure], pairs: Sequence[Pair], rate: Figure, stem: str) -> tuple[Pair | None, Pair | None]:
    """Give the pair that the rate surely is of; or as second the one that it is of when one digit is wrong.

    132个村已有118个完成，完成率89.4%: the whole is no plan in so many words.
    """
    within = inner(before) | _listed(before, rate)
    outer = [pair for pair in pairs if pair[0].index not in within and pair[1].index not in within]
    firm = _of_noun(pairs, stem) or _firm_pair(outer, rate, stem, bool(within)) or _firm_pair(pairs, rate, stem)
    if firm is not None and (not stem or stem in ("完成", "执行")) and not _is_plan(firm[1]):
        return None, firm
    return firm, None


def _readings(pair: Pair, rate: Figure, rule: str, firm: bool) -> list[Candidate]:
    """Give the rate of part in whole, and of whole in part where the part is what was planned."""
    part, whole = pair
    found = [ratio(part, whole, rate, rule, firm)]
    if part.amount > whole.amount and _PLANNED.search(part.lead):
        found.append(ratio(whole, part, rate, rule, firm))
    return [reading for reading in found if reading is not None]


def _listed(before: Sequence[Figure], rate: Figure) -> set[int]:
    """Give the figures of a list behind 其中 that a semicolon has ended before the rate."""
    return {
        figure.index
        for opened in before
        if "其中" in opened.between
        for figure in before
        if figure.index >= opened.index and figure.part == opened.part < rate.part
    }


def _of_earlier(figures: Sequence[Figure], rate: Figure, before: Sequence[Figure]) -> Candidate | None:
    """Read 争取指标556亩。…已报批550亩，报批率98.9%: the whole stands in a sentence before; only where it holds."""
    if len(before) != 1 or not rate.fact.decimals or before[0].part != rate.part or not _stem(rate):
        return None
    part = before[0]
    readings = [
        reading
        for whole in reversed(figures[max(0, part.index - BACK) : part.index])
        if whole.role == "level" and whole.known and whole.key == part.key and whole.amount > part.amount
        and rate.sentence - whole.sentence <= 2
        and (reading := ratio(part, whole, rate, "N003", False))
    ]  # fmt: skip
    return next((reading for reading in readings if holds(reading)), None)


def _is_plan(figure: Figure) -> bool:
    return figure.fact.status == "planned" or bool(_PLANNED.search(figure.lead) or _PLANNED.search(figure.name))


def _is_left(figure: Figure) -> bool:
    return bool(_LEFT.search(figure.lead))


def _of_both(done: Figure, left: Figure, rate: Figure, stem: str, firm: bool) -> list[Candidate]:
    """Read 已整改12处，未整改3处，整改率80%, where the whole is both, and 抽检140批次，不合格3批次，合格率97.9%."""
    core = stem[-2:]
    both = core in done.lead or core in done.name
    firm = firm and (both or f"不{core}" in left.lead or f"未{core}" in left.lead or f"{core}不" in left.lead)
    whole = done.amount + left.amount if both else done.amount
    part = done.amount if both else done.amount - left.amount
    divided = (
        done.interval / (done.interval + left.interval) if both else (done.interval - left.interval) / done.interval
    )
    if divided is None or not whole:
        return []
    lost = in_units_of(left, done)
    formula = f"{done.shown}/({done.shown}+{lost})*100" if both else f"({done.shown}-{lost})/{done.shown}*100"
    return [Candidate("N003", "rate", [done, left], rate, formula, part / whole * HUNDRED, divided * HUNDRED, firm)]


def _of_saved(saved: Figure, paid: Figure, rate: Figure, firm: bool) -> list[Candidate]:
    """Read 实际成交950万元，节约资金50万元，资金节约率5%, where the whole is what was paid and what was saved."""
    divided = saved.interval / (saved.interval + paid.interval)
    if saved.key != paid.key or divided is None:
        return []
    formula = f"{saved.shown}/({saved.shown}+{in_units_of(paid, saved)})*100"
    computed = saved.amount / (saved.amount + paid.amount) * HUNDRED
    return [Candidate("N003", "rate", [saved, paid], rate, formula, computed, divided * HUNDRED, firm)]


def _of_joined(part: Figure, first: Figure, second: Figure, rate: Figure, rule: str) -> list[Candidate]:
    """Read 一般隐患310项、重大隐患10项，已整改288项，整改率90.0%: the whole is the two together."""
    whole = first.amount + second.amount
    divided = part.interval / (first.interval + second.interval)
    if first.key != second.key or divided is None or not whole or part.amount == whole:
        return []  # 甲41人、乙5人，共46人: the 46 are no part of them
    formula = f"{part.shown}/({in_units_of(first, part)}+{in_units_of(second, part)})*100"
    kind: Kind = "completion" if rule == "N004" else "rate"
    computed = part.amount / whole * HUNDRED
    return [Candidate(rule, kind, [part, first, second], rate, formula, computed, divided * HUNDRED, True)]


def _stem(rate: Figure) -> str:
    """Give what a rate is of: 整改 of 隐患整改率; empty for rates of a kind of their own (按期办结率)."""
    match = _STEM.search(rate.name) or _STEM.search(rate.lead)
    if not match or _PARTICULAR.search(rate.lead) or _PARTICULAR.search(rate.name):
        return ""
    return match[1]


def _firm_pair(pairs: Sequence[Pair], rate: Figure, stem: str, across: bool = False) -> Pair | None:
    """Give the pair that the names leave no doubt about: the last two figures, the part named as the rate is.

    `across`: the whole may stand before a semicolon, its parts between: 发现96个，其中重大2个；整改85个，整改率88.5%.
    """
    if not stem:
        return None
    said = _sayings(stem)
    named = [
        (part, whole)
        for part, whole in pairs
        if part.part == rate.part
        and (whole.part == part.part or (across and len(pairs) == 1))
        and part.sentence == whole.sentence
        and (part.key == whole.key or "" in (part.fact.unit, whole.fact.unit))
        and (rate.index - part.index <= 2 or _leads(part, whole, rate, stem))
        and not is_joined(part)
        and any(word in part.lead or word in part.name or word in part.tail for word in said)
        and _same_things(stem, part, whole)
    ]
    if not named:
        return None
    if _SAVING.search(stem):
        return max(named, key=lambda pair: pair[1].amount)  # of what it would have cost, not of what was paid
    return next(((part, whole) for part, whole in named if part.index - whole.index == 1), None) or named[0]


def _leads(part: Figure, whole: Figure, rate: Figure, stem: str) -> bool:
    """Tell a pair that a list parts from its rate: 任务36项，已完成28项，推进中6项，滞后2项，完成率77.8%."""
    return part.index - whole.index == 1 and rate.index - part.index <= REACH and stem[-2:] in part.lead


def _of_noun(pairs: Sequence[Pair], stem: str) -> Pair | None:
    """Give the one pair that a rate names by its noun: 中央资金3亿元，…，其中中央资金1.5亿元，中央资金执行率50%."""
    noun = stem[:-2]
    if len(noun) < 3:
        return None
    named = [(part, whole) for part, whole in pairs if part.name == whole.name == noun and part.amount < whole.amount]
    return named[0] if len(named) == 1 else None


@lru_cache(maxsize=1024)
def _sayings(stem: str) -> tuple[str, ...]:
    """Give the words that may say of the part what the rate says: the verb that ends its name, and its synonyms."""
    core = stem[-2:]
    if core in ("完成", "执行"):
        return _VERBS
    return (core, *(word for group in _SYNONYMS if core in group for word in group if word != core))


def _same_things(stem: str, part: Figure, whole: Figure) -> bool:
    """Tell whether a rate is of the things of the pair: 高危行业投保率 is of others than 投保企业72家."""
    around = part.lead + part.name + part.tail + whole.lead + whole.name + whole.tail
    if any(stem in group and any(word in around for word in group) for group in _SYNONYMS):
        return True  # 全程网办率 of 网上办件
    missing = [i for i in range(len(stem) - 1) if stem[i : i + 2] in around]
    covered = {j for i in missing for j in (i, i + 1)}
    rest = "".join(char for i, char in enumerate(stem) if i not in covered)
    return len(rest) < 2 or rest == stem[-2:] or bool(flags_of(rest) & _ACTION) or rest in _VERBS


def _together(figures: Sequence[Figure], rate: Figure) -> bool:
    """Tell whether several rates share the figures before them: 认领率和编制率100%."""
    return "率和" in rate.name or "率、" in rate.name or "分别" in rate.lead


def _holds_others(figures: Sequence[Figure], rate: Figure, pairs: Sequence[Pair]) -> bool:
    """Tell amounts that hold some of another time or kind: 结案172件（含上年结转12件），结案率…."""
    first = min((whole.index for _, whole in pairs), default=rate.index)
    return any(f.bracket != -1 and _HOLDING.search(f.lead) for f in figures[first : rate.index])


def _masked_between(figures: Sequence[Figure], rate: Figure, pairs: Sequence[Pair]) -> bool:
    """Tell whether the rate may be of amounts that are masked."""
    first = min((whole.index for _, whole in pairs), default=rate.index)
    return any(figure.fact.masked for figure in figures[first : rate.index])


def _slipped(found: Candidate | None) -> Candidate | None:
    """Give a rate that one wrong digit explains, as a warning."""
    if found is None or found.computed is None or not found.stated.fact.decimals:
        return None
    found.severity = "warning"
    return found if one_slip_apart(found.stated.value, rounded_to(found.computed, found.stated.fact.decimals)) else None


def _likely(candidate: Candidate) -> bool:
    """Tell a reading worth listing: it holds, and not by the chance that 100 % or 50 % has."""
    interval = candidate.interval
    return (
        interval is not None
        and interval.meets(candidate.stated.interval)
        and (candidate.stated.fact.decimals > 0 or candidate.computed == HUNDRED)
    )
