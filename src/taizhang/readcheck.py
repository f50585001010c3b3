"""Reading and checking for keeping: what `intake.find` gives in, each file's reading and findings out, in order.

On one process or several; `ledger.keeping` takes them next. Knows no Django, so that a worker starts as fast as one of
`batch`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import NamedTuple

from taizhang.batch import spread
from taizhang.checks import Checked, check
from taizhang.errors import KnowledgeError
from taizhang.export import Packed, joined, pack
from taizhang.intake import Found
from taizhang.model import Reading
from taizhang.reader import Failure, read_file

__all__ = ["Done", "read_and_check"]


class Done(NamedTuple):
    """One file: as it is exported, and what was read and found; of one that failed neither."""

    found: Found
    packed: Packed
    reading: Reading | None = None
    checked: Checked | None = None


def read_and_check(found: Iterable[Found], jobs: int = 1, export: bool = False) -> Iterator[Done]:
    """Read and check files on `jobs` processes; what a file's rows are is packed with `export` only."""
    work = partial(_done, export=export)
    return map(work, found) if jobs == 1 else spread(found, jobs, partial(_sent, work=work), _lost)


def _done(item: Found, export: bool) -> Done:
    outcome = read_file(*item)
    packed = pack(outcome)
    packed = packed if export else Packed(packed.document, {})
    return Done(item, packed) if isinstance(outcome, Failure) else Done(item, packed, outcome, _checked(outcome))


def _sent(item: Found, work: partial[Done]) -> Done:
    """Read in a worker."""
    done = work(item)
    return done._replace(packed=joined(done.packed))


def _lost(failure: Failure) -> Done:
    return Done(Found(Path(failure.file), failure.file), pack(failure))


def _checked(reading: Reading) -> Checked | None:
    """Check a reading; one that cannot be checked is kept without findings, and `taizhang check` says why."""
    try:
        return check(reading)
    except KnowledgeError:
        raise
    except Exception:
        return None
