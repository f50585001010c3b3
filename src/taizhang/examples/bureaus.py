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
                               "*sentence without figures", in the manner of prose.py, left out at times too
    [after]                    problems = [...], plans = [...]: items as above

[words] also holds work, people, team and good, which sentences without figures name. Sentences of items are in the
markup of `markup.py`. `common.toml` holds parts, problems and plans that any bureau may report, `prose.toml` sentences.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any, NamedTuple

from taizhang.errors import KnowledgeError
from taizhang.examples.markup import Sentence, compile_sentence
from taizhang.examples.prose import Phrase, compile_phrase
from taizhang.examples.world import Definition, Relation, define, parse_relation
from taizhang.wordlists import load

__all__ = ["Bureau", "Item", "Part", "Step", "bureau", "bureau_keys", "definitions", "phrases", "rules"]


class Step(NamedTuple):
    """One sentence of an item in its alternatives, perhaps left out, or one of prose."""

    wordings: tuple[Sentence, ...]
    optional: bool
    prose: Phrase | None = None


class Item(NamedTuple):
    """A numbered item: its head in alternatives, and sentences."""

    heads: tuple[str, ...]
    steps: tuple[Step, ...]


class Part(NamedTuple):
    """A headed part of a report."""

    titles: tuple[str, ...]
    items: tuple[Item, ...]
    deck: str
    """The table of prose.toml that speaks around its items, when it has one of its own."""


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
    prose: Mapping[str, tuple[Phrase, ...]]
    """Sentences without figures that any item may have, by the tables of prose.toml."""


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
    data, common, where = load("examples", f"{key}.toml"), load("examples", "common.toml"), f"{key}.toml"
    if not data.get("shared", True):
        common = {"part": [], "after": {"problems": [], "plans": []}}
    try:
        own, any_ = _Compiler(key, where, data["words"]), _Compiler(key, "common.toml", data["words"])
        return Bureau(
            key=key,
            name=data["name"],
            type=data["type"],
            words=data["words"],
            openings=tuple(own.step(text) for text in data["words"].get("opening", ())),
            parts=own.parts(data["part"]),
            problems=own.items(data["after"].get("problems", ())),
            plans=own.items(data["after"]["plans"]),
            shared=any_.parts(common["part"]),
            shared_problems=any_.items(common["after"]["problems"]),
            shared_plans=any_.items(common["after"]["plans"]),
            prose={
                kind: tuple(compile_phrase(text, data["words"], "prose.toml") for text in texts)
                for kind, texts in load("examples", "prose.toml").items()
            },
        )
    except KeyError as error:
        raise KnowledgeError(f"{where} 缺少 {error}；写法见 bureaus.py 开头。") from error


class _Compiler(NamedTuple):
    """Compiles what stands in the file `where` for the bureau `key`, which has its own `words`."""

    key: str
    where: str
    words: Mapping[str, Sequence[str]]

    def parts(self, tables: Sequence[Mapping[str, Any]]) -> tuple[Part, ...]:
        return tuple(Part(tuple(t["title"]), self.items(t["items"]), t.get("deck", "")) for t in tables)

    def items(self, rows: Sequence[Sequence[str]]) -> tuple[Item, ...]:
        return tuple(Item(tuple(row[0].split("|")), tuple(self.step(text) for text in row[1:])) for row in rows)

    def step(self, text: str) -> Step:
        if text.startswith("*"):
            return Step((), True, compile_phrase(text[1:], self.words, self.where))
        wordings = text.removeprefix("?").split(" || ")
        sentences = tuple(compile_sentence(wording, self.key, self.where) for wording in wordings)
        return Step(sentences, text.startswith("?"))


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
