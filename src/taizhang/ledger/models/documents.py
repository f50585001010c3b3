"""Documents: texts by the bytes that they came from, where those bytes were met, and what replaced what."""

from __future__ import annotations

from django.db import models

__all__ = ["Document", "Location", "Version"]


class Document(models.Model):
    """One file's content: the same bytes are one document, wherever they were met."""

    doc = models.CharField(max_length=64, unique=True)
    """The SHA-256 of the bytes, in hexadecimal."""
    format = models.CharField(max_length=16)
    chars = models.PositiveIntegerField()
    notes = models.TextField(blank=True)
    reader = models.CharField(max_length=32)
    """The version of Taizhang that read it."""
    read_at = models.DateTimeField()
    seconds = models.FloatField()
    reports = models.PositiveIntegerField()
    facts = models.PositiveIntegerField()
    live = models.BooleanField(default=True)
    """Some location holds it now; else it is an earlier version only."""
    text = models.TextField()
    """The source text; every offset of the ledger counts its code points. It and `layout` are the last columns:
    SQLite reads a row from its beginning, and most questions to documents are about what stands before them."""
    layout = models.BinaryField(null=True)
    """Places and tables, as `loading` packs them; None where the text is the file itself."""


class Location(models.Model):
    """Where files are met: a path of a machine, or the name of an upload."""

    kind = models.CharField(max_length=8, choices=[("path", "文件"), ("upload", "上传")])
    name = models.TextField()
    file = models.TextField()
    """How the user called it: relative to what was given, members of archives as a.zip!/b.docx."""
    document = models.ForeignKey(Document, models.PROTECT, related_name="locations")
    """What it holds now."""

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "name"], name="one_location")]


class Version(models.Model):
    """What a location held, counted from 1; the last one is what it holds now."""

    location = models.ForeignKey(Location, models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    document = models.ForeignKey(Document, models.PROTECT, related_name="versions")
    seen_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["location", "number"], name="one_version")]
