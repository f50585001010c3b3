"""Counts of listed things: 东溪村、西溪村、南溪村3个村; “甲”“乙”2条示范带.

The names directly before a number are counted by what separates them. Where they are of the kind that is counted, the
count must be theirs; with 等 more may be meant than are named, and 东溪镇、西溪镇6个村 counts what lies in the places
named: such a count can never be told wrong for being larger, so that it is not verified either.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from taizhang.checks.figures import Figure, Paragraph
from taizhang.checks.intervals import Interval
from taizhang.checks.judge import Candidate
from taizhang.checks.words import WORDS, words
from taizhang.facts.lexicon import Flag, flags_of

__all__ = ["find"]

_STARTS = words("lists", "starts")
_ENDINGS = words("lists", "endings")
_PLACES = words("parts", "places")
_KINDS: list[dict[str, list[str]]] = WORDS["lists"]["kinds"]
_ALL = words("lists", "all")
_QUOTED = re.compile("“[^“”]{1,24}”(?:[(（][^()（）]{1,20}[)）])?")
_QUOTED_LIST = re.compile(f"((?:{_QUOTED.pattern})(?:(?:、|和|及|以及|与)?(?:{_QUOTED.pattern}))+)(等|这|共)?$")
_ASIDE = re.compile("[(（][^()（）]{0,30}[)）]")
_LAST = re.compile("(?:以及|和|及|与|暨)")
_SPAN = re.compile("[至到~～—-]")
_ACTION = int(Flag.ACTION)
MOST = 24
OPEN = "有“等”字，实际个数可以多于所列"
PERHAPS = "所列名称与所数的是否为同一类不能确定"


@dataclass(frozen=True, slots=True)
class _Names:
    """Names before a number: there are `least` to `most` of them, for 和 may stand inside a name."""

    names: list[str]
    least: int
    most: int
    open_end: bool
    clean: bool
    """They are of the kind that is counted, each once."""


def find(paragraph: Paragraph) -> Iterator[Candidate]:
    """Give the lists of names before a number."""
    text = paragraph.text
    for figure in paragraph.figures:
        if figure.role != "level" or not figure.unit.counted or not figure.known or not 0 <= figure.value <= MOST:
            continue
        between = figure.between
        if "、" not in between and "”" not in between:
            continue
        before = paragraph.figures[figure.index - 1] if figure.index else None
        listed = _listed(figure, before, text)
        found = _counted(figure, listed) if listed is not None else None
        if found is not None:
            yield found


def _listed(figure: Figure, before: Figure | None, text: str) -> _Names | None:
    lead = figure.between.rstrip()
    quoted = _QUOTED_LIST.search(lead[-200:])
    if quoted:
        names = [match[0] for match in _QUOTED.finditer(quoted[1])]
        closed = lead[: -len(quoted[0])][-1:] not in ("、", "和", "及", "与")
        clean = closed and len(set(names)) == len(names) and quoted[2] != "共"
        return _Names(names, len(names), len(names), quoted[2] == "等", clean)
    open_end = lead.endswith("等")
    body = _ASIDE.sub("", lead.removesuffix("等").removesuffix("这").removesuffix("共"))
    cut = max(body.rfind(mark) for mark in "，。；：:;,！？\n“”）)") + 1
    names = body[cut:].split("、")
    last = names[-1]
    if len(names) < 2 or len(names) > MOST or not all(names) or any(len(name) > 16 for name in names[1:]):
        return None
    if not open_end and (last in _STARTS or flags_of(last) & _ACTION or flags_of(last[-2:]) & _ACTION):
        return None
    joints = sum(len(_LAST.findall(name)) for name in names)
    least = len(names)
    if _LAST.search(last):
        head, tail = _LAST.split(last, maxsplit=1)
        if head and tail:
            names = [*names[:-1], head, tail]
    whole = not any(_SPAN.search(name) for name in names) and not lead.endswith("共")
    if not cut:
        whole = whole and (before is None or before.kin != figure.kin)
    elif body[cut - 1] in "“”）)":
        whole = False
    else:
        whole = whole and body[cut - 2 : cut - 1] != names[-1][-1]  # 东溪村，西溪村、南溪村3个村
    return _Names(names, least, least + joints, open_end, whole and _of_kind(names, figure, text))


def _of_kind(names: list[str], figure: Figure, text: str) -> bool:
    """Tell names of the kind that is counted: villages before 3个村, works that end alike before 2个项目."""
    if figure.fact.unit in _ALL or figure.fact.quote.endswith(_ALL):
        return True
    behind = text[figure.end : figure.end + 8]
    for kind in _KINDS:
        if all(name.endswith(tuple(kind["endings"])) for name in names):
            noun = next((noun for noun in kind["nouns"] if behind.startswith(noun)), "")
            if noun and not behind[len(noun) :].startswith(tuple(kind["not_before"])):
                return True
    return any(
        behind.startswith(ending) and all(name.endswith(ending) for name in names)
        for ending in _ENDINGS
        if ending not in _PLACES
    )


def _counted(figure: Figure, listed: _Names) -> Candidate | None:
    """Give the candidate; None where the number may be another and says nothing of the names."""
    stated = int(figure.value)
    fits = listed.least <= stated <= listed.most
    count = stated if fits else len(listed.names)
    note = "列举：" + "、".join(name.strip() for name in listed.names)
    certain = not fits and listed.clean and figure.exact and not (listed.open_end and count < stated)
    if not fits and (not certain or (stated > 9 and abs(count - stated) > 2)):
        return None
    formula = "+".join("1" * count)
    number = Decimal(count)
    told = (listed.clean and not listed.open_end) or certain
    interval = Interval(number, number) if told else None
    if not told:
        note = f"{OPEN if listed.open_end else PERHAPS}；{note}"
    return Candidate("N009", "count", [], figure, formula, number, interval, certain, note)
