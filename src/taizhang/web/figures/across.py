"""One indicator over organisations and periods, as the table and the chart of the page take it (JSON)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from taizhang.ledger.queries import Pivot
from taizhang.ledger.queries.pivot import Cell, Days, Stated
from taizhang.ledger.queries.query import LABELS

__all__ = ["MOST_LINES", "Where", "laid_out"]

MOST_LINES = 2_000
MOST_PERIODS = 60
_CHARTED = 12
"""Lines that a chart can tell apart."""


class Where(NamedTuple):
    """Where an organisation is, by name and region code, and its path in the tree; each may be ""."""

    place: str = ""
    code: str = ""
    path: str = ""


def laid_out(pivot: Pivot, places: Mapping[int, Where]) -> dict[str, Any]:
    """Give {indicator, rows, series, periods}: cells are {text, facts, agrees}; series have numbers, oldest first.

    Rows are {name, subject, unit, what, cells}: a subject of an organisation has rows of its own. What does not fit is
    counted: `left_out` periods, `rows_left_out`; `undrawn` rows of the series, and those `apart` from its map.

    `places` says where organisations are: a map takes the newest figure of each.
    """
    periods = pivot.periods[:MOST_PERIODS]
    headings = pivot.headings[:MOST_PERIODS]
    rows: list[dict[str, Any]] = []
    where: dict[int, Where] = {}
    for line in pivot.lines[:MOST_LINES]:
        cells = [pivot.cells.get((line, days)) for days in periods]
        if any(cells):
            what = LABELS["role"][line.role]
            status = LABELS["status"][line.status] if line.status != "actual" else ""
            name, kinds = pivot.names[line.organisation], " ".join(filter(None, [what, status]))
            row = {
                "name": name, "subject": line.subject, "unit": line.base_unit, "what": kinds,
                "cells": [_cell(cell) for cell in cells],
            }  # fmt: skip
            rows.append(row)
            where[id(row)] = places.get(line.organisation or 0, Where())
    return {
        "indicator": pivot.indicator, "periods": list(headings), "rows": rows,
        "series": _series(rows, periods, list(headings), where), "left_out": max(0, len(pivot.periods) - MOST_PERIODS),
        "rows_left_out": max(0, len(pivot.lines) - MOST_LINES),
        "disagreeing": pivot.disagreeing, "subjects": pivot.subjects,
    }  # fmt: skip


def _cell(cell: Cell | None) -> dict[str, Any] | None:
    if cell is None:
        return None
    quotes = {(figure.value, figure.high): figure.said for figure in sorted(cell.figures, key=_fullness)}
    certain = [figure.value for figure in cell.figures if figure.value is not None and figure.high is None]
    number = certain[0] if cell.agrees and certain else None
    shown = list(quotes.values())[-1:] if cell.agrees else list(quotes.values())
    return {
        "text": " / ".join(shown), "facts": [figure.fact for figure in cell.figures], "agrees": cell.agrees,
        "number": number,
    }  # fmt: skip


def _fullness(figure: Stated) -> tuple[bool, int]:
    """Sort figures so that the one which is written most fully comes last; a rough one is no full one."""
    return figure.modifier == "exact", len(figure.said)


def _series(
    rows: list[dict[str, Any]], periods: Sequence[Days], headings: list[str], where: Mapping[int, Where]
) -> dict[str, Any]:
    """Give what can be drawn: lines of one unit and kind, actual amounts if there are any; periods from old to new.

    `months` is how long each period is: half a year and a year are no two points of one line.
    """
    kinds: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for row in rows:
        kinds.setdefault((row["unit"], row["what"]), []).append(row)
    if not kinds:
        return {
            "unit": "",
            "what": "",
            "periods": [],
            "months": [],
            "lines": [],
            "regions": [],
            "apart": 0,
            "undrawn": 0,
        }
    amounts = LABELS["role"]["level"]
    (unit, what), chosen = max(kinds.items(), key=lambda kind: (kind[0][1] == amounts, len(kind[1])))
    order = range(len(headings) - 1, -1, -1)
    drawn = [at for at in order if any(row["cells"][at] and row["cells"][at]["number"] is not None for row in chosen)]
    numbers = [[row["cells"][at]["number"] if row["cells"][at] else None for at in drawn] for row in chosen[:_CHARTED]]
    size, named = _scale(max((abs(n) for line in numbers for n in line if n is not None), default=0), unit)
    lines = [
        {"name": _named(row), "data": [None if n is None else round(n / size, 10) for n in line]}
        for row, line in zip(chosen, numbers, strict=False)
    ]
    regions = [_newest(row, headings, where[id(row)], size) for row in chosen if row["subject"] is None]
    return {
        "unit": named, "what": what, "periods": [headings[at] for at in drawn],
        "months": [_months(*periods[at]) for at in drawn], "lines": lines, "regions": regions,
        "apart": len(chosen) - len(regions), "undrawn": max(0, len(chosen) - _CHARTED),
    }  # fmt: skip


def _named(row: dict[str, Any]) -> str:
    """Give the name of a line of a chart."""
    return f"{row['name']} · {row['subject']}" if row["subject"] else row["name"]


def _months(begins: date | None, ends: date | None) -> int:
    """Give about how many months a period has; 0 for a day as of which something stands.

    >>> _months(date(2024, 1, 1), date(2024, 6, 30)), _months(date(2024, 4, 1), date(2024, 9, 30)), _months(None, None)
    (6, 6, 0)
    """
    return round(((ends - begins).days + 1) * 12 / 365.25) if begins and ends else 0


def _newest(row: dict[str, Any], headings: list[str], where: Where, size: float) -> dict[str, Any]:
    """Give what a row says of the newest period that it knows, for a map.

    `value` is None where that is no single number: one that is disputed, masked or a range has no colour.
    """
    at, cell = next((at, cell) for at, cell in enumerate(row["cells"]) if cell)
    number = cell["number"]
    return {
        "org": row["name"], **where._asdict(), "value": None if number is None else round(number / size, 10),
        "text": cell["text"], "agrees": cell["agrees"], "fact": cell["facts"][0], "period": headings[at],
    }  # fmt: skip


def _scale(largest: float, unit: str) -> tuple[float, str]:
    """Give what to divide by so that an axis has short numbers, and the unit then: 亿元 for 1,510,000,000元.

    >>> _scale(1_510_000_000, "元"), _scale(12, "%")
    ((100000000.0, '亿元'), (1, '%'))
    """
    for size, name in ((1e8, "亿"), (1e4, "万")):
        if largest >= 10 * size and unit and unit not in ("%", "‰"):
            return size, name + unit
    return 1, unit
