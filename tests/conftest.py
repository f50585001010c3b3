"""Settings of all tests."""

from __future__ import annotations

import signal
from collections.abc import Iterator

import pytest
from hypothesis import settings

collect_ignore = ["formats/fuzz.py"]  # a program

settings.register_profile("taizhang", deadline=None, max_examples=60, derandomize=True)
settings.load_profile("taizhang")
signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell's background job ignores it, and so would children


@pytest.fixture(autouse=True, scope="session")
def _no_ledger_of_the_user(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Let commands that keep what they read find a data folder of their own."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_DATA_HOME", str(tmp_path_factory.mktemp("data")))
        yield
