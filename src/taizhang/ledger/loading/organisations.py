"""Organisations as reports name them -> rows of the ledger, made where missing."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from functools import cache
from typing import Any

from django.db import connection

from taizhang.ledger.bulk import Question, adding_all, ask, which_match
from taizhang.ledger.models import Organisation
from taizhang.model import Reading
from taizhang.wordlists import load

__all__ = ["asked", "intern"]

_NAME, _PLACE = 128, 64
Key = tuple[str, str]
"""Name and place; an unknown place is empty."""
_COLUMNS = ("name", "place", "only_in_id", "org_type", "path")
_Row = tuple[str, str, int | None]
"""Name, place, and the document where it is nobody elsewhere."""


def asked(reading: Reading) -> Question:
    """Ask for the organisations that are called as those of a reading; the answer is for `intern`."""
    names = {one.org[:_NAME] for one in reading.reports if one.org} | {f.org[:_NAME] for f in reading.facts if f.org}
    return _which(names)


def intern(reading: Reading, document: int, known: Iterable[Any]) -> dict[Key, int]:
    """Give the id of each organisation of a reading, by its name and place; `known` is the answer to `asked`.

    One whose name is masked (XX局) or whose place is unknown belongs to this document alone: another document that
    writes the same may mean another one. Call it inside the transaction that uses the ids.
    """
    types = {(one.org, one.place or ""): one.org_type or "" for one in reading.reports if one.org}
    wanted: dict[Key, str] = {(fact.org, fact.place or ""): "" for fact in reading.facts if fact.org} | types
    kept = {key: (key[0][:_NAME], key[1][:_PLACE]) for key in wanted}
    rows = {(*kept[key], document if _nobody(*key) else None): org_type for key, org_type in wanted.items()}
    ids = _ids(known, rows)
    if missing := sorted((row for row in rows if row not in ids), key=str):
        made = adding_all(Organisation, _COLUMNS, [(*row, rows[row], "") for row in missing], unless_there=True)
        ids = _ids(ask(*made, _give_paths(), _which({row[0] for row in rows}))[-1], rows)
    return {key: ids[*kept[key], document if _nobody(*key) else None] for key in wanted}


def _nobody(name: str, place: str) -> bool:
    return not place or not _masks().isdisjoint(name + place)


@cache
def _masks() -> frozenset[str]:
    return frozenset(load("reports", "places.toml")["masks"])


def _which(names: Iterable[str]) -> Question:
    return which_match(Organisation, "name place only_in_id id", "name", names)


def _ids(known: Iterable[Any], rows: Collection[_Row]) -> dict[_Row, int]:
    return {(name, place, only_in): pk for name, place, only_in, pk in known if (name, place, only_in) in rows}


def _give_paths() -> Question:
    """Ask that each organisation that is new stands at the top of the tree."""
    digits = "printf('%%010d/', id)" if connection.vendor == "sqlite" else "lpad(id::text, 10, '0') || '/'"
    table = connection.ops.quote_name(Organisation._meta.db_table)
    return f"UPDATE {table} SET path = {digits} WHERE path = %s", [""]
