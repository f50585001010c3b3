"""How the pages name a report: by who signed it; one that nobody signed by what kind of bureau it is from."""

from __future__ import annotations

from taizhang.ledger.models import Report

__all__ = ["dated", "signed"]

_ANY = "其他"


def signed(report: Report | None) -> str:
    """Give who signed a report.

    >>> signed(Report(org="柳溪县水利局")), signed(Report(org=None, org_type="水利")), signed(Report(org_type="其他"))
    ('柳溪县水利局', '未署名（水利）', '未署名')
    """
    if report is None:
        return ""
    kind = f"（{report.org_type}）" if report.org_type and report.org_type != _ANY else ""
    return report.org or f"未署名{kind}"


def dated(report: Report | None) -> str:
    """Give who signed a report, and its period where that is known."""
    return f"{signed(report)} {report.period or ''}".strip() if report else ""
