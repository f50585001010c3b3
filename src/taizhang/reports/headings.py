"""Headings: the numbers that begin sections, at the start of a line or inside running text.

In: the clean text. Out: marks in order, each with its level (1 一、 2 （一） 3 1. 4 一是) and number. A mark inside a
line counts where a sentence ends, where the title of a higher heading is still being read, or where it is the next in
its row. `splitting` asks where rows begin anew, `outline` makes sections of the marks.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import NamedTuple

__all__ = ["Mark", "find_marks"]

_CN = "[一二三四五六七八九十]{1,3}"
_MARK = re.compile(
    r"(?=[一二三四五六七八九十0-9（(〔第①-⑳])(?:"  # alone, the alternatives below are tried at every character
    rf"(?P<cn>{_CN})(?P<sign>[、是要])"
    r"|(?P<digits>[0-9]{1,2})[ ]?(?P<dot>[.．、)）])(?![0-9.．])"
    rf"|[（(〔][ \u3000]?(?:(?P<round>{_CN})|(?P<paren>[0-9]{{1,2}}))[ \u3000]?[)）〕]"
    rf"|第(?:(?P<nth>{_CN})[，,、](?!第)|(?P<chapter>{_CN}|[0-9]{{1,2}})(?:部分|章))"
    r"|(?P<circle>[①-⑳]))"
)
_LIST_OF_NUMBERS = re.compile(rf"{_CN}(?:[、产季级等期类者次]|[，,](?!{_CN}))")
_ENDS = frozenset("。；;！!？?：:…\n")
_CLOSES = frozenset('”"》)）】』」’')
_BLANK = frozenset(" \t\u3000\xa0\r#*>_")
_IN_NUMBER = frozenset("0123456789.．%～~-—–")
_TIES = frozenset("、，,和及与第—-－~～+×xX")
"""Characters that tie a number to the words before it, so that it is no heading."""
_LETTERS_BEFORE = frozenset("唯之第统万单专同其逐不划归合任进另每某")
"""Characters that make a word with 一 (统一是, 唯一是)."""
_CLAUSE = re.compile("项(?!目)|款(?!项)|条(?!件)|目(?![标前录])|类(?!型)|期(?![间望待])|届(?!时)|种(?![植子业])")
"""What follows the number of a clause of a law, not that of a heading."""
_TITLE_ZONE = 70
"""Characters after a heading in which the next level may begin without punctuation."""
_TITLE_WORD = re.compile(r"(?:总结|思路|打算|计划|情况|回顾|安排|要点|如下|任务|目标|措施|汇报|报告|工作|谋划|展望)\Z")
_DIGITS = {char: number for number, char in enumerate("一二三四五六七八九", 1)}
_PARTS = {"sign": 4, "round": 2, "paren": 4, "dot": 3, "circle": 4, "nth": 4, "chapter": 1}


@dataclass(slots=True)
class Mark:
    """One heading number. `start` is that of the number, `after` where its title begins."""

    start: int
    after: int
    level: int
    number: int
    line: bool
    """Whether it stands at the start of a line."""
    kind: str
    """How it is written: the characters around the number."""


def find_marks(text: str) -> list[Mark]:
    """Give the heading marks of `text`, in order.

    >>> [(m.level, m.number) for m in find_marks("一、工作情况(一)投资增长一是抓项目。二是抓服务。(二)民生改善")]
    [(1, 1), (2, 1), (4, 1), (4, 2), (2, 2)]
    """
    marks: list[Mark] = []
    numbers, kinds = [0] * 5, [""] * 5
    last: Mark | None = None
    size = len(text)
    for match in _MARK.finditer(text):
        start, after = match.span()
        part = match.lastgroup or ""
        place = start - 1
        while place >= 0 and text[place] in _BLANK:
            place -= 1
        before = text[place] if place >= 0 else "\n"
        if after >= size or (part == "dot" and before in _IN_NUMBER and place == start - 1):
            continue
        level, kind, number = _read(match, part)
        if number == 0:
            continue
        line = before == "\n"
        if line:
            if text[after] == "\n" or not _begins_line(text, level, kind, after):
                continue
        else:
            zone = number == 1 and _title_goes_on(text, last, level, start)
            goes_on = number == numbers[level] + 1 and (number == 1 or kinds[level] == kind)
            if not _inside(_Place(text, start, after, before, before in _ENDS, zone, goes_on), level, kind, number):
                continue
        last = Mark(start, after, level, number, line, kind)
        marks.append(last)
        numbers[level:] = [number, *_NONE[level:]]
        kinds[level] = kind
    return marks


_NONE = [0] * 4


def _read(match: re.Match[str], part: str) -> tuple[int, str, int]:
    """Read the level, how it is written, and the number of a match; 0 when it is none."""
    if part == "sign":
        kind = match["sign"]
        return (1 if kind == "、" else 4), kind, _chinese(match["cn"])
    if part == "dot":
        kind = match["dot"]
        return (4 if kind in ")）" else 3), kind, int(match["digits"])
    if part == "circle":
        return 4, part, ord(match["circle"]) - ord("①") + 1
    digits = match[part]
    return _PARTS[part], part, int(digits) if digits.isdigit() else _chinese(digits)


def _chinese(digits: str) -> int:
    """Read 三, 十, 十一, 二十三; 0 when it is no number."""
    tens, ten, ones = digits.partition("十")
    if not ten:
        return _DIGITS[digits] if len(digits) == 1 else 0
    return 10 * _DIGITS.get(tens or "一", 0) + _DIGITS.get(ones, 0)


class _Place(NamedTuple):
    """Where a number inside a line stands, and what is known there."""

    text: str
    start: int
    after: int
    before: str
    """The last character before it that is not blank."""
    ended: bool
    """Whether a sentence ends before it."""
    zone: bool
    """Whether it is a 1 and the title of a higher heading may still be running."""
    goes_on: bool
    """Whether it is the next in the row of its level."""


def _begins_line(text: str, level: int, kind: str, after: int) -> bool:
    """Whether a number at the start of a line is a heading and not a quantity or an ordinal."""
    if kind == "、" and level == 1:
        return _LIST_OF_NUMBERS.match(text, after) is None
    return not (kind == "要" and text[after] in "求点素")


def _inside(at: _Place, level: int, kind: str, number: int) -> bool:
    """Whether a number inside a line is a heading."""
    follows = at.text[at.after]
    if level == 1:
        return kind == "、" and _inside_first(at, number)
    if level == 2:
        if at.ended:
            return True
        if at.before in _TIES or at.before in "款条" or _CLAUSE.match(at.text, at.after):
            return False
        return at.before in _CLOSES or at.zone or (number > 1 and at.goes_on)
    if level == 3:
        if not (follows.isalpha() or follows in '“"《（(【'):
            return False
        if at.ended or at.before in _CLOSES:
            return kind != "、" or number == 1 or at.goes_on
        return at.zone or (kind != "、" and number > 1 and at.before not in _TIES and at.goes_on)
    return _inside_last(at, kind, number, follows)


def _inside_first(at: _Place, number: int) -> bool:
    if _LIST_OF_NUMBERS.match(at.text, at.after):
        return False
    if at.ended or at.before in _CLOSES:
        return number == 1 or at.before in "。；;" or at.goes_on
    return number == 1 and _TITLE_WORD.search(at.text, max(0, at.start - 12), at.start) is not None


def _inside_last(at: _Place, kind: str, number: int, follows: str) -> bool:
    """Whether a number of level 4 inside a line is a heading: 一是, 一要, （1）, 1), ①, 第一，."""
    ended, goes_on = at.ended or at.zone, number > 1 and at.goes_on
    if kind in "是要":
        if at.before in _LETTERS_BEFORE or (kind == "要" and follows in "求点素"):
            return False
        return ended or goes_on or at.before in "，,、" or at.before in _CLOSES
    if kind in ("nth", ")", "）"):
        return (ended and (number == 1 or goes_on)) or (goes_on and at.before in _CLOSES)
    return ended or (goes_on and not _CLAUSE.match(at.text, at.after))


def _title_goes_on(text: str, last: Mark | None, level: int, start: int) -> bool:
    """Whether the title of the last heading, of a higher level, may still be running at `start`."""
    if last is None or last.level >= level or not 0 < start - last.after <= _TITLE_ZONE:
        return False
    title = text[last.after : start].rstrip()
    return "。" not in title and "\n" not in title and "；" not in title
