"""What the command line draws of a comparison: promises and bases, each with both sentences."""

from __future__ import annotations

from collections.abc import Mapping

from rich.table import Column, Table
from rich.text import Text

from taizhang.ledger.comparison.model import Base, Comparison, Outcome, Promise, ReportRow
from taizhang.ledger.queries.query import allowed
from taizhang.ledger.queries.rows import FactRow
from taizhang.ledger.queries.sources import Source, sources
from taizhang.ledger.queries.wording import whole_name
from taizhang.ledger.tables import excerpt, shown
from taizhang.terminal import console
from taizhang.wordlists import load

__all__ = ["OUTCOMES", "outcome_of", "print_comparison"]

_DATA = load("ledger", "comparison.toml")
OUTCOMES: dict[Outcome, str] = _DATA["outcomes"]
_VERDICTS: Mapping[str, str] = _DATA["verdicts"]
_COLOURS = {
    "kept": "green", "agrees": "green", "late": "yellow", "changed": "yellow", "silent": "red", "differs": "red",
}  # fmt: skip


def outcome_of(word: str) -> Outcome:
    """Give the outcome of a word or label; UsageError with what is allowed."""
    by_label: dict[str, Outcome] = {label: outcome for outcome, label in OUTCOMES.items()}
    allowed("计划的结果", [by_label.get(word, word)], tuple(OUTCOMES), _DATA["outcomes"])
    return next(outcome for outcome, label in OUTCOMES.items() if word in (outcome, label))


def print_comparison(comparison: Comparison, only: Outcome | None = None) -> None:
    """Print what a comparison found; of the promises those with the outcome `only`."""
    print(f"本次：{_named(comparison.report)}")
    for what, row in comparison.earlier:
        print(f"{what}：{_named(row)}")
    shown_promises = [promise for promise in comparison.promises if only in (None, promise.outcome)]
    found = sources(
        [fact for promise in shown_promises for fact in (promise.target, *promise.evidence)]
        + [fact for base in comparison.bases for fact in (base.figure, base.former)]
    )
    _print_promises(comparison, shown_promises, found)
    if comparison.promises:
        counts = comparison.outcomes
        told = "，".join(f"{label} {counts[outcome]}" for outcome, label in OUTCOMES.items() if counts[outcome])
        print(f"以前的计划 {len(comparison.promises)} 条：{told}")
    if only is None:
        _print_bases(comparison, found)
    for note in comparison.notes:
        print(note)


def _named(row: ReportRow) -> str:
    whole = whole_name(row.org or "未写明单位", row.place)
    return f"{whole} {row.period or '未写明期间'} {row.heading}（{row.file}，编号 {row.id}）"


def _print_promises(comparison: Comparison, promises: list[Promise], found: dict[int, Source]) -> None:
    if not promises:
        return
    table = Table("结果", *(Column(head, overflow="fold") for head in ("指标", "计划", "本次报告", "说明")))
    for promise in promises:
        target = promise.target
        outcome = Text(OUTCOMES[promise.outcome], style=_COLOURS.get(promise.outcome, ""))
        evidence = Text("\n").join(_told(fact, found) for fact in promise.evidence) if promise.evidence else Text("—")
        planned = _told(target, found, comparison.stated_in(target))
        table.add_row(outcome, Text(target.indicator or "—"), planned, evidence, Text(promise.note))
    console().print(table)


def _told(fact: FactRow, found: dict[int, Source], report: str = "") -> Text:
    """Tell a figure with its sentence; `report` names the one that it stands in, where that may be any."""
    text = Text(f"{shown(fact)} #{fact.id} {report}{found[fact.id].place}\n")
    return text.append_text(excerpt(found[fact.id]))


def _print_bases(comparison: Comparison, found: dict[int, Source]) -> None:
    if not comparison.bases:
        return
    table = Table(
        "核对", *(Column(head, overflow="fold") for head in ("指标", "本次报告", "推得", "当时的报告", "说明"))
    )
    for base in comparison.bases:
        verdict = Text(_VERDICTS[base.verdict], style=_COLOURS.get(base.verdict, ""))
        table.add_row(
            verdict, Text(base.figure.indicator or "—"), _told(base.figure, found),
            Text(_between(base)), _told(base.former, found, comparison.stated_in(base.former)), Text(base.note),
        )  # fmt: skip
    console().print(table)
    differ = sum(base.verdict == "differs" for base in comparison.bases)
    print(f"和以前报告能核对的数 {len(comparison.bases)} 个，不符 {differ} 个")


def _between(base: Base) -> str:
    """Give what the earlier figure may have been, in the unit of the figure that it follows from."""
    figure, ends = base.figure, (base.low, base.high)
    if base.low is None or base.high is None:
        return "—"
    size, unit = 1.0, figure.base_unit
    if isinstance(figure.value, int | float) and isinstance(figure.base_value, int | float) and figure.value:
        size, unit = figure.base_value / figure.value, figure.unit
    told = [f"{end / size:,.{figure.decimals + 2}f}".rstrip("0").rstrip(".") for end in ends if end is not None]
    return " 到 ".join(dict.fromkeys(told)) + unit
