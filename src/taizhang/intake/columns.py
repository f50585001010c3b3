"""Tables in plain text: columns kept by tabs, by blanks, or by drawn borders (│ | ┃), of Markdown, and of .csv files.

In: a text, which stays as it is. Out: its tables, with the span of every cell; `plain` and `reader` give them on to
`taizhang.facts.tables`. A text without tabs, double blanks and bars costs one look.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from taizhang.intake.aligned import Row, ragged, visual
from taizhang.intake.separated import SIGNS as SEPARATORS
from taizhang.intake.separated import find_separated
from taizhang.model import Cell, Table
from taizhang.spans import Span

__all__ = ["find_tables"]

LONGEST = 1000
"""Characters of a line that may be a row."""
MOST_COLUMNS = 60
_MOST_LETTERS = 4
SECTION = 30
"""Characters of a line without columns that may head the rows below it."""
_BARS = "|│┃║｜"
_GAP = re.compile(rf"(?<=[^\s])(?:[ \u3000]*\t|[ ]{{2}}|\u3000)|(?<=\n)\t|[{_BARS}]")
_BLANKS = re.compile(r"(?:[ \u3000]{2,}|\u3000)[ \u3000]*")
_RULE = re.compile(r"[\s|│┃║｜:：+\-─━═┄┅┈┉—┌┬┐├┼┤└┴┘┏┳┓┣╋┫┗┻┛╔╦╗╠╬╣╚╩╝╟╢╤╧╞╡╪]+")
_STROKE = re.compile("[-_=]{5,}|[─━═]{3,}")
"""A line drawn under some heads only."""
_NUMBER = re.compile(
    r"(?!(?:19|20)\d{2} ?年|\d{1,2} ?月)"
    r"(?:[+＋\-－−▲△▼↑↓≥≤><约]|增长|下降)? ?(?:\d[\d,，]*(?:[.．]\d+)?|[×xX＊*]{2,})"
    r" ?(?:[%％‰]|[^\d\s，。；、：:.,()（）]{1,5})?[↑↓▲▼]?(?:[（(][^（）()]{1,20}[)）])?"
)
_TIME = re.compile(r"(?:(?:19|20)\d{2}年?)?(?:\d{1,2}[-—~至])?(?:\d{1,2}月)?|(?:19|20)\d{2}")
_MARKER = re.compile(
    r"(?:[一二三四五六七八九十]{1,3}[、.．]?|[（(][一二三四五六七八九十\d]{1,3}[)）]|\d{1,2}(?:[、．.]|\.\d{1,2})|[①-⑳]|第[一二三四五六七八九十]+[章节部条]|[•●◆■▪◇○*·\-—–>#]+)"
)
_ITEM = re.compile(
    r"(?:第[一二三四五六七八九十\d]+[章节部篇]|[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[)）]|\d{1,2}[.、．])"
)
_LEADER = re.compile(r"\.{3,}|…|·{3,}|．{3,}|_{3,}")
_UNKNOWN = re.compile("…{1,2}|[.]{3}")
"""A cell that says that there is no figure."""
_TITLE = re.compile(r"[（(【]?(?:附?表|附件|附)[\s\u3000]*[\d一二三四五六七八九十]*[\s\u3000:：、]")
_FOOT = re.compile(r"(?:单位|日期|时间|人|局|表|审核|来源|注)[:：]")
_SENTENCE_END = "。；;！？，,"


@dataclass(slots=True)
class _Line:
    """A line that may be a row: how its columns are kept, and its parts."""

    start: int
    end: int
    kind: str
    parts: list[Span]


def find_tables(text: str) -> tuple[Table, ...]:
    """Give the tables of a plain text, in order.

    >>> table, = find_tables("指标\\t1-5月\\n税收收入\\t3.2亿元\\n社零总额\\t8.1亿元")
    >>> [(cell.row, cell.column) for cell in table.cells]
    [(0, 0), (0, 1), (1, 0), (1, 1), (2, 0), (2, 1)]
    """
    found = []
    if any(sign in text for sign in ("\t", "  ", "\u3000", *_BARS)):
        for block in _blocks(text):
            table = _table(text, block)
            if table is not None:
                found.append(table)
    if not found and any(sign in text for sign in SEPARATORS) and (whole := find_separated(text)):
        found.append(whole)
    return tuple(found)


def _blocks(text: str) -> Iterator[list[_Line]]:
    """Give runs of lines that may be rows of one table."""
    block: list[_Line] = []
    for line in _lines(text):
        if block and not _goes_on(text, block, line):
            yield block
            block = []
        block.append(line)
    if block:
        yield block


def _lines(text: str) -> Iterator[_Line]:
    """Give the lines that may be rows."""
    done = 0
    for match in _GAP.finditer(text):
        at = match.start()
        if at < done:
            continue
        start = text.rfind("\n", 0, at) + 1
        end = text.find("\n", at)
        end = done = len(text) if end < 0 else end
        if end - start > LONGEST:
            continue
        line = _line(text, start, end - (text[end - 1 : end] == "\r"))
        if line is not None:
            yield line


def _line(text: str, start: int, end: int) -> _Line | None:
    content = text[start:end]
    bars = sum(content.count(bar) for bar in _BARS)
    if bars >= 2 or (bars and content.strip()[:1] in _BARS):
        if _RULE.fullmatch(content):
            return _Line(start, end, "rule", [])
        parts = _split(text, start, end, re.compile(f"[{_BARS}]"))
        if content.strip()[:1] in _BARS:
            parts = parts[1:]
        if content.strip()[-1:] in _BARS:
            parts = parts[:-1]
        kind = "bars"
    elif "\t" in content:
        parts, kind = _split(text, start, end, re.compile("\t")), "tabs"
        full = [part for part in parts if part[0] < part[1]]
        if len(full) == 2 and full[0] == parts[0] and _MARKER.fullmatch(text[slice(*full[0])]):
            return None  # a list number before its paragraph
    else:
        found, kind = _tokens(text, start, end), "blanks"
        parts = [part for part in found if not _STROKE.fullmatch(text, *part)]
        if parts and len(parts) < len(found):
            return _Line(start, end, kind, parts)
    said = sum(low < high for low, high in parts)
    if said < 2 and not (kind != "blanks" and said and len(parts) > 1):
        return None
    return _Line(start, end, kind, parts) if len(parts) <= MOST_COLUMNS else None


def _split(text: str, start: int, end: int, at: re.Pattern[str]) -> list[Span]:
    parts, low = [], start
    for match in at.finditer(text, start, end):
        parts.append(_unquoted(text, *_bare(text, low, match.start())))
        low = match.end()
    parts.append(_unquoted(text, *_bare(text, low, end)))
    return parts


def _unquoted(text: str, start: int, end: int) -> Span:
    """Leave out the quotation marks that a program put around a value: "1,203"."""
    quoted = end - start > 1 and text[start] == text[end - 1] == '"' and text.count('"', start, end) == 2
    return (start + 1, end - 1) if quoted else (start, end)


def _bare(text: str, start: int, end: int) -> Span:
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    return start, end


def _tokens(text: str, start: int, end: int) -> list[Span]:
    """Split at blanks; the letters of a word that blanks spread (合　　计) stay together."""
    low, high = _bare(text, start, end)
    parts: list[Span] = []
    for match in _BLANKS.finditer(text, low, high):
        parts.append((low, match.start()))
        low = match.end()
    parts.append((low, high))
    joined: list[Span] = []
    apart = 0
    """Blanks between the letters of the last word, 0 while it has one."""
    for part in parts:
        gap = part[0] - joined[-1][1] if joined else 0
        if joined and _is_letter(text, part) and _is_spread(text[slice(*joined[-1])]) and gap <= (apart or gap) + 1:
            joined[-1], apart = (joined[-1][0], part[1]), apart or gap
        else:
            joined.append(part)
            apart = 0
    return joined


def _is_spread(word: str) -> bool:
    letters = word.split()
    return len(letters) < _MOST_LETTERS and all(len(letter) == 1 and "一" <= letter <= "龥" for letter in letters)


def _is_letter(text: str, part: Span) -> bool:
    return part[1] - part[0] == 1 and "一" <= text[part[0]] <= "龥"


def _goes_on(text: str, block: Sequence[_Line], line: _Line) -> bool:
    """Whether a line belongs to the table of the lines before it."""
    last = block[-1]
    row = next((each for each in reversed(block) if each.kind != "rule"), None)
    if line.kind != "rule" and row is not None and line.kind != row.kind:
        return False
    if line.kind == "blanks" and _TITLE.match(_said(text, line)) and not _numbers(text, line):
        return False
    said = text[last.end : line.start].strip("\r")
    if said.count("\n") > 2:
        return False
    said = said.strip()
    if not said or _RULE.fullmatch(said):
        return True
    if row is None or line.kind == "rule":
        return False
    if row is block[0] and (len(row.parts) < 3 or not _ITEM.match(said)):
        return False  # below a head only what is numbered is a section of it
    if len(said) > SECTION or said[-1] in _SENTENCE_END or "\n" in said or _TITLE.match(said) or said[-1] == "表":
        return False
    return len(line.parts) == len(row.parts) and _numbers(text, line) > 0


def _numbers(text: str, line: _Line) -> int:
    return sum(_is_number(text[low:high]) for low, high in line.parts)


def _is_number(cell: str) -> bool:
    return bool(_NUMBER.fullmatch(cell)) and not _TIME.fullmatch(cell)


def _table(text: str, block: Sequence[_Line]) -> Table | None:
    """Make a table of a run of lines that are its rows; None when they are text or a list."""
    ruled = any(line.kind == "rule" for line in block)
    rows = _without_titles(text, [line for line in block if line.kind != "rule"])
    if len(rows) < 2 or _is_contents(text, rows):
        return None
    numbers = [[_is_number(text[low:high]) for low, high in line.parts] for line in rows]
    counts = [sum(each) for each in numbers]
    width = max(len(line.parts) for line in rows)
    if not _is_tabular(rows, counts, width, ruled=ruled):
        return None
    laid = [Row(line.start, line.end, line.parts, each) for line, each in zip(rows, numbers, strict=True)]
    cells = visual(text, laid) if rows[0].kind == "blanks" else ragged(laid)
    if cells is None:
        return None
    return Table(rows[0].start, rows[-1].end, tuple(_with_sections(text, rows, cells, width)))


def _without_titles(text: str, rows: list[_Line]) -> list[_Line]:
    """Leave out the titles and notes that stand above and below the rows: 表1　…, 单位：万元　…, 填表人：…　审核：…."""
    low, high = 0, len(rows)
    while low < high and _is_title(text, rows[low], rows[low + 1 : low + 2]):
        low += 1
    while high > low and not _numbers(text, rows[high - 1]) and _FOOT.search(_said(text, rows[high - 1])):
        high -= 1
    return rows[low:high]


def _said(text: str, line: _Line) -> str:
    return text[line.start : line.end].strip()


def _is_title(text: str, line: _Line, below: Sequence[_Line]) -> bool:
    if _numbers(text, line) or (below and len(below[0].parts) < len(line.parts)):
        return False
    said = _said(text, line)
    if _TITLE.match(said) or _FOOT.search(said):
        return True
    return len(line.parts) == 2 and bool(below) and len(below[0].parts) > 2 and said.endswith("表")


def _is_tabular(rows: Sequence[_Line], counts: Sequence[int], width: int, ruled: bool) -> bool:
    """Tell a table from lines that happen to hold blanks: columns that hold, and figures in them."""
    figured = [line for line, count in zip(rows, counts, strict=True) if count]
    usual = max(len(line.parts) for line in figured) if figured else width
    same = sum(len(line.parts) == usual for line in rows)
    if rows[0].kind == "bars":
        return usual > 1 and (ruled or same > 1)
    if rows[0].kind == "tabs":
        return usual > 1 and same > 1 and (sum(counts) > 0 or usual > 2)
    if sum(counts) < 2 or usual < 2:
        return False
    if len(figured) == 1:
        return len(rows) > 1 and same > 1 and usual > 2
    full = sum(len(line.parts) >= usual - 1 for line in figured) * 2 > len(figured)
    return len(figured) * 2 >= len(rows) - 2 and (full or len(rows[0].parts) >= max(usual, 3))


def _is_contents(text: str, rows: Sequence[_Line]) -> bool:
    """Tell a contents list: titles, then page numbers that do not fall."""
    parts = [text[low:high] for line in rows for low, high in line.parts]
    if any(_LEADER.search(part) and not _UNKNOWN.fullmatch(part) for part in parts):
        return True
    if any(len([part for part in line.parts if part[0] < part[1]]) != 2 for line in rows):
        return False
    last = [text[slice(*line.parts[-1])] for line in rows]
    if not all(number.isdecimal() for number in last):
        return False
    pages = [int(number) for number in last if len(number) < 5]
    rising = len(pages) == len(last) and all(a <= b for a, b in pairwise(pages))
    return rising and len(rows) > 2 and sum(bool(_ITEM.match(text, line.start)) for line in rows) * 2 > len(rows)


def _with_sections(text: str, rows: Sequence[_Line], cells: Sequence[Cell], width: int) -> list[Cell]:
    """Add the lines between the rows that head those below them."""
    full = max((cell.column + cell.columns for cell in cells), default=width)
    found: list[Cell] = []
    extra = 0
    by_row: dict[int, list[Cell]] = {}
    for cell in cells:
        by_row.setdefault(cell.row, []).append(cell)
    for i, line in enumerate(rows):
        if i:
            low, high = _bare(text, rows[i - 1].end, line.start)
            if low < high and not _RULE.fullmatch(text[low:high]):
                found.append(Cell(i + extra, 0, low, high, 1, full))
                extra += 1
        found += [cell._replace(row=cell.row + extra) for cell in by_row.get(i, ())]
    return found
