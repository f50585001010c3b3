"""Which reports are compared: an organisation's report, and its last ones before it.

Nothing is guessed: a report whose organisation is not known for sure, or whose period has no year, has no last one.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import Any

from django.db.models import Q

from taizhang.errors import UsageError
from taizhang.ledger.comparison.model import ReportRow
from taizhang.ledger.models import Location, Report
from taizhang.ledger.queries import resolving
from taizhang.ledger.queries.query import FactQuery
from taizhang.ledger.queries.wording import whole_name

__all__ = ["before", "find", "last_before", "periods", "report"]

_COLUMNS = ("pk", "organisation_id", "org", "place", "period", "begins", "ends", "kind", "heading", "document_id")


def report(number: int) -> ReportRow:
    """Give a report by its id; UsageError when there is none."""
    found = _rows(Q(pk=number))
    if not found:
        raise UsageError(f"台账里没有编号为 {number} 的报告")
    return found[0]


def find(organisation: str, period: str | None = None) -> ReportRow:
    """Give the newest report that sums up, of an organisation itself (not of those below), in `period` if given."""
    condition = Q(organisation_id__in=resolving.named_organisations([organisation]), live=True)
    first, last = FactQuery(period=period).days
    if period is not None:
        condition &= Q(begins=first, ends=last)
    found = [row for row in _rows(condition) if row.ends is not None]
    if not found:
        told = f"{period}的" if period else "写明期间的"
        raise UsageError(f"台账里没有“{organisation}”{told}报告；用 taizhang facts --org {organisation} 看看有什么")
    bodies = sorted({f"#{row.organisation}（{whole_name(row.org or '', row.place)}）" for row in found})
    if len(bodies) > 1:
        raise UsageError(f"“{organisation}”有 {len(bodies)} 个：{'、'.join(bodies)}；请写 #编号 指明")
    return max(found, key=lambda row: (row.ends, row.kind.startswith("summary"), row.id))


def last_before(row: ReportRow) -> tuple[tuple[ReportRow, ...], str]:
    """Give the last reports before this one, and why there are none.

    They are those of the newest period that ended before this one's end, and the plans for this one's own time.
    """
    if row.organisation is None:
        return (), "报告没有写明单位，不能确定上一份报告"
    if row.ends is None or row.begins is None:
        return (), "报告没有写明期间的年份，不能确定上一份报告"
    others = _rows(Q(organisation_id=row.organisation, live=True, begins__isnull=False) & ~Q(pk=row.id))
    plans = [other for other in others if _is_plan_for(other, row)]
    sooner = [(other.ends, other) for other in others if other.ends and other.ends < row.ends and other not in plans]
    newest = max((ends for ends, _ in sooner), default=None)
    last = [*(other for ends, other in sooner if ends == newest), *plans]
    return (tuple(last), "") if last else ((), "台账里没有这个单位更早的报告")


def before(last: Sequence[ReportRow]) -> list[ReportRow]:
    """Give the earlier reports than the last ones, of the same organisation."""
    ends = min((row.ends for row in last if row.ends and row.kind != "plan"), default=None)
    if ends is None:
        return []
    known = {row.id for row in last}
    rows = _rows(Q(organisation_id=last[0].organisation, live=True, ends__lt=ends))
    return [row for row in rows if row.id not in known]


def periods(reports: Iterable[int | None]) -> dict[int, str]:
    """Give the periods of reports by their ids; none of those that name none."""
    ids = {number for number in reports if number is not None}
    return dict(Report.objects.filter(pk__in=ids).exclude(period=None).values_list("pk", "period"))


def _is_plan_for(other: ReportRow, row: ReportRow) -> bool:
    """Tell a plan for the time that the report sums up; a plan beside another plan is no earlier one."""
    if not (row.begins and row.ends and other.begins and other.ends) or other.kind != "plan" or row.kind == "plan":
        return False
    return other.begins <= row.begins + timedelta(days=1) and other.ends >= row.ends


def _rows(condition: Q) -> list[ReportRow]:
    rows: list[tuple[Any, ...]] = list(Report.objects.filter(condition).order_by("pk").values_list(*_COLUMNS))
    files = _files({row[-1] for row in rows})
    return [ReportRow._make((*row[:-1], files.get(row[-1], ""))) for row in rows]


def _files(documents: Iterable[int]) -> dict[int, str]:
    spots = Location.objects.filter(document__in=list(documents)).order_by("-pk")
    return dict(spots.values_list("document_id", "file"))
