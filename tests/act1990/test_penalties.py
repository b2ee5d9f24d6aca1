"""What marketing beyond an allocation costs processors and producers."""

from __future__ import annotations

import re
from collections.abc import Callable
from fractions import Fraction
from importlib import import_module
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from allotments.act1990 import REGULATION_PENALTY_CEILING, REPORTING_PENALTY_CEILING
from allotments.act1990.penalties import (
    assessment_penalty_ceiling,
    excess_marketings,
    marketing_assessment,
    marketing_assessment_rate,
)
from allotments.core.exact import shown
from allotments.formulas.penalties import excess_marketing_penalty, producer_penalties

TONS = st.integers(0, 10**7)
CENTS = st.fractions(0, 100, max_denominator=100)
CANE = st.dictionaries(st.sampled_from("ABCDE"), TONS, min_size=1)


def test_excess_marketings_leaves_out_the_exceptions() -> None:
    """105,000 against 100,000; of these 4,000 for export; or 3,000 and 2,000 sold to another."""
    assert 5_000 == excess_marketings(105_000, 100_000)
    assert 1_000 == excess_marketings(105_000, 100_000, for_export=4_000)
    assert 0 == excess_marketings(105_000, 100_000, for_export=3_000, for_other_processors=2_000)
    assert 0 == excess_marketings(90_000, 100_000)
    assert [5_000, 0] == excess_marketings(np.array([105_000, 1]), 100_000).tolist()


def test_excess_marketing_penalty_is_three_times_the_value() -> None:
    """1,000 tons are 2,000,000 pounds, at 22 cents 440,000 dollars, times three."""
    assert 1_320_000 == excess_marketing_penalty(1_000, 22)
    assert 0 == excess_marketing_penalty(1_000, 22, knowingly=False)
    assert [1_320_000, 0] == excess_marketing_penalty(np.array([1_000, 0]), 22).tolist()


def test_excess_marketing_penalty_of_rows_some_of_them_knowingly() -> None:
    """Beside exact numbers too the rows are floats, not an array of objects."""
    knowingly = np.array([True, False])
    for quantity, price in [(1_000, 22), (Fraction(2_000, 2), 22.0), (np.array([1_000.0] * 2), 22)]:
        rows = excess_marketing_penalty(quantity, price, knowingly=knowingly)
        assert [1_320_000.0, 0.0] == rows.tolist()
        assert np.float64 == rows.dtype
    unmasked = np.ma.masked_array(knowingly, [False, False])
    rows = excess_marketing_penalty(1_000, 22, knowingly=unmasked)
    assert np.ndarray is type(rows)
    assert [1_320_000.0, 0.0] == rows.tolist()


def test_excess_marketing_penalty_takes_a_series_for_an_array() -> None:
    """As for quantities and prices: what has NumPy's protocol."""
    pandas = import_module("pandas")
    knowingly = pandas.Series([True, False])
    rows = excess_marketing_penalty(pandas.Series([1_000.0, 1_000.0]), 22, knowingly=knowingly)
    assert [1_320_000.0, 0.0] == rows.tolist()


@pytest.mark.parametrize("true", [np.bool_(True), np.array(True)])
def test_excess_marketing_penalty_takes_numpys_truth_as_its_own(true: Any) -> None:
    for knowingly, penalty in [(true, 1_320_000), (~true, 0)]:
        exact = excess_marketing_penalty(1_000, 22, knowingly=knowingly)
        assert (penalty, Fraction) == (exact, type(exact))
        inexact = excess_marketing_penalty(1_000.0, 22, knowingly=knowingly)
        assert (penalty, float) == (inexact, type(inexact))


@pytest.mark.parametrize(
    "knowingly",
    [2, 1, 0, None, "yes", 1.0, np.int64(1), np.array([1, 0]), np.ma.masked_array([True], [True])],
)
def test_excess_marketing_penalty_refuses_what_is_neither_true_nor_false(knowingly: Any) -> None:
    """2 doubled the penalty."""
    line = f"knowingly: found {shown(knowingly)}, expected True or False, or an array of them"
    with pytest.raises(TypeError) as caught:
        excess_marketing_penalty(1_000, 22, knowingly=knowingly)
    assert line == str(caught.value)


def test_excess_marketing_penalty_refuses_a_lazy_truth() -> None:
    """Scenarios take lazy arrays; here it would be computed unasked."""
    lazy = import_module("dask.array").ones(2, dtype=bool)
    with pytest.raises(TypeError, match=r"^knowingly: found .*, expected True or False, or an arr"):
        excess_marketing_penalty(1_000, 22, knowingly=lazy)


def test_producer_penalties_names_the_producer_whose_knowing_is_no_truth() -> None:
    cane = {"A": 3, "B": 1}
    line = r"^knowingly\['B'\]: found 2, expected True or False, or an array of them$"
    with pytest.raises(TypeError, match=line):
        producer_penalties(cane, 60_400, 60_000, 20, knowingly={"A": True, "B": 2})
    twice = import_module("pandas").Series([True, False], index=["A", "A"])
    line = "^knowingly: found 'A' more than once, expected each once$"
    with pytest.raises(ValueError, match=line):
        producer_penalties(cane, 60_400, 60_000, 20, knowingly=twice)


def test_excess_marketing_penalty_refuses_a_truth_whose_axes_have_names() -> None:
    labelled = import_module("xarray").DataArray([True, False], dims="mill")
    with pytest.raises(TypeError, match=r"^knowingly: found a DataArray"):
        excess_marketing_penalty(1_000, 22, knowingly=labelled)


def test_excess_marketing_penalty_of_a_fructose_manufacturer() -> None:
    """160,000 against 159,757: 243 tons, 486,000 pounds at 25 cents, times three."""
    assert 364_500 == excess_marketing_penalty(excess_marketings(160_000, 159_757), 25)


def test_producer_penalties_prorate_one_and_a_half_times_the_value() -> None:
    """400 tons are 800,000 pounds, at 20 cents 160,000 dollars; 240,000 at 300 : 100."""
    penalties = producer_penalties({"Farm A": 300, "Farm B": 100}, 60_400, 60_000, 20)
    assert {"Farm A": 180_000, "Farm B": 60_000} == penalties


def test_producer_penalties_are_nothing_unless_the_mill_exceeds_its_allocation() -> None:
    cane = {"Farm A": 300, "Farm B": 0}
    assert {"Farm A": 0, "Farm B": 0} == producer_penalties(cane, 60_000, 60_000, 20)
    assert {"Farm A": 0, "Farm B": 0} == producer_penalties(cane, 60_400, 60_000, 20, excepted=400)
    assert {"Farm A": 0} == producer_penalties({"Farm A": 0}, 60_400, 60_000, 20)
    assert "0.0" == str(producer_penalties({"Farm A": 0.0}, 60_400, 60_000, 20)["Farm A"])


def test_producer_penalties_of_rows() -> None:
    """The same mill; one within its allocation; one without any excess cane."""
    cane = np.array([[300, 100], [300, 100], [0, 0]])
    rows = producer_penalties(cane, np.array([60_400, 60_000, 60_400]), 60_000, 20)
    assert [[180_000, 60_000], [0, 0], [0, 0]] == rows.tolist()
    assert [180_000, 60_000] == producer_penalties(cane[0], 60_400, 60_000, 20).tolist()
    named = producer_penalties({"A": Fraction(300), "B": 100}, np.array([60_400, 1]), 60_000, 20)
    assert [[180_000, 0], [60_000, 0]] == [row.tolist() for row in named.values()]


@given(CANE, TONS, TONS, CENTS)
def test_producer_penalties_add_up(
    cane: dict[str, int], marketed: int, allocation: int, price: Fraction
) -> None:
    """To half of what the processor pays; whatever the order; twice the price, twice each."""
    cane = cane | {"Z": 1}
    penalties = producer_penalties(cane, marketed, allocation, price)
    excess = excess_marketings(marketed, allocation)
    assert excess_marketing_penalty(excess, price) == 2 * sum(penalties.values())
    backwards = dict(reversed(cane.items()))
    assert penalties == producer_penalties(backwards, marketed, allocation, price)
    doubled = producer_penalties(cane, marketed, allocation, 2 * price)
    assert {key: 2 * value for key, value in penalties.items()} == doubled
    row = producer_penalties(
        np.array([*cane.values()]), np.array(marketed), allocation, np.array(float(price))
    )
    assert [float(value) for value in penalties.values()] == pytest.approx(row)


@pytest.mark.parametrize(
    ("source", "fiscal_year", "loan_level", "cents"),
    [
        ("cane", 1995, 18, "0.198"),  # 1.1 percent of 18 is the maximum itself
        ("cane", 1996, 20, "0.198"),  # 0.22
        ("cane", 1996, 17, "0.187"),
        ("cane", 1994, 18, "0.18"),
        ("cane", 1992, 17, "0.17"),
        ("beet", 1995, 18, "0.212292"),  # 1.1794 percent of the cane loan level
        ("beet", 1996, 19, "0.2123"),  # 0.224086
        ("beet", 1992, 18, "0.192996"),
        ("beet", 1994, 19, "0.193"),  # 0.203718
    ],
)
def test_marketing_assessment_rate(
    source: Any, fiscal_year: int, loan_level: int, cents: str
) -> None:
    assert Fraction(cents) == marketing_assessment_rate(loan_level, source, fiscal_year)
    assert float(Fraction(cents)) == pytest.approx(
        marketing_assessment_rate(float(loan_level), source, fiscal_year)
    )
    array = marketing_assessment_rate(np.array([loan_level]), source, fiscal_year)
    assert [float(Fraction(cents))] == pytest.approx(array)


@pytest.mark.parametrize("source", ["beet", "cane"])
@pytest.mark.parametrize("fiscal_year", [1991, 1997, 0])
def test_no_marketing_assessment_before_1992_or_after_1996(source: Any, fiscal_year: int) -> None:
    line = f"fiscal_year: found {fiscal_year}, expected 1992 to 1996, as long as sec. 206(i) was"
    with pytest.raises(ValueError, match=f"^{re.escape(line)} in force$"):
        marketing_assessment_rate(18, source, fiscal_year)


def test_marketing_assessment_rate_is_rounded_if_asked() -> None:
    """0.212292 to four decimals is 0.2123, to three 0.212."""
    assert Fraction("0.2123") == marketing_assessment_rate(
        18, "beet", 1995, unit=Fraction("0.0001")
    )
    assert 0.212 == marketing_assessment_rate(18.0, "beet", 1995, unit=Fraction("0.001"))


def test_marketing_assessment_doubles_on_the_excess() -> None:
    """A million pounds at 0.198 cents are 1,980 dollars; 100,000 in excess at twice that, 396."""
    rate = Fraction("0.198")
    assert 1_980 == marketing_assessment(1_000_000, rate)
    assert 2_376 == marketing_assessment(1_000_000, rate, excess_pounds=100_000)


def test_what_is_not_marketed_by_30_september_is_assessed_then_and_not_again() -> None:
    """206(i)(3): of a million pounds made in 1995, 800,000 are sold in it and the rest in 1996."""
    rate = Fraction("0.198")
    assert 1_980 == marketing_assessment(800_000, rate, unmarketed=200_000)
    assert 0 == marketing_assessment(200_000, rate, assessed_before=200_000)
    rows = marketing_assessment(
        np.array([800_000, 200_000]), rate, unmarketed=np.array([200_000, 0]), assessed_before=0
    )
    assert [1_980, 396] == pytest.approx(rows)


def test_sugar_assessed_before_is_doubled_when_it_is_marketed_in_excess() -> None:
    """206(i)(6), "in addition": twice 0.198 cents on 200,000 pounds, and nothing besides."""
    rate = Fraction("0.198")
    assert 792 == marketing_assessment(
        200_000, rate, assessed_before=200_000, excess_pounds=200_000
    )


@given(TONS, TONS, TONS, CENTS)
def test_every_pound_processed_is_assessed_once(
    sold: int, left: int, sold_later: int, rate: Fraction
) -> None:
    """In the year that it is processed in; whatever of it is sold when."""
    later = min(left, sold_later)
    first = marketing_assessment(sold, rate, unmarketed=left)
    second = marketing_assessment(later, rate, assessed_before=later)
    assert marketing_assessment(sold + left, rate) == first + second


def test_marketing_assessment_doubles_on_every_pound_if_read_so() -> None:
    """Once there is an excess: 1,980 and twice 1,980."""
    rate = Fraction("0.198")
    assert 5_940 == marketing_assessment(1_000_000, rate, excess_pounds=1, doubled_on="all")
    assert 1_980 == marketing_assessment(1_000_000, rate, doubled_on="all")
    rows = marketing_assessment(1_000_000, rate, excess_pounds=np.array([0, 1]), doubled_on="all")
    assert [1_980, 5_940] == pytest.approx(rows)


@given(TONS, TONS, CENTS)
def test_marketing_assessment_scales(within: int, excess: int, rate: Fraction) -> None:
    pounds = within + excess
    once = marketing_assessment(pounds, rate, excess_pounds=excess)
    assert once == marketing_assessment(within, rate) + 3 * marketing_assessment(excess, rate)
    assert 2 * once == marketing_assessment(2 * pounds, rate, excess_pounds=2 * excess)
    assert once <= marketing_assessment(pounds, rate, excess_pounds=excess, doubled_on="all")


def test_ceilings_of_other_civil_penalties() -> None:
    """For each violation, of the duty to report and of a regulation."""
    assert (10_000, 5_000) == (REPORTING_PENALTY_CEILING, REGULATION_PENALTY_CEILING)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (
            lambda: excess_marketings(10, 5, for_export=6, for_other_processors=5),
            "for_other_processors and for_export: found more than marketed, expected a part of it",
        ),
        (
            lambda: excess_marketings(-1, 5),
            "marketed: found -1, expected a number not below 0",
        ),
        (
            lambda: excess_marketing_penalty(1, float("nan")),
            "price: found nan, expected a finite number",
        ),
        (
            lambda: producer_penalties({"A": -1}, 1, 1, 1),
            "excess_cane['A']: found -1, expected a number not below 0",
        ),
        (
            lambda: producer_penalties({"A": 1}, 1, 1, 1, excepted=2),
            "excepted: found more than marketed, expected a part of it",
        ),
        (
            lambda: marketing_assessment_rate(18, "corn", 1995),  # type: ignore[arg-type]
            "source: found 'corn', expected 'beet' or 'cane'",
        ),
        (
            lambda: marketing_assessment_rate(18, "beet", 1999),
            "fiscal_year: found 1999, expected 1992 to 1996, as long as sec. 206(i) was in force",
        ),
        (
            lambda: marketing_assessment_rate(np.array([18]), "beet", 1995, unit=1),
            "unit: found it in or beside an array, expected numbers",
        ),
        (
            lambda: marketing_assessment_rate(18, "beet", 1995, unit=np.array([1])),
            "unit: found it in or beside an array, expected numbers",
        ),
        (
            lambda: marketing_assessment_rate(18, "beet", 1995, unit=0),
            "unit: found 0, expected a number above 0",
        ),
        (
            lambda: marketing_assessment(1, 1, excess_pounds=2),
            "excess_pounds: found more than pounds, expected a part of it",
        ),
        (
            lambda: marketing_assessment(1, 1, unmarketed=5, assessed_before=2),
            "assessed_before: found more than pounds, expected a part of it",
        ),
        (
            lambda: marketing_assessment(1, 1, doubled_on="none"),  # type: ignore[arg-type]
            "doubled_on: found 'none', expected 'excess' or 'all'",
        ),
    ],
)
def test_bad_input_is_refused_in_one_line(call: Callable[[], Any], message: str) -> None:
    with pytest.raises((TypeError, ValueError)) as caught:
        call()
    assert message == str(caught.value)


def test_excess_marketing_penalty_is_of_the_sugar_that_was_sold() -> None:
    """1,000 tons, raw value, are 1,000 / 1.07 tons of beet sugar: 1,514,019 dollars at 27 cents."""
    factor = Fraction("1.07")
    penalty = excess_marketing_penalty(1_000, 27, raw_value_factor=factor)
    assert Fraction(162_000_000, 107) == penalty
    half = producer_penalties({"Farm A": 1}, 1_000, 0, 27, raw_value_factor=factor)
    assert {"Farm A": Fraction(81_000_000, 107)} == half


def test_assessment_penalty_ceiling() -> None:
    """A million pounds at 18 cents."""
    assert 180_000 == assessment_penalty_ceiling(1_000_000, 18)


def test_producers_who_did_not_know_owe_nothing_and_nobody_bears_their_part() -> None:
    """240,000 at 300 : 100; A owes 180,000 whether B knew or not."""
    cane = {"Farm A": 300, "Farm B": 100}
    knowingly = {"Farm B": False, "Farm A": True}
    penalties = producer_penalties(cane, 60_400, 60_000, 20, knowingly=knowingly)
    assert {"Farm A": 180_000, "Farm B": 0} == penalties
    rows = producer_penalties(
        np.array([300, 100]), 60_400, 60_000, 20, knowingly=np.array([True, False])
    )
    assert [180_000, 0] == rows.tolist()
    with pytest.raises(ValueError, match=r"^knowingly\['Farm B'\]: missing$"):
        producer_penalties(cane, 60_400, 60_000, 20, knowingly={"Farm A": True})


def test_who_knew_is_named_only_where_excess_cane_is() -> None:
    """Of an array of cane nobody has a name."""
    line = "^knowingly: found a mapping, expected an array, as of excess_cane$"
    with pytest.raises(TypeError, match=line):
        producer_penalties(np.array([1, 2]), 3, 1, 1, knowingly={"A": True})
