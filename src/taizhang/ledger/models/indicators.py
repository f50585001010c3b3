"""Indicators: what is measured, and the names under which reports write of it."""

from __future__ import annotations

from django.db import models

__all__ = ["Indicator", "IndicatorName"]


class Indicator(models.Model):
    """What is measured. Those of the catalogue have a dimension and a direction; others are met in reports."""

    name = models.CharField(max_length=255, unique=True)
    base_unit = models.CharField(max_length=32, blank=True)
    """元, 平方米, 人 …: two names whose units differ do not measure one thing."""
    direction = models.SmallIntegerField(default=0)
    """1: more is better, -1: less is better, 0: neither."""
    catalogued = models.BooleanField(default=False)


class IndicatorName(models.Model):
    """A name as written. Facts refer to names, so merging indicators touches names and no fact."""

    text = models.CharField(max_length=255, unique=True)
    key = models.CharField(max_length=255, db_index=True)
    """The name normalised: full-width, spaces, brackets and suffixes that do not change what is measured."""
    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="names")
