"""Where facts stand: the place in the file in words, and the sentence, from the texts that the ledger keeps.

Takes FactRows, gives a Source for each; every list, export and page leads back to the sentence by it.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from taizhang.ledger.loading.layout import unpack
from taizhang.ledger.models import Document
from taizhang.ledger.queries.rows import FactRow
from taizhang.model import SourceText
from taizhang.places import locate
from taizhang.spans import sentence_around

__all__ = ["Source", "sentence", "sources"]


class Source(NamedTuple):
    """Where a fact stands: 第3页第2段, and its sentence with the span of the quote in it."""

    place: str
    sentence: str
    start: int
    end: int


def sources(facts: Iterable[FactRow]) -> dict[int, Source]:
    """Give the source of each fact by its id; each text is fetched once."""
    facts = list(facts)
    found: dict[int, Source] = {}
    for pk in {fact.document for fact in facts}:
        document = Document.objects.only("doc", "format", "text", "layout").get(pk=pk)
        layout = unpack(document.layout)
        source = SourceText(document.doc, "", document.format, document.text, places=layout.places)
        for fact in facts:
            if fact.document == pk:
                place = str(locate(source, fact.start, fact.end))
                found[fact.id] = Source(place, *sentence(document.text, fact.start, fact.end))
    return found


def sentence(text: str, start: int, end: int) -> tuple[str, int, int]:
    """Give the sentence around a span, and the span within it.

    >>> sentence("今年收入5亿元。明年6亿元。", 4, 7)
    ('今年收入5亿元。', 4, 7)
    """
    first, last = sentence_around(text, start, end)
    whole = text[first:last]
    lead = len(whole) - len(whole.lstrip())
    return whole.strip(), start - first - lead, end - first - lead
