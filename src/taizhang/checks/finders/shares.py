"""Shares: 支出62400万元，其中民生支出49920万元，占支出80.0%; 企业40家，其中小微企业18家，占比45.0%.

The part is the amount before the share; the whole is the figure that 占 names, or the one before 其中.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from taizhang.checks.figures import Figure, Paragraph, is_joined
from taizhang.checks.finders.rates import ratio
from taizhang.checks.judge import Candidate, best, holds
from taizhang.checks.words import WORDS, pattern, words
from taizhang.wordlists import alternatives

__all__ = ["find"]

_KNOWN: dict[str, list[str]] = WORDS["shares"]["of"]
_WHOLE = words("shares", "whole")
_OBJECT = re.compile(
    f"占{alternatives(words('shares', 'behind_verb'))}?(.*?){alternatives(words('shares', 'of_what'))}?"
    f"{alternatives(words('shares', 'reaching'))}*$"
)
_THING = re.compile("^(?:全[市县区省国州]|总|全部|当年|同期)|(?:总数|总量|总额|的)$")
_CORE = re.compile("^(?:全[市县区省国州]|当年|同期)|的$")
_AMONG = re.compile("^[^，,。；;：:]{1,12}(?:之?中|里)，")
_UNITS = ("percent", "share")
_SUMMING = pattern("shares", "summing")
BACK = 12


def find(paragraph: Paragraph) -> Iterator[Candidate]:
    """Give the shares of a paragraph."""
    figures = paragraph.figures
    before: Candidate | None = None
    for share in figures[1:]:
        if share.role == "share" and share.known and (share.unit.dimension in _UNITS or share.fact.unit == "成"):
            found = _of(figures, share) or _of_following(figures, share)
            if before is not None and (beside := _parallel(figures, before, share)) is not None:
                found = beside if found is None or holds(beside) or not (found.firm or holds(found)) else found
            if found is not None:
                before = found if holds(found) else before
                yield found


def _parallel(figures: Sequence[Figure], before: Candidate, share: Figure) -> Candidate | None:
    """Take the whole of the share before for a share told in the same way: 甲类20家，占40%，乙类30家，占60%."""
    first, whole = before.inputs[0], before.inputs[-1]
    part = figures[share.index - 1]
    if before.stated.sentence != share.sentence or _thing(before.stated) != _thing(share):
        return None
    if not part.index == before.stated.index + 1 == first.index + 2 or "其中" in part.between:
        return None
    if part.role != "level" or not part.known or part.key != first.key or not share.exact:
        return None
    return ratio(part, whole, share, "N005", True)


def _of_following(figures: Sequence[Figure], share: Figure) -> Candidate | None:
    """Take a whole that comes last: 税收9.5亿元，占66.5%，非税4.8亿元，占33.5%，合计14.3亿元."""
    part = figures[share.index - 1]
    if part.role != "level" or not part.known or part.part != share.part or _thing(share) or "占" not in share.lead:
        return None
    for figure in figures[share.index + 1 : share.index + 1 + BACK]:
        if figure.sentence - share.sentence > 1 or figure.role not in ("level", "share"):
            return None
        if figure.role == "level" and (figure.key != part.key or not figure.known):
            return None
        if figure.role == "level" and _SUMMING.search(figure.lead):
            beside = figure.part == share.part and part.bracket == figure.bracket
            found = ratio(part, figure, share, "N005", share.exact and beside)
            return found if found is not None and (beside or holds(found)) else None
    return None


def _thing(share: Figure) -> str:
    """Give what 占 names as the whole; empty where it names nothing."""
    place = share.lead.rfind("占")
    match = _OBJECT.search(share.lead, max(0, place)) if place >= 0 else None
    return match[1].strip() if match else ""


def _of(figures: Sequence[Figure], share: Figure) -> Candidate | None:
    thing = _thing(share)
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
        beside = _side_by_side(figures, part, whole, share, thing)
        if reading is None or (part.amount > whole.amount and not named and not beside):
            continue
        nearest = not any(r.firm for r in readings) if not thing else not readings
        reading.firm = (named or not thing) and nearest and share.exact and beside
        readings.append(reading)
    if not thing and share.exact and (known := _well_known(part, wholes, share)) is not None:
        reading = ratio(part, known, share, "N005", True)
        readings = [*readings, reading] if reading is not None else readings
    found = best(readings or _unnamed(part, wholes, share))
    if found is None or (not thing and not found.firm and not holds(found)):
        return None
    return found


def _well_known(part: Figure, wholes: Sequence[Figure], share: Figure) -> Figure | None:
    """Give the whole that everybody knows: of 民生支出…，占比82.3% the 一般公共预算支出 before."""
    named = share.lead.partition("占")[0].strip("，, ")
    if share.index != part.index + 1 or share.part != part.part or not part.name.startswith(named):
        return None
    return next((whole for whole in wholes if whole.name in _KNOWN.get(part.name, ())), None)


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
    if _shortens(thing, name):
        return True
    core = _THING.sub("", thing)
    if len(core) >= 2 and (core in name or core in whole.lead or core in whole.tail):
        return True
    return None


def _shortens(thing: str, name: str) -> bool:
    """Tell a verb that shortens a name: 审结复议案件 of what 审理办结 names."""
    head = thing[:2]
    return len(head) == 2 and len(thing) >= 4 and 3 <= len(name) <= 6 and name[0] == head[0] and name[-1] == head[1]


def _side_by_side(figures: Sequence[Figure], part: Figure, whole: Figure, share: Figure, thing: str) -> bool:
    """Tell whether nothing stands between whole, part and share that might be meant instead."""
    if not thing:
        named = share.lead.partition("占")[0].strip("，, ")
        moved = all(f.role in ("growth", "change") for f in figures[part.index + 1 : share.index])
        near = moved or (len(named) >= 2 and part.name.startswith(named))
        between = [f for f in figures[whole.index + 1 : part.index] if f.role == "level" and f.key == part.key]
        listed = bool(between) and part.name[:2] == named[:2] and "其中" in between[0].between
        opened = "其中" in part.between or bool(_AMONG.search(part.between)) or listed
        joined = not between or (listed and all(map(is_joined, [*between[1:], part])))
        begins = "其中" in part.between and whole.part + 1 == part.part  # …共198件。其中，已解决152件，占76.8%
        return near and opened and joined and part.part == share.part and (whole.part == part.part or begins)
    between = [
        f for f in figures[whole.index + 1 : part.index]
        if f.key == part.key and f.role == "level" and f.bracket in (-1, part.bracket)
    ]  # fmt: skip
    if between and whole.index < part.index:
        core = _CORE.sub("", thing)
        return len(thing) >= 4 and (thing == whole.name or (len(core) >= 4 and whole.name.endswith(core)))
    opened = (
        "其中" in part.between
        or whole.index > part.index
        or _shortens(thing, whole.name)
        or (bool(thing) and len(thing) >= 3 and thing in whole.name)
    )
    return opened and share.index - part.index <= 2 and (part.part == share.part)
