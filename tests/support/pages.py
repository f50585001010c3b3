"""What tests of the pages share: reports of our own, and what is asked of a page in the browser."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import taizhang
from taizhang.checks import check

AXE = Path(__file__).parent.parent / "web" / "vendor" / "axe.min.js"

REPORT = """松河县应急管理局2024年上半年工作总结和下半年工作计划

上半年，县应急管理局围绕防风险、保安全，各项工作有序推进。现将有关情况总结如下。

一、上半年工作开展情况
（一）隐患排查。上半年，共检查企业312家，其中工贸企业120家、危化企业85家、矿山企业97家，发现隐患640处，完成整改608处，整改率95.0%。
（二）执法处罚。立案查处52起，罚款金额128.6万元，同比增长12.5%。<script>alert("错")</script><b>粗</b>
（三）应急演练。开展应急演练46场次，参加演练3.5万人次。

二、下半年工作计划
（一）检查企业。下半年检查企业600家，生产安全事故起数下降10%以上。
"""
NEXT = """松河县应急管理局2024年工作总结

2024年，全县一般公共预收入3.2亿元。下半年检查企业620家，发现隐患900处，罚款金额260万元。
"""


def kept(text: str, name: str) -> int:
    """Put a text into the ledger as an upload of this name; give its document."""
    from taizhang.ledger.loading import at_upload, load

    reading = taizhang.read_text(text, name)
    return load(reading, check(reading), at_upload(name)).document


def violations(page: Any) -> list[str]:
    """Give the serious violations of accessibility on a page, as axe-core finds them, one line each.

    What is said comes and goes at once meanwhile: a text that is just fading has no contrast of its own.
    """
    page.evaluate("for (const said of document.querySelectorAll('.said')) said.style.transition = 'none'")
    page.evaluate(AXE.read_text("utf-8"))
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    return [
        f"{each['id']}: {each['help']} ({', '.join(node['target'][0] for node in each['nodes'][:3])})"
        for each in found["violations"]
        if each["impact"] in ("serious", "critical")
    ]


def overflows(page: Any) -> bool:
    """Say whether a page is wider than its window."""
    return bool(page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"))
