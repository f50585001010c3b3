"""The values that most facts have: what is counted is what asking for it finds."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from taizhang.ledger.catalogue.merging import find as indicator
from taizhang.ledger.catalogue.merging import merge
from taizhang.ledger.models import Fact, Organisation
from taizhang.ledger.queries import FactQuery, page
from taizhang.ledger.queries.frequent import ATTRIBUTES, Attribute, frequent, lies
from taizhang.ledger.queries.in_time import TooBroad, in_time
from taizhang.ledger.statistics import look_at_indexes

pytestmark = pytest.mark.django_db
Keep = Callable[..., object]

ROADS = """甲溪县交通运输局2024年上半年工作总结
上半年，完成公路投资2.4亿元，同比增长6.1%。新改建农村公路38公里，检查客运企业21家。5月，检查客运企业9家。4月，抽查客运企业5家；6月，抽查客运企业7家。共有公交车160辆。
下半年计划完成公路投资3亿元。
"""
FARMS = """甲溪县农业农村局2024年工作总结
2024年，新建粮仓14座，发放种子860吨，其中上半年发放种子310吨。现有合作社75家。
"""
OTHER = """乙溪县农业农村局2023年工作总结
2023年，新建粮仓8座，发放种子640吨。
"""


@pytest.fixture
def county(keep: Keep) -> None:
    for name, text in (("交通.txt", ROADS), ("农业.txt", FARMS), ("乙溪.txt", OTHER)):
        keep(text, name)


def asked_for(query: FactQuery, attribute: Attribute, text: str) -> FactQuery:
    return replace(query, **{attribute: text if attribute == "period" else (text,)})


@pytest.mark.usefixtures("county")
@pytest.mark.parametrize("attribute", ATTRIBUTES)
@pytest.mark.parametrize(
    "asked",
    [
        {}, {"roles": ("level",)}, {"statuses": ("planned",)}, {"period": "2024年"}, {"text": "公路"},
        {"period": "2024年", "match": "overlap"}, {"period": "2024年上半年", "match": "equal"},
        {"organisations": ("甲溪县农业农村局",)}, {"indicators": ("发放种子",)}, {"documents": ("交通.txt",)},
        {"reports_period": True}, {"reports_period": True, "period": "2024年"}, {"places": ("乙溪县",)},
        {"organisations": ("甲溪县农业农村局", "乙溪县农业农村局"), "indicators": ("新建粮仓", "发放种子")},
        {"by_hand": True}, {"text": "没有这样的字"}, {"period": "2011年"},
    ],
)  # fmt: skip
def test_a_choice_counts_what_asking_for_it_finds(asked: dict[str, Any], attribute: Attribute) -> None:
    query = FactQuery(**asked)
    found = frequent(query, attribute)
    for choice in (*found.chosen, *found.others):
        facts = page(asked_for(query, attribute, choice.text), 1000).facts
        assert len(facts) == choice.facts, choice
    assert len({choice.text for choice in (*found.chosen, *found.others)}) == len(found.chosen) + len(found.others)
    own = asked.get(attribute, ())
    assert [choice.text for choice in found.chosen] == ([own] if isinstance(own, str) else list(own))


@pytest.mark.usefixtures("county")
def test_what_most_facts_have_comes_first_and_the_rest_is_told() -> None:
    indicators = frequent(FactQuery(), "indicators", most=2)
    assert [(choice.name, choice.facts) for choice in indicators.others] == [("公路投资", 3), ("发放种子", 3)]
    of_any = Fact.objects.filter(live=True, name__isnull=False)
    assert indicators.more == of_any.values("name__indicator").distinct().count() - 2
    organisations = frequent(FactQuery(), "organisations", most=1)
    assert [choice.name for choice in organisations.others] == ["甲溪县交通运输局"]
    assert (organisations.more, organisations.without) == (2, 0)
    Fact.objects.filter(quote="160辆").update(organisation=None, name=None)
    assert frequent(FactQuery(), "organisations").without == frequent(FactQuery(), "indicators").without == 1
    undated = Fact.objects.filter(live=True, begins=None, ends=None).count()
    periods = frequent(FactQuery(), "period")
    assert periods.without == undated
    assert [choice.name for choice in periods.others] == [
        "2024年",
        "2024年下半年",
        "2024年上半年",
        "2024年6月",
        "2024年5月",
        "2024年4月",
        "2023年",
    ]


@pytest.mark.usefixtures("county")
def test_names_of_one_indicator_are_counted_together() -> None:
    merge(indicator("检查客运企业"), [indicator("抽查客运企业")], "测试")
    (first, *_) = frequent(FactQuery(), "indicators").others
    assert (first.name, first.facts) == ("检查客运企业", 4)
    (own,) = frequent(FactQuery(indicators=("抽查客运企业",)), "indicators").chosen
    assert own.facts == 4


@pytest.mark.usefixtures("county")
def test_an_organisation_counts_with_those_below_it_within_what_may_be_seen() -> None:
    top = Organisation.objects.create(name="云桥市人民政府", place="云桥市")
    head = Organisation.objects.create(name="甲溪县人民政府", place="甲溪县", parent=top)
    Organisation.objects.filter(pk=top.pk).update(path=f"{top.pk:010}/")
    Organisation.objects.filter(pk=head.pk).update(path=f"{top.pk:010}/{head.pk:010}/")
    for body in Organisation.objects.filter(place="甲溪县").exclude(pk=head.pk):
        Organisation.objects.filter(pk=body.pk).update(path=f"{top.pk:010}/{head.pk:010}/{body.pk:010}/", parent=head)
    found = {choice.name: choice.facts for choice in frequent(FactQuery(), "organisations").others}
    of_bureaus = found["甲溪县交通运输局"] + found["甲溪县农业农村局"]
    assert found["甲溪县人民政府"] == found["云桥市人民政府"] == of_bureaus
    seen = frequent(FactQuery(scope=(head.pk,)), "organisations")
    assert {choice.name for choice in seen.others} == {"甲溪县人民政府", "甲溪县交通运输局", "甲溪县农业农村局"}


def test_organisations_of_one_name_are_asked_for_apart(keep: Keep) -> None:
    for place in ("甲溪县", "乙溪县"):
        keep(f"{place}档案馆2024年工作总结\n2024年，接收档案12万卷。\n", f"{place}.txt")
    Organisation.objects.update(name="档案馆")
    found = frequent(FactQuery(), "organisations").others
    assert {(choice.text, choice.name, choice.facts) for choice in found} == {
        ("甲溪县档案馆", "甲溪县档案馆", 1), ("乙溪县档案馆", "乙溪县档案馆", 1),
    }  # fmt: skip
    Organisation.objects.create(name="甲溪县档案馆", place="丙溪县")
    found = frequent(FactQuery(), "organisations").others
    meant = Organisation.objects.get(place="甲溪县")
    assert (f"#{meant.pk}", "甲溪县档案馆", 1) in found
    assert frequent(FactQuery(organisations=(f"#{meant.pk}",)), "organisations").chosen[0].name == "甲溪县档案馆"


DAYS = st.one_of(st.none(), st.dates(date(2023, 1, 1), date(2024, 12, 31)))


@pytest.mark.usefixtures("county")
@given(begins=DAYS, ends=DAYS, first=DAYS, last=DAYS, match=st.sampled_from(["within", "overlap"]))
def test_days_lie_as_the_database_says(
    begins: date | None, ends: date | None, first: date | None, last: date | None, match: Any
) -> None:
    if (first is None and last is None) or (first and last and first > last):
        return
    fact = Fact.objects.order_by("pk")[0]
    Fact.objects.filter(pk=fact.pk).update(begins=begins, ends=ends, live=True)
    query = FactQuery(facts=(fact.pk,), begins=first, ends=last, match=match)
    found = bool(page(query).facts)
    assert lies(match, (first, last), (begins, ends)) == found


def test_a_question_is_stopped_while_the_database_works() -> None:
    from django.db import connection

    endless = "WITH RECURSIVE many(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM many) SELECT count(*) FROM many"
    with pytest.raises(TooBroad), in_time(0.05), connection.cursor() as cursor:
        cursor.execute(endless)
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        assert cursor.fetchone() == (1,)


def test_the_indexes_are_looked_at_so_that_the_right_one_is_taken(county: None) -> None:
    from django.db import connection

    look_at_indexes()
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("SELECT idx FROM sqlite_stat1 WHERE tbl = 'ledger_fact'")
            assert {"fact_counts", "fact_indicator", "fact_organisation"} <= {name for (name,) in cursor.fetchall()}
    assert frequent(FactQuery(places=("甲溪县",)), "organisations").others
