"""Documents, the locations that hold them, the versions that a location held; and which documents count.

All functions belong inside a transaction of `taizhang.ledger.transactions.write`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.db import connection
from django.utils import timezone

from taizhang.errors import LedgerError
from taizhang.intake.files import shown
from taizhang.ledger.bulk import Question, add, adding, ask, matching
from taizhang.ledger.loading.clean import storable
from taizhang.ledger.loading.layout import pack
from taizhang.ledger.models import Correction, Document, Fact, Finding, Location, Report, Version, row_ids
from taizhang.ledger.program import VERSION
from taizhang.ledger.transactions import links_lock
from taizhang.model import Reading

__all__ = ["At", "at_path", "at_upload", "columns_of", "hold", "making", "settle"]

LONGEST = 2600
"""Bytes of a location's name that an index of PostgreSQL takes."""


@dataclass(frozen=True, slots=True)
class At:
    """Where a file was met: its kind (path, upload), its name there, and how the user called it."""

    kind: str
    name: str
    file: str


def at_path(path: Path, file: str, inside: Iterable[str] = ()) -> At:
    """Give the place of a file on disk, or of a member of an archive: `inside` are the names that lead to it."""
    return At("path", "!/".join(map(shown, [str(path.resolve()), *inside])), shown(file))


def at_upload(name: str) -> At:
    """Give the place of an upload: its name."""
    return At("upload", storable(name), storable(name))


def columns_of(reading: Reading) -> dict[str, object]:
    """Give the columns of a documents row but its `doc`."""
    source = reading.source
    return {
        "format": source.format,
        "text": source.text,
        "chars": len(source.text),
        "layout": pack(source),
        "notes": "；".join(reading.notes),
        "reader": VERSION,
        "read_at": timezone.now(),
        "seconds": round(reading.seconds, 3),
        "reports": len(reading.reports),
        "facts": len(reading.facts),
    }


def making(reading: Reading) -> Question:
    """Ask for a document of a reading, as one that counts, and for its id; for none when the ledger has it.

    It waits for another program that makes the same one.
    """
    row = {"doc": reading.source.doc, **columns_of(reading), "live": True}
    return adding(Document, row, unless_there=True)


def hold(at: At, document: int, now: datetime, also: Iterable[Question] = ()) -> int | None:
    """Let the location hold a document from now on; give what it held before, None for a new one. `also` is asked too.

    Until the transaction ends, no other program changes what locations hold.
    """
    if len(at.name.encode()) > LONGEST:
        raise LedgerError(f"{at.file}：路径太长，台账库记不下；请移到浅一些的文件夹再读")
    row = {"kind": at.kind, "name": at.name, "file": at.file, "document_id": document}
    if ask(*also, *links_lock(), adding(Location, row, unless_there=True), _first_version(at, now))[-2]:
        return None
    found = matching(Location, "id document_id file kind", "name", [at.name])
    pk, before, file = next(row[:3] for row in found if row[3] == at.kind)
    if before != document:
        number = Version.objects.filter(location_id=pk).count() + 1
        add(Version, {"location_id": pk, "number": number, "document_id": document, "seen_at": now})
    if before != document or file != at.file:
        Location.objects.filter(pk=pk).update(document_id=document, file=at.file)
    return before


def _first_version(at: At, now: datetime) -> Question:
    """Ask to write down what a location holds, which has no versions yet; nothing where it has."""
    version, location = (connection.ops.quote_name(model._meta.db_table) for model in (Version, Location))
    return (
        f"INSERT INTO {version} (location_id, number, document_id, seen_at) "
        f"SELECT id, 1, document_id, %s FROM {location} AS held WHERE kind = %s AND name = %s "
        f"AND NOT EXISTS (SELECT 1 FROM {version} WHERE location_id = held.id)",
        [connection.ops.adapt_datetimefield_value(now), at.kind, at.name],
    )


def settle(documents: Iterable[int | None]) -> None:
    """Let those of `documents` count that a location holds, with their rows, and the others not."""
    for pk in sorted(pk for pk in documents if pk is not None):
        held = Location.objects.filter(document_id=pk).exists()
        if Document.objects.filter(pk=pk, live=not held).update(live=held):
            _let_rows_count(pk, held)


def _let_rows_count(pk: int, held: bool) -> None:
    ids = row_ids(pk)
    for model in (Report, Finding):
        model.objects.filter(pk__gte=ids.start, pk__lt=ids.stop).update(live=held)
    facts = Fact.objects.filter(pk__gte=ids.start, pk__lt=ids.stop)
    if held:
        wrong = Correction.objects.filter(document_id=pk, kind="wrong", state__in=("applied", "moved"))
        facts = facts.filter(duplicate_of=None).exclude(pk__in=list(wrong.values_list("fact", flat=True)))
    facts.update(live=held)
