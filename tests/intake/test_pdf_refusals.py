"""PDF files that cannot be read, or only in part: one clear line, and never rubbish."""

from __future__ import annotations

import random
import subprocess
import sys
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest
from pdfmaker import FONT, body, by_hand, drawn, grid, laid_out, many_pages
from peak import PEAK
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

from taizhang.errors import IntakeError
from taizhang.intake import load, pdf
from taizhang.intake.formats import Extract
from taizhang.intake.pdf import pages

TEXT = "青禾县上半年完成固定资产投资12.5亿元。"
HELVETICA = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"
GLYPH = b"<</Length 37>>stream\n500 0 0 0 500 500 d1 0 0 400 400 re f\nendstream"
DRAWN = (
    b"<</Type/Font/Subtype/Type3/FontBBox[0 0 500 500]/FontMatrix[.001 0 0 .001 0 0]"
    b"/CharProcs<</g1 100 0 R/g2 100 0 R>>/Encoding<</Type/Encoding/Differences[65/g1/g2]>>"
    b"/FirstChar 65/LastChar 66/Widths[500 500]/Resources<<>>>>"
)
"""A font of shapes that says nowhere what they mean."""


def written(canvas: Canvas) -> None:
    canvas.drawString(80, 700, TEXT)


def picture(canvas: Canvas) -> None:
    canvas.rect(80, 300, 400, 400, fill=1)


def reason(data: bytes) -> str:
    with pytest.raises(IntakeError) as caught:
        pdf.extract(data)
    assert "\n" not in str(caught.value)
    return caught.value.reason


def test_a_pdf_is_told_by_its_content(tmp_path: Path) -> None:
    (tmp_path / "report.txt").write_bytes(b"\xef\xbb\xbf" + drawn(written))
    source = load(tmp_path / "report.txt", "report.txt")
    assert (source.format, source.text) == ("pdf", TEXT)
    assert not pdf.recognises("说明：PDF 文件以 %PDF-1.7 开头。".encode())
    assert pdf.recognises(b"junk before\n" + drawn(written))


def test_an_encrypted_file_needs_its_password() -> None:
    assert "加了打开密码" in reason(drawn(written, encrypt="secret"))


def test_a_file_that_only_forbids_changes_is_read() -> None:
    locked = drawn(written, encrypt=StandardEncryption("", ownerPassword="x", canCopy=0, canModify=0))
    assert pdf.extract(locked).text == TEXT


@pytest.mark.parametrize("data", [b"%PDF-1.7\n", b"%PDF-1.4" + bytes(range(256)) * 20, drawn(written)[:300]])
def test_a_damaged_file_is_refused(data: bytes) -> None:
    assert "已损坏" in reason(data)


def test_a_truncated_file_is_read_as_far_as_it_goes_and_says_so() -> None:
    whole = by_hand([HELVETICA], b"BT /F1 12 Tf 50 700 Td (Invested 12.5 in all) Tj ET")
    extract = pdf.extract(whole[: whole.index(b"startxref")])
    assert extract.text == "Invested 12.5 in all"
    assert "可能被截断" in extract.notes[0]


def test_scans_are_refused_and_scanned_pages_are_told() -> None:
    assert "扫描件" in reason(drawn(picture, picture))
    assert "没有文字" in reason(drawn(lambda canvas: None))
    extract = pdf.extract(drawn(picture, written, picture, picture, lambda canvas: None))
    assert extract.text == TEXT
    assert extract.notes == ("第1、3-4页是图片，没有文字",)


def test_invisible_text_over_a_scan_is_read() -> None:
    def page(canvas: Canvas) -> None:
        picture(canvas)
        layer = canvas.beginText(80, 700)
        layer.setFont(FONT, 16)
        layer.setTextRenderMode(3)
        layer.textLine(TEXT)
        canvas.drawText(layer)

    assert pdf.extract(drawn(page)).text == TEXT


def test_fonts_that_do_not_say_what_they_mean_are_refused() -> None:
    assert "没有 Unicode 对照表" in reason(by_hand([DRAWN], b"BT /F1 12 Tf 50 700 Td (ABABABBA) Tj ET", GLYPH))


def test_a_few_unreadable_characters_are_shown_as_such() -> None:
    content = b"BT /F2 12 Tf 50 700 Td (The county invested much and built on) Tj /F1 12 Tf 0 -20 Td (ABBA) Tj ET"
    extract = pdf.extract(by_hand([DRAWN, HELVETICA], content, GLYPH))
    assert extract.text == "The county invested much and built on\n����"
    assert extract.notes == ("第1页有 4 个字的字体没有 Unicode 对照表，以“\ufffd”代替",)


def test_a_character_of_two_halves_counts_as_two_that_are_unreadable() -> None:
    codes = b"1 begincodespacerange<00><ff>endcodespacerange 2 beginbfchar<41><D842DFB7><42><D842>endbfchar"
    meaning = b"begincmap %s endcmap" % codes
    font = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/ToUnicode 100 0 R>>"
    stream = b"<</Length %d>>stream\n%s\nendstream" % (len(meaning), meaning)
    content = b"BT /F1 12 Tf 50 700 Td (The village of A and B was rebuilt) Tj ET"
    assert pdf.extract(by_hand([font], content, stream)).text == "The village of \ufffd\ufffd and \ufffd was rebuilt"


def test_what_is_left_out_is_said() -> None:
    def page(canvas: Canvas) -> None:
        written(canvas)
        canvas.drawString(80, 900, "页面之外的文字")
        canvas.acroForm.textfield(name="a", value="x", x=80, y=500)
        canvas.textAnnotation("批注", Rect=[80, 600, 100, 620])

    extract = pdf.extract(drawn(page))
    assert extract.text == TEXT
    assert extract.notes == ("第1页有 1 行文字在页面之外，没有读入", "批注 1 个，没有读入", "表单项 1 个，没有读入")


def test_scripts_are_not_run_and_attachments_are_not_read() -> None:
    catalog = b"/Names<</EmbeddedFiles<</Names[(a) 101 0 R]>>/JavaScript<</Names[(j) 100 0 R]>>>>"
    script = b"<</S/JavaScript/JS(app.alert(1))>>"
    attached = b"<</Type/Filespec/F(a.txt)/EF<</F 102 0 R>>>>"
    data = by_hand(
        [HELVETICA], b"BT /F1 12 Tf 50 700 Td (Text) Tj ET", script, attached, b"<</Length 1>>stream\nx\nendstream"
    ).replace(b"<</Type/Catalog", b"<</Type/Catalog" + catalog)
    extract = pdf.extract(data)
    assert extract.text == "Text"
    assert {"PDF 带 1 个附件，没有读入", "PDF 带脚本，没有运行"} <= set(extract.notes)


def test_ten_thousand_pages_are_refused_in_time_and_space(tmp_path: Path) -> None:
    (tmp_path / "many.pdf").write_bytes(many_pages(10_000))
    child = (
        "import sys, time\nfrom pathlib import Path\nfrom taizhang.errors import IntakeError\n"
        "from taizhang.intake import pdf\ndata = Path(sys.argv[1]).read_bytes()\nbegin = time.monotonic()\n"
        "try:\n    pdf.extract(data)\nexcept IntakeError as error:\n    print(error.reason)\n"
        f"print(time.monotonic() - begin, {PEAK} / 1024)\n"
    )
    run = [sys.executable, "-c", child, str(tmp_path / "many.pdf")]
    why, measured = subprocess.run(run, capture_output=True, text=True, check=True, timeout=60).stdout.splitlines()
    seconds, megabytes = map(float, measured.split())
    assert "10,000 页，超过 5,000 页的上限" in why
    assert seconds < 5 and megabytes < 500


def test_too_much_text_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pages, "MAX_CHARS", 1_000)
    assert "超过 1,000 字的上限" in reason(laid_out(*(body(TEXT * 5) for _ in range(12))))


def test_many_drawn_lines_are_no_table_and_do_no_harm() -> None:
    lines = b"".join(b"%d %d m %d %d l S " % (x, y, x + 5, y) for x in range(0, 600, 6) for y in range(0, 840, 3))
    extract = pdf.extract(by_hand([HELVETICA], b"BT /F1 12 Tf 50 700 Td (Text on a map) Tj ET " + lines))
    assert extract.text == "Text on a map"
    assert extract.notes == ("第1页图形太多，其中的表格按普通文字读入",)


def holds(extract: Extract) -> None:
    """What always holds: places, tables, noise and gaps are in order and within the text."""
    size = len(extract.text)
    places = [(place.start, place.end) for place in extract.places]
    assert all(a[1] <= b[0] for a, b in pairwise(places))
    spans = [*places, *extract.gaps, *((n.start, n.end) for n in extract.noise)]
    spans += [(cell.start, cell.end) for table in extract.tables for cell in table.cells]
    assert all(0 <= start <= end <= size for start, end in spans)


def cut(data: bytearray, chance: random.Random) -> None:
    del data[chance.randrange(len(data)) :]


def spliced(data: bytearray, chance: random.Random) -> None:
    at = chance.randrange(len(data))
    data[at : at + chance.randrange(200)] = data[:0] if chance.random() < 0.5 else data[at : at + 300]


def flipped(data: bytearray, chance: random.Random) -> None:
    for _ in range(chance.randrange(1, 40)):
        data[chance.randrange(len(data))] = chance.randrange(256)


def renumbered(data: bytearray, chance: random.Random) -> None:
    """Change digits only: sizes, matrices, counts and references go astray while the file stays well formed."""
    digits = [i for i, byte in enumerate(data) if 48 <= byte <= 57]
    for i in chance.sample(digits, min(20, len(digits))):
        data[i] = chance.randrange(48, 58)


@pytest.mark.parametrize("change", [cut, spliced, flipped, renumbered], ids=lambda change: change.__name__)
def test_damage_gives_text_or_one_line(change: Callable[[bytearray, random.Random], None]) -> None:
    from pypdfium2 import PdfDocument

    table = grid([["指标", "完成"], ["投资", "12.5"]])
    whole = laid_out(body(TEXT * 20), table, body(TEXT * 30), head="总结", foot="- {page} -")
    assert len(PdfDocument(whole)) > 1
    chance = random.Random(change.__name__)
    read = 0
    for _ in range(60):
        data = bytearray(whole)
        change(data, chance)
        try:
            extract = pdf.extract(bytes(data))
        except IntakeError as error:
            assert "\n" not in str(error)
        else:
            holds(extract)
            read += 1
    assert read or change is cut
