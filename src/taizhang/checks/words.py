"""The words of `data/words.toml`, ready to use: tuples to search and compiled alternatives."""

from __future__ import annotations

import re
from typing import Any

from taizhang.wordlists import alternatives, load

__all__ = ["WORDS", "any_of", "pattern", "words"]

WORDS: dict[str, Any] = load("checks", "words.toml")


def words(table: str, key: str) -> tuple[str, ...]:
    """Give a list of the file."""
    return tuple(WORDS[table][key])


def pattern(table: str, key: str) -> re.Pattern[str]:
    """Give an expression that finds any word of a list; what must not follow a word stands in `KEY_not_before`."""
    return any_of((table, key))


def any_of(*lists: tuple[str, str]) -> re.Pattern[str]:
    """Give an expression that finds any word of some lists, each a table and a key."""
    found = [word for table, key in lists for word in WORDS[table][key]]
    guards = {word: after for table, key in lists for word, after in WORDS[table].get(f"{key}_not_before", {}).items()}
    return re.compile(alternatives(found, guards))
