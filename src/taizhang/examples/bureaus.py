"""The data files of the bureaus: what each reports on, in which words, with which figures.

`data/bureaus.toml` lists the bureaus in their order; each has a file of its own, `data/<key>.toml`:

    name = "财政局"            the short name, after 县 or the county's name
    type = "财政"              the org_type of DESIGN.md
    relations = ["sum: revenue = tax + nontax"]
    [world]                    its figures, see world.py
    [words]                    aim = [...]: what openings say it strives for; opening = [...]: its own sentences there
    [[part]]                   a part of the summary
    title = ["…", "…"]         alternatives
    items = [["head|other head", "sentence", "sentence || other wording", "?sentence left out at times"], …]
    [after]                    problems = [...], plans = [...]: items as above

Sentences are in the markup of `markup.py`. `common.toml` holds parts, problems and plans that any bureau may report.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any, NamedTuple

from taizhang.errors import KnowledgeError
from taizhang.examples.markup import Sentence, compile_sentence
from taizhang.examples.world import Definition, Relation, define, parse_relation
from taizhang.wordlists import load

__all__ = ["Bureau", "Item", "Part", "Step", "bureau", "bureau_keys", "definitions", "phrases", "rules"]


class Step(NamedTuple):
    """One sentence of an item in its alternatives, perhaps left out."""

    wordings: tuple[Sentence, ...]
    optional: bool


class Item(NamedTuple):
    """A numbered item: its head in alternatives, and sentences."""

    heads: tuple[str, ...]
    steps: tuple[Step, ...]


class Part(NamedTuple):
    """A headed part of a report."""

    titles: tuple[str, ...]
    items: tuple[Item, ...]


class Bureau(NamedTuple):
    """One reporting organisation."""

    key: str
    name: str
    type: str
    words: Mapping[str, Sequence[str]]
    openings: tuple[Step, ...]
    parts: tuple[Part, ...]
    problems: tuple[Item, ...]
    plans: tuple[Item, ...]
    shared: tuple[Part, ...]
    shared_problems: tuple[Item, ...]
    shared_plans: tuple[Item, ...]
    fillers: Mapping[str, tuple[Sentence, ...]]
    """Sentences without figures that may end an item, by the role of the section."""


def bureau_keys() -> list[str]:
    """Give the bureaus in the order of the county's list; towns come last."""
    keys: list[str] = load("examples", "bureaus.toml")["bureaus"]
    return keys


def phrases() -> dict[str, Any]:
    """Give the wordings that belong to no bureau: openings, headings, titles, times, site matter."""
    return load("examples", "phrases.toml")


@cache
def bureau(key: str) -> Bureau:
    """Load and compile one bureau's file."""
    fillers = load("examples", "common.toml")["filler"].items()
    data, common, where = load("examples", f"{key}.toml"), load("examples", "common.toml"), f"{key}.toml"
    try:
        return Bureau(
            key=key,
            name=data["name"],
            type=data["type"],
            words=data["words"],
            openings=tuple(_step(text, key, where) for text in data["words"].get("opening", ())),
            parts=_parts(data["part"], key, where),
            problems=_items(data["after"].get("problems", ()), key, where),
            plans=_items(data["after"]["plans"], key, where),
            shared=_parts(common["part"] if data.get("shared", True) else (), key, "common.toml"),
            shared_problems=_items(common["after"]["problems"] if data.get("shared", True) else (), key, "common.toml"),
            fillers={role: tuple(compile_sentence(text, key, where) for text in texts) for role, texts in fillers},
            shared_plans=_items(common["after"]["plans"] if data.get("shared", True) else (), key, "common.toml"),
        )
    except KeyError as error:
        raise KnowledgeError(f"{where} 缺少 {error}；写法见 bureaus.py 开头。") from error


def _parts(tables: Sequence[Mapping[str, Any]], key: str, where: str) -> tuple[Part, ...]:
    return tuple(Part(tuple(table["title"]), _items(table["items"], key, where)) for table in tables)


def _items(rows: Sequence[Sequence[str]], key: str, where: str) -> tuple[Item, ...]:
    return tuple(Item(tuple(row[0].split("|")), tuple(_step(text, key, where) for text in row[1:])) for row in rows)


def _step(text: str, key: str, where: str) -> Step:
    wordings = text.removeprefix("?").split(" || ")
    return Step(tuple(compile_sentence(wording, key, where) for wording in wordings), text.startswith("?"))


@cache
def definitions() -> Mapping[str, tuple[Definition, ...]]:
    """Give every bureau's figures, the county's own first."""
    keys = ["county", *bureau_keys()]
    return {key: define(load("examples", f"{key}.toml")["world"], f"{key}.toml") for key in keys}


@cache
def rules() -> Mapping[str, tuple[Relation, ...]]:
    """Give every bureau's relations."""
    found = {}
    for key in bureau_keys():
        texts = load("examples", f"{key}.toml").get("relations", ())
        found[key] = tuple(parse_relation(text, f"{key}.toml") for text in texts)
    return found
