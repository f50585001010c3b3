"""Where a stretch of source text stands in its file, as a person says it: 第3页第2段, 工作表“收支”B4.

In: a Reading, or the SourceText in it, and offsets, such as a fact's. Out: a Location, which `str` turns into words.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from itertools import takewhile

from taizhang.model import Place, Reading, SourceText

__all__ = ["Location", "locate"]

_LINE_END = re.compile("\r\n?|\n")


@dataclass(frozen=True, slots=True)
class Location:
    """The first and the last place that a stretch of text touches: the same one, mostly.

    `lines`, counted from 1, are those of the source text. A file that is its own text has no other places: there
    `first` and `last` are the stretch itself.
    """

    first: Place
    last: Place
    lines: tuple[int, int]

    def __str__(self) -> str:
        """Say it in words, what both ends share once: 第3页第2段至第4段."""
        first, last = (_words(*end) for end in zip((self.first, self.last), self.lines, strict=True))
        if first == last:
            return "".join(first)
        shared = len(list(takewhile(lambda pair: pair[0] == pair[1], zip(first[:-1], last[:-1], strict=False))))
        return f"{''.join(first)}至{''.join(last[shared:])}"


def locate(reading: Reading | SourceText, start: int, end: int) -> Location:
    """Find where `text[start:end]` of one file stands; ValueError when that is not within the text.

    TypeError for what is not one file's: `read` gives the readings of a folder, each of which has facts of its own.

    >>> from taizhang.reader import read_text
    >>> str(locate(read_text("一、收入\\n完成5亿元。"), 7, 10))
    '第2行'
    """
    source = reading.source if isinstance(reading, Reading) else reading
    if not isinstance(source, SourceText):
        given = type(source).__name__
        raise TypeError(f"locate takes the Reading of one file, as `for reading in readings` gives it, not {given}")
    if not 0 <= start <= end <= len(source.text):
        raise ValueError(f"no stretch of a text of {len(source.text)} characters: {start} to {end}")
    lines = _line(source.text, start), _line(source.text, max(start, end - 1))
    first, last = _places(source, start, max(end, start + 1))
    return Location(first, last, lines)


def _places(source: SourceText, start: int, end: int) -> tuple[Place, Place]:
    """Give the first and last place that the stretch touches; between two, that before it."""
    places = source.places
    low = bisect_right(places, start, key=lambda place: place.end)
    high = bisect_left(places, end, key=lambda place: place.start)
    if low < high:
        return places[low], places[high - 1]
    if places and low:
        return places[low - 1], places[low - 1]
    return Place(start, end), Place(start, end)


def _line(text: str, offset: int) -> int:
    within = text[offset - 1 : offset + 1] == "\r\n"
    return len(_LINE_END.findall(text, 0, offset)) + 1 - within


def _words(place: Place, line: int) -> tuple[str, ...]:
    """Say a place in words, from the large to the small; by its line where a file knows no other."""
    words: list[str] = []
    if place.sheet is not None:
        words.append(f"工作表“{place.sheet}”")
    if place.page is not None:
        words.append(f"第{place.page}页")
    if place.part is not None:
        anchored = place.part == "文本框" and place.paragraph is not None and place.page is None
        words.append(f"第{place.paragraph}段处的{place.part}" if anchored else place.part)
    if place.cell is not None:
        words.append(place.cell)
    elif place.table is not None:
        words.append(f"表{place.table}")
        words += [f"第{place.row}行"] * (place.row is not None) + [f"第{place.column}列"] * (place.column is not None)
    elif place.paragraph is not None and place.part is None:
        words.append(f"第{place.paragraph}段")
    return tuple(words) or (f"第{line}行",)
