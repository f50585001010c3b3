"""PDF files: lines become paragraphs, running heads noise, and each line knows its place on the page."""

from __future__ import annotations

import pytest
from pdfmaker import FONT, HEIGHT, WIDTH, body, by_hand, drawn, grid, laid_out, wrapped
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from taizhang.intake import pdf
from taizhang.intake.formats import Extract
from taizhang.spans import cut_out

LONG = "青禾县上半年完成固定资产投资12.5亿元，同比增长8.3%，其中工业投资4.75亿元，占全部投资的38%。"
"""47 characters, 29 on a line of the page."""
OTHER = "全县新建高标准农田23000亩，改造提升8600亩，补助资金3680万元全部拨付到乡镇和承建单位，群众满意。"


def clean(extract: Extract) -> list[str]:
    return cut_out(extract.text, extract.gaps).text.strip("\n").split("\n")


def test_lines_become_paragraphs_and_numbers_stay_whole() -> None:
    paragraphs = ["一、重点工作推进情况", LONG * 3, OTHER, LONG * 2 + OTHER]
    extract = pdf.extract(laid_out(*map(body, paragraphs)))
    assert extract.text.split("\n") == paragraphs
    assert (extract.notes, extract.noise, extract.tables) == ((), (), ())


@pytest.mark.parametrize("size", [12, 14, 16, 22])
def test_any_break_in_a_paragraph_is_mended(size: int) -> None:
    """At each width the lines break elsewhere: in 12.5, before a unit, after a comma."""
    for count in range(18, 30):
        style = {"fontSize": size, "firstLineIndent": 2 * size, "leading": 1.5 * size}
        right = 300 - count * 9
        extract = pdf.extract(laid_out(*(body(text, rightIndent=right / 3, **style) for text in (LONG * 3, OTHER * 2))))
        assert clean(extract) == [LONG * 3, OTHER * 2], count


def test_latin_lines_join_with_a_space() -> None:
    text = "The investment of the county rose by 8.3 percent, and the towns of 2026 grew faster than planned. " * 4
    style = {"fontName": "Helvetica", "fontSize": 11, "leading": 15, "firstLineIndent": 0, "wordWrap": None}
    extract = pdf.extract(laid_out(body(text, **style), body(text, spaceBefore=20, **style)))
    assert extract.text.split("\n") == [text.strip()] * 2


def test_a_word_parted_by_a_hyphen_is_one_again_and_a_range_keeps_its_own() -> None:
    def page(canvas: Canvas) -> None:
        canvas.setFont("Helvetica", 11)
        canvas.drawString(80, 700, "It was the best year of the eco-")
        canvas.drawString(80, 685, "nomy of the towns, from the months of 1-")
        canvas.drawString(80, 670, "6 on.")

    assert (
        pdf.extract(drawn(page)).text == "It was the best year of the economy of the towns, from the months of 1-6 on."
    )


def test_a_paragraph_runs_over_the_page_with_a_page_number_inside_a_number() -> None:
    def first(canvas: Canvas) -> None:
        wrapped(canvas, "　　" + "全县" * 24 + "共完成12.", 80, 200, 16, 26, 28)
        canvas.drawCentredString(WIDTH / 2, 60, "— 1 —")

    def second(canvas: Canvas) -> None:
        canvas.drawString(80, 740, "5亿元，增长6.2%，超过年度目标，其余项目按计划推进，全")
        canvas.drawString(80, 712, "年可以完成。")
        canvas.drawCentredString(WIDTH / 2, 60, "— 2 —")

    extract = pdf.extract(drawn(first, second))
    assert "完成12.\n— 1 —\n5亿元" in extract.text
    assert "完成12.5亿元，增长6.2%" in clean(extract)[-1]
    assert [extract.text[n.start : n.end] for n in extract.noise] == ["— 1 —", "— 2 —"]
    assert {n.category for n in extract.noise} == {"page-marker"}
    over = [p for p in extract.places if p.page == 2 and p.paragraph]
    assert [p.paragraph for p in over] == [1, 1]


def test_running_heads_and_page_numbers_are_noise_on_lines_of_their_own() -> None:
    paragraphs = [LONG * 6 + str(i) + "。" + OTHER for i in range(12)]
    extract = pdf.extract(laid_out(*map(body, paragraphs), head="青禾县2026年上半年工作总结", foot="第{page}页 共9页"))
    assert clean(extract) == paragraphs
    pages = max(p.page or 0 for p in extract.places)
    marks = [line for n in extract.noise for line in extract.text[n.start : n.end].split("\n")]
    assert marks.count("青禾县2026年上半年工作总结") == pages >= 4
    assert [mark for mark in marks if mark[0] == "第"] == [f"第{i}页 共9页" for i in range(1, pages + 1)]
    parts = {(p.part, extract.text[p.start : p.end][:1]) for p in extract.places if p.part}
    assert parts == {("页眉", "青"), ("页脚", "第")}


def test_heads_that_differ_left_and_right_and_bare_numbers_are_found() -> None:
    paragraphs = [LONG * 6 + str(i) + "。" + OTHER for i in range(12)]
    extract = pdf.extract(laid_out(*map(body, paragraphs), foot="{page}"))
    assert clean(extract) == paragraphs
    assert [extract.text[n.start : n.end] for n in extract.noise][:3] == ["1", "2", "3"]


def test_lines_of_text_that_repeat_over_pages_are_no_heads() -> None:
    page = [OTHER * 2] * 30
    extract = pdf.extract(laid_out(*map(body, page)))
    assert extract.noise == ()
    assert extract.text.split("\n") == page


def test_figures_at_the_edge_of_pages_are_no_page_numbers() -> None:
    def page(number: int) -> object:
        def draw(canvas: Canvas) -> None:
            wrapped(canvas, LONG * 4, 80, 700, 16, 26, 28)
            canvas.drawString(80, 90, f"{number}")

        return draw

    extract = pdf.extract(drawn(page(480), page(515)))  # type: ignore[arg-type]
    assert extract.noise == ()
    assert "480" in extract.text and "515" in extract.text


def test_two_columns_are_read_one_after_the_other() -> None:
    left, right = LONG * 3, OTHER * 3

    def page(canvas: Canvas) -> None:
        canvas.drawCentredString(WIDTH / 2, 780, "青禾县半年简报")
        wrapped(canvas, left, 60, 740, 12, 18, 18)
        wrapped(canvas, right, 315, 740, 12, 18, 18)

    assert pdf.extract(drawn(page)).text.split("\n") == ["青禾县半年简报", left, right]


def test_columns_of_figures_are_read_row_by_row() -> None:
    rows = [("乡镇", "面积（亩）", "产值（万元）"), ("北坡镇", "8000", "1260.5"), ("南渡镇", "15000", "2310.8")]
    rows += [("西岭乡", "6100", "902.3"), ("合计", "29100", "4473.6")]

    def page(canvas: Canvas) -> None:
        for i, row in enumerate(rows):
            for x, text in zip((100, 250, 400), row, strict=True):
                canvas.drawString(x, 700 - 28 * i, text)

    assert pdf.extract(drawn(page)).text.split("\n") == ["\t".join(row) for row in rows]


def test_a_rotated_page_and_rotated_text_are_read_upright() -> None:
    def rotated(canvas: Canvas) -> None:
        canvas.setPageRotation(90)
        canvas.translate(500, 60)
        canvas.rotate(90)
        wrapped(canvas, LONG, 0, 0, 16, 30, 28)

    def upright(canvas: Canvas) -> None:
        canvas.setPageRotation(0)
        canvas.translate(100, 60)
        canvas.rotate(90)
        wrapped(canvas, OTHER, 0, 0, 16, 30, 28)

    extract = pdf.extract(drawn(rotated, upright))
    assert "".join(extract.text.split("\n")) == LONG + OTHER
    first, *_, last = extract.places
    assert first.box is not None and last.box is not None
    assert first.box[2] - first.box[0] > 400 and 300 < first.box[1] < HEIGHT
    assert last.box[3] - last.box[1] > 200 and last.box[2] - last.box[0] < 20


def test_characters_in_any_order_and_printed_twice_are_read_once_in_order() -> None:
    def page(canvas: Canvas) -> None:
        placed = []
        for row, line in enumerate([LONG[:24], LONG[24:]]):
            x = 80.0
            for char in line:
                placed.append((x, 700 - 28 * row, char))
                x += canvas.stringWidth(char, FONT, 16)
        for x, y, char in sorted(placed, key=lambda each: each[2]):
            canvas.drawString(x, y, char)
        for shift in (0, 0.3):
            canvas.drawString(80 + shift, 760, "加粗的标题，共12项")

    extract = pdf.extract(drawn(page))
    assert extract.text.split("\n")[0] == "加粗的标题，共12项"
    assert "".join(extract.text.split("\n")[1:]) == LONG


def test_a_watermark_is_noise_and_does_not_break_lines() -> None:
    def page(number: int) -> object:
        def draw(canvas: Canvas) -> None:
            wrapped(canvas, "　　" + f"第{number}部分，" + LONG * 6, 80, 740, 16, 27, 28)
            canvas.setFont(FONT, 60)
            canvas.translate(150, 250)
            canvas.rotate(45)
            canvas.drawString(0, 0, "内部资料")

        return draw

    extract = pdf.extract(drawn(*(page(i) for i in range(1, 4))))  # type: ignore[arg-type]
    assert clean(extract) == [f"第{i}部分，" + LONG * 6 for i in range(1, 4)]
    assert [p.part for p in extract.places if extract.text[p.start : p.end] == "内部资料"] == ["水印"] * 3


def test_raised_digits_are_marks_and_exponents() -> None:
    def page(canvas: Canvas) -> None:
        canvas.drawString(80, 700, "绿化面积36km")
        x = 80 + canvas.stringWidth("绿化面积36km", FONT, 16)
        canvas.setFont(FONT, 8)
        canvas.drawString(x, 708, "2")
        canvas.setFont(FONT, 16)
        canvas.drawString(x + 4.5, 700, "，任务过半。")

    assert pdf.extract(drawn(page)).text == "绿化面积36km²，任务过半。"


def test_places_tell_page_paragraph_and_box() -> None:
    extract = pdf.extract(laid_out(body("一、投资"), body(LONG * 12), body(OTHER), foot="- {page} -"))
    lines = [p for p in extract.places if p.part is None]
    assert [p.start for p in extract.places] == sorted(p.start for p in extract.places)
    assert all(a.end <= b.start for a, b in zip(extract.places, extract.places[1:], strict=False))
    assert [p.paragraph for p in lines if p.page == 1] == [1] + [2] * (sum(p.page == 1 for p in lines) - 1)
    assert {p.paragraph for p in lines if p.page == 2} == {1, 2}
    box = lines[0].box
    assert (
        box is not None and abs(box[0] - 79 - 6 - 32) < 1 and 64 <= box[2] - box[0] < 66 and 700 < box[1] < box[3] < 740
    )


def test_titles_contents_and_headings_stay_apart() -> None:
    def page(canvas: Canvas) -> None:
        canvas.setFont(FONT, 22)
        canvas.drawCentredString(WIDTH / 2, 760, "青禾县水务局2026年上半年")
        canvas.drawCentredString(WIDTH / 2, 728, "工作总结")
        canvas.setFont(FONT, 16)
        canvas.drawString(80, 680, "一、总体情况" + "…" * 20 + "3")
        canvas.drawString(80, 652, "二、存在问题" + "…" * 20 + "7")
        wrapped(canvas, "　　" + LONG * 4, 80, 610, 16, 27, 28)

    assert pdf.extract(drawn(page)).text.split("\n") == [
        "青禾县水务局2026年上半年工作总结", "一、总体情况" + "…" * 20 + "3", "二、存在问题" + "…" * 20 + "7", LONG * 4,
    ]  # fmt: skip


def test_items_in_a_text_without_indents_begin_anew() -> None:
    first = "一、强化项目调度，上半年开工项目三十六个，竣工十二个，投资过半。"
    assert len(first) == 32

    def page(canvas: Canvas) -> None:
        top = 740.0
        for text in (first * 2, "二、加强督查" + OTHER, "三、强化保障" + OTHER):
            top = wrapped(canvas, text, 60, top, 14, 32, 24)

    assert pdf.extract(drawn(page)).text.split("\n") == [first, first, "二、加强督查" + OTHER, "三、强化保障" + OTHER]


def test_a_table_stands_between_its_paragraphs() -> None:
    table = grid([["指标", "完成数"], ["农田", "3680"]])
    extract = pdf.extract(laid_out(body(LONG), body("单位：亩"), table, body(OTHER)))
    assert extract.text.split("\n") == [LONG, "单位：亩", "指标\t完成数", "农田\t3680", OTHER]


def test_a_footnote_comes_after_the_paragraph_that_runs_over_the_page() -> None:
    last = "全年" * 9 + "，完成产值38亿元"

    def first(canvas: Canvas) -> None:
        low = wrapped(canvas, "　　" + "全县" * 25 + last, 80, 220, 16, 26, 28)
        canvas.setFont(FONT, 8)
        canvas.drawString(80 + canvas.stringWidth(last, FONT, 16), low + 36, "1")
        canvas.setFont(FONT, 10)
        canvas.drawString(80, 110, "1 产值按当年价格计算，不含规模以下工业企业，下同，详见附件")
        canvas.drawString(80, 96, "说明。")

    def second(canvas: Canvas) -> None:
        wrapped(canvas, "，增长6.2%，其余项目按计划推进。", 80, 740, 16, 26, 28)

    extract = pdf.extract(drawn(first, second))
    note = "1 产值按当年价格计算，不含规模以下工业企业，下同，详见附件说明。"
    assert extract.text == "全县" * 25 + last + "¹，增长6.2%，其余项目按计划推进。\n" + note
    assert [p.part for p in extract.places][-2:] == ["脚注1"] * 2


def test_a_framed_box_beside_text_comes_after_the_paragraph() -> None:
    def page(canvas: Canvas) -> None:
        wrapped(canvas, "　　" + LONG * 6, 80, 740, 16, 27, 28, narrow=(2, 3, 4, 5))
        canvas.rect(420, 595, 98, 100)
        wrapped(canvas, "送：县委办、县政府办，各乡镇", 424, 676, 12, 7, 18)

    extract = pdf.extract(drawn(page))
    assert extract.text.split("\n") == [LONG * 6, "送：县委办、县政府办，各乡镇"]
    assert [p.part for p in extract.places][-2:] == ["文本框"] * 2


def test_pages_that_are_all_alike_are_text() -> None:
    extract = pdf.extract(drawn(*[lambda canvas: canvas.drawString(80, 700, "每页都是这一行")] * 4))
    assert extract.text.split("\n") == ["每页都是这一行"] * 4
    assert extract.noise == ()


def test_signature_date_and_copies_are_lines_of_their_own() -> None:
    """The date begins nearly where the name does, and ends with it at the edge of the text."""

    def page(canvas: Canvas) -> None:
        top = wrapped(canvas, "　　" + LONG * 4, 80, 740, 16, 27, 28)
        canvas.drawRightString(80 + 27 * 16, top, "青禾县水务局")
        canvas.drawRightString(80 + 27 * 16, top - 28, "2026年7月3日")
        canvas.drawString(80, top - 56, "抄送：县政府办，各乡镇。")

    assert pdf.extract(drawn(page)).text.split("\n")[-3:] == [
        "青禾县水务局",
        "2026年7月3日",
        "抄送：县政府办，各乡镇。",
    ]


def test_words_of_one_drawn_text_have_the_boxes_of_their_letters() -> None:
    """Bold type stands between the words; a line is asked for the ends of its words only."""

    first, last = "The towns invested 12.5 million in ", "new roads"
    parted = 80 + stringWidth(first, "Helvetica", 12)
    end = parted + stringWidth(last, "Helvetica-Bold", 12)

    def page(canvas: Canvas) -> None:
        for font, size, x, y, text in (
            ("Helvetica", 12, 80, 700, first),
            ("Helvetica-Bold", 12, parted, 700, last),
            ("Helvetica", 6, end, 706, "3"),
        ):
            canvas.setFont(font, size)
            canvas.drawString(x, y, text)

    extract = pdf.extract(drawn(page))
    assert extract.text == "The towns invested 12.5 million in new roads³"
    (place,) = extract.places
    assert place.box is not None
    assert place.box[0] == pytest.approx(80, abs=1) and place.box[2] == pytest.approx(end + 3.3, abs=1)
    assert 696 < place.box[1] < 700 < 708 < place.box[3] < 713


def test_a_font_that_reaches_far_above_its_lines_does_not_mix_them() -> None:
    """The font says that it is three times as high as it is set, so that the boxes of lines overlap."""
    lines = ["全县完成固定资产投资", "其中工业投资完成较好", "财政收入保持平稳增长"]
    font = (
        b"<</Type/Font/Subtype/Type0/BaseFont/Song/Encoding/UniGB-UCS2-H/DescendantFonts[<</Type/Font"
        b"/Subtype/CIDFontType0/BaseFont/Song/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 4>>/DW 1000"
        b"/FontDescriptor<</Type/FontDescriptor/FontName/Song/Flags 4/FontBBox[0 -1000 1000 2000]/ItalicAngle 0"
        b"/Ascent 2000/Descent -1000/CapHeight 800/StemV 80>>>>]>>"
    )
    drawn_lines = b" ".join(
        b"1 0 0 1 80 %d Tm <%s> Tj" % (700 - 24 * i, text.encode("utf-16-be").hex().encode())
        for i, text in enumerate(lines)
    )
    extract = pdf.extract(by_hand([font], b"BT /F1 16 Tf " + drawn_lines + b" ET"))
    assert extract.text.split("\n") == lines
    assert all(place.box[1] < 700 - 24 * i < place.box[3] for i, place in enumerate(extract.places) if place.box)
    assert all(place.box[3] - place.box[1] < 20 for place in extract.places if place.box)
