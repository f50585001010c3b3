"""Time expressions and the days they stand for."""

from __future__ import annotations

from datetime import date

import pytest

from taizhang.facts import parse_period
from taizhang.facts.periods import same_part

TODAY = date(2025, 9, 1)


@pytest.mark.parametrize(
    ("text", "begins", "ends"),
    [
        ("2023年", "2023-01-01", "2023-12-31"),
        ("2023年度", "2023-01-01", "2023-12-31"),
        ("2023年上半年", "2023-01-01", "2023-06-30"),
        ("下半年", "2025-07-01", "2025-12-31"),
        ("去年上半年", "2024-01-01", "2024-06-30"),
        ("1-5月", "2025-01-01", "2025-05-31"),
        ("1至6月份", "2025-01-01", "2025-06-30"),
        ("2023年1—2月", "2023-01-01", "2023-02-28"),
        ("一至五月", "2025-01-01", "2025-05-31"),
        ("2024年2月", "2024-02-01", "2024-02-29"),
        ("一季度", "2025-01-01", "2025-03-31"),
        ("第三季度", "2025-07-01", "2025-09-30"),
        ("前三季度", "2025-01-01", "2025-09-30"),
        ("2021-2022年", "2021-01-01", "2022-12-31"),
        ("2023年至2025年", "2023-01-01", "2025-12-31"),
        ("一九七八年", "1978-01-01", "1978-12-31"),
        ("二〇二三年", "2023-01-01", "2023-12-31"),
        ("6月18日", "2025-06-18", "2025-06-18"),
        ("6月18—20日", "2025-06-18", "2025-06-20"),
        ("2023年全年", "2023-01-01", "2023-12-31"),
        ("2023年1月至6月14日", "2023-01-01", "2023-06-14"),
        ("6月中旬", "2025-06-11", "2025-06-20"),
        ("截至6月底", None, "2025-06-30"),
        ("截至2023年5月末", None, "2023-05-31"),
        ("到2025年", None, "2025-12-31"),
        ("6月底前", None, "2025-06-30"),
        ("年底前", None, "2025-12-31"),
        ("今年以来", "2025-01-01", "2025-09-01"),
        ("2023年以来", "2023-01-01", "2025-09-01"),
        ("目前", None, "2025-09-01"),
        ("截至目前", None, "2025-09-01"),
        ("“十四五”期间", "2021-01-01", "2025-12-31"),
        ("“十四五”末", None, "2025-12-31"),
        ("“十四五”以来", "2021-01-01", "2025-09-01"),
        ("一九八四年十月", "1984-10-01", "1984-10-31"),
        ("上个月", "2025-08-01", "2025-08-31"),
        ("上季度", "2025-04-01", "2025-06-30"),
        ("“六五”期间", "1981-01-01", "1985-12-31"),
        ("2022年11月至2023年2月", "2022-11-01", "2023-02-28"),
        ("2023年7月1日至2024年6月30日", "2023-07-01", "2024-06-30"),
        ("前5个月", "2025-01-01", "2025-05-31"),
        ("2023年前十个月", "2023-01-01", "2023-10-31"),
        ("截至2023-06-30", None, "2023-06-30"),
        ("2023.6.30", "2023-06-30", "2023-06-30"),
        ("一九八六年三月二十五日", "1986-03-25", "1986-03-25"),
        ("一季度末", None, "2025-03-31"),
        ("上半年末", None, "2025-06-30"),
        ("年初", "2025-01-01", None),
        ("今冬明春", None, None),
        ("今年春季", None, None),
        ("去年同期", None, None),
        ("x月", None, None),
        ("每年", None, None),
        ("2025年2月30日", None, None),
    ],
)
def test_days(text: str, begins: str | None, ends: str | None) -> None:
    """The first and the last day; as-of expressions have no first."""
    dates = parse_period(text, today=TODAY)
    assert dates is not None
    assert dates.begins == (date.fromisoformat(begins) if begins else None)
    assert dates.ends == (date.fromisoformat(ends) if ends else None)


@pytest.mark.parametrize("text", ["", "5", "三档", "12个", "2023", "上海", "一月一巡"])
def test_no_period(text: str) -> None:
    """What is no time expression gives None."""
    assert parse_period(text, today=TODAY) is None


@pytest.mark.parametrize(
    ("text", "held", "begins", "ends"),
    [
        ("去年同期", "2024年1-2月", "2023-01-01", "2023-02-28"),
        ("上年同期", "截至2023年2月底", None, "2022-02-28"),
        ("2019年同期", "上半年", "2019-01-01", "2019-06-30"),
        ("去年同期", None, None, None),
        ("去年同期", "目前", None, None),
    ],
)
def test_same_part(text: str, held: str | None, begins: str | None, ends: str | None) -> None:
    """去年同期 is the part of the year before that the figure beside it is about."""
    year = 2024 if held != "截至2023年2月底" else 2023
    dates = same_part(text, held, year)
    assert dates is not None
    assert dates.begins == (date.fromisoformat(begins) if begins else None)
    assert dates.ends == (date.fromisoformat(ends) if ends else None)


def test_same_part_is_said_so() -> None:
    """Other expressions are no same part of another year."""
    assert same_part("去年", "上半年", 2024) is None
