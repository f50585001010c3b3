"""Lines into paragraphs, over columns and pages.

In: the blocks of all pages in reading order, without running heads. Out: `Paragraph`s and tables in the same order;
`writing` takes them next. A line runs on into the next one when it is full, that is when what begins the next did not
fit on it any more, and nothing shows a new paragraph: an indent, a wider space, another size, a numbered heading.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import TypeVar

from taizhang.intake.pdf.columns import Block
from taizhang.intake.pdf.joining import (
    begins_caption,
    begins_head,
    ends_sentence,
    goes_on,
    is_contents,
    lead_width,
    leaves_open,
    may_hang,
    stands_alone,
)
from taizhang.intake.pdf.lines import Line

__all__ = ["Paragraph", "into_paragraphs", "usual_size"]

_SLACK = 0.8
"""Sizes by which a full line may end before its column does, besides the word that did not fit."""
_INDENT, _FAR = 1.2, 6.0
"""Sizes by which the first line of a paragraph may stand in."""
_ALIGNED, _FAR_ALIGNED = 0.5, 0.1
"""Sizes by which lines of an indented block begin apart at most; far in, a signature and its date may begin near."""
_SHORT = 0.5
"""Part of its column that a line fills at most which stands so far in that it is none of a paragraph."""
_LOOSE, _LOOSER = 1.25, 1.6
"""Times the usual pitch that part paragraphs after the end of a sentence, and always."""
_PITCH = 1.5
"""Sizes of a pitch where none is usual."""
_OTHER_SIZE = 1.17
_TITLE = 1.15
"""Times the usual size from which a line in the middle of the page is a title."""

_B = TypeVar("_B", bound=Block)


@dataclass(slots=True)
class Paragraph:
    """Lines that make one paragraph, of one or more pages."""

    lines: list[Line]


def into_paragraphs(blocks: Iterable[Line | _B], widths: Mapping[int, tuple[float, float]]) -> list[Paragraph | _B]:
    """Join lines into paragraphs; other blocks stay where they are and end a paragraph.

    `widths` gives for each page from where to where it reaches in the reading frame.
    """
    made: list[Paragraph | _B] = []
    listed = list(blocks)
    lines = [block for block in listed if isinstance(block, Line) and not block.aside]
    _set_columns(lines, widths)
    style = _Style.of(lines)
    asides: list[Paragraph] = []
    """They come after the paragraph that they stand in."""
    for block in listed:
        if isinstance(block, Line) and block.aside:
            if asides and _goes_with(asides[-1].lines[-1], block):
                asides[-1].lines.append(block)
            else:
                asides.append(Paragraph([block]))
            continue
        last = made[-1] if made else None
        if isinstance(block, Line) and isinstance(last, Paragraph) and style.goes_on(last, block):
            last.lines.append(block)
            continue
        made += asides
        asides = []
        made.append(Paragraph([block]) if isinstance(block, Line) else block)
    return made + asides


def _goes_with(a: Line, b: Line) -> bool:
    """Whether two lines outside of the text are of one box or note."""
    below = 0 < a.middle - b.middle < 2 * a.size and abs(a.size - b.size) < 0.1 * a.size
    if a.part is not None and a.part.startswith("脚注"):
        return a.part == b.part
    return a.page == b.page and a.part == b.part and below and b.left < a.right and b.right > a.left


def usual_size(lines: Iterable[Line]) -> float:
    """Give the size in points of most of the text."""
    sizes = Counter[int]()
    for line in lines:
        sizes[round(line.size)] += len(line.text)
    return float(sizes.most_common(1)[0][0]) if sizes else 12.0


def _set_columns(lines: Sequence[Line], widths: Mapping[int, tuple[float, float]]) -> None:
    """Tell each line where its column begins and ends; a short page takes the edges of those like it.

    Where none is like it, its margins are taken to be about equal.
    """
    groups: dict[tuple[int, int], list[Line]] = {}
    for line in lines:
        groups.setdefault((line.page, line.column), []).append(line)
    edges = {key: (_edge([-line.left for line in group]), _edge([_inner_right(line) for line in group]), group)
             for key, group in groups.items()}  # fmt: skip
    usual: dict[tuple[int, int], tuple[float, float]] = {}
    for parity, column in {(page % 2, column) for page, column in groups}:
        alike = [e for (page, c), e in edges.items() if c == column and page % 2 == parity and len(e[2]) >= 5]
        if alike:
            usual[parity, column] = median(e[0] for e in alike), median(e[1] for e in alike)
    for (page, column), (start, end, group) in edges.items():
        size = median(line.size for line in group)
        even = widths[page][0] + widths[page][1] + start - 2 * size if len(group) < 5 and not column else end
        low, high = usual.get((page % 2, column), (start, max(end, even)))
        start = max(start, low) if len(group) < 5 or abs(start - low) < 2 * size else start
        end = max(end, high) if len(group) < 5 or abs(end - high) < 2 * size else end
        for line in group:
            line.start, line.end = -start, min(end, line.limit)


def _inner_right(line: Line) -> float:
    """Give where a line ends without a point that may hang over the edge of its column."""
    return line.right - 0.9 * line.size if may_hang(line.text) else line.right


def _edge(values: list[float]) -> float:
    """Give the edge that lines reach, without the odd one that hangs over."""
    edge = max(values)
    if values.count(edge) > 1:
        return edge
    common, number = Counter(map(round, values)).most_common(1)[0]
    if number >= 0.4 * len(values) and len(values) >= 5 and sum(value > common + 3 for value in values) <= 1:
        return max(value for value in values if value <= common + 3)
    return edge


@dataclass(slots=True)
class _Style:
    """What is usual in the file: the size of its text, and for each size the pitch of the lines."""

    size: float
    pitches: dict[int, float]
    indented: bool
    """Most paragraphs begin with an indent."""

    @classmethod
    def of(cls, lines: Sequence[Line]) -> _Style:
        steps: dict[int, list[int]] = {}
        indents = 0
        for line in lines:
            indents += _INDENT * line.size <= line.left - line.start <= _FAR * line.size
        for a, b in pairwise(lines):
            if a.page == b.page and a.column == b.column:
                step = a.middle - b.middle
                if 0 < step < 4 * a.size:
                    steps.setdefault(round(a.size), []).append(round(2 * step))
        pitches = {}
        for size, counted in steps.items():
            usual, number = Counter(counted).most_common(1)[0]
            if number >= 3:
                pitches[size] = usual / 2
        return cls(usual_size(lines), pitches, indents >= 0.1 * len(lines))

    def goes_on(self, paragraph: Paragraph, line: Line) -> bool:
        """Say whether a paragraph goes on with a line."""
        return self._runs_on(paragraph.lines[-1], line, len(paragraph.lines))

    def _runs_on(self, a: Line, b: Line, so_far: int) -> bool:
        if "\t" in a.text or "\t" in b.text or is_contents(a.text):
            return False
        if not 1 / _OTHER_SIZE < a.size / b.size < _OTHER_SIZE:
            return False
        ended = ends_sentence(a.text)
        if (ended and begins_caption(b.text)) or stands_alone(a.text) or stands_alone(b.text):
            return False
        if a.page == b.page and a.column == b.column and self._parted(a, b, ended):
            return False
        if self._is_title(a) and self._is_title(b) and a.page == b.page:
            return not ended and not begins_head(b.text)
        inner = b.left - b.start > _INDENT * b.size
        short = a.right - a.left < _SHORT * (a.end - a.start)
        if not inner and so_far == 1 and short and a.left - a.start > _FAR * a.size:
            return False
        if inner:
            cut = leaves_open(a.text) and a.end - a.right <= lead_width(b) + _SLACK * a.size
            return cut or (self._hangs(a, b, so_far) and not ended)
        if not goes_on(a.text) and a.end - a.right > lead_width(b) + _SLACK * a.size:
            return False
        return self.indented or not (begins_head(b.text) and ended)

    def _parted(self, a: Line, b: Line, ended: bool) -> bool:
        """Whether the space between two lines of a column is wider than usual, or they stand at one height."""
        step = a.middle - b.middle
        usual = self.pitches.get(round(a.size), _PITCH * a.size)
        return step > (_LOOSE if ended else _LOOSER) * usual or step < 0.3 * a.size

    def _is_title(self, line: Line) -> bool:
        """Whether a line is of large type and stands in the middle."""
        if line.size < _TITLE * self.size:
            return False
        before, after = line.left - line.start, line.end - line.right
        return abs(before - after) < max(2 * line.size, 0.1 * (line.end - line.start))

    def _hangs(self, a: Line, b: Line, so_far: int) -> bool:
        """Whether an indented line goes on with an item whose mark hangs out, or with a block that is all indented."""
        full = a.end - a.right <= lead_width(b) + _SLACK * a.size
        far = a.left - a.start > _FAR * a.size
        level = abs(a.left - b.left) < (_FAR_ALIGNED if far else _ALIGNED) * a.size
        if level or so_far > 1 or not begins_head(a.text):
            return full and level
        return full and 0 < b.left - a.left <= 3 * a.size and not self.indented
