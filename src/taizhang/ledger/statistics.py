"""What the database knows of how common values are: without it SQLite goes by an index to each of a million facts.

`web.serving` has it looked at when the pages begin; it stays in the ledger, so that the command line has it too.
"""

from __future__ import annotations

from django.db import OperationalError, connection

__all__ = ["look_at_indexes"]

_ENTRIES = 1000
"""Of each index; enough to choose among them, and read in some hundredths of a second whatever the size."""


def look_at_indexes() -> None:
    """Let SQLite look at its indexes; not now, when others write for long. PostgreSQL does so by itself."""
    if connection.vendor != "sqlite":
        return
    try:
        with connection.cursor() as cursor:
            cursor.execute(f"PRAGMA analysis_limit={_ENTRIES}")
            cursor.execute("ANALYZE")
    except OperationalError:
        return
