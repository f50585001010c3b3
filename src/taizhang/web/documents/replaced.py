"""Whether a new version of a file may be another file of the same name: by who signed its reports, and of what time."""

from __future__ import annotations

from collections.abc import Iterable

from taizhang.ledger.models import Report
from taizhang.ledger.queries.days import named_days

__all__ = ["unlike"]


def unlike(old: int, new: int) -> list[str]:
    """Say that no report of document `new` is of an organisation, or of a period, that `old` has; [] where one is.

    What one of the two does not tell is not held against it.
    """
    before, after = (list(Report.objects.filter(document=pk).order_by("start")) for pk in (old, new))
    said = [
        f"{what}不同（{'、'.join(one)} → {'、'.join(other)}）"
        for what, one, other, same in (
            ("单位", _signed(before), _signed(after), _bodies(before) & _bodies(after)),
            ("期间", _periods(before), _periods(after), set()),
        )
        if one and other and not same and not set(one) & set(other)
    ]
    if not said:
        return []
    return [f"和上一版的{'、'.join(said)}；不是同一份的话，请改名再传，上一份也要再传一次才计入"]


def _signed(reports: Iterable[Report]) -> list[str]:
    return list(dict.fromkeys(row.org for row in reports if row.org))


def _bodies(reports: Iterable[Report]) -> set[int]:
    return {row.organisation_id for row in reports if row.organisation_id is not None}


def _periods(reports: Iterable[Report]) -> list[str]:
    return list(dict.fromkeys(named_days(row.begins, row.ends) for row in reports if row.begins or row.ends))
