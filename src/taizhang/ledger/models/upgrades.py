"""Which program made the tables as they are, so that an older one can say what to install."""

from __future__ import annotations

from django.db import models

__all__ = ["Upgrade"]


class Upgrade(models.Model):
    """A change of the tables. The version of the last row is the oldest that may use the ledger."""

    version = models.CharField(max_length=32)
    """Of Taizhang."""
    at = models.DateTimeField()
