"""Backups: a ledger in use in, one file with all of it out; and back, while others go on using it.

SQLite: its own online backup, a snapshot as of one moment; put back as one transaction of the live file, which others
wait for. PostgreSQL: pg_dump and pg_restore, in one transaction too. A backup is looked at before it counts as one.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from datetime import datetime
from pathlib import Path

from django.db import connection
from platformdirs import user_data_path

from taizhang.disk import unwritable
from taizhang.errors import LedgerError, to_install
from taizhang.ledger.connection import connected
from taizhang.ledger.migrating import known
from taizhang.ledger.program import VERSION
from taizhang.ledger.setup import set_up
from taizhang.ledger.transactions import RESTORING
from taizhang.ledger.trouble import reason
from taizhang.ledger.where import BUSY, VARIABLE, Place

__all__ = ["back_up", "before_upgrade", "restore"]

_SQLITE, _PG = b"SQLite format 3\0", b"PGDMP"
_TRIES = 10
_CLIENT = "没有找到 {}；请安装 PostgreSQL 的客户端（Debian：apt-get install postgresql-client）"


class _Damaged(LedgerError):
    """A file of SQLite whose pages or indexes are not sound."""


def back_up(place: Place, target: Path) -> None:
    """Write all of the ledger at `place` to the file `target`, which must not be there yet.

    LedgerError when it cannot be written or is not sound; then there is no file.
    """
    if target.exists():
        raise LedgerError(f"备份 {target}：已有这个文件，没有覆盖；请换一个文件名")
    if not target.parent.is_dir():
        raise LedgerError(f"备份 {target}：没有文件夹 {target.parent}；请先建立，或换一个位置")
    part = target.with_name(target.name + ".part")
    try:
        if place.path:
            _copy(place.path, part)
        else:
            _run(place, "pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--file={part}")
        _look_at(part, place, target)
        part.replace(target)
    except (_Damaged, sqlite3.DatabaseError) as error:
        if isinstance(error, sqlite3.OperationalError):
            raise LedgerError(f"备份 {target}：没有做成，{reason(error)}") from error
        raise LedgerError(f"台账库 {place.shown}：已损坏，没有备份；请用 taizhang restore 从以前的备份恢复") from error
    except OSError as error:
        raise LedgerError(f"备份 {target}：写不成，{unwritable(error)}") from error
    finally:
        part.unlink(missing_ok=True)


def before_upgrade(place: Place) -> Path:
    """Back the ledger up before its tables are changed: beside its file, or in the user's data folder."""
    name = f"taizhang-升级前-{datetime.now():%Y%m%d-%H%M%S}"
    if place.path:
        target = place.path.with_name(f"{name}.db")
    else:
        target = user_data_path("taizhang", appauthor=False, ensure_exists=True) / f"{name}.dump"
    back_up(place, target)
    return target


def restore(place: Place, source: Path) -> Path | None:
    """Let the ledger at `place` be what the backup `source` holds, all at once, while others may use it.

    Give where the file that was there is now, when it was no ledger that could be written over. LedgerError, with the
    ledger as it was, when the backup is none of such a ledger, damaged or of a later Taizhang.
    """
    set_up()
    if not source.is_file():
        raise LedgerError(f"备份 {source}：没有这个文件；请检查路径")
    _look_at(source, place, source)
    if place.path:
        return _put_back(source, place.path)
    with _no_writer(place):
        for left in reversed(range(_TRIES)):
            try:
                _run(place, "pg_restore", "--clean", "--if-exists", "--single-transaction", "--exit-on-error",
                     "--no-owner", "--no-privileges", f"--dbname={_name(place)}", str(source))  # fmt: skip
                break
            except LedgerError as error:
                if not left or "deadlock" not in str(error):
                    raise  # a deadlock: somebody was reading several tables
    return None


@contextmanager
def _no_writer(place: Place) -> Iterator[None]:
    """Keep the transactions of `write` waiting."""
    with connected(place), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [RESTORING])
        yield  # the lock ends with the connection


def _look_at(file: Path, place: Place, called: Path) -> None:
    """Raise LedgerError unless `file` is a sound backup that this program can use."""
    with file.open("rb") as stream:
        head = stream.read(len(_SQLITE))
    if head == _SQLITE and place.url:
        raise LedgerError(f"备份 {called}：是 SQLite 台账库的备份，不能恢复到 PostgreSQL；请先取消 {VARIABLE}")
    if head.startswith(_PG) and place.path:
        raise LedgerError(f"备份 {called}：是 PostgreSQL 台账库的备份，不能恢复到 SQLite；请先设好 {VARIABLE}")
    if head == _SQLITE:
        had, version = _of_sqlite(file, called)
    elif head.startswith(_PG):
        had, version = _of_dump(file, place)
    else:
        had, version = set(), ""
    if not had:
        raise LedgerError(f"备份 {called}：不是台账库的备份；请检查文件")
    if had - known():
        raise LedgerError(
            f"备份 {called}：是台账 {version} 做的，本程序是 {VERSION}，用不了；"
            f"请换用 {version} 以上的程序：取它的源码，{to_install('web')}"
        )


def _of_sqlite(file: Path, called: Path) -> tuple[set[str], str]:
    """Give the migrations that a copy has had and the version that made it, once its pages and indexes are sound."""
    try:
        with closing(_reading(file)) as copy:
            said = copy.execute("PRAGMA integrity_check(1)").fetchone()[0]
            if said != "ok":
                raise _Damaged(f"备份 {called}：已损坏（{said}）；请用别的备份")
            had = {name for (name,) in copy.execute("SELECT name FROM django_migrations WHERE app = 'ledger'")}
            last = copy.execute("SELECT version FROM ledger_upgrade ORDER BY id DESC LIMIT 1").fetchone()
            return had, last[0] if last else "更新的版本"
    except sqlite3.OperationalError:
        return set(), ""
    except sqlite3.DatabaseError as error:
        raise _Damaged(f"备份 {called}：已损坏（{error}）；请用别的备份") from error


def _of_dump(file: Path, place: Place) -> tuple[set[str], str]:
    """Give the same of a dump; all of it is read through on the way, so that a broken one is found."""
    _run(place, "pg_restore", "--file=/dev/null", str(file))
    had = [line.split("\t") for line in _data(place, file, "django_migrations")]
    versions = [line.split("\t") for line in _data(place, file, "ledger_upgrade")]
    return {row[2] for row in had if row[1] == "ledger"}, versions[-1][1] if versions else "更新的版本"


def _data(place: Place, file: Path, table: str) -> Iterator[str]:
    """Give the rows of one table of a dump, as COPY writes them."""
    inside = False
    for line in _run(place, "pg_restore", "--data-only", f"--table={table}", "--file=-", str(file)).splitlines():
        if line == "\\.":
            inside = False
        if inside:
            yield line
        if line.startswith("COPY "):
            inside = True


def _copy(source: Path, target: Path) -> None:
    """Copy a database as of one moment, in one step: others may write meanwhile."""
    with closing(sqlite3.connect(source, timeout=BUSY)) as live, closing(sqlite3.connect(target)) as copy:
        live.backup(copy)
        copy.execute("PRAGMA journal_mode=DELETE")  # one file, with no log beside it


def _reading(file: Path) -> sqlite3.Connection:
    """Open a backup to read it only; one that has a log beside it was copied by hand."""
    log = file.with_name(file.name + "-wal").exists()
    return sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro{'' if log else '&immutable=1'}", uri=True)


def _put_back(source: Path, target: Path) -> Path | None:
    """Write a backup into the live file, as one transaction that is there as a whole or not at all.

    One that is damaged is set aside first; give where it is.
    """
    aside = _set_aside(target) if _is_damaged(target) else None
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        with (
            closing(_reading(source)) as backup,
            closing(sqlite3.connect(target, timeout=BUSY)) as live,
        ):
            live.execute("PRAGMA journal_mode=WAL")
            backup.backup(live)
    except sqlite3.Error as error:
        if aside:
            _move(aside, target)
        raise LedgerError(f"台账库 {target}：没有恢复，库没有改动：{reason(error)}") from error
    return aside


def _is_damaged(target: Path) -> bool:
    """Whether SQLite cannot so much as read the list of tables."""
    if not target.exists():
        return False
    try:
        with closing(sqlite3.connect(target, timeout=BUSY)) as live:
            live.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except sqlite3.OperationalError:
        return False
    except sqlite3.DatabaseError:
        return True
    return False


def _set_aside(target: Path) -> Path:
    """Move a damaged file out of the way; give where it is."""
    aside = target.with_name(f"{target.stem}-损坏-{datetime.now():%Y%m%d-%H%M%S}.db")
    _move(target, aside)
    return aside


def _move(database: Path, to: Path) -> None:
    """Rename a SQLite file with the log that belongs to it."""
    for suffix in ("-wal", "-shm", ""):
        with suppress(FileNotFoundError):
            database.with_name(database.name + suffix).replace(to.with_name(to.name + suffix))


def _run(place: Place, program: str, *arguments: str) -> str:
    """Run a program of PostgreSQL's client on the database of `place`; LedgerError with what it says."""
    path = shutil.which(program)
    if path is None:
        raise LedgerError(_CLIENT.format(program))
    database = place.database()
    told = {"PGHOST": "HOST", "PGPORT": "PORT", "PGUSER": "USER", "PGPASSWORD": "PASSWORD", "PGDATABASE": "NAME"}
    env = os.environ | {name: str(database[key]) for name, key in told.items() if database[key]}
    env |= {f"PG{name.upper()}": value for name, value in place.options.items()}
    done = subprocess.run([path, *arguments], env=env, capture_output=True, check=False)
    if done.returncode:
        said = " ".join(done.stderr.decode("utf-8", "replace").split())[:300]
        raise LedgerError(f"台账库 {place.shown}：{program} 没有做成（{said}）；没有改动，请按提示处理后再做")
    return done.stdout.decode("utf-8", "replace")


def _name(place: Place) -> str:
    return str(place.database()["NAME"])
