"""The ledger: how fast readings in memory get into it, and what is left of loads that are killed.

    python bench/ledger.py FOLDER                                          # SQLite
    FSYNC=on tests/postgres.sh python bench/ledger.py FOLDER               # a PostgreSQL of its own

FOLDER holds the reports that are loaded, over and over under other names, until there are `FACTS` facts.
"""

from __future__ import annotations

import hashlib
import os
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from itertools import count, groupby
from pathlib import Path
from time import perf_counter

from kills import kill_loads

import taizhang
from taizhang.checks import Checked, check
from taizhang.intake import find
from taizhang.ledger import where
from taizhang.ledger.connection import open_ledger
from taizhang.ledger.where import Place
from taizhang.model import Reading
from taizhang.reader import read_file

FACTS = 200_000
KILLS = 100


def main() -> None:
    os.sync()  # what was written before is on the disk, and not what is timed here
    folder = Path(sys.argv[1])
    with tempfile.TemporaryDirectory() as scratch:
        found = where.find()
        place = found if found.url else Place(path=Path(scratch) / "taizhang.db")
        name = "PostgreSQL" if place.url else "SQLite"
        read = [outcome for outcome in (read_file(*one) for one in find([folder])) if isinstance(outcome, Reading)]
        with open_ledger(place):
            loading(name, "reports", read)
            loading(name, "compilations", list(compilations(read)))
            soundness(name)
        killing(name, place)


def compilations(read: list[Reading]) -> Iterator[Reading]:
    """Join the reports of each county to one text, as offices hand them on."""
    for county, readings in groupby(read, lambda reading: reading.source.file.partition("/")[0]):
        yield taizhang.read_text("\n".join(reading.source.text for reading in readings), f"{county}.txt")


def loading(name: str, what: str, read: list[Reading]) -> None:
    """Readings in memory -> rows with their indexes, with all that was found, a document a transaction."""
    from taizhang.ledger.loading import at_path, load

    facts = documents = rows = 0
    seconds = 0.0
    for reading, checked in copies([(reading, check(reading)) for reading in read]):
        at = at_path(Path("/bench") / reading.source.doc, reading.source.file)
        start = perf_counter()
        facts += load(reading, checked, at).facts
        seconds += perf_counter() - start
        documents += 1
        rows += len(reading.sections) + len(reading.noise) + len(checked.relations) + len(checked.findings)
        if facts >= FACTS:
            break
    each = f"{documents} {what} of {facts / documents:.0f} facts and {rows / documents:.0f} other rows"
    print(f"{name:11} {facts:7} facts in {each}: {seconds:6.2f} s {facts / seconds:8.0f} facts/s", flush=True)


def soundness(name: str) -> None:
    """`taizhang ledger check` over what was loaded."""
    from taizhang.ledger.integrity import problems

    start = perf_counter()
    found = len(list(problems()))
    seconds = perf_counter() - start
    print(f"{name:11} ledger check: {found} problems {seconds:6.2f} s {2 * FACTS / seconds:8.0f} facts/s", flush=True)


def killing(name: str, place: Place) -> None:
    """SIGKILL at random moments of a load."""
    start = perf_counter()
    left = kill_loads(place, KILLS)
    print(
        f"{name:11} {KILLS} loads killed: {left.documents} documents whole, {len(left.problems)} problems "
        f"{perf_counter() - start:6.2f} s",
        flush=True,
    )
    for problem in left.problems[:10]:
        print("  " + problem)


def copies(read: list[tuple[Reading, Checked]]) -> Iterator[tuple[Reading, Checked]]:
    """Give the readings as they are, then as other documents again and again."""
    for again in count():
        for reading, checked in read:
            doc = hashlib.sha256(f"{reading.source.doc}{again}".encode()).hexdigest()
            yield replace(reading, source=replace(reading.source, doc=doc)), checked


if __name__ == "__main__":
    main()
