"""Division in proportion: a quantity among recipients by their bases."""

from __future__ import annotations

from allotments.core.exact import (
    Numeric,
    Recipients,
    SameKind,
    above_zero,
    alike,
    check_rows,
    divide,
    is_array,
    recipients,
    signed_quantities,
    total,
)


def prorate(quantity: Numeric, bases: Recipients) -> SameKind:
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
    TypeError
        If *bases* is neither a mapping nor an array, or something is no number.
    ValueError
        If a number is not finite, a base is negative, or the bases add up to zero: for arrays with
        the first such index.

    Notes
    -----
    Sec. 359c(e) for sectors, where the percentage factor is ``base / sum of bases``; 359c(f) for
    States; 359d(a) for processors.
    """
    (quantity,) = signed_quantities(quantity=quantity)
    bases = recipients("bases", bases)
    whole = check_rows(total(bases), "bases: found all zero, expected one above 0", above_zero)
    if isinstance(bases, dict):
        quantity, whole, *values = alike(quantity, whole, *bases.values())
        return {
            key: divide(quantity * base, whole) for key, base in zip(bases, values, strict=True)
        }
    quantity, bases = alike(quantity[..., None] if is_array(quantity) else quantity, bases)
    return quantity * bases / whole
