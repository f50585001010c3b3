"""Headings: the numbers that begin sections, at the start of a line or inside running text.

In: the clean text. Out: marks in order, each with its level (1 一、 2 （一） 3 1. 4 一是) and number. A mark inside a line
counts where a sentence ends, where the title of a higher heading is still being read, or where it is the next in its
row. `splitting` asks where rows begin anew, `outline` makes sections of the marks.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

__all__ = ["Mark", "find_marks"]

_CN = "[一二三四五六七八九十]{1,3}"
_MARK = re.compile(
    rf"(?P<cn>{_CN})(?P<sign>[、是要])"
    rf"|[（(〔][ \u3000]?(?:(?P<round>{_CN})|(?P<paren>\d{{1,2}}))[ \u3000]?[)）〕]"
    r"|(?P<digits>\d{1,2})[ ]?(?P<dot>[.．、)）])(?![\d.．])"
    r"|(?P<circle>[①-⑳])"
    rf"|第(?:(?P<nth>{_CN})[，,、](?!第)|(?P<chapter>{_CN}|\d{{1,2}})(?:部分|章))"
)
_LIST_OF_NUMBERS = re.compile(rf"{_CN}(?:[、产季级等期类者次]|[，,](?!{_CN}))")
_ENDS = frozenset("。；;！!？?：:…\n")
_CLOSES = frozenset("”\"》)）】』」’")
_BLANK = frozenset(" \t\u3000\xa0\r#*>_")
_IN_NUMBER = frozenset("0123456789.．%～~-—–")
_TIES = frozenset("、，,和及与第—-－~～+×xX")
"""Characters that tie a number to the words before it, so that it is no heading."""
_LETTERS_BEFORE = frozenset("唯之第统万单专同其逐不划归合任进另每某")
"""Characters that make a word with 一 (统一是, 唯一是)."""
_CLAUSES = frozenset("项款条目期类种届")
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
    row = _Row()
    size = len(text)
    for match in _MARK.finditer(text):
        start, after = match.span()
        mark = _read(match, start, after)
        if mark is None or after >= size:
            continue
        place = start - 1
        while place >= 0 and text[place] in _BLANK:
            place -= 1
        before = text[place] if place >= 0 else "\n"
        if mark.kind in ".．、" and mark.level == 3 and place == start - 1 and before in _IN_NUMBER:
            continue
        if before == "\n":
            mark.line = True
            if text[after] == "\n" or not _begins_line(text, mark):
                continue
        elif not _inside(text, mark, before, row):
            continue
        marks.append(mark)
        row.put(mark)
    return marks


def _read(match: re.Match[str], start: int, after: int) -> Mark | None:
    """Read a number and how it is written; None when it is none."""
    part = match.lastgroup or ""
    level = _PARTS[part]
    if part == "sign":
        kind, number = match["sign"], _chinese(match["cn"])
        level = 1 if kind == "、" else 4
    elif part == "dot":
        kind, number = match["dot"], int(match["digits"])
        level = 4 if kind in ")）" else 3
    elif part == "circle":
        kind, number = part, ord(match["circle"]) - ord("①") + 1
    else:
        kind, digits = part, match[part]
        number = int(digits) if digits.isdigit() else _chinese(digits)
    return Mark(start, after, level, number, False, kind) if number else None


def _chinese(digits: str) -> int:
    """Read 三, 十, 十一, 二十三; 0 when it is no number."""
    tens, ten, ones = digits.partition("十")
    if not ten:
        return _DIGITS[digits] if len(digits) == 1 else 0
    return 10 * _DIGITS.get(tens or "一", 0) + _DIGITS.get(ones, 0)


class _Row:
    """The numbers in force at each level while the text is read."""

    __slots__ = ("kinds", "last", "numbers")

    def __init__(self) -> None:
        self.numbers, self.kinds = [0] * 5, [""] * 5
        self.last: Mark | None = None

    def put(self, mark: Mark) -> None:
        level = mark.level
        self.numbers[level], self.kinds[level] = mark.number, mark.kind
        self.numbers[level + 1 :] = [0] * (4 - level)
        self.last = mark

    def goes_on(self, mark: Mark) -> bool:
        """Whether `mark` is the next in the row of its level."""
        before = self.numbers[mark.level]
        return mark.number == before + 1 and (before == 0 or self.kinds[mark.level] == mark.kind)


def _begins_line(text: str, mark: Mark) -> bool:
    """Whether a number at the start of a line is a heading and not a quantity or an ordinal."""
    if mark.kind in "、" and mark.level == 1:
        return _LIST_OF_NUMBERS.match(text, mark.after) is None
    return not (mark.kind == "要" and text[mark.after] in "求点素")


def _inside(text: str, mark: Mark, before: str, row: _Row) -> bool:
    """Whether a number inside a line is a heading."""
    ended = before in _ENDS
    zone = mark.number == 1 and _title_goes_on(text, row.last, mark)
    follows = text[mark.after]
    if mark.level == 1:
        return mark.kind == "、" and _inside_first(text, mark, before, row, ended)
    if mark.level == 2:
        if follows in _CLAUSES or before in _TIES or before in "款条":
            return False
        return ended or before in _CLOSES or zone or (mark.number > 1 and row.goes_on(mark))
    if mark.level == 3:
        if not (follows.isalpha() or follows in "“\"《（(【"):
            return False
        if ended or before in _CLOSES:
            return mark.kind != "、" or mark.number == 1 or row.goes_on(mark)
        return zone or (mark.kind != "、" and mark.number > 1 and before not in _TIES and row.goes_on(mark))
    return _inside_last(mark, before, follows, ended or zone, row)


def _inside_first(text: str, mark: Mark, before: str, row: _Row, ended: bool) -> bool:
    if _LIST_OF_NUMBERS.match(text, mark.after):
        return False
    if ended or before in _CLOSES:
        return mark.number == 1 or before in "。；;" or row.goes_on(mark)
    return mark.number == 1 and _TITLE_WORD.search(text, max(0, mark.start - 12), mark.start) is not None


def _inside_last(mark: Mark, before: str, follows: str, ended: bool, row: _Row) -> bool:
    """Whether a number of level 4 inside a line is a heading: 一是, 一要, （1）, 1), ①, 第一，."""
    goes_on = mark.number > 1 and row.goes_on(mark)
    if mark.kind in "是要":
        if before in _LETTERS_BEFORE or (mark.kind == "要" and follows in "求点素"):
            return False
        return ended or goes_on or before in "，,、" or before in _CLOSES
    if mark.kind in ("nth", ")", "）"):
        return (ended and (mark.number == 1 or goes_on)) or (goes_on and before in _CLOSES)
    return follows not in _CLAUSES and (ended or goes_on)


def _title_goes_on(text: str, last: Mark | None, mark: Mark) -> bool:
    """Whether the title of the last heading, of a higher level, may still be running where `mark` stands."""
    if last is None or last.level >= mark.level or not 0 < mark.start - last.after <= _TITLE_ZONE:
        return False
    title = text[last.after : mark.start].rstrip()
    return "。" not in title and "\n" not in title and "；" not in title
