"""The Django app of the pages."""

from __future__ import annotations

from django.apps import AppConfig

__all__ = ["WebConfig"]


class WebConfig(AppConfig):
    """Pages only; what is kept belongs to the ledger."""

    name = "taizhang.web"
    label = "web"
    verbose_name = "台账"
