"""Web pages: the article, not the site around it (`article` finds it); paragraphs and table rows become lines.

A page costs time and memory by its tags, not by its bytes, so what no real page has is refused: more than `MAX_TAGS`
tags, a tag with more than `MAX_ATTRIBUTES` attributes (the parser compares each with all others), more than
`MAX_MARKUP` characters of tags without their quoted values, and elements nested 2048 deep (libxml2's own limit).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from taizhang.errors import IntakeError
from taizhang.intake.encoding import decode
from taizhang.intake.formats import Extract

if TYPE_CHECKING:
    from lxml.etree import _Element

__all__ = ["GUARDED", "MAX_ATTRIBUTES", "MAX_MARKUP", "MAX_TAGS", "NAME", "VERBATIM", "extract", "recognises"]

NAME = "html"
VERBATIM = False
GUARDED = False
MAX_TAGS = 500_000
MAX_ATTRIBUTES = 1_000
MAX_MARKUP = 8_000_000
_ADVICE = "请用浏览器另存为文本（.txt）再读"

_BEGINNING = re.compile(
    rb"(?:\s|\xef\xbb\xbf|\xff\xfe|\xfe\xff|<\?xml[^>]*>|<!--.*?-->)*+"
    rb"<(?:(?P<page>!doctype\s+html|(?:html|head|body|meta|title)[\s>])|"
    rb"(?:link|style|script|div|p|table|section|article|main|header|center|font|span|ul|ol|pre|h[1-6])[\s>])",
    re.IGNORECASE | re.DOTALL,
)
_CHARSET = re.compile(rb"""<(?:meta|\?xml)[^>]{1,400}?(?:charset|encoding)\s*=\s*["']?\s*([\w-]+)""", re.IGNORECASE)
_QUOTED = re.compile(r"""=\s*(?:"[^"]*"|'[^']*')""")
_SEPARATOR = re.compile(r"[\s/]")


def recognises(data: bytes) -> bool:
    """Say whether the file begins as a page does, in any encoding; a piece of one must end with a tag too.

    (A Markdown file may begin with a tag and is none.)
    """
    found = _BEGINNING.match(data[:4096].replace(b"\0", b""))
    return found is not None and (found["page"] is not None or data[-64:].rstrip(b"\0 \t\r\n").endswith(b">"))


def extract(data: bytes) -> Extract:
    """Give the article of a page; IntakeError when it goes beyond the limits."""
    from taizhang.intake.article import article

    stated = _CHARSET.search(data[:8192].replace(b"\0", b""))
    page, notes = decode(data, stated[1].decode("ascii", "ignore") if stated else "")
    if nuls := page.count("\0"):
        page, notes = page.replace("\0", ""), (*notes, f"含 {nuls} 个 NUL 字符，已略去")
    found = article(_parse(page))
    return found._replace(notes=notes if found.text else (*notes, "网页里没有正文"))


def _parse(page: str) -> _Element | None:
    """Parse a page into its root element; None when it holds no element at all."""
    from lxml import etree

    _refuse_hostile(page)
    parser = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True)
    try:
        root = etree.fromstring(page.encode(), parser)
    except etree.XMLSyntaxError:
        return None
    if any("RESOURCE_LIMIT" in error.type_name for error in parser.error_log):
        raise IntakeError(f"网页的标签嵌套超过 2048 层的上限；{_ADVICE}")
    return root


def _refuse_hostile(page: str) -> None:
    if page.count("<") > MAX_TAGS:
        raise IntakeError(f"网页的标签超过 {MAX_TAGS:,} 个的上限；{_ADVICE}")
    markup = 0
    for piece in page.split(">"):
        if len(piece) > MAX_ATTRIBUTES or len(page) > MAX_MARKUP:
            bare = _QUOTED.sub("=", piece[piece.find("<") :])
            markup += len(bare)
            if max(bare.count("="), len(_SEPARATOR.findall(bare))) > MAX_ATTRIBUTES:
                raise IntakeError(f"网页的一个标签里属性超过 {MAX_ATTRIBUTES:,} 个的上限；{_ADVICE}")
    if markup > MAX_MARKUP:
        raise IntakeError(f"网页的标签和属性超过 {MAX_MARKUP:,} 个字符的上限；{_ADVICE}")
