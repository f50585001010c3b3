"""The small markup in which the sentences of `data/*.toml` mark their figures, so that adding one needs no Python.

    <累>，全县[一般公共预算收入]完成{revenue}，同比{?revenue_growth:增长|下降}{revenue_growth}；
    其中[税收收入]{tax}，[a:占一般公共预算收入的比重]为{tax_share@a}。

`[phrase]`    the indicator of the figures that follow; `[a:phrase]` gives it a label
`{name}`      a figure of the county; `{3..9次}` one that is drawn on the spot, `{2个}` a fixed one,
              `{calls=3..9次}` one that other wordings share by its name
`{name:form}` written in one of `figures.FORMS`
`{name@a}`    with the indicator labelled a, also one that comes later; `@a+b` joins two, `@a、b` names a pair,
              `@=words` says it outright, `@a|b` accepts either, the first being the better
`!p` `!f`     planned, forecast; `!n` also without a period, as deadlines are; `#rate` another role than the world's,
              `#-growth` of a figure drawn on the spot: a decrease
`~` `>` `<`   approx, at least, at most, said by words outside the quote (约 超 以内)
`{?name:up|down}` the word for a rise or a fall
`<time>`      a time expression, in force until the next one of the item; `<!time>` for its own clause only;
              `<~time>` one that not everybody would take for a time expression (汛期); `<^time>` the year of an
              event, which counts where nothing else governs;
              macros 累 截 五 今 年 are filled in one of several ways (`phrases.toml`)
`$town`       a name of the county (`names.toml`); `$town2` another one of them
`#{3..19}`    a number that is no figure: of a document, a day, a road

Compiled sentences are tuples of operations that `scribe` runs.
"""

from __future__ import annotations

import re
import zlib
from decimal import Decimal
from functools import cache
from typing import Any, NamedTuple

from taizhang.errors import KnowledgeError
from taizhang.examples.figures import FORMS, Value

__all__ = [
    "CLOSE", "FIGURE", "NAME", "NUMBER", "OPEN", "TEXT", "TIME", "TIME_END", "TURN", "Figure", "Inline", "Op",
    "Sentence", "compile_sentence",
]  # fmt: skip

TEXT, OPEN, CLOSE, FIGURE, TIME, TIME_END, NAME, TURN, NUMBER = range(9)
Op = tuple[Any, ...]
"""An operation: one of the codes above and what it needs."""

TOKEN = re.compile(
    r"#\{(?P<number>[^{}]*)\}|\{(?P<figure>[^{}]*)\}|\[(?:(?P<label>[a-z]):)?(?P<indicator>[^\[\]]*)\]"
    r"|<(?P<time>[^<>]*)>|\$(?P<name>[a-z]+\d?)"
)
FIGURE_PART = re.compile(
    r"(?P<source>[^:@!~><#]+)(?::(?P<form>[^@!~><#]+))?(?:@(?P<indicator>[^!~><#]+))?(?P<flags>[!~><][^#]*)?(?:#(?P<role>-?\w+))?$"
)
INLINE = re.compile(r"(?:(?P<name>[a-z_]+)=)?(?P<low>\d+(?:\.\d+)?)(?:\.\.(?P<high>\d+(?:\.\d+)?))?(?P<unit>\D*)$")
OUTSIDE = {"~": "approx", ">": "at_least", "<": "at_most"}
STATUS = {"!p": "planned", "!f": "forecast"}


class Inline(NamedTuple):
    """A figure drawn on the spot, the same one in every file of a county that holds the sentence."""

    low: int
    spread: int
    decimals: int
    unit: str
    role: str
    salt: int
    sign: int = 1

    def value(self, seed: int) -> Value:
        """Draw it; `seed` is the county's."""
        mixed = ((self.salt ^ seed) * 0x9E3779B97F4A7C15) & 0xFFFFFFFFFFFFFFFF
        drawn = Decimal(self.low + (mixed >> 24) % self.spread).scaleb(-self.decimals) * self.sign
        return Value(drawn, self.decimals, self.unit, self.role)


class Figure(NamedTuple):
    """A figure in a sentence. `indicator` holds alternatives, each a tuple of labels and the words that join them."""

    name: str | Inline
    form: str
    indicator: tuple[tuple[str, ...], ...]
    status: str
    modifier: str
    role: str
    timeless: bool


class Sentence(NamedTuple):
    """A compiled sentence; `salt` tells it from all others."""

    ops: tuple[Op, ...]
    salt: int
    source: str


@cache
def compile_sentence(source: str, bureau: str, where: str) -> Sentence:
    """Compile a template; names without a dot are of `bureau`. KnowledgeError quotes what does not compile."""
    salt = zlib.crc32(f"{bureau}:{source}".encode())
    try:
        ops = tuple(_compile(source, bureau, salt))
        _check_labels(ops)
    except (ValueError, KeyError) as error:
        raise KnowledgeError(f"{where}：句子“{source}”的标记有误：{error}；写法见 markup.py 开头。") from error
    return Sentence(ops, salt, source)


def _compile(source: str, bureau: str, salt: int) -> list[Op]:
    ops: list[Op] = []
    at = 0
    for found in TOKEN.finditer(source):
        if found.start() > at:
            ops.append((TEXT, _plain(source[at : found.start()])))
        at = found.end()
        ops += _operations(found, bureau, salt + 7919 * found.start())
    if at < len(source):
        ops.append((TEXT, _plain(source[at:])))
    return ops


def _plain(text: str) -> str:
    if bad := re.search(r"[\[\]{}<>$]", text):
        raise ValueError(f"“{bad.group()}”不成对")
    return text


def _operations(found: re.Match[str], bureau: str, salt: int) -> list[Op]:
    kind = found.lastgroup
    text = found.group(kind) if kind else ""
    if kind == "number":
        return [(NUMBER, _inline(text, salt))]
    if kind == "name":
        return [(NAME, text.rstrip("123456789"), int(text[-1]) if text[-1].isdigit() else 1)]
    if kind == "time":
        scope = {"!": "clause", "~": "loose", "^": "event"}.get(text[0], "item")
        words = text if scope == "item" else text[1:]
        return [(TIME, scope), *_compile(words, bureau, salt), (TIME_END,)]
    if kind == "indicator":
        return [(OPEN,), *_compile(text, bureau, salt), (CLOSE, found.group("label") or "")]
    if text.startswith("?"):
        name, _, words = text[1:].partition(":")
        up, down = words.split("|")
        return [(TURN, _full(name, bureau), up, down)]
    return [(FIGURE, _figure(text, bureau, salt))]


def _full(name: str, bureau: str) -> str:
    return name if "." in name else f"{bureau}.{name}"


def _inline(text: str, salt: int, role: str = "level") -> Inline:
    found = INLINE.match(text)
    if not found:
        raise ValueError(f"“{text}”不是数")
    low, high, unit = found.group("low"), found.group("high") or found.group("low"), found.group("unit")
    decimals = len(low.partition(".")[2])
    first, last = (int(Decimal(bound).scaleb(decimals)) for bound in (low, high))
    if last < first:
        raise ValueError(f"“{text}”的上限小于下限")
    sign = -1 if role.startswith("-") else 1
    return Inline(first, last - first + 1, decimals, unit, role.removeprefix("-"), salt, sign)


def _figure(text: str, bureau: str, salt: int) -> Figure:
    found = FIGURE_PART.match(text)
    if not found or (found.group("form") or "") not in FORMS:
        raise ValueError(f"“{text}”不是图形之外的数，或写法未列于 FORMS")
    source, role, flags = found.group("source"), found.group("role") or "", found.group("flags") or ""
    inline = source[0].isdigit() or "=" in source
    if inline and not source[0].isdigit():
        salt = zlib.crc32(f"{bureau}:{source.partition('=')[0]}".encode())
    name = _inline(source, salt, role or "level") if inline else _full(source, bureau)
    indicator = tuple(_spec(part) for part in (found.group("indicator") or "").split("|") if part)
    status = next((STATUS[flag] for flag in STATUS if flag in flags), "")
    modifier = next((OUTSIDE[flag] for flag in OUTSIDE if flag in flags), "")
    return Figure(name, found.group("form") or "", indicator, status, modifier, role.removeprefix("-"), "!n" in flags)


def _spec(text: str) -> tuple[str, ...]:
    if text.startswith("="):
        return ("=", text[1:])
    return tuple(part for part in re.split(r"\+|(、)", text) if part)


def _check_labels(ops: tuple[Op, ...]) -> None:
    given = [op[1] for op in ops if op[0] == CLOSE and op[1]]
    labels = set(given)
    if len(labels) < len(given):
        raise ValueError("同一个标号用了两次")
    seen = False
    for op in ops:
        seen = seen or op[0] == CLOSE
        if op[0] != FIGURE:
            continue
        figure: Figure = op[1]
        if not figure.indicator and not seen:
            raise ValueError(f"{figure.name} 之前没有指标")
        for spec in figure.indicator:
            if spec[0] != "=" and (unknown := [part for part in spec if part != "、" and part not in labels]):
                raise ValueError(f"没有标为 {unknown[0]} 的指标")
