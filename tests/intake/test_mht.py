"""Web pages in one file."""

from __future__ import annotations

from email.mime.image import MIMEImage
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from taizhang.errors import IntakeError
from taizhang.intake import load, mht

PAGE = "<html><body><p>云溪县上半年完成投资5亿元，同比增长8.5%。</p></body></html>"


def saved(page: str = PAGE, charset: str = "utf-8") -> bytes:
    """A page as browsers and Word save it, with a picture."""
    message = MIMEMultipart("related")
    message["From"] = "<由 Word 保存>"
    message.attach(MIMEText(page, "html", charset))
    message.attach(MIMEImage(b"\x89PNG\r\n\x1a\n", "png"))
    return message.as_bytes()


@pytest.mark.parametrize("charset", ["utf-8", "gb2312", "gb18030"])
@pytest.mark.parametrize("before", [b"", b"\r\n\r\n", b"\xef\xbb\xbf"])
def test_the_page_is_read(tmp_path: Path, charset: str, before: bytes) -> None:
    (tmp_path / "x.doc").write_bytes(before + saved(charset=charset))
    source = load(tmp_path / "x.doc", "x.doc")
    assert (source.format, source.text) == ("mht", "云溪县上半年完成投资5亿元，同比增长8.5%。")


def test_a_message_without_a_page(tmp_path: Path) -> None:
    (tmp_path / "x.mht").write_bytes(saved().replace(b"text/html", b"text/none"))
    with pytest.raises(IntakeError, match=r"单文件网页（.mht）里没有网页；请"):
        load(tmp_path / "x.mht", "x.mht")


def test_mail_and_text_are_none() -> None:
    assert not mht.recognises(b"MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n")
    assert not mht.recognises("关于 MIME-Version: 的说明\nContent-Type: text/html\n".encode())
    assert not mht.recognises(b"")


def test_parts_without_end_are_refused() -> None:
    with pytest.raises(IntakeError, match="超过 10,000 个的上限"):
        mht.extract(b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=x\n\n" + b"--x\n\n" * 10_001)


def test_parts_in_parts_end() -> None:
    head = b"MIME-Version: 1.0\n"
    nested = b"".join(b"Content-Type: multipart/related; boundary=b%d\n\n--b%d\n" % (n, n) for n in range(5_000))
    with pytest.raises(IntakeError, match="层层嵌套"):
        mht.extract(head + nested)


@given(st.data())
def test_no_mutation_is_more_than_a_line(data: st.DataObject) -> None:
    mutant = bytearray(saved())
    for _ in range(data.draw(st.integers(1, 6))):
        mutant[data.draw(st.integers(0, len(mutant) - 1))] = data.draw(st.integers(0, 255))
    mht.recognises(bytes(mutant))
    try:
        mht.extract(bytes(mutant))
    except IntakeError as error:
        assert "\n" not in error.reason
