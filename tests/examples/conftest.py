"""The files of the example county, made once for all tests."""

from __future__ import annotations

import pytest

from taizhang.examples import ExampleFile, county


@pytest.fixture(scope="session")
def files() -> list[ExampleFile]:
    """The county as it is shown: with the flaws of real files."""
    return list(county())


@pytest.fixture(scope="session")
def clean_files() -> list[ExampleFile]:
    """Three counties without flaws."""
    return list(county(size=3, flaws=False))
