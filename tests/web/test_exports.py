"""Exports of 数据: small ones at once, large ones by a job, the table of one indicator; who gets which file."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.db import OperationalError
from django.http import QueryDict
from django.test import Client
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from pages import NEXT, REPORT

from taizhang.ledger.models import Fact, Organisation, Report
from taizhang.web import jobs, scope
from taizhang.web.figures import export_jobs, exporting
from taizhang.web.figures.asked import Asked
from taizhang.web.figures.exporting import FORMS, named
from taizhang.web.models import Export
from taizhang.web.underway import at_work, seen

HTMX = {"HTTP_HX_REQUEST": "true"}
ALL = "/figures/export/csv/"
Keep = Callable[[str, str], int]
with_jobs = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the files of exports are."""
    monkeypatch.setattr(export_jobs, "_folder", lambda: tmp_path / "exports")
    return tmp_path / "exports"


@pytest.fixture
def large(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let three facts be too many for a request."""
    monkeypatch.setattr(exporting, "SMALL", 2)


def content(answer: Any) -> bytes:
    """Give the bytes of a file, and close it; the answer's own close would end the test's transaction."""
    assert answer.status_code == 200 and answer["Content-Disposition"].startswith("attachment")
    assert answer["X-Content-Type-Options"] == "nosniff"
    data = b"".join(answer.streaming_content)
    for close in answer._resource_closers:
        close()
    return data


def asked(client: Client, address: str = ALL) -> Export:
    answer = client.post(address)
    row = Export.objects.latest("pk")
    assert (answer.status_code, answer["Location"]) == (302, f"/figures/exports/{row.pk}/")
    return row


def page(client: Client, row: Export, **headers: str) -> str:
    answer = client.get(f"/figures/exports/{row.pk}/", **headers)
    assert answer.status_code == 200
    return answer.content.decode()


def table(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))


@with_jobs
@pytest.mark.usefixtures("large")
def test_a_large_export_is_written_by_a_job(client: Client, report: int, folder: Path) -> None:
    offered = client.get(f"{ALL}?view=list&role=level&org=").content.decode()
    assert "超过" in offered and f'action="{ALL}?role=level"' in offered and not Export.objects.exists()
    row = asked(client, f"{ALL}?view=list&role=level&org=&after=3")
    assert row.state == "waiting" and row.address == "role=level"
    assert "在排队" in page(client, row) and client.get(f"/figures/exports/{row.pk}/file/").status_code == 404
    jobs.work_through()
    row.refresh_from_db()
    levels = Fact.objects.filter(role="level").count()
    assert (row.state, row.rows, row.total) == ("done", levels, levels)
    shown = page(client, row)
    assert f"{levels} 条" in shown and "到时自动删除" in shown and "下载" in shown
    assert len(table(content(client.get(f"/figures/exports/{row.pk}/file/")))) == 1 + levels
    assert (folder / row.key).stat().st_mode & 0o77 == 0


@with_jobs
@pytest.mark.parametrize("form", FORMS)
def test_a_job_writes_what_a_request_writes(
    client: Client, report: int, form: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = f"/figures/export/{form}/?view=across&indicator=检查企业"
    at_once = client.get(address)
    row = asked(client, address)
    jobs.work_through()
    later = client.get(f"/figures/exports/{row.pk}/file/")
    assert later["Content-Disposition"] == at_once["Content-Disposition"]
    one, other = content(at_once), content(later)
    assert len(one) > 50
    if FORMS[form].suffix in (".csv", ".jsonl"):
        assert one == other


@with_jobs
@pytest.mark.usefixtures("large")
def test_the_newest_figures_are_counted_and_written(client: Client, report: int, keep: Keep) -> None:
    keep(NEXT, "全年.txt")
    row = asked(client, "/figures/export/jsonl/?view=latest&indicator=检查企业")
    jobs.work_through()
    row.refresh_from_db()
    lines = content(client.get(f"/figures/exports/{row.pk}/file/")).decode().splitlines()
    assert row.total == row.rows == len(lines) and "620家" in {json.loads(line)["quote"] for line in lines}


@with_jobs
@pytest.mark.usefixtures("large")
def test_the_page_of_an_export_asks_again_until_it_is_written(client: Client, report: int) -> None:
    row = asked(client)
    shown = page(client, row)
    assert "load delay" in shown and '<noscript><meta http-equiv="refresh"' in shown
    assert "HX-Trigger" not in client.get(f"/figures/exports/{row.pk}/", **HTMX)
    jobs.work_through()
    answer = client.get(f"/figures/exports/{row.pk}/", **HTMX)
    part = answer.content.decode()
    assert "已写好" in json.loads(answer["HX-Trigger"])["said"]
    assert "load delay" not in part and part.startswith('<section id="export"')
    assert "http-equiv" not in page(client, row)


@with_jobs
def test_what_was_asked_for_twice_is_written_once(client: Client, report: int) -> None:
    first = asked(client)
    assert asked(client).pk == first.pk
    assert asked(client, "/figures/export/xlsx/").pk != first.pk
    jobs.work_through()
    assert asked(client).pk not in (first.pk, first.pk + 1)


@with_jobs
def test_nobody_asks_for_too_many(client: Client, report: int) -> None:
    for role in ("level", "growth", "change", "rate", "share"):
        asked(client, f"{ALL}?role={role}")
    answer = client.post(f"{ALL}?role=rank")
    assert answer.status_code == 409 and "最多同时 5 个" in answer.content.decode()
    assert Export.objects.count() == 5
    jobs.work_through()
    asked(client, f"{ALL}?role=rank")


@pytest.fixture
def writing(db: None, folder: Path) -> Export:
    """An export that somebody should be writing."""
    now = timezone.now()
    row = Export.objects.create(
        key="a" * 32, form="csv", address="role=level", state="writing", total=4000, made_at=now,
        until=now + export_jobs.KEPT, author="本机用户",
    )  # fmt: skip
    (folder / row.key).mkdir(parents=True)
    return row


def test_the_page_tells_how_far_it_is(client: Client, writing: Export, folder: Path) -> None:
    with at_work(folder / writing.key / "underway") as passed:
        passed(1234)
        shown = page(client, writing)
        assert "已写 1,234 条，共 4,000 条" in shown and 'max="4000" value="1234"' in shown
        export_jobs.sweep()
        writing.refresh_from_db()
        assert writing.state == "writing"


def test_an_export_that_nobody_writes_any_more_says_so(client: Client, writing: Export, folder: Path) -> None:
    with at_work(folder / writing.key / "underway"):
        assert "重新生成" not in page(client, writing)
    for _ in range(2):
        shown = page(client, writing)
        assert "写到一半停了" in shown and "重新生成" in shown and "load delay" not in shown
    writing.refresh_from_db()
    assert writing.state == "failed" and not (folder / writing.key).exists()


def test_what_was_being_written_when_the_program_ended_is_said_at_its_next_start(writing: Export) -> None:
    export_jobs.sweep()
    writing.refresh_from_db()
    assert (writing.state, writing.problem) == ("failed", export_jobs.STOPPED)


def test_the_work_of_a_killed_process_is_nobodys(tmp_path: Path) -> None:
    path = tmp_path / "underway"
    program = (
        "import sys, time; from pathlib import Path; from taizhang.web.underway import at_work\n"
        "with at_work(Path(sys.argv[1])) as passed:\n passed(7); print(flush=True); time.sleep(600)"
    )
    with subprocess.Popen([sys.executable, "-c", program, path], stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        process.stdout.readline()
        assert seen(path) == (7, True)
        process.kill()
    assert seen(path) == (7, False)
    assert seen(tmp_path / "nothing") == (0, False)


@with_jobs
def test_a_file_that_waits_long_says_what_to_do(client: Client, report: int) -> None:
    row = asked(client)
    assert "重启台账" not in page(client, row)
    Export.objects.update(made_at=timezone.now() - timedelta(minutes=2))
    assert "重启台账" in page(client, row)


@with_jobs
def test_a_file_that_waits_without_its_job_is_written_after_the_next_start(client: Client, report: int) -> None:
    row = asked(client)
    DBTaskResult.objects.update(status="RUNNING")
    jobs.work_through()
    row.refresh_from_db()
    assert row.state == "waiting"
    for _ in range(2):
        export_jobs.resume()
    jobs.work_through()
    row.refresh_from_db()
    assert row.state == "done"


@with_jobs
def test_a_disk_that_takes_no_file_is_said(client: Client, report: int, folder: Path) -> None:
    folder.write_text("no folder")
    row = asked(client)
    jobs.work_through()
    shown = page(client, row)
    assert "没有写成" in shown and "请检查磁盘" in shown and "重新生成" in shown


@with_jobs
@pytest.mark.parametrize(("error", "said"), [(OperationalError("gone"), "台账库断开过"), (KeyError("x"), "程序出错")])
def test_what_goes_wrong_while_it_is_written_is_said(
    client: Client, report: int, folder: Path, monkeypatch: pytest.MonkeyPatch, error: Exception, said: str
) -> None:
    def broken(*arguments: Any, **more: Any) -> Any:
        raise error

    monkeypatch.setattr(exporting, "export", broken)
    row = asked(client)
    jobs.work_through()
    assert said in page(client, row) and list(folder.iterdir()) == []


@with_jobs
def test_files_are_kept_for_a_day(client: Client, report: int, folder: Path) -> None:
    old = asked(client)
    jobs.work_through()
    strange = folder / ("b" * 32)
    strange.mkdir()
    days_ago = time.time() - 3 * 86400
    os.utime(strange, (days_ago, days_ago))
    Export.objects.update(until=timezone.now() - timedelta(seconds=1))
    assert client.get(f"/figures/exports/{old.pk}/file/").status_code == 404
    new = asked(client)
    assert list(Export.objects.all()) == [new] and list(folder.iterdir()) == []
    jobs.work_through()
    export_jobs.sweep()
    assert [path.name for path in folder.iterdir()] == [new.key]
    assert client.get(f"/figures/exports/{old.pk}/").status_code == 404


@with_jobs
def test_a_file_is_removed_though_nobody_comes(client: Client, report: int, folder: Path) -> None:
    row = asked(client)
    jobs.work_through()
    (due,) = DBTaskResult.objects.filter(status="READY")
    row.refresh_from_db()
    assert due.run_after == row.until and (folder / row.key).is_dir()
    Export.objects.update(until=timezone.now())
    DBTaskResult.objects.filter(pk=due.pk).update(run_after=timezone.now())
    jobs.work_through()
    assert not Export.objects.exists() and list(folder.iterdir()) == []


@with_jobs
def test_a_file_that_is_gone_is_offered_anew(client: Client, report: int, folder: Path) -> None:
    row = asked(client)
    jobs.work_through()
    (folder / row.key / "数据.csv").unlink()
    assert "已不在了" in page(client, row)
    assert client.get(f"/figures/exports/{row.pk}/file/").status_code == 404


@with_jobs
def test_an_export_of_others_does_not_exist(client: Client, report: int, monkeypatch: pytest.MonkeyPatch) -> None:
    row = asked(client)
    jobs.work_through()
    monkeypatch.setattr(scope, "author", lambda request: "别人")
    for address in (f"/figures/exports/{row.pk}/", f"/figures/exports/{row.pk}/file/"):
        for answer in (client.get(address), client.get(address, **HTMX)):
            assert answer.status_code == 404 and "松河县" not in answer.content.decode()
    monkeypatch.setattr(exporting, "SMALL", 2)
    assert f"/figures/exports/{row.pk}/" not in client.get(ALL).content.decode()
    assert asked(client).pk != row.pk


@with_jobs
def test_a_job_sees_what_its_author_may_see_then(
    client: Client, report: int, keep: Keep, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep(REPORT.replace("松河县", "柳溪县"), "别的.txt")
    own = Organisation.objects.get(name__startswith="柳溪县")
    rows = [asked(client), asked(client, "/figures/export/table-csv/?indicator=检查企业")]
    refused = asked(client, f"{ALL}?org=松河县应急管理局")
    monkeypatch.setattr(scope, "seen_by", lambda author: (own.pk,) if author == "本机用户" else ())
    jobs.work_through()
    for row in rows:
        text = content(client.get(f"/figures/exports/{row.pk}/file/")).decode()
        assert "柳溪县" in text and "松河县" not in text
    refused.refresh_from_db()
    file = client.get(f"/figures/exports/{refused.pk}/file/")
    assert refused.state == "failed" or len(table(content(file))) == 1


def test_an_export_is_asked_for_by_a_form_of_ours_alone(client: Client, report: int) -> None:
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(ALL).status_code == 403
    assert strict.post(ALL, HTTP_ORIGIN="http://evil.example").status_code == 403
    assert content(client.get(ALL))
    assert client.delete(ALL).status_code == 405 and not Export.objects.exists()


@pytest.mark.parametrize(
    "form", ["exe", "table-parquet", "table-", "..%2f..%2fetc%2fpasswd", "%2e%2e", "csv%00", "CSV", "csv%0d%0aX:1"]
)
def test_no_other_form_is_an_export(client: Client, report: int, form: str) -> None:
    for answer in (client.get(f"/figures/export/{form}/"), client.post(f"/figures/export/{form}/")):
        assert answer.status_code in (400, 404)
    assert not Export.objects.exists()


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("table-xlsx/", "要先选一个指标"),
        ("csv/?view=across", "要先选一个指标"),
        ("csv/?period=下雨", "看不懂"),
        ("csv/?indicator=不存在的指标", "不存在的指标"),
    ],
)
@pytest.mark.parametrize("method", ["get", "post"])
def test_what_cannot_be_exported_says_why(client: Client, report: int, address: str, said: str, method: str) -> None:
    answer = getattr(client, method)(f"/figures/export/{address}")
    assert answer.status_code == 400 and said in answer.content.decode() and "--" not in answer.context["what"]
    assert not Export.objects.exists()


@with_jobs
def test_a_table_of_two_indicators_is_none(client: Client, report: int) -> None:
    address = "/figures/export/table-csv/?indicator=检查企业、罚款金额"
    answer = client.get(address)
    assert answer.status_code == 400 and "请在条件里只写一个指标" in answer.content.decode()
    row = asked(client, address)
    jobs.work_through()
    assert "请在条件里只写一个指标" in page(client, row)


def test_one_indicator_across_is_exported_as_it_is_laid_out(client: Client, report: int, keep: Keep) -> None:
    keep(NEXT, "全年.txt")
    address = "?view=across&indicator=检查企业"
    shown = client.get(f"/figures/{address}").content.decode()
    for form in FORMS:
        assert f'href="/figures/export/{form}/?view=across&amp;indicator=' in shown
    answer = client.get(f"/figures/export/table-csv/{address}")
    heads, *lines = table(content(answer))
    assert heads[:4] == ["单位名称", "类别", "状态", "折算单位"] and "2024年上半年" in heads
    assert {line[0] for line in lines} == {"松河县应急管理局"} and "312" in {cell for line in lines for cell in line}
    book = openpyxl.load_workbook(io.BytesIO(content(client.get(f"/figures/export/table-xlsx/{address}"))))
    assert [cell.value for cell in book.active[1]] == heads
    listed = client.get("/figures/?indicator=检查企业").content.decode()
    assert "/figures/export/csv/" in listed and "/figures/export/table-csv/" not in listed


def test_the_exports_are_offered_after_the_form_has_changed_too(client: Client, report: int) -> None:
    part = client.get("/figures/?view=list&role=level", **HTMX).content.decode()
    assert "/figures/export/xlsx/?view=list&amp;role=level" in part
    assert "/figures/export/" not in client.get("/figures/?period=下雨", **HTMX).content.decode()


@pytest.mark.parametrize("name", ["=HYPERLINK(1)", "+1", "-1", "@SUM(1)", "＝1", "\t=1"])
def test_no_cell_of_the_table_is_a_formula(client: Client, report: int, name: str) -> None:
    Organisation.objects.update(name=name, place="")
    Report.objects.update(org=name, place=None)
    fact = Fact.objects.get(document=report, quote="312家")
    Fact.objects.filter(pk=fact.pk).update(quote="-=1", modifier="range", base_unit="=2", by_hand=False)
    address = "?view=across&indicator=检查企业"
    _, *lines = table(content(client.get(f"/figures/export/table-csv/{address}")))
    cells = {cell for line in lines for cell in line}
    assert f"'{name}" in cells and "'=2" in cells
    assert not any(cell[:1] in set("=+-@＝\t") for cell in cells)
    book = openpyxl.load_workbook(io.BytesIO(content(client.get(f"/figures/export/table-xlsx/{address}"))))
    shown = [cell for line in book.active.iter_rows() for cell in line]
    assert {cell.data_type for cell in shown} <= {"s", "n"}
    assert any(cell.value is not None and str(cell.value).strip() == name.strip() for cell in shown)


def test_sdmx_comes_with_its_structure_and_says_what_it_leaves_out(client: Client, report: int) -> None:
    answer = client.get("/figures/export/sdmx-csv/")
    with zipfile.ZipFile(io.BytesIO(content(answer))) as archive:
        assert archive.namelist()[:2] == ["数据.csv", "数据.structure.json"]
        assert "STRUCTURE_ID" in archive.read("数据.csv").decode()
        assert json.loads(archive.read("数据.structure.json"))
    Fact.objects.update(begins=None, ends=None)
    with zipfile.ZipFile(io.BytesIO(content(client.get("/figures/export/sdmx-csv/")))) as archive:
        assert "没有写出" in archive.read("没有写出的数据.txt").decode()


@with_jobs
def test_what_an_export_leaves_out_is_said_on_its_page(client: Client, report: int) -> None:
    Fact.objects.update(begins=None, ends=None)
    row = asked(client, "/figures/export/sdmx-csv/")
    jobs.work_through()
    assert f"{Fact.objects.count()} 条，没有写出" in page(client, row)


@pytest.mark.parametrize(
    "indicator", ["投资\r\nX-Evil: 1", "../../etc/passwd", 'a"b', "\u202excel", "长" * 200, "C:\\a|b?", "\x00"]
)
def test_no_name_of_a_file_leads_anywhere(indicator: str) -> None:
    name = named(Asked(indicator=indicator), "table-xlsx")
    assert name.endswith("（单位×期间）.xlsx") and len(name) < 80
    assert not set(name) & set('\r\n/\\"\u202e|?:\x00')


def test_every_form_of_the_ledger_is_offered() -> None:
    from taizhang.ledger.exports import FORMATS

    assert tuple(form.written_as for form in FORMS.values() if not form.laid_out) == (
        "xlsx", "csv", "parquet", "jsonl", "sdmx-csv",
    )  # fmt: skip
    assert {form.written_as for form in FORMS.values()} == set(FORMATS)


def test_an_address_is_read_again_as_it_was_asked() -> None:
    query = Asked.of(
        QueryDict("view=latest&org=甲、乙&role=level&role=rate&text=%26%3D%E6%9F%A5&by_hand=1&order=value")
    )
    assert export_jobs.asked_for(Export(address=query.address())) == query
