"""Tables against the text fixtures in `tables/`: a table as it stands in a file, then one line for each fact in it.

    === what is special about it
    指标	1-6月	同比增长
    税收收入	3.1亿元	-7.9%
    ---
    3.1亿元 | 3.1 亿元 | 税收收入 | level | 1-6月 2025-01-01 2025-06-30 |
    -7.9% | 7.9 % | 税收收入 | growth - | 1-6月 2025-01-01 2025-06-30 |

The columns are quote, value and unit, indicator, role (with - for a decrease, and what is not exact and actual), period
with its days, subject. A table that begins with < is HTML, any other plain text. `===>` begins one in a plan section.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from taizhang.facts import extract
from taizhang.intake import html
from taizhang.intake.columns import find_tables
from taizhang.model import Cell, Fact, Report, SourceText, Structure, Table
from taizhang.spans import cut_out


@dataclass
class Case:
    """One table and the lines that are expected of it."""

    name: str
    plan: bool
    table: str
    lines: list[str]


def load(path: Path) -> list[Case]:
    """Read the cases of one fixture file."""
    cases = []
    for block in re.split("^===", path.read_text("utf-8"), flags=re.M)[1:]:
        name, _, body = block.partition("\n")
        table, _, lines = body.partition("\n---\n")
        cases.append(
            Case(name.lstrip("> "), name.startswith(">"), table, lines.split("\n")[: lines.rstrip().count("\n") + 1])
        )
    return cases


def source_of(table: str) -> SourceText:
    """Read a table as its format does."""
    if not table.startswith("<"):
        return SourceText("0" * 64, "case", "txt", table, tables=find_tables(table))
    page = html.extract(f"<html><body>{table}<p>以上情况，特此报告。</p></body></html>".encode())
    return SourceText("0" * 64, "case", "html", page.text, tables=page.tables)


def read(source: SourceText, plan: bool = False) -> list[Fact]:
    """Read the facts of a source as one report."""
    end = len(source.text)
    report = Report("r1", 0, end, None, None, None, "2024年上半年", "plan" if plan else "summary", True, "")
    return extract(Structure(source, cut_out(source.text, []), (report,), (), ()))


def write(fact: Fact) -> str:
    """Give the line of a fact."""
    value = fact.value
    shown = "?" if value is None else "~".join(map(str, value)) if isinstance(value, list) else str(value)
    said = [fact.role, "-" if fact.sign < 0 else "", fact.modifier, fact.status]
    role = " ".join(word for word in said if word and word not in ("exact", "actual"))
    period = fact.period
    when = f"{period.text} {period.begins or '…'} {period.ends or '…'}" if period else ""
    line = f"{fact.quote} | {shown} {fact.unit} | {fact.indicator or ''} | {role} | {when} | {fact.subject or ''}"
    return line.rstrip()


CASES = [(path.stem, case) for path in sorted((Path(__file__).parent / "tables").glob("*.txt")) for case in load(path)]


@pytest.mark.parametrize(("file", "case"), CASES, ids=[f"{file}-{case.name}" for file, case in CASES])
def test_facts_of_a_table(file: str, case: Case) -> None:
    assert [write(fact) for fact in read(source_of(case.table), case.plan)] == case.lines


@pytest.mark.parametrize(("file", "case"), CASES, ids=[f"{file}-{case.name}" for file, case in CASES])
def test_facts_of_a_table_stand_in_the_text(file: str, case: Case) -> None:
    source = source_of(case.table)
    check_places(source, read(source, case.plan))


def check_places(source: SourceText, facts: list[Fact]) -> None:
    text = source.text
    assert [fact.start for fact in facts] == sorted(fact.start for fact in facts)
    assert [fact.id for fact in facts] == [f"{'0' * 12}-f{number}" for number in range(1, len(facts) + 1)]
    for fact in facts:
        assert "".join(text[start:end] for start, end in fact.pieces) == fact.quote == fact.quote.strip()
        assert fact.period is None or text[fact.period.start : fact.period.end] == fact.period.text
        assert fact.indicator_start is None or text[fact.indicator_start : fact.indicator_end] == fact.indicator
        for spans in (fact.origins or {}).values():
            assert all(0 <= start < end <= len(text) for start, end in spans)


CELLS = st.sampled_from(
    [
        "",
        "—",
        "指标",
        "单位",
        "万元",
        "1-6月",
        "同比增长（%）",
        "其中：税收",
        "合计",
        "12.5",
        "-3%",
        "××",
        "青石镇",
        "2024年",
        "1",
        "2",
        "完成3项，增长5%。",
    ]
)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.lists(CELLS, min_size=1, max_size=5), min_size=1, max_size=6), st.data())
def test_any_table_is_read(rows: list[list[str]], data: st.DataObject) -> None:
    """Whatever stands in its cells and whatever they span, facts stand in the text, in order, none twice."""
    text, cells = "", []
    for row, texts in enumerate(rows):
        column = 0
        for cell in texts:
            height, width = data.draw(st.integers(1, 3)), data.draw(st.integers(1, 3))
            cells.append(Cell(row, column, len(text), len(text) + len(cell), height, width))
            text += cell + "\t"
            column += width
        text = text[:-1] + "\n"
    source = SourceText("0" * 64, "case", "docx", text, tables=(Table(0, len(text) - 1, tuple(cells)),))
    facts = read(source)
    check_places(source, facts)
    assert all(one.end <= other.start for one, other in pairwise(facts))
