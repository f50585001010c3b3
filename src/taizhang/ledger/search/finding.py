"""Finding: a question of words in, hits with the words around them out, the newest documents first."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import F, QuerySet
from django.db.models.functions import Substr

from taizhang.errors import UsageError
from taizhang.ledger.models import Document, Passage
from taizhang.ledger.search.grams import folded, wanted
from taizhang.spans import Span

__all__ = ["LONGEST", "Found", "Hit", "find"]

LONGEST = 100
MOST_WORDS = 8
_AROUND = 60
_PAUSES = "。；，、！？：）;,!?:) "
"""What an excerpt does not begin with."""
_BATCH = 60
_MOST_LOOKED_AT = 1_500
"""Passages that are looked at for one page; a question whose letters stand everywhere apart ends there."""


class Hit(NamedTuple):
    """A passage that holds all words: `text` around the first, with … where the paragraph goes on; spans of words."""

    document: int
    start: int
    """Where the first word stands in the document."""
    text: str
    words: tuple[Span, ...]


class Found(NamedTuple):
    """A page of hits; `next` is what the following one begins after; not `complete` when the look was broken off."""

    hits: tuple[Hit, ...]
    next: int | None
    complete: bool = True


def find(question: str, documents: QuerySet[Document], limit: int = 20, after: int | None = None) -> Found:
    """Find passages of `documents` (live ones) that hold all words of a question, parted by blanks.

    UsageError for a question without letters, or one that is too long.
    """
    words = question.split()
    if len(question) > LONGEST or len(words) > MOST_WORDS:
        raise UsageError(f"搜索至多 {MOST_WORDS} 个词、{LONGEST} 个字；请缩短")
    whole: set[str] = set()
    first: set[str] = set()
    for word in words:
        pairs, letters = wanted(word)
        whole |= pairs
        first |= letters
    if not whole and not first:
        raise UsageError("请写要找的字或词，只有标点找不了")
    hits: list[Hit] = []
    looked_at = last = 0
    for rows in _candidates(whole, first, documents, after):
        for pk, document, start, text in rows:
            looked_at += 1
            hit = _hit(document, start, text, words)
            if hit is not None:
                if len(hits) == limit:
                    return Found(tuple(hits), last)
                hits.append(hit)
                last = pk
            if looked_at >= _MOST_LOOKED_AT:
                return Found(tuple(hits), pk, complete=False)
    return Found(tuple(hits), None)


def _candidates(
    whole: set[str], first: set[str], documents: QuerySet[Document], after: int | None
) -> Iterator[list[tuple[int, int, int, str]]]:
    """Give the passages that hold all pairs, the newest first, some at a time with their texts."""
    while True:
        ids = _matching(whole, first, after)
        if not ids:
            return
        rows = Passage.objects.filter(pk__in=ids, document__live=True, document__in=documents.values("pk"))
        texts = rows.annotate(text=Substr("document__text", F("start") + 1, F("end") - F("start")))
        yield list(texts.order_by("-pk").values_list("pk", "document_id", "start", "text"))
        after = ids[-1]


def _matching(whole: set[str], first: set[str], after: int | None) -> list[int]:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            terms = [_quoted(pair, "'") for pair in sorted(whole)] + [_quoted(one, "'") + ":*" for one in sorted(first)]
            condition, values = "grams @@ %s::tsquery", [" & ".join(terms)]
            table, key = "ledger_passage", "id"
        else:
            terms = [_quoted(pair, '"') for pair in sorted(whole)] + [_quoted(one, '"') + " *" for one in sorted(first)]
            condition, values = "ledger_passage_grams MATCH %s", [" AND ".join(terms)]
            table, key = "ledger_passage_grams", "rowid"
        below: Sequence[Any] = [] if after is None else [after]
        cursor.execute(
            f"SELECT {key} FROM {table} WHERE {condition}" + (f" AND {key} < %s" if below else "")
            + f" ORDER BY {key} DESC LIMIT {_BATCH}",
            [*values, *below],
        )  # fmt: skip
        return [pk for (pk,) in cursor.fetchall()]


def _quoted(term: str, quote: str) -> str:
    return quote + term.replace(quote, quote * 2) + quote


def _hit(document: int, start: int, text: str, words: Sequence[str]) -> Hit | None:
    plain = folded(text)
    places = [plain.find(folded(word)) for word in words]
    if min(places) < 0:
        return None
    at = places[0]
    first, stop = text.rfind("\n", 0, at) + 1, text.find("\n", at)
    last = len(text) if stop < 0 else stop
    begin, end = max(first, at - _AROUND), min(last, at + len(words[0]) + 2 * _AROUND)
    shown = text[begin:at].lstrip(_PAUSES) + text[at:end]
    shown = ("…" if begin > first else "") + shown + ("…" if end < last else "")
    every = re.compile("|".join(re.escape(folded(word)) for word in sorted(words, key=len, reverse=True)))
    spans = tuple(found.span() for found in every.finditer(folded(shown)))
    return Hit(document, start + at, shown, spans)
