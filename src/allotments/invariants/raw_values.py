# ruff: noqa: D417 -- the package's docstring explains tolerances, recipients and what is refused
"""Sugar and what it is equivalent to: raw value, and crystalline fructose by its sweetness."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from allotments.invariants.numbers_and_recipients import (
    Number,
    as_text,
    check_at_least,
    check_equal,
    exact_not_negative,
    exact_number,
    exact_result,
    kind_of,
)

__tracebackhide__ = True

_LEAST_POLARIZATION, _GREATEST_POLARIZATION = 92, 100  # sugar degrees, for cane sugar


def higher_polarization_never_lowers_raw_value(
    raw_value: Callable[[Any], Number], polarization: Number, more: Number, *, tolerance: Number = 0
) -> None:
    """Check that from 92 degrees on purer cane sugar never has the lower raw value.

    And that at 96 degrees, which defines it, the quantity is its own.

    Parameters
    ----------
    raw_value
        What is tried: takes degrees, from 92 to 100, and gives the raw value of one ton.
    polarization, more
        Degrees, at least 92, and degrees more, not below zero; not beyond 100 together. [sugar
        degrees by the polariscope]

    Notes
    -----
    Inferred for 1995, as the function `raw_value` says.
    """
    degrees, added = exact_number("polarization", polarization), exact_not_negative("more", more)
    if not _LEAST_POLARIZATION <= degrees <= _GREATEST_POLARIZATION - added:
        raise ValueError(
            f"polarization, more: found {as_text(degrees)} and {as_text(added)}, expected "
            f"{_LEAST_POLARIZATION} <= polarization <= {_GREATEST_POLARIZATION} - more"
        )
    check_equal("raw value of a ton at 96 degrees", raw_value(96), 1, tolerance)
    kind = kind_of(polarization, more)
    less = exact_result(f"raw value at {as_text(degrees)} degrees", raw_value(kind(degrees)))
    greater = raw_value(kind(degrees + added))
    check_at_least(f"raw value with {as_text(added)} degrees more", greater, less, tolerance)
