"""`taizhang check`: files in, printed by a format and exported as they are checked, then what they say together."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import nullcontext
from functools import lru_cache
from pathlib import Path

from taizhang.checking import CheckedFile, Together, check_files
from taizhang.errors import IntakeError
from taizhang.export import CHECKED, TABLES, Export, checked_lines
from taizhang.intake import Found, find, load
from taizhang.model import SourceText
from taizhang.output import Printer, Source, Sources, Summary

__all__ = ["lint", "print_statistics"]

_TEXTS = 8
"""How many texts are kept while relations between files are printed."""


def lint(paths: Sequence[Path], printer: Printer, rules: frozenset[str], folder: Path | None, jobs: int) -> Summary:
    """Check files, print and export what is found; memory stays flat."""
    from taizhang import terminal

    summary, together = Summary(), Together()
    with Export(folder, (*TABLES, *CHECKED)) if folder else nullcontext() as export:
        files = check_files(find(paths, folder), rules, jobs, export is not None)
        for done in terminal.paced(files, lambda: sum(1 for _ in find(paths, folder))):
            if export:
                export.add(done.packed)
            summary.files += 1
            summary.failed += done.document.status == "failed"
            summary.add(done.checked)
            printer.show(done.checked, _own(done))
            together.add(done)
            del done  # a large file goes before the next one comes
        between = together.run(rules)
        if export:
            export.write(checked_lines(between))
    summary.add(between)
    printer.show(between, _again(together))
    printer.end(summary)
    return summary


def _own(done: CheckedFile) -> Sources:
    source = _source(done.found, done.source)
    return lambda doc, file: source


def _source(found: Found, source: SourceText | None) -> Source:
    return Source(found.where, source.text if source else "", source.places if source else ())


def _again(together: Together) -> Sources:
    """Give the sources of relations between files; their texts are read again, for none was kept."""

    @lru_cache(_TEXTS)
    def source(doc: str | None, file: str) -> Source:
        found = together.found[doc or "", file]
        try:
            return _source(found, load(*found))
        except IntakeError:
            return _source(found, None)

    return source


def print_statistics(summary: Summary) -> None:
    """Print a table by rule."""
    from rich.table import Column, Table

    from taizhang.checks import RULES
    from taizhang.terminal import console

    names = {"consistent": "相符", "inconsistent": "不符", "not_verifiable": "无法核对"} | {
        "error": "错误", "warning": "警告", "info": "提示",
    }  # fmt: skip
    table = Table("规则", "名称", *(Column(name, justify="right") for name in names.values()))
    for code, rule in RULES.items():
        counts = [summary.rules[code, key] for key in names]
        if any(counts):
            table.add_row(code, rule.name, *(str(count or "") for count in counts))
    table.add_section()
    table.add_row("合计", "", *(str(summary.count(key)) for key in names), style="bold")
    console().print(table)
