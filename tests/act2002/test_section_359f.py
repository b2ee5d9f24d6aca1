"""Proportionate shares as amended, and allocations that follow growers: by hand."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from allotments import act2002
from allotments.act2002.section_359f import acreage_base, minimum_yield_goal, transfer_after_closure
from allotments.formulas.acreage import (
    acreage_allotment,
    excess_acreage,
    proportionate_share,
    proportionate_shares_required,
    shares_may_be_exceeded,
    uniform_reduction_percentage,
)
from allotments.formulas.adjustments import adjust

ACRES = st.integers(0, 100_000)
THREE = st.lists(ACRES, min_size=3, max_size=3)
TONS = st.integers(0, 10_000_000)


def test_transfer_after_closure_up_to_capacity() -> None:
    """B has 30 and can process 45: 15 of the 20 move. Who is new begins with nothing."""
    before = {"A": 60, "B": 30}
    assert {"A": 45, "B": 45} == transfer_after_closure(before, "A", "B", 20, capacity=45)
    assert {"A": 40, "B": 50} == transfer_after_closure(before, "A", "B", 20, capacity=90)
    assert before == transfer_after_closure(before, "A", "B", 20, capacity=10)
    assert {"A": 40, "B": 30, "C": 20} == transfer_after_closure(before, "A", "C", 20, capacity=20)
    rows = transfer_after_closure(np.array([60, 30]), 0, 1, 20, capacity=np.array([45, 90]))
    assert [[45, 45], [40, 50]] == rows.tolist()
    with pytest.raises(ValueError, match=r"^quantity: found more than the seller's allocation, ex"):
        transfer_after_closure(before, "A", "B", 61, capacity=100)
    with pytest.raises(ValueError, match=r"^buyer: found 2, expected one of the processors in all"):
        transfer_after_closure(np.array([60, 30]), 0, 2, 20, capacity=45)


@given(TONS, TONS, st.fractions(0, 1), TONS)
def test_transfer_after_closure_conserves(
    closed: int, receiving: int, part: Fraction, capacity: int
) -> None:
    before = {"A": closed, "B": receiving}
    after = transfer_after_closure(before, "A", "B", part * closed, capacity=capacity)
    assert closed + receiving == sum(after.values())
    assert receiving <= after["B"] <= max(receiving, capacity)


def test_proportionate_shares_required_above_both_limits() -> None:
    """1,520,000 are needed: 1,370,000 (fiscal year 2003, Farm Progress) and a carryover."""
    needed = (1_370_000, 150_000)
    assert proportionate_shares_required("Louisiana", 251, 1_520_001, *needed) is True
    assert not proportionate_shares_required("Louisiana", 250, 1_520_001, *needed)
    assert not proportionate_shares_required("Louisiana", 251, 1_520_000, *needed)
    assert not proportionate_shares_required("Puerto Rico", 10**6, 1_520_001, *needed)
    rows = proportionate_shares_required("Louisiana", np.array([250, 251]), 1_520_001, *needed)
    assert [False, True] == rows.tolist()
    with pytest.raises(ValueError, match=r"^state: found 'Lousiana', expected a State; did you m"):
        proportionate_shares_required("Lousiana", 251, 1, 1, 1)


def test_shares_may_be_exceeded_after_a_disaster_that_leaves_less_than_is_needed() -> None:
    """1,370,000 for the allotment and 150,000 for a carryover: a ton less than both will do."""
    assert shares_may_be_exceeded(1_519_999, 1_370_000, 150_000) is True
    assert not shares_may_be_exceeded(1_520_000, 1_370_000, 150_000)


@given(TONS, TONS, TONS)
def test_shares_are_not_exceeded_while_they_are_required(
    production: int, allotment: int, carryover: int
) -> None:
    required = proportionate_shares_required("Louisiana", 251, production, allotment, carryover)
    exceeded = shares_may_be_exceeded(production, allotment, carryover)
    assert (required, exceeded) == (
        production > allotment + carryover,
        production < allotment + carryover,
    )


def test_minimum_yield_goal_is_of_the_two_highest_of_three() -> None:
    """31 and 34 of 31, 29, 34; five years were the rule of 1990."""
    assert Fraction(65, 2) == minimum_yield_goal([31, 29, 34])
    assert [32.5] == minimum_yield_goal(np.array([[31, 29, 34]])).tolist()
    with pytest.raises(ValueError, match=r"^yields: found 5 crop years, expected 3$"):
        minimum_yield_goal([31, 29, 34, 30, 30])


def test_acreage_allotment_by_hand() -> None:
    """30 tons an acre at 11 percent are 3.3 of sugar: 1,320,000 / 3.3 = 400,000 acres."""
    assert 400_000 == acreage_allotment(1_320_000, 30, Fraction("0.11"))
    assert [400_000] == acreage_allotment(np.array([1_320_000]), 30.0, 0.11).round(6).tolist()
    with pytest.raises(ValueError, match=r"^recovery_rate: found a number above 1, expected a rat"):
        acreage_allotment(1, 30, 11)


def test_acreage_base_is_of_the_two_highest_of_three() -> None:
    """120 and 100; with 110 acres that failed in the second year 120 and 110."""
    assert 110 == acreage_base([120, 0, 100])
    assert 3 == act2002.CROP_YEARS_OF_BASE
    assert 115 == acreage_base([120, 0, 100], considered_planted=[0, 110, 0])
    farms = np.array([[120, 0, 100], [0, 0, 0]])
    assert [110, 0] == acreage_base(farms).tolist()
    assert [115, 55] == acreage_base(farms, considered_planted=[0, 110, 0]).tolist()
    with pytest.raises(ValueError, match=r"^acres: found 5 crop years, expected 3$"):
        acreage_base([1, 2, 3, 4, 5])


def test_uniform_reduction_percentage_of_crop_year_2004() -> None:
    """Louisiana's 83.4 percent (69 FR 76684), of bases by hand: 8,340 acres of 10,000."""
    bases = {"Farm A": 6_000, "Farm B": 4_000}
    ratio = uniform_reduction_percentage(8_340, bases)
    assert Fraction("0.834") == ratio
    assert {"Farm A": 5_004, "Farm B": 3_336} == proportionate_share(bases, ratio)
    assert Fraction("0.834") == uniform_reduction_percentage(
        8_340, {"A": 12_000}, adjustment=-2_000
    )
    assert [0.834, 1] == uniform_reduction_percentage(
        np.array([8_340, 10_000]), np.array([6_000, 4_000])
    ).tolist()
    with pytest.raises(ValueError, match=r"^acreage_bases: found nothing in all, expected acres"):
        uniform_reduction_percentage(1, {"A": 0})


def test_proportionate_share_of_one_farm_and_of_arrays() -> None:
    assert Fraction(417, 5) == proportionate_share(100, Fraction("0.834"))
    rows = proportionate_share(np.array([100, 50]), np.array([0.5, 1]))
    assert [[50, 25], [100, 50]] == rows.tolist()


def test_excess_acreage_is_what_is_beyond_the_share() -> None:
    assert (10, 0) == (excess_acreage(120, 110), excess_acreage(100, 110))


@given(st.dictionaries(st.text(max_size=2), THREE, min_size=1), st.integers(1, 10_000_000))
def test_proportionate_shares_fill_the_acreage_allotment(
    farms: dict[str, list[int]], allotment: int
) -> None:
    bases = {farm: acreage_base(years) for farm, years in farms.items()}
    assert all(min(years) <= bases[farm] <= max(years) for farm, years in farms.items())
    if not any(bases.values()):
        return
    acres = acreage_allotment(allotment, minimum_yield_goal([30, 31, 32]), Fraction("0.11"))
    shares = proportionate_share(bases, uniform_reduction_percentage(acres, bases))
    assert acres == sum(shares.values())
    # A larger allotment, by 359c(g)(2), makes the shares that it would have made at first.
    more = acreage_allotment(2 * allotment, minimum_yield_goal([30, 31, 32]), Fraction("0.11"))
    again = proportionate_share(bases, uniform_reduction_percentage(more, bases))
    assert again == adjust(shares, allotment, 2 * allotment)
    for farm, share in shares.items():
        assert share + excess_acreage(bases[farm], share) == max(share, bases[farm])


@pytest.mark.parametrize("wrong", [-1, "1", None, True])
def test_shares_refuse_what_is_no_number(wrong: Any) -> None:
    with pytest.raises((TypeError, ValueError), match=r"^acreage_base"):
        proportionate_share(wrong, 1)
