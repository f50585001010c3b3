"""What a ledger holds, in a few lines: its size, its counts, its version."""

from __future__ import annotations

from collections.abc import Iterator

from django.db import connection

from taizhang.ledger.catalogue.listing import in_use
from taizhang.ledger.models import Correction, Document, Fact, Finding, Organisation, Report, Upgrade
from taizhang.ledger.where import Place

__all__ = ["lines"]


def lines(place: Place) -> Iterator[str]:
    """Give the lines that `taizhang ledger` prints of the open ledger."""
    made = Upgrade.objects.order_by("pk").last()
    yield f"{'SQLite' if place.path else 'PostgreSQL'}，{_bytes(place) / 1e6:.1f} MB，表由台账 {made.version} 建立"
    documents = Document.objects.count()
    live = Document.objects.filter(live=True).count()
    yield f"文档 {live} 份（连同旧版本 {documents} 份），报告 {Report.objects.filter(live=True).count()} 份"
    yield f"数据 {Fact.objects.filter(live=True).count()} 条（全部 {Fact.objects.count()} 条）"
    yield f"指标 {in_use().count()} 个，单位 {Organisation.objects.count()} 个"
    corrections = Correction.objects.filter(state__in=("applied", "moved"), document__live=True).count()
    yield f"改正 {corrections} 条，核对发现的问题 {Finding.objects.filter(live=True).count()} 处"


def _bytes(place: Place) -> int:
    if place.path:
        beside = (place.path, *(place.path.with_name(place.path.name + end) for end in ("-wal", "-shm")))
        return sum(file.stat().st_size for file in beside if file.exists())
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_database_size(current_database())")
        size: int = cursor.fetchone()[0]
        return size
