"""The lines above and below a table -> what they say of all of it: units, time, and what the table is about.

Takes the text around the table, and the titles and notes inside it; gives a Caption. `sheet` keeps it; `measures` and
`naming` ask it where the heads of a figure say nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from taizhang.facts import periods
from taizhang.facts.tables.cells import TABLES, units_of
from taizhang.facts.tables.heads import read_head
from taizhang.facts.tables.kinds import column_kind, is_entity
from taizhang.facts.units import dimension
from taizhang.spans import Span
from taizhang.wordlists import alternatives

__all__ = ["Caption", "is_filing", "lines_above", "lines_below", "read_caption", "read_notes", "title_below"]

_WORDS = TABLES["captions"]
_UNITS = re.compile(rf"(?<![一-龥])(?:{alternatives(_WORDS['unit_notes'])})[:：] ?([^\n\t）)】]{{1,40}})")
_NOTED_UNIT = re.compile(
    rf"(?<![一-龥])(?:{alternatives(_WORDS['unit_leads'])})*(?:{alternatives(_WORDS['unit_notes'])})"
    r"(?:[:：]|[均都]?[为是]) ?([^\n\t）)】。；;]{1,40})"
)
_FILED = re.compile(rf"(?:{alternatives(_WORDS['filing'])})[^\n\t：:]{{0,6}}[:：]")
"""Who filed a table and when: a date there is no time that its figures are about."""
_NOTED = re.compile(rf"[（(*※]?(?:{alternatives(_WORDS['notes'])})\d*[:：、.]")
_BRACKET = re.compile(r"[（(]([^（）()]{1,20})[)）]\s*$")
_TIME = re.compile(periods.PATTERN)
_BARE_YEAR = re.compile(r"(?<!\d)(?:19|20)\d{2}(?=[一-龥]|$)")
_YEAR = re.compile(r"(?:19|20)\d{2}年?度?")
_NUMBERED = re.compile(
    r"^[（(【]?(?:附?[表件图录]+\s*[\d一二三四五六七八九十]*(?:[-—－.]\d+)*|续表\d*)[)）】]?[:：、.\s]*"
)
_BEFORE = re.compile(
    rf"^(?:{alternatives(_WORDS['before'])}|[^，。]{{0,10}}(?:局|委|办|中心|县|市|区|镇|乡|街道)(?=[一-龥]{{4}}))"
)
_AFTER = re.compile(rf"(?:{alternatives(_WORDS['after'])})$")
_EMPTY = frozenset(_WORDS["empty"])
_REPORTS = re.compile("情况|统计|进展|进度|执行|完成|实绩|汇总|一览|排名|通报|报表")
_PLANS = re.compile(
    "(?:任务|目标|计划|指标)(?:分解|下达|安排)|分解任务|预期目标|(?:目标|任务|计划)(?:任务)?(?:一览|明细|汇总)?表?(?:[（(].*)?$"
)
_TITLE = re.compile("[表况览单账]$|统计|情况|汇总|指标|[)）]$|数据|进度|目标|任务|排名|计划|分解|[一-龥]$")
LONGEST, MOST, REACH = 60, 4, 400
"""Characters of a line that may be a title or a note, how many of them are read, and how far back or on."""


@dataclass(slots=True)
class Caption:
    """What stands above a table. Spans are offsets of the text."""

    units: list[tuple[str, Span]] = field(default_factory=list)
    period: Span | None = None
    name: Span | None = None
    status: str = ""
    reports: bool = False
    """It says that the table tells what was done: 完成情况, 统计."""

    def unit_for(self, name: str, percent: bool) -> tuple[str, Span] | None:
        """Give the unit of a figure by what it is: 户数 of 单位：户、人 counts 户; a percentage is in %."""
        relative = [each for each in self.units if dimension(each[0]) in ("percent", "point")]
        others = [each for each in self.units if each not in relative]
        if percent:
            return relative[0] if relative else None
        if name.endswith(_COUNTS):
            others = [each for each in others if dimension(each[0]) in ("count", "place")]
            relative = []
        if len(others) > 1:
            for each in others:
                if each[0].lstrip("百千万亿")[:1] and each[0].lstrip("百千万亿") in name:
                    return each
            for kind, words in _KINDS.items():
                fitting = [each for each in others if dimension(each[0]) == kind]
                if fitting and any(word in name for word in words):
                    return fitting[0]
            counted = [each for each in others if dimension(each[0]) in ("count", "place")]
            if counted and name.endswith(("数", "个", "量")):
                return counted[0]
        return others[0] if others else relative[0] if relative else None


_COUNTS = tuple(TABLES["parts"]["counts"])
_KINDS: dict[str, list[str]] = TABLES["kinds"]


def lines_above(text: str, start: int, floor: int) -> list[Span]:
    """Give the short lines right above a table that begins at `start`, nearest first, none before `floor`."""
    found: list[Span] = []
    end = start
    low = max(floor, start - REACH)
    while end > low and len(found) < MOST:
        end -= 1
        begin = max(text.rfind("\n", low, end) + 1, low)
        line = text[begin:end]
        bare = line.strip()
        if bare:
            if len(bare) > LONGEST or bare[-1] in "。；;，,！？":
                break
            left = begin + len(line) - len(line.lstrip())
            found.append((left, left + len(bare)))
        end = begin
    return found


def lines_below(text: str, end: int, ceiling: int) -> list[Span]:
    """Give the lines right below a table that ends at `end`, none from `ceiling` on, where the next table begins."""
    found: list[Span] = []
    high = min(ceiling, end + REACH)
    at = end
    while at < high and len(found) < MOST:
        stop = text.find("\n", at, high)
        stop = high if stop < 0 else stop
        if line := text[at:stop].strip():
            left = text.index(line, at)
            found.append((left, left + len(line)))
        at = stop + 1
    return found


def title_below(text: str, above: Sequence[Span], below: Sequence[Span], ceiling: int) -> list[Span]:
    """Give the numbered title (表2 …) right below a table, where none stands above it and no table follows at once."""
    if not below or any(_is_numbered(text, *span) for span in above) or not _is_numbered(text, *below[0]):
        return []
    return [below[0]] if ceiling >= len(text.rstrip()) or text[below[0][1] : ceiling].strip() else []


def _is_numbered(text: str, start: int, end: int) -> bool:
    match = _NUMBERED.match(text[start:end])
    return match is not None and match.end() < end - start


def read_notes(text: str, spans: Iterable[Span], ceiling: int) -> list[tuple[str, Span]]:
    """Give the units that a note in or below a table says: 单位：万元, 注：表中金额单位均为万元.

    Where another table begins at once, what does not call itself a note is said of that one.
    """
    for start, end in spans:
        if ceiling < min(len(text), end + REACH) and not _NOTED.match(text, start, end):
            continue
        for match in _NOTED_UNIT.finditer(text, start, end):
            said = match[1].strip()
            if found := units_of(said) or units_of(re.split("[，,、 \u3000]", said)[0]):
                return _placed(text, match.start(1), end, found)
    return []


def read_caption(text: str, spans: Sequence[Span]) -> Caption:
    """Read titles and notes, the nearest to the table first."""
    caption = Caption()
    for start, stop in spans:
        line, end, noted = text[start:stop], stop, False
        for match in _UNITS.finditer(line):
            at = start + match.start(1)
            end = min(end, start + match.start()) if match.start() else end
            said = match[1].strip()
            found = units_of(said) or units_of(re.split(r"[\s\u3000]{2,}", said)[0])
            if not caption.units:
                caption.units = _placed(text, at, stop, found)
            noted = noted or bool(found)
        bracket = _BRACKET.search(line)
        if bracket and not caption.units and (found := units_of(bracket[1])):
            caption.units = _placed(text, start + bracket.start(1), stop, found)
        while end > start and text[end - 1] in " \u3000\t（(【":
            end -= 1
        if noted and end == stop:
            continue
        filed = is_filing(line)
        if caption.period is None:
            caption.period = _time(text, start, end, filed)
        if filed:
            continue
        caption.reports = caption.reports or bool(_REPORTS.search(line))
        if caption.name is None:
            caption.name = _name(text, start, end)
            if _PLANS.search(text[start:end]) and not _REPORTS.search(line):
                caption.status = "planned"
    return caption


def _placed(text: str, start: int, end: int, units: Sequence[str]) -> list[tuple[str, Span]]:
    placed: list[tuple[str, Span]] = []
    at = start
    for unit in units:
        found = text.find(unit, at, end)
        if found < 0:
            found = at
        placed.append((unit, (found, found + len(unit))))
        at = found + len(unit)
    return placed


def is_filing(line: str) -> bool:
    """Tell a line or cell that says who filed a table and when: 填报单位：…, 填报时间：…, 编制单位：….

    >>> is_filing("填报单位：县信访局"), is_filing("单位：万元"), is_filing("2024年信访情况")
    (True, False, False)
    """
    return _FILED.match(line) is not None


def _time(text: str, start: int, end: int, filed: bool) -> Span | None:
    """Give the longest time expression of a line; on a line that says who filed it, no day and no time of filing."""
    best: Span | None = None
    for match in _TIME.finditer(text, start, end):
        if filed and (match[0][-1] in "日号" or text[start : match.start()].rstrip().endswith((":", "："))):
            continue
        if best is None or match.end() - match.start() > best[1] - best[0]:
            best = match.span()
    if best is None and not filed and (year := _BARE_YEAR.search(text, start, end)):
        best = year.span()
    return best


def _before(text: str, low: int, high: int) -> str:
    """Give what is taken off before a name: a quotation mark only where nothing closes it."""
    return " \u3000:：、的之及（(" + ("" if "”" in text[low:high] else "“")


def _behind(text: str, low: int, high: int) -> str:
    return " \u3000:：、的）)（(" + ("" if "“" in text[low:high] else "”")


def _name(text: str, start: int, end: int) -> Span | None:
    """Give what a title says the table is about, None when it says nothing in particular."""
    low, high = start, end
    if not _TITLE.search(text[low:high]):
        return None
    if match := _NUMBERED.match(text[low:high]):
        low += match.end()
    if match := _BRACKET.search(text, low, high):
        high = match.start()
    said = read_head(text[low:high])
    shift = low
    if said.level and said.name:
        low = shift + said.name[0]
    for _ in range(8):
        while low < high and (text[low] in _before(text, low, high) or text[low].isspace()):
            low += 1
        while low < high and text[high - 1] in _behind(text, low, high):
            high -= 1
        if time := _TIME.match(text, low, high) or _YEAR.match(text, low, high):
            low = time.end()
        elif (after := _AFTER.search(text, low, high)) and not column_kind(text[low : after.start()]):
            high = after.start()
        elif (lead := _BEFORE.match(text[low:high])) and lead.end() < high - low:
            low += lead.end()
        else:
            break
    own = text[low:high]
    if len(own) < 2 or own in _EMPTY or is_entity(own) or len(own) > 24:
        return None
    return low, high
