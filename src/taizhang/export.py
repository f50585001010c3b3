"""Export: readings in, JSON lines out, with the keys of DESIGN.md "Formats".

`pack` gives the lines of one file's tables, lazily, `checked_lines` those of its relations and findings. `Export`
writes them to `<folder>/<table>.jsonl` as they come, and the text of files whose source text is not the file itself to
`<folder>/texts/<doc>.txt`. Tables are written as `<table>.jsonl.part`, texts to `texts.part`, and renamed when all is
done: an export that was broken off leaves the former one whole, and one that was not leaves nothing of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, replace
from json import JSONEncoder
from operator import attrgetter
from pathlib import Path
from shutil import rmtree
from types import TracebackType
from typing import TYPE_CHECKING, Any, BinaryIO, Literal

from taizhang.disk import unwritable
from taizhang.errors import ExportError
from taizhang.intake import is_verbatim
from taizhang.model import Period, Reading
from taizhang.reader import Failure

if TYPE_CHECKING:
    from taizhang.checks import Checked, Finding, Relation

__all__ = [
    "CHECKED", "TABLES", "Document", "Export", "Packed", "checked_lines", "finding_row", "joined", "pack",
    "relation_row",
]  # fmt: skip

_COLUMNS = {
    "reports": "id start end org org_type place period kind complete heading",
    "sections": "id report parent start end level title role",
    "noise": "start end category fix dup_of",
    "facts": "id report section start end pieces quote value decimals unit modifier masked base_value base_unit role "
    "sign basis indicator indicator_start indicator_end subject period status org place duplicate_of origins",
}
_LEFT_OUT_WHEN_NONE = frozenset(["fix", "dup_of", "problem", "note", "relation", "fact", "origins"])

TABLES = ("documents", *_COLUMNS)
CHECKED = ("relations", "findings")
"""The tables that checking adds."""

_RELATION = ("id", "rule", "kind", "spans", "file", "formula", "stated", "computed", "verdict", "note")
_FINDING = (
    "id", "rule", "severity", "doc", "file", "report", "start", "end", "message", "fix", "relation", "fingerprint",
)  # fmt: skip
_PLACE = ("doc", "file", "start", "end", "fact")
_relation, _finding, _place = attrgetter(*_RELATION), attrgetter(*_FINDING), attrgetter(*_PLACE)

_TEXT = re.compile(r"[0-9a-f]{64}\.txt")


@dataclass(frozen=True, slots=True)
class Document:
    """The documents row of one file that was given; a file that failed has no `doc`, `format` and counts."""

    doc: str | None
    file: str
    format: str | None
    chars: int
    reports: int
    facts: int
    seconds: float
    status: Literal["read", "failed"]
    problem: str | None
    """Why it failed; or, though it was read, what a user should know."""
    masked: int = 0
    """How many of the facts are masked; not exported."""


@dataclass(frozen=True, slots=True)
class Packed:
    """One file as it is exported: its documents row, the lines of its other tables, its text where that is written."""

    document: Document
    tables: Mapping[str, Iterable[bytes]]
    text: bytes | None = None


def pack(outcome: Reading | Failure) -> Packed:
    """Turn a reading or a failure into lines of UTF-8, each with its line end, made when they are taken."""
    if isinstance(outcome, Failure):
        seconds = round(outcome.seconds, 3)
        return Packed(Document(None, outcome.file, None, 0, 0, 0, seconds, "failed", outcome.problem), {})
    source, facts = outcome.source, outcome.facts
    document = Document(
        doc=source.doc,
        file=source.file,
        format=source.format,
        chars=len(source.text),
        reports=len(outcome.reports),
        facts=len(facts),
        seconds=round(outcome.seconds, 3),
        status="read",
        problem="；".join(outcome.notes) or None,
        masked=sum(fact.masked for fact in facts),
    )
    tables = {table: _lines(table, getattr(outcome, table), source.doc, source.file) for table in _COLUMNS}
    text = None if is_verbatim(source.format) else source.text.encode("utf-8", "backslashreplace")
    return Packed(document, tables, text)


def joined(packed: Packed) -> Packed:
    """Make the lines of each table now, as one piece, so that they travel from a worker as bytes."""
    return replace(packed, tables={table: [b"".join(lines)] for table, lines in packed.tables.items()})


def checked_lines(checked: Checked) -> dict[str, Iterable[bytes]]:
    """Give the lines of the relations and findings of a file, or of several together."""
    return {
        "relations": (_line(relation_row(relation), sparse=False) for relation in checked.relations),
        "findings": (_line(finding_row(finding), sparse=False) for finding in checked.findings),
    }


def relation_row(relation: Relation) -> dict[str, Any]:
    """Give the row of a relation."""
    spans = [_sparse(dict(zip(_PLACE, _place(place), strict=True))) for place in relation.spans]
    return _sparse(dict(zip(_RELATION, _relation(relation), strict=True)) | {"spans": spans})


def finding_row(finding: Finding) -> dict[str, Any]:
    """Give the row of a finding; that of a file which cannot be read has no `doc`."""
    row = _sparse(dict(zip(_FINDING, _finding(finding), strict=True)))
    return row | {"doc": finding.doc}


class Export:
    """A folder being filled; a context manager whose good end puts the tables in their place.

    ExportError, one line, when the folder cannot be made or written, a full disk included.
    """

    def __init__(self, folder: Path, tables: Sequence[str] = TABLES) -> None:
        self.folder = folder
        self.tables = tables
        self._texts = folder / "texts.part"
        self._streams: dict[str, BinaryIO] = {}

    def __enter__(self) -> Export:
        with _writing(self.folder):
            self.folder.mkdir(parents=True, exist_ok=True)
            rmtree(self._texts, ignore_errors=True)
            for table in self.tables:
                self._streams[table] = self._path(table, ".part").open("wb", buffering=1 << 18)
        return self

    def add(self, packed: Packed) -> None:
        """Write one file's rows; files are written in the order in which they are added."""
        with _writing(self.folder):
            row = asdict(packed.document)
            del row["masked"]
            self._streams["documents"].write(_line(row, sparse=True))
            self.write(packed.tables)
            if packed.text is not None:
                text = self._texts / f"{packed.document.doc}.txt"
                if not text.exists():  # a file that stands in two places has one text
                    self._texts.mkdir(exist_ok=True)
                    text.write_bytes(packed.text)

    def write(self, tables: Mapping[str, Iterable[bytes]]) -> None:
        """Write rows that belong to no one file, such as relations between files."""
        with _writing(self.folder):
            for table, lines in tables.items():
                self._streams[table].writelines(lines)

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None) -> None:
        try:
            with _writing(self.folder):
                for stream in self._streams.values():
                    stream.close()
                if error is None:
                    for table in self.tables:
                        self._path(table, ".part").replace(self._path(table))
                    self._replace_texts()
        finally:
            rmtree(self._texts, ignore_errors=True)
            for table, stream in self._streams.items():
                with suppress(OSError):
                    stream.close()
                with suppress(OSError):
                    self._path(table, ".part").unlink(missing_ok=True)

    def _replace_texts(self) -> None:
        """Put the texts in the place of the former ones; other files that are there stay."""
        texts = self.folder / "texts"
        for former in texts.glob("*.txt") if texts.is_dir() else ():
            if _TEXT.fullmatch(former.name):
                former.unlink()
        if self._texts.is_dir():
            texts.mkdir(exist_ok=True)
            for text in self._texts.iterdir():
                text.replace(texts / text.name)
        elif texts.is_dir() and not any(texts.iterdir()):
            texts.rmdir()

    def _path(self, table: str, suffix: str = "") -> Path:
        return self.folder / f"{table}.jsonl{suffix}"


@contextmanager
def _writing(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise ExportError(f"导出到 {folder} 失败：{unwritable(error, '用 --export 换一个文件夹')}") from error


def _lines(table: str, items: Iterable[object], doc: str, file: str) -> Iterator[bytes]:
    names = _COLUMNS[table].split()
    values = attrgetter(*names)
    head: dict[str, Any] = {"id": "", "doc": doc, "file": file}
    if "id" not in names:
        del head["id"]
    sparse = not _LEFT_OUT_WHEN_NONE.isdisjoint(names)
    for item in items:
        yield _line(head | dict(zip(names, values(item), strict=True)), sparse)


def _line(row: dict[str, Any], sparse: bool) -> bytes:
    """Encode a row; half of a surrogate pair, which UTF-8 cannot hold, becomes its JSON escape."""
    if sparse:
        row = _sparse(row)
    return (_encode(row) + "\n").encode("utf-8", "backslashreplace")


def _sparse(row: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if value is not None or name not in _LEFT_OUT_WHEN_NONE}


def _period(value: object) -> dict[str, Any]:
    """Give a Period, the only object within a row, as the encoder asks for it."""
    if not isinstance(value, Period):
        raise TypeError(f"no row holds a {type(value).__name__}")
    return {"text": value.text, "start": value.start, "end": value.end, "begins": value.begins, "ends": value.ends}


_encode = JSONEncoder(ensure_ascii=False, check_circular=False, default=_period).encode
