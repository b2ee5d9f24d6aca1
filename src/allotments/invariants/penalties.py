# ruff: noqa: D417 -- the package's docstring explains tolerances, recipients and what is refused
"""Penalties for what is marketed beyond an allocation."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

from allotments.invariants.numbers_and_recipients import (
    Number,
    as_text,
    check_equal,
    exact_above_zero,
    exact_not_negative,
    exact_result,
    kind_of,
)

__tracebackhide__ = True


def penalty_only_for_excess(
    penalty: Callable[[Any], Number], allocation: Number, more: Number, *, tolerance: Number = 0
) -> None:
    """Check that a penalty is due for what is marketed beyond the allocation, and for nothing else.

    Nothing up to the allocation, above zero beyond it, and for twice the excess twice as much.
    Tried at the allocation, as far below it as beyond it, and where nothing is marketed.

    Parameters
    ----------
    penalty
        What is tried: takes the quantity marketed; at a market value above zero.
    allocation, more
        The allocation, not below zero, and the excess, above zero. [short tons, raw value]

    Notes
    -----
    Secs. 359b(d)(1) and (3), 359f(b)(5).
    """
    at, excess = exact_not_negative("allocation", allocation), exact_above_zero("more", more)
    kind = kind_of(allocation, more)
    check_equal("penalty at the allocation", penalty(kind(at)), 0, tolerance)
    for marketed in (at - min(excess, at), Fraction(0)):
        name = f"penalty for marketing {as_text(marketed)}"
        check_equal(name, penalty(kind(marketed)), 0, tolerance)
    name = f"penalty for marketing {as_text(at + excess)}"
    due = exact_result(name, penalty(kind(at + excess)))
    if due <= 0:
        raise AssertionError(f"{name}: found {as_text(due)}, expected one above 0")
    check_equal("penalty for twice the excess", penalty(kind(at + 2 * excess)), 2 * due, tolerance)
