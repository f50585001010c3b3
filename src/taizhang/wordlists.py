"""Knowledge files and the regular expressions made from their words.

`load("facts", "units.toml")` reads a data file that stands beside the code of a package; `alternatives(words)` turns
a word list into one regular expression that tries the longest word first and shares common beginnings, so that a
list of a thousand words costs about as much as one of ten.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from functools import cache, cached_property
from importlib.resources import files
from typing import Any

from taizhang.errors import KnowledgeError

__all__ = ["Expression", "alternatives", "load"]


@cache
def load(package: str, name: str) -> dict[str, Any]:
    """Read `taizhang/<package>/data/<name>`, a TOML file; KnowledgeError names the file and line when it is broken."""
    path = files("taizhang").joinpath(package, "data", name)
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise KnowledgeError(f"知识文件 {path} 不是正确的 TOML：{error}；请按文件开头的说明修改。") from error


class Expression:
    """A regular expression that is compiled when it is first used: a long one that most texts do without."""

    def __init__(self, expression: str) -> None:
        self._expression = expression

    @cached_property
    def compiled(self) -> re.Pattern[str]:
        """The expression, ready to use."""
        return re.compile(self._expression)


def alternatives(words: Iterable[str], not_before: Mapping[str, str] | None = None) -> str:
    """Give a regular expression without groups that matches the longest of `words`.

    `not_before` names the characters that must not follow a word (部 is no unit in 10部门).

    >>> alternatives(["万元", "万", "亿元"])
    '(?:万元?|亿元)'
    >>> alternatives(["部", "家"], {"部": "门"})
    '(?:部(?![门])|家)'
    """
    root: dict[str, Any] = {}
    for word in words:
        node = root
        for char in word:
            node = node.setdefault(char, {})
        node[_END] = (not_before or {}).get(word, "")
    if len(root) > _FEW and _END not in root:
        return _search(root)
    return f"(?:{_pattern(root)})" if len(root) == 1 else _pattern(root)


_END = ""
"""The key under which a node says that a word ends here, and what must not follow it."""
_FEW = 6
"""Branches that are tried one by one; more are first told apart by their first character."""


def _search(root: dict[str, Any]) -> str:
    """Begin with one class of all first characters: to what it begins with the engine skips, in a search, at once."""
    singles = [char for char in root if root[char] == {_END: ""}]
    branches = {char: f"(?<={re.escape(char)}){_pattern(root[char])}" for char in root if char not in singles}
    if singles:
        branches[""] = f"(?<={_one_of(singles)})"
    return f"(?:{_one_of(root)}(?:{_dispatch(branches, '(?<=')}))"


def _one_of(chars: Iterable[str]) -> str:
    return f"[{''.join(map(re.escape, chars))}]"


def _pattern(node: dict[str, Any]) -> str:
    singles = [char for char, rest in node.items() if char and rest == {_END: ""}]
    branches = {char: re.escape(char) + _pattern(node[char]) for char in node if char and char not in singles}
    if singles:
        branches[""] = re.escape(singles[0]) if len(singles) == 1 else _one_of(singles)
    if _END not in node:
        return next(iter(branches.values())) if len(branches) == 1 else f"(?:{_dispatch(branches)})"
    if guard := "".join(map(re.escape, node[_END])):
        end = f"(?![{guard}])"
        return f"(?:{_dispatch(branches)}|{end})" if branches else end
    if not branches:
        return ""
    if len(branches) == 1 and singles:
        return branches[""] + "?"
    return f"(?:{_dispatch(branches)})?"


def _dispatch(branches: dict[str, str], look: str = "(?=") -> str:
    """Join branches as a tree of looks at their first character: the engine tries alternatives one by one."""
    if len(branches) <= _FEW:
        return "|".join(branches.values())
    chars = [char for char in branches if char]
    half = chars[: len(chars) // 2]
    low = _dispatch({char: branches[char] for char in half}, look)
    high = _dispatch({char: branch for char, branch in branches.items() if char not in half}, look)
    return f"{look}{_one_of(half)})(?:{low})|{high}"
