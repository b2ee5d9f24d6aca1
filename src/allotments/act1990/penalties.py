"""What marketing too much costs: civil penalties, and assessments on marketings.

Agricultural Adjustment Act of 1938, sec. 359b(d) as amended by Pub. L. 103-66 sec. 1107(b), and
sec. 359f(b)(5) as amended by Pub. L. 102-535; Agricultural Act of 1949, sec. 206(i) as amended by
Pub. L. 103-66 sec. 1107(a). All as in force for fiscal year 1995; amounts in dollars.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any, Literal, get_args

import numpy as np
from numpy.typing import NDArray

from allotments.core.checked import EachNotNegative, NotNegative, Positive, checked
from allotments.core.exact import (
    Number,
    divide,
    each,
    is_array,
    is_labelled,
    is_lazy,
    minimum,
    multiply,
    not_negative,
    positive_part,
    require,
    shown,
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
    counted = require(
        marketed - for_other_processors - for_export,
        "for_other_processors and for_export: found more than marketed, expected a part of it",
        not_negative,
    )
    return positive_part(counted - allocation)


@checked
def excess_marketing_penalty(
    quantity: NotNegative,
    price: NotNegative,
    *,
    raw_value_factor: Positive = 1,
    knowingly: bool | NDArray[np.bool_] = True,
) -> Number:
    """Return the civil penalty for marketing in excess: three times the market value.

    ``penalty = 3 * quantity / raw value factor * 2,000 pounds * price / 100``; nothing where it was
    not knowingly

    >>> excess_marketing_penalty(1_000, 22)
    Fraction(1320000, 1)
    >>> excess_marketing_penalty(1_000, 27, raw_value_factor=Fraction("1.07"))
    Fraction(162000000, 107)

    Parameters
    ----------
    quantity
        From :func:`excess_marketings`. Not negative. [short tons, raw value; for fructose short
        tons]
    price
        United States market value, when the violation was committed, of a pound of the very sugar
        or crystalline fructose that was marketed: of raw sugar, or of refined beet sugar. Not
        negative. [cents per pound]
    raw_value_factor
        Raw value of one ton of that sugar: 1 for raw sugar of 96 degrees and for fructose, the
        default; :data:`~allotments.act1990.RAW_VALUE_FACTOR`, 1.07, for beet sugar. Above zero.
        [ratio]
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
    involved in the violation".
    """
    value = _dollars(divide(quantity, raw_value_factor), price)
    return multiply(PROCESSOR_PENALTY * _truth("knowingly", knowingly), value)


@checked
def producer_penalties(
    excess_cane: EachNotNegative,
    marketed: NotNegative,
    allocation: NotNegative,
    price: NotNegative,
    *,
    excepted: NotNegative = 0,
    knowingly: Mapping[Any, bool] | NDArray[np.bool_] | bool = True,
) -> Number:
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
        A mapping of all producers of cane from excess acreage that the mill acquired to that cane,
        or an array whose last axis they are. That the penalty is prorated by this is **inferred**:
        the Act says "in a fair and equitable manner". Not negative. [tons of sugarcane, acres, or
        any one unit]
    marketed, allocation
        Sugar that the processor marketed in the fiscal year, and its allocation; arrays broadcast
        against the leading axes. Not negative. [short tons, raw value]
    price
        United States market value of a pound of the mill's raw sugar. Not negative. [cents per
        pound]
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
    Sec. 359f(b)(5)(B) and (C), in force since 27 October 1992. Three times the value of the sugar
    from excess acres was the rule before.
    """
    expected = "excepted: found more than marketed, expected a part of it"
    counted = require(marketed - excepted, expected, not_negative)
    penalty = multiply(PRODUCER_PENALTY, _dollars(positive_part(counted - allocation), price))
    whole = total(excess_cane)
    whole = whole + (whole == 0)  # nobody's cane: zero by one
    parts = each(_part, excess_cane, penalty, whole)
    if isinstance(parts, dict):
        owing = _truths("knowingly", knowingly, parts)
        return {key: part * owing[key] for key, part in parts.items()}
    return parts * _truth("knowingly", knowingly)


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
    rates were the cents that are the most for 1992 to 1994. Both paragraphs end with fiscal year
    1996; Pub. L. 104-127 secs. 156(f) and 171 repealed them and set other rates from 1997 on.
    """
    if source not in ("beet", "cane"):
        raise ValueError(f"source: found {shown(source)}, expected 'beet' or 'cane'")
    for (kind, years), (percent, maximum) in _RATES.items():
        if kind == source and fiscal_year in years:
            rate = minimum(multiply(loan_level, percent / 100), maximum)
            return rate if unit is None else _rounded(rate, unit)
    raise ValueError(f"fiscal_year: found {shown(fiscal_year)}, expected 1992 to 1996")


@checked
def marketing_assessment(
    pounds: NotNegative,
    rate: NotNegative,
    *,
    excess_pounds: NotNegative = 0,
    doubled_on: Excess = "excess",
) -> Number:
    """Return the assessment on a processor's marketings, the one on excess marketings included.

    ``assessment = (pounds * rate + doubled pounds * 2 * rate) / 100``

    >>> marketing_assessment(1_000_000, Fraction("0.198"))
    Fraction(1980, 1)
    >>> marketing_assessment(1_000_000, Fraction("0.198"), excess_pounds=100_000)
    Fraction(2376, 1)

    Parameters
    ----------
    pounds
        Marketed in the fiscal year, excess included; also what was processed in it and not marketed
        by 30 September, by 206(i)(3), which is not assessed again when it is marketed. Not
        negative. [pounds of raw cane sugar or of beet sugar]
    rate
        From :func:`marketing_assessment_rate`. Not negative. [cents per pound]
    excess_pounds
        What of *pounds* was knowingly marketed in excess of the allocation. The paragraph, of 1993,
        names no exceptions for exports or for sales to other processors. Not negative, not above
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
        Also if *excess_pounds* is above *pounds*, or *doubled_on* neither of the two.

    Notes
    -----
    Sec. 206(i)(1) to (3) and (6) of the Agricultural Act of 1949.
    """
    if doubled_on not in get_args(Excess):
        raise ValueError(f"doubled_on: found {shown(doubled_on)}, expected 'excess' or 'all'")
    within = require(
        pounds - excess_pounds,
        "excess_pounds: found more than pounds, expected a part of it",
        not_negative,
    )
    doubled = excess_pounds if doubled_on == "excess" else pounds * (excess_pounds > 0)
    return divide((within + excess_pounds + _EXCESS_FACTOR * doubled) * rate, _CENTS)


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


def _part(cane: Number, penalty: Number, whole: Number) -> Number:
    return divide(penalty * cane, whole)


def _truths(name: str, value: Any, producers: Mapping[Any, Any]) -> dict[Any, Any]:
    """Return for each of the producers whether it is true of him."""
    if not isinstance(value, Mapping):
        return dict.fromkeys(producers, _truth(name, value))
    if value.keys() != producers.keys():
        found = f"found {shown(list(value))}, expected the producers of excess_cane"
        raise ValueError(f"{name}: {found}")
    return {key: _truth(f"{name}[{key!r}]", value[key]) for key in producers}


def _truth(name: str, value: Any) -> Any:
    """Return a bool, or an array of them: as a factor, 2 would double what it should switch."""
    if isinstance(value, bool | np.bool_):
        return bool(value)
    plain = hasattr(value, "__array__") and not is_labelled(value) and not is_lazy(value)
    rows = np.asarray(value) if plain and not np.ma.is_masked(value) else np.empty(0)
    if rows.dtype.kind != "b":
        raise TypeError(
            f"{name}: found {shown(value)}, expected True or False, or an array of them"
        )
    return rows if rows.ndim else bool(rows)


def _dollars(short_tons: Number, cents_per_pound: Number) -> Number:
    return divide(multiply(short_tons * POUNDS_PER_SHORT_TON, cents_per_pound), _CENTS)


def _rounded(rate: Number, unit: Number) -> Number:
    if is_array(rate):
        raise TypeError("unit: found one beside an array, expected a number as loan_level")
    rounded = half_up(rate, Fraction(unit))
    return float(rounded) if isinstance(rate, float) else rounded
