"""Section 359f: proportionate shares, and the crop years that they are computed from.

Agricultural Adjustment Act of 1938, sec. 359f (7 U.S.C. 1359ff) as in force for fiscal year 1995:
Pub. L. 101-624 sec. 902, as amended by Pub. L. 102-237 sec. 111(h) and Pub. L. 102-535. What
it shares with the section as rewritten in 2002 is in :mod:`allotments.formulas.acreage`.
"""

from __future__ import annotations

from operator import mul

from allotments.core.checked import checked
from allotments.core.exact import Number, above_zero, as_one_kind, divide, require
from allotments.formulas.crop_years import FiveYears, sum_of_years, year_by_year

CROP_YEARS = 5
"""Preceding, of yields and of acreage, 359f(b)(3)(A) and (4)(A). [count]."""


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
    return divide(sum_of_years(year_by_year(mul, yields, acres)), whole)


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
