"""Rounding: half up, once, last; and rows that must add up to a given total."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from allotments.rounding import exact_text, grouped, half_up, largest_remainder, shortest_decimal

pd = pytest.importorskip("pandas")

VALUES = st.fractions(-(10**6), 10**6)
UNITS = st.fractions(Fraction(1, 1000), 1000).filter(bool)


@pytest.mark.parametrize(
    ("value", "unit", "rounded"),
    [
        (Fraction(42095, 10), 1, 4210),  # the notice's one tie: 4,209.5 is printed 4,210
        (Fraction(42085, 10), 1, 4209),  # half to even would give 4,208
        (Fraction(-5, 2), 1, -2),  # up is towards plus infinity
        (2.5, 1, 3),
        (Decimal("2.5"), 1, 3),
        (Fraction(2499, 1000), 1, 2),
        (144_469, 1_000, 144_000),  # the notice's "144,000 tons"
        (194_688, 1_000, 195_000),  # the notice's "approximately 195,000"
        (500, 1_000, 1_000),
        (Fraction("0.5521018"), Fraction(1, 1000), Fraction(552, 1000)),  # 55.2 percent
        (Fraction("0.0005"), Decimal("0.001"), Fraction(1, 1000)),
        (7, 7, 7),
        (0, 1, 0),
    ],
)
def test_half_up(value: Any, unit: Any, rounded: Any) -> None:
    """Ties go up; a whole result is an ``int``, any other a ``Fraction``, never a float."""
    result = half_up(value, unit)
    assert rounded == result
    assert type(rounded) is type(result)


def test_half_up_takes_a_float_for_what_it_is() -> None:
    """2.675 as a float lies below 2.675, so that it rounds down to hundredths."""
    assert Fraction(267, 100) == half_up(2.675, Fraction(1, 100))
    assert Fraction(268, 100) == half_up(Decimal("2.675"), Fraction(1, 100))


@pytest.mark.parametrize("unit", [0, -1, Fraction(-1, 2)])
def test_half_up_refuses_a_unit_that_is_not_above_zero(unit: Any) -> None:
    with pytest.raises(ValueError, match=f"^unit: found {unit}, expected a number above 0$"):
        half_up(1, unit)


def test_half_up_refuses_what_is_not_finite() -> None:
    for one in (float("inf"), float("nan"), np.float32("inf"), Decimal("sNaN")):
        with pytest.raises(ValueError, match=r"^value: found .*, expected a finite number$"):
            half_up(one)


@given(VALUES, UNITS)
def test_half_up_is_the_nearest_multiple(value: Fraction, unit: Fraction) -> None:
    """The result is the one multiple of the unit in ``(value - unit/2, value + unit/2]``."""
    rounded = half_up(value, unit)
    assert 1 == (Fraction(rounded) / unit).denominator
    assert value - unit / 2 < rounded <= value + unit / 2


def test_largest_remainder_worked_by_hand() -> None:
    """Of 10 = 3.3 + 3.3 + 3.4 the wholes are 9; the unit left goes to the remainder .4."""
    tenths: dict[str, Any] = {"a": Fraction(33, 10), "b": Decimal("3.3"), "c": Fraction(34, 10)}
    assert {"a": 3, "b": 3, "c": 4} == largest_remainder(tenths, 10)
    assert {"a": 4, "b": 3, "c": 4} == largest_remainder(tenths, 11)  # of equal ones the first
    assert {"a": 3, "b": 3, "c": 3} == largest_remainder(tenths, 9)
    assert {"a": 4, "b": 4, "c": 4} == largest_remainder(tenths, 12)
    assert list("abc") == list(largest_remainder(tenths, 10))
    assert {"a": -3, "b": 3} == largest_remainder({"a": Fraction(-5, 2), "b": 2.75}, 0)


@pytest.mark.parametrize("total", [8, 13])
def test_largest_remainder_refuses_a_total_out_of_reach(total: int) -> None:
    """Three values whose whole parts add up to 9 can be rounded to 9, 10, 11 or 12 in total."""
    values = {"a": Fraction(33, 10), "b": Fraction(33, 10), "c": Fraction(34, 10)}
    line = f"^total: found {total}, expected a whole number from 9 to 12, which rounding these"
    with pytest.raises(ValueError, match=line):
        largest_remainder(values, total)


def test_a_float_counts_in_every_width_of_numpys() -> None:
    """2.5 is exactly a tie in each of them."""
    assert [3] * 4 == [
        half_up(kind(2.5)) for kind in (np.float16, np.float32, float, np.longdouble)
    ]
    assert (9_223_372_036_854_775_810, int) == (
        (found := half_up(np.int64(2**63 - 1), np.int64(10))),
        type(found),
    )
    assert "2.500" == grouped(np.float32(2.5), np.int64(3))  # type: ignore[arg-type]


@pytest.mark.parametrize("kind", [float, np.float16, np.float32, np.longdouble])
def test_largest_remainder_reads_floats_by_their_shortest_decimal(kind: Any) -> None:
    """0.1 and 1.1 have equal remainders, and the first named gets the unit."""
    assert {"a": 1, "b": 1} == largest_remainder({"a": kind("0.1"), "b": kind("1.1")}, 2)
    assert {"a": 1, "b": 1} == largest_remainder({"a": Fraction(1, 10), "b": Fraction(11, 10)}, 2)
    assert {"a": 1, "b": 1} == largest_remainder({"a": 0.1, "b": 1.1}, np.float64(2))


@pytest.mark.parametrize(
    ("call", "line"),
    [
        (lambda: half_up("2.5"), "value: found '2.5', expected a number"),  # type: ignore[arg-type]
        (lambda: half_up(True), "value: found True, expected a number"),
        (lambda: half_up(np.array([1.5])), r"value: found array\(\[1.5\]\), expected a number"),  # type: ignore[arg-type]
        (lambda: half_up(1, "1"), "unit: found '1', expected a number"),  # type: ignore[arg-type]
        (lambda: grouped("1"), "value: found '1', expected a number"),  # type: ignore[arg-type]
        (lambda: largest_remainder([1, 2], 3), "values: found list, expected a mapping of names"),  # type: ignore[arg-type]
        (lambda: largest_remainder({"a": 1}, "1"), "total: found '1', expected a number"),  # type: ignore[arg-type]
        (lambda: largest_remainder({"a": "1"}, 1), r"values\['a'\]: found '1', expected a number"),  # type: ignore[dict-item]
        (
            lambda: largest_remainder({"a": 1}, 1.5),
            "total: found 1.5, expected a whole number from",
        ),
        (
            lambda: largest_remainder(pd.Series([1, 2], index=["a", "a"]), 3),
            "values: found a name more than once, expected each once",
        ),
    ],
)
def test_what_is_no_number_is_refused_in_a_line(call: Callable[[], Any], line: str) -> None:
    with pytest.raises((TypeError, ValueError), match=f"^{line}"):
        call()


@given(st.lists(VALUES, min_size=1, max_size=8))
def test_largest_remainder_keeps_the_total(values: list[Fraction]) -> None:
    """For the rounded sum: the rows add up to it, and none moves by a unit or more."""
    named = dict(enumerate(values))
    total = half_up(sum(values, Fraction(0)))
    assert isinstance(total, int)
    rounded = largest_remainder(named, total)
    assert total == sum(rounded.values())
    assert all(abs(rounded[key] - value) < 1 for key, value in named.items())


@pytest.mark.parametrize(
    ("value", "places", "text"),
    [
        (Fraction(4_355_530_920, 1000), 1, "4,355,530.9"),
        (Fraction(4_355_530_950, 1000), 1, "4,355,531.0"),
        (7889, 0, "7,889"),
        (-144_469, 0, "-144,469"),
        (Fraction(-1, 3), 1, "-0.3"),
        (Fraction(-1, 3), 0, "0"),  # no minus before a zero
        (Decimal("0.05"), 1, "0.1"),
        (Fraction(5, 1000), 3, "0.005"),
        (0, 3, "0.000"),
        (999_999_999, 0, "999,999,999"),
    ],
)
def test_grouped(value: Any, places: int, text: str) -> None:
    assert text == grouped(value, places)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (9_247, "9,247"),
        (Fraction(107, 100), "1.07"),
        (Fraction(-1, 8), "-0.125"),
        (Fraction(12_345_001, 10_000), "1,234.5001"),
        (Fraction(1, 100_000), "1/100,000"),  # a fifth decimal
        (Fraction(-2_000, 3), "-2,000/3"),
    ],
)
def test_exact_text_has_all_digits(value: Any, text: str) -> None:
    assert text == exact_text(value)


def test_grouped_shows_no_decimals_unless_asked() -> None:
    assert "7,889" == grouped(Fraction(78885, 10))


def test_grouped_refuses_less_than_no_decimals() -> None:
    with pytest.raises(ValueError, match=r"^places: found -1, expected a number not below 0$"):
        grouped(7_889, -1)


@pytest.mark.parametrize("places", [True, 1.0, "1"])
def test_grouped_refuses_what_is_no_number_of_decimals(places: Any) -> None:
    with pytest.raises(TypeError) as caught:
        grouped(7_889, places)
    assert f"places: found {places!r}, expected a whole number" == str(caught.value)


class TwoLines:
    """An array as NumPy shows it, of an object as Windows does."""

    def __repr__(self) -> str:
        return "array([1,\n       <A at 0x00AF>])"


def test_no_number_has_no_shortest_decimal() -> None:
    """And what was found is shown without its place in memory."""
    with pytest.raises(TypeError, match=r"^value: found <object object>, expected a number$"):
        shortest_decimal(object())  # type: ignore[arg-type]
    with pytest.raises(TypeError, match=r"^value: found array\(\[1, <A>\]\), expected a number$"):
        shortest_decimal(TwoLines())  # type: ignore[arg-type]
