"""A person's word on a fact wins, is kept with what the reader had read, and goes on to new versions."""

from __future__ import annotations

import pytest

import taizhang
from taizhang.errors import LedgerError, UsageError
from taizhang.ledger.catalogue.listing import in_use, listed
from taizhang.ledger.corrections.carrying import carry_over
from taizhang.ledger.corrections.labels import examples
from taizhang.ledger.corrections.making import add_missed, change, reject, undo
from taizhang.ledger.corrections.words import read
from taizhang.ledger.loading.documents import At
from taizhang.ledger.loading.loader import load, reload
from taizhang.ledger.models import Correction, Document, Fact
from taizhang.ledger.queries.query import LABELS

pytestmark = pytest.mark.django_db

TEXT = """松河县2024年上半年工作总结
上半年，全县完成固定资产投资12.5亿元，同比增长9.1%。
1—6月，检查企业36家，发现隐患80处。
"""


def loaded(text: str, name: str = "总结.txt") -> int:
    return load(taizhang.read_text(text, name), None, At("upload", name, name)).document


def fact(document: int, quote: str) -> Fact:
    return Fact.objects.select_related("name").get(document=document, quote=quote)


def test_a_change_sets_what_was_said_and_keeps_what_was_read() -> None:
    row = fact(loaded(TEXT), "12.5亿元")
    done = change(
        row.pk, {"value": 125, "unit": "万元", "indicator": "工业投资", "period": "1-5月"}, "李工", "核对原件"
    )
    row = fact(row.document_id, "12.5亿元")
    assert (row.value, row.unit, row.base_value, row.base_unit) == (125, "万元", 1_250_000, "元")
    assert (row.name.text, str(row.begins), str(row.ends)) == ("工业投资", "2024-01-01", "2024-05-31")
    assert row.by_hand and row.live and done.was["value"] == 12.5


def test_undoing_puts_back_what_was_read() -> None:
    row = fact(loaded(TEXT), "12.5亿元")
    before = Fact.objects.filter(pk=row.pk).values().get()
    undo(change(row.pk, {"role": "growth", "indicator": "投资"}, "李工").pk, "王工")
    assert Fact.objects.filter(pk=row.pk).values().get() == before


def test_a_second_change_adds_to_the_first_and_undoing_takes_both() -> None:
    row = fact(loaded(TEXT), "36家")
    change(row.pk, {"unit": "户"}, "李工")
    second = change(row.pk, {"status": "planned"}, "李工")
    assert second.values == {"unit": "户", "status": "planned"}
    assert [c.state for c in Correction.objects.order_by("pk")] == ["replaced", "applied"]
    undo(second.pk, "李工")
    row.refresh_from_db()
    assert (row.unit, row.status, row.by_hand) == ("家", "actual", False)


def test_what_is_no_fact_stays_and_no_longer_counts() -> None:
    row = fact(loaded(TEXT), "80处")
    done = reject(row.pk, "李工")
    row.refresh_from_db()
    assert not row.live
    undo(done.pk, "李工")
    row.refresh_from_db()
    assert row.live


def test_a_missed_fact_is_added_and_counted() -> None:
    document = loaded(TEXT)
    start = TEXT.index("2024")
    before = Document.objects.get(pk=document).facts
    done = add_missed(document, start, start + 4, {"value": 2024, "unit": "", "indicator": "编号"}, "李工")
    row = Fact.objects.get(pk=done.fact)
    assert (row.quote, row.value, row.by_hand, row.organisation_id) == (
        "2024",
        2024,
        True,
        fact(document, "80处").organisation_id,
    )
    assert Document.objects.get(pk=document).facts == before + 1 == Fact.objects.filter(document=document).count()
    undo(done.pk, "李工")
    assert Document.objects.get(pk=document).facts == before == Fact.objects.filter(document=document).count()


def test_an_indicator_of_an_added_fact_is_listed_until_it_is_undone() -> None:
    document, start = loaded(TEXT), TEXT.index("2024")
    before = listed([], 100)
    assert in_use().count() == before[1]
    done = add_missed(document, start, start + 4, {"value": 2024, "unit": "", "indicator": "编号"}, "李工")
    assert (listed(["编号"], 100)[1], in_use().count()) == (1, before[1] + 1)
    undo(done.pk, "李工")
    assert (listed([], 100), listed(["编号"], 100)) == (before, ([], 0))
    assert in_use().count() == before[1]


def test_nothing_is_added_where_a_fact_stands() -> None:
    document = loaded(TEXT)
    at = TEXT.index("36")
    with pytest.raises(LedgerError, match="已有数据"):
        add_missed(document, at, at + 2, {"value": 36, "unit": "", "indicator": "企业"}, "李工")


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"role": "增长"}, "level、growth"), ({"value": "12"}, "数字"), ({"colour": 1}, "可以改的有"),
        ({"sign": True}, "1、-1"), ({"value": [3, 1]}, "数值不能是“3~1”；可以是：数字，范围先"), ({}, "至少写一个"),
    ],
)  # fmt: skip
def test_a_wrong_value_says_what_is_allowed(values: dict[str, object], said: str) -> None:
    row = fact(loaded(TEXT), "36家")
    with pytest.raises(UsageError) as error:
        change(row.pk, values, "李工")
    assert said in str(error.value) and "\n" not in str(error.value)


NONSENSE = [
    {"period": "2O25年"}, {"period": "胡说"}, {"period": ""}, {"period": "2024"}, {"period": "2024年13月"},
    {"period": "2024年2月30日"}, {"period": "2024年至2023年"}, {"period": "2024年6月10日至5日"},
    {"unit": "3亿元"}, {"unit": " "}, {"unit": "亿\n元"}, {"role": "水平"}, {"sign": 2}, {"basis": "——"},
    {"indicator": "12.5"}, {"subject": "甲\n乙"},
]  # fmt: skip


@pytest.mark.parametrize("values", NONSENSE, ids=str)
def test_nonsense_is_refused_and_the_fact_stays(values: dict[str, object]) -> None:
    row = fact(loaded(TEXT), "36家")
    before = Fact.objects.filter(pk=row.pk).values().get()
    label = LABELS["attribute"][next(iter(values))]
    with pytest.raises(UsageError, match=rf"^{label}不能是“.*”；可以是：") as error:
        change(row.pk, values, "李工")
    assert "\n" not in str(error.value)
    assert Fact.objects.filter(pk=row.pk).values().get() == before


@pytest.mark.parametrize(
    ("period", "begins", "ends"),
    [
        ("2024年上半年", "2024-01-01", "2024-06-30"), ("截至2024年6月底", "None", "2024-06-30"),
        ("12月以来", "2024-12-01", "None"), ("2月29日", "2024-02-29", "2024-02-29"), ("近三年", "None", "None"),
        ("2023年11月至2024年2月", "2023-11-01", "2024-02-29"), ("2024年XX月", "None", "None"), (None, "None", "None"),
    ],
)  # fmt: skip
def test_a_period_is_what_the_reader_would_read_of_it(period: str | None, begins: str, ends: str) -> None:
    row = fact(loaded(TEXT), "36家")
    change(row.pk, {"period": period}, "李工")
    row.refresh_from_db()
    assert (row.period, str(row.begins), str(row.ends)) == (period, begins, ends)


def test_what_is_typed_without_a_value_is_none() -> None:
    assert read(["期间=", "basis=", "计量单位="]) == {"period": None, "basis": None, "unit": ""}


def test_a_new_version_gets_the_corrections_that_are_found_in_it() -> None:
    old = loaded(TEXT)
    change(fact(old, "12.5亿元").pk, {"indicator": "工业投资"}, "李工")
    change(fact(old, "36家").pk, {"unit": "户"}, "李工")
    reject(fact(old, "80处").pk, "李工")
    new = loaded("（修订稿）\n" + TEXT.replace("36家", "38家"))
    states = {c.selectors["quote"]["exact"]: c.state for c in Correction.objects.filter(document=new)}
    assert states == {"12.5亿元": "moved", "36家": "lost", "80处": "moved"}
    assert fact(new, "12.5亿元").name.text == "工业投资"
    assert (fact(new, "38家").unit, fact(new, "80处").live) == ("家", False)


def test_what_a_new_version_replaced_is_not_corrected_any_more() -> None:
    old = loaded(TEXT)
    row = fact(old, "36家")
    made = change(row.pk, {"unit": "户"}, "李工")
    new = loaded(TEXT + "附件略。\n")
    before = list(Correction.objects.order_by("pk").values())
    for deed in (
        lambda: change(row.pk, {"unit": "个"}, "李工"),
        lambda: reject(row.pk, "李工"),
        lambda: add_missed(old, 0, 3, {"value": 3, "unit": "", "indicator": "甲"}, "李工"),
        lambda: undo(made.pk, "李工"),
    ):
        with pytest.raises(LedgerError, match=rf"已被新版本取代.*“总结.txt”现在的内容（文档 {new}）"):
            deed()
    assert list(Correction.objects.order_by("pk").values()) == before
    assert change(fact(new, "36家").pk, {"unit": "个"}, "李工").values == {"unit": "个"}


def test_a_lost_correction_comes_back_with_its_text() -> None:
    change(fact(loaded(TEXT), "36家").pk, {"unit": "户"}, "李工")
    loaded(TEXT.replace("36家", "38家"))
    again = loaded(TEXT + "附件略。\n")
    assert fact(again, "36家").unit == "户"


def test_the_same_bytes_back_again_keep_their_own_corrections() -> None:
    old = loaded(TEXT)
    change(fact(old, "36家").pk, {"unit": "户"}, "李工")
    new = loaded(TEXT + "附件略。\n")
    change(fact(new, "36家").pk, {"status": "planned"}, "王工")
    assert loaded(TEXT) == old
    row = fact(old, "36家")
    assert (row.unit, row.status) == ("户", "planned")
    undo(Correction.objects.get(fact=row.pk).pk, "王工")
    row.refresh_from_db()
    assert (row.unit, row.status, row.by_hand) == ("家", "actual", False)


def test_a_new_reading_of_the_same_text_keeps_them() -> None:
    document = loaded(TEXT)
    change(fact(document, "12.5亿元").pk, {"indicator": "工业投资"}, "李工")
    reject(fact(document, "80处").pk, "李工")
    add_missed(document, 0, 3, {"value": 3, "unit": "", "indicator": "甲"}, "李工")
    reload(document, taizhang.read_text(TEXT, "总结.txt"), None)
    assert fact(document, "12.5亿元").name.text == "工业投资"
    assert not fact(document, "80处").live and fact(document, TEXT[:3]).value == 3
    assert [c.state for c in Correction.objects.all()] == ["applied"] * 3
    assert Document.objects.get(pk=document).facts == Fact.objects.filter(document=document).count()


def test_carrying_twice_changes_nothing() -> None:
    old = loaded(TEXT)
    change(fact(old, "36家").pk, {"unit": "户"}, "李工")
    new = loaded(TEXT + "附件略。\n")
    count = Correction.objects.count()
    assert not carry_over(new, old)
    assert Correction.objects.count() == count


def test_corrections_are_exported_as_labelled_examples() -> None:
    document = loaded(TEXT)
    change(fact(document, "36家").pk, {"indicator": "检查工贸企业"}, "李工")
    reject(fact(document, "80处").pk, "李工")
    (example,) = examples()
    assert example["text"] == "1—6月，检查企业36家，发现隐患80处。" == TEXT[example["start"] : example["end"]]
    (label,) = example["facts"]
    assert example["text"][label["start"] : label["end"]] == label["quote"] == "36家"
    assert (label["indicator"], label["period"], label["role"]) == ("检查工贸企业", "1—6月", "level")
