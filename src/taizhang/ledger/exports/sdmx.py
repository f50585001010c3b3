"""SDMX-CSV 2.0: one observation a line, and beside it the structure that names every code (SDMX-JSON 2.0).

Each fact is an observation of its own: FACT, the ledger's id, is a dimension, so that figures that disagree both stay,
and those of several subjects (SUBJECT, an attribute). What falls is below zero, MODIFIER says its bound so.
What SDMX cannot say is left out and counted: facts without a period that ends, without an indicator, and ranges.
"""

from __future__ import annotations

import csv
import json
import math
from collections import Counter
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from django.db.models import QuerySet

from taizhang.facts import units
from taizhang.ledger.exports.cells import harmless
from taizhang.ledger.exports.files import replacing
from taizhang.ledger.exports.sdmx_structure import Codes, structure
from taizhang.ledger.queries.days import sdmx_period
from taizhang.ledger.queries.rows import Reader, exact, stream
from taizhang.ledger.queries.values import signed, turned
from taizhang.wordlists import load

__all__ = ["COLUMNS", "Written", "write"]

_DATA = load("ledger", "sdmx.toml")
_ID = f"{_DATA['agency']}:{_DATA['id']}({_DATA['version']})"
COLUMNS = ("STRUCTURE", "STRUCTURE_ID", "ACTION", *_DATA["concepts"])
_USED = (
    "id", "document_id", "report_id", "section_id", "organisation_id", "name_id", "quote", "value", "high", "decimals",
    "unit", "modifier", "base_value", "base_unit", "role", "sign", "subject", "begins", "ends", "status",
)  # fmt: skip


class Written(NamedTuple):
    """How many facts were written, which file holds the structure, and what was left out (Chinese lines)."""

    facts: int
    structure: Path
    left_out: tuple[str, ...]


def write(facts: QuerySet[Any], part: Path, path: Path, reader: Reader) -> Written:
    """Write the observations to `part`, and the structure beside `path` as <name>.structure.json."""
    codes, left_out, count = Codes(), Counter[str](), 0
    with part.open("w", encoding="utf-8", errors="backslashreplace", newline="") as stream_:
        table = csv.writer(stream_)
        table.writerow(COLUMNS)
        for row in _observations(facts, reader, codes, left_out):
            count += 1
            table.writerow(row)
    beside = path.with_name(f"{path.stem}.structure.json")
    with replacing(beside) as structure_part:
        text = json.dumps(structure(codes), ensure_ascii=False, indent=1) + "\n"
        structure_part.write_text(text, encoding="utf-8", errors="backslashreplace")
    return Written(count, beside, tuple(f"{why} {n} 条，没有写出" for why, n in left_out.most_common()))


def _observations(
    facts: QuerySet[Any], reader: Reader, codes: Codes, left_out: Counter[str]
) -> Iterator[tuple[Any, ...]]:
    names, documents, whose = reader.names, reader.documents, reader.whose
    for some in reader.batches(stream(facts, _USED)):
        for row in some:
            (
                pk, document, report, _, organisation, name, quote, value, high, decimals, unit, modifier, base,
                base_unit, role, sign, subject, begins, ends, status,
            ) = row  # fmt: skip
            period = _period(begins, ends)
            if why := _unsaid(period, name, high):
                left_out[why] += 1
                continue
            named = names[name]
            org, place, region = whose(organisation, report)
            number, power = _scaled(value, decimals, unit, base)
            number, modifier = signed(number, None, sign)[0], turned(modifier, sign)
            yield (
                "dataflow", _ID, "I", codes.area(region, place), codes.organisation(organisation, place, org),
                codes.indicator(named.indicator, named.canonical), role.upper(), status.upper(), pk, period,
                "NaN" if number is None else number, codes.unit(base_unit), power,
                _status(value, modifier, status), decimals, modifier.upper(), harmless(subject or ""),
                harmless(quote), harmless(documents[document].file),
            )  # fmt: skip


def _unsaid(period: str | None, name: int | None, high: float | None) -> str | None:
    """Say why an observation cannot be made of a fact; None when it can."""
    if name is None:
        return "没有指标的数据"
    if period is None:
        return "没有写明期间（或期间没有终点）的数据"
    return "范围（如 5-8%）" if high is not None else None


def _period(begins: Any, ends: Any) -> str | None:
    return _named_period(begins and str(begins), ends and str(ends))


@cache
def _named_period(begins: str | None, ends: str | None) -> str | None:
    return sdmx_period(*(date.fromisoformat(day) if day else None for day in (begins, ends)))


@cache
def _power(unit: str) -> int | None:
    """Give the power of ten between a unit and its base unit; None where it is none (亩)."""
    power = math.log10(units.base(unit)[0])
    return round(power) if math.isclose(power, round(power), abs_tol=1e-12) else None


def _scaled(value: float | None, decimals: int, unit: str, base: float | None) -> tuple[float | int | None, int]:
    power = _power(unit)
    return (exact(value, decimals), power) if power is not None else (exact(base, 0), 0)


def _status(value: float | None, modifier: str, status: str) -> str:
    if value is None:
        return "Q"
    return "F" if status == "forecast" else _DATA["status"].get(modifier, "A")
