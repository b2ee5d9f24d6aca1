"""Which numbers the formulas take, what they turn them into, and what they refuse."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal, localcontext
from fractions import Fraction
from importlib import import_module
from pathlib import PurePosixPath
from types import MappingProxyType, SimpleNamespace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import allotments
from allotments import act1990, act2002, scenarios
from allotments.core import exact
from allotments.core.exact import (
    above_zero,
    as_one_kind,
    at_most_one,
    below,
    divide,
    is_array,
    is_lazy,
    minimum,
    not_negative,
    positive_part,
    quantities,
    recipients,
    require,
    signed_quantities,
    total,
)
from allotments.rounding import shortest_decimal

NAN, INFINITY = float("nan"), float("inf")


def one(value: Any) -> Any:
    """What a formula goes on with where it was given *value*."""
    (converted,) = quantities(sugar=value)
    return converted


@pytest.mark.parametrize(
    ("given_value", "goes_on_as"),
    [
        (7, 7),
        (0, 0),
        (10**30, 10**30),
        (np.int64(7), 7),
        (np.uint8(255), 255),
        (Fraction(1, 3), Fraction(1, 3)),
        (Decimal("7890000.0"), 7_890_000),
        (Decimal("1687.380"), Fraction(168738, 100)),
        (Decimal("1E+400"), 10**400),
        (Decimal("1E-400"), Fraction(1, 10**400)),
        (2.5, 2.5),
        (np.float32(2.5), 2.5),
        (np.float64(2.5), 2.5),
        (np.array(7), 7),
        (np.array(2.5), 2.5),
    ],
)
def test_a_number_goes_on_as_what_the_table_says(given_value: Any, goes_on_as: Any) -> None:
    """Exact stays exact and float stays float; NumPy scalars and 0-d arrays become plain ones."""
    converted = one(given_value)
    assert goes_on_as == converted
    assert type(goes_on_as) is type(converted)


def test_integer_arrays_become_float64_before_any_arithmetic() -> None:
    """Two times 200 wraps around to 144 in uint8; in float64 it is 400."""
    converted = one(np.array([200, 7], dtype=np.uint8))
    assert np.dtype(np.float64) == converted.dtype
    assert [400.0, 14.0] == (converted + converted).tolist()


def test_a_float64_array_is_not_copied() -> None:
    """Millions of scenarios are read where they lie."""
    array = np.array([1.0, 2.0])
    assert array is one(array)
    assert [] == one(np.array([])).tolist()


def test_anything_with_an_array_protocol_is_an_array() -> None:
    class Column:
        def __array__(self, dtype: Any = None, copy: Any = None) -> Any:
            return np.array([1, 2])

    assert [1.0, 2.0] == one(Column()).tolist()


@pytest.mark.parametrize(
    ("refused", "line"),
    [
        (True, "sugar: found True, expected a number"),
        (np.True_, f"sugar: found {np.True_!r}, expected a number"),
        ("7", "sugar: found '7', expected a number"),
        (b"7", "sugar: found b'7', expected a number"),
        (None, "sugar: found None, expected a number"),
        (np.timedelta64(5, "D"), f"sugar: found {np.timedelta64(5, 'D')!r}, expected a number"),
        (
            [1, 2],
            (
                "sugar: found list, expected a number or a NumPy array "
                "(numpy.array(...) makes one of a list)"
            ),
        ),
        (
            1j,
            (
                "sugar: found complex, expected a number or a NumPy array "
                "(numpy.array(...) makes one of a list)"
            ),
        ),
        (np.array([True]), "sugar: found an array of bool, expected numbers"),
        (np.array(["7"]), "sugar: found an array of <U1, expected numbers"),
        (np.array([1j]), "sugar: found an array of complex128, expected numbers"),
        (np.array([Fraction(1)]), "sugar: found an array of object, expected numbers"),
        (np.array(None), "sugar: found an array of object, expected numbers"),
    ],
)
def test_what_is_no_number_is_refused(refused: Any, line: str) -> None:
    with pytest.raises(TypeError) as caught:
        one(refused)
    assert line == str(caught.value)


@pytest.mark.parametrize(
    ("refused", "line"),
    [
        (-1, "sugar: found -1, expected a number not below 0"),
        (np.int8(-1), "sugar: found -1, expected a number not below 0"),
        (-0.5, "sugar: found -0.5, expected a number not below 0"),
        (Fraction(-1, 2), "sugar: found -1/2, expected a number not below 0"),
        (Decimal("-0.5"), "sugar: found -1/2, expected a number not below 0"),
        (np.array(-2), "sugar: found -2, expected a number not below 0"),
        (NAN, "sugar: found nan, expected a finite number"),
        (INFINITY, "sugar: found inf, expected a finite number"),
        (np.float32(-INFINITY), "sugar: found -inf, expected a finite number"),
        (Decimal("NaN"), "sugar: found NaN, expected a finite number"),
        (Decimal("sNaN"), "sugar: found sNaN, expected a finite number"),
        (Decimal("-Infinity"), "sugar: found -Infinity, expected a finite number"),
        (Decimal("1E+401"), "sugar: found a number of absurd length, expected a quantity"),
        (Decimal("1E-401"), "sugar: found a number of absurd length, expected a quantity"),
        (Decimal("0E+999999"), "sugar: found a number of absurd length, expected a quantity"),
        (
            Decimal("1." + 800 * "1"),
            "sugar: found a number of absurd length, expected a quantity",
        ),
        (
            np.array([[1.0, 2.0], [3.0, -4.0], [-5.0, 6.0]]),
            "sugar: found -4.0 at index (1, 1), expected finite numbers not below 0",
        ),
        (
            np.array([1, 2, -3]),
            "sugar: found -3.0 at index 2, expected finite numbers not below 0",
        ),
        (
            np.array([0.0, -1.0]),  # zero is no fault
            "sugar: found -1.0 at index 1, expected finite numbers not below 0",
        ),
        (
            np.array([1.0, NAN, -1.0]),
            "sugar: found nan at index 1, expected finite numbers not below 0",
        ),
        (
            np.array([1.0, 2.0, INFINITY]),
            "sugar: found inf at index 2, expected finite numbers not below 0",
        ),
        (
            np.array([-INFINITY, 2.0]),
            "sugar: found -inf at index 0, expected finite numbers not below 0",
        ),
    ],
)
def test_what_is_no_quantity_is_refused_with_its_place(refused: Any, line: str) -> None:
    """One line that names the argument, what was found (the first of an array) and where."""
    with pytest.raises(ValueError, match="sugar") as caught:
        one(refused)
    assert line == str(caught.value)


def test_the_longest_decimal_that_is_no_absurdity() -> None:
    """800 digits are read; the limit is there for exponents that make numbers of megabytes."""
    assert Fraction(int(800 * "1"), 10**799) == one(Decimal("1." + 799 * "1"))


def test_signed_quantities_may_be_negative_but_must_be_finite() -> None:
    assert (-1, -2.5) == signed_quantities(imports=-1, allotment=-2.5)
    (array,) = signed_quantities(imports=np.array([-1, 1]))
    assert [-1.0, 1.0] == array.tolist()
    with pytest.raises(ValueError, match=r"^imports: found inf, expected a finite number$"):
        signed_quantities(imports=INFINITY)
    line = r"^imports: found nan at index 1, expected finite numbers$"
    with pytest.raises(ValueError, match=line):
        signed_quantities(imports=np.array([-1.0, NAN]))


def test_recipients_keeps_keys_and_their_order() -> None:
    """Anything with ``.items()`` is a mapping, a pandas Series too; the result is a dict."""

    class Series:
        def items(self) -> list[tuple[str, int]]:
            return [("Texas", 3), ("Florida", 1), ("Hawaii", 2)]

    found = recipients("bases", Series())
    assert [("Texas", 3), ("Florida", 1), ("Hawaii", 2)] == list(found.items())
    assert dict is type(found)
    mixed = recipients("bases", {"a": np.array([1, 2]), "b": Fraction(1, 4)})
    assert [1.0, 2.0] == mixed["a"].tolist()
    assert float is type(mixed["b"])


@pytest.mark.parametrize(
    ("values", "error", "line"),
    [
        ({}, ValueError, "bases: found no recipient, expected at least one"),
        (
            {"beet": 1, "cane": -2},
            ValueError,
            "bases['cane']: found -2, expected a number not below 0",
        ),
        ({"beet": True}, TypeError, "bases['beet']: found True, expected a number"),
        (
            [1, 2],
            TypeError,
            (
                "bases: found list, expected a mapping of recipients to numbers or an array whose "
                "last axis is the recipients"
            ),
        ),
        (
            "beet",
            TypeError,
            (
                "bases: found str, expected a mapping of recipients to numbers or an array whose "
                "last axis is the recipients"
            ),
        ),
        (
            np.array(5),
            ValueError,
            "bases: found no recipient, expected at least one on the last axis",
        ),
        (
            np.ones((3, 0)),
            ValueError,
            "bases: found no recipient, expected at least one on the last axis",
        ),
        (
            np.array([1, -1]),
            ValueError,
            "bases: found -1.0 at index 1, expected finite numbers not below 0",
        ),
    ],
)
def test_recipients_refuses(values: Any, error: type[Exception], line: str) -> None:
    with pytest.raises(error) as caught:
        recipients("bases", values)
    assert line == str(caught.value)


def test_alike_makes_fractions_floats_beside_floats_only() -> None:
    """NumPy would make an array of objects of an array and a Fraction."""
    exact_ones = as_one_kind(Fraction(1, 4), 2)
    assert ((Fraction(1, 4), 2), Fraction) == (exact_ones, type(exact_ones[0]))
    beside_a_float = as_one_kind(Fraction(1, 4), 2, 0.5)
    assert ((0.25, 2, 0.5), float) == (beside_a_float, type(beside_a_float[0]))
    quarter, two, array = as_one_kind(Fraction(1, 4), 2, np.array([2.0]))
    assert (0.25, float) == (quarter, type(quarter))
    assert (2, int) == (two, type(two))
    assert np.dtype(np.float64) == (quarter * array).dtype


def test_divide_never_makes_a_float_of_exact_numbers() -> None:
    assert Fraction(1, 3) == divide(1, 3)
    assert (Fraction(2), Fraction) == (divide(4, 2), type(divide(4, 2)))
    assert Fraction(1, 6) == divide(Fraction(1, 2), 3)
    assert (0.5, float) == (divide(1, 2.0), type(divide(1, 2.0)))
    assert [0.5, 1.0] == divide(np.array([1.0, 2.0]), 2).tolist()


@pytest.mark.parametrize("kind", [float, np.float16, np.float32, np.float64, np.longdouble])
def test_shortest_decimal_of_every_precision(kind: Any) -> None:
    """0.1 of float32 is 0.10000000149011612 as a float; NumPy's settings cut its ``str``."""
    with np.printoptions(precision=1, legacy="1.13"), localcontext(prec=1):
        assert Decimal("0.1") == shortest_decimal(kind("0.1"))
        assert Decimal("-2.5") == shortest_decimal(kind("-2.5"))
        assert 120 == shortest_decimal(kind("120"))
        assert shortest_decimal(kind("nan")).is_nan()
    third, places = kind("1") / kind("3"), np.finfo(kind).precision
    assert abs(shortest_decimal(third) - 1 / Decimal(3)) < Decimal(10) ** -places
    assert kind(str(shortest_decimal(third))) == third


def test_positive_part_keeps_the_kind() -> None:
    for value, expected in [(3, 3), (-3, 0), (0, 0), (Fraction(-1, 2), 0), (-2.5, 0.0), (2.5, 2.5)]:
        part = positive_part(value)
        assert expected == part
        assert type(value) is type(part)
    assert [0.0, 0.0, 1.5] == positive_part(np.array([-1.0, 0.0, 1.5])).tolist()
    assert (1, Fraction(1, 2)) == (positive_part(1), positive_part(Fraction(1, 2)))
    assert "0.0" == str(positive_part(-0.0))  # nothing has no sign


def test_a_float_beside_an_exact_number_is_below_it_by_more_than_its_error() -> None:
    """Exact numbers are compared exactly; a sum of floats may be off by 5e-7."""
    assert below(Fraction(1_249_999_999_999, 10**6), 1_250_000)
    for near in (1_249_999.999_999_9, np.float64(1_249_999.999_999_9)):
        assert not below(near, 1_250_000)
    assert not below(1_250_000, 1_250_000.000_000_1)
    assert not below(-5e-7, 0)  # off by as much, and no more
    assert below(-6e-7, 0)


@pytest.mark.parametrize("given_value", [np.int64(2024), 2024.0, Decimal(2024), Fraction(4048, 2)])
def test_a_whole_number_of_any_kind_is_an_int(given_value: Any) -> None:
    for found in (
        exact.whole_number("crop_year", given_value),
        exact.whole_or_as_given(given_value),
        exact.exact_number("crop_year", given_value),
    ):
        assert (2024, int) == (found, type(found))


@pytest.mark.parametrize("given_value", [2024.5, NAN, None, "2024", True, np.array([2024])])
def test_what_is_no_whole_number_is_refused_or_left_as_it_is(given_value: Any) -> None:
    assert given_value is exact.whole_or_as_given(given_value)
    with pytest.raises(ValueError, match="crop_year") as caught:
        exact.whole_number("crop_year", given_value)
    assert f"crop_year: found {given_value!r}, expected a whole number" == str(caught.value)


def test_a_whole_number_of_any_length_is_one() -> None:
    """Who asked for a year, say, refuses it by what it should be."""
    assert 10**5_000 == exact.whole_number("crop_year", 10**5_000)


def test_text_is_no_number_unless_asked_for() -> None:
    with pytest.raises(TypeError, match=r"^weights: found '1/4', expected a number$"):
        exact.exact_number("weights", "1/4")


def test_minimum_of_two() -> None:
    assert (2, int) == (minimum(2, 3), type(minimum(2, 3)))
    assert Fraction(5, 2) == minimum(Fraction(5, 2), 3)
    assert (2.0, float) == (minimum(2, 3.0), type(minimum(2, 3.0)))
    assert (2.0, float) == (minimum(3.0, 2), type(minimum(3.0, 2)))
    assert [0.5, 0.25] == minimum(Fraction(1, 2), np.array([1.0, 0.25])).tolist()
    assert [0.5, 0.25] == minimum(np.array([1.0, 0.25]), Fraction(1, 2)).tolist()


def test_total_over_recipients() -> None:
    """Of a mapping's values, or over the last axis."""
    assert Fraction(7, 2) == total({"a": 3, "b": Fraction(1, 2)})
    assert [3.0, 7.0] == total(np.array([[1.0, 2.0], [3.0, 4.0]])).tolist()


def test_check_rows_passes_or_names_the_first_bad_row() -> None:
    array = np.array([1.0, -1.0, -2.0])
    assert array is require(array, "sugar: wrong", np.isfinite)
    assert 5 == require(5, "sugar: wrong", lambda value: value > 0)
    with pytest.raises(ValueError, match=r"^sugar: wrong at index 1$"):
        require(array, "sugar: wrong", lambda value: value > 0)
    with pytest.raises(ValueError, match=r"^sugar: wrong$"):
        require(0, "sugar: wrong", lambda value: value > 0)


def test_what_is_asked_of_rows_at_its_bounds() -> None:
    """Zero is not above zero, nor is it negative; one is at most one."""
    least = Fraction(1, 10**9)
    assert [False, False, True] == [above_zero(value) for value in (-least, 0, least)]
    assert [False, True, True] == [not_negative(value) for value in (-least, 0, least)]
    assert [True, True, False] == [at_most_one(value) for value in (1 - least, 1, 1 + least)]
    rows = np.array([-1.0, 0.0, 1.0, 2.0])
    assert [False, False, True, True] == above_zero(rows).tolist()
    assert [False, True, True, True] == not_negative(rows).tolist()
    assert [True, True, True, False] == at_most_one(rows).tolist()


def test_what_is_an_array_and_what_is_lazy() -> None:
    """A lazy array is known by ``map_blocks`` and ``dtype``, not by the library it is from."""

    class NoArray:
        map_blocks = None

    assert is_array(np.array([1.0]))
    assert not is_array(np.float64(1))
    assert not is_lazy(np.array([1.0]))
    assert not is_lazy(NoArray())
    assert not is_lazy(import_module("xarray").DataArray([1.0]))  # which may be, but has names


def test_a_lazy_array_is_refused_with_what_takes_it() -> None:
    lazy = SimpleNamespace(map_blocks=None, dtype=np.dtype(float), __array__=None)
    with pytest.raises(TypeError) as caught:
        one(lazy)
    assert (
        "sugar: found a lazy array, expected a number or a NumPy array; allotments.scenarios takes "
        "lazy arrays"
    ) == str(caught.value)


@pytest.mark.parametrize(
    ("values", "unordered"),
    [
        ({1989: 120}, True),
        (MappingProxyType({1989: 120}), True),
        ({120}, True),
        (frozenset({120}), True),
        ([120], False),
        (np.array([120]), False),
        (import_module("pandas").Series([120]), False),  # has items, but is an array
    ],
)
def test_mappings_and_sets_are_no_sequences(values: Any, unordered: bool) -> None:  # noqa: FBT001
    assert unordered is exact.is_unordered(values)


@dataclass(frozen=True)
class Result:
    value: Any


def same(first: Any, second: Any) -> bool:
    """Whether results of these are the same, asked both ways."""
    both = {exact.same_fields(Result(a), Result(b)) for a, b in ((first, second), (second, first))}
    assert 1 == len(both)
    return both.pop()


def test_results_are_the_same_element_by_element() -> None:
    """One NaN is as good as another, and nothing else is as good as a NaN."""
    assert same(np.array([1.0, NAN]), np.array([1.0, NAN]))
    assert not same(np.array([1.0, NAN]), np.array([1.0, 2.0]))
    assert not same(np.array([1.0, 1.0]), np.array([1.0]))
    assert not same(np.array([1.0]), 1.0)
    assert same({"a": NAN, "b": np.array([1.0])}, {"b": np.array([1.0]), "a": NAN})
    assert not same({"a": 1}, {"b": 1})
    assert not same({"a": 1}, 1)
    assert not same(NAN, 1.0)
    assert same(Fraction(1, 3), Fraction(1, 3))


def test_a_lazy_result_is_the_same_as_one_of_its_name_and_as_nothing_else() -> None:
    dask = import_module("dask.array")
    lazy = dask.from_array(np.ones(2), chunks=1, name="one")
    assert same(lazy, lazy)
    assert same(lazy, dask.from_array(np.ones(2), chunks=1, name="one"))
    assert not same(lazy, dask.from_array(np.ones(2), chunks=1, name="other"))
    assert not same(lazy, np.ones(2))


@given(st.one_of(st.integers(0), st.fractions(0), st.decimals(0, 10**9, places=3)))
def test_exact_numbers_keep_their_value(value: Any) -> None:
    """Whatever exact number comes in goes on with the same value, whole ones as ``int``."""
    converted = one(value)
    assert Fraction(value) == converted
    assert isinstance(converted, int | Fraction)
    assert not isinstance(value, int) or isinstance(converted, int)


@pytest.mark.parametrize("longest", [2**3_200 - 1, Fraction(1, 2**3_200 - 1)])
def test_the_longest_exact_numbers_that_are_no_absurdity(longest: Any) -> None:
    """3,200 bits, some 963 digits, above the line or below; one bit more is refused."""
    assert longest == one(longest)
    with pytest.raises(ValueError, match="found a number of absurd length"):
        one(longest / 2 if isinstance(longest, Fraction) else 2 * longest)


class InMemory:
    """As Windows shows an object."""

    def __repr__(self) -> str:
        return "<InMemory at 0x00AF>"


@pytest.mark.parametrize(
    ("found", "text"),
    [
        (10**60 - 1, "9" * 60),
        (10**60, "a whole number of more than 60 digits"),
        (-(10**60), "a whole number of more than 60 digits"),
        ("x" * 58, f"'{'x' * 58}'"),  # with its quotes 60 characters
        ("x" * 59, f"'{'x' * 59}..."),
        ([10**5_000], "a list that is too large to show"),  # Python prints no such number
        (["two", "lines\n"], r"['two', 'lines\n']"),
        (np.eye(2), "array([[1., 0.], [0., 1.]])"),  # two lines, as NumPy prints it
        (np.ma.masked, "masked"),  # of numpy.ma, which is data too
        (date(1994, 10, 17), "datetime.date(1994, 10, 17)"),
        (Decimal("1.0"), "Decimal('1.0')"),
        (Fraction(1, 2), "Fraction(1, 2)"),
        (PurePosixPath("mine.toml"), "PurePosixPath('mine.toml')"),
        (object(), "an object"),
        (Result(1), "a Result"),
        (type("Object", (), {})(), "an Object"),
        (type("record", (), {})(), "a record"),
        (type("Xylem", (), {})(), "a Xylem"),
        ([object()], "[<object object>]"),  # not where it is in memory
        (exact, "a module"),
        (exact.shown, "a function"),
        (len, "a builtin_function_or_method"),
        ([InMemory()], "[<InMemory>]"),
    ],
)
def test_what_was_found_is_shown_on_one_short_line(found: Any, text: str) -> None:
    assert text == exact.shown(found)


@pytest.mark.parametrize(
    "absurd",
    [
        pytest.param(10**5_000, id="thousands of digits"),
        pytest.param(-(10**5_000), id="below zero"),
        pytest.param(Fraction(10**1_000), id="a fraction"),
        pytest.param(Fraction(1, 10**1_000), id="next to nothing"),
    ],
)
def test_numbers_of_absurd_length_are_refused_in_a_line(absurd: Any) -> None:
    """Found while fuzzing: Python refuses to print such numbers, and said so instead."""
    with pytest.raises(ValueError, match=r"^sugar: found a number of absurd length, expected a q"):
        one(absurd)


@pytest.mark.parametrize("great", [10**400, Fraction(10**400)])
@pytest.mark.parametrize("beside", [np.ones(2), 1.0])
def test_what_no_float_can_be_is_refused_beside_floats(great: Any, beside: Any) -> None:
    """An exact number alone may be as great; found while fuzzing as an OverflowError."""
    assert (great, 1) == quantities(sugar=great, syrup=1)
    line = "found a number beyond the range of floats beside floats, expected a quantity"
    for take in (quantities, signed_quantities):
        with pytest.raises(ValueError, match=f"^sugar: {line}$"):
            take(syrup=beside, sugar=great)
    with pytest.raises(ValueError, match=f"^{line}$"):
        as_one_kind(great, beside)


def test_masked_elements_are_refused_with_their_index() -> None:
    """Found while fuzzing: what a mask hides was taken for a number."""
    hidden = np.ma.masked_array([[1.0, 2.0], [3.0, 4.0]], [[False, False], [False, True]])
    line = r"^sugar: found a masked element at index \(1, 1\), expected numbers$"
    with pytest.raises(ValueError, match=line):
        one(hidden)
    with pytest.raises(ValueError, match=r"^sugar: found a masked element, expected numbers$"):
        one(np.ma.masked)
    objects = np.ma.masked_array(np.array([1, 2], object), [False, True])
    line = r"^sugar: found a masked element at index 1, expected numbers$"
    with pytest.raises(ValueError, match=line):  # what is under the mask may be a number
        one(objects)
    with pytest.raises(TypeError, match=r"^sugar: found an array of bool, expected numbers$"):
        one(np.ma.masked_array([True, False], [False, True]))
    assert [1.0, 2.0] == one(np.ma.masked_array([1.0, 2.0], [False, False])).tolist()


def test_arrays_whose_axes_have_names_are_refused() -> None:
    """By position two of them could meet along axes that are not the same."""
    labelled = pytest.importorskip("xarray").DataArray([1.0, 2.0], dims="draw")
    with pytest.raises(TypeError) as caught:
        quantities(consumption=labelled)
    assert (
        "consumption: found a labelled array, expected a number or a NumPy array: its .values, if "
        "axes are to meet by position; allotments.scenarios lets them meet by name"
    ) == str(caught.value)


def test_an_array_is_labelled_by_both_the_names_and_the_coordinates_of_its_axes() -> None:
    """Either alone is anything: a list of sizes, a place on a map."""
    assert exact.is_labelled(SimpleNamespace(dims=("draw",), coords={}))
    assert not exact.is_labelled(SimpleNamespace(dims=("draw",)))
    assert not exact.is_labelled(SimpleNamespace(coords={}))


# Estimates in hundredths, of which the exact imports are 1,250,000.
AT_THE_TRIGGER = [
    (f"9247000.{a}", f"1278000.{b}", f"7889000.{a}", f"1386000.{b}")
    for a in range(1, 100, 7)
    for b in range(1, 100, 3)
]


def test_floats_exactly_at_the_trigger_are_not_below_it() -> None:
    """9,247,000.1 + 1,278,000.1 - 7,889,000.1 - 1,386,000.1 = 1,250,000: nothing is required.

    A float's last bit would require allotments in a part of these.
    """
    rows = np.array(AT_THE_TRIGGER, float)
    assert any(c + r - p - s < 1_250_000 for c, r, p, s in rows.tolist())
    exact = [act1990.estimated_imports(*map(Fraction, row)) for row in AT_THE_TRIGGER]
    assert {Fraction(1_250_000)} == {*exact}
    assert not any(
        act1990.allotments_required(act1990.estimated_imports(*row)) for row in rows.tolist()
    )
    assert not act1990.allotments_required(act1990.estimated_imports(*rows.T)).any()
    names = ("consumption", "reasonable_carryover_stocks", "production", "carry_in_stocks")
    changes = {f"estimates.{name}": rows[:, place] for place, name in enumerate(names)}
    inputs = allotments.load("fy1995").inputs
    assert not scenarios.evaluate(inputs, changes, only="imports").allotments_required.any()
    fewer = changes | {"estimates.consumption": rows[:, 0] - 0.01}
    assert scenarios.evaluate(inputs, fewer, only="imports").allotments_required.all()
    assert act1990.allotments_required(1_249_999.999_999)


@pytest.mark.parametrize("kind", [float, np.array])
def test_floats_at_the_other_triggers(kind: Any) -> None:
    """0.1 + 0.2 is a float's last bit above 0.3; by a hundredth they are not at the trigger."""
    one, two, three = kind(0.1), kind(0.2), kind(0.3)
    assert not act1990.shares_may_be_exceeded(three, one, two)
    assert not act1990.proportionate_shares_required("Louisiana", 251, one + two, three, kind(0.0))
    assert act1990.proportionate_shares_required("Louisiana", 251, three + 0.01, one, two)
    assert act2002.meets_minimum(kind(0.85) * 3 - 1e-9, kind(3.0))
    assert not act2002.meets_minimum(kind(2.54), kind(3.0))
    suspended = act2002.imports_require_suspension
    imports = kind(1_532_000.1)
    assert not suspended(imports, would_reduce_overall_quantity=True, reassigned_imports=kind(0.1))
    assert suspended(imports, would_reduce_overall_quantity=True)


def test_a_restraint_of_nothing_does_not_restrain() -> None:
    """Where the allotment is the ability to market but for a float's last bit."""
    inputs = allotments.load("fy1995").inputs
    inputs = inputs.replace(weights=(1, 1, 0))
    beet = scenarios.evaluate(inputs)["sectors.beet"]  # which no ability to market changes
    able = beet * (1 + np.array([0, 2**-52, -(2**-52), 1e-6]))
    summary = scenarios.summarise(inputs, {"criteria.beet.ability_to_market": able})
    assert 0.25 == summary.restrained["sectors.beet"]
