"""Backups: a ledger in use in, a file with all of it out; and back.

SQLite: its own online backup, a snapshot while others write. PostgreSQL: pg_dump and pg_restore.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import datetime
from pathlib import Path

from taizhang.ledger.where import Place

__all__ = ["before_upgrade"]


def before_upgrade(place: Place) -> Path:
    """Write a backup beside the ledger, named by the time."""
    assert place.path
    target = place.path.with_name(f"{place.path.stem}-升级前-{datetime.now():%Y%m%d-%H%M%S}.db")
    _copy(place.path, target)
    return target


def _copy(source: Path, target: Path) -> None:
    with closing(sqlite3.connect(source)) as live, closing(sqlite3.connect(target)) as copy:
        live.backup(copy)
