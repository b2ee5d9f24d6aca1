"""Section 359c: the overall quantity, the three criteria, the factors, and the division.

The criteria of fiscal year 1995 (FR Doc. 94-25622, item 3, thousands of short tons) are
3,430, 4,408 and 4,500 for beet, and 3,341, 3,539 and 3,390 for cane. At 1:1:2 the beet base is
(3,430 + 4,408 + 9,000) / 4 = 16,838 / 4 = 4,209.5, the cane base 13,660 / 4 = 3,415; together
7,624.5. Of 7,889 beet gets 7,889 * 4,209.5 / 7,624.5.
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from importlib import import_module
from types import MappingProxyType
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from allotments.act1990 import (
    CANE_STATES,
    CEA_OMB_WEIGHTS,
    EQUAL_WEIGHTS,
    FY1995_WEIGHTS,
    average_excluding_extremes,
    average_of_two_highest,
    highest,
    overall_allotment_quantity,
    percentage_factors,
    prorate,
    restraint,
    weighted_base,
)
from allotments.formulas.criteria import lowest_terms

BEET = (3_430_000, 4_408_000, 4_500_000)
CANE = (3_341_000, 3_539_000, 3_390_000)
BASES = {"beet": 4_209_500, "cane": 3_415_000}
TONS = st.integers(0, 20_000_000)
SIGNED = st.one_of(st.integers(-(10**7), 10**7), st.fractions(-(10**7), 10**7, max_denominator=999))
WEIGHTS = st.tuples(*3 * [st.integers(0, 100)]).filter(any)
SHARED = st.dictionaries(st.text(max_size=3), TONS, min_size=1, max_size=6).filter(
    lambda bases: any(bases.values())
)
HISTORIES = st.lists(TONS, min_size=3, max_size=7)


def test_the_states_in_which_sugarcane_is_produced() -> None:
    """359c(f) counts "the 5 States"; these are the notice's for fiscal year 1995, by name."""
    assert ("Florida", "Hawaii", "Louisiana", "Puerto Rico", "Texas") == CANE_STATES


def fy1995(weights: Any) -> dict[str, Any]:
    """Beet and cane allotment of fiscal year 1995 under other weights."""
    bases = {"beet": weighted_base(*BEET, weights), "cane": weighted_base(*CANE, weights)}
    allotments: dict[str, Any] = prorate(7_889_000, bases)
    return allotments


# The overall allotment quantity


def test_overall_allotment_quantity_of_fiscal_year_1995() -> None:
    """9,247 + 1,278 = 10,525; less 1,250 and 1,386: 7,889, as item 2 prints."""
    assert 7_889_000 == overall_allotment_quantity(9_247_000, 1_278_000, 1_386_000)


def test_overall_allotment_quantity_deducts_the_constant_not_the_imports() -> None:
    """With other production imports change, and the overall quantity does not."""
    assert -1_250_000 == overall_allotment_quantity(0, 0, 0)
    assert -1_249_999 == overall_allotment_quantity(2, 3, 4)


def test_overall_allotment_quantity_kinds() -> None:
    assert int is type(overall_allotment_quantity(Decimal(5), 3, 4))
    assert (Fraction(1, 2) - 1_250_000) == overall_allotment_quantity(Fraction(1, 2), 0, 0)
    assert (-1_249_999.5, float) == (
        overall_allotment_quantity(0.5, 0, 0),
        type(overall_allotment_quantity(0.5, 0, 0)),
    )
    array = overall_allotment_quantity(np.array([2_000_000, 0], dtype=np.int32), 0, 1)
    assert [749_999.0, -1_250_001.0] == array.tolist()


@pytest.mark.parametrize("name", ["consumption", "reasonable_carryover_stocks", "carry_in_stocks"])
def test_overall_allotment_quantity_refuses(name: str) -> None:
    arguments: dict[str, Any] = {
        "consumption": 1,
        "reasonable_carryover_stocks": 1,
        "carry_in_stocks": 1,
    }
    with pytest.raises(ValueError, match=rf"^{name}: found -1, expected a number not below 0$"):
        overall_allotment_quantity(**arguments | {name: -1})
    with pytest.raises(TypeError, match=rf"^{name}: found True, expected a number$"):
        overall_allotment_quantity(**arguments | {name: True})


# Crop histories


def test_average_excluding_extremes_leaves_out_one_high_and_one_low() -> None:
    """Of 1, 2, 4, 9, 100 remain 2, 4 and 9: their average is 5."""
    assert 5 == average_excluding_extremes([4, 100, 2, 1, 9])
    assert Fraction(7, 2) == average_excluding_extremes((3, 9, 4, 0))
    assert 7 == average_excluding_extremes([7, 0, 9])


def test_average_excluding_extremes_drops_only_one_of_equal_extremes() -> None:
    """Of 1, 1, 6, 9, 9 remain 1, 6, 9 with the average 16/3; dropping all would leave 6."""
    assert Fraction(16, 3) == average_excluding_extremes([9, 1, 6, 1, 9])
    assert 8 == average_excluding_extremes([8, 8, 8, 8, 8])


def test_average_excluding_extremes_kinds() -> None:
    assert Fraction is type(average_excluding_extremes([4, 100, 2, 1, 9]))
    assert Fraction(3, 4) == average_excluding_extremes([0, Decimal("0.75"), 5])
    assert (5.0, float) == (
        average_excluding_extremes([4.0, 100, 2, 1, 9]),
        type(average_excluding_extremes([4.0, 100, 2, 1, 9])),
    )
    array = np.array([[4, 100, 2, 1, 9], [9, 1, 6, 1, 9]], dtype=np.uint8)
    assert [5.0, pytest.approx(16 / 3)] == average_excluding_extremes(array).tolist()
    apart = np.array([[1, 2, 3], [11, 12, 13]])  # each row's own extremes are left out
    assert [2.0, 12.0] == average_excluding_extremes(apart).tolist()
    scalar = average_excluding_extremes(array[0])
    assert 5 == scalar
    assert isinstance(scalar, float)
    years = [np.array([1.0, 9.0]), np.array([2.0, 1.0]), np.array([3.0, 6.0]), 1]
    assert [1.5, 3.5] == average_excluding_extremes(years).tolist()


def test_average_excluding_extremes_refuses() -> None:
    line = r"^marketings: found 2 crop years, expected at least 3$"
    with pytest.raises(ValueError, match=line):
        average_excluding_extremes([1, 2])
    with pytest.raises(ValueError, match=line):
        average_excluding_extremes(np.array([[1, 2]]))
    with pytest.raises(ValueError, match=r"^marketings\[1\]: found -2, expected"):
        average_excluding_extremes([1, -2, 3])
    with pytest.raises(TypeError, match=r"^marketings: found 5, expected one number for each"):
        average_excluding_extremes(5)


def test_average_of_two_highest_is_by_production_not_by_marketings() -> None:
    """Production is highest in the second and the fourth year, whose marketings are the least.

    They are 10 and 20: 15. By marketings it would be (90 + 80) / 2 = 85.
    """
    marketings, production = [80, 10, 50, 20, 90], [1, 9, 3, 8, 2]
    assert 15 == average_of_two_highest(marketings, production)


def test_average_of_two_highest_where_production_ties() -> None:
    """Of equal production the earlier year counts: years 2 and 1 of (5, 7, 5, 5)."""
    assert Fraction(3, 2) == average_of_two_highest([1, 2, 3, 4], [5, 7, 5, 5])
    assert Fraction(3, 2) == average_of_two_highest([1, 2, 3, 4], [5, 5, 5, 5])
    assert Fraction(7, 2) == average_of_two_highest([1, 2, 3, 4], [5, 5, 6, 6])
    assert 2 == average_of_two_highest([1, 2, 3, 4], [6, 5, 6, 5])
    for production, expected in (
        ([5, 7, 5, 5], 1.5),
        ([5, 5, 5, 5], 1.5),
        ([0, 0, 0, 0], 1.5),
        ([5, 5, 6, 6], 3.5),
        ([6, 5, 6, 5], 2.0),
        ([1, 2, 3, 4], 3.5),
        ([4, 3, 2, 1], 1.5),
        ([4, 1, 3, 2], 2.0),
    ):
        assert expected == average_of_two_highest(np.array([1, 2, 3, 4]), np.array(production))
        assert expected == average_of_two_highest([1, 2, 3, 4], production)


def test_average_of_two_highest_kinds() -> None:
    assert Fraction is type(average_of_two_highest([1, 3], [1, 2]))
    assert (2.0, float) == (
        average_of_two_highest([1.0, 3], [1, 2]),
        type(average_of_two_highest([1.0, 3], [1, 2])),
    )
    scalar = average_of_two_highest(np.array([1, 3]), [1, 2])
    assert (2.0, True) == (scalar, isinstance(scalar, float))
    scalar = average_of_two_highest([1, 3, 2], np.array([1, 2, 2]))
    assert (2.5, True) == (scalar, isinstance(scalar, float))
    rows = np.array([[80, 10, 50, 20, 90], [1, 2, 3, 4, 5]])
    made = np.array([[1, 9, 3, 8, 2], [5, 4, 1, 2, 3]])
    found = average_of_two_highest(rows, made)
    assert ([15.0, 1.5], np.float64) == (found.tolist(), found.dtype)
    years = [np.array([80.0, 1.0]), np.array([10.0, 2.0]), np.array([50.0, 3.0])]
    made_by_year = [np.array([1.0, 5.0]), np.array([9.0, 1.0]), np.array([3.0, 4.0])]
    assert [30.0, 2.0] == average_of_two_highest(years, made_by_year).tolist()


def test_average_of_two_highest_refuses() -> None:
    line = r"^production: found 3 crop years, expected 2, as in marketings$"
    with pytest.raises(ValueError, match=line):
        average_of_two_highest([1, 2], [1, 2, 3])
    line = r"^production: found \(2, 2\) crop years, expected 2, as in marketings$"
    with pytest.raises(ValueError, match=line):
        average_of_two_highest([1, 2], np.ones((2, 2)))
    for few in (([1], [1, 2]), ([1, 2], [1])):
        with pytest.raises(ValueError, match=r"found 1 crop years, expected at least 2$"):
            average_of_two_highest(*few)
    with pytest.raises(ValueError, match=r"^production\[0\]: found -1, expected"):
        average_of_two_highest([1, 2], [-1, 2])
    with pytest.raises(ValueError, match=r"^marketings\[1\]: found nan, expected"):
        average_of_two_highest([1, float("nan")], [1, 2])


def test_highest_crop_year() -> None:
    """The notice's measure of capacity: the highest year, of cane 3,539."""
    assert 3_539 == highest([3_410, 3_539, 3_480, 3_300, 3_501])
    assert 7 == highest([7])
    assert Fraction(1, 2) == highest((Fraction(1, 3), Fraction(1, 2)))
    assert [3.0, 9.0] == highest(np.array([[1, 3], [9, 2]])).tolist()
    assert isinstance(highest(np.array([1, 3])), float)
    assert [2.0, 3.0] == highest([np.array([1.0, 3.0]), 2]).tolist()
    with pytest.raises(ValueError, match=r"^production: found 0 crop years, expected at least 1$"):
        highest([])


@given(HISTORIES, HISTORIES)
def test_average_highest_of_histories_arrays_equal_the_exact(a: list[int], b: list[int]) -> None:
    """One row of an array and the same list give the same, for all three measures."""
    years = min(len(a), len(b))
    sold, made = a[:years], b[:years]
    assert highest(sold) == highest(np.array([sold])).item()
    average = average_excluding_extremes(sold)
    assert average_excluding_extremes(np.array([sold])).item() == pytest.approx(float(average))
    both = average_of_two_highest(sold, made)
    assert both == average_of_two_highest(np.array([sold]), np.array([made])).item()


@given(HISTORIES)
def test_average_excluding_extremes_lies_among_what_remains(years: list[int]) -> None:
    """Between the second least and the second greatest."""
    inner = sorted(years)[1:-1]
    assert inner[0] <= average_excluding_extremes(years) <= inner[-1]
    assert sum(inner) == average_excluding_extremes(years) * len(inner)


@pytest.mark.parametrize(
    "given_years",
    [{1985 + at: 3_410_000 + at for at in range(5)}, {3_410_000, 3_539_000, 3_480_000}],
)
def test_crop_histories_are_no_mapping_and_no_set(given_years: Any) -> None:
    """A mapping was read by its keys, so that 1989 short tons came out; a set has no order."""
    with pytest.raises(TypeError, match=r"^production: found \{.*, expected one number for each"):
        highest(given_years)
    with pytest.raises(TypeError, match=r"^marketings: found \{.*, expected one number for each"):
        average_excluding_extremes(given_years)
    with pytest.raises(TypeError, match=r"^marketings: found \{.*, expected one number for each"):
        average_of_two_highest(given_years, [1, 2, 3, 4, 5])
    with pytest.raises(TypeError, match=r"^production: found \{.*, expected one number for each"):
        average_of_two_highest([1, 2, 3, 4, 5], given_years)


# Weights and bases


@pytest.mark.parametrize(
    "weights",
    [
        (1, 1, 2),
        [25, 25, 50],
        ("1/4", "1/4", "1/2"),
        ("0.25", "25e-2", " 1/2 "),
        (0.25, 0.25, 0.5),
        (0.1, 0.1, 0.2),
        (Fraction(1, 4), Decimal("0.25"), np.float64(0.5)),
        np.array([25, 25, 50]),
        np.array([0.25, 0.25, 0.5]),
        (np.float32(0.5), np.int64(1) / 2, np.int8(1)),
        (weight for weight in (7, 7, 14)),
    ],
)
def test_lowest_terms_of_all_spellings_mean_the_same(weights: Any) -> None:
    assert (1, 1, 2) == lowest_terms(weights)


def test_lowest_terms_reads_floats_by_their_shortest_decimal() -> None:
    """0.1 is a tenth, not 3602879701896397/36028797018963968."""
    assert (1, 3, 6) == lowest_terms((0.1, 0.3, 0.6))
    assert (333, 333, 334) == lowest_terms((0.333, 0.333, 0.334))
    assert (0, 0, 1) == lowest_terms((0, 0, 1e-300))
    assert all(type(weight) is int for weight in lowest_terms((0.1, 0.3, 0.6)))


@pytest.mark.parametrize("kind", [np.float16, np.float32, np.float64, np.longdouble])
def test_lowest_terms_reads_each_precision_by_its_own_shortest_decimal(kind: Any) -> None:
    """A float32 of 0.1 is 13421773/134217728, as a float 0.10000000149011612."""
    tenths = np.array([kind("0.1"), kind("0.3"), kind("0.6")])
    assert (1, 3, 6) == lowest_terms(tenths)
    assert (1, 3, 6) == lowest_terms(tuple(np.array(tenth) for tenth in tenths))
    assert Fraction(49, 10) == weighted_base(1, 2, 7, tenths)


def test_lowest_terms_named_ones_are_those_of_the_notice() -> None:
    """25/25/50, a third each, and 10/30/60 percent."""
    assert lowest_terms((25, 25, 50)) == FY1995_WEIGHTS
    assert lowest_terms(("1/3", "1/3", "1/3")) == EQUAL_WEIGHTS
    assert lowest_terms((10, 30, 60)) == CEA_OMB_WEIGHTS


@pytest.mark.parametrize(
    ("weights", "error", "line"),
    [
        ((0, 0, 0), ValueError, "weights: found all three zero, expected one above 0 at least"),
        ((1, -1, 2), ValueError, "weights: found -1, expected a number not below 0"),
        ((1, "-1/2", 2), ValueError, "weights: found -1/2, expected a number not below 0"),
        ((1, float("nan"), 2), ValueError, "weights: found NaN, expected a finite number"),
        ((1, "inf", 2), ValueError, "weights: found Infinity, expected a finite number"),
        (
            (1, "half", 2),
            ValueError,
            "weights: found 'half', expected a number such as 0.25 or '1/4'",
        ),
        (
            (1, "1/0", 2),
            ValueError,
            "weights: found '1/0', expected a number such as 0.25 or '1/4'",
        ),
        (
            (1, "1/x", 2),
            ValueError,
            "weights: found '1/x', expected a number such as 0.25 or '1/4'",
        ),
        ((1, True, 2), TypeError, "weights: found True, expected a number"),
        ((1, None, 2), TypeError, "weights: found None, expected a number"),
        (
            (np.array([1, 2]), 1, 1),
            TypeError,
            "weights: found an array, expected one number",
        ),
        *(
            (
                wrong,
                ValueError,
                (
                    f"weights: found {wrong!r}, expected three numbers: past marketings, "
                    "processing capacity, ability to market"
                ),
            )
            for wrong in ((1, 2), (1, 2, 3, 4), 5, "112", b"112", {1: 2, 3: 4, 5: 6}, {1, 2, 3})
        ),
        *(
            (
                unordered,
                ValueError,
                (
                    f"weights: found {unordered!r}, expected three numbers: past marketings, "
                    "processing capacity, ability to market"
                ),
            )
            for unordered in (MappingProxyType({1: 2, 3: 4, 5: 6}), frozenset({1, 2, 3}))
        ),
        (
            frozenset({4}),
            ValueError,
            (
                "weights: found frozenset({4}), expected three numbers: past marketings, "
                "processing capacity, ability to market"
            ),
        ),
    ],
)
def test_lowest_terms_refuses(weights: Any, error: type[Exception], line: str) -> None:
    with pytest.raises(error) as caught:
        lowest_terms(weights)
    assert line == str(caught.value)
    with pytest.raises(error) as caught:
        weighted_base(1, 2, 3, weights)
    assert line == str(caught.value)


@given(WEIGHTS, st.fractions(Fraction(1, 999), 999))
def test_lowest_terms_are_in_lowest_terms(weights: tuple[int, int, int], by: Fraction) -> None:
    """Scaled by anything they are the same three whole numbers, with no common divisor."""
    lowest = lowest_terms(weights)
    assert lowest == lowest_terms([weight * by for weight in weights])
    assert 1 == np.gcd.reduce(lowest)
    assert all(sum(lowest) * w == sum(weights) * v for v, w in zip(lowest, weights, strict=True))


def test_weighted_base_of_fiscal_year_1995() -> None:
    """4,209.5 and 3,415.0 thousand, which item 3 prints as 4,210 and 3,415."""
    assert 4_209_500 == weighted_base(*BEET, FY1995_WEIGHTS)
    assert 3_415_000 == weighted_base(*CANE, ("1/4", "1/4", "1/2"))


def test_weighted_base_gives_each_criterion_its_own_weight() -> None:
    """(10 + 3 * 20 + 6 * 40) / 10 = 31; with one weight the base is that criterion."""
    assert 31 == weighted_base(10, 20, 40, CEA_OMB_WEIGHTS)
    assert 10 == weighted_base(10, 20, 40, (1, 0, 0))
    assert 20 == weighted_base(10, 20, 40, (0, 5, 0))
    assert 40 == weighted_base(10, 20, 40, (0, 0, 9))


def test_weighted_base_kinds() -> None:
    assert Fraction is type(weighted_base(1, 2, 3, (1, 1, 2)))
    assert Fraction(15, 8) == weighted_base(Decimal("0.5"), 1, 3, (1, 1, 2))
    assert (2.25, float) == (
        weighted_base(1.0, 2, 3, (1, 1, 2)),
        type(weighted_base(1.0, 2, 3, (1, 1, 2))),
    )
    array = weighted_base(np.array([1, 200], dtype=np.uint8), Fraction(1, 2), 3, (1, 1, 2))
    assert ([1.875, 51.625], np.dtype(np.float64)) == (array.tolist(), array.dtype)
    assert (2.25, float) == (
        weighted_base(np.float64(1), 2, 3, (1, 1, 2)),
        type(weighted_base(np.float64(1), 2, 3, (1, 1, 2))),
    )


def test_weighted_base_of_arrays_of_weights() -> None:
    """Weights on the last axis, scenarios before it: (10 + 20 + 80) / 4, 70 / 3, 310 / 10."""
    weights = np.array([[1, 1, 2], [1, 1, 1], [1, 3, 6]])
    assert [20] == weighted_base(10, 20, 30, np.array([[1, 2, 1]])).tolist()
    assert [27.5, pytest.approx(70 / 3), 31.0] == weighted_base(10, 20, 40, weights).tolist()
    each = weighted_base(np.array([10, 20, 30]), 20, Fraction(80, 2), weights)
    assert [27.5, pytest.approx(80 / 3), 33.0] == each.tolist()
    assert 27.5 == weighted_base(10.0, 20, 40, weights[0])
    many = weighted_base(10, 20, 40, np.full((2, 1, 3), [1, 1, 2]))
    assert [[27.5], [27.5]] == many.tolist()


def test_weighted_base_takes_three_weights_in_an_array_for_exact_ones() -> None:
    base = weighted_base(10, 20, 40, np.array([1, 1, 2]))
    assert (Fraction(55, 2), Fraction) == (base, type(base))


@pytest.mark.parametrize("place", range(3))
def test_weighted_base_of_arrays_refuses_weights_beyond_the_range_of_floats(place: int) -> None:
    """Exact criteria take them; NumPy cannot, and raised OverflowError."""
    weights = [10**350 if at == place else 1 for at in range(3)]
    assert 7 == weighted_base(7, 7, 7, weights)
    array = np.array([7.0])
    with pytest.raises(ValueError, match=r"^found a number beyond the range of floats"):
        weighted_base(array, array, array, weights)


def test_weighted_base_refuses_a_sum_of_weights_beyond_the_range_of_floats() -> None:
    """Each is within it, at 1.7e308; the greatest float is below 1.8e308."""
    array = np.array([0.0])
    with pytest.raises(ValueError, match=r"^found a number beyond the range of floats"):
        weighted_base(array, array, array, (17 * 10**307, 17 * 10**307, 1))


def test_weighted_base_refuses() -> None:
    names = ("past_marketings", "processing_capacity", "ability_to_market")
    for place, name in enumerate(names):
        first, second, third = (-1 if at == place else 1 for at in range(3))
        with pytest.raises(ValueError, match=rf"^{name}: found -1, expected"):
            weighted_base(first, second, third, (1, 1, 2))
    line = r"^weights: found all three zero, expected one above 0 at least, at index 1$"
    with pytest.raises(ValueError, match=line):
        weighted_base(1, 2, 3, np.array([[1, 1, 2], [0, 0, 0]]))
    with pytest.raises(TypeError, match=r"^weights: found a lazy array, expected a number or a"):
        weighted_base(1, 2, 3, import_module("dask.array").ones((2, 3)))
    line = r"^weights: found the shape \(2, 2\), expected 3 on the last axis$"
    with pytest.raises(ValueError, match=line):
        weighted_base(1, 2, 3, np.ones((2, 2)))
    line = r"^weights: found -1.0 at index \(0, 1\), expected finite numbers not below 0$"
    with pytest.raises(ValueError, match=line):
        weighted_base(1, 2, 3, np.array([[1, -1, 2]]))


# Division


def test_percentage_factors_of_fiscal_year_1995() -> None:
    """4,209.5 and 3,415 over 7,624.5: ten times that are 42,095, 34,150 and 76,245."""
    assert {"beet": Fraction(42_095, 76_245), "cane": Fraction(34_150, 76_245)} == (
        percentage_factors(BASES)
    )
    assert [0.75, 0.25] == percentage_factors(np.array([3, 1])).tolist()
    assert {"a": 0.75, "b": 0.25} == percentage_factors({"a": 3.0, "b": 1})


def test_percentage_factors_are_not_the_average_of_shares() -> None:
    """The weights apply to tons. Averaging each criterion's shares gives 55.048 percent."""
    shares = [Fraction(b, b + c) for b, c in zip(BEET, CANE, strict=True)]
    averaged = (shares[0] + shares[1] + 2 * shares[2]) / 4
    assert Fraction("0.55048") < averaged < Fraction("0.55049")
    assert Fraction("0.55210") < percentage_factors(BASES)["beet"] < Fraction("0.55211")


def test_prorate_of_fiscal_year_1995() -> None:
    """4,355,530.920... and 3,533,469.079..., which items 4 and 5 print 4,355.5 and 3,533.5."""
    allotments = prorate(7_889_000, BASES)
    assert Fraction(7_889_000 * 42_095, 76_245) == allotments["beet"]
    assert Fraction(7_889_000 * 34_150, 76_245) == allotments["cane"]
    assert 4_355_530_920 == allotments["beet"] * 1000 // 1
    assert 3_533_469_079 == allotments["cane"] * 1000 // 1


def test_prorate_keeps_keys_in_their_order() -> None:
    """Whatever has ``.items()`` comes back as a dict; 60 at 3:1:2 is 30, 10, 20."""

    class Series:
        def items(self) -> list[tuple[str, int]]:
            return [("Texas", 3), ("Florida", 1), ("Hawaii", 2)]

    shares = prorate(60, Series())
    assert [("Texas", 30), ("Florida", 10), ("Hawaii", 20)] == list(shares.items())
    assert dict is type(shares)


def test_prorate_kinds() -> None:
    assert {Fraction} == {type(share) for share in prorate(1, {"a": 1, "b": Decimal(1)}).values()}
    assert {"a": Fraction(-3, 2), "b": Fraction(-1, 2)} == prorate(-2, {"a": 3, "b": 1})
    assert {float} == {type(share) for share in prorate(1.0, {"a": 1, "b": 1}).values()}
    assert {float} == {type(share) for share in prorate(1, {"a": 1, "b": 1.0}).values()}
    assert {"a": 0, "b": 8} == prorate(8, {"a": 0, "b": 7})


def test_prorate_of_arrays_divides_along_the_last_axis() -> None:
    """8 at 3:1 is 6 and 2; each row may have its own quantity."""
    assert [6.0, 2.0] == prorate(8, np.array([3, 1])).tolist()
    rows = np.array([[3, 1], [1, 1]], dtype=np.uint8)
    assert [[6.0, 2.0], [4.0, 4.0]] == prorate(8, rows).tolist()
    assert [[6.0, 2.0], [50.0, 50.0]] == prorate(np.array([8, 100]), rows).tolist()
    assert [[6.0, 2.0], [75.0, 25.0]] == prorate(np.array([8, 100]), np.array([3, 1])).tolist()
    assert [0.375, 0.125] == prorate(Fraction(1, 2), np.array([3, 1])).tolist()
    named = prorate(np.array([8, 100]), {"a": 3, "b": Fraction(1)})
    assert ([6.0, 75.0], [2.0, 25.0]) == (named["a"].tolist(), named["b"].tolist())
    named = prorate(Fraction(8), {"a": np.array([3, 1]), "b": 1})
    assert ([6.0, 4.0], [2.0, 4.0]) == (named["a"].tolist(), named["b"].tolist())


def test_prorate_of_a_million_rows() -> None:
    bases = np.tile(np.array([4_209_500, 3_415_000], dtype=np.int32), (1_000_000, 1))
    shares = prorate(7_889_000, bases)
    assert (1_000_000, 2) == shares.shape
    assert np.allclose([4_355_530.9207, 3_533_469.0793], shares[[0, -1]], rtol=0, atol=1e-3)
    assert np.all(shares == shares[0])


def test_prorate_refuses() -> None:
    line = r"^bases: found all zero, expected one above 0$"
    with pytest.raises(ValueError, match=line):
        prorate(1, {"beet": 0, "cane": 0})
    line = r"^bases: found all zero, expected one above 0 at index 1$"
    with pytest.raises(ValueError, match=line):
        prorate(1, np.array([[1, 0], [0, 0], [0, 0]]))
    with pytest.raises(ValueError, match=r"^bases\['cane'\]: found -1, expected a number not"):
        prorate(1, {"beet": 1, "cane": -1})
    with pytest.raises(ValueError, match=r"^quantity: found inf, expected a finite number$"):
        prorate(float("inf"), BASES)
    with pytest.raises(TypeError, match=r"^bases: found list, expected a mapping"):
        prorate(1, [1, 2])
    with pytest.raises(TypeError, match=r"^quantity: found '7', expected a number$"):
        prorate("7", BASES)


@given(SIGNED, SHARED)
def test_prorate_shares_sum_to_the_whole_exactly(quantity: Any, bases: dict[str, int]) -> None:
    shares = prorate(quantity, bases)
    assert quantity == sum(shares.values())
    assert list(bases) == list(shares)
    assert 1 == sum(percentage_factors(bases).values())


@given(SIGNED, SHARED, st.randoms(use_true_random=False))
def test_prorate_permuting_permutes(quantity: Any, bases: dict[str, int], random: Any) -> None:
    """Nobody's share depends on who is named first."""
    keys = list(bases)
    random.shuffle(keys)
    assert prorate(quantity, bases) == prorate(quantity, {key: bases[key] for key in keys})


@given(SIGNED, SHARED, st.fractions(Fraction(1, 99), 99))
def test_prorate_scaling_bases_changes_nothing(
    quantity: Any, bases: dict[str, int], by: Fraction
) -> None:
    scaled = {key: base * by for key, base in bases.items()}
    assert prorate(quantity, bases) == prorate(quantity, scaled)


@given(st.integers(0, 10**7), SHARED, st.integers(1, 10**7))
def test_prorate_more_of_a_base_never_lowers_the_share(
    quantity: int, bases: dict[str, int], more: int
) -> None:
    """For a quantity not below zero: its own share does not fall, nobody else's rises."""
    first, *others = bases
    before = prorate(quantity, bases)
    after = prorate(quantity, bases | {first: bases[first] + more})
    assert before[first] <= after[first]
    assert all(after[other] <= before[other] for other in others)


@given(st.integers(-(10**7), 10**7), SHARED)
def test_prorate_of_arrays_and_floats_equals_the_exact(
    quantity: int, bases: dict[str, int]
) -> None:
    """To a millionth of a short ton."""
    exact = [float(share) for share in prorate(quantity, bases).values()]
    array = prorate(quantity, np.array([list(bases.values())]))
    assert np.allclose([exact], array, rtol=0, atol=1e-6)
    floats = prorate(float(quantity), {key: float(base) for key, base in bases.items()})
    assert np.allclose(exact, list(floats.values()), rtol=0, atol=1e-6)


# Restraint


@pytest.mark.parametrize(
    ("weights", "thousandths"),
    [
        (FY1995_WEIGHTS, 144_469_079),  # "144,000 tons"
        (EQUAL_WEIGHTS, 194_688_517),  # "approximately 195,000 tons"
        (CEA_OMB_WEIGHTS, 82_070_941),
    ],
)
def test_restraint_on_beet_under_three_weightings(weights: Any, thousandths: int) -> None:
    """4,500,000 less the beet allotment, down to a thousandth of a short ton.

    Equal weights: 12,338 / 22,608 of 7,889,000 are 4,305,311.482; at 10/30/60 the beet base is
    (3,430 + 3 * 4,408 + 6 * 4,500) / 10 = 4,365.4 and the cane base 3,429.8.
    """
    assert thousandths == restraint(4_500_000, fy1995(weights)["beet"]) * 1000 // 1


def test_restraint_is_negative_where_there_is_room() -> None:
    """Cane may market 143,469.079... more than it can make."""
    room = restraint(3_390_000, fy1995(FY1995_WEIGHTS)["cane"])
    assert -143_469_080 == room * 1000 // 1
    assert Fraction is type(room)


def test_restraint_kinds() -> None:
    assert (-3, int) == (restraint(4, 7), type(restraint(4, 7)))
    assert (7, int) == (restraint(4, -3), type(restraint(4, -3)))
    assert (1.5, float) == (restraint(4, 2.5), type(restraint(4, 2.5)))
    array = restraint(np.array([4, 5], dtype=np.uint8), Fraction(9, 2))
    assert ([-0.5, 0.5], np.dtype(np.float64)) == (array.tolist(), array.dtype)
    with pytest.raises(ValueError, match=r"^ability_to_market: found -1, expected"):
        restraint(-1, 5)
    with pytest.raises(ValueError, match=r"^allotment: found nan, expected"):
        restraint(1, float("nan"))


# Lazy arrays
