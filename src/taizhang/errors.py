"""The exceptions of Taizhang, one tree.

TaizhangError
├── IntakeError      a file cannot be read: binary, undecodable, too large, missing, no permission
├── KnowledgeError   a data file of ours or of the user does not hold what it should
└── ExportError      an export cannot be written: no permission, full disk

Every message is one line: what, where, what is allowed, what to do.
"""

from __future__ import annotations

__all__ = ["ExportError", "IntakeError", "KnowledgeError", "TaizhangError"]


class TaizhangError(Exception):
    """Base of all errors that Taizhang raises on purpose; its text is fit to be shown to a user."""


class IntakeError(TaizhangError):
    """A file cannot be read. The rest of the files goes on."""


class KnowledgeError(TaizhangError):
    """A knowledge file (TOML, YAML) is not as its header says."""


class ExportError(TaizhangError):
    """An export folder or file cannot be written."""
