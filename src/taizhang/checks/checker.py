"""One reading -> Checked: run the finders over its paragraphs, judge the candidates, tell what is broken.

    >>> import taizhang
    >>> from taizhang.checks import check
    >>> checked = check(taizhang.read_text("共排查隐患120个，完成整改103个，整改率95.8%，其余17个正在整改。"))
    >>> [(r.kind, r.formula, r.stated, r.verdict) for r in checked.relations]
    [('rate', '103/120*100', 95.8, 'inconsistent'), ('difference', '120-103', 17, 'consistent')]

Takes what `reader` gives; `cli` and `export` take the result.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, groupby, islice
from operator import attrgetter

from taizhang.checks.disputes import settle
from taizhang.checks.figures import Figure, Paragraph, clean_text, paragraphs
from taizhang.checks.finders import (
    averages,
    compositions,
    counts,
    dates,
    differences,
    growth,
    leftovers,
    limits,
    rates,
    repeats,
    shares,
    stocks,
    sums,
    tables,
    totals,
    yearly,
    years,
)
from taizhang.checks.fingerprints import fingerprint
from taizhang.checks.grids import grids
from taizhang.checks.judge import TRUNCATED, Candidate, plain, verdict_of
from taizhang.checks.model import Checked, Finding, Kind, Number, Place, Relation, Severity, Verdict
from taizhang.checks.rules import RULES
from taizhang.checks.suspects import corrected
from taizhang.collector import collector_at_rest
from taizhang.model import Reading
from taizhang.spans import Span

__all__ = ["check"]

_FINDERS = (
    sums.find,
    stocks.find,
    differences.find,
    rates.find,
    shares.find,
    growth.find,
    averages.find,
    counts.find,
    limits.find,
    totals.find,
    years.find,
    yearly.find,
)
_OF_ONE = (counts.find, limits.find)
"""What a paragraph with a single figure may hold."""
_MONTHS = {"上半年": 6, "全年": 12, "一季度": 3, "前三季度": 9, "三季度": 9}
MOST_PARAGRAPHS = 2000
"""How many paragraphs are gone over together, if no report has more."""
MOST_FIGURES = 20000
"""How many figures of one paragraph are looked at."""


def check(reading: Reading) -> Checked:
    """Evaluate every relation of one file; relations and findings come in the order of the text."""
    with collector_at_rest():
        return _Checker(reading).run()


class _Checker:
    """The state of checking one file."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.doc, self.file = reading.source.doc, reading.source.file
        self.reports = {report.id: report for report in reading.reports}
        self.done = Checked(figures=sum(fact.duplicate_of is None for fact in reading.facts))
        self.used: set[str] = set()
        self.seen: set[tuple[str, ...]] = set()
        self.prints: Counter[str] = Counter()
        self.remarked: list[tuple[Candidate, Relation]] = []
        """What may give a finding, when all is judged."""

    def run(self) -> Checked:
        reading, done = self.reading, self.done
        clean = clean_text(reading)
        for told in _rounds(paragraphs(reading, clean)):
            self._of_reports(told)
        for grid in grids(reading, clean):
            for candidate in tables.find(grid):
                self._judge(candidate)
        settle(self.remarked, done.relations)
        for judged in self.remarked:
            self._tell(*judged)
        tables_ = reading.source.tables
        for dated in dates.find(clean, reading.reports, reading.sections, tables_):
            self._dated(dated)
        for dated in leftovers.find(clean, reading.reports, tables_):
            self._dated(dated)
        for composition in compositions.find(clean, reading.reports):
            self._composed(composition)
        done.relations.sort(key=lambda r: (r.spans[-1].start, r.spans[0].start, r.rule))
        done.findings.sort(key=lambda f: (f.start, f.rule))
        _number(done, self.doc)
        done.unrelated = done.figures - len(self.used)
        return done

    def _of_reports(self, told: Sequence[Paragraph]) -> None:
        for paragraph in told:
            self._bound(paragraph)
        candidates = iter(self._candidates(told))
        for _, group in groupby(told, _report_of):
            report = list(group)
            for candidate in chain.from_iterable(islice(candidates, len(report))):
                self._judge(candidate)
            for candidate in repeats.find(report):
                self._judge(candidate)

    def _candidates(self, told: Sequence[Paragraph]) -> list[list[Candidate]]:
        """Give the candidates of each paragraph.

        One finder after the other goes over all paragraphs: so what it works with stays at hand, in the processor too.
        """
        found: list[list[Candidate]] = [[] for _ in told]
        for find in _FINDERS:
            for paragraph, own in zip(told, found, strict=True):
                if len(paragraph.figures) > 1 or find in _OF_ONE:
                    own += find(paragraph)
        for paragraph, own in zip(told, found, strict=True):
            report = self.reports.get(paragraph.report or "")
            months = _MONTHS.get((report.period or "").partition("年")[2]) if report else None
            if months and len(paragraph.figures) > 1:
                own += averages.monthly(paragraph, months)
        return found

    def _bound(self, paragraph: Paragraph) -> None:
        """Leave out what is too much to look at, and say so."""
        count = len(paragraph.figures)
        if count > MOST_FIGURES:
            self.done.left_out.append(f"{self.file}：一段中有{count}个数据，后{count - MOST_FIGURES}个没有核对")
            del paragraph.figures[MOST_FIGURES:]
        if count < sums.MOST_PARTS:
            return
        sentences = Counter(figure.sentence for figure in paragraph.figures)
        for size in sentences.values():
            if size >= sums.MOST_PARTS:
                self.done.left_out.append(f"{self.file}：一句中有{size}个数据，超过{sums.MOST_PARTS}项的分项没有相加")

    def _judge(self, candidate: Candidate) -> None:
        figures = [*candidate.inputs, candidate.stated]
        key = tuple(sorted(figure.fact.id for figure in figures))
        if key in self.seen and len(key) > 1:
            return
        verdict, note = verdict_of(candidate)
        if (
            verdict == "not_verifiable"
            and candidate.note is None
            and not any(f.fact.masked or not f.exact for f in figures)
        ):
            return
        self.seen.add(key)
        self.used.update(key)
        spans = [Place(self.doc, self.file, figure.fact.start, figure.fact.end, figure.fact.id) for figure in figures]
        rule = RULES[candidate.rule]
        relation = Relation(
            "", rule.code, candidate.kind, spans, self.file, candidate.formula, _stated(candidate.stated),
            plain(candidate.computed), verdict, note,
        )  # fmt: skip
        self.done.relations.append(relation)
        if verdict == "inconsistent" or candidate.hint or note == TRUNCATED:
            self.remarked.append((candidate, relation))

    def _tell(self, candidate: Candidate, relation: Relation) -> None:
        """Make the finding of a relation that is broken, or worth a remark."""
        rule, stated = RULES[candidate.rule], candidate.stated
        figures = [*candidate.inputs, stated]
        if relation.verdict == "inconsistent":
            severity = candidate.severity or rule.severity
            self._find(rule.code, severity, stated, rule.message(candidate), relation, corrected(candidate))
        elif relation.verdict == "not_verifiable":
            if candidate.hint and not any(figure.fact.masked or not figure.exact for figure in figures):
                message = rule.message(candidate) + "如果所列不是全部，不必理会。"
                self._find(rule.code, "info", stated, message, relation, None)
        elif relation.note == TRUNCATED and (fix := corrected(candidate)):
            message = f"{stated.fact.quote}是舍去尾数的结果，四舍五入应为{fix}。"
            self._find(rule.code, "info", stated, message, relation, fix)

    def _find(
        self, code: str, severity: Severity, figure: Figure, message: str, relation: Relation, fix: str | None
    ) -> None:
        fact = figure.fact
        place = (fact.start, fact.end)
        print_ = fingerprint(code, self.file, [figure.name, *(s for s in relation.formula.split())], self.prints)
        self.done.findings.append(
            _finding(code, severity, self.doc, self.file, fact.report, place, message, fix, relation, print_)
        )

    def _dated(self, dated: dates.Dated) -> None:
        spans = [dated.other, dated.span] if dated.other else [dated.span]
        relation = self._written(
            dated.rule, "chronology", spans, dated.formula, dated.stated, dated.against or None, "inconsistent"
        )
        self._found(relation, dated, dated.report, [dated.stated, dated.against])

    def _composed(self, composition: compositions.Composition) -> None:
        verdict: Verdict = "consistent" if composition.holds else "inconsistent"
        total = plain(composition.total)
        relation = self._written("N013", "sum", [composition.span], composition.formula, 100, total, verdict)
        if not composition.holds:
            self._found(relation, composition, composition.report, [composition.quote])

    def _written(
        self, rule: str, kind: Kind, spans: Sequence[Span], formula: str, stated: Number | str,
        computed: Number | str | None, verdict: Verdict,
    ) -> Relation:  # fmt: skip
        """Add a relation of what is no fact, the stated last."""
        places = [Place(self.doc, self.file, *span) for span in spans]
        relation = Relation("", rule, kind, places, self.file, formula, stated, computed, verdict)
        self.done.relations.append(relation)
        return relation

    def _found(
        self, relation: Relation, what: dates.Dated | compositions.Composition, report: str | None, said: list[str]
    ) -> None:
        """Add the finding of a relation of what is no fact, at the place of the stated."""
        rule, stated = RULES[relation.rule], relation.spans[-1]
        print_ = fingerprint(rule.code, self.file, said, self.prints)
        where = self.doc, self.file, report, (stated.start, stated.end)
        self.done.findings.append(
            _finding(rule.code, rule.severity, *where, rule.message(what), None, relation, print_)
        )


_report_of = attrgetter("report")


def _rounds(told: Iterable[Paragraph]) -> Iterator[list[Paragraph]]:
    """Give the paragraphs of some reports at a time: many, but never those of a long text all at once."""
    held: list[Paragraph] = []
    for _, report in groupby(told, _report_of):
        held += report
        if len(held) >= MOST_PARAGRAPHS:
            yield held
            held = []
    if held:
        yield held


def _stated(figure: Figure) -> float | int | str | None:
    value = figure.fact.value
    return f"{value[0]}-{value[-1]}" if isinstance(value, list) else value


def _finding(
    code: str, severity: Severity, doc: str, file: str, report: str | None, place: Span, message: str, fix: str | None,
    relation: Relation | None, print_: str,
) -> Finding:  # fmt: skip
    found = Finding("", code, severity, doc, file, report, *place, message, fix, None, print_)
    found.relation = relation  # type: ignore[assignment]
    return found


def _number(done: Checked, doc: str) -> None:
    """Give ids in the order of the text; findings name their relation."""
    for number, relation in enumerate(done.relations, 1):
        relation.id = f"{doc[:12]}-r{number}"
    for number, finding in enumerate(done.findings, 1):
        finding.id = f"{doc[:12]}-n{number}"
        if isinstance(finding.relation, Relation):
            finding.relation = finding.relation.id
