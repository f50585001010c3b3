"""Numbers as a spreadsheet shows them."""

from __future__ import annotations

import doctest
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from taizhang.intake import numberformat
from taizhang.intake.numberformat import builtin, shown, shown_text

CASES = [
    (12.0, "", "12"),
    (12.5, "General", "12.5"),
    (0.1 + 0.2, "", "0.3"),
    (-1 / 3, "", "-0.3333333333"),
    (20231231.0, "", "20231231"),
    (420104199001010000.0, "0", "420104199001010000"),
    (0.65, "0%", "65%"),
    (0.0913, "0.0%", "9.1%"),
    (1.005, "0.00", "1.01"),
    (-0.001, "0.00", "0.00"),
    (2.5, "0", "3"),
    (1234567.891, "#,##0.0", "1,234,567.9"),
    (12345678, '#,##0.0,,"百万"', "12.3百万"),
    (123456, '0!.0,"万元"', "12.3万元"),
    (5, "000", "005"),
    (13800138000, "000-0000-0000", "138-0013-8000"),
    (0.5, "#.##", "0.5"),
    (5, "#.##", "5"),
    (5, "0.0#", "5.0"),
    (0, '#,##0;-#,##0;"-"', "-"),
    (-7, "#,##0_);(#,##0)", "-7"),
    (-7, "0;[Red]0", "-7"),
    (-7, "0;[Red]-0", "-7"),
    (-5, '0;"减少"0', "减少5"),
    (3.5, "[$¥-804]#,##0.00", "¥3.50"),
    (3.5, '_ ¥* #,##0.00_ ;_ ¥* -#,##0.00_ ;_ ¥* "-"??_ ;_ @_ ', "¥3.50"),
    (120, '[>=100]0"高";0"低"', "120高"),
    (20, '[>=100]0"高";0"低"', "20低"),
    (7, 'General"项"', "7项"),
    (5, ";;;", ""),
    (0.3, "# ?/?", "0.3"),
    (45077, "yyyy/m/d", "2023/5/31"),
    (45077, 'yyyy"年"mm"月"', "2023年05月"),
    (45077.6, "yyyy-mm-dd hh:mm:ss", "2023-05-31 14:24:00"),
    (45077.999999999, "m/d h:mm", "6/1 0:00"),
    (0.75, "h:mm AM/PM", "6:00 PM"),
    (0.75, '上午/下午h"时"mm"分"', "下午6时00分"),
    (1.5, "[h]:mm", "36:00"),
    (45077, "aaaa", "星期三"),
    (45077, '[DBNum1][$-804]yyyy"年"m"月"d"日";@', "二〇二三年五月三十一日"),
    (-1, "yyyy/m/d", "-1"),
    (1e300, "yyyy", "1E+300"),
]


@pytest.mark.parametrize(("value", "code", "text"), CASES)
def test_a_number_shows_as_in_a_spreadsheet(value: float, code: str, text: str) -> None:
    assert shown(value, code) == text


def test_dates_may_be_counted_from_1904() -> None:
    assert shown(43615, "yyyy/m/d", epoch_1904=True) == "2023/5/31"
    assert [shown(day, "yyyy/m/d") for day in (1, 59, 61)] == ["1900/1/1", "1900/2/28", "1900/3/1"]


def test_formats_without_a_name_are_known() -> None:
    assert shown(0.5, builtin(9)) == "50%"
    assert shown(45077, builtin(31)) == "2023年5月31日"
    assert builtin(0) == builtin(163) == "General"


def test_a_format_may_add_to_a_text() -> None:
    assert shown_text("12", '0"户";;;@"户"') == "12户"
    assert shown_text("12", "0.00") == "12"


def test_the_examples_are_true() -> None:
    assert doctest.testmod(numberformat).failed == 0


CODES = st.text(st.sampled_from('0#?.,%;@"\\!_*[]<>=$-yYmdhsaeE+/ GeneralDBNum1红色万元()'), max_size=30)


@given(st.floats(), CODES)
def test_any_number_shows_in_any_format(value: float, code: str) -> None:
    assert isinstance(shown(value, code), str)


@given(st.floats(-1e15, 1e15))
def test_a_number_without_a_format_keeps_what_is_seen(value: float) -> None:
    assert math.isclose(float(shown(value)), value, rel_tol=1e-5, abs_tol=1e-12)


@given(st.integers(-(10**12), 10**12), st.integers(0, 6))
def test_decimals_are_those_of_the_format(number: int, decimals: int) -> None:
    text = shown(number / 10**decimals, f"#,##0.{'0' * decimals}")
    assert text.replace(",", "").replace(".", "").lstrip("-0") == str(abs(number)).lstrip("0")
