"""Region codes as GB/T 2260 gives them: read from an office's own file, given to the organisations in those places.

A file is CSV with a head: code, name, and where known parent, valid_from, valid_to (ISO days). A code that was given to
another place later has a row for each, told apart by valid_from.
"""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from importlib.resources import files
from pathlib import Path
from typing import Any

from django.db.models import Q

from taizhang.errors import IntakeError, UsageError
from taizhang.intake.encoding import decode
from taizhang.intake.files import read_bytes
from taizhang.ledger.models import Organisation, Region
from taizhang.ledger.transactions import write

__all__ = ["Loaded", "Settled", "load_file", "load_sample", "settle"]

_CODE = re.compile(r"\d{6}(?:\d{3}){0,2}")
_COLUMNS = ("code", "name", "parent", "valid_from", "valid_to")
_HEADS = {
    "代码": "code", "区划代码": "code", "名称": "name", "区划名称": "name", "上级代码": "parent", "上级": "parent",
    "启用日期": "valid_from", "停用日期": "valid_to",
}  # fmt: skip


@dataclass(slots=True)
class Loaded:
    """How many codes are new and changed, and what is wrong with lines that were left out (one line each)."""

    new: int = 0
    changed: int = 0
    problems: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Settled:
    """How many organisations got their region now, and the places that no code, or several, have."""

    given: int = 0
    unknown: list[str] = field(default_factory=list)
    ambiguous: list[str] = field(default_factory=list)


def load_file(path: Path) -> Loaded:
    """Load a CSV file of codes; UsageError when it cannot be read or its head lacks code or name."""
    try:
        text = decode(read_bytes(path)).text
    except IntakeError as error:
        raise UsageError(f"{path}：{error.reason}") from error
    return _load(text, str(path))


def load_sample() -> Loaded:
    """Load the codes that ship with Taizhang: the provinces."""
    return _load(files("taizhang").joinpath("ledger", "data", "regions.csv").read_text("utf-8"), "regions.csv")


def settle() -> Settled:
    """Give each organisation with a known place the region of that name, where just one valid now has it.

    A place may be written with those above it (青云省松河县). One that no region is called as (松河县白沙镇) lies in
    the region that its name begins with, until one of its own is loaded: a question about a county misses no town.
    """
    names: dict[str, list[Region]] = defaultdict(list)
    regions = list(Region.objects.filter(Q(valid_to=None) | Q(valid_to__gte=date.today())))
    by_code = {region.code: region for region in regions}
    for region in regions:
        for name in _names(region, by_code):
            names[name].append(region)
    done = Settled()

    def work() -> None:
        bodies = Organisation.objects.filter(only_in=None).exclude(place="")
        for place, known in sorted(set(bodies.values_list("place", "region__name")), key=str):
            if known and place.endswith(known):
                continue
            found = names.get(place) or _around(place, names)
            if len(found) != 1:
                (done.ambiguous if found else done.unknown).append(place)
            elif known != found[0].name:
                done.given += bodies.filter(place=place, region__name=known).update(region=found[0])

    write(work)
    return done


def _around(place: str, names: Mapping[str, list[Region]]) -> list[Region]:
    """Give the regions of the longest name that the name of a place begins with."""
    shorter = (place[:end] for end in range(len(place) - 1, 2, -1))
    return next((names[name] for name in shorter if name in names), [])


def _names(region: Region, by_code: dict[str, Region]) -> Iterator[str]:
    """Give the names of a region: its own, and that with the names of those above it."""
    whole, above = region.name, by_code.get(region.parent or _above(region.code))
    yield whole
    while above is not None and above is not region:
        whole = above.name + whole
        yield whole
        region, above = above, by_code.get(above.parent or _above(above.code))


def _above(code: str) -> str:
    """Give the code of the place above by the order of GB/T 2260: 330106 lies in 330100, that in 330000."""
    if len(code) > 6:
        return code[:-3]
    head = code.rstrip("0")
    keep = 4 if len(head) > 4 else 2 if len(head) > 2 else 0
    return code[:keep].ljust(6, "0") if keep else ""


def _load(text: str, name: str) -> Loaded:
    lines = csv.DictReader(text.splitlines())
    lines.fieldnames = [_HEADS.get(head.strip(), head.strip()) for head in lines.fieldnames or []]
    if missing := [column for column in ("code", "name") if column not in lines.fieldnames]:
        wanted = f"要有 code（代码）、name（名称），可有 {'、'.join(_COLUMNS[2:])}"
        raise UsageError(f"{name}：第一行缺少 {'、'.join(missing)} 列；{wanted}")
    done = Loaded()
    rows: dict[tuple[str, date | None], dict[str, Any]] = {}
    for number, line in enumerate(lines, 2):
        try:
            row = _row(line)
        except ValueError as error:
            done.problems.append(f"{name} 第 {number} 行：{error}")
        else:
            rows[row["code"], row["valid_from"]] = row
    write(lambda: _keep(rows, done))
    return done


def _keep(rows: dict[tuple[str, date | None], dict[str, Any]], done: Loaded) -> None:
    known = {(region.code, region.valid_from): region for region in Region.objects.all()}
    new, changed = [], []
    for key, row in rows.items():
        region = known.get(key)
        if region is None:
            new.append(Region(**row))
        elif any(getattr(region, column) != value for column, value in row.items()):
            for column, value in row.items():
                setattr(region, column, value)
            changed.append(region)
    Region.objects.bulk_create(new, batch_size=2000)
    Region.objects.bulk_update(changed, ["name", "parent", "valid_to"], batch_size=2000)
    done.new, done.changed = len(new), len(changed)


def _row(line: dict[str, str]) -> dict[str, Any]:
    row: dict[str, Any] = {column: (line.get(column) or "").strip() for column in _COLUMNS}
    if not _CODE.fullmatch(row["code"]):
        raise ValueError(f"代码“{row['code']}”不对；要 6 位数字，乡镇 9 位，村 12 位")
    if not row["name"] or len(row["name"]) > 64:
        raise ValueError("名称是空的，或超过 64 字")
    if row["parent"] and not _CODE.fullmatch(row["parent"]):
        raise ValueError(f"上级代码“{row['parent']}”不对；要 6、9 或 12 位数字")
    for column in ("valid_from", "valid_to"):
        try:
            row[column] = date.fromisoformat(row[column]) if row[column] else None
        except ValueError as error:
            raise ValueError(f"日期“{row[column]}”不对；要写成 2024-01-31") from error
    return row
