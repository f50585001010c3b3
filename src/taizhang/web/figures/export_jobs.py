"""Exports that take too long for a request: a row for each, a job that writes it, a file that is kept for a day.

`export_views` shows the row and gives the file to whoever asked for it. What the author may see is looked up when the
file is written; the row says only what was asked for.
"""

from __future__ import annotations

import logging
import shutil
import time
import uuid
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

from django.db import Error, connection, transaction
from django.http import QueryDict
from django.utils import timezone
from platformdirs import user_cache_path

from taizhang.disk import unwritable
from taizhang.errors import LedgerError, TaizhangError, UsageError
from taizhang.ledger.queries.latest import newest
from taizhang.ledger.queries.totals import counted
from taizhang.web import jobs, scope
from taizhang.web.figures.asked import Asked, worded
from taizhang.web.figures.exporting import FORMS, file_in, question, write
from taizhang.web.models import Export
from taizhang.web.underway import at_work, seen

__all__ = [
    "KEPT", "MOST_PENDING", "STOPPED", "asked_for", "begin", "file_of", "looked_at", "resume", "sweep",
    "sweep_when_due", "write_export",
]  # fmt: skip

KEPT = timedelta(days=1)
MOST_PENDING = 5
"""Files of one user that are being written, or wait for it."""
STOPPED = "写到一半停了：后台程序被结束了，或台账库断开过；请重新生成，还是这样就重启台账（taizhang serve）"
_DEFECT = "程序出错，没有写成；这是台账的缺陷，已记在日志里，请告诉开发者"
_UNDERWAY = "underway"
_log = logging.getLogger(__name__)


def begin(form: str, address: str, author: str) -> Export:
    """Ask for a file; what the author waits for already is not asked for twice. LedgerError when that is too much."""
    sweep()
    now = timezone.now()
    with transaction.atomic():
        pending = list(Export.objects.filter(author=author, state__in=("waiting", "writing")))
        for row in pending:
            if (row.form, row.address) == (form, address):
                return row
        if len(pending) >= MOST_PENDING:
            raise LedgerError(f"已有 {len(pending)} 个文件在生成，最多同时 {MOST_PENDING} 个；请等其中一个写好再生成")
        row = Export.objects.create(
            key=uuid.uuid4().hex, form=form, address=address, state="waiting", made_at=now, until=now + KEPT,
            author=author,
        )  # fmt: skip
        jobs.enqueue(write_export, row.pk)
    return row


def resume() -> None:
    """Tidy up after the program ended; ask again for what waits, whose job may have ended with it.

    What was half written is not begun again: if that ended the program, it would end it again.
    """
    sweep()
    for row in Export.objects.filter(state="waiting"):
        jobs.enqueue(write_export, row.pk)


@jobs.task()
def write_export(pk: int) -> None:
    """Write the file of one export; whatever goes wrong is said in its row."""
    row = Export.objects.filter(pk=pk, state="waiting").first()
    if row is None:
        return
    folder = _folder_of(row)
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        with at_work(folder / _UNDERWAY) as passed:
            _set(row, state="writing")
            outcome = _outcome(row, folder, passed)
            connection.close_if_unusable_or_obsolete()
            _set(row, **outcome, until=timezone.now() + KEPT)
            jobs.enqueue(sweep_when_due, after=row.until)
    except OSError as error:
        _set(row, state="failed", problem=f"文件写不进 {folder}：{unwritable(error, '检查磁盘')}，再重新生成")
    if row.state == "failed":
        shutil.rmtree(folder, ignore_errors=True)


@jobs.task()
def sweep_when_due() -> None:
    """Remove what has been kept long enough by now."""
    sweep()


def _outcome(row: Export, folder: Path, passed: Callable[[int], None]) -> dict[str, object]:
    """Write the file; give what its row then says."""
    asked = asked_for(row)
    try:
        within = scope.seen_by(row.author)
        _set(row, total=_total(asked, row.form, within))
        written = write(asked, row.form, within, folder, passed)
    except UsageError as error:
        return {"state": "failed", "problem": worded(error)}
    except TaizhangError as error:
        return {"state": "failed", "problem": str(error)}
    except Error:
        _log.exception("export %s", row.pk)
        return {"state": "failed", "problem": STOPPED}
    except Exception:
        _log.exception("export %s", row.pk)
        return {"state": "failed", "problem": _DEFECT}
    return {"state": "done", "rows": written.rows, "problem": "\n".join(written.left_out)}


def _total(asked: Asked, form: str, within: tuple[int, ...] | None) -> int | None:
    if FORMS[form].laid_out:
        return None
    query = question(asked, form, within)
    return newest(query).count() if asked.view == "latest" else sum(group.facts for group in counted(query))


def asked_for(row: Export) -> Asked:
    """Give what an export was asked for."""
    return Asked.of(QueryDict(row.address))


def looked_at(row: Export) -> int:
    """Give how many facts of an export are written by now; say in its row when nobody writes it any more."""
    if row.state != "writing":
        return row.rows
    done, alive = seen(_folder_of(row) / _UNDERWAY)
    if not alive:
        row.refresh_from_db()  # it may have been finished between the two looks
        if row.state == "writing":
            _set(row, state="failed", problem=STOPPED)
            shutil.rmtree(_folder_of(row), ignore_errors=True)
    return done


def file_of(row: Export) -> Path | None:
    """Give the file of an export; None when it is not there (yet, or any more)."""
    path = file_in(_folder_of(row), row.form)
    return path if row.state == "done" and row.until > timezone.now() and path.is_file() else None


def sweep() -> None:
    """Remove what was kept long enough, and say which exports nobody writes any more."""
    for row in Export.objects.filter(state="writing"):
        looked_at(row)
    for row in Export.objects.filter(until__lte=timezone.now()).exclude(state="writing"):
        shutil.rmtree(_folder_of(row), ignore_errors=True)
        row.delete()
    oldest = time.time() - 2 * KEPT.total_seconds()
    with suppress(OSError):
        for folder in _folder().iterdir():  # those of ledgers that are gone, too
            if folder.stat().st_mtime < oldest and not seen(folder / _UNDERWAY).alive:
                shutil.rmtree(folder, ignore_errors=True)


def _set(row: Export, **fields: object) -> None:
    """Keep what became of an export, unless its row is gone."""
    Export.objects.filter(pk=row.pk).update(**fields)
    for name, value in fields.items():
        setattr(row, name, value)


def _folder_of(row: Export) -> Path:
    return _folder() / row.key


def _folder() -> Path:
    return user_cache_path("taizhang", appauthor=False) / "exports"
