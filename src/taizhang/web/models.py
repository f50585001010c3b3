"""What the pages keep beside the ledger: the state of each upload and of each export."""

from __future__ import annotations

from django.db import models

from taizhang.ledger.models import Document

__all__ = ["Export", "Upload"]


class Upload(models.Model):
    """One file that was given to the pages, or a member of an archive that was; read by a job, then its bytes go."""

    batch = models.CharField(max_length=32, db_index=True)
    """Files that were given together."""
    name = models.TextField()
    size = models.BigIntegerField()
    path = models.TextField(blank=True)
    """Where its bytes wait; "" when they are gone."""
    state = models.CharField(
        max_length=8, choices=[("waiting", "等待"), ("reading", "正在读"), ("done", "读完"), ("failed", "读不了")]
    )
    problem = models.TextField(blank=True)
    """Why it failed; or what a user should know though it was read."""
    outcome = models.CharField(
        max_length=8, blank=True,
        choices=[("new", "新文件"), ("version", "新版本"), ("location", "已有内容"), ("same", "没有变化")],
    )  # fmt: skip
    document = models.ForeignKey(Document, models.SET_NULL, null=True)
    made_at = models.DateTimeField()
    author = models.CharField(max_length=64)


class Export(models.Model):
    """A file that somebody asked for on 数据; written by a job, kept for a day, then removed with its row."""

    key = models.CharField(max_length=32, unique=True)
    """The folder that holds the file, within that of all exports; so no row names a place on the disk."""
    form = models.CharField(max_length=16)
    """One of the forms of `figures.exporting`."""
    address = models.TextField()
    """The query of the address that asks for it."""
    state = models.CharField(
        max_length=8, choices=[("waiting", "等待"), ("writing", "正在写"), ("done", "写好"), ("failed", "没有写成")]
    )
    rows = models.BigIntegerField(default=0)
    """How many facts, or lines of a table, were written."""
    total = models.BigIntegerField(null=True)
    """How many facts there are to write; None when nobody counted."""
    problem = models.TextField(blank=True)
    """Why it failed; or what was left out though it was written, one a line."""
    made_at = models.DateTimeField()
    until = models.DateTimeField(db_index=True)
    """When it may be removed."""
    author = models.CharField(max_length=64)
