"""Plain text (.txt, .md, .csv and all else that is text): the decoded file as it is."""

from __future__ import annotations

from taizhang.intake.columns import find_tables
from taizhang.intake.encoding import decode
from taizhang.intake.formats import Extract

__all__ = ["GUARDED", "NAME", "VERBATIM", "extract", "recognises"]

NAME = "txt"
VERBATIM = True
GUARDED = False


def recognises(data: bytes) -> bool:
    """Take all that no other format took."""
    return True


def extract(data: bytes) -> Extract:
    """Decode, and find the tables in it; IntakeError when no encoding fits."""
    text, notes = decode(data)
    return Extract(text, notes, tables=find_tables(text))
