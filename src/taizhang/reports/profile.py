"""Profile: of which kind a report is, whether it is whole, and what it is called.

In: a draft, with the roles of its parts for the kind. Out: fields of a report row; `naming` and `dating` give others.
"""

from __future__ import annotations

import re
from functools import cache

from taizhang.model import ReportKind, SectionRole
from taizhang.reports.draft import OPENING, SAMPLE, Draft
from taizhang.reports.openings import is_date, is_unit_name
from taizhang.reports.outline import Part
from taizhang.reports.roles import looks_ahead, title_role
from taizhang.wordlists import alternatives, load

__all__ = ["base_role", "find_kind", "heading_of", "is_complete"]

HEADING = 30
"""Characters of the text that name a report without title."""
LEAST = 40
"""Characters of body that a titled report has at least."""
OUTSIDE = 150
"""Characters outside of plan and problem parts that make a summary."""
SENTENCE = 10
"""Characters outside of them that do, where the title promises a summary."""
BROKEN_OFF = 600
"""Characters in which a row of 一是 goes on, when it does."""
_ENDS = tuple("。！!？?；;日）)”…")
_FIGURES = re.compile(
    r"\d[\d.]*[%个万亿家项次起处宗件户人亩场]|[XxＸ×*]{1,4}(?:\.[XxＸ×*]+)?[%个万亿家项次起处宗件户人亩场余]"
)


def heading_of(draft: Draft) -> str:
    """Give what a reader would call the report: its title, its item of the contents list, or its first words."""
    for title in draft.titles:
        return title.text.removeprefix(title.numbered).strip()
    return re.sub(r"\s+", " ", draft.text[draft.start : draft.until(draft.start, HEADING)]).strip()


def base_role(draft: Draft) -> SectionRole:
    """Give the role of parts that do not say their own: plan where the whole report looks ahead, else summary."""
    for title in draft.titles:
        if title.summary or title.plan:
            return "summary" if title.summary else "plan"
    if any(title_role(part.title) for part in draft.parts if part.level <= 2):
        return "summary"
    opening = draft.opening()
    if opening in ("formula", "past", "government"):
        return "summary"
    return "plan" if opening == "plan" or _plans(draft) else "summary"


@cache
def _manner() -> tuple[re.Pattern[str], re.Pattern[str]]:
    data = load("reports", "roles.toml")["tense"]
    return re.compile(alternatives(data["manner"])), re.compile("|".join(data["done"]))


def _plans(draft: Draft) -> bool:
    """Whether an untitled text without headings that tell looks ahead: few figures, few words of what was done."""
    manner, reported = _manner()
    text = draft.text[draft.start : draft.until(draft.start, SAMPLE)]
    done = len(_FIGURES.findall(text)) + 2 * len(reported.findall(text))
    ahead = len(manner.findall(text))
    if looks_ahead(text) is False and done >= ahead:
        return False
    return ahead > 2 * done or (ahead > done and done <= len(text) / 100)


def find_kind(draft: Draft, base: SectionRole) -> ReportKind:
    """Give the kind: by the roles of its parts, and by the text that stands outside of them."""
    roles = {part.role for part in draft.parts if part.level <= 2}
    if roles == {"other"} or any(title.notice for title in draft.titles):
        return "other"
    plan = "plan" in roles or (base == "plan" and "problem" not in roles)
    summary = bool(roles & {"summary", "indicator"})
    if not summary and base == "summary":
        taken = sum(p.end - p.start for p in draft.parts if p.level <= 2 and p.role != "summary" and _on_top(draft, p))
        titled = any(title.summary for title in draft.titles)
        told = draft.opening() in ("formula", "past", "government")
        least = SENTENCE if titled else LEAST // 2 if told else OUTSIDE
        summary = draft.end - draft.body - taken > least or not (plan or "problem" in roles)
    if summary and plan:
        return "summary+plan"
    return "plan" if plan else "summary"


def _on_top(draft: Draft, part: Part) -> bool:
    """Whether no other part that counts for the kind holds `part`."""
    return part.parent is None or draft.parts[part.parent].role == "summary"


def is_complete(draft: Draft, kind: ReportKind) -> bool:
    """Whether the report is whole: it has a beginning, an end, and the parts that it promises."""
    tail = draft.text[max(draft.start, draft.end - OPENING) : draft.end].rstrip()
    last = tail.rsplit("\n", 1)[-1].strip()
    ended = tail.endswith(_ENDS) or is_date(last) or is_unit_name(last)
    if draft.excerpt or not ended or _breaks_off(draft):
        return False
    size = draft.end - draft.body
    if draft.titles:
        promised = any(title.plan and title.summary for title in draft.titles)
        return size >= LEAST and (not promised or kind == "summary+plan")
    opening = draft.opening()
    if opening is None or opening == "plan" or _headless(draft):
        return False
    tops = sum(part.level == 1 and not part.lead for part in draft.parts)
    whole = kind == "summary+plan" and size > 4 * OPENING
    return tops >= 2 or (opening != "past" and (whole or size > 8 * OPENING))


def _breaks_off(draft: Draft) -> bool:
    """Whether the last row of 一是 stops after its first item."""
    if not draft.parts or draft.parts[-1].level != 4:
        return False
    last = draft.parts[-1]
    return draft.text.startswith("一是", last.start) and draft.end - last.start < BROKEN_OFF


def _headless(draft: Draft) -> bool:
    """Whether headings of level 2 stand without any of level 1: those are lost."""
    levels = {part.level for part in draft.parts if not part.lead}
    return 2 in levels and 1 not in levels
