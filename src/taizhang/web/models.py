"""What the pages keep beside the ledger: the state of each upload."""

from __future__ import annotations

from django.db import models

from taizhang.ledger.models import Document

__all__ = ["Upload"]


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
