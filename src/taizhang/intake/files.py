"""Files on disk: finding them below what the user gave, and reading their bytes within limits."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from taizhang.errors import IntakeError

__all__ = ["MAX_BYTES", "Found", "find", "read_bytes", "shown"]

MAX_BYTES = 128 * 1024 * 1024

_REASONS = {
    errno.ENOENT: "不存在；请检查路径",
    errno.ENOTDIR: "不存在（路径中间的一级不是文件夹）；请检查路径",
    errno.EACCES: "没有读取权限；请修改权限，或换有权限的用户再读",
    errno.EPERM: "没有读取权限；请修改权限，或换有权限的用户再读",
    errno.ELOOP: "符号链接互相指向，成了死循环；请改正链接",
    errno.ENAMETOOLONG: "路径太长，系统打不开；请缩短文件名或换个位置",
    errno.EIO: "磁盘读取出错；请检查磁盘，或复制到别处再读",
}

_Folder = tuple[int, int]
"""Device and inode: what a folder is, whatever name led to it."""


class Found(NamedTuple):
    """A file to read: where it is on disk, what rows and messages call it, and where it is in an archive.

    `inside` are the names that lead to a member: of a.zip!/b.zip!/c.docx b.zip and c.docx; of a file on disk none.
    """

    path: Path
    file: str
    inside: tuple[str, ...] = ()
    problem: str | None = None
    """What is wrong with it, where that is known already."""

    @property
    def where(self) -> str:
        """The path as a linter prints it, members of archives as a.zip!/b.docx."""
        return "!/".join(map(shown, (str(self.path), *self.inside)))


def find(paths: Iterable[str | os.PathLike[str]], skip: Path | None = None) -> Iterator[Found]:
    """Give each file and after each archive its members; folders and archives are walked in sorted order.

    Hidden files (.x), lock files of office programs (~$x) and the folder `skip` (the export's own) are passed over.
    What cannot be opened is given too, so that `load` can say why; a link back to a folder above it is given once and
    not followed. What several of `paths` lead to is given once.
    """
    from taizhang.intake.expansion import members

    given = _Given(skip)
    for path in map(Path, paths):
        for found in given.files(path):
            yield found
            yield from members(found)


def read_bytes(path: Path) -> bytes:
    """Read a whole file; IntakeError when it is not a regular file, is over `MAX_BYTES`, or cannot be read."""
    try:
        kind = path.stat()
        if stat.S_ISDIR(kind.st_mode):
            raise IntakeError(_why_no_folder(path))
        if not stat.S_ISREG(kind.st_mode):
            raise IntakeError("不是普通文件（设备、管道或套接字）；请先存成文件再读")
        size = kind.st_size
        if size <= MAX_BYTES:
            with path.open("rb") as stream:
                data = stream.read(MAX_BYTES + 1)
            size = max(size, len(data))
    except (OSError, ValueError) as error:
        raise IntakeError(_reason(error)) from error
    if size > MAX_BYTES:
        limit = f"{MAX_BYTES // 1024**2} MB"
        raise IntakeError(f"大小 {size / 1024**2:.1f} MB，超过一个文件 {limit} 的上限；请拆成几个文件再读")
    return data


def shown(name: str) -> str:
    """Give a file name as text that can be printed, searched and stored on one line.

    Bytes that are no UTF-8 and control characters become escapes such as \\xff.
    """
    text = os.fsencode(name).decode("utf-8", "backslashreplace")
    return "".join(char if char.isprintable() or char == "\u3000" else ascii(char)[1:-1] for char in text)


class _Given:
    """The walk over what the user gave; it remembers what it has met, so that nothing is read twice."""

    def __init__(self, skip: Path | None) -> None:
        self.skipped = {_identity(skip.stat())} if skip and _is_folder(skip) else set()
        self.folders: set[_Folder] = set()
        """Folders of former arguments, with all that is in them."""
        self.files_met: set[_Folder] = set()
        """Files that were arguments themselves."""

    def files(self, given: Path) -> Iterator[Found]:
        if _is_folder(given):
            met: set[_Folder] = set()
            yield from self._walk(given, met)
            self.folders |= met
        elif not self._met(given):
            yield Found(given, shown(given.name or str(given)))

    def _met(self, path: Path) -> bool:
        """Say whether a file was given before, or a folder in which it was found; remember it."""
        try:
            own, folder = _identity(path.stat()), _identity(path.absolute().parent.stat())
        except (OSError, ValueError):
            return False
        met = own in self.files_met or (folder in self.folders and not _is_hidden(path.name))
        self.files_met.add(own)
        return met

    def _walk(self, top: Path, met: set[_Folder]) -> Iterator[Found]:
        pending: list[tuple[Path, tuple[_Folder, ...]]] = [(top, ())]
        done = self.skipped | self.folders
        """Not entered again: what links led to, too."""
        while pending:
            path, above = pending.pop()
            name = shown(str(path.relative_to(top)) if path != top else top.name or str(top))
            try:
                own = _identity(path.stat()) if path.is_dir() or self.files_met else None
                if own is None or own in above or not path.is_dir():
                    if own not in self.files_met:
                        yield Found(path, name)
                    continue
                if own in done:
                    continue
                met.add(own)
                if path.is_symlink():
                    done.add(own)
                inside = sorted(path.iterdir(), reverse=True)
            except OSError:
                yield Found(path, name)
                continue
            pending.extend((child, (*above, own)) for child in inside if not _is_hidden(child.name))


def _is_hidden(name: str) -> bool:
    return name.startswith((".", "~$"))


def _identity(info: os.stat_result) -> _Folder:
    return info.st_dev, info.st_ino


def _is_folder(path: Path) -> bool:
    try:
        return stat.S_ISDIR(path.stat().st_mode)
    except (OSError, ValueError):
        return False


def _why_no_folder(path: Path) -> str:
    if path.is_symlink():
        return "是指回上级文件夹的链接，已跳过以免循环；请删去这个链接"
    try:
        os.scandir(path).close()
    except OSError as error:
        return "文件夹" + _reason(error)
    return "是文件夹，不是文件；请用 taizhang read 读整个文件夹"


def _reason(error: OSError | ValueError) -> str:
    if isinstance(error, OSError):
        return _REASONS.get(error.errno or 0, f"打不开：{error.strerror}；请检查文件")
    return "路径中有不允许的字符；请检查路径"
