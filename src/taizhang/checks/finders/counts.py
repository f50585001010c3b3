"""Counts of listed things: 东溪村、西溪村、南溪村等4个村; “甲”“乙”2条示范带.

The names directly before a number are counted by what separates them. With 等 there may be more than are named.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from taizhang.checks.figures import Figure, Paragraph
from taizhang.checks.intervals import Interval
from taizhang.checks.judge import Candidate
from taizhang.checks.words import words
from taizhang.facts.lexicon import Flag, flags_of

__all__ = ["find"]

_STARTS = words("lists", "starts")
_ENDINGS = words("lists", "endings")
_QUOTED = re.compile("“[^“”]{1,24}”(?:[(（][^()（）]{1,20}[)）])?")
_QUOTED_LIST = re.compile(f"((?:{_QUOTED.pattern})(?:(?:、|和|及|以及|与)?(?:{_QUOTED.pattern}))+)(等|这|共)?$")
_ASIDE = re.compile("[(（][^()（）]{0,30}[)）]")
_LAST = re.compile("(?:以及|和|及|与|暨)")
_ACTION = int(Flag.ACTION)
MOST = 24


def find(paragraph: Paragraph) -> Iterator[Candidate]:
    """Give the lists of names before a number."""
    text = paragraph.text
    for figure in paragraph.figures:
        if figure.role != "level" or not figure.unit.counted or not figure.known or not 2 <= figure.value <= MOST:
            continue
        between = figure.between
        if "、" not in between and "”" not in between:
            continue
        found = _listed(text, figure)
        if found is not None:
            yield found


def _listed(text: str, figure: Figure) -> Candidate | None:
    lead = figure.between.rstrip()
    quoted = _QUOTED_LIST.search(lead[-200:])
    if quoted:
        names = [match[0] for match in _QUOTED.finditer(quoted[1])]
        return _counted(figure, names, quoted[2] == "等", {len(names)}, len(set(names)) == len(names))
    open_end = lead.endswith("等")
    body = _ASIDE.sub("", lead.removesuffix("等").removesuffix("这").removesuffix("共"))
    cut = max(body.rfind(mark) for mark in "，。；：:;,！？\n“”）)") + 1
    names = body[cut:].split("、")
    last = names[-1]
    if len(names) < 2 or len(names) > MOST or not all(names) or any(len(name) > 16 for name in names[1:]):
        return None
    if not open_end and (last in _STARTS or flags_of(last) & _ACTION or flags_of(last[-2:]) & _ACTION):
        return None
    more = len(_LAST.findall(last))
    counts = {len(names), len(names) + more} | ({len(names) + 1} if more else set())
    if more:
        head, tail = _LAST.split(last, maxsplit=1)
        if head and tail:
            names = [*names[:-1], head, tail]
    return _counted(figure, names, open_end, counts, _one_kind(names))


def _one_kind(names: list[str]) -> bool:
    """Tell names of one kind: all end alike, as towns or roads do."""
    return any(all(name.endswith(ending) for name in names) for ending in _ENDINGS)


def _counted(figure: Figure, names: list[str], open_end: bool, counts: set[int], alike: bool) -> Candidate | None:
    stated = int(figure.value)
    count = stated if stated in counts else len(names)
    if open_end and count < stated:
        return None
    if stated not in counts and not alike:
        return None
    number = Decimal(count)
    listed = ", ".join(repr(name.strip()) for name in names)
    close = count == stated or abs(count - stated) <= 2
    return Candidate(
        "N009",
        "count",
        [],
        figure,
        f"len([{listed}])",
        number,
        Interval(number, number),
        alike and close and figure.exact,
    )
