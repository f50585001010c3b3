from __future__ import annotations

import codecs
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from taizhang.errors import IntakeError
from taizhang.intake.encoding import decode

SENTENCE = "上半年，云溪县完成固定资产投资12.5亿元，同比增长9.0%；新开工项目37个。\r\n二、下一步打算\n"
ENCODINGS = ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be"]
COMMON = b"".join(bytes([row, column]) for row in range(0xB0, 0xD7) for column in range(0xA1, 0xFF)).decode("gb2312")
CLAUSES = st.text(st.sampled_from(COMMON + "0123456789%.\r\n"), min_size=6, max_size=40)
CHINESE = st.lists(CLAUSES, min_size=1).map("，".join)


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_each_encoding_gives_the_text_as_it_is(encoding: str) -> None:
    assert decode(SENTENCE.encode(encoding)) == (SENTENCE, ())


@pytest.mark.parametrize("encoding", ENCODINGS)
@given(text=CHINESE)
def test_chinese_text_survives_every_encoding(encoding: str, text: str) -> None:
    assert decode(text.encode(encoding)).text == text


@given(text=st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"])))
def test_any_text_survives_utf_8(text: str) -> None:
    assert decode(text.encode()).text == text.removeprefix("\ufeff")


@given(data=st.binary())
def test_any_bytes_are_decoded_or_refused(data: bytes) -> None:
    try:
        decode(data)
    except IntakeError as error:
        assert "\n" not in str(error)


@pytest.mark.parametrize("word", ["联通", "漯河市婺城区：5亿元", "①全县；②全市", "完成12项"])
@pytest.mark.parametrize("encoding", ["gb18030", "utf-16-le"])
def test_short_text_without_a_mark(word: str, encoding: str) -> None:
    assert decode(word.encode(encoding)).text == word


def test_text_far_behind_ascii_decides() -> None:
    text = "0123456789\n" * 10_000 + SENTENCE
    assert decode(text.encode("gb18030")).text == text
    assert decode(text.encode("utf-16-be")).text == text


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_a_few_broken_bytes_become_a_note(encoding: str) -> None:
    data = (SENTENCE * 60).encode(encoding)
    text, notes = decode(data[:3000] + b"\xff" + data[3000:])
    assert text.count("\ufffd") == 1 or encoding == "utf-8"
    assert len(notes) == 1
    assert "字节损坏" in notes[0]


def test_a_character_cut_off_at_the_end_becomes_a_note() -> None:
    text, notes = decode(SENTENCE.strip().encode()[:-1])
    assert text == SENTENCE.strip()[:-1] + "\ufffd"
    assert notes


@pytest.mark.parametrize(
    "data",
    [
        random.Random(1).randbytes(2000),
        bytes(range(256)) * 4,
        b"\0" * 500,
        "總預算收入增長，辦理結案".encode("big5"),
        "Отчёт о работе".encode("cp1251"),
        codecs.BOM_UTF16_LE + b"\x00\xd8" * 50,
    ],
)
def test_what_is_no_chinese_text_is_refused(data: bytes) -> None:
    with pytest.raises(IntakeError, match="认不出文字编码"):
        decode(data)


def test_the_declared_encoding_counts_where_it_fits() -> None:
    assert decode("總預算收入增長".encode("big5"), "Big5").text == "總預算收入增長"
    assert decode(SENTENCE.encode(), "gb2312").text == SENTENCE
    assert decode(SENTENCE.encode("gb18030"), "utf-8").text == SENTENCE
    assert decode(SENTENCE.encode(), "no-such").text == SENTENCE
