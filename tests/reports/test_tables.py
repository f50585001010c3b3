"""Tables in a report: their rows are no headings, titles, contents lists, page numbers or broken paragraphs."""

from __future__ import annotations

from taizhang.intake.columns import find_tables
from taizhang.model import Place, SourceText, Structure
from taizhang.reader import read_text
from taizhang.reports import analyse

PROSE = (
    "云溪县水利局2024年上半年工作总结\n一、主要工作\n"
    + "今年以来，全县新建水库3座，完成投资2.6亿元，整治河道37公里。" * 4
    + "\n"
)


def analysed(text: str) -> Structure:
    return analyse(SourceText("0" * 64, "case", "txt", text, tables=find_tables(text)))


def test_numbered_rows_are_no_headings() -> None:
    table = "指标\t数量\t增长\n一、农业\t120\t3.5\n（一）粮食\t80\t2.0\n1.早稻\t30\t1.0\n二、工业\t560\t7.2\n"
    structure = analysed(PROSE + table + "二、下一步打算\n继续抓好落实。\n")
    assert [section.title for section in structure.sections] == ["主要工作", "下一步打算"]


def test_rows_are_no_contents_list_and_no_page_numbers() -> None:
    rows = "".join(
        f"{name}\t{number}\n" for number, name in enumerate(("水库座数", "泵站座数", "水闸座数", "堤防条数"), 11)
    )
    lone = "".join(f"项目{n}\t{n}\t1{n}\n" for n in range(1, 9))
    structure = analysed(PROSE + "工程\t数量\n" + rows + "情况如下。\n序号\t编码\t数量\n" + lone)
    assert [noise.category for noise in structure.noise if noise.category in ("toc", "page-marker")] == []
    assert "水闸座数\t13" in structure.clean.text


def test_a_row_that_looks_like_a_title_begins_no_report() -> None:
    table = "材料名称\t份数\n云溪县财政局2024年上半年工作总结\t12\n云溪县教育局2024年上半年工作总结\t15\n"
    structure = analysed(PROSE + table + "以上材料已报送。\n")
    assert len(structure.reports) == 1


def test_rows_that_repeat_each_other_are_no_copies() -> None:
    row = "\t".join(["0"] * 30)
    table = "村\t" + "\t".join(f"指标{n}" for n in range(30)) + "\n" + "".join(f"第{n}村\t{row}\n" for n in range(6))
    structure = analysed(PROSE + table)
    assert [noise for noise in structure.noise if noise.category == "duplicate" and noise.start > len(PROSE)] == []


def test_a_table_that_is_given_twice_is_a_copy() -> None:
    table = "指标\t单位\t完成数\n" + "".join(f"第{n}项重点任务指标\t万元\t{n * 137}\n" for n in range(12))
    reading = read_text(PROSE + table + "说明如下。\n" + table)
    copies = [fact for fact in reading.facts if fact.duplicate_of and fact.origins]
    assert len(copies) >= 11


def test_titles_of_sheets_that_are_as_long_as_each_other_are_no_broken_lines() -> None:
    sheets = [f"2024年{month}月乡镇财政收入支出情况表\n以万元计\n第{month}页的说明" for month in range(1, 7)]
    text = "\n".join(sheets)
    places = (Place(0, 1, sheet="1月"),)
    structure = analyse(SourceText("0" * 64, "case", "xlsx", text, places=places))
    assert structure.clean.text == text
    wrapped = analyse(SourceText("0" * 64, "case", "txt", text))
    assert "情况表以万元计" in wrapped.clean.text  # lines of one length in a plain text are broken ones
