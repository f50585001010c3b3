"""Tables of PDF files without rules down: of three rules, of rules under the rows, of none; and what is no table."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pdfmaker import FONT, body, drawn, grid, laid_out
from reportlab.lib.colors import black
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Table as Laid
from reportlab.platypus import TableStyle

from taizhang.intake import pdf
from taizhang.intake.formats import Extract

HEAD = [["指标", "2031年上半年", "", "上年同期"], ["", "完成额（万元）", "同比±%", ""]]
ROWS = [
    ["一般公共预算收入", "125,000", "8.3", "115420"],
    ["　　其中：税收收入", "98600", "-2.1", "100715"],
    ["　　　　　非税收入", "26400", "—", "14705"],
    ["合计", "125000", "8.3", "115420"],
]
SPANS = [((0, 0), (0, 1)), ((1, 0), (2, 0)), ((3, 0), (3, 1))]
PARTED = [(0, 0, 2, 1), (0, 1, 1, 2), (0, 3, 2, 1), (1, 1, 1, 1), (1, 2, 1, 1)]


def open_table(rows: Sequence[Sequence[object]], *style: tuple[object, ...], spans: list[object] | None = None) -> Laid:
    merged = [("SPAN", *span) for span in (SPANS if spans is None else spans)]  # type: ignore[misc]
    looks = [("FONT", (0, 0), (-1, -1), FONT, 11), ("VALIGN", (0, 0), (-1, -1), "MIDDLE")]
    looks += [("ALIGN", (1, 0), (-1, -1), "CENTER"), *merged, *style]  # type: ignore[list-item]
    return Laid(rows, colWidths=[150, 100, 80, 80][: len(rows[0])], style=TableStyle(looks))


THREE = [("LINEABOVE", (0, 0), (-1, 0), 1, black), ("LINEBELOW", (0, -1), (-1, -1), 1, black)]
STYLES = {
    "three rules": [*THREE, ("LINEBELOW", (0, 1), (-1, 1), 0.5, black)],
    "a rule under the head of two columns": [
        *THREE, ("LINEBELOW", (0, 1), (-1, 1), 0.5, black), ("LINEBELOW", (1, 0), (2, 0), 0.5, black),
    ],
    "a rule under each row": [("LINEBELOW", (0, 1), (-1, -1), 0.5, black), ("LINEABOVE", (0, 0), (-1, 0), 1, black)],
    "no rules": [],
}  # fmt: skip


def texts(extract: Extract, table: int = 0) -> dict[tuple[int, int], str]:
    return {(c.row, c.column): extract.text[c.start : c.end] for c in extract.tables[table].cells}


@pytest.mark.parametrize("style", STYLES)
def test_columns_of_figures_are_a_table(style: str) -> None:
    flow = body("预算执行情况如下。"), body("单位：万元"), open_table(HEAD + ROWS, *STYLES[style]), body("特此报告。")
    extract = pdf.extract(laid_out(*flow))
    (table,) = extract.tables
    assert [(c.row, c.column, c.rows, c.columns) for c in table.cells[:5]] == PARTED
    whole = [[cell for cell in row if cell] for row in HEAD] + ROWS
    assert extract.text[table.start : table.end].split("\n") == ["\t".join(row) for row in whole]
    assert extract.text[: table.start] == "预算执行情况如下。\n单位：万元\n"
    assert extract.text[table.end :] == "\n特此报告。"


def test_their_cells_have_places() -> None:
    extract = pdf.extract(laid_out(open_table(HEAD + ROWS, *STYLES["three rules"])))
    at = extract.text.index("98600")
    (place,) = [place for place in extract.places if place.start == at]
    assert (place.page, place.table, place.row, place.column) == (1, 1, 4, 2)


def test_a_cell_of_two_lines_is_one_cell() -> None:
    name = body("规模以上工业企业增加值（不含电力）", fontSize=11, leading=14, firstLineIndent=0)
    rows = [["指标", "完成"], ["固定资产投资", "64.0"], [name, "82.5"], ["进出口总额", "7.1"], ["存款余额", "210"]]
    extract = pdf.extract(laid_out(open_table(rows, *STYLES["three rules"], spans=[])))
    assert texts(extract)[2, 0] == "规模以上工业企业增加值（不含电力）"
    assert len(extract.tables[0].cells) == 10


def test_a_name_in_the_middle_of_its_rows_is_theirs() -> None:
    rows = [["类别", "项目", "数量"], ["水利", "水库加固", "3"], ["", "河道疏浚", "12"]]
    rows += [["交通", "农村公路", "48"], ["", "桥梁改造", "5"]]
    spans = [((0, 1), (0, 2)), ((0, 3), (0, 4))]
    extract = pdf.extract(laid_out(open_table(rows, *STYLES["three rules"], spans=spans)))  # type: ignore[arg-type]
    assert [(c.row, c.rows, texts(extract)[c.row, 0]) for c in extract.tables[0].cells if c.column == 0] == [
        (0, 1, "类别"), (1, 2, "水利"), (3, 2, "交通"),
    ]  # fmt: skip


def test_one_goes_on_over_the_page() -> None:
    rows = [["村名", "户数", "人口"], *([f"第{i}村", str(100 + i), str(400 + i)] for i in range(1, 60))]
    extract = pdf.extract(laid_out(open_table(rows, spans=[])))
    (table,) = extract.tables
    assert extract.text[table.start : table.end].split("\n") == ["\t".join(row) for row in rows]


def test_rules_around_text_and_lists_of_pages_are_no_tables() -> None:
    def page(canvas: Canvas) -> None:
        canvas.setFont(FONT, 14)
        for at in (700, 640, 600):
            canvas.line(80, at, 500, at)
        canvas.drawString(90, 612, "青禾县人民政府办公室")
        canvas.drawRightString(490, 612, "2031年3月5日印发")
        for i, (title, number) in enumerate([("一、总体情况", "1"), ("二、主要工作", "3"), ("三、下步打算", "12")]):
            canvas.drawString(90, 400 - 28 * i, title + "……………………")
            canvas.drawRightString(490, 400 - 28 * i, number)

    assert pdf.extract(drawn(page)).tables == ()


def test_beside_a_ruled_table_both_are_found() -> None:
    ruled = grid([["项目", "数量"], ["水库", "3"], ["泵站", "15"]])
    extract = pdf.extract(laid_out(ruled, body("另有下表。"), open_table(HEAD + ROWS, *STYLES["three rules"])))
    assert [len(table.cells) for table in extract.tables] == [6, 21]


def test_the_unit_of_a_table_is_a_line_of_its_own() -> None:
    extract = pdf.extract(
        laid_out(body("收支执行情况表", firstLineIndent=0), body("单位：万元", firstLineIndent=0), grid(ROWS))
    )
    assert extract.text.split("\n")[:2] == ["收支执行情况表", "单位：万元"]


def test_the_name_of_a_section_may_stand_below_the_head() -> None:
    rows = [["指标", "单位", "完成", "同比%"], ["一、工业", "", "", ""], ["总产值", "亿元", "45.6", "6.2"]]
    rows += [["用电量", "万千瓦时", "12,580", "4.9"], ["二、财政", "", "", ""], ["税收", "亿元", "6.05", "-1.2"]]
    extract = pdf.extract(laid_out(open_table(rows, spans=[])))
    assert [texts(extract)[row, 0] for row in range(6)] == [row[0] for row in rows]


def test_columns_close_to_each_other_and_names_of_three_lines() -> None:
    def page(canvas: Canvas) -> None:
        canvas.setFont(FONT, 12)
        for x, lines in ((80, "项目"), (200, "总投资"), (252, "完成率")):
            canvas.drawString(x, 700, lines)
        for i, (first, second) in enumerate([("32000", "95.2%"), ("15600", "88.8%"), ("8000", "71.7%")]):
            y = 650 - 60 * i
            for j, line in enumerate(("县人民", "医院迁", f"建{i}期")):
                canvas.drawString(80, y + 14 - 14 * j, line)
            canvas.drawRightString(240, y, first)
            canvas.drawRightString(288, y, second)

    extract = pdf.extract(drawn(page))
    assert extract.text.split("\n") == [
        "项目\t总投资\t完成率", "县人民医院迁建0期\t32000\t95.2%", "县人民医院迁建1期\t15600\t88.8%",
        "县人民医院迁建2期\t8000\t71.7%",
    ]  # fmt: skip


WORDS = [
    "收入",
    "12.5",
    "8,600",
    "95%",
    "—",
    "2024年",
    "合计",
    "一、工业",
    "单位：万元",
    "表1 情况表",
    "完成情况如下。",
    "12 30",
]
ROW = st.lists(st.tuples(st.integers(5, 50), st.integers(-1, 1), st.sampled_from(WORDS)), max_size=6)
SPACES = st.sampled_from([0, 5, 10, 18, 18, 18, 40])


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(SPACES, ROW, st.booleans()), min_size=3, max_size=12))
def test_whatever_stands_on_a_page_cells_are_in_order_and_do_not_overlap(
    lines: list[tuple[int, list[tuple[int, int, str]], bool]],
) -> None:
    def page(canvas: Canvas) -> None:
        canvas.setFont(FONT, 10)
        canvas.drawString(60, 820, "甲")
        y = 800
        for space, row, rule in lines:
            y -= space
            for x, off, word in row:
                canvas.drawString(10 * x, y + 6 * off, word)
            if rule:
                canvas.line(50, y - 4, 540, y - 4)

    extract = pdf.extract(drawn(page))
    at = 0
    for table in extract.tables:
        squares = [
            (row, column)
            for cell in table.cells
            for row in range(cell.row, cell.row + cell.rows)
            for column in range(cell.column, cell.column + cell.columns)
        ]
        assert len(set(squares)) == len(squares)
        assert at <= table.start < table.end <= len(extract.text)
        for cell in table.cells:
            assert at <= cell.start <= cell.end <= table.end
            at = cell.end
