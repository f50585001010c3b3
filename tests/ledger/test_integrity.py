"""`ledger check` finds what is broken, and nothing in a sound ledger."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection

from taizhang.ledger.corrections.making import add_missed, change, reject, undo
from taizhang.ledger.integrity import problems
from taizhang.ledger.loading import Loaded
from taizhang.ledger.models import Correction, Document, Fact, Finding, Location, Report, Version, row_id

pytestmark = pytest.mark.usefixtures("ledger")
Keep = Callable[..., Loaded]

TEXT = (
    "松溪县水利局2023年上半年工作总结\n"
    "上半年，治理河道28公里。共排查隐患96个，完成整改85个，整改率98.5%。另有若干处待查。\n"
)


@pytest.fixture
def loaded(keep: Keep) -> Loaded:
    """A ledger with versions, second places and corrections."""
    first = keep(TEXT, "a.txt")
    keep(TEXT, "b.txt")
    change(row_id(first.document, 0), {"unit": "千米"}, "甲")
    reject(row_id(first.document, 1), "甲")
    start = TEXT.index("若干处")
    add_missed(first.document, start, start + 3, {"value": 3, "unit": "处", "indicator": "待查"}, "甲")
    undo(change(row_id(first.document, 2), {"value": 1}, "乙").pk, "乙")
    keep(TEXT.replace("28公里", "29公里"), "b.txt")
    keep(TEXT.replace("28公里", "30公里"), "c.txt")
    return first


def test_a_sound_ledger_has_no_problems(loaded: Loaded) -> None:
    assert list(problems()) == []
    assert Correction.objects.count() > 4


def broken_row(model: Any, **changes: Any) -> Callable[[], object]:
    return lambda: model.objects.filter(pk=model.objects.order_by("pk").first().pk).update(**changes)


def without_watch(statement: str) -> Callable[[], object]:
    def run() -> None:
        connection.disable_constraint_checking()
        with connection.cursor() as cursor:
            cursor.execute(statement)
        connection.enable_constraint_checking()

    return run


def _first() -> Document:
    return Document.objects.order_by("pk").first()


ELSEWHERE = {"position": {"start": 0, "end": 4}, "quote": {"exact": "公里"}}
BROKEN = {
    "quote": (broken_row(Fact, quote="27公里"), "不在第"),
    "pieces": (broken_row(Fact, pieces=[[30, 34]]), "不在第"),
    "text": (broken_row(Document, text=TEXT.replace("治理", "治 理")), "字数是"),
    "facts": (broken_row(Document, facts=1), "条数据，记的是 1 条"),
    "reports": (broken_row(Document, reports=7), "条报告，记的是 7 条"),
    "lost fact": (lambda: Fact.objects.order_by("pk").last().delete(), "条数据，记的是"),
    "no such name": (broken_row(Fact, name=99999), "ledger_fact有 1 行的 name_id"),
    "no such report": (broken_row(Fact, report=99999), "report_id 指向没有的行"),
    "live document": (broken_row(Document, live=False), "现行标记和它的位置不符"),
    "live report": (broken_row(Report, live=False), "ledger_report有"),
    "live finding": (broken_row(Finding, live=False), "ledger_finding有"),
    "dead fact": (broken_row(Fact, live=False), "应该计入而没有计入"),
    "live fact": (lambda: Fact.objects.filter(live=False).update(live=True), "不该计入而计入"),
    "version gap": (lambda: Version.objects.filter(number=2).update(number=3), "版本号不连续"),
    "version last": (lambda: Location.objects.filter(file="b.txt").update(document=_first()), "最后一个版本"),
    "nowhere": (lambda: Version.objects.order_by("pk").first().location.delete(), "现行标记"),
    "correction moved": (broken_row(Correction, selectors=ELSEWHERE), "不在第 0 到 4 字"),
    "correction of nothing": (broken_row(Correction, fact=5), "它改的数据 5 不在"),
}  # fmt: skip


@pytest.mark.parametrize("what", BROKEN)
def test_what_is_broken_is_found(loaded: Loaded, what: str) -> None:
    damage, said = BROKEN[what]
    damage()
    found = list(problems())
    assert any(said in line for line in found), found
    assert all("\n" not in line for line in found)


def test_a_damaged_index_is_found(loaded: Loaded) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL looks after its own pages")
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA writable_schema=ON")
        other = """replace(sql, '"ends"', '"begins"')"""
        cursor.execute(f"UPDATE sqlite_master SET sql = {other} WHERE name = 'fact_organisation'")
        cursor.execute("PRAGMA writable_schema=RESET")
    assert any("数据库文件损坏" in line for line in problems())
