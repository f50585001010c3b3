from __future__ import annotations

import hashlib
import io
import zipfile
from pathlib import Path

import pytest

from taizhang.errors import IntakeError
from taizhang.intake import is_verbatim, load


def zipped(*names: str) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return stream.getvalue()


def test_a_text_file_is_its_decoded_text(tmp_path: Path) -> None:
    data = "\ufeff全县完成投资5亿元。\r\n".encode()
    (tmp_path / "x.html").write_bytes(data)
    source = load(tmp_path / "x.html", "x.html")
    assert (source.format, source.text, source.notes) == ("txt", "全县完成投资5亿元。\r\n", ())
    assert source.doc == hashlib.sha256(data).hexdigest()
    assert is_verbatim(source.format)


def test_a_page_is_told_by_its_content(tmp_path: Path) -> None:
    (tmp_path / "x.txt").write_bytes("<!-- 存 -->\n<HTML><body><p>全县完成投资5亿元。</p>".encode("utf-16"))
    source = load(tmp_path / "x.txt", "x.txt")
    assert (source.format, source.text) == ("html", "全县完成投资5亿元。")
    assert not is_verbatim(source.format)


def test_a_piece_of_a_page_is_one_and_markdown_is_not(tmp_path: Path) -> None:
    (tmp_path / "piece").write_bytes("<p>完成3项。</p>\r\n<p>投资5亿元。</p>\r\n".encode("utf-16-le"))
    (tmp_path / "notes.md").write_text("<h1 align=center>总结</h1>\n\n# 一、收入\n完成3项。\n")
    assert load(tmp_path / "piece", "piece").text == "完成3项。\n投资5亿元。"
    assert load(tmp_path / "notes.md", "notes.md").format == "txt"


@pytest.mark.parametrize(
    ("data", "note"), [(b"", "空文件"), (b" \r\n\t", "只有空白"), ("全县\0完成3项".encode(), "含 1 个 NUL")]
)
def test_what_a_user_should_know(tmp_path: Path, data: bytes, note: str) -> None:
    (tmp_path / "x").write_bytes(data)
    source = load(tmp_path / "x", "x")
    assert source.text == data.decode()
    assert note in source.notes[0]


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (zipped("报告.txt")[:-9], "打不开的 ZIP 压缩包"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 99 + "WordDocument".encode("utf-16-le"), "旧版 Word 文档"),
        (b"\x89PNG\r\n\x1a\n\0", "图片（.png）"),
        (b"BM\0\0\0\0", "图片（.bmp）"),
        (b"RIFF\0\0\0\0WEBP", "图片（.webp）"),
        (b"\x7fELF\x02", "可执行程序"),
    ],
)
def test_what_is_no_text_is_named(tmp_path: Path, data: bytes, name: str) -> None:
    (tmp_path / "x.txt").write_bytes(data)
    with pytest.raises(IntakeError, match=r"请|要") as caught:
        load(tmp_path / "x.txt", "某局/x.txt")
    assert name in str(caught.value)
    assert str(caught.value).startswith("某局/x.txt：是")
    assert "\n" not in str(caught.value)


def test_text_that_begins_like_a_picture_is_text(tmp_path: Path) -> None:
    (tmp_path / "x").write_text("BM 公司完成产值5亿元")
    assert load(tmp_path / "x", "x").format == "txt"
