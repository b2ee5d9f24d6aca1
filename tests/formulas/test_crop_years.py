"""One number for each crop year."""

from __future__ import annotations

import re
from fractions import Fraction
from types import MappingProxyType
from typing import Annotated, Any

import numpy as np
import pytest

from allotments.act2002 import average_of_highest
from allotments.core.checked import Ratio, checked
from allotments.formulas.crop_years import Years, crop_years, years_on_last_axis

EXPECTED = "expected one number for each crop year, in a sequence or an array"


def test_years_of_a_sequence_and_of_an_array() -> None:
    assert [1, Fraction(1, 2)] == crop_years("acres", (1, Fraction(1, 2)))
    assert [1.0, 2.0] == crop_years("acres", np.array([1, 2]), exactly=2).tolist()
    assert [7] == crop_years("acres", [7])  # one year is enough, if no more are asked for


def test_years_of_an_argument_leave_the_others_as_they_are() -> None:
    """A share beside an array of years is exact still; if nothing is said one year is enough."""

    @checked
    def given(years: Annotated[Any, Years()], share: Ratio) -> Any:
        return years, share

    assert ([7], 1) == given([7], 1)
    third = given(np.array([1.0, 2.0]), Fraction(1, 3))[1]
    assert (Fraction(1, 3), Fraction) == (third, type(third))


@pytest.mark.parametrize("values", ["12345", b"12345", 5, None, {1, 2}, {1: 2}.keys()])
def test_years_refuses_what_is_no_sequence(values: object) -> None:
    with pytest.raises(TypeError, match=f"^acres: found {re.escape(repr(values))}, {EXPECTED}$"):
        crop_years("acres", values)


def test_years_refuses_a_mapping() -> None:
    """Read by its keys it would give the acres 1989, 1990 and so on, without a word."""
    by_year = {1989: 120, 1990: 110}
    with pytest.raises(TypeError, match=rf"^acres: found {re.escape(str(by_year))}, {EXPECTED}$"):
        crop_years("acres", by_year)
    with pytest.raises(TypeError, match=rf"^acres: found mappingproxy.*, {EXPECTED}$"):
        crop_years("acres", MappingProxyType(by_year))


def test_years_of_a_series_are_its_values() -> None:
    """What has both ``.items()`` and ``__array__``, as a pandas Series, is an array."""

    class Series:
        def items(self) -> Any:
            raise AssertionError

        def __len__(self) -> int:
            return 2

        def __array__(self, dtype: Any = None, copy: Any = None) -> Any:
            return np.array([120.0, 110.0])

    assert [120.0, 110.0] == crop_years("acres", Series(), exactly=2).tolist()
    assert [120, 110] == crop_years("acres", {1989: 120, 1990: 110}.values())


def test_years_refuses_too_few() -> None:
    with pytest.raises(ValueError, match="acres: found 2 crop years, expected at least 3"):
        crop_years("acres", [1, 2], at_least=3)
    with pytest.raises(ValueError, match="acres: found 0 crop years, expected at least 1"):
        crop_years("acres", np.array(7))
    with pytest.raises(ValueError, match="acres: found 6 crop years, expected 5"):
        crop_years("acres", [1] * 6, exactly=5)
    with pytest.raises(ValueError, match=r"^acres: found 2 crop years, expected at least 3$"):
        Years(at_least=3).read("acres", [1, 2])


def test_years_refuses_numbers_by_their_place() -> None:
    line = r"^acres: found -1.0 at index 1, expected finite numbers not below 0$"
    with pytest.raises(ValueError, match=line):
        crop_years("acres", np.array([1.0, -1.0]))
    line = r"^acres\[0\]: found a number beyond the range of floats beside floats, expected a"
    with pytest.raises(ValueError, match=line):
        crop_years("acres", [10**400, 0.5])


def test_the_labels_of_crop_years_are_of_an_axis_of_their_own() -> None:
    """Rows are farms, as elsewhere the last axis; columns are years, which broadcast with none."""
    frame = pytest.importorskip("pandas").DataFrame([[1, 2]], index=["A"], columns=[1989, 1990])
    found = [(name, axis, list(labels)) for name, axis, labels in Years.labels("acres", frame)]
    assert [("acres", -1, [1989, 1990]), ("acres", 0, ["A"])] == found


def test_years_on_last_axis_broadcasts() -> None:
    years = years_on_last_axis([np.array([1.0, 2.0]), Fraction(1, 2)])
    assert [[1, 0.5], [2, 0.5]] == years.tolist()
    assert years is years_on_last_axis(years)


def test_years_on_last_axis_are_floats() -> None:
    """A NumPy array of Fractions would be one of objects, and one of integers could wrap around."""
    years = years_on_last_axis([120, Fraction(1, 2)])
    assert np.float64 == years.dtype
    assert [120, 0.5] == years.tolist()


def test_a_count_of_any_length_is_said_in_a_line() -> None:
    expected = (
        "^production: found 1 crop years, expected at least a whole number of more than 60 digits$"
    )
    with pytest.raises(ValueError, match=expected):
        average_of_highest([0], 10**5_000)
