"""Division in proportion: a quantity among recipients by their bases."""

from __future__ import annotations

from allotments.core.checked import EachNotNegative, Signed, checked
from allotments.core.exact import Number, above_zero, divide, each, require, total


@checked
def prorate(quantity: Signed, bases: EachNotNegative) -> Number:
    """Return *quantity* divided among recipients in proportion to their bases, nothing rounded.

    ``share = quantity * base / sum of bases``

    >>> from fractions import Fraction
    >>> allotments = prorate(7_889_000, {"beet": 4_209_500, "cane": 3_415_000})
    >>> allotments["beet"] == Fraction(7_889_000 * 42095, 76245)
    True
    >>> round(float(allotments["beet"]), 3), round(float(allotments["cane"]), 3)
    (4355530.92, 3533469.08)

    Parameters
    ----------
    quantity
        What is divided: the overall allotment quantity among sectors, the cane sugar allotment
        among States, an allotment among processors. Any sign. An array broadcasts against the
        mapping's values, or against the leading axes of an array of bases. [short tons, raw value]
    bases
        A mapping of recipients to weighted bases, or an array whose last axis is the recipients.
        Not negative, not all zero. [short tons, raw value]

    Returns
    -------
    A ``dict`` with the keys of *bases* in their order, or an array. [short tons, raw value]

    Raises
    ------
    TypeError, ValueError
        Also if the bases add up to zero: for arrays with the first such index.

    Notes
    -----
    Sec. 359c(e) for sectors, where the percentage factor is ``base / sum of bases``; 359c(f) for
    States; 359d(a) for processors.
    """
    whole = require(total(bases), "bases: found all zero, expected one above 0", above_zero)
    return each(_share, bases, quantity, whole)


def _share(base: Number, quantity: Number, whole: Number) -> Number:
    return divide(quantity * base, whole)
