"""Each page and each of its actions in Chromium, at the widths that people have; no page breaks its own rules."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from pages import REPORT, kept, overflows, violations
from playwright.sync_api import expect

from taizhang.ledger.corrections.making import change
from taizhang.ledger.models import (
    AcceptedFinding,
    Correction,
    Fact,
    Indicator,
    IndicatorName,
    JournalEntry,
    Location,
    Organisation,
    Report,
)
from taizhang.web import jobs
from taizhang.web.documents import uploads
from taizhang.web.figures import export_jobs, exporting
from taizhang.web.models import Export
from taizhang.web.underway import at_work

pytestmark = [pytest.mark.slow, pytest.mark.browser]
Filled = dict[str, int]


@pytest.mark.parametrize(
    "address",
    ["/", "/documents/", "/findings/", "/documents/{report}/", "/documents/{report}/?fact={fact}", "/figures/",
     "/figures/?view=across&indicator=检查企业", "/figures/?view=latest", "/figures/choices/", "/indicators/",
     "/promises/", "/promises/?report={promise}", "/search/?q=隐患", "/no-such-page/"],
)  # fmt: skip
def test_pages_are_accessible_and_fit(screen: Any, filled: Filled, address: str) -> None:
    fact = Fact.objects.get(document=filled["report"], quote="608处").pk
    promise = Fact.objects.filter(document=filled["next"]).first().report_id
    screen.goto(address.format(report=filled["report"], fact=fact, promise=promise))
    screen.wait_for_load_state("networkidle")
    assert violations(screen) == []
    assert not overflows(screen)
    if address == "/no-such-page/":
        screen.errors.clear()


def test_empty_pages_are_accessible(screen: Any, transactional_db: None) -> None:
    for address in ("/", "/documents/", "/findings/", "/figures/", "/indicators/", "/promises/", "/search/"):
        screen.goto(address)
        screen.wait_for_load_state("networkidle")
        assert violations(screen) == [], address


def test_a_fact_is_chosen_and_corrected(screen: Any, filled: Filled) -> None:
    screen.goto(f"/documents/{filled['report']}/")
    screen.click("a.fact:has-text('52起')")
    card = screen.locator(".card[data-card]")
    card.wait_for()
    assert "立案查处" in card.inner_text()
    expect(screen).to_have_url(re.compile("fact="))
    screen.click("[data-edit]")
    screen.fill("input[name=value]", "25")
    screen.click("form.card button.main")
    screen.locator(".card:has-text('25')").wait_for()
    screen.locator("a.fact.by-hand.chosen").wait_for()
    assert Fact.objects.get(document=filled["report"], quote="52起").value == 25
    screen.click("text=撤销改正")
    expect(screen.locator("a.fact.by-hand")).to_have_count(0)
    assert Correction.objects.get().state == "undone"


def test_what_is_no_fact_is_said_so(screen: Any, filled: Filled) -> None:
    screen.goto(f"/documents/{filled['report']}/")
    screen.click("a.fact:has-text('46场次')")
    screen.click("text=不是数据")
    screen.locator("text=已标为不是数据").first.wait_for()
    expect(screen.locator("a.fact:has-text('46场次')")).to_have_count(0)


def test_a_missed_fact_is_added_by_selecting_it(screen: Any, filled: Filled) -> None:
    screen.goto(f"/documents/{filled['report']}/")
    screen.evaluate("""() => {
        const walker = document.createTreeWalker(document.getElementById("text"), NodeFilter.SHOW_TEXT);
        while (walker.nextNode()) {
            const at = walker.currentNode.data.indexOf("粗");
            if (at >= 0) {
                const range = document.createRange();
                range.setStart(walker.currentNode, at);
                range.setEnd(walker.currentNode, at + 1);
                walker.currentNode.parentElement.scrollIntoView({block: "center"});
                getSelection().removeAllRanges();
                getSelection().addRange(range);
            }
        }
    }""")
    screen.click("#add")
    screen.fill("input[name=value]", "7")
    screen.fill("input[name=indicator]", "粗项")
    screen.click("form.card button.main")
    screen.locator(".card[data-card]").wait_for()
    row = Fact.objects.get(document=filled["report"], by_hand=True)
    assert (row.quote, row.start) == ("粗", REPORT.index("粗"))


def test_a_finding_is_accepted_and_listed_again(screen: Any, filled: Filled) -> None:
    screen.goto(f"/documents/{filled['report']}/")
    screen.click(".note.error p")
    screen.fill(".note.error input[name=note]", "原件如此")
    screen.click(".note.error button:has-text('确认无误')")
    screen.locator(".note.accepted:has-text('原件如此')").wait_for()
    expect(screen.locator(".heading")).to_contain_text("0 个问题")
    assert AcceptedFinding.objects.get().note == "原件如此"
    screen.click("text=重新列出")
    screen.locator(".note.error:not(.accepted)").wait_for()
    expect(screen.locator(".heading")).to_contain_text("1 个问题")
    assert not AcceptedFinding.objects.exists()


def test_the_keyboard_does_it_all(screen: Any, filled: Filled) -> None:
    screen.goto(f"/documents/{filled['report']}/")
    screen.keyboard.press("j")
    chosen = screen.locator("a.fact.chosen").first
    first = chosen.inner_text()
    screen.keyboard.press("j")
    expect(chosen).not_to_have_text(first)
    screen.keyboard.press("k")
    expect(chosen).to_have_text(first)
    screen.keyboard.press("Enter")
    screen.locator(".card[data-card]").wait_for()
    screen.keyboard.press("e")
    screen.locator("form.card").wait_for()
    screen.keyboard.press("Escape")
    expect(screen.locator("form.card")).to_have_count(0)
    screen.keyboard.press("n")
    expect(screen.locator(".note:focus")).to_have_count(1)
    screen.keyboard.press("a")
    screen.locator(".note.accepted").wait_for()
    screen.keyboard.press("?")
    expect(screen.locator("dialog#help")).to_be_visible()
    screen.keyboard.press("Escape")
    screen.keyboard.press("/")
    expect(screen.locator("#find")).to_be_focused()


def test_the_outline_leads_to_sections(screen: Any, filled: Filled) -> None:
    screen.goto(f"/documents/{filled['report']}/")
    screen.evaluate("document.querySelector('.outline details').open = true")
    screen.click(".outline a:has-text('下半年工作计划')")
    expect(screen).to_have_url(re.compile("#s"))
    expect(screen.locator(".block.level-1:has-text('下半年工作计划')")).to_be_in_viewport()


def test_files_are_uploaded_with_their_progress(
    screen: Any, filled: Filled, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(uploads, "_folder", lambda: tmp_path / "kept")
    (tmp_path / "新的.txt").write_text(REPORT.replace("松河县", "柳溪县"))
    (tmp_path / "图.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(99))
    screen.goto("/documents/")
    screen.set_input_files("#files", [tmp_path / "新的.txt", tmp_path / "图.png"])
    screen.locator("#uploads .rows").wait_for()
    jobs.work_through()
    screen.locator("#uploads:has-text('读完 1 个，1 个读不了')").wait_for()
    screen.click("#uploads a:has-text('新的.txt')")
    screen.locator("a.fact:has-text('640处')").wait_for()


def test_files_of_a_folder_keep_their_places_in_it(
    screen: Any, filled: Filled, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(uploads, "_folder", lambda: tmp_path / "kept")
    for bureau in ("水利局", "教育局"):
        (tmp_path / "各局" / bureau).mkdir(parents=True)
        (tmp_path / "各局" / bureau / "总结.txt").write_text(REPORT.replace("应急管理局", bureau))
        (tmp_path / "各局" / bureau / ".隐藏.txt").write_text("不读")
    screen.goto("/documents/")
    screen.set_input_files("#folder", tmp_path / "各局")
    expect(screen.locator("#uploads tbody tr")).to_have_count(2)
    jobs.work_through()
    for bureau in ("水利局", "教育局"):
        expect(screen.locator(f"#uploads a:has-text('各局/{bureau}/总结.txt')")).to_be_visible()


def test_a_file_is_dropped(screen: Any, filled: Filled, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uploads, "_folder", lambda: tmp_path / "kept")
    screen.goto("/documents/")
    screen.wait_for_load_state("networkidle")
    given = screen.evaluate_handle("""(text) => {
        const given = new DataTransfer();
        given.items.add(new File([text], "拖来的.txt"));
        return given;
    }""", REPORT.replace("松河县", "柳溪县"))  # fmt: skip
    screen.dispatch_event("#drop", "drop", {"dataTransfer": given})
    expect(screen.locator("#uploads tbody tr")).to_have_count(1)
    jobs.work_through()
    expect(screen.locator("#uploads a:has-text('拖来的.txt')")).to_be_visible()


def test_corrections_without_a_place_are_found_from_the_upload_and_from_the_two_versions(
    screen: Any, filled: Filled, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(uploads, "_folder", lambda: tmp_path / "kept")
    change(Fact.objects.get(document=filled["report"], quote="52起").pk, {"value": 25}, "甲")
    (tmp_path / "应急局总结.txt").write_text(REPORT.replace("立案查处52起，", "").replace("松河县", "柳溪县"))
    screen.goto("/documents/")
    screen.set_input_files("#files", tmp_path / "应急局总结.txt")
    screen.locator("#uploads .rows").wait_for()
    jobs.work_through()
    expect(screen.locator("#uploads")).to_contain_text("和上一版的单位不同（松河县应急管理局 → 柳溪县应急管理局）")
    assert violations(screen) == []
    screen.click("#uploads a:has-text('1 条改正在新版本里找不到原句')")
    expect(screen.locator(".unplaced summary")).to_be_visible()
    expect(screen.locator("#unplaced")).to_be_visible()
    assert violations(screen) == []
    assert not overflows(screen)
    screen.click("text=和上一版对照")
    screen.click("a:has-text('1 条改正在新版本里找不到原句')")
    screen.click("#unplaced a:has-text('52起')")
    expect(screen.locator(".block.sought")).to_contain_text("立案查处52起")


def test_the_list_is_filtered_and_its_address_returns_to_it(screen: Any, filled: Filled) -> None:
    screen.goto("/documents/")
    screen.select_option("#period", "2024年上半年")
    expect(screen).to_have_url(re.compile("period=2024"))
    address = screen.url
    screen.goto("/")
    screen.goto(address)
    expect(screen.locator(".files tbody tr")).to_have_count(1)


def test_facts_are_asked_for_and_lead_to_their_sentence(screen: Any, filled: Filled) -> None:
    screen.goto("/figures/")
    screen.evaluate("document.querySelector('.filters').open = true")
    screen.locator("label:has-text('增速') input").check()
    expect(screen.locator("#rows tr")).to_have_count(2)
    expect(screen).to_have_url(re.compile("role=growth"))
    screen.locator(".totals:has-text('2 条')").wait_for()
    screen.click("#rows a:has-text('12.5%')")
    screen.locator("a.fact.chosen:has-text('12.5%')").first.wait_for()


def test_names_are_offered_while_they_are_written(screen: Any, filled: Filled) -> None:
    screen.goto("/figures/")
    screen.evaluate("document.querySelector('.filters').open = true")
    screen.type("#indicator", "罚款")
    expect(screen.locator("#indicator-names option")).not_to_have_count(0)


def test_one_indicator_across_is_a_table_and_a_chart(screen: Any, filled: Filled) -> None:
    screen.goto("/figures/?view=across&indicator=检查企业")
    screen.locator("#pivot .tabulator-row").first.wait_for()
    expect(screen.locator("#chart svg")).to_have_count(1)
    screen.click("[data-chart=bar]")
    expect(screen.locator("[data-chart=bar]")).to_have_attribute("aria-pressed", "true")
    with screen.expect_download() as download:
        screen.click(".exports a:has-text('CSV') >> nth=0")
    assert "312" in Path(download.value.path()).read_text("utf-8-sig")


def test_a_slip_of_the_pen_is_merged_and_taken_back(screen: Any, filled: Filled) -> None:
    screen.goto("/indicators/")
    screen.click("button:has-text('并入一般公共预算收入')")
    screen.locator("text=已并入“一般公共预算收入”").wait_for()
    screen.click("button:has-text('撤销')")
    screen.locator(".told:has-text('已撤销')").wait_for()
    assert JournalEntry.objects.count() == 2


def test_words_are_searched_from_any_page(screen: Any, filled: Filled) -> None:
    screen.goto("/indicators/")
    screen.fill("#find", "应急演练")
    screen.keyboard.press("Enter")
    screen.click(".hits a")
    screen.locator(".block.sought:has-text('应急演练')").wait_for()


def test_promises_are_chosen(screen: Any, filled: Filled) -> None:
    screen.goto("/promises/")
    screen.click(".chains a:has-text('2024年') >> nth=0")
    screen.locator(".pair").first.wait_for()
    screen.click(".outcomes a >> nth=1")
    expect(screen).to_have_url(re.compile("only="))


def test_markup_in_names_is_text_on_every_page(screen: Any, filled: Filled) -> None:
    evil = "<img src=x onerror=alert(1)>"
    change(Fact.objects.get(document=filled["report"], quote="52起").pk, {"subject": evil, "basis": evil}, evil, evil)
    Location.objects.update(file=evil)
    Organisation.objects.update(name=evil)
    Report.objects.update(org=evil, heading=evil)
    Report.objects.filter(document=filled["report"]).update(period=evil)
    name = Fact.objects.filter(document=filled["report"], quote="312家").get().name
    Indicator.objects.filter(pk=name.indicator_id).update(name=f"{evil}企业", catalogued=True)
    Fact.objects.filter(quote="12.5%").update(base_unit="%", name=name)
    IndicatorName.objects.filter(pk=name.pk).update(text=f"{evil}企业")
    Fact.objects.filter(name=name).update(period=evil)
    report = Report.objects.get(document=filled["next"]).pk
    for address in (
        "/", "/documents/", f"/documents/{filled['report']}/", "/figures/", "/findings/",
        f"/figures/?view=across&indicator={evil}企业", "/indicators/", f"/indicators/?q={evil}",
        f"/promises/?report={report}", f"/search/?q={evil}",
    ):  # fmt: skip
        screen.goto(address)
        screen.wait_for_load_state("networkidle")
        for chart in screen.locator(".chart, #chart").all():
            chart.scroll_into_view_if_needed()
            box = chart.bounding_box()
            for part in (0.3, 0.5, 0.8):
                screen.mouse.move(box["x"] + box["width"] * part, box["y"] + box["height"] * 0.5)
        assert evil in screen.locator("body").inner_text(), address
        assert screen.locator("img").count() == 0, address


def test_findings_are_filtered_and_accepted_in_their_list(screen: Any, filled: Filled) -> None:
    screen.goto("/")
    screen.click("a[href*='rule=N001']")
    screen.wait_for_url("**/findings/**", wait_until="load")  # a form that is sent before htmx is there goes by itself
    line = screen.locator(".found")
    expect(line).to_have_count(1)
    line.locator("input[name=note]").fill("原件如此")
    line.locator("input[name=note]").press("Enter")
    screen.locator(".found.settled:has-text('原件如此')").wait_for()
    expect(screen.locator(".total")).to_have_text("待处理 0 个")
    expect(screen.locator("#rule option:checked")).to_contain_text("（0）")
    screen.select_option("#state", "accepted")
    expect(screen).to_have_url(re.compile("state=accepted"))
    screen.locator("button:has-text('重新列出')").click()
    screen.locator(".found:not(.settled)").wait_for()
    expect(screen.locator(".total")).to_have_text("已确认无误 0 个")
    assert not AcceptedFinding.objects.exists()
    screen.goto(screen.url.replace("state=accepted", "state=open"))
    screen.click(".found .quote a")
    screen.locator(".note.error:focus").wait_for()


AREA = {"type": "Polygon", "coordinates": [[[0, 0], [1, 0], [1, 1], [0, 1], [0, 0]]]}


def geojson(path: Path, *names: str) -> Path:
    """Write a map with places of these names."""
    areas = [{"type": "Feature", "geometry": AREA, "properties": {"name": name}} for name in names]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": areas}))
    return path


def test_figures_stand_on_a_map_once_one_is_loaded(screen: Any, filled: Filled, tmp_path: Path) -> None:
    (tmp_path / "坏.geojson").write_text("<html>")
    address = "/figures/?view=across&indicator=检查企业"
    screen.goto(address)
    screen.click("[data-chart=map]")
    expect(screen.locator("#chart svg")).to_have_count(0)
    screen.set_input_files("#geo-file", tmp_path / "坏.geojson")
    screen.locator("#geo-problem:has-text('不是 JSON')").wait_for()
    screen.set_input_files("#geo-file", geojson(tmp_path / "好.geojson", "松河县"))
    screen.locator("#geo-said:has-text('1 个地区')").wait_for()
    screen.locator("#chart svg text:has-text('松河县')").wait_for()
    assert violations(screen) == []
    assert not overflows(screen)
    screen.reload()  # the address holds that a map is shown, and the browser has kept it
    screen.locator("#geo-said:has-text('1 个地区')").wait_for()
    screen.click("[data-chart=line]")
    expect(screen.locator("#geo")).to_be_hidden()


def test_each_organisation_of_a_place_is_named_on_the_map(screen: Any, transactional_db: None, tmp_path: Path) -> None:
    for name, count in (("水利局", 12), ("交通局", 7), ("人民政府", 25)):
        kept(f"松河县{name}2024年工作总结\n2024年，新建水闸{count}座。\n", f"{name}.txt")
    kept("柳溪县水利局2023年工作总结\n2023年，新建水闸4座。\n", "柳溪.txt")
    kept("远山县水利局2024年工作总结\n2024年，新建水闸3座。\n", "远山.txt")
    Organisation.objects.filter(place="远山县").update(place="柳溪县远山镇", name="柳溪县远山镇水利站")
    for body in Organisation.objects.all():
        Organisation.objects.filter(pk=body.pk).update(path=f"{body.pk:010}/", parent=None)
    address = "/figures/?view=across&indicator=新建水闸&chart=map"
    screen.goto(address)
    screen.set_input_files("#geo-file", geojson(tmp_path / "图.geojson", "松河县", "柳溪县"))
    listed = screen.locator("#geo-list li")
    expect(listed).to_have_count(2)
    expect(listed.nth(0)).to_contain_text("松河县有 3 个单位，没有一个在其余之上，不着色")
    for said in ("松河县水利局 12座（2024年）", "松河县交通局 7座（2024年）", "松河县人民政府 25座（2024年）"):
        expect(listed.nth(0)).to_contain_text(said)
    expect(listed.nth(1)).to_contain_text("1 个单位在地图上没有对上名称或区划代码：柳溪县远山镇水利站 3座（2024年）")
    expect(screen.locator("#geo-said")).to_contain_text("1 个地区")
    expect(screen.locator("#chart svg text:has-text('3 个单位')")).to_have_count(1)
    assert violations(screen) == []
    assert not overflows(screen)

    head = Organisation.objects.get(name__endswith="人民政府")
    for body in Organisation.objects.filter(place="松河县").exclude(pk=head.pk):
        Organisation.objects.filter(pk=body.pk).update(path=f"{head.path}{body.pk:010}/", parent=head)
    screen.goto(address)
    expect(listed.nth(0)).to_contain_text("松河县有 3 个单位，按松河县人民政府着色")
    expect(screen.locator("#geo-said")).to_contain_text("2 个地区")
    expect(screen.locator("#geo-said")).to_contain_text("期间不全相同")
    listed.nth(0).locator("a:has-text('12座')").click()
    screen.locator("a.fact.chosen:has-text('12座')").first.wait_for()


def test_what_most_facts_have_is_chosen_by_a_click_and_by_the_keyboard(screen: Any, filled: Filled) -> None:
    kept("松河县水利局2024年工作总结\n2024年，新建水闸12座，检查企业9家。\n", "水利.txt")
    screen.goto("/figures/")
    screen.evaluate("document.querySelector('.filters').open = true")
    screen.click("#choose")
    choice = screen.locator("#choices-org a:has-text('松河县水利局')")
    expect(choice.locator(".count")).to_have_text("2")
    choice.click()
    expect(screen.locator("#rows tr")).to_have_count(2)
    expect(screen.locator("#org")).to_have_value("松河县水利局")
    expect(screen).to_have_url(re.compile("org=%E6%9D%BE"))
    expect(choice).to_have_attribute("aria-current", "true")
    indicator = screen.locator("#choices-indicator a:has-text('新建水闸')")
    expect(screen.locator("#choices-indicator a")).to_have_count(2)
    indicator.focus()
    screen.keyboard.press("Enter")
    expect(screen.locator("#rows tr")).to_have_count(1)
    expect(indicator).to_have_attribute("aria-current", "true")
    expect(indicator).to_be_focused()
    assert violations(screen) == []
    assert not overflows(screen)
    screen.keyboard.press("Enter")
    expect(screen.locator("#rows tr")).to_have_count(2)
    screen.reload()
    screen.evaluate("document.querySelector('.filters').open = true")
    screen.click("#choose")
    expect(choice).to_have_attribute("aria-current", "true")
    choice.click()
    expect(screen.locator("#org")).to_have_value("")
    screen.click("#choices-period a:has-text('2024年上半年')")
    expect(screen).to_have_url(re.compile("period=2024"))


def test_choices_are_counted_once_they_are_asked_for(screen: Any, filled: Filled) -> None:
    asked: list[str] = []
    screen.on("request", lambda request: asked.append(request.url) if "/choices/" in request.url else None)
    screen.goto("/figures/")
    screen.locator(".totals:has-text('条')").first.wait_for()
    if screen.locator(".filters").get_attribute("open") is None:
        screen.click(".filters summary")
    assert asked == []
    screen.click("#choose")
    expect(screen.locator("#choices-org a")).not_to_have_count(0)
    assert len(asked) == 1
    screen.locator("label:has-text('增速') input").check()
    expect(screen).to_have_url(re.compile("role=growth"))
    expect(screen.locator("#choices-indicator a:has-text('罚款金额') .count")).to_have_text("1")
    assert len(asked) == 2


def test_choices_are_links_where_no_script_runs(chromium: Any, live_server: Any, filled: Filled) -> None:
    context = chromium.new_context(base_url=live_server.url, java_script_enabled=False)
    page = context.new_page()
    page.goto("/figures/?role=growth")
    page.click("text=从常见的指标、单位、期间里选")
    page.click(".choices a:has-text('罚款金额')")
    expect(page.locator("#rows tr")).to_have_count(1)
    expect(page.locator("#indicator")).to_have_value("罚款金额")
    context.close()


def test_how_it_is_drawn_stays_in_the_address(screen: Any, filled: Filled) -> None:
    screen.goto("/figures/?view=across&indicator=检查企业")
    screen.locator("#chart svg").wait_for()
    screen.click("[data-chart=bar]")
    expect(screen).to_have_url(re.compile("chart=bar"))
    screen.goto(screen.url)
    expect(screen.locator("[data-chart=bar]")).to_have_attribute("aria-pressed", "true")
    screen.evaluate("document.querySelector('.filters').open = true")
    screen.locator("label:has-text('数量') input").check()
    expect(screen).to_have_url(re.compile("role=level"))
    expect(screen).to_have_url(re.compile("chart=bar"))
    expect(screen.locator("[data-chart=bar]")).to_have_attribute("aria-pressed", "true")
    screen.click("[data-chart=line]")
    expect(screen).not_to_have_url(re.compile("chart="))
    expect(screen.locator(".tabs a:has-text('最新')")).not_to_have_attribute("href", re.compile("chart="))


def test_names_that_the_catalogue_does_not_know_have_suggestions(screen: Any, filled: Filled) -> None:
    screen.goto("/indicators/")
    screen.check("input[name=unknown]")
    expect(screen).to_have_url(re.compile("unknown=1"))  # else the names of before are opened, and then replaced
    screen.click(".called:text-is('一般公共预收入')")
    screen.click(".near button:has-text('并入一般公共预算收入')")
    screen.locator("text=已并入“一般公共预算收入”").wait_for()


def test_a_large_export_is_asked_for_watched_and_fetched(
    screen: Any, filled: Filled, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(export_jobs, "_folder", lambda: tmp_path / "exports")
    monkeypatch.setattr(exporting, "SMALL", 2)
    screen.goto("/figures/?view=across&indicator=检查企业")
    screen.click("[aria-label=导出数据] a:has-text('CSV') >> nth=0")
    expect(screen.locator("h1")).to_have_text("导出")
    assert violations(screen) == [] and not overflows(screen)
    screen.click("button:has-text('生成文件')")
    expect(screen.locator("#export")).to_contain_text("在排队")
    assert violations(screen) == []
    row = Export.objects.get()
    (tmp_path / "exports" / row.key).mkdir(parents=True)
    with at_work(tmp_path / "exports" / row.key / "underway") as passed:
        Export.objects.update(state="writing", total=4)
        passed(2)
        expect(screen.locator("#export")).to_contain_text("已写 2 条，共 4 条")
        expect(screen.locator("#export progress")).to_have_attribute("value", "2")
    expect(screen.locator("#export")).to_contain_text("写到一半停了")
    expect(screen.locator("#said")).to_contain_text("没有写成")
    assert violations(screen) == [] and not overflows(screen)
    screen.click("button:has-text('重新生成')")
    expect(screen.locator("#export")).to_contain_text("在排队")
    jobs.work_through()
    expect(screen.locator("#export .chip")).to_have_text("写好")
    assert violations(screen) == [] and not overflows(screen)
    with screen.expect_download() as download:
        screen.click("#export a:has-text('下载')")
    assert download.value.suggested_filename == "数据.csv"
    assert "312家" in Path(download.value.path()).read_text("utf-8-sig")


def test_the_table_across_is_exported_as_it_is_laid_out(screen: Any, filled: Filled) -> None:
    screen.goto("/figures/?view=across&indicator=检查企业")
    with screen.expect_download() as download:
        screen.click("[aria-label=导出本表] a:has-text('CSV')")
    assert download.value.suggested_filename == "检查企业（单位×期间）.csv"
    assert Path(download.value.path()).read_text("utf-8-sig").startswith("单位名称,类别,状态,折算单位,")
