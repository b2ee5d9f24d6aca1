"""Marketings in excess of allocations, and assessments on marketings.

Agricultural Adjustment Act of 1938, sec. 359b(d) as amended by Pub. L. 103-66 sec. 1107(b);
Agricultural Act of 1949, sec. 206(i): Pub. L. 101-508 sec. 1105(c), as amended by Pub. L. 102-237
sec. 111(a)(4) and Pub. L. 103-66 sec. 1107(a). Both as in force for fiscal year 1995; amounts in
dollars. The civil penalties of 359b(d) and 359f(b)(5) are in :mod:`allotments.formulas.penalties`.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Literal

from allotments.core.checked import NotNegative, Positive, checked
from allotments.core.exact import (
    Number,
    divide,
    is_array,
    minimum,
    multiply,
    not_negative,
    require,
    shown,
)
from allotments.formulas.penalties import beyond_allocation
from allotments.rounding import half_up

REPORTING_PENALTY_CEILING = 10_000
"""The most that a violation of the duty to report may cost, 359a(c). [dollars]."""


Excess = Literal["excess", "all"]

_CENTS = 100  # to the dollar
_EXCESS_FACTOR = 2  # times the rate; 206(i)(6)
_RATES = {  # percent of the loan level, and cents a pound at most; 206(i)(1) and (2)
    ("cane", range(1992, 1995)): (Fraction("1.0"), Fraction(".18")),
    ("cane", range(1995, 1997)): (Fraction("1.1"), Fraction(".198")),
    ("beet", range(1992, 1995)): (Fraction("1.0722"), Fraction(".193")),
    ("beet", range(1995, 1997)): (Fraction("1.1794"), Fraction(".2123")),
}


@checked
def excess_marketings(
    marketed: NotNegative,
    allocation: NotNegative,
    *,
    for_other_processors: NotNegative = 0,
    for_export: NotNegative = 0,
) -> Number:
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
        Also if more is excepted than was marketed.

    Notes
    -----
    Sec. 359b(d)(1), and (2) for fructose. That excepted sugar does not use up the allocation
    either is how "except" is read here.
    """
    exceptions = {"for_other_processors": for_other_processors, "for_export": for_export}
    return beyond_allocation(marketed, allocation, exceptions)


@checked
def marketing_assessment_rate(
    loan_level: NotNegative,
    source: Literal["beet", "cane"],
    fiscal_year: int,
    *,
    unit: Positive | None = None,
) -> Number:
    """Return the marketing assessment on a pound of sugar.

    ``rate = loan level * percentage``, at most the year's maximum:

    =======================  =============  ==============
    percent (cents at most)  1992 to 1994   1995 and 1996
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
        Of the marketing, 1992 to 1996: sec. 206 was repealed on 4 April 1996.
    unit
        A multiple of which the rate is, rounded half up; the Act rounds nothing, and neither does
        the default. Not for arrays. Above zero. [cents per pound]

    Returns
    -------
    [cents per pound]

    Raises
    ------
    TypeError, ValueError
        Also if *source* is neither of the two, or *fiscal_year* out of its range.

    Notes
    -----
    Sec. 206(i)(1) and (2) of the Agricultural Act of 1949 as amended on 10 August 1993: before, the
    rates were the cents that are the most for 1992 to 1994. Both paragraphs begin with "the 1992
    through 1996 fiscal years" and go on to give rates through 1998. Pub. L. 104-127 sec. 171
    repealed them; its sec. 156(f) set the same percentages for 1996, without a maximum, and others
    from 1997 on.
    """
    for (kind, years), (percent, maximum) in _RATES.items():
        if kind == source and fiscal_year in years:
            rate = minimum(multiply(loan_level, percent / 100), maximum)
            return rate if unit is None else _rounded(rate, unit)
    expected = "expected 1992 to 1996, as long as sec. 206(i) was in force"
    raise ValueError(f"fiscal_year: found {shown(fiscal_year)}, {expected}")


@checked
def marketing_assessment(
    pounds: NotNegative,
    rate: NotNegative,
    *,
    unmarketed: NotNegative = 0,
    assessed_before: NotNegative = 0,
    excess_pounds: NotNegative = 0,
    doubled_on: Excess = "excess",
) -> Number:
    """Return a processor's assessment for a fiscal year, the one on excess marketings included.

    ``assessment = ((pounds - assessed before + unmarketed) * rate + doubled pounds * 2 * rate)
    / 100``

    What is processed and not marketed by 30 September is assessed on that day, and not again.

    >>> marketing_assessment(800_000, Fraction("0.198"), unmarketed=200_000)
    Fraction(1980, 1)
    >>> marketing_assessment(200_000, Fraction("0.198"), assessed_before=200_000)
    Fraction(0, 1)
    >>> marketing_assessment(1_000_000, Fraction("0.198"), excess_pounds=100_000)
    Fraction(2376, 1)

    Parameters
    ----------
    pounds
        Marketed in the fiscal year, excess included; of raw cane sugar also what was transferred
        or delivered to a refinery. Not negative. [pounds of raw cane sugar or of beet sugar]
    rate
        From :func:`marketing_assessment_rate`. Not negative. [cents per pound]
    unmarketed
        Processed in the fiscal year and not marketed by 30 September, its end. Not negative.
        [pounds]
    assessed_before
        What of *pounds* was assessed on 30 September of an earlier year. Not negative, not above
        *pounds*. [pounds]
    excess_pounds
        What of *pounds* was knowingly marketed in excess of the allocation. Unlike 359b(d)(1) the
        paragraph makes no exceptions for exports or for sales to other processors. It is in force
        since 10 August 1993: before, none. Not negative, not above *pounds*. [pounds]
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
        Also if *assessed_before* or *excess_pounds* is above *pounds*, or *doubled_on* neither of
        the two.

    Notes
    -----
    Sec. 206(i)(1) to (3) and (6) of the Agricultural Act of 1949. What is marketed in excess is
    doubled even if it was assessed before: "per pound of sugar marketed".
    """
    expected = "found more than pounds, expected a part of it"
    now = require(pounds - assessed_before, f"assessed_before: {expected}", not_negative)
    require(pounds - excess_pounds, f"excess_pounds: {expected}", not_negative)
    doubled = excess_pounds if doubled_on == "excess" else pounds * (excess_pounds > 0)
    return divide((now + unmarketed + _EXCESS_FACTOR * doubled) * rate, _CENTS)


@checked
def assessment_penalty_ceiling(pounds: NotNegative, support_level: NotNegative) -> Number:
    """Return the most that a violation of the rules of assessment may cost.

    ``ceiling = pounds * support level / 100``

    >>> assessment_penalty_ceiling(1_000_000, 18)
    Fraction(180000, 1)

    Parameters
    ----------
    pounds
        Sugar involved in the failure to remit an assessment, or to keep the records that its
        collection needs. Not negative. [pounds of raw cane sugar or of beet sugar]
    support_level
        For the crop that the sugar is of. Not negative. [cents per pound]

    Returns
    -------
    Nothing rounded. [dollars]

    Notes
    -----
    Sec. 206(i)(4) of the Agricultural Act of 1949: "up to an amount determined by multiplying".
    """
    return divide(pounds * support_level, _CENTS)


def _rounded(rate: Number, unit: Number) -> Number:
    if is_array(rate) or is_array(unit):
        raise TypeError("unit: found it in or beside an array, expected numbers")
    rounded = half_up(rate, Fraction(unit))
    return float(rounded) if isinstance(rate, float) else rounded
