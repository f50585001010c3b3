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


def _pattern(node: dict[str, Any]) -> str:
    ends = "" in node
    singles = [char for char, rest in node.items() if char and set(rest) == {""}]
    branches = [re.escape(char) + _pattern(rest) for char, rest in node.items() if char and set(rest) != {""}]
    if len(singles) == 1:
        branches.append(re.escape(singles[0]))
    elif singles:
        branches.append("[" + "".join(map(re.escape, singles)) + "]")
    if not branches:
        return ""
    if len(branches) == 1:
        only = branches[0]
        single = len(singles) > 0
        if not ends:
            return only
        return (only if single else f"(?:{only})") + "?"
    joined = "(?:" + "|".join(branches) + ")"
    return joined + "?" if ends else joined
