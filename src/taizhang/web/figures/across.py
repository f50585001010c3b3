"""One indicator over organisations and periods, as the table and the chart of the page take it (JSON)."""

from __future__ import annotations

from typing import Any

from taizhang.ledger.queries import Pivot
from taizhang.ledger.queries.pivot import Cell, Stated
from taizhang.ledger.queries.query import LABELS

__all__ = ["MOST_LINES", "laid_out"]

MOST_LINES = 2_000
MOST_PERIODS = 60
_CHARTED = 12
"""Lines that a chart can tell apart."""


def laid_out(pivot: Pivot) -> dict[str, Any]:
    """Give {columns, rows, series, periods}: cells are {text, facts, agrees}; series have numbers, oldest first."""
    periods = pivot.periods[:MOST_PERIODS]
    headings = pivot.headings[:MOST_PERIODS]
    rows = []
    for line in pivot.lines[:MOST_LINES]:
        cells = [pivot.cells.get((line, days)) for days in periods]
        if any(cells):
            what = LABELS["role"][line.role]
            status = LABELS["status"][line.status] if line.status != "actual" else ""
            name, kinds = pivot.names[line.organisation], " ".join(filter(None, [what, status]))
            rows.append({"name": name, "unit": line.base_unit, "what": kinds, "cells": [_cell(cell) for cell in cells]})
    return {
        "indicator": pivot.indicator, "periods": list(headings), "rows": rows,
        "series": _series(rows, list(headings)), "left_out": max(0, len(pivot.periods) - MOST_PERIODS),
        "disagreeing": pivot.disagreeing,
    }  # fmt: skip


def _cell(cell: Cell | None) -> dict[str, Any] | None:
    if cell is None:
        return None
    quotes = {(figure.value, figure.high): _text(figure) for figure in sorted(cell.figures, key=_length)}
    number = cell.figures[0].value if cell.agrees else None
    shown = list(quotes.values())[-1:] if cell.agrees else list(quotes.values())
    return {
        "text": " / ".join(shown), "facts": [figure.fact for figure in cell.figures], "agrees": cell.agrees,
        "number": number,
    }  # fmt: skip


def _text(figure: Stated) -> str:
    """Give a figure as written, with its unit where that stands elsewhere, as in the head of a table."""
    bare = figure.quote.replace(",", "").replace(".", "").strip().isdecimal()
    return figure.quote + figure.unit if bare else figure.quote


def _length(figure: Stated) -> int:
    """Sort figures so that the one which is written most fully comes last."""
    return len(_text(figure))


def _series(rows: list[dict[str, Any]], headings: list[str]) -> dict[str, Any]:
    """Give what can be drawn: lines of one unit and kind, actual amounts if there are any; periods from old to new."""
    kinds: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for row in rows:
        kinds.setdefault((row["unit"], row["what"]), []).append(row)
    if not kinds:
        return {"unit": "", "what": "", "periods": [], "lines": []}
    amounts = LABELS["role"]["level"]
    (unit, what), chosen = max(kinds.items(), key=lambda kind: (kind[0][1] == amounts, len(kind[1])))
    order = range(len(headings) - 1, -1, -1)
    drawn = [at for at in order if any(row["cells"][at] and row["cells"][at]["number"] is not None for row in chosen)]
    numbers = [
        [row["cells"][at]["number"] if row["cells"][at] else None for at in drawn] for row in chosen[:_CHARTED]
    ]
    size, named = _scale(max((abs(n) for line in numbers for n in line if n is not None), default=0), unit)
    lines = [
        {"name": row["name"], "data": [None if n is None else round(n / size, 10) for n in line]}
        for row, line in zip(chosen, numbers, strict=False)
    ]
    return {"unit": named, "what": what, "periods": [headings[at] for at in drawn], "lines": lines}


def _scale(largest: float, unit: str) -> tuple[float, str]:
    """Give what to divide by so that an axis has short numbers, and the unit then: 亿元 for 1,510,000,000元.

    >>> _scale(1_510_000_000, "元"), _scale(12, "%")
    ((100000000.0, '亿元'), (1, '%'))
    """
    for size, name in ((1e8, "亿"), (1e4, "万")):
        if largest >= 10 * size and unit and unit not in ("%", "‰"):
            return size, name + unit
    return 1, unit
