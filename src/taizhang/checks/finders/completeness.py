"""Is a list of parts all of its whole, so that it is wrong when it does not add up?

`weigh` takes a sum that does not hold and goes through a table of conditions, the first that applies decides: a list
that gives more than the whole is wrong unless its parts may overlap; one that gives less is wrong only where something
says that it is complete (其余, a known division, classes of one kind, a bracket), or where one wrong digit explains it
and chance hardly does. What the names of the parts say is told by `parts`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from taizhang.checks.figures import Figure, is_joined
from taizhang.checks.finders.parts import (
    alike,
    are_all_named,
    are_classes,
    are_of_classes,
    are_parallel,
    graded,
    is_bare,
    is_division,
    is_numbered,
    is_reached,
    is_selection,
    may_overlap,
    tell_states,
)
from taizhang.checks.judge import Candidate, slip_explains
from taizhang.checks.model import Severity
from taizhang.checks.words import pattern

__all__ = ["weigh"]

_REMAINING = pattern("parts", "remaining")
_INCOMPLETE = pattern("parts", "incomplete")
_STOCK = pattern("parts", "stock")
_MORE = pattern("parts", "more")
_NET = pattern("parts", "net")
_REPEATED = pattern("parts", "repeated")
_PLANNED = pattern("parts", "planned")
_DONE = pattern("parts", "done")
_NO_ETC = pattern("parts", "no_etc")
PERHAPS = "所列可能不是全部"


@dataclass(frozen=True, slots=True)
class _Parts:
    """A list of parts that does not add up, and how the text opens it."""

    found: Candidate
    opened: Figure
    """The first figure after the marker."""
    complete: bool
    """The marker says that the list is the whole: 分别为, 分为, a bracket behind the whole."""
    bracket: bool
    """A bracket alone opens it."""
    behind: str
    """The text behind it."""

    @property
    def parts(self) -> Sequence[Figure]:
        return self.found.inputs

    @property
    def whole(self) -> Figure:
        return self.found.stated

    @property
    def names(self) -> list[str]:
        return [part.name for part in self.parts]

    @property
    def covers(self) -> float:
        """Give which share of the whole the parts are."""
        computed = self.found.computed
        return float(computed / self.whole.value) if computed is not None and self.whole.value else 0.0

    def slip(self, least: int) -> bool:
        """Tell whether one wrong digit explains it, of a whole of `least` or more."""
        return slip_explains(self.parts, self.whole, least)


class _Condition(NamedTuple):
    """A row of the table: whether it applies, and what it decides.

    `slip`: the list is wrong only where one wrong digit explains it, of a whole of so many; 0: it is wrong in any
    case; None: it never is. `note` says of a list that is not wrong why not; without it the next conditions are asked.
    """

    applies: Callable[[_Parts], bool]
    slip: int | None
    severity: Severity | None = None
    note: str | None = None


def weigh(candidate: Candidate, opened: Figure, complete: bool, bracket: bool, behind: str = "") -> None:
    """Decide whether a list that does not add up is an error, a warning, worth a hint, or none of them.

    `opened` is the first figure of the list, `behind` the text behind the last.
    """
    parts = _Parts(candidate, opened, complete, bracket, behind)
    for condition in _TABLE:
        if not condition.applies(parts):
            continue
        if condition.slip == 0 or (condition.slip is not None and parts.slip(condition.slip)):
            candidate.firm, candidate.severity, candidate.note = True, condition.severity, None
            return
        if condition.note is not None:
            candidate.firm, candidate.note = False, condition.note
            return
    candidate.firm, candidate.note = False, PERHAPS
    candidate.hint = _is_worth_a_hint(parts)


def _goes_on_after_semicolon(it: _Parts) -> bool:
    """Tell parts beyond a semicolon that are not of one kind: 其中预算收入4亿元；固定资产投资48亿元."""
    first, second, last = it.parts[0].part, it.parts[1].part, it.parts[-1].part
    if not first == it.whole.part != last or second == first:
        return False
    beyond = [part for part in it.parts if part.part != first]
    return not alike(it.names) or any(
        part.amount > it.whole.amount or are_parallel(part.name, it.whole.name) for part in beyond
    )


def _is_strange(it: _Parts) -> bool:
    """Tell parts that no slip of the pen makes of parts of the whole, and examples before it: 甲、乙等8个."""
    if _NET.search(it.whole.lead) or any(part.role != it.whole.role for part in it.parts):
        return True
    beyond = any(part.amount >= 10 * it.whole.amount for part in it.parts)
    return (beyond and not (it.whole.value == 0 and it.complete)) or it.parts[0].lead.rstrip().endswith("等")


def _is_of_plan(it: _Parts) -> bool:
    """Tell what is done of a plan, which may be less or more of it: 计划改造24个，其中上半年完成9个."""
    planned = _PLANNED.search(it.whole.lead) or it.whole.fact.status == "planned"
    return bool(planned) and any(
        _DONE.search(part.lead) and not _PLANNED.search(part.lead) and not _DONE.search(it.whole.lead)
        for part in it.parts
    )


def _may_overlap(it: _Parts) -> bool:
    """Tell parts that may share things: 其中规上企业20家、高新技术企业15家."""
    return may_overlap(it.names, it.parts) or _REPEATED.search(it.behind) is not None


def _is_more(it: _Parts) -> bool:
    """Tell parts that are more than their whole."""
    return it.found.computed is not None and it.found.computed > it.whole.value


def _says_incomplete(it: _Parts) -> bool:
    """Tell a list that says that there is more: 其中主要…, …等."""
    if _MORE.search(it.behind):
        return True
    return bool(_INCOMPLETE.search(_NO_ETC.sub("", it.opened.between[-24:]))) or any(
        "等" in _NO_ETC.sub("", text) for part in it.parts for text in (part.tail[:6], part.lead)
    )


def _says_all(it: _Parts) -> bool:
    """Tell a list that names the rest, all sizes, all states, a whole division or classes of one kind."""
    names, parts = it.names, it.parts
    return (
        any(_REMAINING.search(part.lead) or _REMAINING.search(part.name) for part in parts)
        or is_reached(names)
        or tell_states(parts)
        or is_division(names)
        or are_classes(names, parts[0].unit.counted)
        or any(are_all_named(names, said) for said in (it.whole.name, it.whole.lead))
    )


def _is_of_one_kind(it: _Parts) -> bool:
    """Tell three or more parts, or two of one kind of things; of two amounts a third may go unmentioned."""
    return len(it.parts) > 2 or (alike(it.names) and it.whole.unit.counted)


def _is_graded(it: _Parts) -> bool:
    """Tell grades: AA级65户、A级18户、B级3户."""
    return graded(it.names)


def _is_opened_as_whole(it: _Parts) -> bool:
    """Tell 分别为, 分为, or a bracket of three or more parts."""
    return it.complete and (len(it.parts) > 2 or not it.bracket)


def _is_usual_division(it: _Parts) -> bool:
    """Tell two names that are the whole as a rule: 来信20件、来访30件."""
    return it.covers >= MOST and is_division(it.names, usually=True)


def _divides(it: _Parts) -> bool:
    """Tell a list of things whose form divides rather than selects, and that is most of the whole.

    The numbers come first (其中38个耕地问题、18个建设问题), the names are of classes (工业类18个，农业类25个), or the
    list fills a bracket (基础工作12项、创新工作4项). Amounts are left alone, for small ones go unmentioned, and so are
    inventories (现有公园56个), for they name the chief kinds.
    """
    together = all(part.index == it.parts[0].index + i for i, part in enumerate(it.parts))
    if not it.whole.unit.counted or not together or it.covers < MOST:
        return False
    if is_selection(it.parts) or _STOCK.search(it.whole.lead):
        return False
    aside = it.parts[0].bracket > it.whole.bracket and len(it.parts) > 2 and is_bare(it.parts)
    return it.bracket or aside or is_numbered(it.parts) or are_of_classes(it.names)


MOST = 0.5
"""Parts that are less of the whole than this are some of it rather than all with a slip."""


def _always(it: _Parts) -> bool:
    return True


_TABLE = (
    _Condition(_goes_on_after_semicolon, slip=None, note="分号之后可能已是另一件事"),
    _Condition(_is_strange, slip=None, note="各项与总数不像同一回事"),
    _Condition(_is_of_plan, slip=None, note="总数是计划数，分项是完成数"),
    _Condition(_may_overlap, slip=1000, note="各项之间可能有交叉，不能确定"),
    _Condition(_is_more, slip=0),
    _Condition(_says_incomplete, slip=1000, note=PERHAPS),
    _Condition(_says_all, slip=0),
    _Condition(_is_of_one_kind, slip=100),
    _Condition(_always, slip=1000),
    _Condition(_is_graded, slip=0, severity="warning"),
    _Condition(_is_opened_as_whole, slip=0, severity="warning"),
    _Condition(_is_usual_division, slip=10, severity="warning"),
    _Condition(_divides, slip=10, severity="warning"),
)
"""In the order in which they are asked."""


def _is_worth_a_hint(it: _Parts) -> bool:
    """Tell a list that may well be all though nothing says so, where one wrong digit explains it."""
    listed = len(it.parts) > 2 or is_joined(it.parts[-1]) or alike(it.names)
    return (it.covers >= MOST or it.bracket) and listed and it.slip(10)
