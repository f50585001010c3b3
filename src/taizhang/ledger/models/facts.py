"""Facts as they count: as read, or as a person corrected them. What the reader had read stays in the correction."""

from __future__ import annotations

from django.db import models

from taizhang.ledger.models.documents import Document
from taizhang.ledger.models.ids import RowIdField
from taizhang.ledger.models.indicators import IndicatorName
from taizhang.ledger.models.organisations import Organisation
from taizhang.ledger.models.reports import Report, Section

__all__ = ["COUNTING_INDEX", "WIDE_INDEX", "Fact"]

WIDE_INDEX = "fact_period"
"""The index of SQLite that holds all that facts are chosen by, but for words, in the order of the newest period."""
COUNTING_INDEX = "fact_counts"
"""The index of SQLite that holds all that facts are chosen by, words too, in the order of what totals are given by."""


class Fact(models.Model):
    """One measured statement. A range has `value` (its lower end) and `high`; a masked figure has neither."""

    id = RowIdField(primary_key=True)
    document = models.ForeignKey(
        Document, models.CASCADE, db_index=False, db_constraint=False, related_name="fact_rows"
    )
    report = models.ForeignKey(Report, models.CASCADE, null=True, db_index=False, db_constraint=False)
    section = models.ForeignKey(Section, models.SET_NULL, null=True, db_index=False, db_constraint=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, db_index=False, db_constraint=False)
    name = models.ForeignKey(IndicatorName, models.PROTECT, null=True, db_index=False, db_constraint=False)
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    pieces = models.JSONField(null=True)
    """None where the quote is one piece."""
    quote = models.TextField()
    value = models.FloatField(null=True)
    high = models.FloatField(null=True)
    decimals = models.PositiveSmallIntegerField()
    unit = models.TextField()
    modifier = models.CharField(max_length=8)
    masked = models.BooleanField()
    base_value = models.FloatField(null=True)
    base_high = models.FloatField(null=True)
    base_unit = models.TextField()
    role = models.CharField(max_length=8)
    sign = models.SmallIntegerField()
    basis = models.TextField(null=True)
    indicator_start = models.PositiveIntegerField(null=True)
    indicator_end = models.PositiveIntegerField(null=True)
    subject = models.TextField(null=True)
    period = models.TextField(null=True)
    period_start = models.PositiveIntegerField(null=True)
    period_end = models.PositiveIntegerField(null=True)
    begins = models.DateField(null=True)
    ends = models.DateField(null=True)
    status = models.CharField(max_length=8)
    duplicate_of = models.BigIntegerField(null=True)
    """The id of the fact in the first copy of a passage that the document holds twice."""
    origins = models.JSONField(null=True)
    by_hand = models.BooleanField(default=False)
    """A person added it, or corrected an attribute."""
    live = models.BooleanField(default=True)
    """It counts: its document is what a location holds now, it is no duplicate, and nobody said that it is wrong."""

    class Meta:
        # fact_totals, in PostgreSQL alone, counts a million facts from itself: its first three columns are what counts
        # are given by, the others what facts are chosen by. fact_counts does so in SQLite, which sorts what it cannot
        # group in the order of an index: it holds words, too, which may be longer than PostgreSQL takes into an index.
        # fact_indicator counts by name in the same way, fact_organisation by organisation and by days.
        # fact_period, in SQLite alone, is walked along for the first facts of many, the newest first, since reading all
        # facts takes longer; what they are chosen and ordered by stands in it. PostgreSQL reads on several processors.
        indexes = [
            models.Index(
                fields=["name", "organisation", "ends", "begins", "live", "role", "status"], name="fact_indicator"
            ),
            models.Index(fields=["organisation", "ends", "begins", "live", "role", "status"], name="fact_organisation"),
            models.Index(
                fields=["role", "status", "base_unit", "live", "duplicate_of", "by_hand", "organisation", "name",
                        "begins", "ends", "report"], name="fact_totals",
            ),
            models.Index(
                fields=["-ends", "id", "live", "role", "status", "duplicate_of", "by_hand", "organisation", "name",
                        "begins", "report", "sign", "base_value", "base_high"], name=WIDE_INDEX,
            ),
            models.Index(
                fields=["role", "status", "base_unit", "live", "duplicate_of", "by_hand", "organisation", "name",
                        "begins", "ends", "report", "period", "quote", "subject"], name=COUNTING_INDEX,
            ),
        ]  # fmt: skip
