"""What marketing too much costs: the civil penalties of processors and producers.

Secs. 359b(d) and 359f(b)(5) as in force for fiscal year 1995; 359b(c) and 359f(c)(5) since 2002,
359b(d) and 359f(c)(6) since 2008, with 7 CFR 1435.318. Amounts are in dollars.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from allotments.core.checked import EachNotNegative, NotNegative, Positive, checked
from allotments.core.errors import other_names, refuse
from allotments.core.exact import (
    Number,
    divide,
    each,
    multiply,
    not_negative,
    positive_part,
    require,
    total,
)
from allotments.core.units import POUNDS_PER_SHORT_TON
from allotments.formulas.conditions import OneOrEachTruth, OneTruth

# Times the market value: 359b(d)(3), since 2002 (c)(2), since 2008 (d)(2); and 359f(b)(5)(C), since
# 2002 (c)(5)(C), since 2008 (c)(6)(C).
PROCESSOR_PENALTY = 3
PRODUCER_PENALTY = Fraction(3, 2)

REGULATION_PENALTY_CEILING = 5_000
"""The most that a violation of a regulation under the part may cost, 359h(b); since 2002 before 7
CFR 3.91 adjusts it. [dollars].
"""

_CENTS = 100  # to the dollar


def beyond_allocation(
    marketed: Number, allocation: Number, exceptions: Mapping[str, Number]
) -> Number:
    """Return what was marketed beyond an allocation, less the exceptions, which are named.

    >>> beyond_allocation(105_000, 100_000, {"for_export": 4_000})
    1000

    Raises
    ------
    ValueError
        If more is excepted than was marketed.
    """
    *others, last = exceptions
    names = f"{', '.join(others)} and {last}" if others else last
    expected = f"{names}: found more than marketed, expected a part of it"
    counted = require(marketed - sum(exceptions.values()), expected, not_negative)
    return positive_part(counted - allocation)


@checked
def excess_marketing_penalty(
    quantity: NotNegative,
    price: NotNegative,
    *,
    raw_value_factor: Positive = 1,
    knowingly: OneTruth = True,
) -> Number:
    """Return the civil penalty for marketing in excess: three times the market value.

    ``penalty = 3 * quantity / raw value factor * 2,000 pounds * price / 100``; nothing where it was
    not knowingly

    >>> excess_marketing_penalty(1_000, 22)
    Fraction(1320000, 1)
    >>> excess_marketing_penalty(1_070, 30, raw_value_factor=Fraction("1.07"))
    Fraction(1800000, 1)

    Parameters
    ----------
    quantity
        From :func:`excess_marketings`. Not negative. [short tons, raw value; for fructose
        short tons]
    price
        United States market value, when the violation was committed, of a pound of the very sugar
        or crystalline fructose that was marketed. Since 2002 the regulation names the No. 14 raw
        sugar contract for cane, the Midwest price of refined beet sugar for beets, or another that
        CCC determines. Not negative. [cents per pound]
    raw_value_factor
        Raw value of one ton of the sugar that *price* is of: 1 for raw sugar of 96 degrees and for
        fructose, the default; 1.07 for beet sugar; for refined cane sugar from :func:`raw_value`.
        Above zero. [ratio]
    knowingly
        Whether the processor or manufacturer violated knowingly; since 1993 nothing is due
        otherwise. ``True``, ``False``, or an array of them that broadcasts against the others.

    Returns
    -------
    Nothing rounded. [dollars]

    Raises
    ------
    TypeError, ValueError
        Also if *knowingly* is neither true nor false.

    Notes
    -----
    Sec. 359b(d)(3): the "market value ... of that quantity of sugar or crystalline fructose
    involved in the violation". From 2002 on (c)(2), since 2008 (d)(2); 7 CFR 1435.2 ("U.S. market
    value"), .318(a).
    """
    value = _dollars(divide(quantity, raw_value_factor), price)
    return multiply(PROCESSOR_PENALTY * knowingly, value)


@checked
def producer_penalties(  # noqa: PLR0913 -- what the paragraph names, and each open point a keyword
    excess_cane: EachNotNegative,
    marketed: NotNegative,
    allocation: NotNegative,
    price: NotNegative,
    *,
    raw_value_factor: Positive = 1,
    excepted: NotNegative = 0,
    knowingly: OneOrEachTruth = True,
) -> Number:
    """Return each producer's part of the penalty for one mill's cane from excess acreage.

    ``all = 1.5 * (marketed - allocation) / raw value factor * 2,000 pounds * price / 100``, where
    positive; ``each = all * excess cane / sum of excess cane``

    Nothing is due while the mill markets no more than its allocation.

    >>> producer_penalties({"Farm A": 300, "Farm B": 100}, 60_400, 60_000, 20)
    {'Farm A': Fraction(180000, 1), 'Farm B': Fraction(60000, 1)}
    >>> producer_penalties({"Farm A": 300, "Farm B": 100}, 60_000, 60_000, 20)
    {'Farm A': Fraction(0, 1), 'Farm B': Fraction(0, 1)}

    Parameters
    ----------
    excess_cane
        A mapping of all producers of cane from excess acreage that the mill acquired to that cane,
        or an array whose last axis they are; not what was diverted under inspection. That the
        penalty is prorated by this is **inferred**: the Act says "in a fair and equitable manner".
        Not negative. [tons of sugarcane, acres, or any one unit]
    marketed, allocation
        Sugar that the processor marketed in the fiscal or crop year, and its allocation; arrays
        broadcast against the leading axes. Not negative. [short tons, raw value]
    price
        United States market value of a pound of the sugar that the mill marketed. Not negative.
        [cents per pound]
    raw_value_factor
        As for :func:`excess_marketing_penalty`.
    excepted
        Marketings that do not count, those for other processors or for export. Unlike 359b(d)(1)
        this paragraph makes no exceptions: by default none. Not above *marketed*. [short tons, raw
        value]
    knowingly
        Which of the producers harvested beyond their proportionate shares knowingly, or allowed it:
        in the form of *excess_cane*, or ``True`` for all. The others owe nothing, and nobody else
        bears their part.

    Returns
    -------
    In the form of *excess_cane*; where there is no excess cane nobody owes anything. [dollars]

    Raises
    ------
    TypeError, ValueError
        Also if *excepted* is above *marketed*, or *knowingly* is not of the same producers.

    Notes
    -----
    Sec. 359f(b)(5)(B) and (C), in force since 27 October 1992: three times the value of the sugar
    from excess acres was the rule before. From 2002 on 359f(c)(5), since 2008 (6); 7 CFR
    1435.318(c) and, with a wrong reference, (d).
    """
    excess = beyond_allocation(marketed, allocation, {"excepted": excepted})
    value = _dollars(divide(excess, raw_value_factor), price)
    penalty = multiply(PRODUCER_PENALTY, value)
    whole = total(excess_cane)
    whole = whole + (whole == 0)  # nobody's cane: zero by one
    parts = each(_part, excess_cane, penalty, whole)
    if not isinstance(knowingly, dict):
        knowingly = dict.fromkeys(parts, knowingly) if isinstance(parts, dict) else knowingly
    elif not isinstance(parts, dict):
        raise TypeError("knowingly: found a mapping, expected an array, as of excess_cane")
    else:
        refuse(other_names("knowingly", knowingly, parts))
    if isinstance(parts, dict):
        return {key: part * knowingly[key] for key, part in parts.items()}
    return parts * knowingly


def _part(cane: Number, penalty: Number, whole: Number) -> Number:
    return divide(penalty * cane, whole)


def _dollars(short_tons: Number, cents_per_pound: Number) -> Number:
    return divide(multiply(short_tons * POUNDS_PER_SHORT_TON, cents_per_pound), _CENTS)
