"""Work that a process does while others look on: how far it is, and whether somebody is still doing it.

Whoever works holds a lock on a file and writes into it how far it has come; the system lets the lock go when the
process ends, however it ends. So a page tells work that takes long from work that nobody does any more, without a guess
at how long is too long.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, NamedTuple

__all__ = ["Seen", "at_work", "seen"]

_EVERY = 0.2
"""Seconds between two notes of how far the work is."""
_DIGITS = 20


class Seen(NamedTuple):
    """How much is done, and whether somebody is at work."""

    done: int
    alive: bool


@contextmanager
def at_work(path: Path) -> Iterator[Callable[[int], None]]:
    """Be seen at work through the file `path`, new or there already; give what to call with how much more is done."""
    with path.open("wb", buffering=0) as stream:
        _lock(stream, wait=True)
        done, noted = 0, 0.0

        def passed(more: int) -> None:
            nonlocal done, noted
            done += more
            if time.monotonic() - noted >= _EVERY:
                stream.seek(0)
                stream.write(b"%0*d" % (_DIGITS, done))
                noted = time.monotonic()

        yield passed


def seen(path: Path) -> Seen:
    """Look at the work whose file is `path`; without a file nobody is at work."""
    try:
        with path.open("rb", buffering=0) as stream:
            alive = not _lock(stream, wait=False)
            return Seen(int(stream.read(_DIGITS) or 0), alive)
    except FileNotFoundError:
        return Seen(0, False)


if sys.platform == "win32":
    import msvcrt

    _FAR = 1 << 30
    """A byte beyond what is written: on Windows what is locked cannot be read."""

    def _lock(stream: BinaryIO, wait: bool) -> bool:
        stream.seek(_FAR)
        try:
            msvcrt.locking(stream.fileno(), msvcrt.LK_LOCK if wait else msvcrt.LK_NBLCK, 1)
            return True
        except OSError:
            return False
        finally:
            stream.seek(0)

else:
    import fcntl

    def _lock(stream: BinaryIO, wait: bool) -> bool:
        """Lock a file until it is closed; say whether that could be done."""
        try:
            fcntl.flock(stream, fcntl.LOCK_EX if wait else fcntl.LOCK_SH | fcntl.LOCK_NB)
            return True
        except BlockingIOError:
            return False
