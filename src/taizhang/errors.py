"""The exceptions of Taizhang, one tree.

TaizhangError
├── IntakeError      a file cannot be read: binary, undecodable, too large, missing, no permission
├── KnowledgeError   a data file of ours or of the user does not hold what it should
├── ExportError      an export cannot be written: no permission, full disk
├── LedgerError      the ledger cannot be opened or changed so: newer, read-only, full disk, no such indicator
└── UsageError       a user asked for what does not exist: a rule, a format

Every message is one line: what, where, what is allowed, what to do.
"""

from __future__ import annotations

__all__ = [
    "ExportError", "IntakeError", "KnowledgeError", "LedgerError", "TaizhangError", "UsageError", "to_install",
]  # fmt: skip


def to_install(extra: str) -> str:
    """Say what to type for what is not installed, as the READMEs do.

    >>> to_install("web")
    "请在检出的目录里用 pip install '.[web]' 安装"
    """
    return f"请在检出的目录里用 pip install '.[{extra}]' 安装"


class TaizhangError(Exception):
    """Base of all errors that Taizhang raises on purpose; its text is fit to be shown to a user."""


class IntakeError(TaizhangError):
    """A file cannot be read. The rest of the files goes on.

    `reason` says why and what to do, `file` where; formats raise it with the reason alone and `load` adds the file.
    """

    def __init__(self, reason: str, file: str = "") -> None:
        super().__init__(f"{file}：{reason}" if file else reason)
        self.reason = reason
        self.file = file

    def __reduce__(self) -> tuple[type[IntakeError], tuple[str, str]]:
        """Pickle with both arguments, so that the error survives the way back from another process."""
        return type(self), (self.reason, self.file)


class KnowledgeError(TaizhangError):
    """A knowledge file (TOML, YAML) is not as its header says."""


class ExportError(TaizhangError):
    """An export folder or file cannot be written."""


class LedgerError(TaizhangError):
    """The ledger cannot be opened, or what was asked of it cannot be done; nothing was half-written."""


class UsageError(TaizhangError):
    """What a user asked for does not exist; the command line ends with exit code 2."""
