# ruff: noqa: D417 -- the package's docstring explains tolerances, recipients and what is refused
"""The determination to come: the ranges that earlier prints leave for what it will print."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from typing import Any

from allotments.invariants.numbers_and_recipients import (
    Number,
    Recipients,
    as_text,
    check_at_least,
    check_at_most,
    check_equal,
    exact_numbers,
    exact_results,
    flattened,
)

__tracebackhide__ = True


def printed_within_ranges(
    ranges: Recipients, printed: Recipients, *, tolerance: Number = 0
) -> None:
    """Check that what is printed lies in the range that was projected for it.

    >>> printed_within_ranges({"A": (499, 501), "B": (498, 502)}, {"A": 500, "B": 502})

    Parameters
    ----------
    ranges
        Of each recipient the least and the greatest, as a pair. [short tons, raw value]
    printed
        What the true shares print, or the government did. [the same]

    Notes
    -----
    Of an implementation: no share of an allotment is printed, and none is in the Act.
    """
    for name, number, least, greatest in _each(ranges, printed):
        check_at_least(name, number, least, tolerance)
        check_at_most(name, number, greatest, tolerance)


def learned_prints_reproduced(
    ranges: Recipients, printed: Recipients, *, tolerance: Number = 0
) -> None:
    """Check that of an allotment that was learned from nothing but its own print follows.

    Parameters
    ----------
    ranges
        Projected for an allotment of which there is a print, and that was learned from. [short
        tons, raw value]
    printed
        That print. [the same]

    Notes
    -----
    Of an implementation: every share that is left makes every print that was learned from.
    """
    for name, number, least, greatest in _each(ranges, printed):
        check_equal(f"least {name}", least, number, tolerance)
        check_equal(f"greatest {name}", greatest, number, tolerance)


def more_prints_never_widen_range(
    project: Callable[[list[Any]], Sequence[Number]],
    prints: Sequence[Any],
    *,
    tolerance: Number = 0,
) -> None:
    """Check that a range never widens as one more print is learned from.

    Parameters
    ----------
    project
        What is tried: takes a list of prints, gives the least and the greatest that can be printed
        of one allotment. [short tons, raw value]
    prints
        In the order in which they are learned from: whatever *project* takes.

    Notes
    -----
    Of an implementation, and of one kind of rule: where a share no longer makes all prints, a share
    with a tonnage beside it may leave more.
    """
    learned = [prints[: count + 1] for count in range(len(prints))]
    ranges = [_ends(f"range of {len(few)} prints", project(list(few))) for few in learned]
    for (least, greatest), (low, high), few in zip(ranges, ranges[1:], learned[1:], strict=False):
        check_at_least(f"least of {len(few)} prints", low, least, tolerance)
        check_at_most(f"greatest of {len(few)} prints", high, greatest, tolerance)


def _each(
    ranges: Recipients, printed: Recipients
) -> Iterator[tuple[str, Fraction, Fraction, Fraction]]:
    """Yield what a message calls a figure, what is printed of it, and the ends of its range."""
    found = exact_numbers("printed", printed)
    try:
        flat = flattened("ranges", ranges)
    except TypeError as fault:
        raise AssertionError(str(fault)) from None
    if not hasattr(ranges, "items") and len(flat) == len(found):
        flat = dict(zip(found, flat.values(), strict=True))
    if missing := [key for key in found if key not in flat]:
        raise AssertionError(f"ranges: found {list(flat)}, expected also {missing}")
    for key, number in found.items():
        yield f"figure of {key!r}", number, *_ends(f"range of {key!r}", flat[key])


def _ends(name: str, ends: Any) -> tuple[Fraction, Fraction]:
    both = list(exact_results(name, ends).values())
    if len(both) != len(("least", "greatest")) or both[0] > both[-1]:
        found = ", ".join(map(as_text, both))
        raise AssertionError(f"{name}: found {found}, expected the least and the greatest")
    return both[0], both[1]
