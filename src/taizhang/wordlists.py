"""Knowledge files and the regular expressions made from their words.

`load("facts", "units.toml")` reads a data file that stands beside the code of a package; `alternatives(words)` turns
a word list into one regular expression that tries the longest word first and shares common beginnings, so that a
list of a thousand words costs about as much as one of ten.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from typing import Any

from taizhang.errors import KnowledgeError

__all__ = ["alternatives", "load"]


@cache
def load(package: str, name: str) -> dict[str, Any]:
    """Read `taizhang/<package>/data/<name>`, a TOML file; KnowledgeError names the file and line when it is broken."""
    path = files("taizhang").joinpath(package, "data", name)
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise KnowledgeError(f"知识文件 {path} 不是正确的 TOML：{error}；请按文件开头的说明修改。") from error


def alternatives(words: Iterable[str]) -> str:
    """Give a regular expression without groups that matches the longest of `words`.

    >>> alternatives(["万元", "万", "亿元"])
    '(?:万元?|亿元)'
    """
    root: dict[str, Any] = {}
    for word in words:
        node = root
        for char in word:
            node = node.setdefault(char, {})
        node[""] = {}
    return _pattern(root)


_FEW = 6
"""Branches that are tried one by one; more are first told apart by their first character."""


def _pattern(node: dict[str, Any]) -> str:
    ends = "" in node
    singles = [char for char, rest in node.items() if char and set(rest) == {""}]
    branches = {char: re.escape(char) + _pattern(rest) for char, rest in node.items() if char and set(rest) != {""}}
    if singles:
        branches[""] = re.escape(singles[0]) if len(singles) == 1 else "[" + "".join(map(re.escape, singles)) + "]"
    if not branches:
        return ""
    if len(branches) == 1:
        only = next(iter(branches.values()))
        if not ends:
            return only
        return (only if singles else f"(?:{only})") + "?"
    joined = "(?:" + _dispatch(branches) + ")"
    return joined + "?" if ends else joined


def _dispatch(branches: dict[str, str]) -> str:
    """Join branches as a tree of look-aheads at the first character: the engine tries alternatives one by one."""
    if len(branches) <= _FEW:
        return "|".join(branches.values())
    chars = [char for char in branches if char]
    half = dict.fromkeys(chars[: len(chars) // 2])
    low = {char: branches[char] for char in half}
    high = {char: branch for char, branch in branches.items() if char not in half}
    guard = "".join(map(re.escape, half))
    rest = _dispatch(high)
    return f"(?=[{guard}])(?:{_dispatch(low)})|(?![{guard}])(?:{rest})" if "" not in high else (
        f"(?=[{guard}])(?:{_dispatch(low)})|{rest}")
