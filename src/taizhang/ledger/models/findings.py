"""What checking a document found: the relations between its figures, and the rules that are broken.

What files say of each other is not kept: it depends on which files are looked at together, and `taizhang check` finds
it anew each time. Over years `ledger.comparison` compares what the ledger holds.
"""

from __future__ import annotations

from django.db import models

from taizhang.ledger.models.documents import Document
from taizhang.ledger.models.ids import RowIdField
from taizhang.ledger.models.reports import Report

__all__ = ["Finding", "Relation"]


class Relation(models.Model):
    """A relation that was evaluated; those that hold too."""

    id = RowIdField(primary_key=True)
    document = models.ForeignKey(Document, models.CASCADE, db_index=False, db_constraint=False)
    rule = models.CharField(max_length=8)
    kind = models.CharField(max_length=16)
    spans = models.JSONField()
    """[{start, end, fact}]: `fact` is the id of a fact of the ledger, or None."""
    formula = models.TextField()
    stated = models.JSONField(null=True)
    computed = models.JSONField(null=True)
    verdict = models.CharField(max_length=16)
    note = models.TextField(null=True)


class Finding(models.Model):
    """A rule that is broken at a place. It is settled when an AcceptedFinding has its fingerprint."""

    id = RowIdField(primary_key=True)
    document = models.ForeignKey(Document, models.CASCADE, db_index=False, db_constraint=False)
    report = models.ForeignKey(Report, models.CASCADE, null=True, db_index=False, db_constraint=False)
    relation = models.ForeignKey(Relation, models.SET_NULL, null=True, db_index=False, db_constraint=False)
    rule = models.CharField(max_length=8)
    severity = models.CharField(max_length=8)
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    message = models.TextField()
    fix = models.JSONField(null=True)
    fingerprint = models.CharField(max_length=64, db_index=True)
    live = models.BooleanField(default=True)
    """As its document's."""
