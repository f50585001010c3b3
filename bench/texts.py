"""The texts that the benches time, in memory already."""

from __future__ import annotations

from math import ceil
from pathlib import Path

from taizhang.intake import find, load
from taizhang.model import SourceText

__all__ = ["texts_of"]

LEAST = 3
"""Megabytes that are timed at least: a small folder is read several times over."""


def texts_of(folder: str) -> tuple[list[SourceText], float]:
    """Give the texts of a folder, as often as needed, and their size in MB (10^6 bytes of UTF-8)."""
    sources = [load(*found) for found in find([Path(folder)])]
    megabytes = sum(len(source.text.encode()) for source in sources) / 1e6
    times = ceil(LEAST / megabytes)
    return sources * times, megabytes * times
