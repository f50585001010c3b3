"""The tables of the ledger; field names are those of the exported rows (DESIGN.md "Formats").

Rows that a reading gives (reports, sections, facts …) never change their document: a new version of a file is a new
document. Their ids hold the document's: `row_id(document, n)`, so that all rows of a document are one range of ids and
a load needs no round trip to learn them. References from one row of a document to another are right by construction and
not constraints of the database, which would cost half of the time of a load; `ledger check` looks at them.
"""

from __future__ import annotations

from taizhang.ledger.models.corrections import AcceptedFinding, Correction, JournalEntry
from taizhang.ledger.models.documents import Document, Location, Version
from taizhang.ledger.models.facts import COUNTING_INDEX, WIDE_INDEX, Fact
from taizhang.ledger.models.findings import Finding, Relation
from taizhang.ledger.models.ids import DOCUMENT, MOST_ROWS, document_of, row_id, row_ids
from taizhang.ledger.models.indicators import Indicator, IndicatorName
from taizhang.ledger.models.organisations import Organisation, Region
from taizhang.ledger.models.passages import Passage
from taizhang.ledger.models.reports import Noise, Report, Section
from taizhang.ledger.models.upgrades import Upgrade

__all__ = [
    "COUNTING_INDEX", "DOCUMENT", "MOST_ROWS", "WIDE_INDEX", "AcceptedFinding", "Correction", "Document", "Fact",
    "Finding", "Indicator", "IndicatorName", "JournalEntry", "Location", "Noise", "Organisation", "Passage", "Region",
    "Relation", "Report", "Section", "Upgrade", "Version", "document_of", "row_id", "row_ids",
]  # fmt: skip
