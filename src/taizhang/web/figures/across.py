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
            what = LABELS["role"][line.role] if line.role != "level" else ""
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
    quotes = {(figure.value, figure.high): figure.quote for figure in sorted(cell.figures, key=_length)}
    number = cell.figures[0].value if cell.agrees else None
    shown = list(quotes.values())[-1:] if cell.agrees else list(quotes.values())
    return {
        "text": " / ".join(shown), "facts": [figure.fact for figure in cell.figures], "agrees": cell.agrees,
        "number": number,
    }  # fmt: skip


def _length(figure: Stated) -> int:
    """Sort figures so that the one which says its unit comes last: 3.6亿元 after 36021."""
    return len(figure.quote)


def _series(rows: list[dict[str, Any]], headings: list[str]) -> dict[str, Any]:
    """Give what can be drawn: lines of one unit and kind, actual amounts if there are any; periods from old to new."""
    kinds: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for row in rows:
        kinds.setdefault((row["unit"], row["what"]), []).append(row)
    if not kinds:
        return {"unit": "", "what": "", "periods": [], "lines": []}
    (unit, what), chosen = max(kinds.items(), key=lambda kind: (not kind[0][1], len(kind[1])))
    order = range(len(headings) - 1, -1, -1)
    drawn = [at for at in order if any(row["cells"][at] and row["cells"][at]["number"] is not None for row in chosen)]
    lines = [
        {"name": row["name"], "data": [row["cells"][at]["number"] if row["cells"][at] else None for at in drawn]}
        for row in chosen[:_CHARTED]
    ]
    return {"unit": unit, "what": what, "periods": [headings[at] for at in drawn], "lines": lines}
