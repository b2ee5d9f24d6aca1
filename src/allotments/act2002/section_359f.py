"""Section 359f: proportionate shares of sugarcane farms, and allocations that follow growers.

Agricultural Adjustment Act of 1938, sec. 359f (7 U.S.C. 1359ff) as rewritten by Pub. L. 107-171
sec. 1403 and amended by Pub. L. 110-246 sec. 1403, by which paragraphs are counted here; 7 CFR
1435.307(c), .311 to .315. By regulation Louisiana alone has shares; they follow a changed allotment
by :func:`~allotments.act2002.adjust`. The penalty of 359f(c)(6) is in ``penalties``.
"""

from __future__ import annotations

import math
from collections.abc import Hashable, Sequence

import numpy as np

from allotments.act2002.by_name import as_given, named
from allotments.act2002.section_359d import average_of_highest, transfer_allocation
from allotments.core.exact import (
    Number,
    Numeric,
    Recipients,
    above_zero,
    as_one_kind,
    at_most_one,
    divide,
    minimum,
    positive_part,
    positive_quantities,
    quantities,
    require,
    signed_quantities,
    total,
)
from allotments.formulas.crop_years import crop_years, years_on_last_axis
from allotments.formulas.states import check_state

PRODUCER_THRESHOLD = 250
"""So many sugarcane producers a State must exceed, 359f(c)(2)(A). [count]."""

EXEMPT_STATE = "Puerto Rico"
"""It has no proportionate shares, 359f(c)(2)(A)."""

CROP_YEARS_OF_BASE = 3
"""1999, 2000 and 2001, of which the two highest count: 359f(c)(4)(A), (5)(A). [count]."""

_HIGHEST = 2


def transfer_after_closure(
    allocations: Recipients,
    closed: Hashable,
    receiving: Hashable,
    quantity: Numeric,
    *,
    capacity: Numeric,
) -> Number:
    """Return allocations after growers of a closed factory take their part to another company.

    ``moved = min(quantity, capacity - receiving company's allocation)``, where positive

    >>> transfer_after_closure({"A": 60, "B": 30}, "A", "B", 20, capacity=45)
    {'A': 45, 'B': 45}

    Parameters
    ----------
    allocations
        A mapping of companies to allocations, or an array whose last axis they are. Not negative.
        [short tons, raw value]
    closed, receiving
        The company that closed the factory, and that to which the growers deliver: their names, or
        their places on the last axis.
    quantity
        The growers' part of the closed factory's allocation, by their production history. Not
        above the company's. [short tons, raw value]
    capacity
        Processing capacity of the receiving company. Not negative. [short tons, raw value]

    Raises
    ------
    TypeError, ValueError
        As :func:`~allotments.act2002.transfer_allocation`.

    Notes
    -----
    Sec. 359f(b) for beets; for cane (c)(8) in crop years 2002 to 2007, since then 7 CFR 1435.307(c)
    outside proportionate share States. The rest of the closed company's allocation stays.
    """
    held = named("allocations", allocations).get(receiving, 0)
    quantity, capacity, held = as_one_kind(*quantities(quantity=quantity, capacity=capacity), held)
    moved = minimum(quantity, positive_part(capacity - held))
    return transfer_allocation(allocations, closed, receiving, quantity=moved)


def proportionate_shares_required(
    state: str,
    producers: Numeric,
    estimated_production: Numeric,
    allotment: Numeric,
    normal_carryover: Numeric,
) -> Number:
    """Return whether a State's sugarcane farms must be given proportionate shares.

    ``producers > 250`` and ``estimated production > allotment + normal carryover``, both strictly;
    never in Puerto Rico.

    >>> proportionate_shares_required("Louisiana", 251, 1_600_000, 1_370_000, 150_000)
    True

    Parameters
    ----------
    state
        The State's name, spelled out.
    producers
        Sugarcane producers in the State. Not negative. [count]
    estimated_production
        The sugar that its sugarcane would yield without shares. Not negative. [short tons, raw
        value]
    allotment
        The State's cane sugar allotment. Any sign. [short tons, raw value]
    normal_carryover
        A normal carryover inventory, which the Act does not define. Not negative. [the same]

    Returns
    -------
    ``bool``, or an array of them.

    Raises
    ------
    TypeError, ValueError
        If *state* is not a State, or something is not a number, not finite, or negative.

    Notes
    -----
    Sec. 359f(c)(2) and (3); 7 CFR 1435.311(a), (b). (2)(A) still cites 359c(f) for the State
    allotment, which stands in 359c(e).
    """
    check_state(state, name="state")
    (producers,) = quantities(producers=producers)
    many = producers > (PRODUCER_THRESHOLD if state != EXEMPT_STATE else math.inf)
    return many & (_beyond_needs(estimated_production, allotment, normal_carryover) > 0)


def shares_may_be_exceeded(
    estimated_production: Numeric, allotment: Numeric, normal_carryover: Numeric
) -> Number:
    """Return whether, after a disaster, farms may harvest more than their shares.

    ``estimated production < allotment + normal carryover``, strictly; by how much, the Act leaves
    to the Secretary, "uniformly", or shares are suspended.

    >>> shares_may_be_exceeded(1_300_000, 1_370_000, 50_000)
    True

    Parameters
    ----------
    estimated_production, allotment, normal_carryover
        As for :func:`proportionate_shares_required`, the former with shares in effect. [short tons,
        raw value]

    Raises
    ------
    TypeError, ValueError
        If something is not a number, not finite, or negative.

    Notes
    -----
    Sec. 359f(c)(8), until 2008 (7); 7 CFR 1435.315.
    """
    return _beyond_needs(estimated_production, allotment, normal_carryover) < 0


def minimum_yield_goal(yields: Sequence[Numeric] | Numeric) -> Number:
    """Return the least per-acre yield goal of a State: the average of its two highest years.

    >>> minimum_yield_goal([31, 29, 34])
    Fraction(65, 2)

    Parameters
    ----------
    yields
        The State's yield in 1999, 2000 and 2001, or an array whose last axis they are. Not
        negative. [short tons of sugarcane per acre]

    Raises
    ------
    TypeError, ValueError
        If there are not three years, or something is not a number, not finite, or negative.

    Notes
    -----
    Sec. 359f(c)(4)(A); 7 CFR 1435.311(c)(1). The Secretary sets the goal, at this level or above.
    """
    years = crop_years("yields", yields, exactly=CROP_YEARS_OF_BASE)
    return average_of_highest(years, _HIGHEST)


def acreage_allotment(
    state_allotment: Numeric, yield_goal: Numeric, recovery_rate: Numeric
) -> Number:
    """Return a State's allotment as acres of sugarcane.

    ``acreage allotment = State allotment / (yield goal * recovery rate)``

    >>> from fractions import Fraction
    >>> acreage_allotment(1_320_000, 30, Fraction("0.11"))
    Fraction(400000, 1)

    Parameters
    ----------
    state_allotment
        Any sign. [short tons, raw value]
    yield_goal
        At least :func:`minimum_yield_goal`; above zero. [short tons of sugarcane per acre]
    recovery_rate
        Average sugar recovered by the State's processors, above zero, at most one. [short tons, raw
        value, per short ton of sugarcane]

    Raises
    ------
    TypeError, ValueError
        If something is not a number, not finite, or out of its range.

    Notes
    -----
    Sec. 359f(c)(4)(B) and (C); 7 CFR 1435.311(c)(2), (3). "Adjust" is read as the product.
    """
    (state_allotment,) = signed_quantities(state_allotment=state_allotment)
    goal, rate = positive_quantities(yield_goal=yield_goal, recovery_rate=recovery_rate)
    expected = "recovery_rate: found a number above 1, expected a ratio such as 0.11"
    goal, rate, tons = as_one_kind(goal, require(rate, expected, at_most_one), state_allotment)
    return divide(tons, goal * rate)


def acreage_base(
    acres: Sequence[Numeric] | Numeric,
    *,
    considered_planted: Sequence[Numeric] | Numeric | None = None,
) -> Number:
    """Return a farm's acreage base: the average of its two highest years of 1999 to 2001.

    >>> acreage_base([120, 0, 100]), acreage_base([120, 0, 100], considered_planted=[0, 110, 0])
    (Fraction(110, 1), Fraction(115, 1))

    Parameters
    ----------
    acres
        Sugarcane planted for harvest for sugar or seed in crop years 1999, 2000 and 2001, or an
        array whose last axis they are, whose other axes are farms. Not negative. [acres]
    considered_planted
        Acres that count besides: planted, but not harvested for drought, flood or another
        condition beyond control ("may", says the Act). What could not be planted never counts. In
        the same form. [acres]

    Raises
    ------
    TypeError, ValueError
        If there are not three crop years, or something is not a number, not finite, or negative.

    Notes
    -----
    Sec. 359f(c)(5); 7 CFR 1435.312(a), (b).
    """
    years = crop_years("acres", acres, exactly=CROP_YEARS_OF_BASE)
    if considered_planted is not None:
        name = "considered_planted"
        added = crop_years(name, considered_planted, exactly=CROP_YEARS_OF_BASE)
        if isinstance(years, list) and isinstance(added, list):
            pairs = (as_one_kind(*pair) for pair in zip(years, added, strict=True))
            years = [first + second for first, second in pairs]
        else:
            years = years_on_last_axis(years) + years_on_last_axis(added)
    return average_of_highest(years, _HIGHEST)


def uniform_reduction_percentage(
    acreage_allotment: Numeric, acreage_bases: Recipients, *, adjustment: Numeric = 0
) -> Number:
    """Return the ratio that, applied to each acreage base, makes the farms' shares.

    ``uniform reduction percentage = acreage allotment / sum of adjusted acreage bases``

    Louisiana's for crop year 2004 is 83.4 percent; it may exceed one.

    >>> uniform_reduction_percentage(8_340, {"Farm A": 6_000, "Farm B": 4_000})
    Fraction(417, 500)

    Parameters
    ----------
    acreage_allotment
        From :func:`acreage_allotment`. Any sign. [acres]
    acreage_bases
        A mapping of all the State's sugarcane farms to acreage bases, or an array whose last axis
        they are. Not negative. [acres]
    adjustment
        The Act does not say how the bases are "adjusted". By default they are not; otherwise these
        acres, of any sign, are added to their sum. [acres]

    Raises
    ------
    TypeError, ValueError
        If something is not a number or not finite, a base negative, or the adjusted sum not above
        zero.

    Notes
    -----
    Sec. 359f(c)(4)(D); 7 CFR 1435.311(c)(4).
    """
    acres, adjustment = signed_quantities(
        acreage_allotment=acreage_allotment, adjustment=adjustment
    )
    whole = total(named("acreage_bases", acreage_bases))
    acres, adjustment, whole = as_one_kind(acres, adjustment, whole)
    expected = "acreage_bases: found none in all, expected some"
    return divide(acres, require(whole + adjustment, expected, above_zero))


def proportionate_share(
    acreage_base: Numeric | Recipients, uniform_reduction_percentage: Numeric
) -> Number:
    """Return a farm's proportionate share: the acreage that it may harvest for sugar or seed.

    ``share = acreage base * uniform reduction percentage``

    >>> from fractions import Fraction
    >>> proportionate_share({"Farm A": 100, "Farm B": 50}, Fraction("0.834"))
    {'Farm A': Fraction(417, 5), 'Farm B': Fraction(417, 10)}

    Parameters
    ----------
    acreage_base
        From :func:`acreage_base`: of one farm, in a mapping of farms, or in an array whose last
        axis is the farms. Not negative. [acres]
    uniform_reduction_percentage
        From :func:`uniform_reduction_percentage`; an array broadcasts against the leading axes.
        [ratio]

    Raises
    ------
    TypeError, ValueError
        If something is not a number or not finite, or a base negative.

    Notes
    -----
    Sec. 359f(c)(4)(E); 7 CFR 1435.311(c)(5).
    """
    (ratio,) = signed_quantities(uniform_reduction_percentage=uniform_reduction_percentage)
    if not hasattr(acreage_base, "items") and not np.ndim(acreage_base):
        (base,) = quantities(acreage_base=acreage_base)
        base, ratio = as_one_kind(base, ratio)
        return base * ratio
    bases = named("acreage_base", acreage_base)
    ratio, *values = as_one_kind(ratio, *bases.values())
    shares = (base * ratio for base in values)
    return as_given(dict(zip(bases, shares, strict=True)), acreage_base)


def excess_acreage(harvested: Numeric, share: Numeric) -> Number:
    """Return the acres of sugarcane harvested beyond a farm's proportionate share.

    >>> excess_acreage(120, 110), excess_acreage(100, 110)
    (10, 0)

    Parameters
    ----------
    harvested
        Acres harvested for sugar or seed, not what was diverted to other uses under inspection.
        Not negative. [acres]
    share
        The farm's proportionate share. Not negative. [acres]

    Raises
    ------
    TypeError, ValueError
        If something is not a number, not finite, or negative.

    Notes
    -----
    Sec. 359f(c)(6)(A); 7 CFR 1435.318(c). No violation unless the mill markets more than its
    allocation: :func:`~allotments.act2002.producer_penalties`.
    """
    harvested, share = as_one_kind(*quantities(harvested=harvested, share=share))
    return positive_part(harvested - share)


def _beyond_needs(production: Numeric, allotment: Numeric, carryover: Numeric) -> Number:
    production, carryover = quantities(estimated_production=production, normal_carryover=carryover)
    (allotment,) = signed_quantities(allotment=allotment)
    production, allotment, carryover = as_one_kind(production, allotment, carryover)
    return production - allotment - carryover
