"""Official prose without figures: what stands in a report around them.

In: sentences of `data/prose.toml`, any bureau's, and of the bureaus' own files, with alternatives in round brackets
and `$work`, `$people`, `$team`, `$good` from a bureau's words. Out: for `layout`, a `Voice` that says each sentence of
a report in one of its wordings, and none of a table twice while others are left.
"""

from __future__ import annotations

import random
import re
from collections.abc import Mapping, Sequence
from itertools import chain
from typing import NamedTuple

from taizhang.errors import KnowledgeError

__all__ = ["SLOTS", "Phrase", "Voice", "compile_phrase"]

SLOTS = ("work", "people", "team", "good")
NAMES = ("short", "county", "city", "place")
CHOICE = re.compile(r"\(([^()]*)\)")
SLOT = re.compile(rf"\$({'|'.join(SLOTS)})")


class Phrase(NamedTuple):
    """A sentence: what stands in each place of it, in alternatives."""

    places: tuple[tuple[str, ...], ...]
    named: bool
    """Whether names of the county or the bureau are still to be filled in."""


def compile_phrase(source: str, words: Mapping[str, Sequence[str]], where: str) -> Phrase:
    """Compile a sentence with the words of a bureau.

    >>> compile_phrase("坚持(边查边改/立查立改)，做好$work。", {"work": ["值守", "巡查"]}, "x.toml").places
    (('坚持',), ('边查边改', '立查立改'), ('，做好',), ('值守', '巡查'), ('。',))
    """
    places: list[tuple[str, ...]] = []
    for index, part in enumerate(CHOICE.split(source)):
        if index % 2:
            places.append(tuple(chain.from_iterable(_told(choice, words) for choice in part.split("/"))))
        else:
            places += [tuple(words[text]) if odd else (text,) for odd, text in _slots(part) if text]
    plain = "".join(chain.from_iterable(places))
    for name in NAMES:
        plain = plain.replace(f"${name}", "")
    if bad := re.search(r"[$()/]", plain):
        raise KnowledgeError(f"{where}：句子“{source}”的“{bad.group()}”多余或不成对；写法见 prose.toml 开头。")
    return Phrase(tuple(places), any("$" in text for place in places for text in place))


def _slots(text: str) -> list[tuple[int, str]]:
    return [(index % 2, part) for index, part in enumerate(SLOT.split(text))]


def _told(text: str, words: Mapping[str, Sequence[str]]) -> list[str]:
    """Give an alternative once for every word of its slot."""
    found = SLOT.search(text)
    return [text.replace(found.group(), word) for word in words[found.group(1)]] if found else [text]


class Voice:
    """Says sentences for one report."""

    def __init__(self, rng: random.Random, names: Mapping[str, Sequence[str]]) -> None:
        self.rng, self.names = rng, names
        self.left: dict[int, list[Phrase]] = {}

    def any_of(self, table: tuple[Phrase, ...]) -> str:
        """Give a sentence of the table that was not said yet."""
        left = self.left.get(id(table))
        if not left:
            left = self.left[id(table)] = self.rng.sample(table, len(table))
        return self.say(left.pop())

    def say(self, phrase: Phrase) -> str:
        """Give a sentence in one of its wordings."""
        draw = self.rng.random
        text = "".join([place[int(draw() * len(place))] for place in phrase.places])
        if phrase.named:
            for name in NAMES:
                text = text.replace(f"${name}", self.names[name][0])
        return text
