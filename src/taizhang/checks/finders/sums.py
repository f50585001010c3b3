"""Sums: a whole and its parts.

共立案9起（水利类4起，林业类3起，农机类2起）; 火灾5起、伤3人。其中，住宅4起，伤2人；厂房1起，伤1人. A marker (其中,
a bracket, 分别为) opens the list; every unit in it is added up by itself and compared with the nearest figure of that
unit before the marker. Whether a list that gives less than the whole is wrong or only not complete is judged by
`completeness`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations, groupby
from operator import attrgetter

from taizhang.checks.figures import Figure, Paragraph, is_joined, same_unit
from taizhang.checks.finders.completeness import weigh
from taizhang.checks.finders.parts import alike
from taizhang.checks.intervals import total
from taizhang.checks.judge import Candidate, holds, in_units_of, slip_explains
from taizhang.checks.words import any_of, pattern, words
from taizhang.wordlists import alternatives

__all__ = ["find", "sum_of"]

_OPENING = any_of(("parts", "opening"), ("parts", "placed"))
_PLACED = words("parts", "placed")
_COMPLETE = words("parts", "complete") + _PLACED
_BY = "|".join(f"{word}(?<![^。；;，,]{word})" for word in words("parts", "by"))
"""Words that begin a clause, each tried where it stands: a class of marks before them would be tried everywhere."""
_DIVIDED = re.compile(f"((?:{_BY})[^，,。；;0-9]{{1,10}}?{alternatives(words('parts', 'divided'))})[，,：:]")
_AMONG = re.compile("(?:^|[。；;])([^，,。；;：:0-9]{2,12}?)之?中[，,](?=[^，,]*$)")
_OUTSIDE = pattern("parts", "not_among")
_BY_ALL = words("parts", "by_all")
_AWAY = pattern("parts", "away")

_OUTER = words("parts", "outer")
MOST_PARTS = 200
"""How many parts of one whole are looked at."""
MOST_SEMICOLONS = 12
_END = re.compile("[。；;）)\n]")
MOST_BEHIND = 30
"""How many characters behind a list are looked at."""
MOST_AFTER = 6
"""How many parts behind a list within a list are tried."""
OF_BOTH = "分项可能是前面并列的几个数之和"
OF_OTHERS = "前几项之和正好是总数，其余各项可能是另一件事"
BACK = 8
"""How many figures before a marker are looked at for the whole."""


@dataclass(slots=True)
class _List:
    """Where a list of parts begins: index of its first figure, the marker, the bracket that holds it or -1."""

    first: int
    marker: str
    bracket: int
    complete: bool
    divided: bool = False
    """It divides the whole by something, perhaps not for the first time: 按经营地统计，…；按消费类型统计，…"""
    named: str = ""
    """It names the whole: 财政收入中，…"""


def find(paragraph: Paragraph) -> Iterator[Candidate]:
    """Give the sums of a paragraph."""
    figures = paragraph.figures
    divided: dict[str, Figure] = {}
    for start in _lists(paragraph):
        members = _members(figures, start)
        if len(members) < 2:
            continue
        again = divided if start.divided else _named(figures, start) if start.named else {}
        readings = [
            _of_unit(paragraph, start, members, key, again.get(key)) for key in dict.fromkeys(m.key for m in members)
        ]
        for found in _corroborated([unit for unit in readings if unit]):
            if _is_among(found, start) and not (found.firm or holds(found)):
                continue
            if start.divided or start.marker == "其中":
                divided.setdefault(found.inputs[0].key, found.stated)
            yield found
            if start.marker == "其中" and holds(found):
                yield from _divided_again(figures, found)


def _divided_again(figures: Sequence[Figure], first: Candidate) -> Iterator[Candidate]:
    """Give further divisions of a whole behind semicolons: 46人，其中在编31人、编外15人；本科37人、大专9人."""
    whole, last = first.stated, first.inputs[-1]
    behind = (f for f in figures[last.index + 1 : last.index + 1 + 4 * BACK] if f.sentence == last.sentence)
    for _, group in groupby(behind, attrgetter("part")):
        parts = list(group)
        if parts[0].part == last.part or len(parts) < 2 or not all(map(is_joined, parts[1:])):
            return
        if any(part.key != whole.key or part.role != "level" or part.bracket != whole.bracket for part in parts):
            return
        found = sum_of(whole, parts, False)
        if holds(found):
            yield found
        elif len(parts) > 2 and found.computed is not None and found.computed > whole.value:
            found.firm, found.severity = slip_explains(parts, whole, 10), "warning"
            if found.firm:
                yield found


def _lists(paragraph: Paragraph) -> Iterator[_List]:
    """Give the places where parts begin."""
    for figure in paragraph.figures[1:]:
        between = figure.between
        if len(between) < 2:
            continue
        before = paragraph.figures[figure.index - 1]
        opening = _opening(between)
        among = _AMONG.search(between) if "中" in between and not opening else None
        if among is not None and not _OUTSIDE.search(among[1]):
            yield _List(figure.index, among[1], figure.bracket, False, named=among[1].removeprefix("在"))
        elif opening != "其中" and (by := _DIVIDED.search(between)) is not None:
            complete = by[1] in _COMPLETE or by[1].startswith(_BY_ALL)
            yield _List(figure.index, by[1], figure.bracket, complete, True)
        elif opening:
            yield _List(figure.index, opening, figure.bracket, opening in _COMPLETE)
        elif figure.bracket > before.end - 1 and figure.bracket - before.end <= 12:
            noun = paragraph.text[before.end : figure.bracket]
            if not any(mark in noun for mark in "，,；;。、"):
                yield _List(figure.index, "（", figure.bracket, True)
        elif between[0] in "：:" and before.end == figure.start - len(between):
            yield _List(figure.index, "：", figure.bracket, False)


def _named(figures: Sequence[Figure], start: _List) -> dict[str, Figure]:
    """Give the figures that a list names as its whole, by unit: 财政收入总计58亿元，…。财政收入中，…; 22个单位中，…"""
    before = figures[max(0, start.first - 2 * BACK) : start.first]
    return {
        figure.key: figure
        for figure in before
        if figure.role == "level" and (start.named in figure.lead or figure.tail.startswith(start.named))
    }


def _is_among(found: Candidate, start: _List) -> bool:
    """Tell figures of some of what was counted before: 22个单位中，考核优秀5个."""
    return bool(start.named) and found.stated.tail.startswith(start.named)


def _opening(between: str) -> str:
    at, found = -1, ""
    for match in _OPENING.finditer(between):
        at, found = match.start(), match[0]
    if not found or len(between) - at > 40 or any(stop in between[at:] for stop in "。；;"):
        return ""
    if found in _PLACED and between.endswith(found):
        return ""
    return found


def _members(figures: Sequence[Figure], start: _List) -> list[Figure]:
    """Give the figures that the list may hold, of all units, up to where it ends; none when there are too many."""
    first = figures[start.first]
    members: list[Figure] = []
    for figure in figures[start.first : start.first + 4 * MOST_PARTS]:
        if figure is not first:
            if (
                figure.sentence != first.sentence
                or figure.bracket < start.bracket
                or figure.bracket == -1 != start.bracket
            ):
                break
            if figure.bracket != start.bracket:
                continue
            if figure.part != first.part and not isinstance(first.fact.value, list) and members[:1] != [first]:
                break
            between = figure.between
            if len(between) > 2 and ("其中" in between or _AWAY.search(between) or _DIVIDED.search(between)):
                break
            if start.marker == "其中" and any(word in figure.lead for word in _OUTER) and not _begins(first, start):
                break
        if figure.role in ("level", "change") and not isinstance(figure.fact.value, list) and not _is_base(figure):
            members.append(figure)
        if len(members) >= MOST_PARTS:
            return []  # a sum of some of the parts would say nothing
    return members


def _is_base(figure: Figure) -> bool:
    """Tell the 200 of 占总投资200亿元的60%, which a share is of."""
    return "占" in figure.lead and figure.tail.startswith("的")


def _of_unit(
    paragraph: Paragraph, start: _List, members: Sequence[Figure], key: str, known: Figure | None
) -> list[Candidate]:
    """Add up the members of one unit: all readings, the one to go by first.

    `known` is the whole that was divided before, by something else.
    """
    parts = [m for m in members if m.key == key or (not m.fact.unit and key in _counted(members))]
    if len(parts) < 2:
        return []
    if start.named and known is None:
        return []
    wholes = _wholes(paragraph, start, parts[0], same_unit) if known is None else [known]
    if known is None and start.divided and wholes and is_joined(wholes[0]):
        return []  # 按产业分，一产12个、二产35个；按性质分，新建42个: what is before is part of another list
    if not wholes and len(members) == len(parts):
        wholes = _wholes(paragraph, start, parts[0], _same_things)[:1]  # 项目43项，其中工业18个、农业25个
    readings = [sum_of(whole, group, start.complete) for whole in wholes for group in _groups(parts)]
    for reading in readings:
        if holds(reading):
            return [reading]
        weigh(reading, reading.inputs[0], start.complete, start.marker == "（", _behind(paragraph, reading.inputs[-1]))
    if wholes and known is None:
        for whole in _farther(paragraph, wholes[-1], parts[0]):
            farther = [sum_of(whole, group, start.complete) for group in _groups(parts)]
            held = [reading for reading in farther if holds(reading)]
            if held:
                return held[:1]
        nested = _around_nested(paragraph, members[-1], parts, wholes[0])
        if nested is not None:
            return [nested]
    doubt = OF_BOTH if any(_is_one_of_two(paragraph, whole, parts[0]) for whole in wholes[:1]) else None
    if wholes and _is_made_before(wholes[0], parts):
        doubt = OF_OTHERS
    if doubt is not None:
        for reading in readings:
            reading.firm, reading.note = False, doubt
    if readings and not readings[0].firm:
        readings.sort(key=lambda r: not (r.firm and slip_explains(r.inputs, r.stated, 100)))
    return readings


def _is_made_before(whole: Figure, parts: Sequence[Figure]) -> bool:
    """Tell a list whose first parts make up the whole, where what follows is of another kind.

    耕地3.2万亩，其中水田1.8万亩，旱地1.4万亩，流转土地1.1万亩: what is let is of both.
    """
    if alike([part.name for part in parts]):
        return False
    return any(
        sum_of(whole, parts[:size], False).computed == whole.value and not is_joined(parts[size])
        for size in range(2, len(parts))
    )


def _around_nested(paragraph: Paragraph, last: Figure, parts: Sequence[Figure], whole: Figure) -> Candidate | None:
    """Give the sum of parts of which one has parts of its own, where it holds.

    218亿元，其中甲31亿元；乙96亿元，其中丙80亿元；丁91亿元: the 91 is told behind the parts of the 96.
    """
    behind = paragraph.figures[last.index + 1 : last.index + 1 + 4 * BACK]
    inner = next((figure for figure in behind if figure.part == last.part and "其中" in figure.between), None)
    if inner is None or whole.value * 10**whole.fact.decimals < 100:
        return None
    leading: dict[int, Figure] = {}
    for figure in behind:
        if figure.part > inner.part and figure.sentence - last.sentence <= 1 and _adds(figure, parts[0]):
            leading.setdefault(figure.part, figure)
    after = list(leading.values())[:MOST_AFTER]
    for first, end in combinations(range(len(after) + 1), 2):
        found = sum_of(whole, [*parts, *after[first:end]], False)
        if holds(found):
            return found
    return None


def _adds(figure: Figure, part: Figure) -> bool:
    return figure.role == "level" and figure.known and figure.key == part.key and figure.bracket == part.bracket


def _is_one_of_two(paragraph: Paragraph, whole: Figure, part: Figure) -> bool:
    """Tell a whole that stands beside another: 建议126件、提案158件，其中主办186件、协办98件 are of both."""
    if not whole.index or not is_joined(whole) or whole.part != part.part:
        return False
    other = paragraph.figures[whole.index - 1]
    return other.role == "level" and other.key == whole.key and other.bracket == whole.bracket


def _counted(members: Sequence[Figure]) -> set[str]:
    return {m.key for m in members if m.unit.counted}


def _same_things(one: Figure, other: Figure) -> bool:
    return one.kin == other.kin and one.unit.counted


def _wholes(paragraph: Paragraph, start: _List, part: Figure, fits: Callable[[Figure, Figure], bool]) -> list[Figure]:
    """Give the figures before the marker that the parts may make up, the nearest first."""
    first = paragraph.figures[start.first]
    found: list[Figure] = []
    inside = start.bracket
    for index in range(start.first - 1, max(-1, start.first - 1 - BACK), -1):
        figure = paragraph.figures[index]
        if first.sentence - figure.sentence > 1 or (figure.sentence != first.sentence and found):
            break
        if figure.sentence != first.sentence and not _begins(first, start):
            break
        if figure.bracket > inside or (start.marker == "（" and found):
            continue
        if figure.part != first.part and figure.sentence == first.sentence and (found or not _begins(first, start)):
            break
        if (
            figure.role in ("level", "change")
            and not _is_base(figure)
            and fits(figure, part)
            and not (figure.role == "change" and figure.fact.basis)
        ):
            found.append(figure)
        if len(found) == 3:
            break
    found.sort(key=lambda figure: figure.key != part.key)  # a bare number stands behind one with the unit
    return found


def _behind(paragraph: Paragraph, last: Figure) -> str:
    """Give the text behind a list, up to the end of its part: 机械45家，纺织等其他行业若干。"""
    text = paragraph.text[last.end : last.end + MOST_BEHIND]
    following = paragraph.figures[last.index + 1 : last.index + 2]
    if following:
        text = text[: following[0].start - last.end]
    return _END.split(text, maxsplit=1)[0]


def _farther(paragraph: Paragraph, nearest: Figure, part: Figure) -> Iterator[Figure]:
    """Give figures before the nearest whole, side by side with it: 受理48件，办结45件；其中投诉30件、举报18件."""
    for figure in reversed(paragraph.figures[max(0, nearest.index - BACK) : nearest.index]):
        if figure.part != nearest.part:
            return
        if figure.role == "level" and figure.known and figure.bracket == nearest.bracket and same_unit(figure, part):
            yield figure


def _begins(first: Figure, start: _List) -> bool:
    """Tell whether the marker begins a sentence or part of one: …。其中，…"""
    at = first.between.rfind(start.marker)
    before = first.between[:at].rstrip() if at >= 0 else ""
    return not before or before[-1] in "。；;！\n"


def _groups(parts: Sequence[Figure]) -> list[list[Figure]]:
    """Give the readings of a list: what is joined by 、 alone; all of it; up to a semicolon; the first of each part."""
    run = 1
    while run < len(parts) and is_joined(parts[run]) and parts[run].index == parts[run - 1].index + 1:
        run += 1
    if 1 < run < len(parts) and parts[run].index > parts[run - 1].index + 1:
        parts = parts[:run]  # 甲类5起、乙类6起，罚款18万元，移送1起: the last is of another matter
    groups = [list(parts)]
    if 1 < run < len(parts):
        groups.insert(0, list(parts[:run]))  # 其中甲11名、乙50名，另行培养丙25名
    seen = list(dict.fromkeys(p.part for p in parts))
    if len(seen) == 1:
        return groups
    heads = [[p for p in parts if p.part < end] for end in seen[1:MOST_SEMICOLONS]]
    for head in heads:
        if len(head) >= 2:
            groups.insert(0 if head[-1].part == seen[0] else len(groups), head)
    leading: dict[int, Figure] = {}
    for part in parts:
        leading.setdefault(part.part, part)
    if 1 < len(leading) < len(parts):
        groups.append(list(leading.values()))
    return groups


def _corroborated(units: Sequence[Sequence[Candidate]]) -> Iterator[Candidate]:
    """Give one reading of each unit. Where one unit of a list adds up, its list is the right one for the others too."""
    held = [readings[0] for readings in units if holds(readings[0])]
    spans = [{part.part for part in candidate.inputs} for candidate in held]
    for readings in units:
        chosen = readings[0]
        if chosen not in held:
            for other, span in zip(held, spans, strict=True):
                same = [
                    r for r in readings if {p.part for p in r.inputs} == span and len(r.inputs) == len(other.inputs)
                ]
                if same:
                    chosen = same[0]
                    chosen.firm, chosen.note = True, None
                    break
        yield chosen


def sum_of(whole: Figure, parts: Sequence[Figure], firm: bool) -> Candidate:
    """Give the candidate that `parts` add up to `whole`."""
    formula = "+".join(in_units_of(part, whole) for part in parts)
    computed = sum((abs(part.amount) for part in parts), Decimal(0)) / whole.unit.factor
    known = all(part.known for part in parts) and whole.known
    interval = total(part.interval for part in parts) if known else None
    return Candidate("N001", "sum", list(parts), whole, formula, computed if known else None, interval, firm)
