"""The steps of section 359e, on numbers already checked: for names, with flows, and for arrays."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import Any, NamedTuple, TypeAlias

import numpy as np

from allotments.core.exact import SameKind, alike, divide, is_array, is_lazy, positive_part
from allotments.formulas.capped_division import fill, open_room

IMPORTS = "imports"

Groups: TypeAlias = Mapping[str, list[Any]]
"""The State of each processor: by State the keys of a mapping, or the places on the last axis."""

Quantities: TypeAlias = dict[Hashable, SameKind]


class Flow(NamedTuple):
    """A quantity reassigned: the deficit of one processor, or a part of it."""

    from_: Any
    """Whose deficit it was: the processor, for cane ``(State, processor)``."""
    to: Any
    """Who received it, named likewise, or ``"imports"``; a processor may be called so, the step
    tells."""
    step: str
    """``"within"`` a State or among beet processors, ``"between"`` States, or ``"imports"``."""
    quantity: SameKind
    """How much, above zero. [short tons, raw value]"""


def reassign(
    allocations: SameKind, ability: SameKind, original: SameKind, groups: Groups, *, by_room: bool
) -> tuple[SameKind, tuple[Flow, ...] | None, SameKind]:
    """Return the new allocations, the flows (``None`` for arrays), and what is left to imports.

    >>> reassign({"A": 9, "B": 1}, {"A": 6, "B": 3}, {"A": 9, "B": 1}, {"": "AB"}, by_room=True)[2]
    1
    """
    tables = [allocations, ability, original]
    if not isinstance(allocations, dict):
        after, imports = _reassign_arrays(tables, groups, by_room=by_room)
        return after, None, imports
    values = [value for table in tables for value in table.values()]
    arrays = [value for value in values if is_array(value)]
    if arrays:
        place = {key: index for index, key in enumerate(allocations)}
        columns = {state: [place[key] for key in members] for state, members in groups.items()}
        stacked = [_stacked(table, beside=arrays[0]) for table in tables]
        after, imports = _reassign_arrays(stacked, columns, by_room=by_room)
        return {key: after[..., index] for key, index in place.items()}, None, imports
    if any(isinstance(value, float) for value in values):
        tables = [{key: float(value) for key, value in table.items()} for table in tables]
    return _reassign_named(tables, groups, by_room=by_room)


def _stacked(table: Quantities, *, beside: SameKind) -> SameKind:
    """Return a table as floats, its recipients on the last axis: another table has an array."""
    *values, _ = alike(*table.values(), beside)
    floats = (value if is_array(value) else float(value) for value in values)
    return np.stack(np.broadcast_arrays(*floats), axis=-1)


def _reassign_named(
    tables: list[Quantities], groups: Groups, *, by_room: bool
) -> tuple[Quantities, tuple[Flow, ...], SameKind]:
    allocations, ability, original = tables
    left = {key: positive_part(value - ability[key]) for key, value in allocations.items()}
    rooms = {key: positive_part(ability[key] - value) for key, value in allocations.items()}
    after = dict(allocations)
    flows: list[Flow] = []
    pooled: SameKind = 0
    for members in groups.values():
        deficits, room = ({key: table[key] for key in members} for table in (left, rooms))
        weights = room if by_room else {key: original[key] for key in members}
        given = fill(sum(deficits.values()), weights, room)
        flows += _attributed("within", deficits, given)
        able = open_room(weights, room)
        pooled += positive_part(sum(deficits.values()) - able)
        left |= _remaining(deficits, able)
        rooms |= {key: room[key] - given[key] for key in members}
        after |= {key: after[key] + given[key] for key in members}

    given = {}
    usable = {key: room if original[key] > 0 else 0 for key, room in rooms.items()}
    state_rooms = {state: sum(usable[key] for key in members) for state, members in groups.items()}
    allotments = {state: sum(original[key] for key in members) for state, members in groups.items()}
    by_state = fill(pooled, allotments, state_rooms)
    for state, members in groups.items():
        weights, room = ({key: table[key] for key in members} for table in (original, usable))
        given |= fill(by_state[state], weights, room)
    flows += _attributed("between", left, given)

    left = _remaining(left, sum(state_rooms.values()))
    imports = pooled - min(pooled, sum(state_rooms.values()))
    flows += _attributed("imports", left, {IMPORTS: imports})
    # The minimum takes a deficit down to the ability, and a float's last bit of excess.
    return {key: min(after[key] + given[key], ability[key]) for key in after}, tuple(flows), imports


def _attributed(step: str, deficits: Quantities, given: Quantities) -> list[Flow]:
    """Return who gave to whom: each deficit gives to everyone in proportion to its size."""
    pooled = sum(deficits.values())
    return [
        Flow(giver, taker, step, divide(quantity * deficit, pooled))
        for giver, deficit in deficits.items()
        for taker, quantity in given.items()
        if deficit > 0 and quantity > 0
    ]


def _remaining(deficits: Quantities, room: SameKind) -> Quantities:
    """Return the deficits less what the room could take, each in proportion to its size."""
    pooled = sum(deficits.values())
    if room >= pooled:
        return dict.fromkeys(deficits, 0)
    return {key: divide(value * (pooled - room), pooled) for key, value in deficits.items()}


def _reassign_arrays(
    tables: list[SameKind], groups: Groups, *, by_room: bool
) -> tuple[SameKind, SameKind]:
    if any(is_lazy(table) for table in tables):
        zeros = sum(0 * table for table in tables)  # gives all one shape and one set of blocks
        first, *others = ((table + zeros).rechunk({-1: -1}) for table in tables)
        both = first.map_blocks(
            _block,
            *others,
            groups=groups,
            by_room=by_room,
            dtype=np.float64,
            chunks=(*first.chunks[:-1], (first.shape[-1] + 1,)),
        )
    else:
        both = _block(*np.broadcast_arrays(*tables), groups=groups, by_room=by_room)
    imports = both[..., -1]
    return both[..., :-1], float(imports) if both.ndim == 1 and not is_lazy(both) else imports


def _block(allocations: Any, ability: Any, original: Any, *, groups: Groups, by_room: bool) -> Any:
    """Return new allocations with the imports as one more place on the last axis."""
    deficits = np.maximum(allocations - ability, 0.0)
    rooms = np.maximum(ability - allocations, 0.0)
    weights = rooms if by_room else original
    given = np.zeros_like(rooms)
    left = 0.0
    for members in groups.values():
        deficit = deficits[..., members].sum(axis=-1)
        room, weight = rooms[..., members], weights[..., members]
        given[..., members] = fill(deficit, weight, room)
        left = left + np.maximum(deficit - open_room(weight, room), 0.0)

    usable = np.where(original > 0, rooms - given, 0.0)
    state_rooms, allotments = (
        np.stack([table[..., members].sum(axis=-1) for members in groups.values()], axis=-1)
        for table in (usable, original)
    )
    by_state = fill(left, allotments, state_rooms)
    for index, members in enumerate(groups.values()):
        given[..., members] += fill(
            by_state[..., index], original[..., members], usable[..., members]
        )
    imports = np.maximum(left - state_rooms.sum(axis=-1), 0.0)
    after = np.minimum(allocations + given, ability)
    return np.concatenate([after, np.asarray(imports)[..., None]], axis=-1)
