"""The criteria of a division: averages of crop years, and the weighted base of three criteria.

The Act of 1990 and that of 2002 both divide by three weighted criteria, 359c(d)-(f) and 359d.
"""

from __future__ import annotations

from fractions import Fraction
from math import gcd, lcm
from typing import Annotated, Any

import numpy as np

from allotments.core.checked import NotNegative, checked
from allotments.core.exact import (
    Number,
    above_zero,
    as_one_kind,
    divide,
    exact_number,
    is_array,
    is_lazy,
    is_unordered,
    read_number,
    require,
    shown,
)
from allotments.core.labels import has_rows
from allotments.formulas.crop_years import Years, years_on_last_axis

_CRITERIA = 3  # past marketings, processing capacity, ability to market: 359c(d)(1)


@checked
def average_excluding_extremes(marketings: Annotated[Any, Years(at_least=3)]) -> Number:
    """Return the average of several crop years' marketings without the highest and the lowest.

    Of equal extremes one is left out, not all: of five years three always remain.

    >>> average_excluding_extremes([3_100, 3_600, 3_430, 3_400, 3_460])
    Fraction(3430, 1)

    Parameters
    ----------
    marketings
        One number for each crop year, at least three of them; or an array whose last axis is the
        crop years. Not negative. [short tons, raw value]

    Notes
    -----
    Sec. 359c(d)(1) leaves "any or all of the 1985 through 1989 crops" to the Secretary; this is
    the choice of FR Doc. 94-25622, item 3.
    """
    years = _one_array_if_any(marketings)
    if isinstance(years, list):
        return divide(sum(years) - max(years) - min(years), len(years) - 2)
    return (years.sum(axis=-1) - years.max(axis=-1) - years.min(axis=-1)) / (years.shape[-1] - 2)


@checked
def average_of_two_highest(
    marketings: Annotated[Any, Years(at_least=2)], production: Annotated[Any, Years(at_least=2)]
) -> Number:
    """Return the average marketings of the two crop years of highest production.

    Production picks the years, marketings are averaged. Where production ties for the second
    place the earlier crop year counts.

    >>> average_of_two_highest([650, 700, 720, 690, 710], [640, 730, 705, 735, 700])
    Fraction(695, 1)

    Parameters
    ----------
    marketings, production
        One number for each crop year, at least two of them, in the same order; or arrays of the
        same shape whose last axis is the crop years. Not negative. [short tons, raw value]

    Raises
    ------
    TypeError, ValueError
        Also if the crop years of the two differ in number.

    Notes
    -----
    Sec. 359c(f): "the average of marketings ... in the 2 highest years of production from each
    State from the 1985 through 1989 crops".
    """
    sold, made = _one_array_if_any(marketings), _one_array_if_any(production)
    if np.shape(sold) != np.shape(made):
        raise ValueError(
            f"production: found {_shape(made)} crop years, "
            f"expected {_shape(sold)}, as in marketings"
        )
    if isinstance(sold, list) and isinstance(made, list):
        first, second = sorted(range(len(made)), key=lambda year: -made[year])[:2]
        return divide(sold[first] + sold[second], 2)
    return _of_two_highest(years_on_last_axis(sold), years_on_last_axis(made)) / 2


@checked
def highest(production: Annotated[Any, Years(at_least=1)]) -> Number:
    """Return the highest crop year's production, the measure of processing capacity.

    >>> highest([3_410, 3_539, 3_480, 3_300, 3_501])
    3539

    Parameters
    ----------
    production
        One number for each of the preceding crop years (five in the notice), at least one; or an
        array whose last axis is the crop years. Not negative. [short tons, raw value]

    Notes
    -----
    Sec. 359c(d)(1) says "processing and refining capacity", 359c(f) and 359d(a)(2) say "processing
    capacity". None says how it is measured: the highest production of the five crop years before
    is the reading of FR Doc. 94-25622, item 3.
    """
    years = _one_array_if_any(production)
    return max(years) if isinstance(years, list) else years.max(axis=-1)


def lowest_terms(weights: Any) -> tuple[int, int, int]:
    """Return three relative weights as the smallest whole numbers in the same proportion.

    >>> lowest_terms((25, 25, 50)), lowest_terms((0.1, 0.3, 0.6)), lowest_terms(("1/3",) * 3)
    ((1, 1, 2), (1, 3, 6), (1, 1, 1))

    Parameters
    ----------
    weights
        Weights of past marketings, processing capacity and ability to market, in this order: three
        numbers, or strings such as ``"1/4"``. A ``float`` is read by its shortest decimal: 0.1 is
        a tenth. Not negative, not all zero. [relative]

    Raises
    ------
    TypeError, ValueError
        If there are not three weights, one is negative or not a finite number, or all are zero.

    Notes
    -----
    Sec. 359c(d)(1) names the criteria and gives no weights.
    """
    try:
        given = list(weights)
    except TypeError:
        given = [weights]
    text = isinstance(weights, (str, bytes))
    # A series with names is not in the criteria's order, and a frame is read by its columns.
    named = has_rows(weights) and list(weights.index) != list(range(_CRITERIA))
    named |= hasattr(weights, "columns")
    if text or named or is_unordered(weights) or len(given) != _CRITERIA:
        raise ValueError(
            f"weights: found {shown(weights)}, expected three numbers: "
            "past marketings, processing capacity, ability to market"
        )
    ratios = [Fraction(exact_number("weights", one, minimum=0, text=True)) for one in given]
    if not any(ratios):
        raise ValueError("weights: found all three zero, expected one above 0 at least")
    scale = lcm(*(ratio.denominator for ratio in ratios))
    wholes = [int(ratio * scale) for ratio in ratios]
    first, second, third = (whole // gcd(*wholes) for whole in wholes)
    return first, second, third


@checked
def weighted_base(
    past_marketings: NotNegative,
    processing_capacity: NotNegative,
    ability_to_market: NotNegative,
    weights: Any,
) -> Number:
    """Return the weighted average of the three criteria: a recipient's base for :func:`prorate`.

    ``base = (w1 past marketings + w2 processing capacity + w3 ability to market) / (w1 + w2 + w3)``

    The weights apply to tons, not to shares: averaging shares gives other allotments, which are
    not those of the notice.

    >>> weighted_base(3_430_000, 4_408_000, 4_500_000, (25, 25, 50))
    Fraction(4209500, 1)
    >>> weighted_base(3_341_000, 3_539_000, 3_390_000, ("1/4", "1/4", "1/2"))
    Fraction(3415000, 1)

    Parameters
    ----------
    past_marketings, processing_capacity, ability_to_market
        The three criteria. Not negative. [short tons, raw value]
    weights
        Three relative weights, as for :func:`lowest_terms`; or an array whose last axis has
        length three, whose other axes broadcast with the criteria.

    Raises
    ------
    TypeError, ValueError
        Also if the weights are not as above.

    Notes
    -----
    Sec. 359c(d)(1) for sectors, 359c(f) for States, 359d(a)(2) for processors. FR Doc. 94-25622,
    item 3, is where the weights are seen to apply to tons.
    """
    w1, w2, w3 = _weights(weights)
    w1, w2, w3, past_marketings, processing_capacity, ability_to_market = as_one_kind(
        w1, w2, w3, past_marketings, processing_capacity, ability_to_market
    )
    return weighted_average(past_marketings, processing_capacity, ability_to_market, w1, w2, w3)


def weighted_average(
    first: Number, second: Number, third: Number, w1: Number, w2: Number, w3: Number
) -> Number:
    """Return the average of three numbers by weights of any scale.

    >>> weighted_average(1, 2, 4, 25, 25, 50)
    Fraction(11, 4)
    """
    return divide(w1 * first + w2 * second + w3 * third, w1 + w2 + w3)


def _one_array_if_any(years: Number) -> Number:
    """Return crop years as they are, or as one array if any of them is an array."""
    arrays = isinstance(years, list) and any(is_array(year) for year in years)
    return years_on_last_axis(years) if arrays else years


def _of_two_highest(sold: Number, made: Number) -> Number:
    """Return the sum, in one pass over the years, which is quicker than to sort them."""
    most, of_most = made[..., 0], sold[..., 0]
    next_most: Number = -1.0
    of_next: Number = 0.0
    for year in range(1, made.shape[-1]):
        this, of_this = made[..., year], sold[..., year]
        first, second = this > most, this > next_most
        next_most = np.where(first, most, np.where(second, this, next_most))
        of_next = np.where(first, of_most, np.where(second, of_this, of_next))
        most, of_most = np.where(first, this, most), np.where(first, of_this, of_most)
    return of_most + of_next


def _shape(years: Any) -> str:
    return str(len(years)) if isinstance(years, list) else str(years.shape)


def _weights(weights: Any) -> tuple[Any, Any, Any]:
    if not (is_lazy(weights) or (isinstance(weights, np.ndarray) and weights.ndim > 1)):
        return lowest_terms(weights)
    read = read_number("weights", weights, minimum=0)
    if read.shape[-1:] != (_CRITERIA,):
        raise ValueError(f"weights: found the shape {read.shape}, expected 3 on the last axis")
    w1, w2, w3 = (read[..., criterion] for criterion in range(_CRITERIA))
    message = "weights: found all three zero, expected one above 0 at least,"
    require(w1 + w2 + w3, message, above_zero)
    return w1, w2, w3
