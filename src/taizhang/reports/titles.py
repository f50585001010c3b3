"""Titles of reports: whether a line is one, and what it says.

In: a line, or a piece of a line. Out: the organisation as written, the period of the summary and of the plan, and
whether it promises a summary, a plan or both. `contents` uses it on the items of a contents list, `splitting` to find
where a report begins, `profile` for what the report is. The words stand in `data/titles.toml`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from taizhang.reports.orgs import find_institutions, last_name_chars
from taizhang.reports.periods import Stretch, find_stretches
from taizhang.wordlists import alternatives, load

__all__ = ["Title", "inline_titles", "is_contents_heading", "read_title", "read_unit_heading"]

LONGEST = 96
_NUMBER = (
    r"(?:[（(]?\d{1,3}(?:[)）]\s*[.．、]?|\s*[.．、])(?!\d)\s*|[一二三四五六七八九十]{1,3}、\s*|[●○◆◇■□★☆▲△※◎\-—]+\s*)?"
)
_CHINESE_NUMBER = frozenset("一二三四五六七八九十（(")
_YEAR = re.compile(r"\d年|半年|[局委办院社镇乡]")
_GOVERNMENT = re.compile(r"政\s*府\s*工\s*作\s*报\s*告")


@dataclass(frozen=True, slots=True)
class Title:
    """What a title says; offsets are those of the text that it was read from."""

    start: int
    end: int
    text: str
    org: str | None
    org_type: str | None
    summary: bool
    plan: bool
    periods: tuple[Stretch, ...]
    volume: bool
    """Whether it is marked as a part of a collection (第一篇, 篇1)."""
    numbered: str
    """The list number before it, as written."""
    government: bool
    """Whether it is a government's report to the congress; its year is the year of the meeting."""
    notice: bool = False
    """Whether it heads a notice, an opinion, a scheme: no report of work."""


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str], frozenset[str]]:
    data = load("reports", "titles.toml")
    words = alternatives([*data["summary"], *data["plan"], *data["plain"], *data["notice"]])
    tails = alternatives(data["tails"])
    volumes = "|".join(re.escape(v).replace("N", r"[一二三四五六七八九十\d]{1,3}") for v in data["volumes"])
    bracket = r"[（(【\[〔〈<][^（()）【】\n]{1,20}[)）】\]〕〉>]"
    line = re.compile(
        rf"(?P<hash>#{{1,6}}\s*)?(?P<volume>(?:{volumes})\s*[:：、.．]?\s*)?(?P<number>{_NUMBER})"
        rf"(?P<core>(?!{alternatives(data['never'])}|[（(][一二三四五六七八九十]{{1,3}}[)）])[^。；;！!？?，,：:\n\t]{{0,88}}?{words}(?:{tails})?)"
        rf"(?P<tail>(?:\s*{bracket}){{0,2}})\s*"
    )
    clause = re.compile(
        rf"(?P<summary>{alternatives([*data['summary'], *data['plain']])})|(?P<plan>{alternatives(data['plan'])})"
    )
    joined = re.compile(
        rf"(?:{alternatives(data['joiners'])})(?=(?:\d|今|上|下|来|明|工作|今后|存在|问题|谋划|计划|主要))"
    )
    return line, clause, joined, frozenset(re.sub(r"\s", "", c) for c in data["contents"])


@cache
def _last_chars() -> frozenset[str]:
    """The characters that a title can end with: most lines are ruled out by them."""
    data = load("reports", "titles.toml")
    return frozenset(
        word[-1] for key in ("summary", "plan", "plain", "notice", "tails") for word in data[key]
    ) | frozenset("）)】]〕〉>")


def is_contents_heading(line: str) -> bool:
    """Whether a line is the heading of a contents list (目录, 目 录)."""
    bare = re.sub(r"[\s#*【】\[\]]", "", line)
    return len(bare) <= 8 and bare in _patterns()[3]


def read_title(text: str, start: int = 0, end: int | None = None) -> Title | None:
    """Read `text[start:end]` (one line without surrounding blanks) as the title of a report; None when it is none.

    >>> title = read_title("3.区交通运输局2023年上半年工作总结和下半年工作计划")
    >>> title.org, title.summary, title.plan, title.periods[0].normal()
    ('区交通运输局', True, True, '2023年上半年')
    """
    end = len(text) if end is None else end
    if not 4 <= end - start <= LONGEST or text[end - 1] not in _last_chars():
        return None
    if text[start] in _CHINESE_NUMBER and not _YEAR.search(text, start, end):
        return None
    match = _patterns()[0].fullmatch(text, start, end)
    if match is None:
        return None
    return _understand(match)


def _understand(match: re.Match[str]) -> Title:
    core = match["core"]
    notice = core.endswith(_notices())
    summary, plan = (False, False) if notice else _promises(core)
    periods = tuple(find_stretches(core))
    org, org_type = _org(core, periods)
    text = match.group().lstrip("# ").strip()
    return Title(
        match.start(), match.end(), text, org, org_type, summary, plan, periods,
        volume=bool(match["volume"]), numbered=match["number"] or "",
        government=_GOVERNMENT.search(core) is not None, notice=notice,
    )  # fmt: skip


@cache
def _notices() -> tuple[str, ...]:
    return tuple(load("reports", "titles.toml")["notice"])


def _promises(core: str) -> tuple[bool, bool]:
    """Tell whether a title promises a summary and a plan, by the last word of each of its joined pieces."""
    _, clause, joined, _ = _patterns()
    plain = load("reports", "titles.toml")["plain"]
    summary = plan = False
    for piece in joined.split(core):
        said = list(clause.finditer(piece))
        if len(said) > 1 and said[-1].group() in plain and piece[said[-2].end() : said[-1].start()] in ("的", ""):
            said.pop()
        if said:
            summary |= said[-1].lastgroup == "summary"
            plan |= said[-1].lastgroup == "plan"
    return summary, plan


_UNIT_NUMBER = re.compile(
    r"(?:[一二三四五六七八九十]{1,3}、|[（(](?:[一二三四五六七八九十]{1,3}|\d{1,2})[)）]|\d{1,2}[.．、])\s*"
)


def read_unit_heading(text: str, start: int, end: int) -> Title | None:
    """Read `text[start:end]` as a number and the name of an institution, as offices head the pieces they collect.

    >>> read_unit_heading("三、区卫健局", 0, 6).org_type
    '卫健'
    """
    if text[end - 1] not in last_name_chars() or end - start > 30:
        return None
    number = _UNIT_NUMBER.match(text, start, end)
    if number is None:
        return None
    for each in find_institutions(text, number.end(), end):
        if (each.start, each.end) == (number.end(), end):
            return Title(start, end, each.full, each.full, each.org_type, False, False, (), False, "", False)
    return None


@cache
def _unit_at_start() -> re.Pattern[str]:
    ends = alternatives(load("reports", "places.toml")["unit_ends"])
    return re.compile(rf"(?:中共|关于)?(?P<org>[^\d\s《》“”\"]{{1,60}}?{ends})(?:党组|党委)?(?:关于)?\s*$")


@cache
def _before_period() -> re.Pattern[str]:
    """What the name of an organisation ends before; 工作 may belong to the name (工作领导小组)."""
    work = alternatives(load("reports", "places.toml")["unit_work"])
    return re.compile(
        rf"关于|今年|本年|上半年|下半年|年度|工作(?!{work})|述职|半年|20\d\d|19\d\d|二[〇○零]|一九|[XxＸ×*]{{2,4}}年"
    )


def _org(core: str, periods: tuple[Stretch, ...]) -> tuple[str | None, str | None]:
    """Give the organisation that a title begins with, as written, and its type."""
    cut = _before_period().search(core, 1)
    head = core[: cut.start()] if cut else core
    match = None if periods and periods[0].start == 0 else _unit_at_start().match(head)
    org = match["org"] if match else None
    named = [*find_institutions(org or core)][-1:]
    if org is None and named:
        org = named[0].full
    return org, named[0].org_type if named else None


_INTO_BODY = (
    r"(?=[ \t\u3000]{0,4}(?:(?:19|20)\d\d年(?!工作)|今年|上半年|1[-—]\d{1,2}月|一、|（一）|\(一\)|现将|一年来|面对|围绕"
    r"|[在为按](?:区|市|县|省|全|上|照|深|认)|[县市区省镇][^，。；的会]{2,16}[局委办中心院社镇](?:[坚认深以在围紧]|党组|全面)))"
)
_EXTRA = r"(?:\d{3,5}字(?:范文稿?|文稿)?)?"
_RUNS_ON = re.compile(
    rf"年(?:度)?(?:上半年|下半年)?[^。；，,：:\n\d]{{0,8}}?(?:总结|计划|打算|思路|要点|情况|安排|谋划)(?:的?(?:情况)?(?:报告|汇报))?{_EXTRA}{_INTO_BODY}"
)


@cache
def _inline() -> re.Pattern[str]:
    data = load("reports", "titles.toml")
    words = alternatives(
        [w for w in [*data["summary"], *data["plan"]] if len(w) > 2 or w in ("总结", "计划", "打算", "思路", "要点")]
    )
    year = r"(?:19|20)\d\d年(?:度)?(?:上半年|下半年|第?[一二三四]季度|前三季度)?"
    tail = alternatives([tail for tail in data["tails"] if len(tail) > 2])
    then = rf"(?:和|及|与|暨|以及)(?:{year}|上半年|下半年|来年|明年|下一?步)(?:[^。；，,：:\n]{{0,8}}?)(?:{words})"
    unit = alternatives(load("reports", "places.toml")["unit_ends"])
    return re.compile(
        rf"(?P<core>[^。；;！!？?，,、：:\s“”\"（()）]{{1,24}}?{unit}(?:关于)?(?:{year})(?:[^。；，,：:\n\d]{{0,8}}?)(?:{words})(?:{then})?(?:{tail})?)"
        rf"{_EXTRA}{_INTO_BODY}"
    )


def inline_titles(text: str) -> Iterator[Title]:
    """Give the titles that run straight into the body, without a line of their own.

    >>> [t.text for t in inline_titles("…坚实基础。临江园区2021年工作总结和2022年工作思路2021年,园区坚持稳中求进。")]
    ['临江园区2021年工作总结和2022年工作思路']
    """
    pattern = _inline()
    done = 0
    for hit in _RUNS_ON.finditer(text):
        begin = max(text.rfind(stop, max(0, hit.start() - 40), hit.start()) for stop in "。\n！？!?；;】”") + 1
        if begin < done or (begin == 0 and hit.start() > 40):
            continue
        match = pattern.match(text, begin)
        if match is None or match.end() < hit.end():
            continue
        line = _patterns()[0].fullmatch(match["core"])
        if line is None:
            continue
        title = _understand(line)
        yield Title(
            begin, match.end(), title.text, title.org, title.org_type, title.summary, title.plan, title.periods,
            volume=False, numbered="", government=title.government,
        )  # fmt: skip
        done = match.end()
