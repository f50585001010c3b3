"""Proposals: names that are probably slips of the pen for an indicator. A person merges them, nobody else.

Two names are near when one edit makes them equal (a character left out, added, changed, or two swapped). They are found
by their shared shortenings (all ways to leave out one character), so that a hundred thousand names take a second.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from taizhang.ledger.catalogue.entries import Entry, entries
from taizhang.ledger.catalogue.listing import facts_by_name
from taizhang.ledger.catalogue.normalising import key
from taizhang.ledger.models import IndicatorName

__all__ = ["Proposal", "near", "proposals"]

SHORTEST = 4
"""Characters of a name that may be a slip of another; in shorter ones (出口, 进口) one character is the meaning."""
SHORTEST_CHANGED = 6
"""Characters of a name in which one may be another: 工业投资 and 农业投资 are two things."""


class Proposal(NamedTuple):
    """An indicator that was met, the one that it is probably meant to be, and how many facts it would bring."""

    met: str
    meant: str
    facts: int


def proposals(by_name: Mapping[int, int] | None = None) -> list[Proposal]:
    """Give what was met and is near an indicator of the catalogue, what has most facts first.

    `by_name` is what `listing.facts_by_name` gives, if that is known already.
    """
    counts = facts_by_name() if by_name is None else by_name
    rows = IndicatorName.objects.filter(indicator__catalogued=False).values_list("pk", "indicator__name")
    met: Counter[str] = Counter()
    for pk, indicator in rows:
        if pk in counts:
            met[indicator] += counts[pk]
    known = {key(name): entry for entry in entries() for name in (entry.name, *entry.aliases)}
    found = [Proposal(name, entry.name, met[name]) for name, entry in _pairs(met, known)]
    return sorted(found, key=lambda proposal: (-proposal.facts, proposal.met))


def near(name: str, names: Iterable[str]) -> list[str]:
    """Give those of `names` that are one edit away from `name`.

    >>> near("一般公共预收入", ["一般公共预算收入", "一般公共预算支出"])
    ['一般公共预算收入']
    """
    return sorted(other for other in names if other != name and _is_near(name, other))


def _pairs(met: Iterable[str], known: dict[str, Entry]) -> Iterator[tuple[str, Entry]]:
    """Pair each met name with the one entry that it is near; one that is near several is nobody's."""
    index: dict[str, set[str]] = defaultdict(set)
    for name in known:
        for short in _shortenings(name):
            index[short].add(name)
    for name in met:
        own = key(name)
        close = {other for short in _shortenings(own) for other in index.get(short, ()) if _is_near(own, other)}
        homes = {known[other].name: known[other] for other in close}
        if own not in known and len(homes) == 1:
            yield name, next(iter(homes.values()))


def _shortenings(name: str) -> set[str]:
    return {name, *(name[:i] + name[i + 1 :] for i in range(len(name)))}


def _is_near(one: str, other: str) -> bool:
    short, long = sorted((one, other), key=len)
    if one == other or len(short) < SHORTEST:
        return False
    if len(long) == len(short) + 1:
        return short in _shortenings(long)
    if len(long) > len(short) or len(long) < SHORTEST_CHANGED:
        return False
    apart = [i for i, (a, b) in enumerate(zip(one, other, strict=True)) if a != b]
    if len(apart) == 2 and apart[1] == apart[0] + 1:
        return one[apart[0]] == other[apart[1]] and one[apart[1]] == other[apart[0]]
    return len(apart) == 1
