"""Programs that are killed while they load, and many that write at once: nothing half, nothing lost."""

from __future__ import annotations

import importlib.util
import json
import os
from pathlib import Path
from types import ModuleType

import pytest

import taizhang
from taizhang.checks import check
from taizhang.ledger.connection import open_ledger
from taizhang.ledger.where import Place

PROCESSES, FILES, ROUNDS = 10, 4, 3
pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("unblocked")]


@pytest.fixture
def kills() -> ModuleType:
    spec = importlib.util.spec_from_file_location("kills", Path(__file__).parents[2] / "bench" / "kills.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_killed_loads_leave_whole_documents_only(place: Place, kills: ModuleType) -> None:
    left = kills.kill_loads(place, 20)
    assert left.problems == []
    assert left.documents > 0
    assert left.facts == left.documents * len(taizhang.read_text(kills.text_of(0)).facts)


def test_ten_programs_load_and_correct_at_once(place: Place, kills: ModuleType, tmp_path: Path) -> None:
    """Each loads versions of files of its own and of files that all have, and corrects a fact of each text.

    Of a file that all have another program may have loaded the next version already: that is said, and is no loss.
    """
    check(taizhang.read_text(kills.text_of(0)))  # knowledge is loaded here, once for all
    with open_ledger(place):
        pass
    children = [
        kills.in_child(lambda number=number: _work(place, number, kills, tmp_path / f"{number}.json"))
        for number in range(PROCESSES)
    ]
    assert [os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children] == [0] * PROCESSES
    done = [json.loads((tmp_path / f"{number}.json").read_text()) for number in range(PROCESSES)]
    with open_ledger(place):
        from taizhang.ledger.integrity import problems
        from taizhang.ledger.models import Correction, Document, Fact, Location, Version

        assert list(problems()) == []
        docs = {doc for one in done for doc in one["docs"]}
        assert set(Document.objects.values_list("doc", flat=True)) == docs
        assert Location.objects.count() == PROCESSES * FILES // 2 + FILES // 2
        assert Version.objects.count() >= PROCESSES * FILES // 2 * ROUNDS
        made = {pk for one in done for pk in one["corrections"]}
        late = [said for one in done for said in one["late"]]
        assert len(made) + len(late) == PROCESSES * FILES * ROUNDS
        assert len(late) <= PROCESSES * FILES // 2 * ROUNDS and all("已被新版本取代" in said for said in late)
        assert set(Correction.objects.filter(author="甲").values_list("pk", flat=True)) >= made
        for number, one in enumerate(done):
            rows = Fact.objects.filter(pk__in=one["facts"], live=True, by_hand=True)
            assert list(rows.values_list("subject", flat=True)) == [f"第{number}次"] * (FILES // 2)


def _work(place: Place, number: int, kills: ModuleType, told: Path) -> None:
    docs, made, late, facts = [], [], [], []
    with open_ledger(place):
        from taizhang.errors import LedgerError
        from taizhang.ledger.corrections.making import change
        from taizhang.ledger.loading import at_path, load
        from taizhang.ledger.models import row_id

        for again in range(ROUNDS):
            for file in range(FILES):
                own = file % 2
                seed = again * 1000 + file + (number * 10 if own else 0)
                reading = taizhang.read_text(kills.text_of(seed, 8), f"{number if own else '共'}-{file}.txt")
                at = at_path(Path("/报送") / reading.source.file, reading.source.file)
                loaded = load(reading, check(reading), at)
                docs.append(reading.source.doc)
                fact = row_id(loaded.document, number % 3)
                try:
                    made.append(change(fact, {"subject": f"第{number}次"}, "甲").pk)
                except LedgerError as error:
                    late.append(str(error))
                if own and again == ROUNDS - 1:
                    facts.append(fact)
    told.write_text(json.dumps({"docs": docs, "corrections": made, "late": late, "facts": facts}))
