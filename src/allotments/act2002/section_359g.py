"""Section 359g: growers who change mills, and acreage base history moved, preserved and not earned.

Agricultural Adjustment Act of 1938, sec. 359g (7 U.S.C. 1359gg) as rewritten by Pub. L. 107-171
sec. 1403 and amended by Pub. L. 110-246 sec. 1403; 7 CFR 1435.307(b), .313, .314.
"""

from __future__ import annotations

from allotments.act2002.amendments import in_force
from allotments.core.checked import NotNegative, Positive, PositiveRatio, Ratio, checked
from allotments.core.exact import Number, Numeric, divide, not_negative, require
from allotments.formulas.acreage import preserved

MAXIMUM_PRESERVATION_YEARS = 5
"""For so many consecutive years history may be preserved, 359g(b). [count]."""


@checked
def mill_transfer(
    acres: NotNegative,
    *,
    crop_year: int,
    yield_goal: Positive | None = None,
    recovery_rate: PositiveRatio | None = None,
    contribution: NotNegative | None = None,
    acreage_base: Positive | None = None,
) -> Number:
    """Return the allocation that moves with a grower from one mill to another.

    From crop year 2008 ``contribution * acres / acreage base``; until 2007 ``acres * yield goal``,
    if it is so read times the recovery rate. :func:`~allotments.act2002.transfer_allocation` moves
    it.

    >>> mill_transfer(50, crop_year=2024, contribution=900, acreage_base=300)
    Fraction(150, 1)
    >>> from fractions import Fraction
    >>> mill_transfer(50, crop_year=2005, yield_goal=30, recovery_rate=Fraction("0.11"))
    Fraction(165, 1)

    Parameters
    ----------
    acres
        Acres of base that the grower takes along; until 2007 acres of proportionate shares. Not
        negative. [acres]
    crop_year
        From which the transfer has effect. What it calls for must be given, and nothing of the
        other rule.
    yield_goal
        The State's. Above zero. [short tons of sugarcane per acre; of sugar, raw value, without
        *recovery_rate*]
    recovery_rate
        Adjusts it to sugar: above zero, at most one. The Act names the goal "established under
        section 359f(c)(3)", where (A) establishes and (B) adjusts it. By default the goal is taken
        as it is given. [short tons, raw value, per short ton of cane]
    contribution
        The part of the old mill's allocation that the grower's production history makes up. Not
        negative. [short tons, raw value]
    acreage_base
        The grower's base behind that contribution. Above zero, not below *acres*. [acres]

    Raises
    ------
    TypeError, ValueError
        Also if an argument is missing or of the other rule, or *acres* above *acreage_base*.

    Notes
    -----
    Sec. 359g(d)(2), before and after Pub. L. 110-246; 7 CFR 1435.307(b). Only in proportionate
    share States, within the other mill's capacity, and until 2007 with the old mill's consent. That
    a part of the base takes the same part of the contribution along is **inferred** from "pro
    rata".
    """
    by_yield = in_force(crop_year).transfers_by_yield_goal
    calls_for = {"yield_goal": yield_goal}
    other = {"contribution": contribution, "acreage_base": acreage_base}
    refused = other
    if not by_yield:
        calls_for, refused = other, {**calls_for, "recovery_rate": recovery_rate}
    for name, value in calls_for.items():
        if value is None:
            raise TypeError(f"{name}: found None, expected a number for crop year {crop_year}")
    for name, value in refused.items():
        if value is not None:
            raise TypeError(f"{name}: found a number, expected none for crop year {crop_year}")
    if by_yield:
        return acres * yield_goal * (1 if recovery_rate is None else recovery_rate)
    expected = "acres: found more than acreage_base, expected a part of it"
    require(acreage_base - acres, expected, not_negative)
    return divide(contribution * acres, acreage_base)


@checked
def transfer_acreage_base(
    acreage_base: NotNegative, parcel: NotNegative, *, portion: Ratio = 1
) -> tuple[Number, Number]:
    """Return two acreage bases after a transfer: what the farm keeps, and what the parcel has.

    ``kept = base * (1 - portion)``; ``parcel + base * portion``

    >>> transfer_acreage_base(300, 20)
    (0, 320)

    Parameters
    ----------
    acreage_base, parcel
        The farm's base, and that of the other land of the applicant. Not negative. [acres]
    portion
        How much of it goes, from zero to one: "all or a portion", says the regulation. [ratio]

    Notes
    -----
    Sec. 359g(a), since 2008 (a)(1) and, of converted base, (2); 7 CFR 1435.313(a). The base is of
    crop years long past, so that it moves as it is.
    """
    moved = acreage_base * portion
    return acreage_base - moved, parcel + moved


def preserved_acreage(share: Numeric, harvested: Numeric, consecutive_years: Numeric = 1) -> Number:
    """Return the acres of base history preserved for a year in which a share was not harvested.

    ``preserved = share - harvested``, where positive, for at most five consecutive years

    >>> preserved_acreage(100, 30, 5), preserved_acreage(100, 30, 6)
    (70, 0)

    Parameters
    ----------
    share
        The farm's proportionate share for the year. Not negative. [acres]
    harvested
        Acres that the producer could harvest for sugar or seed. Not negative. [acres]
    consecutive_years
        The how many-th consecutive year of preservation this is, from one on. [count]

    Raises
    ------
    TypeError, ValueError
        Also if *consecutive_years* is below one.

    Notes
    -----
    Sec. 359g(b); 7 CFR 1435.314(a). "To the extent of the proportionate share involved" is read in
    acres of the share.
    """
    return preserved(share, harvested, consecutive_years, MAXIMUM_PRESERVATION_YEARS)
