"""Whether a file stands on a network share, where SQLite cannot keep two programs from harming each other's writing.

SQLite's WAL needs memory that all programs share; over a network there is none, and locks of shares are not reliable.
"""

from __future__ import annotations

import re
from pathlib import Path

__all__ = ["share_of"]

MOUNTS = Path("/proc/mounts")
_SHARES = re.compile(
    r"nfs\d?|cifs|smb\d?|smbfs|ncpfs|afs|9p|ceph|glusterfs|lustre|davfs|fuse\.(sshfs|davfs2?|rclone|glusterfs|.*smb.*)"
)
"""Names of file systems, as mount(8) gives them, that reach over a network."""


def share_of(path: Path) -> str | None:
    """Give the name of the network file system that `path` stands on; None when it is local, or nobody can tell."""
    try:
        lines = MOUNTS.read_text("utf-8", "surrogateescape").splitlines()
    except OSError:
        return None
    here, found = path.resolve(), (0, "")
    for line in lines:
        _, point, kind, *_ = line.split(" ")
        top = Path(re.sub(r"\\([0-7]{3})", lambda octal: chr(int(octal[1], 8)), point))
        if here.is_relative_to(top):
            found = max(found, (len(top.parts), kind), key=lambda one: one[0])
    return found[1] if _SHARES.fullmatch(found[1]) else None
