"""The true facts of the example county, read through the whole pipeline: all found, none invented.

Figures in tables are looked at in `tests/formats/test_tables.py`.
"""

from __future__ import annotations

from collections import Counter

import pytest

import taizhang
from taizhang.examples import ExampleFile, TrueFact, county
from taizhang.model import Fact

ATTRIBUTES = ("unit", "role", "sign", "modifier", "masked", "status")
RIGHT = 0.97


@pytest.fixture(scope="module")
def read() -> list[tuple[ExampleFile, dict[tuple[int, int], Fact]]]:
    """Two counties with the flaws of real files, and what is read from each of them, by place."""
    pairs = ((file, taizhang.read_text(file.text, name=file.name).facts) for file in county(size=2, office=False))
    return [(file, {(fact.start, fact.end): fact for fact in facts}) for file, facts in pairs]


def in_prose(file: ExampleFile, fact: TrueFact | Fact) -> bool:
    return not any(start <= fact.start < end for start, end in file.tables)


def test_all_facts_are_found_and_none_is_invented(
    read: list[tuple[ExampleFile, dict[tuple[int, int], Fact]]],
) -> None:
    missed, invented = [], []
    for file, found in read:
        true = {(fact.start, fact.end): fact for fact in file.facts if in_prose(file, fact)}
        for span, fact in true.items():
            if span not in found or _value(found[span].value) != _value(fact.value):
                missed.append((file.name, fact.quote, _around(file, fact)))
        others = [fact for span, fact in found.items() if span not in true and in_prose(file, fact)]
        invented += [(file.name, fact.quote, _around(file, fact)) for fact in others]
    assert (missed, invented) == ([], [])


def test_attributes_of_the_facts_are_right(read: list[tuple[ExampleFile, dict[tuple[int, int], Fact]]]) -> None:
    right, count = Counter[str](), 0
    for file, found in read:
        for fact in (fact for fact in file.facts if not fact.cell):
            count += 1
            if got := found.get((fact.start, fact.end)):
                right.update(name for name in ATTRIBUTES if getattr(got, name) == getattr(fact, name))
    assert {name: right[name] / count for name in ATTRIBUTES if right[name] < RIGHT * count} == {}


def _value(value: object) -> object:
    return list(value) if isinstance(value, (list, tuple)) else value


def _around(file: ExampleFile, fact: TrueFact | Fact) -> str:
    return file.text[max(0, fact.start - 30) : fact.end + 10]
