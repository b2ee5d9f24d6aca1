"""Short tons and metric tons."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

import allotments
from allotments.core.units import (
    METRIC_TONS_PER_SHORT_TON,
    POUNDS_PER_SHORT_TON,
    PRINT_UNITS,
    TST,
    metric_to_short_tons,
    short_to_metric_tons,
)
from allotments.rounding import half_up


def test_short_to_metric_tons_of_the_tariff_rate_quota() -> None:
    """Fourteen months at 1,250,000 a year: 1,458,333.33, which are 1,322,977.75 metric tons.

    Converted from its own rounding, 1,458,333 short tons, it would be 1,322,977.44, thus 1,322,977;
    and the notice's 1,322,978 metric tons would be 1,458,333.61, thus 1,458,334.
    """
    quota = Fraction(14 * 1_250 * TST, 12)
    assert Fraction("1458333.33") == half_up(quota, Fraction("0.01"))
    assert 1_458_333 == half_up(quota)
    assert Fraction("1322977.75") == half_up(short_to_metric_tons(quota), Fraction("0.01"))
    assert 1_322_978 == half_up(short_to_metric_tons(quota))
    assert 1_322_977 == half_up(short_to_metric_tons(1_458_333))
    assert 1_458_334 == half_up(metric_to_short_tons(1_322_978))


def test_the_sizes_of_what_figures_are_shown_in() -> None:
    """Thousands of short tons, short tons, hundredths, and numbers of things."""
    assert {"TST": 1_000, "short tons": 1, "percent": Fraction(1, 100), "": 1} == PRINT_UNITS


def test_a_short_ton_is_2000_pounds() -> None:
    """A pound is 0.45359237 kilograms."""
    assert METRIC_TONS_PER_SHORT_TON == POUNDS_PER_SHORT_TON * Fraction("0.45359237") / 1_000


@given(st.fractions())
def test_there_and_back(short_tons: Fraction) -> None:
    metric = short_to_metric_tons(short_tons)
    assert short_tons == metric_to_short_tons(metric)
    assert 2 * metric == short_to_metric_tons(2 * short_tons)


def test_arrays_and_floats() -> None:
    assert [0.90718474, -0.90718474] == short_to_metric_tons(np.array([1, -1])).tolist()
    assert [1.0] == metric_to_short_tons(np.array([0.90718474])).tolist()
    assert 0.90718474 == short_to_metric_tons(1.0)


def test_users_find_both_conversions_at_the_top() -> None:
    """10,455,000 short tons of FY2025 are 9,484,616.4567 metric tons."""
    assert Fraction("9484616.4567") == allotments.short_to_metric_tons(10_455_000)
    assert 10_455_000 == allotments.metric_to_short_tons(Fraction("9484616.4567"))
