"""Pages for tests: a ledger with some reports, a server on loopback, Chromium at the widths that people have."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from pages import NEXT, REPORT, kept

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")  # playwright runs a loop in this thread; Django asks anyway

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
WIDTHS = {"1440": (1440, 900), "390": (390, 844)}


@pytest.fixture
def keep(db: None) -> Callable[[str, str], int]:
    """Put texts into the ledger of this test."""
    return kept


@pytest.fixture
def report(db: None) -> int:
    """A report with a sum that is wrong, a rate that holds, and markup in its text; its document."""
    return kept(REPORT, "应急局总结.txt")


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """The browser, one for all tests of a process."""
    if CHROMIUM is None:
        pytest.fail("没有 chromium；请用 make test 安装，或 apt-get install chromium")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def filled(transactional_db: None) -> dict[str, int]:
    """The ledger with two reports of one bureau, indexed; their documents by name."""
    from taizhang.ledger.search.index import index_pending

    documents = {"report": kept(REPORT, "应急局总结.txt"), "next": kept(NEXT, "应急局全年总结.txt")}
    index_pending()
    return documents


@pytest.fixture(params=WIDTHS)
def screen(request: pytest.FixtureRequest, chromium: Any, live_server: Any) -> Iterator[Any]:
    """A page of the browser at a width; what the page logs as an error fails the test."""
    width, height = WIDTHS[request.param]
    context = chromium.new_context(
        viewport={"width": width, "height": height}, base_url=live_server.url, locale="zh-CN"
    )
    page = context.new_page()
    page.set_default_timeout(15_000)
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    page.errors = errors
    yield page
    context.close()
    assert errors == []
