"""Is a list of parts all of its whole, may its parts overlap, and may one wrong digit explain what is amiss?

A list after 其中 that gives more than the whole is wrong unless its parts may overlap; one that gives less is wrong
only where something says that it is complete: 其他, a known division (城市, 农村), classes of one kind.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from taizhang.checks.figures import Figure, is_joined
from taizhang.checks.judge import Candidate, slip_explains
from taizhang.checks.words import WORDS, pattern, words

__all__ = ["alike", "is_division", "may_overlap", "weigh"]

_REMAINING = pattern("parts", "remaining")
_INCOMPLETE = pattern("parts", "incomplete")
_NESTED = words("parts", "nested")
_OVERLAPPING = words("parts", "overlapping")
_STAGES = words("parts", "stages")
_CLASSES = words("parts", "classes")
_PLACES = words("parts", "places")
_PENDING = pattern("residual", "naming")
_GRADE = re.compile("(?<![A-Z0-9])[A-DＡ-Ｄ]{1,4}[级类]")
_DIVISIONS: list[list[str]] = WORDS["divisions"]["sets"]


def weigh(candidate: Candidate, opened: Figure, complete: bool, bracket: bool) -> None:
    """Decide whether a list that does not add up is an error."""
    parts, whole = list(candidate.inputs), candidate.stated
    over = candidate.computed is not None and candidate.computed > whole.value
    names = [part.name for part in parts]
    if parts[0].part == whole.part != parts[-1].part and parts[1].part != parts[0].part and not alike(names):
        candidate.firm, candidate.note = False, "分号之后可能已是另一件事"
    elif _is_strange(parts, whole):
        candidate.firm, candidate.note = False, "各项与总数不像同一回事"
    elif may_overlap(names, parts):
        candidate.firm, candidate.note = slip_explains(parts, whole), "各项之间可能有交叉，不能确定"
    elif over:
        candidate.firm = True
    elif _incomplete(opened, parts):
        candidate.firm, candidate.note = slip_explains(parts, whole), "所列可能不是全部"
    else:
        likely = 100 if len(parts) > 2 or alike(names) else 1000
        candidate.firm = _is_whole(names, parts) or slip_explains(parts, whole, likely)
        if not candidate.firm and _graded(names):
            candidate.firm, candidate.severity = True, "warning"
        if complete and not candidate.firm:
            candidate.firm, candidate.severity = len(parts) > 2 or not bracket, "warning"
        if not candidate.firm:
            candidate.note = "所列可能不是全部"
            near = 2 * (candidate.computed or 0) >= whole.value or bracket
            listed = len(parts) > 2 or is_joined(parts[-1]) or alike(names)
            candidate.hint = near and listed and slip_explains(parts, whole, 10)
    if candidate.firm:
        candidate.note = None


def _is_strange(parts: Sequence[Figure], whole: Figure) -> bool:
    """Tell parts that one slip of the pen cannot have made of parts of the whole, and examples (甲、乙等8个)."""
    if any(part.amount >= 10 * whole.amount or part.role != whole.role for part in parts):
        return True
    return parts[0].lead.rstrip().endswith("等")


def may_overlap(names: Sequence[str], parts: Sequence[Figure]) -> bool:
    """Tell names that can be true of one thing together, and stages that follow each other."""
    if is_division(names):
        return False
    if any(word in name for name in names for word in _NESTED) and not _from_top_to_bottom(names):
        return True
    if any(0 < sum(word in name for name in names) < len(names) for word in _OVERLAPPING):
        return True
    if any(_PENDING.search(part.lead) or _PENDING.search(part.tail) for part in parts):
        return False
    staged = sum(
        any(name.startswith(word) or name.endswith(word) for word in _STAGES) and len(name) <= 8 for name in names
    )
    return 2 * staged > len(names) and not alike(names)


def _from_top_to_bottom(names: Sequence[str]) -> bool:
    """Tell size classes that do not overlap: 10亿元以上、1亿元至10亿元、1亿元以下."""
    above = [name.partition("以上")[0] for name in names if "以上" in name]
    below = [name.partition("以下")[0] for name in names if "以下" in name]
    return len(above) == 1 and bool(below) and (len(names) > 2 or above == below)


def alike(names: Sequence[str]) -> bool:
    """Tell names of one kind: all end in the same two characters, or name classes of one division."""
    if not all(names):
        return False
    return len({name[-2:] for name in names}) == 1 or _of_classes(names, _CLASSES)


def _graded(names: Sequence[str]) -> bool:
    """Tell grades of one division, whatever they grade: AA级企业、A级企业、B级企业."""
    grades = [match[0] for name in names if (match := _GRADE.search(name))]
    lower = any(grade[0] not in "AＡ" for grade in grades)
    return len(names) >= 3 and lower and len(grades) == len(names) == len(set(grades))


def _of_classes(names: Sequence[str], kinds: Sequence[str]) -> bool:
    return any(all(name.endswith(kind) for name in names) for kind in kinds)


def _incomplete(first: Figure, parts: Sequence[Figure]) -> bool:
    if _INCOMPLETE.search(first.between[-24:]):
        return True
    return any("等" in part.tail[:6] or "等" in part.lead for part in parts)


def _is_whole(names: Sequence[str], parts: Sequence[Figure]) -> bool:
    """Tell whether the parts are all there are, by their names."""
    if any(_REMAINING.search(part.lead) or _REMAINING.search(part.name) for part in parts):
        return True
    if _from_top_to_bottom(names):
        return True
    if any(_PENDING.search(part.lead) or _PENDING.search(part.tail) for part in parts[1:]):
        return True
    if is_division(names) or (len(names) >= 3 and _of_classes(names, _CLASSES)):
        return True
    return len(names) >= 5 and parts[0].unit.counted and _of_classes(names, _PLACES)


def is_division(names: Sequence[str]) -> bool:
    """Tell a set of names that together are a whole: 城市, 农村."""
    return any(
        len(names) == len(division) and all(any(word in name for name in names) for word in division)
        for division in _DIVISIONS
    )
