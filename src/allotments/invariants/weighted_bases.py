# ruff: noqa: D417 -- the package's docstring explains tolerances, recipients and what is refused
"""The bases of a division: criteria that are weighed and added up."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction
from typing import Any

from allotments.invariants.numbers_and_recipients import (
    Number,
    Recipients,
    as_text,
    check_at_least,
    check_between,
    check_equal,
    check_in_proportion,
    exact_above_zero,
    exact_case,
    exact_quantities,
    exact_result,
    exact_results,
    flattened,
    kind_of,
    pairs,
    some_exact_numbers,
    with_more,
)

__tracebackhide__ = True


def shares_follow_weighted_tons(
    divide: Callable[[dict[Any, Any], tuple[Any, ...]], Recipients],
    criteria: Mapping[Any, Recipients],
    weights: Iterable[Number],
    *,
    tolerance: Number = 0,
) -> None:
    """Check that shares stand to each other as weighted tons do: tons are weighed, and not shares.

    ``share * sum of weighted tons == weighted tons * sum of shares``, of each recipient, where
    ``weighted tons = sum of weight * criterion``

    Parameters
    ----------
    divide
        What is tried: takes a ``dict`` of recipients to tuples of criteria, and a tuple of weights;
        gives percentage factors, or allotments.
    criteria, weights
        The criteria of each recipient, and their weights in the same order: none below zero, nor
        all weighted tons zero. [short tons, raw value]

    Notes
    -----
    Sec. 359c(d)(1); FR Doc. 94-25622, item 3, weighs tons and not shares.
    """
    relative = list(flattened("weights", weights).values())
    of_each = {
        key: list(flattened(f"criteria[{key!r}]", three).values())
        for key, three in pairs("criteria", criteria)
    }
    weighing = exact_quantities("weights", relative)
    amounts = {
        key: exact_quantities(f"criteria[{key!r}]", three, weighing)
        for key, three in of_each.items()
    }
    tons = {
        key: sum((weight * three[place] for place, weight in weighing.items()), Fraction(0))
        for key, three in amounts.items()
    }
    exact_above_zero("sum of weighted tons", sum(tons.values()))
    kind = kind_of(*relative, *(number for three in of_each.values() for number in three))
    shares = divide(
        {key: tuple(map(kind, three.values())) for key, three in amounts.items()},
        tuple(map(kind, weighing.values())),
    )
    check_in_proportion(exact_results("shares", shares, tons), tons, tolerance)


def base_between_criteria(base: Number, criteria: Recipients, *, tolerance: Number = 0) -> None:
    """Check that a base is an average: not below the least of its criteria, not above the greatest.

    Notes
    -----
    Sec. 359c(d)(1); FR Doc. 94-25622, item 3, weighs tons and not shares.
    """
    check_between("base", base, some_exact_numbers("criteria", criteria), tolerance)


def only_proportions_of_weights_matter(
    base: Callable[[Any], Number],
    weights: Iterable[Number],
    scale: Number,
    *,
    tolerance: Number = 0,
) -> None:
    """Check that weights in another unit, 25 or a quarter, make the same base.

    Parameters
    ----------
    base
        What is tried: takes three weights, gives the base of one recipient.
    weights, scale
        The weights, and what all are multiplied by, above zero.

    Notes
    -----
    Sec. 359c(d)(1): the weights are relative.
    """
    given, kind = exact_case("weights", weights, scale)
    times = exact_above_zero("scale", scale)
    scaled = base(tuple(kind(weight * times) for weight in given.values()))
    expected = exact_result("base", base(tuple(map(kind, given.values()))))
    check_equal(f"base with weights times {as_text(times)}", scaled, expected, tolerance)


def more_criterion_never_lowers_base(
    base: Callable[[Any], Number],
    criteria: Iterable[Number],
    place: int,
    more: Number,
    *,
    tolerance: Number = 0,
) -> None:
    """Check that more of one of its criteria never lowers a weighted base.

    Parameters
    ----------
    base
        What is tried: takes three criteria, gives the base of one recipient.
    criteria, place, more
        The criteria, which of them is raised (0 to 2), and by how much, not below zero. [short
        tons, raw value]

    Notes
    -----
    Sec. 359c(d)(1): no weight is below zero.
    """
    given, kind = exact_case("criteria", criteria, more)
    raised = with_more(given, "place", place, more)
    before, after = (base(tuple(map(kind, three.values()))) for three in (given, raised))
    name = f"base with more of criterion {place!r}"
    check_at_least(name, after, exact_result("base", before), tolerance)
