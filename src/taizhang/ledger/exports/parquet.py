"""Parquet for analysis: the columns of facts.jsonl, flat and typed, with the canonical indicator and the region."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
from django.db.models import QuerySet

from taizhang.ledger.queries.rows import Reader, export_id, stream

__all__ = ["SCHEMA", "write"]

_TEXT, _COUNT, _NUMBER = pa.string(), pa.int32(), pa.float64()
_WORD = pa.dictionary(pa.int32(), pa.string())
SCHEMA = pa.schema([
    ("id", _TEXT), ("fact", pa.int64()), ("doc", _WORD), ("file", _WORD), ("report", _WORD), ("section", _WORD),
    ("start", _COUNT), ("end", _COUNT), ("quote", _TEXT), ("value", _NUMBER), ("high", _NUMBER),
    ("decimals", pa.int16()), ("unit", _WORD), ("modifier", _WORD), ("masked", pa.bool_()), ("base_value", _NUMBER),
    ("base_high", _NUMBER), ("base_unit", _WORD), ("role", _WORD), ("sign", pa.int8()), ("basis", _WORD),
    ("indicator", _WORD), ("canonical", _WORD), ("subject", _TEXT), ("period", _WORD), ("begins", _WORD),
    ("ends", _WORD), ("status", _WORD), ("org", _WORD), ("place", _WORD), ("region", _WORD),
    ("duplicate_of", _TEXT), ("by_hand", pa.bool_()), ("live", pa.bool_()),
])  # fmt: skip
"""The columns; `fact` is the ledger's own id of a fact, a range has `value` and `high`."""
_GROUP = 20_000
"""Rows of a row group."""


def write(facts: QuerySet[Any], path: Path, reader: Reader) -> int:
    """Write the facts in row groups; give how many."""
    count, rows = 0, _rows(facts, reader)
    with path.open("wb") as stream_, pq.ParquetWriter(stream_, SCHEMA, compression="zstd") as table:
        while some := list(islice(rows, _GROUP)):
            columns = zip(SCHEMA, zip(*some, strict=True), strict=True)
            table.write_batch(pa.record_batch([_array(field, values) for field, values in columns], schema=SCHEMA))
            count += len(some)
    return count


def _array(field: pa.Field, values: tuple[Any, ...]) -> pa.Array:
    if pa.types.is_dictionary(field.type):
        return pa.array(values, pa.string()).dictionary_encode()
    return pa.array(values, field.type)


def _rows(facts: QuerySet[Any], reader: Reader) -> Iterator[tuple[Any, ...]]:
    for some in reader.batches(stream(facts)):
        for row in some:
            (
                pk, document, report, section, organisation, name, start, end, _, quote, value, high, decimals, unit,
                modifier, masked, base, base_high, base_unit, role, sign, basis, _, _, subject, period, _, _, begins,
                ends, status, duplicate_of, _, by_hand, live,
            ) = row  # fmt: skip
            doc, file, _ = reader.documents[document]
            named = reader.names[name] if name is not None else (None, None, None)
            yield (
                export_id(doc, "f", pk), pk, doc, file, export_id(doc, "r", report), export_id(doc, "s", section),
                start, end, quote, value, high, decimals, unit, modifier, bool(masked), base, base_high, base_unit,
                role, sign, basis, named[0], named[2], subject, period, begins and str(begins), ends and str(ends),
                status, *reader.whose(organisation, report), export_id(doc, "f", duplicate_of), bool(by_hand),
                bool(live),
            )  # fmt: skip
