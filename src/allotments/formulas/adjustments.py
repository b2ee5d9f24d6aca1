"""What a re-estimate during the year does to allocations, and to the next ones: sec. 359c(g)."""

from __future__ import annotations

from allotments.core.checked import EachNotNegative, NotNegative, Signed, checked
from allotments.core.exact import Number, above_zero, divide, each, positive_part, require, total


@checked
def adjust(
    allocations: EachNotNegative, allotment: NotNegative, adjusted_allotment: Signed
) -> Number:
    """Return every allocation changed by the percentage by which its allotment is changed.

    ``adjusted allocation = allocation * adjusted allotment / allotment``

    Proportionate shares set with respect to the allotment, in acres, change the same way.

    >>> adjust({"Mill A": 600, "Mill B": 300}, 900, 990)
    {'Mill A': Fraction(660, 1), 'Mill B': Fraction(330, 1)}

    Parameters
    ----------
    allocations
        A mapping of processors to allocations or of farms to proportionate shares, or an array
        whose last axis they are. Not negative. They need not add up to *allotment*. [short tons,
        raw value; acres]
    allotment, adjusted_allotment
        The allotment before and after the re-estimate, the latter of any sign as
        :func:`prorate` gives it; arrays broadcast against the leading axes. Before, it is above
        zero: no percentage can be taken of nothing, and an allotment where there was none is
        established afresh, under 359c(g)(1). Where both are zero and every allocation too, zero
        comes back. [short tons, raw value]

    Returns
    -------
    A ``dict`` with the keys of *allocations* in their order, or an array.

    Raises
    ------
    TypeError, ValueError
        Also if *allotment* is zero beside something that is not.

    Notes
    -----
    Sec. 359c(g)(2): "by the same percentage"; since 2025 (2)(A), and 7 CFR 1435.303(c). It does not
    say whether the percentage applies before or after deficits already reassigned under 359e. Pass
    the allocations that it is to apply to: those in force, or the original ones.
    """
    # A row of nothing but zeros is divided by one: it stays what it is.
    nothing = (allotment == 0) & (adjusted_allotment == 0) & (total(allocations) == 0)
    before = require(
        allotment + nothing,
        "allotment: found 0, expected a number above 0 to take a percentage of",
        above_zero,
    )
    return each(_by_one_percentage, allocations, before, adjusted_allotment)


def _by_one_percentage(allocation: Number, before: Number, after: Number) -> Number:
    return divide(allocation * after, before)


@checked
def next_allocation(
    allocation: NotNegative, deduction: NotNegative, *, below_zero: bool = False
) -> Number:
    """Return a processor's next allocation, less the deduction for the year before.

    ``next allocation = allocation - deduction``, by default not below zero

    >>> next_allocation(70_000, 5_000), next_allocation(4_000, 5_000)
    (65000, 0)
    >>> next_allocation(4_000, 5_000, below_zero=True)
    -1000

    Parameters
    ----------
    allocation
        What the processor would be allocated next. Not negative. [short tons, raw value]
    deduction
        From :func:`deduction_from_next_allocation`. Not negative. [short tons, raw value]
    below_zero
        The Act sets no minimum and does not say what becomes of a deduction that exceeds the next
        allocation. By default the result is zero, and the unmet rest is forgiven; with ``True``
        the rest shows as a negative allocation, to be carried forward.

    Notes
    -----
    Sec. 359c(g)(3).
    """
    left = allocation - deduction
    return left if below_zero else positive_part(left)
