"""Section 359f: proportionate shares, the acreage of sugarcane that each farm may harvest.

Agricultural Adjustment Act of 1938, sec. 359f (7 U.S.C. 1359ff) as in force for fiscal year 1995:
Pub. L. 101-624 sec. 902, as amended by Pub. L. 102-237 sec. 111(h) and Pub. L. 102-535. The
penalty of 359f(b)(5) is in :mod:`allotments.act1990.penalties`; shares follow a re-estimated
allotment by :func:`allotments.act1990.adjust`.
"""

from __future__ import annotations

from allotments.core.checked import (
    EachNotNegative,
    NotNegative,
    OneOrEach,
    Positive,
    PositiveRatio,
    Signed,
    checked,
)
from allotments.core.exact import (
    Number,
    above_zero,
    as_one_kind,
    divide,
    each,
    is_array,
    multiply,
    positive_part,
    require,
    total,
)
from allotments.formulas.crop_years import FiveYears, sum_of_years, years_on_last_axis
from allotments.formulas.states import check_state

PRODUCER_THRESHOLD = 250
"""So many sugarcane producers a State must exceed, 359f(b)(1)(A). [count]."""

CROP_YEARS = 5
"""Preceding, of yields and of acreage, 359f(b)(3)(A) and (4)(A). [count]."""

EXEMPT_STATE = "Puerto Rico"
"""It has a cane sugar allotment and no proportionate shares, 359f(b)(1)(A)."""


@checked
def proportionate_shares_required(
    state: str,
    producers: NotNegative,
    estimated_production: NotNegative,
    allotment: Signed,
    normal_carryover: NotNegative,
) -> Number:
    """Return whether a State's sugarcane farms must be given proportionate shares.

    ``producers > 250`` and ``estimated production > allotment + normal carryover``, both strictly;
    never in Puerto Rico.

    >>> proportionate_shares_required("Louisiana", 251, 1_020_000, 869_856, 100_000)
    True
    >>> proportionate_shares_required("Louisiana", 250, 1_020_000, 869_856, 100_000)
    False

    Parameters
    ----------
    state
        The State's name, one of :data:`~allotments.act1990.STATES`.
    producers
        Sugarcane producers in the State. Not negative. [count]
    estimated_production
        The sugar that its sugarcane would yield without proportionate shares. Not negative. [short
        tons, raw value]
    allotment
        The State's cane sugar allotment under 359c(f). Any sign. [short tons, raw value]
    normal_carryover
        A normal carryover inventory of sugar, which the Act does not define. Not negative. [short
        tons, raw value]

    Returns
    -------
    ``bool``, or an array of them.

    Raises
    ------
    TypeError, ValueError
        Also if *state* is not a State.

    Notes
    -----
    Sec. 359f(b)(1), "in excess of 250". It compares the production of sugarcane with a quantity of
    sugar; the notice, item 9, says production of sugar.
    """
    check_state(state, name="state")
    many = (producers > PRODUCER_THRESHOLD) & (state != EXEMPT_STATE)
    return many & (estimated_production > allotment + normal_carryover)


@checked
def shares_may_be_exceeded(
    estimated_production: NotNegative, allotment: Signed, normal_carryover: NotNegative
) -> Number:
    """Return whether, after a disaster, farms may harvest more than their shares.

    ``estimated production < allotment + normal carryover``, strictly

    By how much the Act does not compute: the Secretary allows it uniformly, "as necessary", or
    suspends the shares.

    >>> shares_may_be_exceeded(900_000, 869_856, 50_000)
    True

    Parameters
    ----------
    estimated_production
        The sugar that the sugarcane of the farms under shares would yield, a natural disaster or
        another condition beyond control having struck. Not negative. [short tons, raw value]
    allotment, normal_carryover
        As for :func:`proportionate_shares_required`. [short tons, raw value]

    Returns
    -------
    ``bool``, or an array of them.

    Notes
    -----
    Sec. 359f(b)(7), added by Pub. L. 102-535 sec. 2.
    """
    return estimated_production < allotment + normal_carryover


@checked
def minimum_yield_goal(yields: FiveYears, *, acres: FiveYears | None = None) -> Number:
    """Return the least per-acre yield goal of a State: the average yield of the last five years.

    ``minimum = sum of yields / 5``, or with acres ``sum of (yield * acres) / sum of acres``

    The goal itself the Secretary sets, at this level or above it.

    >>> minimum_yield_goal([24, 26, 23, 27, 25])
    Fraction(25, 1)

    Parameters
    ----------
    yields
        The State's yield in each of the five years before, or an array whose last axis they are.
        Not negative. [short tons of sugarcane per acre]
    acres
        The Act does not say which average. By default each year counts alike; with the acres of
        each year every acre does. Not negative, not all zero. [acres]

    Notes
    -----
    Sec. 359f(b)(3)(A).
    """
    if acres is None:
        return divide(sum_of_years(yields), CROP_YEARS)
    whole = require(sum_of_years(acres), "acres: found all zero, expected one above 0", above_zero)
    if isinstance(yields, list) and isinstance(acres, list):
        weighted = map(multiply, yields, acres)
        return divide(sum(as_one_kind(*weighted)), whole)
    return (years_on_last_axis(yields) * years_on_last_axis(acres)).sum(axis=-1) / whole


@checked
def acreage_allotment(
    state_allotment: Signed, yield_goal: Positive, recovery_rate: PositiveRatio
) -> Number:
    """Return a State's allotment as acres of sugarcane.

    ``acreage allotment = State allotment / (yield goal * recovery rate)``

    >>> from fractions import Fraction
    >>> acreage_allotment(869_856, 25, Fraction("0.11"))
    Fraction(3479424, 11)

    Parameters
    ----------
    state_allotment
        The State's cane sugar allotment alone, without the normal carryover. Any sign. [short
        tons, raw value]
    yield_goal
        At least :func:`minimum_yield_goal`; above zero. [short tons of sugarcane per acre]
    recovery_rate
        Average sugar recovered from sugarcane by the State's processors, above zero, at most one.
        [short tons, raw value, per short ton of sugarcane]

    Returns
    -------
    Acres, nothing rounded. [acres]

    Raises
    ------
    TypeError, ValueError
        If a number is none, not finite, or out of its range.

    Notes
    -----
    Sec. 359f(b)(3)(B) and (C). The Act says "adjust the per-acre yield goal by the average
    recovery rate"; it is the product that makes acres of tons.
    """
    return divide(state_allotment, yield_goal * recovery_rate)


@checked
def acreage_base(acres: FiveYears, *, considered_planted: FiveYears | None = None) -> Number:
    """Return a farm's acreage base: its average acreage over the five crop years before.

    ``acreage base = sum of (acres + acres considered planted) / 5``

    Years without any acreage count like the others.

    >>> acreage_base([120, 100, 0, 110, 120])
    Fraction(90, 1)
    >>> acreage_base([120, 100, 0, 110, 120], considered_planted=[0, 0, 105, 0, 0])
    Fraction(111, 1)

    Parameters
    ----------
    acres
        Sugarcane planted for harvest for sugar or seed in each of the five crop years preceding
        the fiscal year: for 1995 the crops of 1989 to 1993. Or an array whose last axis they are,
        and whose other axes are farms. Not negative. [acres]
    considered_planted
        The Act leaves it to the Secretary ("may") to count acres that were planted, but could not
        be harvested for drought, flood or another condition beyond control. Those to be counted,
        and not in *acres* already; by default none. What could not be planted never counts. In
        the same form. [acres]

    Returns
    -------
    A number, or an array over the farms. [acres]

    Notes
    -----
    Sec. 359f(b)(4).
    """
    years = sum_of_years(acres)
    if considered_planted is not None:
        years, added = as_one_kind(years, sum_of_years(considered_planted))
        years = years + added
    return divide(years, CROP_YEARS)


@checked
def uniform_reduction_percentage(
    acreage_allotment: Signed, acreage_bases: EachNotNegative, *, adjustment: Signed = 0
) -> Number:
    """Return the ratio that, applied to each acreage base, makes the farms' shares.

    ``uniform reduction percentage = acreage allotment / sum of adjusted acreage bases``

    It may exceed one: that of Louisiana for fiscal year 1995 is 108.57 percent.

    >>> uniform_reduction_percentage(10_857, {"Farm A": 6_000, "Farm B": 4_000})
    Fraction(10857, 10000)

    Parameters
    ----------
    acreage_allotment
        From :func:`acreage_allotment`. Any sign; an array broadcasts against the leading axes of
        an array of bases. [acres]
    acreage_bases
        A mapping of all the State's sugarcane farms to their acreage bases, or an array whose last
        axis is the farms. Not negative. [acres]
    adjustment
        The Act divides by the "adjusted acreage bases" and does not say how they are adjusted. By
        default they are not; otherwise this many acres, of any sign, are added to their sum, for
        instance the bases not expected to be harvested, as a negative number. [acres]

    Returns
    -------
    A ratio, not a percentage, and not rounded.

    Raises
    ------
    TypeError, ValueError
        Also if the adjusted sum is not above zero.

    Notes
    -----
    Sec. 359f(b)(3)(D). FR Doc. 94-25622, item 9, prints the result without its inputs.
    """
    whole, adjustment = as_one_kind(total(acreage_bases), adjustment)
    message = "acreage_bases: found nothing in all, expected acres above 0"
    return divide(acreage_allotment, require(whole + adjustment, message, above_zero))


@checked
def proportionate_share(acreage_base: OneOrEach, uniform_reduction_percentage: Signed) -> Number:
    """Return a farm's proportionate share: the acreage that it may harvest for sugar or seed.

    ``share = acreage base * uniform reduction percentage``

    >>> from fractions import Fraction
    >>> proportionate_share(100, Fraction("1.0857"))
    Fraction(10857, 100)
    >>> proportionate_share({"Farm A": 100, "Farm B": 40}, Fraction(1, 2))
    {'Farm A': Fraction(50, 1), 'Farm B': Fraction(20, 1)}

    Parameters
    ----------
    acreage_base
        From :func:`acreage_base`: of one farm, in a mapping of farms, or in an array whose last
        axis is the farms. Not negative. [acres]
    uniform_reduction_percentage
        From :func:`uniform_reduction_percentage`. Any sign; an array broadcasts against the leading
        axes of an array of bases. [ratio]

    Returns
    -------
    In the form of *acreage_base*. [acres]

    Notes
    -----
    Sec. 359f(b)(3)(E). It applies the ratio to the acreage base, not to an adjusted one.
    """
    if isinstance(acreage_base, dict) or is_array(acreage_base):
        return each(multiply, acreage_base, uniform_reduction_percentage)
    return multiply(acreage_base, uniform_reduction_percentage)


@checked
def excess_acreage(harvested: NotNegative, share: NotNegative) -> Number:
    """Return the acres of sugarcane harvested beyond a farm's proportionate share.

    ``excess = harvested - share``, where positive

    >>> excess_acreage(120, 110), excess_acreage(100, 110)
    (10, 0)

    Parameters
    ----------
    harvested
        Acres of sugarcane harvested for sugar or seed. Not negative. [acres]
    share
        The farm's proportionate share. Not negative. [acres]

    Notes
    -----
    Sec. 359f(b)(5)(A). By (B) it is no violation unless the processor of that cane markets more
    than its allocation: :func:`~allotments.act1990.producer_penalties`.
    """
    return positive_part(harvested - share)
