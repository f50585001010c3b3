"""Proposals: names that are probably slips of the pen for an indicator. A person merges them, nobody else.

Two names are near when one edit makes them equal (a character left out, added, changed, or two swapped). They are found
by their shared shortenings (all ways to leave out one character), so that a hundred thousand names take a second. Most
names that are near mean something else (办公经费 is no slip of 三公经费), so a slip must look like one: what it writes
stands in no other name, and the units of its facts fit.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import pairwise, takewhile
from typing import NamedTuple

from taizhang.ledger.catalogue.entries import Entry, entries
from taizhang.ledger.catalogue.listing import facts_by_name, kinds, units_of
from taizhang.ledger.catalogue.normalising import key
from taizhang.ledger.models import IndicatorName
from taizhang.wordlists import load

__all__ = ["Proposal", "near", "proposals"]

SHORTEST = 5
"""Characters of a name that may be a slip of another; in shorter ones (出口, 进口) one character is the meaning."""
SHORTEST_CHANGED = 6
"""Characters of a name in which one may be another: 工业投资 and 农业投资 are two things."""
_NEVER = frozenset(load("ledger", "indicators.toml")["slips"]["never"])


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
    others = IndicatorName.objects.filter(indicator__catalogued=False)
    met: Counter[str] = Counter()
    homes: dict[str, int] = {}
    for pk, home, indicator in others.values_list("pk", "indicator_id", "indicator__name"):
        if pk in counts:
            met[indicator] += counts[pk]
            homes[indicator] = home
    known = {key(name): entry for entry in entries() for name in (entry.name, *entry.aliases)}
    found = list(_pairs(met, known))
    measured = units_of(homes[name] for name, _ in found)
    fitting = [Proposal(name, entry.name, met[name]) for name, entry in found if _fits(entry, measured[homes[name]])]
    return sorted(fitting, key=lambda proposal: (-proposal.facts, proposal.met))


def _fits(entry: Entry, units: Collection[str]) -> bool:
    return not entry.unit or not units or not kinds([entry.unit]).isdisjoint(kinds(units))


def near(name: str, names: Iterable[str]) -> list[str]:
    """Give those of `names` that are one edit away from `name`.

    >>> near("一般公共预收入", ["一般公共预算收入", "一般公共预算支出"])
    ['一般公共预算收入']
    """
    return sorted(other for other in names if other != name and _is_near(name, other))


def _pairs(met: Collection[str], known: dict[str, Entry]) -> Iterator[tuple[str, Entry]]:
    """Pair each met name with the one entry that it is a slip of; one that is near several is nobody's."""
    index: dict[str, set[str]] = defaultdict(set)
    for name in known:
        for short in _shortenings(name):
            index[short].add(name)
    written = _written([*known, *map(key, met)])
    for name in met:
        own = key(name)
        close = {other for short in _shortenings(own) for other in index.get(short, ()) if _is_near(own, other)}
        homes = {known[other].name: known[other] for other in close}
        if own in known or len(homes) != 1:
            continue
        if any(all(written[pair] == 1 for pair in _new(own, other)) for other in close):
            yield name, next(iter(homes.values()))


def _written(names: Iterable[str]) -> Counter[str]:
    """Count in how many names each two characters stand beside each other."""
    return Counter(pair for name in set(names) for pair in _beside(name))


def _beside(name: str) -> set[str]:
    return {one + other for one, other in pairwise(name)}


def _new(name: str, meant: str) -> set[str]:
    """Give the pairs of characters that a slip wrote."""
    return _beside(name) - _beside(meant)


def _shortenings(name: str) -> set[str]:
    return {name, *(name[:i] + name[i + 1 :] for i in range(len(name)))}


def _alike(one: str, other: str) -> int:
    """Count the characters that two names have in common at their beginning."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


def _is_near(name: str, meant: str) -> bool:
    """Tell one edit that may be a slip: within the name, or a character written twice, and not one that means much."""
    before = _alike(name, meant)
    after = _alike(name[before:][::-1], meant[before:][::-1])
    come, gone = name[before : len(name) - after], meant[before : len(meant) - after]
    if not {*come, *gone}.isdisjoint(_NEVER) or not (come + gone).isalpha() or (come + gone).isascii():
        return False
    if len(come) == len(gone) == 2:
        return come == gone[::-1] and len(name) >= SHORTEST
    if len(come) == len(gone) == 1:
        return len(name) >= SHORTEST_CHANGED
    twice = bool(come) and name[before - 1 : before] == come
    return len(come + gone) == 1 and min(len(name), len(meant)) >= SHORTEST and (twice or (before > 0 < after))
