"""A figure in words: its quote where that says all, else what the ledger holds (3000万元 for a table's cell 3000), with
its modifier and direction (约12万元, 下降5%); and organisations by their whole names.

Takes what a row says of a fact, gives text; the command line, the exports of tables and the pages draw it.
"""

from __future__ import annotations

import re
from functools import lru_cache

from taizhang.facts import parse_quantity
from taizhang.ledger.queries.query import LABELS
from taizhang.ledger.queries.values import turned
from taizhang.reports.orgs import find_institutions

__all__ = ["stated", "told", "whole_name", "whole_names"]

_BARE = re.compile(r"[\d\s.,，．+\-−－—–~～±至()（）]*")
"""A quote without a unit, as cells of tables have it."""
_MINUS = ("-", "－", "−", "—", "–")


def stated(quote: str, value: float | None, high: float | None, unit: str, by_hand: bool) -> str:
    """Give a figure as it counts: a person's correction wins over the quote, a unit is added where the quote has none.

    >>> stated("85名", 85, None, "名", False), stated("3,000", 3000, None, "万元", False)
    ('85名', '3,000万元')
    >>> stated("85名", 88, None, "名", True), stated("3.5", 3.5, 4.0, "%", True)
    ('88名', '3.5至4%')
    """
    if by_hand and not _says(quote, value, high, unit):
        if value is None:
            return f"（遮盖）{unit}"
        return "至".join(f"{end:.15g}" for end in (value, high) if end is not None) + unit
    return quote + unit if _BARE.fullmatch(quote) else quote


def told(
    quote: str, value: float | None, high: float | None, unit: str, by_hand: bool, modifier: str, sign: int
) -> str:
    """Give a figure as `stated`, with its modifier and its direction: what falls says so, unless its own minus does.

    >>> told("12万元", 12, None, "万元", False, "approx", 1), told("5%", 5, None, "%", False, "at_least", -1)
    ('约12万元', '至少下降5%')
    >>> told("-4.9", 4.9, None, "%", False, "exact", -1)
    '－4.9%'
    """
    said = stated(quote, value, high, unit, by_hand)
    if sign < 0 and said.startswith(_MINUS):
        said, modifier = f"－{said[1:].lstrip()}", turned(modifier, sign)
    elif sign < 0:
        said = f"下降{said}"
    label = LABELS["modifier"][modifier]
    return said if label in said else label + said


def whole_names(org: str, place: str | None) -> set[str]:
    """Give the ways to write an organisation with its place."""
    return {whole_name(org, place), f"{place or ''}{org}"}


def whole_name(org: str, place: str | None) -> str:
    """Give the name of an organisation with its place, of which it may hold the whole or the level only.

    >>> whole_name("县水利局", "松溪县"), whole_name("松溪县水利局", "松溪县"), whole_name("市场监督管理局", "柏溪市")
    ('松溪县水利局', '松溪县水利局', '柏溪市市场监督管理局')
    """
    if not place or org.startswith(place):
        return org
    return place + (org.removeprefix(place[-1]) if _begins_with_level(org) else org)


@lru_cache(maxsize=4096)
def _begins_with_level(org: str) -> bool:
    """Whether the first character (县水利局) is that of a place's level, and not of a word (市场监督管理局)."""
    first = next(find_institutions(org), None)
    return first is not None and (first.start, len(first.place)) == (0, 1)


def _says(quote: str, value: float | None, high: float | None, unit: str) -> bool:
    """Say whether a quote means just this; in a cell without a unit, any unit may be meant."""
    bare = bool(_BARE.fullmatch(quote))
    found = parse_quantity(quote + unit if bare else quote)
    if found is None:
        return False
    ends = found.value if isinstance(found.value, list) else [found.value, None]
    return ends == [value, high] and found.unit == unit
