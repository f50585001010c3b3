from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from taizhang.output.excerpt import excerpt, width
from taizhang.output.source import Source


def shown(text: str, *quotes: str, cells: int = 96) -> list[str]:
    marks = [((at := text.index(quote), at + len(quote)), "~") for quote in quotes]
    return list(excerpt(Source("a", text), marks, cells))


def test_marks_stand_below_chinese_characters() -> None:
    assert shown("前文。共53件，其中A类23件。后文。", "53件", "23件") == [
        "共53件，其中A类23件。",
        "  ~~~~         ~~~~",
    ]


def test_a_sentence_goes_on_in_the_next_line() -> None:
    lines = shown("一二三四五六七八九十" * 4 + "53件", "53件", cells=20)
    assert lines[-2:] == ["53件", "~~~~"]
    assert shown("一二三四五六七八53件，其中", "53件", cells=18)[-3:] == ["一二三四五六七八", "53件，其中", "~~~~"]
    assert all(sum(map(width, line)) <= 20 for line in lines)


def test_what_moves_the_cursor_is_blank() -> None:
    assert shown("共\t53\u200b件\x1b[0m，", "53\u200b件") == ["共 53 件 [0m，", "   ~~~~~"]


def test_sentences_that_touch_are_one() -> None:
    assert shown("共53件。其中23件。", "53件", "23件")[0] == "共53件。其中23件。"


@given(st.text("一2，。\n\r\t", min_size=1, max_size=60), st.data())
def test_every_mark_has_its_cells(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    lines = list(excerpt(Source("a", text), [((start, end), "^")], 30))
    assert sum(line.count("^") for line in lines) == sum(map(width, text[start:end]))


@given(st.text("a一\r\n", max_size=30))
def test_positions_count_lines_as_an_editor(text: str) -> None:
    source = Source("a", text)
    lines = text.replace("\r\n", "\n ").replace("\r", "\n").split("\n")
    for offset in range(len(text)):
        line, column = source.position(offset)
        assert 1 <= line <= len(lines)
        assert column >= 1
