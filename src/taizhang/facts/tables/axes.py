"""What the heads above a column or beside a row say together: an Axis.

`columnheads` makes one of the heads above each column, `rowheads` one of those beside each row; `sheet` keeps them and
`naming`, `measures` and `entries` join the two of every figure.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from taizhang.facts.tables.cells import TABLES
from taizhang.facts.tables.grid import Spot
from taizhang.facts.tables.heads import Head, squeezed
from taizhang.facts.tables.said import Said, moved
from taizhang.spans import Span

__all__ = ["MEASURES", "Axis", "Read", "is_partial", "named"]

_PARTIAL = frozenset(TABLES["parts"]["partial"])
MEASURES = frozenset(TABLES["parts"]["measures"])
"""Names that only say what of a thing is counted: 金额, 户数."""

Read = tuple[Spot, Head]
"""A cell that is a head, and what it says."""


@dataclass(slots=True)
class Axis(Said):
    """What the heads of one column or of one row say together. Spans are offsets of the text."""

    name: str = ""
    name_spans: list[Span] = field(default_factory=list)
    measure: bool = False
    """The name only says what of a thing is counted: 金额, 户数."""
    periods: list[Span] = field(default_factory=list)
    total: Span | None = None
    subject: list[Span] = field(default_factory=list)
    """Organisations, places, people of the row."""
    word: Span | None = None
    """The word of a head that names nothing: 完成数."""
    partial: bool = False
    """The name says too little, and nothing stands over it."""
    part_of: Span | None = None
    """The name of the row that the row is a part of, where its own name does not hold it."""

    @property
    def is_plain(self) -> bool:
        """Whether it says no role, time or status."""
        return not (self.role or self.status or self.scope or self.periods or self.total)

    def add(self, spot: Spot, head: Head) -> None:
        """Take in a head; later ones, nearer to the figures, replace what earlier ones said."""
        at = spot.start
        self.take(head, at)
        if head.role and not head.role_span:
            self.role_span = moved(head.name, at)
        if head.period:
            self.periods.append((head.period[0] + at, head.period[1] + at))
        self.word = moved(head.word or head.status_span or head.role_span, at) or self.word
        if head.total:
            low, high = head.name or head.word or (0, len(spot.text))
            self.total = (spot.start + low, spot.start + high)

    def call(self, text: str, spans: list[Span]) -> None:
        """Give it a name made of these spans."""
        self.name_spans = spans
        self.name = "".join(squeezed(text[start:end]) for start, end in spans)
        self.measure = len(spans) == 1 and self.name in MEASURES


def named(spot: Spot, head: Head) -> Span:
    """Give where the name of a head stands, all of it where it names nothing."""
    low, high = head.name or (0, len(spot.text))
    return spot.start + low, spot.start + high


def is_partial(name: str) -> bool:
    """Tell a name that says too little alone: 城镇, 男."""
    return squeezed(name) in _PARTIAL or len(squeezed(name)) < 2
