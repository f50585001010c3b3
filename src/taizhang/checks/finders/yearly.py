"""Growth by the year over several: 由2020年的168亿元增加到2024年的226亿元，年均增长7.7%; 五年来…，平均每年增长12.5%.

The yearly growth is the root of what the whole stretch gave; offices that divide the whole growth by the years are not
told wrong.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from taizhang.checks.figures import Figure, Paragraph
from taizhang.checks.finders.bases import Against
from taizhang.checks.finders.growth import YEARLY, from_to
from taizhang.checks.intervals import Interval
from taizhang.checks.judge import Candidate, holds, in_units_of
from taizhang.checks.words import words
from taizhang.facts.numerals import parse_number
from taizhang.facts.periods import year_of

__all__ = ["find"]

_YEARS = re.compile(r"([一二三四五六七八九十]|\d{1,2})年(?:来|间|里)")
_ADJUSTED = words("growth", "constant_prices") + words("growth", "adjusted")
_MOST = 50
"""Years; more are no stretch that an office sums up."""
_FAR = 200
"""Characters before the first level within which the sentence may say how many years are meant."""
HUNDRED = Decimal(100)


def find(paragraph: Paragraph) -> Iterator[Candidate]:
    """Give the growths by the year of a paragraph."""
    figures = paragraph.figures
    for figure in figures[2:]:
        if figure.role != "growth" or figure.fact.unit != "%" or not figure.known or not YEARLY.search(figure.between):
            continue
        pair = from_to(figures[figure.index - 2 : figure.index], figure)
        years = _years(paragraph, pair) if pair is not None else 0
        if pair is not None and 2 <= years <= _MOST and min(pair.base.interval.low, pair.value.interval.low) > 0:
            compound, simple = _compound(pair, figure, years), _simple(pair, figure, years)
            yield simple if holds(simple) and not holds(compound) else compound


def _years(paragraph: Paragraph, pair: Against) -> int:
    """Give how many years the growth took; 0 when the text does not say."""
    first, last = (year_of(f.fact.period.text) if f.fact.period else None for f in (pair.base, pair.value))
    if first and last and first != last:
        return last - first
    text, at = paragraph.text, pair.base.start
    said = _YEARS.search(text, max(at - _FAR, text.rfind("。", 0, at) + 1), at)
    number = parse_number(said[1]) if said else None
    return number if isinstance(number, int) else 0


def _compound(pair: Against, growth: Figure, years: int) -> Candidate:
    """Compare with the root: (B/A)^(1/n) - 1."""
    base, value = pair.base, pair.value
    root = Decimal(1) / years
    low = (value.interval.low / base.interval.high) ** root
    high = (value.interval.high / base.interval.low) ** root
    formula = f"(({value.shown}/{in_units_of(base, value)})**(1/{years})-1)*100"
    return _candidate(pair, growth, formula, (value.amount / base.amount) ** root, Interval(low, high))


def _simple(pair: Against, growth: Figure, years: int) -> Candidate:
    """Compare with the whole growth divided by the years."""
    base, value = pair.base, pair.value
    shares = (Decimal(1) + (part - 1) / years for part in _quotients(value, base))
    low, computed, high = shares
    formula = f"({value.shown}-{in_units_of(base, value)})/{in_units_of(base, value)}/{years}*100"
    return _candidate(pair, growth, formula, computed, Interval(low, high))


def _quotients(value: Figure, base: Figure) -> Sequence[Decimal]:
    one, other = value.interval, base.interval
    return one.low / other.high, value.amount / base.amount, one.high / other.low


def _candidate(pair: Against, growth: Figure, formula: str, times: Decimal, allowed: Interval) -> Candidate:
    """Give the candidate that the level grows so many times each year; constant prices follow from no amounts."""
    sign = growth.fact.sign
    bounds = sorted((sign * (allowed.low - 1) * HUNDRED, sign * (allowed.high - 1) * HUNDRED))
    firm = pair.firm and not any(word in pair.value.name + growth.between + growth.tail[:10] for word in _ADJUSTED)
    return Candidate(
        "N006", "growth", [pair.value, pair.base], growth, formula, sign * (times - 1) * HUNDRED, Interval(*bounds),
        firm, None if firm else "增速按可比口径或不变价计算，不能由绝对数推出", "warning",
    )  # fmt: skip
