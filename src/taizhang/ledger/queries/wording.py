"""A figure in words: its quote where that says all, else what the ledger holds (3000万元 for a table's cell 3000).

Takes what a row says of a fact, gives text; the command line, the exports of tables and the pages draw it.
"""

from __future__ import annotations

import re

from taizhang.facts import parse_quantity

__all__ = ["stated"]

_BARE = re.compile(r"[\d\s.,，．+\-−－—–~～±至()（）]*")
"""A quote without a unit, as cells of tables have it."""


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


def _says(quote: str, value: float | None, high: float | None, unit: str) -> bool:
    """Say whether a quote means just this; in a cell without a unit, any unit may be meant."""
    bare = bool(_BARE.fullmatch(quote))
    found = parse_quantity(quote + unit if bare else quote)
    if found is None:
        return False
    ends = found.value if isinstance(found.value, list) else [found.value, None]
    return ends == [value, high] and found.unit == unit
