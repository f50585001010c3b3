"""Keeping the index of the search up to date, some documents a job, so that uploads need not wait for it."""

from __future__ import annotations

from taizhang.ledger.search.index import index_pending
from taizhang.web import jobs

__all__ = ["index_some"]

_AT_ONCE = 50


@jobs.task()
def index_some() -> None:
    """Index documents that are not; ask for another job when there may be more."""
    if index_pending(_AT_ONCE) == _AT_ONCE:
        jobs.enqueue(index_some)
