"""Excess marketings and what they cost, by hand."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from allotments.act2002 import raw_value
from allotments.act2002.penalties import excess_marketings
from allotments.formulas.penalties import excess_marketing_penalty, producer_penalties

TONS = st.integers(0, 10_000_000)
CENTS = st.integers(0, 100)


def test_excess_marketings_leaves_out_the_exceptions() -> None:
    """105,000 less 1,000 each for another, export, other uses and purchases: 1,000 too many."""
    assert 5_000 == excess_marketings(105_000, 100_000)
    exceptions = {
        "for_other_processors": 1_000,
        "for_export": 1_000,
        "other_uses": 1_000,
        "purchased": 1_000,
    }
    assert 1_000 == excess_marketings(105_000, 100_000, **exceptions)
    assert 0 == excess_marketings(99_000, 100_000)
    assert [5_000, 0] == excess_marketings(np.array([105, 9]) * 1_000, 100_000).tolist()
    with pytest.raises(ValueError, match=r"^for_other_processors, for_export, other_uses and pur"):
        excess_marketings(3_999, 100_000, **exceptions)


def test_excess_marketing_penalty_is_three_times_the_value() -> None:
    """1,000 tons are 2,000,000 pounds, at 22 cents $440,000; three times that.

    Of beet sugar 1,070 raw value are 1,000 refined, at 30 cents $600,000; three times that.
    """
    assert 1_320_000 == excess_marketing_penalty(1_000, 22)
    beet = excess_marketing_penalty(1_070, 30, raw_value_factor=Fraction("1.07"))
    assert 1_800_000 == beet
    assert [1_320_000] == excess_marketing_penalty(np.array([1_000]), 22).tolist()
    with pytest.raises(ValueError, match=r"^raw_value_factor: found 0, expected a number above 0$"):
        excess_marketing_penalty(1, 1, raw_value_factor=0)


def test_producer_penalties_are_prorated_among_all_producers() -> None:
    """400 tons too many are 800,000 pounds, at 20 cents $160,000; 1.5 times that is 240,000."""
    cane = {"A": 300, "B": 100}
    assert {"A": 180_000, "B": 60_000} == producer_penalties(cane, 60_400, 60_000, 20)
    assert {"A": 0, "B": 0} == producer_penalties(cane, 60_000, 60_000, 20)
    assert {"A": 0, "B": 0} == producer_penalties({"A": 0, "B": 0}, 60_400, 60_000, 20)
    rows = producer_penalties(
        np.array([[300, 100], [0, 0]]), np.array([60_400, 60_400]), 60_000, 20
    )
    assert [[180_000, 60_000], [0, 0]] == rows.tolist()


@given(TONS, TONS, CENTS, st.lists(TONS, min_size=1, max_size=4).filter(any))
def test_producers_owe_half_of_what_the_processor_does(
    marketed: int, allocation: int, price: int, cane: list[int]
) -> None:
    excess = excess_marketings(marketed, allocation)
    assert allocation + excess == max(marketed, allocation)
    penalty = excess_marketing_penalty(excess, price)
    parts = producer_penalties(dict(enumerate(cane)), marketed, allocation, price)
    assert penalty == 2 * sum(parts.values())


def test_raw_value_as_in_the_regulation() -> None:
    """7 CFR 1435.2: cane of 96 degrees is itself, 0.93 + 4 * 0.0175; beet 1.07; below by 0.972."""
    assert (100, 107) == (raw_value(100, 96, "cane"), raw_value(100, 99, "beet"))
    assert 50 == raw_value(100, 60, "cane", total_sugars=Fraction("48.6"))
