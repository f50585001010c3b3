"""Numbers of a fact of the ledger as they count: falls below zero, and the interval that a figure may truly be in.

Rows keep a fall of 5 % as the value 5 and the sign -1, as the text says it. What compares, draws or writes numbers for
people takes them from `signed`; intervals are in base units, by the rules of `taizhang.checks.intervals`.
"""

from __future__ import annotations

from collections.abc import Sequence

from taizhang.checks.figures import unit_of
from taizhang.checks.intervals import Interval, decimal, rounding, widened

__all__ = ["agree", "interval", "signed", "turned"]

_INNER = frozenset("余多来")
_NEAR = ("近", "将近", "接近", "不足", "不到")
_TURNED = {"at_least": "at_most", "at_most": "at_least"}


def signed(value: float | None, high: float | None, sign: int) -> tuple[float | None, float | None]:
    """Give the ends of a figure, falls below zero: a fall of 3 to 5 is from -5 to -3.

    >>> signed(5, None, 1), signed(5, None, -1), signed(3, 5, -1), signed(None, None, -1)
    ((5, None), (-5, None), (-5, -3), (None, None))
    """
    if sign > 0 or value is None:
        return value, high
    return (-abs(value), None) if high is None else (-abs(high), -abs(value))


def turned(modifier: str, sign: int) -> str:
    """Give what a modifier says of the signed number: who falls by 5 % at least changes by -5 % at most.

    >>> turned("at_least", -1), turned("at_least", 1), turned("approx", -1)
    ('at_most', 'at_least', 'approx')
    """
    return _TURNED.get(modifier, modifier) if sign < 0 else modifier


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
