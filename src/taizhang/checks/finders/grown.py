"""Tables: growth and changes between two columns of amounts, this year's and that of the year before.

Which column is the base is told by its head (上年同期, 基数) or by the years of two heads (2023年, 2022年).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from taizhang.checks.figures import Figure
from taizhang.checks.finders.growth import is_adjusted
from taizhang.checks.grids import Grid
from taizhang.checks.intervals import Interval
from taizhang.checks.judge import Candidate, best, holds, in_units_of
from taizhang.checks.words import pattern

__all__ = ["changes", "growth"]

_BEFORE = pattern("tables", "before")
_PLANNED = pattern("rates", "planned")
_YEAR = re.compile("(?<![0-9])((?:19|20)[0-9]{2})年?")
HUNDRED = Decimal(100)


def growth(grid: Grid, amounts: Sequence[int], column: int) -> Iterator[Candidate]:
    """Give the growth of a column against the amount, and the change or the amount of the year before, of each row."""
    if is_adjusted(grid.heads.get(column, "")):
        return
    now, bases = _now_and_before(grid, [amount for amount in amounts if amount < column])
    moves = [c for c in grid.columns() if any(figure.role == "change" for figure in grid.column(c).values())]
    if len(now) != 1 or len(bases) + len(moves) == 0:
        return
    found: list[Candidate] = []
    for row in grid.rows():
        value, stated = grid.figures.get((row, now[0])), grid.figures.get((row, column))
        if value is None or stated is None or stated.role != "growth" or not (value.known and stated.known):
            continue
        against = [figure for c in (*bases, *moves) if (figure := grid.figures.get((row, c))) and figure.known]
        readings = [_grown(value, other, stated) for other in against if other.key == value.key]
        chosen = best(reading for reading in readings if reading is not None)
        if chosen is not None:
            found.append(chosen)
    alike = len(found) == 1 or any(map(holds, found))
    for candidate in found:
        candidate.firm = alike and not is_adjusted(candidate.inputs[0].name)
        yield candidate


def changes(grid: Grid, amounts: Sequence[int], column: int) -> Iterator[Candidate]:
    """Give the changes of a column against the two amounts of each row, where the first column is the later's."""
    now, bases = _now_and_before(grid, amounts)
    if len(now) != 1 or len(bases) != 1:
        return
    found: list[Candidate] = []
    for row in grid.rows():
        value, base, change = (grid.figures.get((row, c)) for c in (now[0], bases[0], column))
        if value is None or base is None or change is None or not (value.known and base.known and change.known):
            continue
        if change.role == "change" and value.key == base.key == change.key:
            found.append(_moved(value, base, change))
    held = sum(map(holds, found))
    if held and 2 * held > len(found):
        yield from found


def _now_and_before(grid: Grid, amounts: Sequence[int]) -> tuple[list[int], list[int]]:
    """Give the columns of now and of the year before."""
    years = {c: int(match[1]) for c in amounts if (match := _YEAR.search(grid.heads.get(c, "")))}
    if len(years) == 2 == len(set(years.values())) and max(years.values()) - min(years.values()) == 1:
        earlier, later = sorted(years, key=lambda c: years[c])
        return [later], [earlier]
    actual = [c for c in amounts if not _PLANNED.search(grid.heads.get(c, ""))]
    bases = [c for c in actual if _BEFORE.search(grid.heads.get(c, ""))]
    return [c for c in actual if c not in bases], bases


def _moved(value: Figure, base: Figure, change: Figure) -> Candidate:
    high, low = (value, base) if _sign(change) > 0 else (base, value)
    turned = Decimal(-1) if change.value < 0 else Decimal(1)
    formula = f"{in_units_of(high, change)}-{in_units_of(low, change)}"
    computed = (high.amount - low.amount) / change.unit.factor * turned
    allowed = (high.interval - low.interval) * turned
    return Candidate("N007", "difference", [high, low], change, formula, computed, allowed)


def _grown(value: Figure, other: Figure, stated: Figure) -> Candidate | None:
    """Compare growth with the change, or the amount of the year before, and the amount of now."""
    if other.role == "change":
        change, base = _signed(other), value.interval - _signed(other)
        amount = value.amount - _signed_amount(other)
        formula = f"{other.shown}/({in_units_of(value, other)}{'-' if _sign(other) > 0 else '+'}{other.shown})*100"
        gained = _signed_amount(other)
    else:
        change, base, amount = value.interval - other.interval, other.interval, other.amount
        gained = value.amount - other.amount
        formula = f"({value.shown}-{in_units_of(other, value)})/{in_units_of(other, value)}*100"
    divided = change / base
    if divided is None or amount <= 0:
        return None
    turned = Decimal(-1) if stated.value >= 0 and stated.fact.sign < 0 else Decimal(1)
    return Candidate(
        "N006", "growth", [value, other], stated, formula, gained / amount * HUNDRED * turned,
        divided * HUNDRED * turned,
    )  # fmt: skip


def _sign(figure: Figure) -> int:
    return -1 if figure.fact.sign < 0 or figure.value < 0 else 1


def _signed_amount(figure: Figure) -> Decimal:
    return abs(figure.amount) * _sign(figure)


def _signed(figure: Figure) -> Interval:
    """Give the interval of a change, below zero where it is a decrease."""
    turned = figure.value >= 0 and figure.fact.sign < 0
    return figure.interval * Decimal(-1) if turned else figure.interval
