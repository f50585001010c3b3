"""Loading one document: a reading in, its rows and what its location holds now out, in one transaction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from django.utils import timezone

from taizhang.checks import Checked
from taizhang.errors import LedgerError
from taizhang.ledger.bulk import Question, ask, delete_ids, insert, which_match
from taizhang.ledger.catalogue import naming
from taizhang.ledger.corrections.carrying import carry_over
from taizhang.ledger.loading import organisations
from taizhang.ledger.loading.clean import cleaned
from taizhang.ledger.loading.documents import At, columns_of, hold, making, settle
from taizhang.ledger.loading.rows import COLUMNS, RowMaker
from taizhang.ledger.models import MOST_ROWS, Document, row_ids
from taizhang.ledger.program import VERSION
from taizhang.ledger.transactions import lock_documents, write
from taizhang.model import Reading

__all__ = ["Loaded", "load", "reload"]

Outcome = Literal["new", "version", "location", "same"]


@dataclass(frozen=True, slots=True)
class Loaded:
    """What loading a reading came to.

    new: a place that the ledger did not know, with a text that it did not know; location: with a text that it knew;
    version: a known place with other bytes than before; same: with the bytes that it had, so nothing was changed.
    """

    outcome: Outcome
    document: int
    before: int | None = None
    """For a version, the document that the place held until now."""
    facts: int = 0
    """How many facts were written."""
    reader: str = ""
    """The version of Taizhang that read the document; `reload` replaces the rows of an older one."""
    corrections: Mapping[str, int] = field(default_factory=dict)
    """For a version, how many corrections of the former text hold here (applied), have moved or are lost."""


def load(reading: Reading, checked: Checked | None, at: At) -> Loaded:
    """Put a reading into the open ledger: all of it or, when LedgerError or a django.db.Error is raised, nothing.

    Give what `checks.check` found with it, so that relations and findings are kept too.
    """
    _refuse_too_many(reading, checked)
    reading, checked = cleaned(reading, checked)
    return write(lambda known: _load(reading, checked, at, known), _which(reading))


def _load(reading: Reading, checked: Checked | None, at: At, known: list[tuple[int, str]]) -> Loaded:
    """Load a reading; `known` is the answer to `_which`."""
    made_now, left = (None, []) if known else _make(reading, checked)
    document, reader = (made_now, VERSION) if made_now else (known or ask(_which(reading))[0])[0]
    before = hold(at, document, timezone.now(), left)
    if before not in (None, document):
        lock_documents(document, before)
    settle({document, before} - {made_now, None})
    facts = len(reading.facts) if made_now else 0
    if before is None:
        return Loaded("new" if made_now else "location", document, None, facts, reader)
    if before == document:
        return Loaded("same", document, None, facts, reader)
    return Loaded("version", document, before, facts, reader, carry_over(document, before))


def _make(reading: Reading, checked: Checked | None) -> tuple[int | None, list[Question]]:
    """Make a document with its rows, and give what is left to ask; None when another program made it just now."""
    made, *met = ask(making(reading), *_what_is_met(reading))
    if not made:
        return None, []
    document: int = made[0][0]
    return document, _write_rows(document, reading, checked, met, live=True)


def _which(reading: Reading) -> Question:
    """Ask for the id of the document, where the ledger has it, and for the version that read it."""
    return which_match(Document, "id reader", "doc", [reading.source.doc])


def _what_is_met(reading: Reading) -> tuple[Question, Question]:
    """Ask for the names and the organisations of a reading that the ledger has already."""
    return naming.asked(_names(reading)), organisations.asked(reading)


def _names(reading: Reading) -> set[str]:
    return {fact.indicator for fact in reading.facts if fact.indicator}


def reload(document: int, reading: Reading, checked: Checked | None) -> Mapping[str, int]:
    """Replace the rows of a document by those of a new reading of the same bytes; LedgerError for other bytes.

    Corrections are applied anew; gives how many hold (applied), have moved or are lost.
    """
    _refuse_too_many(reading, checked)
    reading, checked = cleaned(reading, checked)
    return write(lambda: _reload(document, reading, checked))


def _reload(document: int, reading: Reading, checked: Checked | None) -> Mapping[str, int]:
    lock_documents(document)
    row = Document.objects.only("doc", "live").get(pk=document)
    if row.doc != reading.source.doc:
        raise LedgerError(f"{reading.source.file}：内容和台账库里的不同，不能当作重读；请用 taizhang read 读成新版本")
    delete_ids(reversed(COLUMNS), row_ids(document))
    ask(*_write_rows(document, reading, checked, ask(*_what_is_met(reading)), row.live))
    Document.objects.filter(pk=document).update(**columns_of(reading))
    return carry_over(document, document)


def _write_rows(
    document: int, reading: Reading, checked: Checked | None, met: Sequence[list[Any]], live: bool
) -> list[Question]:
    """Write the rows of a reading and give what is left to ask; `met` are the answers to `_what_is_met`."""
    names, homes = naming.intern(_names(reading), met[0]), organisations.intern(reading, document, met[1])
    maker = RowMaker(document, reading, checked, names, homes, live)
    return insert((model, COLUMNS[model], rows) for model, rows in maker.rows())


def _refuse_too_many(reading: Reading, checked: Checked | None) -> None:
    counts = [len(reading.reports), len(reading.sections), len(reading.noise), len(reading.facts)]
    most = max(counts + ([len(checked.relations), len(checked.findings)] if checked else []))
    if most > MOST_ROWS:
        raise LedgerError(f"{reading.source.file}：有 {most} 行数据，一个文件最多记 {MOST_ROWS} 行；请拆成几个文件再读")
