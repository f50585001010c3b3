"""Checking files: what `intake.find` gives in, a CheckedFile for each out, in order; then what they say together.

intake.load -> reports.analyse -> facts.extract -> checks.check, on one process or several; `output` prints what comes.
Memory stays flat: of each file only the figures are kept that may meet those of another file, and of those at most
`MOST_FACTS`.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

from taizhang.batch import spread
from taizhang.checks import RULES, Checked, Finding, across, check
from taizhang.checks.fingerprints import fingerprint
from taizhang.errors import KnowledgeError
from taizhang.export import Document, Packed, checked_lines, joined, pack
from taizhang.intake import Found, find
from taizhang.model import Reading, SourceText
from taizhang.reader import Failure, read_file

__all__ = ["MOST_FACTS", "CheckedFile", "Together", "check_files", "check_path"]

MOST_FACTS = 200_000
"""How many figures are compared between files; files beyond are checked alone."""


@dataclass(frozen=True, slots=True)
class CheckedFile:
    """One file, checked: what an export writes of it, its text, relations and findings.

    `meeting` is the reading without its text and without what never meets another file; None where nothing is left.
    """

    found: Found
    packed: Packed
    source: SourceText | None
    """Its text and places, to show what was found; None of a file that cannot be read."""
    checked: Checked
    meeting: Reading | None = None

    @property
    def document(self) -> Document:
        return self.packed.document


def check_files(
    found: Iterable[Found], rules: frozenset[str] = frozenset(RULES), jobs: int = 1, export: bool = False
) -> Iterator[CheckedFile]:
    """Read and check files; what a file's rows are is packed with `export` only.

    A file that cannot be read, or kills its process, is a finding M000. Relations and findings of other rules than
    `rules` are left out.
    """
    work = partial(_checked_file, rules=rules, export=export)
    if jobs == 1:
        return map(work, found)
    return spread(found, jobs, partial(_sent, work=work), partial(_failed, rules=rules, export=export))


def _sent(item: Found, work: partial[CheckedFile]) -> CheckedFile:
    """Check in a worker."""
    done = work(item)
    return replace(done, packed=joined(done.packed))


def _checked_file(item: Found, rules: frozenset[str], export: bool) -> CheckedFile:
    outcome = read_file(*item)
    if isinstance(outcome, Reading):
        checked = _checked(outcome)
        if isinstance(checked, Checked):
            checked = _only(checked, rules)
            packed = pack(outcome)
            packed = replace(packed, tables={**packed.tables, **checked_lines(checked)} if export else {})
            return CheckedFile(item, packed, _shown(outcome.source), checked, _meeting(outcome))
        outcome = checked
    return replace(_failed(outcome, rules, export), found=item)


def _shown(source: SourceText) -> SourceText:
    """Keep of a source what messages show: its text and places."""
    return replace(source, tables=(), noise=(), gaps=())


def _checked(reading: Reading) -> Checked | Failure:
    """Check one of many files: whatever goes wrong with it, the rest can go on."""
    try:
        return check(reading)
    except KnowledgeError:
        raise
    except MemoryError:
        return Failure(reading.source.file, "内存不足；请拆成几个文件，或减少 --jobs 再查", reading.seconds)
    except Exception as error:
        what = f"{type(error).__name__}: {error}".replace("\n", " ")
        problem = f"核对时程序出错（{what}）；这是台账的缺陷，请把文件发给开发者"
        return Failure(reading.source.file, problem, reading.seconds)


def _failed(failure: Failure, rules: frozenset[str], export: bool) -> CheckedFile:
    rule = RULES["M000"]
    mark = fingerprint(rule.code, failure.file, [failure.problem], Counter())
    found = Finding(
        f"{mark[:12]}-n1", rule.code, rule.severity, None, failure.file, None, 0, 0, rule.message(failure.problem),
        fingerprint=mark,
    )  # fmt: skip
    checked = Checked(findings=[found] if rule.code in rules else [])
    packed = replace(pack(failure), tables=checked_lines(checked) if export else {})
    return CheckedFile(Found(Path(failure.file), failure.file), packed, None, checked)


def _only(checked: Checked, rules: frozenset[str]) -> Checked:
    """Keep the relations and findings of some rules, and count anew which figures are part of none."""
    relations = [relation for relation in checked.relations if relation.rule in rules]
    findings = [finding for finding in checked.findings if finding.rule in rules]
    used = {place.fact for relation in relations for place in relation.spans if place.fact}
    unrelated = checked.figures - len(used)
    return replace(checked, relations=relations, findings=findings, unrelated=unrelated)


def _meeting(reading: Reading) -> Reading | None:
    """Give what of a reading may meet another file: the figures that a named report states of what has been done."""
    named = {report.id for report in reading.reports if report.org and report.place}
    facts = tuple(
        fact for fact in reading.facts
        if fact.report in named and fact.indicator and fact.status == "actual" and not fact.masked
        and fact.duplicate_of is None
    )  # fmt: skip
    source = replace(reading.source, text="", places=(), tables=(), noise=(), gaps=())
    return Reading(source, reading.reports, facts=facts) if facts else None


@dataclass(slots=True)
class Together:
    """The files that are compared with each other; `add` each, then `run`."""

    readings: list[Reading] = field(default_factory=list)
    found: dict[tuple[str, str], Found] = field(default_factory=dict)
    """Where the file of a (doc, file) stands, so that its text can be read again."""
    used: set[str] = field(default_factory=set)
    """The facts that are part of a relation within their file."""
    facts: int = 0
    beyond: int = 0

    def add(self, done: CheckedFile) -> None:
        """Keep what may meet other files."""
        reading = done.meeting
        if reading is None or (reading.source.doc, reading.source.file) in self.found:
            return
        if self.facts + len(reading.facts) > MOST_FACTS:
            self.beyond += 1
            return
        self.facts += len(reading.facts)
        self.readings.append(reading)
        self.found[reading.source.doc, reading.source.file] = done.found
        self.used.update(place.fact for r in done.checked.relations for place in r.spans if place.fact)

    def run(self, rules: Iterable[str]) -> Checked:
        """Evaluate the relations between the files; `unrelated` is how many figures they take from the unrelated."""
        if len(self.readings) < 2:
            return Checked()
        done = _only(across(self.readings), frozenset(rules))
        met = {place.fact for relation in done.relations for place in relation.spans if place.fact}
        left_out = [f"数据太多，另有 {self.beyond} 个文件没有和其他文件比较"] if self.beyond else []
        return replace(done, unrelated=-len(met - self.used), left_out=[*done.left_out, *left_out])


def check_path(path: str | os.PathLike[str]) -> Checked:
    """Check a file, or the files of a folder or an archive and then what they say together.

    Gives the relations, the findings (a file that cannot be read is one, M000) and how many figures were looked at.
    """
    total, together = Checked(), Together()
    for done in check_files(find([path])):
        total.extend([done.checked])
        together.add(done)
    total.extend([together.run(RULES)])
    return total
