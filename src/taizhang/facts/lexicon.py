"""Words around figures, tagged: the knowledge of `data/words.toml` as one automaton and flags.

`tag(text, start, end)` gives the listed words and the punctuation of a stretch in order, each with the flags of the
lists that it stands in; deciding what they mean is left to `clauses`, `roles`, `indicators` and `status`.
"""

from __future__ import annotations

import re
from enum import IntFlag
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick, MatchKind

from taizhang.wordlists import load

__all__ = ["BOUNDARIES", "Flag", "Word", "flags_of", "tag", "words_of"]

_DATA = load("facts", "words.toml")


class Flag(IntFlag):
    """What a word may do beside a figure; one word may have several."""

    APPROX = 1 << 0
    AT_LEAST = 1 << 1
    AT_MOST = 1 << 2
    UP = 1 << 3
    DOWN = 1 << 4
    TO = 1 << 5
    BASIS = 1 << 6
    SHARE = 1 << 7
    SCORE = 1 << 8
    PLANNED = 1 << 9
    FORECAST = 1 << 10
    ACTUAL = 1 << 11
    LIGHT = 1 << 12
    ACTION = 1 << 13
    NOUNISH = 1 << 14
    ADVERB = 1 << 15
    CUT = 1 << 16
    SUBJECT = 1 << 17
    SUFFIX = 1 << 18
    STOP = 1 << 19
    ELLIPTICAL = 1 << 20
    MARK = 1 << 21
    TARGET = 1 << 22
    RANKING = 1 << 23
    CAUSATIVE = 1 << 24
    MEASURES = 1 << 25
    ANNOUNCING = 1 << 26
    TRAILING = 1 << 27
    COMPARING = 1 << 28
    PARALLEL = 1 << 29
    GROWTH_NOUN = 1 << 30
    COMPARED_WITH = 1 << 31


_LISTS: list[tuple[Flag, str, str]] = [
    (Flag.APPROX, "modifier_before", "approx"),
    (Flag.AT_LEAST, "modifier_before", "at_least"),
    (Flag.AT_MOST, "modifier_before", "at_most"),
    (Flag.UP, "growth", "up"),
    (Flag.DOWN, "growth", "down"),
    (Flag.GROWTH_NOUN, "growth", "nouns"),
    (Flag.PARALLEL, "parallel", "words"),
    (Flag.COMPARING, "growth", "comparing"),
    (Flag.COMPARED_WITH, "growth", "compared_with"),
    (Flag.MEASURES, "growth", "measures_only"),
    (Flag.TO, "growth", "to"),
    (Flag.BASIS, "growth_base", "words"),
    (Flag.SHARE, "share", "verbs"),
    (Flag.SCORE, "score", "words"),
    (Flag.PLANNED, "planned", "words"),
    (Flag.TARGET, "planned", "nouns"),
    (Flag.FORECAST, "forecast", "words"),
    (Flag.ACTUAL, "actual", "words"),
    (Flag.LIGHT, "light", "words"),
    (Flag.ACTION, "action", "words"),
    (Flag.NOUNISH, "action", "nounish"),
    (Flag.ADVERB, "adverb", "words"),
    (Flag.CUT, "adverb", "cut"),
    (Flag.SUBJECT, "subject", "words"),
    (Flag.SUFFIX, "subject", "suffixes"),
    (Flag.STOP, "stop_noun", "words"),
    (Flag.ELLIPTICAL, "elliptical", "words"),
    (Flag.ANNOUNCING, "planned", "announcing"),
    (Flag.TRAILING, "adverb", "trailing"),
    (Flag.CAUSATIVE, "action", "causative"),
    (Flag.RANKING, "ranking", "words"),
    (Flag(0), "opaque", "words"),
]
BOUNDARIES = "，,：:；;。！？!?"
"""Marks that end a clause; brackets, quotes and 、 do so only beside figures."""

_FLAGS: dict[str, int] = dict.fromkeys(BOUNDARIES + "、()（）“”《》【】\n", int(Flag.MARK))
for _flag, _table, _key in _LISTS:
    for _word in _DATA[_table][_key]:
        _FLAGS[_word] = _FLAGS.get(_word, 0) | int(_flag)
_ORDER = list(_FLAGS)
_BY_NUMBER = list(_FLAGS.values())
_WORDS = AhoCorasick(_ORDER, matchkind=MatchKind.LeftmostLongest)

Word = tuple[int, int, int, str]
"""Start, end, flags, text."""


def flags_of(word: str) -> int:
    """Give the flags of a whole word, 0 when it is in no list."""
    return _FLAGS.get(word, 0)


def tag(text: str, start: int, end: int) -> list[Word]:
    """Give the listed words and marks of `text[start:end]`, the longest first, in order; words without flags only
    keep shorter ones out."""
    return [
        (low + start, high + start, flags, _ORDER[number])
        for number, low, high in _WORDS.find_matches_as_indexes(text[start:end])
        if (flags := _BY_NUMBER[number])
    ]


def words_of(table: str, key: str) -> list[str]:
    """Give a list of `data/words.toml`."""
    words: list[str] = _DATA[table][key]
    return words


class Endings(NamedTuple):
    """Modifiers that follow a number, by what they say."""

    pattern: re.Pattern[str]
    modifiers: dict[str, str]


_MODIFIER_WORDS = {word: name for name, words in _DATA["modifier_after"].items() for word in words}
_GUARDS: dict[str, str] = _DATA["modifier_after_not_before"]
ENDINGS = Endings(
    re.compile(
        "|".join(
            f"{word}(?![{_GUARDS[word]}])" if word in _GUARDS else word
            for word in sorted(_MODIFIER_WORDS, key=len, reverse=True)
        )
    ),
    _MODIFIER_WORDS,
)
