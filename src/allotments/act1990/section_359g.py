"""Section 359g: acreage base history, transferred, preserved, and not earned by others.

Agricultural Adjustment Act of 1938, sec. 359g (7 U.S.C. 1359gg) as in force for fiscal year 1995:
Pub. L. 101-624 sec. 902, as amended by Pub. L. 102-237 sec. 111(i). A farm's history is its
acreage in each of five crop years, from which its acreage base is averaged.
"""

from __future__ import annotations

from allotments.act1990.section_359f import CROP_YEARS
from allotments.core.checked import Ratio, checked
from allotments.core.exact import Number, Numeric, as_one_kind, is_array
from allotments.formulas.acreage import preserved
from allotments.formulas.crop_years import FiveYears, years_on_last_axis

MAXIMUM_PRESERVATION_YEARS = 8
"""For so many consecutive years history may be preserved, 359g(b): **unverified**. [count].

As transcribed from Pub. L. 102-237, sec. 111(i); 3 in the law of 1990.
"""


@checked
def transfer_acreage_base_history(
    history: FiveYears, parcel: FiveYears, *, portion: Ratio = 1
) -> tuple[Number, Number]:
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

    Notes
    -----
    Sec. 359g(a): on application of a producer, with the written consent of all owners of the farm.
    """
    if isinstance(history, list) and isinstance(parcel, list) and not is_array(portion):
        portion, *both = as_one_kind(portion, *history, *parcel)
        gone = [acres * portion for acres in both[:CROP_YEARS]]
        kept = [acres - moved for acres, moved in zip(both[:CROP_YEARS], gone, strict=True)]
        return kept, [acres + moved for acres, moved in zip(both[CROP_YEARS:], gone, strict=True)]
    portion = portion[..., None] if is_array(portion) else float(portion)
    history, parcel = years_on_last_axis(history), years_on_last_axis(parcel)
    return history - history * portion, parcel + history * portion


def preserved_acreage(
    share: Numeric,
    harvested: Numeric,
    consecutive_years: Numeric = 1,
    *,
    maximum_years: Numeric = MAXIMUM_PRESERVATION_YEARS,
) -> Number:
    """Return the acres of base history preserved for a year in which a share was not harvested.

    ``preserved = share - harvested``, where positive, up to the last of the consecutive years

    Where less was planted, the year's acreage in the farm's history is then ``harvested +
    preserved``; what was planted counts in any case, 359f(b)(4)(A).

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
        Which consecutive year of preservation this is, from one on. [count]
    maximum_years
        For how many consecutive years the history may be preserved. **Unverified**: the
        transcription of the law of 1991 reads 8, the law of 1990 read 3, and an 8 for a printed 3
        is a common slip. The default is the 8 that was read.

    Raises
    ------
    TypeError, ValueError
        Also if *consecutive_years* is below one.

    Notes
    -----
    Sec. 359g(b): for reasons beyond the producer's control, on application, with the written
    consent of all owners. "To the extent of the proportionate share involved" is read in acres of
    the share, not of the base behind it. So where the uniform reduction percentage is above 100, a
    base grows by being preserved: at the 108.57 percent of 1995, from 100 acres to 119 in the
    eighth year. For acres of the base, pass both numbers divided by the percentage.
    """
    return preserved(share, harvested, consecutive_years, maximum_years)
