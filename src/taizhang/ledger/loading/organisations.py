"""Organisations as reports name them -> rows of the ledger, made where missing."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from django.db import connection

from taizhang.ledger.models import Organisation
from taizhang.model import Reading
from taizhang.wordlists import load

__all__ = ["intern"]

_NAME, _PLACE = 128, 64
Key = tuple[str, str]
"""Name and place; an unknown place is empty."""


def intern(reading: Reading, document: int) -> dict[Key, int]:
    """Give the id of each organisation of a reading, by its name and place.

    One whose name is masked (XX局) or whose place is unknown belongs to this document alone: another document that
    writes the same may mean another one. Call it inside the transaction that uses the ids.
    """
    types = {(one.org, one.place or ""): one.org_type or "" for one in reading.reports if one.org}
    wanted: dict[Key, str] = {(fact.org, fact.place or ""): "" for fact in reading.facts if fact.org} | types
    kept = {key: (key[0][:_NAME], key[1][:_PLACE]) for key in wanted}
    known = {key: kept[key] for key in wanted if not _nobody(*key)}
    own = {key: kept[key] for key in wanted if key not in known}
    named = {kept[key]: org_type for key, org_type in wanted.items()}
    ids = _ids({name: named[name] for name in known.values()}, None)
    ids_here = _ids({name: named[name] for name in own.values()}, document)
    return {key: (ids if key in known else ids_here)[kept[key]] for key in wanted}


def _nobody(name: str, place: str) -> bool:
    return not place or not _masks().isdisjoint(name + place)


@cache
def _masks() -> frozenset[str]:
    return frozenset(load("reports", "places.toml")["masks"])


def _ids(wanted: dict[Key, str], only_in: int | None) -> dict[Key, int]:
    found = _found(wanted, only_in)
    missing = sorted(key for key in wanted if key not in found)
    if missing:
        rows = [Organisation(name=n, place=p, org_type=wanted[n, p], only_in_id=only_in) for n, p in missing]
        Organisation.objects.bulk_create(rows, ignore_conflicts=True)
        _give_paths()
        found = _found(wanted, only_in)
    return found


def _found(wanted: Iterable[Key], only_in: int | None) -> dict[Key, int]:
    names = sorted({name for name, _ in wanted})
    if not names:
        return {}
    rows = Organisation.objects.filter(name__in=names, only_in=only_in).values_list("name", "place", "pk")
    return {(name, place): pk for name, place, pk in rows if (name, place) in wanted}


def _give_paths() -> None:
    """Let each organisation that is new stand at the top of the tree."""
    digits = "printf('%%010d/', id)" if connection.vendor == "sqlite" else "lpad(id::text, 10, '0') || '/'"
    table = connection.ops.quote_name(Organisation._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE {table} SET path = {digits} WHERE path = %s", [""])
