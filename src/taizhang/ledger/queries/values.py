"""What a fact of the ledger may truly be: its interval in base units, by the rules of `taizhang.checks.intervals`."""

from __future__ import annotations

from collections.abc import Sequence

from taizhang.checks.figures import unit_of
from taizhang.checks.intervals import Interval, decimal, rounding, widened

__all__ = ["agree", "interval"]

_INNER = frozenset("余多来")
_NEAR = ("近", "将近", "接近", "不足", "不到")


def interval(
    value: float | None, high: float | None, unit: str, decimals: int, modifier: str, quote: str, lead: str = ""
) -> Interval | None:
    """Give what a stated figure may be, in base units; None for a masked one. `lead`: the text right before it."""
    if value is None:
        return None
    known = unit_of(unit)
    low = decimal(value)
    if high is not None:
        ends = sorted((low, decimal(high)))
        return Interval(*ends) * known.factor
    if modifier == "exact" and known.dimension != "share":
        return rounding(low, decimals, known.counted) * known.factor
    inner, near = bool(_INNER.intersection(quote)), lead.endswith(_NEAR)
    return widened(low, decimals, modifier, inner, near) * known.factor


def agree(intervals: Sequence[Interval]) -> bool:
    """Tell whether one value may be meant by all of them."""
    return not intervals or max(one.low for one in intervals) <= min(one.high for one in intervals)
