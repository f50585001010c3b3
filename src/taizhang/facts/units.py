"""Units and classifiers: which texts are one, and what a unit is in base units.

Takes `data/units.toml`; `quantities` finds units by `ARABIC_UNIT` and `CHINESE_UNIT`, `base` converts.
"""

from __future__ import annotations

import re
from functools import lru_cache

from taizhang.wordlists import alternatives, load

__all__ = ["AMBIGUOUS", "ARABIC_UNIT", "CHINESE_UNIT", "MULTIPLIERS", "SMALLER", "base", "dimension", "is_measure"]

_DATA = load("facts", "units.toml")
MULTIPLIERS: dict[str, int] = _DATA["multipliers"]
_MEASURES: dict[str, tuple[str, float, str]] = {
    unit: (dim, factor, next(iter(units))) for dim, units in _DATA["measures"].items() for unit, factor in units.items()
}
_COMMON: list[str] = _DATA["classifiers"]["common"]
_OTHERS: list[str] = _DATA["classifiers"]["others"]
_NOT_BEFORE: dict[str, str] = _DATA["not_before"]
SMALLER: dict[str, dict[str, float]] = _DATA["smaller"]
"""Units that may be followed by smaller ones, as parts of them: 六十八元五角."""


def _joint() -> str:
    one = "[" + "".join(_DATA["classifiers"]["joint"]) + "]"
    return rf"(?:{one}?[(（]{one}{{1,2}}[)）]次?)"


_LATIN = [unit for unit in _MEASURES if unit[0].isascii() and unit[0].isalpha()]
_ANY = [unit for unit in [*_MEASURES, *_COMMON, *_OTHERS] if unit not in _LATIN]
_AFTER_LATIN = f"(?:{'|'.join(sorted(map(re.escape, _LATIN), key=len, reverse=True))})(?![A-Za-z0-9])"
_PER = r"(?:[/／](?:[年月日天人户亩次件家吨米度斤]|平方米?|立方米|公[里顷斤]|千瓦时|万人|小时|千克)(?![A-Za-z]))?"

ARABIC_UNIT = rf"(?:{_joint()}|{alternatives(_ANY, _NOT_BEFORE)}{_PER}|{_AFTER_LATIN}{_PER})"
"""A unit after an Arabic or masked number, without its multiplier; no groups."""

AMBIGUOUS = "分日周里方升克秒角瓦石尺丈度"
"""Units that a small Chinese numeral counts too seldom to be read as one: 三里 and 五分 are names more often."""
CHINESE_UNIT = alternatives(
    [unit for unit in [*_COMMON, *_MEASURES] if unit not in _LATIN and unit not in AMBIGUOUS], _NOT_BEFORE
)
"""A unit that a Chinese numeral below ten may count."""


@lru_cache(maxsize=4096)
def base(unit: str) -> tuple[float, str, str]:
    """Give (factor, base unit, dimension) of a unit as written: 万元 -> (10000, 元, money).

    Of an unknown unit or classifier the base is itself without its multiplier; 个 of 个百分点 is no multiplier.
    """
    if unit in _MEASURES:
        dim, factor, first = _MEASURES[unit]
        return factor, first, dim
    for size in (2, 1):
        head, rest = unit[:size], unit[size:]
        if head in MULTIPLIERS and rest:
            factor, name, dim = base(rest)
            return factor * MULTIPLIERS[head], name, dim
    if unit in MULTIPLIERS:
        return MULTIPLIERS[unit], "", "count"
    if "/" in unit or "／" in unit:
        head, _, rest = unit.replace("／", "/").partition("/")
        factor, name, dim = base(head)
        return factor, f"{name}/{rest}", f"{dim}/{rest}"
    return 1, unit, "rank" if unit == "位" else "share" if unit == "分之" else "count"


def dimension(unit: str) -> str:
    """Give the dimension of a unit: money, area, percent, point … or count."""
    return base(unit)[2]


@lru_cache(maxsize=4096)
def is_measure(unit: str) -> bool:
    """Tell measures (万元, 亩, %) from classifiers (家, 个, 人次), which count the noun beside them."""
    return dimension(unit) not in ("count", "place")
