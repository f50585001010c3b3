"""What heads say besides a name: the shape that one head and all heads of a figure together have in common.

`heads` fills it from the text of one head, `axes` takes in those of a column or a row; `measures` and `entries` read
it.
"""

from __future__ import annotations

from dataclasses import dataclass

from taizhang.spans import Span

__all__ = ["Said", "moved"]


@dataclass(slots=True, kw_only=True)
class Said:
    """What is said of figures. Spans are offsets of the text that it was read in."""

    unit: str = ""
    unit_span: Span | None = None
    role: str = ""
    sign: int = 1
    basis: str | None = None
    role_span: Span | None = None
    completion: bool = False
    """The role is that of a rate: how much of a target is done."""
    status: str = ""
    status_span: Span | None = None
    scope: str = ""
    """month, total, last_year, last_month, whole_year: which part of the table's own time."""
    scope_span: Span | None = None

    def take(self, other: Said, at: int, replacing: bool = True) -> None:
        """Take in what another says, whose text begins at `at`; not `replacing`, only what was not said before."""
        if other.unit and (replacing or not self.unit):
            self.unit, self.unit_span = other.unit, moved(other.unit_span, at)
        if other.role and (replacing or not self.role):
            self.role, self.sign, self.basis, self.completion = other.role, other.sign, other.basis, other.completion
            self.role_span = moved(other.role_span, at)
        if other.status and (replacing or not self.status):
            self.status, self.status_span = other.status, moved(other.status_span, at)
        if other.scope and (replacing or not self.scope):
            self.scope, self.scope_span = other.scope, moved(other.scope_span, at)


def moved(span: Span | None, at: int) -> Span | None:
    """Give a span of a piece of text as one of the text, in which the piece begins at `at`."""
    return (span[0] + at, span[1] + at) if span else None
