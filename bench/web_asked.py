"""What users of `web.py` ask for: pages of every kind, filters rare, common and empty, words of all lengths.

    python bench/web_asked.py FACTS FOLDER      # builds the ledger if it is missing, writes FOLDER/asked.json

The ids that addresses need are kept in asked.json, so that those who ask touch no database.
"""

from __future__ import annotations

import gzip
import http.client
import json
import os
import random
import re
import sys
import time
from pathlib import Path
from urllib.parse import urlencode
from zipfile import ZipFile

__all__ = ["Asked", "upload"]

HERE = Path(__file__).parent
NAME = "taizhang.db"
CHARACTERS = 60_000
"""A hundred pages."""
UPLOADS = 3
CHOOSING = 0.15
"""Part of the questions for which a user has asked to see what most facts are about."""
Request = tuple[str, str, bool]
"""Its kind, its path, whether htmx asks for a part of a page."""

COMMON = ["固定资产投资", "整改率", "完成率", "群众满意度", "规模以上工业增加值", "城镇新增就业"]
YEARS = range(2020, 2025)
ROLES = ["level", "level", "growth", "rate", "share", "rank", "score"]
ORDERS = ["text", "text", "text", "period", "value"]
SAID = ["财政", "企业", "线索", "99.99", "12", "没有这样的字"]
WORDS = {
    1: ["县", "财", "桂", "乡", "龘"], 2: ["财政", "企业", "云岭", "文脉", "政财"],
    4: ["固定资产", "开创机制", "统筹园区", "盘活品牌", "关停财政", "没有这样"],
    8: ["经济社会平稳健康", "规模以上工业增加", "关停财政一般企业", "在全市推广群众反", "同时，开创机制、"],
}  # fmt: skip
PAIRS = ["财政 企业", "开创机制 统筹园区", "2023 整改", "柏溪县 审计 隐患"]
MIX = {"overview": 12, "documents": 14, "read": 22, "card": 12, "figures": 18, "across": 4, "indicators": 4,
       "promises": 5, "search": 12, "names": 3, "findings": 6, "settle": 2}  # fmt: skip
"""How often each is opened."""


class Asked:
    """Draws what a user opens next."""

    def __init__(self, folder: Path, uploaded: int) -> None:
        self.uploaded = uploaded
        known = json.loads((folder / "asked.json").read_text())
        self.ids: dict[str, list[int]] = known["ids"]
        self.names: dict[str, list[str]] = known["names"]

    def page(self, chance: random.Random) -> list[Request]:
        """Give a page and what it loads by itself, in order."""
        kind = chance.choices(list(MIX), list(MIX.values()))[0]
        drawn: list[Request] = getattr(self, f"_{kind}")(chance)
        return drawn

    def _overview(self, chance: random.Random) -> list[Request]:
        return [("总览", "/", False), ("总览：变动最大的", "/moved/", True)]

    def _documents(self, chance: random.Random) -> list[Request]:
        named, year = self.names, chance.choice(YEARS)
        asked: dict[str, str] = chance.choice([
            {}, {}, {"after": str(chance.randrange(100, 2000))}, {"org_type": chance.choice(named["kinds"])},
            {"period": f"{year}年"}, {"q": chance.choice(named["places"])}, {"q": "没有的单位"}, {"open": "1"},
            {"kind": "summary+plan"}, {"q": chance.choice(named["orgs"]), "period": f"{year}年上半年"},
            {"org_type": chance.choice(named["kinds"]), "open": "1"},
        ])  # fmt: skip
        kind = "报告库：筛选" if asked else "报告库"
        return [(kind, f"/documents/?{urlencode(asked)}", bool(asked) and chance.random() < 0.7)]

    def _read(self, chance: random.Random) -> list[Request]:
        draw = chance.random()
        if draw < 0.15:
            return [("阅读：100 页", f"/documents/{self.uploaded}/", False)]
        if draw < 0.3:
            return [("阅读：长文第 2 页", f"/documents/{chance.choice(self.ids['long'])}/?part=2", False)]
        if draw < 0.55:
            fact = chance.choice(self.ids["facts"])
            return [("阅读：到一条数据", f"/documents/{fact >> 20}/?fact={fact}", False)]
        return [("阅读", f"/documents/{chance.choice(self.ids['documents'])}/", False)]

    def _card(self, chance: random.Random) -> list[Request]:
        return [("数据卡片", f"/facts/{chance.choice(self.ids['facts'])}/", True)]

    def _figures(self, chance: random.Random) -> list[Request]:
        name, asked = self._filter(chance)
        view = "latest" if chance.random() < 0.15 else "list"
        address = urlencode({"view": view, "order": chance.choice(ORDERS)} | asked)
        kind = f"数据：{name}" if view == "list" else "数据：最新"
        found = [(kind, f"/figures/?{address}", chance.random() < 0.7), ("合计", f"/figures/totals/?{address}", True)]
        if chance.random() < CHOOSING:
            found.append(("常见的取值", f"/figures/choices/?{address}", True))
        return found

    def _filter(self, chance: random.Random) -> tuple[str, dict[str, str]]:
        """Draw a filter of the table, with the name of its kind."""
        named, year = self.names, chance.choice(YEARS)
        org, place, indicator = (chance.choice(named[kind]) for kind in ("orgs", "places", "indicators"))
        period, role = f"{year}年{chance.choice(['', '上半年', '3月', '1-5月'])}", chance.choice(ROLES)
        chosen: tuple[str, dict[str, str]] = chance.choice([
            ("不限", {}), ("常见指标", {"indicator": chance.choice(COMMON)}), ("少见指标", {"indicator": indicator}),
            ("两个指标", {"indicator": f"{chance.choice(COMMON)}、{indicator}"}), ("单位", {"org": org}),
            ("全市", {"org": "云岭市人民政府"}), ("地区", {"place": place}),
            ("地区", {"place": f"9901{chance.randrange(1, 21):02}"}), ("期间", {"period": period}),
            ("期间", {"period": period, "match": chance.choice(["equal", "overlap"])}),
            ("没有数据的年份", {"period": "2011年"}), ("类别", {"role": role}),
            ("类别和状态", {"role": role, "status": chance.choice(["planned", "forecast"])}),
            ("文件", {"document": chance.choice(named["files"])}), ("句子里有", {"text": chance.choice(SAID)}),
            ("人工改正的", {"by_hand": "1"}), ("人工改正的", {"by_hand": "1", "role": role, "place": place}),
            ("几个条件", {"org": "云岭市人民政府", "period": period, "role": role, "status": "actual"}),
            ("几个条件", {"place": place, "period": period, "text": "企业"}),
            ("几个条件", {"indicator": chance.choice(COMMON), "place": place, "period": period}),
        ])  # fmt: skip
        return chosen

    def _across(self, chance: random.Random) -> list[Request]:
        indicator = chance.choice(chance.choice([COMMON, self.names["indicators"]]))
        asked = {"view": "across", "indicator": indicator} | chance.choice([{}, {"role": "level"}])
        return [("数据：单位 × 期间", f"/figures/?{urlencode(asked)}", False)]

    def _indicators(self, chance: random.Random) -> list[Request]:
        if chance.random() < 0.5:
            return [("指标", "/indicators/", False)]
        words = chance.choice(["企业", "财政 新增", "整改率", "没有的"])
        return [("指标：查找", f"/indicators/?{urlencode({'q': words})}", True)]

    def _promises(self, chance: random.Random) -> list[Request]:
        if chance.random() < 0.4:
            return [("承诺", f"/promises/?{urlencode({'q': chance.choice(['', '财政', '青溪县'])})}", False)]
        return [("承诺：一份报告", f"/promises/?report={chance.choice(self.ids['reports'])}", False)]

    def _search(self, chance: random.Random) -> list[Request]:
        size = chance.choice([1, 2, 2, 4, 4, 8, 0])
        words = chance.choice(WORDS[size] if size else PAIRS)
        return [(f"搜索：{f'{size} 个字' if size else '几个词'}", f"/search/?{urlencode({'q': words})}", False)]

    def _findings(self, chance: random.Random) -> list[Request]:
        asked: dict[str, str] = chance.choice([
            {}, {"rule": chance.choice(["N001", "N003", "T003"])}, {"org": chance.choice(self.names["places"])},
            {"state": "accepted"}, {"state": "all", "org": "财政"},
        ])  # fmt: skip
        return [("问题", f"/findings/?{urlencode(asked)}", bool(asked))]

    def _settle(self, chance: random.Random) -> list[Request]:
        """Accept a finding and take that back: what was remembered of the whole ledger is counted anew."""
        at = f"/findings/{chance.choice(self.ids['findings'])}"
        return [("问题：接受", f"{at}/accept/", True), ("问题：重新列出", f"{at}/reopen/", True)]

    def _names(self, chance: random.Random) -> list[Request]:
        asked = {"kind": chance.choice(["org", "indicator"]), "q": chance.choice(["青", "财政", "企业", "固定"])}
        return [("候选名称", f"/figures/names/?{urlencode(asked)}", False)]


def upload(port: int, folder: Path, when: str) -> int:
    """Upload a document of 100 pages some times, as the page does; print the seconds; give the last document."""
    file, took, document = _hundred_pages(folder), [], 0
    for number in range(UPLOADS):
        data = file.read_bytes()
        start = time.perf_counter()
        document = _uploaded(port, _commented(data, number), f"{when}{number}.docx")
        _, page = _get(port, f"/documents/{document}/")
        took.append(time.perf_counter() - start)
        if 'class="fact' not in page:
            sys.exit("no fact is marked in the uploaded document")
    told = ", ".join(f"{seconds:.2f}" for seconds in took)
    print(f"upload of 100 pages (.docx) → text with its facts, {when}: {told} s (at most 3)\n", flush=True)
    return document


def _commented(data: bytes, number: int) -> bytes:
    """Give other bytes of the same document."""
    from io import BytesIO

    stream = BytesIO(data)
    with ZipFile(stream, "a") as archive:
        archive.comment = f"{number} {time.time()}".encode()
    return stream.getvalue()


def _uploaded(port: int, data: bytes, name: str) -> int:
    cookie, page = _get(port, "/documents/")
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)
    batch = re.escape("/documents/uploads/")
    if token is None:
        sys.exit("no form for uploads")
    mark = "----bench"
    body = b"".join([
        f'--{mark}\r\nContent-Disposition: form-data; name="csrfmiddlewaretoken"\r\n\r\n{token[1]}\r\n'.encode(),
        f'--{mark}\r\nContent-Disposition: form-data; name="files"; filename="{name}"\r\n'
        "Content-Type: application/octet-stream\r\n\r\n".encode(), data, f"\r\n--{mark}--\r\n".encode(),
    ])  # fmt: skip
    headers = {"Content-Type": f"multipart/form-data; boundary={mark}", "Cookie": cookie, "HX-Request": "true"}
    _, page = _sent(port, "POST", "/documents/upload/", body, headers)
    for _ in range(100):
        done = re.search(r'href="/documents/(\d+)/"', page)
        if done:
            return int(done[1])
        again = re.search(rf'hx-get="({batch}\w+/)"', page)
        if again is None:
            sys.exit(f"the upload failed: {page}")
        wait = re.search(r"load delay:(\d+)ms", page)
        time.sleep(int(wait[1]) / 1000 if wait else 0.6)
        _, page = _get(port, again[1])
    sys.exit("the upload does not end")


def _get(port: int, path: str) -> tuple[str, str]:
    return _sent(port, "GET", path, None, {})


def _sent(port: int, method: str, path: str, body: bytes | None, headers: dict[str, str]) -> tuple[str, str]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request(method, path, body, headers | {"Accept-Encoding": "gzip"})
    answer = connection.getresponse()
    data = answer.read()
    if answer.status != 200:
        sys.exit(f"{method} {path}: {answer.status}")
    text = gzip.decompress(data) if answer.headers.get("Content-Encoding") == "gzip" else data
    return (answer.headers.get("Set-Cookie") or "").partition(";")[0], text.decode()


def _hundred_pages(folder: Path) -> Path:
    """Write the document, once: reports of the example county after each other, with their tables."""
    path = folder / "hundred.docx"
    if not path.exists():
        from taizhang.examples import county
        from taizhang.examples.document import Document
        from taizhang.examples.office import render

        blocks, size = [], 0
        for file in county(size=2, flaws=False, office=False):
            if file.document and size < CHARACTERS:
                blocks += file.document.blocks
                size += len(file.text)
        path.write_bytes(render(Document("汇编", tuple(blocks)), "docx"))
    return path


def _build(facts: int, folder: Path) -> None:
    """Fill the ledger when it is empty; write the ids that addresses need."""
    os.chdir(folder)
    sys.path.insert(0, str(HERE))
    url = os.environ.get("TAIZHANG_DATABASE_URL")
    done = Path(f"{NAME}.done")
    if not url and (not done.exists() or done.read_text() != str(facts)):
        for old in folder.glob(f"{NAME}*"):
            old.unlink()
        Path(NAME).touch()
    from taizhang.web.serving import prepare

    prepare()
    from django.db import connection

    from taizhang.ledger.models import Document, Fact, Finding, Indicator, Location, Organisation, Region, Report

    if not Fact.objects.exists():
        import web_ledger

        start = time.perf_counter()
        web_ledger.build(facts)
        if not url:
            connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
        print(f"(built in {time.perf_counter() - start:.0f} s)", file=sys.stderr, flush=True)
    chance = random.Random(1)
    documents = list(Document.objects.order_by("pk").values_list("pk", flat=True))
    counts = dict(Document.objects.values_list("pk", "facts"))
    ids = {
        "documents": chance.sample(documents, 400), "long": [pk for pk in documents if pk % 100 == 0],
        "facts": [pk << 20 | chance.randrange(counts[pk]) for pk in chance.sample(documents, 400)],
        "findings": chance.sample(list(Finding.objects.exclude(severity="info").values_list("pk", flat=True)), 300),
        "reports": chance.sample(list(Report.objects.order_by("pk").values_list("pk", flat=True)), 200),
    }  # fmt: skip
    names = {
        "orgs": list(Organisation.objects.order_by("pk").values_list("name", flat=True)),
        "places": list(Region.objects.order_by("pk").values_list("name", flat=True)),
        "kinds": sorted(set(Organisation.objects.exclude(org_type="").values_list("org_type", flat=True))),
        "indicators": chance.sample(list(Indicator.objects.order_by("pk").values_list("name", flat=True)), 500),
        "files": chance.sample(list(Location.objects.order_by("pk").values_list("file", flat=True)), 100),
    }
    (folder / "asked.json").write_text(json.dumps({"ids": ids, "names": names}, ensure_ascii=False))
    connection.close()
    if not url:
        done.write_text(str(facts))


if __name__ == "__main__":
    _build(int(sys.argv[1]), Path(sys.argv[2]).resolve())
