"""Section 359b: the least overall allotment quantity.

Agricultural Adjustment Act of 1938, sec. 359b (7 U.S.C. 1359bb) as rewritten by Pub. L. 107-171
sec. 1403 and amended by Pub. L. 110-246 sec. 1403. What 359b(d) forbids is in
:mod:`allotments.act2002.penalties`.
"""

from __future__ import annotations

from fractions import Fraction

import numpy as np

from allotments.core.checked import NotNegative, Signed, checked
from allotments.core.exact import Number, below, is_array, multiply

MINIMUM_SHARE = Fraction("0.85")
"""Of domestic human consumption, from crop year 2008: 359b(b)(1)(B), 359c(b)(1)(B). [ratio]."""


@checked
def minimum_overall_allotment_quantity(consumption: NotNegative) -> Number:
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

    Notes
    -----
    Sec. 359b(b)(1)(B), 359c(b)(1)(B) and (g)(1)(B); 7 CFR 1435.302(a)(2), .303(a). From crop year
    2008.
    """
    return multiply(MINIMUM_SHARE, consumption)


@checked
def meets_minimum(overall_allotment_quantity: Signed, consumption: NotNegative) -> Number:
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

    Notes
    -----
    Sec. 359b(b)(1)(B), 359c(b)(1)(B) and, for reductions during the crop year, (g)(1)(B).
    """
    least = minimum_overall_allotment_quantity(consumption)
    misses = below(overall_allotment_quantity, least)
    return np.logical_not(misses) if is_array(misses) else not misses
