"""The demonstration: write the example county, read, check and keep it, show what was found and what to do next.

The reports go to `<folder>/报告`, the ledger to `<folder>/taizhang.db`, so that a command in the folder finds both.
"""

from __future__ import annotations

import shlex
import sys
from itertools import cycle, islice
from pathlib import Path
from shutil import which

from rich.console import Console
from rich.panel import Panel
from rich.table import Column, Table
from rich.text import Text

from taizhang.checks import Checked, Relation, across, check
from taizhang.errors import ExportError
from taizhang.examples import missing, write_county
from taizhang.intake import find
from taizhang.model import Fact, Reading
from taizhang.output import Source, Summary, printer
from taizhang.reader import read_file, read_text

__all__ = ["facts_table", "read_county", "show"]

FACTS = 12
_NAME = 38
_AROUND = 60
"""Characters of a sentence to show on each side of a quote."""
_KINDS = {"summary": "总结", "plan": "计划", "summary+plan": "总结和计划", "other": "其他"}
_ROLES = ("level", "growth", "rate", "change", "share", "level", "rank", "score")
_STOPS = "。；！？\n"
REPORTS = "报告"
"""The folder of the reports below that of the demonstration."""


def show(folder: Path, console: Console) -> None:
    """Write the example county below `folder`, read it and print a tour; ExportError when it cannot be written."""
    reports_folder = folder / REPORTS
    readings = read_county(reports_folder)
    chars = sum(len(reading.source.text) for reading in readings)
    seconds = sum(reading.seconds for reading in readings)
    reports, facts = (sum(map(len, rows)) for rows in zip(*((r.reports, r.facts) for r in readings), strict=True))
    console.print(f"示例县的 {len(readings)} 个文件写在 {reports_folder}，共 {chars / 10_000:.1f} 万字；", end="")
    console.print(f"{seconds:.1f} 秒读出 {reports} 篇报告、{facts} 条数据{_in_tables(readings)}。\n")
    if lacking := missing():
        console.print(
            f"没有安装 {'、'.join(lacking)}，示例只有文本；要看 Word、PDF、Excel，请 pip install 'taizhang[examples]'\n"
        )
    console.print(_reports(readings))
    console.print(facts_table(readings))
    _check(readings, console)
    kept = _keep(readings, folder, console)
    console.print(_next(folder, kept))


def _in_tables(readings: list[Reading]) -> str:
    """Say how many facts stand in tables."""
    tables = sum(len(reading.source.tables) for reading in readings)
    facts = sum(fact.origins is not None for reading in readings for fact in reading.facts)
    return f"，其中 {facts} 条在 {tables} 张表格里" if facts else ""


def read_county(folder: Path) -> list[Reading]:
    """Write the example county to `folder` and read it."""
    try:
        write_county(folder)
    except OSError as error:
        raise ExportError(f"示例写不进 {folder}：{error.strerror}；请用 --folder 换一个文件夹") from error
    return [outcome for outcome in (read_file(*found) for found in find([folder])) if isinstance(outcome, Reading)]


def facts_table(readings: list[Reading], count: int = FACTS) -> Table:
    """Draw facts of every role beside their sentences."""
    columns = (Column("句子", ratio=1, overflow="fold"), Column("指标", max_width=24, overflow="fold"), "数值", "时期")
    table = Table(*columns, title="其中几条数据", title_justify="left", show_lines=True)
    for reading, fact in _various(readings)[:count]:
        table.add_row(
            _sentence(reading.source.text, fact),
            fact.indicator or "—",
            _value(fact),
            f"{fact.period.begins or '…'} 至 {fact.period.ends}" if fact.period and fact.period.ends else "—",
        )
    return table


def _reports(readings: list[Reading]) -> Table:
    name, number = Column("文件", max_width=_NAME, no_wrap=True), Column("数据", justify="right")
    columns = (name, "格式", "单位", "时期", "类型", number)
    table = Table(*columns, title="读到的报告", title_justify="left")
    for reading in readings:
        for report in reading.reports:
            count = sum(fact.report == report.id for fact in reading.facts)
            cells = (
                reading.source.file,
                reading.source.format,
                report.org,
                report.period,
                _KINDS[report.kind],
                f"{count}",
            )
            table.add_row(*(Text(cell or "—") for cell in cells))
    return table


def _various(readings: list[Reading]) -> list[tuple[Reading, Fact]]:
    """Choose facts of every role, each from another report."""
    reports = [(reading, report.id) for reading in readings for report in reading.reports]
    chosen: list[tuple[Reading, Fact]] = []
    for (reading, report), role in zip(reports, cycle(_ROLES), strict=False):
        chosen += islice(((reading, fact) for fact in reading.facts if (fact.report, fact.role) == (report, role)), 1)
    return chosen


def _value(fact: Fact) -> str:
    if fact.masked:
        return f"（遮盖）{fact.unit}"
    value = " 至 ".join(map(str, fact.value)) if isinstance(fact.value, list) else str(fact.value)
    return ("－" if fact.sign < 0 else "") + value + fact.unit.replace("分之", "")


def _sentence(text: str, fact: Fact) -> Text:
    begin = max(*(text.rfind(stop, 0, fact.start) + 1 for stop in _STOPS), fact.start - _AROUND)
    ends = (text.find(stop, fact.end) for stop in _STOPS)
    end = min(*(at if at >= 0 else len(text) for at in ends), fact.end + _AROUND)
    cut = "…" if begin == fact.start - _AROUND else ""
    sentence = Text(cut + " ".join(text[begin:end].splitlines()) + ("…" if end == fact.end + _AROUND else ""))
    sentence.stylize("bold black on yellow", len(cut) + fact.start - begin, len(cut) + fact.end - begin)
    return sentence


def _check(readings: list[Reading], console: Console) -> None:
    """Say how many relations hold; then change one digit of one figure and print what checking finds."""
    checked = [check(reading) for reading in readings]
    summary = Summary(files=len(readings))
    for done in (*checked, across(readings)):
        summary.add(done)
    console.print(f"\n核对：{summary.line()}。\n", soft_wrap=True)
    for reading, done in zip(readings, checked, strict=True):
        for relation in done.verified():
            changed = _changed(reading, relation)
            found = check(changed)
            if [finding.rule for finding in found.findings] == [relation.rule]:
                _show_change(reading, changed, relation, found, console)
                return


def _show_change(before: Reading, after: Reading, relation: Relation, found: Checked, console: Console) -> None:
    place, source = relation.spans[-1], Source(after.source.file, after.source.text)
    old, new = (reading.source.text[place.start : place.end] for reading in (before, after))
    console.print(f"把其中一个数字改错（{old} 改成 {new}），再查：\n", soft_wrap=True)

    def write(lines: str) -> None:
        console.print(Text.from_ansi(lines), soft_wrap=True)

    printer("text", write, False).show(found, lambda doc, file: source)


def _changed(reading: Reading, relation: Relation) -> Reading:
    """Read the text again with the first digit of the relation's stated figure changed."""
    place, text = relation.spans[-1], reading.source.text
    digit = text[place.start]
    other = "3" if digit == "8" else "8"
    return read_text(text[: place.start] + other + text[place.start + 1 :], reading.source.file)


def _keep(readings: list[Reading], folder: Path, console: Console) -> bool:
    """Keep the county in a ledger of its own; say so, or that what it takes is not installed."""
    try:
        from taizhang.ledger.connection import open_ledger
        from taizhang.ledger.where import NAME, Place
    except ModuleNotFoundError:
        console.print("没有安装台账库所需的组件，示例没有记入；请用 pip install 'taizhang[web]' 安装\n")
        return False
    with open_ledger(Place(path=(folder / NAME).resolve())) as ledger:
        from taizhang.ledger.loading import at_path, load

        for reading in readings:
            load(reading, check(reading), at_path(folder / REPORTS / reading.source.file, reading.source.file))
        console.print(f"\n{ledger.said}，记入 {len(readings)} 个文件。\n", soft_wrap=True)
    return True


def _next(folder: Path, kept: bool) -> Panel:
    program = _program()
    lines = [
        ("到示例的文件夹里：", f"cd {folder}"),
        ("看示例县里对得上的每一组数：", f"{program} check {REPORTS} --verified"),
        ("把示例县写成 JSON 行文件：", f"{program} read {REPORTS} --export out"),
    ]
    if kept:
        lines += [
            ("在台账里查一个指标：", f"{program} facts --indicator 一般公共预算收入"),
            ("在浏览器里看台账：", f"{program} serve"),
        ]
    lines.append(("在 Python 里：", f'import taizhang; taizhang.read("{REPORTS}").facts'))
    text = Text("\n").join(Text.assemble(what, "\n", (f"  {command}", "bold")) for what, command in lines)
    return Panel(text, title="下一步", title_align="left")


def _program() -> str:
    """Give what to type for this program: its name where the shell finds it, else its whole path."""
    own = Path(sys.executable).with_name("taizhang")
    found = which("taizhang")
    return "taizhang" if not own.exists() or (found and Path(found).samefile(own)) else shlex.quote(str(own))
