"""The list of findings: what its filters leave, how it pages, what a line says."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client

from taizhang.ledger.models import Finding
from taizhang.web.findings import listing

HTMX = {"HTTP_HX_REQUEST": "true"}


def listed(client: Client, asked: str) -> list[listing.Line]:
    return list(client.get(f"/findings/?{asked}").context["lines"])


@pytest.mark.parametrize(
    ("asked", "found"),
    [("", True), ("rule=N001", True), ("rule=N999", False), ("org=应急", True), ("org=教育", False),
     ("state=all", True),     ("state=accepted", False), ("state=x", True), ("after=1", False)],
)  # fmt: skip
def test_findings_are_filtered(client: Client, report: int, asked: str, found: bool) -> None:
    assert bool(listed(client, asked)) == found


def test_a_line_says_whose_it_is_and_what_it_is_about(client: Client, report: int) -> None:
    (line,) = listed(client, "rule=N001")
    text = line.finding.document.text
    assert line.words and text[line.finding.start :].startswith(line.words[:20])
    assert (line.org, line.file) == ("松河县应急管理局 2024年上半年", "应急局总结.txt")
    page = client.get("/findings/?rule=N001").content.decode()
    assert f"/documents/{report}/?finding={line.finding.pk}" in page


def test_an_accepted_one_leaves_the_list_and_all_that_count(client: Client, report: int) -> None:
    row = Finding.objects.get(document=report, rule="N001")
    before = client.get("/").context["open"]
    line = client.post(f"/findings/{row.pk}/accept/", {"note": "n" * 999}, **HTMX).content.decode()
    assert "已确认无误" in line and "重新列出" in line and "n" * 501 not in line
    assert client.get("/").context["open"] == before - 1
    assert row.pk not in [line.finding.pk for line in listed(client, "")]
    assert [line.finding.pk for line in listed(client, "state=accepted")] == [row.pk]


def test_the_total_is_that_of_the_filters_and_follows_what_is_settled(client: Client, report: int, keep: Any) -> None:
    keep("柳溪县教育局2024年工作总结\n2024年，培训教师50人，其中小学20人、中学25人。\n", "二.txt")
    count = Finding.objects.exclude(severity="info").count()
    assert count > 1 and f"待处理 {count} 个" in client.get("/findings/?after=999999999999").content.decode()
    assert "待处理 1 个" in client.get("/findings/?org=教育", **HTMX).content.decode()
    row = Finding.objects.get(document=report, rule="N001")
    told = client.post(f"/findings/{row.pk}/accept/", **HTMX)
    assert json.loads(told["HX-Trigger"])["settled"] == row.pk
    now = client.get("/findings/total/", **HTMX).content.decode()
    assert f"待处理 {count - 1} 个" in now and 'hx-get="/findings/total/?"' in now
    gone = client.get("/findings/total/?rule=N001&org=应急", **HTMX).content.decode()
    assert "待处理 0 个" in gone and '<option value="N001" selected>' in gone
    assert "已确认无误 1 个" in client.get("/findings/total/?state=accepted", **HTMX).content.decode()


def test_findings_come_by_pages_each_once(client: Client, keep: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listing, "PAGE", 3)
    parts = "其中工贸企业12家、危化企业8家、矿山企业7家，发现隐患30处，完成整改40处，整改率50%"
    for n in range(8):
        keep(f"柳溪县2024年上半年工作总结\n上半年，检查企业{90 + n}家，{parts}。\n", f"{n}.txt")
    seen: list[int] = []
    address = "state=open"
    while address:
        context = client.get(f"/findings/?{address}").context
        seen += [line.finding.pk for line in context["lines"]]
        address = context["next"]
    assert len(seen) == len(set(seen)) == Finding.objects.exclude(severity="info").count() > 3
