"""The rows that checking gives: relations between figures, findings, and how much was checked.

Field names are those of the exported JSON lines. Offsets are code points of the source text, end exclusive.
Finders make Candidates, `judge` makes Relations of them, the rules make Findings; `cli` and `export` take `Checked`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

__all__ = ["Checked", "Finding", "Kind", "Pair", "Place", "Relation", "Severity", "Verdict"]

Kind = Literal[
    "sum", "difference", "rate", "share", "growth", "completion", "average", "count", "contradiction", "repeat",
    "range", "chronology",
]  # fmt: skip
Verdict = Literal["consistent", "inconsistent", "not_verifiable"]
Severity = Literal["error", "warning", "info"]
Number = int | float


@dataclass(frozen=True, slots=True)
class Place:
    """Where a figure or an expression of a relation stands; `fact` is the id of its fact, where it is one."""

    doc: str
    file: str
    start: int
    end: int
    fact: str | None = None


@dataclass(slots=True)
class Relation:
    """Figures that determine each other, as they were evaluated.

    `formula` is arithmetic with the stated figures in it, `computed` what it gives in the unit of `stated`. The last
    of `spans` is the stated figure.
    """

    id: str
    rule: str
    kind: Kind
    spans: list[Place]
    file: str
    formula: str
    stated: Number | str | None
    computed: Number | str | None
    verdict: Verdict
    note: str | None = None


@dataclass(slots=True)
class Finding:
    """A rule that is broken at a place. `fingerprint` stays the same when the text around it moves.

    `doc` is None for a file that could not be read.
    """

    id: str
    rule: str
    severity: Severity
    doc: str | None
    file: str
    report: str | None
    start: int
    end: int
    message: str
    fix: str | None = None
    relation: str | None = None
    fingerprint: str = ""


@dataclass(frozen=True, slots=True)
class Pair:
    """What a rule between reports tells: the indicator, both figures as written, and the file of the first."""

    what: str
    first: str
    second: str
    file: str


@dataclass(slots=True)
class Checked:
    """What checking one file, or several together, gave.

    `figures` counts the facts that were looked at (without second copies), `unrelated` those of them that are part of
    no relation; `left_out` says, one line each, what the bounds of the search left unexamined.
    """

    relations: list[Relation] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    figures: int = 0
    unrelated: int = 0
    left_out: list[str] = field(default_factory=list)

    def verified(self) -> list[Relation]:
        """Give the relations that hold."""
        return [relation for relation in self.relations if relation.verdict == "consistent"]

    def extend(self, others: Sequence[Checked]) -> None:
        """Add what other files gave."""
        for other in others:
            self.relations += other.relations
            self.findings += other.findings
            self.figures += other.figures
            self.unrelated += other.unrelated
            self.left_out += other.left_out
