"""Interval arithmetic on exact decimals: what a stated figure may truly be.

A figure that is stated as 9.0 % may be anything from 8.95 % to 9.05 %; one that is a count of things is exact; 余, 近
and 超 widen. A relation holds when the interval that its inputs allow meets that of the stated figure. Endpoints are
`Decimal`, so that 0.1 + 0.2 is 0.3; divisions round outward by a hair.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

__all__ = ["Interval", "around", "decimal", "rounding", "step_of", "total", "widened"]

ZERO, ONE = Decimal(0), Decimal(1)
HALF = Decimal("0.5")
_HAIR = Decimal("1E-18")


class Interval(NamedTuple):
    """The closed interval from `low` to `high`.

    >>> Interval(Decimal(1), Decimal(2)) + Interval(Decimal(3), Decimal(3))
    Interval(low=Decimal('4'), high=Decimal('5'))
    """

    low: Decimal
    high: Decimal

    def __add__(self, other: tuple[object, ...]) -> Interval:
        assert isinstance(other, Interval)
        return Interval(self.low + other.low, self.high + other.high)

    def __sub__(self, other: Interval) -> Interval:
        return Interval(self.low - other.high, self.high - other.low)

    def __mul__(self, other: object) -> Interval:
        if isinstance(other, Decimal):
            other = Interval(other, other)
        assert isinstance(other, Interval)
        ends = [a * b for a in self for b in other]
        return Interval(min(ends), max(ends))

    def __truediv__(self, other: Interval) -> Interval | None:
        """Divide; None where the divisor may be zero."""
        if other.low <= 0 <= other.high:
            return None
        ends = [a / b for a in self for b in other]
        low, high = min(ends), max(ends)
        return Interval(low - abs(low) * _HAIR, high + abs(high) * _HAIR)

    def meets(self, other: Interval) -> bool:
        """Tell whether some value lies in both."""
        return self.low <= other.high and other.low <= self.high

    def gap(self, other: Interval) -> Decimal:
        """Give how far the two lie apart, 0 when they meet."""
        return max(ZERO, self.low - other.high, other.low - self.high)


def total(parts: Iterable[Interval]) -> Interval:
    """Add up intervals."""
    low = high = ZERO
    for part in parts:
        low += part.low
        high += part.high
    return Interval(low, high)


def around(value: Decimal, margin: Decimal) -> Interval:
    """Give the interval from `value - margin` to `value + margin`."""
    return Interval(value - margin, value + margin)


@lru_cache(maxsize=65536)
def decimal(value: float | int) -> Decimal:
    """Give the decimal that a stated number shows: 0.1 is exactly one tenth."""
    return Decimal(value) if isinstance(value, int) else Decimal(repr(value))


def step_of(value: Decimal, decimals: int) -> Decimal:
    """Give the size of the last digit that says something: 100 of 5600, 0.01 of 1.25."""
    if decimals:
        return ONE.scaleb(-decimals)
    number = int(abs(value))
    step = 1
    while number and number % (step * 10) == 0:
        step *= 10
    return Decimal(step)


def rounding(value: Decimal, decimals: int, counted: bool) -> Interval:
    """Give what a figure stated with `decimals` places may truly be; a count is what it says.

    >>> rounding(Decimal("9.0"), 1, counted=False)
    Interval(low=Decimal('8.95'), high=Decimal('9.05'))
    """
    if counted and not decimals:
        return Interval(value, value)
    return around(value, HALF.scaleb(-decimals))


_NEAR = {"近", "将近", "接近", "不足", "不到"}
_TWENTIETH = Decimal("0.05")
_FIFTH = Decimal("0.2")


def widened(value: Decimal, decimals: int, modifier: str, inner: bool, near: bool) -> Interval:
    """Give the interval of a figure that is not exact. `inner`: 余 or 多 stands in it; `near`: 近 before it."""
    step = step_of(value, decimals)
    if inner:
        return Interval(value, value + step)
    if near:
        return Interval(value - max(step, abs(value) * _TWENTIETH), value)
    if modifier == "at_least":
        return Interval(value, value + max(step, abs(value) * _FIFTH))
    if modifier == "at_most":
        return Interval(value - max(step, abs(value) * _FIFTH), value)
    return around(value, max(step * HALF, abs(value) * _TWENTIETH))
