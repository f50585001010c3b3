"""What the command line draws of questions to the ledger: facts with their places and sentences, totals, a pivot."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich.table import Column, Table
from rich.text import Text

from taizhang.ledger.queries.pivot import Cell, Pivot
from taizhang.ledger.queries.query import LABELS
from taizhang.ledger.queries.rows import FactRow
from taizhang.ledger.queries.sources import Source, sources
from taizhang.ledger.queries.totals import Totals
from taizhang.ledger.queries.wording import told, whole_name
from taizhang.terminal import console

__all__ = ["excerpt", "print_facts", "print_pivot", "print_totals", "shown"]

_AROUND = 30
"""Characters of the sentence on each side of the quote."""
MOST_PERIODS = 8
WIDE = 110
"""Columns of a terminal from which a table of facts can be read."""


def print_facts(facts: Sequence[FactRow]) -> None:
    """Print a row, or on a narrow terminal a few lines, for each fact: what it says, whose it is, where it stands."""
    if not facts:
        return
    found = sources(facts)
    screen = console()
    if screen.width < WIDE:
        for fact in facts:
            screen.print(_lines(fact, found[fact.id]))
        return
    subjects = ("对象",) if any(fact.subject for fact in facts) else ()
    heads = ("编号", "指标", "数据", "期间", "单位", *subjects, "类别", "出处", "原文")
    table = Table(*(Column(head, overflow="fold") for head in heads))
    for fact in facts:
        source = found[fact.id]
        subject = (Text(fact.subject or ""),) if subjects else ()
        table.add_row(
            Text(str(fact.id)), Text(fact.indicator or "—"), Text(shown(fact), style="bold"), Text(fact.period or "—"),
            Text(_org(fact)), *subject, Text(_kind(fact)), Text(f"{fact.file} {source.place}"), excerpt(source),
        )  # fmt: skip
    screen.print(table)


def _lines(fact: FactRow, source: Source) -> Text:
    """Give a fact as the lines that a column of eight would break into strips."""
    subject = f"对象：{fact.subject} " if fact.subject else ""
    said = (f"{fact.id} {fact.indicator or '—'} ", (shown(fact), "bold"))
    about = f" {fact.period or '未写明期间'} {_org(fact)} {subject}{_kind(fact)}\n  {fact.file} {source.place}\n  "
    return Text.assemble(*said, about).append_text(excerpt(source))


def shown(fact: FactRow) -> str:
    """Give what a fact says in words, with what stands around it: 约12万元, 下降5%, －4.9%, 88名（改正）."""
    low, high = fact.value if isinstance(fact.value, list) else (fact.value, None)
    said = told(fact.quote, low, high, fact.unit, fact.by_hand, fact.modifier, fact.sign)
    return f"{said}（改正）" if fact.by_hand else said


def _org(fact: FactRow) -> str:
    return whole_name(fact.org, fact.place) if fact.org else fact.place or "—"


def _kind(fact: FactRow) -> str:
    return LABELS["role"][fact.role] + ("" if fact.status == "actual" else f"（{LABELS['status'][fact.status]}）")


def excerpt(source: Source) -> Text:
    """Give the part of a sentence around its quote, the quote in bold."""
    first, last = max(0, source.start - _AROUND), min(len(source.sentence), source.end + _AROUND)
    line = Text("…" if first else "")
    line.append(source.sentence[first : source.start])
    line.append(source.sentence[source.start : source.end], style="bold")
    line.append(source.sentence[source.end : last])
    return line.append("…" if last < len(source.sentence) else "")


def print_totals(totals: Totals) -> None:
    """Print the counts, the sums, and why the rest was not added up."""
    table = Table("类别", "状态", "折算单位", Column("条数", justify="right"))
    for group in totals.groups:
        role, status = LABELS["role"][group.role], LABELS["status"][group.status]
        table.add_row(*map(Text, (role, status, group.base_unit or "（无）", str(group.facts))))
    if totals.groups:
        console().print(table)
    print(f"共 {totals.facts} 条")
    for one in totals.sums:
        repeats = f"，另 {one.repeats} 条是同一数重说，只算一次" if one.repeats else ""
        rough = f"，含约数 {one.approximate} 条" if one.approximate else ""
        total = f"{one.total:,.10g}" if abs(one.total) < 1e10 else f"{one.total:,.2f}".removesuffix(".00")
        print(
            f"{LABELS['status'][one.status]}合计 {total}{one.base_unit}（{one.facts - one.repeats} 条{repeats}{rough}）"
        )
    for why in totals.not_summed:
        print(f"没有求和：{why}")


def print_pivot(table: Pivot) -> None:
    """Print one indicator by organisation and period; figures that disagree are red, each with its fact's number."""
    shown_periods = table.periods[:MOST_PERIODS]
    subjects = (Column("对象", overflow="fold"),) if table.subjects else ()
    drawn = Table("单位", *subjects, "类别", *(Column(head, overflow="fold") for head in table.headings[:MOST_PERIODS]))
    for line in table.lines:
        cells = [table.cells.get((line, days)) for days in shown_periods]
        if any(cells):
            status = "" if line.status == "actual" else LABELS["status"][line.status]
            about = f"{LABELS['role'][line.role]}{status}（{line.base_unit}）"
            subject = (Text(line.subject or ""),) if subjects else ()
            drawn.add_row(Text(table.names[line.organisation]), *subject, Text(about), *map(_cell, cells))
    print(f"指标：{table.indicator}")
    if table.cells:
        console().print(drawn)
    if len(table.periods) > MOST_PERIODS:
        print(f"共 {len(table.periods)} 个期间，列出最近 {MOST_PERIODS} 个；全部请用 --out 写成文件")
    if table.disagreeing:
        print(f"{table.disagreeing} 格里的数互相对不上（标 ≠），照原样都列出，没有取舍；# 后是数据编号")


def _cell(cell: Cell | None) -> Text:
    if cell is None:
        return Text("")
    said = _unique((figure.said, figure.fact) for figure in cell.figures)
    text = Text("≠ " if not cell.agrees else "", style="" if cell.agrees else "red")
    return text.append("；".join(f"{quote} #{fact}" for quote, fact in said))


def _unique(figures: Iterable[tuple[str, int]]) -> list[tuple[str, int]]:
    """Keep the first of figures that are written alike."""
    seen: dict[str, int] = {}
    for quote, fact in figures:
        seen.setdefault(quote, fact)
    return list(seen.items())
