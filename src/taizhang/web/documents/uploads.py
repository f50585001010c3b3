"""Uploads: bytes to a folder of their own, a row for each file, a job that reads and checks it into the ledger.

Files are told by their content and read within the limits of `taizhang.intake`, the dangerous formats in a guarded
child process. They are never served back; their bytes are deleted once they are read.
"""

from __future__ import annotations

import contextlib
import logging
import shutil
import uuid
from collections.abc import Iterator, Sequence
from pathlib import Path

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from platformdirs import user_cache_path

from taizhang.checks import check
from taizhang.disk import unwritable
from taizhang.errors import LedgerError
from taizhang.intake import MAX_BYTES, find
from taizhang.intake.files import shown
from taizhang.ledger.loading import at_upload, load
from taizhang.ledger.loading.clean import storable
from taizhang.reader import Failure, read_file
from taizhang.web import jobs
from taizhang.web.documents.replaced import unlike
from taizhang.web.models import Upload
from taizhang.web.search.indexing import index_some

__all__ = ["MOST_FILES", "resume", "take"]

MOST_FILES = 500
"""Files that may be given at once."""
_LONGEST_NAME = 200
_log = logging.getLogger(__name__)


def take(files: Sequence[UploadedFile], author: str, paths: Sequence[str] = ()) -> str:
    """Keep the files until they are read, and ask for that; give the id of the batch.

    `paths` are those of the files within the folder that was given, none where there was no folder. A file that is too
    large is a row that says so; the rest goes on. When the disk or the ledger fails, nothing is left of any of them,
    and LedgerError says so for the disk.
    """
    batch = uuid.uuid4().hex
    folder = _folder() / batch
    try:
        folder.mkdir(parents=True, mode=0o700)
        named = zip(files, _names(paths or [file.name or "" for file in files]), strict=True)
        rows = [_kept(file, name, folder / f"{n}", batch, author) for n, (file, name) in enumerate(named)]
        with transaction.atomic():
            for row in rows:
                row.save()
                if row.path:
                    jobs.enqueue(read_upload, row.pk)
    except OSError as error:
        shutil.rmtree(folder, ignore_errors=True)
        raise LedgerError(f"上传的文件存不进 {folder}：{unwritable(error, '检查磁盘')}，再传一次") from error
    except Exception:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    with contextlib.suppress(OSError):
        folder.rmdir()  # of files that were all too large nothing waits in it
    return batch


def _names(given: Sequence[str]) -> Iterator[str]:
    """Name the files of one batch, each as no other: what is given together is no version of each other."""
    taken: set[str] = set()
    for each in given:
        name = wanted = shown(storable(each))[-_LONGEST_NAME:] or "未命名"
        stem, dot, suffix = wanted.rpartition(".") if "." in wanted.rpartition("/")[2] else (wanted, "", "")
        number = 1
        while name in taken:
            number += 1
            name = f"{stem} ({number}){dot}{suffix}"
        taken.add(name)
        yield name


def _kept(file: UploadedFile, name: str, path: Path, batch: str, author: str) -> Upload:
    size = file.size or 0
    row = Upload(batch=batch, name=name, size=size, state="waiting", made_at=timezone.now(), author=author)
    if size > MAX_BYTES:
        row.state = "failed"
        row.problem = f"超过一个文件 {MAX_BYTES // 1024**2} MB 的上限；请拆成几个文件再传"
        return row
    with path.open("wb") as stream:
        for chunk in file.chunks():
            stream.write(chunk)
    row.path = str(path)
    return row


def resume(anew: bool = False) -> None:
    """Ask again for what was being read when the program ended; what was waiting is in the queue still.

    `anew`: only the process that read has ended. What it was reading may be why, and would end the next one too.
    """
    for row in Upload.objects.filter(state="reading"):
        if anew:
            row.state, row.problem = "failed", "读到一半，读文件的进程意外结束，没有记入；请把文件拆小些再传"
            _forget(row)
            row.save()
        else:
            row.state = "waiting"
            row.save()
            jobs.enqueue(read_upload, row.pk)


@jobs.task()
def read_upload(pk: int) -> None:
    """Read one upload into the ledger; whatever is wrong with it is said in its row."""
    row = Upload.objects.filter(pk=pk).first()
    if row is None or row.state != "waiting":
        return
    row.state = "reading"
    row.save()
    try:
        _read(row)
    except LedgerError as error:
        row.state, row.problem = "failed", str(error)
    except Exception:
        _log.exception("upload %s", pk)
        row.state, row.problem = "failed", "程序出错，没有记入；这是台账的缺陷，请把文件发给开发者"
    finally:
        _forget(row)
        row.save()
    jobs.enqueue(index_some)


def _read(row: Upload) -> None:
    """Read a file, and each member of an archive as an upload of its own."""
    for found in find([row.path]):
        inside = found.file.partition("!/")[2]
        name = f"{row.name}!/{inside}" if inside else row.name
        outcome = read_file(found.path, name, found.inside, found.problem)
        own = row if not inside else _member(row, name)
        if isinstance(outcome, Failure):
            own.state, own.problem = "failed", outcome.problem
        else:
            own.state, notes = "done", list(outcome.notes)
            if outcome.source.format != "zip":
                loaded = load(outcome, check(outcome), at_upload(name))
                own.document_id, own.outcome = loaded.document, loaded.outcome
                if loaded.outcome == "version" and loaded.before is not None:
                    notes += unlike(loaded.before, loaded.document)
            own.problem = "；".join(notes)
        own.save()


def _member(row: Upload, name: str) -> Upload:
    return Upload(batch=row.batch, name=name, size=0, made_at=row.made_at, author=row.author)


def _forget(row: Upload) -> None:
    with contextlib.suppress(OSError):
        Path(row.path).unlink()
    with contextlib.suppress(OSError):
        Path(row.path).parent.rmdir()
    row.path = ""


def _folder() -> Path:
    return user_cache_path("taizhang", appauthor=False) / "uploads"
