"""Section 359e on blocks of scenarios: the steps of deficits at the speed of the cache.

A block has the processors first and the scenarios last, so that a sum over processors adds whole
rows. Numbers have been checked already, and no flows are kept.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from allotments.act1990.section_359e_steps import reassign

__all__ = ["BLOCK_SIZE", "reassign_block"]

Block: TypeAlias = NDArray[np.float64]

BLOCK_SIZE = 48_000  # numbers; 384 kB for a table, of which a handful are alive at a time
_LEAST_WEIGHT = 1e-200  # short tons; below it a level (tons for each ton of weight) could overflow


def reassign_block(
    allocations: Block, ability: Block, original: Block, groups: Sequence[slice], *, by_room: bool
) -> tuple[Block, Block]:
    """Return the allocations after deficits have been reassigned, and what is left to imports.

    >>> allocations, ability = np.array([[100.0], [50], [50]]), np.array([[60.0], [90], [60]])
    >>> after, imports = reassign_block(
    ...     allocations, ability, allocations, [slice(0, 3)], by_room=True
    ... )
    >>> after.tolist(), imports.tolist()
    ([[60.0], [82.0], [58.0]], [0.0])

    Parameters
    ----------
    allocations, ability
        Processors by scenarios, not negative. [short tons, raw value]
    original
        Allocations before any reassignment, or numbers in proportion to them; one column does
        where the proportion is that of all scenarios. Not negative.
    groups
        The rows of each State, or all of them for beet processors.
    by_room
        Whether the first step goes by room, else by original allocations.
    """
    every = bool((original > 0).all())
    if np.any(original < _LEAST_WEIGHT, where=original > 0):
        return _one_by_one(allocations, ability, original, groups, by_room=by_room)
    rooms = np.subtract(ability, allocations)
    after = np.minimum(allocations, ability)
    pooled = np.zeros(ability.shape[1])
    for group in groups:
        room = rooms[group]
        deficit = -np.minimum(room, 0.0).sum(axis=0)
        np.maximum(room, 0.0, out=room)
        if by_room:
            able = room.sum(axis=0)
            share = np.minimum(deficit / np.where(able > 0, able, 1.0), 1.0)
            after[group] += room * share
            room *= 1.0 - share
        else:
            usable = room if every else np.where(original[group] > 0, room, 0.0)
            able = usable.sum(axis=0)
            given = _fill(deficit, original[group], usable)
            after[group] += given
            room -= given
        pooled += np.maximum(deficit - able, 0.0)
    # A State by itself has no room left where it has deficits left.
    if len(groups) > 1 and pooled.any():
        if not every:
            rooms *= original > 0
        pooled = _between(pooled, original, rooms, groups, after)
    # The minimum takes off a float's last bit of excess.
    return np.minimum(after, ability, out=after), pooled


def _between(
    pooled: Block, weights: Block, usable: Block, groups: Sequence[slice], after: Block
) -> Block:
    """Add to *after* what the second step gives to each processor, and return what it leaves."""
    rooms = np.stack([usable[group].sum(axis=0) for group in groups])
    allotments = np.stack([weights[group].sum(axis=0) for group in groups])
    by_state = _fill(pooled, allotments, rooms)
    for group, quantity in zip(groups, by_state, strict=True):
        after[group] += _fill(quantity, weights[group], usable[group])
    left: Block = np.maximum(pooled - rooms.sum(axis=0), 0.0)
    return left


def _fill(quantity: Block, weights: Block, rooms: Block) -> Block:
    """Do as ``capped_division.fill``, for rooms that are zero where the weights are."""
    able = rooms.sum(axis=0)
    given: Block = rooms * (quantity >= able).astype(np.float64)
    part = np.flatnonzero((quantity > 0) & (quantity < able))
    if part.size:
        weights = weights if weights.shape[1] == 1 else weights[:, part]
        given[:, part] = _levelled(quantity[part], weights, rooms[:, part])
    return given


def _levelled(quantity: Block, weights: Block, rooms: Block) -> Block:
    """Return ``min(room, level * weight)`` with the level at which it adds up to the quantity.

    Each round closes those whose room the level reaches, so there are no more than recipients.
    """
    if len(rooms) == 1:
        return quantity[None]
    still = (rooms > 0).astype(np.float64)
    left = quantity
    while True:
        whole = (weights * still).sum(axis=0)
        limits = weights * (left / np.where(whole > 0, whole, 1.0))
        waiting = (rooms > limits) * still
        if np.array_equal(waiting, still):
            given: Block = np.where(still > 0, limits, rooms)
            return given
        still = waiting
        left = np.maximum(quantity - (rooms * (1.0 - still)).sum(axis=0), 0.0)


def _one_by_one(
    allocations: Block, ability: Block, original: Block, groups: Sequence[slice], *, by_room: bool
) -> tuple[Block, Block]:
    """Do the same by the function for any array, slower, which never divides by a tiny weight."""
    rows = range(len(ability))
    columns = {str(state): list(rows[group]) for state, group in enumerate(groups)}
    tables = [table.T for table in np.broadcast_arrays(allocations, ability, original)]
    after, _, imports = reassign(tables[0], tables[1], tables[2], columns, by_room=by_room)
    return after.T, np.asarray(imports)
