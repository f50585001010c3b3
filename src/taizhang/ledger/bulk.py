"""Many rows at once: executemany into SQLite, COPY into PostgreSQL.

Rows are tuples of str, int, float, bool and None in the order of the columns; days are ISO dates, JSON is text.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain
from typing import Any

from django.db import connection, models

__all__ = ["add", "delete_ids", "insert", "matching"]

Row = Sequence[str | int | float | bool | None]


def insert(model: type[models.Model], columns: Sequence[str], rows: Iterable[Row]) -> None:
    """Write rows into the table of `model`; whatever is wrong with one is a django.db.Error, and none is kept."""
    quote = connection.ops.quote_name
    table = f"{quote(model._meta.db_table)} ({', '.join(quote(column) for column in columns)})"
    rows = iter(rows)
    first = next(rows, None)
    if first is None:
        return
    with connection.cursor() as cursor, connection.wrap_database_errors:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {table} FROM STDIN") as copy:
                for row in chain([first], rows):
                    copy.write_row(row)
        else:
            marks = ", ".join(["%s"] * len(columns))
            cursor.executemany(f"INSERT INTO {table} VALUES ({marks})", chain([first], rows))


def add(model: type[models.Model], row: Mapping[str, object], unless: str = "") -> int | None:
    """Write one row and give its id; None when there is one with the same column `unless`, which is then left alone."""
    quote = connection.ops.quote_name
    fields = {field.attname: field for field in model._meta.concrete_fields}
    values = [fields[name].get_db_prep_save(value, connection) for name, value in row.items()]
    names, marks = ", ".join(quote(fields[name].column) for name in row), ", ".join(["%s"] * len(row))
    conflict = f" ON CONFLICT ({quote(unless)}) DO NOTHING" if unless else ""
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {quote(model._meta.db_table)} ({names}) VALUES ({marks}){conflict} RETURNING id", values
        )
        found = cursor.fetchone()
    return found[0] if found else None


def matching(model: type[models.Model], columns: str, column: str, values: Iterable[str]) -> list[Any]:
    """Give `columns` of the rows whose `column` is one of `values`, in one query however many those are."""
    quote = connection.ops.quote_name
    wanted = ", ".join(quote(name) for name in columns.split())
    among = "= ANY(%s)" if connection.vendor == "postgresql" else "IN (SELECT value FROM json_each(%s))"
    given: object = list(values)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {wanted} FROM {quote(model._meta.db_table)} WHERE {quote(column)} {among}",
            [given if connection.vendor == "postgresql" else json.dumps(given)],
        )
        return list(cursor.fetchall())


def delete_ids(model: type[models.Model], ids: range) -> None:
    """Delete the rows of one document, whose ids are a range."""
    table = connection.ops.quote_name(model._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {table} WHERE id >= %s AND id < %s", [ids.start, ids.stop])
