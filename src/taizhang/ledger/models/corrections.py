"""What people decided: corrections of facts, findings that they accept, and a journal of what can be undone."""

from __future__ import annotations

from django.db import models

from taizhang.ledger.models.documents import Document

__all__ = ["AcceptedFinding", "Correction", "JournalEntry"]


class Correction(models.Model):
    """A person's word on one fact: it wins over the reader, in this reading and in those that come.

    It is tied to the text by Web Annotation selectors, not to the row: a new version of the file is read anew and the
    correction is found again there, or said to be lost.
    """

    document = models.ForeignKey(Document, models.CASCADE, related_name="corrections")
    kind = models.CharField(max_length=8, choices=[("change", "改正"), ("missed", "补充漏读"), ("wrong", "不是数据")])
    selectors = models.JSONField()
    """W3C Web Annotation: {"position": {start, end, text_sha256}, "quote": {exact, prefix, suffix}}."""
    values = models.JSONField()
    """The attributes that the person set, by their names in the facts row."""
    was = models.JSONField(null=True)
    """The columns of the fact as the reader gave it; None for a missed one."""
    fact = models.BigIntegerField(null=True)
    """The id of the fact that it governs; None when it is lost."""
    state = models.CharField(
        max_length=8,
        choices=[
            ("applied", "生效"), ("moved", "已移位"), ("lost", "原文已无"),
            ("replaced", "已被更新"), ("undone", "已撤销"),
        ],
    )  # fmt: skip
    carried_from = models.ForeignKey("self", models.SET_NULL, null=True)
    """The correction of the earlier version that this one continues."""
    author = models.CharField(max_length=64)
    made_at = models.DateTimeField()
    note = models.TextField(blank=True)


class AcceptedFinding(models.Model):
    """A finding that a person looked at and lets stand."""

    fingerprint = models.CharField(max_length=64, unique=True)
    rule = models.CharField(max_length=8)
    document = models.ForeignKey(Document, models.CASCADE)
    author = models.CharField(max_length=64)
    made_at = models.DateTimeField()
    note = models.TextField(blank=True)


class JournalEntry(models.Model):
    """A change of what belongs to no one document (indicators, organisations), with what undoing needs. Append-only."""

    action = models.CharField(max_length=16)
    """merge, split, rename, move, undo …"""
    before = models.JSONField()
    after = models.JSONField()
    undoes = models.OneToOneField("self", models.PROTECT, null=True, related_name="undone_by")
    author = models.CharField(max_length=64)
    made_at = models.DateTimeField()
