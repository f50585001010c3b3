"""Indicators: names that mean one thing meet, near ones are proposed, and what people merge can be taken back."""

from __future__ import annotations

import pytest

import taizhang
from taizhang.errors import LedgerError
from taizhang.ledger.catalogue.entries import by_key, entries
from taizhang.ledger.catalogue.merging import find, merge, rename, split
from taizhang.ledger.catalogue.naming import intern
from taizhang.ledger.catalogue.normalising import LONGEST, key
from taizhang.ledger.catalogue.proposals import near, proposals
from taizhang.ledger.journal import undo
from taizhang.ledger.loading.documents import At
from taizhang.ledger.loading.loader import load
from taizhang.ledger.models import Fact, Indicator, IndicatorName, JournalEntry

pytestmark = pytest.mark.django_db


def home(name: str) -> str:
    found: str = IndicatorName.objects.select_related("indicator").get(text=name).indicator.name
    return found


def test_no_name_of_the_catalogue_belongs_to_two() -> None:
    assert len(by_key()) >= len(entries()) > 150


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("规上工业增加值", "全县规模以上工业增加值"), ("ＧＤＰ", "gdp"), ("“三公”经费", "三公 经费"),
        ("固定资产 投资", "固定资产投资"), ("PM２.5浓度", "pm2.5浓度"),
    ],
)  # fmt: skip
def test_ways_of_writing_have_one_key(one: str, other: str) -> None:
    assert key(one) == key(other)


@pytest.mark.parametrize("name", ["全县", "“”", "辖区", "实现", "　"])
def test_no_name_becomes_empty(name: str) -> None:
    assert key(name)


def test_aliases_meet_and_what_was_written_stays() -> None:
    ids = intern(["一般公共预算收入", "财政一般预算收入", "全区一般公共预算收入", "出口", "进口"])
    assert len(set(ids.values())) == 5
    assert {home(name) for name in list(ids)[:3]} == {"一般公共预算收入"}
    assert home("出口") != home("进口")
    assert intern(list(ids)) == ids


def test_a_name_that_is_far_too_long_is_cut_and_says_so() -> None:
    intern(["指标" * 400])
    text = IndicatorName.objects.get().text
    assert len(text) == LONGEST and text.endswith("…")


def test_a_slip_of_the_pen_is_proposed_and_not_merged() -> None:
    text = "柳溪县2024年上半年工作总结\n上半年，全县一般公共预收入3.2亿元，税收收入2.1亿元。\n"
    load(taizhang.read_text(text), None, At("upload", "a", "a"))
    assert home("一般公共预收入") == "一般公共预收入"
    assert [tuple(p) for p in proposals()] == [("一般公共预收入", "一般公共预算收入", 1)]


@pytest.mark.parametrize(
    ("name", "others"),
    [
        ("出口", ["进口"]),
        ("工业投资", ["农业投资"]),
        ("一般公共预算收入", ["一般公共预算支出"]),
        ("税收收入", ["税收收入"]),
        ("未开工项目", ["新开工项目"]),
        ("调解纠纷成功", ["调解纠纷成功率"]),
        ("签约项目未", ["签约项目"]),
        ("项目投资", ["项目总投资"]),
        ("新建5G基站", ["新建4G基站"]),
        ("固定资产投资资金到位率", ["固定资产投资到位率"]),
    ],
)
def test_what_means_something_else_is_not_near(name: str, others: list[str]) -> None:
    assert near(name, others) == []


@pytest.mark.parametrize("name", ["固定资投资", "固定资产产投资", "固定资产投贷", "固定产资投资"])
def test_one_edit_is_near(name: str) -> None:
    assert near(name, ["固定资产投资"]) == ["固定资产投资"]


def test_what_other_names_hold_too_is_a_word_and_no_slip() -> None:
    text = "柳溪县2024年上半年工作总结\n上半年，固定资产投贷3.2亿元，固定资源投资2.1亿元，水资源利用率35%。\n"
    load(taizhang.read_text(text), None, At("upload", "a", "a"))
    assert home("固定资源投资") == "固定资源投资"
    assert [proposal.met for proposal in proposals()] == ["固定资产投贷"]


def test_a_slip_in_other_units_is_none() -> None:
    text = "柳溪县2024年上半年工作总结\n上半年，全县一般公共预收入32家，固定资投资2.1亿元。\n"
    load(taizhang.read_text(text), None, At("upload", "a", "a"))
    assert [proposal.met for proposal in proposals()] == ["固定资投资"]


def test_merging_moves_names_and_no_fact_and_can_be_undone() -> None:
    intern(["检查门店", "检查店铺"])
    before = state()
    merge(find("检查门店"), [find("检查店铺")], "李工")
    assert home("检查店铺") == "检查门店"
    undo(JournalEntry.objects.latest("pk"), "王工")
    assert state() == before
    undo(JournalEntry.objects.latest("pk"), "王工")
    assert home("检查店铺") == "检查门店"


def test_a_name_met_later_goes_where_its_key_went() -> None:
    intern(["检查门店", "检查店铺"])
    merge(find("检查门店"), [find("检查店铺")], "李工")
    intern(["全县检查店铺"])
    assert home("全县检查店铺") == "检查门店"


def test_other_units_are_not_merged() -> None:
    intern(["固定资产投资", "粮食播种面积"])
    with pytest.raises(LedgerError, match="平方米"):
        merge(find("固定资产投资"), [find("粮食播种面积")], "李工")
    assert not JournalEntry.objects.exists()


def test_units_of_facts_tell_other_things_apart_too() -> None:
    text = (
        "柳溪县2024年上半年工作总结\n上半年，改造老旧小区36个，改造老旧街巷5条，改造老旧管网12公里，"
        "改造老旧房屋3万平方米，改造老旧厂房2万平方米，改造老旧厂区增长5%。\n"
    )
    load(taizhang.read_text(text), None, At("upload", "a", "a"))
    with pytest.raises(LedgerError, match=r"“改造老旧管网”的单位是米，“老旧小区改造”的是个"):
        merge(find("改造老旧小区"), [find("改造老旧管网")], "李工")
    with pytest.raises(LedgerError, match="平方米"):
        merge(find("固定资产投资"), [find("改造老旧房屋")], "李工")
    assert not JournalEntry.objects.exists()
    merge(find("改造老旧小区"), [find("改造老旧街巷")], "李工")
    merge(find("改造老旧房屋"), [find("改造老旧厂房"), find("改造老旧厂区")], "李工")
    assert home("改造老旧厂房") == home("改造老旧厂区") == home("改造老旧房屋")


def test_splitting_and_undoing() -> None:
    intern(["发现隐患", "排查隐患"])
    before = state()
    split(["排查隐患"], "李工")
    assert (home("排查隐患"), home("发现隐患")) == ("排查隐患", "发现隐患")
    undo(JournalEntry.objects.latest("pk"), "李工")
    assert state() == before


def test_splitting_into_a_name_that_is_taken_is_refused() -> None:
    intern(["发现隐患", "排查隐患", "税收收入"])
    with pytest.raises(LedgerError, match="另起"):
        split(["排查隐患"], "李工", "税收收入")


def test_undoing_out_of_order_is_refused() -> None:
    intern(["甲类场所", "乙类场所", "丙类场所"])
    merge(find("甲类场所"), [find("乙类场所")], "李工")
    first = JournalEntry.objects.latest("pk")
    rename(find("甲类场所"), "场所", "李工")
    with pytest.raises(LedgerError, match="后来"):
        undo(first, "李工")
    undo(JournalEntry.objects.latest("pk"), "李工")
    undo(first, "李工")
    with pytest.raises(LedgerError, match="撤销过"):
        undo(first, "李工")


def test_renaming_to_a_name_that_is_taken_is_refused() -> None:
    intern(["出口", "进口"])
    with pytest.raises(LedgerError, match="已有"):
        rename(find("出口"), find("进口").name, "李工")


def test_a_slip_is_merged_into_what_only_the_catalogue_knows() -> None:
    intern(["一般公共预收入"])
    merge(find("一般公共预算收入"), [find("一般公共预收入")], "李工")
    assert home("一般公共预收入") == "一般公共预算收入"
    assert find("财政一般预算收入") == find("一般公共预算收入")


def test_an_unknown_name_says_what_to_do() -> None:
    with pytest.raises(LedgerError, match="taizhang indicators"):
        find("没有的指标")


def state() -> tuple[object, ...]:
    names = IndicatorName.objects.order_by("pk").values_list("text", "indicator__name")
    return tuple(names), tuple(Indicator.objects.order_by("pk").values_list("name", "base_unit")), Fact.objects.count()
