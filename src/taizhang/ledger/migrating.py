"""The tables of a ledger: made, brought up to date, or found to be of a later Taizhang.

Called by `connection` on an open connection. All migrations of one run are one transaction, which other programs that
open the same ledger wait for; nobody ever sees half of them.
"""

from __future__ import annotations

import pkgutil
from collections.abc import Callable
from importlib import import_module

from django.core.management import call_command
from django.db import connection, transaction
from django.db.migrations.loader import MigrationLoader
from django.utils import timezone

from taizhang.errors import LedgerError, to_install
from taizhang.ledger.program import VERSION

__all__ = ["is_foreign", "is_new", "missing", "refuse_newer", "upgrade"]

_APP = "ledger"
_LOCK = 7_311_925_002
"""The number of the advisory lock, any that no other program uses."""


def known() -> set[str]:
    """Give the names of the migrations that this program has."""
    module, _ = MigrationLoader.migrations_module(_APP)
    folder = import_module(module).__path__
    return {name for _, name, package in pkgutil.iter_modules(folder) if not package and name[0] not in "_~"}


def applied() -> set[str]:
    """Give the names of the migrations that the open ledger has had."""
    if "django_migrations" not in connection.introspection.table_names():
        return set()
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM django_migrations WHERE app = %s", [_APP])
        return {name for (name,) in cursor.fetchall()}


def is_new() -> bool:
    """Say whether the database has no tables at all."""
    return not connection.introspection.table_names()


def is_foreign() -> bool:
    """Say whether a database has tables, but none of a ledger."""
    return not is_new() and not applied()


def missing() -> set[str]:
    """Give the names of the migrations that the open ledger still needs."""
    return known() - applied()


def refuse_newer(shown: str) -> None:
    """Raise LedgerError when a later Taizhang made the tables: it says which to install."""
    if not applied() - known():
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT version FROM ledger_upgrade ORDER BY id DESC LIMIT 1")
        row = cursor.fetchone()
    wanted = row[0] if row else "更新的版本"
    raise LedgerError(
        f"台账库 {shown}：是台账 {wanted} 建的，本程序是 {VERSION}，用不了；"
        f"库没有改动；请换用 {wanted} 以上的程序：取它的源码，{to_install('web')}"
    )


def upgrade(before: Callable[[], None]) -> bool:
    """Bring the tables up to date; `before` is called first, when there is something to keep. Say whether it did.

    Another program may do the same: the second one waits, and finds it done.
    """
    connection.disable_constraint_checking()
    try:
        with transaction.atomic():
            if connection.vendor == "postgresql":
                with connection.cursor() as cursor:
                    cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
            if not missing():
                return False
            if applied():
                before()
            call_command("migrate", verbosity=0, interactive=False)
            _stamp()
            return True
    finally:
        connection.enable_constraint_checking()


def _stamp() -> None:
    from taizhang.ledger.models import Upgrade

    Upgrade.objects.create(version=VERSION, at=timezone.now())
