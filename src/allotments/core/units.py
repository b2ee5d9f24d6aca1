"""Units of weight, for every Act: the canonical one is the short ton.

Every quantity of sugar in this library is in short tons, raw value. Other units are converted at
the edge, by these functions and constants.
"""

from __future__ import annotations

from fractions import Fraction

from allotments.core.checked import Signed, checked
from allotments.core.exact import Number, divide, multiply

TST = 1_000
"""A thousand short tons, in short tons: ``9_247 * TST`` reads as the notice prints it."""

POUNDS_PER_SHORT_TON = 2_000

PRINT_UNITS: dict[str, Fraction] = {
    "TST": Fraction(TST),
    "short tons": Fraction(1),
    "percent": Fraction(1, 100),
    "": Fraction(1),
}
"""The units that figures are shown in, and their sizes. [short tons, ratio, or count]"""

METRIC_TONS_PER_SHORT_TON = Fraction("0.90718474")
"""Exact: 2,000 pounds of 0.45359237 kilograms each."""


@checked
def short_to_metric_tons(short_tons: Signed) -> Number:
    """Return short tons as metric tons, nothing rounded.

    ``metric tons = short tons * 0.90718474``

    Fourteen months at 1,250,000 short tons a year are the tariff-rate quota of FR Doc. 94-25622,
    printed as 1,458,333 short tons and 1,322,978 metric tons. Neither printed figure converts
    into the other: both come from the unrounded one.

    >>> quota = Fraction(14, 12) * 1_250_000
    >>> round(float(quota), 2), round(float(short_to_metric_tons(quota)), 2)
    (1458333.33, 1322977.75)

    Parameters
    ----------
    short_tons
        Any sign. [short tons]
    """
    return multiply(short_tons, METRIC_TONS_PER_SHORT_TON)


@checked
def metric_to_short_tons(metric_tons: Signed) -> Number:
    """Return metric tons as short tons, nothing rounded.

    ``short tons = metric tons / 0.90718474``

    >>> metric_to_short_tons(45_359_237)
    Fraction(50000000, 1)

    Parameters
    ----------
    metric_tons
        Any sign. [metric tons]
    """
    return divide(metric_tons, METRIC_TONS_PER_SHORT_TON)
