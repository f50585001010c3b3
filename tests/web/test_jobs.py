"""Jobs: what was done long ago leaves nothing behind, what waits does."""

from __future__ import annotations

import time
from datetime import timedelta

import pytest
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from taizhang.web import jobs
from taizhang.web.search.indexing import index_some


@pytest.mark.django_db(transaction=True)
def test_rows_of_old_jobs_are_deleted_when_work_begins() -> None:
    for _ in range(3):
        jobs.enqueue(index_some)
    jobs.work_through()
    old, recent, waiting = DBTaskResult.objects.values_list("pk", flat=True)
    long_ago = timezone.now() - timedelta(days=15)
    DBTaskResult.objects.filter(pk=old).update(finished_at=long_ago)
    DBTaskResult.objects.filter(pk=waiting).update(finished_at=None, status="READY", enqueued_at=long_ago)
    jobs.work_until(lambda: time.sleep(0.5))
    assert set(DBTaskResult.objects.values_list("pk", flat=True)) >= {recent, waiting}
    assert not DBTaskResult.objects.filter(pk=old).exists()
