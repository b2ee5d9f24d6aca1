"""What rounding does, of printed rows and of floats."""

from __future__ import annotations

from fractions import Fraction

from allotments.invariants.numbers_and_recipients import (
    Number,
    Recipients,
    as_text,
    check_all_equal,
    check_equal,
    exact_above_zero,
    exact_not_negative,
    exact_numbers,
    exact_result,
    exact_results,
    sum_of_results,
)

__tracebackhide__ = True

_LAST_BITS = Fraction(1, 2**40)  # of 53 that a float has: what a chain of formulas may lose, amply


def rows_foot(rows: Recipients, total: Number) -> None:
    """Check that a printed total is the sum of its printed rows.

    Notes
    -----
    FR Doc. 94-25622, item 7; the Act prescribes no rounding.
    """
    check_equal("sum of rows", sum_of_results("rows", rows), exact_result("total", total), 0)


def rounding_error_at_most_half_a_unit(
    exact: Recipients, rounded: Recipients, unit: Number = 1
) -> None:
    """Check that a rounded row is at most half a unit away, at a tie above.

    So a sum of rounded rows is not further from the exact sum than half a unit for each row.

    Parameters
    ----------
    exact, rounded
        The same rows. [any unit]
    unit
        What they are rounded to, above zero. [the same]

    Notes
    -----
    Of this library's rounding, half up and once; the Act prescribes none.
    """
    step = exact_above_zero("unit", unit)
    given = exact_numbers("exact", exact)
    for key, row in exact_results("rounded", rounded, given).items():
        if (row / step).denominator != 1:
            raise AssertionError(
                f"row {key!r}: found {as_text(row)}, expected a multiple of {as_text(step)}"
            )
        if not -step / 2 < row - given[key] <= step / 2:
            raise AssertionError(
                f"row {key!r}: found {as_text(row)}, expected {as_text(given[key])} rounded half "
                f"up to {as_text(step)}"
            )


def exact_equals_array(
    exact: Recipients, array: Recipients, *, relative: Number = _LAST_BITS
) -> None:
    """Check that arrays of floats give what exact numbers give, but for the last bits.

    Parameters
    ----------
    exact, array
        The same results, by exact numbers and by floats, in the same order.
    relative
        How many parts of the greatest exact number a float may be off, not below zero.

    Notes
    -----
    Of an implementation; no paragraph of the Act.
    """
    expected = list(exact_numbers("exact", exact).values())
    found = list(exact_results("array", array).values())
    allowed = max(map(abs, expected), default=Fraction(0)) * exact_not_negative(
        "relative", relative
    )
    check_all_equal("array at", found, dict(enumerate(expected)), allowed)
