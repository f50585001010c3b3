"""Old office files: told by their content, read through LibreOffice where it is installed."""

from __future__ import annotations

import io
import os
import socket
import struct
import subprocess
import tempfile
import time
import zipfile
from pathlib import Path
from threading import Thread

import docx as python_docx
import openpyxl
import pytest
from wordmaker import members, zipped

from taizhang.errors import IntakeError
from taizhang.intake import legacy, load, soffice
from taizhang.intake.ole import Compound
from taizhang.model import SourceText

needs_office = pytest.mark.skipif(soffice.program() is None, reason="LibreOffice is not installed")
FREE, END = 0xFFFFFFFF, 0xFFFFFFFE


def compound(streams: dict[str, bytes], inner: dict[str, bytes] | None = None) -> bytes:
    """A compound file with streams at the top, and others in a storage of it; each gets sectors of its own."""
    entries = [("Root Entry", 5, FREE, 1, END, 0)]
    content, table = b"", [0xFFFFFFFD, 2 if inner else END]
    top = [*streams.items(), *([("ObjectPool", b"")] if inner else [])]
    for position, (name, data) in enumerate([*top, *(inner or {}).items()], 1):
        last = position in (len(top), len(top) + len(inner or ()))
        kind, child = (1, len(top) + 1) if name == "ObjectPool" else (2, FREE)
        sectors = -(-max(len(data), 4096) // 512)
        start = 2 + bool(inner) + len(content) // 512
        entries.append((name, kind, FREE if last else position + 1, child, start, sectors * 512))
        content += data.ljust(sectors * 512, b"\0")
    table += [END] if inner else []
    table += [number + 1 for number in range(len(table), len(table) + len(content) // 512)]
    directory = b"".join(
        name.encode("utf-16-le").ljust(64, b"\0")
        + struct.pack("<HBBIII", 2 * len(name) + 2, kind, 1, FREE, right, child)
        + b"\0" * 36
        + struct.pack("<III", start, size, 0)
        for name, kind, right, child, start, size in entries
    ).ljust(1024 if inner else 512, b"\0")
    head = bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 16 + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + b"\0" * 10
    head += struct.pack("<IIIIIIIII", 1, 1, 0, 4096, END, 0, END, 0, 0)
    head += struct.pack("<I", FREE) * 108
    sectors = struct.pack(f"<{len(table)}I", *table).ljust(512, b"\xff")
    return head + sectors + directory + content


WORD = b"\xec\xa5\xc1\0" + b"\0" * 8
LOCKED = b"\xec\xa5\xc1\0" + b"\0" * 7 + b"\x01"
BOOK = struct.pack("<HHHH", 0x809, 4, 0x600, 5)
LOCKED_BOOK = BOOK + struct.pack("<HHH", 0x2F, 2, 1)
MANIFEST = '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'
PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c63606060600000000500"
    "01a5f645400000000049454e44ae426082"
)
ODT = "application/vnd.oasis.opendocument.text"


def open_document(mimetype: str = ODT, how: int = zipfile.ZIP_STORED, **parts: str) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", mimetype, how)
        archive.writestr("content.xml", parts.get("content", "<x/>"))
        archive.writestr("META-INF/manifest.xml", parts.get("manifest", MANIFEST))
    return stream.getvalue()


def name_of(data: bytes) -> str | None:
    return next((form.NAME for form in legacy.FORMATS if form.recognises(data)), None)


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (compound({"WordDocument": WORD, "1Table": b""}), "doc"),
        (compound({"Workbook": BOOK}), "xls"),
        (compound({"Book": BOOK}), "xls"),
        (compound({"Workbook": BOOK}, {"WordDocument": WORD}), "xls"),
        (compound({"Data": b"", "WordDocument": WORD}, {"Workbook": BOOK}), "doc"),
        (compound({"0Table": b"", "Data": b"", "WordDocument": WORD, "WpsCustomData": b""}), "doc"),
        (compound({"Workbook": BOOK, "WpsCustomData": b""}), "xls"),
        (compound({"PowerPoint Document": b""}, {"WordDocument": WORD}), None),
        (compound({"EncryptedPackage": b""}), None),
        (compound({"WordDocument": WORD})[:1000], None),
        (b"{\\rtf1\\ansi\\deff0 x}", "rtf"),
        (b"\xef\xbb\xbf {\\rtf1 x}", "rtf"),
        (b"{\\r", None),
        (open_document(), "odt"),
        (open_document(ODT + "-template"), "odt"),
        (open_document(how=zipfile.ZIP_DEFLATED), "odt"),
        (open_document()[:-30], "odt"),
        (open_document("application/vnd.oasis.opendocument.spreadsheet"), "ods"),
        (open_document("application/vnd.oasis.opendocument.presentation"), None),
        (b'<?xml version="1.0"?>\r\n<?mso-application progid="Word.Document"?><w:wordDocument/>', "doc-xml"),
        (b'\xef\xbb\xbf<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook/>', "xls-xml"),
        (b'<?xml version="1.0"?><p>progid="Word.Sheet"</p>', None),
        (b"", None),
    ],
)
def test_what_a_file_is_by_its_content(data: bytes, name: str | None) -> None:
    assert name_of(data) == name


def why(tmp_path: Path, data: bytes, name: str = "x.doc") -> str:
    (tmp_path / name).write_bytes(data)
    with pytest.raises(IntakeError) as caught:
        load(tmp_path / name, name)
    assert "\n" not in caught.value.reason
    return caught.value.reason


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (compound({"WordDocument": LOCKED}), "是旧版 Word 文档（.doc、.wps），已加密；请用密码打开"),
        (open_document(manifest="<encryption-data/>"), "是 OpenDocument 文字文档（.odt），已加密"),
        (compound({"EncryptedPackage": b"", "EncryptionInfo": b""}), "是加密的 Office 文件（.docx、.xlsx、.pptx）"),
        (compound({"PowerPoint Document": b""}), "是旧版演示文稿（.ppt、.dps）"),
        (compound({"PowerPoint Document": b"", "WpsCustomData": b""}), "是旧版演示文稿（.ppt、.dps）"),
        (compound({"Contents": b""}), "看不出是哪一种"),
        (
            compound({"WordDocument": WORD})[:900] + "WordDocument".encode("utf-16-le"),
            "旧版 Word 文档（.doc、.wps）；已损坏",
        ),
        (zipped({"mimetype": "application/ofd", "OFD.xml": "<x/>"}), "是版式文件（.ofd）；本版暂不支持"),
        (
            zipped({"[Content_Types].xml": "<x/>", "FixedDocSeq.fdseq": "<x/>"}),
            "是版式文件（.xps、.oxps）；本版暂不支持",
        ),
        (open_document()[:-30], "不完整"),
    ],
)
def test_what_cannot_be_read_says_why(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, data: bytes, reason: str
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert reason in why(tmp_path, data)


def test_document_types_and_bombs_never_reach_the_converter(tmp_path: Path) -> None:
    entity = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
    assert "DOCTYPE" in why(tmp_path, entity + b'<?mso-application progid="Word.Document"?><x>&e;</x>')
    assert "膨胀超过" in why(tmp_path, open_document(content=" " * 40_000_000))


@pytest.mark.parametrize(
    ("data", "package", "save_as"),
    [
        (compound({"WordDocument": WORD}), "libreoffice-writer", ".docx"),
        (compound({"Workbook": BOOK}), "libreoffice-calc", ".xlsx"),
        (b"{\\rtf1 x}", "libreoffice-writer", ".docx"),
    ],
)
def test_without_libreoffice_one_line_names_the_package(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, data: bytes, package: str, save_as: str
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    reason = why(tmp_path, data)
    assert f"apt install {package}" in reason
    assert f"另存为 {save_as} 再读" in reason


def stand_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: str) -> None:
    """Put a program in the place of LibreOffice."""
    (tmp_path / "bin").mkdir()
    program = tmp_path / "bin" / "soffice"
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}:{os.environ['PATH']}")
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))


def test_a_converter_that_hangs_is_ended_with_all_it_started(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stand_in(tmp_path, monkeypatch, f"sleep 1000 & echo $! >{tmp_path}/pid; sleep 1000")
    monkeypatch.setattr(soffice, "SECONDS", 1)
    assert "转换了 1 秒还没有转完" in why(tmp_path, compound({"WordDocument": WORD}))
    pid = int((tmp_path / "pid").read_text())
    for _ in range(50):
        if not running(pid):
            break
        time.sleep(0.1)
    assert not running(pid)
    assert not list(tmp_path.glob("taizhang-*"))


def running(pid: int) -> bool:
    """Whether a process still runs; one that has ended but was not asked for does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False


def test_a_converter_that_gives_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stand_in(tmp_path, monkeypatch, "exit 1")
    assert "LibreOffice 打不开" in why(tmp_path, compound({"WordDocument": WORD}))
    assert "已加密" in why(tmp_path, compound({"Workbook": LOCKED_BOOK}))
    assert not list(tmp_path.glob("taizhang-*"))


def test_damaged_directories_never_raise() -> None:
    data = compound({"WordDocument": WORD, "1Table": b""}, {"Workbook": BOOK})
    assert Compound(data).names == {"WordDocument", "1Table", "ObjectPool"}
    assert Compound(data).head("WordDocument", 4) == WORD[:4]
    for size in range(0, len(data), 61):
        assert Compound(data[:size]).names <= {"WordDocument", "1Table", "ObjectPool"}
    for at in range(1536):
        mutant = data[:at] + bytes([data[at] ^ 0xFF]) + data[at + 1 :]
        Compound(mutant).head("WordDocument", 64)


def report() -> bytes:
    document = python_docx.Document()
    document.sections[0].header.paragraphs[0].text = "云溪县水务局"
    document.add_paragraph("2023年上半年工作总结", style="Title")
    document.add_paragraph("上半年，完成投资1.25亿元，同比增长8.5%。")
    document.add_paragraph("整治河道3条。", style="List Number")
    document.add_paragraph("修建泵站2座。", style="List Number")
    grid = document.add_table(rows=2, cols=2)
    for cell, text in zip(grid._cells, ["指标", "1-6月", "投资（万元）", "12500"], strict=True):
        cell.text = text
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


TEXT = (
    "2023年上半年工作总结\n上半年，完成投资1.25亿元，同比增长8.5%。\n1.整治河道3条。\n2.修建泵站2座。\n"
    "指标\t1-6月\n投资（万元）\t12500\n云溪县水务局"
)


def converted(tmp_path: Path, form: str, data: bytes, suffix: str) -> bytes:
    """Have LibreOffice write an old format."""
    office = soffice.program()
    assert office
    (tmp_path / f"source.{suffix}").write_bytes(data)
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = [office, profile, "--headless", "--convert-to", form, "--outdir", tmp_path, tmp_path / f"source.{suffix}"]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    return (tmp_path / f"source.{form}").read_bytes()


def loaded(tmp_path: Path, data: bytes, name: str) -> SourceText:
    (tmp_path / name).write_bytes(data)
    return load(tmp_path / name, name)


@needs_office
@pytest.mark.slow
@pytest.mark.parametrize(
    ("form", "name", "format"), [("doc", "报告.wps", "doc"), ("rtf", "报告.doc", "rtf"), ("odt", "报告", "odt")]
)
def test_old_documents_are_read(tmp_path: Path, form: str, name: str, format: str) -> None:
    source = loaded(tmp_path, converted(tmp_path, form, report(), "docx"), name)
    assert (source.format, source.text, source.notes) == (format, TEXT, ("经 LibreOffice 转换后读入",))
    assert [place.paragraph for place in source.places[:4]] == [1, 2, 3, 4]
    assert [source.text[c.start : c.end] for c in source.tables[0].cells] == ["指标", "1-6月", "投资（万元）", "12500"]
    assert [source.text[n.start : n.end] for n in source.noise] == ["云溪县水务局"]


@needs_office
@pytest.mark.slow
@pytest.mark.parametrize(("form", "format"), [("xls", "xls"), ("ods", "ods")])
def test_old_workbooks_are_read(tmp_path: Path, form: str, format: str) -> None:
    book = openpyxl.Workbook()
    book.active.append(["指标", "数值"])
    book.active.append(["税收", 3.5])
    stream = io.BytesIO()
    book.save(stream)
    source = loaded(tmp_path, converted(tmp_path, form, stream.getvalue(), "xlsx"), "表.et")
    assert source.format == format
    assert "指标\t数值\n税收\t3.5" in source.text


@pytest.mark.parametrize(("name", "format"), [("总结.wps", "docx"), ("指标.et", "xlsx")])
def test_new_files_of_kingsoft_are_read_whatever_their_name(tmp_path: Path, name: str, format: str) -> None:
    stream = io.BytesIO()
    if format == "docx":
        document = python_docx.Document()
        document.add_paragraph("全镇整修机耕路12公里。")
        document.save(stream)
    else:
        book = openpyxl.Workbook()
        book.active.append(["机耕路（公里）", 12])
        book.save(stream)
    source = loaded(tmp_path, stream.getvalue(), name)
    assert source.format == format
    assert "机耕路" in source.text


@needs_office
@pytest.mark.slow
def test_a_document_that_is_a_picture_is_not_called_damaged(tmp_path: Path) -> None:
    document, stream = python_docx.Document(), io.BytesIO()
    document.add_picture(io.BytesIO(PIXEL))
    document.save(stream)
    source = loaded(tmp_path, converted(tmp_path, "doc", stream.getvalue(), "docx"), "扫描.doc")
    assert (source.text, source.notes[:2]) == ("", ("图片 1 张，其中的文字未读入", "经 LibreOffice 转换后没有文字"))


@needs_office
@pytest.mark.slow
def test_what_libreoffice_cannot_open_is_one_line(tmp_path: Path) -> None:
    data = compound({"WordDocument": bytes(range(1, 256)) * 40, "1Table": b"\x99" * 5000})
    assert "LibreOffice 打不开（文件可能已损坏、加密，或没有装 libreoffice-writer）" in why(tmp_path, data)
    hollow = loaded(tmp_path, compound({"WordDocument": WORD, "1Table": b""}), "hollow.doc")
    assert (hollow.text, hollow.notes) == ("", ("经 LibreOffice 转换后没有文字，原文件可能已损坏", "空文件"))


def linking(odt: bytes, address: str) -> bytes:
    """The same document with a picture and a section that stand elsewhere."""
    more = (
        f'<text:p><draw:frame svg:width="2cm" svg:height="2cm"><draw:image xlink:href="{address}/a.png" '
        'xlink:type="simple" xlink:show="embed" xlink:actuate="onLoad"/></draw:frame></text:p>'
        f'<text:section text:name="s"><text:section-source xlink:href="{address}/b.odt"/><text:p>x</text:p>'
        "</text:section>"
    )
    files = {
        name: text.replace(b"</office:text>", more.encode() + b"</office:text>") for name, text in members(odt).items()
    }
    return zipped(files)


@needs_office
@pytest.mark.slow
def test_no_link_is_followed(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.2)
        address = f"http://127.0.0.1:{server.getsockname()[1]}"
        visits: list[object] = []
        serving = Thread(target=_listen, args=(server, visits))
        serving.start()
        try:
            rtf = (
                r"{\rtf1\ansi{\field{\*\fldinst INCLUDEPICTURE " + f'"{address}/a.png"' + r" \\d}{\fldrslt x}}"
                r"{\field{\*\fldinst INCLUDETEXT " + f'"{address}/b.txt"' + r"}{\fldrslt y}}"
                r"{\*\template " + address + r"/t.dot}\par done}"
            )
            assert "done" in loaded(tmp_path, rtf.encode("ascii"), "x.rtf").text
            odt = linking(converted(tmp_path, "odt", report(), "docx"), address)
            assert "整治河道3条" in loaded(tmp_path, odt, "x.odt").text
        finally:
            server.close()
            serving.join()
        assert visits == []


def _listen(server: socket.socket, visits: list[object]) -> None:
    while True:
        try:
            connection, address = server.accept()
        except TimeoutError:
            continue
        except OSError:
            return
        visits.append(address)
        connection.close()
