"""Questions to the ledger: what is found, in which order, page by page; totals, newest figures, a pivot."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from taizhang.errors import UsageError
from taizhang.ledger.catalogue.merging import find as indicator
from taizhang.ledger.catalogue.merging import merge
from taizhang.ledger.corrections import making
from taizhang.ledger.models import Document, Fact, IndicatorName, Organisation, Region, Report, row_id
from taizhang.ledger.queries import FactQuery, FactRow, conditions, latest, page, pivot, totals
from taizhang.ledger.queries.conditions import undated
from taizhang.ledger.queries.days import named_days, sdmx_period
from taizhang.ledger.queries.query import near_names
from taizhang.ledger.queries.sources import sentence, sources

pytestmark = pytest.mark.django_db
Keep = Callable[..., object]

WATER = """松溪县水利局2023年工作总结
一、工作情况
2023年，完成水利投资3.6亿元，同比增长7.5%。排查隐患96个，完成整改85个，整改率88.5%。
二、2024年工作打算
2024年计划完成水利投资4亿元，新建水闸5座。
"""
WATER_NEXT = """松溪县水利局2024年工作总结
一、工作情况
2024年，完成水利投资4.2亿元，同比增长16.7%。上半年，完成水利投资1.9亿元。新建水闸约3座，累计修复堤防12公里。
"""
SCHOOLS = """柏溪县教育局2024年上半年工作总结
一、工作情况
上半年，完成教育投资2300万元，新增学位800个。培训教师120至150人次。截至6月底，有学校36所。共发放补助XX万元。
"""
TREASURY = """柏溪县财政局2024年工作总结
一、工作情况
2024年，一般公共预算收入12.5亿元，同比下降3.1%。规上企业36家。
"""


@pytest.fixture
def county(keep: Keep) -> None:
    for name, text in (
        ("水利23.txt", WATER),
        ("水利24.txt", WATER_NEXT),
        ("教育.txt", SCHOOLS),
        ("财政.txt", TREASURY),
    ):
        keep(text, name)


def quotes(*, limit: int = 100, **asked: object) -> list[str]:
    return [fact.quote for fact in page(FactQuery(**asked), limit).facts]  # type: ignore[arg-type]


@pytest.mark.usefixtures("county")
@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({"indicators": ("水利投资",)}, ["3.6亿元", "7.5%", "4亿元", "4.2亿元", "16.7%", "1.9亿元"]),
        ({"indicators": ("水利 投资",), "roles": ("growth",)}, ["7.5%", "16.7%"]),
        ({"indicators": ("水利投资",), "period": "2024年", "roles": ("level",)}, ["4亿元", "4.2亿元", "1.9亿元"]),
        ({"indicators": ("水利投资",), "period": "2024年", "match": "equal", "roles": ("level",)},
         ["4亿元", "4.2亿元"]),
        ({"indicators": ("水利投资",), "period": "2024年上半年", "match": "equal"}, ["1.9亿元"]),
        ({"indicators": ("水利投资",), "period": "2024年3月", "match": "overlap", "roles": ("level",)},
         ["4亿元", "4.2亿元", "1.9亿元"]),
        ({"indicators": ("水利投资",), "begins": date(2024, 1, 1), "statuses": ("planned",)}, ["4亿元"]),
        ({"indicators": ("水利投资",), "ends": date(2023, 12, 31), "roles": ("level",)}, ["3.6亿元"]),
        ({"organisations": ("柏溪县财政局",), "roles": ("level",)}, ["12.5亿元", "36家"]),
        ({"places": ("柏溪县",), "roles": ("growth",)}, ["3.1%"]),
        ({"documents": ("水利24.txt",), "text": "水闸"}, ["3座"]),
        ({"documents": ("教育.txt",), "text": "学"}, ["800个", "36所"]),
        ({"kinds": ("summary+plan",), "statuses": ("planned",)}, ["4亿元", "5座"]),
        ({"text": "XX"}, ["XX万元"]),
        ({"sentence": "累计修复"}, ["3座", "12公里"]),
        ({"sentence": "新增学位", "roles": ("level",)}, ["2300万元", "800个"]),
        ({"sentence": "水利投资", "documents": ("水利24.txt",)}, ["4.2亿元", "16.7%", "1.9亿元"]),
        ({"sentence": "没有这样的字"}, []),
        ({"text": "没有这样的字"}, []),
        ({"period": "2011年"}, []),
        ({"by_hand": True}, []),
    ],
)  # fmt: skip
def test_each_attribute_chooses(asked: dict[str, object], expected: list[str]) -> None:
    assert quotes(**asked) == expected


@pytest.mark.usefixtures("county")
def test_a_fact_says_all_that_was_read() -> None:
    (fact,) = page(FactQuery(text="7.5%")).facts
    assert isinstance(fact, FactRow)
    assert (fact.org, fact.place, fact.indicator, fact.canonical) == ("松溪县水利局", "松溪县", "水利投资", "水利投资")
    assert (fact.value, fact.unit, fact.role, fact.status, fact.basis) == (7.5, "%", "growth", "actual", "同比")
    assert (fact.begins, fact.ends, fact.file) == (date(2023, 1, 1), date(2023, 12, 31), "水利23.txt")
    source = sources([fact])[fact.id]
    assert source.place == "第3行"
    assert source.sentence == "2023年，完成水利投资3.6亿元，同比增长7.5%。"
    assert source.sentence[source.start : source.end] == "7.5%"


@pytest.mark.usefixtures("county")
def test_merged_indicators_are_found_by_any_of_their_names() -> None:
    merge(indicator("水利投资"), [indicator("教育投资")], "测试")
    assert quotes(indicators=("教育投资",)) == quotes(indicators=("水利投资",))
    assert "2300万元" in quotes(indicators=("水利投资",))


@pytest.mark.usefixtures("county")
@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"indicators": ("水力投资",)}, "台账里没有指标“水力投资”；相近的有：水利投资"),
        ({"organisations": ("松溪县水力局",)}, "台账里没有单位“松溪县水力局”；相近的有：松溪县水利局"),
        ({"places": ("柏西县",)}, "相近的有：柏溪县"),
        ({"documents": ("水利25.txt",)}, "相近的有：水利24.txt、水利23.txt"),
    ],
)
def test_what_is_not_there_is_answered_with_what_is_near(asked: dict[str, object], said: str) -> None:
    with pytest.raises(UsageError) as raised:
        quotes(**asked)
    assert said in str(raised.value)
    assert "\n" not in str(raised.value)


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"roles": ("levle",)}, "是不是 level？可以是：level（数量）、growth（增速）"),
        ({"statuses": ("done",)}, "可以是：actual（实际）、planned（计划）、forecast（预计）"),
        ({"kinds": ("总结",)}, "summary（总结）"),
        ({"period": "不久"}, "看不懂期间“不久”"),
        ({"period": "2024年", "begins": date(2024, 1, 1)}, "只能给一种"),
        ({"begins": date(2024, 2, 1), "ends": date(2024, 1, 1)}, "请对调"),
        ({"match": "equal"}, "要给期间"),
        ({"order": "size"}, "text（原文）"),
    ],
)
def test_wrong_words_are_answered_with_what_is_allowed(asked: dict[str, object], said: str) -> None:
    with pytest.raises(UsageError) as raised:
        FactQuery(**asked)  # type: ignore[arg-type]
    assert said in str(raised.value)


@pytest.mark.usefixtures("county")
@pytest.mark.parametrize("order", ["text", "period", "value"])
def test_pages_follow_each_other_without_gap_or_repeat(order: str) -> None:
    query = FactQuery(order=order)  # type: ignore[arg-type]
    whole = page(query, 1000)
    assert whole.next is None
    found, after = [], None
    while True:
        some = page(query, 3, after)
        found += some.facts
        after = some.next
        if after is None:
            break
        assert len(some.facts) == 3
    assert [fact.id for fact in found] == [fact.id for fact in whole.facts]
    assert len(found) == Fact.objects.filter(live=True).count()


@pytest.mark.usefixtures("county")
def test_the_largest_and_the_newest_come_first() -> None:
    amounts = [
        fact.base_value for fact in page(FactQuery(order="value", roles=("level",), indicators=("水利投资",))).facts
    ]
    assert amounts == [420000000, 400000000, 360000000, 190000000]
    days = [fact.ends for fact in page(FactQuery(order="period")).facts]
    known = [day for day in days if day]
    assert known == sorted(known, reverse=True)
    assert days[len(known) :] == [None] * (len(days) - len(known))


@pytest.mark.usefixtures("county")
@pytest.mark.parametrize("size", [1, 2, 5])
@pytest.mark.parametrize(
    "asked",
    [
        {}, {"roles": ("level", "growth")}, {"statuses": ("actual",)}, {"kinds": ("summary+plan",)}, {"by_hand": False},
        {"versions": "all", "duplicates": True}, {"begins": date(2023, 1, 1), "ends": date(2024, 12, 31)},
        {"period": "2024年", "reports_period": True}, {"text": "投资"},
    ],
)  # fmt: skip
def test_the_newest_come_first_as_in_the_texts_and_those_without_a_day_last(
    asked: dict[str, object], size: int
) -> None:
    every = page(FactQuery(**asked)).facts  # type: ignore[arg-type]
    newest = [fact.id for fact in sorted(every, key=lambda fact: -fact.ends.toordinal() if fact.ends else 1)]
    query, found, after = FactQuery(**asked, order="period"), list[int](), None  # type: ignore[arg-type]
    while True:
        shown = page(query, size, after)
        found += [fact.id for fact in shown.facts]
        after = shown.next
        if after is None:
            break
    assert found == newest
    assert len({fact.ends for fact in every}) > 1


@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="about how SQLite goes about it")
@pytest.mark.usefixtures("county")
@pytest.mark.parametrize(
    ("asked", "ask"),
    [
        ({"order": "period"}, page), ({"order": "period", "roles": ("level",), "by_hand": False}, page),
        ({"order": "period", "begins": date(2023, 1, 1), "ends": date(2024, 12, 31)}, page),
        ({}, totals), ({"statuses": ("actual",)}, totals),
        ({"begins": date(2023, 1, 1), "ends": date(2024, 12, 31)}, totals), ({"text": "投资"}, totals),
        ({"period": "2024年", "reports_period": True, "statuses": ("actual",)}, totals),
        ({"kinds": ("summary",), "text": "投资", "versions": "all", "duplicates": True}, totals),
    ],
)  # fmt: skip
def test_what_may_be_many_is_read_in_the_order_of_an_index_that_holds_all_of_it(
    asked: dict[str, object], ask: Callable[[FactQuery], object]
) -> None:
    with CaptureQueriesContext(connection) as asking:
        ask(FactQuery(**asked))  # type: ignore[arg-type]
    sql = next(one["sql"] for one in asking if "ORDER BY" in one["sql"] or "GROUP BY" in one["sql"])
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {sql}")
        steps = [step for *_, step in cursor.fetchall() if "ledger_fact" in step or "TEMP B-TREE" in step]
    assert len(steps) == 1, steps
    assert "ledger_fact USING COVERING INDEX" in steps[0]


@pytest.mark.usefixtures("county")
def test_an_indicator_of_many_facts_is_looked_for_among_all(monkeypatch: pytest.MonkeyPatch) -> None:
    query = FactQuery(indicators=("水利投资",), text="元")
    few = conditions.chosen(query).broad, totals(query)
    monkeypatch.setattr(conditions, "_FEW", 2)
    assert (few[0], conditions.chosen(query).broad) == (False, True)
    assert totals(query) == few[1]


@pytest.mark.usefixtures("county")
def test_a_mark_of_another_question_is_refused() -> None:
    mark = page(FactQuery(), 1).next
    for wrong in (mark, "?", "[]", '["value"]'):
        with pytest.raises(UsageError, match="续页标记不对"):
            page(FactQuery(order="value"), 1, wrong)
    with pytest.raises(UsageError, match="每页条数"):
        page(FactQuery(), 0)


@pytest.mark.usefixtures("county")
def test_an_organisation_stands_for_those_below_it_and_the_scope_bounds_all() -> None:
    head = Organisation.objects.create(name="柏溪县人民政府", place="柏溪县")
    Organisation.objects.filter(pk=head.pk).update(path=f"{head.pk:010}/")
    for name in ("柏溪县教育局", "柏溪县财政局"):
        below = Organisation.objects.get(name=name)
        Organisation.objects.filter(pk=below.pk).update(parent=head, path=f"{head.pk:010}/{below.pk:010}/")
    under = quotes(organisations=("柏溪县人民政府",))
    assert {"12.5亿元", "2300万元"} <= set(under)
    assert "3.6亿元" not in under
    assert quotes(scope=(head.pk,)) == under == quotes(organisations=(f"#{head.pk}",))
    assert quotes(scope=(head.pk,), organisations=("松溪县水利局",)) == []
    assert quotes(scope=()) == []
    assert totals(FactQuery(scope=(head.pk,))).facts == len(under)
    assert not pivot(FactQuery(scope=(head.pk,), indicators=("水利投资",))).cells
    assert {fact.place for fact in latest(FactQuery(scope=(head.pk,))).facts} == {"柏溪县"}


@pytest.mark.usefixtures("county")
def test_places_are_known_by_their_codes() -> None:
    region = Region.objects.create(code="990201", name="柏溪县")
    Organisation.objects.filter(place="柏溪县").update(region=region)
    assert (
        quotes(places=("990201",))
        == quotes(places=("柏溪县",))
        == quotes(places=("9902",))
        == quotes(places=("990200",))
    )
    with pytest.raises(UsageError, match="没有行政区划代码 9903 的单位"):
        quotes(places=("9903",))


def test_earlier_versions_and_second_copies_count_only_when_asked_for(keep: Keep) -> None:
    keep(WATER, "水利.txt")
    keep(WATER.replace("3.6亿元", "3.9亿元"), "水利.txt")
    asked: dict[str, object] = {"indicators": ("水利投资",), "period": "2023年", "roles": ("level",)}
    assert quotes(**asked) == ["3.9亿元"]
    assert quotes(**asked, versions="all") == ["3.6亿元", "3.9亿元"]
    fact = Fact.objects.get(live=True, quote="88.5%")
    first = Fact.objects.filter(document=fact.document, live=True).order_by("pk").first()
    Fact.objects.filter(pk=fact.pk).update(duplicate_of=first and first.pk, live=False)
    assert "88.5%" not in quotes()
    assert quotes(text="88.5%", duplicates=True) == ["88.5%"]
    assert quotes(text="88.5%", versions="all") == ["88.5%"]
    assert quotes(text="88.5%", versions="all", duplicates=True) == ["88.5%", "88.5%"]


def test_what_a_person_rejected_never_counts(keep: Keep) -> None:
    keep(WATER, "水利.txt")
    making.reject(Fact.objects.get(quote="96个").pk, "测试")
    for asked in ({}, {"duplicates": True}, {"versions": "all"}, {"versions": "all", "duplicates": True}):
        assert "96个" not in quotes(**asked)
        assert "85个" in quotes(**asked)


@pytest.mark.usefixtures("county")
def test_facts_without_a_period_are_told_and_may_take_their_reports() -> None:
    Fact.objects.filter(quote="36家").update(period=None, begins=None, ends=None)
    query = FactQuery(period="2024年", organisations=("柏溪县财政局",))
    assert "36家" not in [fact.quote for fact in page(query).facts]
    assert undated(query) == 1
    assert "36家" in quotes(period="2024年", organisations=("柏溪县财政局",), reports_period=True)
    assert undated(FactQuery(period="2024年", reports_period=True)) == undated(FactQuery()) == 0


@pytest.mark.usefixtures("county")
def test_totals_count_all_and_add_up_only_what_may_be_added() -> None:
    everything = totals(FactQuery())
    assert everything.facts == Fact.objects.filter(live=True).count() == sum(group.facts for group in everything.groups)
    assert not everything.sums
    assert "不是同一个指标" in everything.not_summed[0]
    one = totals(FactQuery(indicators=("水利投资",), match="equal", period="2024年"))
    assert [(s.status, s.base_unit, s.total, s.facts) for s in one.sums] == [
        ("actual", "元", 420000000, 1), ("planned", "元", 400000000, 1),
    ]  # fmt: skip
    assert one.not_summed == ("增速 1 条：比率、位次一类的数不能相加",)
    overlapping = totals(FactQuery(indicators=("水利投资",), statuses=("actual",), roles=("level",)))
    assert overlapping.sums == ()
    assert "互相包含" in overlapping.not_summed[0]
    none = totals(FactQuery(text="没有这样的字"))
    assert (none.facts, none.groups, none.sums, none.not_summed) == (0, (), (), ())


@pytest.mark.usefixtures("county")
@pytest.mark.parametrize(
    "asked",
    [
        {}, {"statuses": ("actual",)}, {"text": "投资"}, {"text": "万元", "statuses": ("actual",), "roles": ("level",)},
        {"text": "隐患", "kinds": ("summary+plan",)}, {"period": "2024年", "reports_period": True},
        {"period": "2023年", "reports_period": True, "text": "个"}, {"kinds": ("summary", "plan")},
        {"begins": date(2020, 1, 1), "reports_period": True}, {"documents": ("水利23.txt", "财政.txt"), "text": "资"},
        {"duplicates": True, "text": "投资"}, {"versions": "all", "duplicates": True},
    ],
)  # fmt: skip
def test_totals_count_what_the_pages_show(
    asked: dict[str, object], keep: Keep, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(conditions, "_RANGES", 1)
    keep(f"{WATER}{TREASURY}{TREASURY}", "合编.txt")
    keep(f"{SCHOOLS}新建校舍2栋。", "教育.txt")
    Fact.objects.filter(quote="36家").update(period=None, begins=None, ends=None)
    Fact.objects.filter(quote="96个").update(period="近期", begins=None, ends=None)
    query = FactQuery(**asked)  # type: ignore[arg-type]
    shown = Counter((fact.role, fact.status, fact.base_unit) for fact in page(query, 1000).facts)
    assert shown
    assert {group[:3]: group.facts for group in totals(query).groups} == shown


def test_sums_leave_out_ranges_and_count_what_is_said_twice_once(keep: Keep) -> None:
    for place in ("甲溪县", "乙溪县"):
        keep(f"{place}民政局2024年工作总结\n2024年，新建幸福食堂12个。2024年，共新建幸福食堂12个。\n", f"{place}.txt")
    keep("丙溪县民政局2024年工作总结\n2024年，新建幸福食堂5-8个。\n", "丙溪县.txt")
    found = totals(FactQuery(indicators=("新建幸福食堂",), roles=("level",)))
    assert [(one.total, one.facts, one.repeats) for one in found.sums] == [(24, 4, 2)]
    assert found.not_summed == ("数量 1 条：是范围或被遮盖，没有一个确定的数",)


def test_what_lies_above_an_organisation_is_not_added_to_it(keep: Keep) -> None:
    keep("甲溪县民政局2024年工作总结\n2024年，新建幸福食堂12个。\n", "a.txt")
    keep("甲溪县人民政府2024年工作总结\n2024年，新建幸福食堂15个。\n", "b.txt")
    head, bureau = (Organisation.objects.get(name=f"甲溪县{name}") for name in ("人民政府", "民政局"))
    assert totals(FactQuery(indicators=("新建幸福食堂",))).sums[0].total == 27
    Organisation.objects.filter(pk=bureau.pk).update(path=f"{head.path}{bureau.pk:010}/", parent=head)
    assert totals(FactQuery(indicators=("新建幸福食堂",))).sums == ()


@pytest.mark.usefixtures("county")
def test_the_newest_figures_of_each_indicator_and_organisation() -> None:
    found = latest(FactQuery(indicators=("水利投资",), statuses=("actual",))).facts
    assert [fact.quote for fact in found] == ["4.2亿元", "16.7%"]
    everything = latest(FactQuery(), 1000)
    assert everything.next is None
    some, after = [], None
    while True:
        part = latest(FactQuery(), 2, after)
        some += part.facts
        after = part.next
        if after is None:
            break
    assert [fact.id for fact in some] == [fact.id for fact in everything.facts]
    assert "3.6亿元" not in {fact.quote for fact in some}
    with pytest.raises(UsageError, match="续页标记不对"):
        latest(FactQuery(), 2, "[1]")


@pytest.mark.usefixtures("county")
def test_a_pivot_keeps_every_figure_and_marks_those_that_disagree() -> None:
    table = pivot(FactQuery(indicators=("水利投资",), roles=("level",), statuses=("actual",)))
    assert table.headings == ("2024年", "2024年上半年", "2023年")
    assert [table.names[line.organisation] for line in table.lines] == ["松溪县水利局"]
    said = {named_days(*days): [figure.quote for figure in cell.figures] for (_, days), cell in table.cells.items()}
    assert said == {"2024年": ["4.2亿元"], "2024年上半年": ["1.9亿元"], "2023年": ["3.6亿元"]}
    assert table.disagreeing == 0
    for cell in table.cells.values():
        assert Fact.objects.get(pk=cell.figures[0].fact).quote == cell.figures[0].quote


def test_figures_in_one_cell_agree_within_their_rounding(keep: Keep) -> None:
    keep("甲溪县交通局2024年工作总结\n2024年，完成交通投资3.6亿元。2024年，完成交通投资35980万元。\n", "a.txt")
    asked = FactQuery(indicators=("交通投资",))
    (cell,) = pivot(asked).cells.values()
    assert [figure.quote for figure in cell.figures] == ["3.6亿元", "35980万元"]
    assert cell.agrees
    keep("甲溪县交通局2024年工作总结\n2024年，完成交通投资3.1亿元。\n", "b.txt")
    (cell,) = pivot(asked).cells.values()
    assert len(cell.figures) == 3
    assert not cell.agrees


@pytest.mark.usefixtures("county")
def test_a_pivot_is_about_one_indicator() -> None:
    for names in ((), ("水利投资", "教育投资")):
        with pytest.raises(UsageError, match="只能是一个指标"):
            pivot(FactQuery(indicators=names))


def test_the_same_organisation_name_elsewhere_is_another(keep: Keep) -> None:
    keep("甲溪县财政局2024年工作总结\n2024年，拨付资金12万元。\n", "a.txt")
    keep("乙溪县财政局2024年工作总结\n2024年，拨付资金13万元。\n", "b.txt")
    assert quotes(organisations=("甲溪县财政局",)) == ["12万元"]


def test_reports_without_an_organisation_are_found_by_their_place() -> None:
    document = Document.objects.create(
        doc="0" * 64, format="plain", text="共5个。", chars=4, reader="x", read_at="2024-01-01T00:00:00Z", seconds=0,
        reports=1, facts=1,
    )  # fmt: skip
    own = row_id(document.pk, 0)
    Report.objects.create(
        id=own, document=document, start=0, end=4, place="甲溪县", kind="summary", complete=True, heading=""
    )
    Fact.objects.create(
        id=own, document=document, report_id=own, start=1, end=3, quote="5个", value=5, decimals=0, unit="个",
        modifier="exact", masked=False, base_value=5, base_unit="个", role="level", sign=1, status="actual",
    )  # fmt: skip
    (fact,) = page(FactQuery(places=("甲溪县",))).facts
    assert (fact.quote, fact.org, fact.place, fact.indicator, fact.pieces) == ("5个", None, "甲溪县", None, [[1, 3]])
    assert IndicatorName.objects.count() == 0


@pytest.mark.parametrize(
    ("begins", "ends", "name", "code"),
    [
        ((2024, 1, 1), (2024, 12, 31), "2024年", "2024"),
        ((2024, 7, 1), (2024, 12, 31), "2024年下半年", "2024-S2"),
        ((2024, 4, 1), (2024, 6, 30), "2024年第二季度", "2024-Q2"),
        ((2024, 2, 1), (2024, 2, 29), "2024年2月", "2024-02"),
        ((2024, 1, 1), (2024, 5, 31), "2024年1-5月", "2024-01-01/P5M"),
        ((2021, 1, 1), (2025, 12, 31), "2021-2025年", "2021-01-01/P60M"),
        ((2023, 11, 1), (2024, 2, 29), "2023年11月至2024年2月", "2023-11-01/P4M"),
        ((2024, 5, 4), (2024, 5, 4), "2024年5月4日", "2024-05-04"),
        ((2024, 5, 4), (2024, 5, 10), "2024年5月4日至2024年5月10日", "2024-05-04/P7D"),
        (None, (2024, 6, 30), "截至2024年6月底", "2024-06-30"),
        (None, (2024, 12, 31), "截至2024年底", "2024-12-31"),
        (None, (2024, 6, 3), "截至2024年6月3日", "2024-06-03"),
        ((2024, 1, 1), None, "2024年以来", None),
        ((2024, 3, 1), None, "2024年3月1日以来", None),
        (None, None, "未写明期间", None),
    ],
)
def test_days_have_one_name(
    begins: tuple[int, int, int] | None, ends: tuple[int, int, int] | None, name: str, code: str | None
) -> None:
    first, last = date(*begins) if begins else None, date(*ends) if ends else None
    assert named_days(first, last) == name
    assert sdmx_period(first, last) == code


def test_near_names_hold_the_word_or_share_its_letters() -> None:
    known = ["一般公共预算收入", "一般公共预算支出", "城镇新增就业", "水利投资"]
    assert near_names("预算收入", known)[0] == "一般公共预算收入"
    assert near_names("水力投资", known) == ["水利投资"]
    assert near_names("完全不同", known) == []


def test_words_of_very_many_documents_must_be_narrowed(keep: Keep, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("taizhang.ledger.queries.sentences.MOST_DOCUMENTS", 1)
    keep(WATER, "a.txt")
    keep(WATER_NEXT, "b.txt")
    with pytest.raises(UsageError, match="太常见；请换更具体的字"):
        quotes(sentence="水利投资")
    assert quotes(sentence="水利投资", documents=("a.txt",)) == ["3.6亿元", "7.5%", "4亿元", "5座"]


def test_a_sentence_ends_where_it_does() -> None:
    text = "甲。  乙完成5个；丙6个\n丁"
    assert sentence(text, 7, 9) == ("乙完成5个；", 3, 5)
    assert sentence(text, 11, 13) == ("丙6个", 1, 3)
    long = "长" * 1000 + "5个" + "长" * 1000
    shown, start, end = sentence(long, 1000, 1002)
    assert shown[start:end] == "5个"
    assert len(shown) == 802
