"""Draws the tables of a report from the county's figures, in the many shapes that offices give them.

`data/tables.toml` says which tables a bureau has, by their rows, columns and figures. `tables_of` chooses some and
draws a `Grid` of each; `typeset` knows how offices set them.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from functools import cache
from typing import Any, NamedTuple

from taizhang.errors import KnowledgeError
from taizhang.examples.grid import Grid
from taizhang.examples.typeset import Entry, Head, Line, build, draw_manner
from taizhang.examples.world import Definition, World, define, draw_one
from taizhang.wordlists import load

__all__ = ["Column", "Row", "Source", "Template", "tables_of", "templates"]

KINDS = ("no", "group", "name", "text", "value")
TIME, NAMED = re.compile("<([^<>]*)>"), re.compile(r"\[([^\[\]]*)\]")
HALVES = ("$year年上半年", "$year年1-6月")


class Column(NamedTuple):
    """A column: its head in alternatives, what it holds, and whether it plans or is summed up."""

    heads: tuple[str, ...]
    kind: str
    planned: bool = False
    sums: bool = False


class Row(NamedTuple):
    """A row: its group, its head, how deep it stands below others, the figures by name ("" for an empty cell)."""

    group: str
    label: str
    depth: int
    cells: tuple[str, ...]


class Template(NamedTuple):
    """A table of `tables.toml`."""

    key: str
    of: str
    titles: tuple[str, ...]
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    each: str | tuple[str, ...]
    most: int
    label: str
    total: tuple[str, ...]
    world: tuple[Definition, ...]


class Source(NamedTuple):
    """Where a table's figures come from: the county's, the names, and `town`, which gives the figures of a town."""

    key: str
    names: Mapping[str, Sequence[str]]
    world: World
    town: Callable[[str], World]
    seed: str


@cache
def templates() -> Mapping[str, tuple[Template, ...]]:
    """Give the tables of every bureau by its key."""
    found: dict[str, tuple[Template, ...]] = {}
    for number, entry in enumerate(load("examples", "tables.toml")["table"], 1):
        try:
            template = _template(entry, f"table{number}")
        except (KeyError, ValueError) as error:
            raise KnowledgeError(f"tables.toml 第 {number} 张表有误：{error}；写法见文件开头。") from error
        found[template.of] = (*found.get(template.of, ()), template)
    return found


def _template(entry: Mapping[str, Any], key: str) -> Template:
    columns = tuple(_column(text, index) for index, text in enumerate(entry["columns"]))
    if not any(column.kind == "name" for column in columns):
        first = next(i for i, column in enumerate(columns) if column.kind == "value")
        columns = (*columns[:first], columns[first]._replace(kind="name"), *columns[first + 1 :])
    each = entry.get("each", "")
    rows = (_row("each | " + entry["cells"]),) if each else tuple(_row(text) for text in entry["rows"])
    values = sum(column.kind == "value" for column in columns)
    if bad := [row for row in rows if len(row.cells) != values]:
        raise ValueError(f"行“{bad[0].label}”有 {len(bad[0].cells)} 个数，表有 {values} 列数")
    return Template(
        key, entry["of"], tuple(entry["title"]), columns, rows, each if isinstance(each, str) else tuple(each),
        entry.get("count", 0), entry.get("label", "$each"), _alternatives(entry.get("total", "")),
        define(entry.get("world", {}), "tables.toml"),
    )  # fmt: skip


def _alternatives(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split("|") if part.strip())


def _column(text: str, index: int) -> Column:
    heads, _, said = text.partition(";")
    words = said.split()
    kind = next((word for word in words if word in KINDS), "value")
    return Column(_alternatives(heads), kind, "planned" in words, "sum" in words)


def _row(text: str) -> Row:
    label, *cells = (part.strip() for part in text.split("|"))
    depth = len(label) - len(label.lstrip(">"))
    group, _, name = label.rpartition("/")
    return Row(group, name.lstrip(">"), depth, tuple("" if cell == "-" else cell for cell in cells))


def tables_of(source: Source, rng: random.Random, mask: str = "") -> list[Grid]:
    """Draw some of the tables that a bureau has, none now and then; `mask` hides figures where the file hides them."""
    known = templates().get(source.key, ())
    chosen = rng.sample(known, min(len(known), rng.choice((0, 1, 1, 2))))
    return [_draw(template, source, rng, mask) for template in chosen]


def _draw(template: Template, source: Source, rng: random.Random, mask: str) -> Grid:
    names = {**source.names, "half": [_filled(rng.choice(HALVES), source.names)]}
    title, when, _ = _said(_filled(rng.choice(template.titles), names))
    heads = [_head(column, names, rng) for column in template.columns]
    lines = _each(template, source, rng) if template.each else _rows(template, source)
    manner = draw_manner(rng, heads, lines, mask)
    return build(title, when, heads, lines, manner, rng)


def _filled(text: str, names: Mapping[str, Sequence[str]]) -> str:
    for name in ("half", "year", "place", "self"):
        if f"${name}" in text:
            text = text.replace(f"${name}", names[name][0])
    return text


def _said(text: str) -> tuple[str, str | None, str | None]:
    """Give a head without its marks, the time that it names, and the indicator that it names."""
    time, named = TIME.search(text), NAMED.search(text)
    shown = re.sub(r"[<>\[\]]", "", text)
    indicator = re.sub("[<>]", "", named.group(1)) if named else None
    return shown, time.group(1) if time else None, indicator


def _head(column: Column, names: Mapping[str, Sequence[str]], rng: random.Random) -> Head:
    parts = [_said(_filled(part, names)) for part in rng.choice(column.heads).split("/")]
    times = [time for _, time, _ in parts if time]
    named = [indicator for _, _, indicator in parts if indicator]
    path = tuple(shown for shown, _, _ in parts)
    time, indicator = (times[-1] if times else None), (named[0] if named else None)
    return Head(path, column.kind, time, indicator, column.planned)


def _rows(template: Template, source: Source) -> list[Line]:
    """Give the rows with the bureau's figures and those of the table itself."""
    world = {name: value for name, value in source.world.items() if name.startswith(f"{source.key}.")}
    if template.world:
        known = {name.partition(".")[2]: value.value for name, value in world.items()}
        draw_one(template.world, source.key, known, f"{source.seed}/{template.key}", world)
    lines, above = [], [""]
    for row in template.rows:
        above[row.depth :] = [row.label]
        entries = tuple(_entry(name and f"{source.key}.{name}", world) for name in row.cells)
        total = row.label.endswith("计")
        parent = "" if row.depth == 0 else above[row.depth - 1]
        lines.append(Line(row.group, row.label, row.depth, parent, None, entries, total))
    return lines


def _entry(name: str, world: World, key: str = "") -> Entry | None:
    return Entry(key or name, world[name]) if name else None


def _each(template: Template, source: Source, rng: random.Random) -> list[Line]:
    """Give a row for each town, enterprise or month, and their sum."""
    lines = []
    for label in _labels(template, source):
        shown, when, _ = _said(template.label.replace("$each", label))
        if template.world:
            key, world = template.key, World()
            draw_one(template.world, key, {}, f"{source.seed}/{template.key}/{label}", world)
        else:
            key, world = "town", source.town(label)
        entries = tuple(
            _entry(name and f"{key}.{name}", world, f"{key}.{shown}.{name}") for name in template.rows[0].cells
        )
        lines.append(Line("", shown, 0, "", when, entries, False))
    if template.total:
        lines.append(_total(template, lines, rng))
    return lines


def _labels(template: Template, source: Source) -> Sequence[str]:
    if isinstance(template.each, tuple):
        return template.each
    known = source.names[template.each]
    if template.each == "town":
        known = [name for name in known if name.endswith("镇")]
    return known[: template.most]


def _total(template: Template, lines: Sequence[Line], rng: random.Random) -> Line:
    label = rng.choice(template.total)
    entries: list[Entry | None] = []
    for index, column in enumerate(column for column in template.columns if column.kind == "value"):
        parts = [entry for line in lines if (entry := line.entries[index])]
        size = sum((part.value.value for part in parts), Decimal(0))
        key = f"{template.key}.{label}.{index}"
        entries.append(Entry(key, parts[0].value._replace(value=size)) if column.sums else None)
    return Line("", label, 0, "", None, tuple(entries), True)
