"""The demonstration: write the example county, read, check and keep it, show what was found and what to do next.

Half a year later one bureau hands in a draft: what does not agree in it, and what became of the plans before it? The
reports go to `<folder>/报告`, the draft to `<folder>/送审稿`, the ledger to `<folder>/taizhang.db`: a command in the
folder finds them all.
"""

from __future__ import annotations

import shlex
import sys
from collections.abc import Callable, Mapping
from itertools import cycle, islice
from pathlib import Path
from shutil import which

from rich.console import Console
from rich.panel import Panel
from rich.table import Column, Table
from rich.text import Text

from taizhang.checks import across, check
from taizhang.disk import unwritable
from taizhang.errors import ExportError, to_install
from taizhang.examples import missing, write_county, write_draft
from taizhang.intake import find
from taizhang.model import Fact, Reading
from taizhang.output import Source, Summary, printer
from taizhang.reader import read_file
from taizhang.spans import sentence_around

__all__ = ["show"]

FACTS = 12
_NAME = 38
_AROUND = 60
"""Characters of a sentence to show on each side of a quote."""
_KINDS = {"summary": "总结", "plan": "计划", "summary+plan": "总结和计划", "other": "其他"}
_ROLES = ("level", "growth", "rate", "change", "share", "level", "rank", "score")
REPORTS, DRAFTS = "报告", "送审稿"
"""The folders of the reports and of the draft below that of the demonstration."""


def show(folder: Path, console: Console) -> None:
    """Write the example county below `folder`, read it and print a tour; ExportError when it cannot be written."""
    reports_folder = folder / REPORTS
    readings = _written(write_county, reports_folder)
    chars = sum(len(reading.source.text) for reading in readings)
    seconds = sum(reading.seconds for reading in readings)
    reports, facts = (sum(map(len, rows)) for rows in zip(*((r.reports, r.facts) for r in readings), strict=True))
    console.print(f"示例县的 {len(readings)} 个文件写在 {reports_folder}，共 {chars / 10_000:.1f} 万字；", end="")
    console.print(f"{seconds:.1f} 秒读出 {reports} 篇报告、{facts} 条数据{_in_tables(readings)}。\n")
    if lacking := missing():
        wanted = f"要看 Word、PDF、Excel，{to_install('examples')}"
        console.print(f"没有安装 {'、'.join(lacking)}，示例只有文本；{wanted}\n", soft_wrap=True)
    console.print(_reports(readings))
    console.print(_facts_table(readings))
    _check(readings, console)
    drafts = _written(write_draft, folder / DRAFTS)
    console.print(f"半年之后，{drafts[0].reports[0].org}交来全年总结的送审稿：\n")
    _show_findings(drafts, console)
    kept = _keep({REPORTS: readings, DRAFTS: drafts}, folder, console)
    console.print(_next(folder, kept))


def _in_tables(readings: list[Reading]) -> str:
    """Say how many facts stand in tables."""
    tables = sum(len(reading.source.tables) for reading in readings)
    facts = sum(fact.origins is not None for reading in readings for fact in reading.facts)
    return f"，其中 {facts} 条在 {tables} 张表格里" if facts else ""


def _written(write: Callable[[Path], None], folder: Path) -> list[Reading]:
    """Write examples to `folder` and read them."""
    try:
        write(folder)
    except OSError as error:
        raise ExportError(f"示例写不进 {folder}：{unwritable(error, '用 --folder 换一个文件夹')}") from error
    return [outcome for outcome in (read_file(*found) for found in find([folder])) if isinstance(outcome, Reading)]


def _facts_table(readings: list[Reading], count: int = FACTS) -> Table:
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
    begin, end = sentence_around(text, fact.start, fact.end, _AROUND)
    cut = "…" if begin == fact.start - _AROUND else ""
    sentence = Text(cut + " ".join(text[begin:end].splitlines()) + ("…" if end == fact.end + _AROUND else ""))
    sentence.stylize("bold black on yellow", len(cut) + fact.start - begin, len(cut) + fact.end - begin)
    return sentence


def _check(readings: list[Reading], console: Console) -> None:
    """Say how many relations hold in the county."""
    summary = Summary(files=len(readings))
    for done in (*(check(reading) for reading in readings), across(readings)):
        summary.add(done)
    console.print(f"\n核对：{summary.line()}。\n", soft_wrap=True)


def _show_findings(readings: list[Reading], console: Console) -> None:
    """Print what does not agree, as `taizhang check` does."""

    def write(lines: str) -> None:
        console.print(Text.from_ansi(lines), soft_wrap=True)

    sources = {reading.source.doc: Source(reading.source.file, reading.source.text) for reading in readings}
    for reading in readings:
        printer("text", write, False).show(check(reading), lambda doc, file: sources[doc or ""])


def _keep(readings: Mapping[str, list[Reading]], folder: Path, console: Console) -> str:
    """Keep readings by the folder they lie in, say what became of plans, give whose; "" when no ledger is installed."""
    try:
        from taizhang.ledger.connection import open_ledger
        from taizhang.ledger.where import NAME, Place
    except ModuleNotFoundError:
        console.print(f"没有安装台账库所需的组件，示例没有记入；{to_install('web')}\n", soft_wrap=True)
        return ""
    with open_ledger(Place(path=(folder / NAME).resolve())) as ledger:
        from taizhang.ledger.loading import at_path, load

        for name, each in readings.items():
            for reading in each:
                load(reading, check(reading), at_path(folder / name / reading.source.file, reading.source.file))
        console.print(f"{ledger.said}，记入 {sum(map(len, readings.values()))} 个文件。\n", soft_wrap=True)
        org = readings[DRAFTS][0].reports[0].org or ""
        console.print(_promises(org))
    return org


def _promises(org: str) -> Table:
    """Draw what the last report of an organisation says of the plans before it."""
    from taizhang.ledger.comparison import compare, find
    from taizhang.ledger.comparison.tables import OUTCOMES
    from taizhang.ledger.tables import shown

    table = Table("结果", "指标", "计划", "本次", title=f"{org}上半年的计划，全年总结怎么说", title_justify="left")
    for promise in compare(find(org).id).promises:
        said = "；".join(shown(fact) for fact in promise.evidence) or "—"
        cells = (OUTCOMES[promise.outcome], promise.target.indicator or "—", shown(promise.target), said)
        table.add_row(*map(Text, cells))
    return table


def _next(folder: Path, org: str) -> Panel:
    """Draw what to do now; with a ledger, in which `org` has plans, or without."""
    program = _program()
    lines = [
        ("到示例的文件夹里：", f"cd {folder}"),
        ("核对送审稿：", f"{program} check {DRAFTS}"),
        ("看示例县里对得上的每一组数：", f"{program} check {REPORTS} --verified"),
        ("把示例县写成 JSON 行文件：", f"{program} read {REPORTS} --export out"),
    ]
    if org:
        lines += [
            ("在台账里查一个指标：", f"{program} facts --indicator 一般公共预算收入"),
            ("看计划兑现了没有，两份报告的原句放在一起：", f"{program} compare {org}"),
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
