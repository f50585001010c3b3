"""The same report as .txt, .docx, .pdf and .xlsx says the same: the same facts in the same order, the same reports."""

from __future__ import annotations

import difflib

import pytest

from taizhang.examples import ExampleFile
from taizhang.examples.office import FORMATS
from taizhang.model import Fact, Reading, Report

Written = list[tuple[ExampleFile, dict[str, Reading]]]


def fact_row(fact: Fact) -> tuple[object, ...]:
    value = tuple(fact.value) if isinstance(fact.value, list) else fact.value
    return (
        value, fact.unit, fact.role, fact.sign, fact.indicator, fact.period and fact.period.text, fact.status,
        fact.modifier, fact.masked, fact.subject,
    )  # fmt: skip


def report_row(report: Report) -> tuple[object, ...]:
    return (report.org, report.org_type, report.place, report.period, report.kind, report.complete, report.heading)


def changes(first: Reading, second: Reading) -> list[str]:
    rows = [[str(fact_row(fact)) for fact in reading.facts] for reading in (first, second)]
    return [line for line in difflib.unified_diff(*rows, lineterm="", n=0) if line[:3] not in ("+++", "---", "@@ ")]


@pytest.mark.parametrize("form", FORMATS)
def test_every_format_gives_the_same_facts(written: Written, form: str) -> None:
    found = {file.name: changes(readings["txt"], readings[form]) for file, readings in written}
    assert {name: changed for name, changed in found.items() if changed} == {}


@pytest.mark.parametrize("form", FORMATS)
def test_every_format_gives_the_same_reports(written: Written, form: str) -> None:
    for file, readings in written:
        plain, other = (readings[name].reports for name in ("txt", form))
        assert list(map(report_row, plain)) == list(map(report_row, other)), file.name


def test_every_report_has_facts(written: Written) -> None:
    assert all(len(readings["txt"].facts) > 40 for _, readings in written)
