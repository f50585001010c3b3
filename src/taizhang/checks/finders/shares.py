"""Shares: 支出62400万元，其中民生支出49920万元，占支出80.0%; 企业40家，其中小微企业18家，占比45.0%.

The part is the amount before the share; the whole is the figure that 占 names, or the one before 其中.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from taizhang.checks.figures import Figure, Paragraph
from taizhang.checks.finders.rates import ratio
from taizhang.checks.judge import Candidate, best, holds
from taizhang.checks.words import words

__all__ = ["find"]

_WHOLE = words("shares", "whole")
_OBJECT = re.compile(
    "占(?:到|了|据|当年|同期|比|全部|其)?(.*?)(?:的?比[重例]|总?数|总量|总额|的)?(?:分别|约|近|超|达到?|为|是|均为|保持在|提高到|上升到|下降到|仅)*$"
)
_UNITS = ("percent", "share")
BACK = 12


def find(paragraph: Paragraph) -> Iterator[Candidate]:
    """Give the shares of a paragraph."""
    figures = paragraph.figures
    for share in figures[1:]:
        if share.role == "share" and share.known and (share.unit.dimension in _UNITS or share.fact.unit == "成"):
            found = _of(figures, share)
            if found is not None:
                yield found


def _of(figures: Sequence[Figure], share: Figure) -> Candidate | None:
    place = share.lead.rfind("占")
    match = _OBJECT.search(share.lead, max(0, place)) if place >= 0 else None
    thing = match[1].strip() if match else ""
    part = _part(figures, share)
    if part is None:
        return None
    wholes = [
        figure
        for figure in reversed(figures[max(0, part.index - BACK) : part.index])
        if figure.role == "level" and figure.known and figure.key == part.key and figure.amount
        and share.sentence - figure.sentence <= 2 and (figure.bracket in (-1, part.bracket))
    ]  # fmt: skip
    if (
        figures[share.index - 1] is not part
        and share.bracket != -1
        and figures[share.index - 1].bracket == share.bracket
    ):
        wholes.insert(0, figures[share.index - 1])  # （全市320万元，约占全市三分之一）
    readings: list[Candidate] = []
    for whole in wholes:
        named = _named(thing, whole)
        if named is None:
            continue
        reading = ratio(part, whole, share, "N005", False)
        if reading is None or (part.amount > whole.amount and not named):
            continue
        reading.firm = (
            (named or not thing) and not readings and share.exact and _side_by_side(figures, part, whole, share, thing)
        )
        readings.append(reading)
    found = best(readings or _unnamed(part, wholes, share))
    if found is None or (not thing and not found.firm and not holds(found)):
        return None
    return found


def _unnamed(part: Figure, wholes: Sequence[Figure], share: Figure) -> list[Candidate]:
    """Read 审结168件，撤回41件，占审结案件的24.4%: no name fits, but a figure of the sentence gives just this share."""
    if not share.fact.decimals:
        return []
    readings = [
        reading
        for whole in wholes
        if whole.sentence == share.sentence and whole.amount > part.amount
        and (reading := ratio(part, whole, share, "N005", False))
    ]  # fmt: skip
    return [reading for reading in readings if holds(reading)]


def _part(figures: Sequence[Figure], share: Figure) -> Figure | None:
    """Give the amount that the share is of; in a bracket with the whole it stands before the bracket."""
    place = share.lead.find("占")
    for index in range(share.index - 1, max(-1, share.index - 5), -1):
        figure = figures[index]
        if figure.sentence != share.sentence:
            break
        if figure.role == "level" and figure.known and place > 1 and figure.name and figure.name in share.lead[:place]:
            return figure  # 县内就业45015人、县外就业76341人，县内就业占比37.1%
    for index in range(share.index - 1, max(-1, share.index - 5), -1):
        figure = figures[index]
        if figure.sentence != share.sentence:
            return None
        if figure.role != "level" or not figure.known or figure.unit.dimension in ("percent", "share", "time"):
            continue
        if share.bracket != -1 and figure.bracket == share.bracket and share.lead.startswith("约占全"):
            continue
        if (
            share.bracket != -1
            and figure.bracket == share.bracket
            and index
            and figures[index - 1].key == figure.key
            and (figure.lead.strip() in _WHOLE)
        ):
            continue
        return figure
    return None


def _named(thing: str, whole: Figure) -> bool | None:
    """Tell whether the words after 占 name this whole: True, False (they say nothing), None (another thing)."""
    if not thing:
        return False
    if thing in _WHOLE:
        return True
    name = whole.name
    if thing in name or (len(name) >= 2 and name in thing):
        return True
    core = re.sub("^(?:全[市县区省国州]|总|全部|当年|同期)|(?:总数|总量|总额|的)$", "", thing)
    if len(core) >= 2 and (core in name or core in whole.lead or core in whole.tail):
        return True
    return None


def _side_by_side(figures: Sequence[Figure], part: Figure, whole: Figure, share: Figure, thing: str) -> bool:
    """Tell whether nothing stands between whole, part and share that might be meant instead."""
    if not thing:
        named = share.lead.partition("占")[0].strip()
        near = share.index == part.index + 1 or (len(named) >= 2 and part.name.startswith(named))
        return (
            near
            and "其中" in part.between
            and not any(f.role == "level" for f in figures[whole.index + 1 : part.index])
            and (whole.part == part.part == share.part)
        )
    between = [f for f in figures[whole.index + 1 : part.index] if f.key == part.key and f.role == "level"]
    if between and whole.index < part.index:
        return bool(thing) and len(thing) >= 4 and thing == whole.name
    opened = (
        "其中" in part.between or whole.index > part.index or (bool(thing) and len(thing) >= 3 and thing in whole.name)
    )
    return opened and share.index - part.index <= 2 and (part.part == share.part)
