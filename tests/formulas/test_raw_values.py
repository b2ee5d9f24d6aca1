"""Raw value by polarization, for beet, cane and sugar of low purity."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from allotments.formulas.raw_values import Source, raw_value

SOURCES = st.sampled_from(["beet", "cane"])
WEIGHTS = st.integers(0, 10**9)
DEGREES = st.fractions(0, 100, max_denominator=1_000)


@pytest.mark.parametrize(
    ("polarization", "expected"),
    [
        (92, "93"),  # 0.93
        (96, "100"),  # 0.93 + 4 * 0.0175 = 0.93 + 0.07
        (Decimal("99.9"), "106.825"),  # 0.93 + 7.9 * 0.0175 = 0.93 + 0.13825
        (100, "107"),  # 0.93 + 8 * 0.0175 = 0.93 + 0.14
    ],
)
def test_raw_value_of_cane_sugar(polarization: Any, expected: str) -> None:
    exact = raw_value(100, polarization, "cane")
    assert Fraction(expected) == exact
    assert isinstance(exact, Fraction)


@pytest.mark.parametrize("polarization", [92, Decimal("99.9"), 100])
def test_raw_value_of_beet_sugar_is_flat(polarization: Any) -> None:
    assert 107 == raw_value(100, polarization, "beet")


@pytest.mark.parametrize("source", ["beet", "cane"])
def test_raw_value_below_92_degrees_goes_by_total_sugars(source: Source) -> None:
    """81 / 0.972 = 83.33; from 92 degrees on total sugars are not looked at."""
    assert Fraction(250, 3) == raw_value(100, 80, source, total_sugars=81)
    for unseen in (50, 150, -1, float("nan"), np.float32("nan"), np.array(150.0), 10**350):
        assert raw_value(100, 92, source) == raw_value(100, 92, source, total_sugars=unseen)
    assert 0 == raw_value(0, 92, source, total_sugars=50)  # not even beside no sugar at all


def test_raw_value_looks_at_total_sugars_in_the_rows_below_92_degrees_only() -> None:
    """81 / 0.972 = 83.33 in the second row; what stands in the others is not looked at."""
    degrees, sugars = np.array([92.0, 80, 100, 96, 99]), np.array([np.nan, 81, 150, -1, np.inf])
    expected = pytest.approx([93, 250 / 3, 107, 100, 105.25])
    assert expected == raw_value(100, degrees, "cane", total_sugars=sugars)
    few = raw_value(np.array([80, 100]), np.array([96.0, 80]), "cane", total_sugars=81)
    assert [80, 250 / 3] == pytest.approx(few)
    assert [100] * 5 == raw_value(100, 96, "cane", total_sugars=sugars).tolist()
    for fault, message in [
        (np.nan, r"^total_sugars: found nan at index 1, expected finite numbers not below 0$"),
        (-1.0, r"^total_sugars: found -1.0 at index 1, expected finite numbers not below 0$"),
        (101.0, "^total_sugars: found more than quantity, expected a part of it at index 1$"),
    ]:
        with pytest.raises(ValueError, match=message):
            raw_value(100, degrees, "cane", total_sugars=np.where(degrees < 92, fault, sugars))


def test_raw_value_refuses_total_sugars_that_are_no_numbers_in_any_row() -> None:
    masked = np.ma.masked_array([50.0, 50.0], [False, True])
    line = "^total_sugars: found a masked element at index 1, expected numbers$"
    with pytest.raises(ValueError, match=line):
        raw_value(100, np.array([80, 96]), "cane", total_sugars=masked)
    for refused in (np.array([True, True]), np.array(["a", "b"]), [50, 50], "50", True):
        for degrees in (np.array([80, 96]), np.array([95, 96]), 80, 96):
            with pytest.raises(TypeError, match=r"^total_sugars: found .*, expected"):
                raw_value(100, degrees, "cane", total_sugars=refused)
    with pytest.raises(ValueError, match=r"^found a number beyond the range of floats"):
        raw_value(100, np.array([80, 96]), "cane", total_sugars=10**350)
    labelled = pytest.importorskip("xarray").DataArray([50.0, 50.0])
    with pytest.raises(TypeError, match=r"^total_sugars: found a labelled array, expected"):
        raw_value(100, np.array([80, 96]), "cane", total_sugars=labelled)
    lazy = pytest.importorskip("dask.array").ones(2)
    with pytest.raises(TypeError, match=r"^total_sugars: found a lazy array, expected"):
        raw_value(100, np.array([80, 96]), "cane", total_sugars=lazy)


@pytest.mark.parametrize("unseen", [float("nan"), np.float64("inf"), -1, 150])
def test_raw_value_takes_any_number_beside_rows_of_92_degrees_and_more(unseen: Any) -> None:
    """One row below, and the same number is at fault there."""
    rows = raw_value(100, np.array([95.0, 96.0]), "cane", total_sugars=unseen)
    assert [98.25, 100] == pytest.approx(rows)
    with pytest.raises(
        ValueError, match=r"^total_sugars: found .*, expected .* at index 1$|nan|inf|-1"
    ):
        raw_value(100, np.array([95.0, 91.0]), "cane", total_sugars=unseen)


@given(WEIGHTS, DEGREES, SOURCES, st.fractions(0, 1))
def test_raw_value_scales_and_arrays_equal_the_exact_path(
    weight: int, degrees: Fraction, source: Source, sugary: Fraction
) -> None:
    sugars = weight * sugary
    exact = raw_value(weight, degrees, source, total_sugars=sugars)
    assert 2 * exact == raw_value(2 * weight, degrees, source, total_sugars=2 * sugars)
    rows = raw_value(np.array([weight]), np.array([float(degrees)]), source, total_sugars=sugars)
    assert [float(exact)] == pytest.approx(rows)


def test_raw_value_of_arrays_beside_exact_numbers() -> None:
    assert [93, 107] == pytest.approx(raw_value(100, np.array([92, 100]), "cane"))
    assert [106.825] == pytest.approx(raw_value(np.array([100]), Decimal("99.9"), "cane"))
    assert [107] == pytest.approx(raw_value(np.array([100]), 99, "beet"))
    low = raw_value(Fraction(100), 80, "beet", total_sugars=np.array([81, 0]))
    assert [250 / 3, 0] == pytest.approx(low)
    high = raw_value(100, 96, "cane", total_sugars=np.array([81, 0]))
    assert [100, 100] == pytest.approx(high)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (
            lambda: raw_value(100, 80, "cane"),
            "total_sugars: found None, expected a quantity for polarization below 92",
        ),
        (
            lambda: raw_value(100, np.array([95, 91.9]), "cane"),
            "total_sugars: found None, expected a quantity for polarization below 92 at index 1",
        ),
        (
            lambda: raw_value(100, 80, "cane", total_sugars=101),
            "total_sugars: found more than quantity, expected a part of it",
        ),
        (
            lambda: raw_value(100, 101, "cane"),
            "polarization: found more than 100, expected degrees from 0 to 100",
        ),
        (
            lambda: raw_value(100, 96, "corn"),  # type: ignore[arg-type]
            "source: found 'corn', expected 'beet' or 'cane'",
        ),
        (lambda: raw_value(-1, 96, "cane"), "quantity: found -1, expected a number not below 0"),
    ],
)
def test_bad_input_is_refused_in_one_line(call: Callable[[], Any], message: str) -> None:
    with pytest.raises((TypeError, ValueError)) as caught:
        call()
    assert message == str(caught.value)
