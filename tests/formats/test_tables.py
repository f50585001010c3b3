"""Cells of the county's tables become facts with unit, indicator and period, whatever the format."""

from __future__ import annotations

from difflib import SequenceMatcher

import pytest

from taizhang.examples import ExampleFile, TrueFact
from taizhang.examples.office import FORMATS
from taizhang.model import Fact, Reading

Written = list[tuple[ExampleFile, dict[str, Reading]]]
RIGHT = 0.98
ATTRIBUTES = ("role", "sign", "status", "masked", "modifier")


def value_of(fact: TrueFact | Fact) -> str:
    return str(float(fact.value)) if isinstance(fact.value, (int, float)) else str(fact.value)


def pairs(file: ExampleFile, reading: Reading) -> list[tuple[TrueFact, Fact | None]]:
    """Pair the true facts of cells with those read: formats differ in offsets, not in order."""
    values = [[value_of(fact) for fact in facts] for facts in (file.facts, reading.facts)]
    found: dict[int, Fact] = {}
    for block in SequenceMatcher(None, *values, autojunk=False).get_matching_blocks():
        found |= {block.a + step: reading.facts[block.b + step] for step in range(block.size)}
    return [(fact, found.get(index)) for index, fact in enumerate(file.facts) if fact.cell]


def wrong(true: TrueFact, got: Fact | None) -> str:
    """Say what is wrong with a cell, if anything is."""
    where = f"{true.cell} {true.quote} {true.indicator}"
    if got is None:
        return f"{where}: missed"
    if got.unit != true.unit:
        return f"{where}: unit {got.unit} for {true.unit}"
    if got.indicator not in (true.indicator, *true.indicator_alt):
        return f"{where}: indicator {got.indicator}"
    period = got.period and got.period.text
    return "" if period in (true.period, *true.period_alt) else f"{where}: period {period} for {true.period}"


@pytest.mark.parametrize("form", ["txt", *FORMATS])
def test_cells_are_read_with_unit_indicator_and_period(written: Written, form: str) -> None:
    cells = [(file, *pair) for file, readings in written for pair in pairs(file, readings[form])]
    faults = [f"{file.name} {fault}" for file, true, got in cells if (fault := wrong(true, got))]
    assert len(cells) > 300
    assert len(faults) <= (1 - RIGHT) * len(cells), faults


@pytest.mark.parametrize("form", ["txt", *FORMATS])
def test_attributes_of_cells_are_right(written: Written, form: str) -> None:
    cells = [pair for file, readings in written for pair in pairs(file, readings[form])]
    for name in ATTRIBUTES:
        read = [(true, getattr(got, name)) for true, got in cells if got]
        faults = [(true.quote, value) for true, value in read if value != getattr(true, name)]
        assert len(faults) <= (1 - RIGHT) * len(cells), (name, faults)


@pytest.mark.parametrize("form", ["txt", *FORMATS])
def test_no_fact_is_invented(written: Written, form: str) -> None:
    for file, readings in written:
        assert len(readings[form].facts) <= len(file.facts), file.name
