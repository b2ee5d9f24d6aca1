"""What marketing too much costs: civil penalties, and assessments on marketings.

Agricultural Adjustment Act of 1938, sec. 359b(d) as amended by Pub. L. 103-66 sec. 1107(b), and
sec. 359f(b)(5) as amended by Pub. L. 102-535; Agricultural Act of 1949, sec. 206(i) as amended by
Pub. L. 103-66 sec. 1107(a). All as in force for fiscal year 1995; amounts in dollars.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any, Literal, get_args

import numpy as np
from numpy.typing import NDArray

from allotments.core.exact import (
    Numeric,
    Recipients,
    SameKind,
    alike,
    check_rows,
    divide,
    is_array,
    is_labelled,
    is_lazy,
    not_negative,
    positive_part,
    positive_quantities,
    quantities,
    recipients,
    shown,
    smaller,
    total,
)
from allotments.core.units import POUNDS_PER_SHORT_TON
from allotments.rounding import half_up

PROCESSOR_PENALTY = 3  # times the market value; 359b(d)(3)
PRODUCER_PENALTY = Fraction(3, 2)  # times the market value; 359f(b)(5)(C)

REPORTING_PENALTY_CEILING = 10_000
"""The most that a violation of the duty to report may cost, 359a(c). [dollars]."""

REGULATION_PENALTY_CEILING = 5_000
"""The most that a violation of a regulation under the part may cost, 359h(b). [dollars]."""

Excess = Literal["excess", "all"]

_CENTS = 100  # to the dollar
_EXCESS_FACTOR = 2  # times the rate; 206(i)(6)
_RATES = {  # percent of the loan level, and cents a pound at most; 206(i)(1) and (2)
    ("cane", range(1992, 1995)): (Fraction("1.0"), Fraction(".18")),
    ("cane", range(1995, 1999)): (Fraction("1.1"), Fraction(".198")),
    ("beet", range(1992, 1995)): (Fraction("1.0722"), Fraction(".193")),
    ("beet", range(1995, 1999)): (Fraction("1.1794"), Fraction(".2123")),
}


def excess_marketings(
    marketed: Numeric,
    allocation: Numeric,
    *,
    for_other_processors: Numeric = 0,
    for_export: Numeric = 0,
) -> SameKind:
    """Return what a processor marketed in excess of its allocation, exceptions apart.

    ``excess = marketed - for other processors - for export - allocation``, where positive

    >>> excess_marketings(105_000, 100_000), excess_marketings(105_000, 100_000, for_export=4_000)
    (5000, 1000)

    Parameters
    ----------
    marketed
        What the processor sold or otherwise disposed of in commerce in the United States, raw cane
        sugar moved into its own refining included. Sugar pledged as collateral has not counted
        since 1993. For a manufacturer of crystalline fructose, its marketings of that. Not
        negative. [short tons, raw value; for fructose short tons]
    allocation
        The processor's allocation, or the manufacturer's allotment. Not negative. [the same]
    for_other_processors, for_export
        What of *marketed* was sold to enable another processor to fulfill its allocation, or to
        facilitate exportation: the two exceptions. Not negative, together not above *marketed*.
        There are none for fructose. [the same]

    Raises
    ------
    TypeError, ValueError
        If a number is none, not finite or negative, or more is excepted than was marketed.

    Notes
    -----
    Sec. 359b(d)(1), and (2) for fructose. That excepted sugar does not use up the allocation
    either is how "except" is read here.
    """
    marketed, allocation, for_other_processors, for_export = quantities(
        marketed=marketed,
        allocation=allocation,
        for_other_processors=for_other_processors,
        for_export=for_export,
    )
    counted = check_rows(
        marketed - for_other_processors - for_export,
        "for_other_processors and for_export: found more than marketed, expected a part of it",
        not_negative,
    )
    return positive_part(counted - allocation)


def excess_marketing_penalty(
    quantity: Numeric, price: Numeric, *, knowingly: bool | NDArray[np.bool_] = True
) -> SameKind:
    """Return the civil penalty for marketing in excess: three times the market value.

    ``penalty = 3 * quantity * 2,000 pounds * price / 100``; nothing where it was not knowingly

    >>> excess_marketing_penalty(1_000, 22)
    Fraction(1320000, 1)

    Parameters
    ----------
    quantity
        From :func:`excess_marketings`. Not negative. [short tons]
    price
        United States market value when the violation was committed, of a pound of what *quantity*
        counts: for quantities in raw value, of raw sugar. Not negative. [cents per pound]
    knowingly
        Whether the processor or manufacturer violated knowingly; since 1993 nothing is due
        otherwise. ``True``, ``False``, or an array of them that broadcasts against the others.

    Returns
    -------
    Nothing rounded. [dollars]

    Raises
    ------
    TypeError, ValueError
        If a number is none, not finite, or negative, or *knowingly* neither true nor false.

    Notes
    -----
    Sec. 359b(d)(3).
    """
    quantity, price = quantities(quantity=quantity, price=price)
    multiple = PROCESSOR_PENALTY * _truth("knowingly", knowingly)
    multiple, value = alike(multiple, _dollars(quantity, price))
    return multiple * value


def producer_penalties(
    excess_cane: Recipients,
    marketed: Numeric,
    allocation: Numeric,
    price: Numeric,
    *,
    excepted: Numeric = 0,
) -> SameKind:
    """Return each producer's part of the penalty for one mill's cane from excess acreage.

    ``all = 1.5 * (marketed - allocation) * 2,000 pounds * price / 100``, where positive;
    ``each = all * excess cane / sum of excess cane``

    Nothing is due while the mill markets no more than its allocation.

    >>> producer_penalties({"Farm A": 300, "Farm B": 100}, 60_400, 60_000, 20)
    {'Farm A': Fraction(180000, 1), 'Farm B': Fraction(60000, 1)}
    >>> producer_penalties({"Farm A": 300, "Farm B": 100}, 60_000, 60_000, 20)
    {'Farm A': Fraction(0, 1), 'Farm B': Fraction(0, 1)}

    Parameters
    ----------
    excess_cane
        A mapping of producers, who knowingly harvested beyond their proportionate shares or allowed
        it, to the cane from those acres that the mill acquired; or an array whose last axis they
        are. That the penalty is prorated by this is **inferred**: the Act says "in a fair and
        equitable manner". Not negative. [tons of sugarcane, acres, or any one unit]
    marketed, allocation
        Sugar that the processor marketed in the fiscal year, and its allocation; arrays broadcast
        against the leading axes. Not negative. [short tons, raw value]
    price
        United States market value of raw sugar. Not negative. [cents per pound]
    excepted
        Marketings that do not count, those for other processors or for export. Unlike 359b(d)(1)
        this paragraph makes no exceptions: by default none. Not above *marketed*. [short tons, raw
        value]

    Returns
    -------
    In the form of *excess_cane*; where there is no excess cane nobody owes anything. [dollars]

    Raises
    ------
    TypeError, ValueError
        If a number is none, not finite or negative, or *excepted* above *marketed*.

    Notes
    -----
    Sec. 359f(b)(5)(B) and (C), in force since 27 October 1992. Three times the value of the sugar
    from excess acres was the rule before.
    """
    marketed, allocation, price, excepted = quantities(
        marketed=marketed, allocation=allocation, price=price, excepted=excepted
    )
    expected = "excepted: found more than marketed, expected a part of it"
    counted = check_rows(marketed - excepted, expected, not_negative)
    excess = positive_part(counted - allocation)
    multiple, value = alike(PRODUCER_PENALTY, _dollars(excess, price))
    penalty = multiple * value
    cane = recipients("excess_cane", excess_cane)
    whole = total(cane)
    whole = whole + (whole == 0)  # nobody's cane: zero by one
    if isinstance(cane, dict):
        penalty, whole, *values = alike(penalty, whole, *cane.values())
        return {key: divide(penalty * v, whole) for key, v in zip(cane, values, strict=True)}
    penalty, cane = alike(penalty[..., None] if is_array(penalty) else penalty, cane)
    return penalty * cane / whole


def marketing_assessment_rate(
    loan_level: Numeric,
    source: Literal["beet", "cane"],
    fiscal_year: int,
    *,
    unit: Numeric | None = None,
) -> SameKind:
    """Return the marketing assessment on a pound of sugar.

    ``rate = loan level * percentage``, at most the year's maximum:

    =======================  =============  ==============
    percent (cents at most)  1992 to 1994   1995 to 1998
    =======================  =============  ==============
    raw cane sugar           1.0 (.18)      1.1 (.198)
    beet sugar               1.0722 (.193)  1.1794 (.2123)
    =======================  =============  ==============

    >>> marketing_assessment_rate(18, "cane", 1995), marketing_assessment_rate(18, "beet", 1995)
    (Fraction(99, 500), Fraction(53073, 250000))
    >>> marketing_assessment_rate(18, "beet", 1995, unit=Fraction("0.0001"))
    Fraction(2123, 10000)

    Parameters
    ----------
    loan_level
        The loan level for raw cane sugar under sec. 206(b), for beet sugar too. Not negative.
        [cents per pound]
    source
        ``"beet"`` or ``"cane"``.
    fiscal_year
        Of the marketing, 1992 to 1998.
    unit
        A multiple of which the rate is, rounded half up; the Act rounds nothing, and neither does
        the default. Not for arrays. Above zero. [cents per pound]

    Returns
    -------
    [cents per pound]

    Raises
    ------
    TypeError, ValueError
        If *loan_level* is no number, not finite or negative, *source* neither of the two, or
        *fiscal_year* out of its range.

    Notes
    -----
    Sec. 206(i)(1) and (2) of the Agricultural Act of 1949.
    """
    (loan_level,) = quantities(loan_level=loan_level)
    if source not in ("beet", "cane"):
        raise ValueError(f"source: found {shown(source)}, expected 'beet' or 'cane'")
    for (kind, years), (percent, maximum) in _RATES.items():
        if kind == source and fiscal_year in years:
            loan_level, ratio = alike(loan_level, percent / 100)
            rate = smaller(loan_level * ratio, maximum)
            return rate if unit is None else _rounded(rate, unit)
    raise ValueError(f"fiscal_year: found {shown(fiscal_year)}, expected 1992 to 1998")


def marketing_assessment(
    pounds: Numeric,
    rate: Numeric,
    *,
    excess_pounds: Numeric = 0,
    doubled_on: Excess = "excess",
) -> SameKind:
    """Return the assessment on a processor's marketings, the one on excess marketings included.

    ``assessment = (pounds * rate + doubled pounds * 2 * rate) / 100``

    >>> marketing_assessment(1_000_000, Fraction("0.198"))
    Fraction(1980, 1)
    >>> marketing_assessment(1_000_000, Fraction("0.198"), excess_pounds=100_000)
    Fraction(2376, 1)

    Parameters
    ----------
    pounds
        Marketed, excess included. Not negative. [pounds of raw cane sugar or of beet sugar]
    rate
        From :func:`marketing_assessment_rate`. Not negative. [cents per pound]
    excess_pounds
        What of *pounds* was knowingly marketed in excess of the allocation. Not negative, not above
        *pounds*. [pounds]
    doubled_on
        The Act: "in addition", an assessment "double the applicable assessment ... per pound of
        sugar marketed". By default ``"excess"``: on the pounds in excess, which then pay three
        times the rate in all. ``"all"``: on every pound marketed, once there is any excess.

    Returns
    -------
    Nothing rounded. [dollars]

    Raises
    ------
    TypeError, ValueError
        If a number is none, not finite or negative, *excess_pounds* above *pounds*, or
        *doubled_on* neither of the two.

    Notes
    -----
    Sec. 206(i)(1), (2) and (6) of the Agricultural Act of 1949.
    """
    if doubled_on not in get_args(Excess):
        raise ValueError(f"doubled_on: found {shown(doubled_on)}, expected 'excess' or 'all'")
    pounds, rate, excess_pounds = quantities(pounds=pounds, rate=rate, excess_pounds=excess_pounds)
    within = check_rows(
        pounds - excess_pounds,
        "excess_pounds: found more than pounds, expected a part of it",
        not_negative,
    )
    doubled = excess_pounds if doubled_on == "excess" else pounds * (excess_pounds > 0)
    return divide((within + excess_pounds + _EXCESS_FACTOR * doubled) * rate, _CENTS)


def _truth(name: str, value: Any) -> Any:
    """Return a bool, or an array of them: as a factor, 2 would double what it should switch."""
    if isinstance(value, bool | np.bool_):
        return bool(value)
    rows = value if is_lazy(value) else _plain_rows(value)
    if rows is None or rows.dtype.kind != "b":
        raise TypeError(
            f"{name}: found {shown(value)}, expected True or False, or an array of them"
        )
    return rows if is_lazy(rows) or rows.ndim else bool(rows)


def _plain_rows(value: Any) -> NDArray[Any] | None:
    if is_labelled(value) or np.ma.is_masked(value) or not hasattr(value, "__array__"):
        return None
    return np.asarray(value)


def _dollars(short_tons: SameKind, cents_per_pound: SameKind) -> SameKind:
    short_tons, cents_per_pound = alike(short_tons, cents_per_pound)
    return divide(short_tons * POUNDS_PER_SHORT_TON * cents_per_pound, _CENTS)


def _rounded(rate: SameKind, unit: Numeric) -> SameKind:
    if is_array(rate):
        raise TypeError("unit: found one beside an array, expected a number as loan_level")
    (unit,) = positive_quantities(unit=unit)
    rounded = half_up(rate, Fraction(unit))
    return float(rounded) if isinstance(rate, float) else rounded
