"""What marketing too much costs: the civil penalties of processors and producers.

Agricultural Adjustment Act of 1938, secs. 359b(c) and (d), 359f(c)(6), 359h(b) as rewritten by Pub.
L. 107-171 sec. 1403 and amended by Pub. L. 110-246 sec. 1403; 7 CFR 1435.306(d) to (g), .318.
"""

from __future__ import annotations

from fractions import Fraction

from allotments.act2002.by_name import as_given, named
from allotments.core.exact import (
    Number,
    Numeric,
    Recipients,
    as_one_kind,
    divide,
    not_negative,
    positive_part,
    positive_quantities,
    quantities,
    require,
    total,
)
from allotments.core.units import POUNDS_PER_SHORT_TON
from allotments.formulas.division import prorate

PROCESSOR_PENALTY = 3  # times the market value; 359b(d)(2)
PRODUCER_PENALTY = Fraction(3, 2)  # times the market value; 359f(c)(6)(C)

REGULATION_PENALTY_CEILING = 5_000
"""The most that a violation of a regulation may cost before 7 CFR 3.91 adjusts it, 359h(b).
[dollars].
"""

_CENTS = 100  # to the dollar


def excess_marketings(
    marketed: Numeric,
    allocation: Numeric,
    *,
    for_other_processors: Numeric = 0,
    for_export: Numeric = 0,
    other_uses: Numeric = 0,
    purchased: Numeric = 0,
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
        Sold before 1 May, and reported, to enable another to fulfill its allocation, for which it
        counts. [the same]
    for_export
        To facilitate exports that earn no re-export credits. [the same]
    other_uses
        Not for human consumption, bioenergy and polyhydric alcohol under programs apart. [the same]
    purchased
        Bought and marketed in this crop year, but not to fulfill the allocation. [the same]

    Raises
    ------
    TypeError, ValueError
        If something is not a number, not finite or negative, or more is excepted than was marketed.

    Notes
    -----
    Sec. 359b(c)(2), (3) and (d)(1), of 2002 to 2007 (c)(1), which names the first two exceptions
    alone; 7 CFR 1435.306(d) to (f). Who markets less than its allocation has no excess.
    """
    marketed, allocation, *exceptions = as_one_kind(
        *quantities(
            marketed=marketed,
            allocation=allocation,
            for_other_processors=for_other_processors,
            for_export=for_export,
            other_uses=other_uses,
            purchased=purchased,
        )
    )
    expected = "marketed: found less than its exceptions together, expected as much at least"
    counted = require(marketed - sum(exceptions), expected, not_negative)
    return positive_part(counted - allocation)


def excess_marketing_penalty(
    quantity: Numeric, price: Numeric, *, raw_value_factor: Numeric = 1
) -> Number:
    """Return the civil penalty for knowingly marketing in excess: three times the market value.

    ``penalty = 3 * quantity / raw value factor * 2,000 pounds * price / 100``

    >>> from fractions import Fraction
    >>> excess_marketing_penalty(1_000, 22)
    Fraction(1320000, 1)
    >>> excess_marketing_penalty(1_070, 30, raw_value_factor=Fraction("1.07"))
    Fraction(1800000, 1)

    Parameters
    ----------
    quantity
        From :func:`excess_marketings`. Not negative. [short tons, raw value]
    price
        United States market value when the violation was committed, of the sugar that was sold: of
        cane the No. 14 raw sugar contract, of beets the Midwest price of refined beet sugar, or
        another that CCC determines. Not negative. [cents per pound]
    raw_value_factor
        Raw value of a ton of the sugar that *price* is of: 1 for raw sugar, the default, 1.07 for
        refined. Above zero. [ratio]

    Returns
    -------
    Nothing rounded. [dollars]

    Raises
    ------
    TypeError, ValueError
        If something is not a number, not finite, negative, or *raw_value_factor* zero.

    Notes
    -----
    Sec. 359b(d)(2), until 2007 (c)(2); 7 CFR 1435.2 ("U.S. market value"), .318(a).
    """
    (factor,) = positive_quantities(raw_value_factor=raw_value_factor)
    quantity, price, factor = as_one_kind(*quantities(quantity=quantity, price=price), factor)
    return divide(PROCESSOR_PENALTY * quantity * POUNDS_PER_SHORT_TON * price, _CENTS * factor)


def producer_penalties(
    excess_cane: Recipients, marketed: Numeric, allocation: Numeric, price: Numeric
) -> Number:
    """Return each producer's part of the penalty for one mill's cane from excess acreage.

    ``all = 1.5 * (marketed - allocation) * 2,000 pounds * price / 100``, where positive;
    ``each = all * excess cane / sum of excess cane``

    >>> producer_penalties({"Farm A": 300, "Farm B": 100}, 60_400, 60_000, 20)
    {'Farm A': Fraction(180000, 1), 'Farm B': Fraction(60000, 1)}

    Parameters
    ----------
    excess_cane
        A mapping of all producers of cane from excess acreage that the mill acquired to that cane,
        or an array whose last axis they are; not what was diverted under inspection. Who harvested
        or allowed it unknowingly has a part that nobody owes. That it goes by cane is **inferred**:
        "in a fair and equitable manner". Not negative. [tons of sugarcane, acres, or any one unit]
    marketed, allocation
        Sugar that the mill marketed in the crop year, and its allocation. Not negative. [short
        tons, raw value]
    price
        United States market value of raw sugar. Not negative. [cents per pound]

    Returns
    -------
    In the form of *excess_cane*; without any excess cane nobody owes anything. [dollars]

    Raises
    ------
    TypeError, ValueError
        If something is not a number, not finite or negative.

    Notes
    -----
    Sec. 359f(c)(6), until 2008 (5); 7 CFR 1435.318(c) and, with a wrong reference, (d).
    """
    price, multiple, excess = as_one_kind(
        *quantities(price=price), PRODUCER_PENALTY, excess_marketings(marketed, allocation)
    )
    penalty = divide(multiple * excess * POUNDS_PER_SHORT_TON * price, _CENTS)
    cane = named("excess_cane", excess_cane)
    nobody = total(cane) == 0
    parts = prorate(penalty * (1 - nobody), {key: value + nobody for key, value in cane.items()})
    return as_given(parts, excess_cane)
