"""Sec. 359e(b)(1) as plain NumPy would have it: whole arrays, one step of the Act after the other.

What the blocks of :mod:`allotments.formulas.deficits_of_arrays` are measured against, and another
computation that their results are held against.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np


def reassign(allocations: Any, ability: Any, groups: Mapping[str, Sequence[int]]) -> Any:
    """Return the allocations after cane deficits have been reassigned by capacity."""
    deficits = np.maximum(allocations - ability, 0.0)
    rooms = np.maximum(ability - allocations, 0.0)
    original = np.broadcast_to(allocations, ability.shape)
    given = np.zeros_like(rooms)
    left = 0.0
    for members in groups.values():
        deficit = deficits[..., members].sum(axis=-1)
        room = rooms[..., members]
        given[..., members] = fill(deficit, room, room)
        left = left + np.maximum(deficit - room.sum(axis=-1), 0.0)
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
    return np.minimum(allocations + given, ability)


def fill(quantity: Any, weights: Any, rooms: Any) -> Any:
    """Return what each gets in proportion to weights, up to its room; the rest is offered again."""
    waiting, quantity = weights, np.asarray(quantity)[..., None]
    open_room = np.where(weights > 0, rooms, 0.0).sum(axis=-1, keepdims=True)
    enough = quantity >= open_room
    left = np.where(enough, 0.0, quantity)
    given = np.where(enough & (waiting > 0), rooms, 0.0)
    while True:
        whole = waiting.sum(axis=-1, keepdims=True)
        shares = left * (waiting / np.where(whole > 0, whole, 1.0))
        full = (waiting > 0) & (shares >= rooms)
        if not full.any():
            return np.where(waiting * left > 0, shares, given)
        given = np.where(full, rooms, given)
        left = np.maximum(left - np.where(full, rooms, 0.0).sum(axis=-1, keepdims=True), 0.0)
        waiting = np.where(full, 0.0, waiting)
