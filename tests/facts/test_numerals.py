"""Numerals: every way of writing a number gives the number."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from taizhang.facts.numerals import arabic, chinese, parse_number

DIGITS = "零一二三四五六七八九"


def spell(number: int) -> str:
    """Write a number below 10^12 in Chinese as reports do."""
    if number == 0:
        return "零"
    words = ""
    for size, name in ((10**8, "亿"), (10**4, "万"), (1, "")):
        part, number = divmod(number, size)
        if part:
            if words and part < 1000:
                words += "零"
            words += _spell_thousands(part) + name
        elif words and number and not words.endswith("零"):
            words += "零"
    return words.rstrip("零") if words.endswith("零") and len(words) > 1 else words


def _spell_thousands(number: int) -> str:
    words = ""
    for size, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, number = divmod(number, size)
        if digit:
            words += DIGITS[digit] + name
        elif words and number and not words.endswith("零"):
            words += "零"
    return words


@given(st.integers(min_value=0, max_value=10**12 - 1))
def test_chinese_reads_what_is_spelt(number: int) -> None:
    """A number written in Chinese is read back."""
    assert chinese(spell(number)) == (number, 0)


@given(st.integers(min_value=0, max_value=10**12), st.sampled_from(["{}", "{:,}"]))
def test_arabic_reads_what_is_printed(number: int, form: str) -> None:
    """Half-width, full-width and grouped digits are the same number."""
    text = form.format(number)
    wide = text.translate({ord(str(d)): chr(0xFF10 + d) for d in range(10)} | {ord(","): "，"})
    assert arabic(text) == arabic(wide) == (number, 0)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("十二", 12), ("三百五", 350), ("一万二", 12000), ("两千零三十", 2030), ("二〇二三", 2023), ("八点五", 8.5),
        ("百分之八点五", 8.5), ("8.5%", 8.5), ("三分之一", 0.3333), ("1/3", 0.3333), ("1.2万", 12000), ("４６", 46),
        ("1 234.5", 1234.5), ("-84", -84), ("三百多", 300), ("100余", 100), ("一千一百二十一亿", 112_100_000_000),
        ("五六", [5, 6]), ("十七八", [17, 18]), ("三五百", [300, 500]), ("百分之七八", [7, 8]), ("八三", 83),
        ("壹佰贰拾万", 1_200_000), ("十百", None), ("万", None), ("", None), ("abc", None), ("1/0", None),
        ("三个", None),
    ],
)  # fmt: skip
def test_parse_number(text: str, value: float | list[int] | None) -> None:
    """Single numbers, and what is none."""
    assert parse_number(text) == value


@given(st.text(max_size=30))
def test_parse_number_never_fails(text: str) -> None:
    """Any text gives a number, a range or None."""
    assert parse_number(text) is None or isinstance(parse_number(text), (int, float, list))
