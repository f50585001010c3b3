"""Text, as a linter prints it: the place and the message, the sentence with its figures underlined, the formula.

For example:

    总结.txt:3:7: N001 错误 “受理审批业务”53件，所列3项相加为57件，多4件；总数53件可能有误，按分项应为57件。
        受理审批业务53件，其中建筑类23件、绿化类8件、道路类26件。
                    ^^^^            ~~~~        ~~~        ~~~~
        写的是 53，算得 23+8+26 = 57
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from shutil import get_terminal_size

from click import style

from taizhang.checks.model import Checked, Finding, Number, Place, Relation
from taizhang.output.excerpt import excerpt
from taizhang.output.source import Sources
from taizhang.output.summary import SEVERITIES, Summary

__all__ = ["KINDS", "Printer", "arithmetic"]

_Figure = Number | str | None

KINDS = {
    "sum": "合计", "difference": "差额", "rate": "比率", "share": "占比", "growth": "增长", "completion": "完成率",
    "average": "平均", "count": "项数", "contradiction": "矛盾", "repeat": "重复", "range": "范围",
    "chronology": "时序",
}  # fmt: skip
_COLOURS = {"error": "red", "warning": "yellow", "info": "cyan"}
_INDENT = "    "
_WIDEST = 100
"""Cells of a line, in a wide terminal and in a pipe."""


class Printer:
    """The format `text`."""

    def __init__(self, write: Callable[[str], None], verified: bool) -> None:
        self.write, self.verified = write, verified
        self.cells = max(20, min(_WIDEST, get_terminal_size((_WIDEST, 24)).columns) - len(_INDENT))

    def show(self, checked: Checked, sources: Sources) -> None:
        """Print findings, and with `verified` the relations that hold, in the order of the text."""
        relations = {relation.id: relation for relation in checked.relations}
        blocks: list[tuple[str, int, Iterator[str]]] = [
            (found.file, found.start, self._finding(found, relations.get(found.relation or ""), sources))
            for found in checked.findings
        ]
        if self.verified:
            blocks += [(held.file, held.spans[-1].start, self._verified(held, sources)) for held in checked.verified()]
        for _, _, lines in sorted(blocks, key=lambda block: block[:2]):
            self.write("\n".join([*lines, "", ""]))

    def end(self, summary: Summary) -> None:
        for line in summary.left_out:
            self.write(f"没有核对：{line}\n")
        if not summary.files:
            self.write("没有找到文件（隐藏文件不算）。\n")
            return
        failed = f"，{summary.failed} 个读不了" if summary.failed else ""
        self.write(f"检查了 {summary.files} 个文件{failed}：{summary.line()}\n")

    def _finding(self, found: Finding, relation: Relation | None, sources: Sources) -> Iterator[str]:
        severity = style(SEVERITIES[found.severity], fg=_COLOURS[found.severity], bold=True)
        yield f"{sources(found.doc, found.file).where(found.start, found.end)}: {found.rule} {severity} {found.message}"
        if found.doc is not None and found.end > found.start:
            place = Place(found.doc, found.file, found.start, found.end)
            yield from self._sentences(relation.spans if relation else [place], place, sources)
        if relation:
            yield _INDENT + _both(relation)
        if found.fix:
            yield f"{_INDENT}建议改为 {style(found.fix, fg='green')}"

    def _verified(self, held: Relation, sources: Sources) -> Iterator[str]:
        stated = held.spans[-1]
        where = sources(stated.doc, stated.file).where(stated.start, stated.end)
        note = f"（{held.note}）" if held.note else ""
        yield f"{where}: {held.rule} {style('相符', fg='green', bold=True)} {KINDS[held.kind]}{note}"
        yield from self._sentences(held.spans, stated, sources)
        yield _INDENT + _both(held)

    def _sentences(self, spans: list[Place], stated: Place, sources: Sources) -> Iterator[str]:
        """Show each file's sentences; those of another file than that of the stated figure with their place."""
        by_file: dict[tuple[str, str], list[Place]] = {}
        for place in spans:
            by_file.setdefault((place.doc, place.file), []).append(place)
        for (doc, file), places in by_file.items():
            source = sources(doc, file)
            if (doc, file) != (stated.doc, stated.file):
                yield f"{_INDENT}{source.where(places[0].start, places[0].end)}:"
            marks = [((place.start, place.end), "~") for place in places]
            marks += [((place.start, place.end), "^") for place in places if _same(place, stated)]
            yield from (_INDENT + line for line in excerpt(source, marks, self.cells))


def _same(one: Place, other: Place) -> bool:
    return (one.doc, one.file, one.start, one.end) == (other.doc, other.file, other.start, other.end)


def _both(relation: Relation) -> str:
    return arithmetic(relation.kind, relation.formula, relation.stated, relation.computed)


def arithmetic(kind: str, formula: str, stated: _Figure, computed: _Figure) -> str:
    """Say what a relation's stated figure is, and what its formula gives."""
    if kind == "chronology":
        return f"写的是{stated}" + (f"，按报告内容似应是{computed}" if computed else "")
    if kind == "range":
        return f"写的是 {stated}，应不超过 {computed}"
    if kind == "count":
        return f"写的是 {stated}，列出 {computed}"
    if kind in ("repeat", "contradiction"):
        return f"写的是 {stated}，另一处是 {computed}"
    same = formula == str(computed)
    return f"写的是 {stated}，算得 {formula}" + ("" if same or computed is None else f" = {_short(computed)}")


def _short(value: float | int | str) -> str:
    return f"{value:.4f}".rstrip("0").rstrip(".") if isinstance(value, float) else str(value)
