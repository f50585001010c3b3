"""Archives, walked: what is inside a file, and inside the archives inside it; `archive` opens one.

    for found in members(Found(Path("a.zip"), "a.zip")):      # a.zip!/b.docx, a.zip!/c.zip, a.zip!/c.zip!/d.txt
        data = member(found.path, found.inside)

`find` gives the members after the archive itself, `load` reads one; nothing is written to disk. Archives that are
nested deeper than `MAX_DEPTH`, more than `MAX_NESTED` of them, or `MAX_MEMBERS` files in all are refused.
"""

from __future__ import annotations

import io
import stat
from collections import OrderedDict
from collections.abc import Iterator
from pathlib import Path
from threading import Lock
from typing import BinaryIO

from taizhang.errors import IntakeError
from taizhang.intake.archive import ADVICE, MAX_EXPANDED, MAX_MEMBERS, Archive, may_be_archive
from taizhang.intake.files import Found, shown

__all__ = ["MAX_DEPTH", "MAX_NESTED", "is_archive", "member", "members", "opened"]

MAX_DEPTH = 5
MAX_NESTED = 1_000
"""Archives inside one file, at all depths."""
_CACHED = 256 * 1024**2
"""Bytes of nested archives that are kept open; the last one always is."""
_HEAD = 64


def opened(path: Path, inside: tuple[str, ...] = (), data: bytes | None = None) -> Archive | None:
    """Open the archive that a file is, or a member of one (whose bytes are `data`, if they are at hand).

    None when it is no archive or none that can be opened; IntakeError when it goes beyond a limit.
    """
    if not inside and not _begins_archive(path):
        return None
    with _lock:
        key = _key(path, inside)
        if key in _cache:
            _cache.move_to_end(key)
            return _cache[key][0]
    if inside and data is None:
        data = member(path, inside)
    archive = _archive(path, len(inside), data)
    with _lock:
        _cache[key] = archive, len(data or b"") if archive else 0
        while len(_cache) > 1 and (len(_cache) > 2 * MAX_DEPTH or sum(held for _, held in _cache.values()) > _CACHED):
            _cache.popitem(last=False)
    return archive


def is_archive(path: Path) -> bool:
    """Say whether a file on disk is an archive that can be opened."""
    try:
        return opened(path) is not None
    except IntakeError:
        return False


def member(path: Path, inside: tuple[str, ...]) -> bytes:
    """Give the bytes of a member, named by the names that lead to it; IntakeError when it cannot be read."""
    archive = opened(path, inside[:-1])
    if archive is None:
        raise IntakeError("外层的压缩包打不开了，可能刚被改过；请重新读")
    return archive.read(inside[-1])


def members(found: Found) -> Iterator[Found]:
    """Give the members of a file that is an archive, those of archives among them after each; nothing of others.

    When there are too many, the first beyond says so in its `problem`, and the rest is left out.
    """
    try:
        yield from _Walk().members(found)
    finally:
        with _lock:
            for key in [key for key in _cache if key[0] == str(found.path)]:
                del _cache[key]


class _Walk:
    """The walk through the archive that one file is, and what is nested in it; it stops when `problem` is set."""

    def __init__(self) -> None:
        self.members_met = self.nested = self.expanded = 0
        self.problem: str | None = None

    def members(self, found: Found) -> Iterator[Found]:
        for name, is_nested in self._names(found):
            inner = Found(found.path, f"{found.file}!/{shown(name)}", (*found.inside, name))
            self._count(is_nested)
            yield inner._replace(problem=self.problem)
            if is_nested and not self.problem:
                yield from self.members(inner)
            if self.problem:
                return

    def _names(self, found: Found) -> list[tuple[str, bool]]:
        """Give the names of an archive's members and which may be archives; the archive itself is not held."""
        try:
            archive = opened(found.path, found.inside)
        except IntakeError:  # `load` says why
            return []
        if archive is None:
            return []
        self.expanded += archive.expanded
        return [(name, may_be_archive(archive.head(name))) for name in archive.names]

    def _count(self, is_nested: bool) -> None:
        self.members_met += 1
        self.nested += is_nested
        if self.members_met > MAX_MEMBERS:
            what = f"层层相套的压缩包里，文件总数超过 {MAX_MEMBERS:,} 个的上限"
        elif self.nested > MAX_NESTED:
            what = f"压缩包里套的压缩包超过 {MAX_NESTED:,} 个的上限"
        elif self.expanded > MAX_EXPANDED:
            what = f"层层相套的压缩包展开后超过 {MAX_EXPANDED // 1024**3} GB 的上限"
        else:
            return
        self.problem = f"{what}，从这个文件起都没有读{ADVICE}"


_cache: OrderedDict[tuple[str, int, int, tuple[str, ...]], tuple[Archive | None, int]] = OrderedDict()
"""What was opened last, with the bytes that it holds: a walk and the reading of members ask for the same again."""
_lock = Lock()


def _key(path: Path, inside: tuple[str, ...]) -> tuple[str, int, int, tuple[str, ...]]:
    info = path.stat()
    return str(path), info.st_mtime_ns, info.st_size, inside


def _begins_archive(path: Path) -> bool:
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            return False
        with path.open("rb", buffering=0) as stream:
            return may_be_archive(stream.read(_HEAD))
    except (OSError, ValueError):
        return False


def _archive(path: Path, depth: int, data: bytes | None) -> Archive | None:
    if data is not None and not may_be_archive(data[:_HEAD]):
        return None
    if depth > MAX_DEPTH:
        raise IntakeError(f"压缩包层层相套超过 {MAX_DEPTH} 层的上限{ADVICE}")
    stream: BinaryIO = path.open("rb") if data is None else io.BytesIO(data)
    size = path.stat().st_size if data is None else len(data)
    try:
        archive = Archive(stream, size)
    except (IntakeError, MemoryError):
        stream.close()
        raise
    except Exception:  # the zip module raises of damaged files what it happens to meet
        stream.close()
        return None
    return archive if archive.is_archive else None
