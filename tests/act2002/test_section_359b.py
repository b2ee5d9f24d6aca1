"""The least overall allotment quantity, by hand and as printed."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from allotments.act2002.section_359b import meets_minimum, minimum_overall_allotment_quantity

CONSUMPTION = st.integers(0, 1_000_000_000)


@pytest.mark.parametrize(
    ("minimum", "consumption"),
    [
        (8_925_000, 10_500_000),  # fiscal year 2009: 74 FR 46559, consumption of WASDE, Aug. 2008
        (10_644_550, 12_523_000),  # 2018: notice as the Sugarbeet Growers quote it, WASDE-569
        (10_327_500, 12_150_000),  # 2021: Food Business News, September 2020
        (10_710_000, 12_600_000),  # 2023, April: 88 FR 21604
        (10_667_500, 12_550_000),  # 2024: 89 FR 63157
        (10_455_000, 12_300_000),  # 2025: Baking Business, 30 September 2024
    ],
)
def test_minimum_overall_allotment_quantity_is_what_was_set(minimum: int, consumption: int) -> None:
    assert minimum == minimum_overall_allotment_quantity(consumption)
    assert meets_minimum(minimum, consumption)
    assert not meets_minimum(minimum - 1, consumption)


def test_minimum_is_no_target() -> None:
    """FY2022 in December 2021 (86 FR 72574): 10,802,657 on 12,200,000, of which 85 percent is less.

    0.85 * 12,200,000 = 10,370,000, the initial quantity.
    """
    assert 10_370_000 == minimum_overall_allotment_quantity(12_200_000)
    assert meets_minimum(10_802_657, 12_200_000) is True


def test_minimum_of_arrays_and_floats() -> None:
    assert [85.0, 170.0] == minimum_overall_allotment_quantity(np.array([100, 200])).tolist()
    assert 85.0 == minimum_overall_allotment_quantity(100.0)
    assert [True, False] == meets_minimum(np.array([85, 84]), 100).tolist()


@pytest.mark.parametrize("wrong", [-1, "12", None, True, float("nan")])
def test_minimum_refuses_what_is_no_quantity(wrong: Any) -> None:
    with pytest.raises((TypeError, ValueError), match=r"^consumption: found "):
        minimum_overall_allotment_quantity(wrong)


@given(CONSUMPTION, CONSUMPTION)
def test_minimum_is_17_of_20_parts_of_consumption(one: int, other: int) -> None:
    minimum = minimum_overall_allotment_quantity
    assert Fraction(17 * one, 20) == minimum(one)
    assert minimum(one) + minimum(other) == minimum(one + other)
    assert meets_minimum(other, one) is (20 * other >= 17 * one)
