"""What the command line draws: a progress bar on stderr, and the table of files at the end."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from rich.console import Console
from rich.table import Column, Table
from rich.text import Text

from taizhang.export import Document, Packed

if TYPE_CHECKING:
    from rich.progress import Progress

__all__ = ["Tally", "console", "paced", "print_tally", "watched"]

_T = TypeVar("_T")

MOST_ROWS = 30
MOST_PROBLEMS = 100
_WIDTH_OF_A_PIPE = 160


@dataclass(slots=True)
class Tally:
    """The sums over all files, and the few rows that are shown; memory stays flat over millions of files."""

    files: int = 0
    failed: int = 0
    reports: int = 0
    facts: int = 0
    masked: int = 0
    seconds: float = 0.0
    first: list[Document] = field(default_factory=list)
    problems: list[Document] = field(default_factory=list)
    noted: int = 0

    def add(self, document: Document) -> None:
        self.files += 1
        self.failed += document.status == "failed"
        self.reports += document.reports
        self.facts += document.facts
        self.masked += document.masked
        self.seconds += document.seconds
        if len(self.first) <= MOST_ROWS:
            self.first.append(document)
        if document.problem:
            self.noted += 1
            if len(self.problems) < MOST_PROBLEMS:
                self.problems.append(document)


def console() -> Console:
    """Give a console on stdout; in a pipe or file it is wide, so that names are not broken.

    What it prints it prints as it is: [web] and the like stand in names and commands, and are no markup.
    """
    return Console(width=None if sys.stdout.isatty() else _WIDTH_OF_A_PIPE, highlight=False, markup=False)


def watched(files: Iterable[Packed], total: int) -> Iterator[Packed]:
    """Pass `files` on; tell each failure on stderr, and how far they are when `total` is known and it is a terminal."""
    if not total or not sys.stderr.isatty():
        for packed in files:
            _tell(packed.document, partial(print, file=sys.stderr))
            yield packed
            del packed  # a large file goes before the next one comes
        return
    with _bar("正在读") as bar:
        task = bar.add_task("", total=total)
        for packed in files:
            _tell(packed.document, partial(bar.console.print, markup=False, highlight=False, soft_wrap=True))
            yield packed
            del packed
            bar.advance(task)


def paced(items: Iterable[_T], count: Callable[[], int]) -> Iterator[_T]:
    """Pass `items` on; tell how far they are of `count()` when stderr is a terminal that stdout does not share."""
    if sys.stdout.isatty() or not sys.stderr.isatty():
        yield from items
        return
    with _bar("正在核对") as bar:
        task = bar.add_task("", total=count())
        for item in items:
            yield item
            del item
            bar.advance(task)


def _bar(doing: str) -> Progress:
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (SpinnerColumn(), TextColumn(doing), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    return Progress(*columns, console=Console(stderr=True), transient=True)


def _tell(document: Document, say: Callable[[str], None]) -> None:
    if document.status == "failed":
        say(f"读不了 {document.file}：{document.problem}")


def print_tally(tally: Tally) -> None:
    """Print a row for each file (of many, for those with problems) and the sums."""
    if not tally.files:
        console().print("没有找到文件（隐藏文件不算）。")
        return
    many = tally.files > MOST_ROWS
    table = Table("文件", *(Column(name, justify="right") for name in ("报告", "数据", "遮盖", "秒")), "说明")
    for document in tally.problems if many else tally.first:
        table.add_row(*_cells(document))
    if tally.files > 1:
        table.add_section()
        table.add_row(*_sums(tally), style="bold")
    console().print(table)
    if many and tally.noted > len(tally.problems):
        console().print(f"另有 {tally.noted - len(tally.problems)} 个有说明的文件没有列出，见导出的 documents.jsonl。")


def _cells(document: Document) -> list[Text]:
    file, seconds = Text(document.file, overflow="fold"), Text(f"{document.seconds:.2f}")
    problem = document.problem or ""
    if document.status == "failed":
        why = Text(f"读不了：{problem.split('；')[0]}", style="red", overflow="fold")
        return [file, Text(), Text(), Text(), seconds, why]
    counts = (Text(f"{count}") for count in (document.reports, document.facts, document.masked))
    return [file, *counts, seconds, Text(problem, style="yellow", overflow="fold")]


def _sums(tally: Tally) -> list[Text]:
    read = tally.files - tally.failed
    said = f"读出 {read} 个文件" + (f"，{tally.failed} 个读不了" if tally.failed else "")
    counts = (tally.reports, tally.facts, tally.masked, f"{tally.seconds:.2f}")
    return [Text("合计"), *(Text(f"{count}") for count in counts), Text(said)]
