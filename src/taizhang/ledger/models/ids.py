"""Ids of rows that belong to a document: the document's id and the row's number in it, in one integer."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import F

__all__ = ["DOCUMENT", "MOST_ROWS", "RowIdField", "document_of", "row_id", "row_ids"]

_BITS = 20
MOST_ROWS = 1 << _BITS
"""Rows of one kind that a document may have; a file of 128 MB, the largest that is read, has fewer facts."""
DOCUMENT = F("pk").bitrightshift(_BITS)
"""The document that a row belongs to, for the database to find out: an index of SQLite holds the rows' ids anyway."""


def row_id(document: int, number: int) -> int:
    """Give the id of row `number`, counted from 0, of a document.

    >>> row_id(3, 5) in row_ids(3)
    True
    """
    if not 0 <= number < MOST_ROWS:
        raise ValueError(f"row {number} of document {document}: at most {MOST_ROWS} rows of a kind")
    return document << _BITS | number


def document_of(row: int) -> int:
    """Give the document that a row belongs to.

    >>> document_of(row_id(3, 5))
    3
    """
    return row >> _BITS


def row_ids(document: int) -> range:
    """Give the range of ids that the rows of a document have."""
    return range(document << _BITS, document + 1 << _BITS)


class RowIdField(models.BigIntegerField):
    """A key of 64 bits that the program gives. In SQLite it is the row's own number, which needs no index beside it."""

    def db_type(self, connection: Any) -> str:
        """Give the type of the column."""
        return "integer" if connection.vendor == "sqlite" else "bigint"
