"""Inverse questions: what gives a sector a restraint of so many tons."""

from __future__ import annotations

import math
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from typed_inputs import FY1995

import allotments
from allotments import act1990, act2002
from allotments.act1990.inverse_questions import (
    carryover_stocks_for_restraint,
    weights_for_restraint,
)
from allotments.act1990.rules import SECTORS
from allotments.core.errors import InvalidInput
from allotments.scenarios import evaluate

INPUTS = act1990.Inputs(**FY1995)  # what is recorded has no part in the answers
STOCKS = "estimates.reasonable_carryover_stocks"
NEAR = Fraction(1, 10**6)  # short tons: how far from exact an array result may be


def agrees(exact: Any, found: float) -> Any:
    """Tell whether an array's number is the exact one to a millionth."""
    return abs(Fraction(found) - exact) <= NEAR


@pytest.mark.parametrize("sector", SECTORS)
def test_carryover_stocks_for_restraint(sector: Any) -> None:
    """By hand for beet, 150,000: 4,350,000 x 15,249 / 8,419 = 7,878,982.06; less 6,611,000."""
    if sector == "beet":
        stocks = carryover_stocks_for_restraint(allotments.load("fy1995"), 150_000)
        assert Fraction(4_350_000 * 15_249, 8_419) - 6_611_000 == stocks
    for given_ in (0, 1_000_000, 1_278_999):
        inputs = INPUTS.replace(estimates={"reasonable_carryover_stocks": given_})
        restraint = (act1990.determine(inputs).restraint or {})[sector]
        assert given_ == carryover_stocks_for_restraint(INPUTS, restraint, sector=sector)


def test_carryover_stocks_out_of_reach() -> None:
    """At 1,279,000 and more nothing is required; below zero there are no stocks."""
    at_the_trigger = 4_500_000 - Fraction(7_890_000 * 8_419, 15_249)
    expected = r"found (143,916\.97\d+) short tons, expected what .*: more than \1 and at most 850,"
    with pytest.raises(InvalidInput, match=expected):
        carryover_stocks_for_restraint(INPUTS, at_the_trigger)
    for aim in (at_the_trigger, 0, 1_000_000):
        with pytest.raises(
            InvalidInput, match="expected what reasonable carryover stocks can give"
        ):
            carryover_stocks_for_restraint(INPUTS, aim)
    plenty = INPUTS.replace(estimates={"consumption": 12_000_000})
    with pytest.raises(InvalidInput, match="beet sugar: nothing"):
        carryover_stocks_for_restraint(plenty, 0)
    zero = {"past_marketings": 0, "processing_capacity": 0, "ability_to_market": 0}
    idle = INPUTS.replace(criteria={"cane": zero})
    with pytest.raises(InvalidInput, match="can give cane sugar: 0, whatever they are"):
        carryover_stocks_for_restraint(idle, 5, sector="cane")
    # Then any stocks give a restraint of zero, and the least are zero.
    assert 0 == carryover_stocks_for_restraint(idle, 0, sector="cane")
    assert [0, 0] == carryover_stocks_for_restraint(idle, [0, 0], sector="cane").tolist()
    with pytest.raises(InvalidInput, match="sector: found 'corn'; expected one of: beet, cane"):
        carryover_stocks_for_restraint(INPUTS, 0, sector="corn")  # type: ignore[arg-type]


def test_weights_for_restraint() -> None:
    """The point found gives the restraint asked for, exactly; the ends are found at 0 and 1."""
    first, second = act1990.FY1995_WEIGHTS, act1990.CEA_OMB_WEIGHTS
    point = weights_for_restraint(INPUTS, 100_000, first, second)
    assert 1 == sum(point.weights)
    determination = act1990.determine(INPUTS.replace(weights=point.weights))
    assert 100_000 == (determination.restraint or {})["beet"]
    for share, weights in enumerate((first, second)):
        for sector in SECTORS:
            exact = act1990.determine(INPUTS.replace(weights=weights)).restraint or {}
            end = weights_for_restraint(INPUTS, exact[sector], first, second, sector=sector)  # type: ignore[arg-type]
            assert share == end.share
    same = weights_for_restraint(INPUTS, Fraction(95783000, 663), first, first)
    assert (0, (Fraction(1, 4), Fraction(1, 4), Fraction(1, 2))) == tuple(same)


def line(ask: Callable[[], Any], kind: type[Exception] = InvalidInput) -> str:
    """The line that refuses a question."""
    with pytest.raises(kind) as caught:
        ask()
    return str(caught.value)


AT_THE_TRIGGER = 4_500_000 - Fraction(7_890_000 * 8_419, 15_249)  # of beet, at 1,279,000 tons


def test_stocks_are_within_reach_up_to_the_trigger_and_no_further() -> None:
    """No stocks at all give 4,500,000 - 6,611,000 x 8,419 / 15,249 = 850,055.15.

    The restraint at the trigger is a little more as a float, and not within reach either.
    """
    most = 4_500_000 - Fraction(6_611_000 * 8_419, 15_249)
    reach = "more than 143,916.97816250246 and at most 850,055.151157453"
    expected = (
        f"expected what reasonable carryover stocks can give beet sugar: {reach}; from 1,279,000 "
        "short tons of them on no allotments are required"
    )
    assert 0 == carryover_stocks_for_restraint(INPUTS, most)
    stocks = carryover_stocks_for_restraint(INPUTS, [float(most) + 5e-7, 150_000])
    assert (np.float64, 0.0) == (stocks.dtype, stocks[0])
    assert agrees(carryover_stocks_for_restraint(INPUTS, 150_000), stocks[1])
    beyond = most + Fraction(1, 10**7)
    assert line(lambda: carryover_stocks_for_restraint(INPUTS, beyond)).endswith(expected)
    assert AT_THE_TRIGGER < float(AT_THE_TRIGGER)
    found = "restraint: found 143,916.97816250246 short tons at index 1"
    assert f"{found}, {expected}" == line(
        lambda: carryover_stocks_for_restraint(INPUTS, [150_000, float(AT_THE_TRIGGER)])
    )


@pytest.mark.parametrize(
    ("consumption", "reach"),
    [
        (10_526_000, "nothing; from 0"),
        (
            10_525_999,
            "more than 143,916.97816250246 and at most 143,917.53026427963; from 1",
        ),
    ],
)
def test_the_trigger_may_be_at_no_stocks_at_all(consumption: int, reach: str) -> None:
    """10,526,000 tons are production, carry-in stocks and 1,250,000 tons of imports."""
    inputs = INPUTS.replace(estimates={"consumption": consumption})
    expected = (
        f"restraint: found 0 short tons, expected what reasonable carryover stocks can give beet "
        f"sugar: {reach} short tons of them on no allotments are required"
    )
    assert expected == line(lambda: carryover_stocks_for_restraint(inputs, 0))
    most = 4_500_000 - Fraction((consumption - 2_636_000) * 8_419, 15_249)
    near = [float(most) + 5e-7]
    if consumption == 10_525_999:
        assert 0 == carryover_stocks_for_restraint(inputs, most)
        assert [0.0] == carryover_stocks_for_restraint(inputs, near).tolist()
    else:
        assert "beet sugar: nothing" in line(lambda: carryover_stocks_for_restraint(inputs, near))


def test_where_a_sector_has_no_share_any_stocks_give_its_ability_to_market() -> None:
    """Which has no weight here; the least stocks that do are zero."""
    idle = {"past_marketings": 0, "processing_capacity": 0, "ability_to_market": 500_000}
    inputs = INPUTS.replace(criteria={"cane": idle}, weights=(1, 1, 0))
    assert 0 == carryover_stocks_for_restraint(inputs, 500_000, sector="cane")
    assert [0.0] == carryover_stocks_for_restraint(inputs, [500_000], sector="cane").tolist()


def test_where_every_point_of_a_line_gives_a_restraint_it_is_the_first() -> None:
    """Of a quantity of nothing both sectors get none of it, whatever the weights.

    Consumption and stocks are 1,250,000 tons, and all of them may be imported; a production of
    1,000,000 tons leaves 250,000 tons of imports, so that allotments are required.
    """
    estimates = {
        "consumption": 1_000_000,
        "reasonable_carryover_stocks": 250_000,
        "production": 1_000_000,
        "carry_in_stocks": 0,
    }
    nothing = INPUTS.replace(estimates=estimates)
    assert 0 == weights_for_restraint(nothing, 4_500_000, (1, 1, 2), (1, 1, 1)).share
    share = weights_for_restraint(nothing, [4_500_000], (1, 1, 2), (1, 1, 1)).share
    assert "[0.]" == str(share)


def test_floats_at_the_ends_of_a_line_are_on_it() -> None:
    """But for a millionth of a ton, which the exact ones are not."""
    ends = act1990.FY1995_WEIGHTS, act1990.EQUAL_WEIGHTS
    low, high = Fraction(95_783_000, 663), Fraction(275_094_875, 1_413)
    assert [0, 1] == [weights_for_restraint(INPUTS, one, *ends).share for one in (low, high)]
    near = [float(low) - 5e-7, float(low), float(high) + 5e-7]
    points = weights_for_restraint(INPUTS, near, *ends)
    assert [0.0, 1.0] == points.share[::2].tolist()
    assert "[0. 0. 1.]" == str(points.share)
    assert (np.float64, (3, 3)) == (points.weights.dtype, points.weights.shape)
    np.testing.assert_allclose(points.weights[1:], [[0.25, 0.25, 0.5], [1 / 3] * 3])
    same = weights_for_restraint(INPUTS, [float(low) + 5e-7], ends[0], ends[0])
    assert [0.0] == same.share.tolist()
    for beyond in (high + Fraction(1, 10**7), [float(high) + 3e-6]):
        with pytest.raises(InvalidInput, match="what the line between"):
            weights_for_restraint(INPUTS, beyond, *ends)


def test_weights_between_two_in_numbers_that_come_out() -> None:
    """Past marketings are as much of both, and of ability to market beet has twice as much.

    So a half or a third of 7,889,000 tons is cane's, and in the middle, at 1 to 1.5 parts, two
    fifths. A share of none has no sign.
    """
    beet = {"past_marketings": 1_000_000, "processing_capacity": 0, "ability_to_market": 2_000_000}
    cane = beet | {"ability_to_market": 1_000_000}
    inputs = INPUTS.replace(criteria={"beet": beet, "cane": cane})

    def ask(restraint: Any) -> Any:
        return weights_for_restraint(inputs, restraint, (1, 0, 0), (0, 0, 1), sector="cane")

    half = Fraction(1, 2)
    assert (half, (half, 0, half)) == tuple(ask(1_000_000 - Fraction(2 * 7_889_000, 5)))
    point = ask([1_000_000 - 3_944_500, 1_000_000 - 3_155_600])
    assert "[0.  0.5]" == str(point.share)
    assert [[1.0, 0.0, 0.0], [0.5, 0.0, 0.5]] == point.weights.tolist()


def test_inverse_questions_of_arrays() -> None:
    """Whose answers are the exact ones, in floats; a float alone is taken for what it is."""
    first, second = act1990.FY1995_WEIGHTS, act1990.EQUAL_WEIGHTS
    aims = np.array([[144_470, 150_000], [175_000, 194_688]])
    stocks = carryover_stocks_for_restraint(INPUTS, aims)
    points = weights_for_restraint(INPUTS, aims.tolist(), first, second)
    assert (2, 2, 3) == points.weights.shape
    for place in np.ndindex(2, 2):
        aim = int(aims[place])
        exact = carryover_stocks_for_restraint(INPUTS, aim)
        assert agrees(exact, stocks[place])
        assert exact == carryover_stocks_for_restraint(INPUTS, float(aim))
        point = weights_for_restraint(INPUTS, aim, first, second)
        assert math.isclose(point.share, points.share[place], abs_tol=1e-12)
        np.testing.assert_allclose(points.weights[place], [float(w) for w in point.weights])
    assert stocks.dtype == points.share.dtype == points.weights.dtype == np.float64
    found = evaluate(INPUTS, {"weights": points.weights}, only=["restraint"])["restraint.beet"]
    np.testing.assert_allclose(found, aims, rtol=0, atol=1e-6)
    # What an evaluation says of the ends of the line is on the line.
    ends = evaluate(INPUTS, {"weights": [first, second]})["restraint.beet"]
    shares = weights_for_restraint(INPUTS, ends, first, second).share
    np.testing.assert_allclose(shares, [0, 1], rtol=0, atol=1e-12)
    assert [0] == weights_for_restraint(INPUTS, ends[:1], first, first).share.tolist()
    most = float(evaluate(INPUTS, {STOCKS: 0})["restraint.beet"][0])
    assert 0 == carryover_stocks_for_restraint(INPUTS, [most + 5e-7])


def test_inverse_questions_refuse() -> None:
    """The first number out of reach is named; lazy arrays are none."""
    with pytest.raises(InvalidInput, match=r"found 200,000 short tons at index \(1, 0\), expected"):
        weights_for_restraint(INPUTS, [[150_000], [200_000], [9]], (1, 1, 2), (1, 1, 1))
    with pytest.raises(InvalidInput, match="found 0 short tons at index 1, expected"):
        carryover_stocks_for_restraint(INPUTS, [150_000, 0])
    with pytest.raises(TypeError, match="restraint: found a lazy array"):
        carryover_stocks_for_restraint(INPUTS, pytest.importorskip("dask.array").ones(3))
    with pytest.raises(TypeError, match="baseline: found 'fy1995', expected a notice"):
        carryover_stocks_for_restraint("fy1995", 150_000)


class Lazy:
    """An array that is not computed yet, but could be."""

    dtype = np.dtype(float)
    map_blocks = None

    def __array__(self, dtype: Any = None, copy: Any = None) -> Any:
        return np.array([150_000.0])


ASK = {
    "stocks": carryover_stocks_for_restraint,
    "weights": lambda inputs, aim: weights_for_restraint(inputs, aim, (1, 1, 2), (1, 1, 1)),
}


@pytest.mark.parametrize("ask", ASK.values(), ids=ASK)
def test_what_is_no_question(ask: Callable[[Any, Any], Any]) -> None:
    """In whole lines; a restraint as large as a quantity can be is only out of reach."""
    lazy = "restraint: found a lazy array, expected numbers or an array of them"
    assert lazy == line(lambda: ask(INPUTS, Lazy()), TypeError)
    empty = "restraint: found an empty array, expected one number at least"
    assert empty == line(lambda: ask(INPUTS, []))
    at_most = "expected at most 1,000,000,000 short tons either way"
    found = f"restraint: found -1000000001, {at_most}"
    assert found == line(lambda: ask(INPUTS, -1_000_000_001))
    found = f"restraint: found 2,000,000,000.5, {at_most}"
    assert found == line(lambda: ask(INPUTS, [1, -2_000_000_000.5]))
    largest = line(lambda: ask(INPUTS, 1_000_000_000))
    assert largest.startswith("restraint: found 1,000,000,000 short tons, expected what ")
    other = act2002.Inputs(fiscal_year=2025, overall_allotment_quantity=10_000_000)
    assert (
        "baseline: found one under the Act of 2002, expected one under that of 1990, such as "
        "load('fy1995').inputs.replace(estimates=...)"
    ) == line(lambda: ask(other, 150_000))
    assert (
        "baseline: found 'x', expected a notice, such as load('fy2025'), or its inputs"
    ) == line(lambda: ask("x", 150_000), TypeError)


def test_weights_for_restraint_out_of_reach() -> None:
    """The error tells what the line can give, to the last digit: 194,689 is a little too much."""
    ends = act1990.FY1995_WEIGHTS, act1990.EQUAL_WEIGHTS
    low, high = r"144,469\.0799\d*", r"194,688\.5173\d*"
    between = r"the line between the weights \(1, 1, 2\) and \(1, 1, 1\) can give beet sugar"
    with pytest.raises(InvalidInput, match=rf"found 194,689 short.* {between}: {low} to {high}$"):
        weights_for_restraint(INPUTS, 194_689, *ends)
    with pytest.raises(InvalidInput, match=rf"found 0\.25 short.* beet sugar: {low} to {low}$"):
        weights_for_restraint(INPUTS, 0.25, ends[0], ends[0])
    with pytest.raises(InvalidInput, match="found 200,000 short tons"):
        weights_for_restraint(INPUTS, 200_000, ends[0], ends[0])
    plenty = INPUTS.replace(estimates={"reasonable_carryover_stocks": 1_300_000})
    assert "estimates: found that no allotments are required, so no restraint" == line(
        lambda: weights_for_restraint(plenty, 150_000, *ends)
    )


@pytest.mark.parametrize("aim", [10**400, -(10**400), Fraction(10**400), 2e9])
def test_a_restraint_beyond_all_quantities_is_refused(aim: Any) -> None:
    for ask in (
        lambda: carryover_stocks_for_restraint(INPUTS, aim),
        lambda: weights_for_restraint(INPUTS, aim, (1, 1, 1), (1, 1, 2)),
    ):
        with pytest.raises(InvalidInput, match="expected at most 1,000,000,000 short tons either"):
            ask()
