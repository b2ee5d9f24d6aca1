"""Growers who change mills, and base history moved, preserved and not earned."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from allotments.act2002.section_359d import transfer_allocation
from allotments.act2002.section_359g import mill_transfer, preserved_acreage, transfer_acreage_base
from allotments.formulas.acreage import acreage_earning_history

ACRES = st.integers(0, 100_000)


def test_mill_transfer_by_contribution() -> None:
    """A grower's 300 acres made 900 of the old mill's allocation: 50 of them take 150 along."""
    moved = mill_transfer(50, crop_year=2008, contribution=900, acreage_base=300)
    assert 150 == moved
    after = transfer_allocation({"Old": 60_000, "New": 40_000}, "Old", "New", quantity=moved)
    assert {"Old": 59_850, "New": 40_150} == after
    rows = mill_transfer(np.array([0, 300]), crop_year=2024, contribution=900, acreage_base=300)
    assert [0, 900] == rows.tolist()


def test_mill_transfer_by_yield_goal_until_2007() -> None:
    """50 acres of shares at 30 tons and 11 percent: 165 short tons of sugar, whoever grows it."""
    by_yield = {"yield_goal": 30, "recovery_rate": Fraction("0.11")}
    assert 165 == mill_transfer(50, crop_year=2007, **by_yield)


def test_mill_transfer_by_the_yield_goal_that_is_given() -> None:
    """50 acres at a goal of 3.3 tons of sugar, as adjusted by (B), or at one of 30, as established
    by (A): the paragraph names no recovery rate.
    """
    assert 165 == mill_transfer(50, crop_year=2007, yield_goal=Fraction("3.3"))
    assert 1_500 == mill_transfer(50, crop_year=2007, yield_goal=30)


@pytest.mark.parametrize(
    ("arguments", "error", "message"),
    [
        ({"crop_year": 2008}, TypeError, "contribution: found None, expected a number for crop"),
        (
            {"crop_year": 2008, "contribution": 9},
            TypeError,
            "acreage_base: found None, expected a number for crop year 2008",
        ),
        (
            {"crop_year": 2007, "recovery_rate": 1},
            TypeError,
            "yield_goal: found None, expected a number for crop year 2007",
        ),
        (
            {"crop_year": 2008, "contribution": 9, "acreage_base": 99, "yield_goal": 1},
            TypeError,
            "yield_goal: found a number, expected none for crop year 2008",
        ),
        (
            {"crop_year": 2007, "yield_goal": 1, "contribution": 9},
            TypeError,
            "contribution: found a number, expected none for crop year 2007",
        ),
        (
            {"crop_year": 2008, "contribution": 9, "acreage_base": 9, "recovery_rate": 1},
            TypeError,
            "recovery_rate: found a number, expected none for crop year 2008",
        ),
        (
            {"crop_year": 2008, "contribution": 9, "acreage_base": 49},
            ValueError,
            "acres: found more than acreage_base, expected a part of it",
        ),
        (
            {"crop_year": 2007, "yield_goal": 30, "recovery_rate": 2},
            ValueError,
            "recovery_rate: found a number above 1, expected a ratio",
        ),
        ({"crop_year": 2001}, ValueError, "crop_year: found 2001, expected 2002 to 2031"),
    ],
)
def test_mill_transfer_asks_for_what_its_crop_year_calls_for(
    arguments: dict[str, Any], error: type[Exception], message: str
) -> None:
    with pytest.raises(error, match=f"^{message}"):
        mill_transfer(50, **arguments)


@given(ACRES, ACRES, st.integers(0, 10_000_000))
def test_mill_transfer_in_two_parts_is_one(first: int, second: int, contribution: int) -> None:
    base = first + second + 1
    moved = [
        mill_transfer(acres, crop_year=2020, contribution=contribution, acreage_base=base)
        for acres in (first, second, first + second)
    ]
    assert moved[0] + moved[1] == moved[2] <= contribution


def test_transfer_acreage_base_in_whole_and_part() -> None:
    assert (0, 320) == transfer_acreage_base(300, 20)
    assert (200, 120) == transfer_acreage_base(300, 20, portion=Fraction(1, 3))
    with pytest.raises(ValueError, match=r"^portion: found a number above 1, expected a ratio of"):
        transfer_acreage_base(300, 20, portion=2)


@given(ACRES, ACRES, st.fractions(0, 1))
def test_transfer_acreage_base_conserves(base: int, parcel: int, portion: Fraction) -> None:
    kept, other = transfer_acreage_base(base, parcel, portion=portion)
    assert base + parcel == kept + other
    assert 0 <= kept <= base
    rows = transfer_acreage_base(np.array([base]), parcel, portion=portion)
    assert np.allclose([[float(kept)], [float(other)]], rows)


def test_preserved_acreage_for_five_years() -> None:
    """Of a share of 100 acres 30 were harvested; in the sixth year nothing is preserved."""
    assert (70, 70, 0) == tuple(preserved_acreage(100, 30, year) for year in (1, 5, 6))
    assert 70 == preserved_acreage(100, 30)
    assert [70, 0] == preserved_acreage(np.array([100, 20]), 30, 5).tolist()
    with pytest.raises(ValueError, match=r"^consecutive_years: found a number below 1, expected"):
        preserved_acreage(100, 30, 0)


def test_acreage_earning_history_is_not_of_redistributed_shares() -> None:
    """Of 125 harvested 25 are beyond the share of 100, by virtue of 30 received."""
    assert (100, 90) == (acreage_earning_history(125, 100, 30), acreage_earning_history(90, 100, 9))
    assert [100] == acreage_earning_history(np.array([125]), 100, 30).tolist()


@given(ACRES, ACRES, ACRES)
def test_history_is_preserved_or_earned_up_to_the_harvest(
    share: int, harvested: int, received: int
) -> None:
    earning = acreage_earning_history(harvested, share, received)
    assert min(harvested, share) <= earning <= harvested
    assert harvested + preserved_acreage(share, harvested) == max(share, harvested)
