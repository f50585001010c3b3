"""Rows on their way into the ledger: all of them arrive, few of them are in memory at once."""

from __future__ import annotations

from collections.abc import Iterator
from weakref import WeakSet

import pytest

from taizhang.ledger.bulk import insert
from taizhang.ledger.models import Indicator

pytestmark = pytest.mark.django_db
ROWS = 9_000


class Row(list[str | int | bool]):
    """A row that can be watched; by identity, so that it can be in a set."""

    __hash__ = object.__hash__


def test_rows_are_written_as_they_are_made() -> None:
    alive: WeakSet[Row] = WeakSet()
    most = 0

    def rows() -> Iterator[Row]:
        nonlocal most
        for n in range(ROWS):
            row = Row([f"指标{n}", "元", 0, False])
            alive.add(row)
            most = max(most, len(alive))
            yield row

    columns = ("name", "base_unit", "direction", "catalogued")
    assert insert([(Indicator, columns, rows())]) == []
    assert Indicator.objects.filter(name__startswith="指标").count() == ROWS
    assert most < ROWS / 3
