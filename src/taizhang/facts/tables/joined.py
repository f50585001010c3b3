"""The text of a cell that holds a figure and says more of it: 12.6亿元（同比增长7.2%）, 2.1亿元，占16.8%, 15（含续建）.

`parted` gives the figure and what follows, which may be a second figure; `holds_figure` tells a cell that holds a
figure, alone or so. `grid` asks about every cell, `entries` takes both figures or reads what follows as a sentence.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from taizhang.facts.tables.cells import TABLES, Number, figure_in, is_time, is_year
from taizhang.wordlists import alternatives

__all__ = ["Parted", "holds_figure", "parted"]

_LONGEST = 60
_PARTS = re.compile(r"(?P<first>[^（(，；;]{1,24}?) ?(?P<rest>[（(][^（(]+[)）]|[，；;].+)")
_BASIS = re.compile(f"{alternatives(TABLES['roles']['basis'])}|[比较](?:{alternatives(TABLES['roles']['bases'])})")
_SIGNS = frozenset("+＋-－−–±↑↓▲▼△")


class Parted(NamedTuple):
    """A figure, where in the cell's text what follows it begins, and that as a figure where it is one."""

    first: Number
    rest: int
    second: Number | None
    basis: str | None


@lru_cache(maxsize=16384)
def parted(text: str) -> Parted | None:
    """Part a cell into its figure and what follows; None of any other cell, one that is a figure alone too.

    >>> cell = parted("12.6亿元（同比增长7.2%）")
    >>> cell.first.value, cell.second.value, cell.second.role, cell.basis
    (12.6, 7.2, 'growth', '同比')
    """
    match = _PARTS.fullmatch(text) if len(text) <= _LONGEST and figure_in(text) is None else None
    first = figure_in(match["first"]) if match else None
    if match is None or first is None or is_year(match["first"]) or is_time(match["first"]):
        return None
    rest = match.start("rest")
    at = rest + (text[rest] in "，；;")
    second, basis = figure_in(text[at:].strip()), _BASIS.search(text, rest)
    if second is None:
        return Parted(first, rest, None, None) if text[rest] in "（(" else None
    at += len(text[at:]) - len(text[at:].lstrip()) + second.start
    signed = not _SIGNS.isdisjoint(text[at - 1 : at + 1])
    role = second.role or ("growth" if basis or (signed and second.unit) else "")
    second = second._replace(start=at, end=at + second.end - second.start, role=role)
    return Parted(first, rest, second, basis[0] if basis else None)


def holds_figure(text: str) -> bool:
    """Tell a cell that is a figure, or begins with one and goes on with another."""
    found = None if figure_in(text) else parted(text)
    return figure_in(text) is not None or (found is not None and any(char.isdigit() for char in text[found.rest :]))
