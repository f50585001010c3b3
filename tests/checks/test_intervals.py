"""Interval arithmetic: the true value lies in its own rounding interval, and relations of true values always hold."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

from hypothesis import given
from hypothesis import strategies as st

from taizhang.checks import check
from taizhang.checks.intervals import Interval, around, decimal, rounding, total, widened
from taizhang.checks.judge import one_slip_apart
from taizhang.reader import read_text

AMOUNT = st.decimals(min_value="0.01", max_value="999999", places=4)
PLACES = st.integers(min_value=0, max_value=3)


def stated(value: Decimal, places: int) -> Decimal:
    return value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


@given(AMOUNT, PLACES)
def test_true_value_is_within_its_rounding(value: Decimal, places: int) -> None:
    interval = rounding(stated(value, places), places, counted=False)
    assert interval.low <= value <= interval.high


@given(AMOUNT, AMOUNT, AMOUNT, AMOUNT)
def test_arithmetic_encloses_the_exact_result(a: Decimal, b: Decimal, wide: Decimal, wider: Decimal) -> None:
    one, other = around(a, wide), around(b + wider, wider)
    for x, y in [(one.low, other.high), (one.high, other.low), (a, b + wider)]:
        for result, exact in [(one + other, x + y), (one - other, x - y), (one * other, x * y)]:
            assert result.low <= exact <= result.high
        quotient = one / other
        if quotient is not None:
            assert quotient.low <= x / y <= quotient.high


def test_no_division_by_what_may_be_zero() -> None:
    assert Interval(Decimal(1), Decimal(2)) / Interval(Decimal(-1), Decimal(1)) is None


def test_binary_floats_cause_no_noise() -> None:
    assert total([rounding(decimal(0.1), 1, True), rounding(decimal(0.2), 1, True)]) == around(
        Decimal("0.3"), Decimal("0.10")
    )


@given(st.integers(min_value=1, max_value=99999))
def test_modifiers_only_widen(value: int) -> None:
    number = Decimal(value)
    exact = rounding(number, 0, counted=True)
    for modifier in ("approx", "at_least", "at_most"):
        assert widened(number, 0, modifier, inner=False, near=False).meets(exact)


@given(st.integers(min_value=0, max_value=10**6), st.integers(min_value=0, max_value=10**6))
def test_one_slip_apart_is_symmetric(a: int, b: int) -> None:
    assert one_slip_apart(Decimal(a), Decimal(b)) == one_slip_apart(Decimal(b), Decimal(a))


def verdicts(text: str) -> set[str]:
    return {relation.verdict for relation in check(read_text(text)).relations}


@given(st.lists(st.decimals(min_value="1", max_value="5000", places=4), min_size=2, max_size=6), PLACES, PLACES)
def test_a_true_sum_is_never_inconsistent(parts: list[Decimal], places: int, whole_places: int) -> None:
    names = "甲乙丙丁戊己"
    listed = "、".join(f"{name}类资金{stated(part, places)}万元" for name, part in zip(names, parts, strict=False))
    found = verdicts(f"共拨付专项资金{stated(sum(parts, Decimal(0)), whole_places)}万元，其中{listed}。")
    assert "inconsistent" not in found


@given(st.integers(min_value=2, max_value=50000), st.data(), PLACES)
def test_a_true_rate_is_never_inconsistent(whole: int, data: st.DataObject, places: int) -> None:
    done = data.draw(st.integers(min_value=1, max_value=whole))
    rate = stated(Decimal(done) / whole * 100, places)
    text = f"排查隐患{whole}处，完成整改{done}处，整改率{rate}%，其余{whole - done}处正在整改。"
    assert "inconsistent" not in verdicts(text)


@given(AMOUNT, st.decimals(min_value="0.01", max_value="0.9", places=4), PLACES, PLACES)
def test_true_growth_is_never_inconsistent(base: Decimal, growth: Decimal, places: int, rate_places: int) -> None:
    value = base * (1 + growth)
    change = value - base
    text = (
        f"完成税收{stated(value, places)}万元，同比增收{stated(change, places)}万元，"
        f"增长{stated(growth * 100, rate_places)}%。"
    )
    assert "inconsistent" not in verdicts(text)


@given(st.integers(min_value=10, max_value=9999), st.integers(min_value=1, max_value=9999), st.integers(0, 3000))
def test_rounding_further_never_makes_an_error(a: int, b: int, error: int) -> None:
    """The verdict is monotone: what holds exactly still holds when a figure is stated with less digits."""
    whole = a + b + error
    exact = f"共拨付专项资金{whole}元，其中甲类资金{a}元、乙类资金{b}元。"
    rounded = f"共拨付专项资金{stated(Decimal(whole) / 10000, 2)}万元，其中甲类资金{a}元、乙类资金{b}元。"
    if verdicts(exact) == {"consistent"}:
        assert verdicts(rounded) <= {"consistent"}
