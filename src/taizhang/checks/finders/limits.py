"""Limits: a part over 100 % of its whole, a rank beyond the number ranked."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from taizhang.checks.figures import Figure, Paragraph
from taizhang.checks.intervals import Interval
from taizhang.checks.judge import Candidate
from taizhang.checks.words import words

__all__ = ["find"]

_BOUNDED = words("rates", "bounded")
_UNBOUNDED = words("rates", "unbounded")
_RANKED = re.compile(r"(?:全[市省区县州国]|在)[^，,。；;]{0,10}$")
_RANKED_UNITS = ("个", "家", "名", "人", "所", "支")
_AMONG = re.compile(
    "^(?:个?[县市区省州旗镇乡街道地单部门园][^，,。；;]{0,10})?(?:中|里|内)?(?:的)?[^，,。；;]{0,6}(?:排名?|位居|位列|列|居)?$"
)


def find(paragraph: Paragraph) -> Iterator[Candidate]:
    """Give what goes beyond its limit in a paragraph, and the ranks that keep to it."""
    figures = paragraph.figures
    for figure in figures:
        if figure.role in ("rate", "share") and figure.fact.unit == "%" and figure.known and figure.value > 100:
            if figure.role == "share" or _is_bounded(figure.name):
                hundred = Decimal(100)
                yield Candidate(
                    "N010", "range", [], figure, f"{figure.shown}<=100", hundred, Interval(Decimal(0), hundred)
                )
        elif figure.role == "rank" and figure.known and figure.index:
            found = _rank(figures[figure.index - 1], figure)
            if found is not None:
                yield found


def _is_bounded(name: str) -> bool:
    return name.endswith(_BOUNDED) and not name.endswith(_UNBOUNDED)


def _rank(number: Figure, rank: Figure) -> Candidate | None:
    """Compare a rank with the number ranked directly before it: 在12个县区中排名第15位."""
    if (
        number.clause != rank.clause
        or number.role != "level"
        or number.fact.unit not in _RANKED_UNITS
        or not number.known
    ):
        return None
    if not _RANKED.search(number.lead) or not _AMONG.match(rank.between) or not 2 <= number.value <= 3000:
        return None
    interval = Interval(Decimal(1), number.value)
    return Candidate("N011", "range", [number], rank, f"{rank.shown}<={number.shown}", number.value, interval)
