"""One archive (.zip): its members by name, their bytes within limits; `expansion` walks what is nested in it.

An office file (.docx, .ofd …) is a zip too, but no archive. What could hurt is refused: more than `MAX_MEMBERS`
members, members that grow beyond what a file may have or more than `MAX_RATIO` times, members that share bytes of the
archive. Names are shown, never used as paths.
"""

from __future__ import annotations

import io
import weakref
from collections import Counter
from collections.abc import Iterable
from contextlib import suppress
from functools import partial
from itertools import pairwise
from typing import IO, TYPE_CHECKING, BinaryIO, Final

from taizhang.errors import IntakeError
from taizhang.intake.files import MAX_BYTES

if TYPE_CHECKING:
    from zipfile import ZipInfo

__all__ = [
    "ADVICE", "MAX_ARCHIVE", "MAX_DIRECTORY", "MAX_EXPANDED", "MAX_MEMBERS", "MAX_RATIO", "Archive", "may_be_archive",
]  # fmt: skip

MAX_ARCHIVE = 4 * 1024**3
"""Bytes of an archive on disk, which is never held in memory."""
MAX_MEMBERS = 50_000
"""Of one archive, and of all archives that are nested in one file."""
MAX_DIRECTORY = 16 * 1024**2
"""Bytes of an archive's list of members."""
MAX_EXPANDED = 16 * 1024**3
"""Bytes of all members of an archive when expanded, as it states them; no member gives more than is stated."""
MAX_RATIO = 400
"""How many times a member of more than `_SMALL` bytes may grow."""
_SMALL = 16 * 1024**2
_CHUNK = 1024**2

_BEGINNINGS = (b"PK\x03\x04", b"PK\x05\x06")
_HEAD = 64
_NOT_ARCHIVES = frozenset(
    ["[content_types].xml", "_rels/.rels", "word/document.xml", "xl/workbook.xml", "ppt/presentation.xml", "ofd.xml",
     "mimetype", "meta-inf/manifest.mf", "meta-inf/container.xml", "androidmanifest.xml"]
)  # fmt: skip
"""A zip with one of these is a document or a program of another format."""
_STORED, _DEFLATED = 0, 8
_ENCRYPTED, _UTF_8 = 0x1, 0x800
_LOCAL_HEADER = 30
ADVICE = "；请分开解压后再读"


class Archive:
    """An open zip archive: its members by name, in sorted order, without folders and hidden files."""

    NAME: Final = "zip"

    def __init__(self, stream: BinaryIO, size: int) -> None:
        """Open; IntakeError when it goes beyond a limit, BadZipFile and others when it is no sound zip."""
        from zipfile import BadZipFile, ZipFile

        from taizhang.intake.package import begins

        self._stream = _Stream(stream)  # type: ignore[arg-type]
        self._file = ZipFile(self._stream)
        weakref.finalize(self, stream.close)
        if not begins(self._file):
            raise BadZipFile("the list of another archive inside")
        entries = [entry for entry in self._file.infolist() if not entry.is_dir()]
        self.is_archive = _NOT_ARCHIVES.isdisjoint(entry.filename.lower() for entry in entries)
        self._members: dict[str, ZipInfo] = {}
        if self.is_archive:
            _refuse_hostile(entries, size, self._file.start_dir)
            named = sorted(((_name(entry), entry) for entry in entries), key=lambda pair: pair[0].split("/"))
            self._members = _unique((name, entry) for name, entry in named if not _passed_over(name))
        self.expanded = sum(entry.file_size for entry in self._members.values())

    @property
    def names(self) -> list[str]:
        return list(self._members)

    def head(self, name: str) -> bytes:
        """Give the first bytes of a member; none when it cannot be read."""
        entry = self._members[name]
        if entry.flag_bits & _ENCRYPTED or entry.compress_type not in (_STORED, _DEFLATED):
            return b""
        try:
            with self._open(entry) as stream:
                return stream.read(_HEAD)
        except Exception:
            return b""

    def read(self, name: str) -> bytes:
        """Give the bytes of a member; IntakeError when it is missing, encrypted, damaged or beyond a limit."""
        entry = self._members.get(name)
        if entry is None:
            raise IntakeError("压缩包里没有这个文件；压缩包可能刚被改过，请重新读")
        if entry.flag_bits & _ENCRYPTED:
            raise IntakeError("已加密；请用密码解压后再读")
        if entry.compress_type not in (_STORED, _DEFLATED):
            raise IntakeError("用了不常见的压缩方法；请解压后再读")
        if entry.file_size > MAX_BYTES:
            size, limit = entry.file_size / 1024**2, MAX_BYTES // 1024**2
            raise IntakeError(f"解压后有 {size:,.1f} MB，超过一个文件 {limit} MB 的上限；请拆成几个文件再读")
        if entry.file_size > max(_SMALL, entry.compress_size * MAX_RATIO):
            raise IntakeError(f"解压后膨胀超过 {MAX_RATIO} 倍，像是压缩炸弹，没有读取")
        return self._expanded(entry)

    def _open(self, entry: ZipInfo) -> IO[bytes]:
        """Open a member, also where the name before its bytes is in another encoding than that in the list."""
        try:
            return self._file.open(entry)
        except Exception:
            self._stream.seek(entry.header_offset)
            head = self._stream.read(_LOCAL_HEADER)
            name = self._stream.read(int.from_bytes(head[26:28], "little"))
            is_utf_8 = int.from_bytes(head[6:8], "little") & _UTF_8
            entry.orig_filename = name.decode("utf-8" if is_utf_8 else "cp437")
            return self._file.open(entry)

    def _expanded(self, entry: ZipInfo) -> bytes:
        """Expand piece by piece; the zip module gives no more than the member states."""
        try:
            with self._open(entry) as stream:
                return b"".join(iter(partial(stream.read, _CHUNK), b""))
        except MemoryError:
            raise
        except Exception as error:
            raise IntakeError("在压缩包里已损坏；请重新压缩或下载后再读") from error


class _Stream(io.BufferedReader):
    """A file that refuses to be read at once beyond `MAX_DIRECTORY`, which is what the zip module does of lists."""

    def read(self, size: int | None = -1) -> bytes:
        if size is not None and size > MAX_DIRECTORY:
            limit = MAX_DIRECTORY // 1024**2
            raise IntakeError(f"压缩包的目录有 {size / 1024**2:,.0f} MB，超过 {limit} MB 的上限{ADVICE}")
        return super().read(size)


def _unique(named: Iterable[tuple[str, ZipInfo]]) -> dict[str, ZipInfo]:
    """Tell members of one name apart by numbers behind it."""
    members: dict[str, ZipInfo] = {}
    counts: Counter[str] = Counter()
    for name, entry in named:
        own = name
        while own in members:
            counts[name] += 1
            own = f"{name}（{counts[name] + 1}）"
        members[own] = entry
    return members


def may_be_archive(head: bytes) -> bool:
    """Say whether a file begins as a zip whose first member does not tell that it is a document."""
    first = head[_LOCAL_HEADER : _LOCAL_HEADER + int.from_bytes(head[26:28], "little")]
    return head.startswith(_BEGINNINGS) and first.decode("latin-1").lower() not in _NOT_ARCHIVES


def _refuse_hostile(entries: list[ZipInfo], size: int, directory: int) -> None:
    if size > MAX_ARCHIVE:
        raise IntakeError(f"压缩包有 {size / 1024**3:.1f} GB，超过 {MAX_ARCHIVE // 1024**3} GB 的上限{ADVICE}")
    if len(entries) > MAX_MEMBERS:
        raise IntakeError(f"压缩包里有 {len(entries):,} 个文件，超过 {MAX_MEMBERS:,} 个的上限{ADVICE}")
    if (expanded := sum(entry.file_size for entry in entries)) > MAX_EXPANDED:
        limit = MAX_EXPANDED // 1024**3
        raise IntakeError(f"压缩包展开后有 {expanded / 1024**3:,.0f} GB，超过 {limit} GB 的上限{ADVICE}")
    spans = sorted((entry.header_offset, entry.header_offset + _least(entry)) for entry in entries)
    if any(end > start for (_, end), (start, _) in pairwise([*spans, (directory, 0)])):
        raise IntakeError("压缩包里的文件互相重叠，像是压缩炸弹，没有读取")


def _least(entry: ZipInfo) -> int:
    """Give the bytes of the archive that a member takes at least."""
    return _LOCAL_HEADER + len(entry.orig_filename) + entry.compress_size


def _name(entry: ZipInfo) -> str:
    """Give the name of a member as who made the archive saw it: Windows in China writes GBK without saying so."""
    name = entry.orig_filename.partition("\0")[0]
    if not entry.flag_bits & _UTF_8:
        name = _decoded(name.encode("cp437")) or name
    return name.replace("\\", "/") if entry.create_system == 0 else name


def _decoded(raw: bytes) -> str | None:
    for encoding in ("utf-8", "gb18030"):
        with suppress(UnicodeDecodeError):
            return raw.decode(encoding)
    return None


def _passed_over(name: str) -> bool:
    """Say whether a file is hidden, a lock file of an office program, or what macOS adds to archives."""
    parts = name.split("/")
    return parts[0] == "__MACOSX" or any(part.startswith((".", "~$")) and part not in (".", "..") for part in parts)
