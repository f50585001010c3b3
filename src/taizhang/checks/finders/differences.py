"""Differences: what is left of a whole, what one amount is less than another, what a rise from one level to another is.

发现120个，完成整改103个，其余17个; 预算320万元，评审后305万元，节省15万元; 由10.2%下降到3.1%，下降7.1个百分点.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from taizhang.checks.figures import Figure, Paragraph, inner, is_joined, same_unit
from taizhang.checks.finders.sums import sum_of
from taizhang.checks.intervals import Interval, total
from taizhang.checks.judge import Candidate, best, in_units_of
from taizhang.checks.words import any_of, pattern

__all__ = ["find"]

_BEFORE = pattern("residual", "before")
_AFTER = pattern("residual", "after")
_OTHER = pattern("residual", "other")
_NAMING = pattern("residual", "naming")
_DONE = pattern("residual", "done")
_CAME = pattern("stock", "came")
_ADDED = pattern("residual", "added")
_TOTAL = pattern("repeats", "total")
_SAVING = pattern("saving", "words")
_ELSEWHERE = pattern("saving", "elsewhere")
_NET = pattern("saving", "net")
_WENT = pattern("stock", "went")
_NOT_YET = pattern("residual", "not_yet")
_LEADS = any_of(
    *(("residual", key) for key in ("before", "not_yet", "naming")), *(("saving", key) for key in ("words", "net"))
)
"""Any of what leads to the figure of a difference: before most figures stands none of it."""
BACK = 8


def find(paragraph: Paragraph) -> Iterator[Candidate]:
    """Give the differences of a paragraph."""
    figures = paragraph.figures
    for figure in figures[2:]:
        if figure.role in ("level", "change") and (_LEADS.search(figure.lead) or _AFTER.search(figure.tail)):
            found = None
            if figure.role == "level" and (how := _residual(figure)):
                found = _left(figures, figure, how)
            if found is None and figure.unit.dimension not in ("point", "percent"):
                found = _told_apart(figures, figure)
            if found is not None:
                yield found


def _residual(figure: Figure) -> str:
    """Tell how a figure says that it is what is left: 其余17个 (rest), 办理中4件 (state), or not."""
    lead, tail = figure.lead, figure.tail
    if _BEFORE.search(lead):
        return "rest"
    if _NOT_YET.search(lead):
        return "state"
    pending = _AFTER.search(tail)
    if pending and (_OTHER.search(lead) or not lead.strip("，,、 ")):
        return "rest"
    if pending or _NAMING.search(lead):
        return "state"
    return ""


def _left(figures: Sequence[Figure], rest: Figure, how: str) -> Candidate | None:
    """Find the whole and what has left it, among the figures of the unit before."""
    before: list[Figure] = []
    for index in range(rest.index - 1, max(-1, rest.index - 1 - BACK), -1):
        figure = figures[index]
        if figure.sentence != rest.sentence:
            break
        if figure.bracket == rest.bracket and figure.role == "level" and same_unit(figure, rest) and figure.known:
            before.insert(0, figure)
    within = inner(before)
    outer = [figure for figure in before if figure.index not in within]
    if len(outer) >= 2:
        before = outer  # 审结63件，其中调解21件，尚有8件: the 21 are among the 63
    if len(before) < 2 or _goes_on(figures, rest) or any(map(_is_added, before[1:])):
        return None
    if _is_listed_on(figures, before, rest):
        return None
    readings = [_rest_of(before[i], before[i + 1 :], rest, how) for i in range(len(before) - 2, -1, -1)]
    readings += [_rest_of(figure, before[-1:], rest, how) for figure in before[:-2]]
    if before[-1].tail.startswith("的"):
        readings.append(_rest_of(before[-1], before[:-1], rest, how))  # 完成2.1万亩，占计划3.5万亩的60%，还需1.4万亩
    ahead = [figure for figure in before if within and figure.index < min(within)]
    if len(ahead) == 2:
        readings.append(_rest_of(ahead[0], ahead[1:], rest, how))  # 编制86名，实有82名，其中甲35名，乙47名，空编4名
    readings += _of_opposite(before, rest)
    firm = _firm_reading(before, rest)
    if len(before) > 2 and is_joined(before[-2]) and not is_joined(before[-1]):
        readings = _of_joined(before[-3], before[-2], before[-1], rest, how) + readings
        firm = None
    if firm is not None:
        readings.insert(0, readings.pop(firm))
        readings[0].firm = True
    return best(readings)


def _of_opposite(before: Sequence[Figure], rest: Figure) -> list[Candidate]:
    """Read 收案58件，审结52件，综合纠错13件，…，未结6件: what is not done is of what was and what is."""
    unlike = _NOT_YET.search(rest.lead)
    verb = rest.lead[unlike.end() : unlike.end() + 1] if unlike else ""
    done = [figure for figure in before[1:] if verb and verb in figure.lead]
    return [_rest_of(before[0], [figure], rest, "rest") for figure in done]


def _is_added(figure: Figure) -> bool:
    """Tell what is told in addition to the whole: 支出35亿元，加上上解支出1亿元、结转下年1亿元."""
    return bool(_ADDED.match(figure.between.lstrip("，,")))


def _goes_on(figures: Sequence[Figure], rest: Figure) -> bool:
    """Tell whether another part of what is left follows: 完成3个、在建7个、未开工1个."""
    for figure in figures[rest.index + 1 : rest.index + 3]:
        if figure.part == rest.part and figure.key == rest.key and figure.bracket == rest.bracket:
            return figure.role == "level" and bool(_residual(figure))
    return False


def _is_listed_on(figures: Sequence[Figure], before: Sequence[Figure], rest: Figure) -> bool:
    """Tell a state in a list that goes on until the whole is reached: 28家，合格22家，不合格4家，停产2家."""
    behind = [rest]
    for figure in figures[rest.index + 1 : rest.index + 1 + BACK]:
        if figure.part != rest.part or figure.key != rest.key or figure.bracket != rest.bracket or not figure.known:
            return False
        behind.append(figure)
        lists = (sum_of(whole, [*before[i + 1 :], *behind], False) for i, whole in enumerate(before))
        if any(found.computed == found.stated.value for found in lists):
            return True
    return False


def _firm_reading(before: Sequence[Figure], rest: Figure) -> int | None:
    """Give which reading the words leave no doubt about: a whole, then only what is done, side by side."""
    done = 0
    for figure in reversed(before):
        pending = is_joined(rest) and is_joined(figure) and bool(_residual(figure))
        if _CAME.search(figure.lead):
            return None  # 年初在建45个，新开工28个，竣工30个，目前在建43个
        if figure.part == rest.part and (pending or _DONE.search(figure.lead)):
            done += 1
        else:
            break
    if done == len(before):
        done = len(before) - 1 if _TOTAL.search(before[0].lead) or _is_task(before[0], before[1]) else 0
    if not done or before[-done - 1].part < rest.part - (len(before) == 2):
        return None
    whole = before[-done - 1]
    if rest.value > whole.value or any(figure.value > whole.value for figure in before[-done:]):
        return done - 1 if rest.index - whole.index <= done + 4 else None
    return done - 1


def _is_task(whole: Figure, gone: Figure) -> bool:
    """Tell a whole with a word of doing far before it: 落实整改措施清单中涉及本区的11项任务，已完成3项."""
    return not (is_joined(gone) or "已" in whole.lead or "完成" in whole.lead or _DONE.search(whole.lead[-4:]))


def _rest_of(whole: Figure, gone: Sequence[Figure], rest: Figure, how: str) -> Candidate:
    if how == "state" or len(gone) > 1:
        found = sum_of(whole, [*gone, rest], False)
        if how == "rest" and len(gone) == 1:
            found.kind = "difference"
        return found
    formula = "-".join(in_units_of(figure, rest) for figure in (whole, *gone))
    away = total(figure.interval for figure in gone)
    computed = (whole.amount - sum((figure.amount for figure in gone), Decimal(0))) / rest.unit.factor
    return Candidate("N002", "difference", [whole, *gone], rest, formula, computed, whole.interval - away, False)


def _of_joined(one: Figure, other: Figure, gone: Figure, rest: Figure, how: str) -> list[Candidate]:
    """Read 一般隐患310项、重大隐患10项，已整改288项，其余32项: the whole is the two together."""
    formula = f"{in_units_of(one, rest)}+{in_units_of(other, rest)}-{in_units_of(gone, rest)}"
    computed = (one.amount + other.amount - gone.amount) / rest.unit.factor
    allowed = one.interval + other.interval - gone.interval
    firm = how == "rest" and gone.part == one.part == rest.part and bool(_DONE.search(gone.lead))
    return [Candidate("N002", "difference", [one, other, gone], rest, formula, computed, allowed, firm)]


def _told_apart(figures: Sequence[Figure], figure: Figure) -> Candidate | None:
    """Read what a figure says that two others differ by: 节省2万元, or 净增270人 of those who came and went."""
    if _SAVING.search(figure.lead):
        return None if _ELSEWHERE.search(figure.lead) else _saved(figures, figure)
    found = _saved(figures, figure) if _NET.search(figure.lead) else None
    if found is None:
        return None
    one, other = sorted(found.inputs, key=lambda each: each.index)
    return found if _CAME.search(one.lead) and _WENT.search(other.lead) else None


def _saved(figures: Sequence[Figure], saved: Figure) -> Candidate | None:
    """Compare 节省2万元 with the two amounts beside it, in any order."""
    near = [
        figure
        for figure in figures[max(0, saved.index - 3) : saved.index + 2]
        if figure is not saved and figure.sentence == saved.sentence and figure.key == saved.key
        and figure.role in ("level", "change") and figure.known and figure.bracket == saved.bracket
    ]  # fmt: skip
    if len(near) < 2:
        return None
    pairs = [(a, b) for i, a in enumerate(near) for b in near[i + 1 :]]
    pairs.sort(key=lambda pair: max(abs(f.index - saved.index) for f in pair))
    readings = []
    for a, b in pairs:
        high, low = (a, b) if a.amount >= b.amount else (b, a)
        formula = f"{in_units_of(high, saved)}-{in_units_of(low, saved)}"
        computed = (high.amount - low.amount) / saved.unit.factor
        gap: Interval = high.interval - low.interval
        between = figures[min(a.index, b.index) + 1 : saved.index]
        plain = len(between) - sum(figure.unit.dimension == "percent" for figure in between)
        firm = len(near) == 2 and a.part == b.part == saved.part and plain <= 1
        readings.append(Candidate("N002", "difference", [high, low], saved, formula, computed, gap, firm))
    return best(readings)
