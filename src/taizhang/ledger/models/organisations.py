"""Who reports and where: organisations as a tree, places by their GB/T 2260 codes."""

from __future__ import annotations

from django.db import models

__all__ = ["Organisation", "Region"]


class Region(models.Model):
    """A place with its code, as long as it was valid. Codes are given anew, so dates belong to them."""

    code = models.CharField(max_length=12)
    name = models.CharField(max_length=64)
    parent = models.CharField(max_length=12, blank=True)
    """The code of the place above."""
    valid_from = models.DateField(null=True)
    valid_to = models.DateField(null=True)
    """The last day; None while it is valid."""

    class Meta:
        constraints = [models.UniqueConstraint(fields=["code", "valid_from"], name="one_region")]
        indexes = [models.Index(fields=["name"], name="region_name")]


class Organisation(models.Model):
    """An organisation as reports name it. `path` holds the ids from the root down, so that a subtree is one prefix."""

    name = models.CharField(max_length=128)
    org_type = models.CharField(max_length=16, blank=True)
    place = models.CharField(max_length=64, blank=True)
    region = models.ForeignKey(Region, models.SET_NULL, null=True)
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="children")
    path = models.CharField(max_length=255, blank=True, db_index=True)
    """Ids in ten digits, each closed by a slash: 0000000001/0000000012/."""
    only_in = models.ForeignKey("Document", models.CASCADE, null=True)
    """Set where its name is masked or its place unknown: it is then nobody whom another document names."""

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["name", "place"], condition=models.Q(only_in=None), name="one_organisation"
            ),
            models.UniqueConstraint(
                fields=["name", "place", "only_in"], condition=~models.Q(only_in=None), name="one_nameless"
            ),
        ]
