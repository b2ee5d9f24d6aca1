"""Inverse questions, answered in closed form: what gives a sector a restraint of so many tons."""

from __future__ import annotations

from fractions import Fraction
from typing import Any, Literal, NamedTuple, TypeAlias

import numpy as np

from allotments.act1990.determination import Determination, determine
from allotments.act1990.inputs import Inputs
from allotments.act1990.rules import SECTORS
from allotments.act1990.section_359b import MINIMUM_IMPORTS
from allotments.act1990.section_359b import threshold_carryover_stocks as threshold
from allotments.core.errors import InvalidInput, check_choice, unrounded
from allotments.core.exact import Number, Numeric, is_array, is_lazy, shown, signed_quantities
from allotments.core.limits import LARGEST_QUANTITY
from allotments.determination import inputs_of
from allotments.formulas.criteria import lowest_terms

_FLOATS_ERROR = 1e-6  # short tons: how far an evaluation may be from exact

Sector: TypeAlias = Literal["beet", "cane"]


class WeightingPoint(NamedTuple):
    """A point on the line between two weightings, or an array of them."""

    share: Number
    """How far from the first to the second, from 0 to 1. [ratio]"""
    weights: Any
    """The three weights there, which add up to one; of an array on its last axis. [ratios]"""


def carryover_stocks_for_restraint(
    baseline: Any, restraint: Numeric, *, sector: Sector = "beet"
) -> Number:
    """Return the reasonable carryover stocks that give a sector this restraint.

    ``stocks = (ability to market - restraint) / factor - consumption + carry-in stocks
    + 1,250,000``

    >>> import allotments
    >>> stocks = carryover_stocks_for_restraint(allotments.load("fy1995"), 150_000)
    >>> round(float(stocks), 3)
    1267982.064
    >>> carryover_stocks_for_restraint(allotments.load("fy1995"), [150_000, 160_000]).round(3)
    array([1267982.064, 1249869.462])

    Parameters
    ----------
    baseline
        A notice or its inputs: everything but these stocks.
    restraint
        Ability to market less the allotment, of any sign; a number or an array of them. [short
        tons, raw value]
    sector
        ``"beet"`` or ``"cane"``.

    Returns
    -------
    Exact for a number, an array of floats for an array. Where a sector has no
    share in the bases, any stocks give it its whole ability to market as restraint, and the answer
    is the least of them: zero. [short tons, raw value]

    Raises
    ------
    InvalidInput
        If *baseline* is under another Act, or no stocks from zero up to those that would trigger no
        allotments give it; of an array with the first offending index.
    TypeError, ValueError
        If *restraint* is not a finite number, or a lazy array.
    """
    inputs: Inputs = inputs_of("baseline", baseline, "1990")
    aim = _aim(restraint)
    criteria, factor = getattr(inputs.criteria, _known(sector)), _factors(inputs)[sector]
    able = criteria.ability_to_market
    estimates = inputs.estimates
    others = estimates.consumption - estimates.carry_in_stocks - MINIMUM_IMPORTS
    limit = threshold(estimates.consumption, estimates.production, estimates.carry_in_stocks)
    most, least = (able - (stocks + others) * factor for stocks in (0, limit))
    reach = f"more than {unrounded(float(least))} and at most {unrounded(float(most))}"
    if factor == 0:
        reach = f"{able:,.0f}, whatever they are"
    known = "nothing" if limit <= 0 else reach
    expected = f"what reasonable carryover stocks can give {sector} sugar: {known}; from "
    expected += (
        f"{unrounded(float(max(limit, 0)))} short tons of them on no allotments are required"
    )
    least, most = _alike(aim, least, most)
    slack = _slack(aim)
    within = (aim <= most + slack) & (aim > least if factor else aim >= least - slack)
    _refuse_beyond(aim, within & (limit > 0), expected)
    if factor == 0:
        return aim * 0
    able, factor, others = _alike(aim, able, factor, others)
    stocks = (able - aim) / factor - others
    # The maximum takes off a float's last bit.
    return stocks if isinstance(aim, Fraction) else np.maximum(stocks, 0.0)


def weights_for_restraint(
    baseline: Any, restraint: Numeric, first: Any, second: Any, *, sector: Sector = "beet"
) -> WeightingPoint:
    """Return the point on the line between two weightings that gives a sector this restraint.

    Weighted bases are linear along the line, so the share of the way is found in closed form.

    >>> import allotments
    >>> from allotments.act1990 import CEA_OMB_WEIGHTS, FY1995_WEIGHTS
    >>> notice = allotments.load("fy1995")
    >>> point = weights_for_restraint(notice, 100_000, FY1995_WEIGHTS, CEA_OMB_WEIGHTS)
    >>> round(float(point.share), 4), [round(float(weight), 4) for weight in point.weights]
    (0.7081, [0.1438, 0.2854, 0.5708])

    Parameters
    ----------
    baseline
        A notice or its inputs: everything but the weights.
    restraint
        Ability to market less the allotment, of any sign; a number or an array of them. [short
        tons, raw value]
    first, second
        Weights as for :func:`~allotments.act1990.weighted_base`. [relative]
    sector
        ``"beet"`` or ``"cane"``.

    Returns
    -------
    Exact for a number, arrays of floats for an array. Where every point of the
    line gives this restraint, it is the first weighting.

    Raises
    ------
    InvalidInput
        If *baseline* is under another Act, no point of the line gives it, of an array with the
        first offending index; or no allotments are required.
    TypeError, ValueError
        If *restraint* is not a finite number, or a lazy array, or weights are refused.
    """
    inputs: Inputs = inputs_of("baseline", baseline, "1990")
    aim = _aim(restraint)
    able = getattr(inputs.criteria, _known(sector)).ability_to_market
    ends = [lowest_terms(weights) for weights in (first, second)]
    known = [_determined(inputs.replace(weights=weights)) for weights in ends]
    low, high = sorted((one.restraint or {})[sector] for one in known)
    expected = (
        f"what the line between the weights {ends[0]} and {ends[1]} can give {sector} sugar: "
        f"{unrounded(float(low))} to {unrounded(float(high))}"
    )
    slack = _slack(aim)
    _refuse_beyond(aim, (low - slack <= aim) & (aim <= high + slack), expected)
    # By how much each end's allotment, times the sum of the bases, falls short of what is sought.
    lacks = []
    for one in known:
        bases = one.bases or {}
        values = sum(bases.values()), (one.overall_allotment_quantity or 0) * bases[sector]
        whole, part = _alike(aim, *values)
        lacks.append((able - aim) * whole - part)
    share = _share(*lacks)
    parts = [[Fraction(one, sum(weights)) for one in weights] for weights in ends]
    pairs = [_alike(aim, a, b) for a, b in zip(*parts, strict=True)]
    weights = tuple(a + share * (b - a) for a, b in pairs)
    return WeightingPoint(share, np.stack(weights, axis=-1) if is_array(aim) else weights)


def _share(first: Number, second: Number) -> Number:
    """Return how far from one number to another of the opposite sign zero is; none if both are."""
    if isinstance(first, Fraction):
        return first / (first - second) if first else Fraction(0)
    apart = first - second
    # A float's last bit may make both of one sign, and nothing has none.
    return np.clip(first / np.where(apart == 0, np.inf, apart), 0.0, 1.0) + 0.0


def _aim(restraint: Numeric) -> Number:
    """Return what is sought: a ``Fraction`` or an array."""
    given = np.asarray(restraint) if isinstance(restraint, (list, tuple)) else restraint
    if is_lazy(given):
        raise TypeError("restraint: found a lazy array, expected numbers or an array of them")
    (aim,) = signed_quantities(restraint=given)
    if not np.size(aim):
        raise InvalidInput(["restraint: found an empty array, expected one number at least"])
    if np.max(np.abs(aim)) > LARGEST_QUANTITY:
        found = unrounded(np.max(np.abs(aim))) if is_array(aim) else shown(aim)
        expected = f"expected at most {LARGEST_QUANTITY:,} short tons either way"
        raise InvalidInput([f"restraint: found {found}, {expected}"])
    return aim if is_array(aim) else Fraction(aim)


def _alike(aim: Number, *values: Any) -> tuple[Number, ...]:
    """Return exact values beside an exact aim, else floats."""
    return tuple(map(float, values) if is_array(aim) else values)


def _slack(aim: Number) -> float | int:
    """Return how far beyond reach is still within it: nothing, but in arrays a float's error."""
    return 0 if isinstance(aim, Fraction) else _FLOATS_ERROR


def _refuse_beyond(aim: Number, within: Any, expected: str) -> None:
    if np.all(within):
        return
    place = np.unravel_index(np.argmin(within), np.shape(within))
    found = np.asarray(aim, np.float64)[place]
    index = ", ".join(str(int(axis)) for axis in place)
    where = f" at index {index if len(place) == 1 else f'({index})'}" if place else ""
    raise InvalidInput(
        [f"restraint: found {unrounded(found)} short tons{where}, expected {expected}"]
    )


def _known(sector: str) -> str:
    check_choice("sector", sector, SECTORS)
    return sector


def _factors(inputs: Inputs) -> dict[str, Fraction]:
    bases = {s: getattr(inputs.criteria, s).base(inputs.weights) for s in SECTORS}
    return {sector: Fraction(base) / sum(bases.values()) for sector, base in bases.items()}


def _determined(inputs: Inputs) -> Determination:
    determination = determine(inputs)
    if not determination.allotments_required:
        raise InvalidInput(["estimates: found that no allotments are required, so no restraint"])
    return determination
