"""The reader: what a document says as it stands, and what a person may change."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from taizhang.ledger.models import AcceptedFinding, Correction, Fact, Finding
from taizhang.web.reader.marking import Mark, blocks

HTMX = {"HTTP_HX_REQUEST": "true"}


def fact(document: int, quote: str) -> Fact:
    return Fact.objects.get(document=document, quote=quote)


def test_the_text_of_a_report_is_shown_and_never_run(client: Client, report: int) -> None:
    page = client.get(f"/documents/{report}/").content.decode()
    assert "&lt;script&gt;alert(&quot;错&quot;)&lt;/script&gt;" in page and "<script>alert" not in page
    assert "<b>粗</b>" not in page


def test_facts_findings_and_headings_are_marked(client: Client, report: int) -> None:
    page = client.get(f"/documents/{report}/").content.decode()
    assert f'id="f{fact(report, "608处").pk}" class="fact role-level verified"' in page
    assert f'id="f{fact(report, "600家").pk}" class="fact role-level planned"' in page
    assert 'class="finding error"' in page and "N001" in page
    assert 'role="heading" aria-level="3"' in page


def test_the_card_says_what_each_attribute_came_from(client: Client, report: int) -> None:
    row = fact(report, "128.6万元")
    card = client.get(f"/facts/{row.pk}/", **HTMX).content.decode()
    for words in ("1,286,000 元", "罚款金额", "128.6万元", "实际", "松河县应急管理局", "第7行"):
        assert words in card
    assert "相符" in client.get(f"/facts/{fact(report, '608处').pk}/", **HTMX).content.decode()


def test_without_htmx_a_fact_leads_to_its_place(client: Client, report: int) -> None:
    row = fact(report, "46场次")
    answer = client.get(f"/facts/{row.pk}/")
    assert answer["Location"] == f"/documents/{report}/?fact={row.pk}#f{row.pk}"
    assert f'data-card="{row.pk}"' in client.get(answer["Location"]).content.decode()


FIELDS = {
    "value": "52", "unit": "起", "indicator": "立案查处", "subject": "", "role": "level", "modifier": "exact",
    "sign": "1", "status": "actual", "period": "上半年", "basis": "", "note": "",
}  # fmt: skip


def test_a_period_that_is_none_is_answered_with_examples(client: Client, report: int) -> None:
    row = fact(report, "52起")
    page = client.post(f"/facts/{row.pk}/correct/", FIELDS | {"period": "2O24年"}, **HTMX).content.decode()
    assert "期间不能是“2O24年”" in page and "2024年上半年" in page
    assert not Correction.objects.exists()


def test_a_fact_is_corrected_and_taken_back(client: Client, report: int) -> None:
    row = fact(report, "52起")
    told = client.post(f"/facts/{row.pk}/correct/", FIELDS | {"value": "25", "note": "原件是25"}, **HTMX)
    assert json.loads(told["HX-Trigger"]) == {"said": "已改正", "redraw": row.start}
    row.refresh_from_db()
    assert (row.value, row.by_hand, Correction.objects.get().note) == (25, True, "原件是25")
    client.post(f"/corrections/{Correction.objects.get().pk}/undo/", **HTMX)
    row.refresh_from_db()
    assert (row.value, row.by_hand) == (52, False)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"value": "五二"}, "请写数字"),
        ({"value": "9～3"}, "范围要先写低的：3~9"),
        ({"value": "1~2~3"}, "只写两端"),
        ({"role": "x"}, "选"),
        ({}, "没有改动"),
    ],
)  # fmt: skip
def test_a_wrong_correction_says_why_and_changes_nothing(
    client: Client, report: int, change: dict[str, str], said: str
) -> None:
    row = fact(report, "52起")
    form = client.get(f"/facts/{row.pk}/correct/", **HTMX).context["form"]
    answer = client.post(f"/facts/{row.pk}/correct/", dict(form.initial) | change, **HTMX)
    assert said in answer.content.decode() and not Correction.objects.exists()


def test_what_is_no_fact_is_rejected_and_taken_back(client: Client, report: int) -> None:
    row = fact(report, "52起")
    client.post(f"/facts/{row.pk}/reject/", **HTMX)
    assert f'id="f{row.pk}"' not in client.get(f"/documents/{report}/").content.decode()
    client.post(f"/corrections/{Correction.objects.get().pk}/undo/", **HTMX)
    assert f'id="f{row.pk}"' in client.get(f"/documents/{report}/").content.decode()


def test_a_missed_fact_is_added(client: Client, report: int) -> None:
    text = Fact.objects.filter(document=report).first().document.text
    start = text.index("粗")
    place = {"start": str(start), "end": str(start + 1)}
    assert "补充" in client.get(f"/documents/{report}/add/", place, **HTMX).content.decode()
    client.post(f"/documents/{report}/add/", FIELDS | place | {"value": "7", "indicator": "粗项"}, **HTMX)
    row = fact(report, "粗")
    assert (row.value, row.by_hand, row.live) == (7, True, True)


def test_a_missed_fact_without_a_name_is_asked_for_it_in_the_words_of_the_form(client: Client, report: int) -> None:
    start = Fact.objects.filter(document=report).first().document.text.index("粗")
    given = FIELDS | {"start": str(start), "end": str(start + 1), "value": "7", "indicator": " "}
    answer = client.post(f"/documents/{report}/add/", given, **HTMX)
    assert answer.context["form"].errors == {"indicator": ["请写指标，如 办结案件"]}
    assert not Correction.objects.exists()


STALE = "按原文核对，改正后的数没有重新核对"


def test_a_check_says_that_it_read_the_text_and_no_correction(client: Client, report: int) -> None:
    def cards() -> list[bool]:
        facts = [fact(report, quote).pk for quote in ("312家", "120家", "608处")]
        return [STALE in client.get(f"/facts/{pk}/", **HTMX).content.decode() for pk in facts]

    card = client.get(f"/facts/{fact(report, '312家').pk}/", **HTMX).content.decode()
    assert "写的是 312，算得 120+85+97 = 302" in card
    assert cards() == [False, False, False]
    client.post(f"/facts/{fact(report, '312家').pk}/correct/", FIELDS | {"value": "302", "unit": "家"}, **HTMX)
    assert cards() == [True, True, False]


@pytest.mark.parametrize(
    "place", [{}, {"start": "a", "end": "b"}, {"start": "9", "end": "3"}, {"start": "0", "end": "99999"}]
)
def test_a_place_that_is_none_is_404(client: Client, report: int, place: dict[str, str]) -> None:
    assert client.get(f"/documents/{report}/add/", place).status_code == 404


def test_a_note_says_the_arithmetic_and_what_to_write_instead(client: Client, report: int) -> None:
    assert Finding.objects.filter(document=report, rule="N001").update(fix="302家") == 1
    for address in (f"/documents/{report}/", "/findings/?rule=N001"):
        page = client.get(address).content.decode()
        assert "写的是 312，算得 120+85+97 = 302" in page and "建议改为 <strong>302家</strong>" in page


def test_a_finding_is_accepted_and_listed_again(client: Client, report: int) -> None:
    row = Finding.objects.get(document=report, rule="N001")
    client.post(f"/findings/{row.pk}/accept/", {"note": "原件如此"}, **HTMX)
    assert (AcceptedFinding.objects.get().rule, AcceptedFinding.objects.get().note) == ("N001", "原件如此")
    page = client.get(f"/documents/{report}/").content.decode()
    assert "已确认无误" in page and f'data-finding="{row.pk}"' not in page
    assert "0 个问题" in page and "0 个问题" in client.get(f"/documents/{report}/open/", **HTMX).content.decode()
    client.post(f"/findings/{row.pk}/reopen/", **HTMX)
    assert "1 个问题" in client.get(f"/documents/{report}/open/", **HTMX).content.decode()
    assert not AcceptedFinding.objects.exists()


@pytest.mark.parametrize(
    "address",
    [
        "documents/9/", "documents/9/block/?at=0", "documents/9/open/", "documents/9/add/", "facts/9/",
        "facts/9/correct/",
    ],
)  # fmt: skip
def test_what_is_not_there_is_404(client: Client, report: int, address: str) -> None:
    answer = client.get(f"/{address}")
    assert answer.status_code == 404 and "没有这一页" in answer.content.decode()


@pytest.mark.parametrize(
    "address", ["facts/1/correct/", "facts/1/reject/", "findings/1/accept/", "corrections/1/undo/"]
)
def test_forms_without_a_token_are_refused(report: int, address: str) -> None:
    answer = Client(enforce_csrf_checks=True).post(f"/{address}", FIELDS)
    assert answer.status_code == 403 and "刷新页面" in answer.content.decode()


def test_a_page_costs_few_queries(client: Client, report: int, django_assert_max_num_queries: Any) -> None:
    with django_assert_max_num_queries(14):
        client.get(f"/documents/{report}/")


def test_a_long_document_comes_in_parts_and_every_offset_has_its_part(client: Client, keep: Any) -> None:
    document = keep("柳溪县2024年上半年工作总结\n" + "上半年，检查企业12家。\n" * 12_000, "长.txt")
    page = client.get(f"/documents/{document}/?part=2").content.decode()
    assert 'aria-current="page">2</span>' in page
    last = Fact.objects.filter(document=document).order_by("-start").first()
    assert f'id="f{last.pk}"' in client.get(f"/documents/{document}/?fact={last.pk}").content.decode()
    assert client.get(f"/documents/{document}/?part=999&fact=x&at=-1").status_code == 200


KINDS = st.sampled_from(["fact", "finding", "noise"])


@given(
    st.text(alphabet="甲<&1\n ", max_size=60),
    st.lists(st.tuples(st.integers(0, 60), st.integers(1, 20), KINDS), max_size=8),
)
def test_blocks_hold_the_characters_of_the_text_and_no_others(text: str, drawn: list[tuple[int, int, Any]]) -> None:
    from lxml import html

    marks = [Mark(start, start + size, kind, n, "role-level") for n, (start, size, kind) in enumerate(drawn)]
    for block in blocks(text, 0, len(text), marks, [], []):
        shown = html.fromstring(f"<p>{block.html}</p>").text_content()
        assert shown == text[block.start : block.end]
