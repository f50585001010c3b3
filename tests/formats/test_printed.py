"""PDF files as a word processor prints them give the facts of the documents."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from taizhang.examples import county
from taizhang.examples.office import render
from taizhang.model import Fact, Reading
from taizhang.reader import read_file

SOFFICE = shutil.which("soffice")
REPORTS = 6

pytestmark = [pytest.mark.slow, pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed")]


def read(path: Path) -> Reading:
    outcome = read_file(path, path.name)
    assert isinstance(outcome, Reading), outcome
    return outcome


def row(fact: Fact) -> tuple[object, ...]:
    return (
        str(fact.value),
        fact.unit,
        fact.role,
        fact.sign,
        fact.indicator,
        fact.period and fact.period.text,
        fact.status,
    )


def test_a_printed_document_says_the_same(tmp_path: Path) -> None:
    files = [file for file in county(office=False) if file.document and len(file.reports) == 1]
    documents = []
    for number, file in enumerate(files):
        path = tmp_path / f"{number}.docx"
        assert file.document
        path.write_bytes(render(file.document, "docx"))
        if not any("修订" in note for note in read(path).notes):  # what was deleted is printed, too
            documents.append(path)
    documents = documents[:REPORTS]
    assert len(documents) >= REPORTS // 2
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = [
        str(SOFFICE),
        profile,
        "--headless",
        "--convert-to",
        "pdf",
        "--outdir",
        str(tmp_path),
        *map(str, documents),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    for path in documents:
        typed, printed = read(path), read(path.with_suffix(".pdf"))
        assert [row(fact) for fact in printed.facts] == [row(fact) for fact in typed.facts], path.name
        assert [report.heading for report in printed.reports] == [report.heading for report in typed.reports]
