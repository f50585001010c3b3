"""What most of the facts are about: a question of the page -> boxes of links, each with a value more or less.

`ledger.queries.frequent` counts, what it counted is remembered; the page puts each box below the field of its name.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from threading import Lock
from typing import NamedTuple
from zlib import crc32

from taizhang.errors import UsageError
from taizhang.ledger.queries import FactQuery
from taizhang.ledger.queries.frequent import ATTRIBUTES, Attribute, Choice, Choices, frequent
from taizhang.ledger.queries.in_time import TooBroad
from taizhang.web.figures.asked import LONGEST, Asked, joined, names_in
from taizhang.web.remembered import remembered

__all__ = ["Box", "Link", "boxes"]

SECONDS, _LEAST = 1.0, 0.2
"""How long all boxes together may take to be counted, and each in any case."""
counting = Lock()
"""One question is counted at a time, so that pages, which users wait for, come first."""
_FIELDS: dict[Attribute, tuple[str, str]] = {
    "indicators": ("indicator", "指标"), "organisations": ("org", "单位"), "period": ("period", "期间"),
}  # fmt: skip
"""The field of the form for each attribute, and its name."""


class Link(NamedTuple):
    """A value: following it writes `value` into the field; `address` is "" where the field has no room for it."""

    id: str
    name: str
    facts: int
    chosen: bool
    value: str
    address: str


@dataclass(frozen=True, slots=True)
class Box:
    """The values of one field; `problem` says why there are none."""

    field: str
    title: str
    links: tuple[Link, ...] = ()
    notes: tuple[str, ...] = ()
    problem: str = ""


def boxes(asked: Asked, within: tuple[int, ...] | None) -> list[Box]:
    """Give a box for each field; an empty one where the question itself is wrong, which the page says elsewhere."""
    try:
        query = replace(asked.question(within), order="text")
    except UsageError:
        return [Box(*_FIELDS[attribute]) for attribute in ATTRIBUTES]
    end = time.monotonic() + SECONDS
    return [_box(asked, query, attribute, end) for attribute in ATTRIBUTES]


def _box(asked: Asked, query: FactQuery, attribute: Attribute, end: float) -> Box:
    field, title = _FIELDS[attribute]
    try:
        found = remembered(("frequent", attribute, query), lambda: _counted(query, attribute, end))
    except TooBroad as busy:
        found = str(busy)
    if not isinstance(found, Choices):
        return Box(field, title, problem=found)
    links = [_link(asked, field, choice, True) for choice in found.chosen]
    links += [_link(asked, field, choice, False) for choice in found.others]
    notes = [f"另有 {found.more:,} 个{title}没有列出"] if found.more else []
    notes += [f"{found.without:,} 条没有写明{title}"] if found.without else []
    return Box(field, title, tuple(links), tuple(notes))


def _counted(query: FactQuery, attribute: Attribute, end: float) -> Choices | str:
    """Give the choices; or why they were not counted, "" where the question is wrong. TooBroad while others count."""
    if not counting.acquire(timeout=_left(end)):
        raise TooBroad("正忙，没有数；过一会儿再查")
    try:
        return frequent(query, attribute, seconds=_left(end))
    except TooBroad as error:
        return str(error)
    except UsageError:
        return ""
    finally:
        counting.release()


def _left(end: float) -> float:
    return max(_LEAST, end - time.monotonic())


def _link(asked: Asked, field: str, choice: Choice, chosen: bool) -> Link:
    """Give the link that takes a value away or adds it; of periods, and of indicators across, there is only one."""
    one = field == "period" or (field == "indicator" and asked.view == "across")
    if one:
        value = "" if chosen else choice.text if field == "period" else joined([choice.text])
    else:
        kept = [name for name in names_in(getattr(asked, field)) if name != choice.text]
        value = joined(kept if chosen else [*kept, choice.text])
    address = asked.address(**{field: value}) if len(value) <= LONGEST else ""
    return Link(f"choice-{field}-{crc32(choice.text.encode()):08x}", choice.name, choice.facts, chosen, value, address)
