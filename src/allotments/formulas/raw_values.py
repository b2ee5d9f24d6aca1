"""Raw value: sugar of any polarization as the raw sugar of 96 degrees that it stands for.

Part VII of the 1938 Act counts in "short tons, raw value" and does not define raw value; the
definition in the regulations of 1993 to 1995 was not found. Sec. 101(h) of the Sugar Acts of 1937
(50 Stat. 903) and 1948 (61 Stat. 922) and 7 CFR 1435.2 as of 2015 agree with each other, before and
after: that they held in 1995 is **inferred**.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any, Literal, get_args

import numpy as np
from numpy.typing import NDArray

from allotments.core.exact import (
    Numeric,
    SameKind,
    alike,
    check_rows,
    divide,
    is_array,
    is_labelled,
    is_lazy,
    not_negative,
    quantities,
    shown,
    signed_quantities,
    unmasked,
)

RAW_VALUE_FACTOR = Fraction("1.07")
"""Raw value of refined sugar: Sugar Act of 1948, sec. 101(h). [ratio]."""

Source = Literal["beet", "cane"]

_LOW = 92  # degrees of polarization; Sugar Act of 1948 sec. 101(h)
_FACTOR_AT_LOW = Fraction("0.93")  # the same: cane sugar of 92 degrees
_FACTOR_PER_DEGREE = Fraction("0.0175")  # the same: for each degree above
_TOTAL_SUGARS = Fraction("0.972")  # the same: total sugars in raw sugar of 96 degrees
_PURE = 100


def raw_value(
    quantity: Numeric,
    polarization: Numeric,
    source: Source,
    *,
    total_sugars: Numeric | None = None,
) -> SameKind:
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
    Raw value, in the unit of *quantity*. At 92 degrees it is not continuous: neither is the rule.

    Raises
    ------
    TypeError, ValueError
        If a number is none, not finite or out of its range, *source* neither of the two, or
        *total_sugars* missing where a polarization is below 92.

    Notes
    -----
    Inferred for 1995: see this module's head. The Secretary could set other rates for sugar that
    these do not measure adequately.
    """
    if source not in get_args(Source):
        raise ValueError(f"source: found {shown(source)}, expected 'beet' or 'cane'")
    quantity, polarization = quantities(quantity=quantity, polarization=polarization)
    expected = "polarization: found more than 100, expected degrees from 0 to 100"
    polarization = check_rows(polarization, expected, _at_most_pure)
    weight, factor = alike(quantity, _factor(polarization, source))
    high = weight * factor
    if total_sugars is None:
        expected = "total_sugars: found None, expected a quantity for polarization below 92"
        # Through the checked array, so that a lazy one raises when it is computed.
        return high + 0 * check_rows(polarization, expected, _not_low)
    low_rows = polarization < _LOW
    (sugars,) = quantities(total_sugars=_looked_at(total_sugars, low_rows))
    quantity, sugars = alike(quantity, sugars)
    expected = "total_sugars: found more than quantity, expected a part of it"
    sugars = sugars + 0 * check_rows(quantity - sugars, expected, not_negative)
    low = divide(*alike(sugars, _TOTAL_SUGARS))
    if is_array(low):
        return np.where(low_rows, *alike(low, high))
    return low if low_rows else high


def _looked_at(total_sugars: Any, low_rows: Any) -> Any:
    """Return total sugars with 0 where they are not looked at: no fault is found there."""
    if is_labelled(total_sugars):
        return total_sugars  # which is refused
    if is_lazy(total_sugars):
        sugars = total_sugars.map_blocks(_unmasked_block)
    elif hasattr(total_sugars, "__array__") and np.ndim(total_sugars):
        sugars = unmasked("total_sugars", total_sugars)
    elif is_array(low_rows):
        sugars = float(alike(_number(total_sugars), low_rows)[0])
    else:
        number = _number(total_sugars)
        return number if low_rows else 0
    return np.where(low_rows, sugars, np.zeros_like(sugars))


def _number(total_sugars: Any) -> SameKind:
    """Return total sugars, which may be any number where nobody looks at them."""
    if isinstance(total_sugars, float | np.floating):
        return float(total_sugars)
    (number,) = signed_quantities(total_sugars=total_sugars)
    return number


def _unmasked_block(block: NDArray[Any], block_info: Any = None) -> NDArray[Any]:
    return unmasked("total_sugars", block, block_info)


def _factor(polarization: SameKind, source: Source) -> SameKind:
    polarization, at_low, per_degree, beet = alike(
        polarization, _FACTOR_AT_LOW, _FACTOR_PER_DEGREE, RAW_VALUE_FACTOR
    )
    if source == "beet":
        return beet + 0 * polarization
    return at_low + per_degree * (polarization - _LOW)


def _at_most_pure(value: SameKind) -> SameKind:
    return value <= _PURE


def _not_low(value: SameKind) -> SameKind:
    return value >= _LOW
