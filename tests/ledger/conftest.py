"""Ledgers for tests, never a user's own: SQLite files in tmp_path, or databases of the PostgreSQL that the environment
names (`tests/postgres.sh` starts one). Tests are the same for both.

`db` of pytest-django gives a migrated database in a transaction that is rolled back; `place` a place of its own where
nothing is yet, for what opens ledgers, commits, or runs other programs; `ledger` the same, opened.
"""

from __future__ import annotations

import os
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import taizhang
from taizhang.checks import check
from taizhang.ledger.connection import Ledger, open_ledger
from taizhang.ledger.where import VARIABLE, Place

URL = os.environ.get(VARIABLE)


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    """A place for a ledger that is not there yet; in PostgreSQL, an empty database."""
    if not URL:
        yield Place(path=tmp_path / "taizhang.db")
        return
    import psycopg

    name = f"test_{uuid.uuid4().hex}"
    with psycopg.connect(URL, autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name}")
        yield Place(url=f"{URL.rpartition('/')[0]}/{name}")
        server.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def unblocked(django_db_blocker: object) -> Iterator[None]:
    """Let `open_ledger` connect, which pytest-django otherwise forbids outside of `db`."""
    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        yield


@pytest.fixture
def ledger(place: Place, unblocked: None) -> Iterator[Ledger]:
    """A new ledger, open."""
    with open_ledger(place) as opened:
        yield opened


@pytest.fixture
def keep() -> Callable[..., object]:
    """Load a text as the file `name`: keep("上半年，办结案件53件。", "a.txt")."""
    from taizhang.ledger.loading import at_path, load

    def kept(text: str, name: str = "a.txt") -> object:
        reading = taizhang.read_text(text, name)
        return load(reading, check(reading), at_path(Path("/报告") / name, name))

    return kept
