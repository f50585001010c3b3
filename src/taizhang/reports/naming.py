"""Naming: whose report it is, which kind of bureau that is, and of which place.

In: a draft. Out: the organisation as written, its type, the place as written; None where the text does not say.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from typing import NamedTuple

from taizhang.reports.draft import OPENING, SAMPLE, Draft
from taizhang.reports.lines import lines, next_line
from taizhang.reports.openings import is_date, is_unit_name, own_institution
from taizhang.reports.orgs import Institution, domain_scores, find_institutions
from taizhang.wordlists import alternatives, load

__all__ = ["find_org", "find_place"]

OTHER = "其他"
CONGRESSES = ("人民政府", "国务院")
_CONGRESS = re.compile(r"在(?P<place>[^\s，,。在]{2,16}?)第[一二三四五六七八九十]{1,3}届人民代表大会")


def find_org(draft: Draft) -> tuple[str | None, str | None]:
    """Give the organisation as written and its type."""
    if draft.government:
        return _government(draft), OTHER
    named = _signature(draft) or _speaker(draft)
    org = named.full if named else None
    org_type = named.org_type if named else None
    for title in draft.titles:
        org = org if org and len(org) > len(title.org or "") else title.org or org
        org_type = title.org_type or org_type
    return org, org_type or _type_by_words(draft)


def _government(draft: Draft) -> str | None:
    """Give the government that reports to its congress: as the head of the report names it, or by the congress."""
    end = draft.until(draft.start, OPENING)
    for each in find_institutions(draft.text, draft.start, end):
        if each.name in CONGRESSES and len(each.place) != 1 and not each.place.startswith("代表"):
            return each.full
    congress = _CONGRESS.search(draft.text, draft.start, end)
    return f"{congress['place']}人民政府" if congress else None


def _speaker(draft: Draft) -> Institution | None:
    """Give the institution that speaks of itself in the first paragraphs."""
    at = draft.body
    for _ in range(3):
        own = own_institution(draft.text, at, draft.until(at, OPENING))
        if own or draft.excerpt:
            return own if own and own.start - at < OPENING // 2 else None
        following = next_line(draft.text, at)
        if following is None or following[0] >= draft.end or any(p.start <= following[0] for p in draft.parts[:1]):
            return None
        at = following[0]
    return None


def _signature(draft: Draft) -> Institution | None:
    """Give the institution of the signature at the end, or of a line above or under the title."""
    text, low = draft.text, max(draft.start, draft.end - OPENING // 2)
    tail = [text[low + s : low + e] for s, e in lines(text[low : draft.end])][-3:]
    above = text[draft.start : draft.title.start if draft.title else draft.start]
    below = text[draft.body : draft.until(draft.body, OPENING // 4)]
    head = [above[s:e] for s, e in lines(above)] + [below[s:e] for s, e in lines(below)][:2]
    dated = any(is_date(line) for line in tail[-2:])
    for line in [*(tail if dated else ()), *head]:
        if is_unit_name(line):
            for each in find_institutions(line):
                if each.end == len(line):
                    return each
    return None


def _type_by_words(draft: Draft) -> str | None:
    """Give the type whose words the report uses most; 其他 where it speaks of a whole county."""
    for title in draft.titles:
        if scores := domain_scores(title.text):
            return scores.most_common(1)[0][0]
    scores = _scores(draft)
    if not scores:
        return None
    (best, points), (second, fewer) = [*scores.most_common(2), ("", 0)][:2]
    for joint in load("reports", "org_types.toml")["joint"]:
        if {best, second} == set(joint["types"]) and fewer >= 0.4 * points:
            return str(joint["as"])
    area = _area_type(draft)
    if area and points < 0.6 * sum(scores.values()):
        return area
    size = min(draft.end - draft.start, SAMPLE)
    if points < 3 or (points < size / 80 and points < 1.5 * fewer):
        return OTHER if size > OPENING else None
    return best


def _scores(draft: Draft) -> Counter[str]:
    """Score the types by the beginning of the report; a long one also by its titles and by passages further on."""
    scores = draft.topics.scores(draft.start, draft.end)
    size = draft.end - draft.start
    if size <= 2 * SAMPLE:
        return scores
    titles = "\n".join(part.title for part in draft.parts)
    middle, later = draft.start + 2 * size // 5, draft.start + 4 * size // 5
    passages = draft.topics.scores(middle, draft.end) + draft.topics.scores(later, draft.end)
    return scores + passages + domain_scores(titles[: 2 * SAMPLE])


@cache
def _areas() -> tuple[re.Pattern[str], re.Pattern[str], dict[str, str]]:
    """What an opening says that speaks of a whole area, what tells a park, the types of towns by their suffix."""
    data = load("reports", "places.toml")["areas"]
    masks = load("reports", "places.toml")["masks"]
    levels = alternatives([*data["towns"], *data["districts"]])
    subject = re.compile(
        rf"(?:^|[，,。])(?:全|我|本|[{masks}]{{1,3}}|[一-龥]{{2,4}})(?P<level>{levels})(?={alternatives(data['verbs'])})"
    )
    return subject, re.compile(alternatives(data["parks"])), data["towns"]


def _area_type(draft: Draft) -> str | None:
    """Give the type of a report whose opening speaks of a whole area: 街道/乡镇, 园区, or 其他 for a government."""
    subject, park, towns = _areas()
    match = subject.search(draft.text[draft.body : draft.until(draft.body, OPENING // 4)])
    if match is None:
        return None
    if match["level"] in towns:
        return towns[match["level"]]
    return "园区" if park.search(draft.text, draft.body, draft.until(draft.body, SAMPLE)) else OTHER


class _Places(NamedTuple):
    leading: re.Pattern[str]
    """A place at the beginning of a name."""
    name: re.Pattern[str]
    """A place in running text."""
    verbs: re.Pattern[str]
    never: re.Pattern[str]
    suffixes: frozenset[str]


@cache
def _places() -> _Places:
    data = load("reports", "places.toml")
    char = f"[^\\W\\d_A-Za-z{data['stop']}{data['masks']}]"
    every = [*data["suffixes"], *data["towns"]]
    stem = f"(?:[{data['masks']}]{{1,3}}|{char}{{1,5}})"
    one = stem + alternatives([s for s in every if s not in data["loose"]])
    dated = stem.replace("月", "").replace("日", "")  # in a name, unlike in running text, no date stands before them
    leading = re.compile(rf"(?:{dated}{alternatives(every)}){{1,3}}")
    name = re.compile(rf"(?:(?<=[{data['stop']}\W])|^)(?:{one}){{1,3}}(?![{data['not_after']}])")
    verbs, never = (alternatives(data[key]) for key in ("verbs", "not_places"))
    return _Places(leading, name, re.compile(f"(?:{verbs})+"), re.compile(f"{never}$"), frozenset(data["suffixes"]))


def _place_in(name: str) -> str | None:
    """Give the place in a match of the place pattern, without the verbs before it; None when nothing is left."""
    places = _places()
    verbs = places.verbs.match(name)
    bare = name[verbs.end() :] if verbs else name
    if (
        not 2 <= len(bare) <= 12
        or bare in places.suffixes
        or places.never.search(bare)
        or not places.leading.match(bare)
    ):
        return None
    return bare


def find_place(draft: Draft, org: str | None) -> str | None:
    """Give the place that the report is of, as written: in the name of the organisation, or named again and again."""
    places = _places()
    for name in (org, *(title.text for title in draft.titles)):
        match = places.leading.match(re.sub(r"^(?:[\d（()）.．、\s]|关于)+", "", name)) if name else None
        if match and (place := _place_in(match.group())):
            return place
    found = places.name.finditer(draft.text, draft.start, draft.until(draft.start, 2 * OPENING))
    counts = Counter(place for match in found if (place := _place_in(match.group())))
    best = counts.most_common(1)
    return best[0][0] if best and best[0][1] > 1 else None
