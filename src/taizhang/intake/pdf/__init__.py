"""PDF files with text: paragraphs, ruled tables, running heads, and where each stands on its page.

    document    opens the file, refuses what cannot be read, tells what is left out
    boxes       where characters stand, asked with few calls;  words  which lines of words are even
    glyphs      the characters of a page with their boxes, turned so that reading runs to the right
    rules       the ruled lines of a page;  grids  the tables that they make;  cells  the text in them
    openrows    figures below one another that no lines enclose;  opentables  the tables that they make
    lines       characters -> lines;  columns  lines -> reading order
    running     heads, footers and page numbers that repeat over the pages;  footnotes  notes below the text
    paragraphs  lines -> paragraphs, across pages
    pages       one page -> its lines and tables;  writing  all of it -> Extract

Nothing in the file is run or followed: no script, no form, no link, no attachment.
"""

from __future__ import annotations

from taizhang.intake.formats import Extract

__all__ = ["GUARDED", "NAME", "VERBATIM", "extract", "recognises"]

NAME = "pdf"
VERBATIM = False
GUARDED = True

_MAGIC = b"%PDF-"
_WITHIN = 1024
"""Bytes in which the format allows the magic to stand."""


def recognises(data: bytes) -> bool:
    """Say whether these bytes are a PDF file; a text that only mentions the magic is none."""
    at = data.find(_MAGIC, 0, _WITHIN)
    if at <= 3:
        return at >= 0
    return b"endobj" in data and b"startxref" in data


def extract(data: bytes) -> Extract:
    """Give the text of all pages; IntakeError when it is locked, damaged, too large or holds no readable text."""
    from taizhang.intake.pdf.writing import read

    return read(data)
