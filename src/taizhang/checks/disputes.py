"""Broken relations of one file -> which of their figures is likely wrong, where they share one.

A wrong total breaks the sum of its parts and also the growth that is computed from it, though the growth is right.
`settle` gets every candidate that was judged, when all are, and sets `dispute` on those that share figures with other
broken ones; `suspects` says it, and gives no fix that rests on a disputed figure.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from decimal import Decimal

from taizhang.checks.figures import Figure
from taizhang.checks.judge import Candidate, Dispute, mending
from taizhang.checks.model import Relation
from taizhang.checks.rules import RULES

__all__ = ["settle"]

Judged = tuple[Candidate, Relation]


def settle(judged: Sequence[Judged], relations: Iterable[Relation]) -> None:
    """Set `dispute` where another broken relation has a figure of a candidate too.

    The figure in most broken relations is the likely wrong one; among equals, one that no relation confirms.
    """
    broken: dict[str, _Broken] = defaultdict(_Broken)
    for candidate, relation in judged:
        if relation.verdict == "inconsistent":
            for fact in _facts(candidate):
                broken[fact].add(candidate, fact)
    if not broken:
        return
    held = {place.fact for relation in relations if relation.verdict == "consistent" for place in relation.spans}
    for candidate, relation in judged:
        candidate.dispute = _dispute(candidate, relation.verdict == "inconsistent", broken, held)


class _Broken:
    """The broken relations of one figure: their rules, and the numbers that would mend those."""

    def __init__(self) -> None:
        self.rules: Counter[str] = Counter()
        self.numbers: set[Decimal] = set()

    def add(self, candidate: Candidate, fact: str) -> None:
        self.rules[candidate.rule] += 1
        if (number := mending(candidate, fact)) is not None:
            self.numbers.add(number)

    def others(self, candidate: Candidate, is_own: bool) -> Counter[str]:
        """Count the relations by rule, without the candidate's."""
        return self.rules - Counter([candidate.rule] if is_own else [])


def _facts(candidate: Candidate) -> dict[str, Figure]:
    return {figure.fact.id: figure for figure in (*candidate.inputs, candidate.stated)}


def _dispute(
    candidate: Candidate, is_broken: bool, broken: dict[str, _Broken], held: set[str | None]
) -> Dispute | None:
    facts = _facts(candidate)
    others = {fact: broken[fact].others(candidate, is_broken) for fact in facts if fact in broken}
    most = max((rules.total() for rules in others.values()), default=0)
    if not most:
        return None
    shared = [fact for fact, rules in others.items() if rules.total() == most]
    shared = [fact for fact in shared if fact not in held] or shared
    codes = sorted({code for fact in shared for code in others[fact]})
    agreed = len(shared) == 1 and broken[shared[0]].numbers <= {mending(candidate, shared[0])}
    rules = tuple(f"“{RULES[code].name}”（{code}）" for code in codes)
    return Dispute(tuple(facts[fact] for fact in shared), rules, agreed)
