"""What an elliptical figure is about, and which facts are read from a repeated passage.

完成整改85个 and 其余11个 name no thing: what they count was named before, by a figure with the same unit.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from operator import attrgetter

from taizhang.facts.clauses import Slot
from taizhang.facts.lexicon import Flag, flags_of
from taizhang.model import Fact, Structure

__all__ = ["Topics", "mark_duplicates"]

_ACTION, _ELLIPTICAL = int(Flag.ACTION), int(Flag.ELLIPTICAL)
_ORDINAL = re.compile("第[一二三四五六七八九十0-9]+[批期次轮类档]$")
_STATE = re.compile("(?:正在|尚未|未|全部|已)[一-龥]{2,6}$")
_RATE = re.compile("[一-龥]{2,6}率$")


class Topics:
    """The things that the paragraph counts, by unit."""

    def __init__(self) -> None:
        self._by_unit: dict[str, str] = {}

    def clear(self) -> None:
        """A new paragraph begins."""
        self._by_unit.clear()

    def place(self, text: str, slot: Slot) -> None:
        """Give an elliptical figure its subject; remember what a full one counts."""
        name = slot.indicator
        if name is None:
            return
        own = name if isinstance(name, str) else text[name[0] : name[1]]
        if slot.role == "level" and not slot.measured:
            if _is_elliptical(own):
                slot.subject = self._by_unit.get(slot.unit)
            else:
                self._by_unit[slot.unit] = self._by_unit[""] = own
        elif slot.role == "rate" and len(own) <= 4 and _RATE.match(own):
            slot.subject = self._by_unit.get("")


def _is_elliptical(own: str) -> bool:
    flags = flags_of(own)
    return (
        bool(flags & (_ACTION | _ELLIPTICAL))
        or bool(_ORDINAL.match(own))
        or bool(_STATE.match(own))
        or (len(own) <= 4 and bool(flags_of(own[-2:]) & _ACTION))
    )


def mark_duplicates(structure: Structure, facts: list[Fact]) -> None:
    """Set `duplicate_of` of the facts in repeated passages to the id of the fact in the first copy."""
    repeated = [noise for noise in structure.noise if noise.category == "duplicate" and noise.dup_of is not None]
    if not repeated:
        return
    clean = structure.clean.clean
    places = {(clean(fact.start), fact.quote): fact.id for fact in facts}
    ordered = sorted(facts, key=attrgetter("start"))
    starts = [fact.start for fact in ordered]
    for noise in repeated:
        shift = clean(noise.start) - clean(noise.dup_of or 0)
        for fact in ordered[bisect_left(starts, noise.start) : bisect_left(starts, noise.end)]:
            if fact.end <= noise.end:
                fact.duplicate_of = places.get((clean(fact.start) - shift, fact.quote))
