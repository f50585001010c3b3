"""One wrong figure that breaks several relations: it is named, and no right figure that was computed from it is."""

from __future__ import annotations

import pytest

from taizhang.checks import Finding, check
from taizhang.reader import read_text

TABLE = """云溪县统计局2025年上半年工作总结
2025年上半年，全县经济运行平稳。
主要指标
指标	2025年上半年（万元）	2024年上半年（万元）	增长（%）
建筑业	9600	8900	7.9
批发业	8000	7300	9.6
住宿业	3100	2900	6.9
合计	20700	19100	8.4
"""
WASTE = "云溪县水利局2025年上半年工作总结\n上半年，共排查隐患{}个，完成整改{}个，整改率{}%，其余{}个正在整改。\n"


def found(text: str) -> dict[str, Finding]:
    """Give the findings by the figure that they stand at."""
    return {text[f.start : f.end]: f for f in check(read_text(text)).findings}


def test_the_table_is_right() -> None:
    assert not found(TABLE)


def test_no_fix_for_growth_from_a_total_that_does_not_add_up() -> None:
    findings = found(TABLE.replace("19100", "19200"))
    assert {quote: f.rule for quote, f in findings.items()} == {"19200": "N001", "8.4": "N006"}
    total, growth = findings["19200"], findings["8.4"]
    assert "19200在“增幅与增量不符”（N006）那里也不符，可能有误，按其余各数应为19100万元" in total.message
    assert "19200在“分项之和与总数不符”（N001）那里也不符" in growth.message and "先核对" in growth.message
    assert "应为" not in growth.message and growth.fix is None


def test_a_part_that_breaks_the_sum_and_its_own_growth() -> None:
    findings = found(TABLE.replace("7300", "7800"))
    assert set(findings) == {"19100", "9.6"}
    assert "7800在“增幅与增量不符”（N006）那里也不符，可能有误，若为7300万元则相符" in findings["19100"].message
    assert "7800在“分项之和" in findings["9.6"].message and findings["9.6"].fix is None


def test_no_number_for_a_part_that_only_the_sum_would_want() -> None:
    findings = found(TABLE.replace("6.9", "8.9").replace("19100", "19200").replace("8.4", "7.8"))
    assert "2900" in findings["19200"].message and "若为" not in findings["19200"].message
    assert findings["8.9"].fix is None


def test_the_growth_alone_is_still_mended() -> None:
    (growth,) = found(TABLE.replace("8.4", "8.9")).values()
    assert growth.fix == "8.4%"
    assert "应为8.38" in growth.message and "可能有一位数字写错" in growth.message


def test_errors_that_share_no_figure_keep_their_fixes() -> None:
    findings = found(WASTE.format(120, 103, 95.8, 17) + TABLE.partition("\n")[2].replace("7.9", "7.4"))
    assert {quote: f.fix for quote, f in findings.items()} == {"95.8%": "85.8%", "7.4": "7.9%"}


@pytest.mark.parametrize(
    ("figures", "named"),
    [
        ((120, 103, 85.8, 17), {}),
        ((120, 103, 95.8, 17), {"95.8%": "可能有一位数字写错"}),
        (
            (120, 108, 85.8, 17),
            {"85.8%": "“完成整改”108个、“排查隐患”120个在", "17个": "“排查隐患”120个、“完成整改”108个在"},
        ),
    ],
)
def test_rate_and_rest_of_the_same_two(figures: tuple[float, ...], named: dict[str, str]) -> None:
    findings = found(WASTE.format(*figures))
    assert set(findings) == set(named)
    for quote, words in named.items():
        assert words in findings[quote].message
        assert (findings[quote].fix is not None) == (len(named) == 1)


def test_a_confirmed_figure_is_not_the_suspect() -> None:
    parts = "个，其中堤防30个、水库50个、渠道40个，完成"
    findings = found(WASTE.format(120, 108, 85.8, 17).replace("个，完成", parts))
    assert all("；“完成整改”108个在" in findings[quote].message for quote in ("85.8%", "17个"))


def test_a_total_in_two_sums_that_agree_on_it() -> None:
    text = "云溪县水利局2025年上半年工作总结\n渠道\t东片\t西片\t合计\n" + (
        "甲渠\t20\t31\t51\n乙渠\t42\t13\t55\n丙渠\t15\t26\t41\n合计\t77\t70\t158\n"
    )
    messages = [finding.message for finding in check(read_text(text)).findings]
    assert len(messages) == 2 and all("可能有误，按其余各数应为147" in message for message in messages)


def test_a_total_in_two_sums_that_do_not_agree_on_it() -> None:
    text = "上半年，受理申请53件，其中建筑类23件、绿化类8件、道路类26件；其中网上类10件、窗口类28件、电话类12件。"
    messages = [finding.message for finding in check(read_text(text)).findings]
    assert len(messages) == 2 and all("几处算得的数不同，请逐一核对" in message for message in messages)


def test_a_limit_is_no_fix() -> None:
    (finding,) = check(read_text("上半年，排查隐患整改率103%，各项工作有序推进。")).findings
    assert (finding.rule, finding.fix) == ("N010", None)


def test_a_rate_above_its_limit_is_mended_by_its_two_figures() -> None:
    findings = check(read_text(WASTE.format(120, 103, 105.8, 17))).findings
    assert [(f.rule, f.fix) for f in findings] == [("N003", "85.8%"), ("N010", None)]
    assert "按其余各数应为85.8%" in findings[0].message
