"""Whether a ledger is sound: an open ledger in, a line for each problem out; `taizhang ledger check` prints them.

Everything is seen as of one moment, while others go on writing, and passes by once: memory stays flat over millions of
facts, but for the longest text.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Any

from django.apps import apps
from django.db import connection, models
from django.db.models import Count, Exists, F, Max, OuterRef, Q

from taizhang.ledger.models import Correction, Document, Fact, Finding, Location, Report, Version, row_id
from taizhang.ledger.transactions import snapshot

__all__ = ["problems"]

_ACTIVE = ("applied", "moved")
_AT_ONCE = 2000


def problems() -> Iterator[str]:
    """Give a line for each problem of the open ledger; nothing when it is sound."""
    with snapshot():
        yield from chain(_database(), _orphans(), _versions(), _live(), _rows(), _anchors())


def _database() -> Iterator[str]:
    """Ask SQLite about its pages and indexes; PostgreSQL looks after its own."""
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA integrity_check")
        for (said,) in cursor.fetchall():
            if said != "ok":
                yield f"数据库文件损坏：{said}"


def _orphans() -> Iterator[str]:
    """Look for references to what is not there, whether or not the database watches over them."""
    for model in apps.get_app_config("ledger").get_models():
        for field in model._meta.concrete_fields:
            if not isinstance(field, models.ForeignKey):
                continue
            there = field.related_model.objects.filter(pk=OuterRef(field.attname))
            lost = model.objects.filter(~Exists(there), **{f"{field.attname}__isnull": False})
            if count := lost.count():
                first = lost.values_list("pk", flat=True)[0]
                yield f"{_name(model)}有 {count} 行的 {field.attname} 指向没有的行，如第 {first} 行"


def _versions() -> Iterator[str]:
    """Look at what locations hold and held: versions without gaps, the last one what it holds now."""
    last = Max("versions__number")
    for location in Location.objects.annotate(count=Count("versions"), last=last).exclude(count=F("last")).iterator():
        yield f"{location.file}：版本号不连续（有 {location.count} 个，最后一个是 {location.last}）"
    latest = Version.objects.annotate(last=Max("location__versions__number")).filter(number=F("last"))
    for version in latest.exclude(document=F("location__document")).select_related("location").iterator():
        yield f"{version.location.file}：现在的内容不是最后一个版本"
    for document in Document.objects.filter(versions=None).only("doc").iterator():
        yield f"文档 {document.pk}（{document.doc[:12]}）：不在任何位置"


def _live() -> Iterator[str]:
    """Look at what counts: documents that a location holds, and of their facts those that nobody rejected."""
    held = Exists(Location.objects.filter(document=OuterRef("pk")))
    for pk in Document.objects.exclude(live=held).values_list("pk", flat=True).iterator():
        yield f"文档 {pk}：现行标记和它的位置不符"
    for model in (Report, Finding):
        if count := model.objects.exclude(live=F("document__live")).count():
            yield f"{_name(model)}有 {count} 行的现行标记和文档不符"
    wrong = Exists(Correction.objects.filter(fact=OuterRef("pk"), kind="wrong", state__in=_ACTIVE))
    out = Q(document__live=False) | Q(duplicate_of__isnull=False) | Q(wrong)
    if count := Fact.objects.filter(out, live=True).count():
        yield f"数据有 {count} 条不该计入而计入"
    if count := Fact.objects.filter(~out, live=False).count():
        yield f"数据有 {count} 条应该计入而没有计入"


def _rows() -> Iterator[str]:
    """Look at each document with its facts: as many as it says, each quote where it says."""
    facts = _by_document(Fact, "start", "end", "pieces", "quote")
    reports = _by_document(Report, "start", "end")
    ahead_facts, ahead_reports = next(facts, None), next(reports, None)
    for pk in list(Document.objects.order_by("pk").values_list("pk", flat=True)):
        document = Document.objects.only("text", "chars", "facts", "reports").get(pk=pk)
        name = f"文档 {pk}"
        if document.chars != len(document.text):
            yield f"{name}：字数是 {len(document.text)}，记的是 {document.chars}"
        counted = {"facts": 0, "reports": 0}
        while ahead_facts is not None and ahead_facts[0] < row_id(pk + 1, 0):
            counted["facts"] += ahead_facts[0] >= row_id(pk, 0)
            yield from _of_fact(name, document.text, *ahead_facts)
            ahead_facts = next(facts, None)
        while ahead_reports is not None and ahead_reports[0] < row_id(pk + 1, 0):
            counted["reports"] += ahead_reports[0] >= row_id(pk, 0)
            ahead_reports = next(reports, None)
        for column, word in (("facts", "数据"), ("reports", "报告")):
            if counted[column] != getattr(document, column):
                yield f"{name}：有 {counted[column]} 条{word}，记的是 {getattr(document, column)} 条"


def _by_document(model: type[models.Model], *columns: str) -> Iterator[tuple[Any, ...]]:
    rows: Iterable[tuple[Any, ...]] = model.objects.order_by("pk").values_list("pk", *columns).iterator(_AT_ONCE)
    return iter(rows)


def _of_fact(
    name: str, text: str, pk: int, start: int, end: int, pieces: list[list[int]] | None, quote: str
) -> Iterator[str]:
    spans = pieces or [[start, end]]
    if "".join(text[a:b] for a, b in spans) != quote:
        yield f"{name}：数据 {pk} 的原文“{quote[:20]}”不在第 {start} 到 {end} 字"
    elif spans[0][0] != start or spans[-1][1] != end:
        yield f"{name}：数据 {pk} 的各段和它的起止不符"


def _anchors() -> Iterator[str]:
    """Look at the corrections in force: their words stand where they say, their fact is there and stands there too."""
    rows = Correction.objects.filter(state__in=_ACTIVE).order_by("document_id", "pk")
    pk, text = 0, ""
    for row in rows.iterator(_AT_ONCE):
        if row.document_id != pk:
            pk, text = row.document_id, Document.objects.values_list("text", flat=True).get(pk=row.document_id)
        at, exact = row.selectors["position"], row.selectors["quote"]["exact"]
        if text[at["start"] : at["end"]] != exact:
            yield f"改正 {row.pk}：原文“{exact[:20]}”不在第 {at['start']} 到 {at['end']} 字"
        fact = Fact.objects.filter(pk=row.fact).values_list("document", "start", "end").first() if row.fact else None
        if row.fact and fact is None:
            yield f"改正 {row.pk}：它改的数据 {row.fact} 不在"
        elif fact and (fact[0] != row.document_id or fact[1] >= at["end"] or fact[2] <= at["start"]):
            yield f"改正 {row.pk}：它改的数据 {row.fact} 在别处"


def _name(model: type[models.Model]) -> str:
    return str(model._meta.db_table)
