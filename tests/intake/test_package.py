"""Office packages: what is damaged, encrypted or hostile is one line; nothing outside is fetched."""

from __future__ import annotations

import resource
import struct
import subprocess
import sys
import zipfile
import zlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from peak import PEAK
from wordmaker import R, members, p, part, read, relations, run, sound, table, tc, w, why, word, x, zipped

from taizhang.errors import IntakeError
from taizhang.intake import load, package
from taizhang.intake.docx import extract, recognises
from taizhang.intake.package import Package, kind

SMALL = word(p("全县6个乡镇。"), table(["甲", "1"]), styles=part("styles"))


@pytest.mark.parametrize(
    ("before", "after", "times", "reason"),
    [
        ("<w:tbl><w:tr><w:tc>", "</w:tc></w:tr></w:tbl>", 100_000, "嵌套超过 256 层"),
        ("<w:p>", "</w:p>", 100_000, "嵌套超过 256 层"),
        ("<w:sdt><w:sdtContent>", "</w:sdtContent></w:sdt>", 100_000, "嵌套超过 256 层"),
        ("<w:p/>", "", 1_600_000, "超过 1,500,000 个的上限"),
        ('<w:p w:a="" w:b="" w:c="" w:d=""/>', "", 400_000, "超过 1,500,000 个的上限"),
        ("<w:p>", "", 1, "不是完好的 XML"),
    ],
    ids=["tables", "paragraphs", "controls", "elements", "attributes", "torn"],
)
def test_what_no_report_has_is_refused(before: str, after: str, times: int, reason: str) -> None:
    assert reason in why(word(before * times + after * times))


def test_a_text_without_end_is_refused() -> None:
    assert "不是完好的 XML" in why(word(p("字" * 4_000_000)))


@pytest.mark.parametrize(
    ("wrap", "levels"),
    [
        (lambda inside: table([tc(inside)]), 3),
        (lambda inside: table([tc(inside), "旁"]), 3),
        (lambda inside: w("sdt", w("sdtContent", inside)), 2),
        (lambda inside: p(run(w("pict", w("txbxContent", inside)))), 4),
    ],
    ids=["frames", "tables", "controls", "boxes"],
)
def test_what_is_nested_as_deep_as_xml_may_be_is_read(wrap, levels: int) -> None:  # type: ignore[no-untyped-def]
    body = p("底")
    for _ in range((256 - 6) // levels):
        body = wrap(body)
    assert read(body).text.split()[0] == "底"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_document_type_is_refused(encoding: str) -> None:
    secret = Path(__file__).as_uri()
    document = part("document", w("body", p("密"))).replace("密", "&e;")
    files = members(SMALL)
    for entity in (f'SYSTEM "{secret}"', '"字"'):
        text = f"<!DOCTYPE x [<!ENTITY e {entity}>]>{document}"
        assert "DOCTYPE" in why(zipped({**files, "word/document.xml": text.encode(encoding)}))
    assert "不是完好的 XML" in why(zipped({**files, "word/document.xml": document}))
    hidden = ("<?xml version='1.0' encoding='UTF-7'?>" + document).replace("<w:body", "+ADwAIQ-DOCTYPE x><w:body")
    assert why(zipped({**files, "word/document.xml": hidden}))


def test_a_document_type_in_a_side_part_leaves_that_part_out() -> None:
    secret = f'<!DOCTYPE x [<!ENTITY e SYSTEM "{Path(__file__).as_uri()}">]>' + part("styles", "&e;")
    assert extract(zipped({**members(SMALL), "word/styles.xml": secret})).notes == ("部件 1 个已损坏，未读入",)


def test_a_package_without_a_proper_text() -> None:
    files = members(SMALL)
    assert "找不到正文部件" in why(zipped({name: text for name, text in files.items() if name != "word/document.xml"}))
    assert "没有正文" in why(zipped({**files, "word/document.xml": part("document")}))
    assert "没有正文" in why(zipped({**files, "word/document.xml": "<html/>"}))
    assert "不是完好的 XML" in why(zipped({**files, "word/document.xml": b"\x89PNG"}))
    assert "不是完好的 XML" in why(zipped({**files, "word/document.xml": b""}))
    assert "不是完好的 XML" in why(zipped({**files, "[Content_Types].xml": b"<", "_rels/.rels": relations("")}))


def test_relations_in_circles_and_out_of_the_package() -> None:
    files = members(SMALL)
    round_about = [
        x("Relationship", Id="a", Type=f"{R}/header", Target="document.xml"),
        x("Relationship", Id="b", Type=f"{R}/footnotes", Target="document.xml"),
        x("Relationship", Id="c", Type=f"{R}/styles", Target="../../../../etc/passwd"),
        x("Relationship", Id="c", Type=f"{R}/numbering", Target="file:///etc/passwd"),
        x("Relationship", Id="d", Type=f"{R}/officeDocument", Target="/word/document.xml#here"),
        x("Relationship"),
    ]
    files["word/_rels/document.xml.rels"] = relations("".join(round_about)).encode()
    ends = w("sectPr", x("w:headerReference", r_id="a"))
    files["word/document.xml"] = part("document", w("body", p("正文"), ends)).encode()
    assert sound(extract(zipped(files))).text == "正文"
    assert [r.target for r in Package(zipped(files)).related("word/document.xml")] == [
        "word/document.xml", "word/document.xml", "etc/passwd", "word/file:/etc/passwd", "word/document.xml", "word",
    ]  # fmt: skip


def test_parts_of_one_name_are_said_and_the_last_counts(tmp_path: Path) -> None:
    with pytest.warns(UserWarning, match="Duplicate name"), zipfile.ZipFile(tmp_path / "x.docx", "w") as archive:
        for name, content in members(SMALL).items():
            archive.writestr(name, content)
        archive.writestr("word/document.xml", part("document", w("body", p("第二份"))))
        archive.writestr("WORD/Document.xml", part("document", w("body", p("第三份"))))
    source = load(tmp_path / "x.docx", "x.docx")
    assert (source.text, source.notes) == ("第三份", ("包内有 2 个重名的部件，各以最后一个为准",))


@pytest.mark.parametrize("name", ["报告.xlsx", "报告.pdf", "报告.txt", "报告"])
def test_a_name_does_not_mislead(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(SMALL)
    assert load(tmp_path / name, name).format == "docx"


def test_what_is_cut_off_anywhere_is_one_line() -> None:
    for size in [*range(4, len(SMALL), 97), len(SMALL) - 1]:
        cut = SMALL[:size]
        assert why(cut) == why(SMALL[:100])
        assert recognises(cut) == (b"word/" in cut)
    assert "不完整" in why(SMALL[:-1])


def test_bytes_that_changed_are_one_line() -> None:
    at = SMALL.index(b"word/document.xml") + 60
    damaged = SMALL[:at] + bytes(byte ^ 0xFF for byte in SMALL[at : at + 20]) + SMALL[at + 20 :]
    assert "部件 word/document.xml 已损坏" in why(damaged)


@given(st.data())
def test_no_mutation_is_more_than_a_line(data: st.DataObject) -> None:
    mutant = bytearray(SMALL)
    for _ in range(data.draw(st.integers(1, 6))):
        mutant[data.draw(st.integers(0, len(SMALL) - 1))] = data.draw(st.integers(0, 255))
    kind(bytes(mutant))
    try:
        sound(extract(bytes(mutant)))
    except IntakeError as error:
        assert "\n" not in error.reason


def test_encrypted_parts_and_foreign_methods() -> None:
    flagged = bytearray(SMALL)
    at = -1
    while (at := flagged.find(b"PK\x01\x02", at + 1)) >= 0:
        flagged[at + 8] |= 1
    assert "已加密" in why(bytes(flagged))
    assert "另存为不加密" in why(bytes(flagged))
    packed = bytearray(SMALL)
    at = -1
    while (at := packed.find(b"PK\x01\x02", at + 1)) >= 0:
        packed[at + 10] = 14
    assert "压缩方法" in why(bytes(packed))


def test_too_many_parts_are_refused() -> None:
    many = {**members(SMALL), **{f"word/media/{number}.png": b"" for number in range(package.MAX_ENTRIES)}}
    assert "超过 10,000 个的上限" in why(zipped(many))
    assert "超过 10,000 个的上限" in why(SMALL + b"PK\x01\x02" * 10 * (package.MAX_ENTRIES + 1))


def lying(size: int, *, zip64: bool = False) -> bytes:
    """The small document, whose directory says that its text is of another size."""
    name = b"word/document.xml"
    data = bytearray(SMALL)
    at = data.rindex(name) - 46
    if not zip64:
        data[at + 24 : at + 28] = struct.pack("<I", size)
        return bytes(data)
    more = struct.pack("<HHQ", 1, 8, size)
    data[at + 24 : at + 28] = b"\xff" * 4
    data[at + 30 : at + 32] = struct.pack("<H", len(more))
    data[at + 46 + len(name) : at + 46 + len(name)] = more
    end = data.rindex(b"PK\x05\x06")
    data[end + 12 : end + 16] = struct.pack("<I", struct.unpack("<I", data[end + 12 : end + 16])[0] + len(more))
    return bytes(data)


def test_sizes_that_lie() -> None:
    assert "MB，超过 512 MB 的上限" in why(lying(2**31))
    assert "MB，超过 512 MB 的上限" in why(lying(2**62, zip64=True))
    assert "解压后有 200 MB，超过 128 MB 的上限" in why(lying(200 * 1024**2))
    for zip64 in (False, True):
        assert "已损坏" in why(lying(0, zip64=zip64))
        assert "已损坏" in why(lying(5, zip64=zip64))
        assert extract(lying(100_000, zip64=zip64)).text == extract(SMALL).text


def bomb(size: int, stated: int) -> bytes:
    """A document with a text of `size` MB, one deflated block again and again, that says it has `stated` MB."""
    squeeze = zlib.compressobj(9, zlib.DEFLATED, -15)
    block = squeeze.compress(b" " * 1024**2) + squeeze.flush(zlib.Z_FULL_FLUSH)
    inside = block * size + squeeze.flush()
    name = b"word/document.xml"
    sizes = struct.pack("<III", 0, len(inside), stated * 1024**2)
    head = b"PK\x03\x04" + struct.pack("<HHHHH", 20, 0, 8, 0, 0) + sizes + struct.pack("<HH", len(name), 0) + name
    entry = b"PK\x01\x02" + struct.pack("<HHHHHH", 20, 20, 0, 8, 0, 0) + sizes
    entry += struct.pack("<HHHHHII", len(name), 0, 0, 0, 0, 0, 0) + name
    end = b"PK\x05\x06" + struct.pack("<HHHHIIH", 0, 0, 1, 1, len(entry), len(head) + len(inside), 0)
    return head + inside + entry + end


@pytest.mark.parametrize(
    ("size", "stated", "reason"),
    [
        (1024, 1024, "超过 512 MB 的上限"),
        (1024, 300, "超过 128 MB 的上限"),
        (1024, 120, "已损坏"),
        (1024, 1, "已损坏"),
        (120, 120, "像是压缩炸弹"),
    ],
)
def test_a_bomb_is_refused_quickly_and_cheaply(tmp_path: Path, size: int, stated: int, reason: str) -> None:
    (tmp_path / "bomb.docx").write_bytes(bomb(size, stated))
    script = (
        "import sys; from pathlib import Path; from taizhang.intake.docx import extract\n"
        "data = Path(sys.argv[1]).read_bytes()\n"
        "try: extract(data)\n"
        "except Exception as error: print(error)\n"
        f"print({PEAK})"
    )
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    command = [sys.executable, "-c", script, str(tmp_path / "bomb.docx")]
    said = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60).stdout.splitlines()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert reason in said[0]
    assert int(said[1]) < 500 * 1024
    assert after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime < 5
