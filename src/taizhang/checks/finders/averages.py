"""Averages and unit prices.

投入100万元，惠及50户，户均2万元; 每亩补贴100元，补贴5600亩，共56万元; 播种4万亩，亩产300公斤，总产1200万公斤;
五年累计投资50亿元，年均10亿元; 每月4名，今年以来24名.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from taizhang.checks.figures import Figure, Paragraph
from taizhang.checks.intervals import Interval
from taizhang.checks.judge import Candidate, holds, in_units_of, one_slip_apart
from taizhang.checks.words import WORDS, pattern, words
from taizhang.facts.numerals import parse_number
from taizhang.facts.units import MULTIPLIERS
from taizhang.wordlists import alternatives

__all__ = ["find", "monthly"]

_PER: dict[str, list[str]] = WORDS["averages"]["per"]
_OWN = words("averages", "own")
_PER_WORD = re.compile(
    f"({alternatives(_PER)})|平均(?:每个?[^，,。；;0-9]{{0,3}})?({alternatives(words('averages', 'mean'))})"
    f"|每(?:个|一)?({alternatives(words('averages', 'each'))})"
)
_UNITS = {"人": ("人", "名"), "名": ("人", "名"), "村": ("个", "村")}
_QUOTA = re.compile(
    f"每月[^，,；;。]{{0,6}}[一1]({alternatives(words('averages', 'quota'))})[，,]?每\\1[^，,；;。]{{0,6}}$"
)
_YIELDS = words("averages", "yields")
_GROWN = pattern("averages", "grown")
_MAY_BE_MEAN = re.compile(f"[均每]|{alternatives(_YIELDS)}")
_PER_YEAR = re.compile(f"{alternatives(words('averages', 'yearly'))}[^，,。；;]{{0,8}}$")
_YEARS = re.compile(
    r"(?:([一二三四五六七八九十]|\d{1,2})年(?:来|间)?|“[一二三四五六七八九十]+(五)”(?:期间|时期))"
    f"{alternatives(words('averages', 'years'))}[^，,。；;年]{{0,12}}$"
)
BACK = 6


def find(paragraph: Paragraph) -> Iterator[Candidate]:
    """Give the averages of a paragraph."""
    figures = paragraph.figures
    for figure in figures:
        if (
            figure.role not in ("level", "rate")
            or figure.unit.dimension in ("time", "percent")
            or not figure.known
            or not _MAY_BE_MEAN.search(figure.lead)
        ):
            continue
        if _PER_YEAR.search(figure.lead):
            yield from _of_years(figures, figure)
            continue
        match = next(reversed(list(_PER_WORD.finditer(figure.lead))), None)
        if match is None:
            continue
        own = any(word in figure.lead or word in figure.name for word in _OWN)
        units = tuple(_PER[match[1]]) if match[1] else _UNITS.get(match[2] or match[3], (match[2] or match[3],))
        found = _mean(figures, figure, units) if not match[3] else _price(figures, figure, units)
        if found is None and match[1] in _YIELDS:
            found = _price(figures, figure, units, grown=True)
        if found is not None and (not own or holds(found)):
            yield found


def _near(figures: Sequence[Figure], figure: Figure, ahead: int) -> list[Figure]:
    low, high = max(0, figure.index - BACK), figure.index + 1 + ahead
    return [
        f for f in figures[low:high]
        if f is not figure and f.sentence == figure.sentence and f.role == "level" and f.known and f.value > 0
    ]  # fmt: skip


def _numbers(near: Sequence[Figure], units: Sequence[str]) -> list[Figure]:
    """Give the figures that count what an average is of: 36场, or 16个督查组 for 平均每组."""
    endings = tuple(units)
    return [f for f in near if f.fact.unit.lstrip("万亿") in units or f.key in units or f.name.endswith(endings)]


def _mean(figures: Sequence[Figure], mean: Figure, units: Sequence[str]) -> Candidate | None:
    """Compare 户均2万元 with total and number before it."""
    near = _near(figures, mean, 0)
    numbers = _numbers(near, units)
    totals = [f for f in near if f.key == mean.key and f not in numbers]
    named = [f for f in totals if f.name and f.name in mean.lead + mean.name]
    totals = named or totals
    readings = []
    for number in reversed(numbers[-2:]):
        for total in reversed(totals[-2:]):
            divided = total.interval / _counted(number)
            if divided is None:
                continue
            firm = (
                len(numbers) == len(totals) == 1
                and number.part == total.part == mean.part
                and (bool(named) or not _level_between(figures, max(number.index, total.index), mean.index))
            )
            if mean.unit.counted:
                step = Decimal(1).scaleb(-mean.fact.decimals)  # 平均每场58人 is rounded, or cut off
                divided = Interval(divided.low - step, divided.high + step)
            computed = total.amount / (number.value * _times(number)) / mean.unit.factor
            formula = f"{in_units_of(total, mean)}/{_plain(number)}"
            readings.append(Candidate("N008", "average", [total, number], mean, formula, computed, divided, firm))
    return _first_that_holds(readings)


def _level_between(figures: Sequence[Figure], low: int, high: int) -> bool:
    return any(figure.role == "level" for figure in figures[low + 1 : high])


def _price(figures: Sequence[Figure], price: Figure, units: Sequence[str], grown: bool = False) -> Candidate | None:
    """Compare 每亩100元 times 5600亩 with 56万元; what is `grown` stands between the area and the total."""
    near = _near(figures, price, 3)
    numbers = _numbers(near, units)
    totals = [f for f in near if f.key == price.key and f not in numbers and f.amount > price.amount]
    readings = []
    for number in numbers[-2:]:
        for total in totals:
            product = price.interval * _counted(number)
            computed = price.amount * number.value * _times(number) / total.unit.factor
            formula = f"{in_units_of(price, total)}*{_plain(number)}"
            firm = grown and number.index + 1 == price.index == total.index - 1 and number.part == total.part
            firm = firm and _GROWN.match(total.lead.lstrip("，,、 ")) is not None
            told = price.index + 2 == number.index + 1 == total.index and price.part == total.part  # 每亩…，…亩，…元
            firm = firm or (told and computed >= 100 and one_slip_apart(computed, total.value))
            readings.append(Candidate("N008", "average", [price, number], total, formula, computed, product, firm))
    found = _first_that_holds(readings)
    return found if found is not None and (found.firm or holds(found)) else None


def _of_years(figures: Sequence[Figure], mean: Figure) -> Iterator[Candidate]:
    """Compare 年均10亿元 with the figure before it, which says of how many years it is: 五年累计50亿元."""
    if not mean.index:
        return
    total = figures[mean.index - 1]
    said = _YEARS.search(total.between)
    years = parse_number(said[1] or said[2]) if said else None
    if total.key != mean.key or total.part != mean.part or not total.known or not isinstance(years, int) or years < 2:
        return
    divided = total.interval / Interval(Decimal(years), Decimal(years))
    if divided is not None:
        formula, computed = f"{in_units_of(total, mean)}/{years}", total.amount / years / mean.unit.factor
        yield Candidate("N008", "average", [total], mean, formula, computed, divided, mean.name == total.name)


def _times(number: Figure) -> Decimal:
    """Give what the 万 or 亿 of a number stands for: 3500 of 0.35万亩."""
    head = number.fact.unit[:1]
    return Decimal(MULTIPLIERS[head]) if head in ("万", "亿") else Decimal(1)


def _counted(number: Figure) -> Interval:
    """Give how many there are, in the unit without 万 or 亿; 亩 stay 亩."""
    factor = _times(number) / number.unit.factor
    return Interval(number.interval.low * factor, number.interval.high * factor)


def _plain(number: Figure) -> str:
    times = _times(number)
    return number.shown if times == 1 else f"({number.shown}*{times})"


def _first_that_holds(readings: Sequence[Candidate]) -> Candidate | None:
    return next((r for r in readings if holds(r)), None) or next((r for r in readings if r.firm), None)


def monthly(paragraph: Paragraph, months: int) -> Iterator[Candidate]:
    """Give totals that a monthly figure makes up in a report of so many months: 每月4名，今年以来24名.

    Of what is done every month there may be more; only a quota (每月一期，每期5名) says how many there must be.
    """
    figures = paragraph.figures
    for total in figures[1:]:
        if total.role != "level" or not total.known or not ("以来" in total.between or "共" in total.lead):
            continue
        for each in reversed(figures[max(0, total.index - 3) : total.index]):
            if each.key != total.key or "每" not in each.between or each.sentence != total.sentence or not each.known:
                continue
            if "月" in each.between and each.unit is total.unit:
                found = _of_months(each, total, months)
                if found is not None:
                    yield found
            break


def _of_months(each: Figure, total: Figure, months: int) -> Candidate | None:
    """Compare a total with so many months; a quota may have been filled one month less or more."""
    interval = each.interval * Decimal(months)
    found = Candidate(
        "N008", "average", [each], total, f"{each.shown}*{months}", each.value * months, interval,
        bool(_QUOTA.search(each.between)), f"按{months}个月计算",
    )  # fmt: skip
    if holds(found):
        return found
    near = any(each.value * number == total.value for number in (months - 1, months + 1))
    return found if found.firm and not near and each.exact and total.exact else None
