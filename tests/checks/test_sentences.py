"""Sentences of offices, whole and with one figure changed: nothing is said of the whole ones, the others are found."""

from __future__ import annotations

from pathlib import Path

import pytest

from taizhang.checks import check
from taizhang.reader import read_text

HERE = Path(__file__).parent


def lines(name: str) -> list[str]:
    """Give the sentences of a list; lines that begin with # are comments."""
    return [line for line in (HERE / name).read_text(encoding="utf-8").splitlines() if line and line[0] != "#"]


def rules(sentence: str) -> set[str]:
    """Give the rules of the errors and warnings."""
    return {found.rule for found in check(read_text(sentence)).findings if found.severity != "info"}


@pytest.mark.parametrize("sentence", lines("right.txt"))
def test_nothing_is_found_where_figures_agree(sentence: str) -> None:
    assert rules(sentence) == set()


@pytest.mark.parametrize("line", lines("wrong.txt"))
def test_a_changed_figure_is_found(line: str) -> None:
    rule, _, sentence = line.partition(" ")
    assert rule in rules(sentence)
