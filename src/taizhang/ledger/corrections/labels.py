"""Corrections as labelled examples, in the format of `gold/facts_dev.json`: what people mended teaches the reader.

An example is the sentence that holds a corrected fact, with all facts of it as they count now; offsets of the facts are
those of the sentence.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from taizhang.ledger.corrections.making import ACTIVE
from taizhang.ledger.corrections.rows import attributes
from taizhang.ledger.models import Correction, Document, Fact, row_ids
from taizhang.spans import sentence_around

__all__ = ["examples"]

_MOST = 2000
"""Characters of a sentence on each side of what was corrected."""
_LABELLED = ("quote", "value", "unit", "modifier", "role", "sign", "indicator", "period", "status")


def examples() -> Iterator[dict[str, Any]]:
    """Give one example for each sentence with a correction in force: {id, file, start, end, text, facts}."""
    documents = Document.objects.filter(corrections__state__in=ACTIVE).distinct().order_by("pk")
    for document in documents.iterator(chunk_size=50):
        spans = {_sentence(document.text, *_position(row)) for row in document.corrections.filter(state__in=ACTIVE)}
        location = document.locations.order_by("pk").first() or document.versions.order_by("pk").first().location
        for start, end in sorted(spans):
            yield {
                "id": f"{document.doc[:12]}-{start}",
                "file": location.file,
                "start": start,
                "end": end,
                "text": document.text[start:end],
                "facts": [_label(fact, start) for fact in _facts(document, start, end)],
            }


def _position(row: Correction) -> tuple[int, int]:
    position = row.selectors["position"]
    return position["start"], position["end"]


def _sentence(text: str, start: int, end: int) -> tuple[int, int]:
    """Give the sentence around a stretch, without the blanks at its ends, its stop included."""
    begin, close = sentence_around(text, start, end, _MOST)
    passage = text[begin:close]
    return begin + len(passage) - len(passage.lstrip()), close - len(passage) + len(passage.rstrip())


def _facts(document: Document, start: int, end: int) -> Iterator[Fact]:
    ids = row_ids(document.pk)
    rows = Fact.objects.filter(pk__gte=ids.start, pk__lt=ids.stop, start__gte=start, end__lte=end)
    wrong = Correction.objects.filter(document=document, kind="wrong", state__in=ACTIVE).values_list("fact", flat=True)
    yield from rows.exclude(pk__in=list(wrong)).select_related("name").order_by("start", "pk")


def _label(fact: Fact, start: int) -> dict[str, Any]:
    row = {"quote": fact.quote} | attributes(fact)
    return {name: row[name] for name in _LABELLED} | {"start": fact.start - start, "end": fact.end - start}
