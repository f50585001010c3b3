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
DRAFT = """云溪县应急管理局2025年上半年工作总结和下半年工作计划

上半年，县应急管理局围绕防风险、保安全、护稳定，各项工作有序推进。现将有关情况总结如下。

一、上半年工作开展情况
（一）隐患排查整治。上半年，共检查企业312家，其中工贸企业120家、危化企业85家、矿山企业97家，发现隐患640处，完成整改608处，整改率98.0%。
（二）行政执法。立案查处52起，罚款金额128.6万元，同比增长12.5%，罚款金额居全市第3位。
（三）应急演练。开展应急演练46场次，参加演练3.5万人次，占全县人口的8.1%。

二、下半年工作计划
（一）隐患排查。下半年检查企业600家，隐患整改率保持在98%以上，生产安全事故起数下降10%以上。
"""


def main() -> None:
    """Fill a ledger with the county and one report that has a slip, serve it, look at it."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        run = [sys.executable, "-m", "taizhang"]
        more = os.environ | {"XDG_DATA_HOME": name, "XDG_CACHE_HOME": name}
        subprocess.run([*run, "demo", "--folder", name], check=True, stdout=subprocess.DEVNULL, env=more)
        (folder / "送审稿.txt").write_text(DRAFT, encoding="utf-8")
        subprocess.run([*run, "read", "送审稿.txt"], check=True, cwd=name, stdout=subprocess.DEVNULL, env=more)
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
        page.click("a.fact:has-text('608处')")
        page.locator(".card[data-card]").wait_for()
        page.screenshot(path=HERE / "reader.png")
        browser.close()


if __name__ == "__main__":
    main()
