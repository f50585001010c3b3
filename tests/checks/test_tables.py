"""Figures of tables: what their heads and their other rows say must hold in each row."""

from __future__ import annotations

import pytest

from taizhang.checks import Checked, check
from taizhang.reader import read_text

OPENING = "云溪县民政局2025年上半年工作总结\n上半年，各项工作有序推进。\n"
TOWNS = """各乡镇2025年上半年低保情况表
单位：户
乡镇	城市低保	农村低保	合计
东溪镇	40	498	538
西溪镇	54	365	419
南坝镇	53	580	633
合计	147	1443	1590
"""
PLAN = """2025年1-6月就业目标任务完成情况表
项目	计量单位	全年目标	截至6月底完成	完成率
城镇新增就业	人	5166	2921	56.5%
失业人员再就业	人	2045	1350	66.0%
"""
MONTHS = """2025年1-6月各月信访受理情况
月份	受理件数	办结	办结率
1月	58件	54件	93.1%
2月	33件	31件	93.9%
3月	43件	40件	93.0%
"""
BUDGET = """2025年1-6月财政收支情况表
项目	2025年预算数（万元）	1-6月完成数（万元）	占预算(%)	比上年同期增减（万元）	同比增长(%)
一般公共预算收入	65936	36021	54.6	1156	3.3
　其中：税收收入		27520
　　　　非税收入		8501
一般公共预算支出	280887	162100	57.7	-4830	-2.9
　其中：教育支出		31509
　　　　卫生健康支出		13746
"""
SHARES = """2025年上半年医疗服务情况统计表
类别	总诊疗量（万人次）	占诊疗量比重%	编制床位（张）
县级医院	32.72	52.5	2215
乡镇卫生院	29.59	47.5	1063
合计	62.31	100.0	3278
"""
SERVICES = """2025年1-6月热线办理情况表
指标	计量单位	数值
受理诉求	件	34072
办结诉求	件	33876
办结率	%	99.42
"""
YEARS = """收入情况表
单位：万元
项目	2024年	2023年	增减额	增减(%)
税收收入	8640	8210	430	5.2
非税收入	3920	4610	-690	-15.0
合计	12560	12820	-260	-2.0
"""
PROJECTS = """重点项目投资情况表
项目	总投资（万元）	2025年计划		1-6月完成\t
		投资（万元）	占总投资%	投资（万元）	占年计划%
东溪大桥	3600	1500	41.7	720	48.0
西溪隧道	5200	2000	38.5	1010	50.5
"""
PERIODS = """工业运行情况表
指标	单位	本年累计	上年同期	同比增长(%)
工业用电量	万千瓦时	21560	20310	6.2
货运量	万吨	386	402	-4.0
"""
COUNTER = """窗口受理情况表（单位：件）
月份	受理投诉	办结件数	办结率(%)
1月	86	83	96.5
2月	61	61	100
"""


def of_table(table: str) -> Checked:
    return check(read_text(OPENING + table))


@pytest.mark.parametrize(
    ("table", "formulas"),
    [
        (TOWNS, ["40+498", "54+365", "53+580", "40+54+53", "498+365+580", "538+419+633", "147+1443"]),
        (PLAN, ["2921/5166*100", "1350/2045*100"]),
        (MONTHS, ["54/58*100", "31/33*100", "40/43*100"]),
        (
            BUDGET,
            ["36021/65936*100", "1156/(36021-1156)*100", "27520+8501", "162100/280887*100", "4830/(162100+4830)*100"],
        ),
        (SHARES, ["32.72/62.31*100", "29.59/62.31*100", "32.72+29.59", "2215+1063"]),
        (SERVICES, ["33876/34072*100"]),
        (
            YEARS,
            [
                *("8640+3920", "8210+4610", "8640-8210", "4610-3920", "12820-12560"),
                *("(8640-8210)/8210*100", "(3920-4610)/4610*100", "(12560-12820)/12820*100"),
            ],
        ),
        (PROJECTS, ["1500/3600*100", "2000/5200*100", "720/1500*100", "1010/2000*100"]),
        (PERIODS, ["(21560-20310)/20310*100", "(386-402)/402*100"]),
    ],
)
def test_what_holds_is_verified(table: str, formulas: list[str]) -> None:
    checked = of_table(table)
    assert not checked.findings
    assert sorted(relation.formula for relation in checked.verified()) == sorted(formulas)


@pytest.mark.parametrize(
    ("table", "right", "wrong", "rule"),
    [
        (TOWNS, "54\t365", "54\t385", "N001"),
        (TOWNS, "147\t1443", "147\t1843", "N001"),
        (PLAN, "2921", "2961", "N004"),
        (PLAN, "66.0%", "86.0%", "N004"),
        (MONTHS, "31件", "37件", "N003"),
        (MONTHS, "93.0%", "83.0%", "N003"),
        (BUDGET, "54.6", "54.9", "N003"),
        (BUDGET, "1156", "1456", "N006"),
        (BUDGET, "-2.9", "-3.9", "N006"),
        (BUDGET, "27520", "21520", "N001"),
        (SHARES, "52.5", "52.8", "N005"),
        (SHARES, "1063", "1363", "N001"),
        (SERVICES, "33876", "31876", "N003"),
        (COUNTER, "86", "56", "N003"),
        (COUNTER, "96.5", "98.5", "N003"),
        (YEARS, "430", "480", "N007"),
        (YEARS, "-690", "-640", "N007"),
        (YEARS, "-15.0", "-13.0", "N006"),
        (PERIODS, "402", "408", "N006"),
    ],
)
def test_a_wrong_digit_is_told(table: str, right: str, wrong: str, rule: str) -> None:
    assert table.count(right) == 1
    assert rule in {finding.rule for finding in of_table(table.replace(right, wrong)).findings}


def test_rows_that_need_not_be_all_are_no_error() -> None:
    (relation,) = (r for r in of_table(BUDGET).relations if r.formula == "31509+13746")
    assert relation.verdict == "not_verifiable"


def test_a_total_of_other_things_than_the_rows_is_no_error() -> None:
    assert not of_table(TOWNS.replace("147\t1443\t1590", "1470\t3443\t4913")).findings


def test_growth_that_holds_in_no_row_is_of_another_basis() -> None:
    assert not of_table(YEARS.replace("5.2", "9.9").replace("-15.0", "-1.8").replace("-2.0", "4.6")).findings


def test_masked_cells_give_no_error() -> None:
    assert not of_table(TOWNS.replace("365\t419", "XX\t419").replace("147", "XX")).findings


def test_each_row_of_a_table_counts_once() -> None:
    checked = of_table(PLAN)
    assert (checked.figures, checked.unrelated) == (6, 0)
