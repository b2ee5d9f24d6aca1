"""Re-estimates during the fiscal year: the same percentage for all, and what is deducted next."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from allotments.act1990.section_359c_adjustments import deduction_from_next_allocation
from allotments.formulas.adjustments import adjust, next_allocation
from allotments.formulas.division import prorate

AMOUNTS = st.integers(0, 10**9)
ALLOTMENTS = st.integers(1, 10**9)
ALLOCATIONS = st.dictionaries(st.sampled_from("ABCDE"), AMOUNTS, min_size=1)


def test_adjust_changes_all_by_the_same_percentage() -> None:
    """900 to 990 is ten percent more: 600 to 660, 300 to 330."""
    assert {"A": 660, "B": 330} == adjust({"A": 600, "B": 300}, 900, 990)


def test_adjust_changes_proportionate_shares_too() -> None:
    """Louisiana's 869.856 thousand tons cut to 652.392, by a quarter: 108.57 acres to 81.4275."""
    shares = adjust({"Farm A": Fraction("108.57")}, 869_856, 652_392)
    assert {"Farm A": Fraction("81.4275")} == shares


def test_adjust_suspends_with_zero_and_leaves_nothing_as_it_is() -> None:
    assert {"A": 0} == adjust({"A": 600}, 900, 0)
    assert {"A": 0, "B": 0} == adjust({"A": 0, "B": 0}, 0, 0)
    assert {"A": 0} == adjust({"A": 0}, 900, 990)


def test_adjust_rows_of_an_array() -> None:
    """Ten percent more, a half, and a row of zeros."""
    rows = np.array([[600, 300], [600, 300], [0, 0]])
    adjusted = adjust(rows, np.array([900, 900, 0]), np.array([990, 450, 0]))
    assert [[660, 330], [300, 150], [0, 0]] == adjusted.tolist()
    assert [660, 330] == adjust(np.array([600, 300]), 900, Fraction(990)).tolist()


def test_adjust_a_mapping_in_many_scenarios() -> None:
    adjusted = adjust({"A": 600, "B": Fraction(1, 2)}, 900, np.array([990, 450]))
    assert [660, 300] == adjusted["A"].tolist()
    assert [0.55, 0.25] == pytest.approx(adjusted["B"])


@given(ALLOCATIONS, ALLOTMENTS, st.integers(-(10**9), 10**9))
def test_adjust_equals_prorating_afresh(allocations: Any, allotment: int, adjusted: int) -> None:
    """Shares keep their proportions, so the total is the adjusted allotment's exactly."""
    bases = allocations | {"Z": 1}
    before = prorate(allotment, bases)
    assert prorate(adjusted, bases) == adjust(before, allotment, adjusted)


@given(ALLOCATIONS, ALLOTMENTS, AMOUNTS, st.fractions("1/9", 9))
def test_adjust_scales_and_arrays_equal_the_exact_path(
    allocations: Any, allotment: int, adjusted: int, scale: Fraction
) -> None:
    exact = adjust(allocations, allotment, adjusted)
    scaled = adjust({k: v * scale for k, v in allocations.items()}, allotment, adjusted)
    assert {k: v * scale for k, v in exact.items()} == scaled
    array = adjust(np.array([*allocations.values()]), np.array([allotment]), np.array([adjusted]))
    assert array[0] == pytest.approx([float(v) for v in exact.values()])


def test_deduction_from_next_allocation_counts_what_is_pledged() -> None:
    """60,000 marketed and 15,000 pledged against 70,000: 5,000 too much."""
    assert 5_000 == deduction_from_next_allocation(60_000, 15_000, 70_000)
    assert 0 == deduction_from_next_allocation(60_000, 10_000, 70_000)
    assert 0 == deduction_from_next_allocation(1, 1, 70_000)
    array = deduction_from_next_allocation(np.array([60_000, 1]), 15_000, 70_000)
    assert [5_000, 0] == array.tolist()


@given(AMOUNTS, AMOUNTS, AMOUNTS)
def test_deduction_from_next_allocation_scales(marketed: int, pledged: int, reduced: int) -> None:
    deduction = deduction_from_next_allocation(marketed, pledged, reduced)
    assert 3 * deduction == deduction_from_next_allocation(3 * marketed, 3 * pledged, 3 * reduced)
    assert float(deduction) == deduction_from_next_allocation(float(marketed), pledged, reduced)
    assert marketed + pledged <= reduced + deduction


def test_next_allocation_ends_at_zero_unless_it_is_told_otherwise() -> None:
    """70,000 less 5,000; then 4,000, which 5,000 exceed by 1,000."""
    assert 65_000 == next_allocation(70_000, 5_000)
    assert 0 == next_allocation(4_000, 5_000)
    assert -1_000 == next_allocation(4_000, 5_000, below_zero=True)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (
            lambda: adjust({"A": 1}, 0, 5),
            "allotment: found 0, expected a number above 0 to take a percentage of",
        ),
        (
            lambda: adjust({"A": 0}, 0, 5),
            "allotment: found 0, expected a number above 0 to take a percentage of",
        ),
        (
            lambda: adjust(np.ones((2, 3)), np.array([1, 0]), 5),
            ("allotment: found 0, expected a number above 0 to take a percentage of at index 1"),
        ),
        (
            lambda: adjust({"A": -1}, 1, 5),
            "allocations['A']: found -1, expected a number not below 0",
        ),
        (
            lambda: adjust({"A": 1}, float("nan"), 5),
            "allotment: found nan, expected a finite number",
        ),
        (
            lambda: deduction_from_next_allocation(-1, 0, 0),
            "marketed: found -1, expected a number not below 0",
        ),
        (
            lambda: next_allocation(1, -1),
            "deduction: found -1, expected a number not below 0",
        ),
    ],
)
def test_bad_input_is_refused_in_one_line(call: Callable[[], Any], message: str) -> None:
    with pytest.raises((TypeError, ValueError)) as caught:
        call()
    assert message == str(caught.value)
