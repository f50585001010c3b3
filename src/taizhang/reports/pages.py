"""Page markers: page numbers that a scrape left in the text, often in the middle of a sentence or of a number.

In: the source text and the spans that are noise already. Out: each marker with the span that the clean text leaves out,
which takes the line breaks around it along when it stands inside a sentence. Three layouts are known: a number before
the text of each page (`12、` at the start of a line), a number on a line of its own (`- 3 -`, `第3页 共26页`, `3/26`),
and a number inside a line (`第3页 共26页`, ` - 3 - `). A bare number counts only when the numbers run on.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from taizhang.reports.lines import lines, stripped
from taizhang.spans import Span

__all__ = ["PageMarker", "find_page_markers"]

LONGEST = 40
"""Characters of a line that is only a marker."""
APART = 100
"""Characters that a page holds at least; list items stand closer."""
EVEN_PAGE, UNEVEN_PAGE = 150, 400
"""Characters of a usual page, where all pages are about equal and where they are not."""

_LEADING = re.compile(r"(?P<number>\d{1,4})(?P<style>、|[.．](?!\d))")
_DASHES = "-—–－―~～·•"
_DASH = f"[{_DASHES}]"
_OWN_LINE = re.compile(
    rf"{_DASH}{{1,3}}[ \t]*(?P<dashed>\d{{1,4}})[ \t]*{_DASH}{{1,3}}"
    r"|第[ \t]*(?P<said>\d{1,4})[ \t]*页(?:[ \t]*[/／,，、(（]?[ \t]*共[ \t]*\d{1,4}[ \t]*页[)）]?)?"
    r"|(?P<part>\d{1,4})[ \t]*[/／][ \t]*(?P<whole>\d{1,4})"
    r"|[Pp](?:age)?[ \t.]?[ \t]*(?P<page>\d{1,4})(?:[ \t]+of[ \t]+\d+)?"
    r"|(?P<bare>\d{1,4})"
)
_SAID_INSIDE = re.compile(r"第[ \t]*(?P<number>\d{1,4})[ \t]*页[ \t]*[/／,，、(（]?[ \t]*共[ \t]*\d{1,4}[ \t]*页[)）]?")
_DASHED_INSIDE = re.compile(rf"{_DASH}[ \t]*(?P<number>\d{{1,4}})[ \t]*{_DASH}[ \t]+(?=[^\s\d])")
_ENDED = frozenset("。！？!?；;：:.…")
_SENTENCE = re.compile("[。；，,;]")
_HEADING = re.compile(r"[（(]?[一二三四五六七八九十]{1,3}[)）、]|#|第[一二三四五六七八九十]+[章节部篇]|[\u3000]")


@dataclass(frozen=True, slots=True)
class PageMarker:
    """A page marker, and what is cut from the text to read it without."""

    start: int
    end: int
    number: int
    cut: Span


@dataclass(slots=True)
class _Candidate:
    start: int
    end: int
    number: int
    broken: bool


def find_page_markers(text: str, noise: Sequence[Span] = (), spans: Sequence[Span] | None = None) -> list[PageMarker]:
    """Give the page markers outside of `noise`, in order. `spans` are the lines of the text, when they are known."""
    begins, short = _line_starts(text, list(lines(text)) if spans is None else spans)
    markers = _leading(text, noise, begins) + _own_lines(text, noise, short) + _inside(text, noise)
    markers.sort(key=lambda m: m.start)
    return [m for i, m in enumerate(markers) if i == 0 or m.start >= markers[i - 1].end]


def _line_starts(text: str, spans: Sequence[Span]) -> tuple[list[int], list[Span]]:
    """Give where lines begin with a digit, and the lines that are short enough to be a marker alone."""
    begins, short = [], []
    for start, end in spans:
        if text[start].isdigit():
            begins.append(start)
        if end - start <= LONGEST:
            short.append((start, end))
    return begins, short


def _free(start: int, noise: Sequence[Span]) -> bool:
    i = bisect_right(noise, (start, 1 << 60)) - 1
    return i < 0 or noise[i][1] <= start


def _last_char(text: str, before: int) -> int:
    """Give the offset after the last character before `before` that is not blank."""
    low = max(0, before - 200)
    return low + len(text[low:before].rstrip())


def _first_char(text: str, after: int) -> int:
    window = text[after : after + 200]
    return after + len(window) - len(window.lstrip())


def _leading(text: str, noise: Sequence[Span], begins: Sequence[int]) -> list[PageMarker]:
    """Markers before the text of their page: the numbers run on, and sentences are cut where they stand."""
    styles: dict[str, list[_Candidate]] = {}
    edge = 0
    for start in begins:
        match = _LEADING.match(text, start)
        if match is None or not _free(start, noise):
            continue
        before = _last_char(text, start)
        broken = before > 0 and not _ended(text, before) and start - edge > APART and _free(before - 1, noise)
        broken = broken and _no_heading_line(text, before)
        styles.setdefault(match["style"], []).append(_Candidate(start, match.end(), int(match["number"]), broken))
        edge = match.end()
    return [
        PageMarker(each.start, each.end, each.number, (_page_before(text, each.start, noise), each.end))
        for candidates in styles.values()
        for each in _chain(candidates)
    ]


def _no_heading_line(text: str, before: int) -> bool:
    """Whether the line that ends at `before` is text and not a short heading."""
    begin = text.rfind("\n", max(0, before - 60), before) + 1
    return begin <= 0 or before - begin > 40 or before - begin >= 60


def _chain(candidates: list[_Candidate]) -> list[_Candidate]:
    """Give the longest run of rising numbers, when enough of its sentences are cut; else nothing."""
    if sum(c.broken for c in candidates) < 2:
        return []
    best: dict[int, tuple[float, int]] = {}
    back: list[int] = []
    scores: list[float] = []
    for i, each in enumerate(candidates):
        score, previous = 0.0, -1
        for step in (1, 2, 3):
            before = best.get(each.number - step)
            if before and before[0] - step > score - 1 and each.start - candidates[before[1]].end > APART:
                score, previous = before[0] - step + 1, before[1]
        score += 1.0 if each.broken else 0.3
        scores.append(score)
        back.append(previous)
        if score >= best.get(each.number, (0.0, 0))[0]:
            best[each.number] = (score, i)
    i = max(range(len(candidates)), key=scores.__getitem__)
    chain: list[_Candidate] = []
    while i >= 0:
        chain.append(candidates[i])
        i = back[i]
    chain.reverse()
    return chain if _is_pages(chain) else []


def _is_pages(chain: list[_Candidate]) -> bool:
    """Whether a run of numbers cuts sentences at the distance of pages; items of a list end their sentences."""
    broken = sum(c.broken for c in chain)
    joints = len(chain) - (not chain[0].broken)
    if broken < 2 or broken < 0.4 * joints:
        return False
    gaps = sorted((b.start - a.start) / (b.number - a.number) for a, b in pairwise(chain))
    median = gaps[len(gaps) // 2]
    even = sum(0.75 * median <= gap <= 1.25 * median for gap in gaps)
    return (median >= EVEN_PAGE and even >= 0.6 * len(gaps)) or (median >= UNEVEN_PAGE and broken >= 0.8 * joints)


def _page_before(text: str, start: int, noise: Sequence[Span]) -> int:
    """Give where the page before a marker ends: the line breaks between belong to no page."""
    before = _last_char(text, start)
    return before if before > 0 and _free(before - 1, noise) else start


def _own_lines(text: str, noise: Sequence[Span], short: Sequence[Span]) -> list[PageMarker]:
    """Markers on a line of their own; bare numbers and 3/26 must run on over the file."""
    sure: list[tuple[Span, int]] = []
    chains: dict[str, list[tuple[Span, int]]] = {}
    for start, end in short:
        match = _OWN_LINE.fullmatch(text, start, end)
        if match is None or not _free(start, noise):
            continue
        kind = next(k for k in ("dashed", "said", "part", "page", "bare") if match[k] is not None)
        if kind in ("dashed", "said"):
            sure.append(((start, end), int(match[kind])))
        else:
            chains.setdefault(f"{kind}{match['whole'] or ''}", []).append(((start, end), int(match[kind])))
    for run in chains.values():
        sure += _running(run)
    return [_own_line_marker(text, *span, number) for span, number in sure]


def _running(run: Iterable[tuple[Span, int]]) -> list[tuple[Span, int]]:
    """Keep the longest part of `run` whose numbers rise by one; at least three, a page apart."""
    best: list[tuple[Span, int]] = []
    chain: list[tuple[Span, int]] = []
    for span, number in run:
        if not (chain and number == chain[-1][1] + 1 and span[0] - chain[-1][0][1] > APART):
            chain = []
        chain.append((span, number))
        if len(chain) > len(best):
            best = chain
    return best if len(best) >= 3 else []


def _own_line_marker(text: str, start: int, end: int, number: int) -> PageMarker:
    before, after = _last_char(text, start), _first_char(text, end)
    inside = (
        before > 0
        and after < len(text)
        and not _ended(text, before)
        and text[before - 1] not in "”」』"
        and not _heading_above(text, before)
        and not _HEADING.match(text, after)
        and text[after - 1] != "\u3000"
    )
    if inside:
        return PageMarker(start, end, number, (before, after))
    return PageMarker(start, end, number, (start, min(len(text), max(end, text.find("\n", end) + 1))))


def _ended(text: str, before: int) -> bool:
    """Whether a sentence ends at `before`; a point between digits ends none."""
    last = text[before - 1]
    return last in _ENDED and not (last in ".．" and text[before - 2 : before - 1].isdigit())


def _heading_above(text: str, before: int) -> bool:
    """Whether the line that ends at `before` is a heading: short, numbered, without a sentence."""
    begin = text.rfind("\n", max(0, before - LONGEST), before) + 1
    return begin > 0 and _HEADING.match(text, begin) is not None and not _SENTENCE.search(text, begin, before)


def _inside(text: str, noise: Sequence[Span]) -> list[PageMarker]:
    """Markers inside a line."""
    found = [
        PageMarker(*match.span(), int(match["number"]), match.span())
        for match in (_SAID_INSIDE.finditer(text) if "页" in text else ())
        if _free(match.start(), noise)
    ]
    dashed = [
        (match.span(), int(match["number"]))
        for match in _DASHED_INSIDE.finditer(text)
        if match.start()
        and text[match.start() - 1] in " \t"
        and _in_words(text, match.start())
        and _free(match.start(), noise)
    ]
    for (start, end), number in _running(dashed):
        found.append(PageMarker(*stripped(text, start, end), number, (_last_char(text, start), end)))
    return found


def _in_words(text: str, start: int) -> bool:
    """Whether the line goes on before the blanks at `start`, with words and not with a figure."""
    before = _last_char(text, start)
    return before > 0 and not text[before - 1].isdigit() and "\n" not in text[before:start]
