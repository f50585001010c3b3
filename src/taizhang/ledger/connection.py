"""Opening a ledger: a place in, a sound and up-to-date database out; all that uses the ledger begins here.

    with open_ledger() as ledger:
        print(ledger.said)          # 台账库：/home/li/taizhang.db
        load(reading, ...)          # and whatever else uses the models

What is wrong with the place is a LedgerError of one line: newer, read-only, full disk, no database, damaged, on a
network share, PostgreSQL that cannot be reached. So is what goes wrong with it until the end of the `with`.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import connections

from taizhang.errors import LedgerError
from taizhang.ledger import where
from taizhang.ledger.setup import set_up
from taizhang.ledger.shares import share_of
from taizhang.ledger.trouble import in_words
from taizhang.ledger.where import Place

__all__ = ["Ledger", "connected", "open_ledger"]

_HEADER = b"SQLite format 3\0"


@dataclass(frozen=True, slots=True)
class Ledger:
    """An open ledger: where it is, whether it was made just now, the backup that was made before it was upgraded."""

    place: Place
    made: bool = False
    backup: str | None = None

    @property
    def said(self) -> str:
        """The line that every command prints: which ledger is used."""
        if self.backup:
            return f"台账库：{self.place.shown}（已升级；升级前的备份在 {self.backup}）"
        return f"台账库：{self.place.shown}" + ("（新建）" if self.made else "")


@contextmanager
def open_ledger(place: Place | None = None, create: bool = True) -> Iterator[Ledger]:
    """Open the ledger at `place` (the one that `where.find` says) for this thread and those that it starts.

    A missing one is made, unless `create` is False; an older one is brought up to date after a backup. LedgerError, one
    line, for what is wrong, then and until the end of the `with`; nothing is half written.
    """
    place = place or where.find()
    with in_words(place):
        if place.path:
            _look_at(place.path, create)
        with connected(place):
            yield _opened(place)


def _look_at(path: Path, create: bool) -> None:
    """See to the file before SQLite does, which makes files and says little."""
    if kind := share_of(path.parent):
        raise LedgerError(
            f"台账库 {path}：在网络共享盘（{kind}）上，几个程序同时写会损坏；请把它移到本机磁盘，"
            f"要多人共用请装 PostgreSQL 并设 {where.VARIABLE}"
        )
    if not path.exists():
        if not create:
            raise LedgerError(f"台账库 {path}：还没有；请先用 taizhang read 读入报告")
        path.parent.mkdir(parents=True, exist_ok=True)
    elif not stat.S_ISREG(path.stat().st_mode):
        raise LedgerError(f"台账库 {path}：不是普通文件；请检查路径")
    else:
        with path.open("rb") as stream:
            head = stream.read(len(_HEADER))
        if head and head != _HEADER:
            raise LedgerError(f"台账库 {path}：不是台账库文件；请检查文件名，或移走它让程序新建一个")
        if not os.access(path, os.W_OK):
            raise LedgerError(f"台账库 {path}：是只读的；请修改文件的权限，或用 {where.VARIABLE} 换一个台账库")
    if not os.access(path.parent, os.W_OK):
        raise LedgerError(f"台账库 {path}：它所在的文件夹是只读的；请修改文件夹的权限，或换个位置")


@contextmanager
def connected(place: Place) -> Iterator[None]:
    """Let Django's default connection be one to `place`, and put back the one that was."""
    set_up()
    alias = "default"
    handler: Any = connections
    before, settings = handler[alias], handler.settings
    handler.settings = handler.configure_settings({alias: place.database()})
    handler[alias] = handler.create_connection(alias)
    try:
        yield
    finally:
        handler[alias].close()
        handler.settings = settings
        handler[alias] = before


def _opened(place: Place) -> Ledger:
    from taizhang.ledger import backup, migrating

    if migrating.is_foreign():
        raise LedgerError(f"台账库 {place.shown}：里面是别的程序的表；请换一个文件，或给台账单独建一个数据库")
    migrating.refuse_newer(place.shown)
    if not migrating.missing():
        return Ledger(place)
    kept: list[str] = []
    done = migrating.upgrade(lambda: kept.append(str(backup.before_upgrade(place))))
    return Ledger(place, done and not kept, kept[0] if kept else None)
