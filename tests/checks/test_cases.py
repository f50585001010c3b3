"""Checking against the text fixtures in `cases`: a sentence, then one line for each relation and finding.

    > 排查隐患120个，完成整改103个，整改率95.8%，其余17个正在整改。
    difference | 96-85 | 11 | consistent
    rate | 103/120*100 | 95.8 | inconsistent
    ! N003 error

The columns are kind, formula, stated, verdict; `!` begins a finding. Lines that begin with # are comments. A sentence
without lines has no relation.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import pytest

from taizhang.checks import check
from taizhang.reader import read_text


@dataclass
class Case:
    """One sentence and its expected lines."""

    sentence: str
    lines: list[str] = field(default_factory=list)


def load(path: Path) -> list[Case]:
    """Read the cases of one fixture file."""
    cases: list[Case] = []
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith(">"):
            cases.append(Case(line.lstrip(">").strip()))
        elif line.strip() and not line.startswith("#"):
            cases[-1].lines.append(line)
    return cases


def written(sentence: str) -> list[str]:
    """Give the lines of a sentence."""
    checked = check(read_text(sentence))
    relations = [f"{r.kind} | {r.formula} | {r.stated} | {r.verdict}" for r in checked.relations]
    return relations + [f"! {f.rule} {f.severity}" for f in checked.findings]


CASES = [(path.stem, case) for path in sorted((Path(__file__).parent / "cases").glob("*.txt")) for case in load(path)]


@pytest.mark.parametrize(("file", "case"), CASES, ids=[f"{file}-{case.sentence[:16]}" for file, case in CASES])
def test_relations_of_a_sentence(file: str, case: Case) -> None:
    """The relations and findings of each sentence are those listed below it, no more and no less."""
    assert written(case.sentence) == case.lines
