"""The text of a head -> what it says: a name, a unit, a time, a role, a status.

`read_head` takes the text of a column head or a row head and gives a Head with the spans of each part in it. The
words are in `data/tables.toml`. `axes` puts the heads above and beside a figure together.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from taizhang.facts import periods
from taizhang.facts.tables.cells import TABLES, unit_of, units_of
from taizhang.facts.tables.said import Said, moved
from taizhang.spans import Span
from taizhang.wordlists import Expression, alternatives

__all__ = ["Head", "read_head", "squeezed"]


@dataclass(slots=True)
class Head(Said):
    """What a head says. Spans are offsets in its own text; `name` is None when it names nothing."""

    text: str
    name: Span | None = None
    period: Span | None = None
    inner: bool = False
    """其中 stands before it."""
    total: bool = False
    word: Span | None = None
    """A word that names no thing, where it is all that is left."""
    level: int = 0
    """The level of its number: 1 一、 2 （一） 3 1., 0 without one."""

    @property
    def own(self) -> str:
        """The name as it stands."""
        return self.text[slice(*self.name)] if self.name else ""


def _any(words: Iterable[str]) -> str:
    return alternatives(dict.fromkeys(words))


_ROLES, _STATUS, _SCOPES = TABLES["roles"], TABLES["status"], TABLES["scopes"]
_BASES = _any(_ROLES["bases"])
_BASIS = (
    rf"(?:{_any(_ROLES['basis'])}|[比较与](?:{_BASES}|{periods.PATTERN})(?:同期|同月|末|底)?(?:相比|比)?"
    rf"|(?:{_any(['上年同期', '去年同期', '上年', '去年', '同期', '上月', '年初'])})(?:相比|比)(?:较)?)"
)
_UP = f"(?:{_any(_ROLES['growth'])})"
_DOWN = f"(?:{_any(_ROLES['falls'])})"
_MOVE = rf"(?:{_UP}|{_DOWN}|{_any([*_ROLES['change'], *_ROLES['change_falls']])})"
_PATTERNS: list[tuple[str, Expression]] = [
    # what it says, how the end of a head says it
    ("growth", Expression(rf"(?:(?P<basis>{_BASIS})(?P<moved>{_MOVE})?|(?P<alone>{_MOVE}))(?:率|幅度|百分[点比])?$")),
    ("completion", Expression(rf"(?:{_any(_ROLES['completion'])})$")),
    ("share", Expression(rf"(?:{_any(_ROLES['share'])}|占[^，。]{{1,16}}(?:比重|比例|的比)|占[总全][^，。]{{1,12}})$")),
    ("rank", Expression(rf"(?:[居在列]?全[市省县区国州旗]|[省市县区]内)?(?:{_any(_ROLES['rank'])})$")),
    ("score", Expression(rf"(?:{_any(_ROLES['score'])})$")),
    ("planned", Expression(rf"(?:{_any(_STATUS['planned'])})$")),
    ("actual", Expression(r"(?:决算数?|执行数|实际完成数?)$")),
    ("forecast", Expression(rf"(?:{_any(_STATUS['forecast'])})$")),
]  # fmt: skip
_SCOPE_WORDS = {word: scope for scope, words in _SCOPES.items() for word in words}
_ACTUAL, _GENERIC = frozenset(_STATUS["actual"]), frozenset(TABLES["generic"]["words"])
_TASKS = frozenset(("任务", "计划", "预算", "预期"))
_PLANNED, _FORECAST = frozenset(_STATUS["planned"]), frozenset(_STATUS["forecast"])
_ROLE_ALONE = frozenset([*_ROLES["share"], *_ROLES["rank"], *_ROLES["score"], *_ROLES["completion"]])
_MOVES = frozenset(word for key in ("growth", "falls", "change", "change_falls") for word in _ROLES[key])
_FALLS = frozenset([*_ROLES["falls"], *_ROLES["change_falls"]])
_CHANGES = frozenset([*_ROLES["change"], *_ROLES["change_falls"]])
_MEASURES = frozenset(TABLES["parts"]["measures"])
_RATES = tuple(_ROLES["rates"])
_TOTALS = frozenset(TABLES["totals"]["words"])
_PLANNED_BEFORE = re.compile(
    rf"(?:{_any(_STATUS['planned_before'])})(?=(?:总?投资|完成|新增|实施|到位|安排|建设|支出|收入|产值))"
)
_TO_DATE_BEFORE = re.compile("(?:本年|今年|年初至今)?累计(?=[一-龥]{2})")
_DONE_BEFORE = re.compile("(?:实际|累计|本年|当年|本月|已)+(?=完成|到位|支出|发放|办理|实现|投资)")

_NUMBERS = re.compile(
    r"(?:(?P<first>[一二三四五六七八九十]{1,3}、)|(?P<second>[（(][一二三四五六七八九十]{1,3}[)）])"
    r"|(?P<third>\d{1,2}(?:[、．]|[.](?!\d)))|(?P<fourth>[（(]\d{1,2}[)）]|\d{1,2}[)）]|[①-⑳])"
    r"|(?P<fifth>\d{1,2}(?:\.\d{1,2}){1,3}(?=[^\d%％]))|(?P<letters>[甲乙丙丁戊](?=、)、|[A-Z][.、]))[ \u3000]*"
)
_INNER = re.compile(rf"(?:其[ \u3000]*中[:：,，、 \u3000]?|{_any(TABLES['parts']['markers'])}+)[ \u3000]*")
_BRACKET = re.compile(r"[ \u3000]*[（(【\[〔]([^（）()【】\[\]〔〕]*)[)）】\]〕][ \u3000:：]*$")
_SLASHED = re.compile(
    r"[ \u3000]*[，,/／:：、;；][ \u3000]*(?:单位[：:])?([^，,/／:：]{1,8})$|[ \u3000]+([^ \u3000]{1,8})$"
)
_PERCENT_END = re.compile(r"[ \u3000]*[±]?([%％])$")
_FORMULA = re.compile(r"[\d①-⑳A-Za-z一二三四五六七八九十=＝+＋\-－—*×xX/÷%％()（）、,.≤≥ ]+")
_TIME = Expression(rf"(?<![比较与同]){periods.PATTERN}")
_BARE_YEARS = re.compile(r"(?:19|20)\d{2}")
_WHOLE_YEAR = re.compile("全年|本?年度")
_TO_DATE = re.compile(
    "(?:自?年初|1 ?[-—－~至])?(?:起?[至到截]止?)?(?:[本当上]月|报告期|期)?[底止末]?的?累计(?:[数值额]|完成数?|发生数?)?"
)
_BASE_BEHIND = re.compile("同|可比|不变价|价|[=＝]|末?为")
_BASE_OF_INDEX = re.compile(r".*[=＝为] ?100")
_SAYS_NOTHING = (_FORMULA, _BASE_OF_INDEX, re.compile(rf"(?:{_any(_ROLES['score'])})[为共]?\d+分"))
"""What brackets may hold: the columns that a column sums up, the base of an index, the most that can be scored."""
LONGEST = 120
"""Characters of a head; a longer text is one name."""
_EDGE = " \u3000:：,，、;；/／-—_的及和"
_JOINS = "及和与、/／"
"""Before a role that is said of a second figure in each cell: 金额及占比."""
_TYPES = ("growth", "completion", "share", "rank", "score")


def squeezed(text: str) -> str:
    """Give a text without its blanks: 合　计 -> 合计."""
    return "".join(text.split())


@lru_cache(maxsize=16384)
def read_head(text: str, beside: bool = False) -> Head:
    """Read a head, above its figures or `beside` them: 保交房任务 names a row, and plans what stands under it.

    >>> head = read_head("其中：税收收入（万元）")
    >>> head.own, head.unit, head.inner
    ('税收收入', '万元', True)
    >>> head = read_head("2024年1-6月同比增长±%")
    >>> head.role, head.unit, head.text[slice(*head.period)], head.name
    ('growth', '%', '2024年1-6月', None)
    """
    return _Reader(text, beside).read() if len(text) <= LONGEST else Head(text, (0, len(text)))


class _Reader:
    """Takes what it knows off both ends of a head until a name is left, or nothing."""

    def __init__(self, text: str, beside: bool) -> None:
        self.text, self.beside = text, beside
        self.low, self.high = 0, len(text)
        self.head = Head(text)

    @property
    def rest(self) -> str:
        return self.text[self.low : self.high]

    def read(self) -> Head:
        head = self.head
        self.trim()
        self.numbers()
        while self.ends():
            self.trim()
        self.say()
        return head

    def trim(self) -> None:
        while self.low < self.high and (self.text[self.low] in _EDGE or self.text[self.low].isspace()):
            self.low += 1
        while self.low < self.high and (self.text[self.high - 1] in _EDGE or self.text[self.high - 1].isspace()):
            self.high -= 1

    def numbers(self) -> None:
        """Take off list numbers and 其中."""
        levels = {"first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 3, "letters": 2}
        while True:
            if (match := _NUMBERS.match(self.text, self.low, self.high)) and match.end() < self.high:
                self.head.level = self.head.level or levels[match.lastgroup or "third"]
            elif match := _INNER.match(self.text, self.low, self.high):
                self.head.inner = True
            else:
                return
            self.low = match.end()
            self.trim()

    def ends(self) -> bool:
        """Take one thing off an end; False when nothing more is known."""
        return (
            self.bracket() or self.loose_unit() or self.whole()
            or self.time_at_start() or self.role() or self.time_at_end()
        )  # fmt: skip

    def bracket(self) -> bool:
        if squeezed(self.rest) in _MOVES:
            return False
        match = _BRACKET.search(self.text, self.low, self.high)
        if not match:
            return False
        inside, head = match[1].strip(), self.head
        place = match.start(1) + match[1].find(inside) if inside else match.start(1)
        said = re.sub(r"^(?:计量|金额)?单位[:：]", "", inside)
        found = units_of(said)
        if found and not head.unit:
            head.unit, head.unit_span = found[0], (place + inside.find(said), place + len(inside))
            if "±" in said:
                head.role = head.role or "growth"
        elif found or not inside or any(each.fullmatch(inside) for each in _SAYS_NOTHING):
            pass
        elif not head.period and _TIME.compiled.fullmatch(inside):
            head.period = (place, place + len(inside))
        elif inside not in _GENERIC | _ACTUAL and not self.said_inside(inside, place):
            return False
        self.high = match.start()
        return True

    def said_inside(self, inside: str, place: int) -> bool:
        """Take a role or a status from a bracket: 税收收入（同比±%）."""
        other = read_head(inside)
        if other.name is not None or not (other.role or other.status or other.scope):
            return False
        self.head.take(other, place, replacing=False)
        self.head.period = self.head.period or moved(other.period, place)
        return True

    def loose_unit(self) -> bool:
        """Take off a unit without brackets: 增速%, 总投资/万元, 单位：户."""
        if self.head.unit:
            return False
        if match := _PERCENT_END.search(self.text, self.low, self.high):
            self.head.unit, self.head.unit_span = "%", match.span(1)
            self.high = match.start(1)
            return True
        match = _SLASHED.search(self.text, self.low, self.high)
        group = 1 if match and match[1] else 2
        apart = match and len(squeezed(self.text[self.low : match.start()])) > 1
        if match and apart and (unit := unit_of(match[group])):
            self.head.unit, self.head.unit_span = unit, match.span(group)
            self.high = match.start()
            return True
        if (
            unit_of(self.rest)
            and self.rest not in _SCOPE_WORDS
            and self.rest not in _MEASURES
            and (len(self.rest) > 1 or self.rest in "%％‰元亩吨米")
        ):
            self.head.unit, self.head.unit_span = unit_of(self.rest), (self.low, self.high)
            self.low = self.high
            return True
        return False

    def whole(self) -> bool:
        """Tell what is left as a whole from a list of words."""
        rest, head = squeezed(self.rest), self.head
        if not rest:
            return False
        known = False
        if _TO_DATE.fullmatch(rest) and not head.scope:
            head.scope, head.scope_span, known = "total", (self.low, self.high), True
        if rest in _SCOPE_WORDS and not head.scope:
            head.scope, head.scope_span, known = _SCOPE_WORDS[rest], self.scope_span(rest), True
        if rest in _PLANNED:
            head.status, head.status_span, known = "planned", (self.low, self.high), True
        elif rest in _FORECAST:
            head.status, head.status_span, known = "forecast", (self.low, self.high), True
        elif rest in _ACTUAL:
            head.status, head.status_span, known = head.status or "actual", (self.low, self.high), True
        if rest in _TOTALS:
            head.total, known = True, True
        if rest in _ROLE_ALONE and not known:
            return False
        if rest in _GENERIC:
            known = True
        if known:
            head.word = self.low, self.high
            self.low = self.high
        return known

    def scope_span(self, word: str) -> Span:
        """Give where the time of a word stands: the 全年 of 全年目标任务."""
        match = _WHOLE_YEAR.match(self.text, self.low, self.high)
        return match.span() if match and _SCOPE_WORDS[word] == "whole_year" else (self.low, self.high)

    def role(self) -> bool:
        """Take a role or status off the end."""
        for kind, pattern in _PATTERNS:
            match = pattern.compiled.search(self.text, self.low, self.high)
            if not match or (kind in _TYPES and self.head.role) or (kind not in _TYPES and self.head.status):
                continue
            if not self.fits(kind, match):
                continue
            self.set_role(kind, match)
            joined = match.start() > self.low and self.text[match.start() - 1] in _JOINS
            if joined or kind not in ("share", "score"):
                self.high = match.start()
                return True
            return False
        return False

    def fits(self, kind: str, match: re.Match[str]) -> bool:
        """Tell 税收收入增长 from 新增就业 and 一般公共预算: what is left must be a name."""
        if match.start() == self.low:
            return True
        left = match.start() - self.low
        if self.beside and match[0] in _TASKS:
            return False
        if kind == "growth":
            return (
                bool(match["basis"])
                or self.text[self.low : match.start()] in _SCOPE_WORDS
                or (left >= 3 and match["alone"] not in ("提升", "变化", "变动", "提高", "减少", "增加", "压减"))
            )
        return left >= 2

    def set_role(self, kind: str, match: re.Match[str]) -> None:
        head = self.head
        if kind in ("planned", "forecast", "actual"):
            head.status, head.status_span = kind, match.span()
            if match[0] in _SCOPE_WORDS and not head.scope:
                self.low, low = match.start(), self.low
                head.scope, head.scope_span = _SCOPE_WORDS[match[0]], self.scope_span(match[0])
                self.low = low
            return
        head.role, head.role_span = kind, match.span()
        if kind == "completion":
            head.role, head.completion = "rate", True
        elif kind == "growth":
            head.basis = match["basis"]
            word = match["moved"] or match["alone"] or ""
            head.role = "change" if word in _CHANGES else "growth"
            head.sign = -1 if word in _FALLS else 1

    def time_at_end(self) -> bool:
        return self.time([m for m in _TIME.compiled.finditer(self.text, self.low, self.high) if m.end() == self.high])

    def time_at_start(self) -> bool:
        match = _TIME.compiled.match(self.text, self.low, self.high)
        return self.time([match] if match else [])

    def time(self, matches: list[re.Match[str]]) -> bool:
        if not matches or self.head.period:
            if not self.head.period and _BARE_YEARS.fullmatch(self.rest):
                self.head.period = (self.low, self.high)
                self.low = self.high
                return True
            return False
        span = matches[0].span()
        if squeezed(self.rest) in _SCOPE_WORDS or _BASE_BEHIND.match(self.text, span[1], self.high):
            return False
        self.head.period = span
        if span[0] == self.low:
            self.low = span[1]
        else:
            self.high = span[0]
        return True

    def say(self) -> None:
        """Name what is left, and say what the name alone tells."""
        head = self.head
        if not self.beside and not head.scope and (match := _TO_DATE_BEFORE.match(self.text, self.low, self.high)):
            head.scope, head.scope_span = "total", match.span()
        if self.beside:
            pass
        elif match := _PLANNED_BEFORE.match(self.text, self.low, self.high):
            head.status, head.status_span = head.status or "planned", match.span()
        elif match := _DONE_BEFORE.match(self.text, self.low, self.high):
            head.status = head.status or "actual"
            self.low = match.end()
        self.trim()
        if self.low >= self.high:
            return
        if head.period is None and (found := _TIME.compiled.search(self.text, self.low, self.high)):
            head.period = None if _BASE_BEHIND.match(self.text, found.end(), self.high) else found.span()
        head.name = (self.low, self.high)
        own = squeezed(head.own)
        if own.endswith(("合计", "总计", "小计")):
            head.total = True
        if not head.role and own.endswith(_RATES):
            head.role = "share" if own.endswith(("占比", "比重")) else "rate"
