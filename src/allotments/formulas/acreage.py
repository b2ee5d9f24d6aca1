"""Proportionate shares of sugarcane farms, and the acres that earn history: secs. 359f and 359g.

Acts before and since 2002 count the crop years of a base otherwise; each has its own.
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
    below,
    divide,
    each,
    is_array,
    minimum,
    multiply,
    positive_part,
    require,
    total,
)
from allotments.formulas.states import check_state

PRODUCER_THRESHOLD = 250
"""So many sugarcane producers a State must exceed, 359f(b)(1)(A), since 2002 (c)(1)(A), since 2008
(c)(2)(A). [count].
"""


EXEMPT_STATE = "Puerto Rico"
"""It has a cane sugar allotment and no proportionate shares: the same paragraph."""


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
        The State's name, spelled out.
    producers
        Sugarcane producers in the State. Not negative. [count]
    estimated_production
        The sugar that its sugarcane would yield without proportionate shares. Not negative. [short
        tons, raw value]
    allotment
        The State's cane sugar allotment under 359c. Any sign. [short tons, raw value]
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
    Sec. 359f(b)(1), "in excess of 250"; since 2002 (c)(1) and (2), since 2008 (2) and (3), and 7
    CFR 1435.311(a), (b). It compares the production of sugarcane, in (c)(3) since 2008 of sugar,
    with a quantity of sugar; FR Doc. 94-25622, item 9, says production of sugar.
    """
    check_state(state, name="state")
    many = (producers > PRODUCER_THRESHOLD) & (state != EXEMPT_STATE)
    return many & below(allotment + normal_carryover, estimated_production)


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
    Sec. 359f(b)(7), added by Pub. L. 102-535 sec. 2; since 2002 (c)(7), since 2008 (8), and 7 CFR
    1435.315.
    """
    return below(estimated_production, allotment + normal_carryover)


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

    Notes
    -----
    Sec. 359f(b)(3)(B) and (C), since 2002 (c)(3)(B) and (C), since 2008 (c)(4); 7 CFR
    1435.311(c)(2), (3). The Act says "adjust the per-acre yield goal by the average recovery rate";
    it is the product that makes acres of tons.
    """
    return divide(state_allotment, yield_goal * recovery_rate)


@checked
def uniform_reduction_percentage(
    acreage_allotment: Signed, acreage_bases: EachNotNegative, *, adjustment: Signed = 0
) -> Number:
    """Return the ratio that, applied to each acreage base, makes the farms' shares.

    ``uniform reduction percentage = acreage allotment / sum of adjusted acreage bases``

    It may exceed one: that of Louisiana for fiscal year 1995 is 108.57 percent, that for crop year
    2004 83.4.

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
    Sec. 359f(b)(3)(D), since 2002 (c)(3)(D), since 2008 (c)(4)(D); 7 CFR 1435.311(c)(4). FR Doc.
    94-25622, item 9, prints the result without its inputs.
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
    Sec. 359f(b)(3)(E), since 2002 (c)(3)(E), since 2008 (c)(4)(E); 7 CFR 1435.311(c)(5). It applies
    the ratio to the acreage base, not to an adjusted one.
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
        Acres of sugarcane harvested for sugar or seed, not what was diverted to other uses. Not
        negative. [acres]
    share
        The farm's proportionate share. Not negative. [acres]

    Notes
    -----
    Sec. 359f(b)(5)(A), since 2002 (c)(5)(A), since 2008 (c)(6)(A); 7 CFR 1435.318(c). By (B) it is
    not a violation unless the processor of that cane markets more than its allocation:
    :func:`producer_penalties`.
    """
    return positive_part(harvested - share)


@checked
def preserved(
    share: NotNegative,
    harvested: NotNegative,
    consecutive_years: NotNegative,
    maximum_years: NotNegative,
) -> Number:
    """Return what each Act's ``preserved_acreage`` does, 359g(b), whose maximum it states.

    >>> preserved(100, 30, 3, maximum_years=3), preserved(100, 30, 4, maximum_years=3)
    (70, 0)
    """
    expected = "consecutive_years: found a number below 1, expected the first year or a later one"
    require(consecutive_years, expected, _at_least_one)
    return positive_part(share - harvested) * (consecutive_years <= maximum_years)


@checked
def acreage_earning_history(
    harvested: NotNegative, share: NotNegative, redistributed: NotNegative
) -> Number:
    """Return the harvested acres that earn base history: not those of a redistributed share.

    ``earning = harvested - min(redistributed, harvested - share)``, the latter where positive

    A farm harvests under its own share first.

    >>> acreage_earning_history(125, 100, 30), acreage_earning_history(90, 100, 30)
    (100, 90)

    Parameters
    ----------
    harvested
        Acres of sugarcane harvested for sugar or seed. Not negative. [acres]
    share
        The farm's own proportionate share. Not negative. [acres]
    redistributed
        What the farm received of shares that others could not use. Not negative. [acres]

    Notes
    -----
    Sec. 359g(b): "no acreage base history ... shall accrue"; 7 CFR 1435.314(b)(2). Which acres of
    a farm are harvested by virtue of the redistribution the Act does not say; here those beyond its
    own share.
    """
    return harvested - minimum(redistributed, positive_part(harvested - share))


def _at_least_one(value: Number) -> Number:
    return value >= 1
