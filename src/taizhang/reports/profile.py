"""Profile: whose report it is, of which place and period, of which kind, and whether it is whole.

In: the clean text of one report with its title, its parts, and what the contents list calls it. Out: the fields of a
report row. What the text does not say is None.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from taizhang.model import ReportKind, SectionRole
from taizhang.reports.lines import lines, next_line
from taizhang.reports.openings import is_addressee, is_date, is_unit_name, opening_of, own_institution
from taizhang.reports.orgs import Institution, domain_scores, find_institutions
from taizhang.reports.outline import Part
from taizhang.reports.periods import Stretch, find_stretches
from taizhang.reports.roles import looks_ahead, title_role
from taizhang.reports.titles import Title
from taizhang.wordlists import alternatives, load

__all__ = ["Draft", "base_role", "find_kind", "find_org", "find_period", "find_place", "heading_of", "is_complete"]

HEADING = 30
"""Characters of the text that name a report without title."""
OPENING = 400
"""Characters of an opening paragraph that are looked at."""
SAMPLE = 2400
"""Characters of a report that are read for the words of its domain."""


@dataclass(frozen=True, slots=True)
class Draft:
    """One report as splitting and outline leave it; offsets are those of the clean text."""

    text: str
    start: int
    end: int
    title: Title | None
    item: Title | None
    """The item of the contents list that promises it."""
    parts: Sequence[Part]
    excerpt: bool

    @property
    def titles(self) -> list[Title]:
        return [title for title in (self.title, self.item) if title]

    @property
    def body(self) -> int:
        """Where the text after the title begins."""
        return self.title.end if self.title and self.title.start >= self.start else self.start


def heading_of(draft: Draft) -> str:
    """Give what a reader would call the report: its title, its item of the contents list, or its first words."""
    for title in draft.titles:
        return title.text
    return re.sub(r"\s+", " ", draft.text[draft.start : min(draft.end, draft.start + HEADING)]).strip()


def find_org(draft: Draft) -> tuple[str | None, str | None]:
    """Give the organisation as written and its type."""
    named = _named(draft)
    org = named.full if named else None
    org_type = named.org_type if named else None
    for title in draft.titles:
        org = org if org and len(org) > len(title.org or "") else title.org or org
        org_type = title.org_type or org_type
        if title.government:
            org_type = "其他"
    return org, org_type or _type_by_words(draft)


def _named(draft: Draft) -> Institution | None:
    """Give the institution that signs the report or speaks of itself in its opening."""
    signed = _signature(draft)
    if signed:
        return signed
    at = draft.body
    for _ in range(3):
        own = own_institution(draft.text, at, min(draft.end, at + OPENING))
        if own or draft.excerpt:
            return own if own and own.start - at < OPENING // 2 else None
        following = next_line(draft.text, at)
        if following is None or following[0] >= draft.end or any(p.start <= following[0] for p in draft.parts[:1]):
            return None
        at = following[0]
    return None


def _signature(draft: Draft) -> Institution | None:
    """Give the institution of the signature at the end, or of the name under the title."""
    low = max(draft.start, draft.end - 200)
    tail = [(low + s, low + e) for s, e in lines(draft.text[low : draft.end])]
    head = [(draft.body + s, draft.body + e) for s, e in lines(draft.text[draft.body : min(draft.end, draft.body + 100)])]
    dated = any(is_date(draft.text[s:e]) for s, e in tail[-2:])
    for s, e in [*(tail[-3:] if dated else ()), *head[:2]]:
        if is_unit_name(draft.text[s:e]):
            for each in find_institutions(draft.text, s, e):
                if each.end == e:
                    return each
    return None


def _type_by_words(draft: Draft) -> str | None:
    """Give the type whose words the report uses most; 其他 where a whole county is spoken of, None where nothing tells."""
    for title in draft.titles:
        scores = domain_scores(title.text)
        if scores:
            return scores.most_common(1)[0][0]
    scores = _scores(draft)
    if not scores:
        return None
    best = scores.most_common(2)
    for joint in load("reports", "org_types.toml").get("joint", ()):
        if {name for name, _ in best} == set(joint["types"]) and best[1][1] >= 0.4 * best[0][1]:
            return str(joint["as"])
    size = min(draft.end - draft.start, SAMPLE)
    if best[0][1] < 3 or (best[0][1] < size / 80 and best[0][1] < 1.5 * (best[1][1] if len(best) > 1 else 0)):
        return "其他" if size > 500 else None
    return best[0][0]


def _scores(draft: Draft) -> Counter[str]:
    """Score the types by the beginning of the report and by the titles of its parts."""
    scores = domain_scores(draft.text, draft.start, min(draft.end, draft.start + SAMPLE))
    if draft.end - draft.start > SAMPLE:
        titles = "\n".join(part.title for part in draft.parts if part.level <= 2)
        scores += domain_scores(titles[:SAMPLE])
    return scores


@cache
def _place_names() -> tuple[re.Pattern[str], re.Pattern[str]]:
    data = load("reports", "places.toml")
    char = f"[^\\W\\d_A-Za-z{data['stop']}{data['masks']}]"
    mask = f"[{data['masks']}]{{1,3}}"
    ends = alternatives([*data["suffixes"], "镇", "乡", "街道"])
    one = f"(?:{mask}|{char}{{2,4}}){ends}"
    name = re.compile(rf"(?:(?<=[{data['stop']}\W])|^)(?:{one}){{1,3}}")
    return name, re.compile(rf"{alternatives(data['not_places'])}$")


def find_place(draft: Draft, org: str | None) -> str | None:
    """Give the place that the report is of, as written: in the name of the organisation, or named again and again."""
    pattern, never = _place_names()
    if org:
        match = pattern.match(org)
        if match and not never.search(match.group()):
            return match.group()
    counts: Counter[str] = Counter()
    for match in pattern.finditer(draft.text, draft.start, min(draft.end, draft.start + SAMPLE)):
        name = match.group()
        if not never.search(name):
            counts[name] += 1
    if not counts:
        return None
    name, times = counts.most_common(1)[0]
    return name if times > 1 or draft.excerpt else None


def find_period(draft: Draft, kind: ReportKind) -> str | None:
    """Give the period that the report sums up (of a plan: the one that it plans), in normal form."""
    plan = kind == "plan"
    year = _year(draft, plan)
    for title in draft.titles:
        if not title.government and (title.plan or not plan):
            found = _stretch_of(title, plan)
            if found:
                return _completed(draft, found, year)
    for part in draft.parts:
        if part.level == 1 and not part.lead:
            role = title_role(part.title)
            stretches = list(find_stretches(part.title))
            if stretches and ((role == "plan") == plan):
                return _completed(draft, stretches[0], year)
    return _period_of_text(draft, plan, year)


def _stretch_of(title: Title, plan: bool) -> Stretch | None:
    """Give the stretch of a title that belongs to its summary, or to its plan."""
    if not title.periods:
        return None
    return title.periods[-1] if plan and title.plan else title.periods[0]


def _completed(draft: Draft, stretch: Stretch, year: int | None) -> str | None:
    """Give the normal form of a stretch, with the half of the year that the rest of the report shows."""
    normal = stretch.normal(year)
    if normal and stretch.part is None and _half(draft):
        return f"{normal}上半年"
    return normal


def _half(draft: Draft) -> bool:
    """Whether the report sums up the first half of a year: its plan is that of the second."""
    said = [part.title for part in draft.parts if part.level == 1]
    opening = draft.text[draft.body : min(draft.end, draft.body + OPENING)]
    formula = re.search(r"现(?:将|就)[^。；\n]{0,60}上半年[^。；\n]{0,60}", opening)
    ahead = any("下半年" in title for title in said)
    return bool(formula or ahead or any("上半年" in title for title in said)) and not any(
        "全年" in title or "年度" in title for title in said
    )


def _year(draft: Draft, plan: bool) -> int | None:
    """Give the year of a report from its titles, its date, and the years that its text names most."""
    for title in draft.titles:
        for stretch in title.periods:
            if stretch.year:
                return stretch.year if not title.government else stretch.year - 1
    low = max(draft.start, draft.end - 60)
    for s, e in lines(draft.text[low : draft.end]):
        if is_date(draft.text[low + s : low + e]):
            for stretch in find_stretches(draft.text, low + s, low + e):
                return stretch.year
    for part in draft.parts:
        if part.level == 1:
            for stretch in find_stretches(part.title):
                if stretch.year:
                    return stretch.year if (title_role(part.title) == "plan") == plan else stretch.year + (1 if plan else -1)
    years = Counter(
        int(y) for y in re.findall(r"(?<!\d)((?:19|20)\d\d)年(?!以?前)", draft.text[draft.start : min(draft.end, draft.start + SAMPLE)])
    )
    return years.most_common(1)[0][0] if years else None


_SINCE = re.compile(r"(?P<year>(?:19|20)\d\d)年(?:度)?以来")
_WHOLE = re.compile(r"(?:今年以来|一年来|全年|今年[，,])")


def _period_of_text(draft: Draft, plan: bool, year: int | None) -> str | None:
    """Give the period that the opening, or the first sentences of an excerpt, speak of."""
    text, at = draft.text, draft.body
    if plan:
        return _planned_year(draft)
    end = min(draft.end, at + OPENING)
    opening = opening_of(text, at, min(draft.end, _paragraph_end(text, at, draft.end)))
    if opening in ("formula", "past", "government"):
        for stretch in find_stretches(text, at, end):
            if stretch.year or stretch.part == "上半年":
                return _completed(draft, stretch, year)
        return f"{year}年{'上半年' if _half(draft) else ''}" if year and _WHOLE.search(text, at, end) else None
    if draft.titles and year:
        return f"{year}年{'上半年' if _half(draft) else ''}"
    since = _SINCE.search(text, at, draft.end)
    if since:
        return f"{since['year']}年{'上半年' if _half(draft) else ''}"
    return _first_stretch(draft, year)


def _paragraph_end(text: str, at: int, end: int) -> int:
    """Give the end of the paragraph that holds `at` or follows it, leaving addressees out."""
    for s, e in lines(text[at : at + 3 * OPENING]):
        if not is_addressee(text[at + s : at + e]) and e - s > 40:
            return min(end, at + e)
    return end


def _first_stretch(draft: Draft, year: int | None) -> str | None:
    """Give the stretch at the beginning of the body of an excerpt: under its heading, or in its first clause."""
    begins = [draft.start, *(part.body for part in draft.parts[:3])]
    for begin in begins:
        for stretch in find_stretches(draft.text, begin, min(draft.end, begin + 24)):
            if stretch.part and stretch.start - begin <= 12:
                return stretch.normal(stretch.year)
            if stretch.year and re.match(r"年?[，,在以]", draft.text[stretch.end - 1 : stretch.end + 1]):
                return stretch.normal()
    for part in draft.parts:
        for stretch in find_stretches(part.title):
            if stretch.year or stretch.part:
                return stretch.normal()
    return None


def _planned_year(draft: Draft) -> str | None:
    """Give the year that a plan names as its own."""
    pattern = re.compile(r"(?<!\d)((?:19|20)\d\d)年(?:[，,]|度?(?:审计|重点)?(?:计划|工作|目标|任务|项目|增速|力争|拟|将|要|实施|安排|全[市县区]))")
    years = Counter(pattern.findall(draft.text, draft.start, draft.end))
    return f"{years.most_common(1)[0][0]}年" if years else None


def base_role(draft: Draft) -> SectionRole:
    """Give the role of parts that do not say their own: plan where the whole report looks ahead, else summary."""
    roles = {title_role(part.title) for part in draft.parts if part.level <= 2}
    for title in draft.titles:
        if title.plan and not title.summary:
            return "plan"
        if title.summary:
            return "summary"
    if roles & {"plan", "problem", "summary", "indicator", "other"}:
        return "summary"
    opening = opening_of(draft.text, draft.body, _paragraph_end(draft.text, draft.body, draft.end))
    if opening in ("formula", "past", "government"):
        return "summary"
    return "plan" if opening == "plan" or _plans(draft) else "summary"


_FIGURES = re.compile(r"\d[\d.]*[%个万亿家项次起处宗件户人亩场]|[XxＸ×*]{1,4}(?:\.[XxＸ×*]+)?(?:[%个万亿家项次起处宗件户人亩场]|余)")
_DONE = re.compile(r"今年以来|以来|同比|累计|截[至止]|已[^经有]|完成了|上半年|荣获|获评|一季度|投产|[达完]成[^度效]|目前|增长|先后|共[计有]")


def _plans(draft: Draft) -> bool:
    """Whether an untitled text without headings that tell looks ahead: few figures, few words of what was done."""
    text = draft.text[draft.start : min(draft.end, draft.start + SAMPLE)]
    done = len(_FIGURES.findall(text)) + 2 * len(_DONE.findall(text))
    ahead = len(re.findall(r"力争|将|计划|确保|进一步|继续|持续|加快|推动|推进|积极|努力|争取|加强|完善|健全|要(?!求)|建立|强化|加大|深化|谋划", text))
    if looks_ahead(text) is False and done >= ahead:
        return False
    return ahead > 2 * done or (ahead > done and done <= len(text) / 100)


def find_kind(draft: Draft, base: SectionRole) -> ReportKind:
    """Give the kind: by the roles of its parts, and by what stands before the first of them."""
    roles = [part.role for part in draft.parts if part.level <= 2]
    if roles and all(role == "other" for role in roles if role):
        return "other"
    plan = "plan" in roles or (base == "plan" and "problem" not in roles)
    summary = any(role in ("summary", "indicator") for role in roles)
    if not summary and base == "summary":
        first = draft.parts[0].start if draft.parts else draft.end
        summary = first - draft.body > 80 or not plan
        if "problem" in roles and plan and first - draft.body <= 80:
            summary = False
    if summary and plan:
        return "summary+plan"
    return "plan" if plan else "summary"


def is_complete(draft: Draft, kind: ReportKind) -> bool:
    """Whether the report is whole: it has a beginning, an end, and the parts that it promises."""
    text = draft.text
    if draft.excerpt or draft.end - draft.start < 800:
        return False
    if text[: draft.end].rstrip()[-1:] not in tuple("。！!？?；;日）)”:：…") and not _signed(draft):
        return False
    if any(title.plan and title.summary for title in draft.titles) and kind != "summary+plan":
        return False
    if draft.titles:
        return not _dangling(draft)
    opening = opening_of(text, draft.body, _paragraph_end(text, draft.body, draft.end))
    if opening is None and not is_addressee(text[draft.body : draft.body + 30].split("\n")[0]):
        return False
    return not _dangling(draft) and not _headless(draft) and (kind == "summary+plan" or draft.end - draft.start > 3000)


def _signed(draft: Draft) -> bool:
    last = next_line(draft.text, draft.end, back=True) if draft.end < len(draft.text) else None
    tail = draft.text[draft.start : draft.end].rstrip().rsplit("\n", 1)[-1].strip()
    del last
    return is_date(tail) or is_unit_name(tail)


def _dangling(draft: Draft) -> bool:
    """Whether the last row of 一是 breaks off after its first item."""
    deep = [part for part in draft.parts if part.level == 4]
    if not deep:
        return False
    last = deep[-1]
    return draft.text.startswith("一是", last.start) and draft.end - last.start < 600 and not any(
        part.start > last.start for part in draft.parts
    )


def _headless(draft: Draft) -> bool:
    """Whether headings of level 2 stand without any of level 1: those are lost."""
    levels = {part.level for part in draft.parts if not part.lead}
    return 2 in levels and 1 not in levels
