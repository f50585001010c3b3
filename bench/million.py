"""A ledger of a million facts for `queries.py`: 20 counties × 20 bureaus × 5 years, 2,000 reports, 4,000 names.

Facts stand in texts of their own, so that every quote is found at its place. Names, units, roles and periods are
distributed as in work reports: a few names in every report, most of them rare; a third of the facts without a period.
"""

from __future__ import annotations

import random
from bisect import bisect
from calendar import monthrange
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime
from itertools import accumulate
from typing import Any, NamedTuple

from django.core.management import call_command
from django.db import connection

from taizhang.ledger import models
from taizhang.ledger.models import row_id

__all__ = ["build"]

YEARS = range(2020, 2025)
COUNTIES = "青白清云双石金南北东平新安永长大广临松柏"
_KINDS = "财政 教育 民政 水利 交通 农业农村 司法 审计 应急 卫健 医保 住建 城管 商务 科技 发改 工信 林草 国资 人社"
_THINGS = "企业 项目 学校 农户 车辆 线索 案件 隐患 信访件 设施 路段 渠道 村庄 社区 人员 资金 补贴 合同 证照 场所"
_VERBS = "新增 完成 办结 排查 整改 发放 培训 建成 投入 受理 核查 拨付 关停 改造 登记 检查 组织 争取 签约 复核"
KINDS, THINGS, VERBS = (words.split() for words in (_KINDS, _THINGS, _VERBS))
COMMON = {
    "一般公共预算收入": "元", "固定资产投资": "元", "规模以上工业增加值": "元", "社会消费品零售总额": "元",
    "城镇新增就业": "人", "整改率": "", "完成率": "", "群众满意度": "",
}  # fmt: skip
UNITS = [
    ("万元", 1e4, "元"), ("亿元", 1e8, "元"), ("个", 1, "个"), ("家", 1, "家"), ("人次", 1, "人次"),
    ("万人", 1e4, "人"), ("公里", 1e3, "米"), ("万吨", 1e4, "吨"), ("件", 1, "件"), ("户", 1, "户"),
]  # fmt: skip
ROLES = [("level", 720), ("growth", 100), ("rate", 80), ("share", 45), ("change", 40), ("rank", 13), ("score", 2)]
STATUSES = [("actual", 850), ("planned", 135), ("forecast", 15)]
MODIFIERS = [("exact", 900), ("approx", 60), ("at_least", 30), ("at_most", 7), ("range", 3)]
SAID = [
    "，", "，较好完成了年初确定的任务，", "，为全县经济社会平稳健康发展提供了有力支撑。", "；",
    "，有关经验在全市推广，群众反映良好。\n", "，做到了底数清、情况明、责任实，确保各项措施落到实处。\n",
]  # fmt: skip
NOW = datetime(2025, 1, 1, tzinfo=UTC)


class Bureau(NamedTuple):
    """Who writes a report, and in which year."""

    county: int
    kind: int
    year: int

    @property
    def place(self) -> str:
        return f"{COUNTIES[self.county]}溪县"

    @property
    def org(self) -> str:
        return f"{self.place}{KINDS[self.kind]}局"

    @property
    def organisation(self) -> int:
        return 3 + self.county * (len(KINDS) + 1) + self.kind


def build(facts: int) -> None:
    """Migrate the database of the settings and fill it; it must be empty."""
    call_command("migrate", verbosity=0)
    if connection.vendor == "sqlite":
        connection.ensure_connection()
        connection.connection.executescript("PRAGMA synchronous=OFF; PRAGMA cache_size=-400000;")
    chance = random.Random(20)
    names = _names()
    _insert(models.Indicator, [(n, name, unit, 0, n <= len(COMMON)) for n, (name, unit) in enumerate(names, 1)])
    _insert(models.IndicatorName, [(n, name, name, n) for n, (name, _) in enumerate(names, 1)])
    _organisations()
    made = list(_documents(chance, names, facts))
    for n, model in enumerate((models.Document, models.Location, models.Version, models.Report, models.Section)):
        _insert(model, [document[n] for document in made])
    _insert(models.Fact, (row for document in made for row in document[-1]))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE" if connection.vendor == "sqlite" else "VACUUM ANALYZE")


def _names() -> list[tuple[str, str]]:
    """Give the names with their base units: the common ones, then 200 of each kind of bureau."""
    made = dict(COMMON)
    for kind in KINDS:
        for n in range(200):
            grade, number = "重点" if n % 3 else "一般", n if n >= 20 else ""
            made[f"{VERBS[n % 20]}{kind}{grade}{THINGS[n // 20]}{number}"] = UNITS[n % 10][2]
    return list(made.items())


def _organisations() -> None:
    regions: list[tuple[Any, ...]] = [(1, "990000", "云岭市", "", None, None)]
    rows: list[tuple[Any, ...]] = [(1, "云岭市人民政府", "", "云岭市", 1, None, _path(1), None)]
    for county in range(len(COUNTIES)):
        place, head = Bureau(county, 0, 0).place, len(rows) + 1
        regions.append((county + 2, f"9901{county + 1:02}", place, "990000", None, None))
        rows.append((head, f"{place}人民政府", "", place, county + 2, 1, _path(1, head), None))
        for kind in KINDS:
            own = len(rows) + 1
            rows.append((own, f"{place}{kind}局", kind, place, county + 2, head, _path(1, head, own), None))
    _insert(models.Region, regions)
    _insert(models.Organisation, rows)


def _path(*ids: int) -> str:
    return "".join(f"{one:010}/" for one in ids)


def _documents(chance: random.Random, names: Sequence[tuple[str, str]], facts: int) -> Iterator[list[Any]]:
    own = (len(names) - len(COMMON)) // len(KINDS)
    spread = list(accumulate(1 / (n + 3) for n in range(own)))
    bureaus = [Bureau(c, k, y) for y in YEARS for c in range(len(COUNTIES)) for k in range(len(KINDS))]
    for number, bureau in enumerate(bureaus, 1):
        count = facts * number // len(bureaus) - facts * (number - 1) // len(bureaus)
        first = len(COMMON) + bureau.kind * own
        picks = [_pick_name(chance, first, spread) for _ in range(count)]
        yield _document(chance, number, bureau, [(pick + 1, *names[pick]) for pick in picks])


def _pick_name(chance: random.Random, first: int, spread: Sequence[float]) -> int:
    if chance.random() < 0.04:
        return chance.randrange(len(COMMON))
    return first + min(bisect(spread, chance.random() * spread[-1]), len(spread) - 1)


def _document(chance: random.Random, document: int, who: Bureau, picks: Iterable[tuple[int, str, str]]) -> list[Any]:
    half = (document + who.year) % 3 == 0
    period = f"{who.year}年上半年" if half else f"{who.year}年"
    days = date(who.year, 1, 1), date(who.year, 6, 30) if half else date(who.year, 12, 31)
    heading = f"{who.org}{period}工作总结"
    own = row_id(document, 0)
    text, at, rows = [heading + "\n"], len(heading) + 1, []
    for number, (pick, name, base) in enumerate(picks):
        row, sentence = _fact(chance, period, days, at, name, base)
        at += len(sentence)
        text.append(sentence)
        rows.append((row_id(document, number), document, own, own, who.organisation, pick, *row))
    whole, file = "".join(text), f"{who.year}/{who.place}/{who.org}.txt"
    kind = "summary" if who.kind % 4 else "summary+plan"
    return [
        (document, f"{document:064x}", "plain", len(whole), "", "bench", NOW, 0.1, 1, len(rows), True, whole, None),
        (document, "path", f"/bench/{file}", file, document),
        (document, document, 1, document, NOW),
        (own, document, 0, len(whole), who.org, who.organisation, KINDS[who.kind], who.place, period, *days, kind, True,
         heading, True),
        (own, document, own, None, 0, len(whole), len(heading) + 1, 1, "工作情况", "summary"),
        rows,
    ]  # fmt: skip


def _fact(
    chance: random.Random, period: str, days: tuple[date, date], at: int, name: str, base: str
) -> tuple[tuple[Any, ...], str]:
    """Give the columns of a fact from `start` on, and the text that it stands in, which begins at `at`."""
    role, status, modifier = (_pick(chance, weights) for weights in (ROLES, STATUSES, MODIFIERS))
    unit, factor, base = _unit(chance, role, base)
    size = chance.lognormvariate(4, 2)
    value = round(size, 2) if unit == "%" or factor > 1 else float(int(size) + 1)
    lead, begins, ends = _when(chance.random(), period, days)
    head, quote = f"{lead}{'，' if lead else ''}{name}", f"{value:g}{unit}"
    start = at + len(head)
    high = value * 2 if modifier == "range" else None
    row = (
        start, start + len(quote), None, quote, value, high, 0 if value.is_integer() else 2, unit, modifier, False,
        value * factor, high * factor if high else None, base, role, 1, "同比" if role == "growth" else None,
        start - len(name), start, None, lead or None, at if lead else None, at + len(lead) if lead else None, begins,
        ends, status, None, None, chance.random() < 0.001, chance.random() > 0.02,
    )  # fmt: skip
    return row, f"{head}{quote}{SAID[int(size) % len(SAID)]}"


def _when(when: float, period: str, days: tuple[date, date]) -> tuple[str, date | None, date | None]:
    """Give a period as it is written, and its days; a third of the facts name none."""
    if when < 0.35:
        return "", None, None
    if when < 0.7:
        return period, *days
    year, month = days[0].year, 1 + int(when * 11)
    return f"{year}年1-{month}月", days[0], date(year, month, monthrange(year, month)[1])


def _unit(chance: random.Random, role: str, base: str) -> tuple[str, float, str]:
    if role in ("growth", "share", "rate") or not base:
        return "%", 1, "%"
    if role in ("rank", "score"):
        return ("位", 1, "位") if role == "rank" else ("分", 1, "分")
    return chance.choice([unit for unit in UNITS if unit[2] == base])


def _pick(chance: random.Random, weights: list[tuple[str, int]]) -> str:
    at = chance.randrange(1000)
    for name, weight in weights:
        at -= weight
        if at < 0:
            return name
    return weights[-1][0]


def _insert(model: Any, rows: Iterable[Sequence[Any]]) -> None:
    fields = model._meta.concrete_fields
    columns, table = ", ".join(f'"{field.column}"' for field in fields), model._meta.db_table
    if connection.vendor == "sqlite":
        own = connection.connection
        own.execute("BEGIN")
        insert = f"INSERT INTO {table} ({columns}) VALUES ({', '.join('?' for _ in fields)})"
        own.executemany(insert, (tuple(str(v) if isinstance(v, date) else v for v in row) for row in rows))
        own.commit()
        return
    with connection.cursor() as cursor:
        with cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)
        if fields[0].get_internal_type() == "BigAutoField":
            cursor.execute(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), max(id)) FROM {table}")
