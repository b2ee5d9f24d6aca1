"""The 1990 Act's own: 1,250,000 short tons of imports, what they trigger, restraint, fructose."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from allotments.act1990.section_359b import MINIMUM_IMPORTS
from allotments.invariants.numbers_and_recipients import (
    Number,
    Recipients,
    as_text,
    check_equal,
    exact_number,
    exact_numbers,
    exact_result,
    kind_of,
    sum_of_results,
)

__tracebackhide__ = True


def allotment_identity(
    overall_allotment_quantity: Number,
    production: Number,
    imports: Number,
    *,
    tolerance: Number = 0,
) -> None:
    """Check that the overall quantity is production, and what imports exceed 1,250,000 by.

    ``overall allotment quantity == production + imports - 1,250,000``

    >>> allotment_identity(7_889_000, 7_890_000, 1_249_000)

    Notes
    -----
    Secs. 359b(a)(1)(C) and 359c(b)(1), one put into the other.
    """
    entering = exact_result("imports", imports)
    expected = exact_number("production", production) + entering - MINIMUM_IMPORTS
    check_equal("overall allotment quantity", overall_allotment_quantity, expected, tolerance)


def trigger_equals_allotment_below_production(
    allotments_required: object, overall_allotment_quantity: Number, production: Number
) -> None:
    """Check that allotments are required exactly if the overall quantity would be below production.

    Notes
    -----
    Secs. 359b(b)(1) and 359c(b)(1): both say that imports are below 1,250,000 short tons.
    """
    overall = exact_result("overall allotment quantity", overall_allotment_quantity)
    produced = exact_number("production", production)
    expected = overall < produced
    if bool(allotments_required) is not expected:
        raise AssertionError(
            f"allotments required: found {bool(allotments_required)}, expected {expected}, the "
            f"overall allotment quantity being {as_text(overall)} and "
            f"production {as_text(produced)}"
        )


def threshold_is_the_edge(
    threshold_carryover_stocks: Number, allotments_required: Callable[[Any], object]
) -> None:
    """Check that the threshold carryover stocks trigger nothing, and a ton less of them does.

    Parameters
    ----------
    threshold_carryover_stocks
        [short tons, raw value]
    allotments_required
        Says of reasonable carryover stocks whether they make allotments required.

    Notes
    -----
    Sec. 359b(b)(1): "less than 1,250,000 short tons".
    """
    at = exact_result("threshold carryover stocks", threshold_carryover_stocks)
    kind = kind_of(threshold_carryover_stocks)
    for stocks, expected in ((at, False), (at - 1, True)):
        found = bool(allotments_required(kind(stocks)))
        if found is not expected:
            raise AssertionError(
                f"allotments required with carryover stocks of {as_text(stocks)}: found {found}, "
                f"expected {expected}"
            )


def restraints_sum(
    restraints: Recipients,
    abilities_to_market: Recipients,
    overall_allotment_quantity: Number,
    *,
    tolerance: Number = 0,
) -> None:
    """Check that restraints add up to what all could market beyond the overall allotment quantity.

    Weights move restraint from one sector to the other and change nothing of their sum.

    Notes
    -----
    Sec. 359c(e), and FR Doc. 94-25622, "Beet Sugar and Cane Sugar Allotments".
    """
    able = sum(exact_numbers("abilities_to_market", abilities_to_market).values())
    expected = able - exact_number("overall_allotment_quantity", overall_allotment_quantity)
    check_equal("sum of restraints", sum_of_results("restraints", restraints), expected, tolerance)


def fructose_as_sweet_as_sugar(
    allotment: Number,
    sugar_equivalent: Number,
    raw_value_factor: Number,
    sweetness_factor: Number,
    *,
    tolerance: Number = 0,
) -> None:
    """Check that the crystalline fructose is as sweet as the sugar that it is equivalent to.

    ``allotment * sweetness factor * raw value factor == sugar equivalent``

    Notes
    -----
    Inferred: sec. 359b(c) says "the equivalent", not of what.
    """
    sugar = exact_result("allotment", allotment)
    sugar *= exact_number("sweetness_factor", sweetness_factor)
    sugar *= exact_number("raw_value_factor", raw_value_factor)
    expected = exact_number("sugar_equivalent", sugar_equivalent)
    check_equal("sugar as sweet, raw value", sugar, expected, tolerance)
