"""What is counted once is counted anew after every change that a user can make, and only then."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from taizhang.ledger.catalogue import merging
from taizhang.ledger.corrections import making
from taizhang.ledger.models import Fact, Finding, IndicatorName
from taizhang.ledger.queries import FactQuery, totals
from taizhang.ledger.queries.totals import counted
from taizhang.web import remembered as module
from taizhang.web.remembered import forget, remembered

TEXT = "柳溪县应急局2024年上半年工作总结\n上半年检查企业36家，其中危化企业20家、矿山企业11家。\n"


@pytest.fixture
def asked(db: None) -> Callable[[], int]:
    """Ask for one remembered thing; give how often it was counted."""
    counted: list[int] = []

    def ask() -> int:
        remembered("thing", lambda: counted.append(1))
        return len(counted)

    forget()
    return ask


def test_nothing_is_counted_twice_while_the_ledger_stays(asked: Callable[[], int], report: int) -> None:
    assert [asked() for _ in range(3)] == [1, 1, 1]


def test_a_count_that_fails_is_not_remembered_and_leaves_nothing_behind(asked: Callable[[], int], report: int) -> None:
    def fail() -> int:
        raise ValueError("没有数成")

    for _ in range(2):
        with pytest.raises(ValueError, match="没有数成"):
            remembered("failing", fail)
    assert not module._busy
    assert remembered("failing", lambda: 7) == 7


def test_a_new_document_is_seen(asked: Callable[[], int], keep: Callable[[str, str], int]) -> None:
    asked()
    keep(TEXT, "总结.txt")
    assert asked() == 2


def test_corrections_and_their_undoing_are_seen(asked: Callable[[], int], report: int) -> None:
    fact = Fact.objects.filter(document=report, live=True).first()
    asked()
    done = making.reject(fact.pk, "甲")
    assert asked() == 2
    making.undo(done.pk, "甲")
    assert asked() == 3


def test_merging_is_seen(asked: Callable[[], int], report: int) -> None:
    one, other = (IndicatorName.objects.get(text=text).indicator for text in ("工贸企业", "危化企业"))
    asked()
    merging.merge(one, [other], "甲")
    assert asked() == 2


def test_what_leaves_no_trace_is_seen_after_a_while(
    asked: Callable[[], int], report: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked()
    monkeypatch.setattr(module, "LONGEST", -1.0)
    assert asked() == 2


def test_an_accepted_finding_leaves_the_overview_at_once(client: Client, report: int) -> None:
    finding = Finding.objects.filter(document=report, live=True).exclude(severity="info").first()
    before = client.get(reverse("overview")).context["open"]
    client.post(reverse("accept-finding", args=[finding.pk]))
    assert client.get(reverse("overview")).context["open"] == before - 1
    client.post(reverse("reopen-finding", args=[finding.pk]))
    assert client.get(reverse("overview")).context["open"] == before


def test_only_so_many_things_are_kept(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_MOST", 3)
    forget()
    for number in range(5):
        remembered(number, lambda: number)  # noqa: B023 (called at once)
    assert list(module._kept) == [2, 3, 4]


@pytest.mark.parametrize(
    "asked", [{"roles": ("level",)}, {"statuses": ("planned",)}, {"roles": ("rate", "growth")}, {}]
)
def test_totals_of_a_wider_count_are_those_of_a_count_of_their_own(
    filled: None, asked: dict[str, tuple[str, ...]]
) -> None:
    assert totals(FactQuery(**asked), counted(FactQuery())) == totals(FactQuery(**asked))
