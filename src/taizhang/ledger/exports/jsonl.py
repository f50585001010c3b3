"""JSON lines: the rows of facts.jsonl (DESIGN.md "Formats"), for programs and for reading back."""

from __future__ import annotations

from collections.abc import Iterator
from json import JSONEncoder
from pathlib import Path
from typing import Any

from django.db.models import QuerySet

from taizhang.ledger.queries.rows import Reader, stream

__all__ = ["lines", "write"]

_encode = JSONEncoder(ensure_ascii=False, check_circular=False).encode


def lines(facts: QuerySet[Any], reader: Reader) -> Iterator[bytes]:
    """Give a line of UTF-8 for each fact, with its line end."""
    for row in reader.exported(stream(facts)):
        yield (_encode(row) + "\n").encode("utf-8", "backslashreplace")


def write(facts: QuerySet[Any], path: Path, reader: Reader) -> int:
    """Write a line for each fact; give how many."""
    count = 0
    with path.open("wb", buffering=1 << 18) as stream_:
        for line in lines(facts, reader):
            count += 1
            stream_.write(line)
    return count
