"""Section 359b: the least overall allotment quantity.

Agricultural Adjustment Act of 1938, sec. 359b (7 U.S.C. 1359bb) as rewritten by Pub. L. 107-171
sec. 1403 and amended by Pub. L. 110-246 sec. 1403. What 359b(d) forbids is in
:mod:`allotments.act2002.penalties`.
"""

from __future__ import annotations

from fractions import Fraction

from allotments.core.exact import Number, Numeric, as_one_kind, quantities, signed_quantities

MINIMUM_SHARE = Fraction("0.85")
"""Of domestic human consumption, from crop year 2008: 359b(b)(1)(B), 359c(b)(1)(B). [ratio]."""


def minimum_overall_allotment_quantity(consumption: Numeric) -> Number:
    """Return the least overall allotment quantity: 85 percent of domestic human consumption.

    ``minimum = 0.85 * consumption``

    A lower limit, not a formula for the quantity: prices above forfeiture levels are the aim.

    >>> minimum_overall_allotment_quantity(12_300_000)
    Fraction(10455000, 1)

    Parameters
    ----------
    consumption
        Estimated sugar for domestic human consumption in the crop year. Not negative. [short tons,
        raw value]

    Raises
    ------
    TypeError, ValueError
        If *consumption* is not a number, not finite, or negative.

    Notes
    -----
    Sec. 359b(b)(1)(B), 359c(b)(1)(B) and (g)(1)(B); 7 CFR 1435.302(a)(2), .303(a). From crop year
    2008.
    """
    (consumption,) = quantities(consumption=consumption)
    share, consumption = as_one_kind(MINIMUM_SHARE, consumption)
    return share * consumption


def meets_minimum(overall_allotment_quantity: Numeric, consumption: Numeric) -> Number:
    """Return whether an overall allotment quantity is not below the minimum.

    >>> meets_minimum(10_455_000, 12_300_000), meets_minimum(10_454_999, 12_300_000)
    (True, False)

    Parameters
    ----------
    overall_allotment_quantity
        Any sign. [short tons, raw value]
    consumption
        As for :func:`minimum_overall_allotment_quantity`. [short tons, raw value]

    Returns
    -------
    ``bool``, or an array of them.

    Raises
    ------
    TypeError, ValueError
        If something is not a number or not finite, or *consumption* negative.

    Notes
    -----
    Sec. 359b(b)(1)(B), 359c(b)(1)(B) and, for reductions during the crop year, (g)(1)(B).
    """
    (quantity,) = signed_quantities(overall_allotment_quantity=overall_allotment_quantity)
    minimum, quantity = as_one_kind(minimum_overall_allotment_quantity(consumption), quantity)
    return quantity >= minimum
