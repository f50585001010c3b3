"""The reader against the text fixtures in `cases`: a sentence, then one line for each fact that it holds.

    > 1-5月，税收收入3.1亿元，同比下降7.9%。
    3.1亿元 | 3.1 亿元 | 税收收入 | level | 1-5月
    7.9% | 7.9 % | 税收收入 | growth - | 1-5月

The columns are quote, value and unit, indicator, role (with - for a decrease, and what is not exact and actual),
period. Lines that begin with # are comments; `>>` begins a sentence of a plan section.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import pytest

from taizhang.facts import extract
from taizhang.model import Fact, Report, SourceText, Structure
from taizhang.spans import cut_out


@dataclass
class Case:
    """One sentence and its expected lines."""

    sentence: str
    plan: bool
    lines: list[str] = field(default_factory=list)


def load(path: Path) -> list[Case]:
    """Read the cases of one fixture file."""
    cases: list[Case] = []
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith(">"):
            cases.append(Case(line.lstrip(">").strip(), line.startswith(">>")))
        elif line.strip() and not line.startswith("#"):
            cases[-1].lines.append(line)
    return cases


def read(text: str, plan: bool = False, period: str | None = "2025年上半年") -> list[Fact]:
    """Read the facts of a bare text as one report."""
    report = Report("r1", 0, len(text), None, None, None, period, "plan" if plan else "summary", True, "")
    return extract(Structure(SourceText("0" * 64, "case", "txt", text), cut_out(text, []), (report,), (), ()))


def write(fact: Fact) -> str:
    """Give the line of a fact."""
    value = fact.value
    shown = "?" if value is None else "~".join(map(str, value)) if isinstance(value, list) else str(value)
    role = [fact.role, "-" if fact.sign < 0 else "", fact.modifier, fact.status]
    said = " ".join(word for word in role if word and word not in ("exact", "actual"))
    period = fact.period.text if fact.period else ""
    return f"{fact.quote} | {shown} {fact.unit} | {fact.indicator or ''} | {said} | {period}".rstrip(" ")


CASES = [(path.stem, case) for path in sorted((Path(__file__).parent / "cases").glob("*.txt")) for case in load(path)]


@pytest.mark.parametrize(("file", "case"), CASES, ids=[f"{file}-{case.sentence[:16]}" for file, case in CASES])
def test_facts_of_a_sentence(file: str, case: Case) -> None:
    """The facts of each sentence are those listed below it, no more and no less."""
    assert [write(fact) for fact in read(case.sentence, case.plan)] == case.lines
