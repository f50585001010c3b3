"""What the names of parts say of a list: one division of a whole, things that overlap, stages, a mere selection.

`completeness` and `totals` ask; all knowledge stands in `data/words.toml`, tables `parts` and `divisions`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from taizhang.checks.figures import Figure
from taizhang.checks.words import WORDS, pattern, words
from taizhang.wordlists import alternatives

__all__ = [
    "alike", "are_all_named", "are_classes", "are_of_classes", "are_parallel", "graded", "is_bare", "is_division",
    "is_numbered", "is_reached", "is_selection", "may_overlap", "tell_states", "tells_state",
]  # fmt: skip

_NESTED = words("parts", "nested")
_OVERLAPPING = pattern("parts", "overlapping")
_LOWEST = pattern("parts", "lowest")
_WORTH_TELLING = re.compile(alternatives([*words("parts", "selected"), *words("parts", "overlapping"), *_NESTED]))
_STAGES = words("parts", "stages")
_CLASSES = words("parts", "classes")
_PLACES = words("parts", "places")
_PENDING = pattern("residual", "naming")
_DONE = pattern("residual", "done")
_GRADE = re.compile("(?<![A-Z0-9])[A-DＡ-Ｄ]{1,4}[级类]")
_DIVISIONS: list[list[str]] = WORDS["divisions"]["sets"]
_USUAL: list[list[str]] = WORDS["divisions"]["usual"]
_DIVIDING = re.compile(alternatives({word for division in (*_DIVISIONS, *_USUAL) for word in division}))
_OPPOSITES: frozenset[frozenset[str]] = frozenset(map(frozenset, WORDS["divisions"]["opposites"]))
_AND = re.compile("[、和及与]")
_MARKS = re.compile("其中|分别[为是]|[、，,：:（(\\s]|有|为|和|及")


def may_overlap(names: Sequence[str], parts: Sequence[Figure]) -> bool:
    """Tell names that can be true of one thing together, and stages that follow each other."""
    if is_division(names) or is_division(names, usually=True):
        return False
    if any(word in name for name in names for word in _NESTED) and not is_reached(names):
        return True
    if len({frozenset(_OVERLAPPING.findall(name)) for name in names}) > 1:
        return True
    if any(_is_pending(part) for part in parts):
        return False
    staged = sum(
        any(name.startswith(word) or name.endswith(word) for word in _STAGES) and len(name) <= 8 for name in names
    )
    return 2 * staged > len(names) and not alike(names)


def is_reached(names: Sequence[str]) -> bool:
    """Tell size classes from top to bottom, which do not overlap: 10亿元以上、1亿元至10亿元、1亿元以下."""
    above = [name.partition("以上")[0] for name in names if "以上" in name]
    below = [name.partition("以下")[0] for name in names if "以下" in name]
    return len(above) == 1 and bool(below) and (len(names) > 2 or above == below)


def alike(names: Sequence[str]) -> bool:
    """Tell names of one kind: all end in the same two characters, or name classes of one division."""
    if not all(names):
        return False
    return len({name[-2:] for name in names}) == 1 or _end_in(names, _CLASSES)


def graded(names: Sequence[str]) -> bool:
    """Tell grades of one division, whatever they grade: AA级企业、A级企业、B级企业."""
    grades = [match[0] for name in names if (match := _GRADE.search(name))]
    lower = any(grade[0] not in "AＡ" for grade in grades)
    return len(names) >= 3 and lower and len(grades) == len(names) == len(set(grades))


def is_division(names: Sequence[str], usually: bool = False) -> bool:
    """Tell a set of names that together are a whole, always or `usually`: 城市, 农村; 规划区内, 规划区外."""
    if len(names) == 2 and _are_opposite(*names):
        return True
    if not all(map(_DIVIDING.search, names)):
        return False
    return any(
        len(names) == len(division) and all(any(word in name for name in names) for word in division)
        for division in (_USUAL if usually else _DIVISIONS)
    )


def are_parallel(one: str, other: str) -> bool:
    """Tell names of things that stand beside each other, none part of the other: 第二产业投资, 第三产业投资."""
    return len(one) == len(other) > 2 and sum(a != b for a, b in zip(one, other, strict=True)) == 1


def _are_opposite(one: str, other: str) -> bool:
    """Tell two names that differ in one character and its opposite: 省内企业, 省外企业."""
    if len(one) != len(other):
        return False
    pairs = [frozenset(pair) for pair in zip(one, other, strict=True) if pair[0] != pair[1]]
    return len(pairs) == 1 and pairs[0] in _OPPOSITES


def are_classes(names: Sequence[str], counted: bool) -> bool:
    """Tell three classes of a kind (建筑类、绿化类、道路类), and five places whose things are counted."""
    return (len(names) >= 3 and _end_in(names, _CLASSES)) or (len(names) >= 5 and counted and _end_in(names, _PLACES))


def are_of_classes(names: Sequence[str]) -> bool:
    """Tell names that a word for classes ends, or parts from what they share: 工业类项目、农业类项目."""
    if len(set(names)) < len(names):
        return False
    return _shared_end(names).startswith(_CLASSES)


def are_all_named(names: Sequence[str], whole: str) -> bool:
    """Tell parts that are just what the whole's name lists: 东岭村、西岭村修路12公里，其中东岭村5公里，西岭村7公里."""
    items = [item for name in names for item in _AND.split(name)]
    return len(items) > 1 and len(_AND.split(whole)) == len(items) and all(item and item in whole for item in items)


def _end_in(names: Sequence[str], endings: Sequence[str]) -> bool:
    return any(all(name.endswith(ending) for name in names) for ending in endings)


def tell_states(parts: Sequence[Figure]) -> bool:
    """Tell parts that say how far each is: what is pending after what is done, or pending and done side by side."""
    pending = [_is_pending(part) for part in parts]
    return any(pending[1:]) or (
        pending[0] and all(waits or _is_done(part) for waits, part in zip(pending, parts, strict=True))
    )


def tells_state(part: Figure) -> bool:
    """Tell a part that says how far it is: done, or pending."""
    return _is_pending(part) or _is_done(part)


def _is_pending(part: Figure) -> bool:
    return bool(_PENDING.search(part.lead) or _PENDING.search(part.tail))


def _is_done(part: Figure) -> bool:
    return bool(_DONE.search(part.lead) or _DONE.search(part.tail))


def is_selection(parts: Sequence[Figure]) -> bool:
    """Tell parts that pick out what is worth telling: 重点项目, 高层次人才; not where the lowest class is named too."""
    said = [part.lead + part.name for part in parts]
    return any(map(_WORTH_TELLING.search, said)) and not any(map(_LOWEST.search, said))


def is_bare(parts: Sequence[Figure]) -> bool:
    """Tell parts of which nothing is said but name and number, each with another name: 曝光6条，通报4条."""
    names = [part.name for part in parts]
    if not all(names) or len(set(names)) < len(names):
        return False
    return all(
        len(_MARKS.sub("", part.lead)) <= len(_MARKS.sub("", part.name)) + 2
        and (part.clause == following.clause or not _MARKS.sub("", part.tail))
        for part, following in pairwise([*parts, parts[-1]])
    )


def is_numbered(parts: Sequence[Figure]) -> bool:
    """Tell parts whose numbers come first: 其中38个耕地问题、18个建设问题."""
    before = ["", *(part.name for part in parts)]
    return all(
        part.name and _MARKS.sub("", part.lead) in ("", name) and part.tail.startswith(part.name)
        for part, name in zip(parts, before, strict=False)
    )


def _shared_end(names: Sequence[str]) -> str:
    """Give what all names end with."""
    least = min(names, key=len)
    return next((least[i:] for i in range(len(least)) if all(name.endswith(least[i:]) for name in names)), "")
