"""What one part of a document shows: its blocks, its outline, its findings. Queries are few, whatever the size."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

from taizhang.ledger.loading.layout import Layout, unpack
from taizhang.ledger.models import AcceptedFinding, Document, Fact, Finding, Noise, Relation, Report, Section, row_ids
from taizhang.ledger.queries.query import LABELS
from taizhang.web.findings.listing import worked
from taizhang.web.reader.marking import Block, Heading, Mark, blocks, pieces_of

__all__ = ["PART", "Contents", "Note", "Part"]

PART = 60_000
"""Characters of a part; a document of a hundred pages is one or two."""
_NOISE = {
    "site": "网站内容", "toc": "目录", "page-marker": "页码和页眉页脚", "duplicate": "重复的一段", "ocr": "识别错误",
    "censor": "被遮盖的字",
}  # fmt: skip


class Part(NamedTuple):
    """A stretch of whole lines, counted from 1."""

    number: int
    start: int
    end: int


class Note(NamedTuple):
    """A finding in the margin; `accepted` says who let it stand and why, None for one that is open."""

    id: int
    rule: str
    severity: str
    start: int
    message: str
    accepted: AcceptedFinding | None
    worked: str
    """The arithmetic that it breaks; "" where there is none."""
    fix: str | None


@dataclass(frozen=True)
class Contents:
    """One document for the page; each property is one query, made when it is asked for."""

    document: Document

    @cached_property
    def layout(self) -> Layout:
        return unpack(self.document.layout)

    @cached_property
    def parts(self) -> list[Part]:
        """The parts of the text; the last of a document without any text is empty."""
        text, at = self.document.text, 0
        parts: list[Part] = []
        while at < len(text) or not parts:
            end = len(text) if len(text) - at <= PART else text.rfind("\n", at, at + PART) + 1 or at + PART
            table = next((table for table in self.layout.tables if table.start < end < table.end), None)
            end = table.end if table else end
            parts.append(Part(len(parts) + 1, at, end))
            at = end
        return parts

    def part_at(self, offset: int) -> Part:
        """Give the part that holds an offset."""
        return next((part for part in self.parts if offset < part.end), self.parts[-1])

    def blocks(self, start: int, end: int) -> list[Block]:
        """Give the blocks of a stretch of whole lines."""
        marks = [*self._facts(start, end), *self._findings(start, end), *self._noise(start, end)]
        titles = [Heading(row.start, row.start + len(row.heading), 0, row.pk) for row in self.reports if row.heading]
        parts = [Heading(row.start, row.body, row.level, row.pk) for row in self.sections]
        heads = sorted(head for head in [*titles, *parts] if start <= head.start < end)
        return list(blocks(self.document.text, start, end, marks, heads, self.layout.tables))

    @cached_property
    def reports(self) -> list[Report]:
        return list(self._rows(Report).order_by("start"))

    @cached_property
    def sections(self) -> list[Section]:
        return list(self._rows(Section).order_by("start"))

    @cached_property
    def notes(self) -> list[Note]:
        """The findings of the document in the order of the text."""
        rows = list(self._rows(Finding).select_related("relation").order_by("start", "pk"))
        settled = AcceptedFinding.objects.filter(fingerprint__in=[row.fingerprint for row in rows])
        accepted = {row.fingerprint: row for row in settled}
        return [
            Note(
                row.pk, row.rule, row.severity, row.start, row.message, accepted.get(row.fingerprint), worked(row),
                row.fix,
            )
            for row in rows
        ]  # fmt: skip

    @property
    def open(self) -> int:
        """How many of them nobody has settled."""
        return sum(note.accepted is None for note in self.notes)

    @cached_property
    def verified(self) -> set[int]:
        """The ids of the facts that are part of a relation which holds."""
        spans = self._rows(Relation).filter(verdict="consistent").values_list("spans", flat=True)
        return {place["fact"] for each in spans for place in each if place.get("fact")}

    def _rows(self, model: Any) -> Any:
        ids = row_ids(self.document.pk)
        return model.objects.filter(pk__gte=ids.start, pk__lt=ids.stop)

    def _facts(self, start: int, end: int) -> Iterator[Mark]:
        rows = self._rows(Fact).filter(start__lt=end, end__gt=start)
        columns = ("pk", "start", "end", "pieces", "role", "status", "duplicate_of", "by_hand", "live")
        for pk, first, last, pieces, role, status, duplicate, by_hand, live in rows.values_list(*columns):
            counts = live or duplicate is not None or not self.document.live
            if not counts:
                continue
            flags = {
                "planned": status != "actual", "verified": pk in self.verified, "by-hand": by_hand,
                "twice": duplicate is not None,
            }  # fmt: skip
            classes = " ".join([f"role-{role}", *(name for name, holds in flags.items() if holds)])
            for n, (low, high) in enumerate(pieces_of(first, last, pieces)):
                yield Mark(low, high, "fact", pk, classes, n == 0)

    def _findings(self, start: int, end: int) -> Iterator[Mark]:
        open_ones = {note.id: note for note in self.notes if not note.accepted}
        for row in self._rows(Finding).filter(start__lt=end, end__gt=start):
            if row.pk in open_ones and row.end > row.start:
                yield Mark(row.start, row.end, "finding", row.pk, row.severity)

    def _noise(self, start: int, end: int) -> Iterator[Mark]:
        rows = self._rows(Noise).filter(start__lt=end, end__gt=start)
        for pk, low, high, category in rows.values_list("pk", "start", "end", "category"):
            yield Mark(low, high, "noise", pk, _NOISE.get(category, category))


def legend() -> list[tuple[str, str]]:
    """Give the roles with their names, for the legend of the page."""
    return list(LABELS["role"].items())
