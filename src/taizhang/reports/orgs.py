"""Which institutions a text names, and which kind of bureau writes like this.

In: a stretch of text. Out: the institutions named in it, each with its place prefix and type, and a score of every
type by its domain words. The words stand in `data/org_types.toml` and `data/places.toml`. `splitting` asks whether two
passages are of different bureaus, `profile` which bureau a report is of.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from taizhang.errors import KnowledgeError
from taizhang.reports.finder import WordFinder
from taizhang.wordlists import alternatives, load

__all__ = [
    "TOPIC",
    "Institution",
    "Topics",
    "domain_scores",
    "find_institutions",
    "last_name_chars",
    "org_types",
    "place_before",
]

TOPIC = 800
"""Characters of a passage that tell which kind of bureau writes."""
STRONG, WORD, MOST = 3, 1, 3
"""Points of a strong word and of a word; one word counts at most MOST times."""


@dataclass(frozen=True, slots=True)
class Institution:
    """A named institution: where its whole name stands, its place prefix, its name without it, its type."""

    start: int
    end: int
    place: str
    name: str
    org_type: str

    @property
    def full(self) -> str:
        """The name as it stands in the text."""
        return self.place + self.name


@cache
def org_types() -> tuple[str, ...]:
    """Give the names of all types, in the order of the data file."""
    return tuple(entry["name"] for entry in load("reports", "org_types.toml")["type"])


@cache
def _names() -> tuple[WordFinder, dict[str, str], frozenset[str]]:
    types: dict[str, str] = {}
    data = load("reports", "org_types.toml")
    for entry in data["type"]:
        for name in entry["names"]:
            if types.setdefault(name, entry["name"]) != entry["name"]:
                raise KnowledgeError(
                    f"org_types.toml：单位名“{name}”同时写在{types[name]}和{entry['name']}，只留一处。"
                )
    return WordFinder(types), types, frozenset(data["bare"])


@cache
def last_name_chars() -> frozenset[str]:
    """Give the characters that names of institutions end with."""
    return frozenset(name[-1] for name in _names()[1])


@cache
def _words() -> tuple[WordFinder, list[list[tuple[str, int]]]]:
    points: dict[str, list[tuple[str, int]]] = {}
    for entry in load("reports", "org_types.toml")["type"]:
        for key, value in (("strong", STRONG), ("own", STRONG), ("words", WORD)):
            for word in entry.get(key, ()):
                points.setdefault(word, []).append((entry["name"], value))
    return WordFinder(points), list(points.values())


def domain_scores(text: str, start: int = 0, end: int | None = None) -> Counter[str]:
    """Score every type by the domain words in `text[start:end]`."""
    finder, points = _words()
    times: dict[int, int] = {}
    for word, _, _ in finder.find(text, start, end):
        times[word] = times.get(word, 0) + 1
    scores: dict[str, int] = {}
    for word, found in times.items():
        for org_type, value in points[word]:
            scores[org_type] = scores.get(org_type, 0) + value * min(found, MOST)
    return Counter(scores)


class Topics:
    """The domain scores of passages of one text, each counted once."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._known: dict[tuple[int, int], Counter[str]] = {}

    def scores(self, start: int, end: int) -> Counter[str]:
        """Score every type by the beginning of `text[start:end]`."""
        span = start, min(end, start + TOPIC)
        if span not in self._known:
            self._known[span] = domain_scores(self.text, *span)
        return self._known[span]

    def leading(self, start: int, end: int) -> str | None:
        """Give the type of bureau that a passage speaks of most, None when it does not speak clearly."""
        best = self.scores(start, end).most_common(2)
        if not best or best[0][1] < 2 * STRONG:
            return None
        return best[0][0] if len(best) == 1 or best[0][1] >= 1.4 * best[1][1] else None


def find_institutions(text: str, start: int = 0, end: int | None = None) -> Iterator[Institution]:
    """Give the institutions that `text[start:end]` names, in order."""
    finder, types, bare = _names()
    for i, at, to in finder.find(text, start, end):
        name = finder.words[i]
        own = _own_name_before(text, at, start) if name in bare else ""
        place = place_before(text, at - len(own), start)
        yield Institution(at - len(own) - len(place), to, place, own + name, types[name])


@cache
def _prefix() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    data = load("reports", "places.toml")
    char = f"[^\\W\\d_A-Za-z{data['stop']}{data['masks']}]"
    ends = alternatives([*data["suffixes"], *data["town_suffixes"]])
    one = f"(?:[{data['masks']}]{{1,4}}|{char}{{1,4}}){ends}"
    clean = re.compile(rf"(?:^|(?<=[{data['stop']}\W]))(?:{one}){{1,3}}$")
    loose = re.compile(rf"(?:[{data['masks']}]{{1,4}}{ends}|{char}{{2}}{ends}){{1,2}}$|(?:{ends})$")
    own = re.compile(rf"(?:[{data['masks']}]{{1,4}}|(?:^|(?<=[{data['stop']}\W])){char}{{1,6}}|{char}{{2}})$")
    return clean, loose, own


def place_before(text: str, at: int, floor: int = 0) -> str:
    """Give the place name that ends at `at` (云溪县, XX市XX区, a bare 区), or an empty string."""
    window = text[max(floor, at - 16) : at]
    clean, loose, _ = _prefix()
    match = clean.search(window) or loose.search(window)
    return match.group() if match else ""


def _own_name_before(text: str, at: int, floor: int) -> str:
    """Give the proper name before a bare 镇, 街道, 园区 (XX, 云溪), or an empty string."""
    match = _prefix()[2].search(text[max(floor, at - 8) : at])
    return match.group() if match else ""
