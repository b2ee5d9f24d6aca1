"""Raw value: sugar of any polarization as the raw sugar of 96 degrees that it stands for.

Part VII of the 1938 Act counts in "short tons, raw value" and does not define raw value; the
definition in the regulations of 1993 to 1995 was not found. Sec. 101(h) of the Sugar Acts of 1937
(50 Stat. 903) and 1948 (61 Stat. 922) and 7 CFR 1435.2 as of 2015 agree with each other, before and
after: that they held in 1995 is **inferred**.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any, Literal

import numpy as np

from allotments.core.checked import NotNegative, checked
from allotments.core.exact import (
    Number,
    Numeric,
    as_one_kind,
    divide,
    is_array,
    is_labelled,
    is_lazy,
    multiply,
    not_negative,
    read_number,
    require,
    unmasked,
)

RAW_VALUE_FACTOR = Fraction("1.07")
"""Raw value of beet sugar of 92 degrees or more, and of cane sugar of 100. [ratio].

Sugar Act of 1948, sec. 101(h).
"""

Source = Literal["beet", "cane"]

_LOW = 92  # degrees of polarization; Sugar Act of 1948 sec. 101(h)
_FACTOR_AT_LOW = Fraction("0.93")  # the same: cane sugar of 92 degrees
_FACTOR_PER_DEGREE = Fraction("0.0175")  # the same: for each degree above
_TOTAL_SUGARS = Fraction("0.972")  # the same: total sugars in raw sugar of 96 degrees
_PURE = 100


@checked
def raw_value(
    quantity: NotNegative,
    polarization: NotNegative,
    source: Source,
    *,
    total_sugars: Numeric | None = None,
) -> Number:
    """Return the raw value of a quantity of sugar.

    ``cane, 92 degrees and more: quantity * (0.93 + 0.0175 * (polarization - 92))``;
    ``beet, 92 degrees and more: quantity * 1.07``;
    ``below 92 degrees: total sugars / 0.972``

    >>> from decimal import Decimal
    >>> raw_value(100, 96, "cane"), raw_value(100, Decimal("99.9"), "cane")
    (Fraction(100, 1), Fraction(4273, 40))
    >>> raw_value(100, Decimal("99.9"), "beet"), raw_value(100, 80, "cane", total_sugars=81)
    (Fraction(107, 1), Fraction(250, 3))

    Parameters
    ----------
    quantity
        The weight of the sugar. Not negative. [any unit of weight]
    polarization
        From 0 to 100; fractions of a degree count. [sugar degrees by the polariscope]
    source
        ``"beet"`` or ``"cane"``, which matters from 92 degrees on.
    total_sugars
        Sucrose and reducing or invert sugars in the quantity; needed below 92 degrees, where they
        are not negative and not above *quantity*. From there on any number will do, a float that is
        NaN too. [the same unit]

    Returns
    -------
    Raw value, in the unit of *quantity*. At 92 degrees it is not continuous, as the rule is not.

    Raises
    ------
    TypeError, ValueError
        Also if a polarization is above 100, *source* is neither of the two, or *total_sugars* is
        missing where a polarization is below 92.

    Notes
    -----
    Inferred for 1995: see this module's head. The Secretary could set other rates for sugar that
    these do not measure adequately.
    """
    expected = "polarization: found more than 100, expected degrees from 0 to 100"
    require(polarization, expected, _at_most_pure)
    high = multiply(quantity, _factor(polarization, source))
    if total_sugars is None:
        expected = "total_sugars: found None, expected a quantity for polarization below 92"
        require(polarization, expected, _not_low)
        return high
    is_low = polarization < _LOW
    quantity, sugars = as_one_kind(quantity, _where_low(total_sugars, is_low))
    expected = "total_sugars: found more than quantity, expected a part of it"
    require(quantity - sugars, expected, not_negative)
    low, high = as_one_kind(divide(sugars, _TOTAL_SUGARS), high)
    if is_array(low):
        return np.where(is_low, low, high)
    return low if is_low else high


def _where_low(total_sugars: Any, is_low: Any) -> Number:
    """Return total sugars with 0 where they are not looked at: no fault is found there."""
    sugars = total_sugars
    if (
        np.ndim(sugars)
        and hasattr(sugars, "__array__")
        and not (is_labelled(sugars) or is_lazy(sugars))
    ):
        sugars = unmasked("total_sugars", sugars)
    elif not isinstance(sugars, float | np.floating):  # which may be NaN where nobody looks
        sugars = read_number("total_sugars", sugars)
    if is_array(is_low) and not is_array(sugars):
        sugars = float(as_one_kind(sugars, is_low)[0])
    if is_array(is_low) or is_array(sugars):
        sugars = np.where(is_low, sugars, np.zeros_like(sugars))
    elif not is_low:
        return 0
    return read_number("total_sugars", sugars, minimum=0)


def _factor(polarization: Number, source: Source) -> Number:
    if source == "beet":
        return multiply(RAW_VALUE_FACTOR, 1 + 0 * polarization)
    above = multiply(_FACTOR_PER_DEGREE, polarization - _LOW)
    at_low, above = as_one_kind(_FACTOR_AT_LOW, above)
    return at_low + above


def _at_most_pure(value: Number) -> Number:
    return value <= _PURE


def _not_low(value: Number) -> Number:
    return value >= _LOW
