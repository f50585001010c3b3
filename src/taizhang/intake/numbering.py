"""The numbers that Word writes before paragraphs by itself: 一、 （一） 1. ①

In: styles.xml and numbering.xml of a .docx, then its paragraphs in order. Out: the number of each as text; `wordml`
puts it at the beginning of the paragraph, for headings are told by it. How each kind of number is written stands in
`data/numbering.toml`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any

from taizhang.wordlists import load

if TYPE_CHECKING:
    from lxml.etree import _Element

__all__ = ["MAX_LABEL", "Lists", "Styles", "W", "is_on", "written"]

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_VAL = W + "val"
MAX_LABEL = 60
"""Characters of one number; a pattern could make it endless."""
_LEVELS = 9
_GREATEST = 32767
_PART = re.compile("%([1-9])")
_OFF = frozenset(("0", "false", "off", "none"))


def is_on(element: _Element | None) -> bool:
    """Say whether a switch (<w:vanish/>) is there and not turned off."""
    return element is not None and element.get(_VAL, "1") not in _OFF


def written(number: int, form: str) -> str:
    """Write a number as the format of Word says.

    >>> [written(n, "chineseCountingThousand") for n in (1, 10, 21, 101, 110)]
    ['一', '十', '二十一', '一百零一', '一百一十']
    >>> written(28, "lowerLetter"), written(9, "upperRoman"), written(3, "decimalEnclosedCircle"), written(3, "new")
    ('bb', 'IX', '③', '3')
    """
    rule = _formats().get(form, {})
    if "counting" in rule and number <= rule.get("limit", 99_999):
        return _counted(number, rule)
    if "digits" in rule:
        return "".join(rule["digits"][int(digit)] for digit in str(number))
    if "items" in rule:
        return str(rule["items"][number - 1]) if 1 <= number <= len(rule["items"]) else str(number)
    text = str(number).zfill(rule.get("width", 1))
    if rule.get("rule") == "letters" and number > 0:
        text = chr(97 + (number - 1) % 26) * ((number - 1) // 26 + 1)
    elif rule.get("rule") == "roman" and number > 0:
        text = _roman(number)
    around = str(rule.get("around", "  "))
    return (around[0] + (text.upper() if rule.get("upper") else text) + around[1]).strip()


@dataclass(slots=True)
class _Style:
    based: str | None
    number: str | None
    level: int | None
    hidden: bool | None
    """Whether its text is hidden; None where it does not say."""


class Styles:
    """The styles of a document: which list a paragraph of a style belongs to, and whether a style hides its text."""

    def __init__(self, root: _Element | None) -> None:
        self._styles: dict[str, _Style] = {}
        self.default: str | None = None
        """The style of a paragraph that names none."""
        for element in root.iterchildren(W + "style") if root is not None else ():
            name = element.get(W + "styleId", "")
            number, level = _membership(element.find(f"{W}pPr/{W}numPr"))
            vanish = element.find(f"{W}rPr/{W}vanish")
            hidden = None if vanish is None else is_on(vanish)
            self._styles[name] = _Style(_value(element, "basedOn"), number, level, hidden)
            if element.get(W + "type") == "paragraph" and element.get(W + "default", "0") not in _OFF:
                self.default = name
        self.hide = any(style.hidden for style in self._styles.values())
        """Whether there is a style that hides text at all."""
        self._lists: dict[str | None, tuple[str | None, int | None, str | None]] = {}

    def list_of(self, name: str | None) -> tuple[str | None, int | None, str | None]:
        """Give the list of a style, its level there (None: the list says), and the style that says so."""
        if name not in self._lists:
            self._lists[name] = self._list_of(name)
        return self._lists[name]

    def hides(self, name: str | None) -> bool:
        """Say whether text of a style is hidden."""
        return next((style.hidden for _, style in self._line(name) if style.hidden is not None), False)

    def _list_of(self, name: str | None) -> tuple[str | None, int | None, str | None]:
        level = None
        for own, style in self._line(name):
            level = style.level if level is None else level
            if style.number is not None:
                return style.number, level, own
        return None, level, None

    def _line(self, name: str | None) -> list[tuple[str, _Style]]:
        """Give a style and those that it is based on; a circle is left where it closes."""
        line: dict[str, _Style] = {}
        while name is not None and name not in line and name in self._styles:
            line[name] = self._styles[name]
            name = line[name].based
        return list(line.items())


@dataclass(slots=True)
class _Level:
    start: int = 1
    form: str = "decimal"
    text: str = ""
    restart: int | None = None
    """After which level, counted from 1, it begins anew; None: after any above it, 0: never."""
    legal: bool = False
    style: str | None = None


@dataclass(slots=True)
class _List:
    """A numbering as a document uses it; those of one abstract numbering count on together."""

    levels: dict[int, _Level]
    counts: list[int | None] = field(default_factory=lambda: [None] * _LEVELS)
    starts: dict[int, int] = field(default_factory=dict)
    """Levels that begin anew where the list is first used."""


class Lists:
    """The numbered lists of a document; asked for each paragraph in order, for it counts."""

    def __init__(self, root: _Element | None, styles: Styles) -> None:
        self._styles = styles
        self._lists: dict[str, _List] = {}
        abstract = {} if root is None else {e.get(W + "abstractNumId", ""): e for e in root.iter(W + "abstractNum")}
        linked = {link: e for e in abstract.values() if (link := _value(e, "styleLink"))}
        shared: dict[str, _List] = {}
        for element in root.iterchildren(W + "num") if root is not None else ():
            base = abstract.get(_value(element, "abstractNumId") or "")
            if base is not None and (link := _value(base, "numStyleLink")):
                base = linked.get(link, base)
            if base is None:
                continue
            key = base.get(W + "abstractNumId", "")
            if key not in shared:
                shared[key] = _List(_levels(base))
            self._lists[element.get(W + "numId", "")] = _overridden(shared[key], element)

    def label(self, style: str | None, membership: _Element | None) -> str:
        """Count a paragraph of `style` with its own w:numPr, and give its number: "（二）"; "" without one."""
        if not self._lists:
            return ""
        number, level = _membership(membership)
        if number is None:
            number, inherited, said_by = self._styles.list_of(style if style is not None else self._styles.default)
            level = inherited if level is None else level
            if level is None and said_by is not None and number in self._lists:
                levels = self._lists[number].levels
                level = next((at for at, rule in levels.items() if rule.style == said_by), None)
        chosen = self._lists.get(number or "")
        return "" if chosen is None or not 0 <= (level or 0) < _LEVELS else _count(chosen, level or 0)


def _count(chosen: _List, level: int) -> str:
    counts = chosen.counts
    while chosen.starts:
        at, start = chosen.starts.popitem()
        counts[at] = start - 1
    rule = chosen.levels.get(level, _Level())
    last = counts[level]
    counts[level] = min(rule.start if last is None else last + 1, _GREATEST)
    for below in range(level + 1, _LEVELS):
        restart = chosen.levels[below].restart if below in chosen.levels else None
        if restart is None or level < restart:
            counts[below] = None
    if rule.form == "bullet":
        return ""

    def part(match: re.Match[str]) -> str:
        at = int(match[1]) - 1
        other = chosen.levels.get(at, _Level())
        count = counts[at]
        number = other.start if count is None else count
        form = "decimal" if rule.legal else other.form
        return "" if form in ("none", "bullet") else written(number, form)

    return _PART.sub(part, rule.text)[:MAX_LABEL].strip()


def _levels(abstract: _Element) -> dict[int, _Level]:
    levels = {}
    for element in abstract.iterchildren(W + "lvl"):
        if 0 <= (at := _integer(element.get(W + "ilvl"), -1)) < _LEVELS:
            levels[at] = _level(element)
    return levels


def _level(element: _Element) -> _Level:
    restart = _value(element, "lvlRestart")
    form = next((e for e in element.iter(W + "numFmt")), None)
    return _Level(
        start=_integer(_value(element, "start"), 1),
        form="decimal" if form is None else form.get(_VAL, "decimal"),
        text=(_value(element, "lvlText") or "")[: MAX_LABEL * 2],
        restart=None if restart is None else _integer(restart, 0),
        legal=is_on(element.find(W + "isLgl")),
        style=_value(element, "pStyle"),
    )


def _overridden(base: _List, number: _Element) -> _List:
    """Give the list of a w:num: that of its abstract numbering, with what it says differently."""
    levels, starts = dict(base.levels), {}
    for override in number.iterchildren(W + "lvlOverride"):
        at = _integer(override.get(W + "ilvl"), -1)
        if not 0 <= at < _LEVELS:
            continue
        if (own := override.find(W + "lvl")) is not None:
            levels[at] = _level(own)
        if (start := _value(override, "startOverride")) is not None:
            starts[at] = _integer(start, 1)
    return _List(levels, base.counts, starts)


def _membership(element: _Element | None) -> tuple[str | None, int | None]:
    """Give the list and the level that a w:numPr names."""
    if element is None:
        return None, None
    level = _value(element, "ilvl")
    return _value(element, "numId"), None if level is None else _integer(level, 0)


def _value(element: _Element, child: str) -> str | None:
    found = next(element.iterchildren(W + child), None)
    return None if found is None else found.get(_VAL)


def _integer(text: str | None, otherwise: int) -> int:
    """Read a small number that a stranger wrote."""
    bare = (text or "").strip()
    return min(int(bare), _GREATEST) if bare.isascii() and bare.isdigit() and len(bare) < 9 else otherwise


def _counted(number: int, rule: dict[str, Any]) -> str:
    digits, units, zero = str(rule["digits"]), str(rule["counting"]), str(rule.get("zero", ""))
    text, gap = "", False
    for place, char in enumerate(reversed(str(number))):
        if char != "0":
            unit = units[place - 1] if place else ""
            text = digits[int(char)] + unit + (zero if gap else "") + text
        gap = char == "0" and bool(text)
    if 10 <= number < 20:
        text = str(rule.get("ten", units[0])) + text[2:]
    return text or digits[0]


def _roman(number: int) -> str:
    pairs = zip((1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1), _ROMAN, strict=True)
    text = ""
    for value, letters in pairs:
        text += letters * (number // value)
        number %= value
    return text


_ROMAN = ("m", "cm", "d", "cd", "c", "xc", "l", "xl", "x", "ix", "v", "iv", "i")


@cache
def _formats() -> dict[str, dict[str, Any]]:
    return {name: rule for rule in load("intake", "numbering.toml")["format"] for name in rule["names"]}
