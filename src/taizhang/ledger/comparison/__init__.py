"""Comparisons over time: an organisation's report against its last ones.

    compare(find("青溪县财政局").id)

Which planned figures came true, and whether this report's figures of earlier times are those that were reported then.
Takes the ledger's facts, gives a Comparison; `taizhang compare` and the pages show it, both sentences beside each
other. What is not certain is said to be so.
"""

from __future__ import annotations

from taizhang.ledger.comparison.bases import bases
from taizhang.ledger.comparison.figures import facts_of
from taizhang.ledger.comparison.model import Base, Comparison, Promise, ReportRow
from taizhang.ledger.comparison.promises import promises
from taizhang.ledger.comparison.reports import before, find, last_before, periods, report

__all__ = ["Base", "Comparison", "Promise", "ReportRow", "compare", "find"]


def compare(number: int) -> Comparison:
    """Compare a report, given by its id, with the last ones of its organisation; UsageError when there is none such.

    What earlier reports than those planned for a time that ended since counts too: after a report of half a year, the
    plans that the year began with.

    Without a last report there are no promises; the notes say why.
    """
    this = report(number)
    last, why = last_before(this)
    now = facts_of([this.id])
    kept = promises(this, last, now, before(last)) if last else []
    told = {promise.target.report for promise in kept}
    last += tuple(row for row in before(last) if row.id in told)
    notes = [why] if why else []
    if last and not kept:
        notes.append("这些报告里没有写明数字的计划")
    former = tuple(bases(this, now))
    facts = [promise.target for promise in kept] + [base.former for base in former]
    return Comparison(this, last, tuple(kept), former, tuple(notes), periods(fact.report for fact in facts))
