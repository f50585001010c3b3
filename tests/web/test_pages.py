"""Pages by Django's client: lists, filters, exports, search, indicators, promises, what is wrong."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError
from django.http import QueryDict
from django.test import Client
from pages import NEXT, REPORT

from taizhang.ledger.corrections.making import change
from taizhang.ledger.models import Document, Fact, Indicator, IndicatorName, JournalEntry, Organisation, Region, Report
from taizhang.ledger.queries import FactQuery, totals
from taizhang.ledger.queries.in_time import TooBroad
from taizhang.ledger.search.index import index_pending
from taizhang.web import jobs, scope
from taizhang.web.documents import uploads
from taizhang.web.figures import choices
from taizhang.web.figures.asked import Asked
from taizhang.web.models import Upload
from taizhang.web.reader.card import card_of

HTMX = {"HTTP_HX_REQUEST": "true"}
Keep = Callable[[str, str], int]
PAGES = ["/", "/documents/", "/findings/", "/figures/", "/indicators/", "/promises/", "/search/"]


@pytest.mark.django_db
@pytest.mark.parametrize("address", PAGES)
def test_an_empty_ledger_says_what_to_do(client: Client, address: str) -> None:
    answer = client.get(address)
    assert answer.status_code == 200
    page = answer.content.decode()
    assert any(words in page for words in ("报告库", "会列在这里", "找字")) and "taizhang read" not in page


@pytest.mark.parametrize("address", [*PAGES, "/moved/", "/figures/totals/"])
def test_every_page_has_the_headers_of_a_closed_page(client: Client, report: int, address: str) -> None:
    answer = client.get(address)
    policy = answer["Content-Security-Policy"]
    assert answer.status_code == 200
    assert "default-src 'none'" in policy and "script-src 'self';" in policy and "unsafe-eval" not in policy
    assert (answer["X-Content-Type-Options"], answer["X-Frame-Options"]) == ("nosniff", "DENY")
    page = answer.content.decode()
    assert "<script>" not in page and " onclick=" not in page and " style=" not in page


@pytest.mark.django_db
def test_a_host_of_another_name_is_refused(client: Client) -> None:
    assert client.get("/", HTTP_HOST="evil.example").status_code == 400


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(uploads, "_folder", lambda: tmp_path)
    return tmp_path


def given(client: Client, *files: tuple[str, bytes]) -> list[Upload]:
    answer = client.post("/documents/upload/", {"files": [SimpleUploadedFile(*file) for file in files]})
    assert answer.status_code == 302
    jobs.work_through()
    return list(Upload.objects.order_by("pk"))


@pytest.mark.django_db(transaction=True)
def test_uploads_are_read_and_their_bytes_go(client: Client, folder: Path) -> None:
    rows = given(client, ("总结.txt", REPORT.encode()), ("图.png", b"\x89PNG\r\n\x1a\n" + bytes(50)))
    assert [row.state for row in rows] == ["done", "failed"]
    assert "图片" in rows[1].problem and rows[0].document.facts > 10
    assert not any(folder.rglob("*"))
    page = client.get(f"/documents/uploads/{rows[0].batch}/").content.decode()
    assert "读完 1 个" in page and "1 个读不了" in page and "load delay" not in page


@pytest.mark.django_db(transaction=True)
def test_an_archive_gives_a_row_for_each_member(client: Client, folder: Path) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("甲/一.txt", REPORT)
        archive.writestr("二.exe", b"MZ" + bytes(100))
    rows = given(client, ("全部.zip", packed.getvalue()))
    assert [(row.name, row.state) for row in rows] == [
        ("全部.zip", "done"), ("全部.zip!/二.exe", "failed"), ("全部.zip!/甲/一.txt", "done"),
    ]  # fmt: skip


@pytest.mark.django_db(transaction=True)
def test_the_same_name_with_other_bytes_is_a_version(client: Client, folder: Path) -> None:
    given(client, ("a.txt", REPORT.encode()))
    rows = given(client, ("a.txt", REPORT.replace("312家", "302家").encode()))
    old, new = (row.document_id for row in rows)
    assert rows[1].outcome == "version"
    page = client.get(f"/documents/{old}/to/{new}/").content.decode()
    assert "改动 1 条" in page and "312家" in page and "302家" in page
    assert client.get(f"/documents/{new}/to/{new}/").status_code == 200
    assert "旧版本" in client.get(f"/documents/{old}/").content.decode()


WATER = "甲县水务局2025年上半年工作总结\n上半年，新建泵站12座。\n".encode()
SCHOOLS = "乙县教育局2025年上半年工作总结\n上半年，新建学校3所。\n".encode()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("paths", "names"),
    [
        (["甲/工作总结.txt", "乙/工作总结.txt"], ["甲/工作总结.txt", "乙/工作总结.txt"]),
        (["丙.x/总结", "丙.x/总结"], ["丙.x/总结", "丙.x/总结 (2)"]),
        (None, ["工作总结.txt", "工作总结 (2).txt"]),
        (["少一个.txt"], ["工作总结.txt", "工作总结 (2).txt"]),
        (7, ["工作总结.txt", "工作总结 (2).txt"]),
        (["\ud800.txt", 3], ["工作总结.txt", "工作总结 (2).txt"]),
        (["\ud800\0.txt", "好.txt"], ["\ufffd␀.txt", "好.txt"]),
    ],
)  # fmt: skip
def test_files_of_one_name_given_together_are_documents_of_their_own(
    client: Client, folder: Path, paths: Any, names: list[str]
) -> None:
    files = [SimpleUploadedFile("工作总结.txt", each) for each in (WATER, SCHOOLS)]
    client.post("/documents/upload/", {"files": files} | ({"paths": json.dumps(paths)} if paths else {}))
    jobs.work_through()
    rows = Upload.objects.order_by("pk")
    assert [row.name for row in rows] == names
    assert [(row.outcome, row.document.live) for row in rows] == [("new", True), ("new", True)]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("second", "said"),
    [
        (SCHOOLS, "和上一版的单位不同（甲县水务局 → 乙县教育局）；不是同一份的话，请改名再传"),
        (WATER.replace("5年".encode(), "4年".encode()), "和上一版的期间不同（2025年上半年 → 2024年上半年）；"),
        (WATER.replace(b"12", b"13"), ""),
        ("新建泵站7座。\n".encode(), ""),
    ],
)  # fmt: skip
def test_a_version_that_may_be_another_file_is_said(client: Client, folder: Path, second: bytes, said: str) -> None:
    given(client, ("工作总结.txt", WATER))
    row = given(client, ("工作总结.txt", second))[1]
    assert row.outcome == "version" and ("和上一版" in row.problem) == bool(said) and said in row.problem


@pytest.mark.django_db(transaction=True)
def test_corrections_whose_sentence_is_gone_are_said_wherever_the_new_version_is_shown(
    client: Client, folder: Path
) -> None:
    (first,) = given(client, ("工作总结.txt", WATER + "修复水闸5座。\n".encode()))
    for quote in ("12座", "5座"):
        change(Fact.objects.get(document=first.document, quote=quote).pk, {"value": 21}, "甲")
    for word in ("新版", "又一版"):
        latest = given(client, ("工作总结.txt", WATER.replace("12座".encode(), f"若干座，{word}".encode())))[-1]
        said = f'href="/documents/{latest.document_id}/#unplaced">2 条改正在新版本里找不到原句'
        assert said in client.get(f"/documents/uploads/{latest.batch}/").content.decode()
        before = latest.document.versions.get().number - 1
        old = latest.document.versions.get().location.versions.get(number=before).document_id
        assert said in client.get(f"/documents/{old}/to/{latest.document_id}/").content.decode()
        page = client.get(f"/documents/{latest.document_id}/").content.decode()
        at = WATER.decode().index("12座")
        assert f'<a href="/documents/{first.document_id}/?at={at}">12座</a> 改正：数值=21' in page
        assert "2 条改正在新版本里找不到原句" in page
    assert "找不到原句" not in client.get(f"/documents/{first.document_id}/").content.decode()


@pytest.mark.django_db
def test_nothing_chosen_is_said(client: Client) -> None:
    answer = client.post("/documents/upload/")
    assert answer.status_code == 400 and "没有选文件" in answer.content.decode()


def test_a_file_that_is_too_large_is_a_row_that_says_so(
    client: Client, report: int, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(uploads, "MAX_BYTES", 10)
    client.post("/documents/upload/", {"files": [SimpleUploadedFile("大.txt", b"x" * 11)]})
    row = Upload.objects.get()
    assert row.state == "failed" and "上限" in row.problem and not row.path and not any(folder.iterdir())


@pytest.mark.parametrize(
    ("asked", "found"),
    [("q=应急局", 1), ("q=没有的", 0), ("period=2024年上半年", 1), ("period=2020年", 0), ("kind=summary%2Bplan", 1),
     ("open=1", 1), ("org_type=财政", 0), ("after=0", 0), ("after=x", 1)],
)  # fmt: skip
def test_the_list_is_filtered(client: Client, report: int, asked: str, found: int) -> None:
    page = client.get(f"/documents/?{asked}", **HTMX).content.decode()
    assert page.count(f"/documents/{report}/") == found


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("", True), ("indicator=罚款金额", True), ("indicator=罚款", True), ("role=growth", True), ("role=rank", False),
        ("status=planned", True), ("period=2024年上半年", True), ("period=2019年", False), ("text=应急演练", True),
        ("document=应急局总结.txt", True), ("by_hand=1", False), ("org=松河县应急管理局", True), ("order=value", True),
        ("view=latest", True),
    ],
)  # fmt: skip
def test_facts_are_asked_for(client: Client, report: int, asked: str, found: bool) -> None:
    page = client.get(f"/figures/?{asked}").content.decode()
    assert ('<tbody id="rows">' in page) == found, asked


def test_a_period_is_named_with_its_year_and_the_words_that_were_written(client: Client, report: int) -> None:
    for view in ("list", "latest"):
        page = client.get(f"/figures/?view={view}&indicator=检查企业").content.decode()
        assert '<td title="原文：上半年">2024年上半年</td>' in page
        assert '<td title="原文：下半年">2024年下半年</td>' in page


def test_a_part_of_a_name_is_taken_for_the_only_one_and_said(client: Client, report: int) -> None:
    page = client.get("/figures/?org=应急管理局").content.decode()
    assert "单位“应急管理局”按“松河县应急管理局”查" in page
    assert '<tbody id="rows">' in page
    assert "查</p>" not in client.get("/figures/?org=松河县应急管理局").content.decode()


@pytest.mark.parametrize(
    "asked", ["period=下雨", "indicator=不存在的指标", "view=across", "org=没有的局", "document=没有.txt"]
)
def test_what_cannot_be_asked_says_why(client: Client, report: int, asked: str) -> None:
    answer = client.get(f"/figures/?{asked}")
    page = answer.content.decode()
    assert answer.status_code == 200 and 'class="problem" role="alert"' in page and "taizhang read" not in page


def test_facts_come_by_pages(client: Client, keep: Keep) -> None:
    keep("柳溪县2024年上半年工作总结\n" + "".join(f"上半年，检查企业{n}家。\n" for n in range(1, 251)), "长.txt")
    page = client.get("/figures/")
    seen = len(page.context["rows"])
    while page.context["next"]:
        page = client.get("/figures/", {"after": page.context["next"]}, **HTMX)
        seen += len(page.context["rows"])
    assert seen == Fact.objects.count() >= 250


def test_one_indicator_across_holds_every_figure(client: Client, report: int, keep: Keep) -> None:
    keep(NEXT, "全年.txt")
    page = client.get("/figures/?view=across&indicator=检查企业")
    rows = page.context["across"]["rows"]
    facts = [fact for row in rows for cell in row["cells"] if cell for fact in cell["facts"]]
    assert len(facts) == len(set(facts)) == 3


def boxes(client: Client, asked: str) -> dict[str, Any]:
    return {box.field: box for box in client.get(f"/figures/choices/?{asked}", **HTMX).context["boxes"]}


def test_what_most_facts_have_is_offered_and_counts_what_it_shows(client: Client, report: int, keep: Keep) -> None:
    keep(NEXT, "全年.txt")
    for asked in ("", "role=level", "org=松河县应急管理局&period=2024年", "view=latest&indicator=检查企业"):
        for field, box in boxes(client, asked).items():
            for link in box.links:
                if not link.chosen:
                    taken = Asked.of(QueryDict(link.address))
                    (same,) = [one for one in boxes(client, link.address)[field].links if one.id == link.id]
                    assert same.chosen and same.facts == link.facts, link
                    back = Asked.of(QueryDict(same.address))
                    alone = "、" not in getattr(taken, field)
                    assert back == replace(
                        taken, **{field: "" if alone else getattr(Asked.of(QueryDict(asked)), field)}
                    )
                    assert totals(taken.question(None)).facts == link.facts or not alone, link


def test_a_name_that_holds_a_comma_is_asked_for_as_one(client: Client, keep: Keep) -> None:
    keep("松河县农业农村局2024年工作总结\n2024年，检查企业36家，培训农户52户。\n", "农业.txt")
    IndicatorName.objects.filter(text="检查企业").update(text="种子、农药企业")
    Indicator.objects.filter(name="检查企业").update(name="种子、农药企业")
    (link,) = [link for link in boxes(client, "indicator=培训农户")["indicator"].links if "种子" in link.name]
    page = client.get(f"/figures/?{link.address}")
    assert page.context["asked"].indicator == '培训农户、"种子、农药企业"'
    assert {row.fact.quote for row in page.context["rows"]} == {"36家", "52户"}


def test_a_table_of_one_indicator_offers_one_in_place_of_the_other(client: Client, report: int) -> None:
    for asked in ("view=across", "view=across&indicator=检查企业&chart=bar"):
        (link,) = [link for link in boxes(client, asked)["indicator"].links if link.name == "罚款金额"]
        page = client.get(f"/figures/?{link.address}")
        assert page.context["across"]["indicator"] == "罚款金额"
        assert page.context["asked"].chart == ("bar" if "bar" in asked else "line")


def test_no_choice_is_offered_that_the_field_has_no_room_for(client: Client, report: int) -> None:
    written = "、".join(["松河县应急管理局"] * 55)
    Organisation.objects.create(name="松河县水利局", place="松河县")
    Fact.objects.filter(quote="46场次").update(organisation=Organisation.objects.get(name="松河县水利局"))
    links = boxes(client, f"org={written}")["org"].links
    assert [(link.chosen, bool(link.address)) for link in links if "水利" in link.name] == [(False, False)]


def test_a_question_that_is_wrong_has_no_choices_and_one_too_broad_says_so(
    client: Client, report: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert not any(box.links or box.problem for box in boxes(client, "period=下雨").values())
    assert not boxes(client, "org=没有的局")["period"].links

    def endless(query: FactQuery, attribute: str, seconds: float) -> Any:
        raise TooBroad("数据太多，来不及数；请再加条件")

    monkeypatch.setattr(choices, "frequent", endless)
    page = client.get("/figures/choices/?text=企业", **HTMX).content.decode()
    assert page.count("来不及数") == 3 and 'class="choice"' not in page


def test_pages_come_before_choices(client: Client, report: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(choices, "SECONDS", 0.01)
    monkeypatch.setattr(choices, "_LEAST", 0.01)
    with choices.counting:
        assert {box.problem for box in boxes(client, "text=46").values()} == {"正忙，没有数；过一会儿再查"}
    monkeypatch.undo()
    assert all(box.links and not box.problem for box in boxes(client, "text=46").values())


def test_without_scripts_the_choices_are_a_page_of_links(client: Client, report: int) -> None:
    page = client.get("/figures/choices/?role=level").content.decode()
    assert "<h1>常见的取值</h1>" in page and "hx-swap-oob" not in page
    assert "/figures/choices/?role=level" in client.get("/figures/?role=level").content.decode()


def test_choices_are_only_of_what_may_be_seen(client: Client, report: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scope, "within", lambda request: (10**9,))
    assert not any(box.links for box in boxes(client, "").values())


@pytest.mark.parametrize("chart", ["bar", "map"])
def test_links_of_the_page_keep_how_it_is_drawn(client: Client, report: int, chart: str) -> None:
    page = client.get(f"/figures/?view=across&indicator=检查企业&chart={chart}").content.decode()
    assert f'data-chart="{chart}" aria-pressed="true"' in page and f'name="chart" value="{chart}"' in page
    tabs = re.findall(r'<a href="/figures/\?view=\w+&amp;([^"]*)"', page)
    assert len(tabs) == 3 and all(f"chart={chart}" in address for address in tabs)
    assert client.get("/figures/?view=across&indicator=检查企业&chart=pie").context["asked"].chart == "line"


def test_a_map_is_given_the_newest_figure_of_each_organisation(client: Client, keep: Keep) -> None:
    for name, said in (
        ("水利局", "12座。2023年，新建水闸9座"),
        ("交通局", "7座。2024年，共新建水闸5座"),
        ("住建局", "3至5座"),
    ):
        keep(f"松河县{name}2024年工作总结\n2024年，新建水闸{said}。\n", f"{name}.txt")
    region = Region.objects.create(code="990301", name="松河县")
    Organisation.objects.filter(name="松河县水利局").update(region=region)
    found = client.get("/figures/?view=across&indicator=新建水闸").context["across"]["series"]["regions"]
    told = {one["org"]: (one["code"], one["value"], one["period"], one["agrees"]) for one in found}
    assert told == {
        "松河县水利局": ("990301", 12, "2024年", True), "松河县交通局": ("", None, "2024年", False),
        "松河县住建局": ("", None, "2024年", True),
    }  # fmt: skip
    assert {one["text"] for one in found} == {"12座", "7座 / 5座", "3至5座"}


def test_totals_are_said(client: Client, report: int) -> None:
    page = client.get("/figures/totals/?indicator=罚款金额").content.decode()
    assert "1,286,000" in page and "比率、位次" in page


@pytest.mark.parametrize("form", ["csv", "xlsx", "parquet", "jsonl", "sdmx-csv"])
def test_exports_are_files(client: Client, report: int, form: str) -> None:
    answer = client.get(f"/figures/export/{form}/?indicator=罚款金额")
    data = b"".join(answer.streaming_content)  # type: ignore[attr-defined]
    answer.close()
    assert answer.status_code == 200 and answer["Content-Disposition"].startswith("attachment") and len(data) > 50
    if form == "jsonl":
        assert {json.loads(line)["quote"] for line in data.decode().splitlines()} == {"128.6万元", "12.5%"}


def test_an_export_that_cannot_be_says_why(client: Client, report: int) -> None:
    assert client.get("/figures/export/exe/").status_code == 404
    assert "看不懂" in client.get("/figures/export/csv/?period=下雨").content.decode()


def test_names_are_offered(client: Client, report: int) -> None:
    assert "罚款金额" in client.get("/figures/names/?kind=indicator&q=罚款").json()["names"]
    assert client.get("/figures/names/?kind=org&q=应急").json()["names"] == ["松河县应急管理局"]


def test_search_marks_its_words_and_escapes_the_rest(client: Client, report: int) -> None:
    index_pending()
    page = client.get("/search/?q=罚款金额 alert").content.decode()
    assert "<mark>罚款金额</mark>" in page and "<mark>alert</mark>" in page and "<script>alert" not in page
    assert "没有找到" in client.get("/search/?q=没有的话").content.decode()
    assert "请写要找" in client.get("/search/?q=，").content.decode()


def test_indicators_are_merged_split_renamed_and_taken_back(client: Client, keep: Keep) -> None:
    keep(NEXT, "全年.txt")
    assert "多半是" in client.get("/indicators/").content.decode()
    client.post("/indicators/merge/", {"into": "一般公共预算收入", "other": "一般公共预收入"})
    (row,) = client.get("/indicators/?q=预收入").context["rows"]
    assert (row.name, row.names) == ("一般公共预算收入", ["一般公共预收入"])
    answer = client.post("/indicators/merge/", {"into": "没有的", "other": "发现隐患"}, follow=True)
    assert "没有指标" in answer.content.decode()
    client.post("/indicators/rename/", {"name": "检查企业", "new": "检查企业数"})
    client.post("/indicators/split/", {"name": ["检查企业"], "called": "检查"})
    last = JournalEntry.objects.latest("pk")
    assert last.action == "split"
    client.post(f"/indicators/undo/{last.pk}/")
    assert JournalEntry.objects.latest("pk").undoes_id == last.pk
    page = client.get("/indicators/").content.decode()
    assert "一般公共预收入 并入 一般公共预算收入" in page and f"撤销第 {last.pk} 条" in page and "<button>重做" in page
    undone = JournalEntry.objects.latest("pk")
    assert "已重做" in client.post(f"/indicators/undo/{undone.pk}/", follow=True).content.decode()
    assert f"重做第 {last.pk} 条" in client.get("/indicators/").content.decode()


def test_promises_stand_beside_what_was_said_next(client: Client, report: int, keep: Keep) -> None:
    keep(NEXT, "全年.txt")
    chains = client.get("/promises/").context["chains"]
    assert [chain.name for chain in chains] == ["松河县应急管理局"]
    newest = chains[0].reports[0].pk
    page = client.get(f"/promises/?report={newest}")
    assert {row.before.fact.quote for row in page.context["promises"]} >= {"600家"}
    assert {row.report for row in page.context["promises"]} == {"2024年上半年的报告"}
    assert page.content.decode().count("上一份：") == 1
    assert client.get("/promises/?report=99").status_code == 404


def test_a_document_of_others_does_not_exist(client: Client, report: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scope, "within", lambda request: (10**9,))
    pk = Fact.objects.filter(document=report).first().pk
    for address in (f"/documents/{report}/", f"/facts/{pk}/", f"/documents/{report}/to/{report}/"):
        assert client.get(address).status_code == 404, address
    for address in ("/documents/", "/figures/", "/search/?q=罚款", "/"):
        assert f"/documents/{report}/" not in client.get(address).content.decode(), address


def test_a_lost_ledger_is_a_page_that_says_so(client: Client, report: int, monkeypatch: pytest.MonkeyPatch) -> None:
    def lost(request: Any) -> Any:
        raise OperationalError("server closed the connection unexpectedly")

    monkeypatch.setattr(scope, "documents", lost)
    answer = client.get("/documents/")
    page = answer.content.decode()
    assert answer.status_code == 503 and "暂时不可用" in page and "没有丢失" in page


def test_a_page_of_many_files_costs_few_queries(client: Client, keep: Keep, django_assert_max_num_queries: Any) -> None:
    for n in range(30):
        keep(f"柳溪县2024年上半年工作总结\n上半年，检查企业{n + 1}家。\n", f"{n}.txt")
    assert Document.objects.count() == 30
    for address, most in (("/", 14), ("/documents/", 9), ("/figures/", 10), ("/indicators/", 10), ("/promises/", 5)):
        with django_assert_max_num_queries(most):
            client.get(address)


def test_what_moved_most_is_the_newest_word_of_each_organisation(client: Client, keep: Keep) -> None:
    keep("柳溪县水利局2024年上半年工作总结\n上半年，固定资产投资增长30%。", "水利半年.txt")
    keep("柳溪县水利局2024年工作总结\n全年固定资产投资增长12%。", "水利全年.txt")
    keep("柳溪县财政局2024年上半年工作总结\n上半年，固定资产投资下降20%。", "财政半年.txt")
    keep("柳溪县民政局2022年工作总结\n全年固定资产投资增长90%。", "民政从前.txt")
    moved = client.get("/moved/").context["moved"]
    assert [(each.organisation, each.percent, each.period) for each in moved] == [
        ("柳溪县财政局", -20, "2024年上半年"), ("柳溪县水利局", 12, "2024年"),
    ]  # fmt: skip


def test_a_report_that_nobody_signed_is_named_by_its_kind(client: Client, keep: Keep) -> None:
    keep("上半年，财政部门组织一般公共预算收入3.2亿元，非税收入0.4亿元，财政支出进度52%。\n", "摘录.txt")
    Report.objects.update(org=None, org_type="财政")
    assert "未署名（财政）" in client.get("/documents/").content.decode()
    index_pending()
    assert "未署名（财政）" in client.get("/search/?q=非税").content.decode()


def test_a_chart_knows_how_long_its_periods_are(client: Client, keep: Keep) -> None:
    keep("柳溪县水利局2024年工作总结\n上半年新建水闸12座，1-9月新建水闸20座，全年新建水闸31座。", "水利.txt")
    series = client.get("/figures/?view=across&indicator=新建水闸").context["across"]["series"]
    assert dict(zip(series["periods"], series["months"], strict=True)) == {
        "2024年上半年": 6, "2024年1-9月": 9, "2024年": 12,
    }  # fmt: skip


def test_a_fall_is_below_zero_in_tables_charts_and_maps(client: Client, keep: Keep) -> None:
    keep(
        "柳溪县水利局2024年工作总结\n2024年，灌溉用水量下降16.4%，管网漏损下降3至5%，节水改造支出下降5%以上。",
        "水利.txt",
    )
    found = client.get("/figures/?view=across&indicator=灌溉用水量").context["across"]
    (row,), series = found["rows"], found["series"]
    assert [(cell["text"], cell["number"]) for cell in row["cells"]] == [("下降16.4%", -16.4)]
    assert series["lines"][0]["data"] == [-16.4] and series["regions"][0]["value"] == -16.4
    listed = client.get("/figures/?order=value").context["rows"]
    assert [each.value for each in listed] == ["－5～－3%", "至多－5%", "－16.4%"]
    card = {line.name: line.says for line in card_of(Fact.objects.get(quote="3至5%")).lines}
    assert card["数值"] == "－5 至 －3"


def test_subjects_of_an_organisation_have_lines_of_their_own(client: Client, keep: Keep) -> None:
    table = "表1 各镇情况\n乡镇\t低保户数（户）\n竹溪镇\t120\n枫林镇\t230\n"
    keep(f"柳溪县民政局2024年工作总结\n2024年，全县低保户数350户。\n\n{table}", "民政.txt")
    found = client.get("/figures/?view=across&indicator=低保户数").context["across"]
    assert [(row["name"], row["subject"]) for row in found["rows"]] == [
        ("柳溪县民政局", None), ("柳溪县民政局", "竹溪镇"), ("柳溪县民政局", "枫林镇"),
    ]  # fmt: skip
    series = found["series"]
    assert [line["name"] for line in series["lines"]] == [
        "柳溪县民政局", "柳溪县民政局 · 竹溪镇", "柳溪县民政局 · 枫林镇",
    ]  # fmt: skip
    assert found["subjects"] and found["disagreeing"] == 0
    assert [region["value"] for region in series["regions"]] == [350] and series["apart"] == 2


def test_the_newest_view_says_that_its_counts_are_of_all(client: Client, report: int) -> None:
    assert "下面只列其中最新的" in client.get("/figures/totals/?view=latest").content.decode()
    assert "下面只列其中最新的" not in client.get("/figures/totals/").content.decode()
