"""How many facts each choice of the form would show: counts by role and status -> a count for each box."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from taizhang.ledger.queries.query import LABELS
from taizhang.ledger.queries.totals import Group

__all__ = ["Facet", "facets"]


class Facet(NamedTuple):
    """A box of the form: which, and how many facts it would show with the choices of the other kind."""

    kind: str
    value: str
    facts: int


def facets(groups: Sequence[Group], roles: Sequence[str], statuses: Sequence[str]) -> list[Facet]:
    """Count for each box; `groups` are those of the question without any box of these two kinds.

    >>> groups = [Group("level", "actual", "元", 5), Group("level", "planned", "元", 2), Group("rank", "actual", "", 1)]
    >>> [facet.facts for facet in facets(groups, ("level",), ("planned",)) if facet.facts]
    [2, 5, 2]
    """
    found = [
        Facet("role", role, sum(g.facts for g in groups if g.role == role and (not statuses or g.status in statuses)))
        for role in LABELS["role"]
    ]
    return found + [
        Facet("status", status, sum(g.facts for g in groups if g.status == status and (not roles or g.role in roles)))
        for status in LABELS["status"]
    ]
