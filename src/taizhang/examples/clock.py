"""Which time expression is in force, as the guide says: the period of every figure while sentences are written.

A time expression holds inside its item until the next one; 目前, and what stands in a 预计 or 力争 clause, holds for
its own clause; where none stands, the heading above decides. Where careful readers may differ, other answers are kept.
"""

from __future__ import annotations

from typing import NamedTuple

__all__ = ["Clock", "Governing"]

CLAUSE_ENDS = frozenset("，；。：（）")


class Governing(NamedTuple):
    """The time expression of a figure, with the other answers that are as good."""

    text: str | None
    others: tuple[str | None, ...] = ()


class Clock:
    """Follows the time expressions of a report."""

    def __init__(self) -> None:
        self.heading = Governing(None)
        self.plan = False
        self.item: str | None = None
        self.own_clause = False
        """Whether we still are in the clause of the item's expression."""
        self.clause: str | None = None
        self.others: tuple[str | None, ...] = ()
        self.event: str | None = None

    def begin_item(self) -> None:
        """Start a numbered item or a paragraph: its own time expressions begin anew."""
        self.item = self.clause = self.event = None
        self.others = ()

    def begin_sentence(self) -> None:
        """Start a sentence: the year of an event does not outlive its own."""
        if self.event:
            self.item = self.event = None
        self.clause = None

    def pass_text(self, text: str) -> None:
        """Read on; a comma ends the clause, unless it stands right behind the time expression."""
        if (self.clause or self.own_clause) and not CLAUSE_ENDS.isdisjoint(text):
            if self.clause:
                self.others = (*self.others, self.clause, self.heading.text, *self.heading.others)
            self.clause, self.own_clause = None, False

    def enter(self, words: str, scope: str) -> None:
        """Meet a time expression; `scope` is item, clause, loose or event, see `markup`."""
        if scope == "clause" or words == "目前":
            self.clause = words
            return
        above = (self.item or self.heading.text, *self.heading.others)
        if scope == "event" and above[0]:
            self.others = (*self.others, words)
            return
        self.event = words if scope == "event" else None
        self.others = above if scope == "loose" else ()
        self.item, self.clause, self.own_clause = words, None, True

    def governing(self, timeless: bool) -> Governing:
        """Give the period of a figure that is met now; a `timeless` one may be read as having none."""
        none = (None,) if timeless else ()
        if self.clause:
            return Governing(self.clause, none)
        if not self.item:
            return Governing(self.heading.text, (*self.heading.others, *self.others, *none))
        loose = self.plan and not self.own_clause
        above = (self.heading.text, *self.heading.others) if loose else ()
        return Governing(self.item, (*self.others, *above, *none))
