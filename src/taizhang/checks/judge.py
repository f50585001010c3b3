"""Candidates -> relations: does what the figures give meet what is stated?

A finder gives a Candidate: the inputs, the stated figure, the formula, what it gives and within which interval. Where
several readings are possible, `best` takes one that holds. A candidate that is not `firm` is never an error.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

from taizhang.checks.figures import Figure
from taizhang.checks.intervals import Interval, step_of
from taizhang.checks.model import Kind, Severity, Verdict

__all__ = [
    "Candidate",
    "Dispute",
    "best",
    "holds",
    "in_units_of",
    "mending",
    "one_slip_apart",
    "plain",
    "rounded_to",
    "slip_explains",
    "verdict_of",
]


@dataclass(frozen=True, slots=True)
class Dispute:
    """Figures of a relation that other broken relations of the file have too: likely the wrong ones.

    `rules` names those others; `agreed`: the likely wrong one is one, and no other number would mend the others.
    """

    figures: tuple[Figure, ...]
    rules: tuple[str, ...]
    agreed: bool


@dataclass(slots=True)
class Candidate:
    """Figures that may determine each other, before they are judged.

    `computed` is in the unit of `stated` as written, `interval` in base units. `firm`: the text leaves no doubt that
    they belong together, so that it is an error when they disagree.
    """

    rule: str
    kind: Kind
    inputs: Sequence[Figure]
    stated: Figure
    formula: str
    computed: Decimal | None
    interval: Interval | None
    firm: bool = True
    note: str | None = None
    severity: Severity | None = None
    hint: bool = False
    """Worth a remark though it is not certain: one wrong digit would explain it."""
    dispute: Dispute | None = None
    """Set when all relations of the file are judged."""


TRUNCATED = "按舍去尾数相符"
APPROXIMATE = "含约数，按约数的范围相符"


def verdict_of(candidate: Candidate) -> tuple[Verdict, str | None]:
    """Give the verdict and the note of a candidate."""
    figures = [*candidate.inputs, candidate.stated]
    if candidate.interval is None or any(figure.fact.masked for figure in figures):
        return "not_verifiable", candidate.note or "有的数据被遮盖，无法核对"
    inexact = any(not figure.exact for figure in figures)
    if candidate.interval.meets(candidate.stated.interval):
        return "consistent", APPROXIMATE if inexact else candidate.note
    if inexact:
        return "not_verifiable", "含约数，无法判定"
    if candidate.interval.meets(_truncated(candidate.stated)):
        return "consistent", TRUNCATED
    if not candidate.firm:
        return "not_verifiable", candidate.note or "各数是否同一口径不能确定"
    return "inconsistent", candidate.note


def _truncated(stated: Figure) -> Interval:
    """What a figure may be whose further digits were cut off instead of rounded; a count has none."""
    if stated.unit.counted:
        return stated.interval
    value, factor = stated.value, stated.unit.factor
    step = Decimal(1).scaleb(-stated.fact.decimals)
    away = step if value >= 0 else -step
    low, high = sorted((value * factor, (value + away) * factor))
    return Interval(low, high)


def holds(candidate: Candidate) -> bool:
    """Tell whether what the figures give meets what is stated."""
    return verdict_of(candidate)[0] == "consistent"


def best(candidates: Iterable[Candidate]) -> Candidate | None:
    """Give the first reading that holds, else the firm one that comes nearest, else the nearest."""
    found: list[Candidate] = []
    for candidate in candidates:
        if holds(candidate):
            return candidate
        found.append(candidate)
    return min(found, key=lambda c: (not c.firm, _distance(c))) if found else None


def _distance(candidate: Candidate) -> Decimal:
    if candidate.interval is None:
        return Decimal(10) ** 30
    return candidate.interval.gap(candidate.stated.interval)


def mending(candidate: Candidate, fact: str) -> Decimal | None:
    """Give the amount that a figure would need for its relation to hold: the stated one, or a part of a sum."""
    stated = candidate.stated
    if candidate.computed is None or candidate.kind == "range":
        return None
    if stated.fact.id == fact:
        return rounded_to(candidate.computed, stated.fact.decimals) * stated.unit.factor
    if candidate.kind != "sum":
        return None
    part = next(figure for figure in candidate.inputs if figure.fact.id == fact)
    return part.amount - (candidate.computed - stated.value) * stated.unit.factor


def one_slip_apart(wrong: Decimal, right: Decimal) -> bool:
    """Tell whether a slip of the pen makes one number of another: one digit differs, or two neighbours changed places.

    >>> [one_slip_apart(Decimal(1290), Decimal(other)) for other in (1590, 1920, 1585)]
    [True, True, False]
    """
    if wrong < 0 or right < 0 or wrong == right:
        return False
    places = max(0, *(-int(value.normalize().as_tuple().exponent) for value in (wrong, right)))
    one, other = f"{wrong:.{places}f}", f"{right:.{places}f}"
    if len(one) != len(other):
        return False
    apart = [at for at, (a, b) in enumerate(zip(one, other, strict=True)) if a != b]
    if len(apart) != 2:
        return len(apart) == 1
    first, second = apart
    return one[first] + one[second] == other[second] + other[first] and not one[first + 1 : second].strip(".")


def slip_explains(parts: Sequence[Figure], whole: Figure, least: int = 1000) -> bool:
    """Tell whether one slip explains that parts do not add up, where that is unlikely by chance.

    The whole must show digits enough, be `least` or more in its last place: of small numbers nearly all are one digit
    apart.
    """
    figures = [*parts, whole]
    unit = min(figure.unit.factor for figure in figures)
    places = max(figure.fact.decimals for figure in figures)
    scale = Decimal(10) ** places / unit
    values = [figure.amount * scale for figure in figures]
    if any(value != value.to_integral_value() for value in values):
        return False
    step = min(step_of(value, 0) for value in values)
    numbers = [value / step for value in values]
    if numbers[-1] < least:
        return False
    gap = numbers[-1] - sum(numbers[:-1], Decimal(0))
    slack = (0,) if whole.unit.counted else (0, 1, -1)
    return any(
        one_slip_apart(numbers[-1], numbers[-1] - gap - rest)
        or any(one_slip_apart(n, n + gap + rest) for n in numbers[:-1])
        for rest in slack
    )


def plain(value: Decimal | None) -> float | int | None:
    """Give a number as JSON holds it, with six decimals at most."""
    if value is None:
        return None
    rounded = rounded_to(value, 6)
    return int(rounded) if rounded == rounded.to_integral_value() else float(rounded)


def rounded_to(value: Decimal, places: int) -> Decimal:
    """Round halves away from zero; a number too long for that stays as it is."""
    try:
        return value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    except InvalidOperation:
        return value


def in_units_of(figure: Figure, stated: Figure) -> str:
    """Write a figure in a formula in the unit of another: 5600亩 as 5600/10000 beside 万亩."""
    ratio = figure.unit.factor / stated.unit.factor
    if ratio == 1:
        return figure.shown
    if ratio > 1:
        return f"({figure.shown}*{_number(ratio)})"
    return f"({figure.shown}/{_number(1 / ratio)})"


def _number(value: Decimal) -> str:
    near = rounded_to(value, 9)
    return f"{int(near)}" if near == near.to_integral_value() else f"{near.normalize():f}"
