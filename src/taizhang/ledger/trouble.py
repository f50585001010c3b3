"""What went wrong with a ledger, in words: errors of Django, SQLite, PostgreSQL and the disk in, LedgerError out.

To add a case: find its SQLSTATE or SQLite's name for it (`transactions.code_of` gives both) and write a line for it.
"""

from __future__ import annotations

import errno
import re
from collections.abc import Iterator
from contextlib import contextmanager

from django.core.exceptions import ImproperlyConfigured
from django.db import Error

from taizhang.errors import LedgerError, to_install
from taizhang.ledger.transactions import code_of
from taizhang.ledger.where import VARIABLE, Place

__all__ = ["in_words", "reason"]

_FULL = "磁盘已满，没有写入；请清理空间后再做一次，已记入的不受影响"
_DENIED = f"没有写入权限；请修改文件和它所在文件夹的权限，或用 {VARIABLE} 换一个台账库"
_LOST = "和数据库的连接断了，正在记入的这一个文件没有记入，其余不受影响；请检查网络和数据库后再做一次"
_READ_ONLY = "是只读的；请换到可以写的地方，或修改权限"
_BUSY = "另一个程序占用太久；请等它做完再做一次"
_DAMAGED = "已损坏；请用 taizhang restore 从备份恢复，没有备份时请先复制一份再找人修复"
_RIGHTS = "这个用户没有建表和写入的权限；请数据库管理员授权"

_CASES = {
    "SQLITE_FULL": _FULL,
    "SQLITE_READONLY": _READ_ONLY,
    "SQLITE_PERM": _DENIED,
    "SQLITE_CANTOPEN": "打不开；请检查文件夹是否存在、有没有写入权限",
    "SQLITE_NOTADB": "不是台账库文件；请检查文件名，或移走它让程序新建一个",
    "SQLITE_CORRUPT": _DAMAGED,
    "SQLITE_IOERR": "磁盘读写出错；请检查磁盘，正在记入的这一个文件没有记入",
    "SQLITE_BUSY": _BUSY,
    "SQLITE_LOCKED": _BUSY,
    "53100": _FULL,
    "53200": "数据库的内存不足；请稍后再做一次，或请管理员加大",
    "53300": "数据库的连接数已满；请稍后再做一次，或请管理员加大 max_connections",
    "28P01": f"用户名或密码不对；请检查 {VARIABLE}",
    "28000": f"数据库不让这个用户登录；请检查 {VARIABLE}，或请管理员修改 pg_hba.conf",
    "3D000": f"没有这个数据库；请先用 createdb 建立，或检查 {VARIABLE}",
    "42501": _RIGHTS,
    "25006": "数据库是只读的（备机？）；请连接主机",
    "57014": "数据库中断了这次操作（超时）；请再做一次",
    "57P01": _LOST,
    "57P02": _LOST,
    "57P03": "数据库正在启动或停止；请稍后再做一次",
    "40P01": _BUSY,
    "55P03": _BUSY,
}
_SAID = {
    "password authentication failed|no password supplied|密码": "28P01",
    "pg_hba.conf": "28000",
    'database ".*" does not exist': "3D000",
    "too many clients|remaining connection slots": "53300",
    "starting up|shutting down": "57P03",
    "closed the connection|connection is (lost|closed)|terminating connection|consuming input failed"
    "|connection already closed|could not receive data|SSL connection has been closed": "57P01",
}
"""What libpq says when it gives no SQLSTATE."""

_DISK = {
    errno.ENOSPC: _FULL,
    errno.EDQUOT: "磁盘配额已满；请清理空间后再做一次",
    errno.EACCES: _DENIED,
    errno.EPERM: _DENIED,
    errno.EROFS: _READ_ONLY,
    errno.ENOTDIR: "上级不是文件夹；请检查路径",
    errno.EEXIST: "上级不是文件夹；请检查路径",
    errno.EISDIR: "是文件夹，不是台账库文件；请检查路径",
    errno.ENAMETOOLONG: "路径太长；请换个位置",
    errno.ENOENT: "不存在；请检查路径",
}


@contextmanager
def in_words(place: Place) -> Iterator[None]:
    """Turn what goes wrong with the ledger at `place` into a LedgerError of one line."""
    try:
        yield
    except OSError as error:
        if error.filename is None:
            raise  # of what is printed (head, a full disk), not of the ledger
        raise LedgerError(f"台账库 {place.shown}：{_of_disk(error)}") from error
    except Error as error:
        raise LedgerError(f"台账库 {place.shown}：{reason(error)}") from error
    except ImproperlyConfigured as error:
        raise LedgerError(f"没有安装 PostgreSQL 的驱动；{to_install('web')}") from error


def _of_disk(error: OSError) -> str:
    return _DISK.get(error.errno or 0, f"{error.strerror or error}；请检查磁盘")


def reason(error: Exception) -> str:
    """Say what is wrong, and what to do, of an error of Django or of SQLite itself."""
    code, said = code_of(error) or "", " ".join(str(error).split())
    if not code:
        code = next((code for pattern, code in _SAID.items() if re.search(pattern, said)), "")
    while code and code not in _CASES and "_" in code:
        code = code.rpartition("_")[0]  # SQLITE_READONLY_DBMOVED
    if code in _CASES:
        return _CASES[code]
    if "connection" in said or "connect" in said or re.search("(translate|resolve) host", said):
        return f"连不上数据库（{said[:160]}）；请检查地址和网络，看数据库是否在运行"
    return f"数据库出错（{code_of(error) or type(error).__name__}：{said[:160]}）；没有写入，请把这一行发给开发者"
