"""Word documents: what a reader of the page sees becomes text, what stays out is said."""

from __future__ import annotations

import io
from pathlib import Path

import docx as python_docx
import pytest
from docx.shared import Pt
from wordmaker import (
    R,
    W,
    changed,
    item,
    members,
    p,
    part,
    read,
    relations,
    run,
    sound,
    styled,
    table,
    w,
    word,
    x,
    zipped,
)

from taizhang.intake import load
from taizhang.intake.docx import extract, recognises


def saved(document: python_docx.document.Document) -> bytes:
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def test_a_report_as_offices_write_them(tmp_path: Path) -> None:
    document = python_docx.Document()
    document.sections[0].header.paragraphs[0].text = "云溪县水务局文件"
    document.sections[0].footer.paragraphs[0].text = "— 1 —"
    document.add_heading("云溪县水务局2023年上半年工作总结", 0)
    line = document.add_paragraph("上半年，完成投资")
    line.add_run("1.25").bold = True
    line.add_run("亿元，同比增长8.5%。").font.size = Pt(16)
    document.add_paragraph("单位：万元")
    grid = document.add_table(rows=3, cols=3)
    for cell, text in zip(grid._cells, ["指标", "1-6月", "", "投资", "12500", "8.5", "税收", "", "-2.0"], strict=True):
        cell.text = text
    grid.cell(0, 1).merge(grid.cell(0, 2))
    grid.cell(1, 0).merge(grid.cell(2, 0))
    document.add_paragraph("下半年抓好三件事。")
    (tmp_path / "x.txt").write_bytes(saved(document))
    source = load(tmp_path / "x.txt", "x.txt")
    assert (source.format, source.notes) == ("docx", ())
    assert source.text == (
        "云溪县水务局2023年上半年工作总结\n上半年，完成投资1.25亿元，同比增长8.5%。\n单位：万元\n"
        "指标\t1-6月\n投资 税收\t12500\t8.5\n\t-2.0\n下半年抓好三件事。\n云溪县水务局文件\n— 1 —"
    )
    [title, second, *_] = source.places
    assert (title.paragraph, second.paragraph) == (1, 2)
    assert [source.text[at : at + 3] for at in second.runs] == ["上半年", "1.2", "亿元，"]
    cells = [(c.row, c.column, c.rows, c.columns, source.text[c.start : c.end]) for c in source.tables[0].cells]
    assert cells == [
        (0, 0, 1, 1, "指标"), (0, 1, 1, 2, "1-6月"),
        (1, 0, 2, 1, "投资 税收"), (1, 1, 1, 1, "12500"), (1, 2, 1, 1, "8.5"), (2, 1, 1, 1, ""), (2, 2, 1, 1, "-2.0"),
    ]  # fmt: skip
    where = {source.text[place.start : place.end]: place for place in source.places}
    assert (where["-2.0"].table, where["-2.0"].row, where["-2.0"].column) == (1, 3, 3)
    assert (where["下半年抓好三件事。"].paragraph, where["— 1 —"].part) == (4, "页脚")
    [noise] = source.noise
    assert (source.text[noise.start : noise.end], noise.category) == ("云溪县水务局文件\n— 1 —", "page-marker")


BEGIN, THEN, END = (run(w("fldChar", fldCharType=kind)) for kind in ("begin", "separate", "end"))
FRACTION = x("m:f", x("m:num", x("m:r", x("m:t", "3"))), x("m:den", x("m:r", x("m:t", "4"))))
POWER = x("m:sSup", x("m:e", x("m:r", x("m:t", "x"))), x("m:sup", x("m:r", x("m:t", "2"))))


def code(text: str) -> str:
    return run(w("instrText", text))


def either(new: str, old: str, requires: str = "wps") -> str:
    return x("mc:AlternateContent", x("mc:Choice", new, Requires=requires), x("mc:Fallback", old))


def box(*content: str) -> str:
    """A text box as Word writes it: for new programs and for old ones."""
    inside = w("txbxContent", *content)
    new = w("drawing", x("wps:wsp", x("wps:txbx", inside)))
    return run(either(new, w("pict", x("v:shape", x("v:textbox", inside)))))


@pytest.mark.parametrize(
    ("content", "text"),
    [
        ([run("投资", w("tab"), "5亿元")], "投资\t5亿元"),
        ([run("项目", w("br"), "3个", w("cr"), "完")], "项目\n3个\n完"),
        ([run(w("br", type="page"), "新的一页", w("br"))], "新的一页"),
        ([run("A", w("noBreakHyphen"), "12", w("softHyphen"), "号")], "A-12号"),
        ([run(w("sym", font="Wingdings", char="F0FE"), "已办结")], "☑已办结"),
        ([run(w("sym", font="Symbol", char="F0B1"), "0.5")], "±0.5"),
        ([run(w("sym", font="SimSun", char="00D7"), w("sym", char="zz"), w("sym", char="DC00"), w("sym"))], "×"),
        (["多\n行\t文\r字"], "多 行 文 字"),
        ([w("hyperlink", run("见附件"))], "见附件"),
        ([w("smartTag", w("smartTag", run("云溪")), run("县"))], "云溪县"),
        ([w("sdt", w("sdtPr"), w("sdtContent", run("2023年")))], "2023年"),
        ([w("ins", run("新增")), w("del", run(w("delText", "旧"))), "3项"], "新增3项"),
        ([w("moveFrom", run("移走")), w("moveTo", run("移来"))], "移来"),
        ([run("甲", looks=w("vanish")), run("乙", looks=w("vanish", val=0)), "丙"], "乙丙"),
        ([w("fldSimple", run("7"), instr="PAGE")], "7"),
        ([BEGIN, code("SUM"), THEN, "46", END], "46"),
        ([BEGIN, code("IF"), BEGIN, code("PAGE"), THEN, "1", END, "=1", THEN, "首页", END, "。"], "首页。"),
        ([END, THEN, "无头的域"], "无头的域"),
        ([w("ruby", w("rt", run("tái")), w("rubyBase", run("台")))], "台"),
        ([x("m:oMath", FRACTION)], "3/4"),
        ([x("m:oMathPara", x("m:oMath", POWER, w("del", x("m:r", x("m:t", "9")))))], "x^2"),
        ([either(run("新"), run("旧"))], "新"),
        ([either(run("新"), run("旧"), "wps new")], "旧"),
        ([either(run("新"), run("旧"), "unheard")], "旧"),
        ([run(either(w("t", "新"), w("t", "旧")))], "新"),
        (["<!-- 注 -->", run("<?x y?>", w("t", "一<!-- 注 -->二"))], "一二"),
    ],
)
def test_what_a_reader_of_the_page_sees(content: list[str], text: str) -> None:
    assert read(p(*content)).text == text


def test_an_unfinished_field_swallows_one_paragraph_at_most() -> None:
    assert read(p(BEGIN, code("TOC"), "无"), p("一、工作情况"), p("完成3项。")).text == "一、工作情况\n完成3项。"


def test_deleted_and_hidden_ends_join_paragraphs() -> None:
    gone, hidden = w("rPr", w("del")), w("rPr", w("vanish"), w("specVanish"))
    got = read(
        p("完成投资5", looks=gone), p("", looks=gone), p("亿元。"), p("第二段", looks=gone), table(["甲", "乙"]),
        p("末段", looks=gone),
    )  # fmt: skip
    assert got.text == "完成投资5亿元。\n第二段\n甲\t乙\n末段"
    assert [got.text[at] for at in got.places[0].runs] == ["完", "亿"]
    assert read(p("一、概况。", looks=hidden), p("全县有6个乡镇。")).text == "一、概况。全县有6个乡镇。"


def test_raised_figures_stay_raised() -> None:
    raised = w("vertAlign", val="superscript")
    got = read(p(run("面积12km"), run("2", looks=raised), run("，产量10"), run("-4", looks=raised), run("吨。")))
    assert got.text == "面积12km²，产量10⁻⁴吨。"
    lowered = w("vertAlign", val="subscript")
    assert read(p(run("CO"), run("2", looks=lowered), run("第1", looks=raised))).text == "CO2第1"


def test_blank_paragraphs_are_no_lines_and_blocks_in_wrappers_are() -> None:
    wrapped = w("sdt", w("sdtContent", w("customXml", p("内一")), p("内二")))
    got = read(p(""), wrapped, p("　 "), w("ins", p("内三")), w("bookmarkStart"), either(p("内四"), p("旧")), p("外"))
    assert got.text == "内一\n内二\n内三\n内四\n外"
    assert [place.paragraph for place in got.places] == [1, 2, 3, 4, 5]


def test_a_text_box_stands_once_after_its_paragraph() -> None:
    got = read(p("正文一", box(p("阅办意见"), table(["限期", "10日"]))), p("正文二"))
    assert got.text == "正文一\n阅办意见\n限期\t10日\n正文二"
    parts = [(got.text[at.start : at.end], at.part, at.paragraph, at.table) for at in got.places]
    assert parts == [
        ("正文一", None, 1, None),
        ("阅办意见", "文本框", 1, None),
        ("限期", "文本框", None, 1),
        ("10日", "文本框", None, 1),
        ("正文二", None, 2, None),
    ]


def test_text_boxes_in_text_boxes_cells_and_empty_paragraphs() -> None:
    assert read(p(box(p("外层", box(p("里层"))))), p("正文")).text == "外层\n里层\n正文"
    assert read(table([w("tc", p("格", box(p("里层")))), "乙"])).text == "格 里层\t乙"


def note(kind: str, name: int) -> str:
    return run(w(f"{kind}Reference", id=name))


def test_notes_stand_after_their_paragraph_once() -> None:
    line = w("footnote", p(w("separator")), id=-1, type="separator")
    feet = part("footnotes", line, w("footnote", p("含"), p("外购电。"), id=2), w("footnote", p("快报数。"), id=5))
    got = read(
        p("用电3亿千瓦时", note("footnote", 5), "，持平。", note("endnote", 1)),
        table([w("tc", p("售电", note("footnote", 2))), "2"], ["共", "3"]),
        p("完。", note("footnote", 5), note("footnote", 77)),
        footnotes=feet,
        endnotes=part("endnotes", w("endnote", p("据统计局。"), id=1)),
    )
    assert got.text == "用电3亿千瓦时，持平。\n快报数。\n据统计局。\n售电\t2\n共\t3\n含 外购电。\n完。"
    assert [place.part for place in got.places if place.part] == ["脚注1", "尾注1", "脚注2"]


def test_notes_that_refer_to_themselves_end() -> None:
    feet = part("footnotes", w("footnote", p("注", note("footnote", 1)), id=1))
    assert read(p("文", note("footnote", 1)), footnotes=feet).text == "文\n注"


def test_headers_and_footers_of_all_sections_stand_once_at_the_end() -> None:
    def section(*names: str) -> str:
        return w("sectPr", *(x(f"w:{name.rstrip('12')}Reference", r_id=name) for name in names))

    got = read(
        p("甲", looks=section("header1", "footer1")),
        p("乙"),
        section("header2", "footer1", "header9"),
        header1=part("hdr", p("云溪县政府办公室")),
        header2=part("hdr", p("云溪县政府办公室"), p("（内部资料）")),
        footer1=part("ftr", p(box(p("第 1 页"))), table(["左", "右"])),
    )
    assert got.text == "甲\n乙\n云溪县政府办公室\n第 1 页\n左\n右\n（内部资料）"
    assert [place.part for place in got.places] == [None, None, "页眉", "页脚", "页脚", "页脚", "页眉"]
    [noise] = got.noise
    assert (noise.start, noise.end) == (got.text.index("云溪县"), len(got.text))


def test_a_header_that_refers_to_itself_ends() -> None:
    again = w("sectPr", x("w:headerReference", r_id="header"))
    got = read(p("文"), again * 50, header=part("hdr", p("眉", looks=again)))
    assert got.text == "文\n眉"


STYLES = part(
    "styles",
    w("style", w("rPr", w("vanish")), type="paragraph", styleId="secret"),
    w("style", w("basedOn", val="secret"), type="character", styleId="hush"),
)


def test_what_is_left_out_is_said() -> None:
    got = read(
        p("留", w("del", run(w("delText", "旧"))), w("del"), run("密", looks=w("rStyle", val="hush"))),
        styled("secret", "全段"),
        styled("secret", run("露", looks=w("vanish", val="false"))),
        p(w("drawing", x("pic:pic")), w("pict", x("v:shape", x("v:imagedata")))),
        w("altChunk"),
        styles=STYLES,
        comments=part("comments", w("comment", p("再核实"), id=0), w("comment", id=1)),
    )
    assert got.text == "留\n露"
    assert got.notes == (
        "含 1 处修订删除的文字，已按接受修订处理",
        "含 2 处隐藏文字，未读入",
        "批注 2 条，未读入",
        "嵌入的外来文档 1 个，未读入",
        "图片 2 张，其中的文字未读入",
    )


def test_macros_are_not_run_and_outside_files_not_fetched(tmp_path: Path) -> None:
    secret = tmp_path / "secret.xml"
    secret.write_text(part("hdr", p("不该读到")))
    outside = [("attachedTemplate", "a"), ("header", "h"), ("hyperlink", "l")]
    rels = [x("Relationship", Id=i, Type=f"{R}/{k}", Target=secret.as_uri(), TargetMode="External") for k, i in outside]
    rels.append(x("Relationship", Id="f", Type=f"{R}/footer", Target=f"../../../..{secret}"))
    ends = w("sectPr", x("w:headerReference", r_id="h"), x("w:footerReference", r_id="f"))
    files = members(word(p("正文"), ends, content="application/vnd.ms-word.document.macroEnabled.main+xml"))
    files |= {"word/_rels/document.xml.rels": relations("".join(rels)).encode(), "word/vbaProject.bin": b"\xcc\x61"}
    got = extract(zipped(files))
    assert (got.text, got.notes) == ("正文", ("引用外部文件 2 处，未访问", "含宏，未运行"))
    assert recognises(zipped(files))


def strict(data: bytes) -> bytes:
    data = data.replace(W.encode(), b"http://purl.oclc.org/ooxml/wordprocessingml/main")
    return data.replace(R.encode(), b"http://purl.oclc.org/ooxml/officeDocument/relationships")


def declared(encoding: str) -> str:
    return f'<?xml version="1.0" encoding="{encoding}" standalone="yes"?>\r\n'


@pytest.mark.parametrize(
    "change",
    [
        strict,
        lambda data: (declared("UTF-16") + data.decode()).encode("utf-16"),
        lambda data: b"\xfe\xff" + data.decode().encode("utf-16-be"),
        lambda data: b"\xef\xbb\xbf" + declared("UTF-8").encode() + data,
        lambda data: (declared("GB18030") + data.decode()).encode("gb18030"),
    ],
    ids=["strict", "utf-16", "utf-16 undeclared", "utf-8 with a mark", "gb18030"],
)
def test_the_kinds_of_xml_that_programs_write(change) -> None:  # type: ignore[no-untyped-def]
    data = word(p("全县6个乡镇。"), w("sectPr", x("w:headerReference", r_id="header")), header=part("hdr", p("眉")))
    assert sound(extract(changed(data, change))).text == "全县6个乡镇。\n眉"
    assert recognises(changed(data, change))


def test_the_main_part_is_where_the_package_says() -> None:
    assert extract(word(p("正文"), main="文稿/main part.xml")).text == "正文"
    assert extract(word(p("根上"), main="document.xml")).text == "根上"
    slashes = zipped({name.replace("/", "\\"): content for name, content in members(word(p("反斜杠"))).items()})
    assert extract(slashes).text == "反斜杠"
    capitals = zipped({name.upper(): content for name, content in members(word(p("大写"))).items()})
    assert extract(capitals).text == "大写"
    bare = zipped({"word/document.xml": part("document", w("body", p("只有正文")))})
    assert recognises(bare)
    assert extract(bare).text == "只有正文"


def test_templates_are_documents_and_other_packages_are_not() -> None:
    types = "application/vnd.openxmlformats-officedocument.{}+xml"
    assert recognises(word(p("x"), content=types.format("wordprocessingml.template.main")))
    assert not recognises(word(p("x"), content=types.format("spreadsheetml.sheet.main")))
    assert not recognises(zipped({"word/document.txt": "x", "说明.txt": "x"}))
    assert not recognises(b"PK")
    assert not recognises(b"")


def test_a_damaged_side_part_is_said_and_the_text_read() -> None:
    got = read(item("甲"), numbering="<w:numbering", styles="", comments="x")
    assert (got.text, got.notes) == ("甲", ("部件 3 个已损坏，未读入",))
