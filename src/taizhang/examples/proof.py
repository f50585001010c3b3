"""Turns the marks of a finished draft into the truth: facts and relations with offsets in the damaged text."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from taizhang.examples.figures import Written
from taizhang.examples.flaws import Damaged
from taizhang.examples.markup import Inline
from taizhang.examples.scribe import Draft, Mark
from taizhang.examples.truth import TrueFact, TrueNoise, TrueRelation, TrueReport, TrueSection
from taizhang.examples.world import Relation
from taizhang.model import Modifier
from taizhang.spans import Span

__all__ = ["facts", "noise", "relations", "reports", "sections", "tables"]

KINDS_WITHOUT_SIGN = ("level", "share", "rate", "rank", "score")


def facts(draft: Draft, done: Damaged) -> tuple[TrueFact, ...]:
    """Give the facts in the order of the text."""
    text = draft.text()
    found = [_fact(mark, text, done) for mark in draft.marks]
    return tuple(sorted([*found, *_of_tables(draft, done)], key=_order)) if draft.grids else tuple(found)


def _order(fact: TrueFact) -> Span:
    return fact.start, fact.end


def _of_tables(draft: Draft, done: Damaged) -> Iterator[TrueFact]:
    """Give what the cells of tables state."""
    for table, placed in enumerate(draft.grids, 1):
        for cell, (start, _) in zip(placed.grid.cells, placed.spans, strict=True):
            if (fact := cell.fact) is None:
                continue
            pieces = done.shift.pieces(start + fact.start, start + fact.end)
            indicators = [done.words(text) for text in (fact.indicator, *fact.indicator_alt)]
            yield replace(
                fact, start=pieces[0][0], end=pieces[-1][1], pieces=pieces, cell=(table, cell.row, cell.column),
                indicator=indicators[0], indicator_alt=tuple(indicators[1:]),
            )  # fmt: skip


def _places(draft: Draft, done: Damaged) -> list[int]:
    """Give the index among the file's facts of each mark."""
    if not draft.grids:
        return list(range(len(draft.marks)))
    cells = sorted(
        done.shift.start(start + cell.fact.start)
        for placed in draft.grids
        for cell, (start, _) in zip(placed.grid.cells, placed.spans, strict=True)
        if cell.fact
    )
    return [index + bisect_left(cells, done.shift.start(mark.start)) for index, mark in enumerate(draft.marks)]


def _fact(mark: Mark, draft_text: str, done: Damaged) -> TrueFact:
    figure, written = mark.figure, mark.written
    pieces = done.shift.pieces(mark.start, mark.end)
    role = figure.role or mark.value.role
    indicators = [done.words(text) for text in (*_indicators(mark), *_with_action(mark, draft_text))]
    period = mark.period.text
    name = figure.name
    return TrueFact(
        start=pieces[0][0],
        end=pieces[-1][1],
        pieces=pieces,
        quote="".join(done.text[s:e] for s, e in pieces),
        value=None if mark.masked else written.value,
        unit=written.unit,
        modifier=_modifier(mark),
        masked=mark.masked,
        role=role,  # type: ignore[arg-type]
        sign=-1 if mark.value.value < 0 and role not in KINDS_WITHOUT_SIGN else 1,
        indicator=indicators[0],
        period=period and done.words(period),
        status=mark.status,
        key=f"#{name.salt}" if isinstance(name, Inline) else name,
        decimals=written.decimals,
        indicator_alt=tuple(dict.fromkeys(text for text in indicators if text != indicators[0])),
        period_alt=_others(period, mark.period.others),
        duplicate=mark.duplicate,
    )


def _modifier(mark: Mark) -> Modifier:
    return mark.figure.modifier or mark.written.modifier  # type: ignore[return-value]


def _indicators(mark: Mark) -> list[str]:
    found = []
    for spec in mark.figure.indicator:
        words = spec[1:] if spec[0] == "=" else (part if part == "、" else mark.labels[part] for part in spec)
        found.append("".join(words))
    return found or [mark.last]


def _with_action(mark: Mark, text: str) -> list[str]:
    """Where the number stands before its noun the action may be added: 2个城建项目进度滞后."""
    start = mark.end + text.startswith("的", mark.end)
    if not any(text.startswith(noun, start) for noun in _indicators(mark)):
        return []
    end = min(at for stop in "，。；、（\n" if (at := text.find(stop, start)) >= 0)
    return [text[start:end]]


def _others(period: str | None, given: Sequence[str | None]) -> tuple[str | None, ...]:
    """Add what the guide leaves open: 年底前 or 年底, 今年上半年 or 上半年."""
    found = dict.fromkeys(given)
    if period and period.endswith("前") and period != "目前":
        found[period[:-1]] = None
    if period and period.startswith("今年") and len(period) > 2 and not period.endswith("以来"):
        found[period[2:]] = None
    found.pop(period, None)
    return tuple(found)


def relations(draft: Draft, done: Damaged, rules: Mapping[str, Sequence[Relation]]) -> tuple[TrueRelation, ...]:
    """Give the relations whose figures stand in one paragraph or item, and figures stated again in the same report.

    `rules` are the relations of each bureau by its key, in its own short names.
    """
    blocks: dict[int, dict[str, int]] = defaultdict(dict)
    for index, mark in enumerate(draft.marks):
        if not isinstance(mark.figure.name, Inline) and _exact(mark):
            blocks[mark.block].setdefault(mark.figure.name, index)
    found = [
        relation for members in blocks.values() for relation in _of_block(members, draft.marks, rules)
    ]  # fmt: skip
    places = _places(draft, done)
    return tuple(replace(r, facts=tuple(places[index] for index in r.facts)) for r in (*found, *_repeats(draft)))


def _of_block(
    members: Mapping[str, int], marks: Sequence[Mark], rules: Mapping[str, Sequence[Relation]]
) -> Iterator[TrueRelation]:
    for bureau in {name.partition(".")[0] for name in members}:
        for rule in rules.get(bureau, ()):
            names = [f"{bureau}.{name}" for name in (*rule.inputs, rule.stated)]
            if all(name in members for name in names):
                yield _relation(rule, [members[name] for name in names], marks)


def _relation(rule: Relation, indices: Sequence[int], marks: Sequence[Mark]) -> TrueRelation:
    stated = marks[indices[-1]].written
    terms = {}
    for name, index in zip(rule.inputs, indices, strict=False):
        shown, factor = _signed(marks[index]), marks[index].written.factor
        terms[name] = shown if factor == 1 else f"({shown}*{factor})"
    formula = rule.formula.format(**terms)
    if stated.factor != 1:
        formula = f"({formula})/{stated.factor}"
    last = marks[indices[-1]]
    return TrueRelation(rule.kind, formula, -_single(stated) if _falls(last) else _single(stated), tuple(indices))


def _falls(mark: Mark) -> bool:
    return mark.value.value < 0


def _signed(mark: Mark) -> str:
    return f"(-{mark.written.shown})" if _falls(mark) else mark.written.shown


def _repeats(draft: Draft) -> Iterator[TrueRelation]:
    """Figures of the county that one report states twice in the same unit."""
    seen: dict[tuple[int, str, str], int] = {}
    bounds = [report.start for report in draft.reports]
    for index, mark in enumerate(draft.marks):
        if isinstance(mark.figure.name, Inline) or not _exact(mark) or mark.duplicate:
            continue
        report = sum(start <= mark.start for start in bounds)
        first = seen.setdefault((report, mark.figure.name, mark.written.unit), index)
        if first != index:
            shown = draft.marks[first].written.shown
            yield TrueRelation("repeat", shown, _single(mark.written), (first, index))


def _exact(mark: Mark) -> bool:
    return bool(mark.written.shown) and not mark.masked and not mark.figure.modifier


def _single(written: Written) -> int | float:
    size = Decimal(written.shown)
    return int(size) if size == size.to_integral_value() else float(size)


def reports(draft: Draft, done: Damaged) -> tuple[TrueReport, ...]:
    """Give the reports where they lie now."""
    return tuple(
        TrueReport(
            done.shift.start(r.start), done.shift.end(r.end), done.words(r.org), r.org_type, done.words(r.place),
            r.period, r.kind, done.words(r.heading),
        )
        for r in draft.reports
    )  # fmt: skip


def tables(draft: Draft, done: Damaged) -> tuple[Span, ...]:
    """Give where the tables lie now, their titles included."""
    return tuple((done.shift.start(placed.start), done.shift.end(placed.end)) for placed in draft.grids)


def sections(draft: Draft, done: Damaged) -> tuple[TrueSection, ...]:
    """Give the headings where they lie now."""
    return tuple(
        TrueSection(done.shift.start(s.start), s.level, done.words(s.title), s.role) for s in draft.sections
    )  # fmt: skip


def noise(draft: Draft, done: Damaged) -> tuple[TrueNoise, ...]:
    """Give the noise that was written and the page markers that were spliced in."""
    written = [TrueNoise(done.shift.start(n.start), done.shift.end(n.end), n.category) for n in draft.noise]
    return tuple(sorted(written + done.markers, key=lambda n: (n.start, n.end)))
