"""Reports, sections and noise of a document, as `taizhang.reports` finds them."""

from __future__ import annotations

from django.db import models

from taizhang.ledger.models.documents import Document
from taizhang.ledger.models.ids import RowIdField
from taizhang.ledger.models.organisations import Organisation

__all__ = ["Noise", "Report", "Section"]


class Report(models.Model):
    """One summary, plan or both. `begins` and `ends` are the days of `period`, where its year is known."""

    id = RowIdField(primary_key=True)
    document = models.ForeignKey(
        Document, models.CASCADE, db_index=False, db_constraint=False, related_name="report_rows"
    )
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    org = models.TextField(null=True)
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True)
    org_type = models.CharField(max_length=16, null=True)
    place = models.TextField(null=True)
    period = models.TextField(null=True)
    begins = models.DateField(null=True)
    ends = models.DateField(null=True)
    kind = models.CharField(max_length=16)
    complete = models.BooleanField()
    heading = models.TextField()
    live = models.BooleanField(default=True)
    """As its document's."""


class Section(models.Model):
    """A headed part of a report; the title is without its number."""

    id = RowIdField(primary_key=True)
    document = models.ForeignKey(Document, models.CASCADE, db_index=False, db_constraint=False)
    report = models.ForeignKey(Report, models.CASCADE, db_index=False, db_constraint=False)
    parent = models.ForeignKey("self", models.CASCADE, null=True, db_index=False, db_constraint=False)
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    body = models.PositiveIntegerField()
    level = models.PositiveSmallIntegerField()
    title = models.TextField()
    role = models.CharField(max_length=16)


class Noise(models.Model):
    """Matter that is not the report's own."""

    id = RowIdField(primary_key=True)
    document = models.ForeignKey(Document, models.CASCADE, db_index=False, db_constraint=False)
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    category = models.CharField(max_length=16)
    fix = models.TextField(null=True)
    dup_of = models.PositiveIntegerField(null=True)
