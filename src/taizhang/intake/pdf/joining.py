"""How two lines of one text go together: whether the second runs on, and what stands between them.

In: texts and widths of two lines. Out: a decision; `paragraphs` and `cells` take it.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from taizhang.intake.pdf.lines import Line
from taizhang.intake.pdf.words import parts_words
from taizhang.wordlists import load

__all__ = [
    "Link", "begins_caption", "begins_head", "ends_sentence", "goes_on", "is_contents", "lead_width", "leaves_open",
    "link", "may_hang", "stands_alone",
]  # fmt: skip

_WORDS = load("intake", "pdf.toml")
_CLOSING = re.escape(_WORDS["closing"])
_ENDS = re.compile(rf"[{re.escape(_WORDS['ends'])}][{_CLOSING}]*$|[a-z]\.$")
_GOES_ON = re.compile(rf"[{re.escape(_WORDS['goes_on'])}]$|\d[.．]$|\w-$")
_HEADS = re.compile("|".join(_WORDS["heads"]["patterns"]))
_CAPTIONS = re.compile("|".join(_WORDS["captions"]["patterns"]))
_ALONE = re.compile("|".join(_WORDS["alone"]["patterns"]))
_OPEN = re.compile(r"[（(][^（()）]{0,20}$")
_CONTENTS = re.compile("|".join(_WORDS["contents"]["patterns"]))
_NARROW_WORD = r"[!-\u2e7f]"
_NOT_FIRST, _NOT_LAST = re.escape(_WORDS["not_first"]), re.escape(_WORDS["not_last"])
_UNIT = rf"[{_NOT_LAST}]*(?:{_NARROW_WORD}+|.)[{_NOT_FIRST}]*"
_QUOTE = f"[{re.escape(_WORDS['quotes'])}]"
_LEAD = re.compile(
    rf"{_UNIT}(?:(?<={_QUOTE}){_UNIT}|(?={_QUOTE}){_UNIT}|(?<=[{_NOT_FIRST}]){_NARROW_WORD}+[{_NOT_FIRST}]*)*",
    re.DOTALL,
)
_NARROW, _LONGEST = 0.6, 12
"""Sizes of a character of letters or digits; characters of a lead that are counted."""
_WIDE_CHAR = "\u2e80"


class Link(NamedTuple):
    """How a line follows another: characters dropped at the end of the first, and what stands between."""

    dropped: int
    between: str


def ends_sentence(text: str) -> bool:
    """Say whether a sentence, or a clause that may end a paragraph, ends with the line."""
    return _ENDS.search(text, max(0, len(text) - 8)) is not None


def goes_on(text: str) -> bool:
    """Say whether a line ends where no paragraph can: after a comma, in a number or a word."""
    return _GOES_ON.search(text, max(0, len(text) - 2)) is not None


def may_hang(text: str) -> bool:
    """Say whether a line ends with what may hang over the edge of its column."""
    return text[-1] in _WORDS["not_first"]


def begins_head(text: str) -> bool:
    """Say whether a line begins as a numbered heading or an item of a list."""
    return _HEADS.match(text) is not None


def begins_caption(text: str) -> bool:
    """Say whether a line begins as the title of a table: 表1, 附件2：."""
    return _CAPTIONS.match(text) is not None


def stands_alone(text: str) -> bool:
    """Say whether a line is one of its own, such as the unit of a table."""
    return _ALONE.fullmatch(text) is not None


def leaves_open(text: str) -> bool:
    """Say whether a bracket is open at the end of a line."""
    return _OPEN.search(text, max(0, len(text) - 21)) is not None


def is_contents(text: str) -> bool:
    """Say whether a line is one of a contents list, with dots that lead to the number of its page at the end."""
    return text[-1:].isdecimal() and _CONTENTS.search(text) is not None


def lead_width(line: Line) -> float:
    """Give the width in points of what begins a line and cannot be parted: it did not fit on the line before."""
    text = line.text
    if text[0] >= _WIDE_CHAR and text[0].isalpha() and text[1:2] >= _WIDE_CHAR and text[1:2].isalpha():
        return line.size
    lead = _LEAD.match(text)
    if lead is None:
        return line.size
    wide = sum(1.0 if char >= _WIDE_CHAR else _NARROW for char in lead[0][:_LONGEST])
    return min(wide * line.size, line.right - line.left)


def link(before: str, after: str, spaced: bool) -> Link:
    """Give how two lines of one paragraph are joined; `spaced`: the file has a space at the end of the first.

    >>> link("完成投资12.", "5亿元", False), link("gross", "product", False), link("eco-", "nomy", False)
    (Link(dropped=0, between=''), Link(dropped=0, between=' '), Link(dropped=1, between=''))
    """
    a, b = before[-1:], after[:1]
    if a >= _WIDE_CHAR or b >= _WIDE_CHAR:
        return Link(0, "")
    if a in "-\xad" and before[-2:-1].islower() and b.islower():
        return Link(1, "")
    if a in "-–—/~":
        return Link(0, "")
    if (a.isdigit() or a in ".,%") and (b.isdigit() or b in ".,%"):
        return Link(0, " " if spaced and a != "." else "")
    if a.isdigit() != b.isdigit() and not spaced and any(char >= _WIDE_CHAR for char in before + after):
        return Link(0, "")
    return Link(0, " " if parts_words(a, b) else "")
