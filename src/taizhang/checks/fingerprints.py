"""A mark for a finding by what it says, not where: it stays the same when the text around it moves."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable

__all__ = ["fingerprint"]


def fingerprint(code: str, file: str, words: Iterable[str], seen: Counter[str]) -> str:
    """Give a mark for a finding that stays the same when the text around it moves; repeated ones are counted."""
    digest = hashlib.sha256("\0".join([code, file.rpartition("/")[2], *words]).encode("utf-8", "replace")).hexdigest()[
        :16
    ]
    seen[digest] += 1
    return digest if seen[digest] == 1 else f"{digest}-{seen[digest]}"
