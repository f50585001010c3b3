"""Old office files (.doc, .wps, .xls, .et, .rtf, .odt, .ods …): LibreOffice converts them, `docx` and `xlsx` read them.

Each is told by its content (`data/old_formats.toml`) and keeps its own name in `format`. Where LibreOffice is not
installed one line says so and what to do.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from taizhang.errors import IntakeError
from taizhang.intake.formats import Extract
from taizhang.intake.ole import MAGIC, Compound
from taizhang.wordlists import load

__all__ = ["FORMATS", "OldFormat"]

_BEGINNING = 4096
_LOCKED = "，已加密；请用密码打开，另存为不加密的文件再读"
_MACROS = frozenset(("Macros", "_VBA_PROJECT_CUR"))
"""Storages at the top of a compound file that hold macros: of Word, of Excel."""


@dataclass(slots=True)
class OldFormat:
    """A format that LibreOffice converts; what the fields mean is told in `data/old_formats.toml`."""

    NAME: str
    called: str
    suffix: str
    becomes: str
    streams: frozenset[str] = frozenset()
    begins: bytes | None = None
    mimetype: bytes | None = None
    says: bytes | None = None
    VERBATIM: bool = field(default=False, init=False)
    GUARDED: bool = field(default=False, init=False)
    """LibreOffice runs within limits of its own, and what it gives is read in the child of the guard."""

    @property
    def it_is(self) -> str:
        """How messages begin: 是 RTF 文档（.rtf）."""
        return f"是{' ' if self.called[0].isascii() else ''}{self.called}"

    def recognises(self, data: bytes) -> bool:
        """Say whether a file is of this format, whatever its name."""
        if self.streams:
            return data.startswith(MAGIC) and not self.streams.isdisjoint(Compound(data).names)
        if self.mimetype:
            return data.startswith(b"PK\3\4") and _mimetype(data).startswith(self.mimetype)
        if self.begins:
            return data[:64].lstrip(b"\xef\xbb\xbf\0 \r\n\t").startswith(self.begins)
        return self.says is not None and b"<?xml" in data[:64] and self.says in data[:_BEGINNING]

    def extract(self, data: bytes) -> Extract:
        """Convert and read; IntakeError when LibreOffice is missing, or the file damaged, encrypted or too large."""
        from taizhang.intake import guard, soffice

        self._refuse_hopeless(data)
        try:
            converted = soffice.convert(data, self.it_is, self.suffix, self.becomes)
        except IntakeError:
            if _is_locked_sheet(data):
                raise IntakeError(f"{self.it_is}{_LOCKED}") from None
            raise
        extract = guard.extract(f"taizhang.intake.{self.becomes}", converted)
        return extract._replace(notes=(*extract.notes, *_remarks(data, extract)))

    def _refuse_hopeless(self, data: bytes) -> None:
        """Refuse without trying what LibreOffice could not open, or should not."""
        if self.mimetype:
            from taizhang.intake.package import Package

            package = Package(data)
            if "META-INF/manifest.xml" in package and b"encryption-data" in package.read("META-INF/manifest.xml"):
                raise IntakeError(f"{self.it_is}{_LOCKED}")
            package.read("content.xml")
        elif self.says and b"<!DOCTYPE" in data:
            raise IntakeError(f"{self.it_is}，带有文档类型声明（DOCTYPE），可能引用外部文件，没有读取")
        elif "WordDocument" in self.streams and _is_locked_text(data):
            raise IntakeError(f"{self.it_is}{_LOCKED}")


def _mimetype(data: bytes) -> bytes:
    """Give what a zip whose first member is `mimetype` says there; b"" of another zip. Never raises."""
    if data[30:38] != b"mimetype":
        return b""
    if data[8:10] == b"\0\0":  # stored, as it should be, so that it stands in a damaged one too
        return data[38:138]
    from io import BytesIO
    from zipfile import ZipFile

    try:
        with ZipFile(BytesIO(data)) as archive, archive.open("mimetype") as stream:
            return stream.read(100)
    except Exception:
        return b""


def _is_locked_text(data: bytes) -> bool:
    """Say whether the text of an old Word document is encrypted, as its first block says."""
    head = Compound(data).head("WordDocument", 12)
    return head[:2] in (b"\xec\xa5", b"\xdc\xa5") and bool(head[11] & 0x01)


def _is_locked_sheet(data: bytes) -> bool:
    """Say whether an old workbook has a record that it is encrypted (which LibreOffice may open all the same)."""
    compound = Compound(data) if data.startswith(MAGIC) else None
    head = b"" if compound is None else compound.head("Workbook", 64) or compound.head("Book", 64)
    at = 0
    while at + 4 <= len(head):
        record, length = int.from_bytes(head[at : at + 2], "little"), int.from_bytes(head[at + 2 : at + 4], "little")
        if record == 0x2F:
            return True
        at += 4 + length
    return False


def _remarks(data: bytes, extract: Extract) -> Iterator[str]:
    """Say how it came in; one without text that holds pictures or objects is as it should be."""
    if extract.text.strip():
        yield "经 LibreOffice 转换后读入"
    else:
        yield "经 LibreOffice 转换后没有文字" + ("" if extract.notes else "，原文件可能已损坏")
    if data.startswith(MAGIC) and not _MACROS.isdisjoint(Compound(data).names):
        yield "含宏，未运行"


def _formats() -> Iterator[OldFormat]:
    for entry in load("intake", "old_formats.toml")["format"]:
        marks = {key: entry[key].encode("ascii") for key in ("begins", "mimetype", "says") if key in entry}
        streams = frozenset(entry.get("streams", ()))
        yield OldFormat(entry["name"], entry["called"], entry["suffix"], entry["becomes"], streams, **marks)


FORMATS = tuple(_formats())
