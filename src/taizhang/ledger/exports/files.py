"""A file being exported: written beside its name as .part and renamed when it is whole, so that a former one stays.

Every format writes through `replacing`; what the system says of disks and permissions becomes one line.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from taizhang.disk import unwritable
from taizhang.errors import ExportError

__all__ = ["replacing"]


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """Give the path to write to; it becomes `path` at the good end and is gone at a bad one. ExportError, one line."""
    if not path.name or path.is_dir():
        raise ExportError(f"导出到 {path} 失败：那是一个文件夹；请写出文件名")
    part = path.with_name(f"{path.name}.part")
    try:
        yield part
        part.replace(path)
    except OSError as error:
        raise ExportError(f"导出到 {path} 失败：{unwritable(error)}") from error
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)
