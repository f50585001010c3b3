"""Many rows and many questions at once: executemany into SQLite, COPY into PostgreSQL, few round trips for both.

Rows are tuples of str, int, float, bool and None in the order of the columns; days are ISO dates, JSON is text.
A `Question` is a statement with its values; `ask` sends several in one message, since with a database on another
machine, or on a busy one, most of the time of a load is waiting for answers.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import chain, islice
from typing import Any

from django.db import connection, models

__all__ = ["Question", "Row", "add", "adding", "adding_all", "ask", "delete_ids", "insert", "matching", "which_match"]

Row = Sequence[str | int | float | bool | None]
Question = tuple[str, Sequence[object]]
FEW = 4
"""Rows of a table that cost PostgreSQL less in a message with others than in a COPY of their own."""
_AT_ONCE = 500
"""Rows of one INSERT: SQLite takes 32,766 values."""
_HANDFUL = 1000
"""Rows that go into SQLite at once."""


def ask(*questions: Question) -> list[list[Any]]:
    """Give the rows that each of the statements answers, in one round trip; none for one that answers nothing.

    They are done one after another, each seeing what those before it did.
    """
    if not questions:
        return []
    with connection.cursor() as cursor:
        if connection.vendor != "postgresql":
            return [list(cursor.execute(sql, values).fetchall()) for sql, values in questions]
        cursor.execute(";\n".join(sql for sql, _ in questions), [*chain(*(values for _, values in questions))])
        return list(_answers(cursor))


def _answers(cursor: Any) -> Iterator[list[Any]]:
    while True:
        yield cursor.fetchall() if cursor.description else []
        if not cursor.nextset():
            return


def insert(tables: Iterable[tuple[type[models.Model], Sequence[str], Iterable[Row]]]) -> list[Question]:
    """Write the rows of each table, but those that go best with what is asked next: give what to ask for them.

    Whatever is wrong with one is a django.db.Error, and none is kept.
    """
    few: list[Question] = []
    for model, columns, all_rows in tables:
        rows = iter(all_rows)
        first = list(islice(rows, FEW + 1))
        if not first:
            continue
        table = _table(model, tuple(columns))
        if connection.vendor != "postgresql":
            _insert(f"INSERT INTO {table} VALUES ({_marks(columns)})", chain(first, rows))
        elif len(first) > FEW:
            _copy(table, chain(first, rows))
        else:
            few += adding_all(model, columns, first)
    return few


def _insert(statement: str, rows: Iterator[Row]) -> None:
    """Write rows as they are made: a document may have a million, and Django keeps what it is given at once."""
    with connection.cursor() as cursor:
        while some := list(islice(rows, _HANDFUL)):
            cursor.executemany(statement, some)


def _copy(table: str, rows: Iterable[Row]) -> None:
    with (
        connection.cursor() as cursor,
        connection.wrap_database_errors,
        cursor.copy(f"COPY {table} FROM STDIN") as copy,
    ):
        for row in rows:
            copy.write_row(row)


def _table(model: type[models.Model], columns: tuple[str, ...]) -> str:
    """Give the name of a table with those of its columns."""
    return _quoted(model._meta.db_table, columns, connection.vendor)


@lru_cache(maxsize=64)
def _quoted(table: str, columns: tuple[str, ...], vendor: str) -> str:
    """Quote names as the database of this vendor wants it."""
    quote = connection.ops.quote_name
    return f"{quote(table)} ({', '.join(quote(column) for column in columns)})"


def _marks(columns: Sequence[str]) -> str:
    return ", ".join(["%s"] * len(columns))


def adding_all(
    model: type[models.Model], columns: Sequence[str], rows: Sequence[Sequence[object]], unless_there: bool = False
) -> list[Question]:
    """Ask to write rows in their order; with `unless_there`, but for those that are there with the same key."""
    table, marks = _table(model, tuple(columns)), f"({_marks(columns)})"
    conflict = " ON CONFLICT DO NOTHING" if unless_there else ""
    return [
        (f"INSERT INTO {table} VALUES {', '.join([marks] * len(some))}{conflict}", [*chain(*some)])
        for some in (rows[at : at + _AT_ONCE] for at in range(0, len(rows), _AT_ONCE))
    ]


def adding(model: type[models.Model], row: Mapping[str, object], unless_there: bool = False) -> Question:
    """Ask to write one row, and for its id; with `unless_there`, for none when there is one with the same key."""
    fields = {field.attname: field for field in model._meta.concrete_fields}
    values = [fields[name].get_db_prep_save(value, connection) for name, value in row.items()]
    table = _table(model, tuple(row))
    conflict = " ON CONFLICT DO NOTHING" if unless_there else ""
    return f"INSERT INTO {table} VALUES ({_marks(values)}){conflict} RETURNING id", values


def add(model: type[models.Model], row: Mapping[str, object], unless_there: bool = False) -> int | None:
    """Write one row and give its id; with `unless_there`, None when there is one with the same key, left alone."""
    (found,) = ask(adding(model, row, unless_there))
    return found[0][0] if found else None


def which_match(model: type[models.Model], columns: str, column: str, values: Iterable[str]) -> Question:
    """Ask for `columns` of the rows whose `column` is one of `values`, however many those are."""
    quote = connection.ops.quote_name
    wanted = ", ".join(quote(name) for name in columns.split())
    among = "= ANY(%s)" if connection.vendor == "postgresql" else "IN (SELECT value FROM json_each(%s))"
    given: object = list(values)
    return (
        f"SELECT {wanted} FROM {quote(model._meta.db_table)} WHERE {quote(column)} {among}",
        [given if connection.vendor == "postgresql" else json.dumps(given)],
    )


def matching(model: type[models.Model], columns: str, column: str, values: Iterable[str]) -> list[Any]:
    """Give the rows that `which_match` asks for."""
    return ask(which_match(model, columns, column, values))[0]


def delete_ids(models_: Iterable[type[models.Model]], ids: range) -> None:
    """Delete the rows of one document, whose ids are a range, from these tables in this order."""
    quote = connection.ops.quote_name
    delete = "DELETE FROM {} WHERE id >= %s AND id < %s"
    ask(*((delete.format(quote(model._meta.db_table)), [ids.start, ids.stop]) for model in models_))
