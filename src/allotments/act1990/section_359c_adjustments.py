"""Section 359c(g)(3): what a re-estimate during the fiscal year does to the next allocation.

Agricultural Adjustment Act of 1938, sec. 359c(g) (7 U.S.C. 1359cc(g)) as in force for fiscal year
1995: Pub. L. 101-624 sec. 902, as amended by Pub. L. 102-237 sec. 111(e)(4). What
it shares with the section as rewritten in 2002 is in :mod:`allotments.formulas.adjustments`.
"""

from __future__ import annotations

from allotments.core.checked import NotNegative, checked
from allotments.core.exact import Number, positive_part


@checked
def deduction_from_next_allocation(
    marketed: NotNegative, pledged: NotNegative, reduced_allocation: NotNegative
) -> Number:
    """Return what a processor marketed beyond its reduced allocation: its next one falls by it.

    ``deduction = marketed + pledged - reduced allocation``, where positive

    >>> deduction_from_next_allocation(60_000, 15_000, 70_000)
    5000
    >>> deduction_from_next_allocation(60_000, 5_000, 70_000)
    0

    Parameters
    ----------
    marketed
        Sugar that the processor marketed in the fiscal year up to the reduction. Not negative.
        [short tons, raw value]
    pledged
        Sugar that it has pledged as collateral for a price support loan. It counts here, though
        since 1993 no longer against the limit on marketings. Not negative. [short tons, raw value]
    reduced_allocation
        The processor's allocation after the reduction. Not negative. [short tons, raw value]

    Notes
    -----
    Sec. 359c(g)(3), which looks at individual processors only, and only when the allotment is
    reduced. Where no allotment is ever established again nothing is deducted.
    """
    return positive_part(marketed + pledged - reduced_allocation)
