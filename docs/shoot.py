"""Take docs/overview.png and docs/reader.png: the pages of the example county, as pictures for the READMEs.

Needs Chromium and playwright; run it when the pages change.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

from playwright.sync_api import sync_playwright

HERE = Path(__file__).parent
PORT = 8917


def main() -> None:
    """Fill the ledger of the demonstration, serve it, look at it."""
    with tempfile.TemporaryDirectory() as name:
        run = [sys.executable, "-m", "taizhang"]
        more = os.environ | {"XDG_DATA_HOME": name, "XDG_CACHE_HOME": name}
        subprocess.run([*run, "demo", "--folder", name], check=True, stdout=subprocess.DEVNULL, env=more)
        server = subprocess.Popen([*run, "serve", "--port", str(PORT)], cwd=name, env=more)
        try:
            _wait()
            _shoot()
        finally:
            server.terminate()
            server.wait()


def _wait() -> None:
    for _ in range(60):
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{PORT}/").close()
        except OSError:
            time.sleep(0.5)
        else:
            return


def _shoot() -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1440, "height": 860}, base_url=f"http://127.0.0.1:{PORT}")
        page.goto("/")
        page.wait_for_load_state("networkidle")
        page.screenshot(path=HERE / "overview.png")
        page.goto("/documents/?open=1")
        page.click(".files a")
        page.click("a.fact:has-text('98.7%')")
        page.locator(".card[data-card]").wait_for()
        page.screenshot(path=HERE / "reader.png")
        browser.close()


if __name__ == "__main__":
    main()
