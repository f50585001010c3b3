"""Sentences with their figures underlined: a source and places in, lines for a terminal out.

A Chinese character takes two cells; the marks below stand where the terminal shows the figure.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence

from taizhang.output.source import Source
from taizhang.spans import Span

__all__ = ["excerpt", "width"]

AROUND = 60
"""Characters to show on each side of a figure, at most; the sentence ends earlier."""
_STOPS = "。！？!?\r\n"
_NEVER_FIRST = "，。；：、！？）”%"
Marks = Sequence[tuple[Span, str]]


def width(char: str) -> int:
    """Give the cells that a character takes: 2 for Chinese and full-width ones, 0 for combining ones."""
    if char.isascii():
        return 1
    if unicodedata.category(char) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def excerpt(source: Source, marks: Marks, cells: int) -> Iterator[str]:
    """Give the sentences that hold `marks` (span, sign) in the order of the text, a line of signs below each line.

    A line has at most `cells` cells; a longer sentence goes on in the next.
    """
    text = source.text
    for start, end in _sentences(text, [span for span, _ in marks]):
        signs = [" "] * (end - start)
        for (low, high), sign in marks:
            for at in range(max(low, start), min(high, end)):
                signs[at - start] = sign
        yield from _folded(_printable(text[start:end]), signs, cells)


def _sentences(text: str, spans: Iterable[Span]) -> list[Span]:
    """Give the stretches of text to show, those that touch as one."""
    found: list[Span] = []
    for low, high in sorted(spans):
        begin = max(*(text.rfind(stop, max(0, low - AROUND), low) + 1 for stop in _STOPS), low - AROUND, 0)
        ends = (text.find(stop, high, high + AROUND) for stop in _STOPS)
        end = min(at + (text[at] not in "\r\n") if at >= 0 else min(len(text), high + AROUND) for at in ends)
        begin += len(text[begin:low]) - len(text[begin:low].lstrip())
        if found and begin <= found[-1][1]:
            begin, end = found[-1][0], max(end, found.pop()[1])
        found.append((begin, end))
    return found


def _folded(text: str, signs: Sequence[str], cells: int) -> Iterator[str]:
    """Break a sentence into lines of `cells`, not within a figure where that can be helped, nor before a comma."""
    line, below, used = "", "", 0
    for at, (char, sign) in enumerate(zip(text, signs, strict=True)):
        size = width(char)
        needed = _run(text, signs, at) if sign != " " and (at == 0 or signs[at - 1] == " ") else size
        if line and used + (needed if needed <= cells else size) > cells and char not in _NEVER_FIRST:
            yield from _lines(line, below)
            line, below, used = "", "", 0
        line, below, used = line + char, below + sign * size, used + size
    yield from _lines(line, below)


def _run(text: str, signs: Sequence[str], at: int) -> int:
    """Give the cells from `at` to where its sign ends."""
    end = next((i for i in range(at, len(signs)) if signs[i] != signs[at]), len(signs))
    return sum(map(width, text[at:end]))


def _lines(line: str, below: str) -> Iterator[str]:
    if line:
        yield line
    if below.strip():
        yield below.rstrip()


def _printable(text: str) -> str:
    """Replace what would move the cursor, one for one."""
    return "".join(char if char.isprintable() else "\u3000" if char == "\u3000" else " " for char in text)
