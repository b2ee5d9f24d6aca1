# ruff: noqa: D417 -- the package's docstring explains tolerances, recipients and what is refused
"""A fiscal year's course: adjustments, deductions, and that nothing allotted is lost."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any

from allotments.invariants.numbers_and_recipients import (
    Number,
    Recipients,
    check_all_equal,
    check_at_least,
    check_equal,
    exact_above_zero,
    exact_case,
    exact_number,
    exact_numbers,
    exact_result,
    exact_results,
    sum_of_results,
)

__tracebackhide__ = True


def changed_by_one_percentage(
    before: Recipients,
    after: Recipients,
    allotment: Number,
    adjusted_allotment: Number,
    *,
    tolerance: Number = 0,
) -> None:
    """Check that every allocation, or acreage share, changes by the allotment's percentage.

    ``after * allotment == before * adjusted allotment``, of each recipient

    Parameters
    ----------
    before, after
        Allocations, or acreage shares. [short tons, raw value; acres]
    allotment, adjusted_allotment
        The former above zero. [short tons, raw value]

    Notes
    -----
    Sec. 359c(g)(2).
    """
    adjusted = exact_number("adjusted_allotment", adjusted_allotment)
    ratio = adjusted / exact_above_zero("allotment", allotment)
    expected = {key: quantity * ratio for key, quantity in exact_numbers("before", before).items()}
    check_all_equal("adjusted allocation", after, expected, tolerance)


def adjustment_can_be_undone(
    adjust: Callable[[Any, Any, Any], Recipients],
    allocations: Mapping[Any, Any],
    allotment: Number,
    adjusted_allotment: Number,
    *,
    tolerance: Number = 0,
) -> None:
    """Check that an allotment raised and lowered again leaves every allocation as it was.

    Parameters
    ----------
    adjust
        What is tried: takes a ``dict`` of allocations, the allotment and the adjusted one.
    allotment, adjusted_allotment
        Above zero, each. [short tons, raw value]

    Notes
    -----
    Sec. 359c(g)(2): each time by the same percentage.
    """
    given, kind = exact_case("allocations", allocations, allotment, adjusted_allotment)
    one = exact_above_zero("allotment", allotment)
    other = exact_above_zero("adjusted_allotment", adjusted_allotment)

    def adjusted(table: dict[Any, Fraction], before: Fraction, after: Fraction) -> Recipients:
        numbers = {key: kind(quantity) for key, quantity in table.items()}
        return exact_results(
            "adjusted allocations", adjust(numbers, kind(before), kind(after)), given
        )

    back = adjusted(adjusted(given, one, other), other, one)
    check_all_equal("there and back, allocation", back, given, tolerance)


def deductions_conserved(
    allocation: Number,
    deduction: Number,
    next_allocation: Number,
    remainder: Number,
    *,
    tolerance: Number = 0,
) -> None:
    """Check that a deduction is made in full, or down to nothing, and what remains of it is known.

    ``allocation - next allocation + remainder == deduction``

    Parameters
    ----------
    allocation, next_allocation
        Without the deduction, and with it. [short tons, raw value]
    remainder
        What of it exceeds the allocation, whatever becomes of that. [the same]

    Notes
    -----
    Sec. 359c(g)(3). That no allocation falls below zero is a reading.
    """
    expected = exact_number("deduction", deduction)
    left = exact_result("next allocation", next_allocation)
    made = exact_number("allocation", allocation) - left
    found = made + exact_result("remainder", remainder)
    check_equal("deduction and remainder", found, expected, tolerance)
    check_at_least("next allocation", left, 0, tolerance)
    check_at_least("remainder", remainder, 0, tolerance)
    if left > exact_number("tolerance", tolerance):
        check_equal("remainder", remainder, 0, tolerance)


def year_conserved(
    allotments: Recipients,
    allocations: Recipients,
    imports: Recipients,
    deducted: Recipients = (),
    sold_by_ccc: Recipients = (),
    *,
    tolerance: Number = 0,
) -> None:
    """Check that in a year's course nothing is lost of what was allotted.

    ``allotments == allocations + reassigned to imports + deducted + sold by CCC``, each summed up

    Parameters
    ----------
    allotments
        Those in force. [short tons, raw value]
    allocations
        The processors' in force, reassigned quantities included. [the same]
    imports, deducted, sold_by_ccc
        What of the allotments went to imports, what was deducted for an earlier year, and what the
        Commodity Credit Corporation sells of it, since 2002.

    Notes
    -----
    Secs. 359c(g)(2), (3) and 359e(b), of 1990 and since 2002.
    """
    expected = sum(exact_numbers("allotments", allotments).values())
    given = {"allocations": allocations, "imports": imports}
    given |= {"deducted": deducted, "sold_by_ccc": sold_by_ccc}
    found = sum(sum_of_results(name, recipients) for name, recipients in given.items())
    check_equal("allocations, imports, deductions and sales", found, expected, tolerance)
