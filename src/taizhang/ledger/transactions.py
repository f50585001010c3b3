"""Writing to the ledger: one transaction, tried again when another program was in its way. The one place for both.

SQLite: `where` lets a transaction take the write lock at its beginning (IMMEDIATE) and wait `BUSY` seconds for it, so
that it never fails in its middle; keep transactions short. PostgreSQL: rows wait for each other; of two that wait for
one another the server breaks one off, and it is done anew here.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from django.db import OperationalError, connection, transaction

from taizhang.ledger.bulk import Question, ask

__all__ = ["code_of", "links_lock", "lock_documents", "snapshot", "write"]

_T = TypeVar("_T")
PATIENCE = 120.0
"""Seconds after which a transaction is not begun anew."""
_AGAIN = {
    "40001", "40P01", "55P03",  # serialization failure, deadlock, lock not available
    "SQLITE_BUSY", "SQLITE_BUSY_SNAPSHOT", "SQLITE_LOCKED",
}  # fmt: skip
_LINKS, RESTORING = 7_311_925_001, 7_311_925_003
"""The numbers of advisory locks, any that no other program uses."""


def write(work: Callable[..., _T], *first: Question) -> _T:
    """Do `work` in one transaction; all of it is kept or nothing. Within another transaction it becomes part of that.

    `work` gets the answers to what is asked `first`, which costs no round trip of its own. It may be called several
    times, so it must not change anything but the ledger.
    """
    if connection.in_atomic_block:
        with transaction.atomic():
            return work(*ask(*first))
    given_up = time.monotonic() + PATIENCE
    while True:
        try:
            with transaction.atomic():
                waited = _restore_lock()
                return work(*ask(*waited, *first)[len(waited) :])
        except OperationalError as error:
            if code_of(error) not in _AGAIN or time.monotonic() > given_up:
                raise
            time.sleep(random.uniform(0.01, 0.2))


def _restore_lock() -> list[Question]:
    """Give what to ask so that no ledger is restored until this transaction ends.

    In SQLite both are writers that wait for each other.
    """
    return [("SELECT pg_advisory_xact_lock_shared(%s)", [RESTORING])] if connection.vendor == "postgresql" else []


def code_of(error: BaseException) -> str | None:
    """Give the SQLSTATE of an error of PostgreSQL, or the name of SQLite's (SQLITE_FULL)."""
    cause = error.__cause__ or error
    code: str | None = getattr(cause, "sqlstate", None) or getattr(cause, "sqlite_errorname", None)
    return code


def links_lock() -> list[Question]:
    """Give what to ask so that no other program changes what locations hold until this transaction ends.

    Which documents count depends on all locations that hold them; in SQLite the transaction itself is that lock.
    """
    return [("SELECT pg_advisory_xact_lock(%s)", [_LINKS])] if connection.vendor == "postgresql" else []


def lock_documents(*documents: int) -> None:
    """Let no other program change the rows of these documents until this transaction ends."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT id FROM ledger_document WHERE id = ANY(%s) ORDER BY id FOR UPDATE", [[*documents]])


@contextmanager
def snapshot() -> Iterator[None]:
    """See the ledger as it is now, whatever others write meanwhile; nobody waits for it."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("BEGIN DEFERRED")
            try:
                yield
            finally:
                cursor.execute("ROLLBACK")
            return
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        yield
