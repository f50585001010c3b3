"""Growth and change: 收入36020万元，同比增收3020万元，增长9.2%; 由10.2%下降到3.1%，下降7.1个百分点.

The base is the value without its change. Growth in constant prices and on a comparable basis does not follow from the
amounts and is never an error.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from taizhang.checks.figures import Figure, Paragraph
from taizhang.checks.finders.bases import Against, against
from taizhang.checks.intervals import Interval, step_of
from taizhang.checks.judge import Candidate, best, holds, in_units_of
from taizhang.checks.words import pattern, words
from taizhang.wordlists import alternatives

__all__ = ["YEARLY", "find", "from_to", "is_adjusted"]

_CONSTANT = words("growth", "constant_prices")
_ADJUSTED = words("growth", "adjusted") + words("growth", "yearly")
_BASES = words("growth", "bases")
_PLANS = words("rates", "plans")
_ONLY = re.compile(f"{alternatives(words('growth', 'only'))}[^，,。；;]{{0,12}}$")
_FROM = re.compile(f"{alternatives(words('growth', 'from') + words('growth', 'only'))}[^，,。；;]{{0,12}}$")
_TO = re.compile(
    "(?:提高|增加|增长|上升|下降|降低|减少|缩短|扩大|提升|发展|降|升|增|减|拓展|压缩|上涨|调整|跃升|攀升|回升|翻)?(?:到了?|至|为)[^，,。；;]{0,8}$"
)
_MOVES = 4
"""Characters of a verb that says how far something grew, where nothing else stands with it: 净增加."""
YEARLY = pattern("growth", "yearly")
"""Growth by the year, which `yearly` looks at."""
_ROUND = re.compile("0{2,}$")
HUNDRED = Decimal(100)
BACK = 9
"""How many figures before a growth are looked at for those of its name."""


def find(paragraph: Paragraph) -> Iterator[Candidate]:
    """Give growth and change against values of a paragraph."""
    figures = paragraph.figures
    for figure in figures:
        if not figure.known:
            continue
        if figure.role == "growth" and figure.fact.unit in ("%", "倍"):
            yield from _growth(figures, figure)
        elif figure.role == "change" and figure.index >= 2 and not YEARLY.search(figure.lead):
            found = _step(figures, figure)
            if found is not None:
                yield found


def _growth(figures: Sequence[Figure], growth: Figure) -> Sequence[Candidate]:
    """Give the relations of a growth: those that hold, or the one that comes nearest."""
    before = [f for f in figures[max(0, growth.index - 4) : growth.index] if f.sentence == growth.sentence]
    if YEARLY.search(growth.between):
        return ()
    readings = _readings(figures, before, growth)
    held = [reading for reading in readings if holds(reading)]
    found = best(readings)
    if held or found is None:
        return held
    if _is_other_basis(growth, before):
        found.firm, found.note = False, "增速按可比口径或不变价计算，不能由绝对数推出"
    elif found.firm and _may_be_round(found):
        found.firm, found.note = False, "增量可能是约数"
    return (found,)


def _readings(figures: Sequence[Figure], before: Sequence[Figure], growth: Figure) -> list[Candidate]:
    change = before[-1] if before else growth
    changed = (
        len(before) > 1
        and change.role == "change"
        and change.known
        and change.unit.dimension not in ("point", "percent")
    )
    based = (
        against(figures, growth)
        or from_to(before[:-1] if changed else before, growth)
        or _following(figures[growth.index + 1 : growth.index + 3], growth)
    )
    if based is not None:
        if based.base.unit.dimension == "percent":
            return []
        return (_from_given(based, change, growth) if changed else []) + _from_base(based, growth)
    if (pair := _of_name(figures, growth)) is not None:
        return _from_change(figures, *pair, growth)
    if not changed:
        return []
    beside = (f for f in reversed(before[:-1]) if f.key == change.key and f.bracket in (-1, change.bracket))
    value = next((f for f in beside if _is_value(figures, f)), None)
    return _from_change(figures, value, change, growth) if value is not None else []


def _is_value(figures: Sequence[Figure], figure: Figure) -> bool:
    """Tell a level that may have changed, but not what a percentage is of: 完成预算27.5亿元的104%."""
    return figure.role == "level" and figure.known and not figures[figure.index + 1].between.startswith("的")


def _of_name(figures: Sequence[Figure], growth: Figure) -> tuple[Figure, Figure] | None:
    """Give value and change of the growth's name among several: 事故9起、死亡7人，分别减少3起、2人，下降25%和22%."""
    before = figures[max(0, growth.index - BACK) : growth.index]
    changes = [f for f in before if f.role == "change" and f.known and f.sentence == growth.sentence]
    if len(changes) < 2 or len({change.name for change in changes}) < len(changes):
        return None
    for change in changes:
        if change.name != growth.name:
            continue
        for value in before[: change.index - growth.index]:
            if value.role == "level" and value.known and value.key == change.key and value.name == change.name:
                return (value, change) if value.part == growth.part else None
    return None


def _is_other_basis(growth: Figure, before: Sequence[Figure]) -> bool:
    """Tell growth that does not follow from the amounts, and growth against another base than the change."""
    around = [*before, growth]
    context = around[0].lead + "".join(f.between for f in around[1:]) + growth.tail[:10]
    if any(word in growth.name or word in around[0].name for word in _CONSTANT) or any(
        word in context for word in _ADJUSTED
    ):
        return True
    if not before:
        return False
    if any(word in before[-1].lead and word not in growth.lead for word in _PLANS):
        return True
    basis, other = growth.fact.basis or "", before[-1].fact.basis or ""
    own = [word for word in _BASES if word in growth.lead]
    return (bool(own) and not any(word in before[-1].lead for word in own)) or bool(
        basis and other and basis != other and own
    )


def is_adjusted(name: str) -> bool:
    """Tell growth or an indicator whose growth does not follow from the amounts."""
    return any(word in name for word in (*_CONSTANT, *_ADJUSTED))


def _may_be_round(candidate: Candidate) -> bool:
    """Tell amounts that may be rounded to hundreds (增加1100万吨), when rounding that far would do."""
    loose = []
    for figure in candidate.inputs:
        step = (
            step_of(figure.value, figure.fact.decimals)
            if not figure.unit.counted or figure.value >= 1000
            else Decimal(0)
        )
        margin = step / 2 * figure.unit.factor
        loose.append(Interval(figure.amount - margin, figure.amount + margin))
    if len(loose) != 2:
        return False
    value, change = loose
    base = value + change if candidate.stated.fact.sign < 0 else value - change
    divided = change / base
    return divided is not None and (divided * _scale(candidate.stated)).meets(candidate.stated.interval)


def _scale(growth: Figure) -> Decimal:
    return Decimal(1) if growth.fact.unit == "倍" else HUNDRED


def _from_change(figures: Sequence[Figure], value: Figure, change: Figure, growth: Figure) -> list[Candidate]:
    """Compare growth with change / (value - change)."""
    sign = change.fact.sign
    base = value.interval - change.interval if sign > 0 else value.interval + change.interval
    amount = value.amount - sign * change.amount
    divided = change.interval / base
    if divided is None or amount <= 0:
        return []
    scale = _scale(growth)
    term = in_units_of(value, change)
    formula = f"{change.shown}/({term}{'-' if sign > 0 else '+'}{change.shown})" + ("" if scale == 1 else f"*{scale}")
    between = figures[value.index + 1 : change.index]
    firm = change.fact.sign == growth.fact.sign and growth.part == value.part
    firm = firm and (figures[change.index + 1] is not growth or not any(_is_value(figures, f) for f in between))
    firm = firm and (growth.name == value.name or growth.name == change.name) and change.part == growth.part
    computed = change.amount / amount * scale
    return [Candidate("N006", "growth", [value, change], growth, formula, computed, divided * scale, firm)]


def _from_given(based: Against, change: Figure, growth: Figure) -> list[Candidate]:
    """Compare growth with change / base, where the text states both."""
    divided = change.interval / based.base.interval
    if divided is None or change.key != based.base.key or change.fact.sign != growth.fact.sign:
        return []
    scale = _scale(growth)
    formula = f"{change.shown}/{in_units_of(based.base, change)}" + ("" if scale == 1 else f"*{scale}")
    computed = change.amount / based.base.amount * scale
    return [Candidate("N006", "growth", [change, based.base], growth, formula, computed, divided * scale, based.firm)]


def from_to(before: Sequence[Figure], moved: Figure) -> Against | None:
    """Give the two levels of 由A增加到B."""
    if len(before) < 2:
        return None
    first, last = before[-2], before[-1]
    if (
        first.key != last.key
        or not (first.known and last.known)
        or first.part != moved.part
        or first.role in ("growth", "change")
    ):
        return None
    if last.role in ("growth", "change") or not _FROM.search(first.lead) or not _TO.search(last.lead):
        return None
    return Against(first, last, moved.part == last.part)


def _following(after: Sequence[Figure], growth: Figure) -> Against | None:
    """Give the two levels of 由A增加到B directly behind a growth: 增长20%，由125亿斤增加到150亿斤."""
    if not after or not _FROM.match(after[0].between.lstrip("，,（(")):
        return None
    return from_to(after, growth)


def _from_base(pair: Against, growth: Figure) -> list[Candidate]:
    """Compare growth with (value - base) / base."""
    base, value = pair.base, pair.value
    high, low = (value, base) if growth.fact.sign > 0 else (base, value)
    divided = (high.interval - low.interval) / base.interval
    if divided is None or base.amount <= 0:
        return []
    scale = _scale(growth)
    formula = f"({high.shown}-{in_units_of(low, high)})/{in_units_of(base, high)}" + ("" if scale == 1 else f"*{scale}")
    computed = (high.amount - low.amount) / base.amount * scale
    return [Candidate("N006", "growth", [high, low], growth, formula, computed, divided * scale, pair.firm)]


def _step(figures: Sequence[Figure], change: Figure) -> Candidate | None:
    """Compare 提高2.2个百分点 with the two levels of 由96.2%提高到98.4%, or with 上年为96.2%."""
    pair = against(figures, change)
    if pair is None:
        first, last = figures[change.index - 2], figures[change.index - 1]
        pair = from_to((first, last), change) if change.sentence == first.sentence else None
        if pair is None:
            return None
        alone = _ONLY.search(first.lead) and len(change.between.strip("，,、 ")) <= _MOVES
        pair = pair._replace(firm=first.clause == last.clause or bool(alone))
    first, last = pair.base, pair.value
    points = change.unit.dimension == "point" and first.unit.dimension == "percent"
    if not points and change.key != last.key:
        return None
    high, low = (last, first) if last.amount >= first.amount else (first, last)
    factor = Decimal(1) if points else change.unit.factor
    formula = f"{in_units_of(high, change)}-{in_units_of(low, change)}" if not points else f"{high.shown}-{low.shown}"
    computed = (high.amount - low.amount) / factor
    firm = pair.firm and not any(word in change.lead for word in _BASES)
    return Candidate("N007", "difference", [high, low], change, formula, computed, high.interval - low.interval, firm)
