"""Compound files (OLE), which hold old Word, WPS and Excel documents: what is in one, told by its directory.

In: bytes that begin with `MAGIC`. Out: `Compound`, the names of its top storages and streams and how a stream begins;
`legacy` tells by them what the file is. A document inside the document stands further down and misleads nobody.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

__all__ = ["MAGIC", "Compound"]

MAGIC = bytes.fromhex("d0cf11e0a1b11ae1")
MAX_SECTORS = 100_000
"""Sectors of the directory and of the table of sectors that are looked at; a real file has some tens."""
_SMALL = 4096
"""Bytes; shorter streams share sectors, 64 bytes at a time."""
_END = 0xFFFFFFFA
"""Sector numbers from here on mean that there is none."""


class _Entry(NamedTuple):
    name: str
    left: int
    right: int
    child: int
    start: int
    size: int


class Compound:
    """A compound file; a damaged one has fewer names or none, and never raises."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._entries: dict[str, _Entry] = {}
        if data.startswith(MAGIC) and len(data) >= 512:
            shift = int.from_bytes(data[30:32], "little")
            self._size = 1 << (shift if shift in (9, 12) else 9)
            self._table = list(self._table_sectors())
            directory = list(self._directory(int.from_bytes(data[48:52], "little")))
            self._entries = {entry.name: entry for entry in _top(directory)}
            self._small = directory[0].start if directory else _END
            """Where the stream of the small streams begins."""

    @property
    def names(self) -> frozenset[str]:
        """The names of the storages and streams at the top."""
        return frozenset(self._entries)

    def head(self, name: str, length: int) -> bytes:
        """Give the first bytes of a stream, at most 64; b"" when it is not there."""
        entry = self._entries.get(name)
        if entry is None or entry.start >= _END:
            return b""
        if entry.size >= _SMALL:
            return self._sector(entry.start)[:length]
        skipped, at = divmod(entry.start * 64, self._size)
        number = next(islice(self._chain(self._small), skipped, None), None)
        return b"" if number is None else self._sector(number)[at : at + length]

    def _sector(self, number: int) -> bytes:
        at = (number + 1) * self._size
        return self._data[at : at + self._size]

    def _table_sectors(self) -> Iterator[int]:
        """Give the sectors that hold the table of sectors: the first 109 stand in the header, the rest in a chain."""
        yield from (number for number in struct.unpack("<109I", self._data[76:512]) if number < _END)
        following, seen = int.from_bytes(self._data[68:72], "little"), set[int]()
        while following < _END and following not in seen and len(seen) < MAX_SECTORS:
            seen.add(following)
            sector = self._sector(following)
            numbers = struct.unpack(f"<{len(sector) // 4}I", sector[: len(sector) // 4 * 4])
            yield from (number for number in numbers[:-1] if number < _END)
            following = numbers[-1] if len(sector) == self._size else _END

    def _chain(self, number: int) -> Iterator[int]:
        seen = set[int]()
        each = self._size // 4
        while number < _END and number not in seen and len(seen) < MAX_SECTORS:
            seen.add(number)
            yield number
            if number // each >= len(self._table):
                return
            sector, at = self._sector(self._table[number // each]), number % each * 4
            number = int.from_bytes(sector[at : at + 4], "little") if at + 4 <= len(sector) else _END

    def _directory(self, start: int) -> Iterator[_Entry]:
        for number in self._chain(start):
            sector = self._sector(number)
            for at in range(0, len(sector) - 127, 128):
                entry = sector[at : at + 128]
                length = int.from_bytes(entry[64:66], "little")
                name = entry[: max(0, min(length, 64) - 2)].decode("utf-16-le", "replace")
                left, right, child = struct.unpack("<III", entry[68:80])
                yield _Entry(name, left, right, child, *struct.unpack("<II", entry[116:124]))


def _top(directory: list[_Entry]) -> Iterator[_Entry]:
    """Give the entries right below the root: a tree of left and right neighbours."""
    pending, seen = [directory[0].child] if directory else [], set[int]()
    while pending:
        number = pending.pop()
        if number < len(directory) and number not in seen:
            seen.add(number)
            entry = directory[number]
            pending += (entry.left, entry.right)
            yield entry
