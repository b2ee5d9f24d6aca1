"""Inverse questions, answered exactly: what gives a sector a restraint of so many tons."""

from __future__ import annotations

from fractions import Fraction
from typing import Any, Literal, NamedTuple, TypeAlias

from allotments.act1990 import MINIMUM_IMPORTS, Determination, Inputs, determine
from allotments.act1990 import threshold_carryover_stocks as threshold
from allotments.act1990.determination.inputs import SECTORS
from allotments.act1990.section_359c import exact_weights
from allotments.ground.base_model import LARGEST_QUANTITY
from allotments.ground.errors import InvalidInput, did_you_mean
from allotments.ground.exact import Numeric, is_array, shown, signed_quantities

__all__ = ["WeightingPoint", "carryover_stocks_for_restraint", "weights_for_restraint"]

Sector: TypeAlias = Literal["beet", "cane"]


class WeightingPoint(NamedTuple):
    """A point on the line between two weightings."""

    share: Fraction
    """How far from the first to the second, from 0 to 1. [ratio]"""
    weights: tuple[Fraction, Fraction, Fraction]
    """The weights there; they add up to one. [ratios]"""


def carryover_stocks_for_restraint(
    base: Any, restraint: Numeric, *, sector: Sector = "beet"
) -> Fraction:
    """Return the reasonable carryover stocks that give a sector this restraint.

    ``stocks = (ability to market - restraint) / factor - consumption + carry-in stocks
    + 1,250,000``

    >>> import allotments
    >>> stocks = carryover_stocks_for_restraint(allotments.load("fy1995"), 150_000)
    >>> round(float(stocks), 3)
    1267982.064

    Parameters
    ----------
    base
        A notice or its inputs: everything but these stocks.
    restraint
        Ability to market less the allotment, of any sign. [short tons, raw value]
    sector
        ``"beet"`` or ``"cane"``.

    Returns
    -------
    Exact. [short tons, raw value]

    Raises
    ------
    InvalidInput
        If no stocks from zero up to those that would trigger no allotments give it.
    TypeError, ValueError
        If *restraint* is no number or not finite.
    """
    inputs: Inputs = base if isinstance(base, Inputs) else base.inputs
    aim = _aim(restraint)
    criteria, factor = getattr(inputs.criteria, _known(sector)), _factors(inputs)[sector]
    able = criteria.ability_to_market
    estimates = inputs.estimates
    others = estimates.consumption - estimates.carry_in_stocks - MINIMUM_IMPORTS
    limit = threshold(estimates.consumption, estimates.production, estimates.carry_in_stocks)
    if limit > 0 and factor:
        stocks: Fraction = (able - aim) / factor - others
        if 0 <= stocks < limit:
            return stocks
    most, least = (able - (stocks + others) * factor for stocks in (0, limit))
    reach = f"more than {float(least):,.0f} and at most {float(most):,.0f}" if limit > 0 else "none"
    fault = (
        f"restraint: found {float(aim):,.0f} short tons, expected what reasonable carryover stocks "
        f"can give {sector} sugar: {reach}"
    )
    raise InvalidInput([fault])


def weights_for_restraint(
    base: Any, restraint: Numeric, first: Any, second: Any, *, sector: Sector = "beet"
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
    base
        A notice or its inputs: everything but the weights.
    restraint
        Ability to market less the allotment, of any sign. [short tons, raw value]
    first, second
        Weights as for :func:`~allotments.act1990.weighted_base`. [relative]
    sector
        ``"beet"`` or ``"cane"``.

    Returns
    -------
    Exact. Where every point of the line gives this restraint, it is the first weighting.

    Raises
    ------
    InvalidInput
        If no point of the line gives it, or no allotments are required.
    TypeError, ValueError
        If *restraint* is no number or not finite, or weights are refused.
    """
    inputs: Inputs = base if isinstance(base, Inputs) else base.inputs
    aim = _aim(restraint)
    allotment = getattr(inputs.criteria, _known(sector)).ability_to_market - aim
    ends = [exact_weights(weights) for weights in (first, second)]
    lacks, restraints = [], []
    for weights in ends:
        determination = _determined(inputs.replace(weights=weights))
        bases, quantity = determination.bases or {}, determination.overall_allotment_quantity or 0
        lacks.append(allotment * sum(bases.values()) - quantity * bases[sector])
        restraints.append((determination.restraint or {})[sector])
    share = Fraction(0) if lacks[0] == 0 else None
    if share is None and lacks[0] != lacks[1]:
        share = Fraction(lacks[0] / (lacks[0] - lacks[1]))
    if share is None or not 0 <= share <= 1:
        low, high = sorted(map(float, restraints))
        fault = (
            f"restraint: found {float(aim):,.0f} short tons, expected what the line between the "
            f"weights {ends[0]} and {ends[1]} can give {sector} sugar: {low:,.0f} to {high:,.0f}"
        )
        raise InvalidInput([fault])
    parts = [[Fraction(one, sum(weights)) for one in weights] for weights in ends]
    one, two, three = ((1 - share) * a + share * b for a, b in zip(*parts, strict=True))
    return WeightingPoint(share, (one, two, three))


def _aim(restraint: Numeric) -> Fraction:
    (aim,) = signed_quantities(restraint=restraint)
    if is_array(aim):
        raise TypeError("restraint: found an array, expected a number")
    if abs(aim) > LARGEST_QUANTITY:
        expected = f"expected at most {LARGEST_QUANTITY:,} short tons either way"
        raise InvalidInput([f"restraint: found {shown(aim)}, {expected}"])
    return Fraction(aim)


def _known(sector: str) -> str:
    if sector not in SECTORS:
        raise InvalidInput([f"sector: found {shown(sector)}, {did_you_mean(sector, SECTORS)}"])
    return sector


def _factors(inputs: Inputs) -> dict[str, Fraction]:
    bases = {s: getattr(inputs.criteria, s).base(inputs.weights) for s in SECTORS}
    return {sector: Fraction(base) / sum(bases.values()) for sector, base in bases.items()}


def _determined(inputs: Inputs) -> Determination:
    determination = determine(inputs)
    if not determination.allotments_required:
        raise InvalidInput(["estimates: found that no allotments are required, so no restraint"])
    return determination
