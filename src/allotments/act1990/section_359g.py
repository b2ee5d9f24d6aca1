"""Section 359g: acreage base history, transferred, preserved, and not earned by others.

Agricultural Adjustment Act of 1938, sec. 359g (7 U.S.C. 1359gg) as in force for fiscal year 1995:
Pub. L. 101-624 sec. 902, as amended by Pub. L. 102-237 sec. 111(i). A farm's history is its
acreage in each of five crop years, from which its acreage base is averaged.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from allotments.act1990.section_359f import CROP_YEARS
from allotments.core.exact import (
    Numeric,
    SameKind,
    alike,
    at_most_one,
    check_rows,
    is_array,
    positive_part,
    quantities,
    smaller,
)
from allotments.formulas.crop_years import crop_years, years_on_last_axis

MAXIMUM_YEARS = 8
"""For so many consecutive years history may be preserved, 359g(b): **unverified**. [count].

As transcribed from Pub. L. 102-237, sec. 111(i); 3 in the law of 1990.
"""


def transfer_acreage_base_history(
    history: Sequence[Numeric] | Numeric,
    parcel: Sequence[Numeric] | Numeric,
    *,
    portion: Numeric = 1,
) -> tuple[SameKind, SameKind]:
    """Return two histories after a transfer: what the farm keeps, and what the parcel then has.

    ``kept = history * (1 - portion)``; ``parcel + history * portion``, year by year

    >>> transfer_acreage_base_history([100, 100, 90, 0, 80], [0, 0, 10, 20, 20])
    ([0, 0, 0, 0, 0], [100, 100, 100, 20, 100])

    Parameters
    ----------
    history
        The acreage base history of the farm: acres in each of five crop years, or an array whose
        last axis they are. Not negative. [acres]
    parcel
        That of another parcel of land of the applicant, in the same form. [acres]
    portion
        How much of the history goes, from zero to one. The Act speaks of the history of the farm
        and not of parts of it: the default is the whole, a smaller portion serves a transfer to
        several parcels. [ratio]

    Raises
    ------
    TypeError, ValueError
        If there are not five crop years, a number is none, not finite or negative, or *portion*
        above one.

    Notes
    -----
    Sec. 359g(a): on application of a producer, with the written consent of all owners of the farm.
    """
    farm = crop_years("history", history, exactly=CROP_YEARS)
    other = crop_years("parcel", parcel, exactly=CROP_YEARS)
    (portion,) = quantities(portion=portion)
    expected = "portion: found a number above 1, expected a ratio from 0 to 1"
    portion = check_rows(portion, expected, at_most_one)
    if isinstance(farm, list) and isinstance(other, list) and not is_array(portion):
        portion, *both = alike(portion, *farm, *other)
        gone = [acres * portion for acres in both[:CROP_YEARS]]
        kept = [acres - moved for acres, moved in zip(both[:CROP_YEARS], gone, strict=True)]
        return kept, [acres + moved for acres, moved in zip(both[CROP_YEARS:], gone, strict=True)]
    portion = portion[..., None] if is_array(portion) else float(portion)
    farm, other = years_on_last_axis(farm), years_on_last_axis(other)
    return farm - farm * portion, other + farm * portion


def preserved_acreage(
    share: Numeric,
    harvested: Numeric,
    consecutive_years: Numeric = 1,
    *,
    maximum_years: int = MAXIMUM_YEARS,
) -> SameKind:
    """Return the acres of base history preserved for a year in which a share was not harvested.

    ``preserved = share - harvested``, where positive, up to the last of the consecutive years

    The year's acreage in the farm's history is then ``harvested + preserved``.

    >>> preserved_acreage(100, 30), preserved_acreage(100, 30, 9)
    (70, 0)
    >>> preserved_acreage(100, 30, 4, maximum_years=3)
    0

    Parameters
    ----------
    share
        The farm's proportionate share for the year. Not negative. [acres]
    harvested
        Acres of sugarcane that the producer could harvest for sugar or seed. Not negative. [acres]
    consecutive_years
        The how many-th consecutive year of preservation this is, from one on. [count]
    maximum_years
        For how many consecutive years the history may be preserved. **Unverified**: the
        transcription of the law of 1991 reads 8, the law of 1990 read 3, and an 8 for a printed 3
        is a common slip. The default is the 8 that was read.

    Raises
    ------
    TypeError, ValueError
        If a number is none, not finite, or negative, or *consecutive_years* below one.

    Notes
    -----
    Sec. 359g(b): for reasons beyond the producer's control, on application, with the written
    consent of all owners. "To the extent of the proportionate share involved" is read in acres of
    the share, not of the base behind it.
    """
    share, harvested, consecutive_years, maximum_years = quantities(
        share=share,
        harvested=harvested,
        consecutive_years=consecutive_years,
        maximum_years=maximum_years,
    )
    expected = "consecutive_years: found a number below 1, expected the first year or a later one"
    consecutive_years = check_rows(consecutive_years, expected, _at_least_one)
    share, harvested = alike(share, harvested)
    return positive_part(share - harvested) * (consecutive_years <= maximum_years)


def acreage_earning_history(harvested: Numeric, share: Numeric, redistributed: Numeric) -> SameKind:
    """Return the harvested acres that earn base history: not those of a redistributed share.

    ``earning = harvested - min(redistributed, harvested - share)``, the latter where positive

    A farm harvests under its own share first.

    >>> acreage_earning_history(125, 100, 30), acreage_earning_history(90, 100, 30)
    (100, 90)

    Parameters
    ----------
    harvested
        Acres of sugarcane harvested for sugar or seed. Not negative. [acres]
    share
        The farm's own proportionate share. Not negative. [acres]
    redistributed
        What the farm received of shares that others could not use. Not negative. [acres]

    Raises
    ------
    TypeError, ValueError
        If a number is none, not finite, or negative.

    Notes
    -----
    Sec. 359g(b): "no acreage base history ... shall accrue". Which acres of a farm are harvested
    by virtue of the redistribution the Act does not say; here those beyond its own share.
    """
    harvested, share, redistributed = alike(
        *quantities(harvested=harvested, share=share, redistributed=redistributed)
    )
    return harvested - smaller(redistributed, positive_part(harvested - share))


def _at_least_one(value: Any) -> Any:
    return value >= 1
