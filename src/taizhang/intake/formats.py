"""What a format is: a module of this package that follows `Format`.

A whole example, for a format of our own in which every line begins with a bar:

    NAME = "barred"                                # `format` of the documents row
    VERBATIM = False                               # the text is extracted, so exports add texts/<doc>.txt
    GUARDED = False                                # it may run in this process; True: a child process with limits

    def recognises(data: bytes) -> bool:           # looks at the content only; cheap; never raises
        return data.startswith(b"| ")

    def extract(data: bytes) -> Extract:           # raises IntakeError(reason) when it cannot be read
        text, notes = decode(data)
        return Extract("\\n".join(line[2:] for line in text.split("\\n")), notes)

A library that takes time to load is imported within `extract`: the module itself is loaded for every file.

Then name the module in `FORMATS` of `taizhang.intake`, before `plain`, which takes all that is left, and add its
tests as `tests/intake/test_barred.py`.
"""

from __future__ import annotations

from typing import NamedTuple, Protocol

from taizhang.model import Noise, Place, Table
from taizhang.spans import Span

__all__ = ["Extract", "Format"]


class Extract(NamedTuple):
    """The text of a file, and what a user should know about how it was got (short Chinese notes).

    The rest is as in `taizhang.model.SourceText`, which is made of it.
    """

    text: str
    notes: tuple[str, ...] = ()
    places: tuple[Place, ...] = ()
    tables: tuple[Table, ...] = ()
    noise: tuple[Noise, ...] = ()
    gaps: tuple[Span, ...] = ()


class Format(Protocol):
    """One format; a module with these five names is one."""

    NAME: str
    VERBATIM: bool
    """True when the text is the decoded file itself, so that offsets hold in the file as the user has it."""

    GUARDED: bool
    """True when a library that may crash or hang reads it, so that it runs in a child process with limits."""

    def recognises(self, data: bytes) -> bool:
        """Say whether these bytes are of this format."""

    def extract(self, data: bytes) -> Extract:
        """Give the text; IntakeError with the reason when there is none to be had."""
