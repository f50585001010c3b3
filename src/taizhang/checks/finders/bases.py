"""What a change or a growth is against, where the text states it: 投资26.5亿元，比上年的22.1亿元增加4.4亿元，增长19.9%.

`against` looks at the figures before a change or growth and gives the base, the value it led to, and whether the words
leave no doubt; `growth` makes relations of them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from taizhang.checks.figures import Figure
from taizhang.checks.words import words
from taizhang.wordlists import alternatives

__all__ = ["Against", "against"]

_LAST_YEAR = re.compile(
    f"{alternatives(words('growth', 'last_year'))}[^，,]{{0,4}}$"
    f"|{alternatives(words('growth', 'earlier'))}{alternatives(words('growth', 'is'))}$"
)
_COMPARED = re.compile(
    f"{alternatives(words('growth', 'compared'))}[^，,。；;：:]{{0,16}}$",
)
_WITH = re.compile(f"{alternatives(words('growth', 'with'))}[^，,。；;：:]{{0,16}}$")
_COMPARES = re.compile(f"^[^，,。；;：:]{{0,4}}{alternatives(words('growth', 'compares'))}")
_STATES = ("level", "rate", "share")


class Against(NamedTuple):
    """A value and the base that it is compared with. `firm`: nothing else can be meant."""

    base: Figure
    value: Figure
    firm: bool


def against(figures: Sequence[Figure], moved: Figure) -> Against | None:
    """Give what a change or growth is against: a base that 比 or 上年为 introduces, beside the value that it led to."""
    last = figures[moved.index - 1]
    if last.role in ("change", "growth") and moved.index > 2:
        last = figures[moved.index - 2]
    if last.index < 1 or not _is_state(last, moved):
        return None
    one = _value(figures, last)
    if one is None or not _is_state(one, moved) or one.key != last.key or one.part != last.part:
        return None
    if _LAST_YEAR.search(last.lead) or _LAST_YEAR.search(one.lead):
        return _beside(one, last, moved)
    compared = _COMPARED.search(last.lead)
    beside = compared is not None and figures[last.index + 1].clause == last.clause
    if compared is None or not beside:
        compared = _WITH.search(last.lead) if _COMPARES.search(last.tail) else None
    if compared is None:
        return None
    alone = not last.between[: len(last.between) - len(compared[0])].strip("，,、（( ")
    return Against(last, one, alone and one.part == moved.part)


def _value(figures: Sequence[Figure], base: Figure) -> Figure | None:
    """Give the figure before a base, past what a percentage is of.

    完成18.6亿元，为预算17.8亿元的104.5%，比上年决算数16.9亿元增长10%: the 18.6.
    """
    if figures[base.index - 1].key == base.key:
        return figures[base.index - 1]
    for figure in reversed(figures[max(0, base.index - 4) : base.index]):
        if figure.key == base.key and not figures[figure.index + 1].between.startswith("的"):
            return figure
        if figure.key != base.key and figure.unit.dimension != "percent":
            return None
    return None


def _is_state(figure: Figure, moved: Figure) -> bool:
    return figure.role in _STATES and figure.known and figure.sentence == moved.sentence and figure.index < moved.index


def _beside(one: Figure, last: Figure, moved: Figure) -> Against | None:
    """Read 收入360万元，去年同期330万元, in either order."""
    first, second = (bool(_LAST_YEAR.search(figure.lead)) for figure in (one, last))
    if first == second or one.bracket != last.bracket:
        return None
    base, value = (one, last) if first else (last, one)
    return Against(base, value, value.part == moved.part)
