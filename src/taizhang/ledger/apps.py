"""The Django app of the ledger."""

from __future__ import annotations

from django.apps import AppConfig

__all__ = ["LedgerConfig"]


class LedgerConfig(AppConfig):
    """Tables are named ledger_document, ledger_fact and so on."""

    name = "taizhang.ledger"
    label = "ledger"
    verbose_name = "台账库"
    default_auto_field = "django.db.models.BigAutoField"
