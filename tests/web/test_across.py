"""单位 × 期间 in a browser: lines for subjects, falls below zero, and what its chart and map leave out."""

from __future__ import annotations

from typing import Any

import pytest
from pages import kept, overflows, violations
from playwright.sync_api import expect

pytestmark = [pytest.mark.slow, pytest.mark.browser]


def test_subjects_stand_in_a_column_of_their_own_and_falls_below_zero(screen: Any, transactional_db: None) -> None:
    table = "表1 各镇情况\n乡镇\t工业用电量增速（%）\n竹溪镇\t-4.9\n枫林镇\t5.1\n"
    kept(f"松河县发展和改革局2024年工作总结\n2024年，工业用电量同比下降16.4%。\n\n{table}", "发改.txt")
    screen.goto("/figures/?view=across&indicator=工业用电量")
    rows = screen.locator("#pivot .tabulator-row")
    expect(rows).to_have_count(3)
    expect(screen.locator("#pivot .tabulator-col-title:has-text('对象')")).to_have_count(1)
    for row, said in enumerate((("下降16.4%",), ("竹溪镇", "－4.9%"), ("枫林镇", "5.1%"))):
        for words in said:
            expect(rows.nth(row)).to_contain_text(words)
    expect(screen.locator("#chart svg text:has-text('松河县发展和改革局 · 竹溪镇')")).to_have_count(1)
    screen.click("[data-chart=bar]")
    expect(screen.locator("#chart svg text:has-text('-15')").first).to_be_visible()
    assert violations(screen) == []
    assert not overflows(screen)


def test_what_is_not_drawn_is_counted(screen: Any, transactional_db: None) -> None:
    names = "一二三四五六七八九十"
    towns = "".join(f"{name}里镇\t{n + 20}\n{name}山镇\t{n + 60}\n" for n, name in enumerate(names))
    kept(f"松河县民政局2024年工作总结\n\n表1 各镇情况\n乡镇\t低保户数（户）\n{towns}", "民政.txt")
    screen.goto("/figures/?view=across&indicator=低保户数")
    expect(screen.locator("#pivot .tabulator-row")).to_have_count(20)
    expect(screen.locator("#across header")).to_contain_text("折线和柱形没有画其中 8 行")
    expect(screen.locator("#across header")).not_to_contain_text("行没有列出")
