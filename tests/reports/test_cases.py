"""The structure of texts against the fixtures in `cases`: a text, then what is found in it.

    === what the case shows
    云溪县民政局2023年工作总结
    一、社会救助
    发放低保金25万元。
    --- reports
    云溪县民政局2023年 | 云溪县民政局 | 民政 | 云溪县 | 2023年 | summary | part
    --- sections
    1 summary 社会救助
    --- noise
    --- clean

A report begins with the words of its line, then come org, org_type, place, period, kind, and whole or part; - stands
for None. A section is level, role, title; noise is its category and its text, with \\n for line breaks and ⇒ before a
fix or the start of the first copy. A block that is left out is not compared; an empty one says that there is nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import pytest

from taizhang.model import Noise, Report, SourceText, Structure
from taizhang.reports import analyse


@dataclass
class Case:
    """One text and the blocks below it."""

    name: str
    text: str = ""
    blocks: dict[str, list[str]] = field(default_factory=dict)


def load(path: Path) -> list[Case]:
    """Read the cases of one fixture file."""
    cases: list[Case] = []
    lines: list[str] = []
    for line in path.read_text(encoding="utf-8").split("\n"):
        if line.startswith("=== "):
            lines = []
            cases.append(Case(line[4:].strip()))
            cases[-1].blocks["text"] = lines
        elif line.startswith("--- "):
            lines = cases[-1].blocks.setdefault(line[4:].strip(), [])
        elif cases:
            lines.append(line)
    for case in cases:
        case.text = "\n".join(case.blocks.pop("text"))
        for name, block in case.blocks.items():
            if name != "clean":
                case.blocks[name] = [line for line in block if line.strip()]
    return cases


def read(text: str) -> Structure:
    """Analyse a bare text."""
    return analyse(SourceText("0" * 64, "case", "txt", text))


def show_report(report: Report, text: str, words: str) -> str:
    """Give the line of a report; `words` are those that its expected line begins with."""
    begin = text[report.start : report.start + max(1, len(words))].replace("\n", "\\n")
    fields = (report.org, report.org_type, report.place, report.period, report.kind)
    return " | ".join([begin, *(value or "-" for value in fields), "whole" if report.complete else "part"])


def show_noise(noise: Noise, text: str) -> str:
    """Give the line of a noise row."""
    quote = text[noise.start : noise.end].replace("\n", "\\n")
    more = noise.fix or (text[noise.dup_of : noise.dup_of + 8] if noise.dup_of is not None else "")
    return f"{noise.category} {quote}" + (f" ⇒ {more}" if more else "")


CASES = [(path.stem, case) for path in sorted((Path(__file__).parent / "cases").glob("*.txt")) for case in load(path)]


@pytest.mark.parametrize(("file", "case"), CASES, ids=[f"{file}-{case.name}" for file, case in CASES])
def test_structure_of_a_text(file: str, case: Case) -> None:
    """Reports, sections, noise and clean text are those listed below the text, no more and no less."""
    structure = read(case.text)
    if (expected := case.blocks.get("reports")) is not None:
        words = [line.split(" | ")[0].replace("\\n", "\n") for line in expected] + [" " * 12] * 100
        found = [show_report(r, case.text, w) for r, w in zip(structure.reports, words, strict=False)]
        assert found == expected
    if (expected := case.blocks.get("sections")) is not None:
        assert [f"{s.level} {s.role} {s.title}" for s in structure.sections] == expected
    if (expected := case.blocks.get("noise")) is not None:
        assert [show_noise(n, case.text) for n in structure.noise] == expected
    if (expected := case.blocks.get("clean")) is not None:
        assert structure.clean.text.rstrip("\n") == "\n".join(expected).rstrip("\n")
