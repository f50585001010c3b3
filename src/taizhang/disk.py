"""What the system says when something cannot be written, in words: what is wrong and what to do."""

from __future__ import annotations

import errno
import re

__all__ = ["unwritable"]

_REASONS = {
    errno.ENOSPC: "磁盘已满；请清理空间，或",
    errno.EDQUOT: "磁盘配额已满；请清理空间，或",
    errno.EACCES: "没有写入权限；请修改权限，或",
    errno.EPERM: "没有写入权限；请修改权限，或",
    errno.EROFS: "磁盘是只读的；请",
    errno.ENOENT: "没有那个文件夹；请检查路径，或",
    errno.EEXIST: "已有同名文件，不是文件夹；请",
    errno.ENOTDIR: "上级不是文件夹；请",
    errno.EISDIR: "那是一个文件夹；请写出文件名，或",
    errno.ENAMETOOLONG: "路径太长；请",
}
_NUMBER = re.compile(r"\(os error (\d+)\)")


def unwritable(error: OSError, elsewhere: str = "换一个地方") -> str:
    """Say why, and what to do; `elsewhere` is how to write to another place.

    Libraries that write on their own give the number of the error in its text only.

    >>> unwritable(OSError(errno.EROFS, "Read-only file system"), "用 --out 换一个文件")
    '磁盘是只读的；请用 --out 换一个文件'
    >>> unwritable(OSError("cannot write (os error 28)"))
    '磁盘已满；请清理空间，或换一个地方'
    """
    told = _NUMBER.search(str(error))
    number = error.errno or (int(told[1]) if told else 0)
    return _REASONS.get(number, f"{error.strerror or error}；请检查磁盘，或") + elsewhere
