"""Which ledger is used: said by DESIGN.md, decided here and nowhere else.

`TAIZHANG_DATABASE_URL` when it is set; else the `taizhang.db` of this folder or the nearest one above; else the one in
the user's data folder, made when missing.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

from platformdirs import user_data_path

from taizhang.errors import LedgerError, UsageError

__all__ = ["NAME", "VARIABLE", "Place", "find"]

NAME = "taizhang.db"
VARIABLE = "TAIZHANG_DATABASE_URL"
BUSY = 60
"""Seconds that a program waits while another writes to the same SQLite file."""
_PATIENCE = {"connect_timeout": "10", "keepalives_idle": "30", "keepalives_interval": "10", "keepalives_count": "3"}
"""Seconds, so that a PostgreSQL that is gone is noticed within a minute; the URL may say otherwise."""


@dataclass(frozen=True, slots=True)
class Place:
    """A ledger's place: a SQLite file, or the URL of a PostgreSQL database. `shown` has no password."""

    path: Path | None = None
    url: str | None = None

    @property
    def shown(self) -> str:
        if self.path:
            return str(self.path)
        parts = urlsplit(self.url or "")
        host = parts.hostname or "localhost"
        port = f":{parts.port}" if parts.port else ""
        return f"{parts.scheme}://{host}{port}{parts.path}"

    @property
    def options(self) -> dict[str, str]:
        """What the URL says of the connection (sslmode, connect_timeout …), as libpq names it."""
        return _PATIENCE | dict(parse_qsl(urlsplit(self.url or "").query))

    def database(self) -> dict[str, object]:
        """Give Django's settings for it."""
        if self.path:
            return {
                "ENGINE": "django.db.backends.sqlite3",
                "NAME": str(self.path),
                "OPTIONS": {
                    "timeout": BUSY,
                    "transaction_mode": "IMMEDIATE",
                    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-65536; "
                    "PRAGMA wal_autocheckpoint=16000;",
                },
            }
        parts = urlsplit(self.url or "")
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": unquote(parts.path.lstrip("/")),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": unquote(parts.hostname or ""),
            "PORT": str(parts.port or ""),
            "OPTIONS": self.options,
        }


def _names_a_database(url: str) -> bool:
    try:
        parts = urlsplit(url)
        return parts.scheme in ("postgresql", "postgres") and bool(parts.path.strip("/")) and parts.port != 0
    except ValueError:  # a port that is no number, half an IPv6 address
        return False


def find(start: Path | None = None) -> Place:
    """Say which ledger is used from the folder `start` (the current one); UsageError for a URL that names none."""
    if url := os.environ.get(VARIABLE):
        if not _names_a_database(url):
            raise UsageError(
                f"{VARIABLE} 要写成 postgresql://用户:密码@主机:端口/库名，现在不是；请改正，或取消这个变量"
            )
        return Place(url=url)
    try:
        here = (start or Path.cwd()).resolve()
    except FileNotFoundError as error:
        raise LedgerError("当前的文件夹已经不在了；请先用 cd 换到别的文件夹") from error
    for folder in (here, *here.parents):
        if os.path.lexists(folder / NAME):  # though it may be no file: then that is said, and no other ledger is taken
            return Place(path=folder / NAME)
    return Place(path=user_data_path("taizhang", appauthor=False) / NAME)
