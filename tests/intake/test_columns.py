"""Tables in plain text: which lines are rows, and which cells they have."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from taizhang.intake import plain
from taizhang.intake.columns import find_tables


def cells(text: str) -> list[list[tuple[int, int, int, int, str]]]:
    """Give row, column, rows, columns and text of the cells of each table."""
    return [
        [(cell.row, cell.column, cell.rows, cell.columns, text[cell.start : cell.end]) for cell in table.cells]
        for table in find_tables(text)
    ]


def texts(text: str) -> list[list[str]]:
    return [[cell[4] for cell in table] for table in cells(text)]


def test_every_tab_parts_two_cells_and_empty_ones_are_kept() -> None:
    text = "前言。\n项目\t数量\t备注\n水库\t\t暂停\n河道\t36公里\t\n"
    (table,) = cells(text)
    assert [cell[:2] for cell in table] == [(0, 0), (0, 1), (0, 2), (1, 0), (1, 1), (1, 2), (2, 0), (2, 1), (2, 2)]
    assert texts(text)[0][3:6] == ["水库", "", "暂停"]


def test_columns_stand_under_each_other_though_cells_are_empty() -> None:
    text = (
        "指标              目标     完成     增长\n"
        "新建公厕（座）    12       10\n"
        "客运量（万人次）           118      7.9%\n"
        "合  计            12       128\n"
    )
    (table,) = cells(text)
    assert [cell[1] for cell in table if cell[0] == 2] == [0, 2, 3]
    assert (3, 0, 1, 1, "合  计") in table


def test_a_head_over_several_columns_spans_them() -> None:
    text = (
        "乡镇          造林            治沙\n"
        "            任务    完成    任务    完成\n"
        "青石镇      120     110     60      60\n"
        "云桥乡      80      80      40      38\n"
    )
    (table,) = cells(text)
    assert [cell[:4] for cell in table if cell[0] == 0] == [(0, 0, 1, 1), (0, 1, 1, 2), (0, 3, 1, 2)]


def test_merged_heads_that_stand_once_are_spread() -> None:
    text = "乡镇\t造林\t治沙\n任务\t完成\t任务\t完成\n青石镇\t120\t110\t60\t60\n云桥乡\t80\t80\t40\t38\n"
    (table,) = cells(text)
    assert [cell[:4] for cell in table[:5]] == [(0, 0, 2, 1), (0, 1, 1, 2), (0, 3, 1, 2), (1, 1, 1, 1), (1, 2, 1, 1)]


def test_borders_and_rules_are_no_cells() -> None:
    drawn = "┌────┬────┐\n│项目│数量│\n├────┼────┤\n│水库│12座│\n│河道│36条│\n└────┴────┘\n"
    markdown = "| 项目 | 数量 |\n|:---|---:|\n| 水库 | 12座 |\n| 河道 | 36条 |\n"
    assert texts(drawn) == texts(markdown) == [["项目", "数量", "水库", "12座", "河道", "36条"]]


def test_titles_and_notes_beside_the_rows_are_no_rows() -> None:
    rows = "乡镇    任务    完成\n甲镇    120     110\n乙乡    80      80\n"
    text = "表1　农村改厕情况\n填报单位：水利局    单位：户\n" + rows + "填表人：王某    审核人：李某\n"
    assert texts(text) == [["乡镇", "任务", "完成", "甲镇", "120", "110", "乙乡", "80", "80"]]


def test_a_line_between_rows_heads_those_below_it() -> None:
    text = "指标\t单位\t数量\n房屋\t平方米\t1200\n车辆\t辆\t3\n二、人员\n在编\t人\t56\n聘用\t人\t12\n"
    (table,) = cells(text)
    assert (3, 0, 1, 3, "二、人员") in table
    assert (4, 0, 1, 1, "在编") in table


@pytest.mark.parametrize(
    "text",
    [
        "第一章　总则\t1\n第二章　任务\t5\n第三章　保障\t9\n第四章　附则\t12\n",
        "一、工作情况.......1\n二、存在问题.......6\n三、下步打算.......9\n",
        "一、\t抓项目，完成投资3亿元。\n二、\t抓服务，办结事项120件。\n",
        "　　上半年，完成投资3亿元。\n　　下半年，力争完成5亿元。\n",
        "王　明　李　强\n张　华　赵　云\n",
        "完成投资  3亿元，同比增长5%。新建厂房2万平方米。\n",
        "年初  安排\n",
        "",
    ],
)
def test_other_lines_with_blanks_are_no_tables(text: str) -> None:
    assert find_tables(text) == ()


def test_plain_text_stays_as_it_is_and_its_tables_are_told() -> None:
    text = "表\r\n项目\t数量\r\n水库\t12座\r\n"
    extract = plain.extract(text.encode())
    assert extract.text == text
    assert [text[c.start : c.end] for c in extract.tables[0].cells] == ["项目", "数量", "水库", "12座"]


@given(st.text(st.sampled_from("项目12.%\t  　\n|│+-：合计"), max_size=120))
def test_cells_of_any_text_stand_in_order(text: str) -> None:
    at = 0
    for table in find_tables(text):
        assert at <= table.start < table.end <= len(text)
        for cell in table.cells:
            assert at <= cell.start <= cell.end <= table.end
            assert cell.row >= 0 <= cell.column
            at = cell.end
        places = [(cell.row, cell.column) for cell in table.cells]
        assert places == sorted(set(places))


def test_values_between_commas_are_a_table_when_all_of_the_text_is_one() -> None:
    text = '2024年水利统计\r\n指标,单位,数量\r\n水库,座,"1,203"\r\n泵站,座,15\r\n"堤防,护岸",公里,\r\n'
    assert texts(text) == [["指标", "单位", "数量", "水库", "座", "1,203", "泵站", "座", "15", "堤防,护岸", "公里", ""]]
    assert find_tables("新建水库3座,泵站15座\n整治河道36公里,堤防12公里\n完成投资3亿元,增长5%。\n") == ()
    assert find_tables('水库,"3\n泵站,2\n水闸,1\n') == ()


def test_titles_and_notes_of_values_between_commas_span_the_table() -> None:
    text = (
        "附表1\u30002024年水利投资表,,,\n单位：万元,,,\n项目,内容,投资,完成\n水库,新建坝体，加固2座,120,96\n"
        "　其中：大型,,80,60\n泵站,,15,15\n注：快报数。,,,\n"
    )
    (table,) = find_tables(text)
    spanning = [text[cell.start : cell.end] for cell in table.cells if cell.columns == 4]
    assert spanning == ["附表1\u30002024年水利投资表", "单位：万元", "注：快报数。"]
    assert "新建坝体，加固2座" in [text[cell.start : cell.end] for cell in table.cells]


@pytest.mark.parametrize("sign", [",", ";", "|"])
def test_values_may_be_parted_by_other_signs_and_stand_between_titles_and_notes(sign: str) -> None:
    rows = [["村", "沼气池（口）", "投资"], ["东坡", "12", '"1,250"'], ["西坡", "8", "960"], ["合计", "20", '"2,210"']]
    lines = ["云溪县沼气建设", "单位：元", "", *(sign.join(row) for row in rows), "注：已全部验收。", "填表人：王某"]
    text = "\r\n".join(lines)
    (table,) = find_tables(text)
    assert [text[c.start : c.end] for c in table.cells] == [value.strip('"') for row in rows for value in row]
    assert {(c.row, c.column) for c in table.cells} == {(row, column) for row in range(4) for column in range(3)}


def test_a_value_in_quotation_marks_may_go_over_lines() -> None:
    text = '项目;数量;"说明\n（简）"\n水库;3;"扩建\n加固"\n泵站;15;改造\n'
    assert texts(text) == [["项目", "数量", "说明\n（简）", "水库", "3", "扩建\n加固", "泵站", "15", "改造"]]


def test_two_columns_between_bars() -> None:
    assert texts("年末情况\n指标|数量\n水库|12\n泵站|15\n") == [["指标", "数量", "水库", "12", "泵站", "15"]]


def test_a_sheet_saved_as_text_in_gb18030() -> None:
    text = "云溪县沼气建设\r\n村;沼气池（口）\r\n东坡;12\r\n西坡;8\r\n"
    extract = plain.extract(text.encode("gb18030"))
    assert extract.text == text
    assert [text[c.start : c.end] for c in extract.tables[0].cells] == ["村", "沼气池（口）", "东坡", "12", "西坡", "8"]


def test_sentences_with_such_signs_are_no_table() -> None:
    assert find_tables("新建水库3座;泵站15座;水闸2座\n整治河道36公里;堤防12公里;渠道5公里\n全部完工。\n") == ()


def test_a_numbered_section_may_stand_right_below_the_head() -> None:
    text = "指标  单位  完成\n一、工业\n总产值  亿元  45.6\n用电量  万度  12.5\n二、财政\n税收  亿元  6.05\n"
    (table,) = find_tables(text)
    assert text[table.start : table.end].startswith("指标")
