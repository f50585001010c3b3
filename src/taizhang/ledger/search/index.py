"""Writing the index: documents that have none yet, one a transaction, until none is left.

Loading does not wait for it: a job does it (`web.jobs`), and so does whoever searches first.
"""

from __future__ import annotations

from functools import partial

from django.db import connection
from django.db.models import Exists, OuterRef, QuerySet

from taizhang.ledger.models import MOST_ROWS, Document, Passage, row_id, row_ids
from taizhang.ledger.search.grams import pairs, passages
from taizhang.ledger.transactions import write

__all__ = ["index_pending", "pending"]

_FEW = 200


def pending() -> int:
    """Count the documents that are not indexed yet."""
    return _missing().count()


def index_pending(most: int | None = None) -> int:
    """Index documents that are not, at most so many; give how many were."""
    done = 0
    while most is None or done < most:
        few = _FEW if most is None else min(_FEW, most - done)
        some = list(_missing().order_by("-pk").values_list("pk", flat=True)[:few])
        for document in some:
            write(partial(_index, document))
        if not some:
            break
        done += len(some)
    return done


def _missing() -> QuerySet[Document]:
    """Give the documents without their first passage; an empty one has an empty passage."""
    indexed = Passage.objects.filter(pk=OuterRef("pk") * MOST_ROWS)
    rows: QuerySet[Document] = Document.objects.filter(~Exists(indexed))
    return rows


def _index(document: int) -> None:
    """Index one document; what is indexed already, perhaps just now by another program, is left alone."""
    text = Document.objects.select_for_update().values_list("text", flat=True).get(pk=document)
    ids = row_ids(document)
    if Passage.objects.filter(pk__gte=ids.start, pk__lt=ids.stop).exists():
        return
    spans = list(passages(text)) or [(0, 0)]
    rows = [(row_id(document, n), document, start, end) for n, (start, end) in enumerate(spans)]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.executemany(
                'INSERT INTO ledger_passage (id, document_id, start, "end", grams) '
                "VALUES (%s, %s, %s, %s, array_to_tsvector(%s))",
                [(*row, sorted(pairs(text[row[2] : row[3]]))) for row in rows],
            )
        else:
            cursor.executemany(
                'INSERT INTO ledger_passage (id, document_id, start, "end") VALUES (%s, %s, %s, %s)', rows
            )
            cursor.executemany(
                "INSERT INTO ledger_passage_grams (rowid, grams) VALUES (%s, %s)",
                [(row[0], " ".join(pairs(text[row[2] : row[3]]))) for row in rows],
            )
