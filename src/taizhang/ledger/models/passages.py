"""Passages: stretches of documents that search looks through. Their letters in pairs stand beside them.

In PostgreSQL as a column `grams` (tsvector), in SQLite as a full-text table `ledger_passage_grams`; both are made by a
migration and used by `taizhang.ledger.search` alone.
"""

from __future__ import annotations

from django.db import models

from taizhang.ledger.models.documents import Document

__all__ = ["Passage"]


class Passage(models.Model):
    """A stretch of a document's text, some whole lines where they are short."""

    id = models.BigIntegerField(primary_key=True)
    document = models.ForeignKey(Document, models.CASCADE, db_index=False, db_constraint=False)
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
