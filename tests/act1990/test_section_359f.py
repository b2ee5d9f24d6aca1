"""Proportionate shares: whether, how many acres in all, and each farm's part of them."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from allotments.act1990.section_359f import acreage_base, minimum_yield_goal
from allotments.formulas.acreage import (
    acreage_allotment,
    excess_acreage,
    proportionate_share,
    proportionate_shares_required,
    shares_may_be_exceeded,
    uniform_reduction_percentage,
)

ACRES = st.integers(0, 100_000)
FIVE = st.lists(ACRES, min_size=5, max_size=5)
FARMS = st.dictionaries(st.integers(), FIVE, min_size=1, max_size=6)


def test_proportionate_shares_required_of_more_than_250_producers() -> None:
    """1,020,000 is above 869,856 + 100,000 = 969,856; of 250 producers nothing is required."""
    assert proportionate_shares_required("Louisiana", 251, 1_020_000, 869_856, 100_000) is True
    assert proportionate_shares_required("Louisiana", 250, 1_020_000, 869_856, 100_000) is False


def test_proportionate_shares_required_strictly_above_allotment_and_carryover() -> None:
    """969,856 is just enough for 869,856 + 100,000, and not too much."""
    assert proportionate_shares_required("Florida", 300, 969_857, 869_856, 100_000) is True
    assert proportionate_shares_required("Florida", 300, 969_856, 869_856, 100_000) is False


def test_proportionate_shares_required_never_in_puerto_rico() -> None:
    assert proportionate_shares_required("Puerto Rico", 5_000, 10**6, 71_397, 0) is False


def test_proportionate_shares_required_in_many_scenarios() -> None:
    production = np.array([969_856.0, 969_857.0])
    for exact in (100_000, Fraction(100_000)):
        required = proportionate_shares_required("Texas", 251, production, 869_856, exact)
        assert [False, True] == required.tolist()
    required = proportionate_shares_required("Texas", np.array([250, 251]), 9, 1, Fraction(1, 2))
    assert [False, True] == required.tolist()
    required = proportionate_shares_required("Puerto Rico", np.array([251, 999]), 9, 1, 1)
    assert [False, False] == required.tolist()


def test_shares_may_be_exceeded_when_too_little_is_left() -> None:
    """919,856 is what 869,856 + 50,000 need."""
    assert shares_may_be_exceeded(919_855, 869_856, 50_000) is True
    assert shares_may_be_exceeded(919_856, 869_856, 50_000) is False
    few = shares_may_be_exceeded(np.array([919_855, 919_856]), 869_856, Fraction(50_000))
    assert [True, False] == few.tolist()


def test_minimum_yield_goal_is_the_mean_of_five_years() -> None:
    """24 + 26 + 23 + 27 + 25 = 125."""
    assert 25 == minimum_yield_goal([24, 26, 23, 27, 25])


def test_minimum_yield_goal_by_acres_if_asked() -> None:
    """20 * 3 + 30 * 1 = 90 tons on 4 acres; years without acres do not matter."""
    goal = minimum_yield_goal([20, 30, 99, 99, 99], acres=[3, 1, 0, 0, 0])
    assert Fraction(45, 2) == goal
    array = minimum_yield_goal(np.array([20, 30, 99, 99, 99]), acres=[3, Fraction(1), 0, 0, 0])
    assert 22.5 == array
    array = minimum_yield_goal([20, 30, 99, 99, 99], acres=np.ones((2, 5)))
    assert [69.4, 69.4] == pytest.approx(array)


def test_acreage_allotment_divides_by_yield_and_recovery() -> None:
    """870,000 tons at 25 * 0.12 = 3 tons of sugar per acre."""
    assert 290_000 == acreage_allotment(870_000, 25, Fraction("0.12"))
    assert 2 == acreage_allotment(50, 25, 1)  # no more than all can be recovered
    array = acreage_allotment(np.array([870_000, 3]), 25, Fraction("0.12"))
    assert [290_000, 1] == pytest.approx(array)


def test_acreage_base_counts_years_without_acreage() -> None:
    """120 + 100 + 0 + 110 + 120 = 450, over five."""
    assert 90 == acreage_base([120, 100, 0, 110, 120])


def test_acreage_base_counts_considered_planted_only_if_told() -> None:
    """450 and 105 lost to a flood make 555, over five."""
    assert 111 == acreage_base([120, 100, 0, 110, 120], considered_planted=[0, 0, 105, 0, 0])


def test_acreage_base_of_many_farms() -> None:
    acres = np.array([[120, 100, 0, 110, 120], [5, 5, 5, 5, 5]])
    assert [90, 5] == acreage_base(acres).tolist()
    lost = np.array([[0, 0, 105, 0, 0], [0, 0, 0, 0, 0]])
    assert [111, 5] == acreage_base(acres, considered_planted=lost).tolist()
    assert 90.0 == acreage_base(acres[0])
    # An array for a year and a number for another are five crop years as well.
    assert [24, 1] == acreage_base([acres[:, 0], Fraction(0), 0, 0, 0]).tolist()


def test_uniform_reduction_percentage_may_exceed_one() -> None:
    """10,857 acres for bases of 10,000: Louisiana's 108.57 percent, on made-up acres."""
    bases = {"Farm A": 6_000, "Farm B": 4_000}
    assert Fraction("1.0857") == uniform_reduction_percentage(10_857, bases)


def test_uniform_reduction_percentage_of_less_than_an_acre() -> None:
    assert 4 == uniform_reduction_percentage(2, {"Farm A": Fraction(1, 2)})


def test_uniform_reduction_percentage_of_adjusted_bases() -> None:
    """1,000 acres not expected to be harvested: 10,857 over 9,000."""
    bases = {"Farm A": 6_000, "Farm B": 4_000}
    assert Fraction(10_857, 9_000) == uniform_reduction_percentage(10_857, bases, adjustment=-1_000)


def test_uniform_reduction_percentage_of_rows_of_farms() -> None:
    bases = np.array([[6_000, 4_000], [3_000, 2_000]])
    ratios = uniform_reduction_percentage(np.array([10_857, 10_857]), bases)
    assert [1.0857, 2.1714] == pytest.approx(ratios)
    assert 1.0857 == pytest.approx(uniform_reduction_percentage(Fraction(10_857), bases[0]))
    assert [1.0857, 0.5] == pytest.approx(
        uniform_reduction_percentage(np.array([10_857, 5_000]), {"A": Fraction(10_000)})
    )


def test_proportionate_share_applies_the_ratio_to_each_base() -> None:
    """108.57 percent of 100 acres and of 40."""
    ratio = Fraction("1.0857")
    assert Fraction("108.57") == proportionate_share(100, ratio)
    shares = proportionate_share({"Farm A": 100, "Farm B": 40}, ratio)
    assert {"Farm A": Fraction("108.57"), "Farm B": Fraction("43.428")} == shares


def test_proportionate_share_of_arrays() -> None:
    bases = np.array([100, 40])
    assert [108.57, 43.428] == pytest.approx(proportionate_share(bases, Fraction("1.0857")))
    rows = proportionate_share(bases, np.array([1, 0.5]))
    assert [[100, 40], [50, 20]] == rows.tolist()
    assert [100, 50] == proportionate_share(Fraction(100), np.array([1, 0.5])).tolist()
    assert [100, 50] == proportionate_share({"A": 100}, np.array([1, 0.5]))["A"].tolist()


def test_excess_acreage() -> None:
    assert 10 == excess_acreage(120, 110)
    assert 0 == excess_acreage(100, 110)
    assert [Fraction(1, 2)] * 2 == excess_acreage(np.array([2, 2]), Fraction(3, 2)).tolist()


@given(FARMS, st.integers(0, 10**7))
def test_shares_add_up_to_the_acreage_allotment(farms: dict[int, Any], acres: int) -> None:
    """Whatever the order of farms; twice the acreage allotment, twice each share."""
    bases = {farm: acreage_base(years) for farm, years in farms.items()} | {"one more": 1}
    ratio = uniform_reduction_percentage(acres, bases)
    shares = proportionate_share(bases, ratio)
    assert acres == sum(shares.values())
    backwards = dict(reversed(bases.items()))
    assert shares == proportionate_share(backwards, uniform_reduction_percentage(acres, backwards))
    doubled = proportionate_share(bases, uniform_reduction_percentage(2 * acres, bases))
    assert {farm: 2 * share for farm, share in shares.items()} == doubled


@given(FARMS, st.integers(0, 10**7))
def test_arrays_of_farms_equal_the_exact_path(farms: dict[int, Any], acres: int) -> None:
    histories = np.array([*farms.values(), [1, 1, 1, 1, 1]], dtype=float)
    bases = acreage_base(histories)
    shares = proportionate_share(bases, uniform_reduction_percentage(acres, bases))
    exact = {farm: acreage_base(years) for farm, years in farms.items()} | {"one more": 1}
    expected = proportionate_share(exact, uniform_reduction_percentage(acres, exact))
    assert [float(share) for share in expected.values()] == pytest.approx(shares)


@given(FIVE, FIVE, st.randoms(use_true_random=False))
def test_averages_do_not_depend_on_the_order_of_years(
    years: list[int], lost: list[int], random: Any
) -> None:
    order = random.sample(range(5), 5)
    base = acreage_base(years, considered_planted=lost)
    assert base == acreage_base([years[i] for i in order], considered_planted=lost)
    assert acreage_base(years) <= base
    assert min(years) <= minimum_yield_goal(years) == acreage_base(years) <= max(years)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: acreage_base([1, 2, 3, 4]), "acres: found 4 crop years, expected 5"),
        (lambda: acreage_base([1] * 6), "acres: found 6 crop years, expected 5"),
        (lambda: acreage_base(np.ones((9, 4))), "acres: found 4 crop years, expected 5"),
        (
            lambda: acreage_base([1, 2, -3, 4, 5]),
            "acres[2]: found -3, expected a number not below 0",
        ),
        (
            lambda: acreage_base([1] * 5, considered_planted=[1]),
            "considered_planted: found 1 crop years, expected 5",
        ),
        (
            lambda: acreage_base([1, 2, float("nan"), 4, 5]),
            "acres[2]: found nan, expected a finite number",
        ),
        (lambda: minimum_yield_goal([25]), "yields: found 1 crop years, expected 5"),
        (
            lambda: minimum_yield_goal([25] * 5, acres=[0] * 5),
            "acres: found all zero, expected one above 0",
        ),
        (
            lambda: minimum_yield_goal([25] * 5, acres=[1] * 4),
            "acres: found 4 crop years, expected 5",
        ),
        (
            lambda: acreage_allotment(1, 25, Fraction(101, 100)),
            "recovery_rate: found a number above 1, expected a ratio of at most 1",
        ),
        (
            lambda: acreage_allotment(1, 0, Fraction("0.1")),
            "yield_goal: found 0, expected a number above 0",
        ),
        (
            lambda: acreage_allotment(1, 25, 11),
            "recovery_rate: found a number above 1, expected a ratio of at most 1",
        ),
        (
            lambda: uniform_reduction_percentage(1, {"Farm A": -1}),
            "acreage_bases['Farm A']: found -1, expected a number not below 0",
        ),
        (
            lambda: uniform_reduction_percentage(1, {"Farm A": 0}),
            "acreage_bases: found nothing in all, expected acres above 0",
        ),
        (
            lambda: uniform_reduction_percentage(1, {"Farm A": 5}, adjustment=-5),
            "acreage_bases: found nothing in all, expected acres above 0",
        ),
        (
            lambda: proportionate_shares_required("Lousiana", 251, 1, 1, 1),
            "state: found 'Lousiana', expected a State; did you mean 'Louisiana'?",
        ),
        (
            lambda: proportionate_shares_required("Louisiana", -1, 1, 1, 1),
            "producers: found -1, expected a number not below 0",
        ),
        (
            lambda: proportionate_share({"Farm A": -1}, 1),
            "acreage_base['Farm A']: found -1, expected a number not below 0",
        ),
        (lambda: excess_acreage(-1, 0), "harvested: found -1, expected a number not below 0"),
    ],
)
def test_bad_input_is_refused_in_one_line(call: Callable[[], Any], message: str) -> None:
    with pytest.raises((TypeError, ValueError)) as caught:
        call()
    assert message == str(caught.value)
