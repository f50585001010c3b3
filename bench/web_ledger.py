"""The ledger that `web.py` puts the pages under load with: the million facts of `million.py`, made fit to be looked at.

Comes in: an empty database of the settings. Goes out: 2,000 reports with sections, relations, findings, noise, prose of
many words after their facts (so that words may be rare), twenty of them long, all indexed for the search.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from itertools import accumulate
from typing import Any

import million
from django.db import connection, transaction

from taizhang.checks import RULES
from taizhang.ledger import models
from taizhang.ledger.models import row_id, row_ids
from taizhang.ledger.search.index import index_pending

__all__ = ["build"]

_HEADS = "开创 完善 深化 聚焦 夯实 筑牢 优化 凝聚 激发 严守 擦亮 织密 盘活 做强 补齐 打通 守护 弘扬 健全 统筹"
_TAILS = "机制 作风 举措 底线 短板 链条 平台 队伍 阵地 品牌 环境 合力 活力 根基 防线 民生 生态 文脉 乡村 园区"
_LINKS = "同时，|一年来，|在此基础上，|对照年初目标，|按照统一部署，|会同有关部门，|坚持问题导向，|从严从实，"
WORDS = [head + tail for head in _HEADS.split() for tail in _TAILS.split()]
"""Words of four letters; each is half as frequent as the one that stands two thirds before it."""
PROSE, LONG = 3_000, 120_000
"""Characters of prose of a report, and of one in a hundred."""
_RULES = [rule for rule in RULES if rule != "M000"]


def build(facts: int) -> None:
    """Fill the database, whose tables are made: some minutes."""
    million.build(facts)
    chance = random.Random(6)
    made: dict[Any, list[Any]] = {model: [] for model in (
        models.Section, models.Relation, models.Finding, models.Noise, models.AcceptedFinding,
    )}  # fmt: skip
    for pk, text in list(models.Document.objects.order_by("pk").values_list("pk", "text")):
        _grow(chance, pk, text, made)
    for model, rows in made.items():
        million._insert(model, rows)
    index_pending()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE" if connection.vendor == "sqlite" else "VACUUM ANALYZE")


def _grow(chance: random.Random, document: int, text: str, made: dict[Any, list[Any]]) -> None:
    """Write prose after the facts of a document, and what a reading finds beside facts."""
    prose = _prose(chance, PROSE if document % 100 else LONG)
    whole = f"{text.rstrip()}\n{prose}"
    with transaction.atomic():
        models.Document.objects.filter(pk=document).update(text=whole, chars=len(whole))
        models.Report.objects.filter(pk=row_id(document, 0)).update(end=len(whole))
        models.Section.objects.filter(pk=row_id(document, 0)).update(end=len(text))
    made[models.Section] += _sections(document, whole, len(text))
    ids = row_ids(document)
    facts = list(
        models.Fact.objects.filter(pk__gte=ids.start, pk__lt=ids.stop).order_by("pk").values_list("pk", "start", "end")
    )
    for n in range(len(facts) // 12):
        some = facts[n * 12 : n * 12 + 3]
        spans = json.dumps([{"start": start, "end": end, "fact": pk} for pk, start, end in some])
        verdict = "inconsistent" if n % 10 == 9 else "consistent"
        made[models.Relation].append((
            row_id(document, n), document, chance.choice(_RULES), "sum", spans, "甲＋乙", json.dumps([12.5]),
            json.dumps([12.5 if verdict == "consistent" else 12.6]), verdict, None,
        ))  # fmt: skip
    for n in range(chance.randrange(9) if facts else 0):
        _, start, end = chance.choice(facts)
        rule = chance.choice(_RULES)
        print_ = f"{document:032x}{n:032x}"
        made[models.Finding].append((
            row_id(document, n), document, row_id(document, 0), None, rule, RULES[rule].severity, start, end,
            "各分项之和是 12.5 万元，写的总数是 12.6 万元，相差 0.1 万元", None, print_, True,
        ))  # fmt: skip
        if not n and document % 5 == 0:
            number = len(made[models.AcceptedFinding]) + 1
            made[models.AcceptedFinding].append((number, print_, rule, document, "本机用户", million.NOW, ""))
    for n in range(3):
        at = len(whole) - 200 * (n + 1)
        made[models.Noise].append((row_id(document, n), document, at, at + 10, "page-marker", None, None))


def _sections(document: int, text: str, end: int) -> Iterator[tuple[Any, ...]]:
    """Give sections that begin at lines, one of the second level in eight, up to `end`."""
    own, starts, at = row_id(document, 0), [], 0
    while 0 <= (at := text.find("\n", at, end)) < end - 1:
        at += 1
        starts.append(at)
    chosen = starts[8::8]
    for n, (start, stop) in enumerate(zip(chosen, [*chosen[1:], end], strict=False), 1):
        body = min(start + 12, text.find("\n", start) if text.find("\n", start) > 0 else end)
        level = 1 if n % 4 == 1 else 2
        yield (
            row_id(document, n), document, own, None if level == 1 else own, start, stop, body, level,
            text[start:body], "plan" if n % 9 == 0 else "work",
        )  # fmt: skip


def _prose(chance: random.Random, size: int) -> str:
    """Write sentences of many words, a few of them frequent."""
    weights = list(accumulate(1 / (n + 2) for n in range(len(WORDS))))
    links, parts, length = _LINKS.split("|"), [], 0
    while length < size:
        words = chance.choices(WORDS, cum_weights=weights, k=4)
        parts.append(f"{chance.choice(links)}{words[0]}、{words[1]}，{words[2]}，{words[3]}。")
        if chance.random() < 0.3:
            parts.append("\n")
        length += len(parts[-1])
    return "".join(parts)
