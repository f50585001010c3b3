"""Words in sentences -> the facts of these sentences.

Sentences are not rows: the documents that hold the words are found first, then the facts that stand in a sentence with
them. That is bounded: words that very many documents hold must be narrowed by something else.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from typing import Any

from django.db.models import F, QuerySet, Value
from django.db.models.functions import StrIndex
from django.db.models.lookups import GreaterThan

from taizhang.errors import UsageError
from taizhang.ledger.models import Document, Fact, row_ids
from taizhang.spans import Span, sentence_around

__all__ = ["MOST_DOCUMENTS", "within_sentences"]

MOST_DOCUMENTS = 300


def within_sentences(words: str, facts: QuerySet[Any] | None) -> list[int]:
    """Give the ids of the facts in whose sentence the words stand; of the documents of `facts` only, if given.

    UsageError when more than MOST_DOCUMENTS hold them.
    """
    documents = Document.objects.filter(GreaterThan(StrIndex(F("text"), Value(words)), 0)).order_by("pk")
    if facts is not None:
        documents = documents.filter(pk__in=facts.order_by().values("document_id"))
    ids = list(documents.values_list("pk", flat=True)[: MOST_DOCUMENTS + 1])
    if len(ids) > MOST_DOCUMENTS:
        raise UsageError(
            f"“{words}”在 {MOST_DOCUMENTS} 个以上的文件里都有，太常见；请换更具体的字，或再限定单位、文件、指标"
        )
    return [fact for document in ids for fact in _facts(document, words)]


def _facts(document: int, words: str) -> Iterator[int]:
    text = Document.objects.values_list("text", flat=True).get(pk=document)
    spans = list(_spans(text, words))
    starts = [start for start, _ in spans]
    ids = row_ids(document)
    rows = Fact.objects.filter(pk__gte=ids.start, pk__lt=ids.stop).values_list("pk", "start", "end")
    for fact, start, end in rows:
        at = bisect_right(starts, start) - 1
        if at >= 0 and end <= spans[at][1]:
            yield fact


def _spans(text: str, words: str) -> Iterator[Span]:
    """Give the sentences that hold the words, each once."""
    at = text.find(words)
    while at >= 0:
        span = sentence_around(text, at, at + len(words))
        yield span
        at = text.find(words, max(span[1], at + 1))
