"""Intake: files in, one SourceText for each out; `taizhang.reports` takes it next.

`find` walks what the user gave, `load` reads one file. Which format a file has is decided by its content, never by its
name; each format is one module (`html`, `plain`) that follows the Protocol in `formats`.

    for path, file in find(["上半年总结"]):
        source = load(path, file)
"""

from __future__ import annotations

import hashlib
from pathlib import Path

from taizhang.errors import IntakeError
from taizhang.intake import docx, html, pdf, plain
from taizhang.intake.binary import refuse_binary
from taizhang.intake.files import MAX_BYTES, find, read_bytes
from taizhang.intake.formats import Extract, Format
from taizhang.model import SourceText

__all__ = ["FORMATS", "MAX_BYTES", "find", "is_verbatim", "load"]

FORMATS: tuple[Format, ...] = (docx, pdf, html, plain)
"""In the order in which they are asked; the last takes all."""


def load(path: Path, file: str) -> SourceText:
    """Read one file of at most `MAX_BYTES` bytes; `file` is what rows and messages call it.

    IntakeError, one line with the reason and what to do, when it is missing, not allowed, too large, binary or
    undecodable.
    """
    try:
        data = read_bytes(path)
        form = next(form for form in FORMATS if form.recognises(data))
        if form.VERBATIM:
            refuse_binary(data)
        extract = _guarded(form, data) if form.GUARDED else form.extract(data)
    except IntakeError as error:
        raise IntakeError(error.reason, file) from error.__cause__
    doc = hashlib.sha256(data).hexdigest()
    text, notes, places, tables, noise, gaps = extract
    return SourceText(doc, file, form.NAME, text, notes + _remarks(text), places, tables, noise, gaps)


def _guarded(form: Format, data: bytes) -> Extract:
    from taizhang.intake import guard  # which only files of guarded formats need

    return guard.extract(form.__name__, data)


def is_verbatim(name: str) -> bool:
    """Say whether the source text of this format is the decoded file itself."""
    return name in {form.NAME for form in FORMATS if form.VERBATIM}


def _remarks(text: str) -> tuple[str, ...]:
    if not text:
        return ("空文件",)
    if text.isspace():
        return ("只有空白字符",)
    nuls = text.count("\0")
    return (f"含 {nuls} 个 NUL 字符，已按原样保留",) if nuls else ()
