"""What hostile addresses, names, texts and forms come to: no error of ours, no markup, nothing of others."""

from __future__ import annotations

import io
import json
import sqlite3
import threading
import zipfile
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError, transaction
from django.test import Client
from django.urls import URLResolver, get_resolver
from django.utils.timezone import now
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pages import NEXT, REPORT

from taizhang.ledger.corrections.making import change
from taizhang.ledger.models import AcceptedFinding, Correction, Fact, Finding, JournalEntry, Organisation, Report
from taizhang.ledger.search.index import index_pending
from taizhang.web import jobs, scope
from taizhang.web.documents import uploads
from taizhang.web.models import Upload
from taizhang.web.serving import existing

HTMX = {"HTTP_HX_REQUEST": "true"}
EVIL = "<img src=x onerror=alert(1)>\"'</script>"

ADDRESSES = [
    "/", "/moved/", "/findings/", "/documents/", "/documents/{document}/", "/documents/{document}/block/",
    "/documents/{document}/add/", "/documents/{any}/", "/documents/{document}/to/{any}/", "/documents/uploads/{text}/",
    "/facts/{fact}/", "/facts/{any}/", "/facts/{fact}/correct/", "/figures/", "/figures/totals/", "/figures/names/",
    "/figures/export/csv/", "/figures/export/{text}/", "/figures/export/table-csv/", "/figures/exports/{any}/",
    "/figures/exports/{any}/file/", "/indicators/", "/promises/", "/search/",
]  # fmt: skip
NAMES = [
    "q", "after", "batch", "org_type", "period", "kind", "open", "part", "fact", "finding", "at", "start", "end",
    "view",
    "indicator", "org", "place", "match", "role", "status", "document", "text", "by_hand", "order", "report", "only",
    "rule", "severity", "state",
]  # fmt: skip
WORDS = [
    "", "0", "1", "-1", "9" * 18, "9" * 19, "9" * 400, "1e999", "nan", "٣", "²", "\x00", "a\x00b", "\ud800", "\uffff",
    "%", "_",
    "\\", "'", '"', "*", "#1", f"#{'9' * 30}", "2024年", "0000年", "99999年", "2024年13月", "across", "latest", "list",
    "value", "period", "overlap", "equal", "level", "growth", "actual", "indicator", "org", "检查企业", "、、；",
    "(", "NEAR(a",
    'a" OR "b', EVIL, "长" * 5000, "1 " * 3000, "eyJ9", "[1,2]", "null", "\r\nSet-Cookie: a=b", "../../etc/passwd",
]  # fmt: skip


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=250)
@given(
    address=st.sampled_from(ADDRESSES),
    any_id=st.sampled_from([0, 1, 2**31, 2**63 - 1, 2**63, 10**30]),
    text=st.sampled_from(["csv", "x", "%00", "..%2f", "%e9%95%bf" * 99, "%0d%0aX:1", "a" * 32]),
    parameters=st.dictionaries(st.sampled_from(NAMES), st.sampled_from(WORDS) | st.text(max_size=20), max_size=4),
    htmx=st.booleans(),
)
@pytest.mark.django_db
def test_no_address_is_an_error_of_ours(
    client: Client, report: int, address: str, any_id: int, text: str, parameters: dict[str, str], htmx: bool
) -> None:
    fact = Fact.objects.filter(document=report).first().pk
    path = address.format(document=report, fact=fact, any=any_id, text=text)
    sent = {name: value.encode("utf-8", "surrogatepass") for name, value in parameters.items()}
    answer = client.get(path, sent, **(HTMX if htmx else {}))
    assert answer.status_code < 500, (path, parameters)
    for close in answer._resource_closers:  # answer.close() would close PostgreSQL's connection within the test
        close()


NUMBERS = ["nan", "inf", "-inf", "1e999", "1e400", "9" * 400, "1e300", "1_0", "٣", "~", "1~", "5~3", "nan~1", "0x10"]


@pytest.mark.parametrize("value", NUMBERS)
def test_no_number_that_is_none_becomes_a_value(client: Client, report: int, value: str) -> None:
    fact = Fact.objects.get(document=report, quote="52起")
    form = dict(client.get(f"/facts/{fact.pk}/correct/", **HTMX).context["form"].initial)
    answer = client.post(f"/facts/{fact.pk}/correct/", form | {"value": value}, **HTMX)
    fact.refresh_from_db()
    assert answer.status_code == 200 and 'class="problem"' in answer.content.decode(), fact.value
    assert fact.value == 52 and not Correction.objects.exists()


FORMS = {
    "/facts/{fact}/correct/": ["value", "unit", "indicator", "subject", "role", "sign", "status", "period",
                              "basis", "note"],
    "/facts/{fact}/reject/": ["x"], "/documents/{document}/add/": ["start", "end", "value", "unit", "indicator"],
    "/findings/{finding}/accept/": ["note"], "/findings/{finding}/reopen/": ["x"], "/corrections/7/undo/": ["x"],
    "/indicators/merge/": ["into", "other", "q"], "/indicators/split/": ["name", "called"],
    "/indicators/rename/": ["name", "new"], "/indicators/undo/7/": ["x"], "/documents/upload/": ["files"],
}  # fmt: skip
MEANT = {
    "value": "5", "unit": "起", "indicator": "立案查处", "role": "level", "modifier": "exact", "sign": "1",
    "status": "actual", "period": "上半年", "start": "1", "end": "3", "into": "检查企业", "other": "发现隐患",
    "name": "检查企业", "new": "新名", "called": "别名",
}  # fmt: skip


@pytest.mark.parametrize("address", FORMS)
def test_no_form_is_an_error_of_ours(client: Client, report: int, address: str) -> None:
    ids = {"fact": Fact.objects.get(document=report, quote="52起").pk, "document": report,
           "finding": Finding.objects.filter(document=report).first().pk}  # fmt: skip
    for name in FORMS[address]:
        for word in WORDS:
            with transaction.atomic():
                sent = MEANT | {name: word.encode("utf-8", "surrogatepass")}
                answer = client.post(address.format(**ids), sent, **HTMX)
                assert answer.status_code < 500, (address, name, word[:30], answer.headers.get("HX-Trigger"))
                transaction.set_rollback(True)


def _addresses(patterns: list[Any]) -> list[str]:
    found: list[str] = []
    for pattern in patterns:
        found += _addresses(pattern.url_patterns) if isinstance(pattern, URLResolver) else [str(pattern.pattern)]
    return found


OF_OTHERS = [address for address in _addresses(get_resolver().url_patterns) if "static" not in address]
"""Every address there is, so that none that is added later is forgotten."""
ASKING = "?q=罚款&indicator=罚款金额&kind=indicator&report={report}&at=9&start=1&end=3&batch={batch}"


@pytest.mark.parametrize("address", OF_OTHERS)
@pytest.mark.parametrize("htmx", [False, True])
def test_nothing_of_others_is_shown(
    client: Client, report: int, keep: Any, monkeypatch: pytest.MonkeyPatch, address: str, htmx: bool
) -> None:
    keep(NEXT, "全年.txt")
    index_pending()
    fact = Fact.objects.get(document=report, quote="52起").pk
    change(fact, {"unit": "件"}, "某人")
    keep(REPORT.replace("松河县", "柳溪县").replace("罚款", "收缴").replace("128.6", "99.9"), "别的.txt")
    own = Organisation.objects.get(name__startswith="柳溪县")
    batch = "c" * 32
    Upload.objects.create(batch=batch, name="应急局总结.txt", size=1, state="done", made_at=now(), author="别人")
    row = Report.objects.filter(document=report).first()
    monkeypatch.setattr(scope, "within", lambda request: (own.pk,))
    of_fact, of_finding = "facts/" in address, "findings/" in address
    pk = fact if of_fact else Finding.objects.filter(document=report).first().pk if of_finding else report
    pk = Correction.objects.get().pk if "corrections/" in address else pk
    path = "/" + address.replace("<int:pk>", str(pk)).replace("<int:old>", str(report)).replace(
        "<int:new>", str(report)
    ).replace("<str:batch>", batch).replace("<str:form>", "jsonl")
    assert client.get("/figures/names/?kind=org&q=局").json()["names"] == [own.name]
    assert client.get("/").context["sums"]["单位"] == 1
    forms: list[Any] = [client.get]
    if "<int:" in address and "indicators/" not in address:
        forms.append(lambda path, **extra: client.post(path, MEANT, **extra))
    for send in forms:
        answer = send(path + ASKING.format(report=row.pk, batch=batch), **(HTMX if htmx else {}))
        page = b"".join(answer) if answer.streaming else answer.content
        for close in answer._resource_closers:
            close()
        shown = page.decode("utf-8", "replace").replace("搜索“罚款”", "").replace('value="罚款', "")
        for words in ("松河县", "128.6万元", "罚款金额128.6", "应急局总结.txt", f"/documents/{report}/", "全年.txt"):
            assert words not in shown, (path, words)
        if "<int:" in address and "indicators/" not in address:
            assert answer.status_code in (404, 405), path
    assert Correction.objects.get().state == "applied"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(uploads, "_folder", lambda: tmp_path / "uploads")
    return tmp_path / "uploads"


def sent(client: Client, names: list[str], **headers: str) -> Any:
    return client.post("/documents/upload/", {"files": [SimpleUploadedFile(name, b"x") for name in names]}, **headers)


@pytest.mark.django_db
def test_too_many_files_are_none(client: Client, folder: Path) -> None:
    answer = sent(client, [f"{n}.txt" for n in range(501)], **HTMX)
    assert answer.status_code == 400 and "500" in json.loads(answer["HX-Trigger"])["refused"]
    assert not Upload.objects.exists() and not folder.exists()
    assert sent(client, [f"{n}.txt" for n in range(150)]).status_code == 302


@pytest.mark.django_db
def test_gigabytes_are_refused_before_they_are_read(client: Client) -> None:
    answer = client.post("/documents/upload/", CONTENT_LENGTH=str(3 * 1024**3))
    assert answer.status_code == 413 and "2 GB" in answer.content.decode()


@pytest.mark.django_db(transaction=True)
def test_names_of_files_lead_nowhere(client: Client, folder: Path) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("../../../evil.txt", REPORT)
    file = SimpleUploadedFile(f"../../{EVIL}\r\nX: 1.zip", packed.getvalue())
    client.post("/documents/upload/", {"files": [file]})
    jobs.work_through()
    assert [path for path in folder.parent.rglob("*") if path.name != "uploads"] == []
    rows = Upload.objects.order_by("pk")
    assert [row.state for row in rows] == ["done", "done"]
    page = client.get(f"/documents/uploads/{rows[0].batch}/").content.decode()
    assert "<img" not in page and "evil.txt" in page


@pytest.mark.django_db(transaction=True)
def test_an_upload_that_the_ledger_does_not_take_leaves_nothing(
    client: Client, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def locked(*arguments: Any) -> None:
        raise OperationalError("database is locked")

    monkeypatch.setattr(jobs, "enqueue", locked)
    answer = sent(client, ["一.txt", "二.txt"], **HTMX)
    assert answer.status_code == 503 and answer["HX-Reswap"] == "none"
    assert not Upload.objects.exists() and list(folder.iterdir()) == []


@pytest.mark.django_db
def test_an_upload_that_no_disk_takes_says_why(client: Client, folder: Path) -> None:
    folder.write_text("no folder")
    answer = sent(client, ["一.txt"])
    assert answer.status_code == 409 and "存不进" in answer.content.decode()


@pytest.mark.django_db(transaction=True)
def test_what_was_being_read_when_the_program_ended_is_read_again(client: Client, folder: Path) -> None:
    client.post("/documents/upload/", {"files": [SimpleUploadedFile("一.txt", REPORT.encode())]})
    Upload.objects.update(state="reading")
    jobs.work_through()
    assert Upload.objects.get().state == "reading"
    uploads.resume()
    jobs.work_through()
    assert Upload.objects.get().state == "done"


@pytest.mark.django_db(transaction=True)
def test_what_ended_the_process_that_read_it_is_not_read_again(client: Client, folder: Path) -> None:
    client.post("/documents/upload/", {"files": [SimpleUploadedFile("一.txt", REPORT.encode())]})
    Upload.objects.update(state="reading")
    uploads.resume(anew=True)
    jobs.work_through()
    row = Upload.objects.get()
    assert row.state == "failed" and "意外结束" in row.problem
    assert not [path for path in folder.rglob("*") if path.is_file()]


@pytest.mark.parametrize("address", ["/documents/?q=%00", "/search/?%00=1", "/documents/uploads/%00/", "/?after=a%00"])
def test_the_character_nul_is_refused(client: Client, report: int, address: str) -> None:
    answer = client.get(address)
    assert answer.status_code == 400 and "没有受理" in answer.content.decode()


def test_every_form_asks_for_its_token_and_no_look_changes_anything(client: Client, report: int) -> None:
    strict = Client(enforce_csrf_checks=True)
    ids = {"fact": Fact.objects.filter(document=report).first().pk, "document": report,
           "finding": Finding.objects.filter(document=report).first().pk}  # fmt: skip
    for address in FORMS:
        assert strict.post(address.format(**ids), MEANT).status_code == 403, address
        assert strict.post(address.format(**ids), MEANT, HTTP_ORIGIN="http://evil.example").status_code == 403
        client.get(address.format(**ids), MEANT)
    assert not Correction.objects.exists() and not AcceptedFinding.objects.exists()
    assert not JournalEntry.objects.exists() and not Upload.objects.exists()


def test_no_address_puts_words_or_headers_on_a_page(client: Client, report: int) -> None:
    page = client.get("/indicators/?said=骗人的话&refused=骗人的话").content.decode()
    assert "骗人的话" not in page
    answer = client.post("/indicators/merge/", {"into": "x", "other": "y", "q": "//evil.example\r\nX: 1"})
    assert answer["Location"].startswith("/indicators/?q=") and "\n" not in answer["Location"]


def test_a_ledger_whose_file_is_gone_is_not_begun_anew(tmp_path: Path) -> None:
    path = tmp_path / "台 账?.db"
    with pytest.raises(sqlite3.OperationalError):
        sqlite3.connect(existing(str(path)), uri=True)
    assert not path.exists()
    with closing(sqlite3.connect(path)) as made:
        made.execute("CREATE TABLE a (b)")
    with closing(sqlite3.connect(existing(str(path)), uri=True)) as found:
        assert found.execute("SELECT name FROM sqlite_master").fetchall() == [("a",)]


@pytest.mark.django_db(transaction=True)
def test_jobs_wait_for_a_ledger_that_is_away(folder: Path, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    sent(client, ["一.txt"])
    tried: list[int] = []
    run, worked = jobs.Worker.run, threading.Event()

    def away_at_first(worker: Any) -> None:
        tried.append(1)
        if len(tried) < 3:
            raise OperationalError("unable to open database file")
        worker.batch = True
        run(worker)
        worked.set()

    monkeypatch.setattr(jobs, "_AGAIN", 0.01)
    monkeypatch.setattr(jobs.Worker, "run", away_at_first)
    jobs.work_until(worked.wait)
    assert Upload.objects.get().state == "done"
