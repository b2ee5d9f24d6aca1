"""Section 359i: the special appeal about beet allocations that stay unfilled.

Agricultural Adjustment Act of 1938, sec. 359i(c) as enacted by Pub. L. 107-171 sec. 1403, struck
by Pub. L. 110-246 sec. 1403: open after crop year 2006, so for crop year 2007 alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import numpy as np

from allotments.core.exact import Number, Numeric, is_array
from allotments.formulas.crop_years import crop_years, years_on_last_axis

FILLED_SHARE = Fraction("0.825")
"""Of an allocation, which a processor must fill: 359i(c)(1). [ratio]."""

_YEARS = 3  # the preceding crop years; 359i(c)(1)
_FAILURES = 2  # of them; the same


def special_appeal_considered(
    filled: Sequence[Numeric] | Numeric, allocations: Sequence[Numeric] | Numeric
) -> Number:
    """Return whether a beet processor left its allocation unfilled in two of three years.

    ``filled < 0.825 * allocation``, strictly, in two at least of the three preceding crop years

    >>> special_appeal_considered([80, 90, 82], [100, 100, 100])
    True

    Parameters
    ----------
    filled
        What the processor filled in each of the three years with sugar that it produced or received
        from the Commodity Credit Corporation, or an array whose last axis they are; a year of
        drought, flood, hail or another weather disaster counts as filled. Not negative. [short
        tons, raw value]
    allocations
        Its allocation in those years, in the same form. [short tons, raw value]

    Returns
    -------
    ``bool``, or an array of them.

    Raises
    ------
    TypeError, ValueError
        If there are not three years, or something is not a number, not finite, or negative.

    Notes
    -----
    Sec. 359i(c)(1), (2). What the petitioner then gets and the other loses has no formula: (3).
    """
    mine = crop_years("filled", filled, exactly=_YEARS)
    whole = crop_years("allocations", allocations, exactly=_YEARS)
    years: Any = [*mine, *whole] if isinstance(mine, list) and isinstance(whole, list) else None
    if years is None or any(is_array(year) for year in years):
        failed = years_on_last_axis(mine) < float(FILLED_SHARE) * years_on_last_axis(whole)
        failures = np.asarray(failed.sum(axis=-1) >= _FAILURES)
        return failures if failures.ndim else bool(failures)
    pairs = zip(years[:_YEARS], years[_YEARS:], strict=True)
    return sum(Fraction(a) < FILLED_SHARE * Fraction(b) for a, b in pairs) >= _FAILURES
