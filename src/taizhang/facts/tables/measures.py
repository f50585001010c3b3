"""Column and row of a figure -> its role, its sign, what it is compared with, and its unit.

The unit is that of the cell, else of the column, else of the row, else of the caption; growths and rates are in %
unless something says otherwise.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from taizhang.facts.tables.axes import Axis
from taizhang.facts.tables.cells import TABLES, Number
from taizhang.facts.tables.sheet import Sheet
from taizhang.facts.units import dimension
from taizhang.spans import Span

__all__ = ["Measured", "measured"]

_PLACES = re.compile("位次|名次|排名")
_RATIOS = tuple(TABLES["roles"]["ratios"])
Unit = tuple[str, Span | None]


@dataclass(slots=True)
class Measured:
    """What kind of figure it is; `unit_span` is None where the cell itself has the unit or nothing says it."""

    role: str = "level"
    sign: int = 1
    basis: str | None = None
    role_span: Span | None = None
    unit: str = ""
    unit_span: Span | None = None


def measured(sheet: Sheet, column: int, number: Number, over: Axis, beside: Axis) -> Measured:
    """Decide role, sign, basis and unit of a figure under `over` and beside `beside`."""
    found = _role(sheet, column, number, over, beside)
    if number.unit:
        found.unit = number.unit
    elif unit := _unit(sheet, column, found.role, over, beside):
        found.unit, found.unit_span = unit
    kind = dimension(found.unit)
    if kind == "point" or (found.role == "growth" and found.unit and kind not in ("percent", "ratio")):
        found.role = "change"
    elif found.role == "share" and found.unit and kind not in ("percent", "ratio", "share"):
        found.role = "level"
    elif kind == "percent" and found.role == "level":
        found.role = "rate"
    return found


def _role(sheet: Sheet, column: int, number: Number, over: Axis, beside: Axis) -> Measured:
    found = Measured(sign=number.sign)
    axis = over if over.role else beside
    if axis.role:
        found.role, found.basis, found.role_span = axis.role, axis.basis, axis.role_span
        if axis.role in ("growth", "change") and axis.sign < 0:
            found.sign = -1
    if found.role == "growth" and column in sheet.amounts and not number.unit:
        found.role = "change"
    if number.role and found.role in ("level", "rate", "share"):
        found.role = number.role
    return found


def _unit(sheet: Sheet, column: int, role: str, over: Axis, beside: Axis) -> Unit | None:
    """Give the unit of a figure whose cell has none."""
    span = over.role_span or beside.role_span
    if over.unit:
        return over.unit, over.unit_span
    if role == "rank":
        return "位", span
    if role == "score":
        return "分", span
    if role == "change" and over.role_span and _PLACES.search(sheet.text, *over.role_span):
        return "位", over.role_span
    if role != "change" and (over.role in ("growth", "share") or over.completion):
        return _percent(sheet, column, over, over.role_span)
    if beside.unit:
        return beside.unit, beside.unit_span
    if role in ("growth", "share", "rate"):
        ratio = any(axis.role == "rate" and axis.name.endswith(_RATIOS) for axis in (over, beside))
        return None if ratio else _percent(sheet, column, beside, span)
    found = sheet.caption.unit_for(over.name or beside.name, percent=False) or sheet.whole_unit
    return found or (sheet.level_unit(column) if role == "change" else None)


def _percent(sheet: Sheet, column: int, axis: Axis, span: Span | None) -> Unit | None:
    return sheet.caption.unit_for(axis.name, percent=True) or (None if column in sheet.fractions else ("%", span))
