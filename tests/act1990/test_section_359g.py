"""Acreage base history: moved, kept, and not earned by a redistributed share."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from allotments.act1990.section_359f import acreage_base
from allotments.act1990.section_359g import (
    MAXIMUM_PRESERVATION_YEARS,
    preserved_acreage,
    transfer_acreage_base_history,
)
from allotments.formulas.acreage import acreage_earning_history

ACRES = st.integers(0, 100_000)
FIVE = st.lists(ACRES, min_size=5, max_size=5)


def test_transfer_acreage_base_history_moves_all_of_it() -> None:
    """Year by year: 90 join 10, 80 join 20."""
    kept, parcel = transfer_acreage_base_history([100, 100, 90, 0, 80], [0, 0, 10, 20, 20])
    assert ([0, 0, 0, 0, 0], [100, 100, 100, 20, 100]) == (kept, parcel)


def test_transfer_acreage_base_history_in_part() -> None:
    """A quarter of 100, 80, 60, 40, 20."""
    history, none = [100, 80, 60, 40, 20], [0, 0, 0, 0, 0]
    kept, parcel = transfer_acreage_base_history(history, none, portion=Fraction(1, 4))
    assert ([75, 60, 45, 30, 15], [25, 20, 15, 10, 5]) == (kept, parcel)
    arrays = transfer_acreage_base_history(np.array([history]), none, portion=Fraction(1, 4))
    assert [[[75, 60, 45, 30, 15]], [[25, 20, 15, 10, 5]]] == [a.tolist() for a in arrays]
    arrays = transfer_acreage_base_history(history, none, portion=np.array([0.25, 1]))
    assert [[25, 20, 15, 10, 5], history] == arrays[1].tolist()


@given(FIVE, FIVE, st.fractions(0, 1))
def test_transfer_conserves_the_history(farm: list[int], parcel: list[int], part: Fraction) -> None:
    after = transfer_acreage_base_history(farm, parcel, portion=part)
    assert [a + b for a, b in zip(farm, parcel, strict=True)] == [
        a + b for a, b in zip(*after, strict=True)
    ]
    assert acreage_base(farm) + acreage_base(parcel) == sum(acreage_base(h) for h in after)
    assert all(acres >= 0 for history in after for acres in history)
    assert (farm, parcel) == transfer_acreage_base_history(farm, parcel, portion=0)


def test_preserved_acreage_is_the_share_not_harvested() -> None:
    """Of 100 acres 30 were harvested; in the ninth year nothing is preserved, nor beyond 3 of 3."""
    assert 70 == preserved_acreage(100, 30)
    assert 0 == preserved_acreage(100, 120)
    assert (70, 0) == (preserved_acreage(100, 30, 8), preserved_acreage(100, 30, 9))
    assert 70 == preserved_acreage(100, 30, 3, maximum_years=3)
    assert 70 == preserved_acreage(100, 30, maximum_years=1)  # the first year, if none is named
    assert 0 == preserved_acreage(100, 30, 4, maximum_years=3)


def test_preserved_acreage_of_the_years_in_a_row() -> None:
    years = np.arange(1, 11)
    assert [70] * MAXIMUM_PRESERVATION_YEARS + [0, 0] == preserved_acreage(100, 30, years).tolist()
    assert [0.5, 1.5] == preserved_acreage(Fraction(5, 2), np.array([2, 1])).tolist()


def test_acreage_earning_history_leaves_out_the_redistributed_share() -> None:
    """125 harvested under 100 and 30 more: 25 earn nothing; 140 would leave 110, 30 less."""
    assert 100 == acreage_earning_history(125, 100, 30)
    assert 90 == acreage_earning_history(90, 100, 30)
    assert 110 == acreage_earning_history(140, 100, 30)
    assert [100, 90] == acreage_earning_history(np.array([125, 90]), 100, 30).tolist()


@given(ACRES, ACRES, ACRES)
def test_history_scales_and_nothing_redistributed_changes_nothing(a: int, b: int, c: int) -> None:
    assert a == acreage_earning_history(a, b, 0)
    assert 2 * acreage_earning_history(a, b, c) == acreage_earning_history(2 * a, 2 * b, 2 * c)
    assert min(a, b) <= acreage_earning_history(a, b, c) <= a
    assert max(a, b) == preserved_acreage(a, b) + b


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (
            lambda: transfer_acreage_base_history([1], [1] * 5),
            "history: found 1 crop years, expected 5",
        ),
        (
            lambda: transfer_acreage_base_history([1] * 5, [1] * 4),
            "parcel: found 4 crop years, expected 5",
        ),
        (
            lambda: transfer_acreage_base_history([1] * 5, [1] * 5, portion=2),
            "portion: found a number above 1, expected a ratio of at most 1",
        ),
        (
            lambda: preserved_acreage(100, 30, 0),
            "consecutive_years: found a number below 1, expected the first year or a later one",
        ),
        (lambda: preserved_acreage(-1, 30), "share: found -1, expected a number not below 0"),
        (
            lambda: acreage_earning_history(1, 1, -1),
            "redistributed: found -1, expected a number not below 0",
        ),
    ],
)
def test_bad_input_is_refused_in_one_line(call: Callable[[], Any], message: str) -> None:
    with pytest.raises((TypeError, ValueError)) as caught:
        call()
    assert message == str(caught.value)
