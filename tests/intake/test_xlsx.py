"""Workbooks: what is seen of them, as text, tables and places; and what hostile ones cost."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Alignment
from openpyxl.worksheet.worksheet import Worksheet

from taizhang.errors import IntakeError
from taizhang.intake import sheetgrid, sheettext, workbook, xlsx
from taizhang.intake.formats import Extract
from taizhang.intake.wire import pack, unpack

TITLE, NOTE = "云溪县2023年上半年主要指标", "单位：万元"
HEAD, ROW = ["指标", "1-6月", "同比±%"], ["财政收入", 46151, 0.091]


def book(fill: Callable[[Worksheet], Any], name: str = "收支", **more: Callable[[Worksheet], Any]) -> bytes:
    made = Workbook()
    made.active.title = name
    fill(made.active)
    for other, fill_other in more.items():
        fill_other(made.create_sheet(other))
    stream = io.BytesIO()
    made.save(stream)
    return stream.getvalue()


def rows(*lines: list[Any]) -> Callable[[Worksheet], None]:
    return lambda sheet: [sheet.append(line) for line in lines] and None


def changed(data: bytes, part: str, *changes: tuple[str, str]) -> bytes:
    """Change the XML of a part; what is to be changed must be there."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = old.read(name)
            if name == part:
                for pattern, replacement in changes:
                    text, count = re.subn(pattern, replacement, content.decode(), count=1)
                    assert count, pattern
                    content = text.encode()
            new.writestr(name, content)
    return stream.getvalue()


SHEET = "xl/worksheets/sheet1.xml"


def read(data: bytes) -> Extract:
    """Read, and hold what every Extract promises."""
    assert xlsx.recognises(data)
    extract = xlsx.extract(data)
    assert unpack(*pack(extract)) == extract
    for table in extract.tables:
        texts = {extract.text[cell.start : cell.end] for cell in table.cells}
        assert not any("\n" in text or "\t" in text for text in texts)
    return extract


def lines(data: bytes) -> list[str]:
    return read(data).text.split("\n")


def why(data: bytes) -> str:
    with pytest.raises(IntakeError) as caught:
        xlsx.extract(data)
    assert "\n" not in caught.value.reason
    return caught.value.reason


def test_a_sheet_gives_lines_and_a_table_with_places() -> None:
    extract = read(book(rows([TITLE], [NOTE], HEAD, ROW, ["注：未经审计。"])))
    assert extract.text.split("\n") == [
        "收支",
        TITLE,
        NOTE,
        "\t".join(HEAD),
        "财政收入\t46151\t0.091",
        "注：未经审计。",
    ]
    [table] = extract.tables
    assert [(c.row, c.column, extract.text[c.start : c.end]) for c in table.cells][-3:] == [
        (1, 0, "财政收入"), (1, 1, "46151"), (1, 2, "0.091"),
    ]  # fmt: skip
    places = {extract.text[p.start : p.end]: p for p in extract.places}
    figure = places["46151"]
    assert (figure.sheet, figure.cell, figure.table, figure.row, figure.column) == ("收支", "B4", 1, 2, 2)
    assert (places[TITLE].cell, places[TITLE].table) == ("A1", None)
    assert extract.notes == ()


def test_values_are_as_a_person_sees_them() -> None:
    def fill(sheet: Worksheet) -> None:
        sheet.append(["项目", "数"])
        for value, form in [(0.655, "0.0%"), (46151.5, "#,##0.00"), (0.1 + 0.2, "General"), (45077, "yyyy/m/d"),
                            (True, "General"), ("#DIV/0!", "General"), ("012", "@"), (5, ";;;")]:  # fmt: skip
            sheet.append(["某项", value])
            sheet.cell(sheet.max_row, 2).number_format = form

    extract = read(book(fill, name="Sheet"))
    seen = ["65.5%", "46,151.50", "0.3", "2023/5/31", "TRUE", "#DIV/0!", "012"]
    assert extract.text.split("\n") == ["项目\t数", *(f"某项\t{text}" for text in seen), "某项"]
    assert extract.notes == ("1 个单元格的格式不显示内容，未读入",)


def test_merged_cells_stand_once_and_a_vertical_one_covers_rows() -> None:
    def fill(sheet: Worksheet) -> None:
        rows([TITLE], ["区域", "收入", None, "支出", None], [None, "一月", "二月", "一月", "二月"],
             ["东乡", 1, 2, 3, 4], ["西乡", 5, 6, 7, 8], [None, 9, 10, 11, 12])(sheet)  # fmt: skip
        for box in ["A1:E1", "A2:A3", "B2:C2", "D2:E2", "A5:A6"]:
            sheet.merge_cells(box)

    extract = read(book(fill))
    assert extract.text.split("\n")[1:] == [
        TITLE, "区域\t收入\t支出", "一月\t二月\t一月\t二月", "东乡\t1\t2\t3\t4", "西乡\t5\t6\t7\t8", "9\t10\t11\t12",
    ]  # fmt: skip
    spans = {extract.text[c.start : c.end]: (c.row, c.column, c.rows, c.columns) for c in extract.tables[0].cells}
    assert spans["区域"] == (0, 0, 2, 1)
    assert spans["支出"] == (0, 3, 1, 2)
    assert spans["西乡"] == (3, 0, 2, 1)
    assert spans["9"] == (4, 1, 1, 1)


def test_what_is_hidden_is_left_out_and_said() -> None:
    def fill(sheet: Worksheet) -> None:
        rows(["指标", "数", "底数"], ["收入", 1, 98], ["内部", 2, 99], ["支出", 3, 97])(sheet)
        sheet.row_dimensions[3].hidden = True
        sheet.column_dimensions["C"].hidden = True

    def fill_other(sheet: Worksheet) -> None:
        sheet.append(["秘密", 1])
        sheet.sheet_state = "hidden"

    extract = read(book(fill, 底稿=fill_other))
    assert extract.text == "收支\n指标\t数\n收入\t1\n支出\t3"
    assert extract.notes == ("隐藏的工作表“底稿”未读入", "工作表“收支”中隐藏的1 行、1 列未读入")
    assert [p.cell for p in extract.places][-2:] == ["A4", "B4"]


def test_formulas_give_what_was_saved() -> None:
    data = book(rows(["指标", "数", "率"], ["收入", 1, "=B2/2"], ["支出", 3, "=B3/2"]))
    assert read(data).notes == ("2 个公式没有存下结果，未读入；请用 Excel 或 WPS 打开、保存后再读",)
    saved = changed(data, SHEET, ("<f>B2/2</f><v ?/>|<f>B2/2</f><v></v>", "<f>B2/2</f><v>0.5</v>"))
    extract = read(saved)
    assert extract.text.split("\n")[2] == "收入\t1\t0.5"
    assert extract.notes[0].startswith("1 个公式")


def test_comments_and_macros_are_said() -> None:
    def fill(sheet: Worksheet) -> None:
        sheet.append(["指标", "数"])
        sheet.append(["收入", 1])
        sheet["B2"].comment = Comment("待核", "某人")

    data = io.BytesIO(book(fill))
    with zipfile.ZipFile(data, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"x")
    assert read(data.getvalue()).notes == ("批注 1 条未读入", "含宏，未运行")


BOX = """<xdr:wsDr xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"
xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><xdr:twoCellAnchor><xdr:sp><xdr:txBody><a:p><a:r>
<a:t>说明：</a:t></a:r><a:r><a:t>口径为全县。</a:t></a:r></a:p><a:p/></xdr:txBody></xdr:sp></xdr:twoCellAnchor></xdr:wsDr>"""
DRAWING = """<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1"
Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/drawing" Target="../drawings/d.xml"/>
<Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/drawing"
Target="http://example.invalid/d.xml" TargetMode="External"/></Relationships>"""


def test_a_damaged_sheet_among_whole_ones_is_left_out_and_said() -> None:
    data = book(rows(HEAD, ROW), 支出=rows(["项目", "金额"], ["教育", 120]))
    extract = xlsx.extract(changed(data, SHEET, ("<sheetData>", "<sheetData><row><c>")))
    assert extract.text == "支出\n项目\t金额\n教育\t120"
    assert extract.notes == ("工作表“收支”已损坏，未读入；请用 Excel 或 WPS 打开、修复后再读",)
    with pytest.raises(IntakeError, match="不是完好的 XML"):
        xlsx.extract(changed(book(rows(HEAD, ROW)), SHEET, ("<sheetData>", "<sheetData><row><c>")))
    with pytest.raises(IntakeError, match="文档类型声明"):
        xlsx.extract(changed(data, SHEET, ("<worksheet", "<!DOCTYPE x><worksheet")))


@pytest.mark.parametrize(("box", "damaged"), [(BOX, False), (BOX[:-5], True), (None, True)])
def test_text_boxes_are_read_and_a_damaged_one_is_said(box: str | None, damaged: bool) -> None:
    data = io.BytesIO(book(rows(HEAD, ROW)))
    with zipfile.ZipFile(data, "a") as archive:
        archive.writestr("xl/worksheets/_rels/sheet1.xml.rels", DRAWING)
        if box:
            archive.writestr("xl/drawings/d.xml", box)
    extract = read(data.getvalue())
    assert (extract.text.split("\n")[-1] == "说明：口径为全县。") is not damaged
    assert extract.notes == (("工作表“收支”的文本框或批注已损坏，未读入",) if damaged else ())
    assert damaged or extract.places[-1].part == "文本框"


def test_what_is_printed_on_every_page_is_set_apart() -> None:
    def fill(sheet: Worksheet) -> None:
        sheet.append([TITLE])
        sheet.oddHeader.center.text, sheet.oddFooter.center.text = "内部&B资料", "- &P/&N -"

    extract = read(book(fill))
    assert extract.text.split("\n") == ["收支", TITLE, "内部 资料"]
    assert [extract.text[n.start : n.end] for n in extract.noise] == ["收支", "内部 资料"]
    assert extract.places[-1].part == "页眉"


@pytest.mark.parametrize(("name", "kept"), [("Sheet1", False), ("工作表 2", False), ("收支", True), ("表一", True)])
def test_the_name_of_a_sheet_is_a_line_unless_the_program_gave_it(name: str, kept: bool) -> None:
    assert (lines(book(rows(HEAD, ROW), name=name))[0] == name) is kept


def test_the_name_is_the_caption_of_a_table_without_one() -> None:
    assert read(book(rows(HEAD, ROW))).noise == ()
    assert len(read(book(rows([TITLE], HEAD, ROW))).noise) == 1


def test_prose_in_cells_is_lines() -> None:
    text = "一、主要工作\n（一）投资。完成12.5亿元。\n"
    data = book(rows([TITLE], [text], [None], ["二、打算"], ["指标", "数"], ["投资", 3], ["下半年，完成投资13亿元。"]))
    extract = read(data)
    assert extract.text.split("\n")[2:] == [
        "一、主要工作", "（一）投资。完成12.5亿元。", "二、打算", "指标\t数", "投资\t3", "下半年，完成投资13亿元。",
    ]  # fmt: skip
    assert extract.text.split("\n")[2] == extract.text[extract.places[2].start :].split("\n")[0]


def test_labels_around_a_table_are_lines() -> None:
    data = book(rows([TITLE], ["填报单位：云溪县财政局", None, NOTE], HEAD, ROW, ["审核：某某", "制表：某某"]))
    assert lines(data)[2:] == [
        "填报单位：云溪县财政局", NOTE, "\t".join(HEAD), "财政收入\t46151\t0.091", "审核：某某", "制表：某某",
    ]  # fmt: skip


def test_lines_between_tables_are_lines() -> None:
    extract = read(book(rows([TITLE], HEAD, ROW, ["二、乡镇情况"], [NOTE], ["乡镇", "收入"], ["东乡", 5])))
    assert len(extract.tables) == 2
    assert extract.text.split("\n")[4:6] == ["二、乡镇情况", NOTE]


def test_a_heading_within_a_table_is_a_row_of_it() -> None:
    extract = read(book(rows(HEAD, ["一、收入"], ROW, ["二、支出"], ["教育", "5", "0.1"])))
    assert len(extract.tables) == 1
    assert extract.text.split("\n")[2] == "一、收入\t\t"


def test_tables_side_by_side_are_tables_one_after_the_other() -> None:
    pairs = [["部门", "件数", None, "乡镇", "件数"], ["财政局", 1, None, "东乡", 3], ["教育局", 5, None, "西乡", 7]]
    extract = read(book(rows(*pairs)))
    assert extract.text.split("\n")[1:] == ["部门\t件数", "财政局\t1", "教育局\t5", "乡镇\t件数", "东乡\t3", "西乡\t7"]
    assert len(extract.tables) == 2
    for apart in (["项目", "数", None, "责任单位", "责任人"], ["序号", "项目", None, "数", "数"]):
        row = ["某项", 1, None, "某局", "某人"] if "责任人" in apart else [1, "某项", None, 5, 6]
        assert len(read(book(rows(apart, row, row))).tables) == 1


def test_tables_apart_are_tables_and_one_with_an_empty_row_is_one() -> None:
    assert len(read(book(rows(HEAD, ROW, [None], HEAD, ROW))).tables) == 2
    assert len(read(book(rows(HEAD, ROW, [None], ROW, ROW))).tables) == 1


@pytest.mark.parametrize(
    ("line", "tables"), [("二、支出", 1), ("（二）支出", 1), ("支出情况", 2), ("二、支出都已付清。", 2)]
)
def test_a_numbered_heading_behind_an_empty_row_goes_on_with_the_table(line: str, tables: int) -> None:
    extract = read(book(rows(HEAD, ["一、收入"], ROW, [None], [line], ROW, ROW)))
    assert len(extract.tables) == tables
    assert line in extract.text


def test_indentation_is_kept_before_the_head_of_a_row() -> None:
    def fill(sheet: Worksheet) -> None:
        rows(["指标", "数"], ["粮食", 5], ["　　水稻", 3], ["旱粮", 2])(sheet)
        sheet["A4"].alignment = Alignment(indent=2)

    extract = read(book(fill))
    assert extract.text.split("\n")[3:] == ["　　水稻\t3", "　　旱粮\t2"]
    assert {"水稻", "旱粮"} <= {extract.text[c.start : c.end] for c in extract.tables[0].cells}


def test_a_line_break_in_a_cell_of_a_table_is_a_blank() -> None:
    assert lines(book(rows(["指标", "1-6月\n累计"], ROW[:2])))[1] == "指标\t1-6月 累计"


def test_text_with_runs_and_escapes() -> None:
    runs = '<r><t>全</t></r><rPh sb="0" eb="1"><t>quan</t></rPh><r><t>县_x0041_</t></r>'
    inline = f'<c r="A1" t="inlineStr"><is>{runs}</is></c>'
    data = changed(book(rows(["x"])), SHEET, (r'<c r="A1".*?</c>', inline))
    assert lines(data) == ["收支", "全县A"]


def test_strict_workbooks_are_read() -> None:
    strict = (
        "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
        "http://purl.oclc.org/ooxml/spreadsheetml/main",
    )
    data = book(rows([TITLE], HEAD, ROW))
    for part in (SHEET, "xl/workbook.xml", "xl/styles.xml", "xl/sharedStrings.xml"):
        data = changed(data, part, (strict[0], strict[1]))
    assert lines(data)[1] == TITLE


def test_a_binary_workbook_is_named() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as made:
        made.writestr("xl/workbook.bin", b"x")
        made.writestr(
            "[Content_Types].xml",
            '<Types><Override ContentType="application/vnd.ms-excel.sheet.binary.macroEnabled"/></Types>',
        )
    assert xlsx.recognises(stream.getvalue())
    assert ".xlsb" in why(stream.getvalue())


HUGE = [
    (r"<dimension[^>]*>", '<dimension ref="A1:XFD1048576"/>'),
    (r"</sheetData>", '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData><mergeCells>'
     '<mergeCell ref="A1:XFD1048576"/><mergeCell ref="A5:XFD1048576"/></mergeCells>'),
]  # fmt: skip


def test_a_sheet_that_claims_to_be_huge_costs_no_more_than_it_holds() -> None:
    extract = read(changed(book(rows([TITLE], HEAD, ROW)), SHEET, *HUGE))
    assert TITLE in extract.text
    assert len(extract.text) < 100


def test_cells_far_apart_do_not_fill_the_sheet_between_them() -> None:
    def fill(sheet: Worksheet) -> None:
        for number in range(1, 300):
            sheet.cell(number, 1, "某项")
            sheet.cell(number, 40 * number, number)

    assert len(read(book(fill)).tables[0].cells) < 100_000


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ([(r'<row r="1"', '<row r="1048577"')], "行列超出"),
        ([(r'<c r="A1"', '<c r="ZZZ1"')], "行列超出"),
        ([(r"<sheetData>", "<sheetData><x>")], "不是完好的 XML"),
        ([(r"<worksheet", '<!DOCTYPE a [<!ENTITY b "c">]><worksheet')], "DOCTYPE"),
    ],
)
def test_a_damaged_sheet_costs_a_line(changes: list[tuple[str, str]], said: str) -> None:
    assert said in why(changed(book(rows([TITLE], HEAD, ROW)), SHEET, *changes))


def test_odd_values_cost_no_more_than_themselves() -> None:
    data = book(rows([TITLE], HEAD, ["财政收入", 46151, 0.091]))
    for pattern, replacement in [
        (r"<v>46151</v>", "<v>四万</v>"),
        (r"<v>46151</v>", "<v>1e999</v>"),
        (r'<c r="A1" t="\w+">.*?</c>', '<c r="A1" t="s"><v>99999</v></c>'),
        (r'<c r="A1" t="\w+">.*?</c>', '<c r="A1" s="777" t="s"><v>-1</v></c>'),
        (r'<c r="A1"', "<c"),
        (r'<row r="1"', "<row"),
    ]:
        assert "财政收入" in read(changed(data, SHEET, (pattern, replacement))).text


def test_a_sheet_that_is_named_twice_is_read_once() -> None:
    data = book(rows([TITLE]), 其他=rows(["另"]))
    twice = changed(data, "xl/workbook.xml", (r'(<sheet [^>]*name="收支"[^>]*/>)', r"\1\1\1"))
    assert read(twice).text.count(TITLE) == 1


@pytest.mark.parametrize(
    ("module", "limit", "value", "said"),
    [
        (workbook, "MAX_CELLS", 3, "单元格超过 3 个"),
        (workbook, "MAX_SHEETS", 1, "工作表，超过 1 个"),
        (sheetgrid, "MAX_MERGED", 1, "合并单元格超过 1 格"),
        (sheettext, "MAX_TEXT", 20, "文字超过"),
    ],
)
def test_beyond_a_limit_is_a_line(
    monkeypatch: pytest.MonkeyPatch, module: Any, limit: str, value: int, said: str
) -> None:
    def fill(sheet: Worksheet) -> None:
        rows([TITLE], HEAD, ROW)(sheet)
        sheet.merge_cells("A1:C1")

    monkeypatch.setattr(module, limit, value)
    assert said in why(book(fill, 其他=rows(["另"])))


CELLS = st.dictionaries(
    st.tuples(st.integers(1, 12), st.integers(1, 6)),
    st.sampled_from(["项", "一、收入", "单位：万元", "完成投资5亿元。", 1, 2.5, "a\nb", "　x", 0.1]),
    max_size=25,
)
BOXES = st.lists(st.tuples(*[st.integers(1, 12), st.integers(1, 6)] * 2), max_size=3)


@given(CELLS, BOXES, st.sets(st.integers(1, 12), max_size=2))
def test_every_cell_that_is_seen_is_in_the_text_once(
    cells: dict[tuple[int, int], Any], boxes: list[tuple[int, int, int, int]], hidden: set[int]
) -> None:
    sheet = workbook.Sheet("表")
    sheet.merged = [workbook.Box(min(a, c), min(b, d), max(a, c), max(b, d)) for a, b, c, d in boxes]
    sheet.hidden_rows = hidden
    for (row, column), value in sorted(cells.items()):
        if row not in hidden:
            sheet.cells.append(workbook.SheetCell(row, column, str(value), not isinstance(value, str)))
    text = sheettext._Text()
    text.sheet(sheet)
    extract = Extract(text.whole(), (), tuple(text.places), tuple(text.tables), tuple(text.noise))
    assert unpack(*pack(extract)) == extract
    found, merged = sheetgrid.blocks(sheet)
    kept = [cell for block in found for row in block.rows for cell in row]
    assert len(set(kept)) == len(kept)
    covered = {(cell.row, cell.column) for cell in sheet.cells} & merged.covered
    assert len(kept) + len(covered) == len(sheet.cells)
    written = [extract.text[p.start : p.end] for p in extract.places if p.cell]
    assert len(written) == len([cell for cell in kept if cell.text.strip()])
