"""Noise: what stands in a text and is not the report's own.

In: the source text, with what its file sets apart. Out: the noise rows (site, toc, page-marker, duplicate, censor), the
text without site matter, contents lists and page markers, and the contents lists. Splitting, outline and profile
read the clean text.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from taizhang.model import Noise, SourceText
from taizhang.reports.censor import find_censored
from taizhang.reports.contents import ContentsList, find_contents
from taizhang.reports.duplicates import Duplicate, find_duplicates
from taizhang.reports.lines import lines
from taizhang.reports.pages import find_page_markers
from taizhang.reports.site import find_site
from taizhang.reports.wraps import find_wraps
from taizhang.spans import Clean, Span, cut_out

__all__ = ["Cleaned", "find_noise"]


@dataclass(frozen=True, slots=True)
class Cleaned:
    """A text without its noise; `duplicates` are spans of the clean text, `noise` and `contents` of the source."""

    clean: Clean
    noise: tuple[Noise, ...]
    contents: tuple[ContentsList, ...]
    duplicates: tuple[Duplicate, ...]
    tables: tuple[Span, ...] = ()
    """Where the tables of more than one column stand in the clean text."""


def find_noise(source: SourceText) -> Cleaned:
    """Find the noise of a source text and cut out what hinders reading; what the file set apart is noise already.

    The rows of tables are neither contents lists nor page numbers, and not broken paragraphs.
    """
    text, apart = source.text, [(n.start, n.end) for n in source.noise]
    tables = [(table.start, table.end) for table in source.tables if any(cell.column for cell in table.cells)]
    spans = _outside(_outside(list(lines(text)), apart), tables)
    contents = find_contents(text, spans)
    site = [span for span in find_site(text) if not any(c.start <= span[0] < c.end for c in contents)]
    if tables:
        contents = [c for c in contents if not _touches((c.start, c.end), tables)]
        site = [span for span in site if not _touches(span, tables)]
    blocks = sorted([*site, *((c.start, c.end) for c in contents)])
    markers = find_page_markers(text, _merged(text, [*blocks, *tables]), spans)
    of_sheets = bool(source.places) and source.places[0].sheet is not None  # a cell is whole; titles may be as long
    wraps = [] if of_sheets else find_wraps(text, _outside(spans, blocks))
    clean = cut_out(text, [*blocks, *(m.cut for m in markers), *wraps, *apart, *source.gaps])
    placed = tuple((clean.clean(start), clean.clean(end)) for start, end in tables)
    duplicates = [found for found in find_duplicates(clean.text) if not _in_one(found, placed)]
    noise = [*source.noise, *(Noise(*span, "site") for span in _merged(text, site))]
    noise += [Noise(c.start, c.end, "toc") for c in contents]
    noise += [Noise(m.start, m.end, "page-marker") for m in markers]
    noise += [_duplicate(clean, d) for d in duplicates]
    noise += [Noise(c.start, c.end, "censor", fix=c.fix) for c in find_censored(text)]
    noise.sort(key=lambda n: (n.start, n.end))
    return Cleaned(clean, tuple(noise), tuple(contents), tuple(duplicates), placed)


def _touches(span: Span, blocks: Sequence[Span]) -> bool:
    i = bisect_right(blocks, (span[0], 1 << 60)) - 1
    return (i >= 0 and span[0] < blocks[i][1]) or (i + 1 < len(blocks) and blocks[i + 1][0] < span[1])


def _in_one(found: Duplicate, tables: Sequence[Span]) -> bool:
    """Whether both copies stand in one table: rows of zeros repeat each other."""
    i = bisect_right(tables, (found.first, 1 << 60)) - 1
    return i >= 0 and found.start < tables[i][1]


def _duplicate(clean: Clean, found: Duplicate) -> Noise:
    start, end = clean.source(found.start), clean.source(found.end - 1) + 1
    return Noise(start, end, "duplicate", dup_of=clean.source(found.first))


def _outside(spans: list[Span], blocks: list[Span]) -> list[Span]:
    """Give the lines that are in none of the blocks."""
    if not blocks:
        return spans
    starts = [start for start, _ in blocks]
    return [span for span in spans if (i := bisect_right(starts, span[0])) == 0 or blocks[i - 1][1] <= span[0]]


def _merged(text: str, spans: Iterable[Span]) -> list[Span]:
    """Join spans that touch or have only blanks between them."""
    merged: list[Span] = []
    for start, end in sorted(spans):
        if merged and (start <= merged[-1][1] or not text[merged[-1][1] : start].strip()):
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged
