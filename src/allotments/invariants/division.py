# ruff: noqa: D417 -- the package's docstring explains tolerances, recipients and what is refused
"""A whole divided among recipients: shares follow bases, and nothing else."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any, TypeAlias

from allotments.invariants.numbers_and_recipients import (
    Number,
    Recipients,
    as_text,
    check_all_equal,
    check_at_least,
    check_at_most,
    check_equal,
    check_in_proportion,
    exact_above_zero,
    exact_case,
    exact_not_negative,
    exact_number,
    exact_numbers,
    exact_results,
    sum_of_results,
    with_more,
)

__tracebackhide__ = True

Divide: TypeAlias = Callable[[Any, dict[Any, Any]], Any]


def shares_sum_to_whole(shares: Recipients, whole: Number, *, tolerance: Number = 0) -> None:
    """Check that shares add up to what was divided: nothing is lost or added.

    >>> shares_sum_to_whole({"beet": 4_355_538, "cane": 3_533_463}, 7_889_000)
    Traceback (most recent call last):
    AssertionError: sum of shares: found 7889001, expected 7889000

    Parameters
    ----------
    shares
        Percentage factors, allotments or allocations. [short tons, or ratio]
    whole
        What they divide: one, the overall allotment quantity, an allotment. [the same]

    Notes
    -----
    Secs. 359c(d)(1), 359c(e), 359c(f), 359d(a)(1).
    """
    check_equal(
        "sum of shares", sum_of_results("shares", shares), exact_number("whole", whole), tolerance
    )


def shares_in_proportion(shares: Recipients, bases: Recipients, *, tolerance: Number = 0) -> None:
    """Check that shares stand to each other as the bases do.

    ``share * sum of bases == base * sum of shares``, of each recipient

    Parameters
    ----------
    shares
        Percentage factors, allotments or allocations. [short tons, or ratio]
    bases
        Not all zero. [short tons, raw value]

    Notes
    -----
    Secs. 359c(d)(1), 359c(e), 359c(f), 359d(a)(1).
    """
    given = exact_numbers("bases", bases)
    exact_above_zero("sum of bases", sum(given.values()))
    check_in_proportion(exact_results("shares", shares, given), given, tolerance)


def only_proportions_of_bases_matter(
    divide: Divide, whole: Number, bases: Mapping[Any, Any], scale: Number, *, tolerance: Number = 0
) -> None:
    """Check that bases in another unit, all times one number above zero, make the same shares.

    Parameters
    ----------
    divide
        What is tried: takes the whole and a ``dict`` of bases, gives shares.
    whole, bases
        What is divided, and by what. [short tons, raw value, or ratio]
    scale
        What all bases are multiplied by, above zero.

    Notes
    -----
    Secs. 359c(d)(1), 359c(e), 359c(f), 359d(a)(1).
    """
    given, kind = exact_case("bases", bases, whole, scale)
    shares = _division(divide, whole, kind)
    times = exact_above_zero("scale", scale)
    scaled = shares({key: base * times for key, base in given.items()})
    check_all_equal(f"with bases times {as_text(times)}, share", scaled, shares(given), tolerance)


def order_does_not_matter(
    divide: Divide, whole: Number, bases: Mapping[Any, Any], *, tolerance: Number = 0
) -> None:
    """Check that recipients named in another order get the same shares.

    Here the reverse order and that with the first put last: any other is made of the two.

    Notes
    -----
    Secs. 359c(d)(1), 359c(e), 359c(f), 359d(a)(1): by nothing but the bases.
    """
    given, kind = exact_case("bases", bases, whole)
    shares = _division(divide, whole, kind)
    keys, expected = list(given), shares(given)
    for order in (keys[::-1], [*keys[1:], keys[0]]):
        other = shares({key: given[key] for key in order})
        check_all_equal("in another order, share", other, expected, tolerance)


def more_base_never_lowers_share(
    divide: Divide,
    whole: Number,
    bases: Mapping[Any, Any],
    key: Any,
    more: Number,
    *,
    tolerance: Number = 0,
) -> None:
    """Check that more of its own base never lowers a share, nor raises another's.

    Parameters
    ----------
    divide, whole, bases
        As for :func:`only_proportions_of_bases_matter`; the whole not below zero.
    key, more
        Whose base is raised, and by how much, not below zero.

    Notes
    -----
    Secs. 359c(d)(1), 359c(e), 359c(f), 359d(a)(1).
    """
    exact_not_negative("whole", whole)
    given, kind = exact_case("bases", bases, whole, more)
    shares = _division(divide, whole, kind)
    before = shares(given)
    after = shares(with_more(given, "key", key, more))
    for other, share in after.items():
        check = check_at_least if other == key else check_at_most
        check(
            f"with a greater base of {key!r}, share of {other!r}", share, before[other], tolerance
        )


def merging_adds_shares(
    divide: Divide, whole: Number, bases: Mapping[Any, Any], *, tolerance: Number = 0
) -> None:
    """Check that two recipients that become one get what both had, and nobody else notices.

    Here the first two; of one recipient there is nothing to merge.

    Notes
    -----
    Secs. 359c(d)(1), 359c(e), 359c(f), 359d(a)(1).
    """
    given, kind = exact_case("bases", bases, whole)
    shares = _division(divide, whole, kind)
    first, *others = given
    if not others:
        return
    second, *rest = others
    apart = shares(given)
    merged = {first: given[first] + given[second], **{key: given[key] for key in rest}}
    expected = {first: apart[first] + apart[second], **{key: apart[key] for key in rest}}
    check_all_equal("after a merger, share", shares(merged), expected, tolerance)


def _division(
    divide: Divide, whole: Number, kind: Callable[[Fraction], Number]
) -> Callable[[dict[Any, Fraction]], dict[Any, Fraction]]:
    """Return what is tried as a function of exact bases alone, with exact shares."""
    quantity = kind(exact_number("whole", whole))

    def shares(bases: dict[Any, Fraction]) -> dict[Any, Fraction]:
        found = divide(quantity, {key: kind(base) for key, base in bases.items()})
        return exact_results("shares", found, bases)

    return shares
