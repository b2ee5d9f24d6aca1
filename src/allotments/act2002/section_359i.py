"""Section 359i: the special appeal about beet allocations that stay unfilled.

Agricultural Adjustment Act of 1938, sec. 359i(c) as enacted by Pub. L. 107-171 sec. 1403, struck
by Pub. L. 110-246 sec. 1403: open after crop year 2006, so for crop year 2007 alone.
"""

from __future__ import annotations

from fractions import Fraction

from allotments.act2002.by_name import plain
from allotments.core.checked import checked
from allotments.core.exact import Number, multiply
from allotments.formulas.crop_years import ThreeYears, sum_of_years, year_by_year

FILLED_SHARE = Fraction("0.825")
"""Of an allocation, which a processor must fill: 359i(c)(1). [ratio]."""

_FAILURES = 2  # of them; the same


@checked
def special_appeal_considered(filled: ThreeYears, allocations: ThreeYears) -> Number:
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

    Notes
    -----
    Sec. 359i(c)(1), (2). What the petitioner then gets and the other loses has no formula: (3).
    """
    failed = year_by_year(_unfilled, filled, allocations)
    return plain(sum_of_years(failed) >= _FAILURES)


def _unfilled(filled: Number, allocation: Number) -> Number:
    return filled < multiply(FILLED_SHARE, allocation)
