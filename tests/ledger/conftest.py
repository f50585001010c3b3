"""Ledgers for tests, never a user's own: SQLite files in tmp_path, or databases of the PostgreSQL that the environment
names (`tests/postgres.sh` starts one). Tests are the same for both.

`db` of pytest-django gives a migrated database in a transaction that is rolled back; `place` a place of its own where
nothing is yet, for what opens ledgers, commits, or runs other programs; `ledger` a new ledger there, open. It is a copy
of one that is made once in a run, since making one takes longer than most tests.
"""

from __future__ import annotations

import os
import shutil
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import taizhang
from taizhang.checks import check
from taizhang.cli import main
from taizhang.ledger.connection import Ledger, open_ledger
from taizhang.ledger.where import VARIABLE, Place

URL = os.environ.get(VARIABLE)


@pytest.fixture
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Place]:
    """A place for a ledger that is not there yet, in PostgreSQL an empty database; for `ledger` it is there."""
    ready = request.getfixturevalue("new_ledger") if "ledger" in request.fixturenames else None
    with _new_place(tmp_path, ready) as new:
        yield new


@contextmanager
def _new_place(folder: Path, ready: Place | None = None) -> Iterator[Place]:
    """Give a place with nothing in it, or with a copy of a ledger."""
    if not URL:
        if ready and ready.path:
            shutil.copy(ready.path, folder / "taizhang.db")
        yield Place(path=folder / "taizhang.db")
        return
    import psycopg

    name = f"test_{uuid.uuid4().hex}"
    template = f" TEMPLATE {ready.url.rpartition('/')[2]}" if ready and ready.url else ""
    with psycopg.connect(URL, autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name}{template}")
        yield Place(url=f"{URL.rpartition('/')[0]}/{name}")
        server.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def unblocked(django_db_blocker: object) -> Iterator[None]:
    """Let `open_ledger` connect, which pytest-django otherwise forbids outside of `db`."""
    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        yield


@pytest.fixture(scope="session")
def new_ledger(tmp_path_factory: pytest.TempPathFactory, django_db_blocker: object) -> Iterator[Place]:
    """A ledger with nothing in it, to be copied."""
    with _new_place(tmp_path_factory.mktemp("new")) as new:
        with django_db_blocker.unblock(), open_ledger(new):  # type: ignore[attr-defined]
            pass
        yield new


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


@pytest.fixture
def typed(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    """Run `taizhang` as a clerk types it, on the open ledger: typed("facts", "--totals")."""
    if ledger.place.url:
        monkeypatch.setenv(VARIABLE, ledger.place.url)
    else:
        assert ledger.place.path
        monkeypatch.chdir(ledger.place.path.parent)
        monkeypatch.delenv(VARIABLE, raising=False)
    return lambda *words: CliRunner().invoke(main, [str(word) for word in words])
