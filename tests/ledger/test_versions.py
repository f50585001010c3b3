"""What a new version of a file changed, fact by fact."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from taizhang.ledger.loading import Loaded
from taizhang.ledger.versions import Difference, difference

pytestmark = pytest.mark.django_db
Keep = Callable[..., Loaded]

HEAD = "松溪县水利局2023年上半年工作总结\n一、主要工作\n"
OLD = HEAD + "上半年，完成水利投资3.6亿元，同比增长7.5%。治理河道28公里。新建泵站4座。\n"


def between(keep: Keep, new: str, old: str = OLD) -> Difference:
    before, after = keep(old), keep(new)
    assert after.before == before.document
    return difference(before.document, after.document)


def quotes(pairs: list) -> list[tuple[str, str]]:
    return [(old.quote, new.quote) for old, new in pairs]


def test_the_order_of_sentences_changes_no_fact(keep: Keep) -> None:
    found = between(keep, HEAD + "上半年，新建泵站4座。治理河道28公里。完成水利投资3.6亿元，同比增长7.5%。\n")
    assert (found.added, found.gone, found.changed) == ([], [], [])
    assert len(found.same) == 4


def test_a_figure_changed_one_went_one_came(keep: Keep) -> None:
    new = HEAD + "上半年，完成水利投资3.9亿元，同比增长7.5%。治理河道28公里。修复堤防12公里。\n"
    found = between(keep, new)
    assert quotes(found.changed) == [("3.6亿元", "3.9亿元")]
    assert [line.quote for line in found.gone] == ["4座"]
    assert [line.quote for line in found.added] == ["12公里"]
    assert quotes(found.same) == [("7.5%", "7.5%"), ("28公里", "28公里")]
    assert found.said == "新增 1 条，删去 1 条，改动 1 条，不变 2 条"
    told = ["改动 上半年 水利投资：3.6亿元 → 3.9亿元", "新增 上半年 修复堤防：12公里", "删去 上半年 新建泵站：4座"]
    assert list(found.told(3)) == told
    assert list(found.told(1)) == [told[0], "另有 2 条没有列出"]


def test_the_same_words_of_another_time_are_facts_that_changed(keep: Keep) -> None:
    found = between(keep, OLD.replace("2023", "2024"))
    assert (found.added, found.gone, found.same) == ([], [], [])
    assert [(old.quote, str(old.ends), str(new.ends)) for old, new in found.changed] == [
        (quote, "2023-06-30", "2024-06-30") for quote in ("3.6亿元", "7.5%", "28公里", "4座")
    ]


def test_of_several_figures_of_one_thing_each_is_paired_once(keep: Keep) -> None:
    old = HEAD + "上半年，清理垃圾3吨。清理垃圾5吨。清理垃圾8吨。\n"
    found = between(keep, HEAD + "上半年，清理垃圾5吨。清理垃圾3吨。清理垃圾9吨。清理垃圾2吨。\n", old)
    assert sorted(quotes(found.same)) == [("3吨", "3吨"), ("5吨", "5吨")]
    assert quotes(found.changed) == [("8吨", "9吨")]
    assert [line.quote for line in found.added] == ["2吨"]
