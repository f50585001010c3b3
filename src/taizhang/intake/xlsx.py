"""Excel workbooks (.xlsx, .xlsm; also those of WPS): each visible sheet's paragraphs as lines, its tables as tables.

Nothing is fetched, computed or run; what stays out of the text is said in the notes. `workbook` reads the cells and
`sheettext` makes text of them; they are loaded only when there is such a file.
"""

from __future__ import annotations

from taizhang.intake.formats import Extract

__all__ = ["GUARDED", "NAME", "VERBATIM", "extract", "recognises"]

NAME = "xlsx"
VERBATIM = False
GUARDED = True


def recognises(data: bytes) -> bool:
    """Say whether a file is a workbook, whatever its name; one that is cut off is recognised too."""
    if not data.startswith(b"PK"):
        return False
    from taizhang.intake.package import kind

    return kind(data) == "xlsx"


def extract(data: bytes) -> Extract:
    """Give the text of a workbook; IntakeError when it is damaged, encrypted or beyond the limits."""
    from taizhang.intake.sheettext import read

    return read(data)
