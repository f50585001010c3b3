"""Names of indicators made comparable: what only the way of writing tells apart gets one key."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from taizhang.wordlists import alternatives, load

__all__ = ["LONGEST", "key", "shortened"]

LONGEST = 255
"""Characters of a name that are kept; the fact's span keeps all."""

_DATA = load("ledger", "indicators.toml")["normalise"]
_MARKS = {ord(mark): None for mark in _DATA["drop_marks"]}
_REPLACE: dict[str, str] = dict(_DATA["replace"])
_REPLACED = re.compile(alternatives(_REPLACE))
_BEFORE = re.compile(f"{alternatives(_DATA['drop_before'])}+")


@lru_cache(maxsize=1 << 16)
def key(name: str) -> str:
    """Give what names of one thing have in common; a name never becomes empty.

    >>> key("全县规上工业增加值") == key("规模以上 工业增加值")
    True
    """
    plain = unicodedata.normalize("NFKC", name).casefold().translate(_MARKS) or name
    said = _REPLACED.sub(lambda found: _REPLACE[found[0]], plain)
    bare = said[found.end() :] if (found := _BEFORE.match(said)) else said
    return (bare if len(bare) > 1 else said)[:LONGEST]


def shortened(name: str) -> str:
    """Give a name as the ledger keeps it: at most `LONGEST` characters, one that was cut ends in …"""
    return name if len(name) <= LONGEST else name[: LONGEST - 1] + "…"
