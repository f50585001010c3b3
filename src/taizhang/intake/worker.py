"""The child of `guard`: files of guarded formats in on one pipe, what they hold out on another, within limits.

    python -m taizhang.intake.worker

A request is a line of JSON, {"module", "size", "seconds", "memory"}, and `size` bytes; a reply is HEAD (what came of
it, whether this process ends now, the lengths of two byte strings) and the two byte strings. It ends at the end of its
input: when the reading process is gone, so is it, and no file occupies it for longer than its limit.
"""

from __future__ import annotations

import gc
import json
import os
import signal
import struct
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from typing import BinaryIO

from taizhang.errors import IntakeError
from taizhang.intake.wire import pack

__all__ = ["BROKEN", "HEAD", "MEMORY", "READ", "REFUSED", "main"]

HEAD = struct.Struct("<c?QQ")
READ, REFUSED, BROKEN, MEMORY = b"R", b"F", b"B", b"M"
FILES = 500
"""This many files, and a new process takes over: what libraries leak stays small."""
MOST_MEMORY_AT_REST = 256 * 1024 * 1024
"""A process that still holds more after a file does not wait for the next."""
_GRACE = 5


def main() -> None:
    """Serve until the input ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    gc.disable()  # what is read of a file is all in use until it is sent; this process does not live long
    requests, replies = _pipes()
    served = 0
    while line := requests.readline():
        request = json.loads(line)
        served += 1
        _limit(request["seconds"], request["memory"])
        data = requests.read(request["size"])
        if len(data) < request["size"]:
            return
        kind, first, second = _done(request["module"], data)
        del data
        last = kind in (BROKEN, MEMORY) or served >= FILES or _memory() > MOST_MEMORY_AT_REST
        replies.write(HEAD.pack(kind, last, len(first), len(second)))
        replies.write(first)
        replies.write(second)
        replies.flush()
        if last:
            return


def _done(module: str, data: bytes) -> tuple[bytes, bytes, bytes]:
    try:
        return READ, *pack(import_module(module).extract(data))
    except IntakeError as error:
        return REFUSED, error.reason.encode("utf-8", "backslashreplace"), b""
    except MemoryError:
        return MEMORY, b"", b""
    except Exception as error:
        what = f"{type(error).__name__}: {error}"
        return BROKEN, what[:300].encode("utf-8", "backslashreplace"), b""


def _pipes() -> tuple[BinaryIO, BinaryIO]:
    """Keep the two pipes for this module: what a library prints goes nowhere."""
    requests, replies = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    nowhere = os.open(os.devnull, os.O_RDWR)
    os.dup2(nowhere, 0)
    os.dup2(nowhere, 1)
    return requests, replies


def _limit(seconds: int, memory: int) -> None:
    """Bound this process for one file, where the system can: memory, time, no core dump.

    The reading process ends a file that takes too long; the alarm does when that one is gone.
    """
    if hasattr(signal, "alarm"):
        signal.alarm(seconds + _GRACE)
    with suppress(ImportError):
        import resource

        used = resource.getrusage(resource.RUSAGE_SELF)
        spent = int(used.ru_utime + used.ru_stime)
        for kind, most in (
            (resource.RLIMIT_AS, memory),
            (resource.RLIMIT_CPU, spent + seconds + 1),
            (resource.RLIMIT_CORE, 0),
        ):
            with suppress(ValueError, OSError):
                hard = resource.getrlimit(kind)[1]
                resource.setrlimit(kind, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))


def _memory() -> int:
    """Give the bytes of memory that this process holds; 0 where the system does not tell."""
    with suppress(OSError):
        return int(Path("/proc/self/statm").read_text("ascii").split()[1]) * os.sysconf("SC_PAGE_SIZE")
    return 0


if __name__ == "__main__":
    main()
