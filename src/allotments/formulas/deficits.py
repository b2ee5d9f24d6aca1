"""Deficits of processors with names: who receives them, in which order, and the flows.

Each Act cites its own section. The steps are the same: among the other processors of the State (of
all beet processors), between States and within each receiving State, then what the Commodity Credit
Corporation sells, then imports. Numbers have been checked already.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple, TypeAlias

from allotments.core.exact import Number, divide, positive_part
from allotments.formulas.capped_division import fill, open_capacity

CCC = "ccc"
IMPORTS = "imports"

Groups: TypeAlias = Mapping[str, list[Any]]
"""The State of each processor: by State the keys of a mapping, or the places on the last axis."""

Quantities: TypeAlias = dict[Any, Number]


class Flow(NamedTuple):
    """A quantity reassigned: the deficit of one processor, or a part of it."""

    from_: Any
    """Whose deficit it was: the processor, for cane ``(State, processor)``."""
    to: Any
    """Who received it, named likewise, or ``"ccc"`` or ``"imports"``; a processor may be called so,
    the step tells."""
    step: str
    """``"within"`` a State or among beet processors, ``"between"`` States, ``"ccc"`` for sales of
    the Commodity Credit Corporation, or ``"imports"``."""
    quantity: Number
    """How much, above zero. [short tons, raw value]"""


class Reassigned(NamedTuple):
    """What became of the deficits: with sales and imports allocations add up as before."""

    allocations: Any
    """In the form of those of before. [short tons, raw value]"""
    flows: tuple[Flow, ...] | None
    """Every quantity that moved, pooled deficits attributed pro rata; ``None`` for arrays."""
    sold_by_ccc: Number
    """What the Commodity Credit Corporation sells in their place. [short tons, raw value]"""
    imports: Number
    """What nobody could take. [short tons, raw value]"""


class Tables(NamedTuple):
    """What deficits are reckoned from: all three by processor, or arrays whose last axis they are.

    Not negative. [short tons, raw value]
    """

    allocations: Any
    """What each processor has."""
    most: Any
    """The most that each can market: its ability, or its supply of sugar."""
    original: Any
    """What the division goes by within a receiving State, and in the first step too where that does
    not go by capacity: allocations before any reassignment, or initial shares."""


def reassign_named(
    tables: Tables,
    groups: Groups,
    *,
    by_capacity: bool,
    allotments: Mapping[str, Number] | None = None,
    ccc: Number = 0,
) -> Reassigned:
    """Return the new allocations, the flows, and what is left to others than processors.

    >>> tables = Tables({"A": 9, "B": 1}, most={"A": 5, "B": 3}, original={"A": 9, "B": 1})
    >>> after = reassign_named(tables, {"": ["A", "B"]}, by_capacity=True, ccc=1)
    >>> after.allocations, after.sold_by_ccc, after.imports
    ({'A': 5, 'B': 3}, 1, 1)

    Parameters
    ----------
    tables
        Exact numbers, or floats, by processor.
    groups
        The processors of each State, or of the one group of beet processors.
    by_capacity
        Whether the first step goes by what each can market beyond its allocation.
    allotments
        What the division between States goes by; by default the sums of *original*.
    ccc
        What the Commodity Credit Corporation would sell from its inventory.
    """
    allocations, most, original = tables
    left: Quantities = {key: positive_part(value - most[key]) for key, value in allocations.items()}
    capacities = {key: positive_part(most[key] - value) for key, value in allocations.items()}
    after = dict(allocations)
    flows: list[Flow] = []
    pooled: Number = 0
    for members in groups.values():
        deficits, capacity = _tables(members, left, capacities)
        weights = capacity if by_capacity else {key: original[key] for key in members}
        given = fill(sum(deficits.values()), weights, capacity)
        flows += _attributed("within", deficits, given)
        able = open_capacity(weights, capacity)
        pooled += positive_part(sum(deficits.values()) - able)
        left |= _remaining(deficits, able)
        capacities |= {key: capacity[key] - given[key] for key in members}
        after |= {key: after[key] + given[key] for key in members}

    given = {}
    usable = {key: value if original[key] > 0 else 0 for key, value in capacities.items()}
    if allotments is None:
        allotments = {state: sum(original[key] for key in groups[state]) for state in groups}
    shares = {state: allotments[state] for state in groups}
    of_states = {state: sum(usable[key] for key in groups[state]) for state in groups}
    by_state = fill(pooled, shares, of_states)
    for state, members in groups.items():
        given |= fill(by_state[state], *_tables(members, original, usable))
    flows += _attributed("between", left, given)

    able = open_capacity(shares, of_states)
    left = _remaining(left, able)
    unused = pooled - min(pooled, able)
    sold = min(unused, ccc)
    flows += _attributed(CCC, left, {CCC: sold})
    flows += _attributed(IMPORTS, left, {IMPORTS: unused - sold})
    # The minimum takes a deficit down to the ability, and a float's last bit of excess.
    after = {key: min(after[key] + given[key], most[key]) for key in after}
    return Reassigned(after, tuple(flows), sold, unused - sold)


def _tables(members: list[Any], *tables: Quantities) -> list[Quantities]:
    return [{key: table[key] for key in members} for table in tables]


def _attributed(step: str, deficits: Quantities, given: Quantities) -> list[Flow]:
    """Return who gave to whom: each deficit gives to everyone in proportion to its size."""
    pooled = sum(deficits.values())
    return [
        Flow(giver, taker, step, divide(quantity * deficit, pooled))
        for giver, deficit in deficits.items()
        for taker, quantity in given.items()
        if deficit > 0 and quantity > 0
    ]


def _remaining(deficits: Quantities, able: Number) -> Quantities:
    """Return the deficits less what others could take, each in proportion to its size."""
    pooled = sum(deficits.values())
    if able >= pooled:
        return dict.fromkeys(deficits, 0)
    return {key: divide(value * (pooled - able), pooled) for key, value in deficits.items()}
