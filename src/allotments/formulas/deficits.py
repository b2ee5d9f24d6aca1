"""Deficits of processors with names: who receives them, in which order, and the flows.

Each Act cites its own section. The steps are the same: among the other processors of the State (of
all beet processors), between States and within each receiving State, then what the Commodity Credit
Corporation sells, then imports. Numbers have been checked already.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple, TypeAlias

from allotments.core.exact import Number, divide, positive_part
from allotments.formulas.capped_division import share_out

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
    """What deficits are computed from: all three by processor, or arrays whose last axis they are.

    Not negative. [short tons, raw value]
    """

    allocations: Any
    """What each processor has."""
    ability: Any
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
    reoffer: bool = True,
) -> Reassigned:
    """Return the new allocations, the flows, and what is left to others than processors.

    >>> tables = Tables({"A": 9, "B": 1}, ability={"A": 5, "B": 3}, original={"A": 9, "B": 1})
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
    reoffer
        Whether what one cannot take is offered again to the others of a step, or goes on to the
        next step.
    """
    allocations, ability, original = tables
    left: Quantities = {
        key: positive_part(value - ability[key]) for key, value in allocations.items()
    }
    capacities = {key: positive_part(ability[key] - value) for key, value in allocations.items()}
    # "Other" processors: who has a deficit has no share in any.
    others = {key: original[key] if left[key] == 0 else 0 for key in left}
    after = dict(allocations)
    flows: list[Flow] = []
    over: dict[str, Number] = {}
    for state, members in groups.items():
        deficits, capacity, weights = _tables(members, left, capacities, others)
        weights = capacity if by_capacity else weights
        given, over[state] = share_out(sum(deficits.values()), weights, capacity, reoffer=reoffer)
        flows += _attributed("within", deficits, given)
        left |= _remaining(deficits, over[state])
        capacities |= {key: capacity[key] - given[key] for key in members}
        after |= {key: after[key] + given[key] for key in members}

    given = {}
    usable = {key: value if others[key] > 0 else 0 for key, value in capacities.items()}
    if allotments is None:
        allotments = {state: sum(original[key] for key in groups[state]) for state in groups}
    shares = {state: allotments[state] if over[state] == 0 else 0 for state in groups}
    of_states = {state: sum(usable[key] for key in groups[state]) for state in groups}
    by_state, unused = share_out(sum(over.values()), shares, of_states, reoffer=reoffer)
    for state, members in groups.items():
        took, clipped = share_out(
            by_state[state], *_tables(members, others, usable), reoffer=reoffer
        )
        given |= took
        unused = unused + clipped if clipped > 0 else unused
    flows += _attributed("between", left, given)

    left = _remaining(left, unused)
    sold = min(unused, ccc)
    flows += _attributed(CCC, left, {CCC: sold})
    flows += _attributed(IMPORTS, left, {IMPORTS: unused - sold})
    # The minimum takes a deficit down to the ability, and a float's last bit of excess.
    after = {key: min(after[key] + given[key], ability[key]) for key in after}
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


def _remaining(deficits: Quantities, left: Number) -> Quantities:
    """Return what is left of each deficit: all of them give in proportion to their size."""
    pooled = sum(deficits.values())
    if left == 0:
        return dict.fromkeys(deficits, 0)
    return {key: divide(value * left, pooled) for key, value in deficits.items()}
