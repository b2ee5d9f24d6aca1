# ruff: noqa: D417 -- the package's docstring explains tolerances, recipients and what is refused
"""The Act of 2002's own: minimum, fixed percentages, offshore States, new entrants, beet."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from allotments.act2002.section_359b import MINIMUM_SHARE
from allotments.act2002.section_359c import OFFSHORE_ALLOTMENT, SECTOR_SHARES
from allotments.invariants.numbers_and_recipients import (
    Number,
    Recipients,
    check_all_equal,
    check_at_least,
    check_at_most,
    check_equal,
    exact_number,
    exact_numbers,
    exact_results,
    sum_of_results,
)

__tracebackhide__ = True


def quantity_not_below_minimum(
    overall_allotment_quantity: Number, consumption: Number, *, tolerance: Number = 0
) -> None:
    """Check that the overall quantity is not below 85 percent of domestic human consumption.

    >>> quantity_not_below_minimum(10_455_000, 12_300_000)

    Notes
    -----
    Secs. 359b(b)(1)(B), 359c(b)(1)(B) and (g)(1)(B) since 2008.
    """
    least = MINIMUM_SHARE * exact_number("consumption", consumption)
    check_at_least("overall allotment quantity", overall_allotment_quantity, least, tolerance)


def sectors_by_fixed_percentages(
    sectors: Recipients, overall_allotment_quantity: Number, *, tolerance: Number = 0
) -> None:
    """Check that beet sugar has 54.35 and cane sugar 45.65 percent of the overall quantity.

    Parameters
    ----------
    sectors
        Of ``"beet"`` and ``"cane"``, or in this order. [short tons, raw value]
    overall_allotment_quantity
        Of any sign. [short tons, raw value]

    Notes
    -----
    Sec. 359c(c) since 2002.
    """
    whole = exact_number("overall_allotment_quantity", overall_allotment_quantity)
    total = sum(SECTOR_SHARES.values())
    expected = {sector: whole * share / total for sector, share in SECTOR_SHARES.items()}
    check_all_equal("allotment", sectors, expected, tolerance)


def offshore_comes_first(
    offshore: Recipients, mainland: Recipients, cane_allotment: Number, *, tolerance: Number = 0
) -> None:
    """Check that offshore States have 325,000 off the top, and mainland States what that leaves.

    Parameters
    ----------
    offshore, mainland
        Their allotments, new States' included. [short tons, raw value]
    cane_allotment
        Of any sign. [short tons, raw value]

    Notes
    -----
    Sec. 359c(e)(2), (3) since 2002.
    """
    rest = exact_number("cane_allotment", cane_allotment) - OFFSHORE_ALLOTMENT
    found = sum_of_results("offshore", offshore)
    check_equal("allotments of offshore States", found, OFFSHORE_ALLOTMENT, tolerance)
    found = sum_of_results("mainland", mainland)
    check_equal("allotments of mainland States", found, rest, tolerance)


def gains_follow_initial_shares(
    initial: Recipients,
    allocations: Recipients,
    supply: Recipients,
    reassigned: Recipients,
    *,
    tolerance: Number = 0,
) -> None:
    """Check that what beet processors, or a State's, gain is by initial shares, up to the supply.

    Of two that gain, one with supply left gains as much for each ton of its initial allocation as
    any other, or more.

    Parameters
    ----------
    initial
        Allocations of the initial determination. [short tons, raw value]
    allocations, supply, reassigned
        Before, what each can market, and after. [the same]

    Notes
    -----
    7 CFR 1435.309(c)(1), (e)(1); that what is clipped is offered again is a reading.
    """
    shares = exact_numbers("initial", initial)
    before = exact_numbers("allocations", allocations, shares)
    able = exact_numbers("supply", supply, shares)
    after = exact_results("reassigned", reassigned, shares)
    takers = [key for key, share in shares.items() if share and before[key] < able[key]]
    gains = {key: after[key] - before[key] for key in takers}
    for key, gain in gains.items():
        if able[key] - after[key] > exact_number("tolerance", tolerance):  # it could take more
            for other, more in gains.items():
                least = more * shares[key] / shares[other]
                check_at_least(f"gain of {key!r} beside {other!r}", gain, least, tolerance)


def new_entrant_reduces_pro_rata(
    before: Recipients,
    after: Recipients,
    entrant: Any,
    quantity: Number,
    *,
    tolerance: Number = 0,
) -> None:
    """Check that a new entrant has its quantity, and all others give it by one percentage.

    Parameters
    ----------
    before, after
        Allocations, or allotments of mainland States, without the entrant and with it. [short tons,
        raw value]
    entrant, quantity
        Who is new, and what it is given. [the same]

    Notes
    -----
    Sec. 359d(b)(1)(E)(iv) and (b)(2)(H) since 2002.
    """
    given = exact_numbers("before", before)
    part, whole = exact_number("quantity", quantity), sum(given.values())
    if whole <= 0:
        raise ValueError(f"before: found {whole} in all, expected more than 0")
    expected = {key: number * (whole - part) / whole for key, number in given.items()}
    check_all_equal("allocation", after, expected | {entrant: part}, tolerance)


def beet_bases_renormalised(
    allocations: Recipients,
    weighted: Recipients,
    percentages: Recipients,
    allotment: Number,
    *,
    tolerance: Number = 0,
) -> None:
    """Check that beet adjustments are of all processors' production, and the bases renormalised.

    ``allocation / allotment == (weighted + percentage * T) / sum of those``, where ``T`` is the sum
    of *weighted*

    Parameters
    ----------
    allocations
        [short tons, raw value]
    weighted
        Weighted average production, unadjusted. [short tons, raw value]
    percentages
        1.25 for each factory opened, less 1.25 for each that was closed, 0.25 for each molasses
        desugarization facility, 1.25 for quality losses. [percent]
    allotment
        Of beet sugar. [short tons, raw value]

    Notes
    -----
    Sec. 359d(b)(2)(B) to (D) since 2002.
    """
    averages = exact_numbers("weighted", weighted)
    total = sum(averages.values())
    parts = exact_numbers("percentages", percentages, averages)
    bases = {key: one + total * parts[key] / 100 for key, one in averages.items()}
    if (whole := sum(bases.values())) <= 0:
        raise ValueError(f"weighted: found bases of {whole} in all, expected more than 0")
    ratio = exact_number("allotment", allotment) / whole
    expected = {key: base * ratio for key, base in bases.items()}
    check_all_equal("allocation", allocations, expected, tolerance)


def priority_comes_first(
    before: Recipients,
    after: Recipients,
    available_sugar: Recipients,
    *,
    tolerance: Number = 0,
) -> None:
    """Check that on an increase nobody gains beyond its available sugar while another lacks its.

    Parameters
    ----------
    before, after
        Beet allocations. [short tons, raw value]
    available_sugar
        What each could market beyond its allocation. [the same]

    Notes
    -----
    Sec. 359c(g)(2)(B), from crop year 2025 on.
    """
    given = exact_numbers("before", before)
    able = exact_numbers("available_sugar", available_sugar, given)
    found = exact_results("after", after, given)
    beyond = {key: found[key] - given[key] - able[key] for key in given}
    lacking = any(one < -exact_number("tolerance", tolerance) for one in beyond.values())
    for key in beyond:
        check_at_least(f"allocation of {key!r}", found[key], given[key], tolerance)
        if lacking:
            gain = found[key] - given[key]
            check_at_most(f"gain of {key!r}", gain, Fraction(able[key]), tolerance)
