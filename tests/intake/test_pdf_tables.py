"""Ruled tables of PDF files: the grid, merged cells, what goes on over a page, and what is no table."""

from __future__ import annotations

from itertools import pairwise

import pytest
from pdfmaker import FONT, body, drawn, grid, laid_out, wrapped
from reportlab.pdfgen.canvas import Canvas

from taizhang.intake import pdf
from taizhang.intake.formats import Extract
from taizhang.model import Cell, Table
from taizhang.spans import cut_out

ROWS = [
    ["指标", "1-6月", "", "备注"], ["", "完成额（万元）", "同比±%", ""],
    ["一般公共预算收入", "125000", "8.3", "按进度"],
    ["合计", "223600", "", ""],
]  # fmt: skip
SPANS = [((0, 0), (0, 1)), ((1, 0), (2, 0)), ((3, 0), (3, 1)), ((1, 3), (2, 3))]


def cells(extract: Extract, table: Table) -> list[tuple[int, int, int, int, str]]:
    return [(c.row, c.column, c.rows, c.columns, extract.text[c.start : c.end]) for c in table.cells]


MERGED = [
    (0, 0, 2, 1, "指标"), (0, 1, 1, 2, "1-6月"), (0, 3, 2, 1, "备注"),
    (1, 1, 1, 1, "完成额（万元）"), (1, 2, 1, 1, "同比±%"),
    (2, 0, 1, 1, "一般公共预算收入"), (2, 1, 1, 1, "125000"), (2, 2, 1, 1, "8.3"), (2, 3, 1, 1, "按进度"),
    (3, 0, 1, 1, "合计"), (3, 1, 1, 2, "223600"), (3, 3, 1, 1, ""),
]  # fmt: skip


def test_merged_cells_stand_once_and_empty_ones_are_kept() -> None:
    extract = pdf.extract(laid_out(grid(ROWS, *SPANS)))
    (table,) = extract.tables
    assert cells(extract, table) == MERGED
    assert extract.text[table.start : table.end] == extract.text
    assert extract.text.split("\n")[1] == "完成额（万元）\t同比±%"


def test_cells_have_places() -> None:
    extract = pdf.extract(
        laid_out(body("前面一段。"), grid([["甲", "乙"], ["1", "2"]]), body("另有。"), grid([["丙", "丁"], ["3", "4"]]))
    )
    found = {extract.text[p.start : p.end]: (p.page, p.table, p.row, p.column) for p in extract.places if p.table}
    assert found == {
        "甲": (1, 1, 1, 1), "乙": (1, 1, 1, 2), "1": (1, 1, 2, 1), "2": (1, 1, 2, 2),
        "丙": (1, 2, 1, 1), "丁": (1, 2, 1, 2), "3": (1, 2, 2, 1), "4": (1, 2, 2, 2),
    }  # fmt: skip
    boxes = {p.row: p.box for p in extract.places if p.table == 1 and p.column == 1}
    assert boxes[1] is not None and boxes[2] is not None and boxes[1][1] == boxes[2][3]


def ruled(canvas: Canvas, style: str) -> None:
    """Draw a table of three columns and three rows in the ways in which programs draw rules."""
    xs, ys = [100, 220, 320, 420], [700, 676, 652, 628]
    if style == "strokes":
        for x in xs:
            canvas.line(x, ys[0], x, ys[-1])
        for y in ys:
            canvas.line(xs[0], y, xs[-1], y)
    elif style == "bars":
        for x in xs:
            canvas.rect(x, ys[-1], 0.5, ys[0] - ys[-1], stroke=0, fill=1)
        for y in ys:
            canvas.rect(xs[0], y, xs[-1] - xs[0], 0.5, stroke=0, fill=1)
    elif style == "frames":
        for left, right in pairwise(xs):
            for top, bottom in pairwise(ys):
                canvas.rect(left, bottom, right - left, top - bottom)
    elif style == "one path":
        path = canvas.beginPath()
        for x in xs:
            path.moveTo(x, ys[0])
            path.lineTo(x, ys[-1])
        for y in ys:
            path.moveTo(xs[0], y)
            path.lineTo(xs[-1], y)
        canvas.drawPath(path)
    elif style == "dotted":
        for y in ys:
            for x in range(xs[0], xs[-1], 6):
                canvas.line(x, y, x + 4.5, y)
        for x in xs:
            canvas.line(x, ys[0], x, ys[-1])
    elif style == "open sides":
        for y in ys:
            canvas.line(xs[0], y, xs[-1], y)
        for x in xs[1:-1]:
            canvas.line(x, ys[0], x, ys[-1])
    elif style == "form":
        canvas.beginForm("rules")
        ruled(canvas, "strokes")
        canvas.endForm()
        canvas.doForm("rules")
    canvas.setFont(FONT, 12)
    for y, row in zip(
        ys, [("乡镇", "面积", "产值"), ("北坡镇", "8000", "12.5"), ("南渡镇", "9100", "13.6")], strict=False
    ):
        for x, text in zip(xs, row, strict=False):
            canvas.drawString(x + 6, y - 17, text)


@pytest.mark.parametrize("style", ["strokes", "bars", "frames", "one path", "dotted", "open sides", "form"])
def test_rules_are_found_however_they_are_drawn(style: str) -> None:
    extract = pdf.extract(drawn(lambda canvas: ruled(canvas, style)))
    assert extract.text == "乡镇\t面积\t产值\n北坡镇\t8000\t12.5\n南渡镇\t9100\t13.6"
    assert [cell[:2] for cell in extract.tables[0].cells] == [(row, column) for row in range(3) for column in range(3)]


def test_a_rotated_table_is_read_upright() -> None:
    def page(canvas: Canvas) -> None:
        canvas.translate(800, 50)
        canvas.rotate(90)
        ruled(canvas, "strokes")

    assert pdf.extract(drawn(page)).text == "乡镇\t面积\t产值\n北坡镇\t8000\t12.5\n南渡镇\t9100\t13.6"


@pytest.mark.parametrize("low", [0, 60])
def test_a_line_of_words_drawn_as_one_is_parted_by_the_cells(low: int) -> None:
    def lined(canvas: Canvas) -> None:
        canvas.setCropBox((low, low, 595, 842))
        for y in (700, 680, 660):
            canvas.line(100, y, 400, y)
        for x in (100, 180, 260, 400):
            canvas.line(x, 660, x, 700)
        canvas.setFont("Helvetica", 12)
        canvas.drawString(110, 686, "Roads of the county: plans and works")
        canvas.drawString(110, 666, "Bridges in one town, some alone and others")

    extract = pdf.extract(drawn(lined))
    (table,) = extract.tables
    texts = [text for *_, text in cells(extract, table)]
    assert texts == ["Roads of the", "county: plans", "and works", "Bridges in one", "town, some", "alone and others"]


def test_a_jump_behind_a_space_of_a_drawn_line_is_noticed() -> None:
    def jumped(canvas: Canvas) -> None:
        text = canvas.beginText(100, 700)
        text.setFont("Helvetica", 12)
        text.textOut("")
        text._code.append("[(Roads of the county ) -4000 (Bridges of the county)] TJ")
        canvas.drawText(text)

    assert pdf.extract(drawn(jumped)).text == "Roads of the county\tBridges of the county"


def test_lines_of_a_cell_are_joined_and_paragraphs_of_it_parted() -> None:
    note = body(
        "含上级补助资金，按进度拨付，其余资金下半年到位。<br/>另有结转。", fontSize=12, leading=15, firstLineIndent=0
    )
    name = body("一般公共预算收入完成数", fontSize=12, leading=15, firstLineIndent=0)
    extract = pdf.extract(laid_out(grid([["指标", "备注"], [name, note]], colWidths=[90, 120])))
    assert (
        extract.text.split("\n")[1]
        == "一般公共预算收入完成数\t含上级补助资金，按进度拨付，其余资金下半年到位。 另有结转。"
    )


def test_heads_of_rows_keep_their_indents() -> None:
    rows = [["项目", "完成"], ["收入", "900"], ["　其中：税收", "700"], ["　　　　非税", "200"], ["支出", "800"]]
    extract = pdf.extract(laid_out(grid(rows)))
    assert extract.text.split("\n") == ["\t".join(row) for row in rows]


def test_a_table_goes_on_over_the_page() -> None:
    rows = [["序号", "单位", "项目数"], *([str(i), f"第{i}单位", str(100 + i)] for i in range(1, 60))]
    extract = pdf.extract(laid_out(body("项目情况如下："), grid(rows), foot="- {page} -"))
    (table,) = extract.tables
    assert cut_out(extract.text, extract.gaps).text == "\n".join(["项目情况如下：", *("\t".join(row) for row in rows)])
    assert [(c.row, c.column) for c in table.cells] == [(row, column) for row in range(60) for column in range(3)]
    pages = [p.page for p in extract.places if p.table == 1]
    assert pages == sorted(pages, key=lambda page: page or 0) and pages[-1] == 3


def test_a_head_that_stands_again_on_the_next_page_is_noise() -> None:
    rows = [["项目", "1-6月", ""], ["", "数量", "增长%"], *([f"第{i}项", str(100 + i), "3"] for i in range(1, 60))]
    spans = [((0, 0), (0, 1)), ((1, 0), (2, 0))]
    for foot in ("", "- {page} -"):
        extract = pdf.extract(laid_out(grid(rows, *spans, repeatRows=2), foot=foot))
        (table,) = extract.tables
        whole = ["项目\t1-6月", "数量\t增长%", *("\t".join(row) for row in rows[2:])]
        assert cut_out(extract.text, extract.gaps).text == "\n".join(whole)
        assert [c.row for c in table.cells if c.column == 0] == [0, *range(2, 61)]
        again = [extract.text[noise.start : noise.end].split("\n")[-2:] for noise in extract.noise[:2]]
        assert again == [whole[:2]] * 2
        assert {p.part for p in extract.places if p.page == 2} == {None, "表头"} | ({"页脚"} if foot else set())


def test_frames_underlines_and_charts_are_no_tables() -> None:
    text = "青禾县上半年招商活动共举办12场，签约项目36个。"

    def page(canvas: Canvas) -> None:
        canvas.rect(60, 600, 480, 150)
        wrapped(canvas, text, 80, 720, 16, 40, 28)
        canvas.line(80, 716, 300, 716)
        for i in range(6):
            canvas.line(100, 200 + 30 * i, 400, 200 + 30 * i)
            canvas.drawString(70, 196 + 30 * i, str(10 * i))
            canvas.rect(120 + 45 * i, 200, 20, 25 * i, fill=1)
        canvas.line(100, 200, 100, 350)

    extract = pdf.extract(drawn(page))
    assert extract.tables == ()
    assert extract.text.startswith(text)


def test_cells_are_the_text_of_the_table() -> None:
    extract = pdf.extract(laid_out(body("前。"), grid(ROWS, *SPANS), body("后。")))
    (table,) = extract.tables
    lines: dict[int, list[Cell]] = {}
    for cell in table.cells:
        lines.setdefault(cell.row, []).append(cell)
    joined = "\n".join("\t".join(extract.text[c.start : c.end] for c in row) for row in lines.values())
    assert extract.text[table.start : table.end] == joined
