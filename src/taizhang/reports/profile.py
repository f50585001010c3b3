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
from typing import NamedTuple

from taizhang.model import ReportKind, SectionRole
from taizhang.reports.lines import lines, next_line
from taizhang.reports.openings import is_addressee, is_date, is_unit_name, opening_of, own_institution
from taizhang.reports.orgs import Institution, Topics, domain_scores, find_institutions
from taizhang.reports.outline import Part
from taizhang.reports.periods import Stretch, find_stretches
from taizhang.reports.roles import looks_ahead, title_role
from taizhang.reports.titles import Title
from taizhang.wordlists import alternatives, load

__all__ = ["Draft", "base_role", "find_kind", "find_org", "find_period", "find_place", "heading_of", "is_complete", "year_summed_up"]

HEADING = 30
"""Characters of the text that name a report without title."""
OPENING = 400
"""Characters of an opening paragraph that are looked at."""
OUTSIDE = 150
"""Characters outside of plan and problem parts that make a summary."""
SAMPLE = 1200
"""Characters of a report that are read for the words of its domain."""


@dataclass(frozen=True, slots=True)
class Draft:
    """One report as splitting and outline leave it; offsets are those of the clean text."""

    topics: Topics
    start: int
    end: int
    title: Title | None
    item: Title | None
    """The item of the contents list that promises it."""
    parts: Sequence[Part]
    excerpt: bool

    @property
    def text(self) -> str:
        """The clean text that holds the report."""
        return self.topics.text

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
        return title.text.removeprefix(title.numbered).strip()
    return re.sub(r"\s+", " ", draft.text[draft.start : min(draft.end, draft.start + HEADING)]).strip()


def find_org(draft: Draft) -> tuple[str | None, str | None]:
    """Give the organisation as written and its type."""
    if any(title.government for title in draft.titles):
        return _government(draft), "其他"
    named = _named(draft)
    org = named.full if named else None
    org_type = named.org_type if named else None
    for title in draft.titles:
        org = org if org and len(org) > len(title.org or "") else title.org or org
        org_type = title.org_type or org_type
    return org, org_type or _type_by_words(draft)


_CONGRESS = re.compile(r"在(?P<place>[^\s，,。在]{2,16}?)第[一二三四五六七八九十]{1,3}届人民代表大会")


def _government(draft: Draft) -> str | None:
    """Give the government that reports to its congress: as the head of the report names it, or by the congress."""
    for each in find_institutions(draft.text, draft.start, min(draft.end, draft.start + OPENING)):
        if each.name in ("人民政府", "国务院") and len(each.place) != 1 and not each.place.startswith("代表"):
            return each.full
    congress = _CONGRESS.search(draft.text, draft.start, min(draft.end, draft.start + OPENING))
    return f"{congress['place']}人民政府" if congress else None


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
    above = draft.title.start if draft.title else draft.start
    head = [(draft.start + s, draft.start + e) for s, e in lines(draft.text[draft.start : above])]
    head += [(draft.body + s, draft.body + e) for s, e in lines(draft.text[draft.body : min(draft.end, draft.body + 100)])][:2]
    dated = any(is_date(draft.text[s:e]) for s, e in tail[-2:])
    for s, e in [*(tail[-3:] if dated else ()), *head]:
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
    area = _area_type(draft)
    if area and best[0][1] < 0.6 * sum(scores.values()):
        return area
    size = min(draft.end - draft.start, SAMPLE)
    if best[0][1] < 3 or (best[0][1] < size / 80 and best[0][1] < 1.5 * (best[1][1] if len(best) > 1 else 0)):
        return "其他" if size > 500 else None
    return best[0][0]


_AREA = re.compile(
    r"(?:^|[，,。])(?:全|我|本|[XxＸ×*]{1,3}|[一-龥]{2,4})(?P<level>新区|开发区|高新区|经开区|区|县|市|旗|镇|乡|街道)(?=[在坚深认紧围全牢聚锚以面按积])"
)
_PARK = re.compile(r"新区|开发区|高新区|经开区|园区|管委会|功能区|产业集聚区")


def _area_type(draft: Draft) -> str | None:
    """Give the type of a report whose opening speaks of a whole area: 街道/乡镇, 园区, or 其他 for a government."""
    match = _AREA.search(draft.text, draft.body, min(draft.end, draft.body + 120))
    if match is None:
        return None
    if match["level"] in ("镇", "乡", "街道"):
        return "街道/乡镇"
    return "园区" if _PARK.search(draft.text, draft.body, min(draft.end, draft.body + SAMPLE)) else "其他"


def _scores(draft: Draft) -> Counter[str]:
    """Score the types by the beginning of the report and by the titles of its parts."""
    scores = draft.topics.scores(draft.start, draft.end)
    size = draft.end - draft.start
    if size > 2 * SAMPLE:
        titles = "\n".join(part.title for part in draft.parts)
        middle, later = draft.start + 2 * size // 5, draft.start + 4 * size // 5
        scores = scores + domain_scores(titles[: 2 * SAMPLE])
        scores += draft.topics.scores(middle, draft.end) + draft.topics.scores(later, draft.end)
    return scores


class _Places(NamedTuple):
    name: re.Pattern[str]
    verbs: re.Pattern[str]
    never: re.Pattern[str]
    suffixes: frozenset[str]


@cache
def _places() -> _Places:
    data = load("reports", "places.toml")
    char = f"[^\\W\\d_A-Za-z{data['stop']}{data['masks']}]"
    ends = alternatives([*(s for s in data["suffixes"] if s not in ("省", "州")), "镇", "乡", "街道"])
    one = f"(?:[{data['masks']}]{{1,3}}|{char}{{1,5}}){ends}"
    name = re.compile(rf"(?:(?<=[{data['stop']}\W])|^)(?:{one}){{1,3}}(?![{data['not_after']}])")
    verbs, never = (alternatives(data[key]) for key in ("verbs", "not_places"))
    return _Places(name, re.compile(f"(?:{verbs})+"), re.compile(rf"{never}$"), frozenset(data["suffixes"]))


def _place_in(name: str) -> str | None:
    """Give the place in a match of the place pattern, without the verbs before it; None when nothing is left."""
    places = _places()
    verbs = places.verbs.match(name)
    bare = name[verbs.end() :] if verbs else name
    if not 2 <= len(bare) <= 12 or bare in places.suffixes or places.never.search(bare) or not places.name.match(bare):
        return None
    return bare


def find_place(draft: Draft, org: str | None) -> str | None:
    """Give the place that the report is of, as written: in the name of the organisation, or named again and again."""
    pattern = _places().name
    for name in (org, *(title.text for title in draft.titles)):
        match = pattern.match(re.sub(r"^(?:[\d（()）.．、\s]|关于)+", "", name)) if name else None
        place = _place_in(match.group()) if match else None
        if place:
            return place
    counts: Counter[str] = Counter()
    for match in pattern.finditer(draft.text, draft.start, min(draft.end, draft.start + 2 * OPENING)):
        place = _place_in(match.group())
        if place:
            counts[place] += 1
    if not counts:
        return None
    name, times = counts.most_common(1)[0]
    return name if times > 1 else None


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


def year_summed_up(draft: Draft) -> int | None:
    """Give the year that the report sums up, or would, were it not a plan only."""
    for title in draft.titles:
        if title.summary and not title.government and title.periods and title.periods[0].year:
            return title.periods[0].year
    for part in draft.parts:
        if part.rank <= 2 and not part.lead and "年" in part.title and title_role(part.title) in ("summary", "indicator"):
            for stretch in find_stretches(part.title):
                if stretch.year:
                    return stretch.year
    return _year(draft, plan=False)


_FORMULA_HALF = re.compile(r"现(?:将|就)[^。；\n]{0,60}上半年")
_SAYS_HALF = re.compile(r"(?:^|[。；，,：:\n]|今年|20\d\d年)上半年(?!度)")
_SAYS_MORE = re.compile(r"(?:前三季度|三季度|四季度|全年|1[-—]1?[0-27-9]月)[^。；，]{0,12}(?:完成|实现|达到|共|增长|累计)|截[至止](?:到)?(?:[7-9]|1[0-2])月")


def _half(draft: Draft) -> bool:
    """Whether the report sums up the first half of a year: it says so, or its plan is that of the second half."""
    titles = [part.title for part in draft.parts if part.level == 1]
    if any("全年" in title or "年度" in title for title in titles):
        return False
    if any("下半年" in title or "上半年" in title for title in titles):
        return True
    if _FORMULA_HALF.search(draft.text, draft.body, min(draft.end, draft.body + OPENING)):
        return True
    end = min(draft.end, draft.body + 4 * SAMPLE)
    return len(_SAYS_HALF.findall(draft.text, draft.body, end)) >= 2 and not _SAYS_MORE.search(draft.text, draft.body, end)


def _year(draft: Draft, plan: bool) -> int | None:
    """Give the year of a report from its titles, its date, and the years that its text names most."""
    for title in draft.titles:
        for stretch in title.periods:
            if stretch.year and not title.government:
                return stretch.year
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
    years = Counter(map(int, _YEAR.findall(draft.text, draft.start, min(draft.end, draft.start + 2 * SAMPLE))))
    return max(years, key=lambda y: (years[y], y)) if years else None


_YEAR = re.compile(r"(?<![\d比较到从自过于至、~-])((?:19|20)\d\d)年(?!以?前|[底末]|同期)")
_SINCE = re.compile(r"(?P<year>(?:19|20)\d\d)年(?:度)?以来")
_FORMULA_BEFORE = re.compile(r"现[将就把][^，,。；]*$")
_WHOLE = re.compile(r"(?:今年以来|一年来|全年|今年[，,])")


def _period_of_text(draft: Draft, plan: bool, year: int | None) -> str | None:
    """Give the period that the opening, or the first sentences of an excerpt, speak of."""
    text, at = draft.text, draft.body
    if plan:
        return _planned_year(draft)
    if any(title.government for title in draft.titles):
        return _year_before_congress(draft)
    end = min(draft.end, at + OPENING)
    opening = opening_of(text, at, min(draft.end, _paragraph_end(text, at, draft.end)))
    if opening in ("formula", "past", "government"):
        for stretch in find_stretches(text, at, end):
            if (stretch.year or stretch.part == "上半年") and _governs(text, at, stretch):
                return _completed(draft, stretch, year)
        return f"{year}年{'上半年' if _half(draft) else ''}" if year and _WHOLE.search(text, at, end) else None
    if draft.titles and year:
        return f"{year}年{'上半年' if _half(draft) else ''}"
    since = _SINCE.search(text, at, draft.end)
    if since:
        return f"{since['year']}年{'上半年' if _half(draft) else ''}"
    return _first_stretch(draft, year)


_MEETING = re.compile(r"(?P<date>[^\n]{4,20}日)\s*在?[^\n]{0,30}届[^\n]{0,20}(?:会议|大会)")


def _year_before_congress(draft: Draft) -> str | None:
    """Give the year before the congress that a government reports to, when the report speaks of that year."""
    head = draft.text[draft.start : min(draft.end, draft.start + OPENING)]
    years = [s.year for t in draft.titles for s in t.periods if s.year]
    meeting = _MEETING.search(head)
    if meeting:
        years = [s.year for s in find_stretches(meeting["date"]) if s.year] or years
    if not years or re.search(r"过去[三四五]年|[三四五]年来", draft.text[draft.body : draft.body + 2 * OPENING]):
        return None
    before = years[0] - 1
    said = any(s.year == before for s in find_stretches(draft.text, draft.body, min(draft.end, draft.body + SAMPLE)))
    return f"{before}年" if said else None


def _governs(text: str, at: int, stretch: Stretch) -> bool:
    """Whether a stretch says when, and is not part of a name: it begins a clause, or belongs to 现将…如下."""
    before = text[stretch.start - 1] if stretch.start > at else "，"
    return before in "，,。；;：:、\n\r \t\u3000将就" or bool(_FORMULA_BEFORE.search(text, max(at, stretch.start - 40), stretch.start))


def _paragraph_end(text: str, at: int, end: int) -> int:
    """Give the end of the paragraph that holds `at` or follows it, leaving addressees out."""
    for s, e in lines(text[at : at + 3 * OPENING]):
        if not is_addressee(text[at + s : at + e]) and e - s > 40:
            return min(end, at + e)
    return end


_AS_OF = re.compile(r"(?:截[至止]到?|[至到])$")


def _first_stretch(draft: Draft, year: int | None) -> str | None:
    """Give the stretch that an excerpt begins with, under its heading or in its first clause, or that it repeats."""
    text = draft.text
    begins = [draft.start, *(part.body for part in draft.parts[:3])]
    for begin in begins:
        for stretch in find_stretches(text, begin, min(draft.end, begin + 24)):
            if _AS_OF.search(text, max(begin, stretch.start - 3), stretch.start):
                continue
            if stretch.part and stretch.start - begin <= 12:
                return stretch.normal()
            if stretch.year and re.match(r"年?[，,在以]", text[stretch.end - 1 : stretch.end + 1]):
                return stretch.normal()
    for part in draft.parts:
        for stretch in find_stretches(part.title):
            if stretch.year or stretch.part:
                return stretch.normal()
    if _WHOLE.search(text, draft.start, draft.end) and year:
        return f"{year}年{'上半年' if _half(draft) else ''}"
    said = Counter(s.normal() for s in find_stretches(text, draft.start, draft.end) if s.part and "-" in s.part)
    return said.most_common(1)[0][0] if said and said.most_common(1)[0][1] >= 3 else None


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
    """Give the kind: by the roles of its parts, and by the text that stands outside of them."""
    roles = {part.role for part in draft.parts if part.level <= 2}
    if roles == {"other"}:
        return "other"
    plan = "plan" in roles or (base == "plan" and "problem" not in roles)
    summary = bool(roles & {"summary", "indicator"})
    if not summary and base == "summary":
        rest = draft.end - draft.body - sum(p.end - p.start for p in draft.parts if p.level <= 2 and p.role != "summary" and _is_top(draft, p))
        summary = rest > OUTSIDE or not (plan or "problem" in roles)
    if summary and plan:
        return "summary+plan"
    return "plan" if plan else "summary"


def _is_top(draft: Draft, part: Part) -> bool:
    """Whether no other part that counts for the kind holds `part`."""
    return part.parent is None or draft.parts[part.parent].role == "summary"


def is_complete(draft: Draft, kind: ReportKind) -> bool:
    """Whether the report is whole: it has a beginning, an end, and the parts that it promises."""
    text = draft.text
    ended = text[draft.start : draft.end].rstrip()[-1:] in tuple("。！!？?；;日）)”:：…") or _signed(draft)
    if draft.excerpt or not ended or _dangling(draft):
        return False
    if draft.titles:
        promised = any(title.plan and title.summary for title in draft.titles)
        return draft.end - draft.body >= OPENING // 4 and (not promised or kind == "summary+plan")
    opening = opening_of(text, draft.body, _paragraph_end(text, draft.body, draft.end))
    if opening is None or opening == "plan" or _headless(draft):
        return False
    tops = sum(part.level == 1 and not part.lead for part in draft.parts)
    whole = kind == "summary+plan" and draft.end - draft.start > 4 * OPENING
    return tops >= 2 or (opening != "past" and (whole or draft.end - draft.start > 8 * OPENING))


def _signed(draft: Draft) -> bool:
    tail = draft.text[draft.start : draft.end].rstrip().rsplit("\n", 1)[-1].strip()
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
