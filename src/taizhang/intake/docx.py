"""Word documents (.docx, .docm, .dotx): paragraphs, tables, notes, text boxes, headers and footers.

Nothing is fetched and no macro is run; what stays out of the text is said in the notes. `wordfile` does the reading;
it is loaded only when there is such a file.
"""

from __future__ import annotations

from taizhang.intake.formats import Extract

__all__ = ["GUARDED", "NAME", "VERBATIM", "extract", "recognises"]

NAME = "docx"
VERBATIM = False
GUARDED = True


def recognises(data: bytes) -> bool:
    """Say whether a file is a Word document, whatever its name; one that is cut off is recognised too."""
    if not data.startswith(b"PK"):
        return False
    from taizhang.intake.package import kind

    return kind(data) == "docx"


def extract(data: bytes) -> Extract:
    """Give the text of a document; IntakeError when it is damaged, encrypted or beyond the limits."""
    from taizhang.intake.wordfile import read

    return read(data)
