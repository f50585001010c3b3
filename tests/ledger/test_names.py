"""Names that a question is about: whole ones, parts of one, and what is said when they may be several."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from taizhang.errors import UsageError
from taizhang.ledger.corrections.making import reject
from taizhang.ledger.models import Document, Fact, Organisation
from taizhang.ledger.places.tree import find
from taizhang.ledger.queries import FactQuery, page
from taizhang.ledger.queries.resolving import taken
from taizhang.ledger.queries.wording import whole_name

pytestmark = pytest.mark.django_db
Keep = Callable[..., object]
Run = Callable[..., Result]


@pytest.fixture
def two_counties(keep: Keep) -> None:
    keep("松溪县水利局2024年工作总结\n\n2024年，水利投资3.6亿元，规模以上供水企业5家。", "松溪水利.txt")
    keep("柏溪县水利局2024年工作总结\n\n2024年，水利投资4.7亿元，灌溉投资2.1亿元。", "柏溪水利.txt")
    keep("柏溪县教育局2024年工作总结\n\n2024年，新增学位860个。", "柏溪教育.txt")


def quotes(**asked: object) -> list[str]:
    return [fact.quote for fact in page(FactQuery(**asked)).facts]  # type: ignore[arg-type]


@pytest.mark.usefixtures("two_counties")
@pytest.mark.parametrize(
    ("asked", "found", "said"),
    [
        ({"organisations": ("教育局",)}, ["860个"], ["单位“教育局”按“柏溪县教育局”查"]),
        ({"organisations": ("柏溪县教育局",)}, ["860个"], []),
        ({"indicators": ("灌溉",)}, ["2.1亿元"], ["指标“灌溉”按“灌溉投资”查"]),
        ({"indicators": ("规上供水",)}, ["5家"], ["指标“规上供水”按“规模以上供水企业”查"]),
        ({"places": ("柏溪",)}, ["4.7亿元", "2.1亿元", "860个"], ["地区“柏溪”按“柏溪县”查"]),
        ({"places": ("柏溪县",), "indicators": ("水利投资",)}, ["4.7亿元"], []),
    ],
)
def test_a_part_of_one_name_is_taken_for_it_and_said(
    asked: dict[str, tuple[str, ...]], found: list[str], said: list[str]
) -> None:
    assert quotes(**asked) == found
    assert taken(FactQuery(**asked)) == said  # type: ignore[arg-type]


@pytest.mark.usefixtures("two_counties")
@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"organisations": ("水利局",)}, "“水利局”可以是 2 个单位：松溪县水利局、柏溪县水利局；请写全名称，或写 #编号"),
        ({"organisations": ("局",)}, "3 个单位"),
        ({"indicators": ("投资",)}, "“投资”可以是 2 个指标：水利投资、灌溉投资；请写全名称"),
        ({"places": ("溪县",)}, "“溪县”可以是 2 个地区：柏溪县、松溪县；请写全地名"),
        ({"places": ("柏溪县", "榆溪县")}, "台账里没有地区“榆溪县”"),
        ({"organisations": (" ",)}, "单位的名称为空"),
        ({"indicators": ("",)}, "指标的名称为空"),
        ({"places": ("",)}, "地区的名称为空"),
        ({"documents": ("",)}, "文件的名称为空"),
    ],
)  # fmt: skip
def test_what_may_be_several_is_listed_not_chosen(asked: dict[str, tuple[str, ...]], said: str) -> None:
    with pytest.raises(UsageError) as raised:
        quotes(**asked)
    assert said in re.sub(r" #\d+", "", str(raised.value))
    assert "\n" not in str(raised.value)


MONEY = ["一般公共预算收入", "年初预算", *(f"{word}预算支出" for word in "甲乙丙丁戊己庚辛壬癸")]


def test_a_part_of_many_names_lists_the_most_used_first(keep: Keep) -> None:
    for year in (2022, 2023, 2024):
        keep(f"松溪县财政局{year}年工作总结\n\n{year}年，一般公共预算收入{year - 2000}亿元。", f"{year}.txt")
    keep("松溪县审计局2024年工作总结\n\n" + "。".join(f"2024年，{name}3亿元" for name in MONEY), "审计.txt")
    with pytest.raises(UsageError) as raised:
        quotes(indicators=("预算",))
    said = str(raised.value)
    assert said.startswith("“预算”可以是 12 个指标：一般公共预算收入、年初预算、") and "，另有 2 个；请写全名称" in said


def test_an_indicator_without_facts_is_not_meant_where_another_has_some(keep: Keep) -> None:
    keep("松溪县水利局2024年工作总结\n\n2024年，水利投资3.6亿元，灌溉投资2.1亿元。", "水利.txt")
    reject(Fact.objects.get(quote="2.1亿元").pk, "测试")
    assert taken(FactQuery(indicators=("投资",))) == ["指标“投资”按“水利投资”查"]
    reject(Fact.objects.get(quote="3.6亿元").pk, "测试")
    with pytest.raises(UsageError, match="“投资”可以是 2 个指标"):
        taken(FactQuery(indicators=("投资",)))


def test_an_end_of_a_name_is_no_more_than_a_part_of_it(keep: Keep) -> None:
    for body in ("松溪县财政局", "柏溪县财政局国库中心", "柏溪县财政局国库中心"):
        n = Document.objects.count()
        keep(f"{body}{2022 + n}年工作总结\n\n{2022 + n}年，办结事项{n + 3}件。", f"{n}.txt")
    with pytest.raises(UsageError, match=r"2 个单位：柏溪县财政局国库中心 #\d+、松溪县财政局 #\d+；"):
        quotes(organisations=("财政局",))
    keep("溪口县教育局2024年工作总结\n\n2024年，新增学位860个。", "教育.txt")
    with pytest.raises(UsageError, match="“溪”可以是 3 个地区：柏溪县、松溪县、溪口县；"):
        quotes(places=("溪",))


def test_an_organisation_is_called_with_its_place(keep: Keep) -> None:
    made = Organisation.objects.create(name="县水利局", place="松溪县", path="0000000001/")
    keep("县水利局2024年工作总结\n\n松溪县2024年工作。松溪县水利投资3.6亿元。", "水利.txt")
    assert find("松溪县水利局") == find("松溪县县水利局") == made
    with pytest.raises(UsageError, match="没有单位“松河县水利局”"):
        taken(FactQuery(organisations=("松河县水利局",)))
    assert taken(FactQuery(organisations=("松溪县水利局",))) == []


@pytest.mark.parametrize(
    ("org", "place", "whole"),
    [
        ("县水利局", "松溪县", "松溪县水利局"),
        ("市场监督管理局", "柏溪市", "柏溪市市场监督管理局"),
        ("松溪县水利局", "松溪县", "松溪县水利局"),
        ("水利局", None, "水利局"),
    ],
)
def test_a_level_is_not_said_twice_and_a_word_is_no_level(org: str, place: str | None, whole: str) -> None:
    assert whole_name(org, place) == whole


def test_organisations_of_one_name_count_together_and_that_is_said(keep: Keep) -> None:
    for n, place in enumerate(("松溪县", "柏溪县"), 1):
        Organisation.objects.create(pk=n, name="县水利局", place=place, path=f"{n:010}/")
    (line,) = taken(FactQuery(organisations=("县水利局",)))
    assert line == "叫“县水利局”的单位有 2 个，都算在内（#1、#2）；只要一个请写 #编号"


def test_the_command_says_which_one_it_took(typed: Run, keep: Keep, tmp_path: Path) -> None:
    keep("松溪县水利局2024年工作总结\n\n2024年，水利投资3.6亿元。", "松溪水利.txt")
    assert "单位“水利局”按“松溪县水利局”查" in typed("facts", "--org", "水利局").output
    written = typed("facts", "--org", "水利局", "--out", tmp_path / "数据.csv")
    assert (written.exit_code, "按“松溪县水利局”查" in written.output) == (0, True)


@pytest.mark.parametrize(
    ("kind", "count"), [("总结", 2), ("计划", 2), ("总结和计划", 1), ("其他", 0), ("summary", 2)]
)  # fmt: skip
def test_a_summary_with_a_plan_is_both(typed: Run, keep: Keep, kind: str, count: int) -> None:
    keep("松溪县水利局2023年工作总结\n一、工作情况\n2023年，修复堤防12公里。", "一.txt")
    keep("松溪县水利局2024年工作计划\n一、工作安排\n2024年计划新建水闸5座。", "二.txt")
    keep(
        "柏溪县水利局2023年工作总结和2024年工作计划\n一、工作情况\n2023年，修复堤防7公里。\n二、2024年工作计划\n新建水闸.",
        "三.txt",
    )
    done = typed("facts", "--kind", kind)
    assert f"共 {count} 条" in done.output
