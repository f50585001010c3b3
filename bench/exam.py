"""`make exam`: change one digit of a verified relation, check again, and count what is found.

    python bench/exam.py --tries 1000 --show

In documents whose relations hold, one digit of one figure of a verified relation is changed, one change a run, and the
text is read and checked anew. Found: an error or warning, not there before, whose relation covers the changed figure.
Remarked: only an info finding does (parts below 其中 that may not be all); `told` is the share of both.
Changes after which the relation still holds within its interval, or cannot be judged for a figure is approximate, and
changes of a leading zero are counted apart; what holds is decided by `formulas`, not by the finders.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from time import perf_counter

from formulas import Unclear, verdict

from taizhang.checks import Checked, Finding, Relation, check
from taizhang.examples import county
from taizhang.facts import parse_quantity
from taizhang.intake import find, load
from taizhang.model import Fact
from taizhang.reader import read_text

SEEDS = Path(__file__).parent.parent.parent / "shared" / "seeds"
ARABIC, WIDE, CHINESE = "0123456789", "０１２３４５６７８９", "一二三四五六七八九"
AROUND = 70
IN_VAIN = 10_000
APART = ("held", "approximate", "leading zero", "unclear")
Key = tuple[str, int, int]


@dataclass(slots=True)
class Document:
    """A text, its facts, what checking it gives, and the findings that are there before any change."""

    name: str
    text: str
    facts: dict[str, Fact]
    checked: Checked
    alarms: frozenset[Key]


@dataclass(frozen=True, slots=True)
class Change:
    """One digit to change: `at` is its offset in the text."""

    document: Document
    relation: Relation
    fact: Fact
    at: int
    digit: str


@dataclass(slots=True)
class Tally:
    """What came of the changes of one kind of relation."""

    tried: int = 0
    found: int = 0
    remarked: int = 0
    apart: Counter[str] = field(default_factory=Counter)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tries", type=int, default=1000, help="changes in the county; half as many in the seeds")
    parser.add_argument("--size", type=int, default=2, help="how many counties")
    parser.add_argument("--seed", type=int, default=2026)
    parser.add_argument("--show", nargs="?", type=int, const=10, default=0, help="list so many misses")
    options = parser.parse_args()
    results = [examine("county", documents_of_county(options.size), options.tries, options)]
    if SEEDS.is_dir():
        results.append(examine("seeds", documents_of_seeds(), options.tries // 2, options))
    print("## together")
    print_row("all", sum(verified for verified, _ in results), added(tally for _, tally in results))
    return 0


def documents_of_county(size: int) -> list[Document]:
    return [document(file.name, file.text) for file in county(size, office=False)]


def documents_of_seeds() -> list[Document]:
    sources = (load(*found) for found in find([SEEDS]))
    return [document(source.file, source.text) for source in sources]


def document(name: str, text: str) -> Document:
    reading = read_text(text, name)
    checked = check(reading)
    alarms = frozenset(map(key, checked.findings))
    return Document(name, text, {fact.id: fact for fact in reading.facts}, checked, alarms)


def key(finding: Finding) -> Key:
    return finding.rule, finding.start, finding.end


def examine(name: str, documents: list[Document], tries: int, options: argparse.Namespace) -> tuple[int, Tally]:
    """Try that many changes that break a relation, and print the table; give its last row."""
    began = perf_counter()
    rng = random.Random(f"{options.seed}/{name}")
    tallies: dict[str, Tally] = defaultdict(Tally)
    misses: list[str] = []
    left = tries
    for change in changes(documents, rng):
        if left == 0:
            break
        tally = tallies[change.relation.kind]
        broken = outcome(change)
        if broken != "inconsistent":
            tally.apart[broken] += 1
            continue
        left -= 1
        tally.tried += 1
        state = found(change)
        tally.found += state == "found"
        tally.remarked += state == "remarked"
        if state not in ("found", "remarked"):
            misses.append(f"{change.relation.rule} {change.relation.kind:12} {state}\n    {sentence(change)}")
    row = print_table(name, documents, tallies, perf_counter() - began)
    rng.shuffle(misses)
    for miss in misses[: options.show]:
        print(miss)
    print(flush=True)
    return row


def changes(documents: list[Document], rng: random.Random) -> Iterator[Change]:
    """Give changes by lot, each once: a relation, one of its figures, one of its digits; ends when all have come."""
    verified = [(doc, relation) for doc in documents for relation in doc.checked.verified() if len(relation.spans) > 0]
    seen: set[tuple[str, int, str]] = set()
    vain = 0
    while verified and vain < IN_VAIN:
        vain += 1
        doc, relation = rng.choice(verified)
        facts = [doc.facts[place.fact] for place in relation.spans if place.fact]
        fact = rng.choice(facts)
        digits = [at for at in range(fact.start, fact.end) if doc.text[at] in ARABIC + WIDE + CHINESE + "两"]
        if len(fact.pieces) > 1 or not digits:
            continue
        at = rng.choice(digits)
        row = next(row for row in (ARABIC, WIDE, CHINESE + "两") if doc.text[at] in row)
        digit = rng.choice(row.strip("两").replace(doc.text[at], ""))
        if (doc.name, at, digit) not in seen:
            seen.add((doc.name, at, digit))
            vain = 0
            yield Change(doc, relation, fact, at, digit)


def outcome(change: Change) -> str:
    """Say what the change does to the relation: inconsistent, or one of `APART`."""
    fact, text = change.fact, change.document.text
    old = change.document.text[change.at]
    leads = change.at == fact.start and text[change.at + 1 : change.at + 2] in [*ARABIC, *WIDE, ".", "．"]
    if leads and (old in "0０" or change.digit in "0０"):
        return "leading zero"
    if fact.modifier != "exact" or "约数" in (change.relation.note or ""):
        return "approximate"
    before = change.at - fact.start
    quote = fact.quote[:before] + change.digit + fact.quote[before + 1 :]
    told = quote if quote.endswith(fact.unit) else quote + fact.unit  # in a table the unit may stand in a head
    new = parse_quantity(told)
    if new is None or not isinstance(new.value, int | float) or new.unit != fact.unit:
        return "unclear"
    changed = replace(fact, quote=quote, value=new.value, decimals=new.decimals)
    facts = [change.document.facts[place.fact] for place in change.relation.spans if place.fact]
    try:
        if verdict(change.relation, facts[:-1], facts[-1], {}) != "consistent":
            return "unclear"
        judged = verdict(change.relation, facts[:-1], facts[-1], {fact.id: changed})
    except Unclear:
        return "unclear"
    return {"consistent": "held", "not_verifiable": "approximate"}.get(judged, judged)


def found(change: Change) -> str:
    """Read and check the changed text: found, remarked, or what became of the relations that cover the figure."""
    text = change.document.text
    reading = read_text(text[: change.at] + change.digit + text[change.at + 1 :], change.document.name)
    checked = check(reading)
    covering = {r.id: r for r in checked.relations if any(s.start <= change.at < s.end for s in r.spans)}
    new = [f for f in checked.findings if f.relation in covering and key(f) not in change.document.alarms]
    if new:
        return "remarked" if all(finding.severity == "info" for finding in new) else "found"
    if not any(fact.start <= change.at < fact.end for fact in reading.facts):
        return "the figure is not read any more"
    states = sorted({f"{r.kind} {r.verdict}" for r in covering.values()})
    return "now: " + (", ".join(states) or "in no relation")


def sentence(change: Change) -> str:
    """Give the text around the relation, the changed digit as [old>new]."""
    text, at = change.document.text, change.at
    low = max(0, min(place.start for place in change.relation.spans), at - 3 * AROUND)
    high = min(max(place.end for place in change.relation.spans), at + 3 * AROUND)
    changed = f"{text[max(0, low - AROUND // 2) : at]}[{text[at]}>{change.digit}]{text[at + 1 : high + 10]}"
    return f"{change.relation.formula} = {change.relation.stated} | " + " ".join(changed.split())


def print_table(name: str, documents: list[Document], tallies: dict[str, Tally], seconds: float) -> tuple[int, Tally]:
    severities = Counter(finding.severity for doc in documents for finding in doc.checked.findings)
    alarms = ", ".join(f"{severities[severity]} {severity}" for severity in ("error", "warning", "info"))
    relations = Counter(relation.kind for doc in documents for relation in doc.checked.verified())
    print(f"## {name}: {len(documents)} files, {relations.total()} verified relations; unchanged: {alarms}")
    print(
        f"{'kind':14}{'verified':>9}{'tried':>7}{'found':>7}{'share':>8}{'remarked':>10}{'told':>8}"
        + "".join(f"{a:>14}" for a in APART)
    )
    for kind, tally in sorted(tallies.items(), key=lambda item: -item[1].tried):
        print_row(kind, relations[kind], tally)
    row = relations.total(), added(tallies.values())
    print_row("all", *row)
    print(f"({seconds:.0f} s)")
    return row


def added(tallies: Iterable[Tally]) -> Tally:
    """Add up tallies."""
    total = Tally()
    for tally in tallies:
        total = Tally(
            total.tried + tally.tried,
            total.found + tally.found,
            total.remarked + tally.remarked,
            total.apart + tally.apart,
        )
    return total


def print_row(kind: str, verified: int, tally: Tally) -> None:
    share, told = (
        f"{n / tally.tried:.3f}" if tally.tried else "-" for n in (tally.found, tally.found + tally.remarked)
    )
    apart = "".join(f"{tally.apart[name]:14}" for name in APART)
    print(f"{kind:14}{verified:9}{tally.tried:7}{tally.found:7}{share:>8}{tally.remarked:10}{told:>8}{apart}")


if __name__ == "__main__":
    sys.exit(main())
