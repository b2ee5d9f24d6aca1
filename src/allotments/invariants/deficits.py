# ruff: noqa: D417 -- the package's docstring explains tolerances, recipients and what is refused
"""Deficits reassigned: to processors that can market more, and what is left to imports."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from fractions import Fraction
from itertools import chain
from typing import Any, TypeAlias

from allotments.invariants.numbers_and_recipients import (
    Number,
    Recipients,
    as_given,
    check_all_equal,
    check_at_least,
    check_at_most,
    check_equal,
    exact_number,
    exact_numbers,
    exact_result,
    exact_results,
    flattened,
    kind_of,
    sum_of_results,
    with_more,
)

__tracebackhide__ = True

Reassign: TypeAlias = Callable[[dict[Any, Any], dict[Any, Any]], tuple[Any, Number]]


def deficits_conserved(
    allocations: Recipients,
    reassigned: Recipients,
    imports: Number,
    sold_by_ccc: Number = 0,
    *,
    tolerance: Number = 0,
) -> None:
    """Check that a reassignment conserves the total, through CCC's sales and imports.

    Parameters
    ----------
    allocations, reassigned
        Before and after. [short tons, raw value]
    imports, sold_by_ccc
        What is left to imports, and what the Commodity Credit Corporation sells, since 2002. Not
        negative. [the same]

    Notes
    -----
    Sec. 359e(b), of 1990 and since 2002.
    """
    expected = sum(exact_numbers("allocations", allocations).values())
    found = sum_of_results("reassigned", reassigned)
    for name, quantity in {"imports": imports, "sold_by_ccc": sold_by_ccc}.items():
        found += exact_result(name, quantity)
        check_at_least(name, quantity, 0, tolerance)
    check_equal("reassigned allocations, imports and sales", found, expected, tolerance)


def abilities_respected(
    reassigned: Recipients, abilities_to_market: Recipients, *, tolerance: Number = 0
) -> None:
    """Check that after a reassignment no processor has more than it is able to market.

    Notes
    -----
    Sec. 359e(b)(1)(A) and (2)(A), by the capacity of each other processor; 359e(a). Since 2002 by
    its supply, 7 CFR 1435.309(c) and (e).
    """
    able = exact_numbers("abilities_to_market", abilities_to_market)
    for key, quantity in exact_results("reassigned", reassigned, able).items():
        check_at_most(f"reassigned allocation of {key!r}", quantity, able[key], tolerance)


def no_deficit_receives(
    allocations: Recipients,
    abilities_to_market: Recipients,
    reassigned: Recipients,
    *,
    tolerance: Number = 0,
) -> None:
    """Check that a processor with a deficit keeps what it can market; one without loses nothing.

    Notes
    -----
    Sec. 359e(a) and (b): deficits go to other processors. That the deficit processor's own
    allocation falls is a reading.
    """
    before = exact_numbers("allocations", allocations)
    able = exact_numbers("abilities_to_market", abilities_to_market, before)
    for key, quantity in exact_results("reassigned", reassigned, before).items():
        if before[key] >= able[key]:
            check_equal(f"reassigned allocation of {key!r}", quantity, able[key], tolerance)
        else:
            check_at_least(f"reassigned allocation of {key!r}", quantity, before[key], tolerance)


def flows_explain_changes(
    allocations: Recipients,
    reassigned: Recipients,
    flows: Iterable[tuple[Any, Any, Any, Number]],
    *,
    outside: Collection[Any] = ("imports",),
    tolerance: Number = 0,
) -> None:
    """Check that every change of an allocation is the sum of the flows to and from its processor.

    Parameters
    ----------
    flows
        From, to, step and quantity of each. Of allocations by State, from and to are
        ``(State, processor)``.
    outside
        The steps in which no processor receives, whatever the name of who does.

    Notes
    -----
    Sec. 359e(b)(3): allocations rise by what they receive.
    """
    expected = exact_numbers("allocations", allocations)
    for giver, taker, step, quantity in flows:
        name = f"flow from {giver!r} to {taker!r}"
        if giver not in expected:
            raise AssertionError(f"{name}: found {giver!r}, expected one of {list(expected)}")
        check_at_least(name, quantity, 0, tolerance)
        expected[giver] -= exact_number(name, quantity)
        if step not in outside and taker in expected:
            expected[taker] += exact_number(name, quantity)
    check_all_equal("reassigned allocation", reassigned, expected, tolerance)


def more_ability_never_raises_imports(
    reassign: Reassign,
    allocations: Mapping[Any, Any],
    abilities_to_market: Mapping[Any, Any],
    key: Any,
    more: Number,
    *,
    tolerance: Number = 0,
) -> None:
    """Check that a processor that can market more never leaves more to imports.

    Parameters
    ----------
    reassign
        What is tried: takes a ``dict`` of allocations and one of abilities, gives the reassigned
        allocations and the imports.
    allocations, abilities_to_market
        Where they are by State, so are those that it takes. [short tons, raw value]
    key, more
        Whose ability is raised, by State ``(State, processor)``, and by how much, not below zero.

    Notes
    -----
    Sec. 359e(b)(1)(C) and (2)(B): imports take only what no processor can.
    """
    given = exact_numbers("allocations", allocations)
    able = exact_numbers("abilities_to_market", abilities_to_market, given)
    numbers = (flattened("", table).values() for table in (allocations, abilities_to_market))
    kind = kind_of(more, *chain(*numbers))

    def imports(abilities: dict[Any, Fraction]) -> Number:
        _, left = reassign(*(as_given(allocations, table, kind) for table in (given, abilities)))
        return left

    before = exact_result("imports", imports(able))
    after = imports(with_more(able, "key", key, more))
    check_at_most(f"imports with a greater ability of {key!r}", after, before, tolerance)
