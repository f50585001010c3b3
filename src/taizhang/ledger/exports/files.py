"""A file being exported: written beside its name as .part and renamed when it is whole, so that a former one stays.

Every format writes through `replacing`; what the system says of disks and permissions becomes one line.
"""

from __future__ import annotations

import errno
import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from taizhang.errors import ExportError

__all__ = ["replacing"]

_REASONS = {
    errno.ENOSPC: "磁盘已满；请清理空间，或换一个地方",
    errno.EDQUOT: "磁盘配额已满；请清理空间，或换一个地方",
    errno.EACCES: "没有写入权限；请修改权限，或换一个地方",
    errno.EPERM: "没有写入权限；请修改权限，或换一个地方",
    errno.EROFS: "磁盘是只读的；请换一个地方",
    errno.ENOENT: "没有那个文件夹；请先建好，或换一个地方",
    errno.ENOTDIR: "上级不是文件夹；请换一个地方",
    errno.EISDIR: "那是一个文件夹；请写出文件名",
    errno.ENAMETOOLONG: "路径太长；请换一个地方",
}
_NUMBER = re.compile(r"\(os error (\d+)\)")


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """Give the path to write to; it becomes `path` at the good end and is gone at a bad one. ExportError, one line."""
    if not path.name or path.is_dir():
        raise ExportError(f"导出到 {path} 失败：{_REASONS[errno.EISDIR]}")
    part = path.with_name(f"{path.name}.part")
    try:
        yield part
        part.replace(path)
    except OSError as error:
        raise ExportError(f"导出到 {path} 失败：{_reason(error)}") from error
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)


def _reason(error: OSError) -> str:
    """Say why; the library that writes workbooks gives the number of the error in its text only."""
    told = _NUMBER.search(str(error))
    number = error.errno or (int(told[1]) if told else 0)
    return _REASONS.get(number) or f"{error.strerror or error}；请检查磁盘，或换一个地方"
