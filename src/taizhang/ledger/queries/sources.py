"""Where facts stand: the place in the file in words, and the sentence, from the texts that the ledger keeps.

Takes FactRows, gives a Source for each; every list, export and page leads back to the sentence by it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from taizhang.ledger.loading.layout import unpack
from taizhang.ledger.models import Document
from taizhang.ledger.queries.rows import FactRow
from taizhang.model import SourceText
from taizhang.places import locate

__all__ = ["Source", "sentence", "sources"]

_ENDS = re.compile("[。！？!?；;\n\r]")
_LOOK = 400
"""Characters on each side in which a sentence must end."""


class Source(NamedTuple):
    """Where a fact stands: 第3页第2段, and its sentence with the span of the quote in it."""

    place: str
    sentence: str
    start: int
    end: int


def sources(facts: Iterable[FactRow]) -> dict[int, Source]:
    """Give the source of each fact by its id; each text is fetched once."""
    facts = list(facts)
    texts = dict.fromkeys({fact.document for fact in facts})
    found: dict[int, Source] = {}
    for pk in texts:
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
    first = start
    for before in _ENDS.finditer(text, max(0, start - _LOOK), start):
        first = before.end()
    first = first if first != start or _is_after_end(text, start) else max(0, start - _LOOK)
    mark = _ENDS.search(text, end, end + _LOOK)
    last = min(len(text), end + _LOOK) if mark is None else mark.end()
    whole = text[first:last]
    lead = len(whole) - len(whole.lstrip())
    return whole.strip(), start - first - lead, end - first - lead


def _is_after_end(text: str, start: int) -> bool:
    return start == 0 or _ENDS.match(text, start - 1) is not None
