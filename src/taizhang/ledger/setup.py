"""Django is told its settings, once in a process; whoever uses models or migrations has called this."""

from __future__ import annotations

import os

import django
from django.apps import apps

__all__ = ["set_up"]


def set_up() -> None:
    """Let Django read its settings, those of the ledger unless the program has others."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "taizhang.ledger.settings")
    if not apps.ready:
        django.setup()
