"""Marketings in excess of allocations.

Agricultural Adjustment Act of 1938, sec. 359b(c) and (d) as rewritten by Pub. L. 107-171 sec. 1403
and amended by Pub. L. 110-246 sec. 1403; 7 CFR 1435.306(d) to (g). The civil penalties of 359b(d)
and 359f(c)(6) are in :mod:`allotments.formulas.penalties`.
"""

from __future__ import annotations

from allotments.core.checked import NotNegative, checked
from allotments.core.exact import Number
from allotments.formulas.penalties import beyond_allocation


@checked
def excess_marketings(
    marketed: NotNegative,
    allocation: NotNegative,
    *,
    for_other_processors: NotNegative = 0,
    for_export: NotNegative = 0,
    other_uses: NotNegative = 0,
    purchased: NotNegative = 0,
) -> Number:
    """Return what a processor marketed in excess of its allocation, exceptions apart.

    ``excess = marketed - all exceptions - allocation``, where positive

    >>> excess_marketings(105_000, 100_000), excess_marketings(105_000, 100_000, for_export=4_000)
    (5000, 1000)

    Parameters
    ----------
    marketed
        What the processor marketed in the crop year: loan forfeitures and sales for bioenergy under
        the Secretary's program included. Not negative. [short tons, raw value]
    allocation
        In force. Not negative. [short tons, raw value]
    for_other_processors
        Sold to enable another to fulfill its allocation, for which it counts; since 2008 before 1
        May, and reported. [the same]
    for_export
        To facilitate exports that earn no re-export credits. [the same]
    other_uses
        Not for human consumption, bioenergy and polyhydric alcohol under programs apart. [the same]
    purchased
        Bought and marketed in this crop year, but not to fulfill the allocation. [the same]

    Raises
    ------
    TypeError, ValueError
        Also if more is excepted than was marketed.

    Notes
    -----
    Sec. 359b(c)(2), (3) and (d)(1), of 2002 to 2007 (c)(1), which names the first two exceptions
    alone, without date or report; 7 CFR 1435.306(d) to (f). Who markets less than its allocation
    has no excess.
    """
    exceptions = {
        "for_other_processors": for_other_processors,
        "for_export": for_export,
        "other_uses": other_uses,
        "purchased": purchased,
    }
    return beyond_allocation(marketed, allocation, exceptions)
