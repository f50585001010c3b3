"""What a new version of a file changed: two documents in, their facts paired out.

Facts are one when they say the same thing of the same indicator, period, role, subject and organisation; of what is
left, those of the same are one that changed, in the order of the text, then those in the same words.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Callable, Hashable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from taizhang.ledger.models import Document, Fact, row_ids

__all__ = ["Difference", "Line", "difference"]

NEAR = 10
"""Characters before a figure that tell that it is the same one."""


class Line(NamedTuple):
    """A fact as it is compared and shown."""

    id: int
    start: int
    quote: str
    indicator: str | None
    role: str
    subject: str | None
    organisation: str | None
    period: str | None
    begins: date | None
    ends: date | None
    value: float | None
    high: float | None
    unit: str
    modifier: str
    status: str
    basis: str | None

    @property
    def measures(self) -> Hashable:
        """What it is that the fact measures, of whom and when."""
        when = (self.begins, self.ends) if self.ends else self.period
        return self.indicator, when, self.role, self.subject, self.organisation

    @property
    def says(self) -> Hashable:
        """All that the fact says."""
        return self.measures, self.value, self.high, self.unit, self.modifier, self.status, self.basis


_COLUMNS = [*Line._fields]
_COLUMNS[3], _COLUMNS[6] = "name__text", "organisation__name"
Pairs = list[tuple[Line, Line]]


@dataclass(slots=True)
class Difference:
    """The facts of an old and a new version, in the order of the text; second copies of a passage are left out."""

    added: list[Line] = field(default_factory=list)
    gone: list[Line] = field(default_factory=list)
    changed: Pairs = field(default_factory=list)
    """Each as it was and as it is."""
    same: Pairs = field(default_factory=list)

    @property
    def said(self) -> str:
        """The counts in a few words."""
        counts = (len(self.added), len(self.gone), len(self.changed), len(self.same))
        return "新增 {} 条，删去 {} 条，改动 {} 条，不变 {} 条".format(*counts)

    def told(self, most: int) -> Iterator[str]:
        """Tell what changed, a line each, at most `most`: 改动 新建水闸：3座 → 4座."""
        lines = [
            *(f"改动 {_what(new)}：{old.quote} → {new.quote}" for old, new in self.changed if old.quote != new.quote),
            *(f"改动 {_what(new)}：{new.quote}（读法有变）" for old, new in self.changed if old.quote == new.quote),
            *(f"新增 {_what(line)}：{line.quote}" for line in self.added),
            *(f"删去 {_what(line)}：{line.quote}" for line in self.gone),
        ]
        yield from lines[:most]
        if len(lines) > most:
            yield f"另有 {len(lines) - most} 条没有列出"


def _what(line: Line) -> str:
    """Name what a line is about: 2024年 新建水闸."""
    return " ".join(word for word in (line.period, line.indicator or "（没有指标）") if word)


def difference(old: int, new: int) -> Difference:
    """Compare the facts of two documents of the open ledger, given by their ids."""
    texts = {pk: Document.objects.values_list("text", flat=True).get(pk=pk) for pk in (old, new)}

    def words(pk: int) -> Callable[[Line], Hashable]:
        return lambda line: (texts[pk][max(0, line.start - NEAR) : line.start], line.quote)

    same, gone, added = _paired(_lines(old), _lines(new), _says, _says)
    changed, gone, added = _paired(gone, added, _measures, _measures)
    moved, gone, added = _paired(gone, added, words(old), words(new))
    return Difference(added, gone, sorted(changed + moved, key=lambda pair: pair[1].start), same)


def _lines(document: int) -> list[Line]:
    ids = row_ids(document)
    rows = Fact.objects.filter(pk__gte=ids.start, pk__lt=ids.stop, duplicate_of=None).order_by("start", "pk")
    return [Line._make(row) for row in rows.values_list(*_COLUMNS)]


def _says(line: Line) -> Hashable:
    return line.says


def _measures(line: Line) -> Hashable:
    return line.measures


def _paired(
    old: list[Line], new: list[Line], old_key: Callable[[Line], Hashable], new_key: Callable[[Line], Hashable]
) -> tuple[Pairs, list[Line], list[Line]]:
    """Pair lines whose keys are equal, the first with the first; give the pairs and what is left of both."""
    waiting: dict[Hashable, deque[Line]] = defaultdict(deque)
    for line in old:
        waiting[old_key(line)].append(line)
    pairs, left = [], []
    for line in new:
        if others := waiting[new_key(line)]:
            pairs.append((others.popleft(), line))
        else:
            left.append(line)
    unpaired = sorted((line for lines in waiting.values() for line in lines), key=lambda line: (line.start, line.id))
    return pairs, unpaired, left
