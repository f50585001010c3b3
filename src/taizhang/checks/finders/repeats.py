"""The same figure stated twice in one report: it holds, or one of the two is wrong.

Two figures are the same when they name the same thing, in units of one kind, for the same period, in the same role. It
is a contradiction only where the words leave no doubt: the same clause but for the time, or an indicator of the whole
economy; other figures that look alike are left alone, since offices count many things by the same name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import product

from taizhang.checks.figures import Figure, Paragraph
from taizhang.checks.judge import Candidate, one_slip_apart, verdict_of
from taizhang.checks.model import Kind
from taizhang.checks.words import WORDS, pattern, words
from taizhang.facts.lexicon import Flag, flags_of
from taizhang.facts.periods import resolve, year_of
from taizhang.model import Period
from taizhang.wordlists import alternatives

__all__ = ["find", "same_period"]

_ECONOMY = frozenset(words("repeats", "economy"))
_OVERALL = words("repeats", "overall")
_GENERAL = frozenset(words("repeats", "general"))
_ACTION = int(Flag.ACTION)
_FILLER = re.compile("[，,、：:\\s“”]|" + alternatives(words("repeats", "filler")))
_PART_YEAR = re.compile("上半年|下半年|[一二三四]季度|[0-9]+月")
_AHEAD = pattern("repeats", "ahead")
_STEPS = (step + to for step, to in product(words("repeats", "steps"), words("repeats", "to")))
_MOVING = re.compile(alternatives([*words("repeats", "moving"), *_STEPS], WORDS["repeats"]["moving_not_before"]))
_SOME_YEAR = 2001
MOST = 12
"""How many figures of one name are compared."""
NEAR = 400
"""Characters within which a paragraph may count things of one name side by side."""
REACH = 400
"""How many characters before a figure its time expression may stand, so that one endless clause costs no more."""

Key = tuple[str, str, str]


def find(report: Sequence[Paragraph]) -> Iterator[Candidate]:
    """Give the figures of one report that are stated again."""
    seen: dict[Key, list[tuple[Figure, Paragraph]]] = {}
    for paragraph in report:
        for figure in paragraph.figures:
            key = _key(figure)
            if key is None:
                continue
            others = seen.setdefault(key, [])
            for other, home in others:
                found = _compared(home, other, paragraph, figure)
                if found is not None:
                    yield found
                    if found.kind == "contradiction":
                        yield from _companions(home, other, paragraph, figure)
                    break
            if len(others) < MOST:
                others.append((figure, paragraph))


def _key(figure: Figure) -> Key | None:
    """Give what a figure is about; None for those whose name says too little."""
    name = figure.name
    if len(name) < 4 or name in _GENERAL or "XX" in name or not figure.known or figure.fact.status != "actual":
        return None
    if _MOVING.search(figure.lead) or "分别" in figure.between:
        return None
    if figure.role == "rank" or (figure.role == "change" and figure.unit.counted):
        return None
    role = figure.role + (str(figure.fact.sign) if figure.role in ("growth", "change") else "")
    return name, figure.key, role


def _compared(home: Paragraph, first: Figure, paragraph: Paragraph, second: Figure) -> Candidate | None:
    if not same_period(first, second) or (first.fact.basis or "") != (second.fact.basis or ""):
        return None
    if not (first.exact and second.exact):
        return None
    restated = _restated(home, first, paragraph, second)
    if first.interval.meets(second.interval):
        return _candidate("repeat", first, second) if restated or _digits(second) >= 3 else None
    near = home is paragraph and second.start - first.end < NEAR
    if not restated and (near or not _slip(first, second)):
        return None
    found = _candidate("contradiction", first, second)
    if verdict_of(found)[0] != "inconsistent":
        return None
    if not restated:
        found.severity = "warning"
    return found


def _digits(figure: Figure) -> int:
    """Count the digits that say something: equal figures of three are no chance."""
    return len(figure.shown.replace(".", "").strip("0"))


def _slip(first: Figure, second: Figure) -> bool:
    """Tell whether two figures of several digits differ in one of them, as by a slip of the pen."""
    if (
        first.unit is not second.unit
        or first.fact.decimals != second.fact.decimals
        or (first.role != "rate" and (_says_ahead(first) or _says_ahead(second)))
    ):
        return False
    scale = 10**first.fact.decimals
    return max(_digits(first), _digits(second)) >= 3 and one_slip_apart(
        first.value * scale // 1, second.value * scale // 1
    )


def _companions(home: Paragraph, first: Figure, paragraph: Paragraph, second: Figure) -> Iterator[Candidate]:
    """Compare what directly follows two figures that contradict: 共查处36起，罚款8.5万元；…共查处32起，罚款7.9万元."""
    one = home.figures[first.index + 1 : first.index + 2]
    other = paragraph.figures[second.index + 1 : second.index + 2]
    if not one or not other or one[0] is second:
        return
    a, b = one[0], other[0]
    if a.part != first.part or b.part != second.part or a.name != b.name or a.key != b.key or a.role != b.role:
        return
    if a.known and b.known and a.exact and b.exact and not a.interval.meets(b.interval):
        yield _candidate("contradiction", a, b)


def _candidate(kind: Kind, first: Figure, second: Figure) -> Candidate:
    ratio = first.unit.factor / second.unit.factor
    formula = first.shown if ratio == 1 else f"{first.shown}*{ratio:f}" if ratio > 1 else f"{first.shown}/{1 / ratio:f}"
    return Candidate("N012", kind, [first], second, formula, first.value * ratio, first.interval)


def same_period(first: Figure, second: Figure) -> bool:
    """Tell whether two figures speak of the same time, both with a time expression."""
    one, other = first.fact.period, second.fact.period
    if one is None or other is None:
        return False
    if one.text == other.text:
        return True
    years = {year for year in (year_of(one.text), year_of(other.text)) if year}
    if len(years) > 1:
        return False
    begins, ends = _days(one)
    others = _days(other)
    if not (ends or begins) or not any(others):
        return False
    if ends and others[1]:
        return ends == others[1] and (not begins or not others[0] or begins == others[0])
    if begins and others[0]:
        return begins == others[0] and _half(one.text) == _half(other.text)
    return _is_half(ends, other.text) or _is_half(others[1], one.text)


def _days(period: Period) -> tuple[str | None, str | None]:
    """Give the days of a period; where the year is not known, those of some year."""
    if period.begins or period.ends:
        return period.begins, period.ends
    found = resolve(period.text, _SOME_YEAR)
    return _iso(found.begins), _iso(found.ends)


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _is_half(ends: str | None, text: str) -> bool:
    return ends is not None and ends.endswith("06-30") and "上半年" in text


def _half(text: str) -> str:
    match = _PART_YEAR.search(text)
    return match[0] if match else ""


def _restated(home: Paragraph, first: Figure, paragraph: Paragraph, second: Figure) -> bool:
    """Tell whether the words leave no doubt that one thing is stated twice.

    Each of the two says its time itself; then either the clauses are the same but for the time, or it is an indicator
    of the whole economy with the same scope.
    """
    if not (_own_period(home, first, 0) and _own_period(paragraph, second, first.end if home is paragraph else 0)):
        return False
    if second.name in _ECONOMY and second.role in ("level", "growth"):
        ratio = second.amount / first.amount if first.amount else 0
        near = second.role == "growth" or 0.5 < ratio < 2
        return near and _scope(first) == _scope(second) and not _says_ahead(first) and not _says_ahead(second)
    if first.role != "level" or (flags_of(second.name) & _ACTION and len(second.name) <= 4):
        return False
    return abs(first.part - second.part) <= 1 and home is paragraph and _bare(first) == _bare(second)


def _own_period(paragraph: Paragraph, figure: Figure, after: int) -> bool:
    """Tell whether the time expression stands directly before the figure's clause or in it, and after `after`."""
    period = figure.fact.period
    if period is None:
        return False
    low = max(after, figure.clause - len(period.text) - 1, figure.start - REACH, 0)
    return paragraph.text.find(period.text, low, figure.start) >= 0


def _says_ahead(figure: Figure) -> bool:
    return bool(_AHEAD.search(figure.between[-40:]))


def _bare(figure: Figure) -> str:
    period = figure.fact.period
    lead = figure.lead.replace(period.text, "") if period else figure.lead
    return _FILLER.sub("", lead) + "#" + figure.tail[:4]


def _scope(figure: Figure) -> str:
    return next((word for word in _OVERALL if word in figure.between[-30:]), "")
