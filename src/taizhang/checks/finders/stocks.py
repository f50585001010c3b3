"""Balances: what was there, what came, what went and what is there now; and what two sides leave.

去年底有养老机构28家，今年新增5家、关停2家，现有31家; 在去年建成30个的基础上，今年新建25个，总数达55个;
收入总计15.38亿元，支出总计15.13亿元，结转下年0.25亿元; 出口29.75亿元，进口6.67亿元，贸易顺差23.08亿元.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import product

from taizhang.checks.figures import Figure, Paragraph
from taizhang.checks.intervals import total
from taizhang.checks.judge import Candidate, best, holds, in_units_of, slip_explains
from taizhang.checks.words import WORDS, any_of, pattern

__all__ = ["find"]

_NOW = pattern("stock", "now")
_STANDS = any_of(("stock", "now"), ("stock", "reached"))
_FIRST = pattern("stock", "first")
_IN = pattern("stock", "came")
_OUT = pattern("stock", "went")
_ON_TOP = pattern("stock", "on_top")
_LEFT = pattern("balance", "words")
_RUNNING = pattern("balance", "running")
_TOTAL = pattern("balance", "total")
_BOTH = pattern("balance", "both")
_SIDES: list[list[str]] = WORDS["balance"]["sides"]
BACK = 14
"""How many figures before a balance are looked at for its two sides."""
MOST_FLOWS = 4


def find(paragraph: Paragraph) -> Iterator[Candidate]:
    """Give the balances of a paragraph."""
    figures = paragraph.figures
    bases = [figure.index for figure in figures if _ON_TOP.search(figure.tail)]
    for figure in figures[2:]:
        if figure.role != "level" or not figure.known:
            continue
        found = None
        if _LEFT.search(figure.between):
            found = _balance(figures, figure)
        if found is None and figures[figure.index - 1].key == figure.key:
            on_top = any(figure.index - 1 - MOST_FLOWS <= index < figure.index for index in bases)
            if (on_top or _STANDS.search(figure.lead)) and not _FIRST.search(figure.lead):
                found = _stock(figures, figure)
        if found is not None:
            yield found


def _stock(figures: Sequence[Figure], now: Figure) -> Candidate | None:
    """Compare what is there now with what was there and what came and went since."""
    said = bool(_NOW.search(now.lead))
    before = figures[max(0, now.index - 1 - MOST_FLOWS) : now.index]
    readings = []
    for size in range(2, len(before) + 1):
        window = before[-size:]
        if any(not _fits(figure, now) for figure in window):
            break
        reading = _of_flows(window, now, said)
        if reading is not None:
            readings.append(reading)
    return best(readings)


def _fits(figure: Figure, now: Figure) -> bool:
    return (
        figure.role == "level"
        and figure.known
        and figure.key == now.key
        and figure.bracket == now.bracket
        and figure.sentence == now.sentence
    )


def _of_flows(window: Sequence[Figure], now: Figure, said: bool) -> Candidate | None:
    """Add what came to the first figure and take away what went; the first may come last: 加上上年结余3亿元."""
    bases = [figure for figure in window if _FIRST.search(figure.lead) or _ON_TOP.search(figure.tail)]
    base = bases[0] if len(bases) == 1 else window[0]
    flows = [figure for figure in window if figure is not base]
    came = [figure for figure in flows if _IN.search(figure.lead)]
    went = [figure for figure in flows if figure not in came and _OUT.search(figure.lead)]
    if len(came) + len(went) < len(flows) or len(bases) > 1 or not came:
        return None
    if not bases and not (said and went):
        return None  # 共有85家，新增12家，现有97家: nothing says what the first figure is of
    terms = [base, *came, *went]
    plus, minus = [base, *came], went
    formula = "+".join(in_units_of(figure, now) for figure in plus)
    formula += "".join(f"-{in_units_of(figure, now)}" for figure in minus)
    away = total(figure.interval for figure in minus)
    amount = sum((f.amount for f in plus), Decimal(0)) - sum((f.amount for f in minus), Decimal(0))
    found = Candidate(
        "N002", "difference" if went else "sum", terms, now, formula, amount / now.unit.factor,
        total(figure.interval for figure in plus) - away,
    )  # fmt: skip
    if not holds(found) and not (said and base is window[0]):
        found.firm, found.severity = base is window[0] and not went and slip_explains(terms, now, 10), "warning"
        return found if found.firm else None
    return found


def _balance(figures: Sequence[Figure], left: Figure) -> Candidate | None:
    """Compare what is left with the two sides before it: income and expenditure, exports and imports."""
    if _RUNNING.search(left.lead):
        return None
    before = [
        figure
        for figure in figures[max(0, left.index - BACK) : left.index]
        if figure.role == "level" and figure.known and figure.key == left.key and left.sentence - figure.sentence <= 2
    ]
    for words in _SIDES:
        sides = [[figure for figure in before if word in _BOTH.sub("", figure.lead)] for word in words]
        if not all(sides):
            continue
        totals = [[figure for figure in side if _TOTAL.search(figure.lead)] for side in sides]
        sides = totals if all(totals) else sides
        sure = len(sides[0]) == len(sides[1]) == 1
        readings = [_left(one, other, left, sure) for one, other in product(*sides)]
        found = best(sorted(readings, key=lambda c: -min(figure.index for figure in c.inputs)))
        return found if found is not None and (sure or found.computed == left.value) else None
    return None


def _left(one: Figure, other: Figure, left: Figure, firm: bool) -> Candidate:
    high, low = (one, other) if one.amount >= other.amount else (other, one)
    firm = firm and high.amount != low.amount  # totals that balance hold what is carried over
    formula = f"{in_units_of(high, left)}-{in_units_of(low, left)}"
    computed = (high.amount - low.amount) / left.unit.factor
    return Candidate(
        "N002", "difference", [high, low], left, formula, computed, high.interval - low.interval, firm
    )  # fmt: skip
