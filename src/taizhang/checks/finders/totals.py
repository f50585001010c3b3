"""Sums without a marker: a whole that comes last (来信2件、来访3件，共5件), and lists that give the figure before.

Nothing says that these figures belong together: they count where they add up, and are wrong only where the list leaves
no doubt.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from taizhang.checks.figures import Figure, Paragraph, inner, is_joined
from taizhang.checks.finders.parts import alike, is_division, may_overlap, tells_state
from taizhang.checks.finders.sums import BACK, MOST_PARTS, sum_of
from taizhang.checks.judge import Candidate, best, holds, slip_explains, verdict_of
from taizhang.checks.words import pattern
from taizhang.facts.numerals import parse_number

__all__ = ["find"]

_ADDED = pattern("residual", "added")
_BOTH = re.compile("^[^，,]{0,2}[两二][者项]合计")
_ABOVE = re.compile("(?:以上|上述|这)$")
_SUMMING = re.compile("[合总共]计(?:为|达|有)?|共(?:为|有)?")
_SUMS_UP = re.compile("[合总共]计|共|各类|总数|总量|总额|总人数")


def find(paragraph: Paragraph) -> Iterator[Candidate]:
    """Give the sums of a paragraph that no marker opens."""
    yield from _totals(paragraph)
    yield from _unmarked(paragraph)
    yield from _plain_lists(paragraph)
    yield from _pairs(paragraph)


def _pairs(paragraph: Paragraph) -> Iterator[Candidate]:
    """Give a figure that is just the sum of the next two, too large for chance: 发现643个；当场改408个；限期改235个."""
    lasts: dict[str, list[Figure]] = {}
    for figure in paragraph.figures:
        if figure.role != "level" or not figure.known:
            continue
        run = lasts.setdefault(figure.key, [])
        if run and run[-1].sentence != figure.sentence:
            run.clear()
        run.append(figure)
        if len(run) < 3:
            continue
        whole, one, other = run[-3:]
        if not _is_no_chance(whole, one, other):
            continue
        firm = other.index - whole.index == 2 and _says_two(paragraph, whole, one, other)
        if firm or one.amount + other.amount == whole.amount:
            found = sum_of(whole, [one, other], firm)
            found.severity = "warning"
            yield found


def _is_no_chance(whole: Figure, one: Figure, other: Figure) -> bool:
    """Tell figures that add up by no chance: large ones, batches, kinds of one thing (办结30件，阶段性办结2件)."""
    if whole.value >= 100 or ("第" in one.lead and "第" in other.lead):
        return True
    return whole.value >= 10 and len(one.name) > 1 and one.name != other.name and other.name.endswith(one.name)


_BATCHES = re.compile("分(?:两|二|2)个?(?:批|期|轮|阶段)")


def _says_two(paragraph: Paragraph, whole: Figure, one: Figure, other: Figure) -> bool:
    """Tell two that are all: 分两批次共62宗，第一批45宗，第二批17宗; 发现643个；现场整改408个；限期整改235个."""
    if "第一" in one.lead and "第二" in other.lead:
        return bool(_BATCHES.search(paragraph.text, max(0, whole.start - 12), whole.start))
    if is_division([whole.name, one.name]) or "其中" in one.between:
        return False
    behind = paragraph.figures[other.index + 1 : other.index + 2]
    if any(f.role == "level" and f.key == other.key and f.part == other.part for f in behind):
        return False  # 28家，合格22家，不合格4家，停产2家
    return whole.amount > 0 and is_division([one.name, other.name]) and not is_joined(one)


def _totals(paragraph: Paragraph) -> Iterator[Candidate]:
    """Give sums whose whole comes last: 接待来信20件、来访30件，合计50件."""
    figures = paragraph.figures
    for whole in figures[2:]:
        if whole.role != "level" or not (_SUMS_UP.search(whole.lead) or _is_added(figures[whole.index - 1])):
            continue
        if (counted := _of_so_many(figures, whole)) is not None:
            yield counted
            continue
        before: list[Figure] = []
        for index in range(whole.index - 1, max(-1, whole.index - 1 - 4 * BACK), -1):
            figure = figures[index]
            if figure.part != whole.part or figure.bracket != whole.bracket:
                break
            if figure.role == "level" and figure.key == whole.key and not isinstance(figure.fact.value, list):
                before.insert(0, figure)
        if not before and "计" in whole.lead:
            yield from _across_sentences(figures, whole)
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
            elif (run := _told_as_sum(before, whole)) is not None:
                yield run


_SO_MANY = re.compile("([两二三四五六七八九十])(?:[项者类笔]|个[一-龥]{0,4})[一-龥]{0,4}?[合总共]计")


def _of_so_many(figures: Sequence[Figure], whole: Figure) -> Candidate | None:
    """Give the sum of just so many figures before a total: 甲6亿元，乙5亿元，丙4亿元，三个片区合计15亿元."""
    number, end = figures[whole.index - 1], whole.index
    if (said := _SO_MANY.search(whole.lead)) is not None:
        count = parse_number(said[1])
    elif number.clause == whole.clause and number.unit.counted and number.known and _SUMMING.search(whole.lead):
        count, end = int(number.value) if not number.lead.strip("，, ") else 0, number.index
    else:
        return None
    within = inner(figures[:end])
    before = [
        figure
        for figure in figures[max(0, end - 4 * BACK) : end]
        if figure.sentence == whole.sentence and figure.bracket == whole.bracket and figure.index not in within
        and figure.role == "level" and figure.known and figure.key == whole.key
    ]  # fmt: skip
    if not isinstance(count, int) or not 2 <= count <= len(before):
        return None
    parts = before[-count:]
    sure = count == len(before) and all(part.amount <= whole.amount for part in parts)
    found = sum_of(whole, parts, sure and (said is not None or slip_explains(parts, whole, 100)))
    return found if found.firm or holds(found) else None


def _told_as_sum(before: Sequence[Figure], whole: Figure) -> Candidate | None:
    """Give the sum that 共 tells of what is before it, where one wrong digit explains it: 甲32人，乙45人，共派78人."""
    first = len(before) - 1
    while first > 0 and is_joined(before[first]):
        first -= 1
    parts = before[first:] if len(before) - first > 1 else before
    if not _SUMMING.match(whole.lead.lstrip("，, ")) or whole.amount < max(part.amount for part in parts):
        return None
    found = sum_of(whole, parts, slip_explains(parts, whole, 10))
    found.severity = "warning"
    return found if found.firm else None


def _is_added(figure: Figure) -> bool:
    return bool(_ADDED.search(figure.between))


def _across_sentences(figures: Sequence[Figure], whole: Figure) -> Iterator[Candidate]:
    """Give a total of the sentences before it, where it holds: …3.2亿元；…16.6亿元。两者合计19.8亿元.

    以上四项支出合计 says how many there are.
    """
    before = [
        figure
        for figure in figures[max(0, whole.index - 2 * BACK) : whole.index]
        if figure.key == whole.key and figure.role == "level" and figure.known and whole.sentence - figure.sentence <= 1
    ]
    number = figures[whole.index - 1]
    said = int(number.value) if number.clause == whole.clause and _ABOVE.search(number.lead) else 0
    for size in range(2, len(before) + 1):
        found = sum_of(whole, before[-size:], False)
        found.firm = (len(before) == size == 2 and bool(_BOTH.search(whole.lead))) or size == said
        if (found.computed == whole.value and whole.value >= 10) or found.firm:
            yield found
            return


def _unmarked(paragraph: Paragraph) -> Iterator[Candidate]:
    """Give sums without a marker: 在谈项目71个，初步接洽阶段43个、深入谈判阶段18个、待签约阶段10个."""
    figures = paragraph.figures
    i = 2
    while i < len(figures):
        last = i
        while (
            last < len(figures)
            and is_joined(figures[last])
            and figures[last].key == figures[i - 1].key
            and last - i < MOST_PARTS
        ):
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
    if (
        whole.role != "level"
        or any(part.role not in ("level", "change") or not part.known for part in parts)
        or is_joined(first)
    ):
        return None
    found = sum_of(whole, parts, False)
    if holds(found):
        return found if len(parts) > 2 or whole.value >= 20 else None
    names = [part.name for part in parts]
    found.firm = slip_explains(parts, whole) or (len(parts) > 2 and alike(names) and not may_overlap(names, parts))
    found.firm = (
        found.firm
        and found.computed is not None
        and whole.amount * 2 > found.computed * whole.unit.factor > whole.amount / 2
    )
    return found if found.firm else None


def _plain_lists(paragraph: Paragraph) -> Iterator[Candidate]:
    """Give sums of the figures that follow one of their unit up to the semicolon, where they hold."""
    figures = paragraph.figures
    i = 0
    while i < len(figures):
        whole, end = figures[i], i + 1
        while end < len(figures) and figures[end].part == whole.part and end - i < MOST_PARTS:
            end += 1
        if end - i < 4:
            i = end
            continue
        parts = [
            f for f in figures[i + 1 : end] if f.key == whole.key and f.role == "level" and f.bracket == whole.bracket
        ]
        opened = end > i + 1 and "其中" in figures[i + 1].between  # which `sums` reads
        if (
            not opened
            and whole.role == "level"
            and len(parts) >= 3
            and whole.known
            and all(part.known for part in parts)
        ):
            found = sum_of(whole, parts, False)
            if whole.value >= 10 and holds(found) and found.computed == whole.value:
                yield found
            elif len(parts) == end - i - 1 and all(map(tells_state, parts)) and slip_explains(parts, whole, 10):
                found.firm, found.severity = True, "warning"  # 任务36项，已完成28项，推进中6项，滞后3项
                yield found
        i = end if len(parts) >= 3 else i + 1
