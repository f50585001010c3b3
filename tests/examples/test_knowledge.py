"""The data files of the bureaus are whole: they compile, and name only figures that exist."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import taizhang
from taizhang.errors import KnowledgeError
from taizhang.examples.bureaus import Bureau, Step, bureau, bureau_keys, definitions, rules
from taizhang.examples.markup import FIGURE, TEXT, TIME, TIME_END, TURN, Inline, Sentence
from taizhang.examples.names import county_names, unit_names
from taizhang.examples.prose import Phrase, Voice, compile_phrase

SEEDS = Path(__file__).parents[2].parent / "shared" / "seeds"


NUMERALS = re.compile("[0-9０-９二三四五六七八九十百千万亿两零半]")
TIMES = re.compile("今年|去年|年度|上半年|下半年|月|季度|目前(?!期)|截至|以来")


def steps(unit: Bureau) -> Iterator[Step]:
    items = [item for part in (*unit.parts, *unit.shared) for item in part.items]
    items += [*unit.problems, *unit.plans, *unit.shared_problems, *unit.shared_plans]
    yield from unit.openings
    yield from (step for item in items for step in item.steps)


def sentences(unit: Bureau) -> Iterator[Sentence]:
    """All sentences of a bureau in all wordings."""
    for step in steps(unit):
        yield from step.wordings


def prose(unit: Bureau) -> list[Phrase]:
    """All sentences without figures that a bureau may say."""
    own = [step.prose for step in steps(unit) if step.prose]
    return own + [phrase for table in unit.prose.values() for phrase in table]


def said(key: str, times: int) -> list[str]:
    names = county_names(0, 2025)
    voice = Voice(random.Random(1), unit_names(names, bureau(key).name, bureau(key).words["aim"], names["place"][0]))
    return [voice.say(phrase) for phrase in prose(bureau(key)) for _ in range(times)]


def figures_named(sentence: Sentence) -> Iterator[str]:
    for op in sentence.ops:
        if op[0] == FIGURE and not isinstance(op[1].name, Inline):
            yield op[1].name
        elif op[0] == TURN:
            yield op[1]


@pytest.mark.parametrize("key", bureau_keys())
def test_a_bureau_names_only_its_figures(key: str) -> None:
    known = {f"{unit}.{d.name}" for unit, own in definitions().items() for d in own}
    for sentence in sentences(bureau(key)):
        for name in figures_named(sentence):
            assert name in known, sentence.source
        assert sentence.source[-1] in "。；", sentence.source
    names = {d.name for d in definitions()[key]}
    for rule in rules()[key]:
        assert {*rule.inputs, rule.stated} <= names, rule


@pytest.mark.parametrize("key", bureau_keys())
def test_every_relation_can_show(key: str) -> None:
    used = {name for sentence in sentences(bureau(key)) for name in figures_named(sentence)}
    for rule in rules()[key]:
        assert {f"{key}.{name}" for name in (*rule.inputs, rule.stated)} <= used, rule


@pytest.mark.parametrize("key", bureau_keys())
def test_time_expressions_stand_before_the_figures_of_their_clause(key: str) -> None:
    for sentence in sentences(bureau(key)):
        figure = inside = False
        for op in sentence.ops:
            figure = figure or op[0] == FIGURE
            inside = op[0] == TIME or (inside and op[0] != TIME_END)
            assert not (figure and op[0] == TIME), sentence.source
            if op[0] == TEXT and not inside and not set("，；。：（）").isdisjoint(op[1]):
                figure = False


@pytest.mark.parametrize("key", bureau_keys())
def test_prose_holds_no_figures_and_no_times(key: str) -> None:
    for phrase in prose(bureau(key)):
        text = "|".join("|".join(place) for place in phrase.places)
        assert not NUMERALS.search(text) and not TIMES.search(text), text
        assert phrase.places[-1][-1].endswith("。"), text
    assert taizhang.read_text("\n".join(said(key, 2))).facts == ()


@pytest.mark.parametrize("key", bureau_keys())
def test_prose_is_shorter_than_what_counts_as_a_duplicate(key: str) -> None:
    assert max(map(len, said(key, 4))) < 100


@pytest.mark.parametrize("source", ["坚持(甲/乙。", "做好$nothing。", "甲/乙。"])
def test_broken_prose_is_quoted(source: str) -> None:
    with pytest.raises(KnowledgeError, match=r"x\.toml") as caught:
        compile_phrase(source, {"work": ["值守"]}, "x.toml")
    assert source in str(caught.value)


def test_every_part_offers_a_choice() -> None:
    for key in bureau_keys():
        unit = bureau(key)
        assert len(unit.parts) >= 4 and len(unit.plans) >= 4 and len(unit.problems) >= 3
        assert all(len(part.titles) >= 2 for part in unit.parts), key


def test_counties_are_named_apart() -> None:
    names = [county_names(i, 2025)["county"][0] + county_names(i, 2025)["year"][0] for i in range(600)]
    assert names[0] == "云溪2025" and len(set(names)) == 600


@pytest.mark.skipif(not SEEDS.exists(), reason="the seeds are not here")
def test_no_name_or_sentence_of_the_seeds() -> None:
    seeds = "".join(path.read_text(encoding="utf-8") for path in SEEDS.glob("*.txt"))
    plain = str.maketrans("，；：（）", ",;:()")
    names = county_names(0, 2025)
    for kind in ("county", "town", "village", "firm", "river", "reservoir", "rural", "community"):
        assert not [name for name in names[kind] if name in seeds], kind
    for key in bureau_keys():
        for sentence in sentences(bureau(key)):
            for op in sentence.ops:
                if op[0] == 0:
                    assert all(part not in seeds for part in op[1].translate(plain).split("。") if len(part) > 24), op[
                        1
                    ]
        for sentence in said(key, 2):
            assert all(part not in seeds for part in sentence.translate(plain).split("。") if len(part) > 24), sentence
