"""What counts a whole ledger is counted once, by one thread, and given to all until the ledger changes.

Every write that a page or a command makes leaves a trace that one small question finds: a document is read, a location
holds another, a fact is corrected, a finding is accepted, an indicator is merged. So what a user has done is seen at
once. Anything else (organisations moved in their tree) is seen after `LONGEST` seconds.
"""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Any, TypeVar, cast

from django.db import connection
from django.db.models import Model

from taizhang.ledger.models import AcceptedFinding, Correction, Document, JournalEntry, Version

__all__ = ["LONGEST", "forget", "remembered"]

_T = TypeVar("_T")
LONGEST = 60.0
"""Seconds after which a thing is counted again in any case."""
_MOST = 256
"""Things that are remembered; the one that was asked for longest ago goes first."""
_TRACES: list[tuple[type[Model], str]] = [
    (Document, "max(read_at)"), (Document, "count(*)"), (Version, "max(id)"),
    (Correction, "max(id)"), (Correction, "max(made_at)"),
    (Correction, "sum(CASE state WHEN 'undone' THEN 1 ELSE 0 END)"),
    (AcceptedFinding, "max(id)"), (AcceptedFinding, "count(*)"),
    (JournalEntry, "max(id)"), (JournalEntry, "max(made_at)"),
]  # fmt: skip
"""What a change leaves behind: a row with a new number or time, or one row less."""
_kept: OrderedDict[Hashable, tuple[Any, float, Any]] = OrderedDict()
_busy: dict[Hashable, Lock] = {}
_lock = Lock()


def remembered(name: Hashable, count: Callable[[], _T]) -> _T:
    """Give what `count` gave last time under this name, or now if the ledger has changed since."""
    mark = _mark()
    found = _look_up(name, mark)
    if found is not None:
        return cast(_T, found[0])
    with _lock:
        alone = _busy.setdefault(name, Lock())
    with alone:
        found = _look_up(name, mark)
        if found is not None:
            return cast(_T, found[0])
        try:
            value = count()
            _keep(name, mark, value)
            return value
        finally:
            with _lock:
                _busy.pop(name, None)


def forget() -> None:
    """Forget everything."""
    with _lock:
        _kept.clear()


def _keep(name: Hashable, mark: Any, value: Any) -> None:
    with _lock:
        _kept[name] = (mark, time.monotonic(), value)
        _kept.move_to_end(name)
        while len(_kept) > _MOST:
            _kept.popitem(last=False)


def _look_up(name: Hashable, mark: Any) -> tuple[Any] | None:
    with _lock:
        kept = _kept.get(name)
        if kept is None or kept[0] != mark or time.monotonic() - kept[1] > LONGEST:
            return None
        _kept.move_to_end(name)
        return (kept[2],)


def _mark() -> tuple[Any, ...]:
    """Give what differs after every change; the ledger's name too, for processes that see several."""
    parts = ", ".join(f"(SELECT {what} FROM {model._meta.db_table})" for model, what in _TRACES)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {parts}")
        return (str(connection.settings_dict["NAME"]), *cursor.fetchone())
