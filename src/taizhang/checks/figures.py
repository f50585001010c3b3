"""Facts of a reading -> figures in their paragraphs: what stands around each, and what it may truly be.

`paragraphs` takes a Reading, lays the facts out in the clean text and gives Paragraphs of Figures; the finders take
them. Offsets here are of the clean text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import lru_cache

from taizhang.checks.intervals import Interval, decimal, rounding, widened
from taizhang.checks.words import WORDS
from taizhang.facts import units
from taizhang.model import Fact, Reading
from taizhang.spans import Clean, cut_out

__all__ = ["Figure", "Paragraph", "clean_text", "inner", "is_joined", "paragraphs", "same_unit"]

_MARKS = re.compile("[。！？!?；;，,：:（(）)]")
_CUT = ("site", "toc", "page-marker")
_INNER = re.compile("[余多来]")
_NEAR = re.compile("(?:将近|接近|近|不足|不到)$")
_ABOUT = re.compile(
    "[大约左基近超](?:(?<=大)[约概]|(?<=约)占|(?<![签节预集解违履续条公合制]约)(?<=约)|(?<=左)右|(?<=基)本|(?<=[近超]))"
    "(?:占|为)?(?:全[市县区省国州])?(?:的|总数的|总量的)?$"
)
_SAME: dict[str, str] = {unit: group[0] for group in WORDS["units"]["same"] for unit in group}
_PEOPLE = {"名": "人"}
_JOINTS = ("、", "和", "及", "与")
_ASIDE = re.compile("[（(][^（）()]{1,30}[）)]、")
_LEAD = 60
"""How many characters before a figure are looked at."""


class Unit:
    """What checking needs of a unit as written."""

    __slots__ = ("counted", "dimension", "factor", "key", "kin")

    def __init__(self, unit: str) -> None:
        factor, base, dimension = units.base(unit)
        self.factor = decimal(factor)
        self.dimension = dimension
        base = "名" if dimension == "place" else base
        self.key = _PEOPLE.get(base, base)
        """Figures are added up where this is the same."""
        self.kin = _SAME.get(base, base)
        """Things may be the same where this is: 问题50处，整改45个."""
        self.counted = dimension in ("count", "place") and factor == 1


@lru_cache(maxsize=2048)
def unit_of(unit: str) -> Unit:
    """Give what checking needs of a unit as written."""
    return Unit(unit)


class Figure:
    """A fact in its paragraph."""

    __slots__ = (
        "_exact", "_interval", "_value", "between", "bracket", "clause", "end", "fact", "index", "key", "kin", "known",
        "lead", "name", "part", "role", "sentence", "start", "tail", "unit",
    )  # fmt: skip

    fact: Fact
    index: int
    """Its place in the paragraph."""
    start: int
    end: int
    clause: int
    """Where its clause begins."""
    part: int
    """Which part between semicolons it stands in, counted through the paragraph."""
    sentence: int
    bracket: int
    """Where the innermost bracket around it begins, -1 outside."""
    between: str
    """The text since the figure before, or since the sentence began where it is the first."""
    lead: str
    """The text before it in its clause, after the figure before."""
    tail: str
    """The text after it in its clause, up to the next figure."""
    known: bool
    """It says one number: not masked, no range."""

    def __init__(self, fact: Fact, start: int, end: int) -> None:
        self.fact, self.start, self.end = fact, start, end
        self.role = fact.role
        self.name = fact.indicator or ""
        self.unit = unit_of(fact.unit)
        self.key = self.unit.key
        self.kin = self.unit.kin
        self.known = isinstance(fact.value, (int, float))
        self._exact: bool | None = None
        self._value: Decimal | None = None
        self._interval: Interval | None = None
        self.index = self.part = self.sentence = 0
        self.clause = 0
        self.bracket = -1
        self.between = self.lead = self.tail = ""

    @property
    def value(self) -> Decimal:
        """The number as stated, in the unit as written; of a range its middle; 0 when masked."""
        if self._value is None:
            stated = self.fact.value
            if isinstance(stated, list):
                self._value = sum(map(decimal, stated), Decimal(0)) / max(1, len(stated))
            else:
                self._value = decimal(stated or 0)
        return self._value

    @property
    def amount(self) -> Decimal:
        """The number in base units."""
        return self.value * self.unit.factor

    @property
    def exact(self) -> bool:
        """It is stated without 约, 余, 超 …"""
        if self._exact is None:
            stated = self.fact.modifier == "exact" and self.unit.dimension != "share"
            self._exact = stated and not _ABOUT.search(self.lead)
        return self._exact

    @property
    def interval(self) -> Interval:
        """What it may truly be, in base units."""
        if self._interval is None:
            self._interval = self._allowed()
        return self._interval

    def _allowed(self) -> Interval:
        fact, factor = self.fact, self.unit.factor
        if isinstance(fact.value, list):
            low, high = sorted(map(decimal, fact.value[:2]))
            return Interval(low * factor, high * factor)
        if self.exact:
            found = rounding(self.value, fact.decimals, self.unit.counted)
        else:
            inner, near = bool(_INNER.search(fact.quote)), bool(_NEAR.search(self.lead))
            found = widened(self.value, fact.decimals, fact.modifier, inner, near)
        return found if factor == 1 else Interval(found.low * factor, found.high * factor)

    @property
    def shown(self) -> str:
        """The number as a formula takes it."""
        return f"{abs(self.value):f}" if self.known else "XX"


class Paragraph:
    """The figures between two line breaks, in order."""

    __slots__ = ("figures", "report", "start", "text")

    def __init__(self, text: str, start: int, figures: list[Figure], report: str | None) -> None:
        self.text, self.start, self.figures, self.report = text, start, figures, report


def same_unit(one: Figure, other: Figure) -> bool:
    """Tell whether two figures can be added: one unit, or a bare number beside a count."""
    if one.key == other.key:
        return True
    bare, full = (one, other) if not one.fact.unit else (other, one)
    return not bare.fact.unit and full.unit.counted


def is_joined(figure: Figure) -> bool:
    """Tell whether the figure continues a list with the one before: 一般隐患310项、重大隐患10项."""
    near = figure.between[:6]
    if near[:1] in _JOINTS or ("、" in near and "，" not in near):
        return True
    return near[:1] in "（(" and _ASIDE.match(figure.between) is not None


def inner(figures: Sequence[Figure]) -> set[int]:
    """Give the indices of figures that are parts of one before: 其中咨询1490件、求助750件."""
    found: set[int] = set()
    for figure in figures:
        if "其中" in figure.between or (figure.index - 1 in found and is_joined(figure)):
            found.add(figure.index)
    return found


def clean_text(reading: Reading) -> Clean:
    """Give the text that the facts were read from; lines that a page break parts are one line there."""
    if reading.clean is not None:
        return reading.clean
    return cut_out(reading.source.text, [(n.start, n.end) for n in reading.noise if n.category in _CUT])


def paragraphs(reading: Reading, clean: Clean) -> Iterator[Paragraph]:
    """Give the paragraphs that hold figures; second copies of a passage and tables are left out."""
    text = clean.text
    whole = len(clean.kept) == 1 and clean.kept[0][0] == 0
    place = clean.clean
    group: list[Figure] = []
    for fact in reading.facts:
        if fact.duplicate_of is not None or fact.origins is not None:
            continue  # no words lead to the figures of a table
        start = fact.start if whole else place(fact.start)
        end = start + len(fact.quote)
        if group and (text.find("\n", group[-1].end, start) >= 0 or group[-1].fact.report != fact.report):
            yield _laid_out(text, group)
            group = []
        group.append(Figure(fact, start, end))
    if group:
        yield _laid_out(text, group)


def _laid_out(text: str, figures: list[Figure]) -> Paragraph:
    """Set where each figure stands: sentence, part, clause, bracket, and the texts around it."""
    first, last = figures[0], figures[-1]
    start = max(text.rfind(mark, max(0, first.start - 400), first.start) for mark in "。\n") + 1
    stop = text.find("\n", last.end, last.end + _LEAD)
    stop = min(len(text), last.end + _LEAD) if stop < 0 else stop
    clause, part, sentence = start, 0, 0
    brackets: list[int] = []
    clauses: list[int] = []
    i, count = 0, len(figures)
    here = figures[0]
    for mark in _MARKS.finditer(text, start, stop):
        at = mark.start()
        while i < count and here.end <= at:
            here.index, here.clause, here.part, here.sentence = i, clause, part, sentence
            here.bracket = brackets[-1] if brackets else -1
            i += 1
            if i < count:
                here = figures[i]
        if i < count and here.start <= at:
            continue
        sign = mark[0]
        clauses.append(at)
        clause = at + 1
        if sign in "（(":
            brackets.append(at)
        elif sign in "）)":
            if brackets:
                brackets.pop()
        elif sign in "；;":
            part += 1
        elif sign in "。！？!?":
            part, sentence = part + 1, sentence + 1
            brackets.clear()
        if i >= count:
            break
    for index, figure in enumerate(figures[i:], i):
        figure.index, figure.clause, figure.part, figure.sentence = index, clause, part, sentence
        figure.bracket = brackets[-1] if brackets else -1
    clauses.append(stop)
    _texts(text, start, figures, clauses)
    return Paragraph(text, start, figures, first.fact.report)


def _texts(text: str, start: int, figures: Sequence[Figure], ends: Sequence[int]) -> None:
    before, e = start, 0
    count = len(figures)
    for i, figure in enumerate(figures):
        low = figure.start
        figure.between = text[before:low]
        figure.lead = text[max(figure.clause, before, low - _LEAD) : low]
        while ends[e] < figure.end:
            e += 1
        high = ends[e]
        if i + 1 < count and figures[i + 1].start < high:
            high = figures[i + 1].start
        figure.tail = text[figure.end : high]
        before = figure.end
