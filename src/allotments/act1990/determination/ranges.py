"""The exact range of every computed figure, as printed measurements move within their rounding.

Only the criteria are measurements: a printed 3,430 stands for anything from 3,429.5 to 3,430.5.
Estimates, weights, the overall allotment quantity and the Act's constants are determinations and
do not move. Each figure is monotone in each criterion, so its extremes lie at corners of the box
of measurements; a sector's restraint, convex in its own ability to market, is the exception.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from math import isqrt

from allotments.act1990.determination.chain import Determination, check_determination
from allotments.act1990.determination.families import allotment_of
from allotments.act1990.determination.inputs import BEET, CANE, SECTORS, Criteria
from allotments.figures.figure import Range
from allotments.formulas.criteria import weighted_base

_FINENESS = 10**12  # of the square root at an irrational minimum


def exact_ranges(
    determination: Determination, half_units: Mapping[str, int | Fraction]
) -> dict[str, Range]:
    """Return the least and the greatest value of each figure that measurements move.

    Parameters
    ----------
    determination
        What the figures belong to.
    half_units
        For the path of a criterion, such as ``criteria.beet.past_marketings``, half a unit of the
        last digit that was printed. A criterion that is not named does not move. [short tons]

    Returns
    -------
    Ranges by path, both ends included: ``bases``, ``percentage_factors``, ``sectors``,
    ``restraint``; and where States and processors are computed from criteria, ``state_bases``,
    ``states``, ``processor_bases`` and ``processors``. Recorded quantities do not move; those that
    follow a changed allotment, and what is divided of them, have no range here.

    The least restraint can be an irrational number. It is then given by a value of the range next
    to it, far closer than a millionth of a short ton.

    Raises
    ------
    TypeError
        If *determination* is none, such as a notice.
    """
    check_determination("determination", determination)
    if not determination.allotments_required:
        return {}
    inputs = determination.inputs
    quantity = Fraction(determination.overall_allotment_quantity or 0)
    sectors = {sector: getattr(inputs.criteria, sector) for sector in SECTORS}
    bases = _bases("criteria", sectors, inputs.weights, half_units)
    shares = _shares(bases)
    ranges = _under("bases", bases) | _under("percentage_factors", shares)
    ranges |= _under("sectors", _times((quantity, quantity), shares))
    for sector, other in ((BEET, CANE), (CANE, BEET)):
        box = _box(f"criteria.{sector}", sectors[sector], half_units)
        ranges[f"restraint.{sector}"] = _restraint(box, inputs.weights, bases[other], quantity)
    if inputs.state_criteria:
        states = _bases("state_criteria", inputs.state_criteria, inputs.weights, half_units)
        ranges |= _under("state_bases", states)
        ranges |= _under("states", _times(ranges[f"sectors.{CANE}"], _shares(states)))
    for group, criteria in inputs.processor_criteria.items():
        if allotment := ranges.get(allotment_of(group)) or _recorded(determination, group):
            processors = _bases(f"processor_criteria.{group}", criteria, inputs.weights, half_units)
            ranges |= _under(f"processor_bases.{group}", processors)
            ranges |= _under(f"processors.{group}", _times(allotment, _shares(processors)))
    return ranges


def _recorded(determination: Determination, state: str) -> Range | None:
    """Return a State's allotment as recorded, which does not move."""
    if determination.origins["states"] != "recorded":
        return None
    allotment = (determination.states or {})[state]
    return allotment, allotment


def _under(prefix: str, ranges: Mapping[str, Range]) -> dict[str, Range]:
    return {f"{prefix}.{name}": span for name, span in ranges.items()}


def _box(
    prefix: str, criteria: Criteria, half_units: Mapping[str, int | Fraction]
) -> tuple[Range, Range, Range]:
    first, second, third = (
        _measurement(value, half_units.get(f"{prefix}.{criterion}", 0))
        for criterion, value in criteria
    )
    return first, second, third


def _measurement(value: int, half_unit: int | Fraction) -> Range:
    return max(0, value - half_unit), value + half_unit


def _bases(
    prefix: str,
    criteria: Mapping[str, Criteria],
    weights: tuple[int, int, int],
    half_units: Mapping[str, int | Fraction],
) -> dict[str, Range]:
    return {
        name: _base(_box(f"{prefix}.{name}", one, half_units), weights)
        for name, one in criteria.items()
    }


def _base(box: tuple[Range, Range, Range], weights: tuple[int, int, int]) -> Range:
    least, greatest = zip(*box, strict=True)
    return weighted_base(*least, weights), weighted_base(*greatest, weights)


def _shares(bases: Mapping[str, Range]) -> dict[str, Range]:
    least_of_all = sum(least for least, _ in bases.values())
    greatest_of_all = sum(greatest for _, greatest in bases.values())
    return {
        name: (
            _share(least, greatest_of_all - greatest, nothing=1),
            _share(greatest, least_of_all - least, nothing=0),
        )
        for name, (least, greatest) in bases.items()
    }


def _share(base: int | Fraction, others: int | Fraction, *, nothing: int) -> Fraction:
    """Return a base's share, or *nothing* where base and others are zero at this corner.

    For the least share that means others that are always zero: the base, once above it, has all.
    For the greatest it means a base that is always zero.
    """
    return Fraction(base) / (base + others) if base + others else Fraction(nothing)


def _times(allotment: Range, shares: Mapping[str, Range]) -> dict[str, Range]:
    products = {
        name: [bound * share for bound in allotment for share in span]
        for name, span in shares.items()
    }
    return {name: (min(corners), max(corners)) for name, corners in products.items()}


def _restraint(
    box: tuple[Range, Range, Range],
    weights: tuple[int, int, int],
    other: Range,
    quantity: Fraction,
) -> Range:
    past_marketings, processing_capacity, ability_to_market = box
    # Where both bases are zero, no share is defined; next to it this sector has all, if anything.
    _, greatest = _base(box, weights)
    nothing = 1 if greatest else 0

    def at(ability: int | Fraction, end: int) -> Fraction:
        # The least restraint (end 0) is where the share is greatest: own criteria high, the
        # other sector's low. A negative quantity turns this round.
        own = (1 - end) if quantity >= 0 else end
        base = weighted_base(past_marketings[own], processing_capacity[own], ability, weights)
        return ability - quantity * _share(base, other[1 - own], nothing=nothing)

    low, high = ability_to_market
    turning = _turning_point(box, weights, other[0], quantity)
    return at(min(max(turning, low), high), 0), max(at(low, 1), at(high, 1))


def _turning_point(
    box: tuple[Range, Range, Range],
    weights: tuple[int, int, int],
    other: int | Fraction,
    quantity: Fraction,
) -> Fraction:
    """Return the ability to market at which a ton more of it is a ton more of allotment.

    There, with ``w`` the weight of ability: ``(base + other)**2 == quantity * other * w``. Beyond
    it the restraint rises; where it always does, this is nothing or less.
    """
    weight = Fraction(weights[2], sum(weights))
    if not weight:
        return Fraction(0)
    squared = max(Fraction(0), quantity * other * weight)
    root = Fraction(isqrt(int(squared * _FINENESS**2)), _FINENESS)
    without_ability: Fraction = weighted_base(box[0][1], box[1][1], 0, weights)
    return (root - other - without_ability) / weight
