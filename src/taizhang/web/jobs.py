"""Work that outlives a request: queued in the ledger's own database, done by a process of its own.

All calls of django-tasks are in this module. A job is a function of a module under `@task()` with plain arguments; what
it came to is kept by whoever asked for it (`web.models` has the state of each upload and export).
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.db import Error, connections
from django.utils import timezone
from django_tasks import task
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

__all__ = ["enqueue", "forget_old", "task", "work_through", "work_until"]

_EVERY = 0.3
"""Seconds between two looks at an empty queue."""
_AGAIN = 3.0
"""Seconds until a ledger that could not be reached is tried again."""
_KEPT = timedelta(days=14)
"""How long the row of a finished job stays, for whoever looks into what went wrong."""
_log = logging.getLogger(__name__)


def enqueue(job: Any, *arguments: Any, after: datetime | None = None) -> str:
    """Put a job into the queue, to be done at once or not before `after`; give its id."""
    return str(job.using(run_after=after).enqueue(*arguments).id)


def work_through() -> None:
    """Do all jobs that are waiting, then return: for tests, and for programs that end."""
    _worker(batch=True).run()


def work_until(ended: Callable[[], object]) -> None:
    """Do jobs until `ended`, which is called in a thread of its own, returns; the job at hand is done first.

    A ledger that cannot be reached is tried again until it can.
    """
    over, workers = threading.Event(), [_worker(batch=False)]

    def watch() -> None:
        ended()
        over.set()
        workers[-1].running = False

    threading.Thread(target=watch, daemon=True).start()
    while not over.is_set():
        try:
            forget_old()
            workers[-1].run()
        except Error as error:
            _log.warning("jobs wait for the ledger: %s", error)
            connections.close_all()
            over.wait(_AGAIN)
            workers.append(_worker(batch=False))


def forget_old() -> None:
    """Delete the rows of jobs that were done long ago; those that wait or are being done stay."""
    DBTaskResult.objects.finished().filter(finished_at__lt=timezone.now() - _KEPT).delete()


def _worker(batch: bool) -> Worker:
    return Worker(
        queue_names=["default"], interval=_EVERY, batch=batch, backend_name="default", startup_delay=False,
        max_tasks=None, worker_id="taizhang", excluded_queue_names=[],
    )  # fmt: skip
