"""Which version of Taizhang this is, as the ledger keeps it beside what it read and made."""

from __future__ import annotations

from importlib.metadata import version

__all__ = ["VERSION"]

VERSION = version("taizhang")
