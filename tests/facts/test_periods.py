"""Time expressions and the days they stand for."""

from __future__ import annotations

from datetime import date

import pytest

from taizhang.facts import parse_period

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
        ("“六五”期间", "1981-01-01", "1985-12-31"),
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
