"""A number as printed: its digits, its unit, its resolution, and what rounds to it."""

from __future__ import annotations

from decimal import Decimal, localcontext
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from allotments import InvalidInput
from allotments.core.limits import LARGEST_QUANTITY
from allotments.core.printed_number import (
    QUANTITY_UNITS,
    PrintedChange,
    PrintedCount,
    PrintedNumber,
    PrintedOther,
    PrintedPercent,
    PrintedQuantity,
    with_unit,
)
from allotments.rounding import half_up

TRILLION = "expected a number from 0 to 1,000,000,000,000"


def quantity(value: Any, unit: Any = "TST", **more: Any) -> PrintedQuantity:
    return PrintedQuantity(value=value, unit=unit, **more)


@st.composite
def quantities(draw: st.DrawFn) -> PrintedQuantity:
    """Whole tons in any unit, with any digits that it may have, and perhaps a resolution."""
    unit, places = draw(
        st.sampled_from(
            [("TST", 3), ("short tons", 0), ("million short tons", 6), ("metric tons", 0)]
        )
    )
    places = draw(st.integers(0, places))
    resolution = draw(st.none() | st.integers(1, 1_000))
    most = int(LARGEST_QUANTITY / QUANTITY_UNITS[unit]) * 10**places
    steps = draw(st.integers(0, most // (resolution or 1)))
    last_digit = Decimal(1).scaleb(-places)
    if resolution is None:
        return quantity(steps * last_digit, unit)
    return quantity(steps * resolution * last_digit, unit, resolution=resolution * last_digit)


def test_a_number_has_no_unit_but_the_one_that_is_stated() -> None:
    for kind in (PrintedNumber, PrintedOther, PrintedCount):
        assert "" == kind(value=Decimal(5)).unit
        assert "5" == str(kind(value=Decimal(5)))


@pytest.mark.parametrize(
    ("number", "amount", "step", "places", "shown"),
    [
        (quantity(Decimal("1687.380")), 1_687_380, 1, 3, "1,687.380 TST"),
        (quantity(Decimal("7889.0")), 7_889_000, 100, 1, "7,889.0 TST"),
        (quantity(9_247), 9_247_000, 1_000, 0, "9,247 TST"),
        (quantity(Decimal("1E+3")), 1_000_000, 1_000, 0, "1,000 TST"),
        (quantity(159_757, "short tons"), 159_757, 1, 0, "159,757 short tons"),
        (
            *(quantity(Decimal("1.25"), "million short tons"), 1_250_000, 10_000),
            *(2, "1.25 million short tons"),
        ),
        (
            *(quantity(144_000, "short tons", resolution=1_000), 144_000, 1_000),
            *(0, "144,000 short tons"),
        ),
        (
            PrintedPercent(value=Decimal("55.2")),
            Fraction("0.552"),
            Fraction("0.001"),
            1,
            "55.2 percent",
        ),
        (PrintedPercent(value=Decimal(50)), Fraction("0.5"), Fraction("0.01"), 0, "50 percent"),
        (PrintedCount(value=Decimal(5)), 5, 1, 0, "5"),
        (
            *(PrintedOther(value=Decimal("23.62"), unit="cents per pound"), Fraction("23.62")),
            *(Fraction("0.01"), 2, "23.62 cents per pound"),
        ),
    ],
)
def test_digits_unit_and_resolution(
    number: PrintedNumber, amount: Fraction, step: Fraction, places: int, shown: str
) -> None:
    """The amount is in short tons (a ratio, a count); the step is one unit of the last digit."""
    assert (amount, step, places) == (number.amount, number.step, number.places)
    assert shown == str(number)


def test_a_metric_ton_is_some_tenth_more_than_a_short_ton() -> None:
    """1,322,978 metric tons over 0.90718474 are 1,458,333.61 short tons."""
    quota = quantity(1_322_978, "metric tons")
    assert Fraction(1_322_978) / Fraction("0.90718474") == quota.amount
    assert 1 / Fraction("0.90718474") == quota.step
    assert quota.rounds_to(Fraction(14, 12) * 1_250_000)
    assert not quota.rounds_to(1_458_333)  # prints 1,322,977


def test_a_bare_number_is_a_value() -> None:
    """In a file, and from Python; a float is read by its shortest decimal."""
    assert PrintedPercent(value=Decimal("55.2")) == PrintedPercent.model_validate(Decimal("55.2"))
    assert PrintedPercent(value=Decimal("55.2")) == PrintedPercent.model_validate(55.2)
    assert PrintedPercent(value=Decimal("55.2")) == PrintedPercent.model_validate(np.float64(55.2))
    made = PrintedCount(value=Decimal(5))
    assert made == PrintedCount.model_validate(made)


@pytest.mark.parametrize(
    ("amount", "prints"),
    [
        ("4355.449", False),
        ("4355.45", True),
        ("4355.5", True),
        ("4355.549999", True),
        ("4355.55", False),
    ],
)
def test_rounds_to_rounds_half_up(amount: str, prints: bool) -> None:  # noqa: FBT001
    """4,355.5 is printed of 4,355.45 and of everything from there to just below 4,355.55."""
    assert prints == quantity(Decimal("4355.5")).rounds_to(Fraction(amount) * 1_000)


@pytest.mark.parametrize(
    ("least", "greatest", "can"),
    [
        ("4355.014", "4356.048", True),
        ("4355.0", "4355.44999", False),
        ("4355.0", "4355.45", True),
        ("4355.549", "4356", True),
        ("4355.55", "4356", False),
    ],
)
def test_consistent_with_includes_the_tie_below_and_not_the_tie_above(
    least: str,
    greatest: str,
    can: bool,  # noqa: FBT001
) -> None:
    """Both ends of a range belong to it: 4,355.45 rounds to 4,355.5, and 4,355.55 does not."""
    span = Fraction(least) * 1_000, Fraction(greatest) * 1_000
    assert can == quantity(Decimal("4355.5")).consistent_with(*span)


@given(quantities(), st.fractions(-3, 3))
@example(quantity(1), Fraction(1, 2))
@example(quantity(1), Fraction(-1, 2))
def test_rounds_to_is_rounding_to_the_step(number: PrintedQuantity, steps: Fraction) -> None:
    """The rule is stated once, in allotments.rounding; this is its inverse."""
    near = number.amount + steps * number.step
    assert (number.amount == half_up(near, number.step)) == number.rounds_to(near)


@given(quantities(), st.fractions(-3, 3), st.fractions(0, 3))
def test_consistent_with_is_that_some_value_prints(
    number: PrintedQuantity, steps: Fraction, more: Fraction
) -> None:
    """Of a range either an end prints the number, or the number itself lies in it."""
    least = number.amount + steps * number.step
    greatest = least + more * number.step
    some = least <= number.amount <= greatest or any(map(number.rounds_to, (least, greatest)))
    assert some == number.consistent_with(least, greatest)


@given(quantities())
def test_a_number_prints_itself(number: PrintedQuantity) -> None:
    """Its amount is on its own grid, and shows with its own digits."""
    assert number.rounds_to(number.amount)
    shown = str(number).removesuffix(f" {number.unit}").replace(",", "")
    assert number.value == Decimal(shown)
    assert number.places == len(shown.partition(".")[2])


def test_show_puts_other_amounts_beside_it() -> None:
    """Computed amounts are shown in the printed number's unit, with its digits or more of them."""
    printed = quantity(Decimal("4355.538"))
    assert "4,355.531" == printed.format(Fraction(2_887_717_000, 663))
    assert "4,355.5309" == printed.format(Fraction(2_887_717_000, 663), extra_places=1)


@pytest.mark.parametrize(
    ("kind", "given_", "fault"),
    [
        (PrintedQuantity, "9247", "value: found '9247', expected a number"),
        (PrintedQuantity, True, "value: found True, expected a number"),
        (PrintedQuantity, None, "value: found None, expected a number"),
        (PrintedQuantity, float("nan"), f"value: found NaN, {TRILLION}"),
        (PrintedQuantity, float("inf"), f"value: found Infinity, {TRILLION}"),
        (PrintedQuantity, Decimal("-Infinity"), f"value: found -Infinity, {TRILLION}"),
        (PrintedQuantity, Decimal("sNaN"), f"value: found sNaN, {TRILLION}"),
        (PrintedQuantity, -1, f"value: found -1, {TRILLION}"),
        (PrintedOther, 10**12 + 1, f"value: found 1000000000001, {TRILLION}"),
        (
            *(PrintedOther, Decimal("1E-999999999999")),
            "value: found 1E-999999999999, expected at most 9 decimals",
        ),
        (
            PrintedOther,
            Decimal("1.0000000000"),
            "value: found 1.0000000000, expected at most 9 decimals",
        ),
        (PrintedCount, Decimal("2.5"), "found 2.5, expected a whole number"),
        (PrintedCount, {"value": 2, "unit": "States"}, "unit: found 'States', expected ''"),
        (PrintedPercent, {"value": 2, "unit": "%"}, "unit: found '%', expected 'percent'"),
        (PrintedOther, {}, "value: missing, expected a value"),
        (
            *(PrintedQuantity, {"value": 1, "unit": "lb"}),
            "unit: found 'lb', expected 'TST', 'short tons', 'million short tons' or 'metric tons'",
        ),
        (
            *(PrintedQuantity, {"value": Decimal("4.0001"), "unit": "TST"}),
            "found 4.0001 TST, expected nothing finer than 1 ton; is the unit 'TST' the right one?",
        ),
        (
            *(PrintedQuantity, {"value": Decimal("4.5"), "unit": "metric tons"}),
            (
                "found 4.5 metric tons, expected nothing finer than 1 ton; "
                "is the unit 'metric tons' the right one?"
            ),
        ),
        (
            *(PrintedQuantity, {"value": 1_000_001, "unit": "TST"}),
            (
                "found 1,000,001 TST, expected at most 1,000,000,000 short tons; "
                "is the unit 'TST' the right one?"
            ),
        ),
        (
            *(PrintedQuantity, {"value": 144_500, "resolution": 1_000}),
            "resolution: found 1000, expected a number above 0 of which 144500 is a multiple",
        ),
        (
            *(PrintedQuantity, {"value": 144_000, "resolution": 0}),
            "resolution: found 0, expected a number above 0 of which 144000 is a multiple",
        ),
        (
            *(PrintedPercent, {"value": Decimal("0.18"), "resolution": Decimal("0.009")}),
            "resolution: found 0.009, expected nothing finer than the last digit of 0.18",
        ),
        (
            *(PrintedQuantity, {"value": 9247, "unit": "TST", "resolution": Decimal("0.5")}),
            "resolution: found 0.5, expected nothing finer than the last digit of 9247",
        ),
    ],
)
def test_refused_numbers(kind: type[PrintedNumber], given_: Any, fault: str) -> None:
    """Each with one line that says what was found and what was expected."""
    with pytest.raises(InvalidInput) as error:
        kind.model_validate(given_)
    assert (fault,) == error.value.faults


def test_the_largest_and_the_finest_are_taken() -> None:
    """Bounds belong to what they bound."""
    assert 10**12 == PrintedOther(value=Decimal(10**12)).value
    assert 9 == PrintedOther(value=Decimal("1e-9")).places
    assert LARGEST_QUANTITY == quantity(1_000_000).amount
    assert 1 == quantity(Decimal("0.000001"), "million short tons").amount
    assert 500 == quantity(Decimal("4.5"), resolution=Decimal("0.5")).step


def test_zero_with_an_enormous_exponent_is_zero() -> None:
    """TOML takes 0e99999999; it must cost nothing."""
    assert 0 == PrintedOther(value=Decimal("0e99999999")).amount


def test_with_unit_leaves_what_states_one_and_what_is_no_table() -> None:
    """So that a string where a table is due is found as what it is."""
    made = quantity(5)
    assert made is with_unit(made, "short tons", 0)
    assert with_unit(None, "TST", 0) is None
    assert 5 == with_unit(5, "TST", 1)
    assert {"value": 5, "unit": "TST"} == with_unit(5, "TST", 0)
    assert {"value": 5, "unit": "short tons"} == with_unit(
        {"value": 5, "unit": "short tons"}, "TST", 0
    )
    assert {"valu": 5, "unit": "TST"} == with_unit({"valu": 5}, "TST", 0)


def test_resolution_zero_decimal_is_the_printed_unit() -> None:
    """A resolution of one unit of the last digit says no more than the digits do."""
    assert quantity(9_247).step == quantity(9_247, resolution=1).step


@pytest.mark.parametrize("kind", [PrintedQuantity, PrintedChange])
def test_numbers_come_back_from_json_with_their_last_zeros(kind: Any) -> None:
    """There they are text; elsewhere text is no number."""
    number = kind(value=Decimal("1687.380"), unit="TST")
    back = kind.model_validate_json(number.model_dump_json())
    assert (number, "1687.380") == (back, str(back.value))
    with pytest.raises(InvalidInput, match=r"^value: found 'x', expected a number$"):
        kind.model_validate_json('{"value": "x", "unit": "TST"}')
    with pytest.raises(InvalidInput, match=r"^value: found '5', expected a number$"):
        kind(value="5", unit="TST")


def test_signed_numbers_come_back_from_json() -> None:
    change = PrintedChange(value=Decimal(-237_832), unit="short tons")
    assert change == PrintedChange.model_validate_json(change.model_dump_json())


def test_a_change_has_the_sign_that_is_printed_within_the_bounds_of_its_kind() -> None:
    for value in ("-237.832", "-0.5", "0", "0.5", "237.832"):
        assert Decimal(value) == PrintedChange(value=Decimal(value), unit="TST").value
    assert -500 == PrintedChange(value=-0.5, unit="TST").amount  # type: ignore[arg-type]
    line = "value: found -1000000000001, expected a number from -1,000,000,000,000 to "
    with pytest.raises(InvalidInput, match=f"^{line}1,000,000,000,000$"):
        PrintedChange(value=-(10**12) - 1)  # type: ignore[arg-type]


def test_a_misprint_is_two_numbers_in_one_unit_and_resolution() -> None:
    misprint = quantity(144, resolution=12, meant=132, reason="the sum below it")
    assert quantity(132, resolution=12) == misprint.as_meant
    assert quantity(144, resolution=12) == misprint.as_printed


def test_neighbours_share_no_amount() -> None:
    """4 is printed of 3.5 to below 4.5, and 5 from there on."""
    assert not quantity(4).overlaps(quantity(5))
    assert not quantity(5).overlaps(quantity(4))
    assert quantity(4).overlaps(quantity(Decimal("4.4")))


def test_the_sign_does_not_depend_on_the_caller_s_precision() -> None:
    """A minus would round to it: of -237,832 two digits would be left, -2.4E+5."""
    with localcontext() as context:
        context.prec = 2
        change = PrintedChange(value=Decimal(-237_832), unit="short tons")
        assert change == PrintedChange.model_validate({"value": -237_832})
    assert "-237832" == str(change.value)
    assert Fraction(-237_832) == change.amount


@pytest.mark.parametrize("given_", ["NaN", "-NaN", "sNaN", "-Infinity"])
def test_a_change_that_is_no_number_is_refused(given_: str) -> None:
    """Decimal's own comparison with zero would raise something that is no ``ValueError``."""
    with pytest.raises(InvalidInput, match=r"^value: found s?-?(NaN|Infinity), expected a number"):
        PrintedChange.model_validate_json(f'{{"value": "{given_}"}}')


@pytest.mark.parametrize("kind", [PrintedQuantity, PrintedPercent, PrintedChange])
def test_a_schema_says_what_is_written_in_a_file_and_what_is_dumped(kind: Any) -> None:
    """In a file a number, or a table of it; what is dumped is a table, its number text."""
    bare, table = kind.model_json_schema(mode="validation")["anyOf"]
    assert "number" == bare["type"] == table["properties"]["value"]["type"]
    dumped = kind.model_json_schema(mode="serialization")
    assert "string" == dumped["properties"]["value"]["type"]
