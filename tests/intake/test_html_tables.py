"""Tables of web pages: their cells, what these span, and where they stand."""

from __future__ import annotations

from taizhang.intake import html
from taizhang.intake.markup import MOST_COLUMNS

PAGE = """<html><body><h1>云溪县水利局工作情况</h1><p>上半年，完成投资3亿元。</p>
<table><caption>投资情况</caption>
<thead><tr><th rowspan=2>项目<th colspan=2>投资（万元）</tr><tr><th>计划<th>完成</tr></thead>
<tr><td>青石<br>水库<td>1200<td></tr><tr></tr><tr><td>云桥
泵站<td>300<td>280</tr></table><p>特此报告。</p></body></html>"""


def test_cells_span_rows_and_columns_and_empty_ones_are_kept() -> None:
    page = html.extract(PAGE.encode())
    (table,) = page.tables
    assert page.text[table.start : table.end] == "项目\t投资（万元）\n计划\t完成\n青石 水库\t1200\t\n云桥泵站\t300\t280"
    assert [(*cell[:2], *cell[4:], page.text[cell.start : cell.end]) for cell in table.cells] == [
        (0, 0, 2, 1, "项目"), (0, 1, 1, 2, "投资（万元）"),
        (1, 1, 1, 1, "计划"), (1, 2, 1, 1, "完成"),
        (2, 0, 1, 1, "青石 水库"), (2, 1, 1, 1, "1200"), (2, 2, 1, 1, ""),
        (4, 0, 1, 1, "云桥泵站"), (4, 1, 1, 1, "300"), (4, 2, 1, 1, "280"),
    ]  # fmt: skip


def test_paragraphs_and_cells_have_places_that_a_person_counts() -> None:
    page = html.extract(PAGE.encode())
    said = {page.text[place.start : place.end]: place for place in page.places}
    assert said["上半年，完成投资3亿元。"].paragraph == 2
    assert said["特此报告。"].paragraph == 4
    assert (said["280"].table, said["280"].row, said["280"].column) == (1, 5, 3)
    assert all(one.end < other.start for one, other in zip(page.places, page.places[1:], strict=False))


def test_a_table_that_lays_out_the_page_is_none() -> None:
    inner = "<table><tr><td>项目<td>数量<tr><td>水库<td>3座</table>"
    page = html.extract(f"<table><tr><td>菜单<td><p>本月新建水库3座，完成投资。</p>{inner}</table>".encode())
    assert [page.text[table.start : table.end] for table in page.tables] == ["项目\t数量\n水库\t3座"]


def test_what_a_cell_says_to_span_is_bounded() -> None:
    rows = "<tr><td rowspan=999999 colspan=999999>甲<td colspan=x rowspan=-3>1" * 50
    (table,) = html.extract(f"<table>{rows}</table><p>完成。".encode()).tables
    assert max(cell.column + cell.columns for cell in table.cells) <= 2 * MOST_COLUMNS


def test_blanks_and_styles_that_move_a_name_in_are_kept_before_its_cell() -> None:
    cells = [
        "<td>种植面积<td>&nbsp;&nbsp;120",
        "<td>&nbsp;&nbsp;&nbsp;&nbsp;水稻<td>80",
        "<td>\u3000\u3000小麦<td>30",
        '<td style="padding-left: 2em">油菜<td>10',
        '<td><p style="margin:0;text-indent:24pt"><span>茶园</span></p><td>6',
        "<td>&nbsp;合计<td>126",
    ]
    page = html.extract(f"<table><tr>{'<tr>'.join(cells)}</table><p>以上为快报数。".encode())
    (table,) = page.tables
    assert page.text[table.start : table.end].split("\n") == [
        "种植面积\t120", "\u3000\u3000水稻\t80", "\u3000\u3000小麦\t30", "\u3000\u3000油菜\t10", "\u3000\u3000茶园\t6",
        "合计\t126",
    ]  # fmt: skip
    assert [page.text[cell.start : cell.end] for cell in table.cells][2:4] == ["水稻", "80"]
    assert all(page.text[place.start : place.end].strip() for place in page.places)
