"""Web pages in one file (.mht, and .doc files that Word or an office system saved so): the page in them is read.

Such a file is a message as mail has them; its first part that is HTML goes to `html`, the other parts stay out.
"""

from __future__ import annotations

import re

from taizhang.errors import IntakeError
from taizhang.intake import html
from taizhang.intake.formats import Extract

__all__ = ["GUARDED", "MAX_PARTS", "NAME", "VERBATIM", "extract", "recognises"]

NAME = "mht"
VERBATIM = False
GUARDED = True
MAX_PARTS = 10_000
_ADVICE = "请用浏览器另存为网页（.html），或用 Word 另存为 .docx 再读"

_HEAD = 4096
_FIELD = re.compile(rb"(?:\xef\xbb\xbf)?\s{0,9}[A-Za-z-]{1,40}:")
_VERSION = re.compile(rb"^MIME-Version:", re.IGNORECASE | re.MULTILINE)
_PAGE = re.compile(rb"^Content-Type:\s*(?:multipart/related|text/html)", re.IGNORECASE | re.MULTILINE)
_BOUNDARY = re.compile(rb"^--", re.MULTILINE)


def recognises(data: bytes) -> bool:
    """Say whether a file begins with the head of a message that is a page."""
    if _FIELD.match(data) is None:
        return False
    head = data[:_HEAD].lstrip(b"\xef\xbb\xbf \t\r\n")
    return _VERSION.search(head) is not None and _PAGE.search(head) is not None


def extract(data: bytes) -> Extract:
    """Give the article of the page; IntakeError when there is none, or more than `MAX_PARTS` parts."""
    if sum(1 for _ in _BOUNDARY.finditer(data)) > MAX_PARTS:
        raise IntakeError(f"单文件网页的部分超过 {MAX_PARTS:,} 个的上限；{_ADVICE}")
    try:
        page = _page(data)
    except RecursionError as error:  # the mail parser goes down with the parts
        raise IntakeError(f"单文件网页的部分层层嵌套，没有读取；{_ADVICE}") from error
    if page is None:
        raise IntakeError(f"单文件网页（.mht）里没有网页；{_ADVICE}")
    return html.extract(page)


def _page(data: bytes) -> bytes | None:
    """Give the first part that is HTML."""
    from email import message_from_bytes

    for part in message_from_bytes(data.lstrip(b"\xef\xbb\xbf \t\r\n")).walk():
        content = part.get_payload(decode=True) if part.get_content_type() == "text/html" else None
        if isinstance(content, bytes) and content.strip():
            return content
    return None
