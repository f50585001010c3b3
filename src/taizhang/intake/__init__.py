"""Intake: files in, one SourceText for each out; `taizhang.reports` takes it next.

`find` walks what the user gave, `load` reads one file. Which format a file has is decided by its content, never by its
name; each format is one module (`html`, `plain`) that follows the Protocol in `formats`. Archives are walked as folders
are (`expansion`).

    for found in find(["上半年总结"]):
        source = load(*found)
"""

from __future__ import annotations

import hashlib
from io import BytesIO
from pathlib import Path

from taizhang.errors import IntakeError
from taizhang.intake import docx, html, legacy, mht, pdf, plain, xlsx
from taizhang.intake.archive import Archive
from taizhang.intake.binary import refuse_binary
from taizhang.intake.expansion import is_archive, member, opened
from taizhang.intake.files import MAX_BYTES, Found, find, read_bytes
from taizhang.intake.formats import Extract, Format
from taizhang.model import SourceText

__all__ = ["FORMATS", "MAX_BYTES", "Found", "find", "is_archive", "is_verbatim", "load"]

FORMATS: tuple[Format, ...] = (docx, xlsx, pdf, *legacy.FORMATS, mht, html, plain)
"""In the order in which they are asked; the last takes all."""


def load(path: Path, file: str, inside: tuple[str, ...] = (), problem: str | None = None) -> SourceText:
    """Read one file of at most `MAX_BYTES` bytes, or an archive's list, as `find` gives them.

    `file` is what rows and messages call it. IntakeError, one line with the reason and what to do, when it is missing,
    not allowed, too large, binary, damaged or undecodable; or has a `problem` already.
    """
    try:
        if problem:
            raise IntakeError(problem)
        data = member(path, inside) if inside else None
        if archive := opened(path, inside, data):
            return _listed(path, file, archive, data)
        data = read_bytes(path) if data is None else data
        return _text(data, file)
    except IntakeError as error:
        raise IntakeError(error.reason, file) from error.__cause__


def _listed(path: Path, file: str, archive: Archive, data: bytes | None) -> SourceText:
    """Give the row of an archive itself, which has no text: how much is in it."""
    with path.open("rb") if data is None else BytesIO(data) as stream:
        doc = hashlib.file_digest(stream, "sha256").hexdigest()
    count = len(archive.names)
    return SourceText(
        doc, file, archive.NAME, "", (f"压缩包，内有 {count:,} 个文件" if count else "压缩包，里面没有文件",)
    )


def _text(data: bytes, file: str) -> SourceText:
    form = next(form for form in FORMATS if form.recognises(data))
    if form.VERBATIM:
        refuse_binary(data)
    text, notes, places, tables, noise, gaps = _guarded(form, data) if form.GUARDED else form.extract(data)
    doc = hashlib.sha256(data).hexdigest()
    return SourceText(doc, file, form.NAME, text, notes + _remarks(text), places, tables, noise, gaps)


def _guarded(form: Format, data: bytes) -> Extract:
    from taizhang.intake import guard  # which only files of guarded formats need

    return guard.extract(form.extract.__module__, data)


def is_verbatim(name: str) -> bool:
    """Say whether the source text of this format is the decoded file itself, or there is none (of an archive)."""
    return name == Archive.NAME or name in {form.NAME for form in FORMATS if form.VERBATIM}


def _remarks(text: str) -> tuple[str, ...]:
    if not text:
        return ("空文件",)
    if text.isspace():
        return ("只有空白字符",)
    nuls = text.count("\0")
    return (f"含 {nuls} 个 NUL 字符，已按原样保留",) if nuls else ()
