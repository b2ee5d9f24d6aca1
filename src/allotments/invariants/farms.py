# ruff: noqa: D417 -- the package's docstring explains tolerances, recipients and what is refused
"""Farms and their acres: acreage allotments, acreage bases, proportionate shares, transfers."""

from __future__ import annotations

from allotments.invariants.numbers_and_recipients import (
    Number,
    Recipients,
    check_at_least,
    check_between,
    check_equal,
    exact_number,
    exact_quantities,
    exact_result,
    exact_results,
    some_exact_numbers,
    sum_of_results,
)

__tracebackhide__ = True


def acreage_yields_allotment(
    acreage_allotment: Number,
    state_allotment: Number,
    yield_goal: Number,
    recovery_rate: Number,
    *,
    tolerance: Number = 0,
) -> None:
    """Check that the acreage allotment, at the yield goal, grows the State's allotment.

    ``acreage allotment * yield goal * recovery rate == State allotment``

    Notes
    -----
    Sec. 359f(b)(3)(B) and (C).
    """
    acres = exact_result("acreage allotment", acreage_allotment)
    sugar = (
        acres
        * exact_number("yield_goal", yield_goal)
        * exact_number("recovery_rate", recovery_rate)
    )
    expected = exact_number("state_allotment", state_allotment)
    check_equal("sugar from the acreage allotment", sugar, expected, tolerance)


def acreage_base_between_crop_years(
    acreage_base: Number, crop_years: Recipients, *, tolerance: Number = 0
) -> None:
    """Check that an acreage base is an average: between the least and the greatest crop year.

    Parameters
    ----------
    crop_years
        Of each, acres planted and considered planted. [acres]

    Notes
    -----
    Sec. 359f(b)(4): years without acreage count like the others.
    """
    check_between(
        "acreage base", acreage_base, some_exact_numbers("crop_years", crop_years), tolerance
    )


def proportionate_shares_sum_to_acreage_allotment(
    shares: Recipients, acreage_allotment: Number, *, tolerance: Number = 0
) -> None:
    """Check that shares of unadjusted acreage bases add up to their State's acreage allotment.

    Notes
    -----
    Sec. 359f(b)(3)(D) and (E), one put into the other.
    """
    expected = exact_number("acreage_allotment", acreage_allotment)
    check_equal(
        "sum of proportionate shares", sum_of_results("shares", shares), expected, tolerance
    )


def histories_conserved(
    farm: Recipients,
    parcel: Recipients,
    kept: Recipients,
    received: Recipients,
    *,
    tolerance: Number = 0,
) -> None:
    """Check that a transfer of acreage base history conserves the acres of each crop year.

    Parameters
    ----------
    farm, parcel
        Acres of each crop year before the transfer, the same crop years, not below zero. [acres]
    kept, received
        Those of the farm and of the parcel after it. [acres]

    Notes
    -----
    Sec. 359g(a).
    """
    of_farm = exact_quantities("farm", farm)
    of_parcel = exact_quantities("parcel", parcel, of_farm)
    left, added = exact_results("kept", kept, of_farm), exact_results("received", received, of_farm)
    for year, acres in of_farm.items():
        check_at_least(f"acres kept, crop year {year!r}", left[year], 0, tolerance)
        check_at_least(f"acres received, crop year {year!r}", added[year], 0, tolerance)
        found, expected = left[year] + added[year], acres + of_parcel[year]
        check_equal(f"acres of both, crop year {year!r}", found, expected, tolerance)
