"""Questions that may take so long and no longer: what a page asks beside its rows must not keep the others waiting.

with in_time(1.0):
    fetched(...)                # TooBroad when the database needs more than a second for it
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import OperationalError, connection, transaction

from taizhang.errors import UsageError

__all__ = ["TooBroad", "in_time"]

_STEPS = 1_000_000
"""SQLite asks after so many of its steps, some hundredths of a second, whether it shall go on."""


class TooBroad(UsageError):
    """A question takes longer than it may."""


@contextmanager
def in_time(seconds: float) -> Iterator[None]:
    """Stop what is asked of the database after so many seconds; TooBroad then."""
    end = time.monotonic() + seconds
    try:
        with _sqlite(end) if connection.vendor == "sqlite" else _postgresql(seconds):
            yield
    except OperationalError as error:
        if time.monotonic() < end:
            raise
        raise TooBroad("数据太多，来不及数；请再加条件") from error


@contextmanager
def _sqlite(end: float) -> Iterator[None]:
    connection.ensure_connection()
    own = connection.connection
    own.set_progress_handler(lambda: time.monotonic() >= end, _STEPS)
    try:
        yield
    finally:
        own.set_progress_handler(None, 0)


@contextmanager
def _postgresql(seconds: float) -> Iterator[None]:
    """Each statement may take so long; the limit goes with the transaction, and with this block where that goes on."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('statement_timeout', %s, true)", [str(max(1, int(seconds * 1000)))])
        yield
        cursor.execute("SELECT set_config('statement_timeout', '0', true)")
