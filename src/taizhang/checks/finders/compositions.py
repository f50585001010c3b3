"""Compositions written with colons: 三次产业结构调整为11.8:44.6:43.6, whose parts are hundred per cent together.

Such a row is no figure of its own, so that it is read here from the clean text; `checker` takes it.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from taizhang.checks.words import words
from taizhang.model import Report
from taizhang.spans import Clean, Span
from taizhang.wordlists import alternatives

__all__ = ["Composition", "find"]

_COLON = "[:：∶︰]"
_ROW = re.compile(rf"\d{{1,2}}(?:\.\d{{1,2}})?(?: ?{_COLON} ?\d{{1,2}}(?:\.\d{{1,2}})?){{2,4}}(?![\d.:：∶︰])")
_OF_PARTS = re.compile(f"{alternatives(words('compositions', 'of'))}[^。；;\n]*$")
_REACH = 40
"""Characters before a row in which stands what it is of."""
_LEAST, _MOST = 60, 150
"""Sums that a slip of the pen makes of hundred; other rows are ratios."""
HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True)
class Composition:
    """A row of parts: where it stands in the source, as written, its parts, and what rounding lets the sum miss."""

    span: Span
    quote: str
    parts: tuple[Decimal, ...]
    slack: Decimal
    report: str | None

    @property
    def total(self) -> Decimal:
        """The sum of the parts."""
        return sum(self.parts, Decimal(0))

    @property
    def holds(self) -> bool:
        """The parts are hundred together, as far as they are rounded."""
        return abs(self.total - HUNDRED) <= self.slack

    @property
    def formula(self) -> str:
        """The sum as arithmetic."""
        return "+".join(f"{part:f}" for part in self.parts)


def find(clean: Clean, reports: Sequence[Report]) -> Iterator[Composition]:
    """Give the compositions of a text, in order."""
    text = clean.text
    starts = [report.start for report in reports]
    for row in _ROW.finditer(text):
        start, end = row.span()
        if text[start - 1 : start].isdigit() or not _OF_PARTS.search(text, max(0, start - _REACH), start):
            continue
        parts = tuple(Decimal(part.strip()) for part in re.split(_COLON, row[0]))
        if not _LEAST <= sum(parts) <= _MOST:
            continue
        decimals = max(max(0, -int(part.as_tuple().exponent)) for part in parts)
        slack = Decimal(len(parts)) * Decimal("0.5").scaleb(-decimals)
        pieces = clean.pieces(start, end)
        at = bisect_right(starts, pieces[0][0]) - 1
        yield Composition((pieces[0][0], pieces[-1][1]), row[0], parts, slack, reports[at].id if at >= 0 else None)
