"""Two versions of a file side by side: the facts that changed, came and went, with the words around them."""

from __future__ import annotations

from typing import NamedTuple

from taizhang.ledger.models import Document
from taizhang.ledger.versions import Line, difference
from taizhang.web.excerpts import trimmed

__all__ = ["Change", "Changes", "changes"]

_AROUND = 40
MOST = 500


class Side(NamedTuple):
    """A fact of one version in its words."""

    fact: int
    document: int
    before: str
    quote: str
    after: str


class Change(NamedTuple):
    """What one version says and the other; None where it says nothing."""

    indicator: str
    old: Side | None
    new: Side | None


class Changes(NamedTuple):
    """Changed facts, new ones, and those that are gone, each at most MOST; the words of the counts."""

    changed: list[Change]
    added: list[Change]
    gone: list[Change]
    said: str


def changes(old: Document, new: Document) -> Changes:
    """Compare two versions of a file, both with their texts."""
    found = difference(old.pk, new.pk)
    return Changes(
        [Change(two.indicator or "", _side(old, one), _side(new, two)) for one, two in found.changed[:MOST]],
        [Change(one.indicator or "", None, _side(new, one)) for one in found.added[:MOST]],
        [Change(one.indicator or "", _side(old, one), None) for one in found.gone[:MOST]],
        found.said,
    )


def _side(document: Document, line: Line) -> Side:
    text, end = document.text, line.start + len(line.quote)
    before, after = trimmed(text[max(0, line.start - _AROUND) : line.start], text[end : end + _AROUND], _AROUND - 1)
    return Side(line.id, document.pk, before, line.quote, after)
