"""Labels and units that come with numbers are heeded or refused, never dropped."""

from __future__ import annotations

import copy
import re
from collections.abc import Callable
from datetime import date
from fractions import Fraction
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

import allotments
from allotments import act1990, act2002
from allotments.core.checked import Choice
from allotments.core.exact import quantities
from allotments.core.labels import by_name, folded, labels_beside_names, labels_of, refuse_units

pd = pytest.importorskip("pandas")
pl = pytest.importorskip("polars")

INPUTS = allotments.load("fy1995").inputs
TWICE = pd.Series([30, 20, 50], index=["Mill A", "Mill B", "Mill A"])
COMPOSED, DECOMPOSED = "A\u00f1asco", "An\u0303asco"


@pytest.mark.parametrize(
    "call",
    [
        lambda: act1990.prorate(869_856, TWICE),
        lambda: act1990.prorate(869_856, pd.DataFrame([[1, 2]], columns=["Mill A", "Mill A"])),
        lambda: act1990.percentage_factors(TWICE),
        lambda: act1990.adjust(TWICE, 1_000, 900),
        lambda: act1990.reassign_beet_deficits(TWICE, TWICE),
        lambda: act1990.reassign_cane_deficits({"Texas": TWICE}, {"Texas": TWICE}),
        lambda: act1990.proportionate_share(TWICE, 1),
        lambda: act1990.producer_penalties({"Mill A": 1}, 2, 1, 1, knowingly=TWICE > 1),
        lambda: act2002.reassign_beet_deficits(TWICE, TWICE),
        lambda: act2002.adjusted_production({"Mill A": 1}, factories_opened=TWICE),
        lambda: act2002.average_in_greatest_years(TWICE, 1),
        lambda: act2002.distribute_terminated(TWICE, "Mill A"),
    ],
)
def test_a_name_that_stands_there_twice_is_refused(call: Callable[[], object]) -> None:
    """The last one would win, and the others be lost."""
    with pytest.raises(ValueError, match=r"found 'Mill A' more than once, expected each once$"):
        call()


def test_names_that_look_the_same_are_one_name() -> None:
    for pair in ((COMPOSED, DECOMPOSED), (DECOMPOSED, COMPOSED)):
        line = r"^bases: found .* more than once, expected each once$"
        with pytest.raises(ValueError, match=line):
            act1990.prorate(9, dict.fromkeys(pair, 1))
    assert folded("Mill  A ") == folded("MILL A")
    assert folded(COMPOSED) == folded(DECOMPOSED.upper())
    processors = {"beet": {COMPOSED: 1, DECOMPOSED: 2}}
    with pytest.raises(allotments.InvalidInput, match="more than once but for case and blanks"):
        INPUTS.replace(recorded={"processors": processors})


A, B = pd.Series({"A": 105, "B": 90}), pd.Series({"B": 95, "A": 100})
YEARS = pd.Series([1, 2, 3, 4, 5], index=range(1985, 1990))
TABLE = pd.DataFrame({"x": [1, 2], "y": [3, 4]})
DAYS = pd.Series([105, 90], index=pd.to_datetime([date(2020, 1, 1), date(2020, 1, 2)]))


@pytest.mark.parametrize(
    ("call", "name"),
    [
        (lambda: act1990.excess_marketings(A, B), "allocation"),
        (lambda: act1990.excess_marketings(DAYS, DAYS[::-1]), "allocation"),
        (lambda: act1990.excess_marketings(A, A, for_export=B), "for_export"),
        (lambda: act1990.excess_marketings(TABLE, TABLE[["y", "x"]]), "allocation"),
        (lambda: act1990.excess_marketings(TABLE, TABLE[::-1]), "allocation"),
        (
            lambda: act1990.excess_marketings(
                pl.from_dict({"x": [1], "y": [2]}), pl.from_dict({"y": [1], "x": [2]})
            ),
            "allocation",
        ),
        (lambda: act1990.prorate(A, {"beet": B, "cane": B}), "bases['beet']"),
        (lambda: act1990.prorate(5, {"beet": A, "cane": B}), "bases['cane']"),
        (lambda: act1990.adjust(TABLE, 1, B), "adjusted_allotment"),
        (lambda: act1990.weighted_base(A, A, B, (1, 1, 2)), "ability_to_market"),
        (lambda: act1990.average_of_two_highest(YEARS, YEARS[::-1]), "production"),
        (lambda: act1990.average_excluding_extremes([A, A, B]), "marketings[2]"),
        (lambda: act1990.excess_marketing_penalty(A, 1, knowingly=B > 95), "knowingly"),
        (lambda: act1990.raw_value(A, 90, "cane", total_sugars=B), "total_sugars"),
        (
            lambda: act1990.reassign_beet_deficits({"m": A, "n": A}, {"m": A, "n": B}),
            "ability_to_market['n']",
        ),
        (
            lambda: act1990.reassign_cane_deficits({"Texas": {"m": A}}, {"Texas": {"m": B}}),
            "ability_to_market['Texas']['m']",
        ),
        (lambda: act2002.weighted_average_production(A, A, B), "crop_2000"),
        (lambda: act2002.average_of_highest([A, A, B], 2), "production[2]"),
        (
            lambda: act2002.average_in_greatest_years({"Texas": YEARS, "Florida": YEARS[::-1]}),
            "processings['Florida']",
        ),
        (
            lambda: act2002.reassign_cane_deficits({"Texas": {"m": A}}, {"Texas": {"m": B}}),
            "supply['Texas']['m']",
        ),
    ],
)
def test_series_with_other_labels_never_meet_by_position(
    call: Callable[[], object], name: str
) -> None:
    line = f"{name}: found other labels than before, expected the same in the same order"
    with pytest.raises(ValueError, match=f"^{re.escape(line)}$"):
        call()


def test_quantities_of_other_labels_are_refused_too() -> None:
    with pytest.raises(ValueError, match=r"^sugar: found other labels than before, expected"):
        quantities(syrup=A, sugar=B)


def test_series_with_the_same_labels_meet() -> None:
    """105 less 100 are 5, and Mill B's 90 are below its 95."""
    assert [5, 0] == act1990.excess_marketings(A, B[["A", "B"]]).tolist()
    assert [5, 0] == act1990.excess_marketings(A, np.array([100, 95])).tolist()
    sugars = act1990.raw_value(A, 90, "cane", total_sugars=A * 0.648)  # of 0.972
    assert [70, 60] == sugars.round(9).tolist()
    assert 3.5 == act1990.average_of_two_highest(YEARS - 1, YEARS)


def test_names_are_read_whatever_their_order() -> None:
    """A keeps 60 and B gets its 40; B named first in the second series changes nothing."""
    after = act1990.reassign_beet_deficits(
        pd.Series({"A": 100, "B": 50}), pd.Series({"B": 90, "A": 60})
    )
    assert {"A": 60, "B": 90} == after.allocations
    knowing = pd.Series({"B": False, "A": True})
    owed = act1990.producer_penalties(
        pd.Series({"A": 3, "B": 1}), 60_400, 60_000, 20, knowingly=knowing
    )
    assert {"A": 180_000, "B": 0} == owed
    in_draws = {"A": pd.Series([3, 3]), "B": pd.Series([1, 1])}  # whose labels are not the names
    rows = act1990.producer_penalties(in_draws, 60_400, 60_000, 20, knowingly=knowing)
    assert {"A": [180_000, 180_000], "B": [0, 0]} == {key: [*own] for key, own in rows.items()}


def test_frames_without_row_labels_have_names_all_the_same() -> None:
    frame = pl.from_dict({"beet": [1, 1], "cane": [3, 1]})
    found = act1990.prorate(8, frame)
    assert {"beet": [2, 4], "cane": [6, 4]} == {key: own.tolist() for key, own in found.items()}

    class Table:
        """As pyarrow has them."""

        column_names = ("beet", "cane")
        columns = (1, 3)

    assert {"beet": 1, "cane": 3} == by_name("bases", Table())


def test_what_stands_under_each_name_is_another_mapping() -> None:
    given = {"beet": 1}
    found = by_name("bases", given)
    assert given == found
    assert given is not found


def test_labels_are_numbered_from_the_last_axis_that_broadcasts() -> None:
    """Of a table the columns are last; read by its names it has its rows to meet others with."""
    axes = [(name, axis, list(labels)) for name, axis, labels in labels_of("x", TABLE)]
    assert [("x", 0, ["x", "y"]), ("x", 1, [0, 1])] == axes
    assert [0] == [axis for _, axis, _ in labels_beside_names("x", TABLE)]
    without_rows = pl.from_dict({"beet": [1], "cane": [3]})
    assert [("x", 0, ["beet", "cane"])] == list(labels_of("x", without_rows))
    assert [] == list(labels_beside_names("x", without_rows))


NAMED = pd.Series({"ability_to_market": 50, "past_marketings": 25, "processing_capacity": 25})


@pytest.mark.parametrize(
    "weights",
    [
        NAMED,
        NAMED[::-1],
        pd.DataFrame({0: [1], 1: [1], 2: [2]}),
        pl.from_dict({"0": [1], "1": [1], "2": [2]}),
    ],
)
def test_weights_with_names_are_in_no_order(weights: Any) -> None:
    """Read by position the first would be (2, 1, 1), and frames by the names of their columns."""
    message = "weights: found .*, expected three numbers: past marketings, processing capacity"
    with pytest.raises(ValueError, match=message):
        act1990.weighted_base(1, 2, 3, weights)
    with pytest.raises(ValueError, match=message):
        act2002.production_base(1, 2, 3, weights)
    with pytest.raises(allotments.InvalidInput, match=message):
        INPUTS.replace(weights=weights)


def test_weights_in_a_series_without_names_are_a_sequence() -> None:
    assert (1, 1, 2) == INPUTS.replace(weights=pd.Series([25, 25, 50])).weights


class Quantity:
    """As pint, astropy and unyt have it: an array for NumPy, with a unit."""

    def __init__(self, number: Any, **unit: str) -> None:
        self.number = np.asarray(number)
        vars(self).update(unit)

    def __array__(self, *_: Any, **__: Any) -> Any:
        return self.number


@pytest.mark.parametrize("number", [8_388_750, [8_388_750, 1.5]])
@pytest.mark.parametrize("unit", [{"units": "metric_ton"}, {"unit": "t"}])
def test_quantities_of_unit_libraries_are_refused(number: Any, unit: dict[str, str]) -> None:
    """Stripped of its unit this one would lose a tenth of consumption."""
    quantity = Quantity(number, **unit)
    line = f"consumption: found a quantity in {next(iter(unit.values()))}, expected plain numbers"
    with pytest.raises(TypeError, match=f"^{line}"):
        act1990.estimated_imports(quantity, 1_278_000, 7_890_000, 1_386_000)
    with pytest.raises(TypeError, match=r"found a quantity in"):
        act1990.prorate(5, {"beet": quantity})
    with pytest.raises(TypeError, match=r"found a quantity in"):
        act1990.acreage_base([quantity] * 5)
    with pytest.raises(TypeError, match=r"found a quantity in"):
        refuse_units("x", [quantity])
    with pytest.raises(TypeError, match=r"found a quantity in"):
        refuse_units("x", (1, quantity))
    kind = SimpleNamespace(**unit)  # as pint-pandas has it, for each column
    with pytest.raises(TypeError, match=r"found a quantity in"):
        refuse_units("x", SimpleNamespace(to_numpy=None, dtype=kind))
    with pytest.raises(TypeError, match=r"found a quantity in"):
        refuse_units("x", SimpleNamespace(to_numpy=None, columns=["a"], dtypes=[kind]))
    with pytest.raises(allotments.InvalidInput, match="expected a whole number of short tons"):
        INPUTS.replace(estimates={"consumption": quantity})


def test_numbers_without_a_unit_or_in_ours_are_numbers() -> None:
    """A series has an attribute for each label."""
    own = Quantity(1_249_000, units="dimensionless")
    assert act1990.allotments_required(own)
    for ours in ("", "1", "ratio", "short tons", "short tons, raw value"):
        refuse_units("x", SimpleNamespace(units=ours))
    refuse_units("x", SimpleNamespace(attrs="whatever it is"))
    assert {"units": 4, "unit": 4} == act1990.prorate(8, pd.Series({"units": 1, "unit": 1}))
    marked = pd.Series([1.0, 2.0])
    marked.attrs["units"] = "metric tons"
    with pytest.raises(TypeError, match=r"found a quantity in metric tons"):
        act1990.allotments_required(marked)
    for number in (1, 1.5):
        named = pd.Series({"beet": number, "cane": number})
        named.attrs["units"] = "metric tons"
        with pytest.raises(TypeError, match=r"^bases: found a quantity in metric tons, expected"):
            act1990.prorate(8, named)


@pytest.mark.parametrize(
    ("call", "line"),
    [
        (lambda one: act1990.raw_value(1, 96, one), "source: found .*, expected 'beet' or 'cane'"),
        (
            lambda one: act1990.next_allocation(1, 1, below_zero=one),
            "below_zero: found .*, expected True or False",
        ),
        (
            lambda one: act1990.proportionate_shares_required(one, 1, 1, 1, 1),
            "state: found .*, expected a State, the District of Columbia or Puerto Rico",
        ),
        (
            lambda one: act1990.marketing_assessment_rate(18, "beet", one),
            "fiscal_year: found .*, expected a whole number",
        ),
        (
            lambda one: act1990.reassign_beet_deficits({"A": 1}, {"A": 1}, in_proportion_to=one),
            "in_proportion_to: found .*, expected 'capacity' or 'allocations'",
        ),
        (
            lambda one: act2002.reassign_beet_deficits({"A": 1}, {"A": 1}, reading=one),
            "reading: found .*, expected 'shares', 'shares once' or 'capacity'",
        ),
        (
            lambda one: act2002.printed_sector_allotments(1, print_rule=one),
            "print_rule: found .*, expected 'half_up' or 'remainder'",
        ),
        (
            lambda one: act2002.allocate_to_new_cane_processor(
                {"A": 5}, "B", 1, first_crop_year=one
            ),
            "first_crop_year: found .*, expected True or False",
        ),
        (
            lambda one: act2002.mill_transfer(1, crop_year=one, contribution=1, acreage_base=1),
            "crop_year: found .*, expected a whole number",
        ),
        (
            lambda one: act2002.raise_beet_allocations({"A": 1}, 1, {"A": 1}, crop_year=one),
            "crop_year: found .*, expected a whole number",
        ),
        (
            lambda one: act2002.transfer_allocation(np.array([5, 5]), one, 1),
            "seller: found .*, expected one recipient",
        ),
        (
            lambda one: act2002.allocate_to_new_beet_processor({"A": 5}, one, 1),
            "processor: found .*, expected one recipient",
        ),
        (act2002.in_force, "crop_year: found .*, expected 2002 to 2031"),
    ],
)
def test_what_a_formula_branches_on_is_one_value(call: Callable[[Any], Any], line: str) -> None:
    """NumPy says of such an array only that its truth is ambiguous."""
    for one in (np.array(["beet", "cane"]), np.array([2024, 2025]), np.array([True, False])):
        with pytest.raises((TypeError, ValueError), match=f"^{line}$"):
            call(one)


def test_what_a_formula_branches_on_may_be_numpys() -> None:
    """720 acres' worth of 900 at 50 of 300: 150, in a year read from a frame."""
    year: Any
    for year in (np.int64(2024), np.float32(2024), Fraction(2024)):
        assert 150 == act2002.mill_transfer(
            50,
            crop_year=year,
            contribution=900,
            acreage_base=300,
        )
    assert -1 == act1990.next_allocation(1, 2, below_zero=np.bool_(True))  # type: ignore[arg-type]
    assert "beet" == Choice(("beet",)).read("source", np.str_("beet"))


@pytest.mark.parametrize("year", [np.int64(1996), np.int16(1996), 1996.0, np.array(1996)])
def test_a_fiscal_year_from_a_frame_is_a_whole_number(year: Any) -> None:
    assert (1996, int) == ((found := INPUTS.replace(fiscal_year=year).fiscal_year), type(found))
    with pytest.raises(
        allotments.InvalidInput, match=r"^fiscal_year: found 2030, expected 1992 to"
    ):
        INPUTS.replace(fiscal_year=np.int64(2030))
    of_2002 = act2002.Inputs.model_validate(
        {"fiscal_year": np.int64(2012), "estimates": {"consumption": 11_000_000}}
    )
    assert (2012, int) == (of_2002.fiscal_year, type(of_2002.fiscal_year))


def test_a_copy_with_changes_is_validated_and_followed() -> None:
    """copy.replace of Python 3.13 calls __replace__; American Crystal's follows the allotment."""
    changed = INPUTS.__replace__(weights=(1, 1, 1))
    assert changed == INPUTS.replace(weights=(1, 1, 1))
    if hasattr(copy, "replace"):
        assert changed == copy.replace(INPUTS, weights=(1, 1, 1))
    with pytest.raises(
        allotments.InvalidInput, match=r"^fiscal_year: found 2025, expected 1992 to"
    ):
        INPUTS.__replace__(fiscal_year=2025, estimates="x")


def test_the_labels_of_a_table_that_names_its_columns_otherwise() -> None:
    """As PyArrow does, whose columns themselves are no labels."""
    table = SimpleNamespace(column_names=["A", "B"], columns=[[1], [2]])
    assert [("x", -1, ["A", "B"])] == list(labels_of("x", table, own_axes=1))
