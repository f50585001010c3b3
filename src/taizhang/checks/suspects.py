"""Which of the figures is likely wrong, said for a reader."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from taizhang.checks.figures import Figure
from taizhang.checks.judge import Candidate, Dispute, mending, one_slip_apart, rounded_to

__all__ = ["corrected", "disputed", "named", "number", "ratio_of_two", "suspect", "told"]

_MOST_NAMED = 3
"""How many figures are named that may be wrong."""


def number(value: Decimal | None, decimals: int = 2) -> str:
    """Write a computed number for a reader: at most two decimals, or as many as are stated."""
    if value is None:
        return "—"
    rounded = rounded_to(value, max(2, decimals))
    text = f"{rounded:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def named(figure: Figure) -> str:
    """Write a figure with its name: “整改率”85.8%."""
    name = figure.name.strip()
    return f"“{name}”{figure.fact.quote}" if name and len(name) <= 24 else figure.fact.quote


def ratio_of_two(candidate: Candidate) -> str:
    """Write the message of a percentage that does not follow from two figures: a rate, a completion, a share."""
    stated, inputs = candidate.stated, candidate.inputs
    return (
        f"{named(stated)}，按{named(inputs[0])}与{named(inputs[-1])}计算{told(candidate, '%')}；{suspect(candidate)}。"
    )


def told(candidate: Candidate, unit: str | None = None) -> str:
    """Say what the inputs give: 应为88.5%, or 得88.5% where an input is likely wrong itself."""
    stated = candidate.stated
    should = "应为" if _rests_on_inputs(candidate) else "得"
    return f"{should}{number(candidate.computed, stated.fact.decimals)}{stated.fact.unit if unit is None else unit}"


def _rests_on_inputs(candidate: Candidate) -> bool:
    """Tell whether the inputs may be taken for right: no other broken relation disputes them."""
    dispute = candidate.dispute
    return dispute is None or (dispute.agreed and _are_stated(dispute.figures, candidate.stated))


def _are_stated(figures: Sequence[Figure], stated: Figure) -> bool:
    return [figure.fact.id for figure in figures] == [stated.fact.id]


def corrected(candidate: Candidate) -> str | None:
    """Give what the other figures make of the stated one, written as it is stated: a fix for rates and growth."""
    stated = candidate.stated
    if candidate.computed is None or stated.unit.dimension not in ("percent", "point"):
        return None
    if candidate.kind == "range" or not _rests_on_inputs(candidate):
        return None  # a limit is not what the figure should be
    value = rounded_to(candidate.computed, stated.fact.decimals)
    return f"{value:f}{stated.fact.unit}" if value >= 0 else None


def suspect(candidate: Candidate) -> str:
    """Say which figure is likely wrong, where one wrong digit or one part too many explains it; else what to do."""
    stated, computed = candidate.stated, candidate.computed
    if computed is None:
        return ""
    if candidate.dispute is not None:
        return disputed(candidate, candidate.dispute)
    if candidate.kind == "sum":
        return _of_sum(candidate, stated, computed)
    if candidate.kind in ("difference", "count", "average") and one_slip_apart(stated.value, computed):
        return f"{named(stated)}可能有误，按其余各数应为{number(computed)}{stated.fact.unit}"
    fixed = corrected(candidate)
    if fixed and one_slip_apart(Decimal(fixed.rstrip(stated.fact.unit)), stated.value):
        return f"{named(stated)}可能有一位数字写错，按其余各数应为{fixed}"
    return "请核对其中哪个数有误"


def disputed(candidate: Candidate, dispute: Dispute) -> str:
    """Name the figures that other broken relations have too, and what the one would have to be."""
    figures = dispute.figures
    names = "、".join(named(figure) for figure in figures[:_MOST_NAMED]) + "等" * (len(figures) > _MOST_NAMED)
    also = f"{names}在{'、'.join(dispute.rules)}那里也不符"
    if len(figures) > 1:
        return f"{also}，请先核对这几个数，再看这一处"
    (figure,) = figures
    amount = mending(candidate, figure.fact.id)
    if amount is None:
        return f"{also}，可能有误；请先核对这个数，再看这一处"
    if not dispute.agreed:
        return f"{also}，可能有误，但几处算得的数不同，请逐一核对"
    right = amount / figure.unit.factor
    written = f"{number(right, figure.fact.decimals)}{figure.fact.unit}"
    if _are_stated(figures, candidate.stated):
        return f"{also}，可能有误，按其余各数应为{corrected(candidate) or written}"
    slip = one_slip_apart(figure.value, right)
    return f"{also}，可能有误{f'，若为{written}则相符' if slip else '；请先核对这个数，再看这一处'}"


def _of_sum(candidate: Candidate, stated: Figure, computed: Decimal) -> str:
    gap = computed - stated.value
    unit = stated.fact.unit
    for part in candidate.inputs:
        if part.amount == gap * stated.unit.factor:
            return f"不含{named(part)}时正好是{stated.fact.quote}，可能重复计入或总数漏计"
    if one_slip_apart(stated.value, computed):
        return f"总数{stated.fact.quote}可能有误，按分项应为{number(computed)}{unit}"
    for part in candidate.inputs:
        if part.unit.factor == stated.unit.factor and one_slip_apart(part.value, part.value - gap):
            return f"{named(part)}可能有误，若为{number(part.value - gap)}{part.fact.unit}则相符"
    return "请核对总数与各分项"
