"""Many files: what `intake.find` gives in, packed rows out in the same order, on one process or several.

`spread` does the same for any other work on files; `checking` uses it.

Memory stays flat: with several processes at most `2 * jobs` files are under way or waiting for their turn.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from itertools import islice
from multiprocessing import get_context
from signal import SIG_BLOCK, SIG_DFL, SIG_SETMASK, SIG_UNBLOCK, SIGINT, pthread_sigmask, signal
from typing import TypeVar

from taizhang.export import Packed, joined, pack
from taizhang.intake import Found
from taizhang.reader import Failure, read_file

__all__ = ["read_files", "spread"]

_T = TypeVar("_T")


def read_files(found: Iterable[Found], jobs: int = 1) -> Iterator[Packed]:
    """Read files on `jobs` processes; one that kills its process (no memory left) fails alone."""
    if jobs == 1:
        return (pack(read_file(*item)) for item in found)
    return spread(found, jobs, _read, pack)


def spread(
    found: Iterable[Found], jobs: int, work: Callable[[Found], _T], lost: Callable[[Failure], _T]
) -> Iterator[_T]:
    """Do `work` for each file on `jobs` processes, in order; `lost` tells of one whose process died.

    `work` is a function of a module (or a partial of one), what it gives can be pickled.
    """
    pending = iter(found)
    pool = _pool(jobs)
    under_way: deque[tuple[Found, Future[_T]]] = deque()
    try:
        while True:
            under_way.extend((item, _submit(pool, work, item)) for item in islice(pending, 2 * jobs - len(under_way)))
            if not under_way:
                pool.shutdown()  # waits: the interpreter's end would find its pipes half closed
                return
            item, future = under_way.popleft()
            try:
                done = future.result()
            except BrokenProcessPool:
                done = _alone(work, item, lost)
                pool = _pool(jobs)
                under_way = deque((item, _submit(pool, work, item)) for item, _ in under_way)
            yield done
            del done
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def _submit(pool: ProcessPoolExecutor, work: Callable[[Found], _T], item: Found) -> Future[_T]:
    try:
        with _unheard():
            return pool.submit(work, item)
    except BrokenProcessPool as error:
        future: Future[_T] = Future()
        future.set_exception(error)
        return future


def _alone(work: Callable[[Found], _T], item: Found, lost: Callable[[Failure], _T]) -> _T:
    with _pool(1) as pool:
        try:
            return _submit(pool, work, item).result()
        except BrokenProcessPool:
            problem = "读取它的进程被系统终止，多半是内存不足；请拆成几个文件，或减少 --jobs 再读"
            return lost(Failure(item.file, problem))


def _pool(jobs: int) -> ProcessPoolExecutor:
    return ProcessPoolExecutor(jobs, get_context("spawn"), initializer=_begin)


@contextmanager
def _unheard() -> Iterator[None]:
    """Let Ctrl-C wait while processes are started: they inherit that, and are not torn from their imports."""
    before = pthread_sigmask(SIG_BLOCK, {SIGINT})
    try:
        yield
    finally:
        pthread_sigmask(SIG_SETMASK, before)


def _begin() -> None:
    """Let Ctrl-C end this process without a word; one that came meanwhile does so now."""
    signal(SIGINT, SIG_DFL)
    pthread_sigmask(SIG_UNBLOCK, {SIGINT})


def _read(item: Found) -> Packed:
    """Read in a worker."""
    return joined(pack(read_file(*item)))
