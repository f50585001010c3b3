"""Sums: a whole and its parts.

共立案9起（水利类4起，林业类3起，农机类2起）; 发生事故6起、死亡6人。其中，工贸4起，死亡4人；交通2起，死亡2人. A marker (其中, a
bracket, 分别为) opens the list; every unit in it is added up by itself and compared with the nearest figure of that unit
before the marker. Whether a list that gives less than the whole is wrong or only not complete is judged by `_firm`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from taizhang.checks.figures import Figure, Paragraph, is_joined, same_unit
from taizhang.checks.intervals import total
from taizhang.checks.judge import Candidate, best, holds, in_units_of, slip_explains, verdict_of
from taizhang.checks.words import WORDS, pattern, words

__all__ = ["find", "sum_of"]

_OPENING = pattern("parts", "opening")
_COMPLETE = words("parts", "complete")
_REMAINING = pattern("parts", "remaining")
_INCOMPLETE = pattern("parts", "incomplete")
_AWAY = pattern("parts", "away")
_NESTED = words("parts", "nested")
_OVERLAPPING = words("parts", "overlapping")
_STAGES = words("parts", "stages")
_CLASSES = words("parts", "classes")
_PLACES = words("parts", "places")
_DIVISIONS: list[list[str]] = WORDS["divisions"]["sets"]
_PENDING = pattern("residual", "naming")

_OUTER = ("尚有", "仍有", "剩余", "还剩", "其余")
"""In a list within a sentence these may speak of the whole before the list."""
MOST_PARTS = 200
"""How many parts of one whole are looked at."""
MOST_SEMICOLONS = 12
BACK = 8
"""How many figures before a marker are looked at for the whole."""


@dataclass(slots=True)
class _List:
    """Where a list of parts begins: index of its first figure, the marker, the bracket that holds it or -1."""

    first: int
    marker: str
    bracket: int
    complete: bool


def find(paragraph: Paragraph) -> Iterator[Candidate]:
    """Give the sums of a paragraph."""
    figures = paragraph.figures
    for start in _lists(paragraph):
        members = _members(figures, start)
        if len(members) < 2:
            continue
        readings = [_of_unit(paragraph, start, members, key) for key in dict.fromkeys(m.key for m in members)]
        yield from _corroborated([unit for unit in readings if unit])
    yield from _totals(paragraph)
    yield from _unmarked(paragraph)
    yield from _plain_lists(paragraph)


def _plain_lists(paragraph: Paragraph) -> Iterator[Candidate]:
    """Give sums of the figures that follow one of their unit up to the semicolon, where they hold: no marker says so."""
    figures = paragraph.figures
    i = 0
    while i < len(figures):
        whole, end = figures[i], i + 1
        while end < len(figures) and figures[end].part == whole.part and end - i < MOST_PARTS:
            end += 1
        parts = [f for f in figures[i + 1 : end] if f.key == whole.key and f.role == "level" and f.bracket == whole.bracket]
        if whole.role == "level" and len(parts) >= 3 and whole.known and all(part.known for part in parts):
            found = sum_of(whole, parts, False)
            if whole.value >= 10 and holds(found) and found.computed == whole.value:
                yield found
        i = end if len(parts) >= 3 else i + 1


def _unmarked(paragraph: Paragraph) -> Iterator[Candidate]:
    """Give sums without a marker: 在谈项目71个，初步接洽阶段43个、深入谈判阶段18个、待签约阶段10个."""
    figures = paragraph.figures
    i = 2
    while i < len(figures):
        last = i
        while last < len(figures) and is_joined(figures[last]) and figures[last].key == figures[i - 1].key and last - i < MOST_PARTS:
            last += 1
        if last > i:
            found = _run(figures[i - 2], figures[i - 1 : last])
            if found is not None:
                yield found
        i = max(i + 1, last)


def _run(whole: Figure, parts: Sequence[Figure]) -> Candidate | None:
    """Compare a run of figures joined by 、 with the one before it, where no marker says that they are its parts."""
    first = parts[0]
    if whole.key != first.key or whole.part != first.part or whole.bracket != first.bracket or "其中" in first.between:
        return None
    if whole.role != "level" or any(part.role not in ("level", "change") or not part.known for part in parts) or is_joined(first):
        return None
    found = sum_of(whole, parts, False)
    if holds(found):
        return found if len(parts) > 2 or whole.value >= 20 else None
    names = [part.name for part in parts]
    found.firm = slip_explains(parts, whole) or (len(parts) > 2 and _alike(names) and not _may_overlap(names, parts))
    found.firm = found.firm and found.computed is not None and whole.amount * 2 > found.computed * whole.unit.factor > whole.amount / 2
    return found if found.firm else None


def _lists(paragraph: Paragraph) -> Iterator[_List]:
    """Give the places where parts begin."""
    for figure in paragraph.figures[1:]:
        between = figure.between
        if len(between) < 2:
            continue
        before = paragraph.figures[figure.index - 1]
        opening = _opening(between)
        if opening:
            yield _List(figure.index, opening, figure.bracket, opening in _COMPLETE)
        elif figure.bracket > before.end - 1 and figure.bracket - before.end <= 12:
            noun = paragraph.text[before.end : figure.bracket]
            if not any(mark in noun for mark in "，,；;。、"):
                yield _List(figure.index, "（", figure.bracket, True)
        elif between[0] in "：:" and before.end == figure.start - len(between):
            yield _List(figure.index, "：", figure.bracket, False)


def _opening(between: str) -> str:
    at, found = -1, ""
    for match in _OPENING.finditer(between):
        at, found = match.start(), match[0]
    if not found or len(between) - at > 40 or any(stop in between[at:] for stop in "。；;"):
        return ""
    return found


def _members(figures: Sequence[Figure], start: _List) -> list[Figure]:
    """Give the figures that the list may hold, of all units, up to where it ends."""
    first = figures[start.first]
    members: list[Figure] = []
    for figure in figures[start.first : start.first + 4 * MOST_PARTS]:
        if figure is not first:
            if figure.sentence != first.sentence or figure.bracket < start.bracket or figure.bracket == -1 != start.bracket:
                break
            if figure.bracket != start.bracket:
                continue
            if figure.part != first.part and (not members or members[0] is not first):
                break
            between = figure.between
            if len(between) > 3 and ("其中" in between or _AWAY.search(between)):
                break
            if start.marker == "其中" and any(word in figure.lead for word in _OUTER) and not _begins(first, start):
                break
        if figure.role in ("level", "change") and not isinstance(figure.fact.value, list):
            members.append(figure)
        if len(members) >= MOST_PARTS:
            break
    return members


def _of_unit(paragraph: Paragraph, start: _List, members: Sequence[Figure], key: str) -> list[Candidate]:
    """Add up the members of one unit: all readings, the one to go by first."""
    parts = [m for m in members if m.key == key or (not m.fact.unit and key in _counted(members))]
    if len(parts) < 2:
        return []
    readings = [
        sum_of(whole, group, start.complete)
        for whole in _wholes(paragraph, start, parts[0])
        for group in _groups(parts)
    ]
    for reading in readings:
        if holds(reading):
            return [reading]
        _weigh(reading, list(reading.inputs), reading.stated, start)
    return readings


def _counted(members: Sequence[Figure]) -> set[str]:
    return {m.key for m in members if m.unit.counted}


def _wholes(paragraph: Paragraph, start: _List, part: Figure) -> list[Figure]:
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
        if figure.role in ("level", "change") and same_unit(figure, part) and not (figure.role == "change" and figure.fact.basis):
            found.append(figure)
        if len(found) == 3:
            break
    return found


def _begins(first: Figure, start: _List) -> bool:
    """Tell whether the marker begins a sentence or part of one: …。其中，…"""
    at = first.between.rfind(start.marker)
    before = first.between[:at].rstrip() if at >= 0 else ""
    return not before or before[-1] in "。；;！\n"


def _groups(parts: Sequence[Figure]) -> list[list[Figure]]:
    """Give the readings of a list: what is joined by 、 alone; all of it; up to a semicolon; the first of each part."""
    everything = list(parts)
    groups = [everything]
    run = 1
    while run < len(parts) and is_joined(parts[run]) and parts[run].index == parts[run - 1].index + 1:
        run += 1
    if 1 < run < len(parts):
        groups.insert(0, list(parts[:run]))  # 其中甲11名、乙50名，另行培养丙25名
    seen = list(dict.fromkeys(p.part for p in parts))
    if len(seen) == 1:
        return groups
    heads = [[p for p in parts if p.part < end] for end in seen[1 : MOST_SEMICOLONS]]
    for head in heads:
        if len(head) >= 2:
            groups.insert(0 if head[-1].part == seen[0] else len(groups), head)
    leading: dict[int, Figure] = {}
    for part in parts:
        leading.setdefault(part.part, part)
    if 1 < len(leading) < len(parts):
        groups.append(list(leading.values()))
    return groups


def sum_of(whole: Figure, parts: Sequence[Figure], firm: bool) -> Candidate:
    """Give the candidate that `parts` add up to `whole`."""
    formula = "+".join(in_units_of(part, whole) for part in parts)
    computed = sum((abs(part.amount) for part in parts), Decimal(0)) / whole.unit.factor
    known = all(part.known for part in parts) and whole.known
    interval = total(part.interval for part in parts) if known else None
    return Candidate("N001", "sum", list(parts), whole, formula, computed if known else None, interval, firm)


def _weigh(candidate: Candidate, parts: Sequence[Figure], whole: Figure, start: _List) -> None:
    """Decide whether a list that does not add up is an error."""
    over = candidate.computed is not None and candidate.computed > whole.value
    names = [part.name for part in parts]
    if parts[0].part == whole.part != parts[-1].part and parts[1].part != parts[0].part and not _alike(names):
        candidate.firm, candidate.note = False, "分号之后可能已是另一件事"
    elif _may_overlap(names, parts):
        candidate.firm, candidate.note = slip_explains(parts, whole), "各项之间可能有交叉，不能确定"
    elif over:
        candidate.firm = True
    elif _incomplete(parts[0], parts):
        candidate.firm, candidate.note = slip_explains(parts, whole), "所列可能不是全部"
    else:
        likely = 100 if len(parts) > 2 or _alike(names) else 1000
        candidate.firm = _is_whole(names, parts) or slip_explains(parts, whole, likely)
        if start.complete and not candidate.firm:
            candidate.firm, candidate.severity = len(parts) > 2 or start.marker != "（", "warning"
        if not candidate.firm:
            candidate.note = "所列可能不是全部"
            near = 2 * (candidate.computed or 0) >= whole.value and (len(parts) > 2 or is_joined(parts[-1]))
            candidate.hint = near and slip_explains(parts, whole, 10)
    if candidate.firm:
        candidate.note = None


def _may_overlap(names: Sequence[str], parts: Sequence[Figure]) -> bool:
    """Tell names that can be true of one thing together, and stages that follow each other."""
    if _is_division(names):
        return False
    if any(word in name for name in names for word in _NESTED):
        return True
    if any(0 < sum(word in name for name in names) < len(names) for word in _OVERLAPPING):
        return True
    if any(_PENDING.search(part.lead) or _PENDING.search(part.tail) for part in parts):
        return False
    staged = sum(any(name.startswith(word) or name.endswith(word) for word in _STAGES) and len(name) <= 8 for name in names)
    return 2 * staged > len(names) and not _alike(names)


def _alike(names: Sequence[str]) -> bool:
    """Tell names of one kind: all end in the same two characters, or name classes of one division."""
    if not all(names):
        return False
    return len({name[-2:] for name in names}) == 1 or _of_classes(names, _CLASSES)


def _of_classes(names: Sequence[str], kinds: Sequence[str]) -> bool:
    return any(all(name.endswith(kind) for name in names) for kind in kinds)


def _incomplete(first: Figure, parts: Sequence[Figure]) -> bool:
    if _INCOMPLETE.search(first.between[-24:]):
        return True
    return any("等" in part.tail[:6] or "等" in part.lead for part in parts)


def _is_whole(names: Sequence[str], parts: Sequence[Figure]) -> bool:
    """Tell whether the parts are all there are, by their names."""
    if any(_REMAINING.search(part.lead) or _REMAINING.search(part.name) for part in parts):
        return True
    if any(_PENDING.search(part.lead) or _PENDING.search(part.tail) for part in parts[1:]):
        return True
    if _is_division(names) or (len(names) >= 3 and _of_classes(names, _CLASSES)):
        return True
    return len(names) >= 5 and parts[0].unit.counted and _of_classes(names, _PLACES)


def _is_division(names: Sequence[str]) -> bool:
    """Tell a set of names that together are a whole: 城市, 农村."""
    return any(
        len(names) == len(division) and all(any(word in name for name in names) for word in division)
        for division in _DIVISIONS
    )


def _corroborated(units: Sequence[Sequence[Candidate]]) -> Iterator[Candidate]:
    """Give one reading of each unit. Where one unit of a list adds up, its list is the right one for the others too."""
    held = [readings[0] for readings in units if holds(readings[0])]
    spans = [{part.part for part in candidate.inputs} for candidate in held]
    for readings in units:
        chosen = readings[0]
        if chosen not in held:
            for other, span in zip(held, spans, strict=True):
                same = [r for r in readings if {p.part for p in r.inputs} == span and len(r.inputs) == len(other.inputs)]
                if same:
                    chosen = same[0]
                    chosen.firm, chosen.note = True, None
                    break
        yield chosen


_SUMMING = re.compile("[合总共]计(?:为|达|有)?|共(?:为|有)?")


def _totals(paragraph: Paragraph) -> Iterator[Candidate]:
    """Give sums whose whole comes last: 接待来信20件、来访30件，合计50件."""
    figures = paragraph.figures
    for whole in figures[2:]:
        if whole.role != "level" or not _SUMMING.search(whole.lead):
            continue
        before: list[Figure] = []
        for index in range(whole.index - 1, max(-1, whole.index - 1 - 4 * BACK), -1):
            figure = figures[index]
            if figure.part != whole.part or figure.bracket != whole.bracket:
                break
            if figure.role == "level" and figure.key == whole.key and not isinstance(figure.fact.value, list):
                before.insert(0, figure)
        if len(before) < 2 or any("其中" in figure.between for figure in (*before[1:], whole)):
            continue
        chosen = best(sum_of(whole, before[i:], False) for i in range(max(0, len(before) - 12), len(before) - 1))
        if chosen is not None and (verdict_of(chosen)[0] == "consistent"):
            yield chosen
        elif chosen is not None and whole.index - before[0].index == len(before):
            everything = sum_of(whole, before, False)
            joined = all(map(is_joined, before[1:])) and _SUMMING.fullmatch(whole.lead.strip("，, "))
            everything.firm = bool(joined) or slip_explains(before, whole)
            if everything.firm:
                yield everything
